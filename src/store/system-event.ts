import type { Day, Instant } from '../core/calendar.ts'
import type { Money } from '../core/money.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { keepWord, type From, type Took } from './pay-event.ts'
import { applyPayment } from './payment-event.ts'
import { applyReversal } from './payment-reversal.ts'

/** What a lender's own system tells of a payment. The reference is that of its books. */
export type SystemWord = {
  readonly id: string
  readonly type: 'payment' | 'returned' | 'chargeback'
  readonly accountRef: string
  readonly paymentRef: string
  readonly amount: Money
  readonly effectiveOn: Day
  readonly why?: string | undefined
}

type Tick = { readonly now: Instant; readonly today: Day }

const KINDS = { payment: 'paid', returned: 'refunded', chargeback: 'chargeback' } as const

/**
 * Once for the life of the debt: by the message's id here, and by the payment's reference in the book,
 * where a file that brings the same payment finds it. A return that comes first waits for its payment.
 */
export async function takeSystemWord(
  db: Db,
  from: From,
  word: SystemWord,
  tick: Tick,
): Promise<Took> {
  return inTenant(
    db,
    from.tenantId,
    async (tx): Promise<Took> => {
      const { type, accountRef, paymentRef, amount, effectiveOn, why } = word
      const kept = await keepWord(
        tx,
        from,
        {
          id: word.id,
          kind: KINDS[type],
          providerRef: paymentRef,
          itemRef: accountRef,
          amount,
          at: Date.parse(`${effectiveOn}T00:00:00Z`) as Instant,
        },
        { type, account: accountRef, effective_on: effectiveOn, why: why ?? null },
      )
      if (kept === 'again' || kept === 'differs') return { is: kept }
      const account = await accountOf(tx, from.tenantId, word)
      if (typeof account === 'string') return leave(tx, from, [word.id], account)
      return follow(tx, from, { word, account, tick })
    },
    { retries: 3 },
  )
}

type Account = { readonly borrowerId: bigint; readonly accountId: bigint }
type Of = { readonly word: SystemWord; readonly account: Account; readonly tick: Tick }

async function follow(tx: Tx, from: From, of: Of): Promise<Took> {
  const { word, account, tick } = of
  await lockBorrower(tx, { tenantId: from.tenantId, borrowerId: account.borrowerId })
  if (word.type === 'payment') {
    const made = await applyPayment(
      tx,
      from.tenantId,
      {
        ...account,
        ref: word.paymentRef,
        amountMinor: word.amount.minor,
        effectiveOn: word.effectiveOn,
      },
      tick,
    )
    if ('declined' in made) return leave(tx, from, [word.id], made.declined)
    await mark(tx, from, [word.id])
  }
  return undo(tx, from, of)
}

type Waiting = {
  event_id: string
  kind: 'refunded' | 'chargeback'
  amount_minor: bigint
  said: { effective_on: Day; why: string | null }
}

/** Returns that are here with their payment, whichever came first. */
async function undo(tx: Tx, from: From, { word, account, tick }: Of): Promise<Took> {
  const found = await tx.query<Waiting>(
    `select event_id, kind, amount_minor, said from webhook_event
      where tenant_id = $1 and provider = $2 and provider_ref = $3 and item_ref = $4
        and kind in ('refunded', 'chargeback') and state = 'unmatched' order by happened_at, event_id`,
    [from.tenantId, from.provider, word.paymentRef, word.accountRef],
  )
  const applied: Took = { is: 'applied' }
  if (found.rows.length === 0) return applied
  const payment = await paymentOf(tx, from.tenantId, { ...account, ref: word.paymentRef })
  let end: Took = applied
  for (const back of found.rows) {
    const why = await whyNot(tx, from, { back, payment, account, tick })
    if (why === undefined) await mark(tx, from, [back.event_id])
    else {
      const left = await leave(tx, from, [back.event_id], why)
      if (back.event_id === word.id) end = left
    }
  }
  return end
}

type Undo = {
  readonly back: Waiting
  readonly payment: Found | undefined
  readonly account: Account
  readonly tick: Tick
}

async function whyNot(
  tx: Tx,
  from: From,
  { back, payment, account, tick }: Undo,
): Promise<string | undefined> {
  if (payment === undefined) return 'no_such_payment'
  if (payment.amount_minor !== back.amount_minor) return 'other_amount'
  const made = await applyReversal(
    tx,
    from.tenantId,
    {
      ...account,
      paymentId: payment.payment_id,
      effectiveOn: back.said.effective_on,
      kind: back.kind === 'chargeback' ? 'chargeback' : 'reversal',
      why: back.said.why ?? from.provider,
    },
    tick,
  )
  return 'declined' in made ? made.declined : undefined
}

type Found = { readonly payment_id: bigint; readonly amount_minor: bigint }

/** By its reference, in a lender's book or in one that is kept here. */
async function paymentOf(
  tx: Tx,
  tenantId: bigint,
  of: Account & { readonly ref: string },
): Promise<Found | undefined> {
  const found = await tx.query<Found>(
    `select payment_id, amount_minor from payment
      where tenant_id = $1 and borrower_id = $2 and account_id = $3 and ref = $4 and reverses_id is null
     union all
     select payment_id, amount_minor from entry
      where tenant_id = $1 and borrower_id = $2 and ref = $4 and payment_id is not null and reverses_id is null
     limit 1`,
    [tenantId, of.borrowerId, of.accountId, of.ref],
  )
  return found.rows[0]
}

async function accountOf(tx: Tx, tenantId: bigint, word: SystemWord): Promise<Account | string> {
  const found = await tx.query<Account & { currency: string }>(
    `select borrower_id as "borrowerId", account_id as "accountId", currency from account
      where tenant_id = $1 and ref = $2 limit 2`,
    [tenantId, word.accountRef],
  )
  const [account] = found.rows
  if (account === undefined) return 'no_such_account'
  // Two sources may use one reference: which of them is meant is not guessed.
  if (found.rows.length > 1) return 'ambiguous_account'
  const { borrowerId, accountId } = account
  return account.currency === word.amount.currency ? { borrowerId, accountId } : 'wrong_currency'
}

const setState = `update webhook_event set state = $4, state_why = $5
  where tenant_id = $1 and provider = $2 and event_id = any($3)`

async function mark(tx: Tx, from: From, ids: readonly string[]): Promise<void> {
  await tx.query(setState, [from.tenantId, from.provider, ids, 'applied', null])
}

/** Stays where a person finds it. */
async function leave(tx: Tx, from: From, ids: readonly string[], why: string): Promise<Took> {
  await tx.query(setState, [from.tenantId, from.provider, ids, 'unmatched', why])
  return { is: 'unmatched' }
}
