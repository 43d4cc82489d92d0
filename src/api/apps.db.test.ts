import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { keepAppFact, type NewAppFact } from '../store/app-fact.ts'
import { linkApp } from '../store/app-link.ts'
import { readApps } from '../store/app-read.ts'
import { inTenant } from '../store/db.ts'
import { caseIdText } from './ids.ts'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from './testing.ts'
import { testKey } from './testing-keys.ts'

let world: World
const HOUR = 3_600_000

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const id of [11n, 12n, 13n]) await addPerson(tx, { id })
  })
})
afterAll(() => world.stop())

let asked = 0
const post = (
  id: bigint,
  what: string,
  body: unknown,
  more: { as?: 'collector'; key?: string } = {},
) =>
  world.ask(`/v1/cases/${caseIdText(id)}/apps${what}`, {
    as: more.as ?? 'manager',
    body,
    headers: { 'Idempotency-Key': more.key ?? `k${(asked += 1)}` },
  })
const apps = (id: bigint) => world.ask(`/v1/cases/${caseIdText(id)}/apps`, { as: 'collector' })
const LINK = {
  provider: 'wechat',
  name: 'oWx4f9c2d',
  evidence: 'signed in to our app',
  opt_in: true,
}

describe('a borrower’s accounts at apps', () => {
  test('are tied with what shows it, once for a key, and shown to who works the case', async () => {
    const made = await post(11n, '', LINK, { key: 'one' })
    expect(made.status).toBe(201)
    expect((await post(11n, '', LINK, { key: 'one' })).json).toEqual(made.json)
    expect((await post(11n, '', { ...LINK, name: 'other' }, { key: 'one' })).json.code).toBe(
      'key_reused',
    )
    const [account] = (await apps(11n)).json.items
    expect(account).toMatchObject({
      provider: 'wechat',
      state: 'templates_only',
      window_until: null,
      linked: { words: 'signed in to our app', by: 'Priya Raman' },
      opt_in: { given: true, words: 'signed in to our app' },
      blocked: null,
    })
    expect(JSON.stringify(account)).not.toContain('oWx4f9c2d')
    expect((await post(11n, '', LINK, { as: 'collector' })).json.code).toBe('not_permitted')
  })

  test('that another borrower has are refused, and say nothing of whom', async () => {
    const refused = await post(12n, '', LINK)
    expect([refused.status, refused.json.code]).toEqual([409, 'app_of_other'])
    expect((await apps(12n)).json.items).toEqual([])
  })

  test('show the window until when and for how many, and the consents that are left', async () => {
    const [account] = await inBook(world, (tx) =>
      readApps(tx, { tenantId: 1n, borrowerId: 11n }, world.now),
    )
    const of = { addressId: account?.addressId ?? 0n, provider: 'wechat' }
    const keep = (fact: Omit<NewAppFact, 'addressId' | 'provider'>) =>
      inBook(world, (tx) => keepAppFact(tx, { tenantId: 1n, borrowerId: 11n }, { ...of, ...fact }))
    const at = (world.now - HOUR) as Instant
    const closesAt = (world.now + HOUR) as Instant
    const heard = await keep({ kind: 'heard', source: 'm1', uses: 5, closesAt, at })
    await keep({ kind: 'accepted', source: 'a1', template: 'T-1', uses: 2, at })
    const attemptKey = '00000000-0000-4000-8000-000000000001'
    await keep({ kind: 'used', source: 'u1', rightId: heard, nth: 1, attemptKey, at })
    expect((await apps(11n)).json.items).toMatchObject([
      {
        state: 'open',
        window_until: new Date(closesAt).toISOString(),
        window_left: 4,
        consents: [{ template: 'T-1', left: 2 }],
      },
    ])
  })

  test('are withdrawn with a reason, which is a refusal there, and may be tied again', async () => {
    const { address_id } = (await apps(11n)).json.items[0]
    const end = { provider: 'wechat', address_id, reason: 'tied to the wrong person' }
    expect((await post(13n, '/withdrawals', end)).json.code).toBe('no_such_app')
    expect((await post(11n, '/withdrawals', { ...end, provider: 'wecom' })).status).toBe(404)
    await testKey(world, { role: 'manager', scopes: ['events:read'] })
    const ended = await post(11n, '/withdrawals', end, { as: 'collector', key: 'gone' })
    expect(ended.json.items).toMatchObject([
      {
        state: 'blocked',
        window_until: null,
        consents: [],
        blocked: { words: 'tied to the wrong person' },
        opt_in: { given: false },
      },
    ])
    expect((await post(11n, '/withdrawals', end, { as: 'collector', key: 'gone' })).json).toEqual(
      ended.json,
    )
    world.now = (world.now + 1000) as Instant
    const again = await post(11n, '', { ...LINK, evidence: 'they wrote to us there' })
    expect(again.json.items).toMatchObject([{ state: 'templates_only', blocked: null }])
    const told = await inBook(world, (tx) =>
      tx.query(`select type from event_out where type like 'app.%' order by event_no`),
    )
    expect(told.rows).toEqual([{ type: 'app.withdrawn' }, { type: 'app.linked' }])
  })

  test('are of their own tenant alone', async () => {
    const elsewhere = { tenantId: 2n, borrowerId: 11n }
    expect(await inTenant(world.db, 2n, (tx) => readApps(tx, elsewhere, world.now))).toEqual([])
    const link = { ...elsewhere, provider: 'wechat', name: 'oWx4f9c2d', evidence: 'x', by: 'ann' }
    const tick = { now: world.now, today: TODAY }
    expect(await linkApp(world.db, { ...link, optIn: false }, tick)).toEqual({
      declined: 'no_such_borrower',
    })
  })
})

