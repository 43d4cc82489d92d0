import { putRecording } from '../channels/voice/recordings.ts'
import type { Tx } from '../store/db.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { addressIdText, caseIdText, pairText } from './ids.ts'
import { QUIET_FOLDER } from './testing-gateway.ts'
import { addPerson, inBook, type World } from './testing.ts'

export type VoiceThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const FIRST = 81n

/** For tests: what each route about dialled calls is asked with, a borrower of its own for each role. */
export async function addVoiceThings(world: World): Promise<VoiceThing> {
  const made = new Map<
    StaffRole,
    { borrowerId: bigint; contact: bigint; recording: bigint; sign: bigint }
  >()
  const sha256 = await putRecording(QUIET_FOLDER, Buffer.from('a second of sound'))
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
      const contactId = contact.rows[0]?.id ?? 0n
      await tx.query(
        `insert into app_fact (tenant_id, borrower_id, address_id, provider, kind, source, effective_at)
         values (1, $1, 1, 'wechat', 'linked', 'a test', $2)`,
        [borrowerId, new Date(world.now - 864_000_000)],
      )
      const recording = await addRecording(tx, { borrowerId, contactId, sha256, role })
      const sign = await tx.query<{ n: bigint }>(
        `insert into official_sign (tenant_id, kind, value, shown, begins_on, recorded_by)
         values (1, 'sender', $1, $1, '2026-01-01', 'a test') returning sign_no as n`,
        [`sender ${role}`],
      )
      const signNo = sign.rows[0]?.n ?? 0n
      made.set(role, { borrowerId, contact: contactId, recording, sign: signNo })
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
    if (route.includes('/recordings/{id}')) {
      const id = pairText('rec', { borrowerId: own.borrowerId, n: own.recording })
      return route === 'GET /v1/recordings/{id}/sound'
        ? { path: `/v1/recordings/${id}/sound` }
        : { path: `/v1/recordings/${id}/listens`, body: { reason: 'a complaint' } }
    }
    if (route === 'POST /v1/voice/phone')
      return { path: '/v1/voice/phone', body: { phone: '+442079460001' } }
    if (route === 'POST /v1/official-signs/{number}/ends')
      return { path: `/v1/official-signs/${own.sign}/ends`, body: {} }
    return appThing(route, own.borrowerId)
  }
}

/** What the routes about apps and prices are asked with. */
function appThing(route: RouteName, borrowerId: bigint): ReturnType<VoiceThing> {
  const path = route.split(' ')[1]?.replace('{id}', caseIdText(borrowerId)) ?? ''
  const provider = 'wechat'
  const bodies: Partial<Record<RouteName, unknown>> = {
    'POST /v1/cases/{id}/apps': {
      provider,
      name: `o${borrowerId}`,
      evidence: 'seen',
      opt_in: true,
    },
    'POST /v1/cases/{id}/apps/withdrawals': {
      provider,
      address_id: addressIdText(1n),
      reason: 'no more',
    },
    'POST /v1/message-prices': {
      channel: 'sms',
      country: 'GB',
      per: 100,
      from_on: '2026-11-20',
      amount: { minor: '350', currency: 'GBP' },
    },
    'POST /v1/provider-templates': {
      provider,
      code: 'T-1',
      state: 'approved',
      why: 'seen in their console',
    },
  }
  if (route === 'POST /v1/official-signs')
    return { path, body: { kind: 'phone', text: `+44 20 7946 ${borrowerId}` } }
  if (route === 'POST /v1/portal-settings')
    return { path, body: { privacy: 'https://lender.example/privacy' } }
  const body = bodies[route]
  return body === undefined ? undefined : { path, body }
}

type Recorded = {
  readonly borrowerId: bigint
  readonly contactId: bigint
  readonly sha256: string
  readonly role: StaffRole
}

/** A recording, and that whoever has the role said why they listen. */
async function addRecording(tx: Tx, { borrowerId, contactId, sha256, role }: Recorded) {
  await tx.query(
    `insert into voice_call (tenant_id, borrower_id, attempt_key, contact_id, provider, kind, by_staff, language,
       records, notice, keep_days, connects, dialled_at)
     select 1, $1, attempt_key, contact_id, 'voice-here', 'bridge', 'gone', 'en', true, true, 90, false, sending_at
       from contact where tenant_id = 1 and borrower_id = $1 and contact_id = $2`,
    [borrowerId, contactId],
  )
  const made = await tx.query<{ id: bigint }>(
    `insert into voice_recording (tenant_id, borrower_id, attempt_key, contact_id, sha256, bytes, media_type, seconds,
       made_on, keep_until)
     select 1, $1, attempt_key, $2, $3, 17, 'audio/wav', 1, '2026-11-10', '2027-02-08'
       from contact where tenant_id = 1 and borrower_id = $1 and contact_id = $2 returning recording_id as id`,
    [borrowerId, contactId, sha256],
  )
  const id = made.rows[0]?.id ?? 0n
  await tx.query(
    `insert into voice_recording_event (tenant_id, borrower_id, recording_id, kind, by_staff, reason, effective_at)
     select 1, $1, $2, 'listened', user_id, 'a test', '2026-11-20T09:59:00Z' from staff where tenant_id = 1 and role = $3`,
    [borrowerId, id, role],
  )
  return id
}
