import pg from 'pg'
import { sandboxProvider, type Mix } from '../src/channels/sandbox.ts'
import type { Day, Instant } from '../src/core/calendar.ts'
import { connectApp } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'

/** One dispatch run in a process of its own, which is killed with kill -9 at a chosen moment. */
export type ChildJob = {
  readonly url: string
  readonly now: number
  readonly today: string
  readonly seed: number
  readonly mix: Mix
  /** Dies by its own hand at this query: even before it is answered, odd a moment later. */
  readonly killAtQuery: number
  /** The packs that its people need, where reading all of them would be most of a short life. */
  readonly law?: string
}

const job = JSON.parse(process.argv[2] ?? '') as ChildJob
// Between two queries a run changes nothing that lasts, so every moment that matters is at one.
const { query } = pg.Client.prototype
let queries = 0
pg.Client.prototype.query = function dying(this: pg.Client, ...args: Parameters<typeof query>) {
  const answer = query.apply(this, args)
  queries += 1
  if (queries === job.killAtQuery) {
    if (queries % 2 === 0) process.kill(process.pid, 'SIGKILL')
    else setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1)
  }
  return answer
} as typeof query

const db = connectApp(job.url)
const provider = (channel: 'sms' | 'email') =>
  sandboxProvider(db, { channel, seed: job.seed, mix: job.mix, patienceMs: 100 })
const templates = await loadTemplates('templates')
const law = loadLaw(job.law ?? 'law')
await dispatch(db, 1n, {
  now: job.now as Instant,
  today: job.today as Day,
  say: () => undefined,
  channels: { sms: provider('sms'), email: provider('email') },
  law,
  templates,
  lanes: 4,
})
await db.end()
