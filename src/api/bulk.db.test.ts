import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workBulk } from '../worker/bulk.ts'
import { addDays } from '../core/calendar.ts'
import { caseIdText, accountIdText } from './ids.ts'
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
    for (let id = 1n; id <= 8n; id++)
      await addPerson(tx, { id, ...(id === 8n && { state: 'closed' }) })
    for (const [id, care] of [
      [5, null],
      [6, 77],
    ] as const)
      await tx.query(
        `insert into hold (tenant_id, borrower_id, reason, from_on, source, care_id)
         values (1, $1, 'advice', '2026-11-01', 'call', $2)`,
        [id, care],
      )
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

const ids = [1n, 2n, 3n, 5n, 6n, 8n, 99n].map(caseIdText)
const hold = { select: { case_ids: ids }, reason: 'advice', source: 'letter of the advice centre' }
const post = (path: string, body: unknown, key?: string, as: 'manager' | 'collector' = 'manager') =>
  world.ask(path, { as, body, ...(key !== undefined && { headers: { 'Idempotency-Key': key } }) })
const work = () => workBulk(world.db, 1n, () => ({ now: world.now, today: world.today }))
const holds = async () =>
  (
    await inBook(world, (tx) =>
      tx.query<{ id: bigint }>(
        `select borrower_id as id from hold h where ends_hold_id is null and not exists (
           select from hold e where e.borrower_id = h.borrower_id and e.ends_hold_id = h.hold_id) order by 1`,
      ),
    )
  ).rows.map((row) => row.id)

describe('an act for many', () => {
  test('is tried first: how many, and what bars the others; nothing is kept', async () => {
    const tried = await post('/v1/bulk/holds?dry_run=true', hold)
    expect([tried.status, tried.headers.get('Forbear-Dry-Run')]).toEqual([200, 'true'])
    const blocked = tried.json.blocked.map((one: { code: string; count: number }) => [
      one.code,
      one.count,
    ])
    expect([tried.json.total, tried.json.eligible]).toEqual([7, 3])
    expect(Object.fromEntries(blocked)).toEqual({
      already_held: 2,
      case_closed: 1,
      no_such_case: 1,
    })
    expect((await world.ask('/v1/jobs', { as: 'manager' })).json.items).toEqual([])
    expect(await holds()).toEqual([5n, 6n])
  })

  test('is a job, once for its key, with what came of each case', async () => {
    const asked = await post('/v1/bulk/holds', hold, 'bulk-1')
    expect(asked.status).toBe(202)
    const at = asked.headers.get('Location') ?? ''
    expect(at).toBe(`/v1/jobs/${asked.json.id}`)
    expect((await post('/v1/bulk/holds', hold, 'bulk-1')).json.id).toBe(asked.json.id)
    expect((await post('/v1/bulk/holds', { ...hold, source: 'x' }, 'bulk-1')).json.code).toBe(
      'key_reused',
    )
    await Promise.all([work(), work()])
    const job = await world.ask(at, { as: 'collector' })
    expect(job.json).toMatchObject({
      state: 'done',
      counts: { total: 6, done: 3, refused: 3, waiting: 0 },
    })
    expect(await holds()).toEqual([1n, 2n, 3n, 5n, 6n])
    const rows = await world.ask(`${at}/rows?result=refused&limit=2&lang=zh`, { as: 'manager' })
    expect(rows.json.items.map((one: { code: string }) => one.code)).toEqual([
      'already_held',
      'already_held',
    ])
    expect(rows.json.items[0].reason).toMatch(/\p{Script=Han}/u)
    const more = await world.ask(
      `${at}/rows?result=refused&limit=2&cursor=${rows.json.next_cursor}`,
      { as: 'manager' },
    )
    expect(more.json).toMatchObject({ items: [{ code: 'case_closed' }], next_cursor: null })
  })

  test('is undone once: exactly what it placed', async () => {
    const [job] = (await world.ask('/v1/jobs', { as: 'manager' })).json.items
    const undone = await post(`/v1/jobs/${job.id}/undo`, {}, 'undo-1')
    expect([undone.status, undone.json.undoes]).toEqual([202, job.id])
    await work()
    expect(await holds()).toEqual([5n, 6n])
    expect((await post(`/v1/jobs/${job.id}/undo`, {}, 'undo-1')).json.id).toBe(undone.json.id)
    expect((await post(`/v1/jobs/${job.id}/undo`, {}, 'undo-2')).json.code).toBe('job_not_undoable')
  })

  test('lifts what people placed, of all that match, and leaves what a care keeps', async () => {
    const all = { select: { query: { portfolio: 'uk-cards' } }, reason: 'advice', source: 'over' }
    const tried = await post('/v1/bulk/releases?dry_run=true', all)
    expect(tried.json).toMatchObject({ total: 7, eligible: 1 })
    await post('/v1/bulk/releases', all, 'release-1')
    await work()
    expect(await holds()).toEqual([6n])
  })
})

