import { type Day, type Instant, dayFromNumber, dayNumber } from './calendar.ts'
import { assert } from './assert.ts'
import { chargeFee } from './ledger-accrual.ts'
import { type Debt, move, owed, receive } from './ledger-debt.ts'
import type { Movement } from './ledger-movement.ts'
import { exact } from './ledger-sum.ts'
import { type Share, payAround, payOne } from './ledger-waterfall.ts'
import { type LedgerAccount, type Line, type MoneyFact, type Part, PARTS } from './ledger.ts'

/** A payment as it was taken: what a reversal of it turns round. */
export type Taken = {
  readonly factId: bigint
  readonly on: number
  readonly recordedAt: Instant
  readonly amount: number
  readonly named: Debt | undefined
  readonly shares: readonly Share[]
  readonly left: number
  undoneOn: number | undefined
}

/** One borrower while the facts are taken one by one. */
export type Book = {
  readonly debts: ReadonlyMap<bigint, Debt>
  suspense: number
  readonly taken: Map<bigint, Taken>
  /** The reversal of a payment that is dated on the payment's own day (or, wrongly, before it). */
  readonly undoneAtOnce: ReadonlyMap<bigint, Undoing>
  /** Charges a debt up to the start of a day: whoever moves a debt on a day does so first. */
  readonly reach: (debt: Debt, on: number) => void
}

export type Undoing = Extract<MoneyFact, { kind: 'reversal' | 'chargeback' }>
type PaymentFact = Extract<MoneyFact, { kind: 'payment' }>
type ChargeFact = Extract<MoneyFact, { kind: 'fee' | 'cost' }>
type OfOneDebt = Exclude<
  MoneyFact,
  PaymentFact | ChargeFact | Undoing | Extract<MoneyFact, { kind: 'refund' }>
>

/** A debt with all that it was charged up to the start of a day. */
export function debtOn(book: Book, accountId: bigint, on: Day): Debt {
  const debt = book.debts.get(accountId)
  assert(debt !== undefined, 'an account that facts name has terms')
  book.reach(debt, dayNumber(on))
  return debt
}

/** One line of a movement in whole minor units; lines of nothing are left out. */
const line = (debt: Debt | undefined, ledgerAccount: LedgerAccount, amount: number): Line[] =>
  amount === 0 ? [] : [{ accountId: debt?.id, ledgerAccount, amountMinor: BigInt(amount) }]

/** A charge on both sides; lines of nothing stay, so that a charge which a cap cut whole names its debt. */
export const chargeLines = (
  debt: Debt,
  [part, income]: readonly [LedgerAccount, LedgerAccount],
  amount: number,
): Line[] => [
  { accountId: debt.id, ledgerAccount: part, amountMinor: BigInt(amount) },
  { accountId: debt.id, ledgerAccount: income, amountMinor: BigInt(-amount) },
]

const bothSides = (
  debt: Debt,
  account: LedgerAccount,
  contra: LedgerAccount,
  amount: number,
): Line[] => (amount === 0 ? [] : chargeLines(debt, [account, contra], amount))

/** Takes one fact; what it moved comes back, also where that is nothing. */
export function takeFact(book: Book, fact: MoneyFact): Movement[] {
  switch (fact.kind) {
    case 'payment':
      return takePayment(book, fact)
    case 'reversal':
    case 'chargeback':
      return takeUndoing(book, fact)
    case 'refund': {
      const given = Math.min(exact(fact.amountMinor), book.suspense)
      book.suspense -= given
      const lines = [...line(undefined, 'suspense', given), ...line(undefined, 'cash', -given)]
      return [said(fact, lines)]
    }
    case 'fee':
    case 'cost':
      return [takeCharge(debtOn(book, fact.accountId, fact.on), fact)]
    case 'placement':
    case 'disbursement':
    case 'waiver':
    case 'adjustment':
    case 'goodwill':
    case 'charge_off':
    case 'transfer':
    case 'commission':
      return [said(fact, linesOfDebt(debtOn(book, fact.accountId, fact.on), fact))]
  }
}

const said = (fact: MoneyFact, lines: readonly Line[]): Movement => ({
  on: fact.on,
  kind: fact.kind,
  factId: fact.id,
  lines,
})

function takeCharge(debt: Debt, fact: ChargeFact): Movement {
  const amount = exact(fact.amountMinor)
  if (fact.kind === 'cost') {
    return said(fact, bothSides(debt, 'cost', 'cost_paid', move(debt, 'cost', amount)))
  }
  const { charged, cut, cap } = chargeFee(debt, amount, dayNumber(fact.on))
  if (cut === 0) return said(fact, bothSides(debt, 'fee', 'income_fee', charged))
  const lines = chargeLines(debt, ['fee', 'income_fee'], charged)
  return { ...said(fact, lines), cutMinor: BigInt(cut), cap }
}

