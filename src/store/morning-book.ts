import { dayNumber, type Day } from '../core/calendar.ts'
import type { History, Past } from '../strategy/cadence.ts'
import type { Columns } from '../strategy/columns.ts'
import { columnsOf, type Position } from '../strategy/columns-build.ts'
import { NEVER } from '../strategy/row.ts'
import type { Tx } from './db.ts'
import { readPositions } from './positions.ts'

/** Beyond this a book is read from the night's snapshot alone. */
export const ACCOUNTS_MAX = 300_000

/**
 * The positions as this morning's cycle read them: what today itself chose and sent is set aside, or
 * every step of today would seem to be taken already. For a book that has no snapshot yet.
 */
export async function readMorningBook(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<Columns | 'too_large'> {
  const counted = await tx.query<{ n: bigint }>(
    'select count(*) as n from position where tenant_id = $1',
    [tenantId],
  )
  if ((counted.rows[0]?.n ?? 0n) > BigInt(ACCOUNTS_MAX)) return 'too_large'
  const before = await readBefore(tx, tenantId, today)
  const day = dayNumber(today)
  const reader = await readPositions(tx, tenantId, { from: 0n, until: undefined })
  const positions: Position[] = []
  for (let id = reader.next(); id !== undefined; id = reader.next()) {
    const { row } = reader
    const lastAttemptOn =
      row.lastAttemptOn === day ? (before.attempted.get(id) ?? NEVER) : row.lastAttemptOn
    positions.push({
      borrowerId: id,
      row: { ...row, lastAttemptOn },
      history: ofMorning(reader.history(), day, before.chosen.get(row.accountId)),
    })
  }
  return columnsOf(positions, day)
}

function ofMorning(
  history: History,
  today: number,
  chosen: ReadonlyMap<string, number> | undefined,
): History {
  if (![...history.values()].some((past) => past.lastOn === today)) return history
  const morning = new Map<string, Past>()
  for (const [treatment, past] of history) {
    const lastOn = chosen?.get(treatment)
    if (past.lastOn !== today) morning.set(treatment, past)
    else if (lastOn !== undefined && past.times > 1)
      morning.set(treatment, { times: past.times - 1, lastOn })
  }
  return morning
}

/** Of what today chose, the last day before; of whom today reached, the last attempt before. */
async function readBefore(tx: Tx, tenantId: bigint, today: Day) {
  const chosen = new Map<bigint, Map<string, number>>()
  const steps = await tx.query<{ account_id: bigint; treatment: string; last_on: Day }>(
    `select t.account_id, t.treatment, max(e.chosen_on) as last_on
       from treatment t join treatment e using (tenant_id, borrower_id, account_id, treatment)
      where t.tenant_id = $1 and t.chosen_on = $2 and e.chosen_on < $2
      group by t.account_id, t.treatment`,
    [tenantId, today],
  )
  for (const { account_id: id, treatment, last_on: on } of steps.rows) {
    const own = chosen.get(id) ?? new Map<string, number>()
    chosen.set(id, own.set(treatment, dayNumber(on)))
  }
  const attempts = await tx.query<{ borrower_id: bigint; last_on: Day }>(
    `select borrower_id, max(sending_at)::date as last_on from contact
      where tenant_id = $1 and sending_at < $2::date group by borrower_id`,
    [tenantId, today],
  )
  const attempted = new Map(attempts.rows.map((row) => [row.borrower_id, dayNumber(row.last_on)]))
  return { chosen, attempted }
}
