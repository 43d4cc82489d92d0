import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  SECRET_TEXT,
  sign,
  startVoiceGateway,
  type VoiceGateway,
  type Weather,
} from '../../test/setup/voice-gateway.ts'
import { readChannelFile } from '../channels/channel-file.ts'
import { voiceDesksOf, type VoiceDesk } from '../channels/voice/configured.ts'
import type { Fate } from '../channels/voice/fates.ts'
import { readRecording, recordingsFolder } from '../channels/voice/recordings.ts'
import { addDays, type Instant } from '../core/calendar.ts'
import { planByHand } from '../store/by-hand.ts'
import { loadLaw } from '../store/law.ts'
import { loadTemplates } from '../store/templates.ts'
import { listRecordings } from '../store/voice-recording.ts'
import { purgeRecordings } from '../worker/purge-recordings.ts'
import { sendOne, type SentOne } from '../worker/send-one.ts'
import { caseIdText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  addUsPortfolio,
  inBook,
  openWorld,
  TODAY,
  type World,
} from './testing.ts'

let world: World
let gateway: VoiceGateway
let server: Server
let desk: VoiceDesk
/** The same one, where nothing is recorded. */
let silentDesk: VoiceDesk
let home: string
const law = loadLaw('law')
const templates = await loadTemplates('templates')

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'forbear-voice-'))
  gateway = await startVoiceGateway(() => world.now)
  server = createServer(getRequestListener((request) => world.app.fetch(request)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const file = readChannelFile(`apiVersion: channels/v1
publicUrl: ${here}
tenants:
  1:
    recording: { uk: { days: 30 } }
    call:
      - { kind: voice-gateway, name: voice, pace: { perSecond: 99 }, url: '${gateway.url}', secretEnv: S, callerId: '+442079460000', record: true, voicemailPerson: Ann Lee }
`)
  if ('faults' in file) throw new Error(JSON.stringify(file.faults))
  world = await openWorld({
    capKey: Buffer.alloc(32, 3),
    gateways: (db) =>
      voiceDesksOf(file.read, 1n, { db, home, env: { S: SECRET_TEXT }, clock: () => world.now }),
  })
  await inBook(world, addPortfolios)
  const deskOf = (record: boolean) => {
    const [given] = file.read.tenants['1']?.call ?? []
    if (given === undefined) throw new Error('no gateway')
    const read = { ...file.read, tenants: { 1: { senders: {}, call: [{ ...given, record }] } } }
    const tools = { db: world.db, home, env: { S: SECRET_TEXT }, clock: () => world.now }
    const [only] = voiceDesksOf(record ? file.read : read, 1n, tools)
    if (only === undefined) throw new Error('no desk')
    return only
  }
  desk = deskOf(true)
  silentDesk = deskOf(false)
})
afterAll(async () => {
  await gateway.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await world.stop()
  await rm(home, { recursive: true })
})
beforeEach(() => {
  Object.assign(gateway, { answer: 'take', fate: 'conversation', choice: '2', weather: 'plain' })
  gateway.taken.length = 0
  gateway.said.length = 0
})

let nextId = 1000n
async function somebody(more: Partial<Parameters<typeof addPerson>[1]> = {}): Promise<bigint> {
  nextId += 1n
  const id = nextId
  await inBook(world, (tx) => addPerson(tx, { id, ...more }))
  return id
}

/** One automated call, permitted and handed to the gateway; nothing is told of it yet. */
async function called(id: bigint, by = desk): Promise<SentOne> {
  const treatmentId = await inBook(world, (tx) =>
    planByHand(
      tx,
      { tenantId: 1n, borrowerId: id },
      { accountId: id, today: TODAY, channel: 'call', template: 'reminder-warm' },
    ),
  )
  const treatment = {
    tenantId: 1n,
    borrowerId: id,
    treatmentId,
    channel: 'call' as const,
    zones: ['Europe/London'],
  }
  gateway.fact = String(id).slice(-4)
  const channels = { call: by.provider }
  const clock = () => world.now
  return sendOne(world.db, treatment, { channels, law, templates, today: TODAY, clock })
}

const one = async <T>(text: string, ...values: unknown[]): Promise<T | undefined> =>
  (await inBook(world, (tx) => tx.query<T & object>(text, values))).rows[0]

