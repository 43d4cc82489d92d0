import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCESS, ROUTE_NAMES } from './access.ts'
import { accountIdText, addressIdText, caseIdText } from './ids.ts'
import { PROBLEMS } from './problem.ts'
import { securityOf } from './route.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  type World,
} from './testing.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 1n })
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

describe('the document', () => {
  test('names every route of /v1, who may use it, and its problems', async () => {
    const { json } = await world.ask('/v1/openapi.json', { as: 'collector' })
    expect(json.openapi).toBe('3.1.0')
    for (const route of ROUTE_NAMES.filter(
      (name) => name.includes(' /v1/') && !name.includes('openapi'),
    )) {
      const [method = '', path = ''] = route.split(' ')
      const operation = json.paths[path]?.[method.toLowerCase()]
      expect([route, operation?.security]).toEqual([
        route,
        ACCESS[route] === 'signed' ? [{ signature: [] }] : securityOf(route),
      ])
    }
    const holds = json.paths['/v1/cases/{id}/holds'].post
    expect(holds.responses['422'].description).toContain('key_reused')
    expect(holds.requestBody.content['application/json'].schema.$ref).toBe(
      '#/components/schemas/HoldGiven',
    )
    expect(
      holds.parameters.some(
        (each: { name: string; in: string; required?: boolean }) =>
          each.name === 'Idempotency-Key' && each.in === 'header' && each.required,
      ),
    ).toBe(true)
  })

  test('speaks of no technical name twice', async () => {
    const { json } = await world.ask('/v1/openapi.json', { as: 'collector' })
    const ids = Object.values(json.paths).flatMap((path) =>
      Object.values(path as object).map((each) => each.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('problems', () => {
  test('have a title in both languages and one stable code', async () => {
    for (const [code, { en, zh, status }] of Object.entries(PROBLEMS)) {
      expect([code, en.length > 0, /\p{Script=Han}/u.test(zh), status >= 400]).toEqual([
        code,
        true,
        true,
        true,
      ])
    }
    const en = await world.ask('/v1/cases/case_0000000000009', { as: 'manager' })
    const zh = await world.ask('/v1/cases/case_0000000000009', {
      as: 'manager',
      headers: { 'Accept-Language': 'zh-CN' },
    })
    expect([en.json.title, zh.json.title]).toEqual(['There is no such case', '没有这个案件'])
    expect([en.json.code, zh.json.code]).toEqual(['no_such_case', 'no_such_case'])
    expect(en.headers.get('Content-Type')).toContain('application/problem+json')
    expect([en.headers.get('Content-Language'), zh.headers.get('Content-Language')]).toEqual([
      'en',
      'zh',
    ])
  })

  test('carry the trace of the caller, or one of their own', async () => {
    const trace = 'a'.repeat(32)
    const given = await world.ask('/v1/me', {
      headers: { traceparent: `00-${trace}-${'b'.repeat(16)}-01` },
    })
    expect(given.json.trace_id).toBe(trace)
    expect((await world.ask('/v1/me')).json.trace_id).toMatch(/^[0-9a-f]{32}$/)
  })

  test('a malformed part is named in the language of the reader', async () => {
    const zh = await world.ask('/v1/cases?limit=0&lang=zh', { as: 'manager' })
    expect(zh.json.errors[0]).toMatchObject({ pointer: '/query/limit' })
    expect(zh.json.errors[0].message).toMatch(/\p{Script=Han}/u)
  })
})

describe('near the schema', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      '',
      '0',
      '-1',
      '1e9',
      '2026-11-20',
      '2026-02-30',
      '9999-12-31',
      '0001-01-01',
      caseIdText(1n),
      caseIdText(2n ** 63n - 1n),
      'case_zzzzzzzzzzzzz',
      '\u0000',
      '\ud800',
      '%',
      "' or 1=1 --",
      '１２',
      'null',
      'infinity',
    ),
  )
  const KEYS = [
    'stage',
    'tone',
    'state',
    'portfolio',
    'min_days_past_due',
    'max_days_past_due',
    'treatment',
    'verdict',
    'rule',
    'on',
    'opened_on',
    'paid_since',
    'q',
    'sort',
    'cursor',
    'limit',
    'lang',
    'other',
  ]
  const query = fc.array(fc.tuple(fc.constantFrom(...KEYS), text), { maxLength: 4 })
  const well = (value: string) => Buffer.from(value, 'utf8').toString('utf8')
  const queryText = (pairs: [string, string][]) =>
    pairs.map(([key, value]) => `${key}=${encodeURIComponent(well(value))}`).join('&')

  test('no question of the list breaks anything', async () => {
    await fc.assert(
      fc.asyncProperty(query, async (pairs) => {
        const answer = await world.ask(`/v1/cases?${queryText(pairs)}`, { as: 'manager' })
        expect([pairs, answer.status < 500]).toEqual([pairs, true])
      }),
      { numRuns: 200, seed: 20_261_121 },
    )
  })

  const body = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        case_id: fc.oneof(text, fc.constant(caseIdText(1n))),
        account_id: fc.oneof(text, fc.constant(accountIdText(1n))),
        ref: text,
        amount: fc.oneof(
          fc.jsonValue(),
          fc.record({ minor: text, currency: fc.constantFrom('GBP', 'EUR', '') }),
        ),
        effective_on: text,
        reason: fc.oneof(text, fc.constantFrom('advice', 'cease')),
        source: text,
        from_on: text,
        until_on: text,
      },
      { requiredKeys: [] },
    ),
  )
  const PATHS = [
    '/v1/payments',
    `/v1/cases/${caseIdText(1n)}/holds`,
    `/v1/cases/${caseIdText(1n)}/addresses/${addressIdText(1n)}/reveal`,
    '/v1/sign-in',
  ]
  const countAll = async () => {
    const result = await inBook(world, (tx) =>
      tx.query(`select (select count(*) from hold) + (select count(*) from payment) + (select count(*) from reveal)
        + (select count(*) from answered_request) + (select sum(block_version) from borrower) as n`),
    )
    return String(result.rows[0].n)
  }

  test('no body breaks anything, and one that is refused changes nothing', async () => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), body, fc.uuid(), async (path, given, key) => {
        const before = await countAll()
        const answer = await world.ask(path, {
          as: 'collector',
          method: 'POST',
          body: given,
          headers: { 'Idempotency-Key': key },
        })
        expect([given, answer.status < 500]).toEqual([given, true])
        if (answer.status >= 400) {
          refused++
          expect([given, await countAll()]).toEqual([given, before])
        }
      }),
      { numRuns: 200, seed: 20_261_121 },
    )
    expect(refused).toBeGreaterThan(100)
  })
})
