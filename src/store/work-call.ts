import { randomUUID } from 'node:crypto'
import { assert } from '../core/assert.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { permitEndsAt, withFullSlots, type AddressFact } from '../engine/contact.ts'
import type { LawBook } from '../guard/book.ts'
import type { Proposal, Verdict } from '../guard/verdict.ts'
import { keepCallbacks } from './callback.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef, type LockedBorrower } from './guard-facts.ts'
import { judgeRead, readForGuard, type Judgement } from './permissions.ts'
import { needsOf, type Allow, type KeptNeed } from './permit.ts'
import { askAgainAt, isInGroup, personsOf, takeShared, type SharedSlot } from './shared-cap.ts'
import { giveBackSlots, takeSlots, type Slot } from './slots.ts'
import { recordTouch } from './touch.ts'
import { toKept } from './verdict-text.ts'
import { VERDICT, verdictValues, type Answered } from './verdict.ts'
import { isOnLine } from './voice-call.ts'
import { isLive, markWorked, readLease } from './work-lease.ts'

export type CallAsk = BorrowerRef & {
  readonly accountId: bigint
  /** undefined: the number that works best. */
  readonly addressId: bigint | undefined
  readonly userId: string
  readonly now: Instant
  readonly today: Day
  readonly law: LawBook
  readonly capKey: Buffer | undefined
  /** The gateway that dials it; without one the person dials. */
  readonly through?: string | undefined
}

export type CallMade = {
  readonly contactId: bigint
  readonly address: AddressFact
  readonly closesAt: Instant
  /** What the guard allowed, for whoever hands it to a gateway. */
  readonly permit: {
    readonly attemptKey: string
    readonly expiresAt: Instant
    readonly verdict: Allow
    readonly proposal: Proposal
  }
}

export type CallRefused =
  | { readonly declined: 'no_such_borrower' | 'no_address' | 'held_by_other' | 'line_busy' }
  | { readonly declined: 'unlawful'; readonly verdict: Verdict }

/** A person looks at the screen and dials: longer than that, and the guard is asked again. */
const CALL_LIFE_MS = 600_000

/**
 * A collector's call. One transaction of one borrower: lock, facts, guard, a slot for every cap, and
 * the attempt on the wire, committed before the number is told. So what the person may have dialled
 * is always counted, and asking twice with one key is asking once.
 */
export async function makeCall(tx: Tx, ask: CallAsk): Promise<CallMade | CallRefused> {
  const borrower = await lockBorrower(tx, ask)
  if (borrower === undefined) return { declined: 'no_such_borrower' }
  const lease = await readLease(tx, ask)
  if (lease !== undefined && lease.userId !== ask.userId && isLive(lease, ask.now))
    return { declined: 'held_by_other' }
  if (ask.through !== undefined && (await isOnLine(tx, ask))) return { declined: 'line_busy' }
  const judged = await judgeCall(tx, ask, borrower.zones)
  if (judged === undefined) return { declined: 'no_address' }
  const treatmentId = await listedCall(tx, ask)
  const answered = {
    ref: { ...ask, treatmentId: treatmentId ?? null },
    now: ask.now,
    asked: judged.asked,
    plan: { channel: 'call', address: judged.address },
    desk: ask,
  } as const
  if (judged.verdict.decision !== 'allow') return refuse(tx, answered, judged.verdict)
  const attemptKey = randomUUID()
  const got = await takeAll(tx, ask, { judged, attemptKey, verdict: judged.verdict })
  if ('later' in got) return refuse(tx, answered, got.later)
  const { verdict, address } = judged
  const { closesAt } = verdict
  const expiresAt = permitEndsAt(ask.now, closesAt, CALL_LIFE_MS)
  const by = `staff:${ask.userId}`
  const made = { ...got, attemptKey, verdict, borrower, by, expiresAt, through: ask.through }
  const contactId = await insertCall(tx, answered, made)
  await afterCall(tx, ask, { contactId, treatmentId })
  const { proposal } = judged.asked
  return { contactId, address, closesAt, permit: { attemptKey, expiresAt, verdict, proposal } }
}

async function judgeCall(
  tx: Tx,
  ask: CallAsk,
  zones: readonly string[],
): Promise<Judgement | undefined> {
  const question = { ...ask, zones }
  const read = await readForGuard(tx, question)
  const only = ask.addressId
  const addresses = read.facts.addresses.filter(
    (each) => only === undefined || each.addressId === only,
  )
  const facts = { ...read.facts, addresses }
  return judgeRead(tx, question, { ...read, facts }, { channel: 'call', at: ask.now })
}

/** The call that the strategy asked for, if it did: this is it. */
async function listedCall(tx: Tx, ask: CallAsk): Promise<bigint | undefined> {
  const found = await tx.query<{ treatment_id: bigint }>(
    `select treatment_id from treatment
      where tenant_id = $1 and borrower_id = $2 and account_id = $3 and channel = 'call'
        and state in ('listed', 'planned', 'deferred')
      order by (state = 'listed') desc, priority desc, treatment_id limit 1`,
    [ask.tenantId, ask.borrowerId, ask.accountId],
  )
  return found.rows[0]?.treatment_id
}

