import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../core/calendar.ts'
import type { FactKind } from '../core/voice/flow.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

export type KnownFactKind = Exclude<FactKind, 'account_tail'>

type Of = BorrowerRef & { readonly accountId: bigint }

/** Wrong keys of one borrower, in all calls together, before no more are weighed. */
const WRONG_MAX = 9
const WRONG_MS = 30 * 24 * 3_600_000

const hashOf = (ref: BorrowerRef, kind: KnownFactKind, keys: string, key: Buffer): Buffer =>
  createHmac('sha256', key)
    .update(`identity ${ref.tenantId} ${ref.borrowerId} ${kind} ${keys}`)
    .digest()

/** Four digits that only the person knows, kept as a keyed hash; a newer one of the kind takes its place. */
export async function keepIdentityFact(
  tx: Tx,
  ref: BorrowerRef,
  { kind, digits }: { readonly kind: KnownFactKind; readonly digits: string },
  key: Buffer,
): Promise<void> {
  await tx.query(
    `insert into identity_fact (tenant_id, borrower_id, kind, fact_hash) values ($1, $2, $3, $4)`,
    [ref.tenantId, ref.borrowerId, kind, hashOf(ref, kind, digits, key)],
  )
}

/**
 * What the person can be asked: a fact that a household does not know before the number of the account,
 * which letters and texts end with. undefined: nothing, or too many wrong keys were pressed of late.
 */
export async function factToAsk(tx: Tx, of: Of, now: Instant): Promise<FactKind | undefined> {
  if (await isLocked(tx, of, now)) return undefined
  const found = await tx.query<{ kind: FactKind }>(
    `select kind from identity_fact where tenant_id = $1 and borrower_id = $2
      order by kind = 'birth_day_month' desc limit 1`,
    [of.tenantId, of.borrowerId],
  )
  const kind = found.rows[0]?.kind
  if (kind !== undefined) return kind
  return (await accountTail(tx, of)) === undefined ? undefined : 'account_tail'
}

async function isLocked(tx: Tx, of: BorrowerRef, now: Instant): Promise<boolean> {
  const found = await tx.query<{ wrong: bigint }>(
    `select count(*) as wrong from voice_event
      where tenant_id = $1 and borrower_id = $2 and kind = 'digits' and detail->>'fact' = 'wrong'
        and effective_at > $3`,
    [of.tenantId, of.borrowerId, instantText((now - WRONG_MS) as Instant)],
  )
  return (found.rows[0]?.wrong ?? 0n) >= WRONG_MAX
}

/** Whether the keys are the fact, weighed in a time that tells nothing. */
export async function isFact(
  tx: Tx,
  of: Of,
  given: { readonly kind: FactKind; readonly keys: string; readonly now: Instant },
  key: Buffer,
): Promise<boolean> {
  const { kind, keys, now } = given
  if (!/^[0-9]{4}$/.test(keys) || (await isLocked(tx, of, now))) return false
  if (kind === 'account_tail') {
    const tail = await accountTail(tx, of)
    return tail !== undefined && timingSafeEqual(Buffer.from(tail), Buffer.from(keys))
  }
  const found = await tx.query<{ fact_hash: Buffer }>(
    `select fact_hash from identity_fact where tenant_id = $1 and borrower_id = $2 and kind = $3
      order by fact_no desc limit 1`,
    [of.tenantId, of.borrowerId, kind],
  )
  const [row] = found.rows
  return row !== undefined && timingSafeEqual(row.fact_hash, hashOf(of, kind, keys, key))
}

/** The last four digits of the account's number; a number without four digits asks nothing. */
export async function accountTail(tx: Tx, of: Of): Promise<string | undefined> {
  const found = await tx.query<{ ref: string }>(
    `select ref from account where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [of.tenantId, of.borrowerId, of.accountId],
  )
  return /[0-9]{4}$/.exec((found.rows[0]?.ref ?? '').replaceAll(/[^0-9]/g, ''))?.[0]
}
