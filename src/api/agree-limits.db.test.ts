import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addMonths } from '../core/calendar.ts'
import { applyPlan } from '../store/agree-plan.ts'
import { recomputePosition } from '../store/book.ts'
import { inEvent } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { makeOffer } from '../store/offer.ts'
import { accountIdText, caseIdText, planIdText } from './ids.ts'
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
    for (let id = 1n; id <= 5n; id++)
      await addPerson(tx, { id, late: 200, arrears: 100_000n, product: 2 })
  })
})
afterAll(() => world.stop())

let keys = 0
const post = (id: bigint, path: string, body: object, as: 'collector' | 'manager' = 'manager') =>
  world.ask(`/v1/cases/${caseIdText(id)}/${path}`, {
    as,
    method: 'POST',
    headers: { 'Idempotency-Key': `limit-${keys++}` },
    body: { account_id: accountIdText(id), ...body },
  })
const code = (answer: Answer) => [answer.status, answer.json.code]
const gbp = (minor: string) => ({ minor, currency: 'GBP' })
const dated = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    due_on: addMonths(addDays(TODAY, 2), n),
    amount: gbp('100'),
  }))

test('a plan made to measure is as long as the product lets law make it, where no strategy speaks', async () => {
  await inBook(world, (tx) =>
    tx.query(
      `update product set agreement = '{"plan": {"personalised": {"rule": "cn.card.70", "monthsMax": 60}}}'
        where product_id = 2`,
    ),
  )
  const put = (count: number) =>
    inEvent(world.db, 1n, async (tx) => {
      await lockBorrower(tx, { tenantId: 1n, borrowerId: 4n })
      const instalments = Array.from({ length: count }, (_, n) => ({
        no: n + 1,
        dueOn: addMonths(TODAY, n + 1),
        amountMinor: 100n,
      }))
      const value = { payMinor: 1n, valueMinor: 1n, keptMinor: 1n, waitingMinor: 0n, keptBps: 1 }
      const option = {
        kind: 'plan',
        shape: 'equal',
        instalments,
        payMinor: 100n * BigInt(count),
        forgivesMinor: 0n,
        discountBps: 0,
        monthlyMinor: 100n,
        fits: 'unknown',
        value,
      } as const
      const given = { borrowerId: 4n, accountId: 4n, options: [option], side: 'lender' as const }
      return makeOffer(
        tx,
        1n,
        { ...given, expiresOn: addDays(TODAY, 9), by: 'ann' },
        { now: world.now, today: TODAY },
      )
    })
  expect(await put(61)).toEqual({ declined: 'above_every_authority' })
  expect(await put(60)).toHaveProperty('offerId')
})

test('dates that somebody writes out themselves go no further than their own authority', async () => {
  await publishStarters(world)
  for (let id = 1n; id <= 5n; id++)
    await inBook(world, (tx) => recomputePosition(tx, 1n, id, TODAY))
  const plan = (count: number, as: 'collector' | 'manager') =>
    post(1n, 'plans', { instalments: dated(count), source: 'call' }, as)
  // The strategy's row is a manager's, with thirty-six instalments; the product ends after as many months.
  expect(code(await plan(3, 'collector'))).toEqual([403, 'above_own_authority'])
  expect(code(await plan(38, 'manager'))).toEqual([422, 'plan_too_long'])
  expect((await plan(36, 'manager')).status).toBe(201)
  const [kept] = await inBook(world, async (tx) => {
    const found = await tx.query(`select made_by from plan where borrower_id = 1`)
    return found.rows as { made_by: string | null }[]
  })
  expect(kept?.made_by).toBeTruthy()
})

test('extra money is told in the currency of the account, and lateness is forgiven where there is some', async () => {
  const made = await post(2n, 'plans', { instalments: dated(3), source: 'call' })
  const act = (body: object) => post(2n, `plans/${made.json.id}/events`, body)
  const cny = { action: 'extra', amount: { minor: '50', currency: 'CNY' } }
  expect(code(await act(cny))).toEqual([422, 'wrong_currency'])
  expect((await act({ action: 'extra', amount: gbp('50') })).status).toBe(201)
  expect(code(await act({ action: 'forgive', why: 'ill' }))).toEqual([409, 'instalment_not_late'])
  const account = { borrowerId: 5n, accountId: 5n, source: 'call' }
  const instalments = [1, 2].map((no) => ({
    no,
    dueOn: addDays(TODAY, no === 1 ? -5 : 20),
    amountMinor: 100n,
  }))
  const late = await inEvent(world.db, 1n, async (tx) => {
    await lockBorrower(tx, { tenantId: 1n, borrowerId: 5n })
    const then = { now: world.now, today: addDays(TODAY, -30) }
    return applyPlan(tx, 1n, { ...account, instalments }, then)
  })
  if ('declined' in late) throw new Error(late.declined)
  const path = `plans/${planIdText(late.planId)}/events`
  expect((await post(5n, path, { action: 'forgive', why: 'ill' })).status).toBe(201)
})

test('without interest says so in its rules, whatever the product says', async () => {
  const wish = { kind: 'plan', shape: 'interest_free', count: 3 }
  const wishes = [{ ...wish, payday: { every: 'month', day_of_month: 28 } }]
  const offer = await post(3n, 'offers', { wishes })
  const taken = await post(3n, `offers/${offer.json.id}/answers`, {})
  expect(taken.status).toBe(400)
  const path = `/v1/cases/${caseIdText(3n)}/offers/${offer.json.id}/answers`
  const yes = await world.ask(path, {
    as: 'manager',
    method: 'POST',
    headers: { 'Idempotency-Key': 'free' },
    body: { accept: true },
  })
  expect(yes.json.state).toBe('accepted')
  const agreed = await world.ask(`/v1/cases/${caseIdText(3n)}/agreements`, { as: 'manager' })
  expect(agreed.json.plans[0].charges).toBe('stop')
})
