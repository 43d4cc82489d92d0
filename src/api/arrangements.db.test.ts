import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, addMonths, type Day } from '../core/calendar.ts'
import { inEvent } from '../store/db.ts'
import { applyPayment } from '../store/payment-event.ts'
import { applyReversal } from '../store/payment-reversal.ts'
import { recomputePosition } from '../store/book.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { sendSettledLetters } from '../store/settlement.ts'
import { accountIdText, caseIdText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  TODAY,
  type Answer,
  type World,
} from './testing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 9n; id++)
      await addPerson(tx, { id, late: 200, arrears: 100_000n, product: 2 })
  })
  await publishStarters(world)
  for (let id = 1n; id <= 9n; id++)
    await inBook(world, (tx) => recomputePosition(tx, 1n, id, TODAY))
})
afterAll(() => world.stop())

type Role = 'collector' | 'manager' | 'compliance'
let keys = 0
const post = (id: bigint, path: string, body: unknown, as: Role = 'collector') =>
  world.ask(`/v1/cases/${caseIdText(id)}/${path}`, {
    as,
    method: 'POST',
    headers: { 'Idempotency-Key': `k${keys++}` },
    body,
  })
const agreed = async (id: bigint) =>
  (await world.ask(`/v1/cases/${caseIdText(id)}/agreements`, { as: 'collector' })).json
const pay = (id: bigint, ref: string, amountMinor: bigint, on: Day = TODAY) =>
  inEvent(world.db, 1n, (tx) =>
    applyPayment(
      tx,
      1n,
      { borrowerId: id, accountId: id, ref, amountMinor, effectiveOn: on },
      { now: world.now, today: on },
    ),
  )
const code = (answer: Answer) => [answer.status, answer.json.code]

const monthly = (more: object = {}) => ({
  kind: 'plan',
  count: 4,
  payday: { every: 'month', day_of_month: 28 },
  ...more,
})
const gbp = (minor: string) => ({ minor, currency: 'GBP' })
const settled = {
  kind: 'settlement',
  count: 1,
  pay: gbp('90000'),
  payday: { every: 'month', day_of_month: 28 },
}