describe('a text that an app is asked to approve', () => {
  const say = (body: unknown, key: string, as: 'manager' | 'compliance' = 'manager') =>
    world.ask('/v1/provider-templates', { as, body, headers: { 'Idempotency-Key': key } })
  const TEXT = { provider: 'wechat', code: 'T-1', language: 'zh_CN' }

  test('has the newest word, with the reason, the language and what was said before', async () => {
    const approved = { ...TEXT, state: 'approved', why: 'seen in their console' }
    expect((await say(approved, 't1')).status).toBe(201)
    world.now = (world.now + 1000) as Instant
    expect(
      (await say({ ...approved, state: 'disabled', why: 'no longer used' }, 't2')).status,
    ).toBe(201)
    const { json } = await world.ask('/v1/provider-templates?lang=zh', { as: 'compliance' })
    expect(json.items).toMatchObject([
      {
        ...TEXT,
        state: 'disabled',
        state_name: '已停用',
        why: 'no longer used',
        before: [{ state_name: '已通过', why: 'seen in their console' }],
      },
    ])
  })

  test('is told once for a key, and never without a reason', async () => {
    const paused = { ...TEXT, code: 'T-2', state: 'paused', why: 'they wrote' }
    await say(paused, 't3')
    expect((await say(paused, 't3')).json.items[1].before).toEqual([])
    expect((await say({ ...paused, state: 'approved' }, 't3')).json.code).toBe('key_reused')
    expect((await say({ ...paused, why: '' }, 't4')).status).toBe(400)
    expect((await say(paused, 't5', 'compliance')).json.code).toBe('not_permitted')
  })
})

describe('what a part of a message costs', () => {
  const PRICE = {
    channel: 'sms',
    country: 'GB',
    amount: { minor: '350', currency: 'GBP' },
    per: 100,
  }
  const set = (body: unknown, as: 'manager' | 'collector' = 'manager') =>
    world.ask('/v1/message-prices', { as, body })

  test('is set from a day on, kept with who said so, and counted from that day', async () => {
    expect((await set({ ...PRICE, from_on: TODAY })).status).toBe(201)
    const later = { ...PRICE, amount: { minor: '400', currency: 'GBP' }, from_on: '2026-12-01' }
    await set(later)
    const { json } = await set(later)
    expect(json.items).toMatchObject([
      { from_on: '2026-12-01', amount: { minor: '400' }, set_at: expect.any(String) },
      { from_on: TODAY, amount: { minor: '350' } },
    ])
    const now = await world.ask('/v1/message-prices', { as: 'manager' })
    expect(now.json.items).toMatchObject([{ amount: { minor: '350' }, from_on: TODAY }])
  })

  test('has a known currency and a channel of parts, and is no collector’s to set', async () => {
    const price = { ...PRICE, from_on: TODAY }
    expect((await set({ ...price, amount: { minor: '1', currency: 'gbp' } })).status).toBe(400)
    expect((await set({ ...price, channel: 'call' })).status).toBe(400)
    expect((await set({ ...price, country: 'gb' })).status).toBe(400)
    expect((await set({ ...price, amount: { minor: '-1', currency: 'GBP' } })).status).toBe(400)
    expect((await set(price, 'collector')).json.code).toBe('not_permitted')
  })
})
