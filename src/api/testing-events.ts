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