describe('a settlement beyond a role’s authority', () => {
  test('is compared, offered, and refused until a second person has approved it', async () => {
    const options = await post(1n, 'offers/options', {
      account_id: accountIdText(1n),
      wishes: [settled],
    })
    expect(options.status).toBe(200)
    expect(options.json.options[0]).toMatchObject({
      needs: 'second_person',
      forgives: gbp('10000'),
      discount_bps: 1000,
      fits: 'unknown',
    })
    const offer = await post(1n, 'offers', { account_id: accountIdText(1n), wishes: [settled] })
    expect(offer.status).toBe(201)
    const path = `offers/${offer.json.id}/answers`
    const taken = await post(1n, path, { accept: true })
    expect(taken.json).toMatchObject({ state: 'waiting', plan: null })
    expect((await agreed(1n)).plans).toEqual([])

    const asked = await world.ask('/v1/requests', { as: 'manager' })
    expect(asked.json.items).toMatchObject([
      { kind: 'settlement', amount: gbp('10000'), blocked: null },
    ])
    const zh = { as: 'manager', headers: { 'Accept-Language': 'zh' } } as const
    expect((await world.ask('/v1/requests', zh)).json.items[0].why).toBe('超出提出人的权限')
    const answer = (as: 'collector' | 'manager', approve = true) =>
      world.ask(`/v1/requests/${taken.json.request}/answers`, { as, body: { approve } })
    expect((await answer('collector')).status).toBe(403)
    expect((await answer('manager')).json.approved).toBe(true)
    expect(code(await answer('manager'))).toEqual([409, 'request_answered'])
    expect((await agreed(1n)).plans).toMatchObject([{ state: 'running', forgives: gbp('10000') }])
    expect((await agreed(1n)).offers[0].state).toBe('accepted')
  })

  test('is not approved by whoever asked for it, signed in a second time', async () => {
    const offer = await post(
      2n,
      'offers',
      { account_id: accountIdText(2n), wishes: [settled] },
      'manager',
    )
    const taken = await post(2n, `offers/${offer.json.id}/answers`, { accept: true }, 'manager')
    // A manager's own authority is the row's.
    expect(taken.json.state).toBe('accepted')
    const third = await post(3n, 'offers', { account_id: accountIdText(3n), wishes: [settled] })
    const waits = await post(3n, `offers/${third.json.id}/answers`, { accept: true })
    await inBook(world, (tx) =>
      tx.query(`update staff set role = 'manager' where role = 'collector'`),
    )
    const again = await world.ask('/v1/sign-in', {
      method: 'POST',
      body: { email: 'collector@demo.forbear.test', password: world.passwords.collector },
    })
    expect(again.status).toBe(200)
    const own = await world.ask(`/v1/requests/${waits.json.request}/answers`, {
      as: 'collector',
      body: { approve: true },
    })
    expect(code(own)).toEqual([403, 'request_same_person'])
    const other = await world.ask(`/v1/requests/${waits.json.request}/answers`, {
      as: 'manager',
      body: { approve: true },
    })
    expect(other.json.approved).toBe(true)
    await inBook(world, (tx) =>
      tx.query(`update staff set role = 'collector' where user_id = $1`, [again.json.user_id]),
    )
  })

  test('that nobody could grant is not put to the borrower; the borrower may ask for it', async () => {
    const low = { ...settled, pay: gbp('10000') }
    const given = { account_id: accountIdText(4n), wishes: [low] }
    expect(code(await post(4n, 'offers', given))).toEqual([422, 'above_every_authority'])
    const mine = await post(4n, 'offers', { ...given, wishes: [settled] })
    const counter = { ...given, side: 'borrower', counters: mine.json.id }
    const theirs = await post(4n, 'offers', counter)
    expect(theirs.status).toBe(201)
    expect((await agreed(4n)).offers.map((one: { state: string }) => one.state)).toEqual([
      'open',
      'countered',
    ])
    const path = `offers/${theirs.json.id}/answers`
    expect(code(await post(4n, path, { accept: true }))).toEqual([422, 'above_every_authority'])
    expect(code(await post(4n, path, { accept: false }))).toEqual([422, 'offer_reason_missing'])
    expect((await post(4n, path, { accept: false, why: 'too low' })).json.state).toBe('declined')
  })

  test('forgives the rest when all is paid, writes when the money is final, and opens again when it is not', async () => {
    await pay(1n, 'S1', 89_999n)
    expect((await agreed(1n)).settlements[0].state).toBe('running')
    await pay(1n, 'S2', 1n)
    const paid = (await agreed(1n)).settlements[0]
    expect(paid).toMatchObject({ state: 'paid', final_on: addDays(TODAY, 56) })
    const letters = (on: Day) =>
      inEvent(world.db, 1n, async (tx) => {
        await lockBorrower(tx, { tenantId: 1n, borrowerId: 1n })
        return sendSettledLetters(
          tx,
          { tenantId: 1n, borrowerId: 1n },
          { now: world.now, today: on },
        )
      })
    expect(await letters(addDays(TODAY, 55))).toEqual([])
    const first = await inBook(world, (tx) =>
      tx.query<{ payment_id: bigint }>(`select payment_id from payment where ref = 'S1'`),
    )
    await inEvent(world.db, 1n, (tx) =>
      applyReversal(
        tx,
        1n,
        {
          borrowerId: 1n,
          accountId: 1n,
          paymentId: first.rows[0]?.payment_id ?? 0n,
          effectiveOn: TODAY,
          kind: 'chargeback',
          why: 'disputed by the card holder',
        },
        { now: world.now, today: TODAY },
      ),
    )
    expect((await agreed(1n)).settlements[0].state).toBe('running')
    expect(await letters(addDays(TODAY, 56))).toEqual([])
    await pay(1n, 'S3', 89_999n)
    expect(await letters(addDays(TODAY, 56))).toHaveLength(1)
    expect((await agreed(1n)).settlements[0].state).toBe('settled')
    expect(await letters(addDays(TODAY, 57))).toEqual([])
  })
})

