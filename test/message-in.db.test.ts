import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { Received } from '../src/channels/received.ts'
import type { Channel } from '../src/core/channel.ts'
import { flipToSending } from '../src/store/contact.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { receiveMessage, takeMessage } from '../src/store/message-in.ts'
import type { Desk } from '../src/store/permit.ts'
import { askForPermit } from '../src/store/permits.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const desk: Desk = {
  law,
  templates,
  sender: {
    tradingName: 'Demo Bank',
    checkPhone: '+44 20 7946 0000',
    checkUrl: 'https://demo.example/check',
  },
  today: TODAY,
  automatic: new Set<Channel>(['sms', 'email']),
  permitLifeMs: HOUR,
  madeBy: 'dispatch:this',
}

let fresh: Fresh
let next = 700
let id: number
let refNo = 0
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  id = next++
  await addPeople(fresh.db, [{ id }])
})

const tick = { now: MORNING, today: TODAY, personKey: Buffer.alloc(32, 7) }
const numberOf = (of = id) => `138${String(of).padStart(8, '0')}`
const message = (text: string, given: Partial<Received> = {}): Received => ({
  provider: 'kannel-1',
  providerRef: `m-${refNo++}`,
  channel: 'sms',
  from: `+86${numberOf()}`,
  to: '10690000',
  text,
  at: MORNING,
  rawHash: createHash('sha256').update(text).digest(),
  ...given,
})
const take = (text: string, given: Partial<Received> = {}) =>
  takeMessage(fresh.db, 1n, message(text, given), tick)
const of = <T extends object>(sql: string, who = id) => rows<T>(fresh.db, sql, [who])
const refusals = (who = id) =>
  of<{ channel: string }>(
    'select channel from consent where borrower_id = $1 and not given order by consent_id',
    who,
  )

describe('a word to stop', () => {
  test('is kept word for word, refuses every channel and is listed for a person', async () => {
    const took = await take('退订')
    expect(took).toMatchObject({ is: 'matched', borrowerId: BigInt(id) })
    expect(await refusals()).toEqual([{ channel: 'any' }])
    expect(await of('select words, found_by from message_in where borrower_id = $1')).toEqual([
      { words: '退订', found_by: 'address' },
    ])
    expect(await of('select reason, written from hold where borrower_id = $1')).toEqual([
      { reason: 'cease', written: true },
    ])
    expect(await of('select state, urgency from inbox_now where borrower_id = $1')).toEqual([
      { state: 'open', urgency: 5 },
    ])
  })

  test('a message that is permitted and waits does not leave after it', async () => {
    const [treatment] = await of<{ treatment_id: bigint }>(
      'select treatment_id from treatment where borrower_id = $1',
    )
    const ref = { tenantId: 1n, borrowerId: BigInt(id) }
    const ask = { ...ref, treatmentId: treatment?.treatment_id ?? 0n }
    const answer = await askForPermit(fresh.db, ask, desk, MORNING)
    if (answer.is !== 'permitted') throw new Error(`not permitted: ${answer.is}`)
    await receiveMessage(fresh.db, 1n, message('别再打电话了'), tick)
    const flip = { now: MORNING, today: TODAY, provider: 'sandbox-sms', madeBy: 'dispatch:this' }
    const contact = { ...ref, contactId: answer.permit.contactId }
    expect(await flipToSending(fresh.db, contact, flip)).toBe(false)
    expect(await of('select state, state_why from contact where borrower_id = $1')).toEqual([
      { state: 'withdrawn', state_why: 'opt_out' },
    ])
  })

  test('nothing that a dispatcher finds later leaves either, and its twin without the word does', async () => {
    const twin = next++
    await addPeople(fresh.db, [{ id: twin }])
    await receiveMessage(fresh.db, 1n, message('STOP'), tick)
    await dispatch(fresh.db, 1n, {
      now: MORNING,
      today: TODAY,
      say: () => undefined,
      channels: { sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }) },
      law,
      templates,
      bucket: { from: BigInt(id), until: BigInt(twin + 1) },
    })
    const sent = await rows<{ borrower_id: bigint }>(
      fresh.db,
      'select borrower_id from sandbox_message where borrower_id = any($1)',
      [[id, twin]],
    )
    expect(sent).toEqual([{ borrower_id: BigInt(twin) }])
  })

  test('a note that stops nothing stops nothing', async () => {
    await take('好的')
    expect(await refusals()).toEqual([])
    const [row] = await of<{ block_version: bigint }>(
      'select block_version from borrower where borrower_id = $1',
    )
    expect(row?.block_version).toBe(0n)
  })
})

