import type { Day } from '../core/calendar.ts'
import { isWithin, type GrantLimit, type OfferOption } from '../core/offer.ts'
import { applyPlan } from './agree-plan.ts'
import type { OfAccount, Tick } from './agree.ts'
import { readAccountTerms } from './agreement-terms.ts'
import type { Tx } from './db.ts'
import {
  limitOf,
  limitOfAll,
  productLimit,
  readOfferAuthority,
  type Authority,
} from './offer-authority.ts'
import { readOffers, type Offer } from './offer-read.ts'
import { ABOVE_OWN_AUTHORITY, askSecond, type Executor } from './second-person.ts'
import { readStaff } from './staff.ts'
import type { RevivalFault } from './revival.ts'

const plainText = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each))

export type OfferGiven = OfAccount & {
  readonly options: readonly OfferOption[]
  readonly side: 'lender' | 'borrower'
  readonly countersId?: bigint | undefined
  readonly expiresOn: Day
  readonly by: string
}

export type OfferDeclined = {
  readonly declined:
    | 'no_such_account'
    | 'no_such_offer'
    | 'offer_not_open'
    | 'offer_is_open'
    | RevivalFault['declined']
    | 'offer_expires_in_past'
    | 'above_every_authority'
    | 'offer_reason_missing'
    | 'plan_is_running'
    | 'more_than_owed'
    | 'day_in_past'
}

/** Puts options to the borrower, or keeps what they put to us; a counter-offer names what it answers. */
export async function makeOffer(
  tx: Tx,
  tenantId: bigint,
  given: OfferGiven,
  { today }: Tick,
): Promise<{ readonly offerId: bigint } | OfferDeclined> {
  const terms = await readAccountTerms(tx, tenantId, given)
  if (terms === undefined) return { declined: 'no_such_account' }
  if (given.expiresOn < today) return { declined: 'offer_expires_in_past' }
  const open = (await readOffers(tx, tenantId, given, today)).filter((one) => one.state === 'open')
  const { countersId } = given
  if (countersId !== undefined && !open.some((one) => one.offerId === countersId))
    return { declined: 'offer_not_open' }
  // One thread of talk an account: a new one begins when the last has ended.
  if (countersId === undefined && open.length > 0) return { declined: 'offer_is_open' }
  const authority = await readOfferAuthority(tx, tenantId, { ...given, today })
  const most = limitOfAll(authority, productLimit(terms))
  // The borrower may ask for anything; we put nothing to them that nobody could grant.
  if (given.side === 'lender' && given.options.some((option) => !isWithin(option, most)))
    return { declined: 'above_every_authority' }
  const made = await tx.query<{ offer_id: bigint }>(
    `insert into offer (tenant_id, borrower_id, account_id, counters_id, made_by_side, currency, owed_minor, options,
       strategy, strategy_version, row_no, made_on, expires_on, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning offer_id`,
    [
      tenantId,
      given.borrowerId,
      given.accountId,
      countersId ?? null,
      given.side,
      terms.currency,
      terms.owedMinor,
      plainText(given.options),
      authority?.strategy ?? null,
      authority?.version ?? null,
      authority?.rowNo ?? null,
      today,
      given.expiresOn,
      given.by,
    ],
  )
  return { offerId: made.rows[0]?.offer_id ?? 0n }
}

export type OfferAnswered = {
  readonly state: 'accepted' | 'waiting' | 'declined'
  readonly planId: bigint | undefined
  readonly requestId: bigint | undefined
}

type Answering = {
  readonly borrowerId: bigint
  readonly offerId: bigint
  readonly accept: boolean
  readonly optionNo?: number | undefined
  readonly why?: string | undefined
  readonly by: string
  /** How far it goes alone where no member of staff speaks: the borrower's own pages; else by the role. */
  readonly limit?: GrantLimit | undefined
}

/**
 * Accepts one option or declines all. What goes further than the role of whoever makes it becomes a request:
 * nothing is agreed until a second person has said yes.
 */
