import { addDays, day } from '../core/calendar.ts'
import { minuteOf, weekdaysOf } from './local.ts'
import { type SituationContext, dayAfter, mediumOf } from './situation-context.ts'
import type { SituationPreference } from './situation-form.ts'
import type { ConsentFact, WishFact } from './verdict.ts'
import { MEDIA_GROUPS, type Medium } from './vocabulary.ts'

/** Who said it, to whom, about what and for how long. */
const saidOf = (wish: SituationPreference, { situation, accountId }: SituationContext) => ({
  party: wish.party ?? 'borrower',
  givenTo: wish.givenTo ?? situation.collector.id,
  accountIds: wish.debts?.map(accountId),
})

export function consentsOf(wish: SituationPreference, context: SituationContext): ConsentFact[] {
  const { at, addressId } = context
  const all = {
    ...saidOf(wish, context),
    scope: 'contact' as const,
    addressId: wish.address === undefined ? undefined : addressId(wish.address),
    effectiveAt: at(wish.at),
    expiresAt: wish.until === undefined ? undefined : at(`${addDays(day(wish.until), 1)}T00:00`),
  }
  const medium = wish.medium === undefined ? undefined : mediumOf(wish.medium)
  const yes = (channel: Medium): ConsentFact => ({ ...all, channel, given: true })
  const no = (channel: Medium | 'any'): ConsentFact => ({ ...all, channel, given: false })
  const { kind } = wish
  switch (kind) {
    case 'consent_calls':
      return [yes('call'), { ...yes('call'), scope: 'extra_calls' }]
    case 'consent_text':
      return [yes('sms')]
    case 'consent_email':
      return [yes('email')]
    case 'no_medium':
      return [no(medium ?? 'any')]
    case 'no_address':
      return [no('any')]
    case 'opt_out':
      // Of an address it is every electronic message to it, whatever the debt; of a medium alone, that medium.
      return wish.address === undefined && medium !== undefined
        ? [no(medium)]
        : MEDIA_GROUPS.electronic.map((channel) => ({ ...no(channel), accountIds: undefined }))
    case 'inconvenient_time':
    case 'inconvenient_place':
    case 'agreed_time':
    case 'needs_time':
    case 'another_time':
      return []
  }
}

const WISHES = [
  'inconvenient_time',
  'inconvenient_place',
  'agreed_time',
  'needs_time',
  'another_time',
] as const

export function wishesOf(wish: SituationPreference, context: SituationContext): WishFact[] {
  const kind = WISHES.find((each) => each === wish.kind)
  if (kind === undefined) return []
  return [
    {
      ...saidOf(wish, context),
      kind,
      saidAt: context.at(wish.at),
      days: wish.days && weekdaysOf(wish.days),
      from: wish.from === undefined ? undefined : minuteOf(wish.from),
      until: wish.to === undefined ? undefined : minuteOf(wish.to),
      place: wish.place,
      untilOn: dayAfter(wish.until),
      channel: wish.medium === undefined ? undefined : mediumOf(wish.medium),
      written: wish.written,
    },
  ]
}
