import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** Above everything that a strategy chooses, below a receipt. */
const PRIORITY = 900_000

/**
 * Says back what was promised, once, in the promise's own transaction: to the borrower's own mobile or
 * else e-mail, through the guard. One that has not left yet about an earlier promise of the account never
 * does: two days for one sum would only confuse. One trip.
 */
export async function planPromiseConfirmed(
  tx: Tx,
  ref: BorrowerRef,
  of: { readonly accountId: bigint; readonly promiseId: bigint },
  today: Day,
): Promise<void> {
  await tx.query(PLAN, [
    ref.tenantId,
    ref.borrowerId,
    of.accountId,
    today,
    `promise-${of.promiseId}`,
    PRIORITY,
  ])
}

const PLAN = `
  with before as (
    update treatment set state = 'withdrawn', state_why = '{"why": "promise"}', not_before = null
     where tenant_id = $1 and borrower_id = $2 and account_id = $3 and template = 'promise-confirmed'
       and state in ('planned', 'deferred') and treatment <> $5
  ), way as (
    select case kind when 'mobile' then 'sms' else 'email' end as channel from address
     where tenant_id = $1 and borrower_id = $2 and kind in ('mobile', 'email') and standing in ('unverified', 'works')
     order by kind desc, standing desc limit 1
  )
  insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
    row_no, treatment, channel, template, priority, state)
  select $1, $2, $3, $4, 'promise', 1, 'promised', 'warm', 0, $5, way.channel, 'promise-confirmed', $6, 'planned'
  from way
  on conflict (tenant_id, borrower_id, account_id, chosen_on, treatment) do nothing`
