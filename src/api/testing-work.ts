import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { caseIdText, pairText } from './ids.ts'
import { addPerson, inBook, TODAY, type World } from './testing.ts'

/** For tests: what each route about people's hours is asked with, a borrower of its own for each role. */
export type WorkThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const FIRST = 31n

export async function addWorkThings(world: World): Promise<WorkThing> {
  const things = new Map<StaffRole, Made>()
  await inBook(world, async (tx) => {
    for (const [n, role] of ROLES.entries()) {
      const id = FIRST + BigInt(n)
      await addPerson(tx, { id })
      const staff = await tx.query<{ user_id: string }>(
        'select user_id from staff where role = $1',
        [role],
      )
      const userId = staff.rows[0]?.user_id ?? ''
      await tx.query(
        `insert into lease (tenant_id, borrower_id, user_id, why, taken_at, expires_at)
         values (1, $1::bigint, $2, jsonb_build_object('kind', 'listed', 'accountId', $1::bigint::text, 'channel', 'call',
           'priority', 1, 'idleMinutes', 15, 'stayDays', 7), $3, $4)`,
        [id, userId, new Date(world.now), new Date(world.now + 900_000)],
      )
      const treatment = await tx.query<{ id: bigint }>(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage,
           tone, row_no, treatment, channel, template, approval, state)
         values (1, $1, $1, $2, 'none', 1, 'late', 'serious', 9, 'visit', 'visit', 'v', $3, 'awaiting_approval')
         returning treatment_id as id`,
        [id, TODAY, role === 'collector' ? 'manager' : role],
      )
      const contact = await tx.query<{ id: bigint }>(
        `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
           template, language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
         values (1, $1::bigint, gen_random_uuid(), 1, array[$1::bigint], 'call', 1, '-', 'en', 'accepted', 0, $3, $4, $3, '[]', $2)
         returning contact_id as id`,
        [id, `staff:${userId}`, new Date(world.now), new Date(world.now + 900_000)],
      )
      const callback = await tx.query<{ id: bigint }>(
        `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by)
         values (1, $1, $1, $2, 'UTC', 'borrower', 'x') returning callback_id as id`,
        [id, new Date(world.now + 7_200_000)],
      )
      things.set(role, {
        borrowerId: id,
        contact: contact.rows[0]?.id ?? 0n,
        callback: callback.rows[0]?.id ?? 0n,
        treatment: treatment.rows[0]?.id ?? 0n,
      })
    }
  })
  return (route, role) => {
    const made = things.get(role ?? 'collector')
    return made === undefined ? undefined : WAYS[route]?.(made)
  }
}

type Made = {
  readonly borrowerId: bigint
  readonly contact: bigint
  readonly callback: bigint
  readonly treatment: bigint
}
type Way = (made: Made) => { readonly path: string; readonly body?: unknown }

const WAYS: Partial<Record<RouteName, Way>> = {
  'POST /v1/work/next': () => ({ path: '/v1/work/next', body: {} }),
  'POST /v1/work/{id}/stay': (made) => ({ path: `/v1/work/${lease(made)}/stay`, body: {} }),
  'POST /v1/work/{id}/release': (made) => ({
    path: `/v1/work/${lease(made)}/release`,
    body: { reason: 'not_now' },
  }),
  'POST /v1/cases/{id}/calls': ({ borrowerId }) => ({
    path: `/v1/cases/${caseIdText(borrowerId)}/calls`,
    body: {},
  }),
  'POST /v1/contacts/{id}/outcome': ({ borrowerId, contact }) => ({
    path: `/v1/contacts/${pairText('ctc', { borrowerId, n: contact })}/outcome`,
    body: { disposition: 'no_answer' },
  }),
  'POST /v1/cases/{id}/callbacks': ({ borrowerId }) => ({
    path: `/v1/cases/${caseIdText(borrowerId)}/callbacks`,
    body: { at: '2026-11-23T12:00', asked_by: 'borrower' },
  }),
  'POST /v1/callbacks/{id}/cancel': ({ borrowerId, callback }) => ({
    path: `/v1/callbacks/${pairText('cbk', { borrowerId, n: callback })}/cancel`,
    body: {},
  }),
  'POST /v1/approvals/{id}': ({ borrowerId, treatment }) => ({
    path: `/v1/approvals/${pairText('trt', { borrowerId, n: treatment })}`,
    body: { approve: true },
  }),
}

const lease = ({ borrowerId }: Made) => pairText('lse', { borrowerId, n: 1n })
