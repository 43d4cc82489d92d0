import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MessageHook } from '../channels/message-hook.ts'
import type { Instant } from '../core/calendar.ts'
import { takeMessage } from '../store/message-in.ts'
import { accountIdText, caseIdText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  TODAY,
  type World,
} from './testing.ts'
import { messageOf, numberOf } from './testing-inbox.ts'

const SECRET = Buffer.from('a secret of a program, long enough for the test')
const OLDER = Buffer.from('an older secret of a program, long enough too')
const NOW = Date.parse('2026-11-20T10:00:00Z') as Instant
const KEY = Buffer.alloc(32, 5)

/** Signs nothing: only a body that says who it is counts. */
const hook: MessageHook = {
  name: 'http-sms',
  hear: ({ body, method }, now) => {
    const text = Buffer.from(body).toString('utf8')
    if (!text.startsWith('signed ')) return { is: 'refused', why: 'bad_signature' }
    if (method === 'GET') return { is: 'refused', why: 'not_readable' }
    const received = { ...messageOf(numberOf(9n), text.slice(7)), at: now, provider: 'http-sms' }
    return { is: 'heard', received: [received], receipts: [] }
  },
  replies: {
    taken: { status: 200, body: 'OK', type: 'text/plain' },
    refused: { status: 401, body: 'no', type: 'text/plain' },
  },
}

