import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { inTenant, instantText, type Db } from './db.ts'
import type { BorrowerRange } from './positions.ts'

export type DueTreatment = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly treatmentId: bigint
  /** null where no machine sends it: calls without words are for people, who wait for no gateway's turn. */
  readonly channel: Channel | null
}

const PAGE = 2000

/**
 * One page of treatments whose hour has come, by borrower, the more urgent first within one. A page
 * holds whole borrowers only, so that one lane has all of a borrower.
 */
export async function dueTreatments(
  db: Db,
  tenantId: bigint,
  ask: {
    readonly bucket: BorrowerRange
    readonly after: bigint | undefined
    readonly now: Instant
  },
): Promise<DueTreatment[][]> {
  const from = ask.after === undefined ? ask.bucket.from : ask.after + 1n
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ borrower_id: bigint; treatment_ids: bigint[]; channels: (Channel | null)[] }>(
      `with page as (
         select borrower_id from treatment
         where tenant_id = $1 and borrower_id >= $2 and ($3::bigint is null or borrower_id < $3)
           and state in ('planned', 'deferred') and coalesce(not_before, '-infinity') <= $4
         order by borrower_id limit $5
       )
       select t.borrower_id, array_agg(t.treatment_id order by t.priority desc, t.treatment_id) as treatment_ids,
         array_agg(case when t.channel = 'call' and t.template is null then null else t.channel end
           order by t.priority desc, t.treatment_id) as channels
       from treatment t
       where t.tenant_id = $1 and t.borrower_id >= $2
         and t.borrower_id <= (select max(borrower_id) from page)
         and t.state in ('planned', 'deferred') and coalesce(t.not_before, '-infinity') <= $4
       group by t.borrower_id order by t.borrower_id`,
      [tenantId, from, ask.bucket.until ?? null, instantText(ask.now), PAGE],
    ),
  )
  return found.rows.map((row) =>
    row.treatment_ids.map((treatmentId, i) => ({
      tenantId,
      borrowerId: row.borrower_id,
      treatmentId,
      channel: row.channels[i] ?? null,
    })),
  )
}

/**
 * What is listed for people and past the window of the guard's yes waits to be asked again: so a list
 * holds what is lawful now, and the next look at it passes over nothing.
 */
export async function askListedAgain(
  db: Db,
  tenantId: bigint,
  { bucket, now }: { readonly bucket: BorrowerRange; readonly now: Instant },
): Promise<number> {
  const done = await inTenant(db, tenantId, (tx) =>
    tx.query(
      `update treatment set state = 'deferred', not_before = $4
       where tenant_id = $1 and borrower_id >= $2 and ($3::bigint is null or borrower_id < $3)
         and state = 'listed' and lawful_until <= $4`,
      [tenantId, bucket.from, bucket.until ?? null, instantText(now)],
    ),
  )
  return done.rowCount ?? 0
}
