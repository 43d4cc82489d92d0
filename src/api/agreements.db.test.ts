import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../core/calendar.ts'
import { recomputePosition } from '../store/book.ts'
import { applyPayment } from '../store/payment-event.ts'
import { recordTouch } from '../store/touch.ts'
import { touchOf } from '../strategy/touch.ts'
import { dayNumber } from '../core/calendar.ts'
import { accountIdText, caseIdText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  TODAY,
  type World,
} from './testing.ts'

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
const post = (id: bigint, what: string, body: unknown, key = `key-${keys++}`) =>
  world.ask(`/v1/cases/${caseIdText(id)}/${what}`, {
    as: 'collector',
    method: 'POST',
    headers: { 'Idempotency-Key': key },
    body,
  })

const promised = (id: bigint, more: object = {}) => ({
  account_id: accountIdText(id),
  amount: { minor: '3000', currency: 'GBP' },
  due_on: addDays(TODAY, 5),
  source: 'call',
  ...more,
})

const position = (id: bigint) =>
  inBook(world, async (tx) => {
    const found = await tx.query(`select * from position where borrower_id = $1`, [id])
    return found.rows[0] as Record<string, unknown>
  })
const caseState = (id: bigint) =>
  inBook(world, async (tx) => {
    const found = await tx.query<{ state: string }>(
      `select state from borrower_case where borrower_id = $1`,
      [id],
    )
    return found.rows[0]?.state
  })
const on = (id: bigint, day: typeof TODAY) =>
  inBook(world, (tx) => recomputePosition(tx, 1n, id, day))
const pay = (id: bigint, ref: string, minor: bigint, day: typeof TODAY) =>
  inBook(world, (tx) =>
    applyPayment(
      tx,
      1n,
      { borrowerId: id, accountId: id, ref, amountMinor: minor, effectiveOn: day },
      { now: world.now, today: day },
    ),
  )

describe('a promise', () => {
  test('is recorded once, fills the position and turns the case to promised', async () => {
    const first = await post(1n, 'promises', promised(1n, { tolerance_days: 2 }), 'once')
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject({ state: 'open', until_on: addDays(TODAY, 7) })
    const again = await post(1n, 'promises', promised(1n, { tolerance_days: 2 }), 'once')
    expect(again.json).toEqual(first.json)
    expect(await position(1n)).toMatchObject({
      promise_until: addDays(TODAY, 7),
      promise_last: 1,
      promises_kept: 0,
      promises_broken: 0,
    })
    expect(await caseState(1n)).toBe('promised')
  })

  test('is broken by the day after its last one passing, which the position asks to be woken for', async () => {
    const { wake_on } = await position(1n)
    expect(String(wake_on) <= addDays(TODAY, 8)).toBe(true)
    await on(1n, addDays(TODAY, 7))
    expect(await position(1n)).toMatchObject({ promise_last: 1, promises_broken: 0 })
    await on(1n, addDays(TODAY, 8))
    expect(await position(1n)).toMatchObject({
      promise_until: null,
      promise_last: 4,
      promises_broken: 1,
    })
  })

  test('is kept by a payment of its whole amount, partial by a cent less', async () => {
    await post(2n, 'promises', promised(2n))
    await pay(2n, 'P1', 2999n, TODAY)
    expect(await position(2n)).toMatchObject({ promise_last: 1 })
    await on(2n, addDays(TODAY, 6))
    expect(await position(2n)).toMatchObject({ promise_last: 3, promises_broken: 0 })
    await pay(2n, 'P2', 1n, addDays(TODAY, 5))
    expect(await position(2n)).toMatchObject({ promise_last: 2, promises_kept: 1 })
  })

  test('takes back what was planned for the account', async () => {
    const planned = () =>
      inBook(world, async (tx) => {
        const found = await tx.query<{ n: bigint }>(
          `select count(*) as n from treatment where borrower_id = 3 and treatment = 'old-step' and state = 'planned'`,
        )
        return found.rows[0]?.n
      })
    await inBook(world, (tx) =>
      tx.query(`insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
        stage, tone, row_no, treatment) values (1, 3, 3, '2026-11-19', 'bank', 1, 'early', 'warm', 1, 'old-step')`),
    )
    expect(await planned()).toBe(1n)
    expect((await post(3n, 'promises', promised(3n))).status).toBe(201)
    expect(await planned()).toBe(0n)
  })

  test('may replace one that is open, and no other', async () => {
    const first = await post(4n, 'promises', promised(4n))
    const next = promised(4n, {
      supersedes: first.json.id,
      due_on: addDays(TODAY, 9),
      reason: 'paid a week later',
    })
    expect((await post(4n, 'promises', next)).json.state).toBe('open')
    expect(await position(4n)).toMatchObject({ promise_until: addDays(TODAY, 9) })
    const twice = await post(
      4n,
      'promises',
      promised(4n, { supersedes: first.json.id, reason: 'again' }),
    )
    expect([twice.status, twice.json.code]).toEqual([409, 'no_open_promise'])
  })

  test.each<[string, object, number, string]>([
    ['for a day that has passed', { due_on: addDays(TODAY, -1) }, 422, 'day_in_past'],
    ['in another currency', { amount: { minor: '1', currency: 'CNY' } }, 422, 'wrong_currency'],
    [
      'for more than is owed',
      { amount: { minor: '5001', currency: 'GBP' } },
      422,
      'more_than_owed',
    ],
    ['of an account of somebody else', { account_id: accountIdText(6n) }, 422, 'no_such_account'],
  ])('%s is refused', async (_, more, status, code) => {
    const answer = await post(5n, 'promises', promised(5n, more))
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(await position(5n)).toMatchObject({ promise_last: 0 })
  })

  test('for today and for all that is owed is not refused', async () => {
    const all = { due_on: TODAY, amount: { minor: '5000', currency: 'GBP' } }
    expect((await post(5n, 'promises', promised(5n, all))).status).toBe(201)
  })
})

