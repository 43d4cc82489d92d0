import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPaySandbox, type PaySandbox } from '../channels/pay/sandbox.ts'
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
import type { Instant } from '../core/calendar.ts'
import { makeLink } from '../store/pay-link.ts'
import { applyReversal } from '../store/payment-reversal.ts'
import { buildPortal, type Portal } from './app.ts'
import { placeOf, waysFor } from './pay-choice.ts'
import { networkOf } from './session.ts'
import { withCode } from '../../test/portal-world.ts'

const GBP = currencyOf('GBP') as Currency

let world: World
let sandbox: PaySandbox
let portal: Portal
let address = '192.0.2.1'

beforeAll(async () => {
  sandbox = await openPaySandbox({ now: () => world.now, seed: 3, notifyBase: () => '' })
  const pay = {
    portalUrl: 'http://localhost',
    providers: sandbox.providers.map((provider) => ({ tenantId: 1n, provider })),
    systems: [],
    creditors: [],
  }
  world = await openWorld({ pay })
  portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay,
    key: Buffer.from('a key of the portal for the test'),
    addressOf: (request) => request.headers.get('X-Test-Address') ?? address,
    log: (line) => world.log.push(line),
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 40n; id++) await addPerson(tx, { id, arrears: 50_000n })
    // Numbers that people see on letters.
    await tx.query(`update account set ref = 'CN-00' || (1000 + account_id)::text || '-7'`)
  })
  await publishStarters(world)
})
afterAll(async () => {
  await world.stop()
  await sandbox.stop()
})

const link = async (id: bigint, over: { amountMinor?: bigint; days?: number } = {}) => {
  const amount = over.amountMinor === undefined ? undefined : money(over.amountMinor, GBP)
  const of = {
    borrowerId: id,
    accountId: id,
    amount,
    currency: GBP,
    days: over.days ?? 7,
    by: 'test',
  }
  return (await inBook(world, (tx) => makeLink(tx, 1n, of, world.now))).token
}

const ask = (path: string, init: RequestInit = {}) => portal.request(path, init)
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  })

const check = (token: string, fact: string) => form(`/p/${token}/check`, { fact })
const tailOf = (id: bigint) => `${1000n + id}-7`.slice(-4)
/** Each opens from a network of its own. */
async function opened(id: bigint, token: string): Promise<{ Cookie: string }> {
  address = `198.51.100.${id}`
  const answer = await check(token, tailOf(id))
  expect(answer.status).toBe(303)
  return { Cookie: withCode(answer.headers.getSetCookie()[0]?.split(';')[0] ?? '') }
}

const rows = async () => {
  const found = await inBook(world, (tx) =>
    tx.query<{ n: string }>(
      `select (select count(*) from portal_guess) || '/' || (select count(*) from payment_try) || '/'
        || (select count(*) from payment) || '/' || (select sum(block_version) from borrower) as n`,
    ),
  )
  return found.rows[0]?.n
}

/** Words and numbers that would tell a stranger of a debt. */
const TELLS =
  /debt|owe|due|late|arrears|loan|pay|balance|credit|£|500|逾期|欠|还款|支付|付款|金额|Person \d/i

