import { dayNumber, type Day } from '../core/calendar.ts'
import { explain, type Explanation } from '../strategy/explain.ts'
import type { Tx } from './db.ts'
import { readMorning } from './morning.ts'
import { readPositions } from './positions.ts'
import { compiledStrategies } from './strategy-in-force.ts'
import { loadBook } from './strategy.ts'

export type ExplainedAccount = {
  readonly accountId: bigint
  readonly ref: string
  readonly explanation: Explanation
  /** The arm of a trial that decides it; `hold_out` where the person is left alone to measure. */
  readonly arm: string | undefined
}

/** Why each account of a borrower is decided as it is on a day: the same walk for every reader. */
export async function explainBorrower(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<ExplainedAccount[]> {
  const book = await loadBook(tx, tenantId)
  const strategies = await compiledStrategies(tx, tenantId, { day: today, only: borrowerId })
  const refs = await tx.query<{ account_id: bigint; ref: string }>(
    'select account_id, ref from account where tenant_id = $1 and borrower_id = $2',
    [tenantId, borrowerId],
  )
  const refOf = new Map(refs.rows.map((row) => [row.account_id, row.ref]))
  const reader = await readPositions(tx, tenantId, { from: borrowerId, until: borrowerId + 1n })
  const asOfMorning = await readMorning(tx, tenantId, borrowerId, today)
  const explained: ExplainedAccount[] = []
  while (reader.next() !== undefined) {
    const { row, history } = asOfMorning(reader.row, reader.history())
    const who = strategies.of(row.portfolio, borrowerId)
    const by = who === 'hold_out' ? strategies.champion(row.portfolio) : who
    const at = { today: dayNumber(today), book, history }
    const { accountId } = row
    explained.push({
      accountId,
      ref: refOf.get(accountId) ?? '',
      explanation: explain(by.compiled.strategy, row, at),
      arm: who === 'hold_out' ? who : by.arm,
    })
  }
  return explained
}

/** The owner of an account by the source's reference; undefined where there is none. */
export async function findAccount(
  tx: Tx,
  tenantId: bigint,
  ref: string,
): Promise<{ borrowerId: bigint; accountId: bigint; zones: readonly string[] } | undefined> {
  const found = await tx.query<{ borrowerId: bigint; accountId: bigint; zones: string[] }>(
    `select borrower_id as "borrowerId", account_id as "accountId", b.zones
     from account join borrower b using (tenant_id, borrower_id)
     where tenant_id = $1 and account.ref = $2 order by account_id limit 1`,
    [tenantId, ref],
  )
  return found.rows[0]
}
