import type { Tx } from '../store/db.ts'
import { inBook, type World } from './testing.ts'

const ASKED = `select pg_snapshot_xmin(pg_current_snapshot()) > coalesce(max(tx), '0') as shown from event_out`

/**
 * Until what was told can be read: an event is shown once every transaction that began before it is over,
 * those of the other databases of the server too.
 */
export async function untilShown(world: World): Promise<void> {
  for (;;) {
    const found = await inBook(world, (tx) => tx.query<{ shown: boolean }>(ASKED))
    if (found.rows[0]?.shown === true) return
    await new Promise((done) => setTimeout(done, 25))
  }
}

/** A contact that waits for what its provider says. */
export async function contactOf(world: World, tx: Tx): Promise<bigint> {
  const made = await tx.query<{ id: bigint }>(
    `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template,
       language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by, provider)
     values (1, 7, gen_random_uuid(), 1, array[7], 'sms', 1, '-', 'en', 'sending', 0, $1, $2, $1, '[]', 'test', 'test')
     returning contact_id as id`,
    [new Date(world.now), new Date(world.now + 60_000)],
  )
  return made.rows[0]?.id ?? 0n
}
