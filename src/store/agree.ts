import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { judgePlans, type PlanInstalment, type PlanState } from '../core/plan.ts'
import { judgePromises, type PromiseState } from '../core/promise.ts'
import { readAgreements } from './agreements.ts'
import type { Tx } from './db.ts'
import { readFacts } from './facts.ts'
import { follow } from './follow.ts'
import type { BorrowerRef } from './guard-facts.ts'

type Tick = { readonly now: Instant; readonly today: Day }
type OfAccount = { readonly borrowerId: bigint; readonly accountId: bigint }

export type PromiseEvent = OfAccount & {
  readonly amountMinor: bigint
  readonly dueOn: Day
  readonly toleranceDays: number
  readonly channel?: Channel | undefined
  /** The open promise that this one takes the place of. */
  readonly supersedesId?: bigint | undefined
  readonly source: string
}

export type PromiseRecorded = {
  readonly promiseId: bigint
  readonly state: PromiseState
  readonly untilOn: Day
  readonly withdrawn: number
}

export type PromiseDeclined = {
  readonly declined: 'day_in_past' | 'no_such_account' | 'more_than_owed' | 'no_open_promise'
}

/**
 * Records a promise under the borrower's lock, which the caller holds. What is planned for the account
 * is taken back: while the promise runs the strategy asks anew, and rows that ask `promise.open` are
 * quiet.
 */
export async function applyPromise(
  tx: Tx,
  tenantId: bigint,
  promise: PromiseEvent,
  tick: Tick,
): Promise<PromiseRecorded | PromiseDeclined> {
  const ref = { tenantId, borrowerId: promise.borrowerId }
  if (promise.dueOn < tick.today) return { declined: 'day_in_past' }
  const owed = await owedOf(tx, ref, promise.accountId)
  if (owed === undefined) return { declined: 'no_such_account' }
  if (promise.amountMinor > owed.minor) return { declined: 'more_than_owed' }
  const { supersedesId } = promise
  if (supersedesId !== undefined) {
    const open = (await judgedPromises(tx, tenantId, promise, tick.today)).some(
      (one) => one.promise.id === supersedesId && one.state === 'open',
    )
    if (!open) return { declined: 'no_open_promise' }
  }
  const made = await tx.query<{ promise_id: bigint }>(
    `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, tolerance_days,
       channel, supersedes_id, source)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning promise_id`,
    [
      tenantId,
      promise.borrowerId,
      promise.accountId,
      promise.amountMinor,
      owed.currency,
      tick.today,
      promise.dueOn,
      promise.toleranceDays,
      promise.channel ?? null,
      supersedesId ?? null,
      promise.source,
    ],
  )
  const promiseId = made.rows[0]?.promise_id ?? 0n
  const withdrawn = await agreed(tx, ref, promise.accountId, { ...tick, why: 'promise' })
  const judged = (await judgedPromises(tx, tenantId, promise, tick.today)).find(
    (one) => one.promise.id === promiseId,
  )
  const state = judged?.state ?? 'open'
  return { promiseId, state, untilOn: judged?.untilOn ?? promise.dueOn, withdrawn }
}

export type PlanEvent = OfAccount & {
  readonly instalments: readonly PlanInstalment[]
  /** The running plan that this one ends. */
  readonly endsPlanId?: bigint | undefined
  readonly source: string
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
}

/** Records a plan, or with no instalments the end of one, under the borrower's lock. */
export async function applyPlan(
  tx: Tx,
  tenantId: bigint,
  plan: PlanEvent,
  tick: Tick,
): Promise<PlanRecorded | PlanDeclined> {
  const ref = { tenantId, borrowerId: plan.borrowerId }
  const { instalments, endsPlanId } = plan
  if (instalments.length === 0 && endsPlanId === undefined) return { declined: 'plan_is_empty' }
  if (instalments.some((one) => one.dueOn < tick.today)) return { declined: 'day_in_past' }
  const owed = await owedOf(tx, ref, plan.accountId)
  if (owed === undefined) return { declined: 'no_such_account' }
  const minor = instalments.reduce((sum, one) => sum + one.amountMinor, 0n)
  if (minor > owed.minor) return { declined: 'more_than_owed' }
  const running = (await judgedPlans(tx, tenantId, plan, tick.today)).filter(
    (one) => one.state === 'running',
  )
  if (endsPlanId === undefined && running.length > 0) return { declined: 'plan_is_running' }
  if (endsPlanId !== undefined && !running.some((one) => one.plan.id === endsPlanId))
    return { declined: 'no_running_plan' }
  const planId = await insertPlan(tx, tenantId, plan, { ...owed, today: tick.today })
  const withdrawn = await agreed(tx, ref, plan.accountId, { ...tick, why: 'plan' })
  return { planId, state: instalments.length === 0 ? 'cancelled' : 'running', withdrawn }
}

async function insertPlan(
  tx: Tx,
  tenantId: bigint,
  plan: PlanEvent,
  of: { readonly currency: string; readonly today: Day },
): Promise<bigint> {
  const made = await tx.query<{ plan_id: bigint }>(
    `insert into plan (tenant_id, borrower_id, account_id, currency, agreed_on, ends_plan_id, source)
     values ($1, $2, $3, $4, $5, $6, $7) returning plan_id`,
    [
      tenantId,
      plan.borrowerId,
      plan.accountId,
      of.currency,
      of.today,
      plan.endsPlanId ?? null,
      plan.source,
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

/** The new position, the stop of what was made for the old one, and the new decision. */
async function agreed(
  tx: Tx,
  ref: BorrowerRef,
  accountId: bigint,
  { now, today, why }: Tick & { readonly why: 'promise' | 'plan' },
): Promise<number> {
  const { withdrawn } = await follow(tx, ref, {
    today,
    now,
    stops: why,
    fact: () => Promise.resolve(),
    withdraw: () =>
      tx.query(
        `update treatment set state = 'withdrawn', state_why = jsonb_build_object('why', $4::text), not_before = null
         where tenant_id = $1 and borrower_id = $2 and account_id = $3
           and state in ('planned', 'deferred', 'listed', 'awaiting_approval')
           and reward is null`,
        [ref.tenantId, ref.borrowerId, accountId, why],
      ),
  })
  return withdrawn
}

async function owedOf(
  tx: Tx,
  ref: BorrowerRef,
  accountId: bigint,
): Promise<{ readonly minor: bigint; readonly currency: string } | undefined> {
  const found = await tx.query<{ minor: bigint; currency: string }>(
    `select outstanding_minor as minor, currency from position
      where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [ref.tenantId, ref.borrowerId, accountId],
  )
  return found.rows[0]
}

async function judgedPromises(tx: Tx, tenantId: bigint, of: OfAccount, today: Day) {
  const { agreements, payments } = await readOf(tx, tenantId, of)
  return judgePromises(agreements?.promises ?? [], payments, today)
}

async function judgedPlans(tx: Tx, tenantId: bigint, of: OfAccount, today: Day) {
  const { agreements, payments } = await readOf(tx, tenantId, of)
  return judgePlans(agreements?.plans ?? [], payments, today)
}

async function readOf(tx: Tx, tenantId: bigint, { borrowerId, accountId }: OfAccount) {
  const keys = { borrowerIds: [borrowerId], accountIds: [accountId] }
  const agreements = (await readAgreements(tx, tenantId, keys)).get(accountId)
  const payments = (await readFacts(tx, tenantId, keys)).get(accountId)?.payments ?? []
  return { agreements, payments }
}
