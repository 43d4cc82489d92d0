import { addDays } from '../core/calendar.ts'
import { isWithin, type OfferOption } from '../core/offer.ts'
import { answerOffer, makeOffer } from '../store/offer.ts'
import { limitOf, limitOfAll } from '../store/offer-authority.ts'
import { optionOf, readOfferWorld, usualWishes, type OfferWorld } from '../store/offer-options.ts'
import { readOffers } from '../store/offer-read.ts'
import { findAccount } from '../store/explained.ts'
import { readStaff, type StaffRole } from '../store/staff.ts'
import {
  acting,
  bad,
  granted,
  moneyText,
  needed,
  numberOf,
  reading,
  wishFrom,
  type AgreeOptions,
} from './agree-tools.ts'
import type { Context } from './context.ts'
import { Stop, tableText } from './talk.ts'

const OPEN_DAYS = 14

/** `options|make|counter|accept|decline|show ACCOUNT`. */
export async function offerCommand(
  context: Context,
  options: AgreeOptions,
  what?: string,
  account?: string,
): Promise<undefined> {
  const ref = needed(context, 'ACCOUNT', account)
  const verb = what ?? ''
  switch (verb) {
    case 'options':
      return compare(context, options, ref)
    case 'show':
      return show(context, options, ref)
    case 'make':
    case 'counter':
      return make(context, options, { ref, what: verb })
    case 'accept':
    case 'decline':
      return answer(context, options, { ref, accept: verb === 'accept' })
    default:
      throw bad(context, 'offer', verb)
  }
}

async function compare(context: Context, options: AgreeOptions, ref: string): Promise<undefined> {
  const { talk, tenantId } = context
  return reading(context, options, async (tx, { today }) => {
    const found = await findAccount(tx, tenantId, ref)
    const world = found && (await readOfferWorld(tx, tenantId, { ...found, today }))
    if (world === undefined) throw new Stop(talk.word('agreeNoAccount', { ref }))
    const role =
      options.by === undefined ? 'collector' : (await readStaff(tx, tenantId, options.by))?.role
    const wishes =
      options.count === undefined
        ? usualWishes(world, wishFrom(context, options, { today, command: 'offer' }).rule)
        : [wishFrom(context, options, { today, command: 'offer' })]
    const made = wishes.map((wish) => optionOf(world, wish, () => false))
    const [first] = made
    if (made.length === 1 && first !== undefined) granted(context, first)
    const possible = made.filter((one): one is OfferOption => !('declined' in one))
    talk.data({ waiting: world.waiting, options: possible }, () =>
      optionsText(context, possible, { world, role: role ?? 'collector' }),
    )
  })
}

function optionsText(
  { talk }: Context,
  options: readonly OfferOption[],
  { world, role }: { readonly world: OfferWorld; readonly role: StaffRole },
): string {
  const product = { instalmentsMax: world.terms.agreement.plan.monthsMax }
  const own = limitOf(world.authority, role, product)
  const all = limitOfAll(world.authority, product)
  const money = (minor: bigint) => moneyText(minor, world.terms.currency)
  return tableText(
    [
      talk.word('colNo'),
      talk.word('colPays'),
      talk.word('colForgives'),
      talk.word('colMonthly'),
      talk.word('colFits'),
      talk.word('colWorth'),
      talk.word('colNeeds'),
    ],
    options.map((one, i) => [
      `${i + 1}: ${one.instalments.length}x`,
      money(one.payMinor),
      money(one.forgivesMinor),
      money(one.monthlyMinor),
      talk.word(`fits_${one.fits}`),
      money(one.value.valueMinor),
      talk.word(
        isWithin(one, own)
          ? 'needs_nobody'
          : isWithin(one, all)
            ? 'needs_second_person'
            : 'needs_not_possible',
      ),
    ]),
  )
}

async function make(
  context: Context,
  options: AgreeOptions,
  { ref, what }: { readonly ref: string; readonly what: 'make' | 'counter' },
): Promise<undefined> {
  const { talk, tenantId } = context
  const by = needed(context, '--by', options.by)
  const made = await acting(context, options, {
    ref,
    work: async (tx, of) => {
      const world = await readOfferWorld(tx, tenantId, of)
      if (world === undefined) return { declined: 'no_such_account' as const }
      const wish = wishFrom(context, options, { ...of, command: 'offer' })
      const option = optionOf(world, wish, () => false)
      if ('declined' in option) return option
      const open = (await readOffers(tx, tenantId, of, of.today)).find(
        (one) => one.state === 'open',
      )
      const isCounter = what === 'counter'
      return makeOffer(
        tx,
        tenantId,
        {
          ...of,
          options: [option],
          side: isCounter && open?.side === 'lender' ? 'borrower' : 'lender',
          countersId: isCounter ? open?.offerId : undefined,
          expiresOn: addDays(of.today, OPEN_DAYS),
          by,
        },
        of,
      )
    },
  })
  talk.data(made, () =>
    talk.word('offerNow', { id: String(made.offerId), state: talk.word('state_open') }),
  )
  return undefined
}

async function answer(
  context: Context,
  options: AgreeOptions,
  { ref, accept }: { readonly ref: string; readonly accept: boolean },
): Promise<undefined> {
  const { talk, tenantId } = context
  const by = needed(context, '--by', options.by)
  let id = 0n
  const made = await acting(context, options, {
    ref,
    work: async (tx, of) => {
      const open = (await readOffers(tx, tenantId, of, of.today)).find(
        (one) => one.state === 'open',
      )
      if (open === undefined) return { declined: 'offer_not_open' as const }
      id = open.offerId
      const optionNo = options.option === undefined ? 1 : numberOf(context, 'offer', options.option)
      const given = { ...of, offerId: id, accept, optionNo, why: options.why, by }
      return answerOffer(tx, tenantId, given, { ...of, expiresOn: addDays(of.today, OPEN_DAYS) })
    },
  })
  talk.data(made, () =>
    [
      talk.word('offerNow', { id: String(id), state: talk.word(`state_${made.state}`) }),
      ...(made.requestId === undefined
        ? []
        : [talk.word('offerAsked', { id: String(made.requestId) })]),
    ].join('\n'),
  )
  return undefined
}

async function show(context: Context, options: AgreeOptions, ref: string): Promise<undefined> {
  const { talk, tenantId } = context
  return reading(context, options, async (tx, { today }) => {
    const found = await findAccount(tx, tenantId, ref)
    if (found === undefined) throw new Stop(talk.word('agreeNoAccount', { ref }))
    const offers = await readOffers(tx, tenantId, found, today)
    talk.data(offers, () =>
      offers.length === 0
        ? talk.word('offerNone')
        : tableText(
            [
              talk.word('colId'),
              talk.word('colState'),
              talk.word('colPays'),
              talk.word('colForgives'),
              talk.word('colDay'),
            ],
            offers.flatMap((offer) =>
              offer.options.map((option) => [
                String(offer.offerId),
                talk.word(`state_${offer.state}`),
                moneyText(option.payMinor, offer.currency),
                moneyText(option.forgivesMinor, offer.currency),
                offer.expiresOn,
              ]),
            ),
          ),
    )
  })
}
