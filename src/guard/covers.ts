import type { CoversForm } from './covers-form.ts'
import { debtsOf, type GuardFacts, type PastContact, type Proposal } from './verdict.ts'
import {
  type Circumstance,
  type DebtKind,
  type DebtStatus,
  type FirmKind,
  MEDIA_GROUPS,
  type Medium,
  PURPOSE_GROUPS,
  type PlaceKind,
  type ProceedingKind,
  type Purpose,
  ROLE_GROUPS,
  type Role,
  roleOf,
} from './vocabulary.ts'

/** Whom and what a rule is about, with the groups spelled out. */
export type Coverage = {
  readonly channels: ReadonlySet<Medium>
  readonly audience: ReadonlySet<Role>
  readonly firms: ReadonlySet<FirmKind>
  readonly purposes: ReadonlySet<Purpose>
  /** undefined where the rule asks about nothing more. */
  readonly more: More | undefined
}

type More = {
  readonly debtKinds: ReadonlySet<DebtKind> | undefined
  readonly exceptDebtKinds: ReadonlySet<DebtKind> | undefined
  readonly debtStatuses: ReadonlySet<DebtStatus> | undefined
  readonly unsecured: true | undefined
  readonly assigned: 'any' | 'non_performing' | undefined
  readonly addresses: ReadonlySet<PlaceKind> | undefined
  readonly exceptAddresses: ReadonlySet<PlaceKind> | undefined
  readonly places: ReadonlySet<Place> | undefined
  readonly voices: ReadonlySet<'person' | 'artificial'> | undefined
  readonly automated: boolean | undefined
  readonly joint: boolean | undefined
  readonly borrower: readonly Circumstance[] | undefined
  readonly employerForbids: true | undefined
  readonly severalZones: true | undefined
  readonly proceedings: readonly ProceedingKind[] | undefined
}

export function coverageOf(form: CoversForm): Coverage {
  const purposes = new Set(spell<Purpose>(form.purposes, PURPOSE_GROUPS))
  for (const purpose of form.except_purposes ?? []) purposes.delete(purpose)
  return {
    channels: new Set(spell<Medium>(form.channels, MEDIA_GROUPS)),
    audience: new Set(spell<Role>(form.audience, ROLE_GROUPS)),
    firms: new Set(form.firms),
    purposes,
    more: moreOf(form),
  }
}

/** Words, and the groups among them as their words. */
export const spell = <W extends string>(
  words: readonly string[],
  groups: Readonly<Record<string, readonly W[]>>,
): W[] => words.flatMap((word) => groups[word] ?? [word as W])

const set = <W>(words: readonly W[] | undefined) => words && new Set(words)

function moreOf(form: CoversForm): More | undefined {
  const more: More = {
    debtKinds: set(form.debt_kinds),
    exceptDebtKinds: set(form.except_debt_kinds),
    debtStatuses: set(form.debt_statuses),
    unsecured: form.unsecured,
    assigned: form.assigned,
    addresses: set(form.addresses),
    exceptAddresses: set(form.except_addresses),
    places: set(form.places),
    voices: set(form.voices),
    automated: form.automated,
    joint: form.joint,
    borrower: form.borrower,
    employerForbids: form.employer_forbids,
    severalZones: form.several_zones,
    proceedings: form.proceedings,
  }
  return Object.values(more).some((value) => value !== undefined) ? more : undefined
}

/** Whether the rule has anything to say about the proposal. */
export function coversProposal(covers: Coverage, proposal: Proposal, facts: GuardFacts): boolean {
  return (
    coversRoughly(covers, proposal) &&
    covers.firms.has(facts.firm.kind) &&
    (covers.more === undefined || coversMore(covers.more, proposal, facts))
  )
}

/** Whether it is about such a contact, whatever its special conditions are. */
const coversRoughly = (covers: Coverage, proposal: Proposal): boolean =>
  covers.channels.has(proposal.channel) &&
  covers.purposes.has(proposal.purpose) &&
  covers.audience.has(roleOf(proposal.to))

