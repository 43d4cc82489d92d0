import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OpenAPIHono } from '@hono/zod-openapi'
import { documentOf } from '../strategy/testing.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import { ACCESS, mayUse, ROUTE_NAMES, type RouteName } from './access.ts'
import { checkDeclared } from './app.ts'
import type { ApiEnv } from './env.ts'
import { ROUTE_SCOPES, SCOPES, type Scope } from './scopes.ts'
import { accountIdText, addressIdText, caseIdText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  addUsPortfolio,
  inBook,
  openWorld,
  publishStarters,
  type World,
} from './testing.ts'
import { addAgreeThings } from './testing-agree.ts'
import { addBankThings, type BankThing } from './testing-bank.ts'
import { addCareThings } from './testing-care.ts'
import { lookAtAll, triedRoutes } from './testing-dry.ts'
import { addChangeThings, type ChangeThing } from './testing-changes.ts'
import { addComplianceThings, type ComplianceThing } from './testing-compliance.ts'
import { addTakeBackThings } from './testing-take-backs.ts'
import { addInboxThings } from './testing-inbox.ts'
import { addJobThings, type JobThing } from './testing-jobs.ts'
import { addKeyThings, testKey, type KeyThing } from './testing-keys.ts'
import { addLedgerThings, type LedgerThing } from './testing-ledger.ts'
import { addQualityThings, type QualityThing } from './testing-quality.ts'
import { addPayThings, PAY_HERE } from './testing-pay.ts'
import { addVoiceThings, type VoiceThing } from './testing-voice.ts'
import { addViewThings, type ViewThing } from './testing-views.ts'
import { addWorkThings, type WorkThing } from './testing-work.ts'

let world: World
let workThing: WorkThing
let viewThing: ViewThing
let keyThing: KeyThing
let jobThing: JobThing
let voiceThing: VoiceThing
let qualityThing: QualityThing
let changeThing: ChangeThing
let complianceThing: ComplianceThing
let careThing: Awaited<ReturnType<typeof addCareThings>>
let takeBackThing: Awaited<ReturnType<typeof addTakeBackThings>>
let inboxThing: Awaited<ReturnType<typeof addInboxThings>>
let ledgerThing: LedgerThing
let agreeThing: Awaited<ReturnType<typeof addAgreeThings>>
let bankThing: BankThing
let payThing: Awaited<ReturnType<typeof addPayThings>>
let tables: Awaited<ReturnType<typeof lookAtAll>>

beforeAll(async () => {
  world = await openWorld({ pay: PAY_HERE, capKey: Buffer.alloc(32, 5) })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 7n })
    await addUsPortfolio(tx)
    await addPerson(tx, { id: 8n, portfolio: 3 })
    for (const id of [21n, 22n]) await addPerson(tx, { id })
  })
  await publishStarters(world)
  workThing = await addWorkThings(world)
  viewThing = await addViewThings(world)
  changeThing = await addChangeThings(world)
  ledgerThing = await addLedgerThings(world)
  payThing = await addPayThings(world)
  bankThing = await addBankThings(world)
  careThing = await addCareThings(world)
  takeBackThing = await addTakeBackThings(world)
  inboxThing = await addInboxThings(world)
  keyThing = await addKeyThings(world)
  jobThing = await addJobThings(world)
  voiceThing = await addVoiceThings(world)
  qualityThing = await addQualityThings(world)
  agreeThing = await addAgreeThings(world)
  complianceThing = await addComplianceThings(world, 7n)
  tables = await lookAtAll(world)
}, 120_000)
afterAll(async () => {
  await tables.end()
  await world.stop()
})