describe('a plan', () => {
  test('is skipped once, moved a little, and not a second time or too far', async () => {
    const offer = await post(
      5n,
      'offers',
      { account_id: accountIdText(5n), wishes: [monthly()] },
      'manager',
    )
    const made = await post(5n, `offers/${offer.json.id}/answers`, { accept: true }, 'manager')
    expect(made.json.state).toBe('accepted')
    const act = (body: object) =>
      post(5n, `plans/${made.json.plan}/events`, { account_id: accountIdText(5n), ...body })
    expect((await act({ action: 'skip' })).json.state).toBe('running')
    const [plan] = (await agreed(5n)).plans
    expect(plan.instalments.map((one: { no: number }) => one.no)).toEqual([2, 3, 4, 1])
    expect(code(await act({ action: 'skip' }))).toEqual([409, 'no_skips_left'])
    const on = plan.instalments[0].due_on as Day
    expect((await act({ action: 'move', to_on: addDays(on, 14) })).status).toBe(201)
    expect(code(await act({ action: 'move', to_on: addDays(on, 15) }))).toEqual([
      422,
      'moves_too_far',
    ])
    expect(code(await act({ action: 'reinstate', why: 'x' }))).toEqual([409, 'plan_wrong_state'])
    expect(code(await act({ action: 'cancel' }))).toEqual([422, 'plan_reason_missing'])
    expect((await act({ action: 'cancel', why: 'lost the job' })).json.state).toBe('cancelled')
  })

  test('breaks when two are missed, and is cured by paying up', async () => {
    const free = {
      account_id: accountIdText(6n),
      source: 'call',
      instalments: [0, 1, 2].map((n) => ({
        due_on: addMonths(addDays(TODAY, 2), n),
        amount: gbp('10000'),
      })),
    }
    expect((await post(6n, 'plans', free, 'manager')).json.state).toBe('running')
    const on = (day: Day) => inBook(world, (tx) => recomputePosition(tx, 1n, 6n, day))
    const since = async () => {
      const found = await inBook(world, (tx) =>
        tx.query(`select plan_since, wake_on from position where borrower_id = 6`),
      )
      return found.rows[0]
    }
    expect(await since()).toMatchObject({ plan_since: TODAY })
    const broken = addDays(TODAY, 2 + 31)
    await on(broken)
    expect(await since()).toMatchObject({ plan_since: null })
    await pay(6n, 'C1', 20_000n, broken)
    expect(await since()).toMatchObject({ plan_since: TODAY })
  })

  test('longer than the product allows is refused, a day shorter is not', async () => {
    const ask = (count: number) =>
      post(7n, 'offers/options', { account_id: accountIdText(7n), wishes: [monthly({ count })] })
    expect(code(await ask(40))).toEqual([422, 'plan_too_long'])
    expect((await ask(36)).json.options[0].instalments).toHaveLength(36)
  })

  test('in another currency is refused', async () => {
    const wishes = [monthly({ pay: { minor: '1', currency: 'CNY' } })]
    const answer = await post(7n, 'offers/options', { account_id: accountIdText(7n), wishes })
    expect(code(answer)).toEqual([422, 'wrong_currency'])
  })
})

