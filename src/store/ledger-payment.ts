import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { bookFor, postFact } from './ledger-post.ts'
import type { LedgerBook } from './ledger-read.ts'
import type { PostedEntry } from './ledger-rows.ts'
import type { PaymentDeclined, PaymentEvent, PaymentRecorded } from './payment-event.ts'
import type { ReversalDeclined, ReversalEvent, ReversalRecorded } from './payment-reversal.ts'

type Tick = { readonly now: Instant; readonly today: Day }
type OwnPayment = PaymentEvent & { readonly paymentId: bigint }

/** Money for debts of an own book, under the borrower's lock: the ledger says what it pays. */
export async function ownPayment(
  tx: Tx,
  ref: BorrowerRef,
  payment: OwnPayment,
  tick: Tick,
): Promise<PaymentRecorded | PaymentDeclined> {
  const { paymentId, accountId } = payment
  const book = await bookFor(tx, ref, payment)
  if (book === undefined) return { declined: 'no_such_account' }
  const before = book.entries.find((entry) => entry.paymentId === paymentId)
  if (before !== undefined) {
    if (!isSame(before, payment)) return { declined: 'reference_used' }
    const arrearsAfterMinor = await arrearsOf(tx, ref, book, accountId)
    return { paymentId, arrearsAfterMinor, withdrawn: 0, again: true }
  }
  const posted = await postFact(
    tx,
    ref,
    {
      book,
      given: {
        body: {
          kind: 'payment',
          on: payment.effectiveOn,
          amountMinor: payment.amountMinor,
          accountId,
        },
        beside: { by: payment.source ?? 'payer', ref: payment.ref, paymentId },
      },
    },
    tick,
  )
  if ('declined' in posted) {
    if (posted.declined === 'key_used') return { declined: 'reference_used' }
    return { declined: 'not_taken', why: posted }
  }
  const arrearsAfterMinor = await arrearsOf(tx, ref, book, accountId)
  return { paymentId, arrearsAfterMinor, withdrawn: posted.withdrawn, again: false }
}

const isSame = (before: PostedEntry, payment: OwnPayment): boolean =>
  before.ref === payment.ref &&
  before.amountMinor === payment.amountMinor &&
  before.factOn === payment.effectiveOn &&
  before.accountId === payment.accountId

/** Of the account that was named, or of all that the money may have gone to. */
async function arrearsOf(
  tx: Tx,
  ref: BorrowerRef,
  book: LedgerBook,
  accountId: bigint | undefined,
): Promise<bigint> {
  const ids = accountId === undefined ? book.debts.map((debt) => debt.accountId) : [accountId]
  const found = await tx.query<{ minor: bigint }>(
    `select coalesce(sum(arrears_minor), 0)::bigint as minor from position
      where tenant_id = $1 and borrower_id = $2 and account_id = any($3)`,
    [ref.tenantId, ref.borrowerId, ids],
  )
  return found.rows[0]?.minor ?? 0n
}

/** Undoes a payment of an own book; undefined where no ledger of the borrower has it. */
export async function ownReversal(
  tx: Tx,
  ref: BorrowerRef,
  reversal: ReversalEvent & { readonly reversalId: bigint; readonly by: string },
  tick: Tick,
): Promise<ReversalRecorded | ReversalDeclined | undefined> {
  const { reversalId } = reversal
  const book = await bookFor(tx, ref, { currency: await currencyOf(tx, ref, reversal.paymentId) })
  const payment = book?.entries.find(
    (entry) => entry.paymentId === reversal.paymentId && entry.reversesId === undefined,
  )
  if (book === undefined || payment === undefined) return undefined
  const before = book.entries.find((entry) => entry.reversesId === payment.id)
  if (before !== undefined) {
    return before.factOn === reversal.effectiveOn
      ? { reversalId: before.paymentId ?? reversalId, withdrawn: 0, again: true }
      : { declined: 'already_reversed' }
  }
  const posted = await postFact(
    tx,
    ref,
    {
      book,
      given: {
        body: { kind: reversal.kind, on: reversal.effectiveOn, reversesId: payment.id },
        beside: { by: reversal.by, ref: payment.ref, paymentId: reversalId, why: reversal.why },
      },
    },
    tick,
  )
  if (!('declined' in posted)) return { reversalId, withdrawn: posted.withdrawn, again: false }
  if (posted.declined === 'key_used') return { declined: 'already_reversed' }
  if (posted.declined === 'before_the_payment') return { declined: 'before_its_payment' }
  return { declined: 'not_taken', why: posted }
}

/** undefined: no ledger of the borrower has the payment, or the borrower has one currency only. */
async function currencyOf(
  tx: Tx,
  ref: BorrowerRef,
  paymentId: bigint,
): Promise<string | undefined> {
  const found = await tx.query<{ currency: string }>(
    `select currency from entry where tenant_id = $1 and borrower_id = $2 and payment_id = $3`,
    [ref.tenantId, ref.borrowerId, paymentId],
  )
  return found.rows[0]?.currency
}