describe('a link alone', () => {
  test('shows who we are and how to check it, and nothing of a debt, in both languages', async () => {
    const token = await link(1n)
    for (const lang of ['en', 'zh']) {
      const answer = await ask(`/p/${token}?lang=${lang}`)
      const text = await answer.text()
      expect(answer.status).toBe(200)
      expect(text).toContain('Demo Bank')
      expect(text).toContain('+44 20 7946 0000')
      const seen = text.replaceAll(/<[^>]*>/g, ' ').replaceAll(token, '')
      expect(seen.match(TELLS)?.[0]).toBeUndefined()
    }
  })

  test('looking, by whomever and however often, writes nothing', async () => {
    const token = await link(1n)
    const before = await rows()
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await ask(`/p/${token}`, { method, headers: { 'User-Agent': 'WhatsApp/2' } })
      expect(answer.status).toBe(200)
    }
    expect(await rows()).toBe(before)
  })

  test('opens no page behind it: not by hand, not with a cookie that is made up or over', async () => {
    const token = await link(2n)
    const cookie = await opened(2n, token)
    expect((await ask('/p/pay', { headers: cookie })).status).toBe(200)
    for (const path of ['/p/pay', '/p/receipt/1', '/p/back/00000000000000000000000000']) {
      expect((await ask(path)).status).toBe(404)
      const changed = { Cookie: cookie.Cookie.replace('=1.2.', '=1.3.') }
      expect((await ask(path, { headers: changed })).status).toBe(404)
    }
    const before = world.now
    world.now = (before + 20 * 60_000) as Instant
    expect((await ask('/p/pay', { headers: cookie })).status).toBe(404)
    world.now = before
  })

  test('ends with its time; a text that is no link looks the same', async () => {
    const token = await link(3n, { days: 1 })
    const before = world.now
    world.now = (before + 86_400_000) as Instant
    const over = await ask(`/p/${token}`)
    world.now = before
    const none = await ask(`/p/1${'0'.repeat(26)}`)
    expect([over.status, none.status]).toEqual([404, 404])
    expect((await over.text()).replaceAll(token, '')).toBe(
      (await none.text()).replaceAll(`1${'0'.repeat(26)}`, ''),
    )
    for (const odd of ['x', '0'.repeat(27), `zzzzzzzzzzzzzz${'0'.repeat(26)}`, '%00', "1'--"])
      expect((await ask(`/p/${odd}`)).status).toBe(404)
  })
})

describe('the one question', () => {
  test('the end of the account’s number or of the own phone opens; full-width digits too', async () => {
    const facts = { '05-7': 303, '0057': 303, '0005': 303, '００05': 303, '1005-7': 422, '57': 422 }
    for (const [i, [fact, status]] of Object.entries(facts).entries()) {
      address = `203.0.113.${i}`
      const answer = await check(await link(5n), fact)
      expect([fact, answer.status]).toEqual([fact, status])
    }
  })

  test('three wrong ones lock the link, and then even the right one does not open', async () => {
    const token = await link(6n)
    for (const [i, status] of [422, 422, 403, 403].entries()) {
      address = `203.0.113.${10 + i}`
      expect((await check(token, '9999')).status).toBe(status)
    }
    address = '203.0.113.20'
    expect((await check(token, tailOf(6n))).status).toBe(403)
    const other = await link(6n)
    expect((await check(other, tailOf(6n))).status).toBe(303)
  })

  test('three wrong ones lock a network for other links: of IPv6 its first 64 bits', async () => {
    for (const [i, id] of [7n, 8n, 9n].entries()) {
      address = `2001:db8:1:2:${i}::${i}`
      await check(await link(id), '9999')
    }
    address = '2001:db8:1:2:ffff::1'
    expect((await check(await link(10n), tailOf(10n))).status).toBe(403)
    address = '2001:db8:1:3::1'
    expect((await check(await link(10n), tailOf(10n))).status).toBe(303)
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('2001:0db8::1')).toBe('2001:db8:0:0')
  })

  test('sixty at once are as few as three', async () => {
    const token = await link(11n)
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const from = { 'X-Test-Address': `10.0.${i}.1` }
        return (await form(`/p/${token}/check`, { fact: String(9000 + i) }, from)).status
      }),
    )
    expect(answers.filter((status) => status === 422).length).toBeLessThanOrEqual(2)
    expect(answers.filter((status) => status === 303)).toEqual([])
    const counted = await inBook(world, (tx) =>
      tx.query<{ n: bigint }>(`select count(*) as n from portal_guess where borrower_id = 11`),
    )
    expect(counted.rows[0]?.n).toBe(3n)
  })

  test('a card number is refused, and not weighed', async () => {
    const token = await link(12n)
    address = '203.0.113.30'
    const before = await rows()
    const answer = await check(token, '4111 1111 1111 1111')
    expect([answer.status, (await answer.text()).includes('card')]).toEqual([422, true])
    expect(await rows()).toBe(before)
  })

  test('a form from another site is not taken', async () => {
    const token = await link(12n)
    const before = await rows()
    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    const answer = await form(`/p/${token}/check`, { fact: tailOf(12n) }, foreign)
    expect(answer.status).toBe(404)
    expect(await rows()).toBe(before)
  })
})