const BODIES: Partial<Record<RouteName, unknown>> = {
  'POST /v1/sign-in': { email: 'collector@demo.forbear.test', password: 'collector-password' },
  'POST /v1/cases/{id}/holds': { reason: 'advice', source: 'call' },
  'POST /v1/cases/{id}/presence': {},
  'POST /v1/cases/{id}/pauses': {
    account_id: accountIdText(7n),
    from_on: '2026-11-20',
    until_on: '2026-11-27',
    reason: 'payment holiday',
  },
  'POST /v1/cases/{id}/inbound': { channel: 'sms', result: 'delivered' },
  'POST /v1/cases/{id}/circumstances': { kind: 'occasion' },
  'POST /v1/cases/{id}/overrides': {
    rule: 'us.reg-f.14b.7in7',
    ground: 'litigation',
    reason: 'The court wants an answer by Friday',
    hours: 24,
  },
  'POST /v1/cases/{id}/addresses/{address_id}/reveal': { reason: 'to read it back' },
  'POST /v1/strategies/checks': { document: 'apiVersion: strategy/v1' },
  'POST /v1/strategies/what-if': { document: documentOf({}) },
  'POST /v1/strategies/explanations': { document: documentOf({}), case_id: caseIdText(7n) },
  'POST /v1/remittances': { portfolio: 'us-loans', until: '2026-11-20' },
  'POST /v1/lint': { text: 'Please call us.', channel: 'sms', case_id: caseIdText(7n) },
  'POST /v1/payments': {
    case_id: caseIdText(7n),
    account_id: accountIdText(7n),
    ref: 'matrix',
    amount: { minor: '100', currency: 'GBP' },
    effective_on: '2026-11-20',
  },
}

/** What a route cannot be asked without. */
const QUERIES: Partial<Record<RouteName, string>> = {
  'GET /v1/portfolio/{figure}': '?currency=GBP',
  'GET /v1/search': '?q=zhang',
  'GET /v1/rules/changes': '?from=2025-01-01&to=2026-01-01',
}

const pathOf = (route: RouteName) =>
  (route.split(' ')[1] ?? '')
    .replace(
      '{id}',
      route.includes('/rules/') ? 'cn.time' : caseIdText(route.includes('/overrides') ? 8n : 7n),
    )
    .replace('{address_id}', addressIdText(1n))
    .replace('{name}', 'bank')
    .replace('{figure}', 'rolls')
    .concat(QUERIES[route] ?? '')

/** A second plan beside a running one is refused, so each role has an account of its own. */
function planThing(route: RouteName, role: StaffRole | undefined) {
  if (route !== 'POST /v1/cases/{id}/plans') return undefined
  const id = role === 'manager' ? 21n : 22n
  const instalments = [{ due_on: '2026-11-30', amount: { minor: '100', currency: 'GBP' } }]
  return {
    path: `/v1/cases/${caseIdText(id)}/plans`,
    body: { account_id: accountIdText(id), instalments, source: 'call' },
  }
}

function askRoute(
  route: RouteName,
  role: StaffRole | undefined,
  { key, dry = false }: { readonly key?: string; readonly dry?: boolean } = {},
) {
  // Signing out ends the session that the other questions need, so it is asked by a sign-in of its own.
  const own =
    workThing(route, role) ??
    viewThing(route, role) ??
    keyThing(route, role) ??
    jobThing(route, role) ??
    voiceThing(route, role) ??
    changeThing(route, role) ??
    ledgerThing(route, role) ??
    payThing(route, role) ??
    bankThing(route, role) ??
    careThing(route, role) ??
    inboxThing(route, role) ??
    takeBackThing(route, role) ??
    qualityThing(route, role) ??
    complianceThing(route, role) ??
    agreeThing(route, role) ??
    planThing(route, role)
  const body = own?.body ?? BODIES[route]
  const path = own?.path ?? pathOf(route)
  return world.ask(dry ? `${path}${path.includes('?') ? '&' : '?'}dry_run=true` : path, {
    as: key === undefined ? role : undefined,
    method: route.split(' ')[0] ?? 'GET',
    headers: {
      'Idempotency-Key': `${route} ${role} ${key?.slice(-4)}`.replaceAll(' ', '-'),
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
    },
    ...(body === undefined ? {} : { body }),
  })
}

const routes = ROUTE_NAMES.filter(
  (route) => route !== 'POST /v1/sign-out' && route !== 'GET /readyz' && ACCESS[route] !== 'signed',
)

const TRIED = triedRoutes()

