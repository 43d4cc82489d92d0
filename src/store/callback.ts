import type { Day, Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import type { Verdict } from '../guard/verdict.ts'
import { instantAt, localDayNumber, zoneOf } from '../guard/zone.ts'
import { agreementOf, EARLY_MS, permitOneMore, takeBack, termOf } from './callback-agreed.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { firmIdOf } from './guard-past.ts'
import { judgeRead, readForGuard } from './permissions.ts'

export type CallbackGiven = {
  readonly accountId: bigint
  readonly zones: readonly string[]
  readonly dueAt: Instant
  readonly zone: string
  readonly askedBy: 'borrower' | 'collector'
  readonly forUser: string | undefined
  readonly words: string | undefined
  readonly contactId: bigint | undefined
  readonly by: string
}

type Read = { readonly law: LawBook; readonly now: Instant; readonly today: Day }

export type CallbackRefused =
  | { readonly declined: 'in_the_past' | 'too_far' | 'no_address' }
  /** The rules' word on that instant; a "not then" names the earliest one that they allow. */
  | { readonly declined: 'unlawful'; readonly verdict: Verdict }

/** Rules look back half a year at most, and nobody remembers an hour so far ahead. */
const AHEAD_MS_MAX = 60 * 86_400_000
/** Typing takes a while: an hour that has just begun is still meant. */
const LATE_MS = 120_000

/**
 * Agrees a call for an instant, under the borrower's lock. The guard is asked about that instant on
 * the facts of now, and once more when it comes.
 */
export async function addCallback(
  tx: Tx,
  ref: BorrowerRef,
  given: CallbackGiven,
  read: Read,
): Promise<{ readonly callbackId: bigint } | CallbackRefused> {
  if (given.dueAt < read.now - LATE_MS) return { declined: 'in_the_past' }
  if (given.dueAt > read.now + AHEAD_MS_MAX) return { declined: 'too_far' }
  const ask = { ...ref, ...read, accountId: given.accountId, zones: given.zones }
  const at = Math.max(given.dueAt, read.now) as Instant
  const { place, facts } = await readForGuard(tx, ask)
  const rules = read.law.rulesFor(place.jurisdictions, read.today, firmIdOf(ref.tenantId))
  const term = given.askedBy === 'borrower' ? termOf(given, read.now, rules) : undefined
  const consents = [...facts.consents, ...(term === undefined ? [] : [agreementOf(term)])]
  const believed = { place, facts: { ...facts, consents } }
  const judged = await judgeRead(tx, ask, believed, { channel: 'call', at })
  if (judged === undefined) return { declined: 'no_address' }
  const { verdict } = judged
  if (verdict.decision !== 'allow') return { declined: 'unlawful', verdict }
  if (term !== undefined) await permitOneMore(tx, ref, given, term)
  const made = await tx.query<{ callback_id: bigint }>(
    `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, for_user, words,
       contact_id, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning callback_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      given.accountId,
      instantText(at),
      given.zone,
      given.askedBy,
      given.forUser ?? null,
      given.words ?? null,
      given.contactId ?? null,
      given.by,
    ],
  )
  return { callbackId: made.rows[0]?.callback_id ?? 0n }
}

/** 'YYYY-MM-DDTHH:MM' on the wall clock of a zone; undefined where it is no such minute or zone. */
export function wallInstant(text: string, zoneName: string): Instant | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  const zone = zoneOf(zoneName)
  const utc = match === null ? NaN : Date.parse(`${match[1]}T00:00:00Z`)
  if (match === null || zone === undefined || Number.isNaN(utc)) return undefined
  const number = Math.floor(utc / 86_400_000)
  const at = instantAt(zone, number, Number(match[2]) * 60 + Number(match[3]))
  // 31 February is read as a day of March by the platform, and is none here.
  return localDayNumber(zone, at) === number && isDay(match[1] ?? '', utc) ? at : undefined
}

const isDay = (text: string, utc: number): boolean =>
  new Date(utc).toISOString().slice(0, 10) === text

export type CallbackRecord = {
  readonly borrower_id: bigint
  readonly callback_id: bigint
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly due_at: Instant
  readonly zone: string
  readonly asked_by: 'borrower' | 'collector'
  readonly for_user: string | null
  readonly for_name: string | null
  readonly words: string | null
}

const OPEN = `k.tenant_id = $1 and k.ends_callback_id is null and not exists (select from callback e
    where e.tenant_id = k.tenant_id and e.borrower_id = k.borrower_id and e.ends_callback_id = k.callback_id)`

const COLUMNS = `k.borrower_id, k.callback_id, b.name, b.language, k.due_at, k.zone, k.asked_by, k.for_user,
  s.name as for_name, k.words`

/** A place among agreed calls, which stand in the order of their hours. */
export type CallbackKey = {
  readonly dueAt: Instant
  readonly borrowerId: bigint
  readonly callbackId: bigint
}

/** Agreed calls up to an instant, the earliest first; one person's and those of nobody, or all. */
export async function openCallbacks(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly until: Instant
    readonly forUser: string | undefined
    readonly after?: CallbackKey | undefined
    readonly limit: number
  },
): Promise<readonly CallbackRecord[]> {
  const found = await tx.query<CallbackRecord>(
    `select ${COLUMNS} from callback k
       join borrower b on b.tenant_id = k.tenant_id and b.borrower_id = k.borrower_id
       left join staff s on s.tenant_id = k.tenant_id and s.user_id = k.for_user
      where ${OPEN} and k.due_at <= $2 and ($3::text is null or k.for_user is null or k.for_user = $3)
        and ($4::timestamptz is null or (k.due_at, k.borrower_id, k.callback_id) > ($4, $5::bigint, $6::bigint))
      order by k.due_at, k.borrower_id, k.callback_id limit $7`,
    [
      tenantId,
      instantText(of.until),
      of.forUser ?? null,
      of.after === undefined ? null : instantText(of.after.dueAt),
      of.after?.borrowerId ?? null,
      of.after?.callbackId ?? null,
      of.limit,
    ],
  )
  return found.rows
}

export async function callbacksOf(tx: Tx, ref: BorrowerRef): Promise<readonly CallbackRecord[]> {
  const found = await tx.query<CallbackRecord>(
    `select ${COLUMNS} from callback k
       join borrower b on b.tenant_id = k.tenant_id and b.borrower_id = k.borrower_id
       left join staff s on s.tenant_id = k.tenant_id and s.user_id = k.for_user
      where ${OPEN} and k.borrower_id = $2 order by k.due_at limit 20`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows
}

/** The open ones that were agreed in a call. */
export async function agreedIn(tx: Tx, ref: BorrowerRef & { readonly contactId: bigint }) {
  const found = await tx.query<{ callback_id: bigint }>(
    `select k.callback_id from callback k where ${OPEN} and k.borrower_id = $2 and k.contact_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  return found.rows.map((row) => row.callback_id)
}

type Ending =
  | { readonly ended: 'done'; readonly by: string; readonly contactId: bigint }
  | { readonly ended: 'cancelled'; readonly by: string; readonly now: Instant }

type CallbackRef = BorrowerRef & { readonly callbackId: bigint }

/** A new row that names it; one that has ended stays as it is. What is cancelled is no longer agreed to. */
export async function endCallback(tx: Tx, ref: CallbackRef, as: Ending): Promise<boolean> {
  if (as.ended === 'cancelled') await lockBorrower(tx, ref)
  const done = await tx.query(
    `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, for_user, contact_id,
       made_by, ends_callback_id, ended_as)
     select tenant_id, borrower_id, account_id, due_at, zone, asked_by, for_user, $5, $6, callback_id, $4
       from callback
      where tenant_id = $1 and borrower_id = $2 and callback_id = $3 and ends_callback_id is null
     on conflict (tenant_id, borrower_id, ends_callback_id) where ends_callback_id is not null do nothing`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.callbackId,
      as.ended,
      as.ended === 'done' ? as.contactId : null,
      as.by,
    ],
  )
  const isEnded = (done.rowCount ?? 0) > 0
  if (isEnded && as.ended === 'cancelled') await takeBack(tx, ref, as)
  return isEnded
}

/** Whoever is called has been called back: what is due by then is kept by this call. */
export async function keepCallbacks(
  tx: Tx,
  ref: BorrowerRef,
  by: { readonly contactId: bigint; readonly by: string; readonly now: Instant },
): Promise<void> {
  for (const each of await callbacksOf(tx, ref)) {
    if (each.due_at > by.now + EARLY_MS) continue
    const callback = { ...ref, callbackId: each.callback_id }
    await endCallback(tx, callback, { ended: 'done', by: by.by, contactId: by.contactId })
  }
}
