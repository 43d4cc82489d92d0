import { z } from 'zod'
import { faultsOfForm, type SituationFault } from './situation-faults.ts'
import { faultsOfLinks } from './situation-links.ts'
import * as LISTS from './situation-lists.ts'
import * as PARTS from './situation-parts.ts'

const { DayText, Id, listOf, setOf } = PARTS

const Count = z.strictObject({
  rule: PARTS.RuleId,
  unit: z.enum(LISTS.SITUATION_UNITS),
  n: z.int().min(0),
  /** Absent: the borrower. */
  person: PARTS.Party.optional(),
  debt: Id.optional(),
  account: Id.optional(),
  address: Id.optional(),
})

/** What a worked case says must come out. */
const Expect = z.strictObject({
  decision: z.enum(LISTS.SITUATION_DECISIONS).optional(),
  until: PARTS.Until.optional(),
  rules: setOf(PARTS.RuleId),
  flags: setOf(z.enum(LISTS.SITUATION_FLAGS)).optional(),
  strength: z.enum(LISTS.SITUATION_STRENGTHS).optional(),
  alsoAccept: setOf(z.enum(LISTS.SITUATION_DECISIONS)).optional(),
  counts: listOf(Count).optional(),
  deadline: DayText.optional(),
  class: z.enum(LISTS.SITUATION_CLASSES).optional(),
  allocation: PARTS.Amounts.optional(),
})

/**
 * One situation put to the guard: the facts of a borrower, a debt and what happened so far, and one
 * contact or one question. Absent means unknown.
 *
 * `id`, `citation`, `kind`, `source`, `status`, `confidence`, `expect` and `why` belong to worked
 * cases. The published form asks for them; somebody who puts a real case has no source and no
 * expectation, so they may be left out here. Where they are given, their form is checked.
 */
export const Situation = z.strictObject({
  id: PARTS.SituationId.optional(),
  jurisdictions: setOf(z.enum(LISTS.SITUATION_PACKS)),
  /** The day on which the law is read. */
  effectiveOn: DayText,
  citation: PARTS.ShortText.optional(),
  kind: z.enum(LISTS.SITUATION_KINDS).optional(),
  source: PARTS.ShortText.optional(),
  status: z.enum(LISTS.SITUATION_STATUSES).optional(),
  confidence: z.enum(LISTS.SITUATION_CONFIDENCES).optional(),
  contested: z.boolean().optional(),
  sourceOutcome: z.string().optional(),
  ask: z.enum(LISTS.SITUATION_ASKS),
  askAbout: z.enum([...LISTS.SITUATION_DEADLINES, ...LISTS.SITUATION_CLASSIFIED]).optional(),
  asOf: PARTS.LocalTime.optional(),
  collector: PARTS.Collector,
  otherCollectors: listOf(PARTS.Collector).optional(),
  borrower: PARTS.Borrower,
  debts: listOf(PARTS.Debt),
  addresses: listOf(PARTS.Address).optional(),
  holds: listOf(PARTS.Hold).optional(),
  arrangements: listOf(PARTS.Arrangement).optional(),
  preferences: listOf(PARTS.Preference).optional(),
  history: listOf(PARTS.HistoryEntry).optional(),
  proceedings: listOf(PARTS.Proceeding).optional(),
  publicHolidays: setOf(DayText).optional(),
  payment: PARTS.Payment.optional(),
  proposal: PARTS.Proposal.optional(),
  expect: Expect.optional(),
  why: PARTS.Sentence.optional(),
})

export type Situation = z.infer<typeof Situation>
export type SituationDebt = z.infer<typeof PARTS.Debt>
export type SituationAmounts = z.infer<typeof PARTS.Amounts>
export type SituationHold = z.infer<typeof PARTS.Hold>
export type SituationPreference = z.infer<typeof PARTS.Preference>
export type SituationHistoryEntry = z.infer<typeof PARTS.HistoryEntry>
export type SituationProposal = z.infer<typeof PARTS.Proposal>
export type SituationExpect = z.infer<typeof Expect>
export type SituationCount = z.infer<typeof Count>
export type SituationDecision = (typeof LISTS.SITUATION_DECISIONS)[number]
export type SituationEffect = (typeof LISTS.SITUATION_EFFECTS)[number]
export type SituationStrength = (typeof LISTS.SITUATION_STRENGTHS)[number]
export type SituationFlag = (typeof LISTS.SITUATION_FLAGS)[number]
export type SituationClass = (typeof LISTS.SITUATION_CLASSES)[number]

/** One rule that mattered: barred, deferred, flagged, was met, or made an exception. */
export type SituationReason = {
  readonly rule: string
  readonly effect: SituationEffect
  readonly strength?: SituationStrength | undefined
  /** Local, to the minute: when this rule alone stops standing in the way. */
  readonly until?: string | undefined
  readonly note?: string | undefined
}

/** The answer to a situation; which members there are follows from what was asked. */
export type SituationVerdict = {
  readonly decision?: SituationDecision | undefined
  /** Local time in the borrower's first zone, 'YYYY-MM-DDTHH:MM'. */
  readonly until?: string | undefined
  readonly reasons: readonly SituationReason[]
  readonly flags?: readonly SituationFlag[] | undefined
  readonly counts?: readonly SituationCount[] | undefined
  readonly deadline?: string | undefined
  readonly class?: SituationClass | undefined
  readonly allocation?: SituationAmounts | undefined
}

/** Reads one situation strictly, and names everything that is wrong with it, not only the first. */
export function readSituation(
  value: unknown,
): { readonly ok: Situation } | { readonly faults: readonly SituationFault[] } {
  const read = Situation.safeParse(value)
  const faults = [
    ...(read.success ? [] : faultsOfForm(Situation, value, read.error.issues)),
    ...faultsOfLinks(value),
  ]
  if (read.success && faults.length === 0) return { ok: read.data }
  return { faults }
}
