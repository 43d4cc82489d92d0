import { verify, createPublicKey } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accountIdText, caseIdText } from '../src/api/ids.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  type World,
} from '../src/api/testing.ts'
import { contactOf, untilShown } from '../src/api/testing-events.ts'
import { messageOf, numberOf } from '../src/api/testing-inbox.ts'
import { testKey } from '../src/api/testing-keys.ts'
import { webhookKeys } from '../src/channels/webhook-keys.ts'
import { postWebhook } from '../src/channels/webhook-post.ts'
import type { Instant } from '../src/core/calendar.ts'
import { EVENT_NAMES, EVENT_TYPES, eventSchema } from '../src/core/event-types.ts'
import { applyConsent } from '../src/store/consent.ts'
import { recordTold } from '../src/store/contact.ts'
import { inEvent } from '../src/store/db.ts'
import { decideBorrower } from '../src/store/decide-day.ts'
import { tell, tellOfNobody } from '../src/store/event-out.ts'
import { endHold } from '../src/store/hold.ts'
import { takeMessage } from '../src/store/message-in.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import { applyReversal } from '../src/store/payment-reversal.ts'
import { tellDue } from '../src/worker/tell-out.ts'

type Heard = {
  readonly headers: Record<string, string>
  readonly body: string
  readonly path: string
}

let world: World
let server: Server
let url: string
const heard: Heard[] = []
let answers = (): number => 204
const KEYS = webhookKeys(Buffer.alloc(32, 3))

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const id of [7n, 8n, 9n, 10n, 11n]) await addPerson(tx, { id })
    await tx.query(`update address set value = $1 where borrower_id = 7 and kind = 'mobile'`, [
      numberOf(7n),
    ])
  })
  await publishStarters(world)
  server = createServer((request, answer) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const one = {
        headers: request.headers as Record<string, string>,
        body,
        path: request.url ?? '',
      }
      heard.push(one)
      const status = answers()
      answer.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((done) => server.close(done))
  await world.stop()
})

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const tick = () => ({ now: world.now, today: world.today })
const tellAll = async () => {
  await untilShown(world)
  const [sandbox, now, today] = [true, () => world.now, () => world.today]
  const wall = () => Date.now() as Instant
  return tellDue({ db: world.db, keys: KEYS, sandbox, now, today, wall }, 1n)
}
const act = (path: string, body: unknown, id = 7n) =>
  world.ask(`/v1/cases/${caseIdText(id)}/${path}`, {
    as: 'manager',
    method: 'POST',
    body,
    headers: {
      'Idempotency-Key': `${path}-${String(JSON.stringify(body)).length}`,
      traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
    },
  })
const countOf = async () =>
  (await inBook(world, (tx) => tx.query<{ n: bigint }>('select count(*) as n from event_out')))
    .rows[0]?.n
const money = (minor: string) => ({ minor, currency: 'GBP' })
const account = { account_id: accountIdText(7n) }

