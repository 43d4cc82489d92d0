import { z } from 'zod'
import { parseDay, type Day } from '../core/calendar.ts'
import {
  capsFor,
  LENDER_KINDS,
  PRODUCT_KINDS,
  waterfallFor,
  type ChargeBook,
  type LenderKind,
  type ProductKind,
} from '../core/charge-caps.ts'
import {
  DAY_COUNTS,
  PARTS,
  type Accrual,
  type ChargeCap,
  type DatedRate,
  type LateAccrual,
  type LateFee,
  type Part,
  type Waterfall,
} from '../core/ledger.ts'
import { loadCharges } from './charges.ts'
import { ROLES } from './staff.ts'

/**
 * What the column `ledger` of a product and of a debt may say. A debt's own words go before its product's,
 * key by key; what neither says is as in PLAIN_TERMS.
 */

const day = z
  .string()
  .refine((text) => parseDay(text) !== undefined, 'a day such as 2026-11-21')
  .transform((text) => text as Day)
const minor = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'minor units in digits, in quotes')
  .transform(BigInt)
const basisPoints = z.number().int().min(0).max(100_000)
const graceDays = z.number().int().min(0).max(365)
const codeName = z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and -')

/** A yearly rate for ever, or rates from days on, the earliest first. */
const rated = {
  basisPointsAYear: basisPoints.optional(),
  rates: z
    .array(z.strictObject({ from: day, basisPointsAYear: basisPoints }))
    .min(1)
    .max(400)
    .refine(
      (all) => all.every((rate, i) => i === 0 || (all[i - 1]?.from ?? '') < rate.from),
      'rates in the order of their days, each day once',
    )
    .optional(),
}

const waterfall = z
  .array(
    z.strictObject({
      fromDpd: z.number().int().min(0).max(9999),
      order: z
        .array(z.enum(PARTS))
        .min(1)
        .refine((order) => new Set(order).size === order.length, 'each part once'),
    }),
  )
  .min(1)
  .max(20)
  .refine((rows) => rows[0]?.fromDpd === 0, 'a first row with fromDpd: 0')
  .refine(
    (rows) => rows.every((row, i) => i === 0 || (rows[i - 1]?.fromDpd ?? 0) < row.fromDpd),
    'rows in the order of fromDpd, each once',
  )

export const ledgerSchema = z.strictObject({
  interest: z
    .strictObject({
      ...rated,
      dayCount: z.enum(DAY_COUNTS).optional(),
      compounds: z.enum(['none', 'monthly', 'yearly']).optional(),
    })
    .optional(),
  late: z
    .strictObject({
      ...rated,
      dayCount: z.enum(DAY_COUNTS).optional(),
      on: z.enum(['principal', 'overdue']).optional(),
      graceDays: graceDays.optional(),
    })
    .optional(),
  lateFees: z
    .array(
      z.strictObject({
        code: codeName,
        graceDays: graceDays.default(0),
        flatMinor: minor.default(0n),
        basisPoints: basisPoints.default(0),
        mostMinor: minor.optional(),
      }),
    )
    .max(20)
    .optional(),
  waterfall: waterfall.optional(),
  /** Whom and what the limits and orders in charges/ bind: by default a licensed lender's other loan. */
  lender: z.enum(LENDER_KINDS).optional(),
  product: z.enum(PRODUCT_KINDS).optional(),
  /** Limits that courts set on request, by their ids in charges/: the tenant switches them on here. */
  practices: z
    .array(
      z
        .string()
        .refine(
          (id) => loadCharges().caps.some((rule) => rule.id === id && rule.isPractice),
          'the id of a practice in charges/, such as cn.licensed-24',
        ),
    )
    .max(20)
    .optional(),
  chargesAfterChargeOff: z.boolean().optional(),
  /** No interest, late interest or late fee, whatever rate is known. */
  frozen: z.boolean().optional(),
  /** What a role may give up alone; more than that, and anything that is not named, waits for a second person. */
  alone: z
    .partialRecord(
      z.enum(ROLES),
      z.strictObject({
        waiver: minor.optional(),
        refund: minor.optional(),
        write_off: minor.optional(),
      }),
    )
    .optional(),
})
export type LedgerTerms = z.output<typeof ledgerSchema>

/** Where neither the contract nor a law in charges/ gives an order. */
const PLAIN_WATERFALL: Waterfall = [
  { fromDpd: 0, order: ['cost', 'fee', 'late_interest', 'interest', 'principal'] satisfies Part[] },
]

const ALWAYS = '1900-01-01' as Day

type Rated = {
  readonly basisPointsAYear?: number | undefined
  readonly rates?: readonly DatedRate[] | undefined
}

