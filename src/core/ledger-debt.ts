import { type Day, addMonths, dayFromNumber, dayNumber } from './calendar.ts'
import { UNITS_A_YEAR } from './day-count.ts'
import { type Sum, exact, shareDown, sumOver } from './ledger-sum.ts'
import {
  type Accrual,
  type DatedRate,
  type DayCount,
  type DebtTerms,
  type MoneyFact,
  type Part,
} from './ledger.ts'

/** A due row with what all rows up to it ask together. Days are day numbers here. */
type Row = { readonly on: number; readonly reach: number }

type NumberSpan = { readonly from: number; readonly until: number }

type Rate = { readonly from: number; readonly basisPoints: number }

type CapSum = { readonly id: string } & (
  | { readonly sum: Sum; readonly basisPoints: number }
  | { readonly most: number }
)

/** Nights on one base at one rate. */
export type Piece = {
  readonly from: number
  until: number
  readonly base: number
  baseUntil: number
  readonly basisPoints: number
}

/** One charge that runs with time: what it would be, and what is not yet drawn of it. */
export type Runner = {
  readonly rates: readonly Rate[]
  readonly dayCount: DayCount
  readonly sum: Sum
  wanted: number
  undrawn: number
  undrawnCut: number
  cap: string | undefined
  pieces: Piece[]
}

/** One debt while it is replayed. Amounts are whole minor units in doubles, days are day numbers. */
export type Debt = {
  readonly id: bigint
  readonly terms: DebtTerms
  readonly rows: readonly Row[]
  readonly calledOn: number | undefined
  readonly noCharges: readonly NumberSpan[]
  readonly disputed: readonly NumberSpan[]
  readonly firstOn: number | undefined
  readonly chargedOffOn: number | undefined
  isWrittenDown: boolean
  transferredOn: number | undefined
  readonly caps: readonly CapSum[]
  readonly lateFeeCap: { readonly most: number; readonly id: string | undefined }
  lateFees: number
  /** Days at whose start something changes by itself. */
  readonly turns: readonly number[]
  turn: number
  readonly anniversaries: ReadonlySet<number>
  /** Charges are made up to the start of this day. */
  reachedOn: number
  readonly parts: Record<Part, number>
  joined: number
  readonly interest: Runner
  readonly late: Runner
  charged: number
  received: number
  /** What was received by the end of the day before `receivedOn`. */
  receivedBefore: number
  receivedOn: number
  /** For each fee of the terms, the rows that had it. */
  readonly feesMade: readonly Uint8Array[]
}

export const owed = ({ parts }: Debt): number =>
  parts.cost + parts.fee + parts.late_interest + parts.interest + parts.principal

/** A debt before anything has happened to it; `facts` are those up to the last day. */
export function newDebt(terms: DebtTerms, facts: readonly MoneyFact[], untilOn: number): Debt {
  const begun = beginningOf(terms.accountId, facts)
  const { firstOn } = begun
  const { chargedOffOn } = begun
  const rows = rowsOf(terms)
  const calledOn = numberOf(terms.calledOn)
  const noCharges = terms.noCharges.map(numbered)
  const anniversaries = anniversariesOf(terms.interest, firstOn, untilOn)
  const turning = { terms, rows, firstOn, chargedOffOn, calledOn, noCharges, anniversaries }
  // All in one literal: spreading one into another costs a ledger's replay a fifth of its time.
  return {
    id: terms.accountId,
    terms,
    rows,
    firstOn,
    chargedOffOn,
    calledOn,
    noCharges,
    anniversaries,
    disputed: terms.disputed.map(numbered),
    isWrittenDown: false,
    transferredOn: undefined,
    caps: capsOf(terms, begun.principal),
    lateFeeCap: lateFeeCapOf(terms),
    lateFees: 0,
    turns: turnsOf(turning, facts, untilOn),
    turn: 0,
    reachedOn: firstOn ?? untilOn,
    parts: { cost: 0, fee: 0, late_interest: 0, interest: 0, principal: 0 },
    joined: 0,
    interest: runnerOf(terms.interest),
    late: runnerOf(terms.late),
    charged: 0,
    received: 0,
    receivedBefore: 0,
    receivedOn: -Infinity,
    feesMade: terms.lateFees.map(() => new Uint8Array(rows.length)),
  }
}

