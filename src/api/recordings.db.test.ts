import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addDays, type Instant } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { listRecordings, readRecordingRow } from '../store/voice-recording.ts'
import { purgeRecordings } from '../worker/purge-recordings.ts'
import { parsePair } from './ids.ts'
import { QUIET_FOLDER } from './testing-gateway.ts'
import { addPortfolios, inBook, openWorld, type World } from './testing.ts'
import { addVoiceThings } from './testing-voice.ts'

const SOUND = 'a second of sound'
const SHA256 = createHash('sha256').update(SOUND).digest('hex')

let world: World
/** The manager's own thing: a recording to which they said minutes ago why they listen. */
let id: string
let start: Instant

beforeAll(async () => {
  world = await openWorld({ capKey: Buffer.alloc(32, 5) })
  await inBook(world, addPortfolios)
  const thing = await addVoiceThings(world)
  id = thing('GET /v1/recordings/{id}/sound', 'manager')?.path.split('/')[3] ?? ''
  start = world.now
})
afterAll(() => world.stop())
beforeEach(() => {
  world.now = start
})

type Who = 'collector' | 'manager' | 'compliance'
const hear = (as: Who, Range?: string) =>
  world.ask(`/v1/recordings/${id}/sound`, {
    as,
    headers: Range === undefined ? {} : { Range },
  })
const listen = (as: Who, body: unknown) => world.ask(`/v1/recordings/${id}/listens`, { as, body })
const pair = () => parsePair('rec', id) ?? { borrowerId: 0n, n: 0n }
const list = async (as: Who) => {
  const caseId = id.replace('rec_', 'case_').slice(0, 18)
  return (await world.ask(`/v1/cases/${caseId}/recordings`, { as })).json.items
}

describe('a recording', () => {
  test('is heard whole or in part by who said why', async () => {
    const whole = await hear('manager')
    expect([whole.status, whole.json]).toEqual([200, SOUND])
    expect(whole.headers.get('Content-Type')).toBe('audio/wav')
    expect(whole.headers.get('Cache-Control')).toBe('no-store')
    expect(whole.headers.get('Accept-Ranges')).toBe('bytes')
    const part = await hear('manager', 'bytes=2-7')
    expect([part.status, part.json]).toEqual([206, 'second'])
    expect(part.headers.get('Content-Range')).toBe(`bytes 2-7/${SOUND.length}`)
    expect((await hear('manager', 'bytes=999-')).json.code).toBe('bad_range')
  })

  test('opens to nobody on somebody else’s reason, and to nobody for ever', async () => {
    expect((await hear('compliance')).json.code).toBe('listen_first')
    expect((await listen('compliance', {})).status).toBe(400)
    const open = await listen('compliance', { reason: 'a complaint of today' })
    expect([open.status, open.json.url]).toEqual([201, `/v1/recordings/${id}/sound`])
    expect(open.json.turns).toEqual([])
    expect((await hear('compliance')).status).toBe(200)
    world.now = (start + 3_600_000) as Instant
    expect((await hear('compliance')).json.code).toBe('listen_first')
    const looks = await world.ask('/v1/looks?kind=recording', { as: 'compliance' })
    expect(looks.json.items.map((one: { reason: string }) => one.reason)).toContain(
      'a complaint of today',
    )
  })

  test('is listed for whoever works the case, and heard by no collector', async () => {
    const items = await list('collector')
    expect(items).toMatchObject([{ id, sha256: SHA256, made_on: '2026-11-10', purged_at: null }])
    expect(items[0].listened).toBeGreaterThan(0)
    expect((await listen('collector', { reason: 'my own call' })).json.code).toBe('not_permitted')
    expect((await hear('collector')).json.code).toBe('not_permitted')
  })

  test('is there for its own tenant alone', async () => {
    const named = { borrowerId: pair().borrowerId, recordingId: pair().n }
    const of = (tenantId: bigint) =>
      inTenant(world.db, tenantId, (tx) => readRecordingRow(tx, { tenantId, ...named }))
    expect(await of(1n)).toMatchObject({ sha256: SHA256 })
    expect(await of(2n)).toBeUndefined()
    expect(await inTenant(world.db, 2n, (tx) => listRecordings(tx, 2n, { limit: 9 }))).toEqual([])
    // The number alone, with another borrower in front of it, is another name.
    const other = `/v1/recordings/${id.slice(0, 16)}0${id.slice(17)}/sound`
    expect((await world.ask(other, { as: 'manager' })).json.code).toBe('no_such_recording')
  })

  test('that is not where it was kept says so; one whose days are over leaves hash and day', async () => {
    await rm(QUIET_FOLDER, { recursive: true })
    expect((await hear('manager')).json.code).toBe('recording_lost')
    const purge = { folder: QUIET_FOLDER, now: world.now, by: 'ann' }
    await purgeRecordings(world.db, 1n, { ...purge, today: addDays(world.today, 200) })
    const gone = await hear('manager')
    expect([gone.status, gone.json.code]).toEqual([410, 'recording_purged'])
    expect(gone.json.detail).toContain(SHA256)
    expect(gone.json.detail).toContain('2026-11-10')
    expect((await listen('manager', { reason: 'again' })).status).toBe(410)
    expect((await list('collector'))[0].purged_at).not.toBeNull()
  })
})