let world: World
beforeAll(async () => {
  world = await openWorld({
    capKey: KEY,
    messages: {
      hooks: [{ tenantId: 1n, hook }],
      systems: [{ tenantId: 1n, name: 'gateway', secrets: [OLDER, SECRET] }],
    },
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 30n; id++) await addPerson(tx, { id })
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

function signed(body: object, over: { id?: string; at?: Instant; key?: Buffer } = {}) {
  const text = JSON.stringify(body)
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

const post = (path: string, of: { headers?: Record<string, string>; body: string }) =>
  world.app.request(path, { method: 'POST', headers: of.headers ?? {}, body: of.body })
const tell = (of: ReturnType<typeof signed>) => post('/v1/webhooks/messages', of)
const message = (n: bigint, text: string) => ({
  type: 'message',
  channel: 'sms',
  from: numberOf(n),
  text,
})
const everything = async () => {
  const { rows } = await inBook(world, (tx) =>
    tx.query<{ n: string }>(
      `select (select count(*) from arrival) || '/' || (select count(*) from consent) || '/' ||
         (select sum(block_version) from borrower) || '/' || (select count(*) from receipt_stray) as n`,
    ),
  )
  return rows[0]?.n
}
let keyNo = 0
const act = (
  path: string,
  as: 'collector' | 'manager' | 'compliance',
  body: unknown,
  key = `inbox-${keyNo++}`,
) => world.ask(path, { as, method: 'POST', body, headers: { 'Idempotency-Key': key } })
const at = (id: bigint, rest: string) => `/v1/cases/${caseIdText(id)}/${rest}`
const wrote = async (id: bigint, text: string) =>
  takeMessage(
    world.db,
    1n,
    { ...messageOf(numberOf(id), text), at: NOW },
    { now: NOW, today: TODAY },
  )

describe('messages and receipts by webhook', () => {
  test('a signed message is kept and stops; told again, it is kept once', async () => {
    const stop = signed(message(1n, 'STOP'), { id: 'in-1' })
    expect(await (await tell(stop)).json()).toEqual({ id: 'in-1', state: 'kept' })
    const after = await everything()
    expect((await tell(stop)).status).toBe(200)
    expect((await tell(signed(message(1n, 'STOP'), { id: 'in-1', key: OLDER }))).status).toBe(200)
    expect(await everything()).toBe(after)
    const [row] = (await world.ask('/v1/inbox?class=stop', { as: 'collector' })).json.items
    expect(row).toMatchObject({ case_id: caseIdText(1n), class_name: 'Stop', certainty: 'sure' })
  })

  test('unsigned, altered, foreign or old ones change nothing', async () => {
    const before = await everything()
    const good = signed(message(2n, 'STOP'), { id: 'in-2' })
    const altered = { ...good, body: good.body.replace('STOP', 'STOPP') }
    const foreign = signed(message(2n, 'STOP'), { key: Buffer.alloc(32, 1) })
    for (const bad of [altered, foreign, { ...good, headers: {} }])
      expect((await post('/v1/webhooks/messages', bad)).status).toBe(401)
    const old = await tell(signed(message(2n, 'STOP'), { at: (NOW - 301_000) as Instant }))
    expect((await old.json()).code).toBe('signed_too_long_ago')
    const strange = await tell(signed({ ...message(2n, 'STOP'), more: 1 }, { id: 'in-3' }))
    expect(strange.status).toBe(400)
    expect(await everything()).toBe(before)
  })

  test('a card number in what somebody wrote is taken out, and the word to stop is heard', async () => {
    const text = 'my card 4111 1111 1111 1111, and STOP'
    expect((await tell(signed(message(3n, text), { id: 'in-4' }))).status).toBe(200)
    const { items } = (await world.ask(at(3n, 'thread'), { as: 'collector' })).json
    expect(items[0]).toMatchObject({ words: 'my card ****, and STOP' })
    expect(items[0].message.effects[0]).toEqual({
      words: 'No contact on any channel',
      taken_back: false,
    })
  })

  test('a receipt of nothing that left is kept and believed by nobody', async () => {
    const receipt = { type: 'receipt', said: 'delivered', provider_ref: 'nobody-knows' }
    const answer = await tell(signed(receipt, { id: 'r-1' }))
    expect(await answer.json()).toEqual({ id: 'r-1', state: 'no_such_contact' })
  })

  test('a provider is heard in its own way, and one that is not set up looks unsigned', async () => {
    const good = await post('/v1/webhooks/messages/http-sms', { body: 'signed STOP' })
    expect([good.status, await good.text()]).toEqual([200, 'OK'])
    expect((await post('/v1/webhooks/messages/http-sms', { body: 'STOP' })).status).toBe(401)
    expect((await post('/v1/webhooks/messages/other', { body: 'signed STOP' })).status).toBe(401)
  })
})

describe('the inbox', () => {
  test('an answer is typed, taken back within its seconds, and refused where its words are', async () => {
    await wrote(11n, 'Can I pay in parts?')
    const bad = await act(at(11n, 'answers'), 'collector', { words: 'Pay or you go to prison.' })
    expect([bad.status, bad.json.code]).toEqual([422, 'words_refused'])
    expect(bad.json.errors.length).toBeGreaterThan(0)
    const good = await act(at(11n, 'answers'), 'collector', {
      words: 'Yes, you can pay in three parts.',
    })
    expect(good.status).toBe(201)
    const thread = await world.ask(at(11n, 'thread'), { as: 'collector' })
    expect(thread.json.items[0]).toMatchObject({
      direction: 'out',
      state: 'planned',
      undo: good.json.id,
    })
    const undo = await act(at(11n, `answers/${good.json.id}/undo`), 'collector', undefined)
    expect(undo.json).toEqual({ taken_back: true })
    const again = await act(at(11n, `answers/${good.json.id}/undo`), 'collector', undefined)
    expect([again.status, again.json]).toEqual([200, { taken_back: true }])
    const other = await act(at(11n, 'answers'), 'collector', {
      words: 'You can pay in three parts.',
    })
    expect(other.status).toBe(201)
    const left = `update treatment set state = 'sent' where template = 'reply' and state = 'planned' returning borrower_id`
    const gone = await inBook(world, (tx) => tx.query(left))
    expect(gone.rows).toEqual([{ borrower_id: 11n }])
    const late = await act(at(11n, `answers/${other.json.id}/undo`), 'collector', undefined)
    expect([late.status, late.json.code]).toEqual([409, 'too_late_to_undo'])
  })

  test('what a message stopped is lifted by a manager, not by whoever is kept from calling', async () => {
    const took = await wrote(12n, 'STOP')
    expect(took.is).toBe('matched')
    const thread = await world.ask(at(12n, 'thread'), { as: 'collector' })
    const { id } = thread.json.items[0].message
    const asked = at(12n, `messages/${id}/meanings`)
    const no = await act(asked, 'collector', { class: 'question' })
    expect([no.status, no.json.code]).toEqual([403, 'not_yours_to_lift'])
    expect((await act(asked, 'manager', { class: 'question' })).json).toEqual({
      taken_back: 2,
      effects: [],
    })
  })

  test('pages follow each other without a gap, and a cursor of another list is refused', async () => {
    for (const id of [13n, 14n, 15n]) await wrote(id, 'Hello')
    const all = (await world.ask('/v1/inbox?limit=200', { as: 'manager' })).json.items
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await world.ask(`/v1/inbox?limit=2${more}`, { as: 'manager' })).json
      seen.push(...page.items.map((item: { case_id: string }) => item.case_id))
      cursor = page.next_cursor
    }
    expect(seen).toEqual(all.map((item: { case_id: string }) => item.case_id))
    const bad = await world.ask('/v1/inbox/unmatched?cursor=WyJpbmJveCJd', { as: 'manager' })
    expect(bad.json.code).toBe('bad_cursor')
  })
})

describe('third persons and traced addresses', () => {
  const named = (id: bigint, value: string) =>
    act(at(id, 'third-persons'), 'manager', {
      role: 'emergency_contact',
      relation: 'friend',
      basis: 'Application form',
      named_on: TODAY,
      name: 'Alex',
      kind: 'mobile',
      value,
    })
  const lose = (id: bigint) =>
    inBook(world, (tx) =>
      tx.query(
        `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, recorded_at)
         values (1, $1, 'unreachable', $2, $3)`,
        [id, TODAY, new Date(NOW - 1000)],
      ),
    )
  const ask = async (id: bigint, person: string) =>
    act(at(id, `third-persons/${person}/calls`), 'collector', { account_id: accountIdText(id) })

  test('are asked once, only where the borrower is lost, and hear no word of a debt', async () => {
    const { id } = (await named(21n, '+447700111021')).json
    expect((await ask(21n, id)).json.code).toBe('not_lost')
    await lose(21n)
    const call = await ask(21n, id)
    expect([call.status, call.json.number]).toEqual([201, '+447700111021'])
    expect(call.json.script).not.toMatch(/debt|owe|loan|pay|bank|overdue|collect/i)
    expect((await ask(21n, id)).json.code).toBe('asked_before')
  })

  test('a no is for ever and for every borrower, and name and number go', async () => {
    const { id } = (await named(22n, '+447700111022')).json
    await act(at(22n, `third-persons/${id}/answers`), 'collector', { said: 'refused' })
    const list = await world.ask(at(22n, 'third-persons'), { as: 'collector' })
    expect(list.json.items[0]).toMatchObject({ name: null, masked: null, refused: true })
    expect((await named(23n, '0044 7700 111022')).json.code).toBe('refused_for_ever')
    expect((await named(23n, '+447700111023')).status).toBe(201)
    await lose(22n)
    expect((await ask(22n, id)).json.code).toBe('refused_for_ever')
  })

  test('who writes no by themself is heard as who refuses, and the borrower has said nothing', async () => {
    await named(24n, '+447700111024')
    const message_ = { ...messageOf('+447700111024', 'STOP'), at: NOW }
    await takeMessage(world.db, 1n, message_, { now: NOW, today: TODAY, personKey: KEY })
    const list = await world.ask(at(24n, 'third-persons'), { as: 'collector' })
    expect(list.json.items[0]).toMatchObject({ name: null, refused: true })
    const { rows } = await inBook(world, (tx) =>
      tx.query(
        'select from consent where borrower_id = 24 union all select from inbound where borrower_id = 24',
      ),
    )
    expect(rows).toEqual([])
  })

  test('nobody is asked about a borrower who is to be left alone; a fourth person is not kept', async () => {
    const { id } = (await named(25n, '+447700111025')).json
    await lose(25n)
    await wrote(25n, 'STOP')
    // The answer found them; lost again, they still said stop.
    await lose(25n)
    expect((await ask(25n, id)).json.code).toBe('person_left_alone')
    for (const n of [1, 2]) expect((await named(25n, `+44770022202${n}`)).status).toBe(201)
    expect((await named(25n, '+447700222029')).json.code).toBe('too_many_persons')
  })

  test('an address is looked for with a purpose and on a ground, or not at all', async () => {
    const trace = (more: object) =>
      act(at(26n, 'addresses'), 'manager', {
        kind: 'mobile',
        value: '+447700333026',
        source: 'Registry',
        ...more,
      })
    const purpose = 'to reach the borrower'
    expect((await trace({})).json.code).toBe('trace_needs_purpose')
    expect((await trace({ purpose })).json.code).toBe('trace_needs_ground')
    expect((await trace({ purpose, ground: 'consent' })).json.code).toBe('trace_needs_consent')
    expect((await trace({ purpose, ground: 'contract', value: numberOf(27n) })).json.code).toBe(
      'of_somebody_else',
    )
    expect((await trace({ purpose, ground: 'consent', consent_on: TODAY })).status).toBe(201)
    const history = await world.ask(at(26n, 'addresses'), { as: 'compliance' })
    expect(history.json.items[0]).toMatchObject({ how: 'traced', purpose, ground: 'consent' })
  })
})
