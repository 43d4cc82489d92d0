import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ACCOUNT, startCarrier, type Carrier } from '../../../test/setup/carrier.ts'
import {
  eventually,
  hand,
  NOW,
  outgoing,
  sinks,
  type Sinks,
} from '../../../test/setup/sms-message.ts'
import { readSenderRules, type SenderRules } from './senders.ts'
import { partsInMemory, type Joint, type PartsBook } from './smpp-joiner.ts'
import { smppProvider, type SmppOptions } from './smpp.ts'

const LONG = `【安心贷】${'您好，这是一条很长的短信。'.repeat(12)}`
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
  const before = carrier.binds()
  const provider = smppProvider({
    host: '127.0.0.1',
    port: carrier.port,
    ...ACCOUNT,
    rules,
    senders: {
      cn: { kind: 'short_code', address: '1069012345', registered: true, signature: '安心贷' },
    },
    home: 'cn',
    clock: () => NOW,
    random: () => 0.5,
    received: (received) => sink.received(received),
    receipt: (receipt) => sink.receipt(receipt),
    backoffMs: { least: 20, most: 200 },
    answerMs: 400,
    ...change,
  })
  open.push(provider)
  await carrier.bound(before + 1)
  return provider
}

const saids = () => sink.told.map(({ said }) => said)