/** The refusal is kept whole: who was not called, and why, is asked as often as who was. */
async function refuse(tx: Tx, answered: Answered, verdict: Verdict): Promise<CallRefused> {
  const kept = { facts: answered.asked.facts, rulesOn: answered.desk.today }
  await tx.query(VERDICT, verdictValues(answered, verdict, kept))
  return { declined: 'unlawful', verdict }
}

type Taken = { readonly slots: readonly Slot[]; readonly shared: readonly SharedSlot[] }

async function takeAll(
  tx: Tx,
  ask: CallAsk,
  of: { readonly judged: Judgement; readonly verdict: Allow; readonly attemptKey: string },
): Promise<Taken | { readonly later: Verdict }> {
  const { judged, verdict, attemptKey } = of
  const needs = needsOf(verdict.slots, judged.rules)
  const got = await takeSlots(tx, ask, needs, ask.now)
  if ('full' in got)
    return { later: withFullSlots(verdict, { keys: got.full, freeAt: got.freeAt }) }
  const counted = needs.filter((need) => need.shared === true)
  if (counted.length === 0) return { slots: got.taken, shared: [] }
  const shared = await takeCounted(tx, ask, { counted, attemptKey })
  if (shared !== undefined) return { slots: got.taken, shared }
  await giveBackSlots(tx, ask, got.taken, ask.now)
  const keys = counted.map((need) => need.key)
  const freeAt = askAgainAt(judged.asked.facts.zones, ask.now)
  return { later: withFullSlots(verdict, { keys, freeAt, shared: true }) }
}

/** Caps that several lenders share: without their key nothing shows that they have room. */
async function takeCounted(
  tx: Tx,
  ask: CallAsk,
  of: { readonly counted: readonly KeptNeed[]; readonly attemptKey: string },
): Promise<readonly SharedSlot[] | undefined> {
  const { accountId, capKey } = ask
  if (capKey === undefined) return (await isInGroup(tx, ask)) ? undefined : []
  const persons = await personsOf(tx, ask, { accountId, capKey })
  const attempt = { attemptKey: of.attemptKey, now: ask.now }
  const got = await takeShared(tx, persons, of.counted, attempt)
  return 'taken' in got ? got.taken : undefined
}

type Making = Taken & {
  readonly attemptKey: string
  readonly verdict: Allow
  readonly borrower: LockedBorrower
  readonly by: string
  readonly expiresAt: Instant
  readonly through: string | undefined
}

/** Nothing is written by a call, so its template is none. */
const NO_TEMPLATE = '-'

async function insertCall(tx: Tx, answered: Answered, made: Making): Promise<bigint> {
  const { asked, desk } = answered
  const kept = { facts: asked.facts, rulesOn: desk.today }
  const found = await tx.query<{ contact_id: bigint }>(
    `with kept as (${VERDICT})
     insert into contact (tenant_id, borrower_id, attempt_key, treatment_id, verdict_id, account_ids,
       channel, address_id, template, language, state, block_version, permitted_at, expires_at,
       sending_at, provider, slots, made_by, shared_slots)
     select $1, $2, $13, $3, kept.verdict_id, $14, $4, $5, $15, $16, $22, $17, $6, $18, $6,
       $23, $19, $20, $21
     from kept returning contact_id`,
    [
      ...verdictValues(answered, made.verdict, kept),
      made.attemptKey,
      asked.proposal.accountIds,
      NO_TEMPLATE,
      made.borrower.language,
      made.borrower.blockVersion,
      instantText(made.expiresAt),
      toKept(made.slots),
      made.by,
      toKept(made.shared),
      // Whom a person dials, nobody tells of; a gateway is asked next.
      made.through === undefined ? 'accepted' : 'sending',
      made.through ?? 'desk',
    ],
  )
  const [row] = found.rows
  assert(row !== undefined, 'a call was inserted')
  return row.contact_id
}

async function afterCall(
  tx: Tx,
  ask: CallAsk,
  of: { readonly contactId: bigint; readonly treatmentId: bigint | undefined },
): Promise<void> {
  const { contactId, treatmentId } = of
  if (treatmentId !== undefined) {
    await tx.query(
      `update treatment set state = 'sent', not_before = null,
         state_why = jsonb_build_object('contact_id', $4::bigint::text)
        where tenant_id = $1 and borrower_id = $2 and treatment_id = $3`,
      [ask.tenantId, ask.borrowerId, treatmentId, contactId],
    )
  }
  await recordTouch(tx, ask, {
    channel: 'call',
    kind: 'attempt',
    on: ask.today,
    accountIds: [ask.accountId],
  })
  await keepCallbacks(tx, ask, { contactId, by: ask.userId, now: ask.now })
  await markWorked(tx, ask, ask)
}
