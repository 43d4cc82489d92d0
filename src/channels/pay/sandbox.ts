import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instant } from '../../core/calendar.ts'
import type { PayProvider } from './provider.ts'
import { sandboxPage } from './sandbox-page.ts'
import { Post, type PaySandboxOptions } from './sandbox-post.ts'
import { bothSides } from './sandbox-sides.ts'
import type { Delivery, Dialect, Saying, Trade, Trades } from './sandbox-trade.ts'

/**
 * Three providers that reach nobody: they sign as the real ones do, with keys made at their start, and
 * answer on this machine alone. Who pays on their page pays nothing.
 */
export type PaySandbox = {
  readonly url: string
  readonly providers: readonly PayProvider[]
  /** The trade that a provider opened for our reference. */
  trade(provider: string, ref: string): Trade | undefined
  /** A notification as this provider would send it, not sent. */
  tell(provider: string, trade: Trade, saying: Saying): Delivery | undefined
  /** The payer presses the button; what is told of it is sent as the seed decides. */
  pay(provider: string, trade: Trade): Promise<void>
  stop(): Promise<void>
}

const NAMES = ['card', 'wechat', 'alipay'] as const

export async function openPaySandbox(options: PaySandboxOptions): Promise<PaySandbox> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { providers, dialects } = await bothSides(url)
  const books = new Map(NAMES.map((name) => [name as string, openBook(`${url}/${name}`)]))
  const post = new Post(options, dialects)
  for (const [name, book] of books)
    book.onBack = (trade) => void post.send(name, trade, ['refunded'])
  const pay = async (name: string, trade: Trade): Promise<void> => {
    trade.paidAt ??= options.now()
    await post.paid(name, trade)
  }
  server.on('request', (request, response) => {
    answer({ request, response, dialects, books, now: options.now(), pay }).catch(() => {
      response.statusCode = 500
      response.end()
    })
  })
  return {
    url,
    providers,
    trade: (name, ref) => books.get(name)?.byRef(ref),
    tell: (name, trade, saying) => dialects.get(name)?.tell(trade, saying),
    pay,
    stop: async () => {
      await post.end()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

type Book = Trades & { onBack: (trade: Trade) => void }

function openBook(base: string): Book {
  const byRef = new Map<string, Trade>()
  const byId = new Map<string, Trade>()
  const book: Book = {
    onBack: () => undefined,
    byRef: (ref) => byRef.get(ref),
    byId: (id) => byId.get(id),
    pageOf: (trade) => `${base}/page/${trade.id}`,
    open: (of) => {
      const trade: Trade = {
        ...of,
        id: randomBytes(8).toString('hex'),
        paidAt: undefined,
        backMinor: 0n,
      }
      byRef.set(of.ref, trade)
      byId.set(trade.id, trade)
      return trade
    },
    giveBack: (trade, minor) => {
      trade.backMinor += minor
      book.onBack(trade)
    },
  }
  return book
}

type Arrived = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly dialects: ReadonlyMap<string, Dialect>
  readonly books: ReadonlyMap<string, Book>
  readonly now: Instant
  readonly pay: PaySandbox['pay']
}

const BODY_MAX = 64 * 1024

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > BODY_MAX) throw new Error('too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function answer(arrived: Arrived): Promise<void> {
  const { request, response, dialects, books, now } = arrived
  const wholePath = request.url ?? '/'
  const [, name = '', rest = ''] = /^\/([a-z]+)(\/.*)$/.exec(wholePath) ?? []
  const [dialect, book] = [dialects.get(name), books.get(name)]
  const body = await bodyOf(request)
  const method = request.method ?? 'GET'
  const id = /^\/page\/([0-9a-f]{16})(?:\?.*)?$/.exec(rest)?.[1]
  const trade = id === undefined ? undefined : book?.byId(id)
  if (trade !== undefined) {
    const made = await sandboxPage({ method, wholePath, body, name, trade }, () =>
      arrived.pay(name, trade),
    )
    response.writeHead(made.status, made.headers).end(made.body)
    return
  }
  const header = (of: string) => {
    const value = request.headers[of.toLowerCase()]
    return Array.isArray(value) ? value[0] : value
  }
  const made = book && dialect?.answer({ method, path: rest, wholePath, body, header, now }, book)
  response
    .writeHead(made?.status ?? 404, {
      'Content-Type': 'application/json',
      ...made?.headers,
    })
    .end(made?.body ?? '')
}