const ratesOf = (given: Rated): readonly DatedRate[] =>
  given.rates ??
  (given.basisPointsAYear === undefined
    ? []
    : [{ from: ALWAYS, basisPointsAYear: given.basisPointsAYear }])

export type AgreedTerms = {
  readonly interest: Accrual | undefined
  readonly late: LateAccrual | undefined
  readonly lateFees: readonly LateFee[]
  /** undefined: the law's order, and where it has none, costs, interest, principal. */
  readonly waterfall: Waterfall | undefined
  readonly lender: LenderKind
  readonly product: ProductKind
  readonly practices: readonly string[]
  readonly chargesAfterChargeOff: boolean
}

const known = new Map<string, AgreedTerms>()
const KNOWN_MAX = 2000

/** Read once in a process for each pair of texts: an event must not pay for reading the terms again. */
export function agreedTerms(ofProduct: string, ofDebt: string | null): AgreedTerms {
  const key = `${ofProduct} ${ofDebt ?? ''}`
  const found = known.get(key)
  if (found !== undefined) return found
  const read = merged(termsOf(ofProduct), termsOf(ofDebt ?? '{}'))
  if (known.size < KNOWN_MAX) known.set(key, read)
  return read
}

const termsOf = (text: string): LedgerTerms => ledgerSchema.parse(JSON.parse(text))

function merged(product: LedgerTerms, debt: LedgerTerms): AgreedTerms {
  const frozen = debt.frozen ?? product.frozen ?? false
  const interest = frozen ? undefined : withRate(product.interest, debt.interest)
  const late = frozen ? undefined : withRate(product.late, debt.late)
  return {
    interest:
      interest === undefined
        ? undefined
        : {
            rates: ratesOf(interest),
            dayCount: interest.dayCount ?? 'actual/365',
            compounds: interest.compounds ?? 'none',
          },
    late:
      late === undefined
        ? undefined
        : {
            rates: ratesOf(late),
            dayCount: late.dayCount ?? 'actual/365',
            on: late.on ?? 'overdue',
            graceDays: late.graceDays ?? 0,
          },
    lateFees: frozen ? [] : (debt.lateFees ?? product.lateFees ?? []),
    waterfall: debt.waterfall ?? product.waterfall,
    lender: debt.lender ?? product.lender ?? 'licensed',
    product: debt.product ?? product.product ?? 'other',
    practices: debt.practices ?? product.practices ?? [],
    chargesAfterChargeOff: debt.chargesAfterChargeOff ?? product.chargesAfterChargeOff ?? false,
  }
}

/** A debt that says a rate says all rates: neither kind of its product's stays beside it. */
function withRate<T extends Rated>(product: T | undefined, debt: T | undefined): T | undefined {
  if (debt === undefined) return product
  const says = debt.rates !== undefined || debt.basisPointsAYear !== undefined
  const base = says ? { ...product, rates: undefined, basisPointsAYear: undefined } : product
  return { ...base, ...debt } as T
}

const LATEST = '9999-12-31' as Day

/** What the law of the debt's places (apart by blanks) adds to what was agreed: its limits by the day of the contract, its newest order. */
export function lawOf(
  agreed: AgreedTerms,
  debt: { readonly places: string; readonly contractedOn: Day },
): OfLaw {
  const { lender, product, practices } = agreed
  const charges = loadCharges()
  const laws = knownLaws.get(charges) ?? new Map<string, OfLaw>()
  knownLaws.set(charges, laws)
  const key = [debt.contractedOn, lender, product, debt.places, ...practices].join(' ')
  const found = laws.get(key) ?? readLaw(charges, agreed, debt)
  if (laws.size < KNOWN_MAX) laws.set(key, found)
  return { caps: found.caps, waterfall: agreed.waterfall ?? found.waterfall }
}

type OfLaw = { readonly caps: readonly ChargeCap[]; readonly waterfall: Waterfall }

/** By the book of charges: each debt of a day and kind has the same limits. */
const knownLaws = new WeakMap<ChargeBook, Map<string, OfLaw>>()

function readLaw(
  charges: ChargeBook,
  { lender, product, practices }: AgreedTerms,
  debt: { readonly places: string; readonly contractedOn: Day },
): OfLaw {
  const of = debt.places.split(' ').map((place) => ({ place, lender, product }))
  const caps = of.flatMap((one) =>
    capsFor(charges, { ...one, practices, contractedOn: debt.contractedOn }),
  )
  const [order] = of.flatMap((one) => waterfallFor(charges, { ...one, on: LATEST }) ?? [])
  return { caps, waterfall: order?.rows ?? PLAIN_WATERFALL }
}
