import { askJob } from '../store/job.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { caseIdText, jobIdText } from './ids.ts'
import { inBook, type World } from './testing.ts'

export type JobThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path?: string; readonly body?: unknown } | undefined

/** One job that is done for each role, and bodies for new ones. */
export async function addJobThings(world: World): Promise<JobThing> {
  const jobs = new Map<StaffRole, bigint>()
  for (const role of ROLES) {
    const made = await inBook(world, async (tx) => {
      const asked = {
        kind: 'hold',
        reason: 'advice',
        source: 'test',
        written: false,
        untilOn: undefined,
        undoesId: undefined,
        key: `job-${role}`,
        bodyHash: role,
        by: 'test',
        rows: [{ borrowerId: 7n }],
      } as const
      const job = await askJob(tx, 1n, asked, world.now)
      await tx.query(`update job set state = 'done', ended_at = asked_at`)
      return job
    })
    if ('jobId' in made) jobs.set(role, made.jobId)
  }
  return (route, role) => {
    if (route === 'POST /v1/bulk/holds' || route === 'POST /v1/bulk/releases') {
      const select = { case_ids: [caseIdText(7n)] }
      return { body: { select, reason: 'advice', source: 'a list' } }
    }
    if (!route.includes('/jobs/{id}')) return undefined
    const at = (route.split(' ')[1] ?? '').replace(
      '{id}',
      jobIdText(jobs.get(role ?? 'manager') ?? 0n),
    )
    return { path: at, ...(route.startsWith('POST') && { body: {} }) }
  }
}