type Beginning = {
  readonly firstOn: number | undefined
  /** What the first day brings as principal. */
  readonly principal: number
  readonly chargedOffOn: number | undefined
}

/** Facts come in the order of their days, so the first of a kind is the earliest. */
function beginningOf(accountId: bigint, facts: readonly MoneyFact[]): Beginning {
  let first: Day | undefined
  let principal = 0
  let chargedOff: Day | undefined
  for (const fact of facts) {
    if (!('accountId' in fact) || fact.accountId !== accountId) continue
    if (fact.kind === 'charge_off') chargedOff ??= fact.on
    if (fact.kind !== 'placement' && fact.kind !== 'disbursement') continue
    first ??= fact.on
    if (fact.on !== first) continue
    principal += exact(fact.kind === 'placement' ? fact.parts.principal : fact.amountMinor)
  }
  return { firstOn: numberOf(first), principal, chargedOffOn: numberOf(chargedOff) }
}

const numberOf = (on: Day | undefined): number | undefined =>
  on === undefined ? undefined : dayNumber(on)

const numbered = (span: DebtTerms['noCharges'][number]): NumberSpan => ({
  from: dayNumber(span.from),
  until: span.until === undefined ? Infinity : dayNumber(span.until),
})

export const isWithin = (spans: readonly NumberSpan[], on: number): boolean =>
  spans.some(({ from, until }) => from <= on && on < until)

function rowsOf({ due }: DebtTerms): Row[] {
  let reach = 0
  return due
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map(({ on, amountMinor }) => ({ on: dayNumber(on), reach: (reach += exact(amountMinor)) }))
}

const capsOf = ({ caps }: DebtTerms, principal: number): CapSum[] =>
  caps.flatMap((cap): CapSum[] => {
    if (cap.limit === 'late_fees') return []
    return cap.limit === 'share'
      ? [{ id: cap.id, most: shareDown(principal, cap.basisPoints) }]
      : [{ id: cap.id, sum: sumOver(365), basisPoints: cap.basisPointsAYear }]
  })

/** The least that late fees may come to in all. */
function lateFeeCapOf({ caps }: DebtTerms): Debt['lateFeeCap'] {
  let found: Debt['lateFeeCap'] = { most: Infinity, id: undefined }
  for (const cap of caps) {
    if (cap.limit !== 'late_fees' || exact(cap.mostMinor) >= found.most) continue
    found = { most: exact(cap.mostMinor), id: cap.id }
  }
  return found
}

const runnerOf = (terms: Pick<Accrual, 'rates' | 'dayCount'> | undefined): Runner => ({
  rates: (terms?.rates ?? [])
    .map((rate: DatedRate) => ({
      from: dayNumber(rate.from),
      basisPoints: rate.basisPointsAYear,
    }))
    .toSorted((a, b) => a.from - b.from),
  dayCount: terms?.dayCount ?? 'actual/365',
  sum: sumOver(UNITS_A_YEAR[terms?.dayCount ?? 'actual/365']),
  wanted: 0,
  undrawn: 0,
  undrawnCut: 0,
  cap: undefined,
  pieces: [],
})

/** The newest rate that has begun; 0 before the first. */
export function rateOn({ rates }: Runner, on: number): number {
  let found = 0
  for (const { from, basisPoints } of rates) {
    if (from > on) break
    found = basisPoints
  }
  return found
}

function anniversariesOf(
  interest: Accrual | undefined,
  firstOn: number | undefined,
  untilOn: number,
): Set<number> {
  const found = new Set<number>()
  if (interest === undefined || interest.compounds === 'none' || firstOn === undefined) return found
  const first = dayFromNumber(firstOn)
  const step = interest.compounds === 'monthly' ? 1 : 12
  for (let months = step; ; months += step) {
    const on = dayNumber(addMonths(first, months))
    if (on > untilOn) return found
    found.add(on)
  }
}

