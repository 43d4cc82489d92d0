import { createHash } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import type { LedgerDeclined } from '../core/ledger-declines.ts'
import { idFromDigest, identityText } from '../core/identity.ts'
import { inEvent, sendTogether, type Db, type Tx } from './db.ts'
import { tell } from './event-out.ts'
import { accountsOf, type OwnAccounts } from './book.ts'
import { follow } from './follow.ts'
import { ownPayment } from './ledger-payment.ts'
import { withdrawTreatmentsNotDue } from './not-due.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { renewLimitations } from './limitation.ts'
import { planReceipt } from './receipt.ts'
import { endSettlements } from './settlement.ts'

export type PaymentEvent = {
  readonly borrowerId: bigint
  /** May be left out in an own book: the money then pays in the order of the waterfall. */
  readonly accountId?: bigint | undefined
  /** The payer's or the bank's own reference: the same reference is the same payment for ever. */
  readonly ref: string
  readonly amountMinor: bigint
  readonly effectiveOn: Day
  /** Where there are debts in several and no account is named. */
  readonly currency?: string | undefined
  /** Where the reference is from, where it is not the book's own source. */
  readonly source?: string | undefined
  /** No new money: what a refund left of a payment that has its receipt. */
  readonly isRest?: boolean
}

export type PaymentRecorded = {
  readonly paymentId: bigint
  readonly arrearsAfterMinor: bigint
  /** Permits that had not left and were taken back. */
  readonly withdrawn: number
  readonly again: boolean
}

export type PaymentDeclined = {
  readonly declined: 'no_such_account' | 'reference_used' | 'not_taken'
  /** Why an own book's ledger does not take it. */
  readonly why?: LedgerDeclined
}

type Tick = { readonly now: Instant; readonly today: Day }

/** The payment, the new position and the stop of what is no longer due: one transaction. */
export async function recordPayment(
  db: Db,
  tenantId: bigint,
  payment: PaymentEvent,
  tick: Tick,
): Promise<PaymentRecorded | PaymentDeclined> {
  return inEvent(db, tenantId, (tx) => applyPayment(tx, tenantId, payment, tick), { retries: 3 })
}

/** The same inside the caller's transaction, for those that keep an answer beside it. */
export async function applyPayment(
  tx: Tx,
  tenantId: bigint,
  payment: PaymentEvent,
  tick: Tick,
): Promise<PaymentRecorded | PaymentDeclined> {
  const ref = { tenantId, borrowerId: payment.borrowerId }
  // What is read behind the lock is read under it: the server keeps to the order.
  const [locked, book, accounts] = await sendTogether(tx, [
    () => lockBorrower(tx, ref),
    () => bookOf(tx, ref, payment),
    () => accountsOf(tx, tenantId, payment.borrowerId),
  ])
  if (locked === undefined || book === undefined) return { declined: 'no_such_account' }
  const made = await takePayment(tx, ref, { payment, book, accounts }, tick)
  if ('declined' in made || made.again) return made
  const { accountId, amountMinor: minor, effectiveOn } = payment
  const data = { payment_id: made.paymentId, effective_on: effectiveOn }
  await tell(tx, tenantId, [
    { type: 'payment.applied', borrowerId: ref.borrowerId, at: tick.now, accountId, minor, data },
  ])
  if (book.settles) await endSettlements(tx, ref, tick)
  if (book.limited) await renewLimitations(tx, ref, tick.today)
  return made
}

type Taking = {
  readonly payment: PaymentEvent
  readonly book: Book
  readonly accounts: OwnAccounts
}

async function takePayment(
  tx: Tx,
  ref: BorrowerRef,
  { payment, book, accounts }: Taking,
  tick: Tick,
): Promise<PaymentRecorded | PaymentDeclined> {
  const paymentId = idOf(payment.source ?? book.source, payment.ref)
  if (book.kind === 'own') {
    const made = await ownPayment(tx, ref, { ...payment, paymentId }, tick)
    if (!('declined' in made) && !made.again)
      await receive(tx, ref, { ...payment, paymentId }, tick)
    return made
  }
  const { accountId } = payment
  if (accountId === undefined) return { declined: 'no_such_account' }
  const isKnown = book.payments.includes(paymentId)
  return hostPayment(
    tx,
    ref.tenantId,
    { ...payment, accountId, paymentId, isKnown, accounts },
    tick,
  )
}

type HostPayment = PaymentEvent & {
  readonly accountId: bigint
  readonly paymentId: bigint
  readonly isKnown: boolean
  readonly accounts: OwnAccounts
}

