import { dayFromNumber, wholeMonths } from '../core/calendar.ts'
import type { ProductTerms } from '../core/product.ts'
import type { StrategyRow } from './row.ts'
import { FOREVER, MONEY_MAX, NEVER, NO_DAYS } from './row.ts'

export type FactType = 'integer' | 'money' | 'text' | 'flag' | 'day'
export type FactUnit = 'days' | 'instalments' | 'times' | 'bucket' | 'percent' | 'none'
/** Where a text fact's words get their numbers. */
export type WordList =
  | 'currency'
  | 'language'
  | 'portfolio'
  | 'product'
  | 'segment'
  | 'zone'
  | 'promise_state'

/** What the product says of lateness: data of the account's product, not of the position. */
export type LatenessTerms = Pick<ProductTerms, 'graceDays' | 'buckets' | 'lateInterest'>

/** What a strategy may name. Every value is an exact integer: a flag is 0 or 1, a word its code. */
export type Fact = {
  readonly type: FactType
  readonly unit: FactUnit
  readonly zh: string
  readonly en: string
  /** Every value lies between these two, both included. */
  readonly min: number
  readonly max: number
  /** Set where the fact's event may never have happened, or may never come. */
  readonly never?: number
  readonly words?: WordList
  /** The columns of a position that fill it. */
  readonly columns: readonly (keyof StrategyRow)[]
  readonly fill: (row: StrategyRow, today: number, terms: LatenessTerms) => number
  /** Columns that make the fact so: how a strategy's own tests set their scene. */
  readonly give: (value: number, today: number, row: StrategyRow) => Partial<StrategyRow>
}

type Kind = Omit<Fact, 'columns' | 'fill' | 'give'>

/** A fact may read the columns that it lists, and no other: `fill` sees nothing else. */
export function filled<const C extends readonly [keyof StrategyRow, ...(keyof StrategyRow)[]]>(
  kind: Kind,
  columns: C,
  how: {
    readonly fill: (
      row: Pick<StrategyRow, C[number]>,
      today: number,
      terms: LatenessTerms,
    ) => number
    readonly give: Fact['give']
  },
): Fact {
  return { ...kind, columns, fill: how.fill, give: how.give }
}

const DAYS_MAX = NO_DAYS - 1
export const days = (zh: string, en: string): Kind => ({
  type: 'integer',
  unit: 'days',
  zh,
  en,
  min: 0,
  max: DAYS_MAX,
})
export const daysOrNever = (zh: string, en: string): Kind => ({
  ...days(zh, en),
  max: NO_DAYS,
  never: NO_DAYS,
})
export const count = (unit: FactUnit, zh: string, en: string): Kind => ({
  type: 'integer',
  unit,
  zh,
  en,
  min: 0,
  max: 32_767,
})
export const amount = (zh: string, en: string): Kind => ({
  type: 'money',
  unit: 'none',
  zh,
  en,
  min: -MONEY_MAX,
  max: MONEY_MAX,
})
/** In thousandths. Unknown lies below every value that a cell may say. */
export const score = (zh: string, en: string): Kind => ({
  type: 'integer',
  unit: 'none',
  zh,
  en,
  min: -1,
  max: 1000,
  never: -1,
})
export const word = (words: WordList, zh: string, en: string): Kind => ({
  type: 'text',
  unit: 'none',
  zh,
  en,
  min: 0,
  max: 32_767,
  words,
})
export const flag = (zh: string, en: string): Kind => ({
  type: 'flag',
  unit: 'none',
  zh,
  en,
  min: 0,
  max: 1,
})
export const dayOr = (never: number, zh: string, en: string): Kind => ({
  type: 'day',
  unit: 'none',
  zh,
  en,
  min: NEVER,
  max: FOREVER,
  never,
})

export const since = (on: number, today: number): number =>
  on === NEVER ? NO_DAYS : Math.max(today - on, 0)
export const until = (on: number, today: number): number =>
  on === FOREVER ? NO_DAYS : Math.max(on - today, 0)
export const back = (value: number, today: number): number =>
  value === NO_DAYS ? NEVER : today - value

type Lateness = Pick<StrategyRow, 'oldestUnpaidDueOn' | 'paused'>

/** Calendar days since the oldest unpaid due day, less the paused days among them; 0 within grace. */
export function daysPastDue(row: Lateness, today: number, terms: LatenessTerms): number {
  const from = row.oldestUnpaidDueOn
  if (from >= today) return 0
  const { paused } = row
  let late = today - from
  for (let i = 0; i + 1 < paused.length; i += 2) {
    const end = Math.min(paused[i + 1] ?? 0, today)
    late -= Math.max(end - Math.max(paused[i] ?? 0, from), 0)
  }
  return late > terms.graceDays ? late : 0
}

/** 0 is current; the product says by days or by whole months where each bucket begins. */
export function bucketOf(row: Lateness, today: number, terms: LatenessTerms): number {
  const late = daysPastDue(row, today, terms)
  if (late === 0) return 0
  const { buckets } = terms
  if (buckets.unit === 'days') return buckets.edges.filter((edge) => edge <= late).length
  const months = wholeMonths(dayFromNumber(today - late), dayFromNumber(today))
  return Math.min(months, buckets.top)
}

/** The least lateness that a bucket holds where a product counts by thirty days. */
export const daysOfBucket = (bucket: number): number => (bucket === 0 ? 0 : (bucket - 1) * 30 + 1)

export const lateBy = (late: number, today: number): Partial<StrategyRow> =>
  late === 0
    ? { oldestUnpaidDueOn: FOREVER }
    : { oldestUnpaidDueOn: today - late, delinquentSince: today - late }

/** Basis points of `whole`, rounded down, digit by digit so that no product passes 2^53. */
export function shareOf(part: number, whole: number): number {
  if (part <= 0) return 0
  if (part >= whole) return 10_000
  let share = 0
  let rest = part
  for (let digit = 0; digit < 4; digit++) {
    rest *= 10
    const times = Math.floor(rest / whole)
    share = share * 10 + times
    rest -= times * whole
  }
  return share
}

/** 1 where it happened since the present delinquency began; 0 where none is running. */
export const inDelinquency = (since: number, on: number): number =>
  since !== NEVER && on >= since ? 1 : 0

/** Makes it so that something happened, or did not, since the present delinquency began. */
export function sinceItBegan(
  value: number,
  today: number,
  row: StrategyRow,
  column: 'lastPaymentOn' | 'lastAttemptOn' | 'lastConversationOn',
): Partial<StrategyRow> {
  if (value === 0) return { [column]: NEVER }
  return row.delinquentSince === NEVER
    ? { [column]: today, delinquentSince: today - 1 }
    : { [column]: today }
}

/** True where one of the spans from, until, from, until ... holds today. */
export function isPaused(paused: readonly number[], today: number): boolean {
  for (let i = 0; i + 1 < paused.length; i += 2)
    if ((paused[i] ?? 0) <= today && today < (paused[i + 1] ?? 0)) return true
  return false
}
