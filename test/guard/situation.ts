import { addDays, day, type Day } from '../../src/core/calendar.ts'
import { ADDRESS_KINDS, CHANNELS, type Channel } from '../../src/core/channel.ts'
import { instantOf } from '../../src/guard/cases.ts'
import type {
  ConsentFact,
  ContactResult,
  Disclosure,
  GuardFacts,
  HoldFact,
  PastContact,
  Proposal,
} from '../../src/guard/verdict.ts'
import { zoneOf } from '../../src/guard/zone.ts'

/** What this test reads of a worked case; the cases have more, which puts them out of scope. */
export type Situation = {
  id: string
  jurisdictions: string[]
  effectiveOn: string
  ask: string
  why: string
  collector: { id: string; kind: 'creditor' | 'agency' | 'purchaser' }
  borrower: { zones: string[]; representative?: { consentsToDirect?: boolean } }
  debts: { id: string; account?: string; servicingAccount?: string }[]
  addresses?: { id: string; kind: string }[]
  holds?: {
    kind: string
    from: string
    until?: string
    debts?: string[]
    written?: boolean
    resolvedOn?: string
    treatmentEndedOn?: string
  }[]
  arrangements?: { debts: string[]; from: string; performing: boolean }[]
  preferences?: {
    at: string
    kind: string
    medium?: string
    address?: string
    debts?: string[]
    until?: string
  }[]
  history?: {
    at: string
    channel: string
    direction: 'in' | 'out'
    party?: string
    result: string
    debts?: string[]
    discussed?: string[]
    by?: string
    address?: string
    numberNotBorrowers?: boolean
    notice?: string
  }[]
  proposal: {
    at: string
    channel: string
    to: string
    debts: string[]
    purpose: string
    address?: string
    content?: { optOut?: string }
    replyTo?: string
    aiVoice?: boolean
  }
  expect: { decision: string; until?: string; rules: string[]; strength?: string; flags?: string[] }
}

const PLACES = ['cn', 'us', 'uk', 'au']
const WISHES = ['consent_calls', 'opt_out', 'no_medium', 'no_address']

/** Whether a case is only about what the rules of the four packs judge by now. */
export function isInScope(each: Situation, known: ReadonlySet<string>): boolean {
  return (
    each.ask === 'judge' &&
    each.jurisdictions.every((place) => PLACES.includes(place)) &&
    each.expect.rules.every((rule) => known.has(rule)) &&
    each.expect.flags === undefined &&
    each.proposal.purpose === 'collect' &&
    each.proposal.replyTo === undefined &&
    CHANNELS.some((channel) => channel === each.proposal.channel) &&
    (each.preferences ?? []).every((wish) => WISHES.includes(wish.kind)) &&
    // A workplace has its own hours, and notices start waiting periods: no fact says so here yet.
    !(each.addresses ?? []).some((address) => address.kind.startsWith('work')) &&
    !(each.history ?? []).some((past) => past.notice !== undefined)
  )
}

const number = (id: string | undefined): bigint => {
  let value = 7n
  for (const letter of id ?? '') value = value * 131n + BigInt(letter.charCodeAt(0))
  return value
}

const accountOf = (each: Situation, debt: string): bigint => {
  const found = each.debts.find((one) => one.id === debt)
  return number(found?.account ?? found?.servicingAccount ?? debt)
}

const accountsOf = (each: Situation, debts: readonly string[]): bigint[] => [
  ...new Set(debts.map((debt) => accountOf(each, debt))),
]

function instant(each: Situation, local: string) {
  const zone = zoneOf(each.borrower.zones[0] ?? '')
  if (zone === undefined) throw new Error(`${each.id}: no zone`)
  return instantOf(zone, local)
}

export function proposalOf(each: Situation): Proposal {
  const channel = CHANNELS.find((one) => one === each.proposal.channel) ?? 'call'
  const optOut = each.proposal.content?.optOut
  const stops = optOut === undefined || optOut === 'reply_word' || optOut === 'link'
  const others: Disclosure[] = ['who_we_are', 'how_to_check']
  return {
    at: instant(each, each.proposal.at),
    channel,
    audience: each.proposal.to === 'borrower' ? 'borrower' : 'third_party',
    purpose: 'collect',
    addressId: number(each.proposal.address),
    addressKind: ADDRESS_KINDS[channel][0] ?? 'mobile',
    accountIds: accountsOf(each, each.proposal.debts),
    content: { says: stops ? [...others, 'how_to_stop'] : others },
  }
}

