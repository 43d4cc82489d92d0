import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** Somebody is there for as long after they last said so: a little more than two of their tellings. */
export const PRESENT_MS = 40_000

export type Present = { readonly name: string; readonly since: Instant }

type By = { readonly userId: string; readonly now: Instant; readonly left: boolean }

/** Says that a person has the case on screen, or has it no more, and who else has it. */
export async function bePresent(tx: Tx, ref: BorrowerRef, by: By): Promise<readonly Present[]> {
  const { tenantId, borrowerId } = ref
  const goneBefore = instantText((by.now - PRESENT_MS) as Instant)
  await tx.query(
    `delete from presence where tenant_id = $1 and borrower_id = $2
        and (seen_at < $4 or ($5::boolean and user_id = $3))`,
    [tenantId, borrowerId, by.userId, goneBefore, by.left],
  )
  if (!by.left)
    await tx.query(
      `insert into presence as p (tenant_id, borrower_id, user_id, since, seen_at) values ($1, $2, $3, $4, $4)
           on conflict (tenant_id, borrower_id, user_id) do update set seen_at = excluded.seen_at`,
      [tenantId, borrowerId, by.userId, instantText(by.now)],
    )
  const found = await tx.query<Present>(
    `select s.name, p.since from presence p
       join staff s on s.tenant_id = p.tenant_id and s.user_id = p.user_id
      where p.tenant_id = $1 and p.borrower_id = $2 and p.user_id <> $3 order by p.since, s.name limit 10`,
    [tenantId, borrowerId, by.userId],
  )
  return found.rows
}
