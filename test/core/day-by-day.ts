import type { AccountFacts, Instalment, Pause, Snapshot } from '../../src/core/account-facts.ts'
import type { Day } from '../../src/core/calendar.ts'
import type { ProductTerms } from '../../src/core/product.ts'
import { assert } from '../../src/core/assert.ts'
import { addDays, addMonths, weekday } from '../../src/core/calendar.ts'

/**
 * A second account of what lateness means, written apart from src/core/: it lives through the days
 * one by one, counts paused days in a set, and knows no closed form. Slow, and easy to believe.
 */
export type DayByDay = {
  daysPastDue: number
  oldest: Day | undefined
  missed: number
  arrears: bigint | undefined
  outstanding: bigint
  nextDueOn: Day | undefined
  nextDue: bigint
  episodes: { since: Day; curedOn: Day | undefined }[]
}

type Owed = { version: number; no: number; dueOn: Day; amount: bigint; forgiven: bigint }

/** What a day hands on to the next. */
type Night = {
  owed: Owed[]
  inForce: number
  anchor: Day | undefined
  isDelinquent: boolean
  told: Snapshot | undefined
  episodes: DayByDay['episodes']
}

type Life = { facts: AccountFacts; terms: ProductTerms; today: Day }

const hasStatements = (terms: ProductTerms) => ['revolving', 'line'].includes(terms.shape)

export function liveThrough(facts: AccountFacts, terms: ProductTerms, from: Day, asOf: Day) {
  const night: Night = {
    owed: [],
    inForce: 0,
    anchor: undefined,
    isDelinquent: false,
    told: undefined,
    episodes: [],
  }
  let result: DayByDay | undefined
  for (let today = from; today <= asOf; today = addDays(today, 1))
    result = liveOneDay(night, { facts, terms, today })
  assert(result !== undefined, `${asOf} is before ${from}`)
  return result
}

function liveOneDay(night: Night, life: Life): DayByDay {
  const { facts, terms, today } = life
  if (hasStatements(terms)) night.owed = issueStatements(night.owed, life)
  else renewContract(night, life)
  const started = facts.instalments.some(
    (row) => row.effectiveOn <= today && (hasStatements(terms) || row.version <= night.inForce),
  )
  const previous = night.told
  const told = toldAt(facts, today)
  const view = started ? scheduleView(night.owed, life) : snapshotView(told, life)
  night.anchor = anchorOf(night.anchor, view.late, terms)
  const days =
    night.anchor === undefined ? 0 : unpaused(night.anchor, today, pausedDays(facts.pauses, today))
  const daysPastDue = days > terms.graceDays ? days : 0
  const spokeNow = !started && told !== previous
  const since = spokeNow ? reachBack(night, life) : today
  if (daysPastDue > 0 && !night.isDelinquent) night.episodes.push({ since, curedOn: undefined })
  const current = night.episodes.at(-1)
  if (daysPastDue === 0 && night.isDelinquent && current !== undefined) current.curedOn = today
  night.isDelinquent = daysPastDue > 0
  night.told = told
  const owes = started ? scheduleOwes(night.owed, life) : snapshotOwes(told, life)
  return {
    daysPastDue,
    oldest: view.late,
    missed: view.late === undefined ? 0 : view.missed,
    arrears: view.arrears,
    ...owes,
    outstanding: told === undefined ? owes.outstanding : balance(told, facts, today),
    episodes: night.episodes,
  }
}

function anchorOf(
  anchor: Day | undefined,
  late: Day | undefined,
  terms: ProductTerms,
): Day | undefined {
  if (late === undefined || anchor === undefined || late < anchor) return late
  return terms.countedFrom === 'oldest_unpaid' ? late : anchor
}

function renewContract(night: Night, { facts, terms, today }: Life): void {
  const entering = facts.instalments.filter((row) => row.effectiveOn === today)
  const newest = Math.max(...entering.map((row) => row.version))
  if (entering.length === 0 || newest < night.inForce) return
  const money = moneyAt(facts, addDays(today, -1))
  const before = night.owed
  if (newest > night.inForce) night.owed = before.filter((_, i) => isPaid(before, i, money, terms))
  night.owed = takeOver(night.owed, entering, newest, terms)
  night.inForce = newest
}

function moneyAt(facts: AccountFacts, on: Day): bigint {
  let money = 0n
  for (const payment of facts.payments) {
    if (payment.reversesId !== undefined || payment.effectiveOn > on) continue
    const undone = facts.payments.some((p) => p.reversesId === payment.id && p.effectiveOn <= on)
    if (!undone) money += payment.amountMinor
  }
  return money
}

