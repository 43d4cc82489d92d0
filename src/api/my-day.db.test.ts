import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../core/calendar.ts'
import { accountIdText, caseIdText } from './ids.ts'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from './testing.ts'
import type { MyDayWire, PresenceWire, PromiseCheckWire } from './wire-day.ts'

let world: World
let [me, other] = ['', '']

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const id of [1n, 2n, 3n, 4n]) await addPerson(tx, { id })
    const staff = await tx.query<{ user_id: string; role: string }>(
      'select user_id, role from staff',
    )
    const idOf = (role: string) => staff.rows.find((one) => one.role === role)?.user_id ?? ''
    ;[me, other] = [idOf('collector'), idOf('manager')]
    const promise = `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source, made_by)
      values (1, $1, $1, 5000, 'GBP', $2, $3, 'call', $4)`
    await tx.query(promise, [1n, TODAY, addDays(TODAY, 1), me])
    await tx.query(promise, [2n, addDays(TODAY, -9), addDays(TODAY, -5), me])
    await tx.query(promise, [3n, addDays(TODAY, -9), TODAY, other])
    const call = `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
        template, language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
      values (1, $1::bigint, gen_random_uuid(), 1, array[$1::bigint], 'call', 1, '-', 'en', 'accepted', 0, $2, $3, $2, '[]', $4)
      returning contact_id as id`
    const values = (id: bigint, by: string) => [
      id,
      new Date(world.now - 3_600_000),
      new Date(world.now),
      `staff:${by}`,
    ]
    const made = await tx.query<{ id: bigint }>(call, values(1n, me))
    await tx.query(call, values(2n, me))
    await tx.query(call, values(3n, other))
    await tx.query(
      `insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
       values (1, 1, $1, 'conversation', '{}', $2)`,
      [made.rows[0]?.id, new Date(world.now)],
    )
  })
})
afterAll(() => world.stop())

test('a day shows what this person did and promised, and nobody else’s', async () => {
  const mine = (await world.ask('/v1/my-day', { as: 'collector' })).json as MyDayWire
  expect(mine.done).toEqual({ on: TODAY, calls: 2, reached: 1, promises: 1 })
  expect(mine.trend).toHaveLength(14)
  expect(mine.trend.find(({ on }) => on === addDays(TODAY, -9))).toMatchObject({ promises: 1 })
  expect(mine.promises.map(({ case_id, state }) => `${case_id} ${state}`)).toEqual([
    `${caseIdText(1n)} open`,
  ])
  expect(mine.kept).toEqual({ fallen_due: 1, kept: 0 })
  const theirs = (await world.ask('/v1/my-day', { as: 'manager' })).json as MyDayWire
  expect(theirs.done).toMatchObject({ calls: 1, reached: 0 })
})

const tell = async (as: 'collector' | 'manager', body: object = {}) => {
  const answer = await world.ask(`/v1/cases/${caseIdText(4n)}/presence`, { as, body })
  return (answer.json as PresenceWire).others.map(({ name }) => name)
}

test('two people on one case see each other, until one leaves or says nothing for a while', async () => {
  expect(await tell('collector')).toEqual([])
  expect(await tell('manager')).toHaveLength(1)
  expect(await tell('collector')).toHaveLength(1)
  expect(await tell('manager', { left: true })).toHaveLength(1)
  expect(await tell('collector')).toEqual([])
  await tell('manager')
  Object.assign(world, { now: world.now + 41_000 })
  expect(await tell('collector')).toEqual([])
})

test('a promise is weighed while it is typed, and nothing is kept of it', async () => {
  const check = async (minor: string, on: string) => {
    const body = { account_id: accountIdText(4n), amount: { minor, currency: 'GBP' }, due_on: on }
    const answer = await world.ask(`/v1/cases/${caseIdText(4n)}/promises/checks`, {
      as: 'collector',
      body,
    })
    return answer.json as PromiseCheckWire
  }
  expect(await check('100', addDays(TODAY, 5))).toEqual({ refused: null, kept: [] })
  expect((await check('999999', addDays(TODAY, 5))).refused?.code).toBe('more_than_owed')
  expect((await check('100', addDays(TODAY, 400))).refused?.code).toBe('promise_too_far')
  expect((await check('100', addDays(TODAY, -1))).refused?.code).toBe('day_in_past')
  const kept = await inBook(world, (tx) => tx.query('select from promise where borrower_id = 4'))
  expect(kept.rowCount).toBe(0)
})

test('nobody is present at a case that is not there', async () => {
  const answer = await world.ask(`/v1/cases/${caseIdText(99n)}/presence`, {
    as: 'collector',
    body: {},
  })
  expect(answer.status).toBe(404)
})
