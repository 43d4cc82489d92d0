import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  type World,
} from '../src/api/testing.ts'
import { untilShown } from '../src/api/testing-events.ts'
import { webhookKeys } from '../src/channels/webhook-keys.ts'
import type { Instant } from '../src/core/calendar.ts'
import { tell } from '../src/store/event-out.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import { tellPromises } from '../src/store/promise-told.ts'
import { tellDue } from '../src/worker/tell-out.ts'

let world: World
const heard: string[] = []

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const id of [10n, 11n]) await addPerson(tx, { id })
  })
  await publishStarters(world)
  const body = { url: 'https://bank.example/few', types: ['consent.refused'] }
  const made = await world.ask('/v1/webhook-endpoints', { as: 'admin', body })
  expect(made.status).toBe(201)
})
afterAll(() => world.stop())

const tick = () => ({ now: world.now, today: world.today })

test('an endpoint that hears few events is told past all the others in one go', async () => {
  const put = (type: 'hold.placed' | 'consent.refused') =>
    ({ type, borrowerId: 10n, at: world.now, data: {} }) as const
  await inBook(world, async (tx) => {
    const others = Array.from({ length: 450 }, () => put('hold.placed'))
    await tell(tx, 1n, [...others, put('consent.refused')])
  })
  await untilShown(world)
  const tools = {
    db: world.db,
    keys: webhookKeys(Buffer.alloc(32, 3)),
    sandbox: true,
    now: () => world.now,
    today: () => world.today,
    wall: () => Date.now() as Instant,
    post: (url: string) => {
      heard.push(url)
      return Promise.resolve({ status: 204 })
    },
  }
  await tellDue(tools, 1n)
  expect(heard).toEqual(['https://bank.example/few'])
})

test('a promise that is over is told though others that are open had money just now', async () => {
  await inBook(world, (tx) =>
    tx.query(
      `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source)
       values (1, 10, 10, 500, 'GBP', $1::date - 9, $1::date + 5, 'test'),
              (1, 11, 11, 500, 'GBP', $1::date - 9, $1::date - 1, 'test')`,
      [world.today],
    ),
  )
  const paid = { source: 'test', effectiveOn: world.today, ref: 'part', amountMinor: 100n }
  await recordPayment(world.db, 1n, { ...paid, borrowerId: 10n, accountId: 10n }, tick())
  await tellPromises(world.db, 1n, tick(), 1)
  const told = await inBook(world, (tx) =>
    tx.query<{ id: bigint; state: string }>('select borrower_id as id, state from promise_told'),
  )
  expect(told.rows).toEqual([{ id: 11n, state: 'broken' }])
})
