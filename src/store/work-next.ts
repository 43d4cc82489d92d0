import { assert } from '../core/assert.ts'
import { CHANNELS } from '../core/channel.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { nextWork, worksAt } from '../engine/shift.ts'
import type { LawBook } from '../guard/book.ts'
import type { Verdict } from '../guard/verdict.ts'
import { inEvent, inTenant, instantText, sendTogether, type Db, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { judgeRead, readForGuard } from './permissions.ts'
import { keepVerdict } from './verdict.ts'
import {
  dueCallbacks,
  duePromises,
  listedFirst,
  type Candidate,
  type Seeker,
} from './work-candidates.ts'
import { claimLease, leasesOf, type Lease, type LeaseWhy } from './work-lease.ts'
import {
  atWork,
  readSetup,
  servesOn,
  worklistOf,
  type Worker,
  type WorkSetup,
} from './work-setup.ts'
import { USUAL } from './work-file.ts'

export type Seeking = {
  readonly tenantId: bigint
  readonly userId: string
  readonly now: Instant
  readonly today: Day
  readonly law: LawBook
  /** One worklist alone; undefined: all that the person may work. */
  readonly worklist?: string | undefined
}

/** Why there is no case, and when it is worth asking again. */
export type NoCase = {
  readonly is: 'none'
  readonly why: 'not_set_up' | 'off_shift' | 'no_worklist' | 'nothing_lawful' | 'nothing_listed'
  readonly at: Instant | undefined
}

export type Next = { readonly is: 'lease'; readonly lease: Lease; readonly again: boolean } | NoCase

/** Candidates looked at in one round: a case that is taken meanwhile is passed over. */
const ROUND = 16
/** Hours and promises that nobody may call about now end sooner than the search, so that lists have their turn. */
const ROUNDS: Readonly<Record<Candidate['kind'], number>> = { callback: 3, promise: 3, listed: 12 }
const ROUNDS_MAX = ROUNDS.callback + ROUNDS.promise + ROUNDS.listed

/**
 * The best lawful case for one person, now: agreed callbacks, then promises whose day has come, then
 * the lists by priority. The guard is asked again at the claim, under the borrower's lock and on the
 * facts of that moment; each claim is one borrower's transaction, so any number of people may ask at
 * once and the books may lie on many nodes. Whoever has a case gets the same one again.
 */
export async function nextCase(db: Db, seeking: Seeking): Promise<Next> {
  const { tenantId, userId, now } = seeking
  const [setup, [held]] = await inEvent(db, tenantId, (tx) =>
    sendTogether(tx, [
      () => readSetup(tx, tenantId),
      () => leasesOf(tx, tenantId, { userId, now }),
    ]),
  )
  if (held !== undefined) return { is: 'lease', lease: held, again: true }
  const worker = setup.workers.get(userId)
  if (worker === undefined) return { is: 'none', why: 'not_set_up', at: undefined }
  if (!worksAt(worker.shifts, now))
    return { is: 'none', why: 'off_shift', at: nextWork(worker.shifts, now) }
  const search = { seeking, worker, setup, atWork: atWork(setup, now), looked: lookedAtNone() }
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const candidates = await inEvent(db, tenantId, (tx) => candidatesOf(tx, search))
    if (candidates.length === 0) break
    for (const candidate of candidates) {
      const got = await inEvent(db, tenantId, (tx) => claim(tx, search, candidate), {
        retries: 3,
      })
      if (got !== undefined) return { is: 'lease', ...got }
      search.looked[candidate.kind].passed.add(candidate.borrowerId)
    }
  }
  return inTenant(db, tenantId, (tx) => whyNone(tx, search))
}

type Search = {
  readonly seeking: Seeking
  readonly worker: Worker
  readonly setup: WorkSetup
  readonly atWork: readonly string[]
  readonly looked: Readonly<Record<Candidate['kind'], Looked>>
}

type Looked = {
  rounds: number
  /** Grows as candidates turn out to be taken, or not lawful now. */
  readonly passed: Set<bigint>
}

