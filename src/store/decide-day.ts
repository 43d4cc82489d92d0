import { dayNumber, type Day } from '../core/calendar.ts'
import { emptied, newColumns, sealColumns, type ColumnsBuilder } from '../strategy/columns-build.ts'
import type { Columns } from '../strategy/columns.ts'
import { CaseWalk, packedCases } from './case-rows.ts'
import { Chosen, keepChosen } from './chosen.ts'
import type { Tx } from './db.ts'
import { decideShard } from './decide-shard.ts'
import { copyOut, inRange, readAwake, type BorrowerRange } from './positions.ts'
import { compiledStrategies, type InForce } from './strategy-in-force.ts'

type Range = Pick<InForce, 'of' | 'champion'> & {
  readonly today: Day
  readonly range: BorrowerRange
  /** Shown the range as it stood before anything of today was chosen. */
  readonly onColumns?: ((columns: Columns) => void) | undefined
}

/** Decides every borrower of a range and keeps what was chosen: the night's shard, or one person. */
export async function decideRange(
  tx: Tx,
  tenantId: bigint,
  options: Range,
): Promise<{ readonly accounts: number; readonly treatments: number }> {
  const { today, range, of, champion } = options
  const { pieces, past } = await readAwake(tx, tenantId, { range, today })
  const cases = new CaseWalk(await copyOut(tx, packedCases(inRange(tenantId, range))))
  const builder = roomFor(pieces.rows)
  pieces.into(builder)
  past.into(builder, pieces.rows)
  const columns = sealColumns(builder, { rows: pieces.rows, asOf: dayNumber(today) })
  options.onColumns?.(columns)
  const chosen = new Chosen()
  decideShard({ columns, cases, of, champion }, chosen)
  await keepChosen(tx, tenantId, { today, range }, chosen)
  return { accounts: pieces.rows, treatments: chosen.treatments.rows }
}

/** Filled and decided in one go, without waiting: so all shards and events of a process use one room. */
let room = newColumns(0)

function roomFor(rows: number): ColumnsBuilder {
  if (room.capacity < rows) room = newColumns(Math.ceil(rows * 1.1))
  return emptied(room)
}

/**
 * Decides one borrower again in the transaction of an event, from the positions as they are then.
 * Where a portfolio has no strategy in force the event stands and the next cycle says so.
 */
export async function decideBorrower(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<'decided' | 'no_strategy'> {
  const strategies = await compiledStrategies(tx, tenantId, { day: today, only: borrowerId })
  const found = await tx.query<{ portfolio_id: number }>(
    'select distinct portfolio_id from position where tenant_id = $1 and borrower_id = $2',
    [tenantId, borrowerId],
  )
  if (!found.rows.every((row) => strategies.covers(row.portfolio_id))) return 'no_strategy'
  const range = { from: borrowerId, until: borrowerId + 1n }
  await decideRange(tx, tenantId, { ...strategies, today, range })
  return 'decided'
}
