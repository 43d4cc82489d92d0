import type { Day } from './calendar.ts'
import { replay } from './ledger-replay.ts'
import { type DebtTerms, type MoneyFact, totalOf } from './ledger.ts'

/** Why a fact cannot be taken: what the world can cause, and a person can mend. */
export type LedgerDeclined = {
  readonly declined:
    | 'unknown_account'
    | 'not_positive'
    | 'future_day'
    | 'same_id'
    | 'before_the_debt'
    | 'after_transfer'
    | 'no_charges_now'
    | 'more_than_owed'
    | 'more_than_suspense'
    | 'no_such_payment'
    | 'before_the_payment'
    | 'already_reversed'
    | 'already_charged_off'
  /** What there is, where the fact asks for more. */
  readonly mostMinor?: bigint | undefined
}

type Ask = {
  readonly facts: readonly MoneyFact[]
  readonly terms: readonly DebtTerms[]
  readonly next: MoneyFact
}

/** undefined: the fact, which is known after all of these facts, can be recorded beside them. */
export function declines(
  facts: readonly MoneyFact[],
  terms: readonly DebtTerms[],
  next: MoneyFact,
  today: Day,
): LedgerDeclined | undefined {
  if (facts.some(({ id }) => id === next.id)) return { declined: 'same_id' }
  if (next.on > today) return { declined: 'future_day' }
  if (!isPositive(next)) return { declined: 'not_positive' }
  const accountId = 'accountId' in next ? next.accountId : undefined
  if (accountId !== undefined && !terms.some((of) => of.accountId === accountId)) {
    return { declined: 'unknown_account' }
  }
  const ask = { facts, terms, next }
  return ofDebt(ask) ?? ofUndoing(ask) ?? ofAmount(ask)
}

function isPositive(fact: MoneyFact): boolean {
  if (fact.kind === 'placement') {
    return Object.values(fact.parts).every((part) => part >= 0n) && totalOf(fact.parts) > 0n
  }
  if (fact.kind === 'adjustment') return fact.amountMinor !== 0n
  return !('amountMinor' in fact) || fact.amountMinor > 0n
}

const BEGINS: ReadonlySet<MoneyFact['kind']> = new Set(['placement', 'disbursement'])

/** Money may come for a debt at any time; all else needs the debt to be there on its day. */
function ofDebt({ facts, next }: Ask): LedgerDeclined | undefined {
  if (!('accountId' in next) || next.kind === 'payment') return undefined
  const own = facts.filter((fact) => 'accountId' in fact && fact.accountId === next.accountId)
  const has = (kind: MoneyFact['kind']) => own.some((fact) => fact.kind === kind)
  const isBegun = own.some(({ kind, on }) => BEGINS.has(kind) && on <= next.on)
  if (!isBegun && !BEGINS.has(next.kind)) return { declined: 'before_the_debt' }
  if (next.kind === 'charge_off' && has('charge_off')) return { declined: 'already_charged_off' }
  const isGone = own.some(({ kind, on }) => kind === 'transfer' && on <= next.on)
  return isGone && next.kind !== 'commission' ? { declined: 'after_transfer' } : undefined
}

function ofUndoing({ facts, next }: Ask): LedgerDeclined | undefined {
  if (next.kind !== 'reversal' && next.kind !== 'chargeback') return undefined
  const payment = facts.find(({ id, kind }) => id === next.reversesId && kind === 'payment')
  if (payment === undefined) return { declined: 'no_such_payment' }
  if (next.on < payment.on) return { declined: 'before_the_payment' }
  return facts.some((fact) => 'reversesId' in fact && fact.reversesId === next.reversesId)
    ? { declined: 'already_reversed' }
    : undefined
}

/** What takes away is tried out: it may take no more than there is on its day. */
function ofAmount({ facts, terms, next }: Ask): LedgerDeclined | undefined {
  const takes =
    next.kind === 'waiver' || (next.kind === 'adjustment' && next.amountMinor < 0n)
      ? next.part
      : next.kind === 'refund'
        ? ('suspense' as const)
        : undefined
  if (takes === undefined && next.kind !== 'fee') return undefined
  const { movements } = replay([...facts, next], terms, next.on)
  const movement = movements.find(({ factId }) => factId === next.id)
  if (next.kind === 'fee') {
    const isMade = movement !== undefined && (movement.lines.length > 0 || movement.cutMinor)
    return isMade ? undefined : { declined: 'no_charges_now' }
  }
  const moved = movement?.lines.find(({ ledgerAccount }) => ledgerAccount === takes)
  const mostMinor = sizeOf(moved?.amountMinor ?? 0n)
  if ('amountMinor' in next && mostMinor >= sizeOf(next.amountMinor)) return undefined
  return { declined: takes === 'suspense' ? 'more_than_suspense' : 'more_than_owed', mostMinor }
}

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount)
