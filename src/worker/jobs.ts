import { Logger, run, runMigrations, type Runner, type TaskList } from 'graphile-worker'
import pg from 'pg'

/** The queue of jobs lives in the database, under the owner of the tables: no borrower is in it. */
export function openJobs(adminUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 4, application_name: 'forbear-jobs' })
  // A connection that the server closes is replaced at the next use; unheard, it would throw.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Makes the queue's own tables, or brings them up to date. */
export const prepareJobs = (jobs: pg.Pool): Promise<void> =>
  runMigrations({ pgPool: jobs, logger: QUIET })

const QUIET = new Logger(() => () => undefined)
/** A job that waits is announced at once; this is for what the announcement missed. */
const POLL_MS = 1000

/** Takes jobs from the queue until it is stopped; `stop` lets what runs come to its end. */
export function workJobs(
  jobs: pg.Pool,
  of: { readonly tasks: TaskList; readonly atOnce: number },
): Promise<Runner> {
  return run({
    pgPool: jobs,
    taskList: of.tasks,
    concurrency: of.atOnce,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: QUIET,
  })
}
