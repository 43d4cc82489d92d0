import type { Instant } from '../core/calendar.ts'
import { eventWire, type KeptEvent } from '../core/event-types.ts'
import { instantText, type Tx } from './db.ts'
import { readEvents } from './event-out.ts'

export type DeliveryFor = 'event' | 'replay' | 'test'

export type ToDeliver = {
  readonly deliveryId: bigint
  readonly endpointId: bigint
  readonly body: string
  /** This one, counted from 1. */
  readonly tryNo: number
  readonly url: string
  readonly scheme: 'v1' | 'v1a'
  readonly secretNo: number
  readonly rotatedUntil: Instant | null
  readonly traceId: string | null
}

const EVENTS_AT_ONCE = 200

/** Puts what is new on its way to each endpoint that is on; gives how many came on, if only past what they do not hear. */
export async function fanOut(tx: Tx, tenantId: bigint, now: Instant): Promise<number> {
  const { rows } = await tx.query<{
    endpoint_id: bigint
    types: string[] | null
    from_tx: string
    until_tx: string
    after_no: bigint
  }>(
    `select endpoint_id, types, from_tx::text, until_tx::text, after_no from webhook_endpoint
      where tenant_id = $1 and ended_at is null and active order by endpoint_id for update skip locked`,
    [tenantId],
  )
  let count = 0
  for (const row of rows) {
    const place = { from: row.from_tx, until: row.until_tx, after: row.after_no }
    const of = { limit: EVENTS_AT_ONCE, types: row.types }
    const { events, next } = await readEvents(tx, tenantId, place, of)
    await putDeliveries(tx, tenantId, {
      endpointId: row.endpoint_id,
      events,
      madeFor: 'event',
      now,
    })
    await tx.query(
      `update webhook_endpoint set from_tx = $3::xid8, until_tx = $4::xid8, after_no = $5
        where tenant_id = $1 and endpoint_id = $2`,
      [tenantId, row.endpoint_id, next.from, next.until, next.after],
    )
    const isOn =
      next.from !== place.from || next.until !== place.until || next.after !== place.after
    if (isOn) count += 1
  }
  return count
}

export async function putDeliveries(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly endpointId: bigint
    readonly events: readonly KeptEvent[]
    readonly madeFor: DeliveryFor
    readonly now: Instant
  },
): Promise<readonly bigint[]> {
  if (of.events.length === 0) return []
  const made = await tx.query<{ delivery_id: bigint }>(
    `insert into webhook_delivery (tenant_id, endpoint_id, event_no, type, body, due_at, made_for, trace_id)
     select $1, $2, e.no, e.type, e.body, $3, $4, e.trace_id
       from unnest($5::bigint[], $6::text[], $7::text[], $8::text[]) with ordinality
         as e (no, type, body, trace_id, nth)
      order by e.nth returning delivery_id`,
    [
      tenantId,
      of.endpointId,
      instantText(of.now),
      of.madeFor,
      of.events.map((event) => event.eventNo),
      of.events.map((event) => event.type),
      of.events.map((event) => JSON.stringify(eventWire(event))),
      of.events.map((event) => event.traceId ?? null),
    ],
  )
  return made.rows.map((row) => row.delivery_id)
}

/** Longer than any try: whoever takes one and dies leaves it to the next after this. */
const LEASE_MS = 60_000

/** Takes what is due; each is another's no more until its lease is over. */
export async function claimDeliveries(
  tx: Tx,
  tenantId: bigint,
  now: Instant,
  limit: number,
): Promise<readonly ToDeliver[]> {
  const { rows } = await tx.query<ToDeliver>(
    `with due as materialized (
       select d.delivery_id from webhook_delivery d
         join webhook_endpoint e on e.tenant_id = $1 and e.endpoint_id = d.endpoint_id and e.active and e.ended_at is null
        where d.tenant_id = $1 and d.state = 'due' and d.due_at <= $2
        order by d.due_at, d.delivery_id limit $4 for update of d skip locked
     )
     update webhook_delivery d set tries = d.tries + 1, due_at = $3
       from due, webhook_endpoint e
      where d.tenant_id = $1 and d.delivery_id = due.delivery_id
        and e.tenant_id = $1 and e.endpoint_id = d.endpoint_id
     returning d.delivery_id as "deliveryId", d.endpoint_id as "endpointId", d.body, d.tries as "tryNo", e.url,
       e.scheme, e.secret_no as "secretNo", e.rotated_until_at as "rotatedUntil", d.trace_id as "traceId"`,
    [tenantId, instantText(now), instantText((now + LEASE_MS) as Instant), limit],
  )
  return rows.toSorted((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1))
}

