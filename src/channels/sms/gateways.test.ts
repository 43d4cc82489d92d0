import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '../../core/calendar.ts'
import { startHookServer, type HookServer } from '../../../test/setup/hook-server.ts'
import {
  CLOUD_KEY,
  startAliyun,
  startTencent,
  startTwilio,
  TWILIO,
  type Cloud,
} from '../../../test/setup/sms-clouds.ts'
import { hand, NOW, outgoing, sinks } from '../../../test/setup/sms-message.ts'
import { aliyunGateway } from './aliyun.ts'
import { approvedBook, fillOf } from './approved.ts'
import {
  aliyunAuthorization,
  canonicalQuery,
  tencentAuthorization,
  twilioSignature,
} from './cloud-sign.ts'
import type { SmsGateway } from './gateway.ts'
import { readSenderRules, type SenderRules } from './senders.ts'
import { tencentGateway } from './tencent.ts'
import { twilioGateway } from './twilio.ts'

const secret = 'only-in-the-address'
const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77'
/** What a request may take of twenty seconds of patience. */
const ASKS_MS = 18_000
const body = '【安心贷】王小明您好，您有¥100.00待还。拒收请回复R'
const common = {
  home: 'cn',
  senders: {
    cn: { kind: 'short_code', address: '1069012345', registered: true, signature: '安心贷' },
    gb: { kind: 'long_number', address: '447700900999', registered: false },
  },
} as const

let rules: SenderRules
let hooks: HookServer
let cloud: Cloud
let gateway: SmsGateway
beforeAll(async () => {
  rules = await readSenderRules()
  hooks = await startHookServer(sinks())
})
afterAll(() => hooks.stop())
beforeEach(() => {
  hooks.sink = sinks()
  hooks.refused.length = 0
})
afterEach(() => cloud.stop())

const message = (change = {}) =>
  outgoing({ body, ref: { tenantId: 1n, borrowerId: 2n, attemptKey: KEY }, ...change })

const aliyun = (change = {}) =>
  aliyunGateway({
    ...common,
    name: 'aliyun',
    rules,
    key: CLOUD_KEY,
    secret,
    api: cloud.api,
    approved: [{ code: 'SMS_1', text: '${name}您好，您有${amount}待还。拒收请回复R' }],
    ...change,
  })
const tencent = (change = {}) =>
  tencentGateway({
    ...common,
    name: 'tencent',
    rules,
    key: CLOUD_KEY,
    secret,
    api: cloud.api,
    appId: '1400000000',
    approved: [{ code: '1234', text: '{1}您好，您有{2}待还。拒收请回复R' }],
    ...change,
  })
const twilio = (change = {}) =>
  twilioGateway({
    ...common,
    ...TWILIO,
    name: 'twilio',
    rules,
    api: cloud.api,
    callbackUrl: hooks.url,
    ...change,
  })

const KINDS = [
  ['aliyun', startAliyun, aliyun, body, '+8613812345678', 'biz-1^0'],
  ['tencent', startTencent, tencent, body, '+8613812345678', 'sid-1'],
  ['twilio', startTwilio, twilio, 'Hi, £5 is due.', '+447700900123', 'SM1'],
] as const

describe.each(KINDS)('%s', (name, start, make, text, to, providerRef) => {
  beforeEach(async () => {
    cloud = await start()
    gateway = make()
    hooks.hook = gateway.hook
  })
  const ours = (change = {}) => message({ body: text, to, ...change })

  test('takes what is signed as it asks for; its name of the message is kept', async () => {
    expect(await hand(gateway, ours())).toEqual({ is: 'accepted', providerRef })
    expect(cloud.taken).toHaveLength(1)
  })

  test('a wrong secret is a refusal, and nothing was taken', async () => {
    const stranger = make({ key: { id: 'our-key-id', secret: 'x' }, authToken: 'x' })
    expect(await hand(stranger, ours())).toMatchObject({ is: 'refused' })
    expect(cloud.taken).toHaveLength(0)
  })

  test('its own word that it took nothing is a refusal', async () => {
    cloud.fate = REFUSED[name]
    expect(await hand(gateway, ours())).toMatchObject({ is: 'refused' })
  })

  test('trouble of its own is a doubt, and so is an answer that breaks off or never comes', async () => {
    cloud.fate = {
      status: 500,
      body: { Code: 'isp.SYSTEM_ERROR', Response: { Error: { Code: 'InternalError' } } },
    }
    expect(await hand(gateway, ours())).toMatchObject({ is: 'unclear' })
    cloud.fate = 'take_and_hang_up'
    expect(await hand(gateway, ours())).toMatchObject({ is: 'unclear' })
    cloud.fate = 'take_and_mute'
    expect(await hand(make({ patienceMs: 150 }), ours())).toMatchObject({ is: 'unclear' })
    cloud.fate = { status: 302, body: {} }
    expect(await hand(gateway, ours())).toMatchObject({ is: 'unclear' })
    expect(cloud.taken).toHaveLength(2)
  })

  test('nobody there: nothing left, so it is a refusal', async () => {
    await cloud.stop()
    expect(await hand(gateway, ours())).toEqual({
      is: 'refused',
      why: 'ECONNREFUSED',
      elsewhere: true,
    })
  })

  test('past its hour it does not leave', async () => {
    expect(await hand(gateway, ours({ now: NOW + 3_600_000 }))).toMatchObject({ is: 'refused' })
    expect(cloud.taken).toHaveLength(0)
  })
})