/** The receipt, once for money that is new. */
const receive = async (
  tx: Tx,
  ref: BorrowerRef,
  payment: PaymentEvent & { readonly paymentId: bigint },
  { today }: Tick,
): Promise<void> => (payment.isRest === true ? undefined : planReceipt(tx, ref, payment, today))

async function hostPayment(
  tx: Tx,
  tenantId: bigint,
  payment: HostPayment,
  { now, today }: Tick,
): Promise<PaymentRecorded | PaymentDeclined> {
  const ref = { tenantId, borrowerId: payment.borrowerId }
  const { paymentId } = payment
  const before = payment.isKnown ? await findPayment(tx, ref, paymentId) : undefined
  if (before !== undefined) {
    if (!isSame(before, payment)) return { declined: 'reference_used' }
    const arrearsAfterMinor = await arrearsOf(tx, ref, payment.accountId)
    return { paymentId, arrearsAfterMinor, withdrawn: 0, again: true }
  }
  const { withdrawn } = await follow(tx, ref, {
    today,
    now,
    stops: 'payment',
    fact: () => insertPayment(tx, tenantId, payment),
    withdraw: () => withdrawTreatmentsNotDue(tx, ref),
    accounts: payment.accounts,
  })
  const [arrearsAfterMinor] = await sendTogether(tx, [
    () => arrearsOf(tx, ref, payment.accountId),
    () => receive(tx, ref, payment, { now, today }),
  ])
  return { paymentId, arrearsAfterMinor, withdrawn, again: false }
}

const insertPayment = (tx: Tx, tenantId: bigint, payment: HostPayment) =>
  tx.query(
    `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tenantId,
      payment.borrowerId,
      payment.accountId,
      payment.paymentId,
      payment.ref,
      payment.amountMinor,
      payment.effectiveOn,
    ],
  )

/** As intake makes it: a file that brings this payment again brings the same id. */
const idOf = (source: string, ref: string): bigint =>
  idFromDigest(createHash('sha256').update(identityText(source, ref)).digest())

/**
 * The source of the account's references and who keeps its balance; without an account, of an own book. With it,
 * in one question, what few borrowers have: this payment already, a settlement, a limitation on file.
 */
async function bookOf(tx: Tx, ref: BorrowerRef, payment: PaymentEvent): Promise<Book | undefined> {
  const found = await tx.query<Book>(
    `select a.source, p.kind,
            array(select payment_id from payment where tenant_id = $1 and borrower_id = $2 and ref = $4) as payments,
            exists (select from plan where tenant_id = $1 and borrower_id = $2 and forgives_minor > 0) as settles,
            exists (select from limitation_end where tenant_id = $1 and borrower_id = $2) as limited
       from account a
       join portfolio p on p.tenant_id = a.tenant_id and p.portfolio_id = a.portfolio_id
      where a.tenant_id = $1 and a.borrower_id = $2
        and (a.account_id = $3 or $3::bigint is null and p.kind = 'own')
      order by a.account_id limit 1`,
    [ref.tenantId, ref.borrowerId, payment.accountId ?? null, payment.ref],
  )
  return found.rows[0]
}

type Book = {
  readonly source: string
  readonly kind: 'host' | 'own'
  /** Payments of the borrower with this reference, from any source. */
  readonly payments: readonly bigint[]
  readonly settles: boolean
  readonly limited: boolean
}

type Before = { account_id: bigint; ref: string; amount_minor: bigint; effective_on: Day }

async function findPayment(
  tx: Tx,
  ref: BorrowerRef,
  paymentId: bigint,
): Promise<Before | undefined> {
  const found = await tx.query<Before>(
    `select account_id, ref, amount_minor, effective_on from payment
     where tenant_id = $1 and borrower_id = $2 and payment_id = $3`,
    [ref.tenantId, ref.borrowerId, paymentId],
  )
  return found.rows[0]
}

const isSame = (before: Before, payment: HostPayment): boolean =>
  before.account_id === payment.accountId &&
  before.ref === payment.ref &&
  before.amount_minor === payment.amountMinor &&
  before.effective_on === payment.effectiveOn

async function arrearsOf(tx: Tx, ref: BorrowerRef, accountId: bigint): Promise<bigint> {
  const found = await tx.query<{ arrears_minor: bigint }>(
    `select arrears_minor from position where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [ref.tenantId, ref.borrowerId, accountId],
  )
  return found.rows[0]?.arrears_minor ?? 0n
}
