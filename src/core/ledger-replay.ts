import { type Day, dayFromNumber, dayNumber } from './calendar.ts'
import { type LateFeeMade, advance } from './ledger-accrual.ts'
import { type Debt, type Piece, lateSince, newDebt, overdueOn, partsOf } from './ledger-debt.ts'
import { type Book, type Undoing, chargeLines, debtOn, takeFact } from './ledger-facts.ts'
import type { DebtStanding, EarnedPiece, Movement, PaidIn, Replayed } from './ledger-movement.ts'
import type { DebtTerms, MoneyFact } from './ledger.ts'

/** A day on which charges of a debt are posted: the replay draws them there too, so that days can be compared. */
export type Drawn = { readonly accountId: bigint; readonly on: Day }

/** The groups of docs/ledger.md ("A day"); time's charges are the first. Goodwill follows payments. */
const PLACE: Record<MoneyFact['kind'], number> = {
  placement: 2,
  disbursement: 2,
  fee: 3,
  cost: 3,
  adjustment: 3,
  reversal: 4,
  chargeback: 4,
  waiver: 5,
  payment: 6,
  goodwill: 7,
  charge_off: 8,
  transfer: 8,
  refund: 9,
  commission: 9,
}

type Placed = { readonly movement: Movement; readonly place: number }

/**
 * All facts of one borrower in the order of their days, to the end of `untilOn`: what each moved and what
 * time charged in between (docs/ledger.md). Charges are drawn on the days of facts and late fees, on `drawn` and on
 * `untilOn`; where they are drawn changes no balance.
 */
export function replay(
  facts: readonly MoneyFact[],
  terms: readonly DebtTerms[],
  untilOn: Day,
  drawn: readonly Drawn[] = [],
): Replayed {
  const known = facts.filter((fact) => fact.on <= untilOn).toSorted(inOrder)
  const until = dayNumber(untilOn)
  const placed: Placed[] = []
  const book: Book = {
    debts: new Map(terms.map((of) => [of.accountId, newDebt(of, known, until)])),
    suspense: 0,
    taken: new Map(),
    undoneAtOnce: undoneAtOnce(known),
    reach: (debt, on) => advance(debt, on, (made) => tellLateFees(debt, made, placed)),
  }
  const drawnOn = byDay(drawn.filter(({ on }) => on <= untilOn))
  const factsOn = byDay(known)
  const days = new Set([...factsOn.keys(), ...drawnOn.keys(), untilOn])
  for (const on of [...days].toSorted()) {
    const moved: Placed[] = []
    for (const fact of factsOn.get(on) ?? []) {
      for (const movement of takeFact(book, fact)) moved.push({ movement, place: PLACE[fact.kind] })
    }
    const shown = shownOn({ drawn: drawnOn.get(on), moved })
    if (on === untilOn) for (const accountId of book.debts.keys()) shown.add(accountId)
    for (const accountId of shown) draw(debtOn(book, accountId, on), on, placed)
    placed.push(...moved)
  }
  return {
    movements: placed.toSorted(byDayAndPlace).map(({ movement }) => movement),
    suspenseMinor: BigInt(book.suspense),
    debts: standings(book, until),
  }
}

/** Of which debts a day shows what time has charged. */
function shownOn(of: {
  readonly drawn: readonly Drawn[] | undefined
  readonly moved: readonly Placed[]
}): Set<bigint> {
  const shown = new Set<bigint>()
  for (const { accountId } of of.drawn ?? []) shown.add(accountId)
  for (const { movement } of of.moved) {
    for (const { accountId } of movement.lines) if (accountId !== undefined) shown.add(accountId)
  }
  return shown
}

function byDay<T extends { readonly on: Day }>(list: readonly T[]): Map<Day, T[]> {
  const found = new Map<Day, T[]>()
  for (const one of list) {
    const same = found.get(one.on)
    if (same === undefined) found.set(one.on, [one])
    else same.push(one)
  }
  return found
}

function inOrder(a: MoneyFact, b: MoneyFact): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  const place = PLACE[a.kind] - PLACE[b.kind] || a.recordedAt - b.recordedAt
  return place || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

const byDayAndPlace = (a: Placed, b: Placed): number =>
  a.movement.on === b.movement.on ? a.place - b.place : a.movement.on < b.movement.on ? -1 : 1