function linesOfDebt(debt: Debt, fact: OfOneDebt): Line[] {
  const moved = (part: Part, contra: LedgerAccount, amount: number) =>
    bothSides(debt, part, contra, move(debt, part, amount))
  switch (fact.kind) {
    case 'placement':
      return ofParts((part) => moved(part, 'opening', exact(fact.parts[part])))
    case 'disbursement':
      move(debt, 'principal', exact(fact.amountMinor))
      return [
        ...line(debt, 'principal', exact(fact.amountMinor)),
        ...line(undefined, 'cash', -exact(fact.amountMinor)),
      ]
    case 'waiver':
      return moved(fact.part, 'waived', -exact(fact.amountMinor))
    case 'adjustment':
      return moved(fact.part, 'adjusted', exact(fact.amountMinor))
    case 'goodwill': {
      const share = payOne(debt, exact(fact.amountMinor), dayNumber(fact.on))
      return share === undefined
        ? []
        : [...linesOfShare(share, -1), ...line(debt, 'goodwill', share.total)]
    }
    case 'charge_off': {
      if (debt.isWrittenDown) return []
      debt.isWrittenDown = true
      return bothSides(debt, 'charged_off', 'charge_off_reserve', owed(debt))
    }
    case 'transfer':
      debt.transferredOn ??= dayNumber(fact.on)
      return ofParts((part) => moved(part, 'transferred', -debt.parts[part]))
    case 'commission':
      return bothSides(debt, 'commission', 'commission_owed', exact(fact.amountMinor))
  }
}

function ofParts(linesOf: (part: Part) => readonly Line[]): Line[] {
  const lines: Line[] = []
  for (const part of PARTS) lines.push(...linesOf(part))
  return lines
}

const linesOfShare = ({ debt, parts }: Share, sign: 1 | -1): Line[] =>
  ofParts((part) => line(debt, part, sign * (parts[part] ?? 0)))

const isRecovery = (debt: Debt, on: number): boolean =>
  debt.chargedOffOn !== undefined && debt.chargedOffOn <= on

/** The lines of a payment's shares: its debts, and what moves out of a charged-off debt's reserve. */
function linesOfShares(shares: readonly Share[], on: number, sign: 1 | -1): Line[] {
  const lines: Line[] = []
  for (const share of shares) {
    lines.push(...linesOfShare(share, sign === 1 ? -1 : 1))
    if (!isRecovery(share.debt, on)) continue
    lines.push(...bothSides(share.debt, 'charge_off_reserve', 'recovered', sign * share.total))
  }
  return lines
}

function takePayment(book: Book, fact: PaymentFact): Movement[] {
  const [amount, on] = [exact(fact.amountMinor), dayNumber(fact.on)]
  const named = fact.accountId === undefined ? undefined : debtOn(book, fact.accountId, fact.on)
  const undoing = book.undoneAtOnce.get(fact.id)
  const joined = undoing === undefined ? [] : joinedOn(book, on)
  const { debts, reach } = book
  const { shares, left } = payAround(debts.values(), { amount, on, named, reach })
  book.suspense += left
  const { id: factId, recordedAt } = fact
  const taken = { factId, on, recordedAt, amount, named, shares, left, undoneOn: undefined }
  book.taken.set(factId, taken)
  const payment: Movement = {
    on: fact.on,
    kind: shares.some(({ debt }) => isRecovery(debt, on)) ? 'recovery' : 'payment',
    factId: fact.id,
    lines: [
      ...line(undefined, 'cash', amount),
      ...linesOfShares(shares, on, 1),
      ...line(undefined, 'suspense', -left),
    ],
    why: { of: 'money', debts: shares.map(({ row }) => row) },
  }
  if (undoing === undefined) return [payment]
  const reversal = undo(book, taken, undoing)
  // As if it had never been: interest that had joined the base stays joined.
  for (const [debt, before] of joined) debt.joined = before
  return [payment, reversal]
}

function joinedOn({ debts, reach }: Book, on: number): (readonly [Debt, number])[] {
  return [...debts.values()].map((debt) => {
    reach(debt, on)
    return [debt, debt.joined] as const
  })
}

/** A reversal takes effect at the payment's own place where both have one day; a second one does nothing. */
function takeUndoing(book: Book, fact: Undoing): Movement[] {
  const atOnce = book.undoneAtOnce.get(fact.reversesId)
  if (atOnce !== undefined) return atOnce.id === fact.id ? [] : [said(fact, [])]
  const taken = book.taken.get(fact.reversesId)
  if (taken === undefined || taken.undoneOn !== undefined) return [said(fact, [])]
  return [undo(book, taken, fact)]
}

function undo(book: Book, taken: Taken, fact: Undoing): Movement {
  const on = Math.max(dayNumber(fact.on), taken.on)
  Object.assign(taken, { undoneOn: on })
  for (const { debt, parts, total } of taken.shares) {
    book.reach(debt, on)
    for (const part of PARTS) move(debt, part, parts[part] ?? 0)
    receive(debt, -total, on)
  }
  const back = Math.min(taken.left, book.suspense)
  book.suspense -= back
  const missing = taken.left - back
  const bearer = taken.named ?? smallestOf(book)
  if (missing > 0 && bearer !== undefined) {
    book.reach(bearer, on)
    move(bearer, 'cost', missing)
  }
  return {
    on: dayFromNumber(on),
    kind: fact.kind,
    factId: fact.id,
    reversesFactId: taken.factId,
    lines: [
      ...line(undefined, 'cash', -taken.amount),
      ...linesOfShares(taken.shares, taken.on, -1),
      ...line(undefined, 'suspense', back),
      ...(bearer === undefined ? [] : line(bearer, 'cost', missing)),
    ],
  }
}

const smallestOf = ({ debts }: Book): Debt | undefined => {
  let found: Debt | undefined
  for (const debt of debts.values()) if (found === undefined || debt.id < found.id) found = debt
  return found
}
