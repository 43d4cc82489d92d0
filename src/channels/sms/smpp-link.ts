import type { Say } from '../../core/words.ts'
import { smppSession, type OnDeliver } from './smpp-session.ts'
import { smppWindow, type Window } from './smpp-window.ts'

export type LinkOptions = {
  readonly host: string
  readonly port: number
  readonly tls?: boolean
  readonly systemId: string
  readonly password: string
  readonly systemType?: string
  /** Messages on the wire without an answer; the carrier says how many it takes. */
  readonly window?: number
  /** Messages that wait for the window; whatever is more is declined at once. */
  readonly queueMax?: number
  readonly answerMs?: number
  /** How long a message may wait for a connection and for the window. */
  readonly waitMs?: number
  readonly connectMs?: number
  readonly enquireMs?: number
  readonly backoffMs?: { readonly least: number; readonly most: number }
  /** In [0, 1): spreads what comes back, so that not all of it comes in one moment. */
  readonly random: () => number
  readonly say?: Say | undefined
}

export type Link = Pick<Window, 'submit' | 'pause' | 'close'> & { isBound(): boolean }

/** A connection that lasted so long was a good one: the next trouble begins with short waits again. */
const STEADY_MS = 10_000

const DEFAULTS = {
  tls: false,
  systemType: '',
  window: 10,
  queueMax: 1000,
  answerMs: 10_000,
  waitMs: 5_000,
  connectMs: 10_000,
  enquireMs: 30_000,
  backoffMs: { least: 500, most: 60_000 },
}

/** A bound connection that comes back by itself. */
export function smppLink(given: LinkOptions, onDeliver: OnDeliver): Link {
  const options = { ...DEFAULTS, ...given }
  const window = smppWindow(options)
  let session: { close(): void } | undefined
  let boundAt: number | undefined
  let isClosed = false
  let failures = 0
  let again: NodeJS.Timeout | undefined

  const open = () => {
    session = smppSession(options, {
      onDeliver,
      bound: (write) => {
        boundAt = performance.now()
        saysConnected(options)
        window.attach(write)
      },
      ended: (why, isNotWelcome) => {
        const wasSteady = boundAt !== undefined && performance.now() - boundAt > STEADY_MS
        failures = wasSteady ? 1 : failures + 1
        boundAt = undefined
        window.detach(why)
        if (isClosed) return
        const ms = backoff(options, isNotWelcome ? Infinity : failures)
        saysGone(options, why, ms)
        again = setTimeout(open, ms)
      },
    })
  }
  open()
  return {
    submit: (ask) => window.submit(ask),
    pause: (ms) => window.pause(ms),
    isBound: () => boundAt !== undefined,
    close: () => {
      isClosed = true
      clearTimeout(again)
      window.close()
      session?.close()
    },
  }
}

/** Doubled with every failure up to the most, then between a half and the whole of it. */
function backoff(
  { backoffMs: { least, most }, random }: Required<Pick<LinkOptions, 'backoffMs' | 'random'>>,
  failures: number,
): number {
  return Math.round(Math.min(most, least * 2 ** (failures - 1)) * (0.5 + random() / 2))
}

type Told = Pick<LinkOptions, 'host' | 'port' | 'say'>

const saysConnected = ({ host, port, say }: Told) =>
  say?.({ en: `SMPP: connected to ${host}:${port}.`, zh: `SMPP：已连接 ${host}:${port}。` })

const saysGone = ({ host, port, say }: Told, why: string, ms: number) =>
  say?.({
    en: `SMPP: no connection to ${host}:${port} (${why}); next try in ${ms} ms.`,
    zh: `SMPP：与 ${host}:${port} 没有连接（${why}），${ms} 毫秒后重试。`,
  })
