import { z } from '@hono/zod-openapi'
import { addDays } from '../core/calendar.ts'
import { isWithin, type OfferOption } from '../core/offer.ts'
import type { PlanWish } from '../core/plan-schedule.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { answerOffer, makeOffer } from '../store/offer.ts'
import { limitOf, limitOfAll, productLimit } from '../store/offer-authority.ts'
import {
  optionOf,
  readOfferWorld,
  usualWishes,
  type OfferWorld,
  type OptionWish,
} from '../store/offer-options.ts'
import { readOffers } from '../store/offer-read.ts'
import { firmIdOf } from '../store/guard-past.ts'
import { OfferOut, offerWire, OptionOut, optionWire } from './arrange-wire.ts'
import { readCase } from '../store/cases.ts'
import { moneyOf } from './cases.ts'
import type { Actor, ApiDeps } from './env.ts'
import { pairText, planIdText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import { sayOption, sayWaiting } from './offer-words.ts'
import { currenciesOf, WishGiven, wishOf } from './plan-wish.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, idIn, idOut, MoneyOut, pairOut, words } from './schemas.ts'
import type { Language } from './wire.ts'
import type { OfferAnswer, OfferWire, OptionsWire, OptionWire } from './wire-arrange.ts'

const OPTIONS_MAX = 10
const OFFER_DAYS = 14

const OptionsGiven = z
  .strictObject({
    account_id: idIn('acc'),
    /** Without any: what one would put to the borrower unasked. */
    wishes: z.array(WishGiven).max(OPTIONS_MAX).optional(),
  })
  .openapi('OfferOptionsGiven')

const OptionsOut: z.ZodType<OptionsWire> = z
  .object({
    owed: MoneyOut,
    sustainable: MoneyOut.nullable(),
    waiting: z.object({ value: MoneyOut, sentence: z.string() }),
    options: z.array(OptionOut),
  })
  .openapi('OfferOptions')

const OfferGiven = z
  .strictObject({
    account_id: idIn('acc'),
    wishes: z.array(WishGiven).min(1).max(OPTIONS_MAX),
    /** 'borrower': what the borrower proposes; needs an offer that it counters, or begins one. */
    side: z.enum(['lender', 'borrower']).default('lender'),
    counters: idIn('ofr').optional(),
    expires_on: DayIn.optional(),
  })
  .openapi('OfferGiven')

const OfferParams = z.strictObject({ id: idIn('case'), offer_id: idIn('ofr') })
const AnswerGiven = z
  .strictObject({
    accept: z.boolean(),
    option: z.int().min(1).max(OPTIONS_MAX).optional(),
    why: words(500).optional(),
  })
  .openapi('OfferAnswerGiven')
const AnswerOut: z.ZodType<OfferAnswer> = z
  .object({
    state: z.enum(['accepted', 'waiting', 'declined']),
    plan: idOut('pln').nullable(),
    request: pairOut('req').nullable(),
  })
  .openapi('OfferAnswered')

const WISH_PROBLEMS = [
  'no_such_case',
  'no_such_account',
  'wrong_currency',
  'more_than_owed',
  'nothing_owed',
  'nothing_to_pay',
  'first_too_large',
  'steps_too_large',
  'balloon_too_large',
  'instalment_of_nothing',
  'plan_too_long',
  'plan_needs_budget',
] as const

export function addOffers(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/offers/options',
    summary: 'Compares ways to pay by what they bring and what the borrower can pay; keeps nothing',
    params: CaseParams,
    body: OptionsGiven,
    status: 200,
    answer: OptionsOut,
    problems: WISH_PROBLEMS,
    handle: (asked) => inTenant(deps.db, asked.actor.tenantId, (tx) => compared(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/offers',
    asRead: 'GET /v1/cases/{id}/agreements',
    summary: 'Puts options to the borrower, or keeps their counter-offer; needs an Idempotency-Key',
    params: CaseParams,
    body: OfferGiven,
    status: 201,
    answer: OfferOut,
    problems: [
      ...WISH_PROBLEMS,
      'offer_not_open',
      'offer_is_open',
      'offer_expires_in_past',
      'above_every_authority',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'offers', (tx) => offer(tx, asked)),
  })
  addAnswers(api, deps)
}

function addAnswers(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/offers/{offer_id}/answers',
    asRead: 'GET /v1/cases/{id}/agreements',
    summary:
      'Accepts an option or declines all; beyond the own authority a second person is asked; needs an Idempotency-Key',
    params: OfferParams,
    body: AnswerGiven,
    status: 201,
    answer: AnswerOut,
    problems: [
      'no_such_case',
      'no_such_account',
      'no_such_offer',
      'offer_not_open',
      'offer_reason_missing',
      'above_every_authority',
      'plan_is_running',
      'more_than_owed',
      'day_in_past',
      'revival_needs_consent',
      'debt_has_ended',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) =>
      oncePerCase(
        { ...asked, body: { ...asked.body, offer: String(asked.params.offer_id) } },
        'offer-answers',
        (tx) => answer(tx, asked),
      ),
  })
}

type Params = z.output<typeof CaseParams>

