import { addDays, daysBetween, type Day } from '../../src/core/calendar.ts'
import {
  LEDGER_ACCOUNTS,
  PARTS,
  type DebtTerms,
  type LedgerAccount,
  type Part,
} from '../../src/core/ledger.ts'
import { dividedBy, NOTHING, plus, roundedDown, times, type Fraction } from './fraction.ts'
import {
  areOverdue,
  isWithin,
  oldestUnpaid,
  partsOf,
  rateOn,
  rowsInOrder,
  rowsOverdue,
  yearOf,
  type Habits,
} from './reference-terms.ts'

/** A sum that grows by exact fractions, and the whole units that it would have charged so far. */
type Meter = { sum: Fraction; wantedMinor: bigint }

/** One debt as it stands at one moment of the walk. */
export type Debt = {
  readonly terms: DebtTerms
  readonly rows: DebtTerms['due']
  readonly books: Record<LedgerAccount, bigint>
  firstOn: Day | undefined
  firstPrincipalMinor: bigint
  joinedMinor: bigint
  readonly interest: Meter
  readonly late: Meter
  readonly capAllowed: Fraction[]
  chargedMinor: bigint
  lateFeesMinor: bigint
  cutMinor: bigint
  receivedMinor: bigint
  receivedBeforeMinor: bigint
  readonly feesTaken: Set<string>
  /** From its day on, also before the charge-off takes its place in that day. */
  chargedOffOn: Day | undefined
  isWrittenOff: boolean
  transferred: boolean
}

export const openDebt = (terms: DebtTerms): Debt => ({
  terms,
  rows: rowsInOrder(terms),
  books: Object.fromEntries(LEDGER_ACCOUNTS.map((name) => [name, 0n])) as Debt['books'],
  firstOn: undefined,
  firstPrincipalMinor: 0n,
  joinedMinor: 0n,
  interest: { sum: NOTHING, wantedMinor: 0n },
  late: { sum: NOTHING, wantedMinor: 0n },
  capAllowed: terms.caps.map(() => NOTHING),
  chargedMinor: 0n,
  lateFeesMinor: 0n,
  cutMinor: 0n,
  receivedMinor: 0n,
  receivedBeforeMinor: 0n,
  feesTaken: new Set(),
  chargedOffOn: undefined,
  isWrittenOff: false,
  transferred: false,
})

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/** Every movement of a part goes through here, so that the joined interest never stands above it. */
export function move(habits: Habits, debt: Debt, name: LedgerAccount, byMinor: bigint): void {
  debt.books[name] += byMinor
  if (name === 'interest' && habits.paymentsLowerJoined) {
    debt.joinedMinor = least(debt.joinedMinor, debt.books.interest)
  }
}

const owedInPrincipalAndInterest = ({ books }: Debt): bigint => books.principal + books.interest

export const owed = ({ books }: Debt): bigint => PARTS.reduce((sum, part) => sum + books[part], 0n)

/** A called debt is overdue on every day after the call. */
const isCalledBefore = ({ terms }: Debt, on: Day): boolean =>
  terms.calledOn !== undefined && terms.calledOn < on

export const mayCharge = (debt: Debt, on: Day): boolean =>
  !isWithin(debt.terms.noCharges, on) &&
  (debt.chargedOffOn === undefined || debt.terms.chargesAfterChargeOff) &&
  !debt.transferred

type Asked = { readonly on: Day; readonly graceDays: number; readonly receivedMinor: bigint }

/** What is overdue on a day, given the money received by the end of the day before it. */
const overdueMinor = (habits: Habits, debt: Debt, asked: Asked): bigint =>
  isCalledBefore(debt, asked.on)
    ? owedInPrincipalAndInterest(debt)
    : least(rowsOverdue(habits, debt.rows, asked), owedInPrincipalAndInterest(debt))

/** Days past due: from the oldest overdue row without grace or from the call, whichever is earlier. */
export function daysPastDue(habits: Habits, debt: Debt, on: Day): number {
  const asked = { on, graceDays: 0, receivedMinor: debt.receivedBeforeMinor }
  const first = areOverdue(habits, debt.rows, asked).indexOf(true)
  const since = [debt.rows[first]?.on, isCalledBefore(debt, on) ? debt.terms.calledOn : undefined]
  const oldest = since.filter((found) => found !== undefined).toSorted()[0]
  return oldest === undefined ? 0 : daysBetween(oldest, on)
}

/** The day since which, or on which, the debt falls due, by the money received so far. */
export const dueDay = (debt: Debt): Day | undefined =>
  [oldestUnpaid(debt.rows, debt.receivedMinor), debt.terms.calledOn]
    .filter((found) => found !== undefined)
    .toSorted()[0]

/** How much of a debt is due, by the money received so far. */
export function dueMinor(debt: Debt, on: Day): bigint {
  if (debt.terms.calledOn !== undefined && debt.terms.calledOn <= on) return owed(debt)
  let asked = 0n
  for (const row of debt.rows) if (row.on <= on) asked += row.amountMinor
  const ofRows = least(most(asked - debt.receivedMinor, 0n), owedInPrincipalAndInterest(debt))
  return owed(debt) - owedInPrincipalAndInterest(debt) + ofRows
}

type Charge = {
  readonly part: Part
  readonly income: LedgerAccount
  readonly amountMinor: bigint
  readonly isLateFee?: boolean
}

