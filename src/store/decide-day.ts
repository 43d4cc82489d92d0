import { dayNumber, type Day } from '../core/calendar.ts'
import { emptied, newColumns, sealColumns, type ColumnsBuilder } from '../strategy/columns-build.ts'
import type { Columns } from '../strategy/columns.ts'
import { CaseWalk, packedCases } from './case-rows.ts'
import { ChosenFew, keepFew } from './chosen-few.ts'
import { Chosen, keepChosen } from './chosen.ts'
import { sendTogether, type Tx } from './db.ts'
import { decideShard } from './decide-shard.ts'
import {
  copyOut,
  inRange,
  readAwake,
  readOne,
  type Awake,
  type BorrowerRange,
} from './positions.ts'
import { strategiesNow } from './strategies-now.ts'
import type { InForce } from './strategy-in-force.ts'

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
  const columns = columnsFrom({ pieces, past }, today)
  options.onColumns?.(columns)
  const chosen = new Chosen()
  decideShard({ columns, cases, of, champion }, chosen)
  const kept = await keepChosen(tx, tenantId, { today, range, pieces }, chosen)
  let { treatments } = kept
  for (const borrowerId of kept.changed) {
    const alone = { from: borrowerId, until: borrowerId + 1n }
    const one = await decideRange(tx, tenantId, { today, range: alone, of, champion })
    treatments += one.treatments
  }
  return { accounts: pieces.rows, treatments }
}

function columnsFrom({ pieces, past }: Awake, today: Day): Columns {
  const builder = roomFor(pieces.rows)
  pieces.into(builder)
  past.into(builder, pieces.rows)
  return sealColumns(builder, { rows: pieces.rows, asOf: dayNumber(today) })
}

/** Filled and decided in one go, without waiting: so all shards and events of a process use one room. */
let room = newColumns(0)

function roomFor(rows: number): ColumnsBuilder {
  if (room.capacity < rows) room = newColumns(Math.ceil(rows * 1.1))
  return emptied(room)
}

/**
 * Decides one borrower again in the transaction of an event, from the positions as they are then, in
 * three trips. Where a portfolio has no strategy in force the event stands and the next cycle says so.
 */
export async function decideBorrower(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<'decided' | 'no_strategy'> {
  const [strategies, book] = await sendTogether(tx, [
    () => strategiesNow(tx, tenantId, { day: today, only: borrowerId }),
    () => readOne(tx, tenantId, { borrowerId, today }),
  ])
  const columns = columnsFrom(book, today)
  const portfolios = new Set(columns.values.portfolio)
  if (![...portfolios].every((portfolio) => strategies.covers(portfolio))) return 'no_strategy'
  const few = new ChosenFew()
  decideShard({ ...strategies, columns, cases: new CaseWalk(book.cases) }, few)
  await keepFew(tx, { tenantId, borrowerId, today }, few)
  return 'decided'
}
