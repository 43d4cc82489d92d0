import { addDays, type Day, type Instant } from '../core/calendar.ts'
import type { JudgedPromise } from '../core/promise.ts'
import { WITHDRAWN } from './agreements.ts'
import { instantText, type Tx } from './db.ts'
import { judgedOf } from './promise-stats.ts'
import { OUTCOMES } from './slot-moves.ts'

const TREND_DAYS = 14
const KEPT_DAYS = 30
const ACCOUNTS_MAX = 1000
const DAY_MS = 86_400_000

type Of = {
  readonly tenantId: bigint
  readonly userId: string
  readonly today: Day
  readonly now: Instant
}

export type DayCounted = {
  readonly on: Day
  readonly calls: number
  readonly reached: number
  readonly promises: number
}

/** Calls that this person made, by the day of the house's own clock, today last; a day without any is there too. */
export async function countDays(tx: Tx, of: Of): Promise<readonly DayCounted[]> {
  const found = await tx.query<DayCounted>(
    `select d.on_day as on, coalesce(k.calls, 0) as calls, coalesce(k.reached, 0) as reached,
            coalesce(m.promises, 0) as promises
       from (select $3::date - n as on_day from generate_series(0, ${TREND_DAYS}) n) d
       left join (
         select (c.sending_at at time zone t.zone)::date as on_day, count(*)::int as calls,
                (count(*) filter (where (
                  select e.kind from contact_event e
                   where e.tenant_id = c.tenant_id and e.borrower_id = c.borrower_id and e.contact_id = c.contact_id
                     and e.kind = any($6)
                   order by e.event_no desc limit 1) = 'conversation'))::int as reached
           from contact c join tenant t on t.tenant_id = c.tenant_id
          where c.tenant_id = $1 and c.made_by = $2 and c.made_by like 'staff:%' and c.channel = 'call'
            and c.permitted_at >= $4 and c.sending_at is not null
          group by 1) k on k.on_day = d.on_day
       left join (
         select made_on as on_day, count(*)::int as promises from promise
          where tenant_id = $1 and due_on >= $3::date - ${TREND_DAYS} and made_on >= $3::date - ${TREND_DAYS}
            and made_by = $5 and not ${WITHDRAWN('promise')}
          group by 1) m on m.on_day = d.on_day
      order by d.on_day`,
    [
      of.tenantId,
      `staff:${of.userId}`,
      of.today,
      instantText((of.now - (TREND_DAYS + 2) * DAY_MS) as Instant),
      of.userId,
      OUTCOMES,
    ],
  )
  return found.rows
}

export type OwnPromise = JudgedPromise & {
  readonly borrowerId: bigint
  readonly name: string
  readonly currency: string
}

type Keyed = {
  readonly borrower_id: bigint
  readonly account_id: bigint
  readonly own: boolean
  readonly name: string
  readonly currency: string
}

/** This person's promises of the last days and of tomorrow, judged by the payments that there are. */
export async function ownPromises(tx: Tx, of: Of): Promise<readonly OwnPromise[]> {
  const [from, until] = [addDays(of.today, -KEPT_DAYS), addDays(of.today, 1)]
  const found = await tx.query<Keyed>(
    `select distinct p.borrower_id, p.account_id, f.kind = 'own' as own, b.name, a.currency from promise p
       join borrower b on b.tenant_id = p.tenant_id and b.borrower_id = p.borrower_id
       join account a on a.tenant_id = p.tenant_id and a.borrower_id = p.borrower_id and a.account_id = p.account_id
       join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
      where p.tenant_id = $1 and p.due_on between $2 and $3 and p.made_by = $4
      order by p.borrower_id, p.account_id limit ${ACCOUNTS_MAX}`,
    [of.tenantId, from, until, of.userId],
  )
  const asked = { from, until, today: of.today }
  const judged = await judgedOf(tx, of.tenantId, found.rows, asked)
  const rows = new Map(found.rows.map((row) => [row.account_id, row]))
  return judged.flatMap(({ borrowerId, accountId, judged: one }) => {
    const row = rows.get(accountId)
    if (row === undefined || one.promise.madeBy !== of.userId) return []
    return [{ ...one, borrowerId, name: row.name, currency: row.currency }]
  })
}
