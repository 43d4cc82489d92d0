import type { Instant } from '../../core/calendar.ts'
import type { Money } from '../../core/money.ts'

/** What a sandbox keeps of one visit to its page. It is nobody's money. */
export type Trade = {
  readonly id: string
  readonly ref: string
  readonly amount: Money
  readonly returnUrl: string
  readonly madeAt: Instant
  paidAt: Instant | undefined
  backMinor: bigint
}

export type Word = 'paid' | 'failed' | 'expired' | 'refunded' | 'chargeback' | 'reinstated'

/** A notification as it goes over the wire. */
export type Delivery = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What one word says besides its kind: which one it is, when, and of money that goes back how much. */
export type Saying = {
  readonly word: Word
  readonly id: string
  readonly now: Instant
  readonly backMinor?: bigint
}

/** How a provider's API is answered: undefined is no such path. */
export type ApiAnswer = {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export type ApiAsk = {
  readonly method: string
  /** With its query, after the dialect's own prefix. */
  readonly path: string
  /** As it was asked, and signed. */
  readonly wholePath: string
  readonly body: string
  readonly header: (name: string) => string | undefined
  readonly now: Instant
}

/** The trades of one sandbox, by its own id and by our reference. */
export type Trades = {
  open(of: Omit<Trade, 'id' | 'paidAt' | 'backMinor'>): Trade
  byRef(ref: string): Trade | undefined
  byId(id: string): Trade | undefined
  /** Money goes back on our own wish: told like everything else. */
  giveBack(trade: Trade, minor: bigint): void
  pageOf(trade: Trade): string
}

/** One provider's way to speak: its API, and how it signs what it tells. */
export type Dialect = {
  answer(ask: ApiAsk, trades: Trades): ApiAnswer | undefined
  tell(trade: Trade, saying: Saying): Delivery | undefined
}
