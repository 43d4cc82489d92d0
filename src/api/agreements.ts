import { z } from '@hono/zod-openapi'
import { applyPlan } from '../store/agree-plan.ts'
import { applyPromise } from '../store/agree.ts'
import { readCurrency } from '../store/case-facts.ts'
import type { Tx } from '../store/db.ts'
import { plainPlanFault } from '../store/plan-authority.ts'
import { PLAN_STATES } from './arrange-wire.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText, planIdText, promiseIdText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import {
  CaseParams,
  Channels,
  DayIn,
  DayOut,
  idIn,
  idOut,
  MoneyIn,
  MoneyOut,
  words,
} from './schemas.ts'
import type { PlanAnswer, PromiseAnswer } from './wire-agreements.ts'

const TOLERANCE_DAYS_MAX = 31
const INSTALMENTS_MAX = 120

const PromiseGiven = z
  .strictObject({
    account_id: idIn('acc'),
    amount: MoneyIn,
    due_on: DayIn,
    tolerance_days: z.int().min(0).max(TOLERANCE_DAYS_MAX).optional(),
    tolerance: MoneyIn.optional(),
    channel: Channels.optional(),
    supersedes: idIn('prm').optional(),
    reason: words(500).optional(),
    source: words(200),
  })
  .openapi('PromiseGiven')

const PromiseMade: z.ZodType<PromiseAnswer> = z
  .object({
    id: idOut('prm'),
    account_id: idOut('acc'),
    amount: MoneyOut,
    due_on: DayOut,
    until_on: DayOut,
    state: z.enum(['open', 'kept', 'partial', 'broken', 'superseded']),
    withdrawn: z.int(),
  })
  .openapi('PromiseRecorded')

const PlanGiven = z
  .strictObject({
    account_id: idIn('acc'),
    instalments: z.array(z.strictObject({ due_on: DayIn, amount: MoneyIn })).max(INSTALMENTS_MAX),
    ends: idIn('pln').optional(),
    source: words(200),
  })
  .openapi('PlanGiven')

const PlanMade: z.ZodType<PlanAnswer> = z
  .object({
    id: idOut('pln'),
    account_id: idOut('acc'),
    state: z.enum(PLAN_STATES),
    withdrawn: z.int(),
  })
  .openapi('PlanRecorded')

const ALWAYS = [
  'no_such_case',
  'no_such_account',
  'wrong_currency',
  'day_in_past',
  'more_than_owed',
  'revival_needs_consent',
  'debt_has_ended',
  'key_missing',
  'key_reused',
] as const

export function addAgreements(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/promises',
    asRead: 'GET /v1/cases/{id}/agreements',
    summary:
      'Records a promise to pay by a day; the account is quiet while it runs; needs an Idempotency-Key',
    params: CaseParams,
    body: PromiseGiven,
    status: 201,
    answer: PromiseMade,
    problems: [
      ...ALWAYS,
      'no_open_promise',
      'promise_is_open',
      'promise_too_far',
      'amend_reason_missing',
    ],
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'promises', (tx) => promise(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/plans',
    asRead: 'GET /v1/cases/{id}/agreements',
    summary: 'Records a plan of dated payments, or the end of one; needs an Idempotency-Key',
    params: CaseParams,
    body: PlanGiven,
    status: 201,
    answer: PlanMade,
    problems: [
      ...ALWAYS,
      'no_running_plan',
      'plan_is_running',
      'plan_is_empty',
      'plan_too_long',
      'above_own_authority',
    ],
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'plans', (tx) => plan(tx, asked)),
  })
}

type AskedPromise = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof PromiseGiven>>
type AskedPlan = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof PlanGiven>>

const tickOf = (deps: ApiDeps) => ({ now: deps.now(), today: deps.today() })

async function promise(
  tx: Tx,
  { deps, actor, params, body }: AskedPromise,
): Promise<{ readonly done: PromiseAnswer } | Declined> {
  const account = { borrowerId: params.id, accountId: body.account_id }
  const currency = await readCurrency(tx, actor.tenantId, account)
  if (currency === undefined) return { declined: 'no_such_account' }
  if ([body.amount, body.tolerance].some((one) => one !== undefined && one.currency !== currency))
    return { declined: 'wrong_currency' }
  const event = {
    ...account,
    amountMinor: body.amount.minor,
    dueOn: body.due_on,
    toleranceDays: body.tolerance_days,
    toleranceMinor: body.tolerance?.minor,
    channel: body.channel,
    supersedesId: body.supersedes,
    reason: body.reason,
    source: body.source,
    by: actor.userId,
  }
  const made = await applyPromise(tx, actor.tenantId, event, tickOf(deps))
  if ('declined' in made) return { declined: made.declined }
  return {
    done: {
      id: promiseIdText(made.promiseId),
      account_id: accountIdText(body.account_id),
      amount: moneyOf(body.amount.minor, currency),
      due_on: body.due_on,
      until_on: made.untilOn,
      state: made.state,
      withdrawn: made.withdrawn,
    },
  }
}

async function plan(
  tx: Tx,
  { deps, actor, params, body }: AskedPlan,
): Promise<{ readonly done: PlanAnswer } | Declined> {
  const account = { borrowerId: params.id, accountId: body.account_id }
  const currency = await readCurrency(tx, actor.tenantId, account)
  if (currency === undefined) return { declined: 'no_such_account' }
  if (body.instalments.some((one) => one.amount.currency !== currency))
    return { declined: 'wrong_currency' }
  const instalments = body.instalments.map((one, i) => ({
    no: i + 1,
    dueOn: one.due_on,
    amountMinor: one.amount.minor,
  }))
  const by = actor.userId
  const event = { ...account, instalments, endsPlanId: body.ends, source: body.source, by }
  if (instalments.length > 0) {
    const asked = { ...event, today: deps.today() }
    const fault = await plainPlanFault(tx, actor.tenantId, asked)
    if (fault !== undefined) return { declined: fault }
  }
  const made = await applyPlan(tx, actor.tenantId, event, tickOf(deps))
  if ('declined' in made) return { declined: made.declined }
  return {
    done: {
      id: planIdText(made.planId),
      account_id: accountIdText(body.account_id),
      state: made.state,
      withdrawn: made.withdrawn,
    },
  }
}
