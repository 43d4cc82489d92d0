import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { caseIdText, pairText } from './ids.ts'
import { addPerson, inBook, type World } from './testing.ts'

export type VoiceThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const FIRST = 81n

/** For tests: what each route about dialled calls is asked with, a borrower of its own for each role. */
export async function addVoiceThings(world: World): Promise<VoiceThing> {
  const made = new Map<StaffRole, { borrowerId: bigint; contact: bigint }>()
  await inBook(world, async (tx) => {
    for (const [n, role] of ROLES.entries()) {
      const borrowerId = FIRST + BigInt(n)
      await addPerson(tx, { id: borrowerId })
      await tx.query(
        `insert into staff_phone (tenant_id, user_id, phone, effective_at)
         select 1, user_id, '+442079460001', now() from staff where tenant_id = 1 and role = $1`,
        [role],
      )
      const contact = await tx.query<{ id: bigint }>(
        `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
           template, language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by, provider)
         values (1, $1::bigint, gen_random_uuid(), 1, array[$1::bigint], 'call', 1, '-', 'en', 'delivered', 0, $2, $3,
           $2, '[]', 'staff:gone', 'voice-here') returning contact_id as id`,
        [borrowerId, new Date(world.now - 864_000_000), new Date(world.now - 863_000_000)],
      )
      made.set(role, { borrowerId, contact: contact.rows[0]?.id ?? 0n })
    }
  })
  return (route, role) => {
    const own = made.get(role ?? 'collector')
    if (own === undefined) return undefined
    if (route === 'POST /v1/cases/{id}/dials')
      return { path: `/v1/cases/${caseIdText(own.borrowerId)}/dials`, body: {} }
    if (route === 'GET /v1/contacts/{id}/call') {
      const id = pairText('ctc', { borrowerId: own.borrowerId, n: own.contact })
      return { path: `/v1/contacts/${id}/call` }
    }
    if (route === 'POST /v1/voice/phone')
      return { path: '/v1/voice/phone', body: { phone: '+442079460001' } }
    return undefined
  }
}
