import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

export type CloseDeclined = {
  readonly declined: 'no_such_portfolio' | 'not_an_own_book' | 'day_not_over' | 'closed_already'
  /** The last day that is closed. */
  readonly closedOn?: Day | undefined
}

/**
 * Draws a line under a day of a portfolio: one row, however large the book. Each borrower's charges up to it are
 * posted with that borrower's next event, from what was known when the line was drawn.
 */
export async function closeDay(
  tx: Tx,
  tenantId: bigint,
  close: { readonly portfolio: string; readonly on: Day; readonly by: string },
  tick: { readonly now: Instant; readonly today: Day },
): Promise<{ readonly closedOn: Day } | CloseDeclined> {
  const found = await tx.query<{ portfolio_id: number; kind: string; closed_on: Day | null }>(
    `select p.portfolio_id, p.kind, (select max(closed_on) from ledger_close c
              where c.tenant_id = p.tenant_id and c.portfolio_id = p.portfolio_id) as closed_on
       from portfolio p where p.tenant_id = $1 and p.code = $2`,
    [tenantId, close.portfolio],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_portfolio' }
  if (row.kind !== 'own') return { declined: 'not_an_own_book' }
  if (close.on >= tick.today) return { declined: 'day_not_over' }
  if (row.closed_on !== null && row.closed_on >= close.on)
    return { declined: 'closed_already', closedOn: row.closed_on }
  const made = await tx.query(
    `insert into ledger_close (tenant_id, portfolio_id, closed_on, made_by, recorded_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [tenantId, row.portfolio_id, close.on, close.by, instantText(tick.now)],
  )
  return made.rowCount === 0
    ? { declined: 'closed_already', closedOn: close.on }
    : { closedOn: close.on }
}