const lookedAtNone = (): Search['looked'] => ({
  callback: { rounds: 0, passed: new Set() },
  promise: { rounds: 0, passed: new Set() },
  listed: { rounds: 0, passed: new Set() },
})

/** Due callbacks stand before due promises, and both before the lists. */
async function candidatesOf(tx: Tx, search: Search): Promise<readonly Candidate[]> {
  const { seeking, worker, atWork: here, looked } = search
  const look = async (
    kind: Candidate['kind'],
    at: (seeker: Seeker) => Promise<readonly Candidate[]>,
  ) => {
    const of = looked[kind]
    if (of.rounds >= ROUNDS[kind]) return []
    of.rounds += 1
    return at({ ...seeking, ...worker, atWork: here, passed: [...of.passed], limit: ROUND })
  }
  if (seeking.worklist === undefined) {
    const callbacks = await look('callback', (seeker) => dueCallbacks(tx, seeker))
    if (callbacks.length > 0) return callbacks
    const promises = await look('promise', (seeker) => duePromises(tx, seeker))
    if (promises.length > 0) return promises
  }
  return look('listed', (seeker) => listedFirst(tx, seeker, listsFor(search)))
}

function listsFor({ setup, worker, seeking }: Search) {
  const names = seeking.worklist === undefined ? [...setup.worklists.keys()] : [seeking.worklist]
  return names.flatMap((worklist) => {
    const languages = servesOn(worker, worklistOf(setup, worklist))
    return languages.length === 0 ? [] : [{ worklist, languages }]
  })
}

/** One borrower, in one transaction: nobody else at it, still to be done, lawful now, and then taken. */
async function claim(
  tx: Tx,
  search: Search,
  candidate: Candidate,
): Promise<{ readonly lease: Lease; readonly again: boolean } | undefined> {
  const { seeking } = search
  const ref = { tenantId: seeking.tenantId, borrowerId: candidate.borrowerId }
  // In this order, and each on what is committed once the lock before it is held.
  const [[held], borrower, isDue] = await sendTogether(tx, [
    () => heldUnderLock(tx, seeking),
    () => lockFree(tx, ref),
    () => isStillDue(tx, search, candidate),
  ])
  if (held !== undefined) return { lease: held, again: true }
  if (borrower === undefined || !isDue) return undefined
  const answer = await mayActNow(tx, search, { candidate, zones: borrower.zones })
  if (!answer.allowed) return undefined
  const list =
    candidate.worklist === undefined ? undefined : worklistOf(search.setup, candidate.worklist)
  const why: LeaseWhy = {
    kind: candidate.kind,
    accountId: candidate.accountId.toString(),
    treatmentId: candidate.treatmentId?.toString(),
    callbackId: candidate.callbackId?.toString(),
    treatment: candidate.treatment,
    channel: candidate.channel,
    priority: candidate.priority,
    dueAt: candidate.dueAt,
    dueOn: candidate.dueOn,
    idleMinutes: list?.idleMinutes ?? USUAL.idle,
    stayDays: list?.stayDays ?? USUAL.stay,
    lawfulUntil: answer.until,
  }
  const lease = await claimLease(tx, ref, {
    userId: seeking.userId,
    worklist: candidate.worklist,
    why,
    now: seeking.now,
    atWork: search.atWork,
  })
  return lease && { lease, again: false }
}

/** A person may ask twice at once, from two windows: the second finds what the first was given. */
async function heldUnderLock(
  tx: Tx,
  { tenantId, userId, now }: Seeking,
): Promise<readonly Lease[]> {
  const [, held] = await sendTogether(tx, [
    () =>
      tx.query('select from staff where tenant_id = $1 and user_id = $2 for no key update', [
        tenantId,
        userId,
      ]),
    () => leasesOf(tx, tenantId, { userId, now }),
  ])
  return held
}

/** Somebody who works on the borrower holds the lock: then there is a next one, and no waiting. */
async function lockFree(
  tx: Tx,
  ref: BorrowerRef,
): Promise<{ zones: readonly string[] } | undefined> {
  const found = await tx.query<{ zones: string[] }>({
    name: 'lock-free-borrower',
    text: `select zones from borrower where tenant_id = $1 and borrower_id = $2 for update skip locked`,
    values: [ref.tenantId, ref.borrowerId],
  })
  return found.rows[0]
}

