import { createHash } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import type { LedgerDeclined } from '../core/ledger-declines.ts'
import { idFromDigest, identityText } from '../core/identity.ts'
import type { Tx } from './db.ts'
import { tell } from './event-out.ts'
import { follow } from './follow.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { renewLimitations } from './limitation.ts'
import { ownReversal } from './ledger-payment.ts'
import { withdrawReceipt } from './receipt.ts'
import { endSettlements } from './settlement.ts'

export type ReversalEvent = {
  readonly borrowerId: bigint
  /** The account that the payment named, if it named one. */
  readonly accountId?: bigint | undefined
  readonly paymentId: bigint
  /** The payment counts as undone from this day on. */
  readonly effectiveOn: Day
  readonly kind: 'reversal' | 'chargeback'
  readonly why: string
  /** Who says so: a person, a bank file, a provider. */
  readonly by?: string | undefined
  /** What stays of it is posted anew at once, so what was said of it stands. */
  readonly isPart?: boolean
}

export type ReversalRecorded = {
  readonly reversalId: bigint
  readonly withdrawn: number
  readonly again: boolean
}

export type ReversalDeclined = {
  readonly declined: 'no_such_payment' | 'already_reversed' | 'before_its_payment' | 'not_taken'
  /** Why an own book's ledger does not take it. */
  readonly why?: LedgerDeclined
}

type Tick = { readonly now: Instant; readonly today: Day }

/** Undoes a payment in whole. The same reversal again is the same one; another one is refused. */
export async function applyReversal(
  tx: Tx,
  tenantId: bigint,
  reversal: ReversalEvent,
  tick: Tick,
): Promise<ReversalRecorded | ReversalDeclined> {
  const ref = { tenantId, borrowerId: reversal.borrowerId }
  const made = await undoPayment(tx, ref, reversal, tick)
  // Money that is gone opens again what it had settled.
  if (!('declined' in made) && !made.again) {
    if (reversal.isPart !== true) await withdrawReceipt(tx, ref, reversal.paymentId)
    await endSettlements(tx, ref, tick)
    await renewLimitations(tx, ref, tick.today)
    const { kind, paymentId, effectiveOn } = reversal
    const data = { payment_id: paymentId, effective_on: effectiveOn, kind }
    await tell(tx, tenantId, [
      { type: 'payment.reversed', borrowerId: ref.borrowerId, at: tick.now, data },
    ])
  }
  return made
}

async function undoPayment(
  tx: Tx,
  ref: BorrowerRef,
  reversal: ReversalEvent,
  tick: Tick,
): Promise<ReversalRecorded | ReversalDeclined> {
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_payment' }
  const found = await findPayment(tx, ref, reversal)
  if (found === undefined) {
    const reversalId = reversalIdOf(reversal.paymentId)
    const by = reversal.by ?? 'payer'
    const own = await ownReversal(tx, ref, { ...reversal, reversalId, by }, tick)
    return own ?? { declined: 'no_such_payment' }
  }
  return hostReversal(tx, { ref, reversal, found }, tick)
}

type Reversing = {
  readonly ref: BorrowerRef
  readonly reversal: ReversalEvent
  readonly found: Found
}

async function hostReversal(
  tx: Tx,
  { ref, reversal, found }: Reversing,
  { now, today }: Tick,
): Promise<ReversalRecorded | ReversalDeclined> {
  if (found.reversed_by !== null) {
    return found.reversed_on === reversal.effectiveOn
      ? { reversalId: found.reversed_by, withdrawn: 0, again: true }
      : { declined: 'already_reversed' }
  }
  if (reversal.effectiveOn < found.effective_on) return { declined: 'before_its_payment' }
  const reversalId = reversalIdOf(reversal.paymentId)
  const { withdrawn } = await follow(tx, ref, {
    today,
    now,
    stops: 'payment',
    fact: () =>
      tx.query(
        `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id,
           effective_on, reversal_kind, why)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          ref.tenantId,
          ref.borrowerId,
          found.account_id,
          reversalId,
          `${reversal.kind}:${found.ref}`,
          found.amount_minor,
          reversal.paymentId,
          reversal.effectiveOn,
          reversal.kind,
          reversal.why,
        ],
      ),
  })
  return { reversalId, withdrawn, again: false }
}

/** A payment is undone at most once, so its own id makes the id of its undoing. */
const reversalIdOf = (paymentId: bigint): bigint =>
  idFromDigest(
    createHash('sha256')
      .update(identityText('reversal', `${paymentId}`))
      .digest(),
  )

type Found = {
  readonly account_id: bigint
  readonly ref: string
  readonly amount_minor: bigint
  readonly effective_on: Day
  readonly reversed_by: bigint | null
  readonly reversed_on: Day | null
}

async function findPayment(
  tx: Tx,
  ref: BorrowerRef,
  { accountId, paymentId }: ReversalEvent,
): Promise<Found | undefined> {
  const found = await tx.query<Found>(
    `select y.account_id, y.ref, y.amount_minor, y.effective_on,
            r.payment_id as reversed_by, r.effective_on as reversed_on
       from payment y
       left join payment r on r.tenant_id = $1 and r.borrower_id = $2 and r.account_id = y.account_id
        and r.reverses_id = y.payment_id
      where y.tenant_id = $1 and y.borrower_id = $2 and y.payment_id = $3 and y.reverses_id is null
        and (y.account_id = $4 or $4::bigint is null)`,
    [ref.tenantId, ref.borrowerId, paymentId, accountId ?? null],
  )
  return found.rows[0]
}
