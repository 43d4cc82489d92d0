import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPaySandbox, type PaySandbox } from '../channels/pay/sandbox.ts'
import type { Saying, Trade } from '../channels/pay/sandbox-trade.ts'
import type { Instant } from '../core/calendar.ts'
import { currencyOf, money, type Currency } from '../core/money.ts'
import { makeTry } from '../store/pay-try.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  type World,
} from './testing.ts'

const SECRET = Buffer.from('a secret of a system, long enough for the test')
const NOW = Date.parse('2026-11-20T10:00:00Z') as Instant

let world: World
let sandbox: PaySandbox

beforeAll(async () => {
  sandbox = await openPaySandbox({ now: () => world.now, seed: 3, notifyBase: () => '' })
  world = await openWorld({
    pay: {
      portalUrl: 'https://pay.lender.example',
      providers: sandbox.providers.map((provider) => ({ tenantId: 1n, provider })),
      systems: [{ tenantId: 1n, name: 'core', secrets: [Buffer.from('older '.repeat(5)), SECRET] }],
      creditors: [],
    },
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 40n; id++) await addPerson(tx, { id, arrears: 50_000n })
    await addPerson(tx, { id: 50n, portfolio: 2, language: 'zh', arrears: 50_000n })
    await addPerson(tx, { id: 51n, portfolio: 2, language: 'zh', arrears: 50_000n })
    await addPerson(tx, { id: 52n, portfolio: 2, language: 'zh', arrears: 50_000n })
  })
  await publishStarters(world)
})
afterAll(async () => {
  await world.stop()
  await sandbox.stop()
})

type Signed = { readonly headers: Record<string, string>; readonly body: string }

function signed(
  body: object | string,
  over: { id?: string; at?: Instant; key?: Buffer } = {},
): Signed {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const id = over.id ?? 'msg_1'
  const time = String(Math.floor((over.at ?? NOW) / 1000))
  const sign = createHmac('sha256', over.key ?? SECRET)
    .update(`${id}.${time}.${text}`)
    .digest('base64')
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': time,
      'webhook-signature': `v1,${sign}`,
      'Content-Type': 'application/json',
    },
    body: text,
  }
}

const post = (path: string, message: { headers: object; body: string | Buffer }) =>
  world.app.request(path, {
    method: 'POST',
    headers: message.headers as Record<string, string>,
    body: message.body as string,
  })
const tell = (message: Signed) => post('/v1/webhooks/payments', message)

const payment = (n: number, over: object = {}) => ({
  type: 'payment',
  account: `A${n}`,
  payment: `BANK-${n}`,
  amount: { minor: '10000', currency: 'GBP' },
  effective_on: '2026-11-19',
  ...over,
})
const back = (n: number, over: object = {}) => ({
  ...payment(n, { type: 'returned', effective_on: '2026-11-20', why: 'AC04' }),
  ...over,
})

/** What was paid and not undone, and everything that was ever written by these messages. */
async function standing(n: bigint): Promise<{ net: bigint; rows: bigint }> {
  const { rows } = await inBook(world, (tx) =>
    tx.query<{ net: bigint; rows: bigint }>(
      `select coalesce(sum(case when reverses_id is null then amount_minor else -amount_minor end), 0)::bigint as net,
        count(*) as rows from payment where tenant_id = 1 and borrower_id = $1`,
      [n],
    ),
  )
  return rows[0] ?? { net: -1n, rows: -1n }
}

async function everything(): Promise<string> {
  const { rows } = await inBook(world, (tx) =>
    tx.query<{
      n: string
    }>(`select (select count(*) from payment) || '/' || (select count(*) from webhook_event)
      || '/' || (select count(*) from payment_step) || '/' || (select sum(block_version) from borrower)
      || '/' || (select count(*) from receipt) as n`),
  )
  return rows[0]?.n ?? ''
}

