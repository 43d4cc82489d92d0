import { type Day, dayNumber } from '../core/calendar.ts'
import { isSameParty } from './past.ts'
import { arrived } from './validation.ts'
import type { ConsentFact, GuardFacts, Known, PastContact } from './verdict.ts'
import type { PlaceKind } from './vocabulary.ts'
import { type Zone, localDayNumber } from './zone.ts'

/** What is known of an address beyond its kind. */
export type AddressFact = {
  readonly addressId: bigint
  readonly kind: PlaceKind
  readonly usedByCreditor: Known
  readonly publicDomain: Known
  readonly givenInContract: Known
  /** The last day on which a complete database said that the number was still theirs. */
  readonly checkedOn: Day | undefined
}

type Harbor = {
  readonly facts: GuardFacts
  readonly zone: Zone
  readonly address: AddressFact
  /** Local day (its number) of the message. */
  readonly onDay: number
  /** Firms that collect their own debts: what they used is no collector's use. */
  readonly creditors: readonly string[]
}

/**
 * Whether an email to the address is protected (12 CFR 1006.6(d)(4)): the person used it or agreed,
 * or the creditor used it and told of the transfer with `optOutDays` to opt out, or the collector
 * before used it. How that one came by it is not told, and is not held against this one.
 */
export function isEmailHarbor(harbor: Harbor, optOutDays: number): boolean {
  const { facts } = harbor
  if (refused(harbor, 'email')) return false
  const { id } = facts.firm
  return (
    wroteFrom(harbor, 'email', id).length > 0 ||
    agreed(harbor, 'email', id).length > 0 ||
    wasTold(harbor, optOutDays) ||
    wasUsedBefore(harbor)
  )
}

/** By the collector immediately before this one. */
function wasUsedBefore({ facts, address, creditors }: Harbor): boolean {
  const theirs = facts.history.filter(
    (past) => past.direction === 'out' && past.by !== facts.firm.id && !creditors.includes(past.by),
  )
  const before = theirs.at(-1)?.by
  return theirs.some(
    (past) =>
      past.by === before &&
      past.channel === 'email' &&
      past.addressId === address.addressId &&
      arrived(past),
  )
}

function wasTold({ facts, zone, address, onDay }: Harbor, optOutDays: number): boolean {
  if (address.usedByCreditor === false || address.publicDomain === false) return false
  if (address.kind === 'work_email') return false
  return facts.history.some((past) => {
    if (past.notice !== 'email_transfer' || past.optOutBy === undefined || !arrived(past))
      return false
    const optOutBy = dayNumber(past.optOutBy)
    return (
      (past.addressId === undefined || past.addressId === address.addressId) &&
      past.by !== facts.firm.id &&
      optOutBy - localDayNumber(zone, past.at) >= optOutDays &&
      onDay > optOutBy
    )
  })
}

/**
 * Whether a text to the number is protected (12 CFR 1006.6(d)(5)): the person texted from it or
 * agreed, and in the last `days` days did so again or the number was found not reassigned since.
 */
export function isTextHarbor(harbor: Harbor, days: number): boolean {
  if (refused(harbor, 'sms')) return false
  const { zone, address, onDay, facts } = harbor
  const { id } = facts.firm
  const dayOf = (at: PastContact['at']) => localDayNumber(zone, at)
  const grounds = [
    ...wroteFrom(harbor, 'sms', id).map((past) => dayOf(past.at)),
    ...agreed(harbor, 'sms', id).map((consent) => dayOf(consent.effectiveAt)),
  ].filter((on) => on <= onDay)
  const checked = address.checkedOn === undefined ? undefined : dayNumber(address.checkedOn)
  const isRecent = (on: number | undefined) => on !== undefined && on <= onDay && onDay - on < days
  return grounds.some((on) => isRecent(on) || (isRecent(checked) && (checked ?? 0) >= on))
}

const wroteFrom = (
  { facts, address }: Harbor,
  channel: 'sms' | 'email',
  firm: string,
): readonly PastContact[] =>
  facts.history.filter(
    (past) =>
      past.direction === 'in' &&
      past.channel === channel &&
      past.party === 'borrower' &&
      past.addressId === address.addressId &&
      past.by === firm,
  )

const agreed = (
  { facts, address }: Harbor,
  channel: 'sms' | 'email',
  firm: string,
): readonly ConsentFact[] =>
  facts.consents.filter(
    (consent) =>
      consent.given &&
      consent.scope === 'contact' &&
      consent.channel === channel &&
      isSameParty(consent.party, 'borrower') &&
      (consent.addressId === undefined || consent.addressId === address.addressId) &&
      (consent.givenTo ?? facts.firm.id) === firm,
  )

/** A refusal that no later yes or use took back. */
function refused({ facts, address }: Harbor, channel: 'sms' | 'email'): boolean {
  const about = facts.consents.filter(
    (consent) =>
      consent.scope === 'contact' &&
      (consent.channel === channel || consent.channel === 'any') &&
      (consent.addressId === undefined || consent.addressId === address.addressId),
  )
  return about.findLast(() => true)?.given === false
}
