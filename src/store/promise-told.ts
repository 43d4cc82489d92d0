import type { Day, Instant } from '../core/calendar.ts'
import type { JudgedPromise } from '../core/promise.ts'
import { judgedPromises } from './agree.ts'
import { WITHDRAWN } from './agreements.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { LISTENED, tell } from './event-out.ts'
import { lockBorrower } from './guard-facts.ts'

type Candidate = {
  readonly borrower_id: bigint
  readonly account_id: bigint
  readonly promise_ids: readonly bigint[]
}

const AT_ONCE = 200
/** A promise that ended longer ago was told, or nobody listened then. */
const DAYS_BACK = 92

/** Money that came in longer ago was looked at then; a promise that it kept is told at its end at the latest. */
const PAID_SINCE = `now() - interval '1 hour'`

/**
 * Accounts with a promise whose end may be told: its days are over, or money came in just now; those that are
 * over first, so that no number of open ones stands before them. A promise that had ended before anybody
 * listened is not told of.
 */
const CANDIDATES = `
  with since as (
    select least((select min(made_at) from webhook_endpoint where tenant_id = $1 and ended_at is null),
                 (select min(made_at) from api_key where tenant_id = $1 and ended_at is null
                    and scopes @> array['events:read']))::date - 1 as on_day
  )
  select p.borrower_id, p.account_id, array_agg(p.promise_id) as promise_ids from promise p, since
   where p.tenant_id = $1 and ${LISTENED} and p.due_on >= $2::date - ${DAYS_BACK}
     and p.due_on + p.tolerance_days >= since.on_day
     and not exists (select from promise_told t where t.tenant_id = $1 and t.borrower_id = p.borrower_id
                       and t.promise_id = p.promise_id)
     and not exists (select from promise n where n.tenant_id = $1 and n.borrower_id = p.borrower_id
                       and n.supersedes_id = p.promise_id and not ${WITHDRAWN('n')})
     and not ${WITHDRAWN('p')}
     and (p.due_on + p.tolerance_days < $2::date
       or exists (select from payment y where y.tenant_id = $1 and y.borrower_id = p.borrower_id
                    and y.account_id = p.account_id and y.recorded_at >= greatest(p.recorded_at, ${PAID_SINCE}))
       or exists (select from entry e where e.tenant_id = $1 and e.borrower_id = p.borrower_id
                    and e.payment_id is not null and e.recorded_at >= greatest(p.recorded_at, ${PAID_SINCE})))
   group by p.borrower_id, p.account_id
   order by bool_or(p.due_on + p.tolerance_days < $2::date) desc, min(p.due_on), p.borrower_id, p.account_id limit $3`

/** Tells which promises were kept and which were not, each once, as they are judged on this day. */
export async function tellPromises(
  db: Db,
  tenantId: bigint,
  tick: { readonly now: Instant; readonly today: Day },
  atOnce = AT_ONCE,
): Promise<void> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<Candidate>(CANDIDATES, [tenantId, tick.today, atOnce]),
  )
  for (const of of found.rows) {
    const ref = { tenantId, borrowerId: of.borrower_id }
    await inTenant(db, tenantId, async (tx) => {
      if ((await lockBorrower(tx, ref)) === undefined) return
      const account = { borrowerId: of.borrower_id, accountId: of.account_id }
      const judged = await judgedPromises(tx, tenantId, account, tick.today)
      const asked = judged.filter(({ promise }) => of.promise_ids.includes(promise.id))
      await tellOf(tx, tenantId, { ...account, judged: asked, now: tick.now })
    })
  }
}

async function tellOf(
  tx: Tx,
  tenantId: bigint,
  {
    judged,
    now,
    ...of
  }: {
    readonly borrowerId: bigint
    readonly accountId: bigint
    readonly judged: readonly JudgedPromise[]
    readonly now: Instant
  },
): Promise<void> {
  for (const { promise, state } of judged) {
    const end =
      state === 'kept' ? 'kept' : state === 'broken' || state === 'partial' ? 'broken' : undefined
    if (end === undefined) continue
    const first = await tx.query(
      `insert into promise_told (tenant_id, borrower_id, promise_id, state) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [tenantId, of.borrowerId, promise.id, end],
    )
    if (first.rowCount === 0) continue
    const data = { promise_id: promise.id, due_on: promise.dueOn }
    await tell(tx, tenantId, [
      { ...of, type: `promise.${end}`, at: now, minor: promise.amountMinor, data },
    ])
  }
}