const ended = (id: bigint) =>
  one<{ state: string; end: string | null; disposition: string | null }>(
    `select c.state, e.kind as end, e.detail->>'disposition' as disposition from contact c
       left join lateral (select * from contact_event e where e.borrower_id = c.borrower_id
         and e.contact_id = c.contact_id and e.kind in ('conversation', 'voicemail', 'unanswered',
           'not_connected', 'answered_dropped') order by e.event_no desc limit 1) e on true
      where c.borrower_id = $1`,
    id,
  )
const DEBT = /£|due|account|paid/i

describe('an automated call', () => {
  test.each<[Fate, string, string, string | null]>([
    ['busy', 'failed', 'not_connected', null],
    ['no_answer', 'failed', 'unanswered', 'no_answer'],
    ['voicemail', 'delivered', 'voicemail', 'voicemail'],
    ['wrong_person', 'delivered', 'conversation', 'wrong_number'],
    ['not_proven', 'delivered', 'conversation', null],
    ['stop', 'delivered', 'conversation', 'stop'],
    ['silent', 'delivered', 'answered_dropped', null],
    ['conversation', 'delivered', 'conversation', null],
  ])('that meets %s ends alike however its events come', async (fate, state, end, disposition) => {
    for (const weather of ['plain', 'twice', 'late'] satisfies Weather[]) {
      const id = await somebody()
      Object.assign(gateway, { fate, weather })
      gateway.said.length = 0
      expect((await called(id)).is).toBe('sent')
      await gateway.play()
      expect(await ended(id), weather).toMatchObject({ state, end })
      if (disposition !== null) expect((await ended(id))?.disposition).toBe(disposition)
      expect(JSON.stringify(gateway.taken.at(-1))).not.toMatch(DEBT)
      if (fate === 'conversation')
        expect(gateway.said.filter((line) => DEBT.test(line))).toHaveLength(1)
      else expect(gateway.said.filter((line) => DEBT.test(line))).toEqual([])
      if (fate === 'voicemail') expect(gateway.said).toEqual([])
    }
    expect(gateway.differing).toEqual([])
  })

  test('to whoever gave the fact tells a person what was chosen, and the number works', async () => {
    const id = await somebody()
    await inBook(world, (tx) =>
      tx.query(`update address set standing = 'unverified' where borrower_id = $1`, [id]),
    )
    await called(id)
    await gateway.play()
    expect(gateway.said[0]).toContain('This call is recorded')
    const standing = await one(
      'select standing from address where borrower_id = $1 and address_id = 1',
      id,
    )
    expect(standing).toEqual({ standing: 'works' })
    expect(
      await one('select first_class as what from inbox_now where borrower_id = $1', id),
    ).toEqual({
      what: 'call_back',
    })
  })

  test('that is stopped stops every channel; one that was not may be made again tomorrow', async () => {
    const [stopped, free] = [await somebody(), await somebody()]
    gateway.fate = 'stop'
    await called(stopped)
    await gateway.play()
    gateway.fate = 'no_answer'
    await called(free)
    await gateway.play()
    const before = world.now
    world.now = (world.now + 86_400_000) as Instant
    expect(await called(stopped)).toMatchObject({ is: 'judged', verdict: { decision: 'deny' } })
    expect((await called(free)).is).toBe('sent')
    world.now = before
    expect(await one('select channel, given from consent where borrower_id = $1', stopped)).toEqual(
      { channel: 'any', given: false },
    )
  })

  test('keeps its words back when somebody paid between the permit and the fact', async () => {
    const ids = [await somebody(), await somebody()] as const
    const heard: string[] = []
    for (const [n, id] of ids.entries()) {
      await called(id)
      const call = gateway.taken.at(-1)?.call ?? ''
      if (n === 0)
        await inBook(world, (tx) =>
          tx.query('update borrower set block_version = block_version + 1 where borrower_id = $1', [
            id,
          ]),
        )
      const at = new Date(world.now).toISOString()
      const event = { call, event: 'digits', step: 1, keys: gateway.fact, at } as const
      heard.push(JSON.stringify((await gateway.tell(event, `${call}.1`)).does))
    }
    expect(heard[0]).not.toMatch(DEBT)
    expect(heard[1]).toMatch(DEBT)
  })

  test('counts against its cap and among the abandoned when nobody spoke', async () => {
    const id = await somebody()
    gateway.fate = 'silent'
    await called(id)
    await gateway.play()
    const counts = await world.ask('/v1/voice/counts?days=7', { as: 'manager' })
    expect(counts.json.abandoned).toBeGreaterThan(0)
    expect(counts.json.ends.answered_dropped).toBe(counts.json.abandoned)
    expect(counts.json.abandoned_bp).toBeGreaterThan(0)
    const contact = await one<{ slots: { back?: boolean }[] }>(
      'select slots from contact where borrower_id = $1',
      id,
    )
    expect(contact?.slots.every((slot) => slot.back !== true)).toBe(true)
  })
})