describe('receipts', () => {
  test.each([
    ['DELIVRD', 'delivered'],
    ['UNDELIV', 'bounced'],
    ['EXPIRED', 'expired'],
    ['REJECTD', 'expired'],
    ['DELETED', 'expired'],
    ['ENROUTE', 'accepted'],
    ['UNKNOWN', 'accepted'],
  ])('%s is %s, found by our own name of the attempt', async (stat, said) => {
    const provider = await connected()
    const message = outgoing()
    await hand(provider, message)
    expect(await carrier.receipt('id-1-1', stat)).toBe(0)
    expect(sink.told).toMatchObject([
      { provider: 'smpp', attemptKey: message.ref.attemptKey, said, at: NOW, detail: { stat } },
    ])
    expect(await provider.lookUp([message.ref], NOW)).toEqual(
      new Map([[message.ref.attemptKey, said]]),
    )
  })

  test('a long message is delivered when all parts are, in any order, each as often as it likes', async () => {
    const provider = await connected()
    await hand(provider, outgoing({ body: LONG }))
    for (const id of ['id-1-3', 'id-1-1', 'id-1-1', 'id-1-3']) await carrier.receipt(id, 'DELIVRD')
    expect(saids()).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    await carrier.receipt('id-1-2', 'DELIVRD')
    expect(saids().at(-1)).toBe('delivered')
  })

  test('parts that end differently: it may have been read in part, which is no proof of anything', async () => {
    const provider = await connected()
    await hand(provider, outgoing({ body: LONG }))
    await carrier.receipt('id-1-1', 'DELIVRD')
    for (const id of ['id-1-2', 'id-1-3']) await carrier.receipt(id, 'UNDELIV')
    expect(saids().at(-1)).toBe('expired')
    await hand(provider, outgoing({ body: LONG }))
    for (const id of ['id-1-4', 'id-1-5', 'id-1-6']) await carrier.receipt(id, 'UNDELIV')
    expect(saids().at(-1)).toBe('bounced')
  })

  test('the optional fields say it where the text does not; hexadecimal and decimal are one id', async () => {
    const provider = await connected({ ids: { answer: 'hex', receipt: 'decimal' } })
    const message = outgoing()
    carrier.name = () => '1F'
    expect(await hand(provider, message)).toEqual({ is: 'accepted', providerRef: '31' })
    await carrier.receipt('', '', {
      short_message: '',
      receipted_message_id: '031',
      message_state: 2,
    })
    expect(sink.told).toMatchObject([{ attemptKey: message.ref.attemptKey, said: 'delivered' }])
  })

  test('a lost answer is made good by a receipt that gives our reference back', async () => {
    const provider = await connected({ answerMs: 50 })
    carrier.fate = () => 'take_and_mute'
    const message = outgoing()
    expect(await hand(provider, message)).toMatchObject({ is: 'unclear' })
    const reference = carrier.messages[0]?.pdu.user_message_reference ?? 0
    await carrier.receipt('id-1-1', 'DELIVRD', { user_message_reference: (reference + 1) % 65_536 })
    expect(sink.told.at(-1)?.attemptKey).toBeUndefined()
    await carrier.receipt('id-1-1', 'DELIVRD', { user_message_reference: reference })
    expect(sink.told.at(-1)).toMatchObject({
      attemptKey: message.ref.attemptKey,
      said: 'delivered',
    })
  })

  test('a receipt that overtakes the answer waits for it', async () => {
    const provider = await connected()
    carrier.fate = ({ id }) => {
      void carrier.receipt(id, 'DELIVRD')
      return { afterMs: 60 }
    }
    const message = outgoing()
    await hand(provider, message)
    const { attemptKey } = message.ref
    expect(
      await eventually(() => sink.told.find((told) => told.attemptKey === attemptKey)),
    ).toMatchObject({
      said: 'delivered',
    })
  })

  test('after a restart: parts are recalled from what the contact keeps, and no part is taken for the whole', async () => {
    const first = await connected()
    const message = outgoing({ body: LONG })
    const answer = await hand(first, message)
    await first.close()
    const { attemptKey } = message.ref
    const providerRef = answer.is === 'accepted' ? answer.providerRef : ''
    await connected({
      recall: (id) =>
        Promise.resolve(providerRef.includes(id) ? { attemptKey, providerRef } : undefined),
    })
    for (const id of providerRef.split(' ')) await carrier.receipt(id, 'DELIVRD')
    expect(sink.told.map((told) => [told.attemptKey, told.said])).toEqual([
      [attemptKey, 'accepted'],
      [attemptKey, 'accepted'],
      [attemptKey, 'delivered'],
    ])
    await carrier.receipt('of-another', 'DELIVRD')
    expect(sink.told.at(-1)).toMatchObject({ providerRef: 'of-another' })
    expect(sink.told.at(-1)).not.toHaveProperty('attemptKey')
  })

  test('what was not kept is not acknowledged, so that the carrier gives it again', async () => {
    const provider = await connected()
    await hand(provider, outgoing())
    const { receipt } = sink
    sink.receipt = () => Promise.reject(new Error('the database is away'))
    expect(await carrier.receipt('id-1-1', 'DELIVRD')).toBe(0x64)
    sink.receipt = receipt
    expect(await carrier.receipt('id-1-1', 'DELIVRD')).toBe(0)
    expect(saids()).toEqual(['delivered'])
  })

  test('a receipt that nobody can read is acknowledged, and changes nothing', async () => {
    await connected()
    for (const text of ['', 'id: stat:', 'id:1 stat:PERHAPS', 'x'.repeat(250)])
      expect(await carrier.receipt('', '', { short_message: text })).toBe(0)
    expect(sink.told).toEqual([])
  })
})

