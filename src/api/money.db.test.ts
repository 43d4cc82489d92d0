import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addAccounts, moneyBook } from '../../test/bank-world.ts'
import { addDays } from '../core/calendar.ts'
import { listWaiting } from '../store/money.ts'
import { rowWire } from './money-wire.ts'
import { inBook, openWorld, type Ask, type World } from './testing.ts'
import type { MoneyPage, MoneyRowWire } from './wire.ts'

const SAMPLES = join(import.meta.dirname, '../../test/bank')

let world: World

beforeAll(async () => {
  world = await openWorld()
  await addAccounts(world.db, 3)
})
afterAll(() => world.stop())

async function upload(
  content: string | Uint8Array<ArrayBuffer>,
  query: string,
  as: Ask['as'] = 'manager',
) {
  const response = await world.app.request(`/v1/bank-files?${query}`, {
    method: 'POST',
    headers: { Cookie: world.cookies[as], 'Content-Type': 'application/octet-stream' },
    body: content,
  })
  return { status: response.status, json: (await response.json()) as { [name: string]: unknown } }
}

const page = async (): Promise<MoneyPage> =>
  (await world.ask('/v1/money/unmatched?totals=true', { as: 'collector' })).json
const waiting = async (payer: string): Promise<MoneyRowWire> => {
  const found = (await page()).items.find((item) => item.payer === payer)
  if (found === undefined) throw new Error(`${payer} does not wait`)
  return found
}
let keys = 0
const act = (path: string, body: unknown, key = `key-${++keys}`, as: Ask['as'] = 'collector') =>
  world.ask(path, { as, method: 'POST', body, headers: { 'Idempotency-Key': key } })

const HEAD =
  'bank_account,currency,amount,booked_on,bank_ref,reference,payer_name,payer_account,remittance'
const csv = (...rows: string[]) => [HEAD, ...rows, ''].join('\n')

describe('a file', () => {
  test('is loaded by a manager, once, and listed with what was found', async () => {
    const bytes = new Uint8Array(readFileSync(join(SAMPLES, 'camt053.xml')))
    expect((await upload(bytes, 'name=a.xml', 'collector')).status).toBe(403)
    const first = await upload(bytes, 'name=a.xml')
    expect(first).toMatchObject({ status: 201, json: { state: 'loaded', items: 6, waiting: 3 } })
    const again = await upload(bytes, 'name=b.xml')
    expect(again.json).toMatchObject({ state: 'already_loaded' })
    const wrong = await upload(
      new Uint8Array(readFileSync(join(SAMPLES, 'camt053-wrong.xml'))),
      'name=w.xml&lang=zh',
    )
    expect(wrong.json).toMatchObject({ state: 'refused', findings: [{ name: 'balance_mismatch' }] })
    const list = await world.ask('/v1/bank-files', { as: 'manager' })
    expect(list.json.items.map((one: { name: string }) => one.name)).toEqual(['w.xml', 'a.xml'])
  })

  test('of a mapping that is not there, or of nothing, is refused', async () => {
    expect((await upload('x', 'name=a.csv&mapping=nowhere')).status).toBe(422)
    expect((await upload('', 'name=a.csv')).status).toBe(400)
  })
})