function isPaid(owed: readonly Owed[], index: number, money: bigint, terms: ProductTerms): boolean {
  let left = owed.reduce((sum, item) => sum + item.forgiven, money)
  for (let i = 0; i <= index; i++) {
    left += terms.materiality.toleranceMinor - (owed[i]?.amount ?? 0n)
    if (left < 0n) return false
  }
  return true
}

const inOrder = (owed: Owed[]): Owed[] =>
  owed.toSorted((a, b) => {
    if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1
    return a.version === b.version ? a.no - b.no : a.version - b.version
  })

const toOwed = (row: Instalment, terms: ProductTerms): Owed => ({
  version: row.version,
  no: row.no,
  dueOn: moved(row.dueOn, terms),
  amount: row.amountMinor,
  forgiven: 0n,
})

function takeOver(
  owed: Owed[],
  entering: readonly Instalment[],
  newest: number,
  terms: ProductTerms,
) {
  const rows = entering.filter((row) => row.version === newest)
  const rest = owed.filter((item) => rows.every((row) => row.no !== item.no))
  return inOrder([...rest, ...rows.map((row) => toOwed(row, terms))])
}

function issueStatements(owed: Owed[], { facts, terms, today }: Life): Owed[] {
  const entering = facts.instalments.filter((row) => row.effectiveOn === today)
  const money = entering.length === 0 ? 0n : moneyAt(facts, addDays(today, -1))
  let now = owed
  for (const item of inOrder(entering.map((row) => toOwed(row, terms)))) {
    if (now.some((other) => other.no === item.no && other.version > item.version)) continue
    const others = now.filter((other) => other.no !== item.no)
    if (terms.minimumIncludesArrears) {
      let carried = -money
      for (const other of others) carried += other.amount - other.forgiven
      if (carried < 0n) carried = 0n
      if (item.amount < carried) item.forgiven = carried - item.amount
      item.amount = item.amount > carried ? item.amount - carried : 0n
    }
    now = inOrder([...others, item])
  }
  return now
}

function moved(on: Day, terms: ProductTerms): Day {
  const works = (d: Day) =>
    terms.calendar.workdays.has(d) ||
    !(terms.calendar.holidays.has(d) || terms.calendar.weekend.includes(weekday(d)))
  let [next, previous] = [on, on]
  while (!works(next)) next = addDays(next, 1)
  while (!works(previous)) previous = addDays(previous, -1)
  if (terms.dueDayRoll === 'none') return on
  if (terms.dueDayRoll === 'next_workday') return next
  if (terms.dueDayRoll === 'previous_workday') return previous
  return next.slice(5, 7) === on.slice(5, 7) ? next : previous
}

/** `late` is the oldest unpaid due day, where something material is due before today and unpaid. */
type View = { late: Day | undefined; missed: number; arrears: bigint | undefined }

function scheduleView(owed: readonly Owed[], { facts, terms, today }: Life): View {
  const money = moneyAt(facts, today)
  const due = owed.filter((item) => item.dueOn < today)
  const missed = due.filter((_, i) => !isPaid(owed, i, money, terms))
  const oldest = missed[0]
  if (oldest === undefined) return { late: undefined, missed: 0, arrears: 0n }
  let arrears = -money
  for (const item of due) arrears += item.amount
  for (const item of owed) arrears -= item.forgiven
  const asked = missed.reduce((sum, item) => sum + item.amount, 0n)
  const { arrearsAboveMinor: above, arrearsAboveBps: bps } = terms.materiality
  const answers = [
    ...(above === undefined ? [] : [arrears > above]),
    ...(bps === undefined ? [] : [arrears * 10_000n > asked * BigInt(bps)]),
  ]
  const material =
    answers.length === 0 ||
    (terms.materiality.above === 'each' ? !answers.includes(false) : answers.includes(true))
  return { late: material ? oldest.dueOn : undefined, missed: missed.length, arrears }
}

type Owes = Pick<DayByDay, 'outstanding' | 'nextDueOn' | 'nextDue'>

