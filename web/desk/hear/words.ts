import type { CarePrompt } from '../../../src/core/script/script.ts'
import type { Language } from '../../../src/api/wire.ts'

/** TEXAS: thank, explain, ask consent, ask, signpost. In one's own words, never read out like a form. */
export const EAR_WORDS = {
  'command.case.care': {
    zh: '对方同意后记录其困难情况',
    en: 'Record their circumstance, with their consent',
  },
  'ear.title': { zh: '请先照顾对方：{what}', en: 'Care first: {what}' },
  'ear.self_harm': { zh: '可能有生命危险', en: 'a life may be at risk' },
  'ear.bereavement': { zh: '失去亲人', en: 'somebody has died' },
  'ear.illness': { zh: '生病', en: 'illness' },
  'ear.vulnerable': { zh: '需要特别照顾', en: 'they may need more care' },
  'ear.abuse': { zh: '可能受人伤害', en: 'somebody may be harming them' },
  'ear.money_worries': { zh: '没有收入或无力支付', en: 'they cannot pay' },
  'ear.thank': { zh: '感谢：谢谢您告诉我。', en: 'Thank: “Thank you for telling me.”' },
  'ear.explain': {
    zh: '说明：记下来是为了以后不必再说一遍，并按您方便的方式联系。',
    en: 'Explain: noting it means not telling us twice, and that we go about it as suits you.',
  },
  'ear.consent': {
    zh: '征得同意：我可以记录吗？不同意也没关系。',
    en: 'Consent: “May I note it? A no is fine too.”',
  },
  'ear.ask': {
    zh: '询问：这对您有什么影响？怎样做会好一些？',
    en: 'Ask: “How does it affect you? What would make it easier?”',
  },
  'ear.signpost': {
    zh: '指引：告知免费的独立帮助。',
    en: 'Signpost: tell them of free, independent help.',
  },
  'ear.to_person': {
    zh: '不要挂断，立即转给受过培训的同事。',
    en: 'Stay on the line and bring in a trained colleague at once.',
  },
  'ear.record': { zh: '对方同意，记录', en: 'They agree: record it' },
  'ear.drop': { zh: '不记录', en: 'Not now' },
  'ear.none': { zh: '没有听到困难情况', en: 'Nothing of the kind was heard' },
  'ear.agreed': { zh: '交谈中询问后同意', en: 'asked while we talked, and agreed' },
  'ear.source': { zh: '交谈', en: 'conversation' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>

/** What is recorded of each: the drivers of vulnerability. */
export const SORT_OF: Readonly<Record<CarePrompt, string>> = {
  self_harm: 'health',
  bereavement: 'life_event',
  illness: 'health',
  vulnerable: 'capability',
  abuse: 'abuse',
  money_worries: 'resilience',
}
