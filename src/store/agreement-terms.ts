import { z } from 'zod'
import { DEFAULT_AGREEMENT, type AgreementTerms } from '../core/agreement-terms.ts'
import { PLAN_CHARGES, type PlanRules } from '../core/plan-rules.ts'
import type { ProductShape, ProductTerms } from '../core/product.ts'
import type { Tx } from './db.ts'
import { termsOf } from './product-terms.ts'

const minor = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'minor units in digits, in quotes')
  .transform(BigInt)
const count = (most: number) => z.number().int().min(0).max(most)
const bps = count(10_000)

const rules = {
  forgives: z.strictObject({ days: count(31), times: count(120) }).optional(),
  breaks: z
    .strictObject({ missed: count(120).min(1).optional(), days: count(365).optional() })
    .optional(),
  cureDays: count(365).optional(),
  charges: z.enum(PLAN_CHARGES).optional(),
  skips: count(12).optional(),
  moveDaysMax: count(62).optional(),
  probationDays: count(3650).optional(),
}

/** What a product's column `agreement` may say; what it leaves out is as in DEFAULT_AGREEMENT. */
export const agreementSchema = z.strictObject({
  promise: z
    .strictObject({
      toleranceDays: count(31).optional(),
      toleranceMinor: minor.optional(),
      openMax: count(20).min(1).optional(),
      daysAheadMax: count(365).min(1).optional(),
    })
    .optional(),
  plan: z
    .strictObject({
      ...rules,
      monthsMax: count(120).min(1).optional(),
      personalised: z
        .strictObject({ rule: z.string().regex(/^[a-z0-9.-]{1,80}$/), monthsMax: count(60).min(1) })
        .optional(),
      brokenMax: count(20).optional(),
    })
    .optional(),
  finalAfterDays: z.record(z.string().regex(/^[a-z_]{1,30}$/), count(730)).optional(),
  value: z
    .strictObject({
      discountBpsAYear: count(100_000).optional(),
      floorBpsAMonth: bps.optional(),
      accountsMin: count(1_000_000).optional(),
      keptBps: bps.optional(),
      plansMin: count(1_000_000).optional(),
      monthsMax: count(120).min(1).optional(),
    })
    .optional(),
})

const planRules = z.strictObject(rules)

const given = <T extends object>(part: T | undefined): Partial<T> =>
  Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as never

export function agreementOf(column: unknown): AgreementTerms {
  const { promise, plan, finalAfterDays, value } = agreementSchema.parse(column)
  return {
    promise: { ...DEFAULT_AGREEMENT.promise, ...given(promise) },
    plan: { ...DEFAULT_AGREEMENT.plan, ...given(plan) },
    finalAfterDays: { ...DEFAULT_AGREEMENT.finalAfterDays, ...given(finalAfterDays) },
    value: { ...DEFAULT_AGREEMENT.value, ...given(value) },
  } as AgreementTerms
}

/** The rules that a plan was agreed on; undefined: it was agreed on before plans had any. */
export function planRulesOf(column: unknown): PlanRules | undefined {
  const read = planRules.parse(column)
  if (Object.keys(read).length === 0) return undefined
  return { ...DEFAULT_AGREEMENT.plan, ...given(read) } as PlanRules
}

export type AccountTerms = {
  readonly agreement: AgreementTerms
  readonly product: ProductTerms
  readonly currency: string
  readonly portfolioId: number
  readonly bookKind: string
  readonly jurisdictions: readonly string[]
  readonly firmKind: string
  readonly shape: ProductShape
  /** What is owed, and what of it is past due. */
  readonly owedMinor: bigint
  readonly arrearsMinor: bigint
}

/** What may be agreed on for one account, and what is owed on it. */
export async function readAccountTerms(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId: bigint },
): Promise<AccountTerms | undefined> {
  const found = await tx.query<{
    agreement: unknown
    delinquency: unknown
    shape: ProductShape
    currency: string
    portfolio_id: number
    kind: string
    jurisdictions: string[]
    firm_kind: string
    owed: bigint
    arrears: bigint
  }>(
    `select d.agreement, d.delinquency, d.shape, p.currency, p.portfolio_id, f.kind, f.jurisdictions, f.firm_kind,
            p.outstanding_minor as owed, p.arrears_minor as arrears
       from position p
       join product d on d.tenant_id = p.tenant_id and d.product_id = p.product_id
       join portfolio f on f.tenant_id = p.tenant_id and f.portfolio_id = p.portfolio_id
      where p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = $3`,
    [tenantId, of.borrowerId, of.accountId],
  )
  const [row] = found.rows
  return (
    row && {
      agreement: agreementOf(row.agreement),
      product: termsOf(row.shape, row.delinquency),
      currency: row.currency,
      portfolioId: row.portfolio_id,
      bookKind: row.kind,
      jurisdictions: row.jurisdictions,
      firmKind: row.firm_kind,
      shape: row.shape,
      owedMinor: row.owed,
      arrearsMinor: row.arrears,
    }
  )
}
