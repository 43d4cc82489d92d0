import { z } from 'zod'
import { parseDay, type Day } from '../core/calendar.ts'
import {
  DAY_COUNTS,
  PARTS,
  type Accrual,
  type DatedRate,
  type LateAccrual,
  type LateFee,
  type Part,
  type Waterfall,
} from '../core/ledger.ts'

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
  /** Names of limits in charges/*.yaml; the figure in force when the debt was contracted holds. */
  caps: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9./-]{1,80}$/, 'the id of a limit in charges/, such as cn-private-lending'),
    )
    .max(20)
    .optional(),
  chargesAfterChargeOff: z.boolean().optional(),
  /** Days until money of a kind can no longer be taken back by its payer; 'other' for any other kind. */
  finalAfterDays: z.record(codeName, z.number().int().min(0).max(3650)).optional(),
})
export type LedgerTerms = z.output<typeof ledgerSchema>

/** Costs, then interest, then principal: what art. 561 of the Civil Code of the PRC says where nobody agreed. */
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
  readonly waterfall: Waterfall
  readonly caps: readonly string[]
  readonly chargesAfterChargeOff: boolean
}

const known = new Map<string, AgreedTerms>()
const KNOWN_MAX = 2000

/** Read once in a process for each pair of texts: an event must not pay for reading the terms again. */
export function agreedTerms(ofProduct: unknown, ofDebt: unknown): AgreedTerms {
  const key = `${JSON.stringify(ofProduct)} ${JSON.stringify(ofDebt)}`
  const found = known.get(key)
  if (found !== undefined) return found
  const read = merged(ledgerSchema.parse(ofProduct), ledgerSchema.parse(ofDebt ?? {}))
  if (known.size < KNOWN_MAX) known.set(key, read)
  return read
}

function merged(product: LedgerTerms, debt: LedgerTerms): AgreedTerms {
  const interest = withRate(product.interest, debt.interest)
  const late = withRate(product.late, debt.late)
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
    lateFees: debt.lateFees ?? product.lateFees ?? [],
    waterfall: debt.waterfall ?? product.waterfall ?? PLAIN_WATERFALL,
    caps: debt.caps ?? product.caps ?? [],
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
