import { createHash } from 'node:crypto'
import type { Day } from '../core/calendar.ts'
import type { Words } from '../core/words.ts'
import { recomputePosition } from './book.ts'
import type { Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { readLimitations, refreshLimitations } from './limitation.ts'

export type LimitationFactGiven = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly kind: FactKind
  readonly on: Day
  readonly untilOn?: Day | undefined
  readonly source: string
}

export const FACT_KINDS = [
  'default',
  'demand',
  'acknowledgement',
  'signed_acknowledgement',
  'suit',
  'suit_ended',
  'mediation',
  'suspension',
  'judgment',
] as const
export type FactKind = (typeof FACT_KINDS)[number]

export type LimitationFault = {
  readonly declined:
    | 'no_such_borrower'
    | 'no_such_account'
    | 'day_in_future'
    | 'ends_before_it_begins'
    | 'revival_needs_consent'
    | 'not_out_of_time'
    | 'debt_has_ended'
    | 'notice_not_before'
}

/** Why a word of the borrower about a debt out of time is not taken. */
export type RevivalFault = {
  readonly declined: 'no_such_account' | 'revival_needs_consent' | 'debt_has_ended'
}

/** What the borrower must be told before anything of theirs could begin the time anew. */
export const REVIVAL_NOTICE: Words = {
  en: 'The time in which you could be sued for this debt is over. You need not pay it. If you say in writing that you owe it, or pay a part, the time may begin again and you could be sued. Do this only if you wish to.',
  zh: '该债务的诉讼时效已经届满，您可以不予履行。如您书面承认债务或部分还款，时效可能重新起算，您可能被起诉。是否这样做，完全由您自愿决定。',
}

const noticeHash = (): string =>
  createHash('sha256').update(`${REVIVAL_NOTICE.en}\n${REVIVAL_NOTICE.zh}`).digest('hex')

/**
 * Why a word of the borrower that we ask for may not be taken now; undefined: it may. Money that they
 * send of their own accord is always taken, and is no reason to ask this.
 */
export async function revivalFault(
  tx: Tx,
  ref: BorrowerRef,
  accountId: bigint,
  on: Day,
): Promise<RevivalFault | undefined> {
  const all = await readLimitations(tx, ref.tenantId, [ref.borrowerId], on)
  const one = all.find((each) => each.accountId === accountId)
  if (one === undefined) return { declined: 'no_such_account' }
  if (one.barredOn === undefined || one.barredOn > on) return undefined
  if (one.found?.law.extinguishes === true) return { declined: 'debt_has_ended' }
  const found = await tx.query<{ there: boolean }>(
    `select exists (select from revival_consent where tenant_id = $1 and borrower_id = $2 and account_id = $3
       and effective_on <= $4 and effective_on >= $5) as there`,
    [ref.tenantId, ref.borrowerId, accountId, on, one.barredOn],
  )
  return found.rows[0]?.there === true ? undefined : { declined: 'revival_needs_consent' }
}

/**
 * The same for a promise or a plan, which are words of the borrower too: the position tells at once of
 * almost every debt that its time runs.
 */
export async function promiseFault(
  tx: Tx,
  ref: BorrowerRef,
  accountId: bigint,
  today: Day,
): Promise<RevivalFault | undefined> {
  const found = await tx.query<{ barred: boolean }>(
    `select coalesce(limitation_on <= $4, false) as barred from position
      where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [ref.tenantId, ref.borrowerId, accountId, today],
  )
  if (found.rows[0]?.barred !== true) return undefined
  return revivalFault(tx, ref, accountId, today)
}

/** Keeps a fact of the period; the borrower's own word about a debt out of time needs their consent on record. */
export async function recordLimitationFact(
  tx: Tx,
  tenantId: bigint,
  given: LimitationFactGiven,
  today: Day,
): Promise<{ readonly factId: bigint } | LimitationFault> {
  const ref = { tenantId, borrowerId: given.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  if (given.on > today) return { declined: 'day_in_future' }
  if (given.untilOn !== undefined && given.untilOn <= given.on)
    return { declined: 'ends_before_it_begins' }
  const isTheirs = given.kind === 'acknowledgement' || given.kind === 'signed_acknowledgement'
  const fault = await revivalFault(tx, ref, given.accountId, given.on)
  if (fault?.declined === 'no_such_account' || (isTheirs && fault !== undefined)) return fault
  const made = await tx.query<{ fact_id: bigint }>(
    `insert into limitation_fact (tenant_id, borrower_id, account_id, kind, effective_on, until_on, source)
     values ($1, $2, $3, $4, $5, $6, $7) returning fact_id`,
    [
      tenantId,
      given.borrowerId,
      given.accountId,
      given.kind,
      given.on,
      given.untilOn ?? null,
      given.source,
    ],
  )
  await renew(tx, ref, today)
  return { factId: made.rows[0]?.fact_id ?? 0n }
}

/** Reckons the borrower's accounts anew and derives their positions. */
export async function renew(tx: Tx, ref: BorrowerRef, today: Day): Promise<void> {
  await refreshLimitations(tx, ref.tenantId, [ref.borrowerId], today)
  await recomputePosition(tx, ref.tenantId, ref.borrowerId, today)
}

export type RevivalGiven = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  /** The day on which the notice was given, not after the consent. */
  readonly noticeOn: Day
  readonly on: Day
  readonly how: string
  readonly by: string
}

/** The borrower read the notice and wishes it all the same: kept with the notice's hash. */
export async function recordRevivalConsent(
  tx: Tx,
  tenantId: bigint,
  given: RevivalGiven,
  today: Day,
): Promise<{ readonly consentId: bigint } | LimitationFault> {
  const ref = { tenantId, borrowerId: given.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  if (given.on > today) return { declined: 'day_in_future' }
  if (given.noticeOn > given.on) return { declined: 'notice_not_before' }
  const fault = await revivalFault(tx, ref, given.accountId, given.on)
  if (fault === undefined) return { declined: 'not_out_of_time' }
  if (fault.declined !== 'revival_needs_consent') return fault
  const made = await tx.query<{ consent_id: bigint }>(
    `insert into revival_consent (tenant_id, borrower_id, account_id, notice_on, effective_on, notice_sha256, how, by_staff)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning consent_id`,
    [
      tenantId,
      given.borrowerId,
      given.accountId,
      given.noticeOn,
      given.on,
      noticeHash(),
      given.how,
      given.by,
    ],
  )
  return { consentId: made.rows[0]?.consent_id ?? 0n }
}