/** Before it is done for the first time, under the same key: it answers, and not a row of any table is another. */
async function tryOnly(route: RouteName, role: StaffRole) {
  const before = await tables.look()
  const tried = await askRoute(route, role, { dry: true })
  const said = [tried.status, tried.headers.get('Forbear-Dry-Run'), tried.json.code]
  expect([role, ...said]).toEqual([role, 200, 'true', undefined])
  expect(await tables.look()).toEqual(before)
}

describe('every route answers as the matrix says', () => {
  test.each(routes)('%s, to every role and to nobody', async (route) => {
    const nobody = await askRoute(route, undefined)
    if (ACCESS[route] === 'anyone') expect(nobody.status).toBe(200)
    else expect([nobody.status, nobody.json.code]).toEqual([401, 'not_signed_in'])
    const first = ROLES.find((role) => mayUse(route, role) && TRIED.has(route))
    for (const role of ROLES) {
      if (role === first) await tryOnly(route, role)
      const answer = await askRoute(route, role)
      if (mayUse(route, role)) expect([role, answer.status < 300]).toEqual([role, true])
      else expect([role, answer.status, answer.json.code]).toEqual([role, 403, 'not_permitted'])
    }
  })

  test('a database that answers is ready, for anyone', async () => {
    expect((await world.ask('/readyz')).json).toEqual({ status: 'ready' })
  })

  test('what is tried is much, not what shows something once; and a look at all tables sees what is done', async () => {
    expect(TRIED.size).toBeGreaterThan(60)
    for (const route of ['POST /v1/keys', 'POST /v1/cases/{id}/calls', 'POST /v1/lint'] as const)
      expect(TRIED.has(route)).toBe(false)
    const before = await tables.look()
    const headers = { 'Idempotency-Key': 'seen' }
    const body = BODIES['POST /v1/cases/{id}/holds']
    await world.ask(`/v1/cases/${caseIdText(7n)}/holds`, { as: 'manager', body, headers })
    expect(await tables.look()).not.toEqual(before)
  })

  test('the matrix says something: some routes are barred to some role', () => {
    const barred = ROUTE_NAMES.filter((route) => ROLES.some((role) => !mayUse(route, role)))
    expect(barred.length).toBeGreaterThan(5)
  })
})

describe('every route answers a key as its one scope says', () => {
  type Kind = 'only' | 'all but' | 'all'
  const keys = new Map<string, string>()
  async function keyOf(role: StaffRole, kind: Kind, scope: Scope | undefined): Promise<string> {
    const name = `${role} ${kind} ${scope}`
    const scopes = SCOPES.filter((one) => kind === 'all' || (kind === 'only') === (one === scope))
    const secret = keys.get(name) ?? (await testKey(world, { role, scopes })).secret
    keys.set(name, secret)
    return secret
  }
  const REFUSED = ['scope_missing', 'person_needed', 'not_permitted', 'not_signed_in']

  test.each(routes)('%s', async (route) => {
    const needs = ROUTE_SCOPES[route]
    for (const role of ROLES) {
      const scope = (SCOPES as readonly string[]).includes(needs) ? (needs as Scope) : undefined
      const kind = scope === undefined ? 'all' : 'only'
      const { json } = await askRoute(route, role, {
        key: await keyOf(role, kind, scope),
      })
      const says = mayUse(route, role)
        ? needs === 'person'
          ? 'person_needed'
          : undefined
        : 'not_permitted'
      expect([role, REFUSED.find((code) => code === json.code)]).toEqual([role, says])
      if (scope === undefined || !mayUse(route, role)) continue
      const barred = await askRoute(route, role, {
        key: await keyOf(role, 'all but', scope),
      })
      expect([role, barred.status, barred.json.code]).toEqual([role, 403, 'scope_missing'])
    }
  })

  test('what asks for a second person asks for a person', () => {
    const seconds = ROUTE_NAMES.filter((route) =>
      /^POST .*(proposals|rewards|requests|remittances)\/\{\w+\}\/(answers|approvals|refusals)$|approvals\/\{id\}$/.test(
        route,
      ),
    )
    expect(seconds.length).toBeGreaterThan(4)
    expect(seconds.filter((route) => ROUTE_SCOPES[route] !== 'person')).toEqual([])
  })
})

