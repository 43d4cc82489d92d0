import type { Instant } from './calendar.ts'

/** Where a visit to a provider's page stands. */
export type TryState =
  | 'created'
  | 'asked'
  | 'failed'
  | 'expired'
  | 'paid'
  | 'refunded'
  | 'charged_back'

/** One word of the provider about it. */
export type PayWord = {
  readonly id: string
  readonly kind: 'paid' | 'failed' | 'refunded' | 'chargeback' | 'expired'
  /**
   * Which refund or chargeback; undefined speaks of everything that went back so far. Of "paid": the
   * chargeback whose money came back again, because it was decided for us.
   */
  readonly itemRef?: string | undefined
  readonly minor?: bigint | undefined
  readonly at: Instant
}

export type PayStanding = {
  readonly state: TryState
  /** What came in, if anything did. */
  readonly paid: { readonly minor: bigint; readonly at: Instant } | undefined
  /** What went back since, at most what came in. */
  readonly backMinor: bigint
  readonly backAt: Instant | undefined
  readonly isChargeback: boolean
}

const RANK: Readonly<Record<TryState, number>> = {
  created: 0,
  asked: 1,
  failed: 2,
  expired: 3,
  paid: 4,
  refunded: 5,
  charged_back: 6,
}

/** How a visit ends in which no money came. */
const STATE_OF: Readonly<Partial<Record<PayWord['kind'], TryState>>> = {
  failed: 'failed',
  expired: 'expired',
}

/** The more final of two: so words in any order, twice or late give the same end. */
export const laterState = (a: TryState, b: TryState): TryState => (RANK[a] >= RANK[b] ? a : b)

/**
 * What all words together say, in whatever order they came. Money that came in after "expired" came in;
 * money that went back is known by then even where its payment was not told of yet.
 */
export function standingOf(before: TryState, words: readonly PayWord[]): PayStanding {
  const paid = words
    .filter((word) => word.kind === 'paid' && !isRegained(word) && word.minor !== undefined)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[0]
  const paidMinor = paid?.minor ?? 0n
  const backs = words.filter((word) => word.kind === 'refunded' || word.kind === 'chargeback')
  const refunds = backs.filter((word) => word.kind === 'refunded')
  const regained = words.filter(isRegained)
  const chargebacks = backs.filter(
    (word) => word.kind === 'chargeback' && !regained.some((one) => one.itemRef === word.itemRef),
  )
  const back = sumOf(refunds, paidMinor) + sumOf(chargebacks, paidMinor)
  const turns = [...backs, ...regained]
  return {
    state: stateOf(before, words, {
      isPaid: paid !== undefined,
      isRefunded: refunds.length > 0,
      isChargedBack: chargebacks.length > 0,
    }),
    paid: paid?.minor === undefined ? undefined : { minor: paid.minor, at: paid.at },
    backMinor: back < paidMinor ? back : paidMinor,
    backAt: turns.length === 0 ? undefined : (Math.max(...turns.map((b) => b.at)) as Instant),
    isChargeback: chargebacks.length > 0,
  }
}

/** While no money is known to have come the provider is still asked for it, whatever went back. */
function stateOf(
  before: TryState,
  words: readonly PayWord[],
  is: { readonly isPaid: boolean; readonly isRefunded: boolean; readonly isChargedBack: boolean },
): TryState {
  if (is.isPaid) return is.isChargedBack ? 'charged_back' : is.isRefunded ? 'refunded' : 'paid'
  return words.reduce((state, { kind }) => {
    const next = STATE_OF[kind]
    return next === undefined ? state : laterState(state, next)
  }, before)
}

const isRegained = ({ kind, itemRef }: PayWord): boolean => kind === 'paid' && itemRef !== undefined

/** The sum of the single ones, or what one word said of all, whichever is more; without an amount it is all. */
function sumOf(words: readonly PayWord[], paidMinor: bigint): bigint {
  const single = new Map<string, bigint>()
  let whole = 0n
  for (const { itemRef, minor = paidMinor } of words) {
    if (itemRef === undefined) whole = most(whole, minor)
    else single.set(itemRef, most(single.get(itemRef) ?? 0n, minor))
  }
  const sum = [...single.values()].reduce((all, minor) => all + minor, 0n)
  return most(whole, sum)
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)
