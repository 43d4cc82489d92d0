import { unitsBetween } from './day-count.ts'
import {
  type Debt,
  type Piece,
  type Runner,
  isFree,
  openRow,
  overdueOn,
  rateOn,
  shortOf,
} from './ledger-debt.ts'
import { addTo, exact, halfToEven, shareHalfToEven } from './ledger-sum.ts'
import type { LateFee } from './ledger.ts'

/** A late fee on its day, for the row that missed its own. */
export type LateFeeMade = {
  readonly on: number
  readonly rowOn: number
  readonly fee: LateFee
  readonly overdue: number
  readonly charged: number
  readonly cut: number
  readonly cap: string | undefined
}

/** Products of longer stretches would leave the exact numbers. */
const NIGHTS_MAX = 10_000

/** Charges the debt up to the start of `until`, turn by turn, and tells of each late fee on its day. */
export function advance(
  debt: Debt,
  until: number,
  tell: (made: readonly LateFeeMade[]) => void,
): void {
  while (debt.reachedOn < until) {
    while ((debt.turns[debt.turn] ?? Infinity) <= debt.reachedOn) debt.turn++
    const next = Math.min(debt.turns[debt.turn] ?? Infinity, until, debt.reachedOn + NIGHTS_MAX)
    chargeNights(debt, next)
    debt.reachedOn = next
    if (debt.anniversaries.has(next)) debt.joined = debt.parts.interest
    const made = lateFeesOn(debt, next)
    if (made.length > 0) tell(made)
  }
}

/** A stretch of nights in which no fact, rate or row turns. */
type Stretch = {
  readonly from: number
  readonly until: number
  readonly interestBase: number
  readonly interestRate: number
  /** What the rows ask; the base of late interest grows with unpaid interest where that is less. */
  readonly short: number
  readonly lateRate: number
}

function chargeNights(debt: Debt, until: number): void {
  const from = debt.reachedOn
  const free = isFree(debt, from)
  const isCalled = debt.calledOn !== undefined && debt.calledOn <= from
  const graceDays = debt.terms.late?.graceDays ?? 0
  const stretch = {
    from,
    until,
    interestBase: debt.parts.principal + debt.joined,
    interestRate: free ? 0 : rateOn(debt.interest, from),
    short: isCalled ? Infinity : shortOf(debt, from + 1 - graceDays),
    lateRate: free ? 0 : rateOn(debt.late, from),
  }
  if (!isGrowing(debt, stretch) && leap(debt, stretch)) return
  for (let night = from; night < until; night++) chargeNight(debt, stretch, night)
}

/** The base of late interest changes from night to night: it holds interest, and interest is charged. */
const isGrowing = (debt: Debt, stretch: Stretch): boolean =>
  stretch.lateRate > 0 &&
  debt.terms.late?.on === 'overdue' &&
  stretch.interestRate > 0 &&
  stretch.interestBase > 0 &&
  stretch.short > debt.parts.principal + debt.parts.interest

/** What is overdue after a night, with what is owed at its start. */
function lateBase(debt: Debt, { short, lateRate }: Stretch): number {
  const { principal, interest } = debt.parts
  const overdue = Math.min(short, principal + interest)
  if (lateRate === 0 || overdue <= 0) return 0
  return debt.terms.late?.on === 'principal' ? principal : overdue
}

/** Nights on one base; undefined where they bear nothing. */
const nightsOn = (
  { from, until }: Pick<Stretch, 'from' | 'until'>,
  base: number,
  basisPoints: number,
): Piece | undefined =>
  base === 0 || basisPoints === 0 ? undefined : { from, until, base, baseUntil: base, basisPoints }

/** All nights at once. false, and nothing done, where a cap might be met on one of them. */
function leap(debt: Debt, stretch: Stretch): boolean {
  const interest = nightsOn(stretch, stretch.interestBase, stretch.interestRate)
  const late = nightsOn(stretch, lateBase(debt, stretch), stretch.lateRate)
  if (debt.caps.length > 0) {
    const [before, beforeLate] = [{ ...debt.interest.sum }, { ...debt.late.sum }]
    const wanted = grow(debt.interest, interest) + grow(debt.late, late)
    Object.assign(debt.interest.sum, before)
    Object.assign(debt.late.sum, beforeLate)
    // Caps only rise: what is under them now is under them on every night.
    if (wanted > 0 && debt.charged + wanted > tightest(debt).most) return false
  }
  raiseCaps(debt, stretch.until - stretch.from)
  charge(debt, 'interest', interest)
  charge(debt, 'late', late)
  return true
}

function chargeNight(debt: Debt, stretch: Stretch, night: number): void {
  const nights = { from: night, until: night + 1 }
  // Both bases are those of the end of the night's day, before its interest is charged.
  const late = nightsOn(nights, lateBase(debt, stretch), stretch.lateRate)
  raiseCaps(debt, 1)
  charge(debt, 'interest', nightsOn(nights, stretch.interestBase, stretch.interestRate))
  charge(debt, 'late', late)
}

