import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import { OWN_CODE } from './asked-now.ts'
import { neverVoided } from './consent-sql.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { randomText } from './pay-try.ts'

/** An address of the borrower that can take a code, as its owner knows it and nobody else learns it. */
export type CodeWay = {
  readonly addressId: bigint
  readonly channel: 'sms' | 'email'
  readonly masked: string
  /** The borrower stopped it; a code may still be asked for, and nothing else begins again by that. */
  readonly isStopped: boolean
}

type Of = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly linkNo: bigint
}

type Row = {
  readonly addressId: bigint
  readonly kind: 'mobile' | 'email'
  readonly value: string
  readonly isStopped: boolean
}

/** What is on file and not known to be wrong; what works comes first. */
export async function readCodeWays(tx: Tx, of: Of): Promise<readonly CodeWay[]> {
  const found = await tx.query<Row>(
    `select a.address_id as "addressId", a.kind, a.value, coalesce((select not c.given from consent c
         where c.tenant_id = $1 and c.borrower_id = $2 and c.scope = 'contact' and c.address_id in (0, a.address_id)
           and c.channel in ('any', case a.kind when 'mobile' then 'sms' else 'email' end) and ${neverVoided('c')}
         order by c.effective_at desc, c.consent_id desc limit 1), false) as "isStopped"
       from address a
      where a.tenant_id = $1 and a.borrower_id = $2 and a.kind in ('mobile', 'email')
        and a.standing in ('unverified', 'works')
      order by a.standing desc, a.address_id limit 6`,
    [of.tenantId, of.borrowerId],
  )
  return found.rows.map(({ addressId, kind, value, isStopped }) =>
    kind === 'mobile'
      ? { addressId, channel: 'sms', masked: `****${value.slice(-2)}`, isStopped }
      : { addressId, channel: 'email', masked: maskedMail(value), isStopped },
  )
}

/** 'a***@e***.org': enough to know it again. */
function maskedMail(value: string): string {
  const at = value.lastIndexOf('@')
  const host = value.slice(at + 1)
  return `${value.slice(0, 1)}***@${host.slice(0, 1)}***${host.slice(host.lastIndexOf('.'))}`
}

const LIFE_MS = 10 * 60_000
/** What has as long as this before it is a code that somebody waits for. */
const FRESH_MS = 5 * 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Codes in an hour for a link, in a day for a borrower, in an hour from a network. */
const LINK_MAX = 3
const BORROWER_MAX = 6
const NETWORK_MAX = 6
const TRIES_MAX = 3

export type CodeWish = {
  readonly addressId: bigint
  readonly networkHash: string
  readonly key: Uint8Array
  readonly now: Instant
  readonly today: Day
}

export type CodePlanned = {
  readonly is: 'planned'
  readonly treatmentId: bigint
  readonly code: string
}

/** One more code for an address that is on file, as a treatment that asks for nothing; the digits are not kept. */
export async function planCode(
  tx: Tx,
  of: Of,
  wish: CodeWish,
): Promise<CodePlanned | { readonly is: 'too_many' } | { readonly is: 'no_such_way' }> {
  const { key, now } = wish
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `portal code ${of.tenantId} ${wish.networkHash}`,
  ])
  if ((await lockBorrower(tx, of)) === undefined) return { is: 'no_such_way' }
  const way = (await readCodeWays(tx, of)).find((one) => one.addressId === wish.addressId)
  if (way === undefined) return { is: 'no_such_way' }
  if (await isTooMany(tx, of, wish)) return { is: 'too_many' }
  const made = await tx.query<{ treatment_id: bigint }>(
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
       row_no, treatment, channel, template, priority)
     values ($1, $2, $3, $4, 'portal', 0, 'none', 'none', 0, $5, $6, $7, 1000000) returning treatment_id`,
    [
      of.tenantId,
      of.borrowerId,
      of.accountId,
      wish.today,
      `code-${randomText()}`,
      way.channel,
      OWN_CODE,
    ],
  )
  const treatmentId = made.rows[0]?.treatment_id ?? 0n
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await tx.query(
    `insert into portal_code (tenant_id, borrower_id, link_no, network_hash, address_id, treatment_id, code_hash,
       asked_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      of.tenantId,
      of.borrowerId,
      of.linkNo,
      wish.networkHash,
      way.addressId,
      treatmentId,
      hashOf(key, of, treatmentId, code),
      instantText(now),
      instantText((now + LIFE_MS) as Instant),
    ],
  )
  return { is: 'planned', treatmentId, code }
}

