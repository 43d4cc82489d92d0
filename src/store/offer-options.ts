import { addDays, wholeMonths, type Day } from '../core/calendar.ts'
import {
  discountBps,
  fitsBudget,
  monthlyMost,
  type OfferKind,
  type OfferOption,
} from '../core/offer.ts'
import { budgetResult } from '../core/budget.ts'
import type { PlanInstalment, PlanShape } from '../core/plan.ts'
import { planSchedule, type PlanWish, type PlanWishDeclined } from '../core/plan-schedule.ts'
import {
  keptShare,
  recoveryCurve,
  valueOfOption,
  valueOfWaiting,
  type Waiting,
} from '../core/present-value.ts'
import type { OfAccount } from './agree.ts'
import { readAccountTerms, type AccountTerms } from './agreement-terms.ts'
import { readBudgets, readGuidelines } from './budget.ts'
import type { Tx } from './db.ts'
import { readOfferAuthority, type Authority } from './offer-authority.ts'
import { recoveryOf } from './recovery.ts'

/** What an option is asked to be: its dates and amounts follow. */
export type OptionWish = {
  readonly kind: OfferKind
  /** What is paid; the rest of what is owed is forgiven by a settlement. Left out: all of it. */
  readonly payMinor?: bigint | undefined
} & Omit<PlanWish, 'totalMinor'>

/** All that options are compared by, read once. */
export type OfferWorld = {
  readonly terms: AccountTerms
  readonly authority: Authority | undefined
  readonly waiting: Waiting
  readonly keptBps: number
  readonly keptFrom: 'book' | 'floor'
  readonly sustainableMinor: bigint | undefined
  readonly budget: 'none' | 'draft' | 'final'
  readonly cannotPay: boolean
  readonly today: Day
}

export async function readOfferWorld(
  tx: Tx,
  tenantId: bigint,
  of: OfAccount & { readonly today: Day; readonly book?: string | undefined },
): Promise<OfferWorld | undefined> {
  const { today } = of
  const terms = await readAccountTerms(tx, tenantId, of)
  if (terms === undefined) return undefined
  const { value } = terms.agreement
  const recovery = await recoveryOf(tx, tenantId, {
    book: of.book ?? '',
    portfolioId: terms.portfolioId,
    today,
    monthsMax: value.monthsMax,
  })
  const since = await defaultedOn(tx, tenantId, of)
  const waiting = valueOfWaiting(recoveryCurve(recovery.months, value), {
    owedMinor: terms.owedMinor,
    monthsSince: since === undefined ? 0 : wholeMonths(since, today),
    bpsAYear: value.discountBpsAYear,
  })
  const kept = keptShare(recovery.ended, value)
  const { currency } = terms
  const [newest] = (await readBudgets(tx, tenantId, of.borrowerId)).filter(
    (one) => one.currency === currency,
  )
  const { guidelines } = await readGuidelines(tx, tenantId, { currency, today })
  const result = newest && budgetResult(newest.answers, guidelines)
  return {
    terms,
    authority: await readOfferAuthority(tx, tenantId, of),
    waiting,
    keptBps: kept.bps,
    keptFrom: kept.from,
    sustainableMinor: result?.sustainableMinor,
    budget: newest === undefined ? 'none' : newest.isFinal ? 'final' : 'draft',
    cannotPay: result !== undefined && result.sustainableMinor < terms.arrearsMinor,
    today,
  }
}

async function defaultedOn(tx: Tx, tenantId: bigint, of: OfAccount): Promise<Day | undefined> {
  const found = await tx.query<{ since: Day | null }>(
    `select coalesce(t.charged_off_on, t.defaulted_on, p.delinquent_since) as since from position p
       left join lateral (select charged_off_on, defaulted_on from debt_terms d
              where d.tenant_id = $1 and d.borrower_id = $2 and d.account_id = $3
              order by d.terms_id desc limit 1) t on true
      where p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = $3`,
    [tenantId, of.borrowerId, of.accountId],
  )
  return found.rows[0]?.since ?? undefined
}

export type OptionDeclined =
  | PlanWishDeclined
  | { readonly declined: 'more_than_owed' | 'nothing_owed' | 'plan_needs_budget' }

/**
 * The longest plan: the product's own, or the law's for plans made to measure, which asks that a signed
 * budget shows that the person owes more than can be paid.
 */
