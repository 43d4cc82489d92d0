import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import { placeNow } from './event-out.ts'

export type Endpoint = {
  readonly endpointId: bigint
  readonly url: string
  readonly about: string | null
  readonly types: readonly string[] | null
  readonly scheme: 'v1' | 'v1a'
  readonly secretNo: number
  readonly rotatedUntil: Instant | null
  readonly version: bigint
  readonly isOn: boolean
  readonly offWhy: string | null
  readonly madeBy: string
  readonly madeAt: Instant
  readonly endedAt: Instant | null
}

export type EndpointGiven = {
  readonly url: string
  readonly about: string | null
  readonly types: readonly string[] | null
}

const COLUMNS = `endpoint_id as "endpointId", url, about, types, scheme, secret_no as "secretNo",
  rotated_until_at as "rotatedUntil", version, active as "isOn", off_why as "offWhy", made_by as "madeBy",
  made_at as "madeAt", ended_at as "endedAt"`

/** It is told what happens from now on. */
export async function makeEndpoint(
  tx: Tx,
  tenantId: bigint,
  given: EndpointGiven & { readonly scheme: 'v1' | 'v1a'; readonly by: string },
  now: Instant,
): Promise<Endpoint> {
  const place = await placeNow(tx)
  const made = await tx.query<Endpoint>(
    `insert into webhook_endpoint (tenant_id, url, about, types, scheme, from_tx, until_tx, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6::xid8, $6::xid8, $7, $8) returning ${COLUMNS}`,
    [
      tenantId,
      given.url,
      given.about,
      given.types,
      given.scheme,
      place.from,
      given.by,
      instantText(now),
    ],
  )
  const [endpoint] = made.rows
  if (endpoint === undefined) throw new Error('bug: the endpoint that was made is not there')
  return endpoint
}

/** The endpoints that are not ended, the newest first. */
export async function listEndpoints(
  tx: Tx,
  tenantId: bigint,
  of: { readonly before?: bigint | undefined; readonly limit: number },
): Promise<readonly Endpoint[]> {
  const { rows } = await tx.query<Endpoint>(
    `select ${COLUMNS} from webhook_endpoint
      where tenant_id = $1 and ended_at is null and ($2::bigint is null or endpoint_id < $2)
      order by endpoint_id desc limit $3`,
    [tenantId, of.before ?? null, of.limit],
  )
  return rows
}

export async function readEndpoint(
  tx: Tx,
  tenantId: bigint,
  endpointId: bigint,
): Promise<Endpoint | undefined> {
  const { rows } = await tx.query<Endpoint>(
    `select ${COLUMNS} from webhook_endpoint
      where tenant_id = $1 and endpoint_id = $2 and ended_at is null`,
    [tenantId, endpointId],
  )
  return rows[0]
}

export type EndpointChange =
  | { readonly is: 'edit'; readonly given: EndpointGiven & { readonly isOn: boolean } }
  /** The secret before signs too until then. */
  | { readonly is: 'rotate'; readonly until: Instant }
  | { readonly is: 'end'; readonly by: string; readonly at: Instant }
  /** It said that it is gone. */
  | { readonly is: 'off'; readonly why: string }

/** Changes an endpoint; undefined where there is none, or it has ended. */
export async function changeEndpoint(
  tx: Tx,
  tenantId: bigint,
  of: { readonly endpointId: bigint },
  change: EndpointChange,
): Promise<Endpoint | undefined> {
  const [set, values] = setOf(change)
  const { rows } = await tx.query<Endpoint>(
    `update webhook_endpoint set version = version + 1, ${set}
      where tenant_id = $1 and endpoint_id = $2 and ended_at is null
      returning ${COLUMNS}`,
    [tenantId, of.endpointId, ...values],
  )
  return rows[0]
}

function setOf(change: EndpointChange): readonly [string, readonly unknown[]] {
  switch (change.is) {
    case 'edit': {
      const { url, about, types, isOn } = change.given
      return [
        `url = $3, about = $4, types = $5, active = $6, off_why = case when $6 then null else coalesce(off_why, 'by_hand') end`,
        [url, about, types, isOn],
      ]
    }
    case 'rotate':
      return [`secret_no = secret_no + 1, rotated_until_at = $3`, [instantText(change.until)]]
    case 'end':
      return [`ended_by = $3, ended_at = $4`, [change.by, instantText(change.at)]]
    case 'off':
      return [`active = false, off_why = $3`, [change.why]]
  }
}