/** The first reversal of a payment, where it is dated on the payment's own day. */
function undoneAtOnce(facts: readonly MoneyFact[]): Map<bigint, Undoing> {
  const found = new Map<bigint, Undoing>()
  for (const fact of facts) {
    if (fact.kind !== 'reversal' && fact.kind !== 'chargeback') continue
    const paid = facts.find(({ id, kind }) => id === fact.reversesId && kind === 'payment')
    if (paid !== undefined && fact.on <= paid.on && !found.has(paid.id)) found.set(paid.id, fact)
  }
  return found
}

/** Puts what time has charged since the last time into movements of that day. */
function draw(debt: Debt, on: Day, into: Placed[]): void {
  for (const kind of ['interest', 'late_interest'] as const) {
    const runner = kind === 'interest' ? debt.interest : debt.late
    const { undrawn, undrawnCut, cap, dayCount, pieces } = runner
    if (undrawn === 0 && undrawnCut === 0) continue
    const income = kind === 'interest' ? 'income_interest' : 'income_late_interest'
    const movement: Movement = {
      on,
      kind,
      lines: chargeLines(debt, [kind, income], undrawn),
      cutMinor: undrawnCut > 0 ? BigInt(undrawnCut) : undefined,
      cap: undrawnCut > 0 ? cap : undefined,
      why: { of: 'time', dayCount, pieces: pieces.map(pieceOf) },
    }
    into.push({ movement, place: 1 })
    runner.undrawn = 0
    runner.undrawnCut = 0
    runner.cap = undefined
    runner.pieces = []
  }
}

const pieceOf = (piece: Piece): EarnedPiece => ({
  from: dayFromNumber(piece.from),
  until: dayFromNumber(piece.until),
  baseMinor: BigInt(piece.base),
  ...(piece.baseUntil === piece.base ? {} : { baseUntilMinor: BigInt(piece.baseUntil) }),
  basisPointsAYear: piece.basisPoints,
})

/** A day with a late fee shows all that the debt was charged by its start. */
function tellLateFees(debt: Debt, made: readonly LateFeeMade[], into: Placed[]): void {
  const told = made.filter(({ charged, cut }) => charged > 0 || cut > 0)
  if (told[0] !== undefined) draw(debt, dayFromNumber(told[0].on), into)
  for (const { on, rowOn, fee, overdue, charged, cut, cap } of told) {
    const movement: Movement = {
      on: dayFromNumber(on),
      kind: 'fee',
      lines: chargeLines(debt, ['fee', 'income_fee'], charged),
      ...(cut > 0 ? { cutMinor: BigInt(cut), cap } : {}),
      why: {
        of: 'late_fee',
        code: fee.code,
        dueOn: dayFromNumber(rowOn),
        overdueMinor: BigInt(overdue),
      },
    }
    into.push({ movement, place: 1 })
  }
}

function standings(book: Book, until: number): Map<bigint, DebtStanding> {
  const payments = paidInto(book)
  return new Map(
    [...book.debts.values()].map((debt) => {
      const overdue = overdueOn(debt, until, 0)
      const since = overdue > 0 ? lateSince(debt, until, debt.received) : undefined
      return [
        debt.id,
        {
          accountId: debt.id,
          parts: partsOf(debt),
          paidMinor: BigInt(debt.received),
          overdueMinor: BigInt(overdue),
          overdueSince: since === undefined ? undefined : dayFromNumber(since),
          chargedOffOn: dayOrNone(debt.chargedOffOn),
          transferredOn: dayOrNone(debt.transferredOn),
          payments: payments.get(debt.id) ?? [],
        },
      ]
    }),
  )
}

const dayOrNone = (n: number | undefined): Day | undefined =>
  n === undefined ? undefined : dayFromNumber(n)

function paidInto(book: Book): Map<bigint, PaidIn[]> {
  const found = new Map<bigint, PaidIn[]>()
  for (const taken of book.taken.values()) {
    for (const { debt, total } of taken.shares) {
      const paid = {
        factId: taken.factId,
        on: dayFromNumber(taken.on),
        recordedAt: taken.recordedAt,
        amountMinor: BigInt(total),
        undoneOn: dayOrNone(taken.undoneOn),
      }
      found.set(debt.id, [...(found.get(debt.id) ?? []), paid])
    }
  }
  return found
}
