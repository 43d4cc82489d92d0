import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from '../api/testing.ts'
import { codeOf, linkPartOf, shownCode } from '../channels/letter/code.ts'
import { addDays, type Instant } from '../core/calendar.ts'
import { currencyOf, type Currency } from '../core/money.ts'
import { makeLink } from '../store/pay-link.ts'
import { addSign, endSign, type NewSign } from '../store/official.ts'
import { changeRole } from '../store/staff-role.ts'
import { addStaff } from '../store/staff.ts'
import { buildPortal, type Portal } from './app.ts'

const KEY = Buffer.from('a key of the portal for the test')
let world: World
let portal: Portal
let address = '192.0.2.1'

beforeAll(async () => {
  const pay = { portalUrl: 'https://pay.demo.example', providers: [], systems: [], creditors: [] }
  world = await openWorld({ pay })
  portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay,
    key: KEY,
    addressOf: () => address,
    log: (line) => world.log.push(line),
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await tx.query(`update portfolio set creditor = 'Other Bank' where portfolio_id = 2`)
    for (const [userId, role] of [
      ['tom', 'admin'],
      ['ann', 'collector'],
      ['bob', 'collector'],
    ] as const)
      await addStaff(tx, 1n, { userId, name: userId, role })
  })
})
afterAll(() => world.stop())

const add = (sign: Partial<NewSign> & Pick<NewSign, 'kind' | 'text'>) =>
  inBook(world, (tx) => addSign(tx, 1n, { beginsOn: TODAY, by: 'tom', ...sign }))