function coversMore(more: More, proposal: Proposal, facts: GuardFacts): boolean {
  return (
    (!more.severalZones || facts.zones.length > 1) &&
    (more.automated === undefined || more.automated === (proposal.automated ?? false)) &&
    (more.joint === undefined || more.joint === proposal.joint) &&
    coversVoice(more, proposal) &&
    coversAddress(more, proposal) &&
    coversBorrower(more, facts) &&
    (more.proceedings?.some((kind) => facts.proceedings.some((step) => step.kind === kind)) ??
      true) &&
    coversDebts(more, proposal, facts)
  )
}

const SPOKEN: ReadonlySet<Medium> = new Set(MEDIA_GROUPS.calls)

/** A voice that nobody told of is a person's, unless the call is made by a machine. */
function coversVoice({ voices }: More, { channel, voice, automated }: Proposal): boolean {
  if (voices === undefined) return true
  if (!SPOKEN.has(channel)) return automated === true && voices.has('artificial')
  const told = voice === 'person' || voice === 'artificial' ? voice : undefined
  return voices.has(told ?? (automated === true ? 'artificial' : 'person'))
}

export type Place = 'home' | 'work' | 'elsewhere'

const PLACES: Readonly<Record<PlaceKind, Place>> = {
  mobile: 'elsewhere',
  landline: 'home',
  work_line: 'work',
  email: 'elsewhere',
  work_email: 'work',
  post: 'home',
  work_post: 'work',
  profile: 'elsewhere',
}

/** Where a contact reaches the person. A mobile and a mailbox are in no place. */
export function placeOf({ visit, channel, addressKind }: Proposal): Place {
  if (visit?.place === 'home' || visit?.place === 'work') return visit.place
  if (addressKind !== undefined) return PLACES[addressKind]
  return channel === 'visit' || channel === 'letter' || channel === 'card' ? 'home' : 'elsewhere'
}

function coversAddress(more: More, proposal: Proposal): boolean {
  const { addressKind: kind } = proposal
  return (
    (more.addresses === undefined || (kind !== undefined && more.addresses.has(kind))) &&
    (more.exceptAddresses === undefined || kind === undefined || !more.exceptAddresses.has(kind)) &&
    (more.places === undefined || more.places.has(placeOf(proposal)))
  )
}

function coversBorrower(more: More, { borrower }: GuardFacts): boolean {
  return (
    // Nothing known is not known to be so; a fact that nobody filled is as bad as the worst.
    (more.borrower?.some((name) => isSo(borrower[name])) ?? true) &&
    (!more.employerForbids || isSo(borrower.employerForbids))
  )
}

const isSo = (known: boolean | 'unstated' | undefined): boolean =>
  known === true || known === undefined

function coversDebts(more: More, proposal: Proposal, facts: GuardFacts): boolean {
  const { debtKinds, exceptDebtKinds, debtStatuses, unsecured, assigned } = more
  if (!debtKinds && !exceptDebtKinds && !debtStatuses && !unsecured && !assigned) return true
  return debtsOf(proposal, facts).some(
    (debt) =>
      (debtKinds?.has(debt.kind) ?? true) &&
      !(exceptDebtKinds?.has(debt.kind) ?? false) &&
      (debtStatuses?.has(debt.status) ?? true) &&
      (!unsecured || debt.secured !== true) &&
      (assigned === undefined ||
        (debt.assigned !== undefined && (assigned === 'any' || debt.nonPerforming === true))),
  )
}

/** Whether a past event is one of those that the rule counts: its medium, its address, its voice. */
export function coversPast({ channels, more }: Coverage, past: PastContact): boolean {
  if (!channels.has(past.channel)) return false
  if (more === undefined) return true
  const { addressKind: kind } = past
  return (
    (more.addresses === undefined || kind === undefined || more.addresses.has(kind)) &&
    (more.exceptAddresses === undefined || kind === undefined || !more.exceptAddresses.has(kind)) &&
    (more.voices === undefined ||
      more.voices.has('person') ||
      (past.marks?.includes('artificial_voice') ?? false) ||
      past.result === 'unknown')
  )
}
