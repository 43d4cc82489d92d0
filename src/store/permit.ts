import { createHash } from 'node:crypto'
import { isTooLong, type Rendered } from './render.ts'
import { textOf } from './text-of.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import {
  permitEndsAt,
  pickAddress,
  withFullSlots,
  type FullSlots,
  type AddressFact,
} from '../engine/contact.ts'
import type { Sender } from '../engine/template-lint.ts'
import type { LawBook } from '../guard/book.ts'
import { ruleOfSlot, slotCounts } from '../guard/cap.ts'
import { judge } from '../guard/judge.ts'
import type { Rule } from '../guard/rules.ts'
import { RESULTS } from '../guard/vocabulary.ts'
import { latestStartOfDay, localDayNumber, zoneOf } from '../guard/zone.ts'
import type {
  ContactResult,
  ContentFacts,
  GuardFacts,
  Proposal,
  SlotNeed,
  Verdict,
} from '../guard/verdict.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import {
  lockBorrower,
  readGuardFacts,
  type AccountFact,
  type BorrowerFacts,
  type BorrowerRef,
  type LockedBorrower,
  type TreatmentFact,
} from './guard-facts.ts'
import { firmIdOf } from './guard-past.ts'
import { speaksFor, withAsked, type AskedNow } from './asked-now.ts'
import { personsOf, takeShared, type SharedSlot } from './shared-cap.ts'
import { askGuard } from './guard-ask.ts'
import { outOfTimeFault } from './out-of-time.ts'
import { throughApp, type Apps } from './permit-app.ts'
import { isServicing, purposeOf } from './servicing.ts'
import { keepUnasked, type Unasked } from './unasked.ts'
import { giveBackSlots, takeSlots } from './slots.ts'
import type { Templates } from './templates.ts'
import { insertPermit, keepVerdict } from './verdict.ts'
import { withdrawPermits } from './withdraw.ts'

/** What every permit of one run has in common. */
export type Desk = {
  readonly law: LawBook
  readonly templates: Templates
  readonly sender: Sender
  readonly today: Day
  /** Channels with an automatic provider; the others are listed for people. */
  readonly automatic: ReadonlySet<Channel>
  /** The apps of the channel 'message', where there are any, and what they approved. */
  readonly apps?: Apps | undefined
  readonly permitLifeMs: number
  /** Hashes the people of caps that tenants share; undefined: this tenant's caps end with it. */
  readonly capKey?: Buffer | undefined
  readonly madeBy: string
  /** Of a run for one message that its reader asks for now. */
  readonly asked?: AskedNow | undefined
}

export type Permit = {
  readonly contactId: bigint
  readonly attemptKey: string
  readonly channel: Channel
  readonly address: AddressFact
  readonly rendered: Rendered
  readonly expiresAt: Instant
  readonly blockVersion: bigint
  readonly proposal: Proposal
  readonly verdict: Verdict
}

export type Answer =
  | { readonly is: 'permitted'; readonly permit: Permit }
  /** The guard's answer, or its yes to something that people carry out. */
  | { readonly is: 'judged'; readonly verdict: Verdict }
  /** Not a question for the guard: it never saw a proposal. */
  | { readonly is: 'unasked'; readonly why: Unasked }
  | { readonly is: 'gone' }

export type Ask = BorrowerRef & { readonly treatmentId: bigint }

/**
 * From a treatment to a permit, in one transaction on the primary: lock the borrower, read the
 * facts, judge, take a slot for every cap, commit. Step by step, for what a batch leaves aside, because a permit must be withdrawn first,
 * a cap was lowered or is full, or something is wrong with it.
 */
export const askAlone = (db: Db, ref: Ask, desk: Desk, now: Instant): Promise<Answer> =>
  inTenant(db, ref.tenantId, (tx) => decide(tx, ref, desk, now), { retries: 3 })

