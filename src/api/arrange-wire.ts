import { z } from '@hono/zod-openapi'
import type { OfferOption } from '../core/offer.ts'
import type { JudgedPlan } from '../core/plan.ts'
import { canPlan, cureUntil, NEVER_BREAKS, skipsLeft, type PlanAction } from '../core/plan-rules.ts'
import type { JudgedPromise } from '../core/promise.ts'
import type { Offer } from '../store/offer-read.ts'
import type { Settlement } from '../store/settlement.ts'
import { moneyOf } from './cases.ts'
import { accountIdText, offerIdText, planIdText, promiseIdText } from './ids.ts'
import { DayOut, idOut, MoneyOut } from './schemas.ts'
import type { Language } from './wire.ts'
import type {
  OfferWire,
  OptionWire,
  PlanWire,
  PromiseWire,
  SettlementWire,
} from './wire-arrange.ts'
import { sayDay } from './words.ts'

/** Agreements as they go over the wire: schemas beside the functions that fill them. */

export const PLAN_STATES = ['proposed', 'running', 'completed', 'broken', 'cancelled'] as const
const PLAN_ACTIONS = [
  'accept',
  'decline',
  'skip',
  'move',
  'forgive',
  'extra',
  'pay_off',
  'reinstate',
  'cancel',
] as const satisfies readonly PlanAction[]

const Dated = z.object({ no: z.int(), due_on: DayOut, amount: MoneyOut })

export const PromiseOut: z.ZodType<PromiseWire> = z
  .object({
    id: idOut('prm'),
    account_id: idOut('acc'),
    amount: MoneyOut,
    paid: MoneyOut,
    made_on: DayOut,
    due_on: DayOut,
    until_on: DayOut,
    tolerance: MoneyOut,
    state: z.enum(['open', 'kept', 'partial', 'broken', 'superseded']),
    supersedes: idOut('prm').nullable(),
    reason: z.string().nullable(),
    taken_back: z.boolean(),
    channel: z.string().nullable(),
  })
  .openapi('Promise')

export const PlanOut: z.ZodType<PlanWire> = z
  .object({
    id: idOut('pln'),
    account_id: idOut('acc'),
    state: z.enum(PLAN_STATES),
    shape: z.string(),
    agreed_on: DayOut,
    instalments: z.array(Dated.extend({ lacks: MoneyOut })),
    paid: MoneyOut,
    arrears: MoneyOut,
    payoff: MoneyOut,
    forgives: MoneyOut,
    next_on: DayOut.nullable(),
    charges: z.enum(['run', 'stop', 'stop_while_kept']),
    lateness: z.object({ days: z.int(), times: z.int(), used: z.int() }),
    phases: z.array(z.object({ state: z.enum(PLAN_STATES), from: DayOut })),
    skips_left: z.int(),
    move_days_max: z.int(),
    cure_until: DayOut.nullable(),
    actions: z.array(z.enum(PLAN_ACTIONS)),
  })
  .openapi('Plan')

const option = {
  kind: z.enum(['plan', 'settlement']),
  shape: z.string(),
  instalments: z.array(Dated),
  pay: MoneyOut,
  forgives: MoneyOut,
  discount_bps: z.int(),
  monthly: MoneyOut,
  fits: z.enum(['fits', 'above', 'unknown']),
  value: MoneyOut,
  value_kept: MoneyOut,
  value_waiting: MoneyOut,
  kept_bps: z.int(),
}
export const OptionOut: z.ZodType<OptionWire> = z
  .object({
    ...option,
    needs: z.enum(['nobody', 'second_person', 'not_possible']),
    sentence: z.string(),
  })
  .openapi('OfferOption')

export const OfferOut: z.ZodType<OfferWire> = z
  .object({
    id: idOut('ofr'),
    account_id: idOut('acc'),
    counters: idOut('ofr').nullable(),
    side: z.enum(['lender', 'borrower']),
    state: z.enum(['open', 'expired', 'countered', 'accepted', 'declined', 'waiting']),
    owed: MoneyOut,
    options: z.array(z.object(option)),
    made_on: DayOut,
    expires_on: DayOut,
    plan: idOut('pln').nullable(),
  })
  .openapi('Offer')

export const SettlementOut: z.ZodType<SettlementWire> = z
  .object({
    plan: idOut('pln'),
    account_id: idOut('acc'),
    state: z.enum(['running', 'paid', 'settled', 'ended']),
    forgives: MoneyOut,
    final_on: DayOut.nullable(),
    sentence: z.string(),
  })
  .openapi('Settlement')

type OfAccount = { readonly accountId: bigint; readonly currency: string }

