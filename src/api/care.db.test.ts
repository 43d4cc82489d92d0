import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, addMonths } from '../core/calendar.ts'
import { accountIdText, caseIdText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  type Ask,
  inBook,
  openWorld,
  publishStarters,
  TODAY,
  type World,
} from './testing.ts'
import type { CareBoard, CareWire, CaseCare } from './wire-care.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 9n; id++) await addPerson(tx, { id, late: 40, arrears: 5000n })
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

let keys = 0
const post = (path: string, body: unknown, as: Ask['as'] = 'collector', key = `care-${keys++}`) =>
  world.ask(path, { as, method: 'POST', headers: { 'Idempotency-Key': key }, body })
const at = (id: bigint, rest: string) => `/v1/cases/${caseIdText(id)}/${rest}`
const get = (path: string, lang = 'en') =>
  world.ask(path, { as: 'manager', headers: { 'Accept-Language': lang } })

const dispute = (id: bigint, more: object = {}) =>
  post(at(id, 'care'), {
    kind: 'dispute',
    sort: 'paid',
    account_id: accountIdText(id),
    written: true,
    source: 'letter',
    ...more,
  })
const items = async (id: bigint, lang = 'en'): Promise<readonly CareWire[]> => {
  const found = await get(at(id, 'care'), lang)
  return (found.json as CaseCare).items
}

describe('a dispute over the API', () => {
  test('it stops at once, says what, until when and by which rule, in both languages', async () => {
    const made = await dispute(1n)
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ state: 'open', state_name: 'open' })
    const [care] = await items(1n)
    expect(care).toMatchObject({
      kind_name: 'Dispute',
      sort_name: 'It was paid',
      stops: ['contact', 'charge', 'collect', 'furnish'],
      over: false,
      may_always: 'The borrower may pay and ask at any time.',
    })
    expect(care?.clocks.map((clock) => clock.clock)).toEqual(['acknowledge', 'answer'])
    const [zh] = await items(1n, 'zh')
    expect(zh).toMatchObject({ kind_name: '异议', sort_name: '已经还清', state_name: '待核实' })
    const found = await get(at(1n, '').slice(0, -1))
    expect(found.json.holds).toMatchObject([{ reason: 'dispute', active: true }])
  })

  test('it is closed only by a document that is newer, and tells so by a code', async () => {
    const made = await dispute(2n, { told_on: addDays(TODAY, -5) })
    const care = at(2n, `care/${made.json.id}`)
    const close = () => post(`${care}/acts`, { action: 'verify', words: 'See the statement' })
    expect((await close()).json).toMatchObject({ code: 'care_needs_newer_document' })
    const document = (dated_on: string, sha: string) =>
      post(`${care}/evidence`, {
        kind: 'verification',
        title: 'Statement',
        sha256: sha.repeat(64),
        dated_on,
      })
    expect((await document(addDays(TODAY, -9), 'a')).status).toBe(201)
    expect((await document(addDays(TODAY, -9), 'a')).json).toMatchObject({ code: 'document_known' })
    expect((await close()).status).toBe(409)
    await document(addDays(TODAY, -1), 'b')
    expect(await close()).toMatchObject({ status: 201, json: { state: 'verified' } })
    const [closed] = await items(2n)
    expect(closed).toMatchObject({ over: true, stops: [] })
    expect(closed?.evidence.map((one) => one.newer)).toEqual([false, true])
    expect(closed?.events.map((event) => event.action_name)).toEqual([
      'Told',
      'Close: the debt is verified',
    ])
  })

  test('a key does it once, and another case has no such care', async () => {
    const body = { kind: 'complaint', sort: 'conduct', words: 'Rude', source: 'call' }
    const first = await post(at(3n, 'care'), body, 'collector', 'same')
    const again = await post(at(3n, 'care'), body, 'collector', 'same')
    expect(again.json).toEqual(first.json)
    const other = at(4n, `care/${first.json.id}/acts`)
    expect((await post(other, { action: 'acknowledge' })).json).toMatchObject({
      code: 'no_such_care',
    })
    const own = at(3n, `care/${first.json.id}/acts`)
    expect((await post(own, { action: 'acknowledge' })).status).toBe(201)
    expect((await post(own, { action: 'acknowledge' })).json).toMatchObject({
      code: 'care_not_from_here',
    })
  })
})

test('words told in confidence are read by few, each time with a reason', async () => {
  const told = {
    kind: 'vulnerability',
    sort: 'health',
    words: 'I was in hospital',
    source: 'call',
  }
  expect((await post(at(5n, 'care'), told)).json).toMatchObject({ code: 'care_needs_consent' })
  const made = await post(at(5n, 'care'), { ...told, consent: 'by telephone' })
  expect(made.status).toBe(201)
  expect(JSON.stringify(await items(5n))).not.toContain('hospital')
  const reads = at(5n, `care/${made.json.id}/reads`)
  expect((await post(reads, { reason: 'curious' })).status).toBe(403)
  const read = await post(reads, { reason: 'to agree support' }, 'compliance')
  expect(read.json).toMatchObject({ words: 'I was in hospital' })
})

