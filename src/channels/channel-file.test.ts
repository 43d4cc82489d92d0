import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readChannelFile } from './channel-file.ts'
import { modelsOf, secretsMissing } from './configured.ts'

const PACE = '{ perSecond: 30, burst: 10, startPerSecond: 1 }'
const KANNEL = `{ kind: kannel, name: kannel, pace: ${PACE}, sendUrl: 'http://127.0.0.1:13013/cgi-bin/sendsms', username: u, passwordEnv: KANNEL_PASSWORD, secretEnv: KANNEL_HOOK }`
const SMTP = `{ kind: smtp, name: mail, pace: ${PACE}, host: mail.example, port: 587, domain: mail.example, from: { name: Example, address: a@mail.example } }`

const file = (sms: string = KANNEL, email: string = SMTP) => `apiVersion: channels/v1
publicUrl: https://collect.example
tenants:
  1:
    home: cn
    senders:
      cn: { kind: short_code, address: '1069012345', registered: true, signature: 示例信贷 }
    sms:
      - ${sms}
    email:
      - ${email}
`
const faultsOf = (text: string) => {
  const read = readChannelFile(text)
  return 'faults' in read ? read.faults : []
}

test('a file says who sends, in which order and how fast', () => {
  const read = readChannelFile(file())
  expect(read).toMatchObject({
    read: {
      tenants: {
        1: {
          sms: [{ kind: 'kannel', pace: { perSecond: 30, doubleEveryMinutes: 10 } }],
          email: [{ kind: 'smtp', secure: false }],
        },
      },
    },
  })
})

test('mail comes in where the file asks for it, for the domains of those who send it', () => {
  const asks = (text: string) => text.replace('tenants:', 'mailIn: { port: 2424 }\ntenants:')
  expect(readChannelFile(asks(file()))).toMatchObject({
    read: { mailIn: { port: 2424, bytesMax: 50_000_000, recipientsMax: 100, connectionsMax: 10 } },
  })
  const [fault] = faultsOf(asks(file().replace(/    email:[^]*/, '')))
  expect(fault).toMatchObject({ line: 3, field: 'mailIn' })
})

test('a model listens for the tenant that names one, and only with its secret', () => {
  const hears = '    hear: { url: https://model.example/hear, secretEnv: MODEL_SECRET }'
  const named = readChannelFile(`${file()}${hears}\n  2:\n    home: cn\n`)
  if ('faults' in named) throw new Error(JSON.stringify(named.faults))
  expect(secretsMissing(named.read, 1n, {})).toContainEqual({
    field: 'tenants.1.hear.secretEnv',
    env: 'MODEL_SECRET',
  })
  expect([...modelsOf(named.read, { MODEL_SECRET: 'x' }).keys()]).toEqual([1n])
  expect([...modelsOf(named.read, {}).keys()]).toEqual([])
  const [fault] = faultsOf(`${file()}${hears.replace('https', 'http')}\n`)
  expect(fault).toMatchObject({ field: 'tenants.1.hear.url' })
})

describe('what is wrong is told with its line, its field and what would be right', () => {
  test.each<[string, string, number, string, RegExp, RegExp]>([
    [
      'a secret in the file',
      file(KANNEL.replace('passwordEnv: KANNEL_PASSWORD', 'password: hunter2')),
      9,
      'tenants.1.sms[0]',
      /"password".*a secret never stands in this file/,
      /密钥不得写入/,
    ],
    [
      'a secret where a name of one belongs',
      file(KANNEL.replace('KANNEL_PASSWORD', 'hunter2')),
      9,
      'tenants.1.sms[0].passwordEnv',
      /name of an environment variable/,
      /环境变量/,
    ],
    [
      'a password in the clear over the network',
      file(KANNEL.replace('http://127.0.0.1', 'http://sms.example')),
      9,
      'tenants.1.sms[0].sendUrl',
      /https:\/\//,
      /https:\/\//,
    ],
    [
      'a user and a password in an address',
      file(KANNEL.replace('http://127', 'http://someone:hunter2@127')),
      9,
      'tenants.1.sms[0].sendUrl',
      /without user:password@/,
      /不得含 用户名:密码@/,
    ],
    [
      'a query in an address that callers are given',
      file(KANNEL.replace('username: u', 'username: u, hookUrl: https://hooks.example/in?a=1')),
      9,
      'tenants.1.sms[0].hookUrl',
      /without \? and #/,
      /不得含 \? 和 #/,
    ],
    [
      'a place on a page in ours',
      file().replace('https://collect.example', 'https://collect.example/#top'),
      2,
      'publicUrl',
      /without \? and #/,
      /不得含 \? 和 #/,
    ],
    [
      'what is no address at all',
      file(KANNEL.replace('http://127.0.0.1:13013/cgi-bin/sendsms', 'sms gateway')),
      9,
      'tenants.1.sms[0].sendUrl',
      /./,
      /./,
    ],
    [
      'one name twice',
      file(KANNEL, SMTP.replace('name: mail', 'name: kannel')),
      11,
      'tenants.1.email[0].name',
      /another provider has this name/,
      /另有供应商/,
    ],
    [
      'a rate that begins above its end',
      file(KANNEL.replace('startPerSecond: 1', 'startPerSecond: 99')),
      9,
      'tenants.1.sms[0].pace.startPerSecond',
      /not more than perSecond/,
      /不能大于/,
    ],
    [
      'a user without a password',
      file(KANNEL, SMTP.replace('port: 587', 'port: 587, user: u')),
      11,
      'tenants.1.email[0].user',
      /come together/,
      /同时给出/,
    ],
    [
      'a kind that there is not',
      file(KANNEL.replace('kind: kannel', 'kind: pigeon')),
      9,
      'tenants.1.sms[0].kind',
      /./,
      /./,
    ],
  ])('%s', (_, text, line, field, en, zh) => {
    expect(faultsOf(text)).toContainEqual({
      line,
      field,
      words: { en: expect.stringMatching(en), zh: expect.stringMatching(zh) },
    })
  })

  test('no fault repeats what stands there', () => {
    const text = file(KANNEL.replace('KANNEL_PASSWORD', 'hunter2'))
    expect(JSON.stringify(faultsOf(text))).not.toContain('hunter2')
    const inAddress = file(KANNEL.replace('http://127', 'http://someone:hunter2@127'))
    expect(JSON.stringify(faultsOf(inAddress))).not.toContain('hunter2')
  })
})

