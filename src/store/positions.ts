import type { Readable } from 'node:stream'
import { to as copyTo } from 'pg-copy-streams'
import { assert } from '../core/assert.ts'
import { dayNumber, type Day } from '../core/calendar.ts'
import { NO_HISTORY, type History } from '../strategy/cadence.ts'
import { NO_POSITION, type StrategyRow } from '../strategy/row.ts'
import { writePositions } from './book.ts'
import { packedCases } from './case-rows.ts'
import type { Tx } from './db.ts'
import { lockBorrowers } from './lock-borrowers.ts'
import { historyOfText, packedCadence, packedPositions, PastReader, Pieces } from './packed.ts'

/** Half-open range of borrower ids; `until` undefined is the end of the book. */
export type BorrowerRange = { readonly from: bigint; readonly until: bigint | undefined }

export type PositionReader = {
  /** Filled again for every account: nothing is allocated on the way. */
  readonly row: StrategyRow
  /** Fills `row` with the next account and says whose it is; undefined at the end. */
  next(): bigint | undefined
  /** What was chosen for the account of `row` before. */
  history(): History
}

export const inRange = (tenantId: bigint, { from, until }: BorrowerRange): string =>
  `tenant_id = ${tenantId} and borrower_id >= ${from}${until === undefined ? '' : ` and borrower_id < ${until}`}`

/** Opens one range of the book, borrowers in order of id: account by account, for the interpreter. */
export async function readPositions(
  tx: Tx,
  tenantId: bigint,
  range: BorrowerRange,
): Promise<PositionReader> {
  const where = inRange(tenantId, range)
  const pieces = Pieces.of(await copyOut(tx, packedPositions(where)))
  const past = new PastReader(await copyOut(tx, packedCadence(where)))
  const row = { ...NO_POSITION }
  let i = -1
  const next = () => {
    if (++i >= pieces.rows) return undefined
    pieces.fill(row, i)
    return pieces.borrowerId(i)
  }
  const history = () => {
    const text = past.find(pieces.borrowerId(i), row.accountId)
    return text === undefined ? NO_HISTORY : historyOfText(text)
  }
  return { row, next, history }
}

/** Accounts with what was chosen for them before. */
export type Awake = { readonly pieces: Pieces; readonly past: PastReader }

/**
 * A range of the book as it stands on `today`: positions whose day has come (an instalment fell due
 * and nobody paid) are derived again first, and kept.
 */
export async function readAwake(
  tx: Tx,
  tenantId: bigint,
  of: { readonly range: BorrowerRange; readonly today: Day },
): Promise<Awake> {
  const where = inRange(tenantId, of.range)
  const pieces = Pieces.of(await copyOut(tx, packedPositions(where)))
  const awake = await wake(tx, tenantId, { pieces, today: of.today, isLocked: false })
  return { pieces: awake, past: new PastReader(await copyOut(tx, packedCadence(where))) }
}

/** The same for one borrower under their lock, with the case that stands, in one statement that is planned once. */
export async function readOne(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly today: Day },
): Promise<Awake & { readonly cases: Buffer }> {
  const found = await tx.query<Record<'positions' | 'cadence' | 'cases', Buffer | null>>(ONE, [
    tenantId,
    of.borrowerId,
  ])
  const bytes = (name: 'positions' | 'cadence' | 'cases') =>
    found.rows[0]?.[name] ?? Buffer.alloc(0)
  const pieces = Pieces.of(bytes('positions'))
  const awake = await wake(tx, tenantId, { pieces, today: of.today, isLocked: true })
  return { pieces: awake, past: new PastReader(bytes('cadence')), cases: bytes('cases') }
}

const OF_ONE = 'tenant_id = $1 and borrower_id = $2'
const ONE = `select (${packedPositions(OF_ONE)}) as positions, (${packedCadence(OF_ONE)}) as cadence,
  (${packedCases(OF_ONE)}) as cases`

const SLEEPERS_AT_ONCE = 2000

async function wake(
  tx: Tx,
  tenantId: bigint,
  { pieces, today, isLocked }: { pieces: Pieces; today: Day; isLocked: boolean },
): Promise<Pieces> {
  let awake = pieces
  const sleepers = pieces.sleepers(dayNumber(today))
  for (let from = 0; from < sleepers.length; from += SLEEPERS_AT_ONCE) {
    const rows = sleepers.slice(from, from + SLEEPERS_AT_ONCE)
    const borrowerIds = rows.map((row) => pieces.borrowerId(row))
    const accountIds = rows.map((row) => pieces.accountId(row))
    if (!isLocked) await lockBorrowers(tx, tenantId, borrowerIds)
    await writePositions(tx, tenantId, { borrowerIds, accountIds }, today)
    const found = await tx.query<{ packed: Buffer }>(
      packedPositions(`tenant_id = $1 and (borrower_id, account_id) in
        (select * from unnest($2::bigint[], $3::bigint[]))`),
      [tenantId, borrowerIds, accountIds],
    )
    awake = awake.replaced(rows, found.rows[0]?.packed ?? Buffer.alloc(0))
  }
  return awake
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')

/** The one value that `select` gives, by a binary COPY (manual, "COPY", Binary Format); empty for none. */
export async function copyOut(tx: Tx, select: string): Promise<Buffer> {
  const bytes = await readAll(tx.query(copyTo(`copy (${select}) to stdout (format binary)`)))
  assert(bytes.subarray(0, 11).equals(SIGNATURE), 'a binary COPY begins with its signature')
  const at = 19 + bytes.readInt32BE(15)
  assert(bytes.readInt16BE(at) === 1, 'one value was asked')
  const length = bytes.readInt32BE(at + 2)
  return length < 0 ? Buffer.alloc(0) : bytes.subarray(at + 6, at + 6 + length)
}

/** Reads a COPY into memory: one range of the book, so the caller bounds its size. */
async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The form that the table keeps: days are numbers since 1970-01-01. */
export function stepsText(history: History): string {
  let text = ''
  for (const [name, past] of history) {
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:[${past.times},${past.lastOn}]`
  }
  return `${text || '{'}}`
}