export function promiseWire(one: JudgedPromise, { accountId, currency }: OfAccount): PromiseWire {
  const { promise } = one
  return {
    id: promiseIdText(promise.id),
    account_id: accountIdText(accountId),
    amount: moneyOf(promise.amountMinor, currency),
    paid: moneyOf(one.paidMinor, currency),
    made_on: promise.madeOn,
    due_on: promise.dueOn,
    until_on: one.untilOn,
    tolerance: moneyOf(promise.toleranceMinor ?? 0n, currency),
    state: one.state,
    supersedes: promise.supersedesId === undefined ? null : promiseIdText(promise.supersedesId),
    reason: promise.reason ?? null,
    taken_back: promise.withdrawn === true,
    channel: promise.channel ?? null,
  }
}

export function planWire(one: JudgedPlan, { accountId, currency }: OfAccount): PlanWire {
  const { plan } = one
  const money = (minor: bigint) => moneyOf(minor, currency)
  return {
    id: planIdText(plan.id),
    account_id: accountIdText(accountId),
    state: one.state,
    shape: plan.shape ?? 'free',
    agreed_on: plan.agreedOn,
    instalments: one.schedule.map((each) => ({
      no: each.no,
      due_on: each.dueOn,
      amount: money(each.amountMinor),
      lacks: money(each.lacksMinor),
    })),
    paid: money(one.paidMinor),
    arrears: money(one.arrearsMinor),
    payoff: money(one.schedule.reduce((sum, each) => sum + each.lacksMinor, 0n)),
    forgives: money(plan.forgivesMinor ?? 0n),
    next_on: one.nextOn ?? null,
    charges: plan.rules?.charges ?? 'run',
    lateness: {
      days: plan.rules?.forgives.days ?? 0,
      times: plan.rules?.forgives.times ?? 0,
      used: one.latenessForgiven,
    },
    phases: one.phases,
    skips_left: skipsLeft(plan),
    move_days_max: plan.rules?.moveDaysMax ?? NEVER_BREAKS.moveDaysMax,
    cure_until: cureUntil(one) ?? null,
    actions: PLAN_ACTIONS.filter((action) => canPlan(action, one.state)),
  }
}

export function optionWire(one: OfferOption, currency: string) {
  const money = (minor: bigint) => moneyOf(minor, currency)
  return {
    kind: one.kind,
    shape: one.shape,
    instalments: one.instalments.map((each) => ({
      no: each.no,
      due_on: each.dueOn,
      amount: money(each.amountMinor),
    })),
    pay: money(one.payMinor),
    forgives: money(one.forgivesMinor),
    discount_bps: one.discountBps,
    monthly: money(one.monthlyMinor),
    fits: one.fits,
    value: money(one.value.valueMinor),
    value_kept: money(one.value.keptMinor),
    value_waiting: money(one.value.waitingMinor),
    kept_bps: one.value.keptBps,
  }
}

export const offerWire = (one: Offer): OfferWire => ({
  id: offerIdText(one.offerId),
  account_id: accountIdText(one.accountId),
  counters: one.countersId === undefined ? null : offerIdText(one.countersId),
  side: one.side,
  state: one.state,
  owed: moneyOf(one.owedMinor, one.currency),
  options: one.options.map((option) => optionWire(option, one.currency)),
  made_on: one.madeOn,
  expires_on: one.expiresOn,
  plan: one.planId === undefined ? null : planIdText(one.planId),
})

export function settlementWire(
  one: Settlement,
  { currency, lang }: { readonly currency: string; readonly lang: Language },
): SettlementWire {
  return {
    plan: planIdText(one.planId),
    account_id: accountIdText(one.accountId),
    state: one.state,
    forgives: moneyOf(one.forgivesMinor, currency),
    final_on: one.finalOn ?? null,
    sentence: settlementSentence(one, lang),
  }
}

export function settlementSentence(one: Settlement, lang: Language): string {
  const zh = lang === 'zh'
  switch (one.state) {
    case 'running':
      return zh
        ? '结清方案执行中；全部付清后才减免其余部分。'
        : 'Being paid; the rest is forgiven only when all of it is.'
    case 'ended':
      return zh
        ? '结清方案已终止，未减免任何款项。'
        : 'It ended before all was paid: nothing is forgiven.'
    case 'settled':
      return zh
        ? '款项已最终到账，结清函已发出。'
        : 'The money is final and the letter has been written.'
    case 'paid': {
      const on = one.finalOn === undefined ? '' : sayDay(one.finalOn, lang)
      return zh
        ? `已全部付清；${on}起款项不可撤回，届时发出结清函。`
        : `All is paid; the letter follows on ${on}, when the money is final.`
    }
  }
}
