import { randomBytes } from 'node:crypto'
import type { Instant } from '../core/calendar.ts'
import { currencyOf, type Money } from '../core/money.ts'
import { assert } from '../core/assert.ts'
import type { TryState } from '../core/pay-standing.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import type { OpenTry } from './pay-reconcile.ts'

type Row = {
  readonly borrower_id: bigint
  readonly try_no: bigint
  readonly account_id: bigint
  readonly provider: string
  readonly our_ref: string
  readonly amount_minor: bigint
  readonly currency: string
  readonly state: TryState
  readonly provider_ref: string | null
  readonly page: string | null
  readonly link_no: bigint | null
  readonly expires_at: Instant
}

const COLUMNS = `borrower_id, try_no, account_id, provider, our_ref, amount_minor, currency, state,
  provider_ref, page, link_no, expires_at`

function tryOfRow(tenantId: bigint, row: Row): OpenTry {
  const currency = currencyOf(row.currency)
  assert(currency !== undefined, `${row.currency} is not a currency`)
  return {
    tenantId,
    borrowerId: row.borrower_id,
    tryNo: row.try_no,
    accountId: row.account_id,
    provider: row.provider,
    ref: row.our_ref,
    amount: { minor: row.amount_minor, currency },
    state: row.state,
    providerRef: row.provider_ref ?? undefined,
    page: row.page ?? undefined,
    linkNo: row.link_no ?? undefined,
    expiresAt: row.expires_at,
  }
}

export async function findTry(
  tx: Tx,
  tenantId: bigint,
  of: { readonly provider?: string; readonly ref: string },
): Promise<OpenTry | undefined> {
  const found = await tx.query<Row>(
    `select ${COLUMNS} from payment_try
      where tenant_id = $1 and our_ref = $2 and ($3::text is null or provider = $3)`,
    [tenantId, of.ref, of.provider ?? null],
  )
  return found.rows[0] && tryOfRow(tenantId, found.rows[0])
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/** 130 random bits in 26 letters and digits that every provider takes and no eye mixes up. */
export const randomText = (): string =>
  Array.from(randomBytes(26), (byte) => DIGITS[byte & 31] ?? '0').join('')

export type NewTry = {
  readonly borrowerId: bigint
  readonly linkNo: bigint | undefined
  readonly accountId: bigint
  readonly provider: string
  readonly amount: Money
  readonly expiresAt: Instant
}

/** Kept before the provider is asked, so that whatever comes back finds it. */
export async function makeTry(tx: Tx, tenantId: bigint, of: NewTry, now: Instant): Promise<string> {
  const ref = randomText()
  await tx.query(
    `insert into payment_try (tenant_id, borrower_id, link_no, account_id, provider, our_ref,
       amount_minor, currency, expires_at, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tenantId,
      of.borrowerId,
      of.linkNo ?? null,
      of.accountId,
      of.provider,
      ref,
      of.amount.minor,
      of.amount.currency,
      instantText(of.expiresAt),
      instantText(now),
    ],
  )
  return ref
}

/** What the provider answered at once; what came by another way meanwhile stands. */
export async function noteAsked(
  db: Db,
  tenantId: bigint,
  ref: string,
  told: {
    readonly page?: string
    readonly providerRef?: string | undefined
    readonly failed?: true
  },
): Promise<void> {
  await inTenant(db, tenantId, (tx) =>
    tx.query(
      `update payment_try set page = coalesce($3, page), provider_ref = coalesce(provider_ref, $4),
         state = case when state = 'created' then $5 else state end
       where tenant_id = $1 and our_ref = $2`,
      [
        tenantId,
        ref,
        told.page ?? null,
        told.providerRef ?? null,
        told.failed === true ? 'failed' : 'asked',
      ],
    ),
  )
}

/** Visits whose end nobody told, oldest first: those to ask the provider about. */
export async function openTries(
  tx: Tx,
  tenantId: bigint,
  ask: { readonly madeBefore: Instant; readonly after: bigint; readonly limit: number },
): Promise<OpenTry[]> {
  const found = await tx.query<Row>(
    `select ${COLUMNS} from payment_try
      where tenant_id = $1 and state in ('created', 'asked') and made_at <= $2 and try_no > $3
      order by try_no limit $4`,
    [tenantId, instantText(ask.madeBefore), ask.after, ask.limit],
  )
  return found.rows.map((row) => tryOfRow(tenantId, row))
}

const LEFT_MS = 5 * 60_000

/** A visit of the same link for the same that was begun and still has time. */
export async function reusableTry(
  tx: Tx,
  tenantId: bigint,
  of: NewTry,
  now: Instant,
): Promise<{ readonly page: string } | undefined> {
  const found = await tx.query<{ page: string }>(
    `select page from payment_try
      where tenant_id = $1 and borrower_id = $2 and link_no = $3 and account_id = $4 and provider = $5
        and amount_minor = $6 and currency = $7 and state = 'asked' and page is not null and expires_at > $8
      order by try_no desc limit 1`,
    [
      tenantId,
      of.borrowerId,
      of.linkNo ?? null,
      of.accountId,
      of.provider,
      of.amount.minor,
      of.amount.currency,
      instantText((now + LEFT_MS) as Instant),
    ],
  )
  return found.rows[0]
}

/** The newest visits of the book, or of one account. */
export async function readTries(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId: bigint } | undefined,
): Promise<OpenTry[]> {
  const found = await tx.query<Row>(
    `select ${COLUMNS} from payment_try
      where tenant_id = $1 and ($2::bigint is null or borrower_id = $2 and account_id = $3)
      order by made_at desc, try_no desc limit 50`,
    [tenantId, of?.borrowerId ?? null, of?.accountId ?? null],
  )
  return found.rows.map((row) => tryOfRow(tenantId, row))
}
