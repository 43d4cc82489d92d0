import { addDays } from '../core/calendar.ts'
import { applyPromise } from '../store/agree.ts'
import { inEvent } from '../store/db.ts'
import { applyHold } from '../store/hold.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { caseIdText, holdIdText, promiseIdText } from './ids.ts'
import { addPerson, inBook, TODAY, type World } from './testing.ts'

type Thing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const FIRST = 300n

/** Of each role's own: a promise and a hold that somebody of that role has just recorded. */
export async function addTakeBackThings(world: World): Promise<Thing> {
  const made = new Map<StaffRole, { case: string; hold: string; promise: string }>()
  for (const [n, role] of ROLES.entries())
    made.set(role, await record(world, role, FIRST + BigInt(n)))
  return (route, role) => {
    const own = made.get(role ?? 'collector')
    if (route === 'POST /v1/cases/{id}/holds/{hold_id}/undo')
      return { path: `/v1/cases/${own?.case}/holds/${own?.hold}/undo` }
    if (route === 'POST /v1/cases/{id}/promises/{promise_id}/undo')
      return { path: `/v1/cases/${own?.case}/promises/${own?.promise}/undo` }
    return undefined
  }
}

async function record(world: World, role: StaffRole, id: bigint) {
  await inBook(world, (tx) => addPerson(tx, { id }))
  const tick = { now: world.now, today: TODAY }
  return inEvent(world.db, 1n, async (tx) => {
    const staff = await tx.query<{ by: string }>(
      'select user_id as by from staff where tenant_id = 1 and role = $1',
      [role],
    )
    const by = staff.rows[0]?.by ?? ''
    const asked = { amountMinor: 100n, dueOn: addDays(TODAY, 5), source: 'test', by }
    const promise = await applyPromise(tx, 1n, { borrowerId: id, accountId: id, ...asked }, tick)
    const said = { reason: 'advice', written: false, fromOn: TODAY, source: 'test' }
    const hold = await applyHold(tx, 1n, { borrowerId: id, ...said }, tick)
    if ('declined' in promise || 'declined' in hold) throw new Error('bug: nothing was recorded')
    const idText = holdIdText(hold.holdId)
    await tx.query(
      `insert into answered_request (tenant_id, borrower_id, request_key, body_hash, status, answer, made_by)
       values (1, $1, $2, $3, 201, $4, $5)`,
      [id, `take back ${role}`, '0'.repeat(64), JSON.stringify({ id: idText }), by],
    )
    return { case: caseIdText(id), hold: idText, promise: promiseIdText(promise.promiseId) }
  })
}