describe('nothing without a session', () => {
  test('a path that is no route looks the same to nobody as one that is', async () => {
    expect((await world.ask('/v1/secrets')).status).toBe(401)
    expect((await world.ask('/v1/cases')).status).toBe(401)
    expect((await world.ask('/v1/secrets', { as: 'manager' })).json.code).toBe('not_found')
  })

  test('a made-up cookie is no session', async () => {
    const cookie = world.cookies.manager.replace(/=.*/, '=made.up')
    expect((await world.ask('/v1/me', { headers: { Cookie: cookie } })).status).toBe(401)
  })

  test('a forged signature on a real token is no session', async () => {
    const forged = `${world.cookies.manager.slice(0, -12)}AAAAAAAAAA%3D`
    expect((await world.ask('/v1/me', { headers: { Cookie: forged } })).status).toBe(401)
    expect((await world.ask('/v1/me', { as: 'manager' })).status).toBe(200)
  })

  test('the access is asked before the request is read: a malformed one tells nobody anything', async () => {
    expect((await world.ask('/v1/cases?nonsense=1')).status).toBe(401)
    expect((await world.ask('/v1/payments', { as: 'admin', body: '{' })).status).toBe(403)
    expect((await world.ask('/v1/payments', { as: 'manager', body: '{' })).status).toBe(400)
  })

  test('role and tenant come from the session alone', async () => {
    const headers = { 'X-Role': 'manager', 'X-Tenant': '2', 'X-Forbear-Ip': '10.0.0.1' }
    const me = await world.ask('/v1/me', { as: 'admin', headers })
    expect(me.json.role).toBe('admin')
    expect((await world.ask('/v1/cases?tenant=2', { as: 'collector' })).status).toBe(400)
  })
})

describe('leaving', () => {
  test('a session that signed out is refused at the next request', async () => {
    const cookie = await freshCookie('collector')
    expect((await world.ask('/v1/me', { headers: { Cookie: cookie } })).status).toBe(200)
    const out = await world.ask('/v1/sign-out', { method: 'POST', headers: { Cookie: cookie } })
    expect(out.status).toBe(204)
    expect((await world.ask('/v1/me', { headers: { Cookie: cookie } })).status).toBe(401)
    expect((await world.ask('/v1/sign-out', { method: 'POST' })).status).toBe(401)
  })

  test('somebody whose role was taken away is refused at the next request, and at the next sign-in', async () => {
    const me = await world.ask('/v1/me', { as: 'compliance' })
    expect(me.status).toBe(200)
    const taken = await world.ask(`/v1/staff/${me.json.user_id}/ends`, {
      as: 'admin',
      body: { reason: 'She left us.' },
    })
    expect(taken.status).toBe(200)
    expect((await world.ask('/v1/me', { as: 'compliance' })).status).toBe(401)
    const again = await world.ask('/v1/sign-in', {
      body: { email: 'compliance@demo.forbear.test', password: world.passwords.compliance },
    })
    expect([again.status, again.json.code]).toEqual([401, 'wrong_sign_in'])
    expect(again.headers.getSetCookie()).toEqual([])
  })
})

async function freshCookie(role: StaffRole): Promise<string> {
  const body = { email: `${role}@demo.forbear.test`, password: world.passwords[role] }
  const answer = await world.ask('/v1/sign-in', { body })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

describe('an application with an undeclared route does not start', () => {
  test('a route that the table does not name, and one that it names and nobody made', () => {
    const app = new OpenAPIHono<ApiEnv>()
    app.get('/v1/back-door', (c) => c.text('open'))
    expect(() => checkDeclared(app)).toThrow('does not name GET /v1/back-door')
    expect(() => checkDeclared(new OpenAPIHono<ApiEnv>())).toThrow('no route was made for')
    expect(() => checkDeclared(world.app)).not.toThrow()
  })
})