/** Pours the money over what is owed, the oldest first, and looks at what is left. */
function scheduleOwes(owed: readonly Owed[], { facts, terms, today }: Life): Owes {
  const all = moneyAt(facts, today)
  const money = owed.reduce((sum, item) => sum + item.forgiven, all)
  let left = money
  let nextDueOn: Day | undefined
  let nextDue = 0n
  let outstanding = -money
  for (const [i, item] of owed.entries()) {
    outstanding += item.amount
    const poured = left < item.amount ? left : item.amount
    left -= poured
    const isNext = nextDueOn === undefined && item.dueOn >= today && !isPaid(owed, i, all, terms)
    if (isNext) nextDueOn = item.dueOn
    if (item.dueOn === nextDueOn) nextDue += item.amount - poured
  }
  return { outstanding, nextDueOn, nextDue }
}

const balance = (told: Snapshot, facts: AccountFacts, today: Day): bigint =>
  told.balanceMinor - moneyAt(facts, today) + moneyAt(facts, told.effectiveOn)

function snapshotOwes(told: Snapshot | undefined, { facts, today }: Life): Owes {
  const none = { outstanding: -moneyAt(facts, today), nextDueOn: undefined, nextDue: 0n }
  if (told?.nextDueOn === undefined || told.nextDueOn < today) return none
  const isLate = told.oldestUnpaidDueOn !== undefined || (told.monthsPastDue ?? 0) > 0
  const unclear = isLate && told.arrearsMinor === undefined
  const next = { ...none, nextDueOn: told.nextDueOn }
  if (told.nextDueMinor === undefined) return next
  const since = moneyAt(facts, today) - moneyAt(facts, told.effectiveOn)
  const rest = unclear ? 0n : since - (told.arrearsMinor ?? 0n)
  const left = rest > 0n ? told.nextDueMinor - rest : told.nextDueMinor
  return left > 0n ? { ...next, nextDue: left } : none
}

function toldAt(facts: AccountFacts, today: Day): Snapshot | undefined {
  let newest: Snapshot | undefined
  for (const snapshot of facts.snapshots) {
    if (snapshot.effectiveOn > today) continue
    const later =
      newest === undefined ||
      snapshot.effectiveOn > newest.effectiveOn ||
      (snapshot.effectiveOn === newest.effectiveOn && snapshot.recordedAt > newest.recordedAt)
    if (later) newest = snapshot
  }
  return newest
}

function snapshotView(told: Snapshot | undefined, { facts, terms, today }: Life): View {
  if (told === undefined) return { late: undefined, missed: 0, arrears: 0n }
  const months = told.monthsPastDue ?? 0
  const counted = months > 0 ? addMonths(told.effectiveOn, -months) : undefined
  const oldest = told.oldestUnpaidDueOn ?? counted
  if (oldest === undefined) return { late: undefined, missed: 0, arrears: told.arrearsMinor ?? 0n }
  const missed = months > 1 ? months : 1
  const late = oldest < today ? oldest : undefined
  if (told.arrearsMinor === undefined) return { late, missed, arrears: undefined }
  const since = moneyAt(facts, today) - moneyAt(facts, told.effectiveOn)
  const arrears = told.arrearsMinor > since ? told.arrearsMinor - since : 0n
  const { toleranceMinor, arrearsAboveMinor } = terms.materiality
  const small = arrears <= toleranceMinor * BigInt(missed) || arrears <= (arrearsAboveMinor ?? -1n)
  return { late: small ? undefined : late, missed, arrears }
}

/** Which days are paused, as it stands today. */
function pausedDays(pauses: readonly Pause[], today: Day): (on: Day) => boolean {
  const covers = (pause: Pause, on: Day) =>
    pause.effectiveOn <= today &&
    pause.fromOn <= on &&
    (pause.untilOn === undefined || on < pause.untilOn)
  return (on) =>
    pauses.some(
      (pause) =>
        pause.withdrawsId === undefined &&
        covers(pause, on) &&
        !pauses.some((other) => other.withdrawsId === pause.id && covers(other, on)),
    )
}

function unpaused(from: Day, until: Day, isPaused: (on: Day) => boolean): number {
  let count = 0
  for (let on = from; on < until; on = addDays(on, 1)) if (!isPaused(on)) count++
  return count
}

/** A snapshot speaks for the days since the one before it: how far back was it delinquent? */
function reachBack(night: Night, { facts, terms, today }: Life): Day {
  const paused = pausedDays(facts.pauses, today)
  const notBefore = [night.told?.effectiveOn, night.episodes.at(-1)?.curedOn]
  let since = today
  for (;;) {
    const earlier = addDays(since, -1)
    if (notBefore.some((limit) => limit !== undefined && earlier <= limit)) return since
    if (night.anchor === undefined) return since
    if (unpaused(night.anchor, earlier, paused) <= terms.graceDays) return since
    since = earlier
  }
}