export async function answerOffer(
  tx: Tx,
  tenantId: bigint,
  given: Answering,
  tick: Tick & { readonly expiresOn: Day },
): Promise<OfferAnswered | OfferDeclined> {
  const offers = await readOffers(tx, tenantId, given, tick.today)
  const offer = offers.find((one) => one.offerId === given.offerId)
  if (offer === undefined) return { declined: 'no_such_offer' }
  if (offer.state !== 'open') return { declined: 'offer_not_open' }
  if (!given.accept) {
    if (given.why === undefined) return { declined: 'offer_reason_missing' }
    await keepAnswer(tx, tenantId, { given, on: tick.today })
    return { state: 'declined', planId: undefined, requestId: undefined }
  }
  const optionNo = given.optionNo ?? 1
  const option = offer.options[optionNo - 1]
  if (option === undefined) return { declined: 'no_such_offer' }
  const role = (await readStaff(tx, tenantId, given.by))?.role
  const terms = await readAccountTerms(tx, tenantId, offer)
  const authority = await readOfferAuthority(tx, tenantId, { ...offer, today: tick.today })
  const product = productLimit(terms)
  const taken = { ...given, optionNo }
  const own = given.limit ?? (role && limitOf(authority, role, product))
  if (own !== undefined && isWithin(option, own)) {
    const made = await planOf(tx, tenantId, { offer, option, by: given.by }, tick)
    if ('declined' in made) return made
    await keepAnswer(tx, tenantId, { given: taken, on: tick.today, planId: made.planId })
    return { state: 'accepted', planId: made.planId, requestId: undefined }
  }
  if (!isWithin(option, limitOfAll(authority, product)))
    return { declined: 'above_every_authority' }
  const requestId = await askSecond(tx, tenantId, {
    ...offer,
    kind: option.kind,
    body: {
      offer_id: offer.offerId,
      option_no: optionNo,
      pay: option.payMinor,
      forgives: option.forgivesMinor,
      discount_bps: option.discountBps,
      instalments: option.instalments.length,
    },
    amountMinor: option.kind === 'settlement' ? option.forgivesMinor : option.payMinor,
    by: given.by,
    why: given.why ?? ABOVE_OWN_AUTHORITY,
    askedOn: tick.today,
    expiresOn: tick.expiresOn,
  })
  await keepAnswer(tx, tenantId, { given: taken, on: tick.today, requestId })
  return { state: 'waiting', planId: undefined, requestId }
}

async function planOf(
  tx: Tx,
  tenantId: bigint,
  of: { readonly offer: Offer; readonly option: OfferOption; readonly by: string },
  tick: Tick,
): Promise<{ readonly planId: bigint } | OfferDeclined> {
  const { offer, option } = of
  const made = await applyPlan(
    tx,
    tenantId,
    {
      borrowerId: offer.borrowerId,
      accountId: offer.accountId,
      instalments: option.instalments,
      shape: option.shape,
      forgivesMinor: option.forgivesMinor,
      offerId: offer.offerId,
      source: `offer ${offer.offerId}`,
      by: of.by,
    },
    tick,
  )
  if (!('declined' in made)) return { planId: made.planId }
  const { declined } = made
  if (declined === 'plan_is_empty' || declined === 'no_running_plan')
    return { declined: 'offer_not_open' }
  return { declined }
}

async function keepAnswer(
  tx: Tx,
  tenantId: bigint,
  kept: {
    readonly given: Answering
    readonly on: Day
    readonly planId?: bigint
    readonly requestId?: bigint
  },
): Promise<void> {
  const { given } = kept
  await tx.query(
    `insert into offer_answer (tenant_id, borrower_id, offer_id, accept, option_no, answered_on, by_whom, why, plan_id,
       request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tenantId,
      given.borrowerId,
      given.offerId,
      given.accept,
      given.accept ? (given.optionNo ?? 1) : null,
      kept.on,
      given.by,
      given.why ?? null,
      kept.planId ?? null,
      kept.requestId ?? null,
    ],
  )
}

/** Makes the plan that a second person has approved, if their own authority goes so far. */
export const agreeOffer: Executor = async (tx, tenantId, request, tick) => {
  const offerId = BigInt(String(request.body['offer_id']))
  const optionNo = Number(request.body['option_no'])
  const offers = await readOffers(tx, tenantId, request, tick.today)
  const offer = offers.find((one) => one.offerId === offerId)
  const option = offer?.options[optionNo - 1]
  if (offer === undefined || option === undefined) return { refused: 'no_such_offer' }
  const role = (await readStaff(tx, tenantId, request.approvedBy))?.role
  const authority: Authority | undefined = await readOfferAuthority(tx, tenantId, {
    ...offer,
    today: tick.today,
  })
  const terms = await readAccountTerms(tx, tenantId, offer)
  const product = productLimit(terms)
  if (role === undefined || !isWithin(option, limitOf(authority, role, product)))
    return { refused: 'above_the_authority_of_the_approver' }
  const made = await planOf(tx, tenantId, { offer, option, by: request.by }, tick)
  return 'declined' in made ? { refused: made.declined } : { done: { plan_id: made.planId } }
}