describe('a machine in the United States', () => {
  const heard = async (id: bigint) => {
    gateway.fate = 'voicemail'
    expect((await called(id)).is).toBe('sent')
    await gateway.play()
    return gateway.said.splice(0)
  }

  test('is left a message of limited content, and one in the United Kingdom none', async () => {
    const before = world.now
    world.now = (world.now + 6 * 3_600_000) as Instant
    await inBook(world, addUsPortfolio)
    const there = await somebody({ portfolio: 3, zone: 'America/New_York' })
    const consent = `insert into consent (tenant_id, borrower_id, channel, given, source, effective_at)
      values (1, $1, 'call', true, 'letter', $2)`
    await inBook(world, (tx) => tx.query(consent, [there, new Date(before - 864_000_000)]))
    expect(await heard(there)).toEqual([
      expect.stringMatching(/^Hello Person \d+, this is Ann Lee from Demo Bank\. Please call me/),
    ])
    expect(await heard(await somebody())).toEqual([])
    world.now = before
  })
})

describe('an event that nobody signed', () => {
  test.each([
    ['is altered', {}, ' ', 0],
    ['has another signature', { 'webhook-signature': 'v1,AAAA' }, '', 0],
    ['is too old', {}, '', 301_000],
  ])('that %s changes nothing; the true one does', async (_, headers, more, ageMs) => {
    const id = await somebody()
    await called(id)
    const call = gateway.taken.at(-1)?.call ?? ''
    const at = new Date(world.now).toISOString()
    const body = JSON.stringify({ type: 'call.event', call, event: 'busy', at })
    const send = (text: string, signed: Record<string, string>) =>
      world.ask('/v1/webhooks/voice/voice', {
        method: 'POST',
        body: text,
        headers: { 'Content-Type': 'application/json', ...signed },
      })
    const good = sign('e1', body, world.now - ageMs)
    expect((await send(body + more, { ...good, ...headers })).status).toBe(401)
    expect(await ended(id)).toMatchObject({ state: 'accepted', end: null })
    expect((await send(body, sign('e1', body, world.now))).status).toBe(200)
    expect(await ended(id)).toMatchObject({ state: 'failed', end: 'not_connected' })
  })
})