export function factsOf(each: Situation): GuardFacts {
  return {
    jurisdictions: each.jurisdictions,
    zones: each.borrower.zones,
    firmKind: each.collector.kind === 'creditor' ? 'creditor' : 'agency',
    holds: holdsOf(each),
    consents: (each.preferences ?? []).flatMap((wish) => consentsOf(each, wish)),
    history: (each.history ?? []).flatMap((past) => pastOf(each, past)),
  }
}

const HOLD: Readonly<Record<string, string>> = {
  bankruptcy: 'bankruptcy',
  stay: 'bankruptcy',
  breathing_space: 'breathing_space',
  crisis_breathing_space: 'moratorium',
  cease: 'cease',
  refusal_to_pay: 'cease',
  dispute: 'dispute',
  liability_denied: 'dispute',
  original_creditor_request: 'dispute',
  hardship_pending: 'hardship',
  plan_in_preparation: 'advice',
}

function holdsOf(each: Situation): HoldFact[] {
  const all = (debts: readonly string[] | undefined): (bigint | undefined)[] =>
    debts === undefined ? [undefined] : accountsOf(each, debts)
  const holds = (each.holds ?? []).flatMap((hold) =>
    all(hold.debts).map((accountId) => ({
      reason: HOLD[hold.kind] ?? hold.kind,
      written: hold.written ?? false,
      accountId,
      fromOn: day(hold.from),
      untilOn: endOf(hold),
    })),
  )
  const plans = (each.arrangements ?? []).flatMap((plan) =>
    plan.performing
      ? all(plan.debts).map((accountId) => ({
          reason: 'plan',
          written: true,
          accountId,
          fromOn: day(plan.from),
          untilOn: undefined,
        }))
      : [],
  )
  const { representative } = each.borrower
  const represented = representative !== undefined && representative.consentsToDirect !== true
  const attorney: HoldFact[] = represented
    ? [
        {
          reason: 'attorney',
          written: true,
          accountId: undefined,
          fromOn: day('2000-01-01'),
          untilOn: undefined,
        },
      ]
    : []
  return [...holds, ...plans, ...attorney]
}

function endOf(hold: NonNullable<Situation['holds']>[number]): Day | undefined {
  if (hold.resolvedOn !== undefined) return day(hold.resolvedOn)
  if (hold.treatmentEndedOn !== undefined) return addDays(day(hold.treatmentEndedOn), 31)
  return hold.until === undefined ? undefined : addDays(day(hold.until), 1)
}

type Wish = NonNullable<Situation['preferences']>[number]

function consentsOf(each: Situation, wish: Wish): ConsentFact[] {
  const said = {
    scope: 'contact' as const,
    addressId: wish.address === undefined ? undefined : number(wish.address),
    given: false,
    effectiveAt: instant(each, wish.at),
    expiresAt:
      wish.until === undefined ? undefined : instant(each, `${addDays(day(wish.until), 1)}T00:00`),
  }
  switch (wish.kind) {
    case 'consent_calls':
      return [{ ...said, scope: 'extra_calls', channel: 'call', given: true }]
    case 'opt_out':
      return (['sms', 'email', 'message'] as const).map((channel) => ({ ...said, channel }))
    case 'no_medium':
      return [{ ...said, channel: channelOf(wish.medium ?? '') ?? 'any' }]
    default:
      return [{ ...said, channel: 'any' }]
  }
}

const channelOf = (name: string): Channel | undefined => {
  if (name === 'voicemail') return 'call'
  if (name === 'im') return 'message'
  return CHANNELS.find((one) => one === name)
}

const RESULT: Readonly<Record<string, ContactResult>> = {
  not_connected: 'not_connected',
  bounced: 'not_connected',
  unanswered: 'unanswered',
  not_met: 'unanswered',
  voicemail: 'voicemail',
  // It reached the person, and nobody talked.
  answered_dropped: 'voicemail',
  conversation: 'conversation',
  met: 'conversation',
  delivered: 'delivered',
  unknown: 'unknown',
}

function pastOf(each: Situation, past: NonNullable<Situation['history']>[number]): PastContact[] {
  const channel = channelOf(past.channel)
  const isOurs =
    past.by === undefined || past.by === each.collector.id || each.jurisdictions.includes('cn')
  if (channel === undefined || !isOurs || past.numberNotBorrowers === true) return []
  if (past.party !== undefined && past.party !== 'borrower') return []
  const debts = past.result === 'conversation' ? (past.discussed ?? past.debts) : past.debts
  return [
    {
      at: instant(each, past.at),
      channel,
      direction: past.direction,
      result: RESULT[past.result] ?? 'unknown',
      addressId: number(past.address),
      accountIds: accountsOf(each, debts ?? each.debts.map((debt) => debt.id)),
    },
  ]
}
