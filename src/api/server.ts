import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { asIs, type Say } from '../core/words.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import type { MessageSettings } from '../channels/message-hook.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import type { Typesetter } from '../channels/letter/typeset.ts'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import { newSealPem, sealKeyOf } from '../evidence/seal.ts'
import type { Db } from '../store/db.ts'
import type { AfterKept } from '../store/message-in.ts'
import type { Shipped } from '../store/templates.ts'
import type { TemplateName } from '../strategy/check.ts'
import { buildApp } from './app.ts'
import { keepOnce, sessionSecret } from './secret.ts'
import { openSignIn, type SignIn } from './sign-in.ts'
import type { ApiDeps, Leaving } from './env.ts'

export type ServerOptions = {
  readonly db: Db
  readonly adminUrl: string
  readonly home: string
  readonly port: number
  readonly law: LawBook
  readonly deskFolder?: string | undefined
  /** Every template there is: strategies are checked against them. */
  readonly templates?: readonly TemplateName[]
  readonly shipped?: Shipped | undefined
  /** Sets letters for previews. */
  readonly typesetter?: Typesetter | undefined
  readonly now: () => Instant
  readonly today: () => Day
  readonly capKey?: Buffer | undefined
  readonly clock: 'system' | 'movable'
  /** Who may pay by what; undefined: no way to pay is set up. */
  readonly pay?: PaySettings | undefined
  /** Who may tell of messages; undefined: nobody. */
  readonly messages?: MessageSettings | undefined
  /** Gateways for calls; without one people dial themselves. */
  readonly voice?: readonly VoiceDesk[] | undefined
  /** Where borrowers who are lost may be looked for; undefined: nowhere. */
  readonly sources?: ApiDeps['sources']
  /** Told of every message that was kept. */
  readonly afterKept?: AfterKept | undefined
  /** Told when a step that a person planned leaves. */
  readonly nudge?: ((leaving: Leaving) => void) | undefined
  readonly webhooks?: ApiDeps['webhooks']
  readonly soon?: (() => void) | undefined
  /** The borrower's pages, which answer below /p/. */
  readonly portal?: Pages | undefined
  /** Sign-ins tried from one address in a minute; 30 where nothing is said. */
  readonly triesPerMinute?: number
  /** For people: where it listens, and what it had to choose otherwise. */
  readonly say: Say
  /** For the log: errors with their traces; without it they are said. */
  readonly log?: (line: string) => void
}

/** Anything that answers requests; its own folder says how. */
type Pages = { fetch(request: Request, env?: unknown): Response | Promise<Response> }

export type Running = {
  readonly url: string
  readonly port: number
  readonly signIn: SignIn
  stop(): Promise<void>
}

const PORTS_TRIED = 20

/** Serves the API and the desk on this machine alone; a taken port is passed over, and said. */
export async function startServer(options: ServerOptions): Promise<Running> {
  const secret = await sessionSecret(options.home)
  const log = options.log ?? ((line: string) => options.say(asIs(line)))
  const signIn = openSignIn({
    adminUrl: options.adminUrl,
    secret,
    say: (words) => log(words.en),
    triesPerMinute: options.triesPerMinute ?? 30,
  })
  try {
    const seal = sealKeyOf(await keepOnce(options.home, 'seal-key', newSealPem))
    const app = buildApp({ ...depsOf(options), signIn, log, seal })
    const server = createServer(getRequestListener(withPortal(app, options.portal)))
    const port = await listen(server, options)
    if (port !== options.port && options.port !== 0) {
      options.say({
        en: `Port ${options.port} is taken, so the desk is on port ${port}.`,
        zh: `端口 ${options.port} 已被占用，工作台改用端口 ${port}。`,
      })
    }
    return { url: `http://localhost:${port}`, port, signIn, stop: () => stop(server, signIn) }
  } catch (error) {
    await signIn.stop()
    throw error
  }
}

/** One address for both: the portal's paths are its own, everything else is the API's or the desk's. */
function withPortal(app: Pages, portal: Pages | undefined): Pages['fetch'] {
  if (portal === undefined) return (request, env) => app.fetch(request, env)
  return (request, env) =>
    new URL(request.url).pathname.startsWith('/p/')
      ? portal.fetch(request, env)
      : app.fetch(request, env)
}

const depsOf = (options: ServerOptions): Omit<ApiDeps, 'signIn' | 'log' | 'seal'> => ({
  db: options.db,
  law: options.law,
  now: options.now,
  today: options.today,
  capKey: options.capKey,
  clock: options.clock,
  deskFolder: options.deskFolder,
  home: options.home,
  templates: options.templates,
  shipped: options.shipped,
  typesetter: options.typesetter,
  pay: options.pay,
  messages: options.messages,
  voice: options.voice,
  sources: options.sources,
  afterKept: options.afterKept,
  nudge: options.nudge,
  webhooks: options.webhooks,
  soon: options.soon,
})

/** The port asked for, then the next ones, then any that is free. */
async function listen(server: Server, options: ServerOptions): Promise<number> {
  const wanted = Array.from({ length: PORTS_TRIED }, (_, i) => options.port + i).filter(
    (port) => port <= 65_535,
  )
  for (const port of options.port === 0 ? [0] : [...wanted, 0]) {
    const bound = await tryPort(server, port)
    if (bound !== undefined) return bound
  }
  throw new Error('No port of this machine is free.')
}

function tryPort(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', ready)
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined)
      else reject(error)
    }
    const ready = () => {
      server.off('error', failed)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    }
    server.once('error', failed)
    server.once('listening', ready)
    server.listen({ port, host: '127.0.0.1', exclusive: true })
  })
}

const STOP_MS_MAX = 5000

/** Answers what was asked, takes nothing new, and after a while ends what does not end. */
async function stop(server: Server, signIn: SignIn): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), STOP_MS_MAX)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(force)
  await signIn.stop()
}
