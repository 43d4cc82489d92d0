/** Vulnerability is asked for kinder treatment only. */
export const CARE_WORDS = {
  care_does_more: {
    zh: '处置 {text} 对弱势借款人做得比对同样情况的其他人更多。弱势情形只能用于更温和的处置：请改用更轻的渠道、降低频率，或删去本行。',
    en: 'The step {text} does more to a vulnerable person than anything does to the same account of somebody else. Vulnerability is for kinder treatment only: use a gentler channel, come less often, or remove the row.',
  },
  care_tone: {
    zh: '本行对弱势借款人的语气比对其他人更严厉。请用相同或更温和的语气。',
    en: 'This row speaks to vulnerable people more sternly than to others. Give it the same tone or a kinder one.',
  },
  care_priority: {
    zh: '弱势情形不能提高优先级。请写 0 或负数，或删去本行。',
    en: 'Nobody comes sooner for being vulnerable. Write 0 or less, or remove the row.',
  },
  care_offer: {
    zh: '本行给弱势借款人的方案比同样情况的其他人更苛刻。期数不得更少，首付不得更高，减免不得更小。',
    en: 'This offer asks more of a vulnerable person than of others in the same place. Give no fewer instalments, no larger first payment, no smaller discount.',
  },
  care_in_expression: {
    zh: '弱势情形（borrower.vulnerable）只能写在自己的列中，不能写进表达式，否则无法检查它只用于更温和的处置。',
    en: 'Ask borrower.vulnerable in a column of its own, not in an expression: only then can it be checked to make treatment kinder.',
  },
} as const
