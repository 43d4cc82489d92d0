import type { Day, Instant } from '../src/core/calendar.ts'
import { connectApp } from '../src/store/db.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { openJobs } from '../src/worker/jobs.ts'

export type ChildAsked = { readonly url: string; readonly today: Day; readonly snapshots: string }
export type ChildDone = {
  readonly seconds: number
  readonly treatments: number
  readonly cpu: number
  readonly rssMb: number
}

// One worker process of a night, with its queue and its snapshot, as the command runs it.
process.once('message', (asked) => {
  void work(asked as ChildAsked).then((done) => {
    process.send?.(done, () => process.exit(0))
  })
})

async function work({ url, today, snapshots }: ChildAsked): Promise<ChildDone> {
  const db = connectApp(url)
  const jobs = openJobs(url)
  const now = Date.parse(`${today}T09:00:00Z`) as Instant
  const started = process.hrtime.bigint()
  const before = process.cpuUsage()
  const { treatments } = await runCycle(db, 1n, { today, now, jobs, snapshots })
  const used = process.cpuUsage(before)
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  await jobs.end()
  await db.end()
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1024)
  return { seconds, treatments, cpu: (used.user + used.system) / 1e6, rssMb }
}
