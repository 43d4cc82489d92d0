import { z } from 'zod'
import { assert } from '../core/assert.ts'
import { parseDay, type Day } from '../core/calendar.ts'
import { LATE_BASIS_POINTS_MAX } from '../core/late-interest.ts'
import { DEFAULT_TERMS, type ProductShape, type ProductTerms } from '../core/product.ts'
import type { Tx } from './db.ts'

const minor = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'minor units in digits, in quotes')
  .transform(BigInt)
const day = z
  .string()
  .refine((text) => parseDay(text) !== undefined, 'a day such as 2026-11-21')
  .transform((text) => text as Day)
const edges = z.array(z.number().int().min(1).max(9999)).min(1).max(32)

/** What a product's column `delinquency` may say; what it leaves out is as in DEFAULT_TERMS. */
export const termsSchema = z.strictObject({
  graceDays: z.number().int().min(0).max(365).optional(),
  toleranceMinor: minor.optional(),
  arrearsAboveMinor: minor.optional(),
  arrearsAboveBps: z.number().int().min(0).max(10_000).optional(),
  above: z.enum(['each', 'one']).optional(),
  dueDayRoll: z.enum(['none', 'next_workday', 'previous_workday', 'modified_next']).optional(),
  calendar: z
    .strictObject({
      weekend: z.array(z.number().int().min(1).max(7)).max(6),
      holidays: z.array(day).optional(),
      workdays: z.array(day).optional(),
    })
    .optional(),
  countedFrom: z.enum(['oldest_unpaid', 'first_arrears']).optional(),
  minimumIncludesArrears: z.boolean().optional(),
  buckets: z
    .union([
      z.strictObject({ unit: z.literal('days'), edges }),
      z.strictObject({ unit: z.literal('months'), top: z.number().int().min(1).max(99) }),
    ])
    .optional(),
  redefaultDays: z.number().int().min(0).max(9999).optional(),
  lateInterest: z
    .strictObject({
      basisPointsAYear: z.number().int().min(0).max(LATE_BASIS_POINTS_MAX),
      dayCount: z.enum(['actual/360', 'actual/365']),
    })
    .optional(),
})

const known = new Map<string, ProductTerms>()
const KNOWN_MAX = 1000

/** Read once in a process for each text: an event must not pay for reading the terms again. */
export function termsOf(shape: ProductShape, delinquency: unknown): ProductTerms {
  const key = `${shape} ${JSON.stringify(delinquency)}`
  const found = known.get(key) ?? readTermsOf(shape, delinquency)
  if (known.size < KNOWN_MAX) known.set(key, found)
  return found
}

function readTermsOf(shape: ProductShape, delinquency: unknown): ProductTerms {
  const {
    toleranceMinor = 0n,
    arrearsAboveMinor,
    arrearsAboveBps,
    above = 'each',
    calendar,
    ...rest
  } = termsSchema.parse(delinquency)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...DEFAULT_TERMS,
    ...given,
    shape,
    materiality: { toleranceMinor, arrearsAboveMinor, arrearsAboveBps, above },
    calendar:
      calendar === undefined
        ? DEFAULT_TERMS.calendar
        : {
            weekend: calendar.weekend,
            holidays: new Set(calendar.holidays),
            workdays: new Set(calendar.workdays),
          },
  }
}

/** The terms of every product of the tenant: they are few. */
export async function allTerms(
  tx: Tx,
  tenantId: bigint,
): Promise<readonly { readonly id: number; readonly terms: ProductTerms }[]> {
  const found = await tx.query<{ product_id: number; shape: ProductShape; delinquency: unknown }>(
    `select product_id, shape, delinquency from product where tenant_id = $1`,
    [tenantId],
  )
  return found.rows.map((row) => ({
    id: row.product_id,
    terms: termsOf(row.shape, row.delinquency),
  }))
}

export async function readTerms(
  tx: Tx,
  tenantId: bigint,
): Promise<(productId: number) => ProductTerms> {
  const terms = new Map((await allTerms(tx, tenantId)).map((one) => [one.id, one.terms]))
  return (productId) => {
    const known = terms.get(productId)
    assert(known !== undefined, `product ${productId} of an account exists`)
    return known
  }
}