/** Rules of law that are in force at the account's place: a product may lean on one by its name. */
const inForce = (deps: ApiDeps, world: OfferWorld, actor: Actor) => (rule: string) =>
  deps.law
    .rulesFor(world.terms.jurisdictions, deps.today(), firmIdOf(actor.tenantId))
    .some((one) => one.id === rule)

type Wished = { readonly world: OfferWorld; readonly options: readonly OfferOption[] }

async function wished(
  tx: Tx,
  asked: Pick<
    Asked<Params, undefined, z.output<typeof OptionsGiven>>,
    'deps' | 'actor' | 'params' | 'body'
  >,
): Promise<Wished | Declined> {
  const { deps, actor, params, body } = asked
  const today = deps.today()
  if ((await readCase(tx, actor.tenantId, params.id, today)) === undefined)
    return { declined: 'no_such_case' }
  const world = await readOfferWorld(tx, actor.tenantId, {
    borrowerId: params.id,
    accountId: body.account_id,
    today,
    // Two books in one process (a test's) never share a curve.
    book: deps.home,
  })
  if (world === undefined) return { declined: 'no_such_account' }
  const { currency } = world.terms
  const given = body.wishes ?? []
  if (given.flatMap(currenciesOf).some((one) => one !== currency))
    return { declined: 'wrong_currency' }
  const isAsked = given.length > 0
  const wishes: readonly OptionWish[] = isAsked
    ? given.map((one) => wishOf(one, today))
    : usualWishes(world, usualRule(today))
  const options: OfferOption[] = []
  for (const wish of wishes) {
    const made = optionOf(world, wish, inForce(deps, world, actor))
    if (!('declined' in made)) options.push(made)
    // What nobody asked for and is not possible is left out.
    else if (isAsked) return { declined: made.declined }
  }
  return { world, options }
}

const usualRule = (today: string): PlanWish['rule'] => ({
  every: 'month',
  dayOfMonth: Number(today.slice(8, 10)),
  daysAfter: 0,
})

async function compared(
  tx: Tx,
  asked: Asked<Params, undefined, z.output<typeof OptionsGiven>>,
): Promise<OptionsWire | Declined> {
  const made = await wished(tx, asked)
  if ('declined' in made) return made
  const { world, options } = made
  const { currency, owedMinor } = world.terms
  const { lang, actor } = asked
  const { sustainableMinor } = world
  return {
    owed: moneyOf(owedMinor, currency),
    sustainable: sustainableMinor === undefined ? null : moneyOf(sustainableMinor, currency),
    waiting: {
      value: moneyOf(world.waiting.valueMinor, currency),
      sentence: sayWaiting(world, lang),
    },
    options: options.map((one) => optionOut(one, { world, actor, lang })),
  }
}

function optionOut(
  one: OfferOption,
  at: { readonly world: OfferWorld; readonly actor: Actor; readonly lang: Language },
): OptionWire {
  const { authority, terms } = at.world
  const product = productLimit(terms)
  const needs = isWithin(one, limitOf(authority, at.actor.role, product))
    ? 'nobody'
    : isWithin(one, limitOfAll(authority, product))
      ? 'second_person'
      : 'not_possible'
  return { ...optionWire(one, terms.currency), needs, sentence: sayOption(one, at) }
}

async function offer(
  tx: Tx,
  asked: Asked<Params, undefined, z.output<typeof OfferGiven>>,
): Promise<{ readonly done: OfferWire } | Declined> {
  const { deps, actor, params, body } = asked
  const made = await wished(tx, asked)
  if ('declined' in made) return made
  const today = deps.today()
  const account = { borrowerId: params.id, accountId: body.account_id }
  const kept = await makeOffer(
    tx,
    actor.tenantId,
    {
      ...account,
      options: made.options,
      side: body.side,
      countersId: body.counters,
      expiresOn: body.expires_on ?? addDays(today, OFFER_DAYS),
      by: actor.userId,
    },
    { now: deps.now(), today },
  )
  if ('declined' in kept) return { declined: kept.declined }
  const found = (await readOffers(tx, actor.tenantId, account, today)).find(
    (one) => one.offerId === kept.offerId,
  )
  return found === undefined ? { declined: 'no_such_offer' } : { done: offerWire(found) }
}

async function answer(
  tx: Tx,
  asked: Asked<z.output<typeof OfferParams>, undefined, z.output<typeof AnswerGiven>>,
): Promise<{ readonly done: OfferAnswer } | Declined> {
  const { deps, actor, params, body } = asked
  const today = deps.today()
  const made = await answerOffer(
    tx,
    actor.tenantId,
    {
      borrowerId: params.id,
      offerId: params.offer_id,
      accept: body.accept,
      optionNo: body.option,
      why: body.why,
      by: actor.userId,
    },
    { now: deps.now(), today, expiresOn: addDays(today, OFFER_DAYS) },
  )
  if ('declined' in made) return { declined: made.declined }
  return {
    done: {
      state: made.state,
      plan: made.planId === undefined ? null : planIdText(made.planId),
      request:
        made.requestId === undefined
          ? null
          : (pairText('req', { borrowerId: params.id, n: made.requestId }) as `req_${string}`),
    },
  }
}
