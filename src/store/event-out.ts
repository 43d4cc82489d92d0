import type { Instant } from '../core/calendar.ts'
import type { EventType, KeptEvent } from '../core/event-types.ts'
import { instantText, type Tx } from './db.ts'

export type Telling = {
  readonly type: EventType
  readonly borrowerId: bigint
  readonly at: Instant
  readonly accountId?: bigint | undefined
  /** In the currency of the account. */
  readonly minor?: bigint | undefined
  readonly data: Readonly<Record<string, bigint | string | undefined>>
}

/**
 * Whether anybody of the tenant `$1` listens. The server asks it once a statement and reads nothing else
 * where the answer is no, so a tenant without an endpoint and a key pays for two looks into an index.
 */
export const LISTENED = `(
  exists (select from webhook_endpoint w where w.tenant_id = $1 and w.ended_at is null)
  or exists (select from api_key k where k.tenant_id = $1 and k.ended_at is null
               and k.scopes @> array['events:read'] and k.expires_at > now()))`

const TELL = `
  insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
  select $1, e.borrower_id, e.type, e.at, jsonb_strip_nulls(e.data || jsonb_build_object(
    'account_id', e.account_id::text, 'amount', case when e.minor is not null then
      jsonb_build_object('minor', e.minor::text, 'currency', a.currency) end))
  from json_to_recordset($2::json) as e (borrower_id bigint, type text, at timestamptz, account_id bigint,
    minor bigint, data jsonb)
  left join account a on a.tenant_id = $1 and a.borrower_id = e.borrower_id and a.account_id = e.account_id
  where ${LISTENED}`

/** Tells events in the transaction of their facts, under the locks of their borrowers: so they are in order. */
export async function tell(tx: Tx, tenantId: bigint, events: readonly Telling[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({
    borrower_id: event.borrowerId,
    type: event.type,
    at: instantText(event.at),
    account_id: event.accountId ?? null,
    minor: event.minor ?? null,
    data: Object.fromEntries(
      Object.entries(event.data).map(([name, value]) => [name, value?.toString() ?? null]),
    ),
  }))
  const text = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  await tx.query(TELL, [tenantId, text])
}

export type NobodysTelling = {
  readonly type: EventType
  readonly at: Instant
  readonly data: Readonly<Record<string, unknown>>
}

/** The borrower that no borrower is: what concerns the tenant stands under it. */
const NOBODY = 0n

/** Tells what is about no one case, in the transaction of its fact. */
export async function tellOfNobody(
  tx: Tx,
  tenantId: bigint,
  { type, at, data }: NobodysTelling,
): Promise<void> {
  await tx.query(
    `insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
     select $1, $2, $3, $4, $5 where ${LISTENED}`,
    [tenantId, NOBODY, type, instantText(at), JSON.stringify(data)],
  )
}

/**
 * A place in a tenant's events. `from` and `until` are horizons: numbers below which no transaction was
 * running when they were taken. What lies between two horizons can grow no more, so nothing that commits
 * late is skipped, however long it took.
 */
export type EventPlace = {
  readonly from: string
  /** The same as `from`: the next part has yet to be begun. */
  readonly until: string
  readonly after: bigint
}

export const START: EventPlace = { from: '0', until: '0', after: 0n }

const PART_MAX = 1000

/**
 * The next events, in the order in which they were written within a part between two horizons. So two events of
 * one case keep their order: the borrower's lock lets one transaction end before the other writes. Where the
 * later one has the lower number, a horizon between the two numbers would say that the lower one had ended and
 * the higher one still ran: but the lower one waited for it. So no horizon parts them.
 */
export async function readEvents(
  tx: Tx,
  tenantId: bigint,
  place: EventPlace,
  of: { readonly limit: number; readonly types?: readonly string[] | null },
): Promise<{ readonly events: readonly KeptEvent[]; readonly next: EventPlace }> {
  const found = await readPart(tx, tenantId, place, of)
  // One transaction that wrote more than a part holds lies behind a horizon with nothing before it.
  const isPassed = found.seen === 0 && found.next.from !== place.from
  return isPassed ? readPart(tx, tenantId, found.next, of) : found
}

async function readPart(
  tx: Tx,
  tenantId: bigint,
  place: EventPlace,
  of: { readonly limit: number; readonly types?: readonly string[] | null },
): Promise<{
  readonly events: readonly KeptEvent[]
  readonly next: EventPlace
  readonly seen: number
}> {
  const part = place.from === place.until ? await nextPart(tx, tenantId, place.from) : place
  if (part === undefined) return { events: [], next: place, seen: 0 }
  const { rows } = await tx.query<KeptEvent & { readonly occurred: Instant }>(
    `select event_no as "eventNo", borrower_id as "borrowerId", type, data, occurred_at as occurred,
            trace_id as "traceId"
       from event_out
      where tenant_id = $1 and tx >= $2::xid8 and tx < $3::xid8 and event_no > $4
      order by event_no limit $5`,
    [tenantId, part.from, part.until, part.after, of.limit],
  )
  const events = rows
    .filter((row) => of.types === undefined || of.types === null || of.types.includes(row.type))
    .map(({ occurred, ...row }) => ({ ...row, at: new Date(occurred).toISOString() }))
  const last = rows.at(-1)
  const isWhole = rows.length < of.limit || last === undefined
  const next = isWhole
    ? { from: part.until, until: part.until, after: 0n }
    : { ...part, after: last.eventNo }
  return { events, next, seen: rows.length }
}

/** Where the events of now end: whoever begins here is told what comes after. */
export async function placeNow(tx: Tx): Promise<EventPlace> {
  const found = await tx.query<{ now: string }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as now`,
  )
  const now = found.rows[0]?.now ?? '0'
  return { from: now, until: now, after: 0n }
}

/**
 * From one horizon to the next: the newest that some thousand events allow, as each was written with the
 * horizon of its moment, else that of now. undefined: nothing new may be shown yet.
 */
async function nextPart(tx: Tx, tenantId: bigint, from: string): Promise<EventPlace | undefined> {
  const found = await tx.query<{ now: string; floor: string | null; n: bigint }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as now, max(e.floor_tx::text::numeric)::text as floor,
       count(*) as n
     from (select floor_tx from event_out where tenant_id = $1 and tx >= $2::xid8
            order by tx limit ${PART_MAX}) e`,
    [tenantId, from],
  )
  const [row] = found.rows
  if (row === undefined || row.n === 0n) return undefined
  const isLong =
    row.n === BigInt(PART_MAX) && row.floor !== null && BigInt(row.floor) > BigInt(from)
  const until = isLong && row.floor !== null ? row.floor : row.now
  return BigInt(until) > BigInt(from) ? { from, until, after: 0n } : undefined
}
