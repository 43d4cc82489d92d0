import type { Instant } from '../core/calendar.ts'
import { hasConsent } from './consent.ts'
import { coversPast } from './covers.ts'
import { FOREVER, type Gate, OPEN, type Word } from './gate.ts'
import {
  type Asked,
  type CountedBy,
  type Period,
  aboutOf,
  answered,
  countedIds,
  counts,
  exemptPeriods,
  freeAgainAt,
  hasMark,
  isOf,
  periodAt,
  talkedOf,
} from './past.ts'
import type { Cap, QuietAfter, Rule } from './rules.ts'
import { continuesThread } from './thread.ts'
import type { ContactResult, Flag, PastContact, SlotNeed } from './verdict.ts'
import { REBUTTALS } from './vocabulary.ts'
import { localDay } from './zone.ts'

/** At most so many counted events in a window, by account, person or address. */
export function speakOfCap(rule: Rule, cap: Cap, asked: Asked): Word {
  const { zones, proposal } = asked
  const exempt = exemptPeriods(asked, cap.exempt)
  const counted = countedOf(rule, cap, asked).filter(
    (past) => periodAt(exempt, past.at) === undefined,
  )
  const keys = keysOf(cap, asked)
  // Of each key: when each counted event leaves the window, latest first.
  const frees = keys.map((key) =>
    counted
      .filter((past) => isUnder(cap, key, past, asked))
      .map((past) => freeAgainAt(cap, zones, past.at))
      .toSorted((a, b) => b - a),
  )
  const opens = Math.max(...frees.map((free) => free[cap.times - 1] ?? -Infinity)) as Instant
  const used = Math.max(...frees.map((free) => free.filter((at) => at > proposal.at).length))
  const isExempt = periodAt(exempt, proposal.at) !== undefined
  const isAgreed = cap.unless_consent === true && hasConsent(asked)
  const ground = opens > proposal.at ? liftedBy(rule.id, cap, asked) : undefined
  // Nothing needs to be lifted while it is exempt; what is said then has no flag.
  const lifted = isAgreed ? AGREED : isExempt ? undefined : ground
  return {
    gate: (lifted ?? ground) === undefined ? gateUnless(exempt, opens, proposal.at) : OPEN,
    met: lifted === undefined ? 'cap.room' : lifted.code,
    unmet: 'cap.full',
    numbers: {
      used,
      times: cap.times,
      per: cap.per,
      ...(cap.days === undefined ? {} : { days: cap.days }),
      ...(cap.calendar === undefined ? {} : { calendar: cap.calendar }),
    },
    ...(lifted === undefined ? {} : { excepted: true, flags: lifted.flags }),
    slots: (closesAt) =>
      isExempt || lifted !== undefined
        ? []
        : keys.map((key) => slot(rule, cap, key.text, asked, closesAt)),
  }
}

const AGREED: Lifted = { code: 'consent.given', flags: [] }

type Lifted = {
  readonly code: 'rebut.ground' | 'invited' | 'consent.given'
  readonly flags: readonly Flag[]
}

/** An exception that opens a cap or a quiet period: a ground against the presumption, an invitation. */
function liftedBy(
  ruleId: string,
  part: { rebuttable?: true | undefined; invited?: true | undefined },
  asked: Asked,
): Lifted | undefined {
  const { proposal, facts } = asked
  if (part.rebuttable === true) {
    const recorded = facts.overrides.find(
      (override) => override.rule === ruleId && proposal.at < override.expiresAt,
    )
    const flag = REBUTTALS[recorded?.ground ?? proposal.purpose]
    if (flag !== undefined) return { code: 'rebut.ground', flags: [flag] }
  }
  const isInvited =
    answered(asked) !== undefined || ['reply', 'answer_request'].includes(proposal.purpose)
  return part.invited === true && isInvited ? { code: 'invited', flags: [] } : undefined
}