/** Under the lock, on what is committed now: nobody has it, and it is still to be done. */
async function isStillDue(
  tx: Tx,
  { seeking, atWork: here }: Search,
  candidate: Candidate,
): Promise<boolean> {
  const { treatmentId, callbackId, borrowerId } = candidate
  const found = await tx.query<{ due: boolean }>({
    name: 'still-due',
    text: `select not exists (select from lease
        where tenant_id = $1 and borrower_id = $2 and ((ended_at is null and expires_at > $5)
          or (stays_until > $5 and stays_with <> $6 and stays_with = any($7))))
      and exists (select from borrower_case where tenant_id = $1 and borrower_id = $2)
      and ($3::bigint is null or exists (select from treatment
        where tenant_id = $1 and borrower_id = $2 and treatment_id = $3 and state = 'listed'))
      and ($4::bigint is null or not exists (select from callback
        where tenant_id = $1 and borrower_id = $2 and ends_callback_id = $4)) as due`,
    values: [
      seeking.tenantId,
      borrowerId,
      treatmentId ?? null,
      callbackId ?? null,
      instantText(seeking.now),
      seeking.userId,
      here,
    ],
  })
  return found.rows[0]?.due === true
}

type May = { readonly allowed: boolean; readonly until: Instant | undefined }

/** What is no contact, such as reading a file, asks no guard. A no is kept, and the step waits for its hour. */
async function mayActNow(
  tx: Tx,
  { seeking }: Search,
  { candidate, zones }: { readonly candidate: Candidate; readonly zones: readonly string[] },
): Promise<May> {
  const { tenantId, law, now, today } = seeking
  const channel = CHANNELS.find((one) => one === candidate.channel)
  if (channel === undefined) return { allowed: true, until: undefined }
  const { borrowerId, accountId } = candidate
  const ask = { tenantId, borrowerId, accountId, zones, law, now, today }
  const judged = await judgeRead(tx, ask, await readForGuard(tx, ask), { channel, at: now })
  if (judged === undefined) {
    await withoutAddress(tx, ask, candidate)
    return { allowed: false, until: undefined }
  }
  const { verdict, address, asked } = judged
  if (verdict.decision === 'allow') return { allowed: true, until: verdict.closesAt }
  if (candidate.treatmentId !== undefined) {
    const ref = { tenantId, borrowerId, treatmentId: candidate.treatmentId }
    const plan = { channel, address }
    await keepVerdict(tx, { ref, now, plan, asked, desk: { law, today } }, verdict, undefined)
  }
  return { allowed: false, until: untilOf(verdict) }
}

const untilOf = (verdict: Verdict): Instant | undefined =>
  verdict.decision === 'defer' ? verdict.until : undefined

async function withoutAddress(tx: Tx, ref: BorrowerRef, { treatmentId }: Candidate): Promise<void> {
  if (treatmentId === undefined) return
  await tx.query(
    `update treatment set state = 'denied', state_why = '{"why": "no_address"}', not_before = null
      where tenant_id = $1 and borrower_id = $2 and treatment_id = $3 and state = 'listed'`,
    [ref.tenantId, ref.borrowerId, treatmentId],
  )
}

/** Nothing now: because nothing is listed for this person, or because its hour has not come. */
async function whyNone(tx: Tx, search: Search): Promise<NoCase> {
  const lists = listsFor(search).map((one) => one.worklist)
  if (lists.length === 0) return { is: 'none', why: 'no_worklist', at: undefined }
  const found = await tx.query<{ at: Instant | null }>(
    `select min(not_before) as at from treatment
      where tenant_id = $1 and state = 'deferred' and worklist = any($2)`,
    [search.seeking.tenantId, lists],
  )
  const [row] = found.rows
  assert(row !== undefined, 'a minimum is one row')
  if (row.at === null) return { is: 'none', why: 'nothing_listed', at: undefined }
  return { is: 'none', why: 'nothing_lawful', at: row.at }
}
