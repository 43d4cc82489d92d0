import { cycleTasks } from '../worker/cycle-jobs.ts'
import { openJobs, prepareJobs, workJobs } from '../worker/jobs.ts'
import { asIs } from '../core/words.ts'
import { openBackground, sandboxOf } from './background.ts'
import { findTenant, withDatabase, type Context } from './context.ts'
import { snapshotsOf } from './day-work.ts'
import { EXIT, Stop } from './talk.ts'

const AT_ONCE = 2
const AT_ONCE_MAX = 64

/** A process more for the night: takes shards of whatever cycle is begun, for every tenant. */
export async function workerCommand(
  context: Context,
  options: { atOnce?: string },
): Promise<undefined> {
  const { talk } = context
  const atOnce = Number(options.atOnce ?? AT_ONCE)
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > AT_ONCE_MAX)
    throw new Stop(talk.word('badAtOnce', { text: String(options.atOnce) }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const { database, db, home, signal } = open
    const jobs = openJobs(database.adminUrl)
    try {
      await prepareJobs(jobs)
      const tasks = cycleTasks({ db, snapshotsOf: snapshotsOf(home) })
      const runner = await workJobs(jobs, { tasks, atOnce })
      const say = (error: unknown) => talk.line(asIs(String(error)))
      const tenant = await findTenant(open)
      const background =
        tenant && (await openBackground(open, { ...tenant, sandbox: sandboxOf(false), say }))
      talk.say('workerReady', { atOnce })
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await background?.stop()
      await runner.stop()
    } finally {
      await jobs.end()
    }
    talk.say('stopped')
  })
}
