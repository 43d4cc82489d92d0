import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTenant } from '../store/db.ts'
import { accountIdText, caseIdText } from './ids.ts'
import { addPortfolios, inBook, openWorld, publishStarters, TODAY, type World } from './testing.ts'
import { addLedgerThings, type LedgerThing } from './testing-ledger.ts'

let world: World
let thing: LedgerThing
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, addPortfolios)
  thing = await addLedgerThings(world)
  await publishStarters(world)
})
afterAll(() => world.stop())

const CASE = `/v1/cases/${caseIdText(71n)}`
const STATEMENT = `${CASE}/accounts/${accountIdText(71n)}/statement`

const send = (route: 'entries' | 'reversals', key: string, change: object = {}) => {
  const asked = thing(`POST /v1/cases/{id}/${route}`, 'manager')
  const body = { ...(asked?.body as object), ...change }
  const headers = { 'Idempotency-Key': key }
  return world.ask(asked?.path ?? '', { as: 'manager', method: 'POST', headers, body })
}
const entries = () =>
  inTenant(world.db, 1n, async (tx) => (await tx.query('select kind from entry')).rows.length)

test('a statement adds up and explains itself in the language of the reader', async () => {
  const en = await world.ask(STATEMENT, { as: 'collector' })
  const zh = await world.ask(`${STATEMENT}?lang=zh`, { as: 'collector' })
  expect(en.status).toBe(200)
  const sum = en.json.lines.reduce(
    (all: bigint, line: { amount: { minor: string } }) => all + BigInt(line.amount.minor),
    BigInt(en.json.opening.minor),
  )
  expect([String(sum), en.json.closing.minor]).toEqual(['90000', '90000'])
  expect(en.json.lines.at(-1).words).toContain('You paid 100.00 CNY')
  expect(zh.json.lines.at(-1).words).toContain('您还款 100.00 CNY')
  const early = await world.ask(`${STATEMENT}?until=2026-10-31`, { as: 'collector' })
  expect(early.json.closing.minor).toBe('100000')
  const late = await world.ask(`${STATEMENT}?until=2027-01-01`, { as: 'collector' })
  expect(late.json.code).toBe('day_in_future')
})

test('the same key posts once and answers the same; with another body it is refused', async () => {
  const first = await send('entries', 'k1')
  const size = await entries()
  const again = await send('entries', 'k1')
  expect([first.status, again.json, await entries()]).toEqual([201, first.json, size])
  const other = await send('entries', 'k1', { why: 'Another reason.' })
  expect(other.json.code).toBe('key_reused')
  const dollars = await send('entries', 'k2', { amount: { minor: '1', currency: 'USD' } })
  expect(dollars.json.code).toBe('wrong_currency')
})

test('a reversal is dated from its payment on, and once', async () => {
  const early = await send('reversals', 'r1', { effective_on: '2026-11-01' })
  expect(early.json.code).toBe('ledger_before_the_payment')
  expect((await send('reversals', 'r2')).status).toBe(201)
  const other = await send('reversals', 'r3', { effective_on: '2026-11-10' })
  expect(other.json.code).toBe('ledger_already_reversed')
  const now = await world.ask(STATEMENT, { as: 'collector' })
  expect(now.json.lines.map((line: { kind: string }) => line.kind)).toContain('reversal')
})

test('the case shows the money, and the timeline every fact that was posted', async () => {
  const shown = await world.ask(CASE, { as: 'collector' })
  const [account] = shown.json.accounts
  expect(account.made_up_of.payments).toMatchObject([
    { ref: 'matrix', reversed: true, amount: { minor: '10000', currency: 'CNY' } },
    { ref: 'matrix', reversed: false },
  ])
  const told = await world.ask(`${CASE}/timeline?lang=en`, { as: 'collector' })
  const kinds = told.json.items.map((item: { kind: string }) => item.kind)
  expect(kinds).toEqual(expect.arrayContaining(['payment', 'reversal', 'entry']))
  const fee = told.json.items.find(
    (item: { kind: string; effective_on: string }) =>
      item.kind === 'entry' && item.effective_on === TODAY,
  )
  expect(fee.sentence).toContain('A copy was asked for.')
})
