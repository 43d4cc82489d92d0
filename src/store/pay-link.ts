import { createHash } from 'node:crypto'
import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { currencyOf, type Currency, type Money } from '../core/money.ts'
import { instantText, type Tx } from './db.ts'
import { randomText } from './pay-try.ts'

/** A way to the payment page of one account. Its token is shown once, when it is made. */
export type PayLink = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly linkNo: bigint
  readonly accountId: bigint
  /** undefined: the borrower says how much. */
  readonly amountMinor: bigint | undefined
  readonly currency: Currency
  readonly expiresAt: Instant
}

const DAY_MS = 86_400_000

export type NewLink = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly amount: Money | undefined
  readonly currency: Currency
  readonly days: number
  readonly by: string
  /** What stands behind the tenant's number, where a printed code must find it again. */
  readonly part?: string
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The tenant's number in front, 130 random bits behind it: nothing of it tells of anybody. */
export async function makeLink(
  tx: Tx,
  tenantId: bigint,
  of: NewLink,
  now: Instant,
): Promise<{ readonly token: string; readonly expiresAt: Instant }> {
  const token = `${tenantId.toString(32)}${of.part ?? randomText()}`
  const expiresAt = (now + of.days * DAY_MS) as Instant
  await tx.query(
    `insert into payment_link (tenant_id, borrower_id, token_hash, account_id, amount_minor, currency,
       expires_at, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tenantId,
      of.borrowerId,
      hashOf(token),
      of.accountId,
      of.amount?.minor ?? null,
      of.currency,
      instantText(expiresAt),
      of.by,
      instantText(now),
    ],
  )
  return { token, expiresAt }
}

const TOKEN = /^([1-9a-v][0-9a-v]{0,12})([0-9a-hjkmnp-tv-z]{26})$/

/** Whose link a text would be; undefined for everything that no link could be. */
export function tenantOfToken(token: string): bigint | undefined {
  const digits = TOKEN.exec(token)?.[1]
  return digits === undefined ? undefined : readTenant(digits)
}

const TENANT = /^[1-9a-v][0-9a-v]{0,12}$/

/** A tenant's number as links carry it, in base 32; undefined for what is none. */
export function readTenant(digits: string): bigint | undefined {
  if (!TENANT.test(digits)) return undefined
  let tenantId = 0n
  for (const digit of digits) tenantId = tenantId * 32n + BigInt(Number.parseInt(digit, 32))
  return tenantId < 2n ** 63n ? tenantId : undefined
}

type Row = {
  readonly borrower_id: bigint
  readonly link_no: bigint
  readonly account_id: bigint
  readonly amount_minor: bigint | null
  readonly currency: string
  readonly expires_at: Instant
}

/** The link of a token while it lives. */
export async function findLink(
  tx: Tx,
  tenantId: bigint,
  of: { readonly token: string; readonly now: Instant },
): Promise<PayLink | undefined> {
  const found = await tx.query<Row>(
    `select borrower_id, link_no, account_id, amount_minor, currency, expires_at from payment_link
      where tenant_id = $1 and token_hash = $2 and expires_at > $3`,
    [tenantId, hashOf(of.token), instantText(of.now)],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const currency = currencyOf(row.currency)
  assert(currency !== undefined, `${row.currency} is not a currency`)
  return {
    tenantId,
    borrowerId: row.borrower_id,
    linkNo: row.link_no,
    accountId: row.account_id,
    amountMinor: row.amount_minor ?? undefined,
    currency,
    expiresAt: row.expires_at,
  }
}

/** The amount that a link is for, if it is for one. */
export async function readLinkAmount(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly linkNo: bigint },
): Promise<bigint | undefined> {
  const found = await tx.query<{ amount_minor: bigint | null }>(
    `select amount_minor from payment_link where tenant_id = $1 and borrower_id = $2 and link_no = $3`,
    [tenantId, of.borrowerId, of.linkNo],
  )
  return found.rows[0]?.amount_minor ?? undefined
}
