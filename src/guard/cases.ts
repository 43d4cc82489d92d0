import { assert } from '../core/assert.ts'
import { type Instant, day, dayNumber } from '../core/calendar.ts'
import { ADDRESS_KINDS, type Channel } from '../core/channel.ts'
import type { RuleCase, RuleFile } from './file.ts'
import { judgeAlone } from './judge.ts'
import { compileRules, packOf } from './rules.ts'
import type { ConsentFact, GuardFacts, HoldFact, PastContact, Proposal, Reason } from './verdict.ts'
import { DAY_MS, type Zone, localText, zoneOf } from './zone.ts'

export type CaseAnswer = {
  readonly expect: RuleCase['expect']
  /** Local time in the first zone of the case, to the minute. */
  readonly until: string | undefined
}

/** Runs one case of a rule's file against that rule alone, the others being there for what it names. */
export function runCase(
  file: RuleFile,
  wanted: RuleCase,
  files: readonly RuleFile[],
  hear: (reason: Reason) => void = () => {},
): CaseAnswer {
  const zones = wanted.zones ?? [file.zone]
  const zone = zoneOf(zones[0] ?? '')
  assert(zone !== undefined, `${file.id}: a case has no zone`)
  const onDay = day(wanted.on ?? wanted.at.slice(0, 10))
  const rules = compileRules(files, onDay).filter((rule) => rule.id === file.id)
  const verdict = judgeAlone(
    proposalOf(file, wanted, zone),
    factsOf(file, wanted, zones, zone),
    rules,
  )
  if (verdict === undefined) return { expect: 'silent', until: undefined }
  for (const reason of verdict.reasons) hear(reason)
  return {
    expect: verdict.decision,
    until: verdict.decision === 'defer' ? localText(zone, verdict.until) : undefined,
  }
}

function proposalOf(file: RuleFile, wanted: RuleCase, zone: Zone): Proposal {
  const channel = wanted.channel ?? file.covers.channels[0] ?? 'call'
  const [addressKind] = ADDRESS_KINDS[channel]
  assert(addressKind !== undefined, `no address for ${channel}`)
  return {
    at: instantOf(zone, wanted.at),
    channel,
    audience: wanted.audience ?? 'borrower',
    purpose: wanted.purpose ?? file.covers.purposes[0] ?? 'collect',
    addressId: 1n,
    addressKind,
    accountIds: [1n],
    content: wanted.says && { says: wanted.says },
    voice: wanted.voice,
  }
}

function factsOf(
  file: RuleFile,
  wanted: RuleCase,
  zones: readonly string[],
  zone: Zone,
): GuardFacts {
  const holds = (wanted.holds ?? []).map((hold): HoldFact => ({
    reason: hold.reason,
    written: hold.written ?? false,
    accountId: hold.account === undefined ? undefined : BigInt(hold.account),
    fromOn: day(hold.from),
    untilOn: hold.until === undefined ? undefined : day(hold.until),
  }))
  const consents = (wanted.consents ?? []).map((consent): ConsentFact => ({
    scope: consent.scope ?? 'contact',
    channel: consent.channel ?? 'any',
    addressId: consent.address === undefined ? undefined : BigInt(consent.address),
    given: consent.given,
    effectiveAt: instantOf(zone, consent.at),
    expiresAt: consent.until === undefined ? undefined : instantOf(zone, consent.until),
  }))
  const first = file.covers.channels[0] ?? 'call'
  return {
    jurisdictions: [packOf(file.id)],
    zones,
    firmKind: wanted.firm ?? file.covers.firms[0] ?? 'agency',
    holds,
    consents,
    history: (wanted.history ?? []).flatMap((past) => pastOf(past, wanted.channel ?? first, zone)),
  }
}

type CasePast = NonNullable<RuleCase['history']>[number]

function pastOf(past: CasePast, channel: Channel, zone: Zone): PastContact[] {
  const one: PastContact = {
    at: instantOf(zone, past.at),
    channel: past.channel ?? channel,
    direction: past.direction ?? 'out',
    result: past.result,
    addressId: BigInt(past.address ?? 1),
    accountIds: [BigInt(past.account ?? 1)],
  }
  return Array.from({ length: past.times ?? 1 }, () => one)
}

/** The first instant with this wall-clock time at the place. */
export function instantOf(zone: Zone, local: string): Instant {
  const onDay = dayNumber(day(local.slice(0, 10)))
  const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
  const wall = onDay * DAY_MS + minute * 60_000
  // An hour that the clocks skip is read with the distance from UTC that held before it.
  const early = (wall - zone.stretchAt((wall - DAY_MS) as Instant).offsetMs) as Instant
  const late = (wall - zone.stretchAt(early).offsetMs) as Instant
  return localText(zone, early) !== local && localText(zone, late) === local ? late : early
}