const numberOf = async (sign: Parameters<typeof add>[0]) => {
  const done = await add(sign)
  if ('declined' in done) throw new Error(done.declined)
  return done.signNo
}
const said = async (answer: Response) =>
  (await answer.text())
    .replace(/^.*<main[^>]*>/s, '')
    .replace(/<form.*$/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', '’')
let asks = 0
/** Each from a network of its own. */
const check = async (typed: string, creditor = '', lang = 'en') => {
  asks += 1
  address = `198.51.100.${asks}`
  return said(
    await portal.request(`/p/real/1?lang=${lang}`, {
      method: 'POST',
      body: new URLSearchParams({ typed, creditor }).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    }),
  )
}

describe('before any question', () => {
  test('anybody reads who we are, for whom, where we are registered and where money goes', async () => {
    await add({
      kind: 'register',
      text: '123456',
      about: 'Financial Services Register',
      url: 'https://register.example/123456',
    })
    await add({ kind: 'bank_account', text: 'GB33 BUKB 2020 1555 5555 55' })
    for (const path of ['/p/real', '/p/real/1']) {
      const answer = await portal.request(`${path}?lang=en`)
      const text = await answer.text()
      expect(answer.status).toBe(200)
      for (const words of [
        'Demo Bank',
        'Other Bank',
        'Financial Services Register',
        'https://register.example/123456',
        'GB33 BUKB 2020 1555 5555 55',
        'Never to a person',
      ])
        expect(text).toContain(words)
      expect(Buffer.byteLength(text)).toBeLessThan(20_000)
    }
    expect(await (await portal.request('/p/real?lang=zh')).text()).toContain('我们绝不会')
  })

  test('a house that is not here is a page that is not here', async () => {
    for (const house of ['2', '0', 'zz', '1x'.repeat(20)])
      expect((await portal.request(`/p/real/${house}`)).status).toBe(404)
  })
})

describe('what somebody sees is ours, or it is not', () => {
  test('a number, a name, an address and a register, and their neighbours', async () => {
    await add({ kind: 'phone', text: '+44 20 7946 0000' })
    await add({ kind: 'sender', text: 'DemoBank' })
    await add({ kind: 'email', text: '@demo.example' })
    for (const typed of ['020 7946 0000', 'demobank', 'anna@demo.example', '123456'])
      expect(await check(typed)).toContain('Yes')
    expect(await check('pay.demo.example')).toContain('our website')
    for (const typed of ['020 7946 0001', 'demobanc', 'anna@demo.example.test', '123457'])
      expect(await check(typed)).toContain('We do not know it')
    expect(await check('02079460001', '', 'zh')).toContain('我们没有这条记录')
  })

  test('a person may act for the creditor that was recorded, and for no other', async () => {
    await add({
      kind: 'staff',
      text: 'C-4711',
      userId: 'ann',
      about: 'Ann Lee',
      creditor: 'Other Bank',
    })
    expect(await check('c-4711')).toMatch(
      /Yes, C-4711 is Ann Lee, who may act for Other Bank today/,
    )
    expect(await check('C-4711', 'Other Bank')).toContain('Yes')
    expect(await check('C-4711', 'Demo Bank')).toMatch(/may not act for Demo Bank today/)
    expect(await check('C-4712')).toContain('We do not know it')
  })

  test('who works here no more speaks for nobody, from that moment on', async () => {
    await add({ kind: 'staff', text: 'C-9', userId: 'bob', about: 'Bob' })
    expect(await check('C-9')).toContain('Yes')
    const leaves = { userId: 'bob', role: null, by: 'tom', reason: 'Bob left us.' }
    await inBook(world, (tx) => changeRole(tx, 1n, leaves, world.now))
    expect(await check('C-9')).toMatch(/does not work here any more/)
  })

  test('what ended, and what has not begun, is told as that', async () => {
    const signNo = await numberOf({
      kind: 'phone',
      text: '+44 20 7946 0999',
      beginsOn: addDays(TODAY, -10),
    })
    expect(await check('+44 20 7946 0999')).toContain('Yes')
    await inBook(world, (tx) => endSign(tx, 1n, { signNo, on: TODAY, by: 'tom' }))
    expect(await check('+44 20 7946 0999')).toMatch(/has not been ours since/)
    await add({ kind: 'phone', text: '+44 20 7946 0888', beginsOn: addDays(TODAY, 1) })
    expect(await check('+44 20 7946 0888')).toMatch(/is not ours before/)
    // Taken up again, it is ours, whatever it was.
    await add({ kind: 'phone', text: '+44 20 7946 0999' })
    expect(await check('+44 20 7946 0999')).not.toMatch(/Careful/)
  })

  test('a letter by its code, without a word of whom it is for', async () => {
    const ref = { tenantId: 1n, attemptKey: '1b0c6a3e-52a1-8f0d-9c6b-0d6a54c1e7aa' }
    const code = codeOf(KEY, ref)
    await inBook(world, async (tx) => {
      await addPerson(tx, { id: 900n, name: 'Ann Person' })
      const of = {
        borrowerId: 900n,
        accountId: 900n,
        amount: undefined,
        currency: currencyOf('GBP') as Currency,
        days: 60,
        by: 'letter',
        part: linkPartOf(KEY, code),
      }
      await makeLink(tx, 1n, of, world.now)
    })
    const answer = await check(shownCode(code))
    expect(answer).toMatch(/Yes, we made a letter with this code/)
    expect(answer).not.toMatch(/Person|900/)
    expect(
      await check(shownCode(code).replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
    ).toContain('We do not know it')
  })
})

describe('asking', () => {
  test('keeps that somebody asked, and nothing of what was typed', async () => {
    const before = await rows()
    await check('a name that nobody knows 4929')
    expect(await rows()).toBe(before + 1n)
    const kept = await inBook(world, (tx) => tx.query('select * from official_check'))
    expect(
      JSON.stringify(kept.rows, (_, v) => (typeof v === 'bigint' ? String(v) : v)),
    ).not.toMatch(/4929|nobody/)
  })

  test('has an end for one network, and begins again after an hour', async () => {
    address = '203.0.113.77'
    const ask = () =>
      portal.request('/p/real?lang=en', {
        method: 'POST',
        body: 'typed=C-1',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      })
    const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await ask()).status))
    expect(statuses.filter((status) => status === 200)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    const before = world.now
    world.now = (before + 3_600_001) as Instant
    expect((await ask()).status).toBe(200)
    world.now = before
  })

  const rows = async () =>
    (
      await inBook(world, (tx) =>
        tx.query<{ n: bigint }>('select count(*) as n from official_check'),
      )
    ).rows[0]?.n ?? 0n
})

describe('who says what is ours', () => {
  test('is compliance or an administrator; nobody else, and nothing that it could not be', async () => {
    expect(await add({ kind: 'phone', text: '95599', by: 'ann' })).toEqual({
      declined: 'wrong_role',
    })
    expect(await add({ kind: 'phone', text: '95599', by: 'eve' })).toEqual({
      declined: 'no_such_staff',
    })
    expect(await add({ kind: 'phone', text: '95599' })).toHaveProperty('signNo')
    expect(await add({ kind: 'phone', text: '955-99' })).toEqual({ declined: 'already_ours' })
    expect(await add({ kind: 'phone', text: 'ninety' })).toEqual({ declined: 'not_of_this_kind' })
    expect(await add({ kind: 'staff', text: 'C-8' })).toEqual({ declined: 'needs_person' })
    expect(await add({ kind: 'phone', text: '95588', userId: 'ann' })).toEqual({
      declined: 'needs_person',
    })
    expect(await add({ kind: 'register', text: '77' })).toEqual({ declined: 'needs_about' })
    expect(
      await add({ kind: 'register', text: '77', about: 'R', url: 'http://r.example' }),
    ).toEqual({
      declined: 'bad_url',
    })
    expect(await add({ kind: 'phone', text: '95577', creditor: 'Nobody' })).toEqual({
      declined: 'no_such_creditor',
    })
  })
})
