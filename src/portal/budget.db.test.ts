import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from '../api/testing.ts'
import { BUDGET_FORM } from '../core/budget-form.ts'
import { currencyOf, money, type Currency } from '../core/money.ts'
import { readBudgets } from '../store/budget.ts'
import { makeLink } from '../store/pay-link.ts'
import { buildPortal, type Portal } from './app.ts'
import { withCode } from '../../test/portal-world.ts'

const GBP = currencyOf('GBP') as Currency

let world: World
let portal: Portal
let Cookie = ''
beforeAll(async () => {
  const pay = { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] }
  world = await openWorld({ pay })
  portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay,
    key: Buffer.from('a key of the portal for the test'),
    addressOf: () => '192.0.2.9',
    log: (line) => world.log.push(line),
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 1n, arrears: 50_000n })
    await tx.query(`update account set ref = 'UK-1001-7'`)
  })
  const of = {
    borrowerId: 1n,
    accountId: 1n,
    amount: money(1000n, GBP),
    currency: GBP,
    days: 7,
    by: 'test',
  }
  const { token } = await inBook(world, (tx) => makeLink(tx, 1n, of, world.now))
  const answer = await post(`/p/${token}/check`, { fact: '01-7' })
  Cookie = withCode(answer.headers.getSetCookie()[0]?.split(';')[0] ?? '')
})
afterAll(() => world.stop())

const get = (path: string, cookie = Cookie) => portal.request(path, { headers: { Cookie: cookie } })
const post = (path: string, fields: Record<string, string>) =>
  portal.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie },
  })
const versions = () => inBook(world, (tx) => readBudgets(tx, 1n, 1n))

test('without a session nothing is asked and nothing is told', async () => {
  expect((await get('/p/budget', '')).status).toBe(404)
  expect((await get('/p/budget')).status).toBe(200)
})

test('each answer is kept as a version, and the next question follows', async () => {
  const first = await post('/p/budget/wages', { value: '500.50', per: 'fortnight' })
  expect([first.status, first.headers.get('Location')]).toEqual([303, '/p/budget/partner_wages'])
  expect((await versions())[0]).toMatchObject({
    via: 'portal',
    writtenBy: 'borrower',
    isFinal: false,
    answers: { wages: { minor: 50_050n, per: 'fortnight' } },
  })
  const again = await (await get('/p/budget/wages?lang=zh')).text()
  expect(again).toContain('value="500.50"')
  expect(again).toContain('您的工资')
})

test('what is no number is refused in words and kept nowhere; "I am not sure" is an answer', async () => {
  const before = (await versions()).length
  const bad = await post('/p/budget/food', { value: '1,5' })
  expect(bad.status).toBe(422)
  expect(await bad.text()).toContain('role="alert"')
  expect(await versions()).toHaveLength(before)
  expect((await post('/p/budget/food', { value: '', unsure: '1' })).status).toBe(303)
  expect((await versions())[0]?.answers['food']).toEqual({ unsure: true })
})

test('half of it cannot be signed; whole it is, and says what it sustains', async () => {
  await post('/p/budget', {})
  expect((await versions())[0]?.isFinal).toBe(false)
  for (const one of BUDGET_FORM.filter((each) => each.needed)) {
    const value = one.id === 'wages' ? '2000' : '100'
    if (one.kind === 'money') await post(`/p/budget/${one.id}`, { value, per: 'month' })
    else if (one.kind === 'count') await post(`/p/budget/${one.id}`, { value: '1' })
    else await post(`/p/budget/${one.id}`, { choice: one.choices?.[0]?.code ?? '' })
  }
  await post('/p/budget', {})
  expect((await versions())[0]?.isFinal).toBe(true)
  const page = await (await get('/p/budget')).text()
  expect(page).toContain('you could pay £1,530.00 a month')
  expect(page).not.toContain('<script')
})