const REFUSED = {
  aliyun: { status: 200, body: { Code: 'isv.BUSINESS_LIMIT_CONTROL' } },
  tencent: {
    status: 200,
    body: { Response: { SendStatusSet: [{ Code: 'LimitExceeded.PhoneNumberDailyLimit' }] } },
  },
  twilio: { status: 429, body: { code: 20429 } },
} as const

describe('the clouds of China', () => {
  test('Alibaba: signature, code and values out of our text; receipts and replies in', async () => {
    cloud = await startAliyun()
    gateway = aliyun()
    hooks.hook = gateway.hook
    await hand(gateway, message())
    expect(cloud.taken[0]).toMatchObject({
      SignName: '安心贷',
      TemplateCode: 'SMS_1',
      OutId: KEY,
      PhoneNumbers: '+8613812345678',
    })
    expect(JSON.parse(cloud.taken[0]?.['TemplateParam'] ?? '')).toEqual({
      name: '王小明',
      amount: '¥100.00',
    })
    const report = {
      phone_number: '13812345678',
      report_time: '2020-01-01 08:00:00',
      success: true,
      err_code: 'DELIVERED',
      biz_id: 'biz-1^0',
      out_id: KEY,
      sms_size: '1',
    }
    const push = (list: unknown[], key = secret) =>
      cloud.push(`${hooks.url}?key=${key}`, JSON.stringify(list), 'application/json')
    expect(
      await push([
        report,
        { ...report, success: false, err_code: 'UNDELIV' },
        { ...report, success: false, err_code: 'MK:9999' },
      ]),
    ).toEqual({
      status: 200,
      text: '{"code":0,"msg":"OK"}',
    })
    expect(hooks.sink.told.map(({ said, attemptKey }) => [said, attemptKey])).toEqual([
      ['delivered', KEY],
      ['bounced', KEY],
      ['expired', KEY],
    ])
    expect(hooks.sink.told[0]?.at).toBe(Date.parse('2020-01-01T00:00:00Z'))
    await push([
      {
        phone_number: '13812345678',
        content: '退订',
        dest_code: '1069012345',
        sequence_id: 77,
        send_time: '2020-01-01 08:00:00',
      },
    ])
    expect(hooks.sink.kept).toMatchObject([
      { providerRef: '77', from: '+8613812345678', to: '1069012345', text: '退订' },
    ])
    expect((await push([report], 'guessed')).status).toBe(401)
    expect((await push(['x'])).status).toBe(401)
    expect(hooks.refused).toEqual(['bad_signature', 'not_readable'])
  })

  test('Tencent: values as a list; receipts by its own name, a reply named by its words', async () => {
    cloud = await startTencent()
    gateway = tencent()
    hooks.hook = gateway.hook
    await hand(gateway, message())
    expect(cloud.taken[0]).toMatchObject({
      SignName: '安心贷',
      TemplateId: '1234',
      TemplateParamSet: '王小明|¥100.00',
      SessionContext: KEY,
    })
    const url = `${hooks.url}?key=${secret}`
    const report = {
      user_receive_time: '2020-01-01 08:00:00',
      nationcode: '86',
      mobile: '13812345678',
      report_status: 'SUCCESS',
      errmsg: 'DELIVRD',
      sid: 'sid-1',
    }
    expect(await cloud.push(url, JSON.stringify([report]), 'application/json')).toEqual({
      status: 200,
      text: '{"result":0,"errmsg":"OK"}',
    })
    expect(hooks.sink.told).toMatchObject([{ providerRef: 'sid-1', said: 'delivered' }])
    const reply = {
      nationcode: '86',
      mobile: '13812345678',
      text: '退订',
      sign: '安心贷',
      time: '2020-01-01 08:00:00',
      extend: '01',
    }
    for (let i = 0; i < 2; i++) await cloud.push(url, JSON.stringify(reply), 'application/json')
    expect(hooks.sink.kept).toMatchObject([{ from: '+8613812345678', text: '退订' }, {}])
    expect(hooks.sink.kept[0]?.providerRef).toBe(hooks.sink.kept[1]?.providerRef)
  })

  test('a text that is not an approved one to the last character does not leave, nor one near its end', async () => {
    cloud = await startAliyun()
    for (const [change, why] of [
      [{ body: `${body}！` }, 'no_approved_text'],
      [{ body: body.replace('拒收请回复R', '') }, 'no_approved_text'],
      [{ body: '【别家】王小明您好，您有¥1待还。拒收请回复R' }, 'signature_missing'],
      [{ validUntil: (NOW + 1_800_000 + ASKS_MS - 1) as Instant }, 'too_near_its_end'],
    ] as const)
      expect(await hand(aliyun(), message(change))).toEqual({ is: 'refused', why })
    expect(cloud.taken).toHaveLength(0)
    expect(
      await hand(aliyun(), message({ validUntil: (NOW + 1_800_000 + ASKS_MS) as Instant })),
    ).toMatchObject({ is: 'accepted' })
  })

  test('an approved text gives back its values, or none', () => {
    const book = approvedBook([
      { code: 'A', text: '${a}-${b}。' },
      { code: 'B', text: '您好' },
    ])
    expect(fillOf(book, '1-2-3。')?.values).toEqual(
      new Map([
        ['a', '1'],
        ['b', '2-3'],
      ]),
    )
    expect(fillOf(book, '您好')?.code).toBe('B')
    for (const text of ['', '-', '1-2', '您好。', '12。'])
      expect(fillOf(book, text)).toBeUndefined()
    expect(() => approvedBook([{ code: 'C', text: '${a}${b}' }])).toThrow('side by side')
  })
})

