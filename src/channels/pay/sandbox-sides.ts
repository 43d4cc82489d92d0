import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { alipayProvider } from './alipay.ts'
import type { PayProvider } from './provider.ts'
import { alipayDouble } from './sandbox-alipay.ts'
import { stripeDouble } from './sandbox-stripe.ts'
import type { Dialect } from './sandbox-trade.ts'
import { wechatDouble } from './sandbox-wechat.ts'
import { stripeProvider } from './stripe.ts'
import { wechatProvider } from './wechat.ts'

const makeKeys = promisify(generateKeyPair)
const rsa = () => makeKeys('rsa', { modulusLength: 2048 })

const payerOf = (url: string, secret: string) => ({
  secret,
  authorize: `${url}/wechat/connect/oauth2/authorize`,
  token: `${url}/wechat/sns/oauth2/access_token`,
})

/** Our adaptors and the doubles that they speak with, with keys that are made for this start alone. */
export async function bothSides(url: string) {
  const [ours, wechats, alipays] = await Promise.all([rsa(), rsa(), rsa()])
  const secretKey = `sk_test_${randomBytes(16).toString('hex')}`
  const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`
  const apiKey = randomBytes(16).toString('hex')
  const secret = randomBytes(16).toString('hex')
  const ids = { appid: 'wx0000000000000000', mchid: '1900000000' }
  const alipay = { appId: '2021000000000000', sellerId: '2088000000000000' }
  const notifyUrl = `${url}/nowhere`
  const providers: PayProvider[] = [
    stripeProvider({
      name: 'card',
      currencies: ['GBP', 'EUR', 'USD', 'AUD'],
      secretKey,
      webhookSecrets: [webhookSecret],
      api: `${url}/card`,
      pageOrigins: [url],
    }),
    wechatProvider({
      name: 'wechat',
      ...ids,
      serial: 'MERCHANT01',
      privateKey: ours.privateKey,
      apiKey,
      platformKeys: new Map([['PLATFORM01', wechats.publicKey]]),
      api: `${url}/wechat`,
      pageOrigins: [url],
      notifyUrl,
      payer: payerOf(url, secret),
    }),
    alipayProvider({
      name: 'alipay',
      ...alipay,
      privateKey: ours.privateKey,
      alipayKey: alipays.publicKey,
      gateway: `${url}/alipay/gateway.do`,
      notifyUrl,
    }),
  ]
  const dialects = new Map<string, Dialect>([
    ['card', stripeDouble({ secretKey, webhookSecret })],
    [
      'wechat',
      wechatDouble({
        ...ids,
        secret,
        apiKey,
        serial: 'PLATFORM01',
        privateKey: wechats.privateKey,
        merchantSerial: 'MERCHANT01',
        merchantKey: ours.publicKey,
      }),
    ],
    [
      'alipay',
      alipayDouble({ ...alipay, privateKey: alipays.privateKey, merchantKey: ours.publicKey }),
    ],
  ])
  return { providers, dialects }
}
