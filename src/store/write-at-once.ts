import type { PoolClient } from 'pg'

const waiting = new WeakSet<PoolClient>()

/**
 * What a connection is asked before anything is answered goes out in one write: each write is a call of the system
 * and wakes the server, and of an event's own work that is half.
 */
export function writeAtOnce(tx: PoolClient): void {
  if (waiting.has(tx)) return
  const { stream } = tx.connection
  waiting.add(tx)
  stream.cork()
  process.nextTick(() => {
    waiting.delete(tx)
    stream.uncork()
  })
}
