import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

export type Received = {
  readonly paymentId: bigint
  /** undefined: paid to all that is owed. */
  readonly accountId?: bigint | undefined
  readonly amountMinor: bigint
  readonly effectiveOn: Day
}

/** Above everything that a strategy chooses: whoever paid hears of it first. */
const PRIORITY = 1_000_000

/**
 * The receipt of a payment, once, in its own transaction: in the portal from now on, and as a message
 * by the borrower's own mobile or else e-mail. The guard is asked before it leaves; where it refuses, or
 * there is no address, the portal has it all the same. One trip.
 */
export async function planReceipt(
  tx: Tx,
  ref: BorrowerRef,
  received: Received,
  today: Day,
): Promise<void> {
  await tx.query(PLAN, [
    ref.tenantId,
    ref.borrowerId,
    received.paymentId,
    received.accountId ?? null,
    received.amountMinor,
    received.effectiveOn,
    today,
    PRIORITY,
    `receipt-${received.paymentId}`,
  ])
}

/** The message about a payment that was undone before it left: it would say what is not so. */
export async function withdrawReceipt(tx: Tx, ref: BorrowerRef, paymentId: bigint): Promise<void> {
  await tx.query(
    `update treatment set state = 'withdrawn', state_why = '{"why": "payment"}', not_before = null
      where tenant_id = $1 and borrower_id = $2 and template = 'receipt' and treatment = $3
        and state in ('planned', 'deferred')`,
    [ref.tenantId, ref.borrowerId, `receipt-${paymentId}`],
  )
}

const PLAN = `
  with of_account as (
    select account_id, currency from account
     where tenant_id = $1 and borrower_id = $2 and (account_id = $4 or $4::bigint is null)
     order by account_id limit 1
  ), way as (
    select case kind when 'mobile' then 'sms' else 'email' end as channel from address
     where tenant_id = $1 and borrower_id = $2 and kind in ('mobile', 'email') and standing in ('unverified', 'works')
     order by kind desc, standing desc limit 1
  ), planned as (
    insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
      row_no, treatment, channel, template, priority, state)
    select $1, $2, of_account.account_id, $7, 'receipt', 1, 'paid', 'warm', 0, $9, way.channel, 'receipt', $8, 'planned'
    from of_account, way
    on conflict (tenant_id, borrower_id, account_id, chosen_on, treatment) do nothing
    returning treatment_id
  )
  insert into receipt (tenant_id, borrower_id, payment_id, account_id, amount_minor, currency, effective_on, treatment_id)
  select $1, $2, $3, $4, $5, currency, $6, (select treatment_id from planned) from of_account
  on conflict (tenant_id, borrower_id, payment_id) do nothing`