/** One act of each kind, by the doors that the product has. */
async function actOnce(): Promise<void> {
  const hold = await act('holds', { reason: 'advice', source: 'call' })
  await endHold(
    world.db,
    1n,
    { borrowerId: 7n, holdId: 1n, on: world.today, source: 'over' },
    tick(),
  )
  expect(hold.status).toBe(201)
  const due = { ...account, due_on: world.today, source: 'call' }
  expect((await act('promises', { ...due, amount: money('100') })).status).toBe(201)
  const pay = { source: 'test', effectiveOn: world.today }
  const paid = await recordPayment(
    world.db,
    1n,
    { ...pay, borrowerId: 7n, accountId: 7n, ref: 'one', amountMinor: 100n },
    tick(),
  )
  if ('declined' in paid) throw new Error(paid.declined)
  await inBook(world, (tx) =>
    tx.query(
      `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source)
       values (1, 8, 8, 500, 'GBP', $1::date - 9, $1::date - 1, 'test')`,
      [world.today],
    ),
  )
  await tellAll()
  const instalments = [{ due_on: '2026-11-30', amount: money('100') }]
  const plan = await act('plans', { ...account, instalments, source: 'call' })
  expect([plan.status, plan.json.code]).toEqual([201, undefined])
  const ended = await act('plans', {
    ...account,
    instalments: [],
    ends: plan.json.id,
    source: 'call',
  })
  expect([ended.status, ended.json.code]).toEqual([201, undefined])
  await inEvent(world.db, 1n, (tx) =>
    applyReversal(
      tx,
      1n,
      {
        borrowerId: 7n,
        paymentId: paid.paymentId,
        kind: 'reversal',
        effectiveOn: world.today,
        why: 'no',
      },
      tick(),
    ),
  )
  for (const [said, last] of [
    ['delivered', true],
    ['bounced', false],
  ] as const) {
    const contactId = await inBook(world, (tx) => contactOf(world, tx))
    const ref = { tenantId: 1n, borrowerId: 7n, contactId }
    if (last) await recordTold(world.db, ref, { said: 'accepted', at: world.now, detail: {} })
    await recordTold(world.db, ref, { said, at: world.now, detail: {} })
  }
  await takeMessage(
    world.db,
    1n,
    { ...messageOf(numberOf(7n), 'Can I pay in parts?'), at: world.now },
    { ...tick(), personKey: Buffer.alloc(32, 5) },
  )
  for (const [kind, sort] of [
    ['dispute', 'paid'],
    ['complaint', 'service'],
  ] as const) {
    const of = kind === 'dispute' ? account : {}
    const open = await act('care', { kind, sort, ...of, source: 'letter', words: 'as told' })
    expect([open.status, open.json.code]).toEqual([201, undefined])
    const done = await act(`care/${open.json.care_id ?? open.json.id}/acts`, {
      action: 'withdraw',
      words: 'by word',
    })
    expect([done.status, done.json.code]).toEqual([201, undefined])
  }
  await inBook(world, (tx) =>
    applyConsent(
      tx,
      1n,
      { borrowerId: 7n, channel: 'sms', given: false, source: 'call' },
      world.now,
    ),
  )
  await inBook(world, (tx) =>
    tx.query(`update borrower_case set stage = 'other' where borrower_id = 9`),
  )
  await inEvent(world.db, 1n, (tx) => decideBorrower(tx, 1n, 9n, world.today))
  const other = { ...due, account_id: accountIdText(10n), amount: money('5') }
  const made = await act('promises', other, 10n)
  const back = await act(`promises/${made.json.id}/undo`, undefined, 10n)
  expect([made.status, back.json]).toEqual([201, { taken_back: true }])
  const app = { provider: 'wechat', name: 'oWx4f9c2d', evidence: 'wrote there', opt_in: true }
  const tied = await act('apps', app)
  const { address_id } = tied.json.items[0]
  await act('apps/withdrawals', { provider: 'wechat', address_id, reason: 'of another person' })
}

test('while nobody listens nothing is kept', async () => {
  await inEvent(world.db, 1n, (tx) =>
    tell(tx, 1n, [{ type: 'hold.placed', borrowerId: 7n, at: world.now, data: { hold_id: 1n } }]),
  )
  expect(await countOf()).toBe(0n)
})

/** What is about no one case: told beside the acts of the people. */
async function tellTenant(): Promise<void> {
  const amount = { minor: '6125300', currency: 'CNY' }
  const remitted = { number: '7', portfolio: 'us-loans', until: '2026-11-20', amount }
  const tipped = { number: '3', measure: 'cases', value: '12', threshold: '10', cases: ['7', '8'] }
  await inBook(world, async (tx) => {
    for (const type of ['remittance.made', 'remittance.approved', 'remittance.refused'] as const)
      await tellOfNobody(tx, 1n, { type, at: world.now, data: remitted })
    await tellOfNobody(tx, 1n, { type: 'alert.tipped', at: world.now, data: tipped })
  })
}

