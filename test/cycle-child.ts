import pg from 'pg'
import type { Day, Instant } from '../src/core/calendar.ts'
import { connectApp } from '../src/store/db.ts'
import { runCycle } from '../src/worker/cycle.ts'

/** One cycle in a process of its own, which kills itself with kill -9 at its n-th query. */
const [url = '', today = '', killAt = ''] = process.argv.slice(2)
const { query } = pg.Client.prototype
let queries = 0
pg.Client.prototype.query = function dying(this: pg.Client, ...args: Parameters<typeof query>) {
  const answer = query.apply(this, args)
  queries += 1
  if (queries === Number(killAt))
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), queries % 3)
  return answer
} as typeof query

const db = connectApp(url)
await runCycle(db, 1n, { today: today as Day, now: 0 as Instant })
await db.end()
