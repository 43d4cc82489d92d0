import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startHookServer, type HookServer } from '../../../test/setup/hook-server.ts'
import type { Outgoing } from '../channel.ts'
import { noKannel, startKannel, type Kannel } from '../../../test/setup/kannel.ts'
import { eventually, hand, outgoing, sinks, type Sinks } from '../../../test/setup/sms-message.ts'
import type { SmsGateway } from './gateway.ts'
import { kannelGateway, kannelReplyUrl, type KannelOptions } from './kannel.ts'
import { readSenderRules } from './senders.ts'

if (noKannel !== undefined) console.warn(noKannel)

const secret = 'a-secret-of-this-test-alone'
const LONG = `【安心贷】${'您好，这是一条很长的短信。'.repeat(12)}`

describe.skipIf(noKannel !== undefined)('through real Kannel', () => {
  let kannel: Kannel
  let hooks: HookServer
  let gateway: SmsGateway
  let options: KannelOptions
  let sink: Sinks

  beforeAll(async () => {
    hooks = await startHookServer(sinks())
    const callbackUrl = hooks.url
    const own = {
      name: 'kannel',
      rules: await readSenderRules(),
      senders: {
        cn: { kind: 'short_code', address: '1069012345', registered: true, signature: '安心贷' },
        gb: { kind: 'alphanumeric', address: 'Lender', registered: false },
      },
      home: 'cn',
      callbackUrl,
      secret,
      sendUrl: '',
      username: '',
      password: '',
    } as const
    kannel = await startKannel({ replyUrl: kannelReplyUrl(own) })
    options = {
      ...own,
      sendUrl: kannel.sendUrl,
      username: kannel.username,
      password: kannel.password,
    }
    gateway = kannelGateway(options)
    hooks.hook = gateway.hook
  })
  afterAll(async () => {
    await kannel?.stop()
    await hooks.stop()
  })
  beforeEach(() => {
    sink = sinks()
    hooks.sink = sink
    hooks.refused.length = 0
    kannel.carrier.messages.length = 0
    kannel.carrier.fate = () => 'take'
  })

  const arrived = (count = 1) =>
    eventually(() => kannel.carrier.messages.length >= count && kannel.carrier.messages)
  const told = (said: string, { ref }: Outgoing) =>
    eventually(() =>
      sink.told.find((one) => one.said === said && one.attemptKey === ref.attemptKey),
    )

  test('our text reaches the carrier as it is, under our sender, and its receipt comes back to the attempt', async () => {
    const message = outgoing()
    const { attemptKey } = message.ref
    expect(await hand(gateway, message)).toEqual({ is: 'accepted', providerRef: attemptKey })
    const [got] = await arrived()
    expect(got).toMatchObject({
      text: message.body,
      from: '1069012345',
      to: '8613812345678',
      coding: 8,
    })
    expect(await told('accepted', message)).toMatchObject({ attemptKey, provider: 'kannel' })
    expect(await kannel.carrier.receipt(got?.id ?? '', 'DELIVRD')).toBe(0)
    expect(await told('delivered', message)).toMatchObject({ attemptKey, detail: { report: '1' } })
    expect(hooks.refused).toEqual([])
  })

  test('English as GSM-7 with its extension table; its validity ends within the hour', async () => {
    const body = 'Lender: £5 {due} [now] €'
    const message = outgoing({ to: '+447700900123', body })
    await hand(gateway, message)
    const [got] = await arrived()
    expect(got).toMatchObject({ text: body, from: 'Lender', to: '447700900123', coding: 0 })
    const valid = Number(got?.pdu.validity_period) - Date.now()
    expect(valid).toBeLessThanOrEqual(3_600_000)
    expect(valid).toBeGreaterThan(3_400_000)
  })

  test.each([
    ['UNDELIV', 'bounced'],
    ['EXPIRED', 'expired'],
    ['REJECTD', 'expired'],
  ])('%s is %s', async (stat, said) => {
    const message = outgoing()
    await hand(gateway, message)
    const [got] = await arrived()
    await told('accepted', message)
    await kannel.carrier.receipt(got?.id ?? '', stat)
    expect(await told(said, message)).toMatchObject({ detail: { report: '2', stat } })
  })

  test('a message that the carrier refuses is told as an end, not as a delivery', async () => {
    kannel.carrier.fate = () => ({ status: 0x0b })
    const message = outgoing()
    await hand(gateway, message)
    expect(await told('expired', message)).toMatchObject({ detail: { report: '16' } })
  })

  test('a long text goes in parts that a phone joins', async () => {
    const message = outgoing({ body: LONG })
    await hand(gateway, message)
    const parts = await arrived(3)
    expect(parts.map(({ text }) => text).join('')).toBe(LONG)
    expect(parts.map(({ header }) => header[0]?.slice(-2))).toEqual([
      [3, 1],
      [3, 2],
      [3, 3],
    ])
    const [reference] = new Set(parts.map(({ header }) => header[0]?.at(-3)))
    expect(parts.every(({ header }) => header[0]?.at(-3) === reference)).toBe(true)
    // Of a text that it cut itself Kannel asks for the receipt of the first part alone.
    expect(parts.map(({ pdu }) => (pdu.registered_delivery ?? 0) & 1)).toEqual([1, 1, 1])
    await eventually(() => sink.told.filter(({ said }) => said === 'accepted').length === 3)
    for (const [i, stat] of ['DELIVRD', 'UNDELIV', 'DELIVRD'].entries())
      await kannel.carrier.receipt(parts[i]?.id ?? '', stat)
    const ends = await eventually(() => {
      const found = sink.told.filter(({ said }) => said !== 'accepted')
      return found.length === 3 && found
    })
    const { attemptKey } = message.ref
    for (const [i, said] of (['delivered', 'bounced', 'delivered'] as const).entries())
      expect(ends).toContainEqual(
        expect.objectContaining({ said, part: { nth: i + 1, of: 3 }, attemptKey }),
      )
  })

  test('a long English text with signs of the extension table is cut as the phone counts', async () => {
    const body = `${'Lender: please pay [soon]. '.repeat(9)}{€}`
    await hand(gateway, outgoing({ to: '+447700900123', body }))
    const parts = await arrived(2)
    expect(parts.map(({ text }) => text).join('')).toBe(body)
    expect(parts.map(({ coding }) => coding)).toEqual([0, 0])
  })

  test('where a later part is refused the whole is a doubt; where the first one is, nothing left', async () => {
    let asked = 0
    const smsbox = createServer((request, response) => {
      const isRefused = (asked += 1) === refuse
      request.resume().on('end', () => {
        response.writeHead(isRefused ? 403 : 202).end(isRefused ? 'no' : '0: Accepted for delivery')
      })
    })
    await new Promise<void>((resolve) => smsbox.listen(0, '127.0.0.1', resolve))
    const sendUrl = `http://127.0.0.1:${(smsbox.address() as AddressInfo).port}/`
    const other = kannelGateway({ ...options, sendUrl })
    let refuse = 2
    expect(await hand(other, outgoing({ body: LONG }))).toEqual({
      is: 'unclear',
      why: 'part_2: HTTP 403',
    })
    expect(asked).toBe(2)
    refuse = 3
    expect(await hand(other, outgoing({ body: LONG }))).toMatchObject({ is: 'refused' })
    smsbox.close()
  })

  test.each(['退订', 'TD', 'STOP  @ 5€', '别再打了！ 😀'])(
    '%s from a phone arrives word for word',
    async (text) => {
      const isPlain = /^[\x20-\x7e€]*$/.test(text)
      const status = await kannel.carrier.deliver({
        source_addr: '8613812345678',
        source_addr_ton: 1,
        destination_addr: '1069012345',
        data_coding: isPlain ? 0 : 8,
        short_message: isPlain ? text : Buffer.from(text, 'utf16le').swap16(),
      })
      expect(status).toBe(0)
      expect(await eventually(() => sink.kept[0])).toMatchObject({
        provider: 'kannel',
        channel: 'sms',
        from: '+8613812345678',
        to: '1069012345',
        text,
      })
      expect(sink.kept[0]?.providerRef).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  test('a wrong password is a refusal, and nothing reaches the carrier', async () => {
    const stranger = kannelGateway({ ...options, password: 'wrong' })
    expect(await hand(stranger, outgoing())).toEqual({
      is: 'refused',
      why: 'HTTP 403',
      elsewhere: true,
    })
    const message = outgoing()
    expect(await hand(gateway, message)).toMatchObject({ is: 'accepted' })
    expect(await arrived()).toHaveLength(1)
    await told('accepted', message)
  })

  test('a forged receipt, and a reply without the key, are not heard', async () => {
    const ref = outgoing().ref.attemptKey
    for (const query of [
      `ref=${ref}&part=1-1&sig=AAAA&report=1`,
      'key=wrong&id=1&text=x',
      'id=1&text=x',
    ]) {
      const answer = await fetch(`${options.callbackUrl}?${query}`)
      expect(answer.status).toBe(401)
    }
    expect(hooks.refused).toEqual(['bad_signature', 'bad_signature', 'no_signature'])
    expect([sink.kept, sink.told]).toEqual([[], []])
  })
})