describe('paying', () => {
  test('any amount up to what is owed goes to the provider’s page; what is none does not', async () => {
    const cookie = await opened(13n, await link(13n))
    const page = await (await ask('/p/pay?lang=en', { headers: cookie })).text()
    expect(page).toContain('£500.00')
    const pay = (fields: Record<string, string>) =>
      form('/p/pay', { way: 'card', much: 'other', ...fields }, cookie)
    for (const other of ['', '0', '-5', '1e3', '12,34', '500.01', '1.234', '../', '<b>'])
      expect([other, (await pay({ other })).status]).toEqual([other, 422])
    expect((await pay({ other: '25.00', way: 'wechat' })).status).toBe(422)
    const answer = await pay({ other: '１25.50' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toMatch(`${sandbox.url}/card/page/`)
    // Pressed again: the same visit goes on.
    const again = await pay({ other: '125.50' })
    expect(again.headers.get('Location')).toBe(answer.headers.get('Location'))
  })

  test('a link for an amount is for that amount, whatever the form says', async () => {
    const cookie = await opened(14n, await link(14n, { amountMinor: 4200n }))
    const fields = { way: 'card', much: 'other', other: '1.00' }
    await form('/p/pay', fields, cookie)
    const made = await inBook(world, (tx) =>
      tx.query(`select amount_minor from payment_try where borrower_id = 14`),
    )
    expect(made.rows).toEqual([{ amount_minor: 4200n }])
  })

  test('back from the page it says what became of it, also where every message was lost', async () => {
    const cookie = await opened(15n, await link(15n))
    await form('/p/pay', { way: 'card', much: 'late' }, cookie)
    const found = await inBook(world, (tx) =>
      tx.query<{ our_ref: string }>(`select our_ref from payment_try where borrower_id = 15`),
    )
    const ref = found.rows[0]?.our_ref ?? ''
    const back = async () =>
      (await (await ask(`/p/back/${ref}?lang=en`, { headers: cookie })).text()).replaceAll(
        '\n',
        ' ',
      )
    expect(await back()).toContain('We have not heard from the provider yet')
    const trade = sandbox.trade('card', ref)
    if (trade === undefined) throw new Error('no trade')
    trade.paidAt = world.now
    expect(await back()).toContain('We received £500.00')
    const other = await opened(16n, await link(16n))
    expect((await ask(`/p/back/${ref}`, { headers: other })).status).toBe(404)
    const receipt = /\/p\/receipt\/(\d+)/.exec(await back())?.[1]
    expect(receipt).toBeDefined()
    const shown = await ask(`/p/receipt/${receipt}?lang=zh`, { headers: cookie })
    expect(await shown.text()).toContain('£500.00')
    expect((await ask(`/p/receipt/${receipt}`, { headers: other })).status).toBe(404)
    expect(await (await ask('/p/pay?lang=en', { headers: cookie })).text()).toContain(
      'Nothing is owed',
    )
    // Money that goes back later is told on its receipt.
    expect(await (await ask(`/p/receipt/${receipt}`, { headers: cookie })).text()).not.toContain(
      'Went back',
    )
    await inBook(world, async (tx) => {
      const paid = await tx.query<{ payment_id: bigint }>(
        `select payment_id from payment where borrower_id = 15`,
      )
      const paymentId = paid.rows[0]?.payment_id ?? 0n
      const undoing = { borrowerId: 15n, paymentId, effectiveOn: TODAY, why: 'called back' }
      const tick = { now: world.now, today: TODAY }
      await applyReversal(tx, 1n, { ...undoing, kind: 'chargeback' }, tick)
    })
    for (const path of [`/p/receipt/${receipt}?lang=en`, '/p/pay?lang=en'])
      expect(await (await ask(path, { headers: cookie })).text()).toContain('Went back')
  })
})

test('on a desk computer the code of WeChat is a picture, with words for who cannot see it', async () => {
  await inBook(world, (tx) =>
    tx.query(`update account set currency = 'CNY' where borrower_id = 19`),
  )
  const cookie = await opened(19n, await link(19n))
  const answer = await form('/p/pay?lang=zh', { way: 'wechat', much: 'late' }, cookie)
  const page = await answer.text()
  expect(answer.status).toBe(200)
  expect(page).toMatch(/<div class="code" role="img" aria-label="用微信扫码支付"><svg [^>]*viewBox/)
  expect(page).not.toContain('style=')
})

describe('inside WeChat', () => {
  const WECHAT = {
    'User-Agent':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN',
  }
  const inYuan = (id: bigint) =>
    inBook(world, (tx) =>
      tx.query(`update account set currency = 'CNY' where borrower_id = $1`, [id]),
    )
  const pathOf = (url: string | null): string => {
    const { pathname, search } = new URL(url ?? '', 'http://localhost')
    return `${pathname}${search}`
  }

  test('what WeChat shuts out is not offered, and where it works is said; elsewhere it is offered', async () => {
    await inYuan(20n)
    const cookie = await opened(20n, await link(20n))
    const page = async (more: object) =>
      (await ask('/p/pay?lang=zh', { headers: { ...cookie, ...more } })).text()
    const [inside, outside] = [await page(WECHAT), await page({})]
    expect(inside).toContain('name="way" value="wechat"')
    expect(inside).not.toContain('alipay')
    expect(inside).toContain('在微信内只能使用微信支付')
    expect(outside).toContain('value="alipay"')
    expect(outside).not.toContain('在微信内')
  })

  test('WeChat says who pays, and its sheet opens over our page: once for a code, and for nobody else', async () => {
    await inYuan(21n)
    const cookie = { ...(await opened(21n, await link(21n))), ...WECHAT }
    const press = () => form('/p/pay?lang=zh', { way: 'wechat', much: 'late' }, cookie)
    const away = (await press()).headers.get('Location') ?? ''
    expect(away).toContain('/connect/oauth2/authorize?appid=')
    // Pressed again it is the same visit, so that nobody pays twice.
    expect((await press()).headers.get('Location')).toBe(away)
    const back = await fetch(away, { redirect: 'manual' })
    const path = pathOf(back.headers.get('Location'))
    expect(path).toMatch(
      /^\/p\/wechat\/[0-9a-z]{26}\?lang=zh&code=[0-9a-f]{32}&state=[0-9a-z]{26}$/,
    )
    const other = await opened(22n, await link(22n))
    expect((await ask(path, { headers: other })).status).toBe(404)
    const sheet = await ask(path, { headers: cookie })
    const page = await sheet.text()
    expect(sheet.status).toBe(200)
    expect(page).toMatch(/data-sheet="[^"]*prepay_id=wx[0-9a-f]{16}/)
    expect(page).toContain('<script src="/p/wechat.js"')
    expect(sheet.headers.get('Content-Security-Policy')).toContain("script-src 'self'")
    expect(
      (await ask('/p/pay', { headers: cookie })).headers.get('Content-Security-Policy'),
    ).not.toContain('script-src')
    const again = await ask(path, { headers: cookie })
    expect([again.status, (await again.text()).includes('data-sheet')]).toEqual([503, false])
    const forged = await ask(path.replace(/state=.*/, 'state=x'), { headers: cookie })
    expect(forged.headers.get('Location')).toMatch(/^\/p\/back\//)
    expect((await (await ask('/p/wechat.js')).text()).length).toBeLessThan(20 * 1024)
  })

  test('where the lender’s account names nobody, WeChat’s own phone page is no way either', () => {
    const place = placeOf(WECHAT['User-Agent'])
    const bare = sandbox.providers.map((provider) => ({
      tenantId: 1n,
      provider: { ...provider, inApp: undefined },
    }))
    const of = { tenantId: 1n, currency: 'CNY', place }
    const pay = { portalUrl: '', providers: bare, systems: [], creditors: [] }
    expect(waysFor(pay, of)).toEqual({ ways: [], isMoreOutside: true })
    const atDesk = { ...of, place: { ...place, device: 'desk' } as const }
    expect(waysFor(pay, atDesk).ways.map(({ kind }) => kind)).toEqual(['wechat'])
  })
})

test('every page is closed: nothing from elsewhere, not kept, not framed, not indexed', async () => {
  const cookie = await opened(17n, await link(17n))
  for (const path of [`/p/${await link(17n)}`, '/p/pay', '/p/nothing', '/p/portal.css']) {
    const { headers } = await ask(path, { headers: cookie })
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`form-action 'self' ${sandbox.url}`)
    expect(policy).not.toContain('unsafe')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('X-Robots-Tag')).toContain('noindex')
    expect(headers.get('Cache-Control')).toBe(
      path.endsWith('.css') ? 'public, max-age=3600' : 'no-store',
    )
    expect(headers.get('Set-Cookie')).toBeNull()
  }
  const answer = await check(await link(18n), tailOf(18n))
  expect(answer.headers.get('Set-Cookie')).toMatch(/Path=\/p\/; HttpOnly; SameSite=Lax/)
})
