import type { StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { caseIdText, pairText } from './ids.ts'
import { inBook, type World } from './testing.ts'

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
  return (route, role) =>
    route === 'POST /v1/access-reviews/signs'
      ? { path: '/v1/access-reviews/signs', body: { month: monthOf(role) } }
      : ways[route]
}

/** A month is signed once, so each role has one of its own that somebody else went through. */
const monthOf = (role: StaffRole | undefined): string =>
  role === 'manager' ? '2026-08-01' : '2026-07-01'
