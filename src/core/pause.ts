import type { Pause } from './account-facts.ts'
import { dayNumber } from './calendar.ts'

/** A span in day numbers, half-open; without end `until` is Infinity. */
export type DaySpan = { readonly from: number; readonly until: number }

const spanOf = (pause: Pause): DaySpan => ({
  from: dayNumber(pause.fromOn),
  until: pause.untilOn === undefined ? Infinity : dayNumber(pause.untilOn),
})

function without(spans: readonly DaySpan[], taken: DaySpan): DaySpan[] {
  return spans.flatMap((span) =>
    [
      { from: span.from, until: Math.min(span.until, taken.from) },
      { from: Math.max(span.from, taken.until), until: span.until },
    ].filter((rest) => rest.from < rest.until),
  )
}

/**
 * The paused days as they stand on day number `on`: pauses in effect by then, less what withdrawals
 * in effect by then took back, merged, so that no day is in two spans and no two spans touch.
 */
export function pausedSpans(pauses: readonly Pause[], on: number): readonly DaySpan[] {
  const inEffect = pauses.filter((pause) => dayNumber(pause.effectiveOn) <= on)
  const left = inEffect
    .filter((pause) => pause.withdrawsId === undefined)
    .flatMap((pause) =>
      inEffect
        .filter((other) => other.withdrawsId === pause.id)
        .reduce((spans, other) => without(spans, spanOf(other)), [spanOf(pause)]),
    )
    .filter((span) => span.from < span.until)
    .toSorted((a, b) => a.from - b.from)
  const merged: DaySpan[] = []
  for (const span of left) {
    const last = merged.at(-1)
    if (last === undefined || span.from > last.until) merged.push(span)
    else if (span.until > last.until) merged[merged.length - 1] = { ...last, until: span.until }
  }
  return merged
}

/**
 * The first day on which more than `graceDays` unpaused days have passed since `from`; Infinity
 * where an endless pause stops the clock before that. `spans` are merged.
 */
export function dayPastGrace(from: number, spans: readonly DaySpan[], graceDays: number): number {
  let reached = from
  let wanted = graceDays + 1
  for (const span of spans) {
    if (span.until <= reached) continue
    if (span.from - reached >= wanted) break
    if (span.from > reached) wanted -= span.from - reached
    reached = span.until
  }
  return reached + wanted
}