describe('once for ever', () => {
  test('the same message again changes nothing, also at the same moment', async () => {
    const same = message('退订')
    const all = await Promise.all([1, 2, 3, 4].map(() => takeMessage(fresh.db, 1n, same, tick)))
    expect(all.map((one) => one.is).toSorted()).toEqual(['again', 'again', 'again', 'matched'])
    expect(await refusals()).toHaveLength(1)
    expect(await of('select message_id from message_in where borrower_id = $1')).toHaveLength(1)
  })

  test('a name that says something else is one more message, so that no stop is lost', async () => {
    const first = message('好的')
    await takeMessage(fresh.db, 1n, first, tick)
    await takeMessage(fresh.db, 1n, { ...first, text: '退订' }, tick)
    await takeMessage(fresh.db, 1n, { ...first, text: '退订' }, tick)
    expect(await refusals()).toHaveLength(1)
    expect(await of('select message_id from message_in where borrower_id = $1')).toHaveLength(2)
  })
})

describe('whose it is', () => {
  test('an unknown number is listed as nobody’s', async () => {
    const took = await take('你好', { from: '+8613899999999' })
    expect(took.is).toBe('unmatched')
    const found = await rows(
      fresh.db,
      `select words, candidates from message_unmatched where sender = '+8613899999999'`,
    )
    expect(found).toEqual([{ words: '你好', candidates: [] }])
  })

  test('a number that two share stops both, and a person says whose it is', async () => {
    const other = next++
    const shared = numberOf()
    await addPeople(fresh.db, [{ id: other, addresses: [{ kind: 'mobile', value: shared }] }])
    const took = await take('退订')
    expect(took.is).toBe('unmatched')
    expect(await refusals()).toHaveLength(1)
    expect(await refusals(other)).toHaveLength(1)
    expect(await of('select message_id from message_in where borrower_id = $1')).toEqual([])
  })

  test('a number of a whole workplace stops each of those who gave it', async () => {
    const addresses = [{ kind: 'mobile', value: numberOf() }]
    const others = Array.from({ length: 30 }, () => ({ id: next++, addresses, treatments: 0 }))
    await addPeople(fresh.db, others)
    await take('退订')
    for (const other of [id, ...others.map((one) => one.id)])
      expect(await refusals(other)).toHaveLength(1)
  })

  test('what neither stops nor is anybody’s alone changes neither of the two', async () => {
    const other = next++
    await addPeople(fresh.db, [{ id: other, addresses: [{ kind: 'mobile', value: numberOf() }] }])
    await take('周五还500')
    expect(await refusals()).toEqual([])
    expect(await refusals(other)).toEqual([])
  })

  test('the attempt that it answers says whose it is, before the address', async () => {
    const key = '11111111-2222-8333-8444-555555555555'
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
           template, language, state, block_version, permitted_at, expires_at, slots, made_by)
         values (1, $1, $2, 1, array[$3::bigint], 'sms', $4, 'reminder-warm', 'zh', 'delivered', 0,
           now() - interval '1 hour', now(), '[]', 'test')`,
        [id, key, id * 10, id * 100],
      ),
    )
    const took = await take('已还', { from: '+447700900999', inReplyTo: key })
    expect(took).toMatchObject({ is: 'matched', borrowerId: BigInt(id) })
    expect(
      await of('select answers_contact_id > 0 as known from inbound where borrower_id = $1'),
    ).toEqual([{ known: true }])
    // The account of the attempt is the one that is disputed.
    expect(await of('select kind, sort, account_id from care where borrower_id = $1')).toEqual([
      { kind: 'dispute', sort: 'paid', account_id: BigInt(id * 10) },
    ])
  })
})

describe('what else is heard', () => {
  test('a wrong number is not his any more, and the person stays reachable elsewhere', async () => {
    await take('你打错了')
    expect(await of('select standing from address where borrower_id = $1')).toEqual([
      { standing: 'not_his' },
    ])
    expect(await of('select how, standing from address_event where borrower_id = $1')).toEqual([
      { how: 'reply', standing: 'not_his' },
    ])
    expect(await of('select kind from borrower_circumstance where borrower_id = $1')).toEqual([
      { kind: 'unreachable' },
    ])
  })

  test('an answer proves the number, and a person who was lost is found', async () => {
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(`update address set standing = 'fails' where borrower_id = $1`, [id]),
    )
    await take('好的')
    expect(await of('select standing from address where borrower_id = $1')).toEqual([
      { standing: 'works' },
    ])
  })

  test('a threat to oneself stops contact and stands first', async () => {
    await take('我不想活了')
    expect(await of('select reason from hold where borrower_id = $1')).toEqual([
      { reason: 'vulnerable' },
    ])
    expect(await of('select urgency from inbox_now where borrower_id = $1')).toEqual([
      { urgency: 9 },
    ])
  })

  test('a promise is proposed, and made by nobody', async () => {
    await take('周五还500')
    expect(
      await of(`select proposes -> 'promise' ->> 'amountMinor' as minor from message_heard
        where borrower_id = $1`),
    ).toEqual([{ minor: '50000' }])
    expect(await of('select promise_id from promise where borrower_id = $1')).toEqual([])
  })

  test('what a machine returns answers nothing and stops nothing', async () => {
    await take('Undeliverable. You wrote: reply STOP to stop', { automatic: 'bounce' })
    expect(await refusals()).toEqual([])
    expect(await of('select inbound_id from inbound where borrower_id = $1')).toEqual([])
    expect(await of('select state from inbox_now where borrower_id = $1')).toEqual([])
  })
})
