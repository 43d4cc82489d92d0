import { connectApp } from '../src/store/db.ts'
import { cycleTasks } from '../src/worker/cycle-jobs.ts'
import { openJobs, prepareJobs, workJobs } from '../src/worker/jobs.ts'

/** A worker process: says each shard that it begins; with `dies` it kills itself with kill -9 then. */
const [url = '', dies = ''] = process.argv.slice(2)
const jobs = openJobs(url)
await prepareJobs(jobs)
const tasks = cycleTasks({ db: connectApp(url), snapshotsOf: () => undefined })
const begun = Object.entries(tasks).map(([name, task]) => {
  const told: typeof task = async (payload, helpers) => {
    process.stdout.write('shard\n')
    if (dies === 'dies') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 5)
    return task?.(payload, helpers)
  }
  return [name, told] as const
})
await workJobs(jobs, { tasks: Object.fromEntries(begun) as typeof tasks, atOnce: 1 })
process.stdout.write('ready\n')
