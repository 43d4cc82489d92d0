import { addDays, type Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** In SQL: whether the borrower is lost on a day, by what was told last. */
export const isLost = (day: string): string =>
  `coalesce((select c.until_on is null or c.until_on > ${day} from borrower_circumstance c
     where c.tenant_id = $1 and c.borrower_id = $2 and c.kind = 'unreachable'
     order by c.circumstance_id desc limit 1), false)`

/**
 * Whoever has no address left that could work is lost; whoever answers is found. Kept as the
 * circumstance 'unreachable', which the guard asks for; the next day's positions know it too.
 */
export async function reckonLost(
  tx: Tx,
  ref: BorrowerRef,
  answered: boolean,
  today: Day,
): Promise<'lost' | 'found' | 'as_before'> {
  const found = await tx.query<{ live: boolean; known: boolean; lost: boolean }>(
    `select coalesce(bool_or(standing in ('unverified', 'works')), false) as live, count(*) > 0 as known,
            ${isLost('$3::date')} as lost
       from address where tenant_id = $1 and borrower_id = $2`,
    [ref.tenantId, ref.borrowerId, today],
  )
  const [row] = found.rows
  if (row === undefined) return 'as_before'
  if (row.lost && (answered || row.live)) {
    await tell(tx, ref, { fromOn: addDays(today, -1), untilOn: today })
    return 'found'
  }
  if (row.lost || row.live || !row.known || answered) return 'as_before'
  await tell(tx, ref, { fromOn: today, untilOn: undefined })
  return 'lost'
}

/** Nothing is decided anew here: many addresses may fail in one commit. */
async function tell(
  tx: Tx,
  ref: BorrowerRef,
  span: { readonly fromOn: Day; readonly untilOn: Day | undefined },
): Promise<void> {
  await tx.query(
    `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, until_on)
     values ($1, $2, 'unreachable', $3, $4)`,
    [ref.tenantId, ref.borrowerId, span.fromOn, span.untilOn ?? null],
  )
}