describe('a hold for many', () => {
  const ask = async (id: bigint, more: object, key: string, today = world.today) => {
    const select = { case_ids: [caseIdText(id)] }
    await post('/v1/bulk/holds', { select, reason: 'hardship', source: 'list', ...more }, key)
    await workBulk(world.db, 1n, () => ({ now: world.now, today }))
    const [job] = (await world.ask('/v1/jobs', { as: 'manager' })).json.items
    return job.counts
  }

  test('is not had by one account that is held, nor by a hold that ends sooner', async () => {
    await inBook(world, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, account_id, reason, from_on, until_on, source)
         values (1, 1, 1, 'hardship', '2026-11-01', null, 'call'), (1, 2, null, 'hardship', '2026-11-01', $1, 'call')`,
        [addDays(world.today, 2)],
      ),
    )
    expect(await ask(1n, {}, 'whole')).toMatchObject({ done: 1 })
    expect(await ask(1n, {}, 'whole-again')).toMatchObject({ refused: 1 })
    expect(await ask(2n, { until_on: addDays(world.today, 2) }, 'as-long')).toMatchObject({
      refused: 1,
    })
    expect(await ask(2n, { until_on: addDays(world.today, 30) }, 'longer')).toMatchObject({
      done: 1,
    })
  })

  test('whose last day was over before its turn came is refused, and the job ends', async () => {
    const until = addDays(world.today, 1)
    expect(await ask(3n, { until_on: until }, 'late', until)).toMatchObject({
      refused: 1,
      waiting: 0,
    })
  })
})

describe('an act that is only tried', () => {
  const tried = async (path: string, body: unknown, key: string) => {
    const counts = `select (select count(*) from hold) + (select count(*) from payment) + (select count(*) from promise)
      + (select count(*) from plan) + (select count(*) from answered_request) as n`
    const count = () => inBook(world, (tx) => tx.query<{ n: bigint }>(counts))
    const before = (await count()).rows[0]?.n
    const answer = await post(path, body, key)
    expect((await count()).rows[0]?.n).toBe(before)
    return answer
  }
  const of = { account_id: accountIdText(1n) }
  const amount = { minor: '100', currency: 'GBP' }
  const at = `/v1/cases/${caseIdText(1n)}`

  test.each([
    ['hold', `${at}/holds`, { reason: 'advice', source: 'call' }],
    ['promise', `${at}/promises`, { ...of, amount, due_on: '2026-11-25', source: 'call' }],
    [
      'plan',
      `${at}/plans`,
      { ...of, instalments: [{ due_on: '2026-11-30', amount }], source: 'call' },
    ],
    [
      'payment',
      '/v1/payments',
      { ...of, case_id: caseIdText(1n), ref: 'dry', amount, effective_on: '2026-11-20' },
    ],
  ])('answers as it would, and keeps nothing: a %s', async (name, path, body) => {
    const dry = await tried(`${path}?dry_run=true`, body, `dry-${name}`)
    expect([dry.status, dry.json.code]).toEqual([200, undefined])
    const real = await post(path, body, `dry-${name}`)
    expect([real.status, Object.keys(real.json)]).toEqual([201, Object.keys(dry.json)])
  })

  test('refuses what it would refuse', async () => {
    const far = { ...of, amount, due_on: '2030-01-01', source: 'call' }
    const dry = await tried(
      `/v1/cases/${caseIdText(2n)}/promises?dry_run=true`,
      { ...far, account_id: accountIdText(2n) },
      'far',
    )
    expect(dry.json.code).toBe('promise_too_far')
  })
})
