import { addDays, wholeMonths, type Day } from '../core/calendar.ts'
import { isWithin, type OfferOption } from '../core/offer.ts'
import type { JudgedPlan } from '../core/plan.ts'
import type { PayRule } from '../core/plan-dates.ts'
import { budgetResult } from '../core/budget.ts'
import type { OfAccount, Tick } from './agree.ts'
import { judgedPlans } from './agree-plan.ts'
import { readBudgets, readGuidelines } from './budget.ts'
import type { Tx } from './db.ts'
import { applyHold } from './hold.ts'
import { answerOffer, makeOffer, type OfferDeclined } from './offer.ts'
import { limitOf, limitOfAll, productLimit } from './offer-authority.ts'
import { optionOf, usualWishes, type OfferWorld, type OptionWish } from './offer-options.ts'
import { readOffers, type Offer } from './offer-read.ts'

/** What a borrower says on our own pages: how much a month, and when money comes in. */
export type PlanAsked = {
  /** undefined: not sure. */
  readonly monthlyMinor: bigint | undefined
  readonly rule: PayRule
}

/** 'nobody': agreed at once; 'second_person': a member of staff says yes or no; 'person': nobody may grant it alone or together, so somebody talks about it. */
export type ChoiceNeeds = 'nobody' | 'second_person' | 'person'
export const CHOICE_WHYS = ['asked', 'sooner', 'longer', 'budget', 'row', 'settle', 'full'] as const
export type ChoiceWhy = (typeof CHOICE_WHYS)[number]

export type PlanChoice = {
  readonly why: ChoiceWhy
  readonly option: OfferOption
  readonly needs: ChoiceNeeds
}

/** What the limits are asked beside the option itself. */
export type Standing = {
  readonly world: OfferWorld
  /** A signed budget whose spending lies nowhere above the lender's own guideline. */
  readonly isBelowGuideline: boolean
  /** So many plans were broken that a person looks at a new one. */
  readonly isWatched: boolean
}

const CHOICES = 3
const COUNT_MAX = 120

/** Three ways at most, the one that was asked for first; what is agreed at once before what is not. */
export function planChoices(
  standing: Standing,
  asked: PlanAsked,
  isInForce: (rule: string) => boolean,
): readonly PlanChoice[] {
  const { world } = standing
  const made: PlanChoice[] = []
  for (const { why, ...wish } of wishesOf(standing, asked)) {
    const option = optionOf(world, wish, isInForce)
    if ('declined' in option) continue
    if (made.some((one) => isSame(one.option, option))) continue
    made.push({ why, option, needs: needsOf(standing, option) })
  }
  const first = made.filter((one) => one.why === 'asked')
  const rest = made.filter((one) => one.why !== 'asked' && one.needs !== 'person')
  const order: readonly ChoiceNeeds[] = ['nobody', 'second_person']
  const sorted = order.flatMap((needs) => rest.filter((one) => one.needs === needs))
  return [...first, ...sorted].slice(0, CHOICES)
}

const isSame = (a: OfferOption, b: OfferOption): boolean =>
  a.kind === b.kind &&
  a.instalments.length === b.instalments.length &&
  a.instalments[0]?.amountMinor === b.instalments[0]?.amountMinor

type Wish = OptionWish & { readonly why: ChoiceWhy }

function wishesOf(standing: Standing, { monthlyMinor, rule }: PlanAsked): readonly Wish[] {
  const { world } = standing
  const { owedMinor } = world.terms
  const from = addDays(world.today, 1)
  const plan = { kind: 'plan' as const, shape: 'equal' as const, rule, from }
  const usual = usualWishes({ ...world, today: from }, rule).map((one): Wish => {
    const why = one.why === 'in_full' ? 'full' : one.why
    return { ...one, why }
  })
  const isMade = (count: number) => count >= 1 && count <= COUNT_MAX
  if (monthlyMinor === undefined || monthlyMinor <= 0n) {
    const most = ownLimit(standing).instalments
    const half = Math.ceil(most / 2)
    const plain: Wish[] = [
      { ...plan, count: most, why: 'longer' },
      { ...plan, count: half, why: 'sooner' },
    ]
    const known = usual.filter(({ why }) => why === 'budget')
    return [...known, ...plain, ...usual].filter(({ count }) => isMade(count))
  }
  const each = perTime(monthlyMinor, rule)
  const count = Number((owedMinor + each - 1n) / each)
  const wishes: Wish[] = [
    { ...plan, count, why: 'asked' },
    ...(count > 2 ? [{ ...plan, count: Math.ceil(count / 2), why: 'sooner' as const }] : []),
    { ...plan, count: Math.ceil((count * 3) / 2), why: 'longer' },
  ]
  return [...wishes, ...usual].filter((one) => isMade(one.count))
}

/** Of so much a month, what each payday brings; never nothing. */
export function perTime(monthlyMinor: bigint, rule: PayRule): bigint {
  const times = rule.every === 'week' ? 52n : rule.every === 'fortnight' ? 26n : 12n
  const each = (monthlyMinor * 12n) / times
  return each > 0n ? each : 1n
}

/** What nobody need be asked about: as far as a collector goes alone. */
const ownLimit = ({ world: { authority, terms } }: Standing) =>
  limitOf(authority, 'collector', productLimit(terms))

/**
 * As far as a collector goes alone a plan is agreed at once. A signed budget below guideline is believed: a
 * plan without a discount that asks for no less than the budget carries is agreed as far as the product goes.
 */
