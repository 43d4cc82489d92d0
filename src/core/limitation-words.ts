import type { Limitation, LimitationKind, LimitationStep, StepEffect } from './limitation.ts'
import type { Words } from './words.ts'

export const LIMITATION_KIND_WORDS: Readonly<Record<LimitationKind | 'end', Words>> = {
  default: { en: 'Default', zh: '逾期' },
  payment: { en: 'Payment', zh: '还款' },
  demand: { en: 'Demand that arrived', zh: '送达的催告' },
  acknowledgement: { en: 'Acknowledgement', zh: '承认债务' },
  signed_acknowledgement: { en: 'Acknowledgement in writing, signed', zh: '书面签署的承认' },
  suit: { en: 'Suit begun', zh: '提起诉讼' },
  suit_ended: { en: 'Proceedings ended', zh: '程序终结' },
  mediation: { en: 'Mediation asked for', zh: '申请调解' },
  suspension: { en: 'Obstacle', zh: '中止事由' },
  judgment: { en: 'Judgment', zh: '判决' },
  end: { en: 'End', zh: '届满' },
}

const EFFECTS: Readonly<Record<StepEffect, (step: LimitationStep, of: Limitation) => Words>> = {
  begins: ({ lastOn }, { law }) => ({
    en: `The period of ${law.years} years begins; its last day is ${lastOn}.`,
    zh: `诉讼时效期间开始，共 ${law.years} 年，最后一日为 ${lastOn}。`,
  }),
  renews: ({ lastOn }) => ({
    en: `It begins anew while it runs; its last day is now ${lastOn}.`,
    zh: `期间内中断，重新起算，最后一日为 ${lastOn}。`,
  }),
  no_effect: () => ({ en: 'It changes nothing here.', zh: '在该地不影响时效。' }),
  too_late: () => ({
    en: 'It came after the end, and what has run out does not begin again.',
    zh: '发生在届满之后，已届满的时效不再起算。',
  }),
  needs_consent: () => ({
    en: 'In law it could begin the period anew; without the notice and the consent on record it is not counted.',
    zh: '依法可能使时效重新起算；因未留存告知与同意的记录，不予计算。',
  }),
  revives: ({ lastOn }) => ({
    en: `After the end, with the notice and the consent on record: it begins anew, and its last day is ${lastOn}.`,
    zh: `届满后，借款人经告知并明确同意：重新起算，最后一日为 ${lastOn}。`,
  }),
  rests: () => ({
    en: 'The period stands still until this is over.',
    zh: '期间在此事由结束前停止计算。',
  }),
  resumes: ({ lastOn }) => ({
    en: `It begins anew when the proceedings end; its last day is ${lastOn}.`,
    zh: `程序终结后重新起算，最后一日为 ${lastOn}。`,
  }),
  obstacle: ({ lastOn }) => ({
    en: `The obstacle stood in the last months: the last day moves to ${lastOn}.`,
    zh: `在最后数月内发生中止事由，最后一日移至 ${lastOn}。`,
  }),
  judged: () => ({
    en: 'A court has judged: the claim is no longer limited by this period.',
    zh: '法院已作出判决，不再适用该期间。',
  }),
  cap: ({ lastOn }, { law }) => ({
    en: `No longer than ${law.longestYears} years after the default: its last day is ${lastOn}.`,
    zh: `自逾期起最长不超过 ${law.longestYears} 年，最后一日为 ${lastOn}。`,
  }),
  ends: ({ on }, { law }) =>
    law.extinguishes
      ? { en: `From ${on} the debt itself has ended.`, zh: `自 ${on} 起，债务本身消灭。` }
      : {
          en: `From ${on} no suit may be brought or threatened; the borrower may still pay of their own accord.`,
          zh: `自 ${on} 起不得起诉或以起诉相威胁；借款人仍可自愿还款。`,
        },
}

/** What a step did, in a sentence. */
export const stepWords = (step: LimitationStep, of: Limitation): Words =>
  EFFECTS[step.effect](step, of)

const MARKS: Readonly<Record<Limitation['law']['mark'], Words>> = {
  primary: { en: 'read in the text itself', zh: '已核对原文' },
  secondary: { en: 'from another account', zh: '据转述' },
  unverified: { en: 'unverified', zh: '未经核实' },
}

export const limitationMark = (mark: Limitation['law']['mark']): Words => MARKS[mark]
