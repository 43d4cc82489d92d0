import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '../../core/calendar.ts'
import { ACCOUNT, startCarrier, type Carrier } from '../../../test/setup/carrier.ts'
import {
  eventually,
  hand,
  NOW,
  outgoing,
  sinks,
  UNTIL,
  type Sinks,
} from '../../../test/setup/sms-message.ts'
import { readSenderRules, type SenderRules } from './senders.ts'
import { smppProvider, validityPeriod, type SmppOptions } from './smpp.ts'

const GB = '+447700900123'
const LONG = `【安心贷】${'您好，这是一条很长的短信。'.repeat(12)}`
const senders = {
  cn: { kind: 'short_code', address: '1069012345', registered: true, signature: '安心贷' },
  gb: { kind: 'alphanumeric', address: 'Lender', registered: false },
} as const

let rules: SenderRules
let carrier: Carrier
let sink: Sinks
let open: { close(): Promise<void> }[]
beforeAll(async () => {
  rules = await readSenderRules()
})
beforeEach(async () => {
  carrier = await startCarrier()
  sink = sinks()
  open = []
})
afterEach(async () => {
  for (const provider of open) await provider.close()
  await carrier.stop()
})

async function connected(change: Partial<SmppOptions> = {}) {
  const provider = smppProvider({
    host: '127.0.0.1',
    port: carrier.port,
    ...ACCOUNT,
    rules,
    senders,
    home: 'cn',
    clock: () => NOW,
    random: () => 0.5,
    received: (received) => sink.received(received),
    receipt: (receipt) => sink.receipt(receipt),
    backoffMs: { least: 20, most: 200 },
    throttleMs: 20,
    answerMs: 400,
    waitMs: 400,
    ...change,
  })
  open.push(provider)
  if (change.password === undefined && change.port === undefined) await carrier.bound()
  return provider
}

describe('what goes out', () => {
  test('Chinese as UCS-2, with sender, receipt wish, our reference and what is left of the hour', async () => {
    const provider = await connected()
    const message = outgoing()
    expect(await hand(provider, message)).toEqual({ is: 'accepted', providerRef: 'id-1-1' })
    const [got] = carrier.messages
    expect(got).toMatchObject({
      from: '1069012345',
      to: '8613812345678',
      text: message.body,
      coding: 8,
    })
    expect(got?.pdu).toMatchObject({ source_addr_ton: 3, dest_addr_ton: 1, registered_delivery: 1 })
    expect(got?.pdu.user_message_reference).toBeTypeOf('number')
    const valid = Number(got?.pdu.validity_period) - Date.now()
    expect(valid).toBeLessThanOrEqual(3_600_000)
    expect(valid).toBeGreaterThan(3_500_000)
  })

  test('English as GSM-7 with its extension table, from a name', async () => {
    const provider = await connected()
    const body = 'Lender: £5 {due} [now] €'
    expect(await hand(provider, outgoing({ to: GB, body }))).toMatchObject({ is: 'accepted' })
    expect(carrier.messages[0]).toMatchObject({ from: 'Lender', text: body, coding: 0 })
    expect(carrier.messages[0]?.pdu.source_addr_ton).toBe(5)
  })

  test('a long text in parts that a phone joins, or whole where the carrier cuts it', async () => {
    const provider = await connected()
    const answer = await hand(provider, outgoing({ body: LONG }))
    expect(answer).toEqual({ is: 'accepted', providerRef: 'id-1-1 id-1-2 id-1-3' })
    expect(carrier.messages.map(({ text }) => text).join('')).toBe(LONG)
    const headers = carrier.messages.map(({ header }) => header[0] ?? [])
    const reference = headers[0]?.[2]
    expect(headers).toEqual([1, 2, 3].map((part) => [0, 3, reference, 3, part]))

    const whole = await connected({ long: 'payload' })
    expect(await hand(whole, outgoing({ body: LONG }))).toMatchObject({ is: 'accepted' })
    expect(carrier.messages).toHaveLength(4)
    expect(carrier.messages[3]?.text).toBe(LONG)
  })

  test('what may not go is refused before anything is written', async () => {
    const provider = await connected()
    expect(await hand(provider, outgoing({ now: UNTIL }))).toEqual({
      is: 'refused',
      why: 'past_its_validity',
    })
    expect(await hand(provider, outgoing({ validUntil: (NOW + 900) as Instant }))).toEqual({
      is: 'refused',
      why: 'past_its_validity',
    })
    expect(await hand(provider, outgoing({ body: '您好' }))).toEqual({
      is: 'refused',
      why: 'signature_missing',
    })
    expect(await hand(provider, outgoing({ body: `【安心贷】${'长'.repeat(700)}` }))).toEqual({
      is: 'refused',
      why: 'too_long',
    })
    expect(carrier.messages).toHaveLength(0)
    expect(await hand(provider, outgoing())).toMatchObject({ is: 'accepted' })
  })

  test('the validity is cut down to whole seconds, never up', () => {
    expect(validityPeriod(3_599_999)).toBe('000000005959000R')
    expect(validityPeriod(90_061_000)).toBe('000001010101000R')
    expect(validityPeriod(1000)).toBe('000000000001000R')
    expect(validityPeriod(999)).toBeUndefined()
  })
})

