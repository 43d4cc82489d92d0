import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { readAgreedOf } from '../store/agreed-read.ts'
import { readCurrency } from '../store/case-facts.ts'
import { readCase } from '../store/cases.ts'
import type { Tx } from '../store/db.ts'
import { readOffers } from '../store/offer-read.ts'
import { actOnPlan } from '../store/plan-act.ts'
import { readSettlements } from '../store/settlement.ts'
import {
  OfferOut,
  offerWire,
  PLAN_STATES,
  PlanOut,
  planWire,
  PromiseOut,
  promiseWire,
  SettlementOut,
  settlementWire,
} from './arrange-wire.ts'
import { AtQuery, readAsOf } from './as-of.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, DayOut, idIn, idOut, MoneyIn, MoneyOut, words } from './schemas.ts'
import type { AgreementsWire, PlanEventAnswer } from './wire-arrange.ts'

const Account = z.object({
  id: idOut('acc'),
  owed: MoneyOut,
  arrears: MoneyOut,
  open_promises: z.int(),
  open_promises_max: z.int(),
  plan_months_max: z.int(),
  broken_plans: z.int(),
  redefaults: z.int(),
  probation_until: DayOut.nullable(),
})

const Agreements: z.ZodType<AgreementsWire> = z
  .object({
    promises: z.array(PromiseOut),
    plans: z.array(PlanOut),
    offers: z.array(OfferOut),
    settlements: z.array(SettlementOut),
    accounts: z.array(Account),
  })
  .openapi('Agreements')

const PlanParams = z.strictObject({ id: idIn('case'), plan_id: idIn('pln') })

const EventGiven = z
  .strictObject({
    account_id: idIn('acc'),
    action: z.enum([
      'accept',
      'decline',
      'skip',
      'move',
      'forgive',
      'extra',
      'reinstate',
      'cancel',
    ]),
    instalment_no: z.int().min(1).max(120).optional(),
    to_on: DayIn.optional(),
    amount: MoneyIn.optional(),
    why: words(500).optional(),
  })
  .openapi('PlanEventGiven')

const EventAnswer: z.ZodType<PlanEventAnswer> = z
  .object({ state: z.enum(PLAN_STATES), withdrawn: z.int() })
  .openapi('PlanEventRecorded')

export function addArrangements(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/agreements',
    summary: 'Promises with their chain, plans, offers and settlements, judged from payments',
    params: CaseParams,
    query: AtQuery,
    status: 200,
    answer: Agreements,
    problems: ['no_such_case', 'day_in_future'],
    handle: ({ actor, params, query, lang }) =>
      readAsOf(deps, { actor, borrowerId: params.id, query }, (tx, today) =>
        agreements(tx, { tenantId: actor.tenantId, borrowerId: params.id, lang, today }),
      ),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/plans/{plan_id}/events',
    asRead: 'GET /v1/cases/{id}/agreements',
    summary:
      'Skips, moves, forgives, shortens, takes up again or ends a plan; needs an Idempotency-Key',
    params: PlanParams,
    body: EventGiven,
    status: 201,
    answer: EventAnswer,
    problems: [
      'no_such_case',
      'no_such_account',
      'wrong_currency',
      'no_such_plan',
      'plan_wrong_state',
      'no_such_instalment',
      'no_skips_left',
      'moves_too_far',
      'day_in_past',
      'plan_reason_missing',
      'plan_amount_missing',
      'plan_is_running',
      'instalment_not_late',
      'revival_needs_consent',
      'debt_has_ended',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) =>
      oncePerCase(
        { ...asked, body: { ...asked.body, plan: String(asked.params.plan_id) } },
        'plan-events',
        (tx) => planEvent(tx, asked),
      ),
  })
}

async function agreements(
  tx: Tx,
  of: {
    readonly tenantId: bigint
    readonly borrowerId: bigint
    readonly lang: 'zh' | 'en'
    readonly today: Day
  },
): Promise<AgreementsWire | Declined> {
  const { tenantId, borrowerId, lang, today } = of
  if ((await readCase(tx, tenantId, borrowerId, today)) === undefined)
    return { declined: 'no_such_case' }
  const accounts = await readAgreedOf(tx, tenantId, borrowerId, today)
  const offers = await readOffers(tx, tenantId, { borrowerId }, today)
  const settlements = await readSettlements(tx, { tenantId, borrowerId }, today)
  const currencyOf = (accountId: bigint) =>
    accounts.find((one) => one.accountId === accountId)?.terms.currency ?? ''
  return {
    promises: accounts.flatMap(({ accountId, terms, promises }) =>
      promises.map((one) => promiseWire(one, { accountId, currency: terms.currency })),
    ),
    plans: accounts.flatMap(({ accountId, terms, plans }) =>
      plans.map((one) => planWire(one, { accountId, currency: terms.currency })),
    ),
    offers: offers.map(offerWire),
    settlements: settlements.map((one) =>
      settlementWire(one, { currency: currencyOf(one.accountId), lang }),
    ),
    accounts: accounts.map(({ accountId, terms, promises, record }) => ({
      id: accountIdText(accountId),
      owed: moneyOf(terms.owedMinor, terms.currency),
      arrears: moneyOf(terms.arrearsMinor, terms.currency),
      open_promises: promises.filter((one) => one.state === 'open').length,
      open_promises_max: terms.agreement.promise.openMax,
      plan_months_max: terms.agreement.plan.monthsMax,
      broken_plans: record.broken,
      redefaults: record.redefaults,
      probation_until: record.probationUntil ?? null,
    })),
  }
}

type AskedEvent = Asked<z.output<typeof PlanParams>, undefined, z.output<typeof EventGiven>>

async function planEvent(
  tx: Tx,
  { deps, actor, params, body }: AskedEvent,
): Promise<{ readonly done: PlanEventAnswer } | Declined> {
  const account = { borrowerId: params.id, accountId: body.account_id }
  if (body.amount !== undefined) {
    const currency = await readCurrency(tx, actor.tenantId, account)
    if (currency !== undefined && body.amount.currency !== currency)
      return { declined: 'wrong_currency' }
  }
  const made = await actOnPlan(
    tx,
    actor.tenantId,
    {
      ...account,
      planId: params.plan_id,
      action: body.action,
      instalmentNo: body.instalment_no,
      toOn: body.to_on,
      amountMinor: body.amount?.minor,
      why: body.why,
      by: actor.userId,
    },
    { now: deps.now(), today: deps.today() },
  )
  return 'declined' in made ? { declined: made.declined } : { done: made }
}
