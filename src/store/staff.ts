import type { Instant } from '../core/calendar.ts'
import { instantText, type Query, type Tx } from './db.ts'

export const ROLES = ['collector', 'manager', 'compliance', 'admin'] as const
export type StaffRole = (typeof ROLES)[number]

export type StaffMember = {
  readonly userId: string
  readonly name: string
  readonly role: StaffRole
}

/** The role of a user now; undefined for a user who is no staff of this tenant or was disabled. */
export async function readStaff(
  tx: Tx,
  tenantId: bigint,
  userId: string,
): Promise<StaffMember | undefined> {
  const result = await tx.query<{ user_id: string; name: string; role: StaffRole }>(
    `select user_id, name, role from staff
      where tenant_id = $1 and user_id = $2 and disabled_at is null`,
    [tenantId, userId],
  )
  const row = result.rows[0]
  return row && { userId: row.user_id, name: row.name, role: row.role }
}

/** The same for a person alone: a program has no sign-in, and is never the second person of anything. */
export async function readPerson(
  tx: Tx,
  tenantId: bigint,
  userId: string,
): Promise<StaffMember | undefined> {
  const { rows } = await tx.query<PersonRow>(personQuery(tenantId, userId))
  return personOf(rows)
}

export type PersonRow = {
  readonly user_id: string
  readonly name: string
  readonly role: StaffRole
}

/** Asked at every request of a session: planned once a connection. */
export const personQuery = (tenantId: bigint, userId: string): Query => ({
  name: 'person',
  text: `select user_id, name, role from staff
          where tenant_id = $1 and user_id = $2 and disabled_at is null and kind <> 'program'`,
  values: [tenantId, userId],
})

export const personOf = ([row]: readonly PersonRow[]): StaffMember | undefined =>
  row && { userId: row.user_id, name: row.name, role: row.role }

export async function isProgram(tx: Tx, tenantId: bigint, userId: string): Promise<boolean> {
  const found = await tx.query(
    `select from staff where tenant_id = $1 and user_id = $2 and kind = 'program'`,
    [tenantId, userId],
  )
  return found.rowCount === 1
}

/** Everybody with a name here, those who were disabled too: what they did still names them. */
export async function listStaff(tx: Tx, tenantId: bigint): Promise<readonly StaffMember[]> {
  const { rows } = await tx.query<StaffMember>(
    `select user_id as "userId", name, role from staff where tenant_id = $1
      order by name, user_id limit 2000`,
    [tenantId],
  )
  return rows
}

/** Gives a user a role, from `at` or from now on, by whose word and why; a user who has one keeps it. */
export async function addStaff(
  tx: Tx,
  tenantId: bigint,
  member: StaffMember & {
    readonly at?: Instant | undefined
    readonly by?: string | undefined
    readonly reason?: string | undefined
  },
): Promise<void> {
  await tx.query(
    `with made as (
       insert into staff (tenant_id, user_id, name, role) values ($1, $2, $3, $4)
       on conflict (tenant_id, user_id) do nothing returning user_id)
     insert into staff_role (tenant_id, user_id, role, effective_at, by_staff, reason)
     select $1, user_id, $4, coalesce($5::timestamptz, now()), $6, $7 from made`,
    [
      tenantId,
      member.userId,
      member.name,
      member.role,
      member.at === undefined ? null : instantText(member.at),
      member.by ?? null,
      member.reason ?? null,
    ],
  )
}

export type TenantNames = { readonly name: string; readonly tradingName: string }

export async function readTenantNames(tx: Tx, tenantId: bigint): Promise<TenantNames> {
  const result = await tx.query<{ name: string; trading_name: string }>(
    `select name, trading_name from tenant where tenant_id = $1`,
    [tenantId],
  )
  const row = result.rows[0]
  if (row === undefined) throw new Error(`There is no tenant ${tenantId}.`)
  return { name: row.name, tradingName: row.trading_name }
}