describe('a lender’s own system', () => {
  test('a payment is recorded once, however often it is told', async () => {
    const message = signed(payment(1), { id: 'p1' })
    expect(await (await tell(message)).json()).toEqual({ id: 'p1', state: 'applied' })
    const after = await everything()
    expect(await (await tell(message)).json()).toEqual({ id: 'p1', state: 'again' })
    // Sent anew a minute later, with a new signature: the same message.
    const later = signed(payment(1), { id: 'p1', at: (NOW + 60_000) as Instant })
    expect(await (await tell(later)).json()).toEqual({ id: 'p1', state: 'again' })
    // Under another id it is still the same payment.
    expect(await (await tell(signed(payment(1), { id: 'p1b' }))).json()).toMatchObject({
      state: 'applied',
    })
    expect(await standing(1n)).toEqual({ net: 10_000n, rows: 1n })
    expect(after).not.toBe('')
  })

  test('the same id with another body is refused, and so is the same payment with other facts', async () => {
    const before = await standing(1n)
    const other = signed(payment(1, { amount: { minor: '1', currency: 'GBP' } }), { id: 'p1' })
    const answer = await tell(other)
    expect([answer.status, (await answer.json()).code]).toEqual([422, 'event_differs'])
    const facts = signed(payment(1, { effective_on: '2026-11-18' }), { id: 'p1c' })
    expect(await (await tell(facts)).json()).toMatchObject({ state: 'unmatched' })
    expect(await standing(1n)).toEqual(before)
  })

  test('a return undoes it, whichever came first; a chargeback too', async () => {
    await tell(signed(payment(2), { id: 'p2' }))
    expect(await (await tell(signed(back(2), { id: 'r2' }))).json()).toMatchObject({
      state: 'applied',
    })
    expect(await standing(2n)).toEqual({ net: 0n, rows: 2n })
    const early = signed(back(3, { type: 'chargeback' }), { id: 'r3' })
    expect(await (await tell(early)).json()).toMatchObject({ state: 'unmatched' })
    expect(await standing(3n)).toEqual({ net: 0n, rows: 0n })
    expect(await (await tell(signed(payment(3), { id: 'p3' }))).json()).toMatchObject({
      state: 'applied',
    })
    expect(await standing(3n)).toEqual({ net: 0n, rows: 2n })
  })

  test('an unknown account waits for a person; a wrong currency, a future day, an unknown key too or are refused', async () => {
    const unknown = await tell(signed(payment(999), { id: 'u1' }))
    expect(await unknown.json()).toMatchObject({ state: 'unmatched' })
    const euros = signed(payment(4, { amount: { minor: '1', currency: 'EUR' } }), { id: 'u2' })
    expect(await (await tell(euros)).json()).toMatchObject({ state: 'unmatched' })
    const future = await tell(signed(payment(4, { effective_on: '2026-11-21' }), { id: 'u3' }))
    expect((await future.json()).code).toBe('day_in_future')
    const odd = await tell(signed(payment(4, { more: 1 }), { id: 'u4' }))
    expect((await odd.json()).code).toBe('malformed')
    expect(await standing(4n)).toEqual({ net: 0n, rows: 0n })
  })

  test('what could not be placed is placed when it is told again after the account has come', async () => {
    const message = signed(payment(60), { id: 'l60' })
    expect(await (await tell(message)).json()).toMatchObject({ state: 'unmatched' })
    expect(await (await tell(message)).json()).toMatchObject({ state: 'unmatched' })
    await inBook(world, (tx) => addPerson(tx, { id: 60n, arrears: 50_000n }))
    expect(await (await tell(message)).json()).toMatchObject({ state: 'applied' })
    expect(await (await tell(message)).json()).toMatchObject({ state: 'again' })
    expect(await standing(60n)).toEqual({ net: 10_000n, rows: 1n })
  })

  test('a card number in a signed message is refused', async () => {
    const before = await everything()
    for (const pan of ['4111 1111 1111 1111', String.raw`\u0034111111111111111`]) {
      const text = JSON.stringify(payment(5)).replace('BANK-5', pan)
      const answer = await tell(signed(text, { id: 'card' }))
      expect([answer.status, (await answer.json()).code]).toEqual([422, 'card_number'])
    }
    expect(await everything()).toBe(before)
  })
})

describe('what is not signed changes nothing', () => {
  test('every changed byte of body and headers, three ways', async () => {
    const message = signed(payment(6), { id: 'm6' })
    const before = await everything()
    const refused = async (change: { headers: object; body: string | Buffer }) => {
      const answer = await post('/v1/webhooks/payments', change)
      if (answer.status < 400) throw new Error(`taken: ${JSON.stringify(change)}`)
    }
    const bytes = Buffer.from(message.body)
    for (let i = 0; i < bytes.length; i++) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(bytes)
        changed[i] = (changed[i] ?? 0) ^ flip
        await refused({ ...message, body: changed })
      }
    }
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const value = message.headers[name] ?? ''
      for (let i = 0; i < value.length; i++) {
        const other = value[i] === '1' ? '2' : '1'
        const headers = {
          ...message.headers,
          [name]: value.slice(0, i) + other + value.slice(i + 1),
        }
        await refused({ ...message, headers })
      }
      const { [name]: _, ...without } = message.headers
      await refused({ ...message, headers: without })
    }
    await refused({ ...message, body: `${message.body} ` })
    await refused({ ...message, body: '' })
    expect(await everything()).toBe(before)
    expect((await tell(message)).status).toBe(200)
  })

  test('another secret, and a signature of more than five minutes ago or ahead', async () => {
    const before = await everything()
    const code = async (message: Signed) => (await (await tell(message)).json()).code
    expect(await code(signed(payment(7), { key: Buffer.from('not the secret of this') }))).toBe(
      'not_signed',
    )
    for (const off of [-301_000, 301_000])
      expect(await code(signed(payment(7), { at: (NOW + off) as Instant }))).toBe(
        'signed_too_long_ago',
      )
    expect(await everything()).toBe(before)
    const edge = signed(payment(7), { id: 'edge', at: (NOW - 300_000) as Instant })
    expect((await tell(edge)).status).toBe(200)
    const older = signed(payment(8), { id: 'old-key', key: Buffer.from('older '.repeat(5)) })
    expect((await tell(older)).status).toBe(200)
  })
})

