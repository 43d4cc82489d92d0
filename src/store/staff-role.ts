import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import type { StaffRole } from './staff.ts'

/** Somebody had a role from one instant to another; by whose word, where that was kept. */
export type RoleSpan = {
  readonly roleNo: bigint
  readonly userId: string
  readonly name: string
  readonly kind: 'person' | 'program'
  readonly role: StaffRole
  readonly from: Instant
  readonly givenBy: string | null
  readonly givenWhy: string | null
  readonly until: Instant | null
  readonly takenBy: string | null
  readonly takenWhy: string | null
  /** What came after it; null: none, or nothing has come yet. */
  readonly next: StaffRole | null
  readonly recordedAt: Instant
}

export type RoleKey = { readonly at: string; readonly roleNo: bigint }

const beginOf = (day: string) =>
  `(${day})::timestamp at time zone (select zone from tenant where tenant_id = $1)`

/** Who had which role, the newest first; on a day: everybody who had one for any part of it. */
export async function readRoles(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly userId?: string | undefined
    readonly on?: Day | undefined
    readonly after?: RoleKey | undefined
    readonly limit: number
  },
): Promise<{ readonly rows: readonly RoleSpan[]; readonly next: RoleKey | undefined }> {
  const found = await tx.query<RoleSpan & { readonly atText: string }>(
    `select r.role_no as "roleNo", r.user_id as "userId", s.name, s.kind, r.role, r.effective_at as from,
            r.effective_at::text as "atText", coalesce(g.name, r.by_staff) as "givenBy", r.reason as "givenWhy",
            n.effective_at as until, coalesce(t.name, n.by_staff) as "takenBy", n.reason as "takenWhy",
            n.role as next, r.recorded_at as "recordedAt"
       from staff_role r
       join staff s on s.tenant_id = $1 and s.user_id = r.user_id
       left join lateral (
         select x.effective_at, x.by_staff, x.reason, x.role from staff_role x
          where x.tenant_id = $1 and x.user_id = r.user_id
            and (x.effective_at, x.role_no) > (r.effective_at, r.role_no)
          order by x.effective_at, x.role_no limit 1) n on true
       left join staff g on g.tenant_id = $1 and g.user_id = r.by_staff
       left join staff t on t.tenant_id = $1 and t.user_id = n.by_staff
      where r.tenant_id = $1 and r.role is not null and ($2::text is null or r.user_id = $2)
        and ($3::date is null or r.effective_at < ${beginOf('$3::date + 1')}
          and (n.effective_at is null or n.effective_at > ${beginOf('$3::date')}))
        and ($4::timestamptz is null or (r.effective_at, r.role_no) < ($4, $5))
      order by r.effective_at desc, r.role_no desc limit $6`,
    [
      tenantId,
      asked.userId ?? null,
      asked.on ?? null,
      asked.after?.at ?? null,
      asked.after?.roleNo ?? null,
      asked.limit + 1,
    ],
  )
  const shown = found.rows.slice(0, asked.limit)
  const last = found.rows.length > asked.limit ? shown.at(-1) : undefined
  const rows = shown.map((row) => {
    const { atText: _, ...span } = row
    return span
  })
  return { rows, next: last && { at: last.atText, roleNo: last.roleNo } }
}

/** How many roles were given or taken between two days, both in. */
export async function countRoleChanges(
  tx: Tx,
  tenantId: bigint,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<number> {
  const found = await tx.query<{ n: number }>(
    `select count(*)::int as n from staff_role
      where tenant_id = $1 and effective_at >= ${beginOf('$2::date')} and effective_at < ${beginOf('$3::date + 1')}`,
    [tenantId, from, to],
  )
  return found.rows[0]?.n ?? 0
}

export type RoleChange = {
  readonly userId: string
  /** null: it is taken away, and nothing given. */
  readonly role: StaffRole | null
  readonly by: string
  readonly reason: string
}

export type RoleDeclined = { readonly declined: 'no_such_staff' | 'own_role' | 'role_unchanged' }

/**
 * Gives another role, or takes the role away, from the next request on. Nobody changes their own, so
 * whoever gives rights keeps theirs, and there is always somebody who can.
 */
export async function changeRole(
  tx: Tx,
  tenantId: bigint,
  change: RoleChange,
  now: Instant,
): Promise<RoleDeclined | undefined> {
  const { userId, role, by, reason } = change
  if (userId === by) return { declined: 'own_role' }
  const found = await tx.query<{ role: StaffRole | null; at: string }>(
    `select case when disabled_at is null then role end as role,
            -- A clock that was set back puts nothing before what was known.
            greatest($3::timestamptz, (select max(r.effective_at) from staff_role r
              where r.tenant_id = $1 and r.user_id = $2))::text as at
       from staff where tenant_id = $1 and user_id = $2 for update`,
    [tenantId, userId, instantText(now)],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_staff' }
  if (row.role === role) return { declined: 'role_unchanged' }
  await tx.query(
    `update staff set role = coalesce($3, role), disabled_at = case when $3::text is null then $4::timestamptz end
      where tenant_id = $1 and user_id = $2`,
    [tenantId, userId, role, row.at],
  )
  await tx.query(
    `insert into staff_role (tenant_id, user_id, role, effective_at, by_staff, reason)
     values ($1, $2, $3, $4, $5, $6)`,
    [tenantId, userId, role, row.at, by, reason],
  )
  return undefined
}
