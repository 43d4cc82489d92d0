import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '../../core/calendar.ts'
import {
  SECRET_TEXT,
  startVoiceGateway,
  type VoiceGateway,
} from '../../../test/setup/voice-gateway.ts'
import { readChannelFile } from '../channel-file.ts'
import { secretBytes } from '../pay/signing.ts'
import { readEvent, type CreateCall } from './contract.ts'
import { FATES, fateOf } from './fates.ts'
import { gatewayCarrier } from './gateway.ts'
import { fetchRecording } from './recordings.ts'

const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77'
const ref = { tenantId: 1n, borrowerId: 2n, attemptKey: KEY }
const call: CreateCall = {
  type: 'call.create',
  call: KEY,
  to: '+447700900001',
  from: '+442079460000',
  not_after: '2026-11-23T03:00:00.000Z',
  ring_seconds: 25,
  events: 'http://127.0.0.1:1/',
  record: false,
  mode: 'automated',
  on_answer: [{ say: 'Hello', language: 'en' }],
}

let gateway: VoiceGateway
beforeAll(async () => {
  gateway = await startVoiceGateway(() => Date.now())
})
afterAll(() => gateway.stop())
beforeEach(() => {
  gateway.answer = 'take'
  gateway.taken.length = 0
})
const carrier = (change = {}) =>
  gatewayCarrier({
    url: gateway.url,
    secret: secretBytes(SECRET_TEXT),
    patienceMs: 1000,
    clock: () => Date.now() as Instant,
    ...change,
  })
const hand = (change = {}) => carrier(change).hand(ref, call, new AbortController().signal)

describe('a gateway', () => {
  test('takes what is signed, once, as it was written', async () => {
    expect(await hand()).toEqual({ is: 'accepted', providerRef: 'gw-1' })
    expect(gateway.taken).toEqual([call])
  })

  test('refuses a stranger, and nothing was taken', async () => {
    expect(await hand({ secret: Buffer.alloc(32, 1) })).toEqual({
      is: 'refused',
      why: 'not_signed',
    })
    expect(gateway.taken).toEqual([])
  })

  test.each<[string, VoiceGateway['answer'], object]>([
    ['knows the call already', { status: 409, body: { ref: 'gw-9' } }, { is: 'accepted' }],
    [
      'refuses the number',
      { status: 422, body: { code: 'no_such_number' } },
      { is: 'refused', why: 'no_such_number' },
    ],
    ['has too many', { status: 429 }, { is: 'refused', elsewhere: true }],
    ['is in trouble', { status: 503 }, { is: 'unclear', why: 'http_503' }],
    ['says yes to nothing', { status: 201, body: {} }, { is: 'unclear' }],
    ['hangs up after it took it', 'take_and_hang_up', { is: 'unclear' }],
  ])('that %s', async (_, answer, expected) => {
    gateway.answer = answer
    expect(await hand()).toMatchObject(expected)
  })

  test('that is not there has taken nothing', async () => {
    expect(await hand({ url: 'http://127.0.0.1:1' })).toMatchObject({
      is: 'refused',
      elsewhere: true,
    })
  })

  test('gives a recording from its own place alone, and only the bytes it named', async () => {
    gateway.recording = Buffer.from('sound')
    const sha256 = '29aaf2c5b0c0fd7f1c4b4b3e5c5b8d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718'
    const told = { url: `${gateway.url}/recordings/1`, sha256, mediaType: 'audio/wav', seconds: 1 }
    const of = {
      gatewayUrl: gateway.url,
      secret: secretBytes(SECRET_TEXT),
      now: Date.now() as Instant,
    }
    expect(await fetchRecording(told, of)).toEqual({ declined: 'other_bytes' })
    const elsewhere = { ...told, url: 'http://169.254.169.254/latest' }
    expect(await fetchRecording(elsewhere, of)).toEqual({ declined: 'elsewhere' })
  })
})

describe('an event', () => {
  const event = {
    type: 'call.event',
    call: KEY,
    event: 'digits',
    at: '2026-11-23T02:00:00Z',
    step: 1,
  }
  test('is read by its contract', () => {
    expect(readEvent({ ...event, keys: '0412' }, 'a')).toMatchObject({
      kind: 'digits',
      keys: '0412',
    })
    expect(readEvent(event, 'a')).toMatchObject({ keys: '' })
  })

  test.each([
    ['an unknown key', { ...event, amount: 5 }],
    ['an unknown kind', { ...event, event: 'maybe' }],
    ['digits without a step', { ...event, step: undefined }],
    ['a step without digits', { ...event, event: 'ringing' }],
    ['letters for digits', { ...event, keys: 'abc' }],
    ['our own order to call, sent back', call],
  ])('with %s is none', (_, body) => expect(readEvent(body, 'a')).toBeUndefined())
})

test('the sandbox’s luck is everybody’s in turn, and the same for the same seed', () => {
  const drawn = Array.from({ length: 2000 }, (_, n) => fateOf(7, { call: `c${n}`, to: '+1' }))
  expect(new Set(drawn)).toEqual(new Set(Object.keys(FATES)))
  expect(fateOf(7, call)).toBe(fateOf(7, call))
})

describe('the file of channels', () => {
  const file = (more = '') => `apiVersion: channels/v1
publicUrl: https://collect.example
tenants:
  1:
    recording: { uk: { days: 90 } }
    call:
      - { kind: voice-gateway, name: voice, pace: { perSecond: 1 }, url: https://voice.example, secretEnv: VOICE_SECRET, callerId: '+442079460000'${more} }
`
  const faults = (text: string) => {
    const read = readChannelFile(text)
    return 'faults' in read ? read.faults.map(({ field, words }) => [field, words.en]) : []
  }

  test('names one gateway for calls', () => {
    expect(readChannelFile(file())).toMatchObject({
      read: {
        tenants: { 1: { call: [{ ringSeconds: 25, record: false, linesPerCollector: 1 }] } },
      },
    })
  })

  test('that asks for more lines than people is refused, with the reason', () => {
    expect(faults(file(', linesPerCollector: 1'))).toEqual([])
    const [fault] = faults(file(', linesPerCollector: 2'))
    expect(fault).toEqual([
      'tenants.1.call[0].linesPerCollector',
      expect.stringContaining('predictive dialling is not made here'),
    ])
  })

  test('that stops ringing too soon is refused', () => {
    expect(faults(file(', ringSeconds: 10'))[0]?.[0]).toBe('tenants.1.call[0].ringSeconds')
  })
})
