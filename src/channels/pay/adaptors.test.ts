import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../../core/calendar.ts'
import { currencyOf, money, type Currency } from '../../core/money.ts'
import type { Heard, PayProvider, RawRequest } from './provider.ts'
import { openPaySandbox, type PaySandbox } from './sandbox.ts'
import type { Delivery, Saying, Trade } from './sandbox-trade.ts'

const NOW = Date.parse('2026-11-22T09:00:00Z') as Instant
const REF = '0123456789abcdefghjkmnpqrs'

let sandbox: PaySandbox
/** The same providers with other keys. */
let stranger: PaySandbox
let clock = NOW
beforeAll(async () => {
  const options = { now: () => clock, seed: 1, notifyBase: () => 'http://127.0.0.1:9' }
  ;[sandbox, stranger] = await Promise.all([openPaySandbox(options), openPaySandbox(options)])
})
afterAll(() => Promise.all([sandbox.stop(), stranger.stop()]))

const adaptor = (name: string): PayProvider => {
  const found = sandbox.providers.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

const raw = ({ body, headers }: Delivery): RawRequest => ({
  body: Buffer.from(body),
  header: (name) =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1],
})

const amountFor = (name: string) =>
  money(12_345n, currencyOf(name === 'card' ? 'GBP' : 'CNY') as Currency)

let count = 0
async function opened(name: string, over: object = {}): Promise<{ trade: Trade; page: string }> {
  const ref = REF.slice(0, 24) + String((count += 1)).padStart(2, '0')
  const start = await adaptor(name).start({
    ref,
    amount: amountFor(name),
    title: 'Payment',
    expiresAt: (clock + 3_600_000) as Instant,
    returnUrl: 'http://127.0.0.1:1/p/back',
    payerIp: '127.0.0.1',
    device: 'phone',
    now: clock,
    ...over,
  })
  if (start.is !== 'redirect') throw new Error(JSON.stringify(start))
  // Alipay's order is opened by the payer's browser.
  if (name === 'alipay') await fetch(start.url, { redirect: 'manual' })
  const trade = sandbox.trade(name, ref)
  if (trade === undefined) throw new Error('no trade was opened')
  return { trade, page: start.url }
}

function told(name: string, trade: Trade, saying: Partial<Saying> = {}): Delivery {
  const made = sandbox.tell(name, trade, { word: 'paid', id: 'e1', now: clock, ...saying })
  if (made === undefined) throw new Error('it does not say that')
  return made
}

const heard = (name: string, delivery: Delivery, now: Instant = clock): Heard =>
  adaptor(name).hear(raw(delivery), now)

describe.each(['card', 'wechat', 'alipay'])('%s', (name) => {
  test('opens a page elsewhere, and its word about it is understood', async () => {
    const { trade, page } = await opened(name)
    expect(new URL(page).origin).toBe(sandbox.url)
    trade.paidAt = clock
    expect(heard(name, told(name, trade))).toMatchObject({
      is: 'events',
      events: [{ kind: 'paid', ref: trade.ref, amount: amountFor(name) }],
    })
  })

  test('money that goes back says how much, and of which payment', async () => {
    const { trade } = await opened(name)
    trade.paidAt = clock
    const back = told(name, trade, { word: 'refunded', id: 'e2', backMinor: 5000n })
    const answer = heard(name, back)
    const events = answer.is === 'events' ? answer.events : []
    expect(events.filter(({ kind }) => kind === 'refunded')).toMatchObject([
      { ref: trade.ref, amount: { minor: 5000n } },
    ])
    // Alipay tells with it what came in before.
    const came = events.filter(({ kind }) => kind === 'paid')
    expect(came.map(({ amount }) => amount)).toEqual(name === 'alipay' ? [amountFor(name)] : [])
  })

  test('a word that is too old is refused, a moment younger it is taken', async () => {
    const { trade } = await opened(name)
    trade.paidAt = clock
    const delivery = told(name, trade)
    const window = name === 'alipay' ? 26 * 3_600_000 : 300_000
    expect(heard(name, delivery, (clock + window) as Instant).is).toBe('events')
    expect(heard(name, delivery, (clock + window + 1000) as Instant)).toEqual({
      is: 'refused',
      why: 'too_old',
    })
  })

  test('every changed byte of its body is noticed', async () => {
    const { trade } = await opened(name)
    trade.paidAt = clock
    const delivery = told(name, trade)
    const bytes = Buffer.from(delivery.body)
    for (let i = 0; i < bytes.length; i++) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(bytes)
        changed[i] = (changed[i] ?? 0) ^ flip
        const { header } = raw(delivery)
        const answer = adaptor(name).hear({ body: changed, header }, clock)
        // Percent-encoding has two cases for one byte: then it says the very same.
        if (answer.is === 'events') expect(answer).toEqual(heard(name, delivery))
        else expect(answer.is).toBe('refused')
      }
    }
  })

  test('every changed character of what signs it is noticed', async () => {
    const { trade } = await opened(name)
    trade.paidAt = clock
    const delivery = told(name, trade)
    const signing = Object.keys(delivery.headers).filter((key) => /^(stripe|wechatpay)-/i.test(key))
    for (const key of signing) {
      const value = delivery.headers[key] ?? ''
      for (let i = 0; i < value.length; i++) {
        const other = value[i] === '1' ? '2' : '1'
        const headers = {
          ...delivery.headers,
          [key]: value.slice(0, i) + other + value.slice(i + 1),
        }
        expect(heard(name, { ...delivery, headers }).is, `${key} ${i}`).toBe('refused')
      }
      const { [key]: _, ...without } = delivery.headers
      expect(heard(name, { ...delivery, headers: without }).is).toBe('refused')
    }
  })

  test('another merchant’s word, rightly signed by another provider’s keys, is refused', async () => {
    const { trade } = await opened(name)
    trade.paidAt = clock
    const forged = stranger.tell(name, trade, { word: 'paid', id: 'e9', now: clock })
    expect(forged && heard(name, forged)).toMatchObject({ is: 'refused' })
  })

  test('asked for a lost word it says it again; a refund is asked for once', async () => {
    const provider = adaptor(name)
    const { trade } = await opened(name)
    const asking = { ref: trade.ref, providerRef: `cs_${trade.id}`, now: clock }
    expect(await provider.ask(asking)).toEqual({ events: [] })
    trade.paidAt = clock
    expect(await provider.ask(asking)).toMatchObject({
      events: [{ kind: 'paid', ref: trade.ref, amount: amountFor(name) }],
    })
    const refund = {
      ref: trade.ref,
      providerRef: `pi_${trade.id}`,
      paid: trade.amount,
      amount: money(345n, trade.amount.currency),
      refundRef: 'back1',
      now: clock,
    }
    expect(await provider.refund(refund)).toEqual({ is: 'accepted' })
    expect(trade.backMinor).toBe(345n)
    const more = { ...refund, amount: money(99_999n, trade.amount.currency) }
    expect(await provider.refund(more)).toMatchObject({ is: 'refused' })
    expect(await provider.ask({ ...asking, ref: REF, providerRef: 'cs_none' })).toBeUndefined()
  })
})