describe('with an endpoint', () => {
  let endpoint: { id: string; secret: string }
  beforeAll(async () => {
    const made = await world.ask('/v1/webhook-endpoints', {
      as: 'admin',
      body: { url: `${url}/in` },
    })
    expect(made.status).toBe(201)
    endpoint = made.json
    await actOnce()
    await tellTenant()
    await tellAll()
  })

  test('each kind of act is told, signed, thin, and as its schema says', () => {
    const told = heard.map(({ body }) => JSON.parse(body) as { type: string; data: object })
    expect([...new Set(told.map((one) => one.type))].toSorted()).toEqual(
      [...EVENT_NAMES].toSorted(),
    )
    for (const [i, one] of heard.entries()) {
      const message = told[i] as { type: keyof typeof EVENT_TYPES; id: string; data: object }
      expect(new Webhook(endpoint.secret).verify(one.body, one.headers)).toEqual(message)
      expect(one.headers['webhook-id']).toBe(message.id)
      expect(one.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
      expect(one.body.length).toBeLessThan(1000)
      const schema = z.fromJSONSchema(eventSchema(message.type) as never)
      expect([message, schema.safeParse(message).success]).toEqual([message, true])
      const data = Object.keys(message.data).filter((key) => key !== 'case_id')
      expect(Object.keys(EVENT_TYPES[message.type].fields)).toEqual(expect.arrayContaining(data))
    }
    // What came of a request is found by that request's trace.
    const held = heard.find((_, i) => told[i]?.type === 'hold.placed')
    expect(held?.headers['traceparent']?.slice(3, 35)).toBe(TRACE)
    expect(heard.map((one) => one.body).join()).not.toMatch(/Person 7|example\.test|\+44|in parts/)
  })

  test('the pull twin tells the same, in the order of each case', async () => {
    const { secret } = await testKey(world, { role: 'compliance', scopes: ['events:read'] })
    const ids: string[] = []
    let after = ''
    for (;;) {
      const page = await world.ask(`/v1/events?limit=4${after}`, {
        headers: { Authorization: `Bearer ${secret}` },
      })
      expect(page.status).toBe(200)
      if (page.json.items.length === 0) break
      ids.push(...page.json.items.map((one: { id: string }) => one.id))
      after = `&after=${page.json.next_cursor}`
    }
    expect(new Set(ids)).toEqual(new Set(heard.map((one) => one.headers['webhook-id'])))
    expect(ids).toHaveLength(heard.length)
    for (const borrower of new Set(ids.map((id) => id.slice(0, 17)))) {
      const own = ids.filter((id) => id.startsWith(borrower))
      expect(own).toEqual(own.toSorted())
    }
    expect((await world.ask('/v1/events?after=AAAA', { as: 'admin' })).json.code).toBe('bad_cursor')
  })

  const at = () => `/v1/webhook-endpoints/${endpoint.id}`
  const postTo = (path: string, body: unknown, headers = {}) =>
    world.ask(`${at()}${path}`, { as: 'admin', body, headers })

  test('during a rotation both secrets sign, and afterwards the new one alone', async () => {
    const turned = await postTo('/rotations', { hours: 1 })
    expect(turned.json.secret).not.toBe(endpoint.secret)
    const from = heard.length
    await postTo('/tests', {})
    await tellAll()
    const [both] = heard.slice(from)
    for (const secret of [endpoint.secret, turned.json.secret])
      expect(new Webhook(secret).verify(both?.body ?? '', both?.headers ?? {})).toMatchObject({
        type: 'test.fired',
      })
    world.now = (world.now + 3_700_000) as typeof world.now
    await postTo('/tests', {})
    await tellAll()
    expect(heard.at(-1)?.headers['webhook-signature']?.split(' ')).toHaveLength(1)
    endpoint = { ...endpoint, secret: turned.json.secret }
  })

  test('what is not taken is tried again ten times in all, later and later; no redirect is followed', async () => {
    answers = () => 302
    const from = heard.length
    await postTo('/tests', {})
    for (let i = 0; i < 12; i++) {
      await tellAll()
      world.now = (world.now + 27 * 3_600_000) as typeof world.now
    }
    const tried = heard.slice(from)
    expect(tried).toHaveLength(10)
    expect(new Set(tried.map((one) => one.path))).toEqual(new Set(['/in']))
    expect(new Set(tried.map((one) => one.headers['webhook-id'])).size).toBe(1)
    const list = await world.ask(`${at()}/deliveries`, { as: 'admin' })
    expect(list.json.items[0]).toMatchObject({ state: 'given_up', made_for: 'test' })
    expect(list.json.items[0].tries.map((one: { status: number }) => one.status)).toEqual(
      Array.from({ length: 10 }, () => 302),
    )
    answers = () => 204
  })

  test('one delivery, and all of a while, are sent again with the ids that they had', async () => {
    const list = await world.ask(`${at()}/deliveries?limit=1`, { as: 'admin' })
    const from = heard.length
    const one = await postTo('/replays', { delivery_id: list.json.items[0].id })
    expect([one.status, one.json]).toEqual([202, { count: 1, more: false }])
    await tellAll()
    expect(heard.slice(from).map((each) => each.headers['webhook-id'])).toEqual([
      list.json.items[0].event_id,
    ])
    const while_ = { from: '2026-11-20T00:00:00Z', until: '2099-01-01T00:00:00Z' }
    const all = await postTo('/replays', while_)
    expect(all.json.count).toBe(Number(await countOf()))
  })

  test('an edit names what it read, and is refused where that has changed', async () => {
    const read = await world.ask(at(), { as: 'admin' })
    const tag = read.headers.get('ETag') ?? ''
    const same = await world.ask(at(), { as: 'admin', headers: { 'If-None-Match': tag } })
    expect(same.status).toBe(304)
    const body = { url: `${url}/in`, types: ['hold.placed'] }
    expect((await postTo('', body, { 'If-Match': tag })).status).toBe(200)
    const late = await postTo('', body, { 'If-Match': tag })
    expect([late.status, late.json.code]).toEqual([412, 'changed_since'])
  })

  test('of two edits that come together and saw the same one is made', async () => {
    const read = await world.ask(at(), { as: 'admin' })
    const tag = read.headers.get('ETag') ?? ''
    const edits = ['hold.placed', 'hold.ended', 'case.opened'].map((type) =>
      postTo('', { url: `${url}/in`, about: type, types: ['hold.placed'] }, { 'If-Match': tag }),
    )
    const made = (await Promise.all(edits)).map((one) => one.status)
    expect(made.toSorted((a, b) => a - b)).toEqual([200, 412, 412])
  })

  test('one that says it is gone is told nothing any more', async () => {
    answers = () => 410
    await postTo('/tests', {})
    await tellAll()
    const read = await world.ask(at(), { as: 'admin' })
    expect(read.json).toMatchObject({ is_on: false, off_why: 'gone' })
    const before = heard.length
    await postTo('/tests', {})
    await tellAll()
    expect(heard).toHaveLength(before)
    answers = () => 204
  })

  test('ed25519 is checked by the public key alone', async () => {
    const made = await world.ask('/v1/webhook-endpoints', {
      as: 'admin',
      body: { url: `${url}/v1a`, scheme: 'v1a' },
    })
    await world.ask(`/v1/webhook-endpoints/${made.json.id}/tests`, { as: 'admin', body: {} })
    await tellAll()
    const one = heard.find((each) => each.path === '/v1a')
    const raw = Buffer.from(made.json.secret.replace('whpk_', ''), 'base64')
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
      format: 'der',
      type: 'spki',
    })
    const { headers, body }: Pick<Heard, 'headers' | 'body'> = one ?? { headers: {}, body: '' }
    const [, signature = ''] = (headers['webhook-signature'] ?? '').split(',')
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    expect(verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64'))).toBe(true)
  })

  test('outside a sandbox this machine and plain http are not reached', async () => {
    const asked = { headers: {}, body: '{}', sandbox: false }
    expect(await postWebhook(`${url}/in`, asked)).toEqual({ why: 'not_https' })
    expect(await postWebhook('https://127.0.0.1/', asked)).toEqual({ why: 'private_address' })
    expect(await postWebhook('https://localhost/', asked)).toEqual({ why: 'private_address' })
  })
})