describe('a plan', () => {
  const plan = (id: bigint, more: object = {}) => ({
    account_id: accountIdText(id),
    instalments: [
      { due_on: addDays(TODAY, 10), amount: { minor: '2500', currency: 'GBP' } },
      { due_on: addDays(TODAY, 40), amount: { minor: '2500', currency: 'GBP' } },
    ],
    source: 'call',
    ...more,
  })

  test('runs with its next and its oldest unpaid instalment, until it is ended', async () => {
    const made = await post(7n, 'plans', plan(7n))
    expect([made.status, made.json.state]).toEqual([201, 'running'])
    expect(await position(7n)).toMatchObject({
      plan_since: TODAY,
      plan_next_on: addDays(TODAY, 10),
      plan_oldest_on: addDays(TODAY, 10),
    })
    await on(7n, addDays(TODAY, 12))
    expect(await position(7n)).toMatchObject({
      plan_next_on: addDays(TODAY, 40),
      plan_oldest_on: addDays(TODAY, 10),
    })
    await pay(7n, 'P7', 2500n, TODAY)
    expect(await position(7n)).toMatchObject({ plan_oldest_on: addDays(TODAY, 40) })
    const second = await post(7n, 'plans', plan(7n, { instalments: [] }))
    expect([second.status, second.json.code]).toEqual([422, 'plan_is_empty'])
    const ended = await post(7n, 'plans', plan(7n, { instalments: [], ends: made.json.id }))
    expect(ended.json.state).toBe('cancelled')
    expect(await position(7n)).toMatchObject({ plan_since: null, plan_next_on: null })
  })

  test('beside a running one is refused; in its place it is not', async () => {
    const half = { instalments: plan(8n).instalments.slice(0, 1) }
    const made = await post(8n, 'plans', plan(8n, half))
    const beside = await post(8n, 'plans', plan(8n, half))
    expect([beside.status, beside.json.code]).toEqual([409, 'plan_is_running'])
    const inPlace = await post(8n, 'plans', plan(8n, { ...half, ends: made.json.id }))
    expect([inPlace.status, inPlace.json.state]).toEqual([201, 'running'])
    const gone = await post(8n, 'plans', plan(8n, { ...half, ends: made.json.id }))
    expect([gone.status, gone.json.code]).toEqual([409, 'no_running_plan'])
  })
})