export function monthsAllowed(
  world: Pick<OfferWorld, 'terms' | 'budget' | 'cannotPay'>,
  isInForce: (rule: string) => boolean,
): { readonly plain: number; readonly personalised: number; readonly needsBudget: boolean } {
  const { monthsMax: plain, personalised } = world.terms.agreement.plan
  if (personalised === undefined || !isInForce(personalised.rule))
    return { plain, personalised: plain, needsBudget: false }
  const isShown = world.budget === 'final' && world.cannotPay
  const most = Math.max(plain, personalised.monthsMax)
  return { plain, personalised: isShown ? most : plain, needsBudget: !isShown }
}

export function optionOf(
  world: OfferWorld,
  wish: OptionWish,
  isInForce: (rule: string) => boolean,
): OfferOption | OptionDeclined {
  const { owedMinor } = world.terms
  if (owedMinor <= 0n) return { declined: 'nothing_owed' }
  const totalMinor = wish.payMinor ?? owedMinor
  if (totalMinor > owedMinor) return { declined: 'more_than_owed' }
  const months = monthsAllowed(world, isInForce)
  const made = planSchedule({ ...wish, totalMinor }, world.terms.product, months.personalised)
  if ('declined' in made)
    return made.declined === 'plan_too_long' && months.needsBudget
      ? { declined: 'plan_needs_budget' }
      : made
  const forgivesMinor = wish.kind === 'settlement' ? owedMinor - totalMinor : 0n
  return comparedOption(world, { ...wish, instalments: made, forgivesMinor })
}

/** The same figures for dated amounts that somebody wrote out. */
export function comparedOption(
  world: OfferWorld,
  of: {
    readonly kind: OfferKind
    readonly shape: PlanShape
    readonly instalments: readonly PlanInstalment[]
    readonly forgivesMinor: bigint
  },
): OfferOption {
  const value = valueOfOption(of.instalments, {
    today: world.today,
    bpsAYear: world.terms.agreement.value.discountBpsAYear,
    keptBps: world.keptBps,
    waiting: world.waiting,
  })
  const monthlyMinor = monthlyMost(of.instalments)
  return {
    kind: of.kind,
    shape: of.shape,
    instalments: of.instalments,
    payMinor: value.payMinor,
    forgivesMinor: of.forgivesMinor,
    discountBps: discountBps(of.forgivesMinor, world.terms.owedMinor),
    monthlyMinor,
    fits: fitsBudget(monthlyMinor, world.sustainableMinor),
    value,
  }
}

const SETTLE_IN_DAYS = 30

/** What one would put to the borrower unasked: in full, by the strategy's row, as the budget lets. */
export function usualWishes(
  world: OfferWorld,
  rule: PlanWish['rule'],
): readonly (OptionWish & { readonly why: 'in_full' | 'row' | 'budget' | 'settle' })[] {
  const { authority, terms, today, sustainableMinor } = world
  const { owedMinor } = terms
  const plan = { kind: 'plan' as const, shape: 'equal' as const, rule, from: today }
  const wishes: (OptionWish & { why: 'in_full' | 'row' | 'budget' | 'settle' })[] = [
    { ...plan, count: 1, why: 'in_full' },
  ]
  if (authority !== undefined && authority.offer.instalments > 1) {
    const first = (owedMinor * BigInt(authority.offer.firstPaymentBasisPoints)) / 10_000n
    // The first payment is one of the instalments that the row allows.
    const count = authority.offer.instalments - (first > 0n ? 1 : 0)
    wishes.push({ ...plan, count, firstMinor: first > 0n ? first : undefined, why: 'row' })
  }
  if (sustainableMinor !== undefined && sustainableMinor > 0n) {
    const count = Number((owedMinor + sustainableMinor - 1n) / sustainableMinor)
    if (count > 1 && count <= 120) wishes.push({ ...plan, count, why: 'budget' })
  }
  const discount = authority?.offer.discountBasisPoints ?? 0
  if (discount > 0) {
    const payMinor = owedMinor - (owedMinor * BigInt(discount)) / 10_000n
    const by = addDays(today, SETTLE_IN_DAYS)
    const settle = { every: 'month' as const, dayOfMonth: Number(by.slice(8, 10)), daysAfter: 0 }
    wishes.push({
      ...plan,
      kind: 'settlement',
      rule: settle,
      from: by,
      count: 1,
      payMinor,
      why: 'settle',
    })
  }
  return wishes
}
