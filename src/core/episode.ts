import type { Day } from './calendar.ts'
import type { Lateness } from './lateness.ts'
import { dayFromNumber } from './calendar.ts'
import { NEVER_LATE } from './lateness.ts'

/** One unbroken delinquency: delinquent on `since`, no longer on `curedOn`. */
export type Episode = { readonly since: Day; readonly curedOn: Day | undefined }

/** The past in day numbers, and the present lateness with what it will become by itself. */
export type Run = {
  readonly closed: readonly { readonly since: number; readonly curedOn: number }[]
  /** First day of a delinquency that had begun when the newest facts took effect. */
  readonly since: number | undefined
  readonly lateness: Lateness
}

export const NO_RUN: Run = { closed: [], since: undefined, lateness: NEVER_LATE }

/** First day of the delinquency that the account is in on day number `on`, if it is in one. */
export const delinquentSince = (run: Run, on: number): number | undefined =>
  run.since ?? (run.lateness.delinquentFrom <= on ? run.lateness.delinquentFrom : undefined)

/**
 * The run after the facts of day number `on`. A delinquency that these facts start is dated on that
 * day, unless they speak for earlier days too: a snapshot does, back to `tellsFrom`.
 */
export function runAfter(
  run: Run,
  on: number,
  next: { readonly lateness: Lateness; readonly tellsFrom: number },
): Run {
  const { lateness } = next
  const was = delinquentSince(run, on - 1)
  const is = lateness.delinquentFrom <= on
  if (was !== undefined && !is) {
    const closed = [...run.closed, { since: was, curedOn: on }]
    return { closed, since: undefined, lateness }
  }
  if (was !== undefined) return { closed: run.closed, since: was, lateness }
  if (!is) return { closed: run.closed, since: undefined, lateness }
  const notBefore = Math.max(next.tellsFrom, (run.closed.at(-1)?.curedOn ?? -Infinity) + 1)
  const since = Math.max(lateness.delinquentFrom, notBefore)
  return { closed: run.closed, since, lateness }
}

/** Every delinquency up to day number `on`, the oldest first. */
export function episodesUntil(run: Run, on: number): readonly Episode[] {
  const since = delinquentSince(run, on)
  const closed = run.closed.map((past) => ({
    since: dayFromNumber(past.since),
    curedOn: dayFromNumber(past.curedOn),
  }))
  if (since === undefined) return closed
  return [...closed, { since: dayFromNumber(since), curedOn: undefined }]
}