test('the file that the documentation shows is sound', () => {
  const [, shown = ''] =
    /```yaml\n(apiVersion: channels\/v1\n.*?)```/s.exec(readFileSync('docs/channels.md', 'utf8')) ??
    []
  expect(faultsOf(shown)).toEqual([])
  expect(shown).toContain('kind: smpp')
})

describe('apps', () => {
  const KEYS = 'tokenEnv: WX_TOKEN, aesKeyEnv: WX_AES'
  const TEMPLATE = `{ code: T-note, title: 一条消息, text: '您好，{{thing1.DATA}}' }`
  const WECHAT = `{ kind: wechat, name: wx, pace: ${PACE}, appId: wx1, appSecretEnv: WX_SECRET, ${KEYS}, templates: [${TEMPLATE}] }`
  const WHATSAPP = `{ kind: whatsapp, name: wa, pace: ${PACE}, phoneNumberId: '106540352242922', accessTokenEnv: WA_TOKEN, appSecretEnv: WA_SECRET, verifyTokenEnv: WA_VERIFY }`
  const apps = (...all: readonly string[]) =>
    `${file()}    message:\n${all.map((one) => `      - ${one}\n`).join('')}`

  test('a file names them in order, with their approved texts and no secret', () => {
    const read = readChannelFile(apps(WECHAT, WHATSAPP))
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    expect(read.read.tenants['1']?.message).toMatchObject([
      { kind: 'wechat', templates: [{ code: 'T-note', language: '', needs: 'nothing' }] },
      { kind: 'whatsapp', templates: [] },
    ])
    const missing = secretsMissing(read.read, 1n, { KANNEL_PASSWORD: 'x', KANNEL_HOOK: 'x' })
    expect(missing.map(({ env }) => env).toSorted()).toEqual([
      'WA_SECRET',
      'WA_TOKEN',
      'WA_VERIFY',
      'WX_AES',
      'WX_SECRET',
      'WX_TOKEN',
    ])
  })

  test('a secret in it, a name that is taken and places side by side are said with their line', () => {
    const secret = faultsOf(apps(WECHAT.replace('appSecretEnv: WX_SECRET', 'appSecret: abc')))
    expect(secret.map(({ words }) => words.en).join()).toContain('never stands in this file')
    const twice = faultsOf(apps(WECHAT, WHATSAPP.replace('name: wa', 'name: kannel')))
    expect(twice).toMatchObject([{ line: 14, field: 'tenants.1.message[1].name' }])
    const both = faultsOf(apps(WECHAT.replace('}}', '}}{{thing2.DATA}}')))
    expect(both).toMatchObject([{ field: 'tenants.1.message[0].templates[0].text' }])
    expect(faultsOf(apps(WECHAT))).toEqual([])
  })

  test('what the documentation shows is sound', () => {
    const page = readFileSync('docs/message.md', 'utf8')
    const shown = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? ''
    expect(shown).toContain('kind: whatsapp')
    expect(faultsOf(`${file()}${shown.replaceAll(/^/gm, '    ').trimEnd()}\n`)).toEqual([])
  })
})