/** Every past event that the rule counts, whatever it was about, for the person of the proposal. */
export function countedOf(rule: Rule, cap: Cap, asked: Asked): readonly PastContact[] {
  const { proposal, facts, zones } = asked
  const left = cap.exempt?.results ?? []
  const results = cap.results.filter((result) => !left.includes(result))
  const [zone] = zones
  const days = cap.thread_business_days
  return facts.history.filter(
    (past) =>
      past.direction === 'out' &&
      past.party === proposal.to &&
      coversPast(rule.covers, past) &&
      isOf(past, cap.of, facts) &&
      counts(past, results) &&
      !(days !== undefined && zone !== undefined && continuesThread(past, { facts, zone, days })),
  )
}

/** What a cap counts by: everything, one address or one account. */
type Key = { readonly text: string; readonly id: bigint | undefined }

function keysOf(cap: Cap, { proposal, facts }: Asked): readonly Key[] {
  const who = proposal.to === 'borrower' ? '' : `${proposal.to}:`
  switch (cap.per) {
    case 'borrower':
      return [{ text: `${who}borrower`, id: 0n }]
    case 'address':
      return [{ text: `${who}address:${proposal.addressId ?? 'none'}`, id: proposal.addressId }]
    case 'debt':
    case 'account':
      return countedIds(cap.per, proposal.accountIds, facts).map((id) => ({
        text: `${who}${cap.per}:${id}`,
        id,
      }))
  }
}

function isUnder(cap: Cap, key: Key, past: PastContact, { facts }: Asked): boolean {
  if (cap.per === 'address') return past.addressId === key.id
  if (cap.per === 'borrower' || past.accountIds.length === 0) return true
  return countedIds(cap.per, aboutOf(past), facts).some((id) => id === key.id)
}

function slot(rule: Rule, cap: Cap, key: string, asked: Asked, closesAt: Instant): SlotNeed {
  return {
    rule: rule.id,
    key: `${slotPrefix(rule, cap)}${key}`,
    limit: cap.times,
    // It may leave as late as the window closes, and it counts from then.
    freeAt: freeAgainAt(cap, asked.zones, (closesAt - 1) as Instant),
    ...(cap.shared === true ? { shared: true } : {}),
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
  const { proposal, zones } = asked
  const exempt = exemptPeriods(asked, quiet.exempt)
  const starts = talksOf(rule, quiet, asked)
  const last = starts.toSorted((a, b) => a.at - b.at).at(-1)
  const opens = last === undefined ? (-Infinity as Instant) : freeAgainAt(quiet, zones, last.at)
  const isExempt = periodAt(exempt, proposal.at) !== undefined
  const ground = opens > proposal.at ? liftedBy(rule.id, quiet, asked) : undefined
  const lifted = isExempt ? undefined : ground
  const [zone] = zones
  return {
    gate: ground === undefined ? gateUnless(exempt, opens, proposal.at) : OPEN,
    met: lifted === undefined ? 'quiet.over' : lifted.code,
    unmet: 'quiet.running',
    numbers: {
      days: quiet.days,
      ...(last === undefined || zone === undefined ? {} : { lastOn: localDay(zone, last.at) }),
    },
    ...(lifted === undefined ? {} : { excepted: true, flags: lifted.flags }),
  }
}

/** What a quiet period begins with, in the person's history about these debts. */
export function talksOf(rule: Rule, quiet: QuietAfter, asked: Asked): readonly PastContact[] {
  const { proposal, facts } = asked
  return facts.history.filter(
    (past) =>
      past.party === proposal.to &&
      coversPast(rule.covers, past) &&
      isOf(past, quiet.of, facts) &&
      quiet.directions.includes(past.direction) &&
      counts(past, quiet.results) &&
      // Who only says to be busy has not talked about the debt.
      !(past.result === 'conversation' && hasMark(past, 'says_busy')) &&
      isAboutSame(quiet.per, past, asked),
  )
}

function isAboutSame(by: CountedBy, past: PastContact, { proposal, facts }: Asked): boolean {
  if (past.accountIds.length === 0) return true
  const mine = countedIds(by, proposal.accountIds, facts)
  return countedIds(by, talkedOf(past), facts).some((id) => mine.includes(id))
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
