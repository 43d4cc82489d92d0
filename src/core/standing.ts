import type { Book } from './account-book.ts'
import { standingOn } from './account-book.ts'
import { dayNumber } from './calendar.ts'
import { dayPastGrace } from './pause.ts'

/** A delinquency that ends within so many days of its first day ends without anybody's help. */
const QUICK_CURE_DAYS = 15

/** How often a delinquency that had ended by day number `on` was cleared within fifteen days. */
export const quickCures = (book: Book, on: number): number =>
  standingOn(book, on).standing.run.closed.filter(
    ({ since, curedOn }) => curedOn - since <= QUICK_CURE_DAYS,
  ).length

/**
 * Instalments paid on time one after another by day number `on`, back from the latest that is paid or
 * too late; within the product's grace is on time, and a pause stops that clock too. Where a source
 * sends balances and no schedule, each due day that it named and that its later balances do not call
 * late is one.
 */
export const onTimeStreak = (book: Book, on: number): number =>
  standingOn(book, on).standing.list.version === undefined
    ? snapshotStreak(book, on)
    : scheduleStreak(book, on)

function scheduleStreak(book: Book, on: number): number {
  const { graceDays, materiality } = book.terms
  const { list, spans, paidMinor: now } = standingOn(book, on).standing
  let at = book.standings.length - 1
  let streak = 0
  for (let i = list.items.length - 1; i >= 0; i--) {
    const item = list.items[i]
    // Nothing was asked for, so nothing was paid on time.
    if (item === undefined || item.amountMinor <= 0n) continue
    const tooLate = dayPastGrace(item.dueOn, spans, graceDays)
    while (at >= 0 && (book.standings[at]?.on ?? 0) >= Math.min(tooLate, on + 1)) at--
    // What was there in time and was taken back later paid nothing on time.
    const inTime = book.standings[at]?.paidMinor ?? 0n
    const paidMinor = (inTime < now ? inTime : now) + list.creditMinor
    const enough = paidMinor + materiality.toleranceMinor * BigInt(i + 1)
    if (enough >= (list.upTo[i + 1] ?? 0n)) streak++
    else if (tooLate <= on) return streak
  }
  return streak
}

function snapshotStreak(book: Book, on: number): number {
  const told = book.standings.filter((standing) => standing.on <= on)
  const dueDays = new Set(
    told.flatMap(({ on: toldOn, snapshot }) => {
      if (snapshot?.nextDueOn === undefined || dayNumber(snapshot.effectiveOn) !== toldOn) return []
      const dueOn = dayNumber(snapshot.nextDueOn)
      return dueOn >= toldOn ? [dueOn] : []
    }),
  )
  let streak = 0
  for (const dueOn of [...dueDays].toSorted((a, b) => b - a)) {
    const after = told.find(
      ({ on: toldOn, snapshot }) =>
        toldOn > dueOn + book.terms.graceDays &&
        snapshot !== undefined &&
        dayNumber(snapshot.effectiveOn) === toldOn,
    )
    if (after === undefined) continue
    if (after.run.lateness.lateFrom <= after.on && after.run.lateness.oldestDueOn <= dueOn)
      return streak
    streak++
  }
  return streak
}
