import type { Instant } from '../core/calendar.ts'
import { FOREVER, type Gate, OPEN, type Word } from './gate.ts'
import {
  type Asked,
  type Period,
  counts,
  exemptPeriods,
  freeAgainAt,
  isAbout,
  periodAt,
} from './past.ts'
import type { Cap, QuietAfter, Rule } from './rules.ts'
import type { ContactResult, PastContact, SlotNeed } from './verdict.ts'
import { localDay } from './zone.ts'

/** At most so many counted events in a window, by account, borrower or address. */
export function speakOfCap(rule: Rule, cap: Cap, asked: Asked): Word {
  const { proposal, facts, zones } = asked
  const exempt = exemptPeriods(asked, cap.exempt)
  const left = cap.exempt?.results ?? []
  const results = cap.results.filter((result) => !left.includes(result))
  const counted = facts.history.filter(
    (past) =>
      past.direction === 'out' &&
      rule.covers.channels.includes(past.channel) &&
      counts(past, results) &&
      periodAt(exempt, past.at) === undefined,
  )
  const keys = keysOf(cap, asked)
  // Of each key: when each counted event leaves the window, latest first.
  const frees = keys.map((key) =>
    counted
      .filter((past) => isUnder(cap, key, past))
      .map((past) => freeAgainAt(cap, zones, past.at))
      .toSorted((a, b) => b - a),
  )
  const opens = Math.max(...frees.map((free) => free[cap.times - 1] ?? -Infinity)) as Instant
  const used = Math.max(...frees.map((free) => free.filter((at) => at > proposal.at).length))
  const isExempt = periodAt(exempt, proposal.at) !== undefined
  return {
    gate: gateUnless(exempt, opens, proposal.at),
    met: 'cap.room',
    unmet: 'cap.full',
    numbers: {
      used,
      times: cap.times,
      per: cap.per,
      ...(cap.days === undefined ? {} : { days: cap.days }),
      ...(cap.calendar === undefined ? {} : { calendar: cap.calendar }),
    },
    slots: (closesAt) =>
      isExempt ? [] : keys.map((key) => slot(rule, cap, key.text, asked, closesAt)),
  }
}

/** What a cap counts by: everything, one address or one account. */
type Key = { readonly text: string; readonly id: bigint }

function keysOf(cap: Cap, { proposal }: Asked): readonly Key[] {
  switch (cap.per) {
    case 'borrower':
      return [{ text: 'borrower', id: 0n }]
    case 'address':
      return [{ text: `address:${proposal.addressId}`, id: proposal.addressId }]
    case 'account':
      return proposal.accountIds.map((id) => ({ text: `account:${id}`, id }))
  }
}

function isUnder(cap: Cap, key: Key, past: PastContact): boolean {
  switch (cap.per) {
    case 'borrower':
      return true
    case 'address':
      return past.addressId === key.id
    case 'account':
      return isAbout(past, key.id)
  }
}

function slot(rule: Rule, cap: Cap, key: string, asked: Asked, closesAt: Instant): SlotNeed {
  return {
    rule: rule.id,
    key: `${slotPrefix(rule, cap)}${key}`,
    limit: cap.times,
    // It may leave as late as the window closes, and it counts from then.
    freeAt: freeAgainAt(cap, asked.zones, (closesAt - 1) as Instant),
  }
}

const slotPrefix = (rule: Rule, cap: Cap): string =>
  cap.name === undefined ? `${rule.id}:` : `${rule.id}:${cap.name}:`

/** The cap among `rules` that a slot's key was taken for. */
export function ruleOfSlot(rules: readonly Rule[], key: string): Rule | undefined {
  return rules.find(
    (rule) => rule.part.kind === 'cap' && key.startsWith(slotPrefix(rule, rule.part)),
  )
}

/**
 * Whether an attempt that ended so keeps its slot. A slot is taken before anybody knows how the
 * attempt will end; a known end that the rule does not count gives it back, 'unknown' never does.
 */
export function slotCounts(rule: Rule, result: ContactResult): boolean {
  if (rule.part.kind !== 'cap' || result === 'unknown') return true
  return rule.part.results.includes(result) && !rule.part.exempt?.results.includes(result)
}

/** Nothing for some days after a conversation, its own day included. */
export function speakOfQuiet(rule: Rule, quiet: QuietAfter, asked: Asked): Word {
  const { proposal, facts, zones } = asked
  const exempt = exemptPeriods(asked, quiet.exempt)
  const starts = facts.history
    .filter(
      (past) =>
        rule.covers.channels.includes(past.channel) &&
        quiet.directions.includes(past.direction) &&
        counts(past, quiet.results) &&
        (quiet.per === 'borrower' || proposal.accountIds.some((id) => isAbout(past, id))),
    )
    .toSorted((a, b) => a.at - b.at)
  const last = starts.at(-1)
  const opens = last === undefined ? (-Infinity as Instant) : freeAgainAt(quiet, zones, last.at)
  const [zone] = zones
  return {
    gate: gateUnless(exempt, opens, proposal.at),
    met: 'quiet.over',
    unmet: 'quiet.running',
    numbers: {
      days: quiet.days,
      ...(last === undefined || zone === undefined ? {} : { lastOn: localDay(zone, last.at) }),
    },
  }
}

/** Shut until `opens`, but for the periods that are exempt. */
function gateUnless(exempt: readonly Period[], opens: Instant, asked: Instant): Gate {
  // With time a window only empties, so what is open stays open.
  if (opens <= asked && exempt.length === 0) return OPEN
  return {
    opensAt: (at) => {
      if (at >= opens || periodAt(exempt, at) !== undefined) return at
      const next = exempt.filter((period) => period.from > at && period.until > period.from)
      return Math.min(opens, ...next.map((period) => period.from)) as Instant
    },
    // What leaves under an exemption must have left before it ends, or it would have counted.
    closesAt: (at) => periodAt(exempt, at)?.until ?? FOREVER,
  }
}
