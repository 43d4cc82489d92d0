import { ROLES, type StaffRole } from '../store/staff.ts'
import { documentOf } from '../strategy/testing.ts'
import type { RouteName } from './access.ts'
import { caseIdText, proposalIdText, rewardIdText } from './ids.ts'
import { inBook, type World } from './testing.ts'

export type ChangeThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

/** A proposal, a trial and a reward of each role's own, so that every route has something to act on. */
export async function addChangeThings(world: World): Promise<ChangeThing> {
  const made = await inBook(world, async (tx) => {
    const staff = await tx.query<{ role: StaffRole; id: string }>(
      'select role, user_id as id from staff where tenant_id = 1',
    )
    const idOf = new Map(staff.rows.map((one) => [one.role, one.id]))
    const proposals = new Map<StaffRole, bigint>()
    const rewards = new Map<StaffRole, bigint>()
    for (const [n, role] of ROLES.entries()) {
      const proposed = await tx.query<{ id: bigint }>(
        `insert into strategy_proposal (tenant_id, kind, name, version, effective_on, author)
         values (1, 'rollback', 'bank', 1, '2026-12-01', $1) returning proposal_id as id`,
        [idOf.get(role)],
      )
      proposals.set(role, proposed.rows[0]?.id ?? 0n)
      const asked = await tx.query<{ id: bigint }>(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
           stage, tone, row_no, treatment, approval, reward, state)
         values (1, 7, 7, '2026-11-20', 'bank', 1, 'on-time', 'none', 1, $1, 'manager', 'fee_waiver', 'awaiting_approval')
         returning treatment_id as id`,
        [`thanks-${role}`],
      )
      rewards.set(role, asked.rows[0]?.id ?? 0n)
      await tx.query(
        `insert into trial (tenant_id, name, strategy, lanes, begins_on, ends_on, days, metric,
           per_thousand_max, contacts_least, author, approver, announced_on)
         values (1, $1, 'bank', int4range($2, $2 + 10), '2026-11-21', '2026-12-21',
           '[2026-11-21,2026-12-21)', 'both', 3, 500, 'a', 'b', '2026-11-20')`,
        [`of-${role}`, n * 10],
      )
      await tx.query(
        `insert into trial_arm (tenant_id, trial, arm_no, name, strategy, percent)
         values (1, $1, 1, 'champion', 'bank', 90), (1, $1, 2, 'alone', null, 10)`,
        [`of-${role}`],
      )
    }
    return { proposals, rewards }
  })
  return (route, role = 'manager') =>
    thingsOf(role, {
      proposal: proposalIdText(made.proposals.get(role) ?? 0n),
      reward: rewardIdText(made.rewards.get(role) ?? 0n),
    })[route]
}

function thingsOf(
  role: StaffRole,
  { proposal, reward }: { proposal: string; reward: string },
): Partial<Record<RouteName, ReturnType<ChangeThing>>> {
  return {
    'POST /v1/proposals': { path: '/v1/proposals', body: PROPOSED },
    'GET /v1/proposals/{id}': { path: `/v1/proposals/${proposal}` },
    'POST /v1/proposals/{id}/answers': {
      path: `/v1/proposals/${proposal}/answers`,
      body: { answer: 'withdrawn' },
    },
    'POST /v1/trials/{name}/stops': {
      path: `/v1/trials/of-${role}/stops`,
      body: { words: 'Enough is known.' },
    },
    'POST /v1/rewards/{id}/answers': {
      path: `/v1/rewards/${reward}/answers`,
      body: { answer: 'agreed' },
    },
    'GET /v1/templates/{channel}/{name}': { path: '/v1/templates/sms/reminder-warm' },
    'POST /v1/templates/checks': { path: '/v1/templates/checks', body: TEMPLATE },
    'POST /v1/templates/pages': {
      path: '/v1/templates/pages',
      body: { template: LETTER, language: 'en', person: 'usual' },
    },
    'POST /v1/cases/{id}/template-pages': {
      path: `/v1/cases/${caseIdText(7n)}/template-pages`,
      body: { template: LETTER, language: 'zh' },
    },
    'POST /v1/templates/proposals': {
      path: '/v1/templates/proposals',
      body: { kind: 'template', template: TEMPLATE },
    },
    'POST /v1/cases/{id}/template-previews': {
      path: `/v1/cases/${caseIdText(7n)}/template-previews`,
      body: TEMPLATE,
    },
    'POST /v1/diffs': { path: '/v1/diffs', body: { document: documentOf({}) } },
  }
}

export const TEMPLATE = {
  channel: 'sms',
  name: 'our-reminder',
  kind: 'reminder',
  stages: ['early'],
  tone: 'warm',
  audience: 'borrower',
  texts: {
    zh: '【{{ sender.name }}】{{ borrower.name }}您好，{{ collector }}您尾号{{ account.tail }}的账户有{{ amount }}待还，可来电商量分期。核实请拨{{ sender.phone }}。拒收请回复R',
    en: '{{ sender.name }}: {{ collector }}Hi {{ borrower.name }}, {{ amount }} is due on your account ending {{ account.tail }}. Need more time? Call us, we can help. Check us on {{ sender.phone }}. Reply STOP to end texts.',
  },
}

/** Words for paper, and as sound as they need be to be looked at. */
export const LETTER = { ...TEMPLATE, channel: 'letter', name: 'our-letter' }

const PROPOSED = {
  kind: 'publish',
  document: documentOf({}),
  effective_on: '2026-12-01',
}
