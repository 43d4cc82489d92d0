import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instant } from '../../core/calendar.ts'
import type { AppProvider } from './app.ts'
import type { AppTemplate } from './forms.ts'
import {
  SANDBOX_APPS,
  type AppDouble,
  type AppPush,
  type DoubleTools,
  type SandboxApp,
} from './sandbox-parts.ts'
import { wechatDouble, type WechatDouble } from './sandbox-wechat.ts'
import { wecomDouble } from './sandbox-wecom.ts'
import { whatsappDouble, type WhatsappDouble } from './sandbox-whatsapp.ts'
import { wechatApp } from './wechat.ts'
import { wecomApp } from './wecom.ts'
import { whatsappApp } from './whatsapp.ts'

export type AppSandboxOptions = {
  /** What each app is called here; the others are not opened. */
  readonly names: Readonly<Partial<Record<SandboxApp, string>>>
  readonly templates: readonly AppTemplate[]
  readonly everybody?: boolean
  readonly now: () => Instant
  /** Where what it tells is carried; nothing waits for it. */
  readonly push: (name: string, push: AppPush) => void
}

/**
 * Apps that reach nobody: each has rules, keys made at its start, tokens that end and signatures of its
 * own, and answers on this machine alone.
 */
export type AppSandbox = {
  readonly url: string
  readonly apps: ReadonlyMap<string, AppProvider>
  readonly wechat: WechatDouble
  readonly wecom: ReturnType<typeof wecomDouble>
  readonly whatsapp: WhatsappDouble
  /** What the next request meets: the line is cut, before or after it was taken, or the app is busy. */
  cut: 'before' | 'after' | 'busy' | undefined
  stop(): Promise<void>
}

const secret = (): string => randomBytes(24).toString('hex')

export async function openAppSandbox(options: AppSandboxOptions): Promise<AppSandbox> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { doubles, apps, byName } = bothSides(url, options)
  const sandbox: AppSandbox = {
    ...doubles,
    url,
    apps,
    cut: undefined,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  server.on('request', (request, response) => {
    void bodyOf(request).then((body) => {
      const { cut } = sandbox
      sandbox.cut = undefined
      if (cut === 'before') return request.socket.destroy()
      if (cut === 'busy') return response.writeHead(200).end('{"errcode":-1,"errmsg":"busy"}')
      const made = answerOf(byName, request, body, options.now())
      if (cut === 'after') return request.socket.destroy()
      return response
        .writeHead(made?.status ?? 404, { 'Content-Type': 'application/json' })
        .end(made?.body ?? '')
    })
  })
  return sandbox
}

function bothSides(url: string, options: AppSandboxOptions) {
  const { names, templates, everybody = false } = options
  const tools = (app: SandboxApp): DoubleTools => ({
    templates,
    everybody,
    random: randomBytes,
    push: (push) => options.push(names[app] ?? app, push),
  })
  const keys = (receiver: string) => ({
    token: secret(),
    aesKey: createHash('sha256').update(secret()).digest('base64').slice(0, 43),
    receiver,
  })
  const wechat = {
    appId: 'wx5andb0x00000001',
    appSecret: secret(),
    keys: keys('wx5andb0x00000001'),
  }
  const wecom = {
    corpId: 'ww5andb0x00000001',
    corpSecret: secret(),
    openKfid: 'wk5andb0x00000001',
    keys: keys('ww5andb0x00000001'),
  }
  const whatsapp = {
    phoneNumberId: '106540352242922',
    accessToken: secret(),
    appSecret: secret(),
    verifyToken: secret(),
  }
  const doubles = {
    wechat: wechatDouble({ ...wechat, ...tools('wechat') }),
    wecom: wecomDouble({ ...wecom, ...tools('wecom') }),
    whatsapp: whatsappDouble({ ...whatsapp, ...tools('whatsapp') }),
  }
  const every = (app: SandboxApp, name: string) => ({ name, templates, api: `${url}/${app}` })
  const make: Readonly<Record<SandboxApp, (name: string) => AppProvider>> = {
    wechat: (name) => wechatApp({ ...wechat, ...every('wechat', name) }),
    wecom: (name) => wecomApp({ ...wecom, ...every('wecom', name) }),
    whatsapp: (name) => whatsappApp({ ...whatsapp, ...every('whatsapp', name) }),
  }
  const apps = new Map<string, AppProvider>()
  for (const app of SANDBOX_APPS) {
    const name = names[app]
    if (name !== undefined) apps.set(name, make[app](name))
  }
  return { doubles, apps, byName: new Map<string, AppDouble>(Object.entries(doubles)) }
}

const BODY_MAX = 64 * 1024

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length <= BODY_MAX) parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function answerOf(
  doubles: ReadonlyMap<string, AppDouble>,
  request: IncomingMessage,
  body: string,
  now: Instant,
) {
  const asked = new URL(request.url ?? '/', 'http://sandbox')
  const [, name = '', path = ''] = /^\/([a-z]+)(\/.*)$/.exec(asked.pathname) ?? []
  const header = (of: string) => {
    const value = request.headers[of.toLowerCase()]
    return Array.isArray(value) ? value[0] : value
  }
  const call = { method: request.method ?? 'GET', path, query: asked.searchParams, body, header }
  return doubles.get(name)?.answer(call, now)
}
