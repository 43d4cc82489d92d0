import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

export type CheckAnswer = 'ours' | 'ended' | 'unknown'

/** Questions that one network has in an hour: a person has a few, and a program is not helped to try all. */
const CHECKS_MAX = 20
const HOUR_MS = 3_600_000

/** Whether a network may ask once more now; many at once are counted one after another. */
export async function mayAsk(
  tx: Tx,
  tenantId: bigint,
  of: { readonly networkHash: string; readonly now: Instant },
): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `official ${tenantId} ${of.networkHash}`,
  ])
  const found = await tx.query<{ n: bigint }>(
    `select count(*) as n from official_check where tenant_id = $1 and network_hash = $2 and checked_at > $3`,
    [tenantId, of.networkHash, instantText((of.now - HOUR_MS) as Instant)],
  )
  return (found.rows[0]?.n ?? 0n) < CHECKS_MAX
}

/** Keeps that somebody asked, and what was said; never what was typed. */
export async function keepCheck(
  tx: Tx,
  tenantId: bigint,
  of: { readonly networkHash: string; readonly now: Instant; readonly answer: CheckAnswer },
): Promise<void> {
  await tx.query(
    `insert into official_check (tenant_id, network_hash, answer, checked_at) values ($1, $2, $3, $4)`,
    [tenantId, of.networkHash, of.answer, instantText(of.now)],
  )
}

/** The day on which a letter with this printed reference was set; undefined where there is none. */
export async function letterOf(
  tx: Tx,
  tenantId: bigint,
  reference: string,
): Promise<Day | undefined> {
  const found = await tx.query<{ on: Day }>(
    `select (l.set_at at time zone t.zone)::date as "on" from letter l join tenant t on t.tenant_id = l.tenant_id
      where l.tenant_id = $1 and l.state <> 'withdrawn'
        and l.attempt_key between ($2 || '-0000-0000-0000-000000000000')::uuid
          and ($2 || '-ffff-ffff-ffff-ffffffffffff')::uuid
      order by 1 limit 1`,
    [tenantId, reference],
  )
  return found.rows[0]?.on
}

/** The day on which a link was made with a letter; nothing of whom it is for. */
export async function linkMadeOn(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly linkNo: bigint },
): Promise<Day | undefined> {
  const found = await tx.query<{ on: Day }>(
    `select (l.made_at at time zone t.zone)::date as "on" from payment_link l join tenant t on t.tenant_id = l.tenant_id
      where l.tenant_id = $1 and l.borrower_id = $2 and l.link_no = $3`,
    [tenantId, of.borrowerId, of.linkNo],
  )
  return found.rows[0]?.on
}