async function decide(tx: Tx, ref: Ask, desk: Desk, now: Instant): Promise<Answer> {
  const borrower = await lockBorrower(tx, ref)
  if (borrower === undefined) return { is: 'gone' }
  const ask = { treatmentId: ref.treatmentId, zones: borrower.zones, now }
  const facts = await readGuardFacts(tx, ref, ask)
  await withdrawPermits(tx, ref, facts.stale, { why: 'not_used', now })
  const heard = hear({ ref, borrower, facts, desk, now })
  if (heard.is === 'gone') return heard
  if (heard.is === 'unasked') {
    await keepUnasked(tx, ref, heard.why)
    return heard
  }
  if (heard.is === 'permits') return permit(tx, heard)
  await keepVerdict(tx, heard.judged, heard.verdict, undefined)
  return { is: 'judged', verdict: heard.verdict }
}

/** What the guard made of one treatment, before anything is written. */
export type Heard =
  | { readonly is: 'gone' }
  | { readonly is: 'unasked'; readonly why: Unasked }
  | { readonly is: 'judged'; readonly judged: Judged; readonly verdict: Verdict }
  | {
      readonly is: 'permits'
      readonly judged: Permitted
      readonly verdict: Allow
      readonly needs: readonly KeptNeed[]
    }

/** A slot to take, and which ends of the contact its rule counts: frozen with the permit. */
export type KeptNeed = SlotNeed & { readonly keeps: readonly ContactResult[] }

export const needsOf = (slots: readonly SlotNeed[], rules: readonly Rule[]): KeptNeed[] =>
  slots.map((need) => {
    const rule = ruleOfSlot(rules, need.key)
    return { ...need, keeps: RESULTS.filter((end) => rule === undefined || slotCounts(rule, end)) }
  })

export function hear(from: {
  readonly ref: Ask
  readonly borrower: LockedBorrower
  readonly facts: BorrowerFacts
  readonly desk: Desk
  readonly now: Instant
}): Heard {
  const { ref, borrower, desk, now } = from
  const facts = withAsked(from.facts, ref.tenantId, desk.asked)
  const { treatment, account } = facts
  if (treatment === undefined || account === undefined) return { is: 'gone' }
  const first = planOf(treatment, account, facts)
  if ('why' in first) return { is: 'unasked', why: first.why }
  const rules = desk.law.rulesFor(account.jurisdictions, desk.today, firmIdOf(ref.tenantId))
  const speaking = speaksFor(treatment, account, rules)
  const said = textOf(treatment, { borrower, account: speaking, desk })
  const text = said?.text
  if (text === undefined && first.channel !== 'call') return { is: 'unasked', why: 'no_template' }
  const plan = throughApp(first, { text, facts, desk, now })
  if ('why' in plan) return { is: 'unasked', why: plan.why }
  if (text !== undefined && isTooLong(plan.channel, text)) return { is: 'unasked', why: 'too_long' }
  const wrong = outOfTimeFault({
    account,
    text: text?.whole,
    language: borrower.language,
    today: desk.today,
  })
  if (wrong !== undefined) return { is: 'unasked', why: wrong }
  // Words for a call and somebody that says them: no person speaks.
  const isByMachine = plan.channel === 'call' && text !== undefined && desk.automatic.has('call')
  const content = said?.content
  const asked = askOf({ ref, plan, content, borrower, account, facts, now, isByMachine })
  const verdict = judge(asked.proposal, asked.facts, rules)
  const judged = { ref, desk, now, plan, text, borrower, treatment, asked }
  if (verdict.decision !== 'allow' || text === undefined || !desk.automatic.has(plan.channel)) {
    return { is: 'judged', judged, verdict }
  }
  return {
    is: 'permits',
    judged: { ...judged, text },
    verdict,
    needs: needsOf(verdict.slots, rules),
  }
}

type Plan = { readonly channel: Channel; readonly address: AddressFact }

function planOf(
  treatment: TreatmentFact,
  account: AccountFact,
  facts: BorrowerFacts,
): Plan | { readonly why: Unasked } {
  const { channel } = treatment
  if (channel === undefined) return { why: 'no_channel' }
  if (!account.isDue && !isServicing(treatment.template)) return { why: 'nothing_due' }
  const address = pickAddress(channel, facts.addresses)
  return address === undefined ? { why: 'no_address' } : { channel, address }
}

type Asked = { readonly proposal: Proposal; readonly facts: GuardFacts }