describe('a promise', () => {
  const promised = (id: bigint, more: object = {}) => ({
    account_id: accountIdText(id),
    amount: gbp('30000'),
    due_on: addDays(TODAY, 5),
    source: 'call',
    channel: 'call',
    ...more,
  })

  test('beside an open one is refused, amended with a reason it is a chain', async () => {
    const first = await post(8n, 'promises', promised(8n))
    expect(code(await post(8n, 'promises', promised(8n)))).toEqual([409, 'promise_is_open'])
    const amended = promised(8n, { supersedes: first.json.id, due_on: addDays(TODAY, 9) })
    expect(code(await post(8n, 'promises', amended))).toEqual([422, 'amend_reason_missing'])
    const next = await post(8n, 'promises', { ...amended, reason: 'paid on the 29th' })
    expect(next.status).toBe(201)
    expect((await agreed(8n)).promises).toMatchObject([
      { state: 'superseded' },
      { state: 'open', supersedes: first.json.id, reason: 'paid on the 29th' },
    ])
    expect(code(await post(9n, 'promises', promised(9n, { due_on: addDays(TODAY, 61) })))).toEqual([
      422,
      'promise_too_far',
    ])
  })

  test('lacking no more than its tolerance is kept, and counted by count and by amount', async () => {
    await post(9n, 'promises', promised(9n, { tolerance: gbp('500') }))
    await pay(9n, 'T1', 29_499n)
    expect((await agreed(9n)).promises[0].state).toBe('open')
    await pay(9n, 'T2', 1n)
    expect((await agreed(9n)).promises[0].state).toBe('kept')
    const stats = await world.ask(
      `/v1/promises/statistics?by=channel&currency=GBP&from=${TODAY}&until=${addDays(TODAY, 30)}`,
      { as: 'manager' },
    )
    expect(stats.json.rows).toMatchObject([
      { band: 'call', fallen_due: 1, kept: 1, kept_by_count_bps: 10_000, promised: gbp('30000') },
    ])
  })
})

describe('a budget', () => {
  const answers = {
    adults: { count: 1 },
    children_under_14: { count: 0 },
    children_14_to_17: { count: 0 },
    work: { choice: 'employed' },
    home: { choice: 'rented' },
    wages: { minor: '200000', evidenced: true },
    housing: { minor: '90000' },
    energy_water: { minor: '20000' },
  }
  const save = (body: object) => post(3n, 'budget', body)

  test('is saved half, cannot be signed off half, and is versioned', async () => {
    const draft = await save({ answers })
    expect(draft.json).toMatchObject({ version: 1, is_final: false, confidence: 'low' })
    expect(draft.json.missing).toEqual(['Not answered yet: Food and things for the home'])
    expect(code(await save({ answers, final: true }))).toEqual([422, 'budget_incomplete'])
    const whole = await save({ answers: { ...answers, food: { minor: '40000' } }, final: true })
    expect(whole.json).toMatchObject({
      version: 2,
      is_final: true,
      disposable: gbp('50000'),
      sustainable: gbp('45000'),
    })
    const unknown = await save({ answers: { car: { minor: '1' } } })
    expect(unknown.status).toBe(400)
  })

  test('two people who saw the same version do not write over each other', async () => {
    const path = `/v1/cases/${caseIdText(3n)}/budget`
    const seen = (await world.ask(path, { as: 'manager' })).headers.get('ETag') ?? ''
    const saves = ['41000', '42000', '43000'].map((minor) =>
      world.ask(path, {
        as: 'collector',
        body: { answers: { ...answers, food: { minor } }, final: true },
        headers: { 'If-Match': seen, 'Idempotency-Key': `budget-${minor}` },
      }),
    )
    const made = await Promise.all(saves)
    expect(made.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 412, 412])
    expect(made.find((one) => one.status === 412)?.json.code).toBe('changed_since')
    const now = (await world.ask(path, { as: 'manager' })).headers.get('ETag') ?? ''
    expect(now).not.toBe(seen)
    const next = await world.ask(path, {
      as: 'manager',
      body: { answers: { ...answers, food: { minor: '40000' } }, final: true },
      headers: { 'If-Match': now, 'Idempotency-Key': 'budget-after' },
    })
    expect(next.status).toBe(201)
  })

  test('says of an option whether it can be paid', async () => {
    const ask = (count: number) =>
      post(3n, 'offers/options', { account_id: accountIdText(3n), wishes: [monthly({ count })] })
    expect((await ask(2)).json.options[0].fits).toBe('above')
    expect((await ask(4)).json.options[0].fits).toBe('fits')
  })
})
