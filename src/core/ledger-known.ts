import type { Instant } from './calendar.ts'
import type { DebtTerms, StopSpan } from './ledger.ts'

/**
 * The terms as they were known at an instant: what was stopped later, also from an earlier day on, was not
 * stopped then, and a stop that was ended later had no such end. Without an instant: as they are known now.
 */
export const termsKnown = (
  terms: readonly DebtTerms[],
  at: Instant | undefined,
): readonly DebtTerms[] =>
  at === undefined
    ? terms
    : terms.map((of) => ({
        ...of,
        noCharges: of.noCharges.flatMap((span) => known(span, at)),
        disputed: of.disputed.flatMap((span) => known(span, at)),
      }))

function known(span: StopSpan, at: Instant): StopSpan[] {
  if (span.recordedAt !== undefined && span.recordedAt > at) return []
  const { ended } = span
  return ended !== undefined && ended.recordedAt > at ? [{ ...span, until: ended.before }] : [span]
}
