import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { alipayProvider } from './alipay.ts'
import { assertSecure } from './http.ts'
import type { PayProvider } from './provider.ts'
import type { PaySettings } from './settings.ts'
import { secretBytes } from './signing.ts'
import { stripeProvider } from './stripe.ts'
import { wechatProvider } from './wechat.ts'

const Name = z.string().regex(/^[a-z0-9-]{1,40}$/)
const Tenant = z.int().positive().default(1)
const Text = z.string().min(1).max(10_000)
const Currency = z.string().regex(/^[A-Z]{3}$/)

const Stripe = z.strictObject({
  kind: z.literal('stripe'),
  name: Name,
  tenant: Tenant,
  currencies: z.array(Currency).min(1),
  secret_key: Text,
  webhook_secrets: z.array(Text).min(1).max(2),
  api: z.url().default('https://api.stripe.com'),
  page_origins: z.array(z.url()).default(['https://checkout.stripe.com']),
})

const Wechat = z.strictObject({
  kind: z.literal('wechat'),
  name: Name,
  tenant: Tenant,
  appid: Text,
  mchid: Text,
  serial: Text,
  private_key: Text,
  api_key: Text,
  platform_keys: z.record(z.string(), Text),
  api: z.url().default('https://api.mch.weixin.qq.com'),
  page_origins: z.array(z.url()).default(['https://wx.tenpay.com']),
  /** Of the official account, which names the payer to us inside WeChat. */
  app_secret: Text.optional(),
  authorize: z.url().default('https://open.weixin.qq.com/connect/oauth2/authorize'),
  token: z.url().default('https://api.weixin.qq.com/sns/oauth2/access_token'),
})

const Alipay = z.strictObject({
  kind: z.literal('alipay'),
  name: Name,
  tenant: Tenant,
  app_id: Text,
  seller_id: Text,
  private_key: Text,
  alipay_key: Text,
  gateway: z.url().default('https://openapi.alipay.com/gateway.do'),
})

const File = z.strictObject({
  portal_url: z.url(),
  providers: z.array(z.discriminatedUnion('kind', [Stripe, Wechat, Alipay])).default([]),
  systems: z
    .array(z.strictObject({ name: Name, tenant: Tenant, secrets: z.array(Text).min(1).max(2) }))
    .default([]),
  creditors: z
    .array(
      z.strictObject({
        tenant: Tenant,
        name: z.string().min(1).max(70),
        iban: z.string().regex(/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/),
        bic: z
          .string()
          .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
          .optional(),
        creditor_id: z.string().regex(/^[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/),
        version: z.enum(['02', '08']).default('08'),
        attempts_max: z.int().min(1).max(3).default(2),
        days_between: z.int().min(1).max(60).default(5),
      }),
    )
    .default([]),
})

/**
 * `pay.json` in the home folder, or the file that FORBEAR_PAY_CONFIG names. It holds secrets, so nobody
 * but its owner may read it; none of it is ever said or logged. undefined: no such file, no provider.
 */
export async function readPayConfig(
  home: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PaySettings | undefined> {
  const named = env['FORBEAR_PAY_CONFIG']
  const path = named === undefined || named === '' ? join(home, 'pay.json') : named
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) {
    if (path === named) throw new Error(`${path} is not there: FORBEAR_PAY_CONFIG names it.`)
    return undefined
  }
  if ((found.mode & 0o077) !== 0)
    throw new Error(`${path} holds secrets: let nobody but its owner read it (chmod 600).`)
  const file = File.safeParse(parseJson(path, await readFile(path, 'utf8')))
  if (!file.success) {
    // Where it is wrong, and never what stands there.
    const where = file.error.issues.map((issue) => issue.path.join('.') || issue.code)
    throw new Error(`${path} is not sound at: ${[...new Set(where)].join(', ')}`)
  }
  return settingsOf(file.data)
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${path} is not JSON.`)
  }
}

type FileData = z.output<typeof File>

function settingsOf(file: FileData): PaySettings {
  const portalUrl = file.portal_url.replace(/\/+$/, '')
  const names = [...file.providers, ...file.systems].map((one) => one.name)
  if (new Set(names).size !== names.length)
    throw new Error('Two providers or systems of one name cannot be told apart.')
  return {
    portalUrl,
    providers: file.providers.map((one) => ({
      tenantId: BigInt(one.tenant),
      provider: providerOf(one, portalUrl),
    })),
    systems: file.systems.map((one) => ({
      tenantId: BigInt(one.tenant),
      name: one.name,
      secrets: one.secrets.map(secretBytes),
    })),
    creditors: file.creditors.map((one) => ({
      tenantId: BigInt(one.tenant),
      name: one.name,
      iban: one.iban,
      bic: one.bic,
      creditorId: one.creditor_id,
      version: one.version,
      attemptsMax: one.attempts_max,
      daysBetween: one.days_between,
    })),
  }
}

function providerOf(one: FileData['providers'][number], portalUrl: string): PayProvider {
  const { name } = one
  const notifyUrl = `${portalUrl}/v1/webhooks/pay/${name}`
  if (one.kind === 'stripe') {
    assertSecure(one.api)
    const { secret_key: secretKey, webhook_secrets: webhookSecrets, api, currencies } = one
    return stripeProvider({
      name,
      currencies,
      secretKey,
      webhookSecrets,
      api,
      pageOrigins: one.page_origins,
    })
  }
  if (one.kind === 'wechat') {
    for (const url of [one.api, one.authorize, one.token]) assertSecure(url)
    const keys = Object.entries(one.platform_keys)
    return wechatProvider({
      name,
      appid: one.appid,
      mchid: one.mchid,
      serial: one.serial,
      privateKey: createPrivateKey(one.private_key),
      apiKey: one.api_key,
      platformKeys: new Map(keys.map(([serial, pem]) => [serial, createPublicKey(pem)])),
      api: one.api,
      pageOrigins: one.page_origins,
      notifyUrl,
      payer:
        one.app_secret === undefined
          ? undefined
          : { secret: one.app_secret, authorize: one.authorize, token: one.token },
    })
  }
  assertSecure(one.gateway)
  return alipayProvider({
    name,
    appId: one.app_id,
    sellerId: one.seller_id,
    privateKey: createPrivateKey(one.private_key),
    alipayKey: createPublicKey(one.alipay_key),
    gateway: one.gateway,
    notifyUrl,
  })
}