const AMOUNT = 20_000n

async function visit(provider: string, n: bigint): Promise<Trade> {
  const currency = currencyOf(provider === 'card' ? 'GBP' : 'CNY') as Currency
  const amount = money(AMOUNT, currency)
  const expiresAt = (NOW + 3_600_000) as Instant
  const of = { borrowerId: n, linkNo: undefined, accountId: n, provider, amount, expiresAt }
  const ref = await inBook(world, (tx) => makeTry(tx, 1n, of, NOW))
  const start = await sandbox.providers
    .find((one) => one.name === provider)
    ?.start({
      ref,
      amount,
      title: 'Payment',
      expiresAt,
      returnUrl: 'http://127.0.0.1:1/',
      payerIp: '127.0.0.1',
      device: 'phone',
      now: NOW,
    })
  if (provider === 'alipay' && start?.is === 'redirect')
    await fetch(start.url, { redirect: 'manual' })
  const trade = sandbox.trade(provider, ref)
  if (trade === undefined) throw new Error('no trade')
  trade.paidAt = NOW
  return trade
}

async function say(provider: string, trade: Trade, saying: Partial<Saying>): Promise<number> {
  const delivery = sandbox.tell(provider, trade, { word: 'paid', id: 'x', now: NOW, ...saying })
  if (delivery === undefined) throw new Error('it does not say that')
  return (await post(`/v1/webhooks/pay/${provider}`, delivery)).status
}

async function stateOf({ ref }: Trade): Promise<string | undefined> {
  const found = await inBook(world, (tx) =>
    tx.query<{ state: string }>('select state from payment_try where our_ref = $1', [ref]),
  )
  return found.rows[0]?.state
}