describe('replies', () => {
  const reply = (text: string, more = {}) =>
    carrier.deliver({
      source_addr: '13812345678',
      destination_addr: '1069012345',
      data_coding: 8,
      short_message: Buffer.from(text, 'utf16le').swap16(),
      ...more,
    })

  test('退订 arrives as it was written, from one number however it is written', async () => {
    await connected()
    expect(await reply('退订')).toBe(0)
    expect(sink.kept).toMatchObject([
      {
        provider: 'smpp',
        channel: 'sms',
        from: '+8613812345678',
        to: '1069012345',
        text: '退订',
        at: NOW,
      },
    ])
    expect(sink.kept[0]?.rawHash).toHaveLength(32)
    await reply('', { data_coding: 0, short_message: 'STOP @ 5€' })
    expect(sink.kept[1]?.text).toBe('STOP @ 5€')
  })

  test('the carrier gives it again: one name; said anew later: another', async () => {
    let now: number = NOW
    await connected({ clock: () => now as typeof NOW })
    for (const minutes of [0, 1, 20]) {
      now = NOW + minutes * 60_000
      await reply('退订')
    }
    const [a, b, c] = sink.kept.map(({ providerRef }) => providerRef)
    expect(a).toBe(b)
    expect(c).not.toBe(a)
  })

  const part = (n: number, text: string, total = 2) =>
    reply('', {
      esm_class: 0x40,
      short_message: Buffer.concat([
        Buffer.from([5, 0, 3, 7, total, n]),
        Buffer.from(text, 'utf16le').swap16(),
      ]),
    })

  test('a long reply is joined, in whatever order its parts come', async () => {
    await connected()
    await part(2, '退订')
    expect(sink.kept).toEqual([])
    await part(1, '别再发了，')
    expect(sink.kept.map(({ text }) => text)).toEqual(['别再发了，退订'])
  })

  test('a part that never comes holds up nothing for long', async () => {
    await connected({ joinMs: 60 })
    await part(2, '退订', 3)
    expect(await eventually(() => sink.kept[0]?.text)).toBe('…退订…')
  })

  test('parts that could not be kept when the last one came, or when the wait was over, are not lost', async () => {
    await connected({ joinMs: 60 })
    const { received } = sink
    let refusals = 0
    sink.received = () => {
      refusals += 1
      return Promise.reject(new Error('the database is away'))
    }
    expect(await part(2, '退订', 3)).toBe(0)
    await eventually(() => refusals > 0)
    sink.received = received
    expect(await eventually(() => sink.kept[0]?.text)).toBe('…退订…')

    sink.received = () => Promise.reject(new Error('the database is away'))
    expect(await part(2, '退订')).toBe(0)
    expect(await part(1, '别再发了，')).toBe(0x64)
    sink.received = received
    await part(1, '别再发了，')
    expect(await eventually(() => sink.kept[1]?.text)).toBe('别再发了，退订')
  })

  describe('where parts outlive the process', () => {
    /** Of which the process that waited for the rest was killed: nobody hears of it again. */
    const killed = (kept: PartsBook): PartsBook => ({
      ...kept,
      forget: () => new Promise<void>(() => undefined),
    })

    test('the other parts of a reply are joined with those that a killed process had', async () => {
      const book = partsInMemory()
      await connected({ parts: book })
      expect(await part(2, '退订')).toBe(0)
      carrier.cut()
      await connected({ parts: book })
      await part(1, '别再发了，')
      expect(await eventually(() => sink.kept[0]?.text)).toBe('别再发了，退订')
    })

    test('and what never became whole is handed on all the same, once', async () => {
      let now = NOW
      const kept: Joint[] = []
      const book: PartsBook = {
        ...partsInMemory(),
        left: (before) => Promise.resolve(kept.filter((joint) => joint.since < before)),
        forget: (joint) => {
          kept.splice(kept.indexOf(joint), 1)
          return Promise.resolve()
        },
      }
      const of = { from: '+8613812345678', to: '1069012345', reference: 7, total: 2 }
      kept.push({ ...of, since: NOW, parts: new Map([[2, '退订']]) })
      await connected({ parts: book, joinMs: 20, clock: () => now })
      expect(sink.kept).toEqual([])
      now = (NOW + 60_000) as typeof NOW
      expect(await eventually(() => sink.kept[0]?.text)).toBe('…退订')
      await eventually(() => kept.length === 0)
      expect(sink.kept).toHaveLength(1)
    })

    test('a process that was killed before it could forget them says the same by the same name', async () => {
      const book = partsInMemory()
      const first = await connected({ parts: killed(book) })
      void part(1, '别再发了，')
      void part(2, '退订')
      await eventually(() => sink.kept.length === 1)
      await first.close()
      await connected({ parts: book })
      void part(2, '退订')
      await eventually(() => sink.kept.length === 2)
      const [a, b] = sink.kept.map(({ providerRef, text }) => [providerRef, text])
      expect(a).toEqual(b)
    })
  })

  test('not kept, not acknowledged', async () => {
    await connected()
    sink.received = () => Promise.reject(new Error('the database is away'))
    expect(await reply('退订')).toBe(0x64)
  })
})
