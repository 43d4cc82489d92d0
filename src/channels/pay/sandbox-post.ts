import { createHash } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import type { Delivery, Dialect, Saying, Trade } from './sandbox-trade.ts'

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
export class Post {
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