/** Adds nights to the exact sum; what its rounding has grown by since the last charge comes back. */
function grow(runner: Runner, nights: Piece | undefined): number {
  if (nights === undefined) return 0
  const { from, until, base, basisPoints } = nights
  addTo(runner.sum, base, { basisPoints, units: unitsBetween(from, until, runner.dayCount) })
  return halfToEven(runner.sum) - runner.wanted
}

/** Charges as much of the nights as the caps leave room for. */
function charge(debt: Debt, which: 'interest' | 'late', nights: Piece | undefined): void {
  if (nights === undefined) return
  const runner = debt[which]
  const wanted = grow(runner, nights)
  const { charged, cut, cap } = underCaps(debt, wanted)
  debt.parts[which === 'late' ? 'late_interest' : 'interest'] += charged
  runner.wanted += wanted
  runner.undrawn += charged
  runner.undrawnCut += cut
  if (cut > 0) runner.cap = cap
  note(runner.pieces, nights)
}

/** Keeps the nights for the explanation, as one piece where they follow each other at one rate. */
function note(pieces: Piece[], nights: Piece): void {
  const last = pieces.at(-1)
  const follows = last?.until === nights.from && last.basisPoints === nights.basisPoints
  const isOneNight = nights.until === nights.from + 1
  if (last !== undefined && follows && (last.baseUntil === nights.base || isOneNight)) {
    last.until = nights.until
    last.baseUntil = nights.baseUntil
  } else pieces.push(nights)
}

/** The cap that leaves the least room on this day; without one, or before the debt began, see docs/ledger.md. */
function tightest(debt: Debt): { most: number; id: string | undefined } {
  let found: { most: number; id: string | undefined } = { most: Infinity, id: undefined }
  for (const cap of debt.caps) {
    const most = 'most' in cap ? cap.most : cap.sum.whole
    if (most < found.most) found = { most, id: cap.id }
  }
  return found
}

function raiseCaps(debt: Debt, nights: number): void {
  for (const cap of debt.caps) {
    if ('most' in cap) continue
    addTo(cap.sum, debt.parts.principal, { basisPoints: cap.basisPoints, units: nights })
  }
}

/** Takes the room that the caps leave; what does not fit is cut. */
function underCaps(
  debt: Debt,
  wanted: number,
): { charged: number; cut: number; cap: string | undefined } {
  const { most, id } = tightest(debt)
  const charged = Math.min(wanted, most - debt.charged)
  debt.charged += charged
  return { charged, cut: wanted - charged, cap: id }
}

/** A fee that a person charges on a day. */
export function chargeFee(debt: Debt, wanted: number, on: number) {
  if (isFree(debt, on)) return { charged: 0, cut: 0, cap: undefined }
  const isBegun = debt.firstOn !== undefined && debt.firstOn <= on
  if (!isBegun && debt.caps.length > 0) return { charged: 0, cut: wanted, cap: debt.caps[0]?.id }
  const made = underCaps(debt, wanted)
  debt.parts.fee += made.charged
  return made
}

/** Late fees of the rows that are overdue on this day and were not before. */
function lateFeesOn(debt: Debt, on: number): LateFeeMade[] {
  const { lateFees } = debt.terms
  if (lateFees.length === 0 || debt.firstOn === undefined) return []
  const made: LateFeeMade[] = []
  for (let i = openRow(debt, debt.received); i < debt.rows.length; i++) {
    const row = debt.rows[i]
    if (row === undefined || row.on >= on) break
    for (const [j, fee] of lateFees.entries()) {
      const feesOfRows = debt.feesMade[j]
      const isOverdue = row.on + fee.graceDays < on && row.on + fee.graceDays >= debt.firstOn
      if (feesOfRows === undefined || feesOfRows[i] === 1 || !isOverdue) continue
      const overdue = overdueOn(debt, on, fee.graceDays)
      if (overdue <= 0) continue
      feesOfRows[i] = 1
      made.push({
        on,
        rowOn: row.on,
        fee,
        overdue,
        ...chargeLateFee(debt, lateFeeOf(fee, overdue), on),
      })
    }
  }
  return made
}

/** A late fee has a limit of its own before it meets the caps of all charges. */
function chargeLateFee(debt: Debt, full: number, on: number) {
  if (isFree(debt, on)) return { charged: 0, cut: 0, cap: undefined }
  const { most, id } = debt.lateFeeCap
  const wanted = Math.min(full, most - debt.lateFees)
  const { charged, cut, cap } = chargeFee(debt, wanted, on)
  debt.lateFees += charged
  return { charged, cut: cut + full - wanted, cap: cut > 0 ? cap : id }
}

function lateFeeOf(fee: LateFee, overdue: number): number {
  const full = exact(fee.flatMinor) + shareHalfToEven(overdue, fee.basisPoints)
  return fee.mostMinor === undefined ? full : Math.min(full, exact(fee.mostMinor))
}
