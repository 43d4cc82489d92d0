import { connect as plain } from 'node:net'
import { connect as secure } from 'node:tls'
import { createTransport } from 'nodemailer'
import { assert } from '../core/assert.ts'
import type { ProviderGiven, SmsGiven, SmtpGiven, VoiceGiven } from './channel-file.ts'
import type { MessageGiven } from './message/given.ts'
import { smppSession } from './sms/smpp-session.ts'

/** 'signed_in': our name and password were right; 'reached': it is there, and was asked nothing. */
export type Probed =
  | { readonly is: 'signed_in' | 'reached' }
  | { readonly is: 'not_reached'; readonly why: string }

const PATIENCE_MS = 5000
/** A temporary fault, so that a carrier that uses the moment to deliver keeps what it has. */
const ESME_RX_T_APPN = 0x64

/** Whether a provider is there, without giving it any message. */
export async function probe(
  one: ProviderGiven,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Probed> {
  try {
    if (one.kind === 'smtp') return await probeSmtp(one, env)
    // The double of an app is made with the process that sends.
    if (one.kind === 'sandbox') return { is: 'reached' }
    if (one.kind === 'smpp') return await probeSmpp(one, env)
    return await probeHttp(addressOf(one))
  } catch (error) {
    return { is: 'not_reached', why: whyOf(error) }
  }
}

/** No more than a code or one line: what a server says may repeat what it was told. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error'
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  const named = typeof code === 'string' ? code : undefined
  if (typeof responseCode === 'number') return `${named ?? ''} ${responseCode}`.trim()
  return named ?? error.message.slice(0, 100)
}

type HttpGiven =
  | Exclude<SmsGiven, { kind: 'smpp' }>
  | VoiceGiven
  | Exclude<MessageGiven, { kind: 'sandbox' }>

const APIS = {
  aliyun: 'https://dysmsapi.aliyuncs.com/',
  tencent: 'https://sms.tencentcloudapi.com/',
  twilio: 'https://api.twilio.com/',
  wechat: 'https://api.weixin.qq.com/',
  wecom: 'https://qyapi.weixin.qq.com/',
  whatsapp: 'https://graph.facebook.com/',
} as const

function addressOf(one: HttpGiven): URL {
  if (one.kind === 'voice-gateway') return new URL(one.url)
  return new URL(one.kind === 'kannel' ? one.sendUrl : (one.api ?? APIS[one.kind]))
}

/** A connection is opened and closed: every request would be one to send. */
function probeHttp({ protocol, hostname, port }: URL): Promise<Probed> {
  const isSecure = protocol === 'https:'
  const host = hostname.replace(/^\[|\]$/g, '')
  const to = { host, port: Number(port || (isSecure ? 443 : 80)) }
  return new Promise((resolve, reject) => {
    const socket = isSecure ? secure({ ...to, servername: host }) : plain(to)
    const timer = setTimeout(() => socket.destroy(new Error('no_answer')), PATIENCE_MS)
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      resolve({ is: 'reached' })
      socket.destroy()
    })
    socket.on('error', reject)
    socket.once('close', () => clearTimeout(timer))
  })
}

function probeSmpp(
  one: Extract<SmsGiven, { kind: 'smpp' }>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Probed> {
  const { host, port, tls, systemId, systemType = '' } = one
  const options = {
    host,
    port,
    tls,
    systemId,
    systemType,
    password: env[one.passwordEnv] ?? '',
    connectMs: PATIENCE_MS,
    answerMs: PATIENCE_MS,
    enquireMs: 60_000,
  }
  return new Promise((resolve) => {
    const session = smppSession(options, {
      bound: () => {
        resolve({ is: 'signed_in' })
        session.close()
      },
      ended: (why) => resolve({ is: 'not_reached', why }),
      onDeliver: () => Promise.resolve(ESME_RX_T_APPN),
    })
  })
}

async function probeSmtp(
  one: SmtpGiven,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Probed> {
  const { host, port, user, passwordEnv } = one
  const isHere = ['127.0.0.1', '::1', 'localhost'].includes(host)
  const pass = passwordEnv === undefined ? undefined : env[passwordEnv]
  assert(user === undefined || pass !== undefined, 'a secret was looked for before')
  const transport = createTransport({
    host,
    port,
    secure: one.secure,
    requireTLS: !one.secure && !isHere,
    ...(user === undefined ? {} : { auth: { user, pass } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  })
  try {
    await transport.verify()
    return { is: user === undefined ? 'reached' : 'signed_in' }
  } finally {
    transport.close()
  }
}
