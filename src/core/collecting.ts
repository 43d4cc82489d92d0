import { addDays, type Day } from './calendar.ts'

/** What may be collected: a promise that is open, or an instalment of a running plan. */
export type Collectable = {
  readonly forKind: 'promise' | 'plan'
  readonly forId: bigint
  readonly forNo: number
  readonly dueOn: Day
  /** When the borrower was told of day and amount. */
  readonly toldOn: Day
  readonly amountMinor: bigint
}

/** An earlier collection of the same, and what the bank said of it. */
export type Attempt = {
  readonly attempt: number
  readonly failedOn: Day | undefined
  readonly reason: string | undefined
}

export type CollectRules = { readonly attemptsMax: number; readonly daysBetween: number }

export type NotCollected =
  | 'not_due'
  | 'long_past'
  | 'notice_too_short'
  | 'before_its_mandate'
  | 'under_way'
  | 'tried_enough'
  | 'bank_says_never'
  | 'too_soon_again'

/** A lack of money may pass; every other reason of a bank stays (EPC173-14, reason codes). */
const MAY_PASS: ReadonlySet<string> = new Set(['AM04', 'MS03'])

/** What a missed run may still catch up with. */
const CATCH_UP_DAYS = 7

/**
 * Whether something is collected on a day, and as which attempt. A day of the banks stands for the due
 * day where that is none; after a failure it is tried again a few days later, and not for ever.
 */
export function collectOn(
  what: Collectable,
  of: {
    readonly on: Day
    readonly signedOn: Day
    readonly noticeDays: number
    /** The first day of the banks from the due day on. */
    readonly workdayOn: Day
    readonly attempts: readonly Attempt[]
    readonly rules: CollectRules
  },
): { readonly attempt: number } | { readonly not: NotCollected } {
  const { on, attempts, rules } = of
  if (of.workdayOn > on) return { not: 'not_due' }
  if (what.dueOn < of.signedOn) return { not: 'before_its_mandate' }
  const told = what.toldOn > of.signedOn ? what.toldOn : of.signedOn
  if (addDays(told, of.noticeDays) > on) return { not: 'notice_too_short' }
  const last = attempts.toSorted((a, b) => b.attempt - a.attempt)[0]
  if (last === undefined)
    return addDays(of.workdayOn, CATCH_UP_DAYS) < on ? { not: 'long_past' } : { attempt: 1 }
  if (last.failedOn === undefined) return { not: 'under_way' }
  if (last.reason !== undefined && !MAY_PASS.has(last.reason)) return { not: 'bank_says_never' }
  if (last.attempt >= rules.attemptsMax) return { not: 'tried_enough' }
  return addDays(last.failedOn, rules.daysBetween) > on
    ? { not: 'too_soon_again' }
    : { attempt: last.attempt + 1 }
}
