import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { pairText } from './ids.ts'
import { addPerson, inBook, type World } from './testing.ts'

/** For tests: what each route about what is said in calls is asked with, a call of its own for each role. */
export type QualityThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const FIRST = 1031n

type Made = { readonly borrowerId: bigint; readonly own: bigint; readonly others: bigint }

export async function addQualityThings(world: World): Promise<QualityThing> {
  const made = new Map<StaffRole, Made>()
  for (const [n, role] of ROLES.entries()) {
    const borrowerId = FIRST + BigInt(n)
    await inBook(world, (tx) => addPerson(tx, { id: borrowerId }))
    const own = await addCall(world, { borrowerId, by: role })
    const others = await addCall(world, { borrowerId, by: 'collector' })
    await inBook(world, (tx) =>
      tx.query(
        `insert into quality_item (tenant_id, borrower_id, contact_id, why, on_day, made_by, effective_at)
         values (1, $1, $2, 'finding', $3, 'somebody', $4)`,
        [borrowerId, others, world.today, new Date(world.now)],
      ),
    )
    made.set(role, { borrowerId, own, others })
  }
  return (route, role) => {
    const thing = made.get(role ?? 'collector')
    return thing === undefined ? undefined : routes(thing)[route]
  }
}

/** A call that left, as if its number had been told. */
export async function addCall(
  world: World,
  of: { readonly borrowerId: bigint; readonly by: StaffRole; readonly ago?: number },
): Promise<bigint> {
  const at = world.now - (of.ago ?? 0)
  const made = await inBook(world, (tx) =>
    tx.query<{ contact_id: bigint }>(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template,
         language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
       select 1, $1::bigint, gen_random_uuid(), 1, array[$1::bigint], 'call', 1, '-', 'en', 'accepted', 0, $3, $4, $3, '[]',
              'staff:' || user_id
         from staff where tenant_id = 1 and role = $2 limit 1 returning contact_id`,
      [of.borrowerId, of.by, new Date(at), new Date(at + 900_000)],
    ),
  )
  return made.rows[0]?.contact_id ?? 0n
}

function routes({ borrowerId, own, others }: Made): ReturnType<typeof waysOf> {
  const name = (n: bigint) => pairText('ctc', { borrowerId, n })
  return waysOf(`/v1/contacts/${name(own)}`, `/v1/quality/${name(others)}`)
}

const waysOf = (
  call: string,
  listed: string,
): Partial<Record<RouteName, { readonly path: string; readonly body?: unknown }>> => ({
  'GET /v1/contacts/{id}/script': { path: `${call}/script` },
  'POST /v1/contacts/{id}/script/answers': {
    path: `${call}/script/answers`,
    body: { at: 'greet', answer: '1' },
  },
  'POST /v1/contacts/{id}/transcripts': {
    path: `${call}/transcripts`,
    body: { text: 'C: Hello?\nB: Yes?', recording_sha256: 'b'.repeat(64) },
  },
  'GET /v1/quality/{id}': { path: listed },
  'POST /v1/quality/{id}/reviews': {
    path: `${listed}/reviews`,
    body: { points: { identity: 2 }, verdicts: [] },
  },
  'POST /v1/quality/samples': { path: '/v1/quality/samples', body: { day: '2026-11-19' } },
})
