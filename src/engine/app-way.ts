import type { Instant } from '../core/calendar.ts'
import type { AddressKind } from '../core/channel.ts'
import type { ConsentFact } from '../guard/verdict.ts'
import { triable, type AddressFact } from './contact.ts'

/** What a provider says of a text that it is asked to approve. */
export const APPROVALS = ['pending', 'approved', 'rejected', 'paused', 'disabled'] as const
export type Approval = (typeof APPROVALS)[number]

export const APP_FACTS = [
  'linked',
  'heard',
  'accepted',
  'refused',
  'blocked',
  'closed',
  'used',
  'back',
] as const

/** What is known of a person at one provider's app; the newest words stand, none is changed. */
export type AppFact = {
  readonly factId: bigint
  readonly addressId: bigint
  readonly provider: string
  /**
   * 'heard': they did something there that lets us answer until `closesAt`, so many times. 'accepted':
   * they want the messages of a template, so many. 'used' and 'back' name the fact that gave the right.
   */
  readonly kind: (typeof APP_FACTS)[number]
  readonly template?: string | undefined
  /** undefined: as often as we like. */
  readonly uses?: number | undefined
  readonly closesAt?: Instant | undefined
  readonly rightId?: bigint | undefined
  readonly at: Instant
}

/** An approved text that is the same as ours to the last character, and the values in it. */
export type AppFill = {
  readonly code: string
  readonly language: string
  /** 'once': each message uses up one consent of the person to that template. */
  readonly needs: 'nothing' | 'once'
  readonly values: readonly (readonly [name: string, value: string])[]
}

export type AppText = { readonly subject: string | undefined; readonly body: string }

/** One provider of the channel 'message', and what it asks before it takes anything. */
export type AppWay = {
  readonly provider: string
  readonly takes: AddressKind
  /** It knows people by a name of its own, which somebody must have tied to the borrower. */
  readonly asksLink: boolean
  /** It takes templates only for people who said that they want its messages. */
  readonly asksOptIn: boolean
  fills(text: AppText): readonly AppFill[]
}

export type SentAs =
  | { readonly form: 'free' }
  | { readonly form: 'template'; readonly fill: AppFill }

/** What a refusal of an app says beyond the one message: of the person there, or of the template. */
export type Teaches = 'closed' | 'refused' | 'blocked' | 'paused' | 'disabled'

/** How a message may leave: by whom, to which address, in which form, and what right that uses up. */
export type Chosen = {
  readonly provider: string
  readonly address: AddressFact
  readonly as: SentAs
  readonly uses: AppFact | undefined
}

/** The order is that of how near a message came to leaving: of several, the last is the one to tell. */
export const NO_WAYS = [
  'no_app_address',
  'not_linked',
  'blocked_there',
  'out_of_window',
  'not_approved',
  'no_opt_in',
  'consent_used_up',
] as const
export type NoWay = (typeof NO_WAYS)[number]

export type AppAsk = {
  readonly addresses: readonly AddressFact[]
  readonly consents: readonly ConsentFact[]
  readonly facts: readonly AppFact[]
  readonly approvalOf: (provider: string, fill: AppFill) => Approval | undefined
  readonly text: AppText
  readonly now: Instant
}

/**
 * The first provider in the tenant's own order by which this text may leave now: as it is while their window
 * is open, else as an approved template, else not at all. Another channel is never chosen here.
 */
export function chooseWay(ways: readonly AppWay[], ask: AppAsk): Chosen | { readonly why: NoWay } {
  let furthest: NoWay = 'no_app_address'
  for (const way of ways) {
    for (const address of triable(ask.addresses).filter((one) => one.kind === way.takes)) {
      const found = wayTo(way, address, ask)
      if (!('why' in found)) return found
      if (NO_WAYS.indexOf(found.why) > NO_WAYS.indexOf(furthest)) furthest = found.why
    }
  }
  return { why: furthest }
}

function wayTo(way: AppWay, address: AddressFact, ask: AppAsk): Chosen | { why: NoWay } {
  const { provider } = way
  const own = ask.facts
    .filter((fact) => fact.provider === provider && fact.addressId === address.addressId)
    .toSorted((a, b) => a.at - b.at || (a.factId < b.factId ? -1 : 1))
  const since = sinceBlocked(own)
  const isBlocked = since.length < own.length && !since.some((fact) => fact.kind === 'linked')
  if (isBlocked) return { why: 'blocked_there' }
  if (way.asksLink && !since.some(({ kind }) => SHOWS_LINK.has(kind))) return { why: 'not_linked' }
  const window = openWindow(since, ask.now)
  if (window !== undefined)
    return {
      provider,
      address,
      as: { form: 'free' },
      uses: window.uses === undefined ? undefined : window,
    }
  return asTemplate(way, address, { ...ask, facts: since })
}

/** How one person stands at one app now, as far as facts say: for whoever looks, and decides nothing. */
export type AppStanding = {
  readonly state: 'blocked' | 'not_linked' | 'open' | 'templates_only'
  readonly windowUntil: Instant | undefined
  /** undefined: as many as we like, or there is no window. */
  readonly windowLeft: number | undefined
  readonly consents: readonly { readonly template: string; readonly left: number | undefined }[]
}

