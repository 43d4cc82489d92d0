import { createHash, generateKeyPair, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import type { Instant } from '../../core/calendar.ts'
import { alipayProvider } from './alipay.ts'
import type { PayProvider } from './provider.ts'
import { alipayDouble } from './sandbox-alipay.ts'
import { sandboxPage } from './sandbox-page.ts'
import { stripeDouble } from './sandbox-stripe.ts'
import type { Delivery, Dialect, Saying, Trade, Trades } from './sandbox-trade.ts'
import { wechatDouble } from './sandbox-wechat.ts'
import { stripeProvider } from './stripe.ts'
import { wechatProvider } from './wechat.ts'

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

export type PaySandboxOptions = {
  readonly now: () => Instant
  readonly seed: number
  /** Where our webhooks are; asked for each time, because the port is known late. */
  readonly notifyBase: () => string
  /** Longest delay of a late word. */
  readonly lateMsMax?: number
  /** Without mishaps every word is told once and at once. */
  readonly mishaps?: boolean
}

const NAMES = ['card', 'wechat', 'alipay'] as const
const makeKeys = promisify(generateKeyPair)
const rsa = () => makeKeys('rsa', { modulusLength: 2048 })

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

async function bothSides(url: string) {
  const [ours, wechats, alipays] = await Promise.all([rsa(), rsa(), rsa()])
  const secretKey = `sk_test_${randomBytes(16).toString('hex')}`
  const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`
  const apiKey = randomBytes(16).toString('hex')
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

type Mishap = 'none' | 'twice' | 'late' | 'forged_first' | 'ends_first' | 'goes_back'

/** Parts of 100, so that the mix is a plain table. */
const MIX: Readonly<Record<Mishap, number>> = {
  none: 70,
  twice: 10,
  late: 8,
  forged_first: 4,
  ends_first: 4,
  goes_back: 4,
}

/** Sends what is told: again until it was taken, as the real ones do. */
class Post {
  private readonly options: PaySandboxOptions
  private readonly dialects: ReadonlyMap<string, Dialect>
  private readonly under = new Set<Promise<void>>()
  private readonly ended = new AbortController()
  private count = 0

  constructor(options: PaySandboxOptions, dialects: ReadonlyMap<string, Dialect>) {
    this.options = options
    this.dialects = dialects
  }

  async paid(name: string, trade: Trade): Promise<void> {
    const mishap = this.options.mishaps === true ? this.mishapOf(trade) : 'none'
    if (mishap === 'forged_first') await this.forged(name, trade)
    const words: readonly Saying['word'][] =
      mishap === 'ends_first'
        ? ['expired', 'paid']
        : mishap === 'goes_back'
          ? ['refunded', 'paid']
          : ['paid']
    const sent = this.send(name, trade, words, mishap)
    if (mishap !== 'late') await sent
  }

  private mishapOf(trade: Trade): Mishap {
    const luck = createHash('sha256').update(`${this.options.seed} ${trade.ref}`).digest()[0] ?? 0
    let below = 0
    for (const [mishap, weight] of Object.entries(MIX) as [Mishap, number][]) {
      below += weight
      if (luck % 100 < below) return mishap
    }
    return 'none'
  }

  send(
    name: string,
    trade: Trade,
    words: readonly Saying['word'][],
    mishap: Mishap = 'none',
  ): Promise<void> {
    const work = async () => {
      if (mishap === 'late') await this.wait(this.options.lateMsMax ?? 5000)
      for (const word of words) {
        this.count += 1
        const id = `${trade.id}${this.count}`
        const backMinor = trade.backMinor > 0n ? { backMinor: trade.backMinor } : {}
        const saying = { word, id, now: this.options.now(), ...backMinor }
        const delivery = this.dialects.get(name)?.tell(trade, saying)
        for (let nth = 0; nth < (mishap === 'twice' ? 2 : 1); nth++)
          if (delivery !== undefined) await this.untilTaken(name, delivery)
      }
    }
    const sent = work().finally(() => this.under.delete(sent))
    this.under.add(sent)
    return sent
  }

  /** Signed well, then altered: it must change nothing. */
  private async forged(name: string, trade: Trade): Promise<void> {
    const saying: Saying = { word: 'paid', id: `${trade.id}0`, now: this.options.now() }
    const delivery = this.dialects.get(name)?.tell(trade, saying)
    if (delivery !== undefined)
      await this.once(name, { ...delivery, body: delivery.body.replace(/.$/, ' ') })
  }

  private async untilTaken(name: string, delivery: Delivery): Promise<void> {
    for (const pause of [0, 200, 1000, 3000]) {
      await this.wait(pause)
      if (this.ended.signal.aborted || (await this.once(name, delivery))) return
    }
  }

  private async once(name: string, delivery: Delivery): Promise<boolean> {
    try {
      const answered = await fetch(`${this.options.notifyBase()}/v1/webhooks/pay/${name}`, {
        method: 'POST',
        ...delivery,
        signal: this.ended.signal,
      })
      const text = await answered.text()
      return name === 'alipay' ? text === 'success' : answered.ok
    } catch {
      return false
    }
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (ms === 0 || this.ended.signal.aborted) return resolve()
      const timer = setTimeout(resolve, ms)
      this.ended.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  async end(): Promise<void> {
    this.ended.abort()
    await Promise.allSettled(this.under)
  }
}