describe('a payment provider', () => {
  test.each([
    ['card', 10n],
    ['wechat', 50n],
    ['alipay', 51n],
  ] as const)('%s: paid twice over, then part of it goes back, then all', async (name, n) => {
    const trade = await visit(name, n)
    await say(name, trade, { id: 'a1' })
    await say(name, trade, { id: 'a1' })
    await say(name, trade, { id: 'a2' })
    expect(await standing(n)).toEqual({ net: AMOUNT, rows: 1n })
    await say(name, trade, { word: 'refunded', id: 'b1', backMinor: 5000n })
    expect((await standing(n)).net).toBe(AMOUNT - 5000n)
    // WeChat tells each part, the others tell the whole so far.
    const backMinor = name === 'wechat' ? AMOUNT - 5000n : AMOUNT
    await say(name, trade, { word: 'refunded', id: 'b2', backMinor })
    expect((await standing(n)).net).toBe(0n)
    const before = await everything()
    await say(name, trade, { word: 'expired', id: 'c1' })
    expect((await standing(n)).net).toBe(0n)
    expect(await everything()).not.toBe(before)
  })

  test('money that went back is not the end before it is known to have come', async () => {
    const card = await visit('card', 30n)
    await say('card', card, { word: 'refunded', id: 'g1', backMinor: 3000n })
    expect(await stateOf(card)).toBe('created')
    // Of Alipay the word that tells of the refund tells of the payment too.
    const alipay = await visit('alipay', 52n)
    await say('alipay', alipay, { word: 'refunded', id: 'g2', backMinor: 3000n })
    expect(await stateOf(alipay)).toBe('refunded')
    expect((await standing(52n)).net).toBe(AMOUNT - 3000n)
  })

  test('a chargeback that was decided for us is a payment again', async () => {
    const trade = await visit('card', 31n)
    await say('card', trade, { id: 'h1' })
    await say('card', trade, { word: 'chargeback', id: 'h2' })
    expect([(await standing(31n)).net, await stateOf(trade)]).toEqual([0n, 'charged_back'])
    await say('card', trade, { word: 'reinstated', id: 'h3' })
    await say('card', trade, { word: 'reinstated', id: 'h3' })
    expect([(await standing(31n)).net, await stateOf(trade)]).toEqual([AMOUNT, 'paid'])
  })

  test('any order of its words comes to the same end', async () => {
    const words: Partial<Saying>[] = [
      { word: 'paid', id: 'w1' },
      { word: 'refunded', id: 'w2', backMinor: 3000n },
      { word: 'refunded', id: 'w3', backMinor: 8000n },
      { word: 'expired', id: 'w4' },
      { word: 'chargeback', id: 'w5', backMinor: 2000n },
    ]
    const orders = [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [4, 0, 2, 1, 3],
      [3, 2, 4, 1, 0],
      [1, 0, 4, 4, 2, 1, 3, 0],
    ]
    for (const [i, order] of orders.entries()) {
      const n = 11n + BigInt(i)
      const trade = await visit('card', n)
      for (const nth of order)
        await say('card', trade, { ...words[nth], id: `${i}${words[nth]?.id}` })
      expect([order, (await standing(n)).net]).toEqual([order, AMOUNT - 8000n - 2000n])
    }
  })

  test('words that come at the same instant make one payment', async () => {
    const trade = await visit('card', 20n)
    await Promise.all(Array.from({ length: 8 }, (_, i) => say('card', trade, { id: `r${i % 3}` })))
    expect(await standing(20n)).toEqual({ net: AMOUNT, rows: 1n })
  })

  test('a forged, a late and an altered word change nothing; an unknown provider looks the same', async () => {
    const trade = await visit('card', 21n)
    const before = await everything()
    const delivery = sandbox.tell('card', trade, { word: 'paid', id: 'f1', now: NOW })
    if (delivery === undefined) throw new Error('it says that')
    const altered = { ...delivery, body: delivery.body.replace('20000', '20001') }
    expect((await post('/v1/webhooks/pay/card', altered)).status).toBe(400)
    expect((await post('/v1/webhooks/pay/wechat', delivery)).status).toBe(401)
    expect((await post('/v1/webhooks/pay/other', delivery)).status).toBe(401)
    const late = sandbox.tell('card', trade, {
      word: 'paid',
      id: 'f2',
      now: (NOW - 301_000) as Instant,
    })
    if (late !== undefined) expect((await post('/v1/webhooks/pay/card', late)).status).toBe(400)
    expect(await everything()).toBe(before)
    expect((await post('/v1/webhooks/pay/card', delivery)).status).toBe(200)
  })

  test('money for a reference that is not ours is kept for a person', async () => {
    const trade = await visit('card', 22n)
    const strange = { ...trade, ref: '0'.repeat(26), id: 'ffffffffffffffff' }
    expect(await say('card', strange, { id: 's1' })).toBe(200)
    const kept = await inBook(world, (tx) =>
      tx.query(`select state, amount_minor from webhook_event where event_id = 'evt_s1'`),
    )
    expect(kept.rows).toEqual([{ state: 'unmatched', amount_minor: AMOUNT }])
    expect(await standing(22n)).toEqual({ net: 0n, rows: 0n })
  })

  test('what nobody could place is listed with why, tried again, and noted by a person', async () => {
    type Listed = { id: string; why: string; account: string | null }
    const listed = async (lang = 'en'): Promise<Listed[]> =>
      (await world.ask(`/v1/payment-words?lang=${lang}`, { as: 'collector' })).json.items
    const post = (path: string, body: object) =>
      world.ask(`/v1/payment-words/${path}`, { as: 'collector', method: 'POST', body })
    await tell(signed(payment(61), { id: 'n61' }))
    const word = (await listed()).find(({ id }) => id === 'n61')
    expect(word).toMatchObject({ account: 'A61', why: expect.stringContaining('no such account') })
    expect((await listed('zh')).find(({ id }) => id === 'n61')?.why).toMatch(/账户尚不存在/)
    await inBook(world, (tx) => addPerson(tx, { id: 61n, arrears: 50_000n }))
    expect((await post('tries', {})).json).toMatchObject({ placed: 1 })
    expect(await standing(61n)).toEqual({ net: 10_000n, rows: 1n })
    const strange = (await listed()).find(({ id }) => id === 'evt_s1')
    expect(strange?.why).toContain('Look it up at the provider')
    const note = { provider: 'card', id: 'evt_s1', why: 'another shop of ours' }
    expect((await post('notes', note)).status).toBe(200)
    expect((await post('notes', note)).json.code).toBe('no_such_payment_word')
    expect((await listed()).map(({ id }) => id)).not.toContain('evt_s1')
  })
})
