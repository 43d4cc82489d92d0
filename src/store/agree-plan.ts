import type { Day } from '../core/calendar.ts'
import {
  judgePlans,
  type JudgedPlan,
  type PlanInstalment,
  type PlanShape,
  type PlanState,
} from '../core/plan.ts'
import type { PlanRules } from '../core/plan-rules.ts'
import { agreed, readAgreed, type OfAccount, type Tick } from './agree.ts'
import { tell } from './event-out.ts'
import { readAccountTerms } from './agreement-terms.ts'
import type { Tx } from './db.ts'
import { promiseFault, type RevivalFault } from './revival.ts'

export type PlanGiven = OfAccount & {
  readonly instalments: readonly PlanInstalment[]
  /** The running plan that this one ends. */
  readonly endsPlanId?: bigint | undefined
  readonly source: string
  readonly shape?: PlanShape | undefined
  /** Left out: as the product says. */
  readonly rules?: PlanRules | undefined
  readonly forgivesMinor?: bigint | undefined
  readonly offerId?: bigint | undefined
  /** It is proposed until somebody accepts it. */
  readonly waits?: boolean | undefined
  readonly by?: string | undefined
}

export type PlanRecorded = {
  readonly planId: bigint
  readonly state: PlanState
  readonly withdrawn: number
}

export type PlanDeclined = {
  readonly declined:
    | 'day_in_past'
    | 'no_such_account'
    | 'more_than_owed'
    | 'no_running_plan'
    | 'plan_is_running'
    | 'plan_is_empty'
    | RevivalFault['declined']
}

/** Records a plan, or with no instalments the end of one, under the borrower's lock. */
export async function applyPlan(
  tx: Tx,
  tenantId: bigint,
  plan: PlanGiven,
  tick: Tick,
): Promise<PlanRecorded | PlanDeclined> {
  const ref = { tenantId, borrowerId: plan.borrowerId }
  const { instalments, endsPlanId } = plan
  if (instalments.length === 0 && endsPlanId === undefined) return { declined: 'plan_is_empty' }
  if (instalments.some((one) => one.dueOn < tick.today)) return { declined: 'day_in_past' }
  const terms = await readAccountTerms(tx, tenantId, plan)
  if (terms === undefined) return { declined: 'no_such_account' }
  // To end a plan promises nothing.
  const barred =
    instalments.length === 0 ? undefined : await promiseFault(tx, ref, plan.accountId, tick.today)
  if (barred !== undefined) return barred
  const minor = instalments.reduce((sum, one) => sum + one.amountMinor, plan.forgivesMinor ?? 0n)
  if (minor > terms.owedMinor) return { declined: 'more_than_owed' }
  const running = (await judgedPlans(tx, tenantId, plan, tick.today)).filter(
    (one) => one.state === 'running',
  )
  if (endsPlanId === undefined && running.length > 0) return { declined: 'plan_is_running' }
  if (endsPlanId !== undefined && !running.some((one) => one.plan.id === endsPlanId))
    return { declined: 'no_running_plan' }
  const rules = plan.rules ?? terms.agreement.plan
  // A plan without interest says so in its rules, whatever the product's own are.
  const isFree = plan.shape === 'interest_free'
  const kept = { ...plan, rules: isFree ? { ...rules, charges: 'stop' as const } : rules }
  const planId = await insertPlan(tx, tenantId, kept, { ...terms, today: tick.today })
  const of = { borrowerId: plan.borrowerId, accountId: plan.accountId, at: tick.now }
  await tell(tx, tenantId, [
    ...(endsPlanId === undefined
      ? []
      : [{ ...of, type: 'plan.ended' as const, data: { plan_id: endsPlanId } }]),
    ...(instalments.length === 0
      ? []
      : [{ ...of, type: 'plan.made' as const, data: { plan_id: planId } }]),
  ])
  const withdrawn = await agreed(tx, ref, plan.accountId, { ...tick, why: 'plan' })
  if (instalments.length === 0) return { planId, state: 'cancelled', withdrawn }
  const made = (await judgedPlans(tx, tenantId, plan, tick.today)).find(
    (one) => one.plan.id === planId,
  )
  return { planId, state: made?.state ?? 'running', withdrawn }
}

async function insertPlan(
  tx: Tx,
  tenantId: bigint,
  plan: PlanGiven & { readonly rules: PlanRules },
  of: { readonly currency: string; readonly today: Day },
): Promise<bigint> {
  const made = await tx.query<{ plan_id: bigint }>(
    `insert into plan (tenant_id, borrower_id, account_id, currency, agreed_on, ends_plan_id, source, shape, rules,
       forgives_minor, offer_id, waits, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning plan_id`,
    [
      tenantId,
      plan.borrowerId,
      plan.accountId,
      of.currency,
      of.today,
      plan.endsPlanId ?? null,
      plan.source,
      plan.shape ?? 'free',
      JSON.stringify(rulesKept(plan.rules)),
      plan.forgivesMinor ?? 0n,
      plan.offerId ?? null,
      plan.waits ?? false,
      plan.by ?? null,
    ],
  )
  const planId = made.rows[0]?.plan_id ?? 0n
  await tx.query(
    `insert into plan_instalment (tenant_id, borrower_id, plan_id, instalment_no, due_on, amount_minor)
     select $1, $2, $3, no, due_on, minor
       from unnest($4::smallint[], $5::date[], $6::bigint[]) as i (no, due_on, minor)`,
    [
      tenantId,
      plan.borrowerId,
      planId,
      plan.instalments.map((one) => one.no),
      plan.instalments.map((one) => one.dueOn),
      plan.instalments.map((one) => one.amountMinor),
    ],
  )
  return planId
}

/** The rules alone: a product says more about plans than one plan is agreed on. */
const rulesKept = (rules: PlanRules): PlanRules => ({
  forgives: rules.forgives,
  breaks: rules.breaks,
  cureDays: rules.cureDays,
  charges: rules.charges,
  skips: rules.skips,
  moveDaysMax: rules.moveDaysMax,
  probationDays: rules.probationDays,
})

export async function judgedPlans(
  tx: Tx,
  tenantId: bigint,
  of: OfAccount,
  today: Day,
): Promise<readonly JudgedPlan[]> {
  const { agreements, payments } = await readAgreed(tx, tenantId, { ...of, today })
  return judgePlans(agreements.plans, payments, today)
}