describe('what the borrower tells us', () => {
  test('an answer resets the attempts without one; a conversation is remembered on its channel', async () => {
    const attempt = { channel: 'sms', kind: 'attempt', on: addDays(TODAY, -1) } as const
    await inBook(world, async (tx) => {
      await recordTouch(tx, { tenantId: 1n, borrowerId: 9n }, attempt)
      await recordTouch(tx, { tenantId: 1n, borrowerId: 9n }, attempt)
    })
    expect(await position(9n)).toMatchObject({
      unanswered_attempts: 2,
      last_attempt_on: addDays(TODAY, -1),
      last_conversation_on: null,
    })
    expect((await post(9n, 'inbound', { channel: 'sms', result: 'voicemail' })).status).toBe(201)
    expect(await position(9n)).toMatchObject({ unanswered_attempts: 0, last_conversation_on: null })
    await post(9n, 'inbound', { channel: 'call', result: 'conversation' })
    const yesterday = touchOf('attempt', 'sms', dayNumber(TODAY) - 1)
    const spoken = touchOf('conversation', 'call', dayNumber(TODAY))
    expect(await position(9n)).toMatchObject({
      last_conversation_on: TODAY,
      touches: [yesterday, yesterday, spoken],
    })
  })

  test('what was received two days ago answers what was tried by then, and nothing after', async () => {
    const attempt = { channel: 'sms', kind: 'attempt' } as const
    const ref = { tenantId: 1n, borrowerId: 8n }
    await inBook(world, async (tx) => {
      for (const ago of [3, 1]) await recordTouch(tx, ref, { ...attempt, on: addDays(TODAY, -ago) })
    })
    const received_at = new Date(world.now - 2 * 86_400_000).toISOString()
    const letter = { channel: 'letter', result: 'conversation', received_at }
    expect((await post(8n, 'inbound', letter)).status).toBe(201)
    expect(await position(8n)).toMatchObject({
      unanswered_attempts: 1,
      last_conversation_on: addDays(TODAY, -2),
    })
    await post(8n, 'inbound', { channel: 'sms', result: 'delivered' })
    expect(await position(8n)).toMatchObject({
      unanswered_attempts: 0,
      last_conversation_on: addDays(TODAY, -2),
    })
  })

  test('a payment, which derives the position anew, keeps what the contacts told', async () => {
    const { touches } = await position(9n)
    await pay(9n, 'P9', 100n, TODAY)
    expect(await position(9n)).toMatchObject({ touches, last_conversation_on: TODAY })
  })

  test('an illness makes the borrower vulnerable until it ends, an employer does not', async () => {
    const other = await post(9n, 'circumstances', { kind: 'employer_forbids' })
    expect(other.json.vulnerable).toBe(false)
    const until_on = addDays(TODAY, 30)
    const ill = await post(9n, 'circumstances', { kind: 'seriously_ill', until_on })
    expect(ill.json.vulnerable).toBe(true)
    await on(9n, addDays(TODAY, 29))
    expect(await position(9n)).toMatchObject({ vulnerable: true, wake_on: until_on })
    await on(9n, until_on)
    expect(await position(9n)).toMatchObject({ vulnerable: false })
    const ends = await post(9n, 'circumstances', { kind: 'occasion', until_on: TODAY })
    expect([ends.status, ends.json.code]).toEqual([422, 'ends_before_it_begins'])
  })
})

test('the timeline tells of all of it, in both languages', async () => {
  const of = async (id: bigint, lang: string) => {
    const { json } = await world.ask(`/v1/cases/${caseIdText(id)}/timeline?limit=200`, {
      as: 'collector',
      headers: { 'Accept-Language': lang },
    })
    const items = json.items as { kind: string; sentence: string }[]
    return Object.fromEntries(items.map((item) => [item.kind, item.sentence]))
  }
  await post(4n, 'inbound', { channel: 'letter', result: 'delivered' })
  const pause = { account_id: accountIdText(4n), from_on: TODAY, reason: 'holiday' }
  const paused = await world.ask(`/v1/cases/${caseIdText(4n)}/pauses`, {
    as: 'manager',
    method: 'POST',
    headers: { 'Idempotency-Key': 'pause' },
    body: pause,
  })
  expect(paused.status).toBe(201)
  expect(await position(4n)).toMatchObject({ paused: `{[${TODAY},)}` })
  const [en, zh] = [await of(4n, 'en'), await of(4n, 'zh-CN')]
  expect(en['promise']).toMatch(/^A promise/)
  expect(en['inbound']).toContain('they wrote to us')
  expect(en['pause']).toContain('without an end (holiday)')
  expect(zh['promise']).toContain('还款承诺')
  const plans = await of(8n, 'en')
  expect(plans['plan']).toContain('A plan of 1 instalment, ')
  expect(plans['plan_ended']).toBe('The plan before ended.')
})