function needsOf(standing: Standing, option: OfferOption): ChoiceNeeds {
  const { world, isWatched } = standing
  const product = productLimit(world.terms)
  const isGranted =
    isWithin(option, ownLimit(standing)) || isSustained(standing, option, product.instalmentsMax)
  if (isGranted) return isWatched ? 'second_person' : 'nobody'
  return isWithin(option, limitOfAll(world.authority, product)) ? 'second_person' : 'person'
}

function isSustained(standing: Standing, option: OfferOption, instalmentsMax: number): boolean {
  const { world, isBelowGuideline } = standing
  const { sustainableMinor, today } = world
  const last = option.instalments.at(-1)?.dueOn
  if (!isBelowGuideline || option.fits !== 'fits' || option.forgivesMinor > 0n) return false
  if (sustainableMinor === undefined || sustainableMinor <= 0n || last === undefined) return false
  if (option.instalments.length > instalmentsMax) return false
  const months = Number((world.terms.owedMinor + sustainableMinor - 1n) / sustainableMinor)
  return wholeMonths(today, last) <= months
}

export async function readStanding(
  tx: Tx,
  tenantId: bigint,
  of: OfAccount,
  world: OfferWorld,
): Promise<Standing> {
  const { today, terms } = world
  const { currency } = terms
  const { guidelines, effectiveOn } = await readGuidelines(tx, tenantId, { currency, today })
  const budgets = await readBudgets(tx, tenantId, of.borrowerId)
  const newest = budgets.find((one) => one.currency === currency)
  const isAbove =
    newest !== undefined &&
    budgetResult(newest.answers, guidelines).looks.some(({ looks }) => looks === 'above')
  const plans = await judgedPlans(tx, tenantId, of, today)
  const broken = plans.filter((one) => one.phases.some(({ state }) => state === 'broken')).length
  return {
    world,
    isBelowGuideline: effectiveOn !== undefined && world.budget === 'final' && !isAbove,
    isWatched: broken >= terms.agreement.plan.brokenMax,
  }
}

export type PlanThread = {
  readonly running: JudgedPlan | undefined
  /** The newest that is not running: completed, broken or ended. */
  readonly last: JudgedPlan | undefined
  /** Asked of a member of staff, who has not answered. */
  readonly waiting: Offer | undefined
}

export async function readPlanThread(
  tx: Tx,
  tenantId: bigint,
  of: OfAccount,
  today: Day,
): Promise<PlanThread> {
  const plans = await judgedPlans(tx, tenantId, of, today)
  const offers = await readOffers(tx, tenantId, of, today)
  return {
    running: plans.find(({ state }) => state === 'running'),
    last: plans.findLast(({ state }) => state !== 'running' && state !== 'proposed'),
    waiting: offers.find(
      ({ state, side }) => state === 'waiting' || (state === 'open' && side === 'borrower'),
    ),
  }
}

/** Days in which somebody answers; the messages stop as long. */
export const ANSWER_DAYS = 14

export type ChoiceAgreed =
  | { readonly is: 'agreed' }
  /** The last day on which nobody writes because of it. */
  | { readonly is: 'asked'; readonly untilOn: Day }

/**
 * Agrees a choice or asks for it, under the borrower's lock. What is agreed stops messages as any plan does; while
 * somebody is asked a hold does.
 */
export async function agreeChoice(
  tx: Tx,
  tenantId: bigint,
  of: OfAccount & { readonly choice: PlanChoice; readonly standing: Standing },
  tick: Tick,
): Promise<ChoiceAgreed | OfferDeclined | { readonly declined: 'already_asked' }> {
  const { borrowerId, accountId, choice, standing } = of
  const account = { borrowerId, accountId }
  const offers = await readOffers(tx, tenantId, account, tick.today)
  if (offers.some(({ state }) => state === 'waiting')) return { declined: 'already_asked' }
  const untilOn = addDays(tick.today, ANSWER_DAYS)
  const made = await makeOffer(
    tx,
    tenantId,
    {
      ...account,
      options: [choice.option],
      side: choice.needs === 'person' ? 'borrower' : sideOf(choice, standing),
      countersId: offers.find(({ state }) => state === 'open')?.offerId,
      expiresOn: untilOn,
      by: 'borrower',
    },
    tick,
  )
  if ('declined' in made) return made
  if (choice.needs !== 'person') {
    const { option } = choice
    const limit =
      choice.needs === 'nobody'
        ? { instalments: option.instalments.length, discountBps: option.discountBps }
        : undefined
    const given = { borrowerId, offerId: made.offerId, accept: true, by: 'borrower', limit }
    const answered = await answerOffer(tx, tenantId, given, { ...tick, expiresOn: untilOn })
    if ('declined' in answered) return answered
    if (answered.state === 'accepted') return { is: 'agreed' }
  }
  await quietWhileAsked(tx, tenantId, account, { ...tick, untilOn })
  return { is: 'asked', untilOn }
}

/** Beyond every role's authority the budget speaks, and the words are the borrower's own. */
const sideOf = ({ option }: PlanChoice, { world }: Standing): 'lender' | 'borrower' =>
  isWithin(option, limitOfAll(world.authority, productLimit(world.terms))) ? 'lender' : 'borrower'

const quietWhileAsked = (
  tx: Tx,
  tenantId: bigint,
  of: OfAccount,
  { untilOn, ...tick }: Tick & { readonly untilOn: Day },
) =>
  applyHold(
    tx,
    tenantId,
    {
      ...of,
      reason: 'plan',
      written: true,
      fromOn: tick.today,
      untilOn: addDays(untilOn, 1),
      source: 'portal',
    },
    tick,
  )
