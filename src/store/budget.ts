import { z } from 'zod'
import type { Day, Instant } from '../core/calendar.ts'
import { budgetResult, NO_GUIDELINES, type BudgetAnswers, type Guidelines } from '../core/budget.ts'
import { GUIDELINE_GROUPS, PERIODS, questionOf } from '../core/budget-form.ts'
import type { Tx } from './db.ts'
import { readDocument } from './tenant-document.ts'

const minor = z
  .string()
  .regex(/^[0-9]{1,13}$/, 'minor units in digits, in quotes')
  .transform(BigInt)

const answer = z.strictObject({
  minor: minor.optional(),
  per: z.enum(PERIODS).optional(),
  count: z.number().int().min(0).max(30).optional(),
  choice: z
    .string()
    .regex(/^[a-z_]{1,30}$/)
    .optional(),
  unsure: z.boolean().optional(),
  evidenced: z.boolean().optional(),
})

/** Answers by question; one that the form does not ask, or of another kind, is refused. */
export const answersSchema = z
  .record(z.string().regex(/^[a-z0-9_]{1,40}$/), answer)
  .superRefine((answers, context) => {
    for (const [id, given] of Object.entries(answers)) {
      const question = questionOf(id)
      const isOfKind =
        question !== undefined &&
        (given.minor === undefined || question.kind === 'money') &&
        (given.count === undefined || question.kind === 'count') &&
        (given.choice === undefined ||
          question.choices?.some((one) => one.code === given.choice) === true)
      if (!isOfKind)
        context.addIssue({ code: 'custom', path: [id], message: 'is no answer of the form' })
    }
  })

const amount = z
  .string()
  .regex(/^[0-9]{1,13}$/, 'minor units in digits, in quotes')
  .transform(BigInt)
const guideline = z.strictObject({
  firstAdultMinor: amount,
  adultMinor: amount,
  childUnder14Minor: amount,
  child14To17Minor: amount,
})
const ofCurrency = z.strictObject({
  groups: z.partialRecord(z.enum(GUIDELINE_GROUPS), guideline),
  leftForPersonBps: z.number().int().min(0).max(10_000).optional(),
  reserveMinor: amount.optional(),
})

/** The lender's guideline figures by currency: its own, or licensed to it; none are shipped. */
export const guidelinesSchema = z.strictObject({
  effective_on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  source: z.string().min(1).max(300),
  currencies: z.record(z.string().regex(/^[A-Z]{3}$/), ofCurrency),
})

export type GuidelinesNow = {
  readonly guidelines: Guidelines
  /** undefined: the lender has set none. */
  readonly effectiveOn: Day | undefined
}

export async function readGuidelines(
  tx: Tx,
  tenantId: bigint,
  { currency, today }: { readonly currency: string; readonly today: Day },
): Promise<GuidelinesNow> {
  const found = await readDocument(tx, tenantId, { name: 'guidelines', today })
  const own = found && guidelinesSchema.parse(found.document).currencies[currency]
  if (found === undefined || own === undefined)
    return { guidelines: NO_GUIDELINES, effectiveOn: undefined }
  const { groups, leftForPersonBps, reserveMinor } = own
  return {
    effectiveOn: found.effectiveOn,
    guidelines: {
      groups,
      leftForPersonBps: leftForPersonBps ?? NO_GUIDELINES.leftForPersonBps,
      reserveMinor: reserveMinor ?? NO_GUIDELINES.reserveMinor,
    },
  }
}

export type BudgetVersion = {
  readonly budgetId: bigint
  readonly currency: string
  readonly answers: BudgetAnswers
  readonly writtenBy: string
  readonly via: 'desk' | 'portal' | 'call'
  readonly isFinal: boolean
  readonly on: Day
  readonly recordedAt: Instant
}

const VERSIONS_MAX = 100

/** The newest first: who wrote which, where, and whether it was signed off. */
export async function readBudgets(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly BudgetVersion[]> {
  const found = await tx.query<{
    budget_id: bigint
    currency: string
    answers: unknown
    written_by: string
    via: BudgetVersion['via']
    is_final: boolean
    effective_on: Day
    recorded_at: Instant
  }>(
    `select budget_id, currency, answers, written_by, via, is_final, effective_on, recorded_at from budget_version
      where tenant_id = $1 and borrower_id = $2 order by budget_id desc limit ${VERSIONS_MAX}`,
    [tenantId, borrowerId],
  )
  return found.rows.map((row) => ({
    budgetId: row.budget_id,
    currency: row.currency,
    answers: answersSchema.parse(row.answers),
    writtenBy: row.written_by,
    via: row.via,
    isFinal: row.is_final,
    on: row.effective_on,
    recordedAt: row.recorded_at,
  }))
}

export type BudgetGiven = {
  readonly borrowerId: bigint
  readonly currency: string
  readonly answers: BudgetAnswers
  readonly isFinal: boolean
  readonly by: string
  readonly via: BudgetVersion['via']
}

export type BudgetDeclined = { readonly declined: 'budget_incomplete' }

/**
 * Keeps a version: a draft at any time, a signed one when nothing is missing. What the version before said
 * and this one leaves out is not lost: every version is whole.
 */
export async function keepBudget(
  tx: Tx,
  tenantId: bigint,
  given: BudgetGiven,
  today: Day,
): Promise<{ readonly budgetId: bigint } | BudgetDeclined> {
  const { guidelines } = await readGuidelines(tx, tenantId, { currency: given.currency, today })
  if (given.isFinal && budgetResult(given.answers, guidelines).missing.length > 0)
    return { declined: 'budget_incomplete' }
  const made = await tx.query<{ budget_id: bigint }>(
    `insert into budget_version (tenant_id, borrower_id, currency, answers, written_by, via, is_final, effective_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning budget_id`,
    [
      tenantId,
      given.borrowerId,
      given.currency,
      JSON.stringify(given.answers, (_, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      ),
      given.by,
      given.via,
      given.isFinal,
      today,
    ],
  )
  return { budgetId: made.rows[0]?.budget_id ?? 0n }
}
