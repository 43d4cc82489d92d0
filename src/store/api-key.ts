import { createHash } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import { readTenant } from './pay-link.ts'
import { randomText } from './pay-try.ts'
import type { StaffRole } from './staff.ts'

export type ApiKey = {
  readonly keyId: bigint
  /** The staff id of the program. */
  readonly userId: string
  readonly program: string
  readonly role: StaffRole
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly perMinute: number
  readonly expiresAt: Instant
  readonly reason: string
  readonly madeBy: string
  readonly madeAt: Instant
  readonly usedOn: Day | null
  readonly endedAt: Instant | null
  readonly endedBy: string | null
  readonly endReason: string | null
  /** It opens nothing before somebody who may do what its maker may not has agreed. */
  readonly needsSecond: boolean
  readonly approvedBy: string | null
}

export const waitsForSecond = (key: Pick<ApiKey, 'needsSecond' | 'approvedBy'>): boolean =>
  key.needsSecond && key.approvedBy === null

export type NewKey = {
  /** What the program is called; with `userId` the key is one more of a program that is there. */
  readonly name: string
  readonly role: StaffRole
  readonly userId?: string | undefined
  readonly scopes: readonly string[]
  readonly perMinute: number
  readonly days: number
  readonly reason: string
  readonly by: string
  /** Whether a key of this role, which is that of its program, goes beyond what its maker may do. */
  readonly needsSecond: (role: StaffRole) => boolean
}

const DAY_MS = 86_400_000
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** `fbk_`, the tenant's number, eight characters to know it by, and 130 random bits. */
const KEY = /^fbk_([1-9a-v][0-9a-v]{0,12})_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{26}$/

/** Whose key a text would be; undefined for everything that no key could be. */
export function tenantOfKey(secret: string): bigint | undefined {
  const digits = KEY.exec(secret)?.[1]
  return digits === undefined ? undefined : readTenant(digits)
}

/** Makes a key of a program, and the program where none is named. The secret is in this answer alone. */
export async function makeKey(
  tx: Tx,
  tenantId: bigint,
  asked: NewKey,
  now: Instant,
): Promise<
  { readonly key: ApiKey; readonly secret: string } | { readonly declined: 'no_such_program' }
> {
  const userId = asked.userId ?? `prg_${randomText()}`
  const program =
    asked.userId === undefined
      ? await addProgram(tx, tenantId, { ...asked, userId }, now)
      : await readProgram(tx, tenantId, userId)
  if (program === undefined) return { declined: 'no_such_program' }
  const prefix = `fbk_${tenantId.toString(32)}_${randomText().slice(0, 8)}`
  const secret = `${prefix}_${randomText()}`
  const made = await tx.query<{ key_id: bigint }>(
    `insert into api_key (tenant_id, user_id, prefix, secret_hash, scopes, per_minute, expires_at, reason,
       made_by, made_at, needs_second, role)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning key_id`,
    [
      tenantId,
      userId,
      prefix,
      hashOf(secret),
      [...asked.scopes],
      asked.perMinute,
      instantText((now + asked.days * DAY_MS) as Instant),
      asked.reason,
      asked.by,
      instantText(now),
      asked.needsSecond(program.role),
      program.role,
    ],
  )
  const [key] = await listKeys(tx, tenantId, { keyId: made.rows[0]?.key_id ?? 0n })
  if (key === undefined) throw new Error('bug: the key that was made is not there')
  return { key, secret }
}

type Program = Pick<NewKey, 'role'>

async function addProgram(
  tx: Tx,
  tenantId: bigint,
  { userId, name, role, by, reason }: NewKey & { readonly userId: string },
  now: Instant,
): Promise<Program> {
  await tx.query(
    `with made as (
       insert into staff (tenant_id, user_id, name, role, kind) values ($1, $2, $3, $4, 'program'))
     insert into staff_role (tenant_id, user_id, role, effective_at, by_staff, reason)
     values ($1, $2, $4, $5, $6, $7)`,
    [tenantId, userId, name, role, instantText(now), by, reason],
  )
  return { role }
}