describe('what the carrier answers', () => {
  test.each([
    [0x0b, 'refused'],
    [0x0a, 'refused'],
    [0x45, 'refused'],
    [0x08, 'unclear'],
    [0xff, 'unclear'],
    [0x400, 'unclear'],
  ])('status %i is %s', async (status, is) => {
    const provider = await connected()
    carrier.fate = () => ({ status })
    expect(await hand(provider, outgoing())).toMatchObject({ is })
    expect(carrier.messages).toHaveLength(1)
  })

  test('a busy carrier took nothing: the same message is offered again after pauses, and taken', async () => {
    const provider = await connected()
    carrier.fate = () => (carrier.messages.length < 3 ? { status: 0x58 } : 'take')
    const begun = Date.now()
    expect(await hand(provider, outgoing())).toMatchObject({ is: 'accepted' })
    expect(Date.now() - begun).toBeGreaterThanOrEqual(55)
    expect(carrier.messages).toHaveLength(3)
  })

  test('its own pause is not what a message waits too long for', async () => {
    const provider = await connected({ throttleMs: 60, waitMs: 80 })
    carrier.fate = () => (carrier.messages.length < 4 ? { status: 0x58 } : 'take')
    expect(await hand(provider, outgoing())).toMatchObject({ is: 'accepted' })
    expect(carrier.messages).toHaveLength(4)
  })

  test.each([0x58, 0x14])(
    'busy %i for too long is a refusal, and nothing was taken',
    async (status) => {
      const provider = await connected({ throttleMs: 1 })
      carrier.fate = () => ({ status })
      expect(await hand(provider, outgoing())).toMatchObject({ is: 'refused' })
      expect(carrier.messages).toHaveLength(5)
    },
  )

  test('an answer that never comes is a doubt, and one that comes late ends it', async () => {
    const provider = await connected({ answerMs: 60 })
    carrier.fate = () => ({ afterMs: 150 })
    const message = outgoing()
    expect(await hand(provider, message)).toEqual({ is: 'unclear', why: 'no_answer' })
    const { attemptKey } = message.ref
    expect(await eventually(() => sink.told[0])).toMatchObject({
      attemptKey,
      said: 'accepted',
      providerRef: 'id-1-1',
    })
    expect(carrier.messages).toHaveLength(1)
  })

  test('a connection that goes with the message is a doubt; it comes back and sends nothing again', async () => {
    const provider = await connected()
    carrier.fate = () => 'take_and_hang_up'
    expect(await hand(provider, outgoing())).toEqual({ is: 'unclear', why: 'connection_lost' })
    await carrier.bound(2)
    carrier.fate = () => 'take'
    expect(await hand(provider, outgoing())).toMatchObject({ is: 'accepted' })
    expect(carrier.messages).toHaveLength(2)
  })

  test('a part refused after another was taken is a doubt, the first part refused is a refusal', async () => {
    const provider = await connected()
    carrier.fate = () => (carrier.messages.length === 2 ? { status: 0x0b } : 'take')
    expect(await hand(provider, outgoing({ body: LONG }))).toMatchObject({ is: 'unclear' })
    expect(carrier.messages).toHaveLength(2)
    carrier.fate = () => ({ status: 0x0b })
    expect(await hand(provider, outgoing({ body: LONG }))).toMatchObject({ is: 'refused' })
    expect(carrier.messages).toHaveLength(3)
  })
})

describe('the connection', () => {
  test('nobody there: refused in time, and a carrier that comes later is found', async () => {
    const { port } = carrier
    await carrier.stop()
    const said: string[] = []
    const provider = await connected({ port, say: ({ en }) => said.push(en) })
    expect(await hand(provider, outgoing())).toEqual({
      is: 'refused',
      why: 'ECONNREFUSED',
      elsewhere: true,
    })
    carrier = await startCarrier(port)
    await carrier.bound()
    expect(await hand(provider, outgoing())).toMatchObject({ is: 'accepted' })
    expect(said.length).toBeGreaterThan(1)
    expect(said.join('\n')).not.toMatch(/secret12|1381234/)
  })

  test('a wrong password is said, and is not tried again and again', async () => {
    const provider = await connected({ password: 'wrong', backoffMs: { least: 1, most: 60_000 } })
    await hand(provider, outgoing())
    expect(await hand(provider, outgoing())).toEqual({
      is: 'refused',
      why: 'bind_status_14',
      elsewhere: true,
    })
    expect(carrier.binds()).toBe(0)
  })

  test('no more on the wire than the window; the queue has an end', async () => {
    const provider = await connected({ window: 3, queueMax: 5, answerMs: 9000, waitMs: 9000 })
    let most = 0
    let now = 0
    carrier.fate = () => {
      most = Math.max(most, (now += 1))
      // Long enough that all twelve have asked before the first answer comes, on any machine.
      setTimeout(() => (now -= 1), 500)
      return { afterMs: 500 }
    }
    const answers = await Promise.all(Array.from({ length: 12 }, () => hand(provider, outgoing())))
    expect(most).toBe(3)
    expect(answers.filter(({ is }) => is === 'accepted')).toHaveLength(8)
    expect(answers.filter((a) => a.is === 'refused' && a.why === 'queue_full')).toHaveLength(4)
  })

  test('a carrier that falls silent is left, and found again', async () => {
    const provider = await connected({ enquireMs: 30, answerMs: 100 })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(carrier.binds()).toBe(1)
    carrier.isDeaf = true
    await carrier.bound(2)
    carrier.isDeaf = false
    expect(await hand(provider, outgoing())).toMatchObject({ is: 'accepted' })
  })
})