test('the board lists what is open by its next day, with what is overdue', async () => {
  await dispute(6n, { told_on: addMonths(TODAY, -3) })
  const found = (await get('/v1/care?totals=true')).json as CareBoard
  const days = found.items.flatMap((one) => one.clock?.due_on ?? [])
  expect(days).toEqual(days.toSorted())
  expect(found.items[0]).toMatchObject({ kind: 'dispute', clock: { overdue: true } })
  expect(found.counts.find((one) => one.kind === 'dispute')).toMatchObject({ overdue: 1 })
  const only = (await get('/v1/care?kind=complaint')).json as CareBoard
  expect(new Set(only.items.map((one) => one.kind))).toEqual(new Set(['complaint']))
  expect((await get('/v1/care?cursor=x')).json).toMatchObject({ code: 'bad_cursor' })
})

test('limitation is shown step by step, and an acknowledgement needs the consent', async () => {
  const account_id = accountIdText(7n)
  const fact = (kind: string, on: string) =>
    post(at(7n, 'limitation/facts'), { account_id, kind, on, source: 'file' }, 'manager')
  expect((await fact('default', '2019-01-10')).status).toBe(201)
  const found = await get(at(7n, 'limitation'))
  expect(found.json.items[0]).toMatchObject({
    barred: true,
    barred_on: '2025-01-11',
    law: { id: 'limitation.uk', mark_name: 'unverified' },
  })
  expect(found.json.items[0].steps.length).toBeGreaterThanOrEqual(2)
  expect((await fact('signed_acknowledgement', TODAY)).json).toMatchObject({
    code: 'revival_needs_consent',
  })
  const promise = () =>
    post(at(7n, 'promises'), {
      account_id,
      amount: { minor: '1000', currency: 'GBP' },
      due_on: addDays(TODAY, 3),
      source: 'call',
    })
  expect((await promise()).json).toMatchObject({ code: 'revival_needs_consent' })
  const consent = { account_id, notice_on: TODAY, on: TODAY, how: 'letter' }
  expect((await post(at(7n, 'limitation/consents'), consent, 'manager')).status).toBe(201)
  expect((await promise()).status).toBe(201)
  expect((await fact('signed_acknowledgement', TODAY)).status).toBe(201)
})

test('a notice before a register is told is kept, and none that has not been sent', async () => {
  const notice = (on: string, returned_on?: string) =>
    post(
      at(7n, 'credit-notices'),
      { account_id: accountIdText(7n), channel: 'letter', on, source: 'Letter 7713', returned_on },
      'manager',
    )
  expect((await notice(addDays(TODAY, -20))).status).toBe(201)
  expect((await notice(addDays(TODAY, 1))).json).toMatchObject({ code: 'day_in_future' })
  expect((await notice(TODAY, addDays(TODAY, -1))).json).toMatchObject({
    code: 'ends_before_it_begins',
  })
  const kept = await inBook(world, (tx) =>
    tx.query(`select channel, source from credit_notice where borrower_id = 7`),
  )
  expect(kept.rows).toEqual([{ channel: 'letter', source: 'Letter 7713' }])
  const read = await world.ask(at(7n, 'furnished'), { as: 'collector' })
  expect(read.json).toMatchObject({
    items: [],
    notices: [{ channel: 'letter', on: addDays(TODAY, -20), returned_on: null }],
  })
})

test('a restructure is proposed with its rows, and waits for another person', async () => {
  await inBook(world, (tx) =>
    tx.query(
      `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
       values (1, 8, 8, 7, 1, $1, 10001, $1)`,
      [addDays(TODAY, -40)],
    ),
  )
  const body = {
    account_id: accountIdText(8n),
    rework: { sort: 're_amortise', rows: 2, first_on: addDays(TODAY, 10) },
    why: 'Budget seen',
    source: 'budget',
  }
  expect((await post(at(8n, 'restructures'), body)).status).toBe(403)
  const made = await post(at(8n, 'restructures'), body, 'manager')
  expect(made.status).toBe(201)
  expect(made.json.rows).toHaveLength(2)
  const answers = `/v1/requests/${made.json.request_id}/answers`
  expect((await post(answers, { approve: true }, 'manager')).json).toMatchObject({
    code: 'request_same_person',
  })
  expect(await post(answers, { approve: true }, 'compliance')).toMatchObject({
    status: 200,
    json: { approved: true },
  })
  expect((await items(8n))[0]).toMatchObject({ kind: 'restructure', state: 'watched' })
})

test('a reward is shown to its borrower when it was agreed, with what the core answered', async () => {
  await inBook(world, (tx) =>
    tx.query(
      `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
         row_no, treatment, approval, reward, state)
       values (1, 9, 9, $1, 'bank', 1, 'cure', 'warm', 1, 'thanks', 'manager', 'fee_waiver', 'approved')`,
      [TODAY],
    ),
  )
  const rewards = async () => (await get(at(9n, 'rewards'))).json.items
  expect(await rewards()).toMatchObject([{ name: 'Fees given back', result: 'pending' }])
  const [all] = (await get('/v1/rewards')).json.items
  const result = { result: 'granted', ref: 'CORE-1' }
  const kept = await post(`/v1/rewards/${all.id}/results`, result, 'manager')
  expect([kept.status, kept.json]).toEqual([201, { recorded: true }])
  expect((await post(`/v1/rewards/${all.id}/results`, result, 'manager')).json).toEqual({
    recorded: false,
  })
  expect(await rewards()).toMatchObject([{ result: 'granted', result_on: TODAY }])
})