async function isTooMany(tx: Tx, of: Of, { networkHash, now }: CodeWish): Promise<boolean> {
  const found = await tx.query<{ link: bigint; borrower: bigint; network: bigint }>(
    `select
       (select count(*) from portal_code where tenant_id = $1 and borrower_id = $2 and link_no = $3
          and asked_at > $5) as link,
       (select count(*) from portal_code where tenant_id = $1 and borrower_id = $2 and asked_at > $6) as borrower,
       (select count(*) from portal_code where tenant_id = $1 and network_hash = $4 and asked_at > $5) as network`,
    [
      of.tenantId,
      of.borrowerId,
      of.linkNo,
      networkHash,
      instantText((now - HOUR_MS) as Instant),
      instantText((now - DAY_MS) as Instant),
    ],
  )
  const [row] = found.rows
  return (
    row === undefined ||
    row.link >= LINK_MAX ||
    row.borrower >= BORROWER_MAX ||
    row.network >= NETWORK_MAX
  )
}

/** To which address a code of the link left so short a while ago that it need not be sent again. */
export async function codeOnItsWay(tx: Tx, of: Of, now: Instant): Promise<bigint | undefined> {
  const live = await liveCode(tx, of, (now + FRESH_MS) as Instant)
  if (live === undefined) return undefined
  const found = await tx.query(
    `select from treatment where tenant_id = $1 and borrower_id = $2 and treatment_id = $3
        and state not in ('withdrawn', 'denied')`,
    [of.tenantId, of.borrowerId, live.treatmentId],
  )
  return found.rowCount === 1 ? live.addressId : undefined
}

type LiveCode = {
  readonly codeNo: bigint
  readonly addressId: bigint
  readonly treatmentId: bigint
  readonly hash: string
}

/** The newest code of the link, where it is neither old, nor used, nor tried too often. */
async function liveCode(tx: Tx, of: Of, now: Instant): Promise<LiveCode | undefined> {
  const found = await tx.query<LiveCode>(
    `select c.code_no as "codeNo", c.address_id as "addressId", c.treatment_id as "treatmentId",
            c.code_hash as hash from portal_code c
      where c.tenant_id = $1 and c.borrower_id = $2 and c.link_no = $3 and c.expires_at > $4
        and c.code_no = (select max(n.code_no) from portal_code n
          where n.tenant_id = $1 and n.borrower_id = $2 and n.link_no = $3)
        and (select count(*) from portal_code_try t where t.tenant_id = $1 and t.borrower_id = $2
          and t.code_no = c.code_no) < $5
        and not exists (select from portal_code_try t where t.tenant_id = $1 and t.borrower_id = $2
          and t.code_no = c.code_no and t.is_right)`,
    [of.tenantId, of.borrowerId, of.linkNo, instantText(now), TRIES_MAX],
  )
  return found.rows[0]
}

/** A code that did not leave opens nothing later, and nobody sends it in its place. */
export async function dropCode(tx: Tx, of: Of, treatmentId: bigint): Promise<void> {
  await tx.query(
    `update treatment set state = 'withdrawn', not_before = null
      where tenant_id = $1 and borrower_id = $2 and treatment_id = $3
        and state in ('planned', 'deferred', 'listed')`,
    [of.tenantId, of.borrowerId, treatmentId],
  )
}

/**
 * Whether these are the digits of the newest code of the link. A wrong one counts; the answer is the same for a
 * wrong, an old and a used one, and for where there never was any.
 */
export async function weighCode(
  tx: Tx,
  of: Of,
  typed: { readonly code: string; readonly key: Uint8Array; readonly now: Instant },
): Promise<boolean> {
  if ((await lockBorrower(tx, of)) === undefined) return false
  const row = await liveCode(tx, of, typed.now)
  if (row === undefined) return false
  const given = Buffer.from(hashOf(typed.key, of, row.treatmentId, typed.code))
  const isRight = timingSafeEqual(given, Buffer.from(row.hash))
  await tx.query(
    `insert into portal_code_try (tenant_id, borrower_id, code_no, is_right, tried_at) values ($1, $2, $3, $4, $5)`,
    [of.tenantId, of.borrowerId, row.codeNo, isRight, instantText(typed.now)],
  )
  return isRight
}

const hashOf = (key: Uint8Array, of: Of, treatmentId: bigint, code: string): string =>
  createHmac('sha256', key)
    .update(`code ${of.tenantId} ${of.borrowerId} ${of.linkNo} ${treatmentId} ${code}`)
    .digest('hex')