export type Tried = {
  readonly deliveryId: bigint
  readonly tryNo: number
  readonly status: number | undefined
  readonly why: string | undefined
  readonly tookMs: number
  readonly at: Instant
  /** undefined: it was the last one, or it was taken. */
  readonly againAt: Instant | undefined
  readonly isDone: boolean
}

/** Keeps what came of a try, and when the next one is. */
export async function keepTried(tx: Tx, tenantId: bigint, tried: Tried): Promise<void> {
  const { deliveryId, tryNo, status, why, tookMs, at, againAt, isDone } = tried
  await tx.query(
    `insert into webhook_try (tenant_id, delivery_id, try_no, status, why, took_ms, tried_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, deliveryId, tryNo, status ?? null, why ?? null, tookMs, instantText(at)],
  )
  const state = isDone ? 'done' : againAt === undefined ? 'given_up' : 'due'
  await tx.query(
    `update webhook_delivery set state = $4, due_at = coalesce($5::timestamptz, due_at)
      where tenant_id = $1 and delivery_id = $2 and tries = $3`,
    [tenantId, deliveryId, tryNo, state, againAt === undefined ? null : instantText(againAt)],
  )
}

export type DeliveryRow = {
  readonly deliveryId: bigint
  readonly type: string
  readonly body: string
  readonly state: 'due' | 'done' | 'given_up'
  readonly dueAt: Instant
  readonly madeFor: DeliveryFor
  readonly madeAt: Instant
  readonly tries: readonly {
    readonly try_no: number
    readonly status: number | null
    readonly why: string | null
    readonly took_ms: number
    readonly tried_at: string
  }[]
}

/** Deliveries of one endpoint with their tries, the newest first. */
export async function listDeliveries(
  tx: Tx,
  tenantId: bigint,
  of: { readonly endpointId: bigint; readonly before?: bigint | undefined; readonly limit: number },
): Promise<readonly DeliveryRow[]> {
  const { rows } = await tx.query<DeliveryRow>(
    `select d.delivery_id as "deliveryId", d.type, d.body, d.state, d.due_at as "dueAt", d.made_for as "madeFor",
       d.recorded_at as "madeAt", coalesce((
         select jsonb_agg(jsonb_build_object('try_no', t.try_no, 'status', t.status, 'why', t.why, 'took_ms', t.took_ms,
           'tried_at', to_char(t.tried_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by t.try_no)
           from webhook_try t where t.tenant_id = $1 and t.delivery_id = d.delivery_id), '[]') as tries
       from webhook_delivery d
      where d.tenant_id = $1 and d.endpoint_id = $2 and ($3::bigint is null or d.delivery_id < $3)
      order by d.delivery_id desc limit $4`,
    [tenantId, of.endpointId, of.before ?? null, of.limit],
  )
  return rows
}

const REPLAY_MAX = 1000

/** Sends again what was told: one delivery, or the events of a while, with the ids that they had. */
export async function replay(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly endpointId: bigint
    readonly deliveryId?: bigint | undefined
    readonly from?: Instant | undefined
    readonly until?: Instant | undefined
    readonly types: readonly string[] | null
  },
  now: Instant,
): Promise<{ readonly count: number; readonly more: boolean }> {
  if (of.deliveryId !== undefined) {
    const again = await tx.query(
      `insert into webhook_delivery (tenant_id, endpoint_id, event_no, type, body, due_at, made_for, trace_id)
       select tenant_id, endpoint_id, event_no, type, body, $4, 'replay', trace_id from webhook_delivery
        where tenant_id = $1 and endpoint_id = $2 and delivery_id = $3`,
      [tenantId, of.endpointId, of.deliveryId, instantText(now)],
    )
    return { count: again.rowCount ?? 0, more: false }
  }
  const { rows } = await tx.query<KeptEvent & { readonly occurred: Instant }>(
    `select event_no as "eventNo", borrower_id as "borrowerId", type, data, occurred_at as occurred,
            trace_id as "traceId" from event_out
      where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and ($4::text[] is null or type = any($4))
      order by occurred_at, event_no limit $5`,
    [tenantId, instantText(of.from ?? now), instantText(of.until ?? now), of.types, REPLAY_MAX + 1],
  )
  const events = rows
    .slice(0, REPLAY_MAX)
    .map((row) => ({ ...row, at: new Date(row.occurred).toISOString() }))
  await putDeliveries(tx, tenantId, { endpointId: of.endpointId, events, madeFor: 'replay', now })
  return { count: events.length, more: rows.length > REPLAY_MAX }
}
