import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPayments, ownBook, type OwnDebt } from '../../test/ledger-world.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { addPerson, addPortfolios, addUsPortfolio, inBook, TODAY } from '../api/testing.ts'
import type { Instant } from '../core/calendar.ts'
import { buildPortal, type Portal } from './app.ts'
import { sessionText } from './session.ts'

const KEY = Buffer.from('a key of the portal for the test')
const NOON = Date.parse(`${TODAY}T10:00:00Z`) as Instant

let own: Fresh
let host: Fresh
let debts: OwnDebt[]

beforeAll(async () => {
  own = await freshDatabase()
  debts = await ownBook(own.db, 2)
  const paid = ['payment_ref,account_ref,paid_on,amount', 'P1,D0a,2026-06-01,500.00']
  const done = await loadPayments(own.db, [...paid, 'P2,D0a,2026-07-01,20.00'])
  expect(done).toHaveProperty('done')
  host = await freshDatabase()
  await inBook(host, async (tx) => {
    await addPortfolios(tx)
    await addUsPortfolio(tx)
    for (const [id, portfolio] of [
      [1n, 1],
      [2n, 2],
      [3n, 3],
      [4n, 1],
    ] as const)
      await addPerson(tx, { id, portfolio, arrears: 50_000n })
    await tx.query(`update position set outstanding_minor = 120000 where borrower_id = 1`)
    await tx.query(
      `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id, effective_on)
       values (1, 1, 1, 1, 'R1', 2500, null, '2026-09-01'), (1, 1, 1, 2, 'R2', 3100, null, '2026-10-01'),
         (1, 1, 1, 3, 'R3', 3100, 2, '2026-10-02')`,
    )
    await tx.query(
      `update position set arrears_minor = 0, outstanding_minor = 0 where borrower_id = 4`,
    )
  })
})
afterAll(async () => {
  await own.drop()
  await host.drop()
})

const portalOf = (fresh: Fresh): Portal =>
  buildPortal({
    db: fresh.db,
    tenantId: 1n,
    now: () => NOON,
    today: () => TODAY,
    pay: { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] },
    key: KEY,
    addressOf: () => '192.0.2.1',
    log: (line) => expect(line).toBe(''),
  })

const as = (of: OwnDebt, level: 'fact' | 'code' = 'code'): { Cookie: string } => {
  const until = (NOON + 60_000) as Instant
  return {
    Cookie: `forbear.portal=${sessionText(KEY, { tenantId: 1n, ...of, linkNo: 1n, level, until })}`,
  }
}
const one = (id: bigint): OwnDebt => ({ borrowerId: id, accountId: id })

const read = async (fresh: Fresh, of: OwnDebt, lang = 'en'): Promise<string> =>
  (await portalOf(fresh).request(`/p/stand?lang=${lang}`, { headers: as(of) })).text()

const minorsOf = (page: string): bigint[] =>
  [...page.matchAll(/<td>(−?)[^\d<]*([\d,]+)\.(\d\d)<\/td>/g)].map(([, sign, whole, part]) =>
    BigInt(`${sign === '−' ? '-' : ''}${whole?.replaceAll(',', '')}${part}`),
  )

describe('a book that is kept here', () => {
  test('is itemised from the day on which it was bought, and the lines add up to what is owed', async () => {
    const [debt] = debts
    if (debt === undefined) throw new Error('no debt')
    const page = await read(own, debt)
    expect(page).toContain('On 10 January 2026, when it was bought')
    const minors = minorsOf(page)
    const [then = 0n, interest = 0n] = minors
    const [sum = 0n, ...lines] = minors.toReversed()
    expect(then).toBe(906_200n)
    expect(interest).toBeGreaterThan(0n)
    expect(lines).toContain(-52_000n)
    expect(lines.reduce((all, minor) => all + minor, 0n)).toBe(sum)
    expect(page).toContain('It began with Bank A')
  })

  test('the other account of the same person opens with one press, nobody else’s does', async () => {
    const [debt, other] = debts
    if (debt === undefined || other === undefined) throw new Error('no debts')
    const page = await read(own, debt, 'zh')
    const account = /name="account" value="(\d+)"/.exec(page)?.[1] ?? ''
    const press = (value: string) =>
      portalOf(own).request('/p/stand?lang=zh', {
        method: 'POST',
        body: new URLSearchParams({ account: value }).toString(),
        headers: { ...as(debt), 'Content-Type': 'application/x-www-form-urlencoded' },
      })
    const opened = await press(account)
    expect(opened.status).toBe(303)
    const Cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const second = await portalOf(own).request('/p/stand?lang=zh', { headers: { Cookie } })
    expect(minorsOf(await second.text())[0]).toBe(230_000n)
    expect((await press(String(other.accountId))).status).toBe(404)
  })
})

describe('a book that the lender keeps', () => {
  test('says one amount, what is known of it and who keeps the rest; no figure is made up', async () => {
    const page = await read(host, one(1n))
    expect(page).toContain('<p class="amount">£500.00</p>')
    expect(minorsOf(page)).toEqual([50_000n, 70_000n, 120_000n])
    expect(page).toContain('The lender keeps the books of this account')
    expect(page).toContain('1 September 2026 · £25.00')
    expect(page).not.toContain('£31.00')
  })

  test('who we are, the debt, how to dispute, what else, and the answer: in this order, in each place', async () => {
    const heads = ['Who we are', 'The debt and', 'If you think', 'What else', 'Your answer']
    const places = { 1: 'StepChange', 2: '12378', 3: 'cfpb.gov' } as const
    for (const [id, words] of Object.entries(places)) {
      const page = await read(host, one(BigInt(id)))
      const at = heads.map((head) => page.indexOf(`>${head}`))
      expect(at.every((from) => from > 0)).toBe(true)
      expect(at).toEqual(at.toSorted((a, b) => a - b))
      for (const place of Object.values(places))
        expect([id, place, page.includes(place)]).toEqual([id, place, place === words])
      for (const path of ['/p/pay', '/p/wrong']) expect(page).toContain(`href="${path}?lang=en"`)
      expect(page).not.toMatch(/<script|style="/)
    }
    const us = await read(host, one(3n))
    expect(us).toContain('within 30 days of getting our first notice')
  })

  test('needs the code; where nothing is owed it says so and asks for nothing', async () => {
    const fact = await portalOf(host).request('/p/stand', { headers: as(one(1n), 'fact') })
    expect(fact.headers.get('Location')).toMatch('/p/code?to=%2Fp%2Fstand')
    const page = await read(host, one(4n))
    expect(page).toContain('Nothing is owed on this account')
    expect(page).not.toContain('Your answer')
  })

  test('out of time it says since when, with the sentence of the law where there is one', async () => {
    await inBook(host, (tx) =>
      tx.query(`update position set limitation_on = '2026-01-01' where borrower_id in (1, 3)`),
    )
    expect(await read(host, one(3n))).toContain('was over on 1 January 2026')
    await inBook(host, (tx) => tx.query(`update position set limitation_on = null`))
    expect(await read(host, one(3n))).not.toContain('was over on')
  })
})
