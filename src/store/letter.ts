import type { Day, Instant } from '../core/calendar.ts'
import { currencyOf, type Currency } from '../core/money.ts'
import { assert } from '../core/assert.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import type { Language } from './templates.ts'

export type LetterRef = BorrowerRef & { readonly attemptKey: string }

export type Lawyer = {
  readonly lawyerNo: bigint
  readonly name: string
  readonly licence: string
  readonly firm: string
}

/** What a page says beside its text, of a contact that is on its way. */
export type PageFacts = {
  readonly template: string
  readonly language: Language
  readonly name: string
  readonly accountId: bigint
  readonly currency: Currency
  readonly sender: { readonly name: string; readonly phone: string; readonly url: string }
  /** The business day at that moment. */
  readonly on: Day
  /** Who signs letters of lawyers now. */
  readonly lawyer: Lawyer | undefined
}

type PageRow = {
  readonly template: string
  readonly language: Language
  readonly name: string
  readonly account_id: bigint
  readonly currency: string
  readonly trading_name: string
  readonly check_phone: string
  readonly check_url: string
  readonly made_on: Day
}

/** undefined: no such contact is on its way. */
export async function readPageFacts(
  tx: Tx,
  ref: LetterRef,
  now: Instant,
): Promise<PageFacts | undefined> {
  const found = await tx.query<PageRow>(
    `select c.template, c.language, b.name, a.account_id, a.currency, t.trading_name, t.check_phone, t.check_url,
            ($4::timestamptz at time zone t.zone)::date as made_on
       from contact c
       join borrower b on b.tenant_id = c.tenant_id and b.borrower_id = c.borrower_id
       join account a on a.tenant_id = c.tenant_id and a.borrower_id = c.borrower_id and a.account_id = c.account_ids[1]
       join tenant t on t.tenant_id = c.tenant_id
      where c.tenant_id = $1 and c.borrower_id = $2 and c.attempt_key = $3 and c.state in ('sending', 'unknown')`,
    [ref.tenantId, ref.borrowerId, ref.attemptKey, instantText(now)],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const currency = currencyOf(row.currency)
  assert(currency !== undefined, `${row.currency} is not a currency`)
  return {
    template: row.template,
    language: row.language,
    name: row.name,
    accountId: row.account_id,
    currency,
    sender: { name: row.trading_name, phone: row.check_phone, url: row.check_url },
    on: row.made_on,
    lawyer: await currentLawyer(tx, ref.tenantId),
  }
}

export async function currentLawyer(tx: Tx, tenantId: bigint): Promise<Lawyer | undefined> {
  const found = await tx.query<Lawyer>(
    `select lawyer_no as "lawyerNo", name, licence, firm from lawyer
      where tenant_id = $1 and ended_at is null order by lawyer_no desc limit 1`,
    [tenantId],
  )
  return found.rows[0]
}

export type NewLetter = {
  readonly kind: string
  readonly bodyHash: string
  readonly sha256: string
  readonly pages: number
  readonly place: string
  readonly envelope: string
  /** For a second person, before it is in any batch. */
  readonly waits: boolean
  /** Who signs a letter of lawyers. */
  readonly lawyerNo: bigint | undefined
  readonly on: Day
}

/** Takes it only where a committed permit with this very text is on its way; false otherwise. */
export async function keepLetter(
  tx: Tx,
  ref: LetterRef,
  letter: NewLetter,
  now: Instant,
): Promise<boolean> {
  const batchNo = letter.waits ? null : await openBatch(tx, ref.tenantId, letter.on)
  const kept = await tx.query(
    `insert into letter (tenant_id, borrower_id, attempt_key, contact_id, kind, batch_no, state, block_version,
       sha256, pages, place, envelope, lawyer_no, set_at)
     select c.tenant_id, c.borrower_id, c.attempt_key, c.contact_id, $4, $5, $6, c.block_version, $7, $8, $9, $10, $11, $12
       from contact c
      where c.tenant_id = $1 and c.borrower_id = $2 and c.attempt_key = $3
        and c.state in ('sending', 'unknown') and c.body_hash = $13 and c.expires_at > $12`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.attemptKey,
      letter.kind,
      batchNo,
      letter.waits ? 'to_approve' : 'batched',
      letter.sha256,
      letter.pages,
      letter.place,
      letter.envelope,
      letter.lawyerNo ?? null,
      instantText(now),
      letter.bodyHash,
    ],
  )
  return kept.rowCount === 1
}

const TRIES_MAX = 5

/** The day's open batch, kept from being closed until this transaction ends. */
export async function openBatch(tx: Tx, tenantId: bigint, on: Day): Promise<bigint> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    await tx.query(
      `insert into letter_batch (tenant_id, made_on) values ($1, $2)
       on conflict (tenant_id, made_on) where state = 'open' do nothing`,
      [tenantId, on],
    )
    const found = await tx.query<{ batch_no: bigint }>(
      `select batch_no from letter_batch where tenant_id = $1 and made_on = $2 and state = 'open' for share`,
      [tenantId, on],
    )
    const batchNo = found.rows[0]?.batch_no
    if (batchNo !== undefined) return batchNo
  }
  throw new Error('Batches of letters close faster than letters come: try again.')
}