function askOf(from: {
  ref: Ask
  plan: Plan
  content: ContentFacts | undefined
  borrower: LockedBorrower
  account: AccountFact
  facts: BorrowerFacts
  now: Instant
  isByMachine: boolean
}): Asked {
  const { ref, plan, content, borrower, account, facts, now, isByMachine } = from
  const { channel, address } = plan
  const { zones } = borrower
  return askGuard({
    tenantId: ref.tenantId,
    now,
    channel,
    address,
    account,
    facts,
    zones,
    purpose: purposeOf(facts.treatment?.template),
    replyTo: facts.treatment?.said && `inbound-${facts.treatment.said.inbound}`,
    content,
    isByMachine,
  })
}

/** Everything that was asked and judged in one permit transaction. */
export type Judged = {
  readonly ref: Ask
  readonly desk: Desk
  readonly now: Instant
  readonly plan: Plan
  readonly text: Rendered | undefined
  readonly borrower: LockedBorrower
  readonly treatment: TreatmentFact
  readonly asked: Asked
}

export type Allow = Extract<Verdict, { decision: 'allow' }>

/** Judged, and to be sent by a machine. */
export type Permitted = Judged & { readonly text: Rendered }

async function permit(tx: Tx, heard: Extract<Heard, { is: 'permits' }>): Promise<Answer> {
  const { judged, verdict, needs } = heard
  const { ref, now } = judged
  const got = await takeSlots(tx, ref, needs, now)
  if ('full' in got) {
    const full = { keys: got.full, freeAt: got.freeAt }
    const later = withFullSlots(verdict, full)
    await keepVerdict(tx, judged, later, full)
    return { is: 'judged', verdict: later }
  }
  const made = termsOf(judged, verdict)
  const shared = await takeSharedOf(tx, judged, needs, made)
  if ('full' in shared) {
    await giveBackSlots(tx, ref, got.taken, now)
    const later = withFullSlots(verdict, shared.full)
    await keepVerdict(tx, judged, later, shared.full)
    return { is: 'judged', verdict: later }
  }
  const slots = { slots: got.taken, sharedSlots: shared.taken }
  const contactId = await insertPermit(tx, judged, verdict, { ...made, ...slots })
  return { is: 'permitted', permit: permitOf(judged, verdict, { ...made, contactId }) }
}

/** Caps that end at this tenant are in its own slots alone. */
async function takeSharedOf(
  tx: Tx,
  { ref, desk, now, asked, treatment }: Permitted,
  all: readonly KeptNeed[],
  { attemptKey }: Terms,
): Promise<{ readonly taken: readonly SharedSlot[] } | { readonly full: FullSlots }> {
  const { capKey } = desk
  const needs = all.filter((need) => need.shared === true)
  if (capKey === undefined || needs.length === 0) return { taken: [] }
  const persons = await personsOf(tx, ref, { accountId: treatment.accountId, capKey })
  const got = await takeShared(tx, persons, needs, { attemptKey, now })
  if ('taken' in got) return got
  const zones = asked.facts.zones.flatMap((name) => zoneOf(name) ?? [])
  const keys = got.full.map((need) => need.key)
  const tomorrow = latestStartOfDay(zones, (zone) => localDayNumber(zone, now) + 1)
  return { full: { keys, freeAt: tomorrow, shared: true } }
}

/** How a permit is known, and until when it may be used. */
export type Terms = { readonly attemptKey: string; readonly expiresAt: Instant }

export const termsOf = ({ ref, desk, now, treatment }: Permitted, verdict: Allow): Terms => ({
  attemptKey: attemptKeyOf(ref, treatment.tried),
  expiresAt: permitEndsAt(now, verdict.closesAt, desk.permitLifeMs),
})

export const permitOf = (
  { plan, text, borrower, asked }: Permitted,
  verdict: Allow,
  made: Terms & { readonly contactId: bigint },
): Permit => ({
  ...made,
  channel: plan.channel,
  address: plan.address,
  rendered: text,
  blockVersion: borrower.blockVersion,
  proposal: asked.proposal,
  verdict,
})

/** Made from what is tried and how often it was: the same try has the same key on every machine. */
export function attemptKeyOf(ref: Ask, tried: number): string {
  const text = `${ref.tenantId} ${ref.borrowerId} ${ref.treatmentId} ${tried}`
  const bytes = createHash('sha256').update(`attempt ${text}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
