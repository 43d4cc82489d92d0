import { dayNumber, type Day } from '../core/calendar.ts'
import type { Strategy } from '../strategy/document.ts'
import { explain, type Explanation } from '../strategy/explain.ts'
import type { Tx } from './db.ts'
import { readMorning } from './morning.ts'
import { readPositions } from './positions.ts'
import { loadBook } from './strategy.ts'

export type DraftExplained = {
  readonly accountId: bigint
  readonly ref: string
  readonly explanation: Explanation
}

/** How a strategy that nobody published would decide each account of a borrower this morning. */
export async function explainDraft(
  tx: Tx,
  tenantId: bigint,
  of: { readonly strategy: Strategy; readonly borrowerId: bigint; readonly today: Day },
): Promise<readonly DraftExplained[]> {
  const { strategy, borrowerId, today } = of
  const book = await loadBook(tx, tenantId)
  const refs = await tx.query<{ account_id: bigint; ref: string }>(
    'select account_id, ref from account where tenant_id = $1 and borrower_id = $2',
    [tenantId, borrowerId],
  )
  const refOf = new Map(refs.rows.map((row) => [row.account_id, row.ref]))
  const reader = await readPositions(tx, tenantId, { from: borrowerId, until: borrowerId + 1n })
  const asOfMorning = await readMorning(tx, tenantId, borrowerId, today)
  const explained: DraftExplained[] = []
  while (reader.next() !== undefined) {
    const { row, history } = asOfMorning(reader.row, reader.history())
    const { accountId } = row
    const explanation = explain(strategy, row, { today: dayNumber(today), book, history })
    explained.push({ accountId, ref: refOf.get(accountId) ?? '', explanation })
  }
  return explained
}