describe('Twilio', () => {
  const push = (pairs: Record<string, string>, query = '') =>
    cloud.push(
      hooks.url + query,
      new URLSearchParams({ AccountSid: TWILIO.accountSid, ...pairs }).toString(),
      'application/x-www-form-urlencoded',
    )
  beforeEach(async () => {
    cloud = await startTwilio()
    gateway = twilio()
    hooks.hook = gateway.hook
  })

  test('its validity ends with the hour; receipts carry our name back, replies come whole', async () => {
    await hand(gateway, message({ body: 'Hi, £5 is due.', to: '+447700900123' }))
    expect(cloud.taken[0]).toMatchObject({
      From: '+447700900999',
      // The request may take its time, and the hour ends all the same.
      ValidityPeriod: String((3_600_000 - ASKS_MS) / 1000),
      StatusCallback: `${hooks.url}?ref=${KEY}`,
    })
    for (const [state, error] of [
      ['sent', ''],
      ['delivered', ''],
      ['undelivered', '30005'],
      ['undelivered', '30008'],
      ['failed', '30007'],
    ])
      await push(
        { MessageSid: 'SM1', MessageStatus: state ?? '', ErrorCode: error ?? '' },
        `?ref=${KEY}`,
      )
    expect(hooks.sink.told.map(({ said, attemptKey }) => [said, attemptKey === KEY])).toEqual([
      ['accepted', true],
      ['delivered', true],
      ['bounced', true],
      ['expired', true],
      ['expired', true],
    ])
    expect(
      await push({
        MessageSid: 'SM9',
        From: '+447700900123',
        To: '+447700900999',
        Body: 'STOP & never again +1',
      }),
    ).toEqual({ status: 200, text: '<Response/>' })
    expect(hooks.sink.kept).toMatchObject([
      {
        providerRef: 'SM9',
        from: '+447700900123',
        to: '+447700900999',
        text: 'STOP & never again +1',
      },
    ])
  })

  test('a forged receipt, one for another attempt, and one of another account are not heard', async () => {
    const form = new URLSearchParams({
      AccountSid: TWILIO.accountSid,
      MessageSid: 'SM1',
      MessageStatus: 'delivered',
    })
    const signature = twilioSignature(TWILIO.authToken, `${hooks.url}?ref=${KEY}`, [...form])
    const post = (query: string, headers = {}) =>
      fetch(hooks.url + query, { method: 'POST', headers, body: form })
    expect((await post(`?ref=${KEY}`)).status).toBe(401)
    expect((await post('?ref=other', { 'X-Twilio-Signature': signature })).status).toBe(401)
    expect(
      (await push({ AccountSid: 'AC-other', MessageSid: 'SM1', MessageStatus: 'delivered' }))
        .status,
    ).toBe(401)
    expect(hooks.refused).toEqual(['no_signature', 'bad_signature', 'not_for_us'])
    expect((await post(`?ref=${KEY}`, { 'X-Twilio-Signature': signature })).status).toBe(200)
    expect(hooks.sink.told).toHaveLength(1)
  })
})

test('the signatures are those of the clouds’ own documentation', async () => {
  cloud = await startTwilio()
  expect(
    aliyunAuthorization(
      { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' },
      {
        query: canonicalQuery({
          RegionId: 'cn-shanghai',
          ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
        }),
        body: '',
        headers: {
          host: 'ecs.cn-shanghai.aliyuncs.com',
          'x-acs-action': 'RunInstances',
          'x-acs-content-sha256':
            'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
          'x-acs-date': '2023-10-26T10:22:32Z',
          'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
          'x-acs-version': '2014-05-26',
        },
      },
    ),
  ).toMatch(/Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/)
  expect(
    tencentAuthorization(
      { id: 'x', secret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' },
      {
        query: '',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          host: 'cvm.tencentcloudapi.com',
        },
        body: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
      },
      { service: 'cvm', seconds: 1_551_113_065 },
    ),
  ).toMatch(/Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168$/)
  const call = {
    CallSid: 'CA1234567890ABCDE',
    From: '+12349013030',
    To: '+18005551212',
    Caller: '+12349013030',
    Digits: '1234',
  }
  expect(
    twilioSignature('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', Object.entries(call)),
  ).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=')
})