describe('WeChat', () => {
  test('has three ways: a page for a phone, a code for a desk, a sheet inside WeChat', async () => {
    const provider = adaptor('wechat')
    const request = {
      amount: amountFor('wechat'),
      title: '还款',
      expiresAt: (clock + 3_600_000) as Instant,
      returnUrl: 'http://127.0.0.1:1/p/back',
      payerIp: '127.0.0.1',
      device: 'desk' as const,
      now: clock,
    }
    const code = await provider.start({ ...request, ref: `${REF.slice(0, 24)}n1` })
    expect(code).toMatchObject({ is: 'qr', text: expect.stringMatching(/^weixin:\/\/wxpay/) })
    const inApp = await provider.start({ ...request, ref: `${REF.slice(0, 24)}j1`, openId: 'o1' })
    expect(inApp).toMatchObject({ is: 'in_app', parameters: { signType: 'RSA' } })
    const phone = await provider.start({
      ...request,
      ref: `${REF.slice(0, 24)}h1`,
      device: 'phone',
    })
    expect(phone).toMatchObject({ is: 'redirect', url: expect.stringContaining('redirect_url=') })
  })

  test('says who pays for a code of the way back: once, and for no code that was made up', async () => {
    const { inApp } = adaptor('wechat')
    const away = inApp?.askUrl({ returnUrl: 'http://127.0.0.1:1/p/wechat/x?lang=zh', state: 'x' })
    expect(away).toMatch(
      /authorize\?appid=wx0+&redirect_uri=http%3A[^&]*&response_type=code&scope=snsapi_base&state=x#wechat_redirect$/,
    )
    const answer = await fetch(away ?? '', { redirect: 'manual' })
    const back = new URL(answer.headers.get('Location') ?? '')
    expect([back.pathname, back.searchParams.get('state')]).toEqual(['/p/wechat/x', 'x'])
    const code = back.searchParams.get('code') ?? ''
    expect(await inApp?.payerOf(code)).toBe('oSandboxPayer')
    for (const bad of [code, 'made-up', '', 'a b&c'])
      expect(await inApp?.payerOf(bad)).toBeUndefined()
  })

  test('a clock that is wrong makes an answer no answer', async () => {
    clock = (NOW + 1000) as Instant
    const start = await adaptor('wechat').start({
      ref: `${REF.slice(0, 24)}c1`,
      amount: amountFor('wechat'),
      title: '还款',
      expiresAt: (clock + 3_600_000) as Instant,
      returnUrl: '',
      payerIp: '127.0.0.1',
      device: 'phone',
      now: (clock - 600_000) as Instant,
    })
    clock = NOW
    expect(start).toEqual({ is: 'unclear', why: 'too_old' })
  })
})

test('a chargeback names the payment and not our reference', async () => {
  const { trade } = await opened('card')
  trade.paidAt = clock
  const delivery = told('card', trade, { word: 'chargeback', id: 'd1' })
  const answer = heard('card', delivery)
  expect(answer).toMatchObject({
    events: [{ kind: 'chargeback', providerRef: `pi_${trade.id}`, itemRef: `du_${trade.id}` }],
  })
})