describe('a recording', () => {
  const bytes = Buffer.from('a second of sound')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const folder = () => recordingsFolder(home, 1n)

  test('lies under its hash until its days are over; then hash and day are left', async () => {
    const ids = [await somebody(), await somebody()] as const
    gateway.recording = bytes
    for (const id of ids) {
      await called(id)
      const call = gateway.taken.at(-1)?.call ?? ''
      const recording = { url: `${gateway.url}/recordings/1`, sha256, media_type: 'audio/wav' }
      const event = {
        call,
        event: 'recording',
        at: new Date(world.now).toISOString(),
        recording,
      } as const
      expect((await gateway.tell(event, `${call}.rec`)).status).toBe(200)
      expect((await gateway.tell(event, `${call}.rec`)).status).toBe(200)
      const lies = { ...event, recording: { ...recording, sha256: sha256.replace(/^./, '0') } }
      expect((await gateway.tell(lies, `${call}.lie`)).status).toBe(503)
    }
    expect(await readRecording(folder(), sha256)).toEqual(bytes)
    // One of the two is disputed: what shows who is right stays.
    await inBook(world, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, reason, from_on, source) values (1, $1, 'dispute', $2, 'x')`,
        [ids[1], TODAY],
      ),
    )
    const purge = { folder: folder(), now: world.now, by: 'ann' }
    expect(await purgeRecordings(world.db, 1n, { ...purge, today: addDays(TODAY, 29) })).toBe(0)
    expect(await purgeRecordings(world.db, 1n, { ...purge, today: addDays(TODAY, 30) })).toBe(1)
    expect(await readRecording(folder(), sha256)).toEqual(bytes)
    const rows = await inBook(world, (tx) => listRecordings(tx, 1n, { limit: 10 }))
    expect(rows.map((row) => [row.sha256, row.madeOn, row.purgedAt === null])).toEqual([
      [sha256, TODAY, true],
      [sha256, TODAY, false],
    ])
  })

  test('may be uploaded, however long, by whoever signs it', async () => {
    const id = await somebody()
    await called(id)
    const call = gateway.taken.at(-1)?.call ?? ''
    // Longer than any other request, and with what looks like the number of a card in it.
    const sound = Buffer.concat([Buffer.alloc(200_000, 1), Buffer.from(' 4111111111111111 ')])
    const upload = (signed: Record<string, string>) =>
      world.app.request('/v1/webhooks/voice/voice/recordings', {
        method: 'POST',
        body: new Uint8Array(sound),
        headers: { 'Content-Type': 'audio/wav', ...signed },
      })
    const signed = sign(`rec_${call}`, sound, world.now)
    expect(
      (
        await upload({
          ...signed,
          'webhook-id': `rec_${call.replace(/^./, (c) => (c === '0' ? '1' : '0'))}`,
        })
      ).status,
    ).toBe(401)
    expect((await upload(signed)).status).toBe(200)
    expect(await readRecording(folder(), createHash('sha256').update(sound).digest('hex'))).toEqual(
      sound,
    )
  })

  test('of a call that was not to be recorded is not taken', async () => {
    const id = await somebody()
    await called(id, silentDesk)
    expect(gateway.taken.at(-1)?.record).toBe(false)
    const call = gateway.taken.at(-1)?.call ?? ''
    const recording = { url: `${gateway.url}/recordings/1`, sha256, media_type: 'audio/wav' }
    const at = new Date(world.now).toISOString()
    expect((await gateway.tell({ call, event: 'recording', at, recording }, 'r')).status).toBe(409)
    expect(await one('select from voice_recording where borrower_id = $1', id)).toBeUndefined()
  })
})

describe('a call that is dialled for a collector', () => {
  const dial = (id: bigint, key: string) =>
    world.ask(`/v1/cases/${caseIdText(id)}/dials`, {
      as: 'collector',
      body: {},
      headers: { 'Idempotency-Key': key },
    })

  test('rings first at the collector, once a key, and one at a time', async () => {
    const [id, other] = [await somebody(), await somebody()]
    expect((await dial(id, 'k0')).json.code).toBe('no_own_phone')
    await world.ask('/v1/voice/phone', { as: 'collector', body: { phone: '+442079460001' } })
    const before = gateway.taken.length
    const made = await dial(id, 'k1')
    expect(made.status).toBe(201)
    expect((await dial(id, 'k1')).json).toEqual(made.json)
    expect(gateway.taken.slice(before)).toMatchObject([
      { mode: 'bridge', first: '+442079460001', on_answer: [{ say: 'This call is recorded.' }] },
    ])
    expect((await dial(other, 'k2')).json.code).toBe('line_busy')
    const state = () => world.ask(`/v1/contacts/${made.json.id}/call`, { as: 'collector' })
    expect((await state()).json).toMatchObject({ status: 'dialling', over: false })
    gateway.fate = 'no_answer'
    await gateway.play()
    expect((await state()).json).toMatchObject({
      status: 'no_answer',
      over: true,
      disposition: 'no_answer',
    })
    expect((await dial(other, 'k3')).status).toBe(201)
    await gateway.play()
  })

  test('that the gateway refuses was never made, and leaves the line free', async () => {
    const id = await somebody()
    gateway.answer = { status: 422, body: { code: 'no_such_number' } }
    const made = await dial(id, 'k4')
    expect(made.status).toBe(201)
    const state = await world.ask(`/v1/contacts/${made.json.id}/call`, { as: 'collector' })
    expect(state.json).toMatchObject({ status: 'not_taken', over: true })
    gateway.answer = 'take'
    expect((await dial(id, 'k5')).status).toBe(201)
  })
})
