import { z } from 'zod'
import { addDays, type Day } from '../core/calendar.ts'
import type { EventPlace } from './event-out.ts'
import type { Tx } from './db.ts'
import { readDocument } from './tenant-document.ts'

/** For how many days a house keeps what it told, and how it went. */
export const eventsSchema = z.strictObject({ keep_days: z.int().min(7).max(3650) })

const KEPT_DAYS = 90

export async function keptDays(tx: Tx, tenantId: bigint, today: Day): Promise<number> {
  const found = await readDocument(tx, tenantId, { name: 'events', today })
  return found === undefined ? KEPT_DAYS : eventsSchema.parse(found.document).keep_days
}

const AT_ONCE = 5000

/**
 * Takes away the oldest events and deliveries that are past their days, so many at once; what is still on its
 * way stays. Gives how many events went: ask again while any do.
 */
export async function dropOldEvents(tx: Tx, tenantId: bigint, today: Day): Promise<number> {
  const before = addDays(today, -(await keptDays(tx, tenantId, today)))
  await tx.query(
    `with old as materialized (
       select delivery_id from webhook_delivery
        where tenant_id = $1 and state <> 'due' and due_at < $2::date order by due_at limit ${AT_ONCE}),
     tries as (
       delete from webhook_try t using old where t.tenant_id = $1 and t.delivery_id = old.delivery_id)
     delete from webhook_delivery d using old where d.tenant_id = $1 and d.delivery_id = old.delivery_id`,
    [tenantId, before],
  )
  const gone = await tx.query<{ n: bigint; before_tx: string | null }>(
    `with old as materialized (
       select borrower_id, event_no from event_out
        where tenant_id = $1 and occurred_at < $2::date order by occurred_at, event_no limit ${AT_ONCE}),
     gone as (
       delete from event_out e using old
        where e.tenant_id = $1 and e.borrower_id = old.borrower_id and e.event_no = old.event_no
       returning e.tx)
     select count(*) as n, (max(tx::text::numeric) + 1)::text as before_tx from gone`,
    [tenantId, before],
  )
  const [row] = gone.rows
  if (row === undefined || row.before_tx === null) return 0
  await tx.query(
    `insert into event_gone as g (tenant_id, before_tx, gone_on) values ($1, $2::xid8, $3)
     on conflict (tenant_id) do update set before_tx = greatest(g.before_tx, excluded.before_tx), gone_on = excluded.gone_on`,
    [tenantId, row.before_tx, today],
  )
  return Number(row.n)
}

/** Whether events behind this place are gone, so that going on from it would pass over them. */
export async function isPlaceGone(tx: Tx, tenantId: bigint, place: EventPlace): Promise<boolean> {
  if (place.from === '0') return false
  const found = await tx.query(
    `select from event_gone where tenant_id = $1 and before_tx > $2::xid8`,
    [tenantId, place.from],
  )
  return found.rows.length > 0
}
