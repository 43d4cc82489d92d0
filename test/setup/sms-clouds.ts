import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  aliyunAuthorization,
  canonicalQuery,
  tencentAuthorization,
  twilioSignature,
} from '../../src/channels/sms/cloud-sign.ts'
import { bodyOf } from './hook-server.ts'

/** What the double does with a request that is signed as it should be. */
export type CloudFate =
  | { readonly status: number; readonly body: unknown }
  | 'take'
  | 'take_and_hang_up'
  | 'take_and_mute'

export type Cloud = {
  readonly api: string
  /** What it took, by the names of its own contract. */
  readonly taken: Readonly<Record<string, string>>[]
  fate: CloudFate
  /** Tells the hook, as the cloud does; its answer. */
  push(url: string, body: string, type: string): Promise<{ status: number; text: string }>
  stop(): Promise<void>
}

export const CLOUD_KEY = { id: 'our-key-id', secret: 'our-key-secret' }
export const TWILIO = { accountSid: 'AC0123456789abcdef', authToken: 'twilio-token' }

type Judged = { readonly fields: Readonly<Record<string, string>> } | { readonly no: string }
type Judge = (request: IncomingMessage, body: string) => Judged
type Contract = {
  readonly judge: Judge
  readonly takes: (fields: Readonly<Record<string, string>>, count: number) => [number, unknown]
  readonly declines: (why: string) => [number, unknown]
}

async function startCloud({ judge, takes, declines }: Contract, sign: Sign): Promise<Cloud> {
  const server = createServer((request, response) => {
    void bodyOf(request).then((octets) => {
      const judged = judge(request, octets.toString('utf8'))
      const say = ([status, body]: readonly [number, unknown]) =>
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
      if ('no' in judged) return say(declines(judged.no))
      if (typeof cloud.fate === 'object') return say([cloud.fate.status, cloud.fate.body])
      cloud.taken.push(judged.fields)
      if (cloud.fate === 'take_and_hang_up') return request.socket.destroy()
      return cloud.fate === 'take' ? say(takes(judged.fields, cloud.taken.length)) : undefined
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cloud: Cloud = {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    fate: 'take',
    push: async (url, body, type) => {
      const headers = { 'Content-Type': type, ...sign(url, body) }
      const answer = await fetch(url, { method: 'POST', headers, body })
      return { status: answer.status, text: await answer.text() }
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return cloud
}

type Sign = (url: string, body: string) => Record<string, string>
const unsigned: Sign = () => ({})

const one = (request: IncomingMessage, name: string): string => String(request.headers[name] ?? '')

/** The headers that the signature names, as they arrived. */
function signedOf(request: IncomingMessage): Record<string, string> {
  const names = /SignedHeaders=([^,]+)/.exec(one(request, 'authorization'))?.[1]?.split(';') ?? []
  return Object.fromEntries(names.map((name) => [name, one(request, name)]))
}

/** Alibaba Cloud: signature 3 over the query, which carries all there is. */
export const startAliyun = (): Promise<Cloud> =>
  startCloud(
    {
      judge: (request, body) => {
        const query = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams)
        const headers = signedOf(request)
        const wanted = aliyunAuthorization(CLOUD_KEY, {
          query: canonicalQuery(query),
          headers,
          body,
        })
        const hash = createHash('sha256').update(body).digest('hex')
        const isWhole = ['host', 'x-acs-action', 'x-acs-date', 'x-acs-signature-nonce'].every(
          (name) => name in headers,
        )
        if (!isWhole || headers['x-acs-content-sha256'] !== hash) return { no: 'MissingParameter' }
        if (one(request, 'authorization') !== wanted) return { no: 'SignatureDoesNotMatch' }
        if (headers['x-acs-action'] !== 'SendSms') return { no: 'InvalidAction.NotFound' }
        return { fields: query }
      },
      takes: (_, count) => [
        200,
        { Code: 'OK', Message: 'OK', BizId: `biz-${count}^0`, RequestId: 'r' },
      ],
      declines: (Code) => [400, { Code, Message: 'declined', RequestId: 'r' }],
    },
    unsigned,
  )

/** Tencent Cloud: TC3 over the JSON body. */
export const startTencent = (): Promise<Cloud> =>
  startCloud(
    {
      judge: (request, body) => {
        const headers = signedOf(request)
        // The action is signed in small letters.
        const signed = { ...headers, 'x-tc-action': one(request, 'x-tc-action').toLowerCase() }
        const seconds = Number(one(request, 'x-tc-timestamp'))
        const at = { service: 'sms', seconds }
        const wanted = tencentAuthorization(CLOUD_KEY, { query: '', headers: signed, body }, at)
        if (one(request, 'authorization') !== wanted) return { no: 'AuthFailure.SignatureFailure' }
        if (one(request, 'x-tc-version') !== '2021-01-11') return { no: 'InvalidParameter' }
        const fields = JSON.parse(body) as Record<string, string | string[]>
        const flat = Object.entries(fields).map(([name, value]) => [name, [value].flat().join('|')])
        return { fields: Object.fromEntries(flat) as Record<string, string> }
      },
      takes: ({ SessionContext }, count) => [
        200,
        {
          Response: {
            SendStatusSet: [{ SerialNo: `sid-${count}`, Code: 'Ok', SessionContext }],
            RequestId: 'r',
          },
        },
      ],
      declines: (Code) => [
        200,
        { Response: { Error: { Code, Message: 'declined' }, RequestId: 'r' } },
      ],
    },
    unsigned,
  )

/** Twilio: Basic out, X-Twilio-Signature in. */
export const startTwilio = (): Promise<Cloud> =>
  startCloud(
    {
      judge: (request, body) => {
        const basic = Buffer.from(`${TWILIO.accountSid}:${TWILIO.authToken}`).toString('base64')
        if (one(request, 'authorization') !== `Basic ${basic}`) return { no: '20003' }
        const path = `/2010-04-01/Accounts/${TWILIO.accountSid}/Messages.json`
        if (request.url !== path) return { no: '20404' }
        return { fields: Object.fromEntries(new URLSearchParams(body)) }
      },
      takes: (_, count) => [201, { sid: `SM${count}`, status: 'queued', error_code: null }],
      declines: (code) => [401, { code: Number(code), message: 'declined', status: 401 }],
    },
    (url, body) => ({
      'X-Twilio-Signature': twilioSignature(TWILIO.authToken, url, [...new URLSearchParams(body)]),
    }),
  )
