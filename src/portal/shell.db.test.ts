import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  TODAY,
  type World,
} from '../api/testing.ts'
import { currencyOf, money, type Currency } from '../core/money.ts'
import { makeLink } from '../store/pay-link.ts'
import { keepDocument } from '../store/tenant-document.ts'
import { buildPortal, type Portal } from './app.ts'
import { PAGES } from './pages.ts'
import { withCode } from '../../test/portal-world.ts'

const GBP = currencyOf('GBP') as Currency

let world: World
let portal: Portal

beforeAll(async () => {
  world = await openWorld({})
  portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay: { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] },
    key: Buffer.from('a key of the portal for the test'),
    addressOf: () => '192.0.2.1',
    log: (line) => world.log.push(line),
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 3n; id++) await addPerson(tx, { id, arrears: 50_000n })
    await tx.query(`update account set ref = 'LN-20' || account_id || '47'`)
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

const ask = (path: string, headers: Record<string, string> = {}) =>
  portal.request(path, { headers })

async function open(id: bigint, amountMinor?: bigint) {
  const amount = amountMinor === undefined ? undefined : money(amountMinor, GBP)
  const of = { borrowerId: id, accountId: id, amount, currency: GBP, days: 7, by: 'test' }
  const { token } = await inBook(world, (tx) => makeLink(tx, 1n, of, world.now))
  const answer = await portal.request(`/p/${token}/check?lang=en`, {
    method: 'POST',
    body: new URLSearchParams({ fact: `0${id}47` }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  const Cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(answer.status).toBe(303)
  return { token, to: answer.headers.get('Location'), Cookie }
}

describe('what stands around every page', () => {
  test('a person, the registers, complaints, privacy, size and language, also where nothing is found', async () => {
    const { token, Cookie } = await open(1n)
    for (const path of [`/p/${token}`, '/p/nothing', '/p/c', '/p/real', '/p/home', '/p/stop/x'])
      for (const [lang, words] of [
        [
          'en',
          [
            'Talk to a person: <span>+44 20 7946 0000</span>',
            'Larger text',
            '中文',
            'If you want to complain',
          ],
        ],
        ['zh', ['人工客服：<span>+44 20 7946 0000</span>', '放大文字', 'English', '如需投诉']],
      ] as const) {
        const page = await (await ask(`${path}?lang=${lang}`, { Cookie })).text()
        for (const word of words) expect([path, page.includes(word)]).toEqual([path, true])
        expect(page).not.toMatch(/<script|src="http|style="/)
      }
  })

  test('what a house recorded of its hours, of complaints and of privacy is told, and only that', async () => {
    const before = await (await ask('/p/complaints?lang=en')).text()
    expect(before).not.toContain('Somebody answers')
    expect(before).toMatch(/For a complaint made today: [^<]*, by \d+ \w+ 20\d\d/)
    const hours = { en: 'Monday to Friday, 9 to 17', zh: '周一至周五 9:00–17:00' }
    const complaints = { en: 'The Ombudsman, free of charge', zh: '可免费向申诉机构投诉' }
    const privacy = 'https://demo.example/privacy'
    const exit = { en: 'https://weather.example/', zh: 'https://weather.example/zh' }
    await inBook(world, (tx) =>
      keepDocument(tx, 1n, {
        name: 'portal',
        effectiveOn: TODAY,
        document: { hours, complaints, privacy, exit },
        by: 'test',
      }),
    )
    expect(await (await ask('/p/c?lang=zh')).text()).toContain(hours.zh)
    expect(await (await ask('/p/complaints/1?lang=en')).text()).toContain(complaints.en)
    expect(await (await ask('/p/privacy/1?lang=en')).text()).toContain(privacy)
    const left = await ask('/p/leave?lang=zh', { Cookie: (await open(2n)).Cookie })
    expect(left.headers.get('Location')).toBe(exit.zh)
  })
})

test('the text stays large, and the language stays, on pages whose address says neither', async () => {
  const answer = await ask('/p/c?lang=zh&text=large', { 'Accept-Language': 'en' })
  const Cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const page = await (await ask('/p/c', { Cookie, 'Accept-Language': 'en' })).text()
  expect(page).toMatch(/<html lang="zh-CN" class="large">/)
  const back = await ask('/p/c?text=normal', { Cookie })
  expect(await back.text()).not.toContain('class="large"')
  expect(back.headers.getSetCookie()[0]).toMatch(/^forbear\.text=normal; Path=\/p\/; HttpOnly/)
  expect((await ask('/p/c?text=huge&lang=de')).headers.getSetCookie()).toEqual([])
})

describe('home', () => {
  test('is where the fact leads, with a way to each page that there is; an amount leads to paying', async () => {
    const { to, Cookie } = await open(1n)
    expect(to).toBe('/p/home?lang=en')
    expect((await open(2n, 4200n)).to).toBe('/p/code?to=%2Fp%2Fpay&lang=en')
    const page = await (await ask('/p/home?lang=en', { Cookie })).text()
    expect(page).not.toContain('0147')
    const coded = await (await ask('/p/home?lang=en', { Cookie: withCode(Cookie) })).text()
    expect(coded).toContain('Account ending 0147')
    for (const { path, place, needs } of PAGES) {
      const way =
        needs === 'fact'
          ? `href="${path}?lang=en"`
          : `action="/p/code?to=${encodeURIComponent(path)}&amp;lang=en"`
      expect([path, page.includes(way)]).toEqual([path, place !== 'none'])
      expect([path, coded.includes(`href="${path}?lang=en"`)]).toEqual([path, place !== 'none'])
      const { status } = await ask(`${path}?lang=en`, { Cookie })
      expect([path, status]).toEqual([path, needs === 'fact' ? 200 : 303])
    }
    expect((await ask('/p/home')).status).toBe(404)
  })

  test('leaving ends the session, and only what is personal offers it', async () => {
    const { token, Cookie } = await open(3n)
    expect(await (await ask(`/p/${token}?lang=en`)).text()).not.toContain('Leave this page now')
    expect(await (await ask('/p/home?lang=en', { Cookie })).text()).toContain('Leave this page now')
    const left = await ask('/p/leave?lang=en', { Cookie })
    expect(left.status).toBe(303)
    expect(left.headers.getSetCookie()[0]).toMatch(/^forbear\.portal=; Max-Age=0; Path=\/p\//)
  })
})
