import type { Tx } from './db.ts'
import type { StaffRole } from './staff.ts'
import { readPerson, readStaff } from './staff.ts'

/** Who wrote it, and who else agreed: staff ids. */
export type FourEyes = { readonly author: string; readonly approver: string }

export type FourEyesFault =
  | 'same_person'
  | 'no_such_author'
  | 'author_may_not'
  | 'no_such_approver'
  | 'approver_may_not'

const MAY_WRITE: readonly StaffRole[] = ['manager', 'admin']
const MAY_APPROVE: readonly StaffRole[] = ['manager', 'compliance']

/** Two different people of today's staff, each with the role for their part; undefined: so it is. */
export async function fourEyesFault(
  tx: Tx,
  tenantId: bigint,
  { author, approver }: FourEyes,
): Promise<FourEyesFault | undefined> {
  if (await isOneHand(tx, tenantId, { author, other: approver })) return 'same_person'
  const writes = await authorFault(tx, tenantId, author)
  if (writes !== undefined) return writes
  const agrees = await readPerson(tx, tenantId, approver)
  if (agrees === undefined) return 'no_such_approver'
  return MAY_APPROVE.includes(agrees.role) ? undefined : 'approver_may_not'
}

/** What somebody's program asked for is their own: the key of it was shown to them alone. */
export async function isOneHand(
  tx: Tx,
  tenantId: bigint,
  { author, other }: { readonly author: string; readonly other: string },
): Promise<boolean> {
  if (author === other) return true
  const made = await tx.query(
    `select from api_key where tenant_id = $1 and user_id = $2 and made_by = $3 limit 1`,
    [tenantId, author, other],
  )
  return made.rowCount === 1
}

export async function authorFault(
  tx: Tx,
  tenantId: bigint,
  author: string,
): Promise<'no_such_author' | 'author_may_not' | undefined> {
  const writes = await readStaff(tx, tenantId, author)
  if (writes === undefined) return 'no_such_author'
  return MAY_WRITE.includes(writes.role) ? undefined : 'author_may_not'
}
