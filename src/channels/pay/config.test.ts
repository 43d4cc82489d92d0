import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPayConfig } from './config.ts'
import { assertSecure } from './http.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const SECRET = `whsec_${Buffer.from('a secret that is long enough').toString('base64')}`
const whole = {
  portal_url: 'https://pay.lender.example/',
  providers: [
    {
      kind: 'stripe',
      name: 'card',
      currencies: ['GBP'],
      secret_key: 'sk_live_canary',
      webhook_secrets: ['whsec_canary'],
    },
    {
      kind: 'wechat',
      name: 'wechat',
      appid: 'wx1',
      mchid: '19',
      serial: 'S1',
      private_key: privateKey,
      api_key: 'k'.repeat(32),
      platform_keys: { P1: publicKey },
    },
    {
      kind: 'alipay',
      name: 'alipay',
      app_id: '20',
      seller_id: '2088',
      private_key: privateKey,
      alipay_key: publicKey,
    },
  ],
  systems: [{ name: 'core', secrets: [SECRET] }],
  creditors: [
    { name: 'Example', iban: 'DE89370400440532013000', creditor_id: 'DE98ZZZ09999999999' },
  ],
}

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'forbear-pay-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

async function written(content: unknown, mode = 0o600): Promise<string> {
  const path = join(home, 'pay.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  await chmod(path, mode)
  return path
}

const read = (env: NodeJS.ProcessEnv = {}) => readPayConfig(home, env)

test('without a file nobody is reached; with one those that it names', async () => {
  expect(await read()).toBeUndefined()
  const path = await written(whole)
  const settings = await read()
  expect(settings?.portalUrl).toBe('https://pay.lender.example')
  expect(settings?.providers.map(({ provider }) => provider.name)).toEqual([
    'card',
    'wechat',
    'alipay',
  ])
  expect(settings?.providers.flatMap(({ provider }) => provider.pageOrigins)).toEqual([
    'https://checkout.stripe.com',
    'https://wx.tenpay.com',
    'https://openapi.alipay.com',
  ])
  const [, wechat] = whole.providers
  await written({ ...whole, providers: [{ ...wechat, app_secret: 'canary' }] })
  const [inApp, without] = [(await read())?.providers[0], settings?.providers[1]]
  expect(inApp?.provider.inApp?.address).toBe('https://open.weixin.qq.com/connect/oauth2/authorize')
  expect(without?.provider.inApp).toBeUndefined()
  await written(whole)
  expect(settings?.creditors[0]).toMatchObject({ version: '08', attemptsMax: 2, tenantId: 1n })
  expect(await readPayConfig('/nowhere', { FORBEAR_PAY_CONFIG: path })).toBeDefined()
  await expect(readPayConfig(home, { FORBEAR_PAY_CONFIG: `${path}x` })).rejects.toThrow('not there')
})

test('a file that others may read stops the start', async () => {
  for (const mode of [0o640, 0o604, 0o644]) {
    await written(whole, mode)
    await expect(read()).rejects.toThrow('chmod 600')
  }
})

test('what is wrong is said by its place, and never what stands there', async () => {
  const [card, wechat] = whole.providers
  const bad: [unknown, RegExp][] = [
    ['{', /is not JSON/],
    [{ ...whole, more: 1 }, /not sound/],
    [{ ...whole, providers: [{ ...card, currencies: 'canary' }] }, /providers\.0\.currencies/],
    [{ ...whole, providers: [card, card] }, /one name/],
    [{ ...whole, systems: [{ name: 'core', secrets: ['whsec_c2hvcnQ='] }] }, /24 bytes/],
    [{ ...whole, providers: [{ ...card, api: 'http://api.evil.example' }] }, /HTTPS only/],
    [{ ...whole, providers: [{ ...card, currencies: ['ISK'] }] }, /ISK/],
    [
      { ...whole, providers: [{ ...wechat, app_secret: 'canary', token: 'http://x.test' }] },
      /HTTPS only/,
    ],
  ]
  for (const [content, why] of bad) {
    await written(content)
    const said = await read().then(
      () => '',
      (thrown: Error) => thrown.message,
    )
    expect(said).toMatch(why)
    expect(said).not.toContain('canary')
  }
})

test('plain HTTP goes to this machine and to no other', () => {
  for (const url of ['http://127.0.0.1:1/', 'http://localhost/', 'https://api.example/'])
    expect(() => assertSecure(url)).not.toThrow()
  for (const url of ['http://10.0.0.1/', 'http://localhost.evil.example/', 'ftp://127.0.0.1/'])
    expect(() => assertSecure(url)).toThrow('HTTPS only')
})
