import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentOf } from '../strategy/testing.ts'
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
  await publishStarters(world)
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    // Nine people late enough for a review, six for a message, one not late at all.
    for (let id = 1n; id <= 9n; id++) await addPerson(tx, { id, late: 40, priority: Number(id) })
    for (let id = 11n; id <= 16n; id++) await addPerson(tx, { id, late: 5 })
    await addPerson(tx, { id: 21n, late: 0 })
    await tx.query("update portfolio set strategy = 'small' where portfolio_id = 1")
    await tx.query('update position set channels = 3')
  })
})
afterAll(() => world.stop())

type Asked = { document: string; capacity?: Record<string, number> }
const ask = (body: Asked, as: 'manager' | 'admin' | 'collector' = 'manager', lang = 'en') =>
  world.ask(`/v1/strategies/what-if?lang=${lang}`, { as, method: 'POST', body })
const OVERLAP =
  'Rows 2 and 3 partly overlap: account.days_past_due 20..30. Row 2 wins; check that this is meant.'
const hits = (rows: { row: number; hits: number }[]) => rows.map((one) => one.hits)

test('a sound document says whom each row hits, with samples, and what hours reach', async () => {
  const { status, json } = await ask({ document: documentOf({}), capacity: { 'file-review': 4 } })
  expect(status).toBe(200)
  expect(json).toMatchObject({ sound: true, name: 'small', findings: [], no_counts: null })
  expect(json.counts).toMatchObject({ as_of: world.today, accounts: 16, people: 16 })
  expect(hits(json.counts.tables.stage)).toEqual([1, 6, 9])
  expect(hits(json.counts.tables.treatments)).toEqual([6, 9])
  expect(json.counts.tables.treatments[0].samples).toHaveLength(5)
  expect(json.counts.tables.treatments[0].samples[0]).toMatchObject({
    account_id: expect.stringMatching(/^acc_/),
    case_id: expect.stringMatching(/^case_/),
    days_past_due: 5,
    arrears: { minor: '5000', currency: 'GBP' },
  })
  expect(json.counts.lists).toEqual([
    { worklist: 'file-review', waiting: 9, reached: 4, last_priority: 0 },
  ])
  expect(json.tests.every((one: { passed: boolean }) => one.passed)).toBe(true)
  expect(json.against).toBeNull()
  expect(json.counts.people_changed).toBeNull()
})

test('an administrator sees the counts and no borrower; a collector nothing', async () => {
  const { json } = await ask({ document: documentOf({}) }, 'admin')
  expect(hits(json.counts.tables.treatments)).toEqual([6, 9])
  expect(json.counts.tables.treatments[0].samples).toEqual([])
  expect((await ask({ document: documentOf({}) }, 'collector')).status).toBe(403)
})

test('a mistake is told at its cell with what was meant, and nothing is counted', async () => {
  const document = documentOf({}).replace(
    'inputs: [stage, account.days_past_due]',
    'inputs: [stage, account.days_past_du]',
  )
  const { json } = await ask({ document }, 'manager', 'zh')
  expect(json).toMatchObject({
    sound: false,
    counts: null,
    no_counts: 'not_decidable',
    tests: null,
  })
  expect(json.findings[0]).toMatchObject({
    code: 'unknown_fact',
    table: 'treatments',
    mend: { text: 'account.days_past_du', near: 'account.days_past_due' },
  })
  expect(json.findings[0].sentence).toContain('您是否想写 account.days_past_due')
})

test('what no row takes and what two rows take is said in words', async () => {
  const late = (cell: string, early = '1..30') =>
    documentOf({}).replace('["-"], stage: late', `["${cell}"], stage: late`).replace('1..30', early)
  const gap = await ask({ document: late('>= 31', '1..20') }, 'manager', 'zh')
  expect(gap.json.findings[0]).toMatchObject({ code: 'gap', table: 'stage', row: null })
  expect(gap.json.findings[0].sentence).toContain('account.days_past_due 为 21..30')
  expect(gap.json).toMatchObject({ counts: null, no_counts: 'not_decidable', notes: [] })
  expect((await ask({ document: documentOf({}) })).json.notes).toEqual([])
  const { json } = await ask({ document: late('>= 20') })
  expect(json).toMatchObject({
    sound: true,
    notes: [{ code: 'overlap_first', table: 'stage', row: 3, sentence: OVERLAP }],
  })
})

test('a failing test does not keep the counts away, and is shown red', async () => {
  const document = documentOf({}).replace('"1..30"', '"2..4"')
  const { json } = await ask({ document })
  expect(json.sound).toBe(false)
  expect(hits(json.counts.tables.stage)).toEqual([1, 0, 15])
  expect(json.tests.map((one: { passed: boolean }) => one.passed)).toEqual([true, false, true])
  expect(json.tests[1].sentences[0]).toContain('a day late')
})

test('against the version in force it counts the people whose next step changes', async () => {
  const before = documentOf({})
  await inBook(world, (tx) =>
    tx.query(
      `insert into strategy_version (tenant_id, name, version, content_hash, document, effective_on)
       values (1, 'small', 1, encode(sha256(convert_to($1, 'UTF8')), 'hex'), $1, '2026-01-01')`,
      [before],
    ),
  )
  const same = await ask({ document: before })
  expect(same.json.against).toEqual({ version: 1, effective_on: '2026-01-01', changes: [] })
  expect(same.json.counts.people_changed).toBe(0)
  const after = before.replace('do: { worklist: file-review }', 'do: { worklist: late-review }')
  const { json } = await ask({ document: after })
  expect(json.counts.people_changed).toBe(9)
  expect(json.against.changes).toEqual([
    {
      table: 'treatments',
      row: 'review',
      change: 'changed',
      cells: [
        { column: 'action', before: 'worklist: file-review', after: 'worklist: late-review' },
      ],
    },
  ])
})

test('a version, the facts, and one account as the draft decides it', async () => {
  const open = await world.ask('/v1/strategies/bank', { as: 'compliance' })
  const { version } = open.json
  expect(open.json).toMatchObject({ name: 'bank', in_force: version, newest: version })
  expect(open.json.document).toContain('name: bank')
  expect((await world.ask('/v1/strategies/nobody', { as: 'manager' })).status).toBe(404)
  const facts = await world.ask('/v1/facts?lang=zh', { as: 'manager' })
  expect(
    facts.json.items.find((one: { name: string }) => one.name === 'account.days_past_due'),
  ).toMatchObject({ type: 'integer', unit_name: '天', example: '30..59' })
  const counted = await ask({ document: documentOf({}) })
  const { case_id } = counted.json.counts.tables.treatments[1].samples[0]
  const why = await world.ask('/v1/strategies/explanations', {
    as: 'manager',
    method: 'POST',
    body: { document: documentOf({}), case_id },
  })
  expect(why.json.accounts[0].rows).toEqual({ stage: [3], treatments: [2], priority: [] })
  expect(why.json.accounts[0].text.join('\n')).toContain('Treatment review: chosen')
  const broken = await world.ask('/v1/strategies/explanations', {
    as: 'manager',
    method: 'POST',
    body: { document: 'name: [', case_id },
  })
  expect([broken.status, broken.json.code]).toEqual([422, 'not_a_strategy'])
})