/** Days at whose start a rate, a base or a fee may change without a fact of that day, in order. */
function turnsOf(
  debt: Pick<
    Debt,
    'terms' | 'rows' | 'firstOn' | 'chargedOffOn' | 'calledOn' | 'noCharges' | 'anniversaries'
  >,
  facts: readonly MoneyFact[],
  untilOn: number,
): number[] {
  const { terms, rows } = debt
  const found: number[] = [...debt.anniversaries]
  for (const rate of terms.interest?.rates ?? []) found.push(dayNumber(rate.from))
  for (const rate of terms.late?.rates ?? []) found.push(dayNumber(rate.from))
  for (const span of debt.noCharges) found.push(span.from, span.until)
  if (debt.chargedOffOn !== undefined) found.push(debt.chargedOffOn)
  if (debt.calledOn !== undefined) found.push(debt.calledOn, debt.calledOn + 1)
  for (const { on } of rows) {
    if (terms.late !== undefined) found.push(on + terms.late.graceDays)
    for (const fee of terms.lateFees) found.push(on + fee.graceDays + 1)
  }
  if (terms.lateFees.length > 0) {
    // What a fact took or gave may make a row overdue on the next day.
    for (const fact of facts) {
      if ('accountId' in fact && (fact.accountId ?? terms.accountId) !== terms.accountId) continue
      found.push(dayNumber(fact.on) + 1)
    }
  }
  const first = debt.firstOn ?? untilOn
  return found.filter((on) => first < on && on <= untilOn).toSorted((a, b) => a - b)
}

/** No charge for that day: moratoria, after a charge-off, after a transfer. */
export const isFree = (debt: Debt, on: number): boolean =>
  (debt.chargedOffOn !== undefined &&
    debt.chargedOffOn <= on &&
    !debt.terms.chargesAfterChargeOff) ||
  (debt.transferredOn !== undefined && debt.transferredOn < on) ||
  isWithin(debt.noCharges, on)

/** The first place in a list at which something holds that holds from there on. */
function firstWhere(rows: readonly Row[], holds: (row: Row) => boolean): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && holds(row)) high = middle
    else low = middle + 1
  }
  return low
}

/** What the rows before `on` (days of grace later) ask beyond the money received. */
export function shortOf({ rows, received }: Debt, on: number): number {
  const until = firstWhere(rows, (row) => row.on >= on)
  return Math.max(0, (rows[until - 1]?.reach ?? 0) - received)
}

/** The place of the oldest row that money received does not reach. */
export const openRow = ({ rows }: Debt, received: number): number =>
  firstWhere(rows, (row) => row.reach > received)

/** What is overdue at the start of a day, at most what is owed in principal and interest. */
export function overdueOn(debt: Debt, on: number, graceDays: number): number {
  const most = debt.parts.principal + debt.parts.interest
  if (debt.calledOn !== undefined && debt.calledOn < on) return most
  return Math.min(shortOf(debt, on - graceDays), most)
}

/** The earlier of the call and the first open row, past or to come; Infinity where there is neither. */
export const dueSince = (debt: Debt, received: number): number =>
  Math.min(debt.calledOn ?? Infinity, debt.rows[openRow(debt, received)]?.on ?? Infinity)

/** The day from which lateness is counted on a day; undefined where nothing is late. */
export function lateSince(debt: Debt, on: number, received: number): number | undefined {
  const since = dueSince(debt, received)
  return since < on ? since : undefined
}

/** Days past due on a day, by what was received before it. */
export function dpdOn(debt: Debt, on: number): number {
  const received = debt.receivedOn === on ? debt.receivedBefore : debt.received
  return on - (lateSince(debt, on, received) ?? on)
}

/** Money that a debt got, or below zero what was undone, on a day. */
export function receive(debt: Debt, amount: number, on: number): void {
  if (debt.receivedOn !== on) {
    debt.receivedOn = on
    debt.receivedBefore = debt.received
  }
  debt.received += amount
}

/** Adds to one part; below zero it takes no more than is there. What was moved comes back. */
export function move(debt: Debt, part: Part, amount: number): number {
  const moved = Math.max(amount, -debt.parts[part])
  debt.parts[part] += moved
  debt.joined = Math.min(debt.joined, debt.parts.interest)
  return moved
}

export const partsOf = ({ parts }: Debt): Record<Part, bigint> => ({
  cost: BigInt(parts.cost),
  fee: BigInt(parts.fee),
  late_interest: BigInt(parts.late_interest),
  interest: BigInt(parts.interest),
  principal: BigInt(parts.principal),
})
