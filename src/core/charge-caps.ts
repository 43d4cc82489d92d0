import type { Day } from './calendar.ts'
import type { ChargeCap, Waterfall } from './ledger.ts'
import type { Currency } from './money.ts'
import type { Words } from './words.ts'

/** Whom a limit or an order binds. */
export const LENDER_KINDS = ['private', 'licensed', 'bank', 'money_lender', 'any'] as const
export type LenderKind = (typeof LENDER_KINDS)[number]

export const PRODUCT_KINDS = [
  'credit_card',
  'personal_loan',
  'short_term_credit',
  'small_amount_credit',
  'auto_loan',
  'mortgage',
  'other',
  'any',
] as const
export type ProductKind = (typeof PRODUCT_KINDS)[number]

type Covers = {
  readonly place: string
  readonly lenders: readonly LenderKind[]
  readonly products: readonly ProductKind[]
}

/** A published rate, day by day: the newest that has begun holds. */
export type RateSeries = {
  readonly id: string
  readonly values: readonly { readonly from: Day; readonly basisPoints: number }[]
}

export type CapFigure =
  | { readonly limit: 'rate'; readonly basisPointsAYear: number }
  /** So many times a published rate, as it stood when the debt was contracted. */
  | { readonly limit: 'rate_of'; readonly times: number; readonly series: string }
  | { readonly limit: 'share'; readonly basisPoints: number }
  | { readonly limit: 'late_fees'; readonly mostMinor: bigint; readonly currency: Currency }

type DatedFigures = { readonly from: Day; readonly figures: readonly CapFigure[] }

/** One law's or practice's limit on charges, by the day of the contract. */
export type CapRule = Covers & {
  readonly id: string
  readonly title: Words
  readonly source: string
  /** What courts do on request: it holds where the tenant has switched it on. */
  readonly isPractice: boolean
  readonly dated: readonly DatedFigures[]
}

/** In which order a payment is taken, by the day of the payment. */
export type WaterfallRule = Covers & {
  readonly id: string
  readonly dated: readonly { readonly from: Day; readonly rows: Waterfall }[]
}

export type ChargeBook = {
  readonly series: ReadonlyMap<string, RateSeries>
  readonly caps: readonly CapRule[]
  readonly waterfalls: readonly WaterfallRule[]
}

export type DebtOf = {
  readonly place: string
  readonly lender: LenderKind
  readonly product: ProductKind
}

/** The limits that bind a debt of this kind since its contract. `practices`: ids that the tenant switched on. */
export function capsFor(
  book: ChargeBook,
  debt: DebtOf & { readonly contractedOn: Day; readonly practices: readonly string[] },
): ChargeCap[] {
  return book.caps
    .filter((rule) => covers(rule, debt))
    .filter((rule) => !rule.isPractice || debt.practices.includes(rule.id))
    .flatMap((rule) => capsOfRule(book, rule, debt.contractedOn))
}

/**
 * The order that the law gives for such a debt on a day: the rule of its product before a general one.
 * undefined: the law leaves it to the contract.
 */
export function waterfallFor(
  book: ChargeBook,
  debt: DebtOf & { readonly on: Day },
): { readonly id: string; readonly rows: Waterfall } | undefined {
  const found = book.waterfalls
    .filter((rule) => covers(rule, debt))
    .flatMap(({ id, products, dated }) => {
      const newest = dated.findLast(({ from }) => from <= debt.on)
      return newest === undefined
        ? []
        : [{ id, rows: newest.rows, isOwn: !products.includes('any') }]
    })
  const rule = found.find(({ isOwn }) => isOwn) ?? found[0]
  return rule === undefined ? undefined : { id: rule.id, rows: rule.rows }
}

function covers(rule: Covers, { place, lender, product }: DebtOf): boolean {
  const isLender = rule.lenders.includes('any') || rule.lenders.includes(lender)
  const isProduct = rule.products.includes('any') || rule.products.includes(product)
  return rule.place === place && isLender && isProduct
}

/** What the limit of that id is called: a rule has its own id, or one for each of its figures. */
export const capTitle = ({ caps }: ChargeBook, id: string): Words | undefined =>
  caps.find((rule) => rule.id === id || FIGURES.some((figure) => `${rule.id}.${figure}` === id))
    ?.title

const FIGURES: readonly CapFigure['limit'][] = ['rate', 'rate_of', 'share', 'late_fees']

function capsOfRule(book: ChargeBook, rule: CapRule, contractedOn: Day): ChargeCap[] {
  const figures = rule.dated.findLast(({ from }) => from <= contractedOn)?.figures ?? []
  return figures.flatMap((figure) => {
    const id = figures.length === 1 ? rule.id : `${rule.id}.${figure.limit}`
    const named = { id, source: rule.source }
    if (figure.limit !== 'rate_of') return [{ ...named, ...figure }]
    const rate = rateOf(book, figure.series, contractedOn)
    if (rate === undefined) return []
    return [{ ...named, limit: 'rate', basisPointsAYear: rate * figure.times }]
  })
}

const rateOf = (book: ChargeBook, series: string, on: Day): number | undefined =>
  book.series.get(series)?.values.findLast(({ from }) => from <= on)?.basisPoints