/** What a cap still allows of a charge; undefined where it does not look at such a charge. */
function roomIn(debt: Debt, no: number, { isLateFee }: Charge): bigint | undefined {
  const cap = debt.terms.caps[no]
  switch (cap?.limit) {
    case 'rate':
      return roundedDown(debt.capAllowed[no] ?? NOTHING) - debt.chargedMinor
    case 'share':
      return (debt.firstPrincipalMinor * BigInt(cap.basisPoints)) / 10_000n - debt.chargedMinor
    case 'late_fees':
      return isLateFee === true ? cap.mostMinor - debt.lateFeesMinor : undefined
    case undefined:
      return undefined
  }
}

/** What caps leave of a charge is charged; the rest is cut. */
export function charge(habits: Habits, debt: Debt, of: Charge): void {
  let take = of.amountMinor
  debt.terms.caps.forEach((_, no) => {
    const room = roomIn(debt, no, of)
    if (room !== undefined) take = least(take, most(room, 0n))
  })
  debt.chargedMinor += take
  if (of.isLateFee === true) debt.lateFeesMinor += take
  debt.cutMinor += of.amountMinor - take
  move(habits, debt, of.part, take)
  move(habits, debt, of.income, -take)
}

/** Group 1 of a day: what was earned up to its start. */
export function startDay(habits: Habits, debt: Debt, on: Day): void {
  debt.receivedBeforeMinor = debt.receivedMinor
  if (debt.firstOn === undefined || debt.firstOn >= on) return
  takeMeter(habits, debt, 'interest')
  if (isAnniversary(habits, debt, on)) debt.joinedMinor = debt.books.interest
  takeMeter(habits, debt, 'late')
  takeLateFees(habits, debt, on)
}

function takeMeter(habits: Habits, debt: Debt, which: 'interest' | 'late'): void {
  const meter = debt[which]
  const whole = habits.rounded(meter.sum)
  const amountMinor = whole - meter.wantedMinor
  const cutBefore = debt.cutMinor
  if (which === 'interest') {
    charge(habits, debt, { part: 'interest', income: 'income_interest', amountMinor })
  } else
    charge(habits, debt, { part: 'late_interest', income: 'income_late_interest', amountMinor })
  meter.wantedMinor = habits.cutStaysCut ? whole : whole - (debt.cutMinor - cutBefore)
}

function isAnniversary(habits: Habits, debt: Debt, on: Day): boolean {
  const compounds = debt.terms.interest?.compounds ?? 'none'
  if (compounds === 'none' || debt.firstOn === undefined) return false
  const [, firstMonth, firstDayOfMonth] = partsOf(debt.firstOn)
  const [year, month] = partsOf(on)
  if (compounds === 'yearly' && month !== firstMonth) return false
  return on === habits.anniversaryFalls(year, month, firstDayOfMonth)
}

/** Each row once, on the first day on which it is overdue: also where that day bears no charge. */
function takeLateFees(habits: Habits, debt: Debt, on: Day): void {
  const firstOn = debt.firstOn
  if (firstOn === undefined) return
  debt.terms.lateFees.forEach((fee, feeNo) => {
    const asked = { on, graceDays: fee.graceDays, receivedMinor: debt.receivedBeforeMinor }
    const overdue = overdueMinor(habits, debt, asked)
    if (overdue === 0n) return
    areOverdue(habits, debt.rows, asked).forEach((isOverdue, no) => {
      const row = debt.rows[no]
      const key = `${feeNo} ${no}`
      if (!isOverdue || row === undefined || debt.feesTaken.has(key)) return
      if (habits.feeOncePerRow) debt.feesTaken.add(key)
      if (!mayCharge(debt, on) || habits.isPastGrace(firstOn, row.on, fee.graceDays)) return
      const share = times({ over: overdue, under: 10_000n }, BigInt(fee.basisPoints))
      const amount = fee.flatMinor + habits.rounded(share)
      const amountMinor = least(amount, fee.mostMinor ?? amount)
      charge(habits, debt, { part: 'fee', income: 'income_fee', amountMinor, isLateFee: true })
    })
  })
}

/** The end of a day: the base as it stands now bears for the day from `on` to the next. */
export function endDay(habits: Habits, debt: Debt, on: Day): void {
  if (debt.firstOn === undefined) return
  const { interest, late, caps } = debt.terms
  caps.forEach((cap, no) => {
    if (cap.limit !== 'rate') return
    const yearly = times(
      { over: debt.books.principal, under: 10_000n },
      BigInt(cap.basisPointsAYear),
    )
    debt.capAllowed[no] = plus(debt.capAllowed[no] ?? NOTHING, dividedBy(yearly, 365n))
  })
  if (!mayCharge(debt, on)) return
  if (interest !== undefined) {
    const base = debt.books.principal + debt.joinedMinor
    const rate = rateOn(interest.rates, on)
    debt.interest.sum = plus(debt.interest.sum, earned(yearOf(interest.dayCount, on), base * rate))
  }
  if (late !== undefined) {
    const tomorrow = habits.lateLooksAhead ? addDays(on, 1) : on
    const receivedMinor = habits.lateLooksAhead ? debt.receivedMinor : debt.receivedBeforeMinor
    const { graceDays } = late
    const overdue = overdueMinor(habits, debt, { on: tomorrow, graceDays, receivedMinor })
    const whole = overdue > 0n ? debt.books.principal : 0n
    const base = late.on === 'principal' ? whole : overdue
    const rate = rateOn(late.rates, on)
    debt.late.sum = plus(debt.late.sum, earned(yearOf(late.dayCount, on), base * rate))
  }
}

const earned = (year: Fraction, baseTimesRate: bigint): Fraction =>
  dividedBy(times(year, baseTimesRate), 10_000n)
