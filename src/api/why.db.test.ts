import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCycle } from '../worker/cycle.ts'
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
import type { WhyWire } from './wire.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 1n, portfolio: 2, language: 'zh', late: 2, arrears: 50_000n })
    await tx.query(
      `update position set channels = 39, delinquent_since = oldest_unpaid_due_on where tenant_id = 1`,
    )
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

const why = async (lang: string): Promise<WhyWire> =>
  (await world.ask(`/v1/cases/${caseIdText(1n)}/why?lang=${lang}`, { as: 'compliance' })).json

test('the explanation is of the morning: the day’s own choice does not hide why it was made', async () => {
  const before = await why('en')
  expect(before.accounts[0]?.text.some((line) => line.includes('chosen'))).toBe(true)
  const cycle = await runCycle(world.db, 1n, { today: TODAY, now: world.now })
  expect(cycle.treatments).toBeGreaterThan(0)
  await inBook(world, (tx) =>
    tx.query(`update position set last_attempt_on = $1 where tenant_id = 1`, [TODAY]),
  )
  expect(await why('en')).toEqual(before)
  expect(before.accounts[0]).toMatchObject({
    ref: 'A1',
    strategy: 'online-lender',
    strategy_version: 2,
  })
  expect((await why('zh')).accounts[0]?.text[0]).toContain('策略 online-lender 第 2 版')
})

test('a payment decides its borrower again at once: what is paid is on no list', async () => {
  const listed = async () => (await world.ask('/v1/cases', { as: 'manager' })).json.items.length
  const pay = (ref: string, minor: string) =>
    world.ask('/v1/payments', {
      as: 'manager',
      headers: { 'Idempotency-Key': ref },
      body: {
        case_id: caseIdText(1n),
        account_id: accountIdText(1n),
        ref,
        amount: { minor, currency: 'CNY' },
        effective_on: TODAY,
      },
    })
  const part = await pay('part', '20000')
  expect([part.status, part.json.arrears_after.minor, await listed()]).toEqual([201, '30000', 1])
  const found = await world.ask(`/v1/cases/${caseIdText(1n)}`, { as: 'manager' })
  expect(found.json.arrears.minor).toBe('30000')
  const rest = await pay('rest', '30000')
  expect([rest.status, rest.json.arrears_after.minor, await listed()]).toEqual([201, '0', 0])
  const waiting = await inBook(world, (tx) =>
    tx.query(
      `select state from treatment where state in ('planned', 'deferred', 'listed') and strategy <> 'receipt'`,
    ),
  )
  expect(waiting.rows).toEqual([])
})
