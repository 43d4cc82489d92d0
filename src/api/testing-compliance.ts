import { lettersFolder, putOpen, sha256Of } from '../channels/letter/folder.ts'
import type { StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { caseIdText, pairText } from './ids.ts'
import { addPerson, inBook, TODAY, type World } from './testing.ts'

/** For tests: what each route that answers for what was done is asked with. */
export type ComplianceThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

/** One answer of the guard about the person of the matrix, as it was kept. */
export async function addComplianceThings(
  world: World,
  borrowerId: bigint,
): Promise<ComplianceThing> {
  const made = await inBook(world, (tx) =>
    tx.query<{ verdict_id: bigint }>(
      `insert into verdict (tenant_id, borrower_id, channel, address_id, judged_at, decision, reasons, rules_hash,
         proposal, facts)
       values (1, $1, 'sms', 1, $2, 'deny', '[]', 'a rule that is gone', '{}', '{}') returning verdict_id`,
      [borrowerId, new Date(world.now)],
    ),
  )
  await inBook(world, (tx) =>
    tx.query(
      `insert into access_review (tenant_id, month, looks, words, reviewed_by)
       values (1, '2026-07-01', 0, 'Read.', 'somebody'), (1, '2026-08-01', 0, 'Read.', 'somebody')`,
    ),
  )
  const taken = await world.ask(`/v1/cases/${caseIdText(borrowerId)}/exports`, {
    as: 'compliance',
    body: { reason: 'She asked for it.' },
  })
  const key = await addLetter(world)
  const id = pairText('vrd', { borrowerId, n: made.rows[0]?.verdict_id ?? 0n })
  const ways: Partial<Record<RouteName, { readonly path: string; readonly body?: unknown }>> = {
    'GET /v1/decisions/{id}': { path: `/v1/decisions/${id}` },
    'GET /v1/rules/{id}/stops': { path: '/v1/rules/cn.time/stops' },
    'POST /v1/cases/{id}/exports': {
      path: `/v1/cases/${caseIdText(borrowerId)}/exports`,
      body: { reason: 'She asked for it.' },
    },
    'GET /v1/exports/{id}/archive': { path: taken.json.url },
    'POST /v1/access-reviews': {
      path: '/v1/access-reviews',
      body: { month: '2026-10-01', words: 'Nothing stands out.' },
    },
  }
  const letters: typeof ways = {
    'GET /v1/letter-batches/{number}/manifest': { path: '/v1/letter-batches/1/manifest' },
    'POST /v1/letters/{key}/looks': {
      path: `/v1/letters/${key}/looks`,
      body: { reason: 'She asked what it said.' },
    },
    'POST /v1/letters/{key}/returns': {
      path: `/v1/letters/${key}/returns`,
      body: { on: TODAY, reason: 'moved' },
    },
  }
  return (route, role) =>
    route === 'POST /v1/access-reviews/signs'
      ? { path: '/v1/access-reviews/signs', body: { month: monthOf(role) } }
      : (ways[route] ?? letters[route])
}

const WHOSE = 990n
const KEY = '00000000-0000-4000-8000-000000000990'

/** One letter that was handed over, with its file, in the first batch. */
async function addLetter(world: World): Promise<string> {
  const pdf = Buffer.from('%PDF-1.7 a letter')
  await putOpen(lettersFolder(world.home, 1n), KEY, pdf)
  await inBook(world, async (tx) => {
    await addPerson(tx, { id: WHOSE })
    await tx.query(
      `with batch as (
         insert into letter_batch (tenant_id, made_on, state, closed_at, letters, pages)
         values (1, $3, 'ready', $4, 1, 1) returning batch_no
       ), made as (
         insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template,
           language, state, block_version, permitted_at, expires_at, slots, made_by, provider)
         values (1, $1::bigint, $2, 1, array[$1::bigint], 'letter', 1, 'letter-serious', 'en', 'accepted', 0, $4, $4::timestamptz + interval '1 hour', '[]',
           'test', 'letter') returning contact_id
       )
       insert into letter (tenant_id, borrower_id, attempt_key, contact_id, kind, batch_no, state, block_version, sha256,
         pages, place, envelope, set_at)
       select 1, $1::bigint, $2, contact_id, 'reminder', batch_no, 'batched', 0, $5, 1, 'London', 'dl-window', $4 from made, batch`,
      [WHOSE, KEY, TODAY, new Date(world.now), sha256Of(pdf)],
    )
  })
  return KEY
}

/** A month is signed once, so each role has one of its own that somebody else went through. */
const monthOf = (role: StaffRole | undefined): string =>
  role === 'manager' ? '2026-08-01' : '2026-07-01'