/** Told from the same facts in the same way as what a message leaves by. */
export function standingAt(
  facts: readonly AppFact[],
  of: { readonly provider: string; readonly addressId: bigint; readonly now: Instant },
): AppStanding {
  const own = facts
    .filter((fact) => fact.provider === of.provider && fact.addressId === of.addressId)
    .toSorted((a, b) => a.at - b.at || (a.factId < b.factId ? -1 : 1))
  const since = sinceBlocked(own)
  const isBlocked = since.length < own.length && !since.some((fact) => fact.kind === 'linked')
  const window = isBlocked ? undefined : openWindow(since, of.now)
  const templates = [...new Set(since.flatMap(({ template }) => template ?? []))].toSorted()
  const rights = templates.map((template) => ({ template, left: leftOf(template, since) }))
  return {
    state: isBlocked
      ? 'blocked'
      : window !== undefined
        ? 'open'
        : since.some(({ kind }) => SHOWS_LINK.has(kind))
          ? 'templates_only'
          : 'not_linked',
    windowUntil: window?.closesAt,
    windowLeft: window?.uses === undefined ? undefined : window.uses - usedIn(since, window.at),
    consents: isBlocked ? [] : rights.filter(({ left }) => left !== 0),
  }
}

/** How many messages of a template they still want; undefined: as many as we like. */
function leftOf(template: string, own: readonly AppFact[]): number | undefined {
  let left = 0
  for (const { right, used } of consentsTo(template, own)) {
    if (right.uses === undefined) return undefined
    left += Math.max(0, right.uses - used)
  }
  return left
}

const SHOWS_LINK: ReadonlySet<AppFact['kind']> = new Set(['linked', 'heard', 'accepted'])

const sinceBlocked = (own: readonly AppFact[]): readonly AppFact[] =>
  own.slice(own.findLastIndex((fact) => fact.kind === 'blocked') + 1)

/** Uses are never added up: a message after something they did counts against all that is open then. */
function openWindow(own: readonly AppFact[], now: Instant): AppFact | undefined {
  const since = own.slice(own.findLastIndex((fact) => fact.kind === 'closed') + 1)
  return since
    .filter((fact) => fact.kind === 'heard' && fact.at <= now && now < (fact.closesAt ?? 0))
    .filter((fact) => fact.uses === undefined || usedIn(own, fact.at) < fact.uses)
    .toSorted((a, b) => (b.closesAt ?? 0) - (a.closesAt ?? 0))[0]
}

/** Messages within windows that were used since. */
function usedIn(own: readonly AppFact[], at: Instant): number {
  const given = new Set(own.filter(({ kind }) => kind === 'back').map((fact) => fact.rightId))
  return own
    .filter(({ kind, template }) => template === undefined && kind === 'used')
    .filter((one) => one.at >= at && !given.has(one.factId)).length
}

function asTemplate(way: AppWay, address: AddressFact, ask: AppAsk): Chosen | { why: NoWay } {
  const { provider } = way
  const fills = way.fills(ask.text)
  if (fills.length === 0) return { why: 'out_of_window' }
  const approved = fills.filter((fill) => ask.approvalOf(provider, fill) === 'approved')
  if (approved.length === 0) return { why: 'not_approved' }
  if (way.asksOptIn && !isOptedIn(ask, address)) return { why: 'no_opt_in' }
  for (const fill of approved) {
    const as = { form: 'template', fill } as const
    if (fill.needs === 'nothing') return { provider, address, as, uses: undefined }
    const right = consentTo(fill.code, ask.facts)
    if (right !== undefined)
      return { provider, address, as, uses: right.uses === undefined ? undefined : right }
  }
  return { why: 'consent_used_up' }
}

/** The oldest acceptance that is not used up. */
function consentTo(template: string, own: readonly AppFact[]): AppFact | undefined {
  return consentsTo(template, own).find(
    ({ right, used }) => right.uses === undefined || used < right.uses,
  )?.right
}

/** What they accepted and how much of it is used; a refusal ends all before it. */
function consentsTo(template: string, own: readonly AppFact[]) {
  const about = own.filter((fact) => fact.template === template)
  const since = about.slice(about.findLastIndex((fact) => fact.kind === 'refused') + 1)
  const given = new Set(about.filter(({ kind }) => kind === 'back').map((fact) => fact.rightId))
  const used = (right: AppFact) =>
    about.filter(
      (one) => one.kind === 'used' && one.rightId === right.factId && !given.has(one.factId),
    ).length
  return since
    .filter((fact) => fact.kind === 'accepted')
    .map((right) => ({ right, used: used(right) }))
}

/** Their newest word on app messages, of this address or of all; one that has run out is none. */
function isOptedIn({ consents, now }: AppAsk, address: AddressFact): boolean {
  const newest = consents
    .filter(({ channel }) => channel === 'message')
    .filter(({ addressId }) => addressId === undefined || addressId === address.addressId)
    .filter(({ effectiveAt }) => effectiveAt <= now)
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt)
    .at(-1)
  return newest?.given === true && (newest.expiresAt === undefined || now < newest.expiresAt)
}
