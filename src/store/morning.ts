import { dayNumber, type Day } from '../core/calendar.ts'
import type { History, Past } from '../strategy/cadence.ts'
import { NEVER, type StrategyRow } from '../strategy/row.ts'
import type { Tx } from './db.ts'

/** An account as it was when the day was decided: what the day itself chose and sent is set aside. */
export type Morning = (
  row: StrategyRow,
  history: History,
) => { readonly row: StrategyRow; readonly history: History }

/**
 * Without this every step that today chose would seem to be chosen too recently, and the explanation
 * of a decision would say that it was not made.
 */
export async function readMorning(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<Morning> {
  const before = await readBefore(tx, tenantId, { borrowerId, today })
  const day = dayNumber(today)
  return (row, history) => ({
    row: row.lastAttemptOn === day ? { ...row, lastAttemptOn: before.attemptOn } : row,
    history: historyOfMorning(
      history,
      day,
      before.chosen.get(row.accountId) ?? new Map<string, number>(),
    ),
  })
}

/** A step that today chose was chosen once less before, and last on the day before that. */
function historyOfMorning(
  history: History,
  today: number,
  chosen: ReadonlyMap<string, number>,
): History {
  const morning = new Map<string, Past>()
  for (const [treatment, past] of history) {
    const lastOn = chosen.get(treatment)
    if (past.lastOn !== today) morning.set(treatment, past)
    else if (lastOn !== undefined && past.times > 1)
      morning.set(treatment, { times: past.times - 1, lastOn })
  }
  return morning
}

type Before = {
  /** Of each account and treatment, the last day before today when it was chosen. */
  readonly chosen: ReadonlyMap<bigint, ReadonlyMap<string, number>>
  readonly attemptOn: number
}

async function readBefore(
  tx: Tx,
  tenantId: bigint,
  { borrowerId, today }: { borrowerId: bigint; today: Day },
): Promise<Before> {
  const result = await tx.query<{ account_id: bigint; treatment: string; last_on: Day }>(
    `select account_id, treatment, max(chosen_on) as last_on from treatment
      where tenant_id = $1 and borrower_id = $2 and chosen_on < $3
      group by account_id, treatment`,
    [tenantId, borrowerId, today],
  )
  const chosen = new Map<bigint, Map<string, number>>()
  for (const row of result.rows) {
    const own = chosen.get(row.account_id) ?? new Map<string, number>()
    chosen.set(row.account_id, own.set(row.treatment, dayNumber(row.last_on)))
  }
  const attempts = await tx.query<{ last_on: Day | null }>(
    `select max(sending_at)::date as last_on from contact
      where tenant_id = $1 and borrower_id = $2 and sending_at < $3::date`,
    [tenantId, borrowerId, today],
  )
  const attemptOn = attempts.rows[0]?.last_on ?? null
  return { chosen, attemptOn: attemptOn === null ? NEVER : dayNumber(attemptOn) }
}
