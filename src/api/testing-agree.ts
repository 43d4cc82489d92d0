import { addDays } from '../core/calendar.ts'
import { applyPlan } from '../store/agree-plan.ts'
import { inEvent } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { askSecond } from '../store/second-person.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { accountIdText, caseIdText, offerIdText, pairText, planIdText } from './ids.ts'
import { addPerson, inBook, TODAY, type World } from './testing.ts'

type AgreeThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const WISH = { kind: 'plan', count: 2, payday: { every: 'month', day_of_month: 28 } }
const A_POUND = { minor: '100', currency: 'GBP' }
const OPTIONS = 'offers/options'
const FIRST = 200n

/** Of each role's own: an account without anything agreed, one with a plan, one with an offer, and a request. */
export async function addAgreeThings(world: World): Promise<AgreeThing> {
  const idsOf = (role: StaffRole) => {
    const free = FIRST + BigInt(ROLES.indexOf(role)) * 10n
    return { free, promised: free + 1n, planned: free + 2n, offered: free + 3n }
  }
  const made = new Map<StaffRole, { plan: bigint; offer: bigint; request: bigint }>()
  for (const role of ROLES) {
    const ids = idsOf(role)
    await inBook(world, async (tx) => {
      for (const id of Object.values(ids)) await addPerson(tx, { id })
    })
    made.set(role, await addOf(world, ids))
  }
  return (route, role) => {
    const ids = idsOf(role ?? 'collector')
    const own = made.get(role ?? 'collector')
    const at = (id: bigint, what: string) => `/v1/cases/${caseIdText(id)}/${what}`
    const plan = planIdText(own?.plan ?? 0n)
    const offer = offerIdText(own?.offer ?? 0n)
    const request = pairText('req', { borrowerId: ids.free, n: own?.request ?? 0n })
    const of = (id: bigint) => ({ account_id: accountIdText(id) })
    const all: Partial<Record<RouteName, { path: string; body?: unknown }>> = {
      'POST /v1/cases/{id}/promises/checks': {
        path: at(ids.promised, 'promises/checks'),
        body: { ...of(ids.promised), amount: A_POUND, due_on: TODAY },
      },
      'POST /v1/cases/{id}/promises': {
        path: at(ids.promised, 'promises'),
        body: {
          ...of(ids.promised),
          amount: A_POUND,
          due_on: addDays(TODAY, 5),
          source: 'call',
        },
      },
      'POST /v1/cases/{id}/plans/{plan_id}/events': {
        path: at(ids.planned, `plans/${plan}/events`),
        body: { ...of(ids.planned), action: 'skip' },
      },
      'POST /v1/cases/{id}/offers/options': { path: at(ids.free, OPTIONS), body: of(ids.free) },
      'POST /v1/cases/{id}/offers': {
        path: at(ids.free, 'offers'),
        body: { ...of(ids.free), wishes: [WISH] },
      },
      'POST /v1/cases/{id}/offers/{offer_id}/answers': {
        path: at(ids.offered, `offers/${offer}/answers`),
        body: { accept: false, why: 'not now' },
      },
      'POST /v1/cases/{id}/budget': { path: at(ids.free, 'budget'), body: { answers: {} } },
      'GET /v1/promises/statistics': { path: '/v1/promises/statistics?by=amount&currency=GBP' },
      'POST /v1/requests/{id}/answers': {
        path: `/v1/requests/${request}/answers`,
        body: { approve: false, why: 'not now' },
      },
    }
    return all[route]
  }
}

async function addOf(world: World, ids: { free: bigint; planned: bigint; offered: bigint }) {
  const tick = { now: world.now, today: TODAY }
  const plan = await inEvent(world.db, 1n, async (tx) => {
    await lockBorrower(tx, { tenantId: 1n, borrowerId: ids.planned })
    const instalments = [1, 2].map((no) => ({
      no,
      dueOn: addDays(TODAY, no * 30),
      amountMinor: 100n,
    }))
    const account = { borrowerId: ids.planned, accountId: ids.planned }
    return applyPlan(tx, 1n, { ...account, instalments, source: 'test' }, tick)
  })
  const offer = await inBook(world, async (tx) => {
    const option = {
      kind: 'plan',
      shape: 'equal',
      instalments: [{ no: 1, dueOn: addDays(TODAY, 5), amountMinor: '100' }],
      payMinor: '100',
      forgivesMinor: '0',
      discountBps: 0,
      monthlyMinor: '100',
      fits: 'unknown',
      value: {
        payMinor: '100',
        valueMinor: '100',
        keptMinor: '100',
        waitingMinor: '0',
        keptBps: 1,
      },
    }
    const found = await tx.query<{ id: bigint }>(
      `insert into offer (tenant_id, borrower_id, account_id, made_by_side, currency, owed_minor, options, made_on,
         expires_on, made_by) values (1, $1, $1, 'lender', 'GBP', 5000, $2, $3, $3, 'test') returning offer_id as id`,
      [ids.offered, JSON.stringify([option]), TODAY],
    )
    return found.rows[0]?.id ?? 0n
  })
  const request = await inBook(world, (tx) =>
    askSecond(tx, 1n, {
      borrowerId: ids.free,
      kind: 'waiver',
      body: {},
      amountMinor: 100n,
      currency: 'GBP',
      by: 'somebody else',
      why: 'test',
      askedOn: TODAY,
      expiresOn: TODAY,
    }),
  )
  return { plan: 'planId' in plan ? plan.planId : 0n, offer, request }
}