async function readProgram(tx: Tx, tenantId: bigint, userId: string): Promise<Program | undefined> {
  const found = await tx.query<Program>(
    `select role from staff where tenant_id = $1 and user_id = $2 and kind = 'program'`,
    [tenantId, userId],
  )
  return found.rows[0]
}

const READ = `
  select k.key_id as "keyId", k.user_id as "userId", s.name as program, s.role, k.prefix, k.scopes,
    k.per_minute as "perMinute", k.expires_at as "expiresAt", k.reason, k.made_by as "madeBy",
    k.made_at as "madeAt", k.used_on as "usedOn", k.ended_at as "endedAt", k.ended_by as "endedBy",
    k.end_reason as "endReason", k.needs_second as "needsSecond", k.approved_by as "approvedBy"
  from api_key k join staff s on s.tenant_id = k.tenant_id and s.user_id = k.user_id
  where k.tenant_id = $1`

/** Keys, the newest first, those that ended too: what they did still names them. */
export async function listKeys(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly keyId?: bigint
    readonly before?: bigint | undefined
    readonly limit?: number
  } = {},
): Promise<readonly ApiKey[]> {
  const { rows } = await tx.query<ApiKey>(
    `${READ} and ($2::bigint is null or k.key_id = $2) and ($3::bigint is null or k.key_id < $3)
      order by k.key_id desc limit $4`,
    [tenantId, of.keyId ?? null, of.before ?? null, of.limit ?? 200],
  )
  return rows
}

/**
 * The key of a secret while it lives and its program is staff with the role that the key was given for: another
 * role of the program would be more, or less, than was agreed to. Noted as used on this day.
 */
export async function findKey(
  tx: Tx,
  tenantId: bigint,
  of: { readonly secret: string; readonly now: Instant; readonly today: Day },
): Promise<ApiKey | undefined> {
  const { rows } = await tx.query<ApiKey>(
    `${READ} and k.secret_hash = $2 and k.ended_at is null and k.expires_at > $3
       and s.disabled_at is null and s.kind = 'program' and (not k.needs_second or k.approved_at is not null)
       and coalesce(k.role, s.role) = s.role`,
    [tenantId, hashOf(of.secret), instantText(of.now)],
  )
  const [key] = rows
  if (key !== undefined && (key.usedOn === null || key.usedOn < of.today))
    await tx.query(`update api_key set used_on = $3 where tenant_id = $1 and key_id = $2`, [
      tenantId,
      key.keyId,
      of.today,
    ])
  return key
}

/** The second person's word, once: from the next request on it opens what it was given. False: it does not wait. */
export async function approveKey(
  tx: Tx,
  tenantId: bigint,
  of: { readonly keyId: bigint; readonly by: string },
  now: Instant,
): Promise<boolean> {
  const done = await tx.query(
    `update api_key set approved_by = $3, approved_at = $4
      where tenant_id = $1 and key_id = $2 and needs_second and approved_at is null and ended_at is null`,
    [tenantId, of.keyId, of.by, instantText(now)],
  )
  return done.rowCount === 1
}

/** From the next request on it opens nothing. */
export async function endKey(
  tx: Tx,
  tenantId: bigint,
  of: { readonly keyId: bigint; readonly by: string; readonly reason: string },
  now: Instant,
): Promise<ApiKey | { readonly declined: 'no_such_key' | 'key_ended' }> {
  const ended = await tx.query(
    `update api_key set ended_at = $3, ended_by = $4, end_reason = $5
      where tenant_id = $1 and key_id = $2 and ended_at is null`,
    [tenantId, of.keyId, instantText(now), of.by, of.reason],
  )
  const [key] = await listKeys(tx, tenantId, of)
  if (key === undefined) return { declined: 'no_such_key' }
  return ended.rowCount === 1 ? key : { declined: 'key_ended' }
}