describe('an item', () => {
  test('is matched in parts, each once for its key, and never beyond what is left', async () => {
    const { id, left } = await waiting('Lin Tao')
    expect(left).toEqual({ minor: '800', currency: 'CNY' })
    const parts = [{ account: 'LN-000001', minor: '300' }]
    const made = await act(`/v1/money/${id}/matches`, { parts }, 'once')
    expect(made).toMatchObject({ status: 201, json: { done: 'matched', left: { minor: '500' } } })
    expect((await act(`/v1/money/${id}/matches`, { parts }, 'once')).json).toEqual(made.json)
    const other = { parts: [{ account: 'LN-000002', minor: '300' }] }
    expect((await act(`/v1/money/${id}/matches`, other, 'once')).json.code).toBe('key_reused')
    const tooMuch = { parts: [{ account: 'LN-000002', minor: '501' }] }
    const refused = await act(`/v1/money/${id}/matches`, tooMuch)
    expect([refused.status, refused.json.errors[0].code]).toEqual([422, 'more_than_left'])
    const rest = { parts: [{ account: 'LN-000002', minor: '200' }, { account: 'LN-000003' }] }
    expect((await act(`/v1/money/${id}/matches`, rest)).json.left.minor).toBe('0')
    expect((await moneyBook(world.db)).payments).toEqual(
      expect.arrayContaining([
        'LN-000001 300 2026-11-20',
        'LN-000002 200 2026-11-20',
        'LN-000003 300 2026-11-20',
      ]),
    )
    const whole = await world.ask(`/v1/money/${id}`, { as: 'collector' })
    expect(whole.json.decisions).toHaveLength(3)
  })

  test('whose split names one wrong account is not matched at all', async () => {
    const { id } = await waiting('Somebody')
    const before = await moneyBook(world.db)
    const parts = [{ account: 'LN-000001', minor: '100' }, { account: 'NOBODY' }]
    expect((await act(`/v1/money/${id}/matches`, { parts })).json.errors[0].code).toBe(
      'no_such_account',
    )
    expect(await moneyBook(world.db)).toEqual(before)
  })

  test('is set aside and taken back, each with a reason', async () => {
    const { id } = await waiting('Somebody')
    expect((await act(`/v1/money/${id}/set-asides`, { why: '' })).status).toBe(400)
    expect((await act(`/v1/money/${id}/set-asides`, { why: 'not ours' })).json.done).toBe(
      'set_aside',
    )
    expect((await page()).items.map((item) => item.id)).not.toContain(id)
    expect((await act(`/v1/money/${id}/undos`, { why: 'it is ours' })).json.left.minor).toBe('1000')
    expect((await act(`/v1/money/${id}/undos`, { why: 'again' })).json.errors[0].code).toBe(
      'nothing_to_undo',
    )
  })

  test('that was matched wrongly is taken back as if it had never been, and matched anew', async () => {
    const { id } = await waiting('Somebody')
    await act(`/v1/money/${id}/matches`, { parts: [{ account: 'LN-000001' }] })
    await act(`/v1/money/${id}/undos`, { why: 'wrong account' })
    await act(`/v1/money/${id}/matches`, { parts: [{ account: 'LN-000001' }] })
    const { payments } = await moneyBook(world.db)
    expect(payments.filter((one) => one === 'LN-000001 1000 2026-11-20')).toHaveLength(2)
    expect(payments).toContain('LN-000001 1000 2026-11-20 undone')
  })

  test('of a payer who paid before is suggested with the reason, in both languages', async () => {
    await upload(
      csv('GB33BUKB20201555555555,CNY,7.00,2026-11-19,Q-1,,Li Lei,CN10PAYER2,hello'),
      'name=q.csv',
    )
    const { suggestion, id } = await waiting('Li Lei')
    expect(suggestion).toMatchObject({ account_ref: 'LN-000002', rule: 'payer_known', odd: false })
    const zh = await world.ask(`/v1/money/${id}?lang=zh`, { as: 'collector' })
    expect(zh.json.suggestions[0].reason).toMatch(/\p{Script=Han}/u)
  })
})

test('a large match needs two people', async () => {
  await inBook(world, (tx) =>
    tx.query(
      `insert into match_limit (tenant_id, currency, large_minor, set_by) values (1, 'CNY', 50000, 'test')`,
    ),
  )
  await upload(
    csv('GB33BUKB20201555555555,CNY,500.00,2026-11-19,Q-2,,Big Payer,CN99,hello'),
    'name=big.csv',
  )
  const { id } = await waiting('Big Payer')
  // Its parts are no way round: with the last of them it is as large as it was.
  const slices = ['30000', '20000'].map((minor) => ({ account: 'LN-000002', minor }))
  expect((await act(`/v1/money/${id}/matches`, { parts: slices })).json.errors[0].code).toBe(
    'reason_missing',
  )
  const parts = [{ account: 'LN-000002' }]
  expect((await act(`/v1/money/${id}/matches`, { parts })).json.errors[0].code).toBe(
    'reason_missing',
  )
  const asked = await act(`/v1/money/${id}/matches`, { parts, why: 'he rang' }, 'big', 'manager')
  expect(asked.json).toMatchObject({ done: 'asked', left: { minor: '50000' } })
  const twice = await act(`/v1/money/${id}/matches`, { parts, why: 'he rang' }, 'twice', 'manager')
  expect(twice.json.errors[0].code).toBe('already_asked')
  // It waits for as long as the request lives by the day at the tenant's place, not by the server's.
  expect((await waiting('Big Payer')).asked).toBe(true)
  const all = await inBook(world, (tx) => listWaiting(tx, 1n, { after: undefined, limit: 50 }))
  const item = all.find(({ payerName }) => payerName === 'Big Payer')
  if (item?.askedUntil === undefined) throw new Error('it waits for an answer')
  for (const [late, isAsked] of [
    [0, true],
    [1, false],
  ] as const)
    expect(
      rowWire(item, undefined, { lang: 'en', today: addDays(item.askedUntil, late) }).asked,
    ).toBe(isAsked)
  const requests = await world.ask('/v1/requests', { as: 'compliance' })
  const request = requests.json.items.find((one: { kind: string }) => one.kind === 'match')
  const path = `/v1/requests/${request.id}/answers`
  expect((await act(path, { approve: true }, 'same', 'manager')).status).toBe(403)
  expect((await moneyBook(world.db)).payments).not.toContain('LN-000002 50000 2026-11-19')
  expect((await act(path, { approve: true }, 'other', 'compliance')).json.approved).toBe(true)
  expect((await moneyBook(world.db)).payments).toContain('LN-000002 50000 2026-11-19')
  expect((await page()).items.map((item) => item.id)).not.toContain(id)
})
