import type { Readable } from 'node:stream'
import { to as copyTo } from 'pg-copy-streams'
import { assert } from '../core/assert.ts'
import {
  currencyCode,
  FOREVER,
  MONEY_MAX,
  NEVER,
  NOTHING_KNOWN,
  pausedDays,
  type StrategyRow,
} from '../strategy/row.ts'
import { NO_HISTORY, type History, type Past } from '../strategy/cadence.ts'
import type { Tx } from './db.ts'

/** Half-open range of borrower ids; `until` undefined is the end of the book. */
export type BorrowerRange = { readonly from: bigint; readonly until: bigint | undefined }

/** What the cycle reads of a position, in this order. The bench copies out the same columns. */
export const POSITION_COLUMNS = `borrower_id, account_id, portfolio_id, product_id, currency, language,
  outstanding_minor, arrears_minor, instalments_missed, coalesce(counted_from, oldest_unpaid_due_on), next_due_on,
  next_due_minor, last_payment_on, last_payment_minor, delinquent_since, cured_on,
  times_delinquent, paused::text, channels, last_attempt_on, last_conversation_on,
  unanswered_attempts, held_until, closed_on`
/** Those, and what was chosen for the account before. */
const WIDTH = 25

/** The one row that is filled again for every account: nothing is allocated on the way. */
type Row = { -readonly [K in keyof StrategyRow]: StrategyRow[K] }

export type PositionReader = {
  readonly row: StrategyRow
  /** Fills `row` with the next account and says whose it is; undefined at the end. */
  next(): bigint | undefined
  /** What was chosen for the account of `row` before. */
  history(): History
}

/** Opens one range of the book as a binary COPY, borrowers in order of id. */
export async function readPositions(
  tx: Tx,
  tenantId: bigint,
  range: BorrowerRange,
): Promise<PositionReader> {
  const until = range.until === undefined ? '' : `and borrower_id < ${range.until}`
  const stream = tx.query(
    copyTo(
      `copy (select ${POSITION_COLUMNS}, steps::text
        from position left join cadence using (tenant_id, borrower_id, account_id)
        where tenant_id = ${tenantId} and borrower_id >= ${range.from} ${until}
        order by borrower_id, account_id) to stdout (format binary)`,
    ),
  )
  return positionReader(await readAll(stream))
}

/** Reads a COPY into memory: one range of the book, so the caller bounds its size. */
async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')

/** Decodes PostgreSQL's binary COPY format (manual, "COPY", Binary Format) row by row. */
export function positionReader(bytes: Buffer): PositionReader {
  assert(bytes.subarray(0, 11).equals(SIGNATURE), 'a binary COPY begins with its signature')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields = new Fields(view, bytes, 19 + view.getInt32(15))
  const row = emptyRow()
  let steps: string | null = null
  const next = () => {
    const width = fields.width()
    if (width === -1) return undefined
    assert(width === WIDTH, `a row has ${width} columns, not ${WIDTH}`)
    const borrowerId = fill(row, fields)
    steps = fields.text()
    return borrowerId
  }
  return { row, next, history: () => (steps === null ? NO_HISTORY : historyOf(steps)) }
}

type Steps = Readonly<Record<string, readonly [times: number, lastOn: number]>>

function historyOf(steps: string): History {
  const parsed = JSON.parse(steps) as Steps
  const history = new Map<string, Past>()
  for (const name in parsed) {
    const step = parsed[name]
    if (step !== undefined) history.set(name, { times: step[0], lastOn: step[1] })
  }
  return history
}

/** The form that the table keeps: days are numbers since 1970-01-01. */
export function stepsText(history: History): string {
  let text = ''
  for (const [name, past] of history) {
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:[${past.times},${past.lastOn}]`
  }
  return `${text || '{'}}`
}

function fill(row: Row, fields: Fields): bigint {
  const borrowerId = fields.id()
  row.accountId = fields.id()
  row.portfolio = fields.int()
  row.product = fields.int()
  row.currency = fields.currency()
  row.language = fields.language()
  row.outstanding = fields.money()
  row.arrears = fields.money()
  row.instalmentsMissed = fields.int()
  row.oldestUnpaidDueOn = fields.day(FOREVER)
  row.nextDueOn = fields.day(FOREVER)
  row.nextDue = fields.money()
  row.lastPaymentOn = fields.day(NEVER)
  row.lastPayment = fields.money()
  row.delinquentSince = fields.day(NEVER)
  row.curedOn = fields.day(NEVER)
  row.timesDelinquent = fields.int()
  row.paused = pausedDays(fields.text())
  row.channels = fields.int()
  row.lastAttemptOn = fields.day(NEVER)
  row.lastConversationOn = fields.day(NEVER)
  row.unansweredAttempts = fields.int()
  row.heldUntil = fields.day(NEVER)
  row.closedOn = fields.day(FOREVER)
  return borrowerId
}

/** Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
const EPOCH_DAYS = 10_957

class Fields {
  readonly #view: DataView
  readonly #bytes: Buffer
  #at: number

  constructor(view: DataView, bytes: Buffer, start: number) {
    this.#view = view
    this.#bytes = bytes
    this.#at = start
  }

  width(): number {
    const width = this.#view.getInt16(this.#at)
    this.#at += 2
    return width
  }

  /** Steps over a field and says where it began and how long it is; -1 is an SQL null. */
  #length(): number {
    const length = this.#view.getInt32(this.#at)
    this.#at += 4
    return length
  }

  id(): bigint {
    assert(this.#length() === 8, 'an id is never null')
    this.#at += 8
    return this.#view.getBigInt64(this.#at - 8)
  }

  int(): number {
    const length = this.#length()
    this.#at += length
    return length === 2 ? this.#view.getInt16(this.#at - 2) : this.#view.getInt32(this.#at - 4)
  }

  money(): number {
    assert(this.#length() === 8, 'an amount of a position is never null')
    this.#at += 8
    const exact =
      this.#view.getInt32(this.#at - 8) * 4_294_967_296 + this.#view.getUint32(this.#at - 4)
    assert(Math.abs(exact) <= MONEY_MAX, `${exact} minor units are more than a strategy compares`)
    return exact
  }

  /** A day number clamped as strategy/row.ts clamps it; `absent` for an SQL null. */
  day(absent: number): number {
    if (this.#length() < 0) return absent
    this.#at += 4
    const days = this.#view.getInt32(this.#at - 4)
    if (days === 2_147_483_647) return FOREVER
    return Math.min(Math.max(days + EPOCH_DAYS, 0), FOREVER - 1)
  }

  currency(): number {
    const text = this.text()
    assert(text !== null, 'a position has a currency')
    return currencyCode(text)
  }

  language(): number {
    assert(this.#length() === 2, 'a language is two letters')
    this.#at += 2
    return this.#bytes[this.#at - 2] === 0x7a ? 0 : 1
  }

  text(): string | null {
    const length = this.#length()
    if (length < 0) return null
    this.#at += length
    return this.#bytes.toString('utf8', this.#at - length, this.#at)
  }
}

function emptyRow(): Row {
  return {
    accountId: 0n,
    portfolio: 0,
    product: 0,
    currency: 0,
    language: 0,
    outstanding: 0,
    arrears: 0,
    instalmentsMissed: 0,
    oldestUnpaidDueOn: FOREVER,
    nextDueOn: FOREVER,
    nextDue: 0,
    lastPaymentOn: NEVER,
    lastPayment: 0,
    delinquentSince: NEVER,
    curedOn: NEVER,
    timesDelinquent: 0,
    paused: [],
    channels: 0,
    lastAttemptOn: NEVER,
    lastConversationOn: NEVER,
    unansweredAttempts: 0,
    heldUntil: NEVER,
    closedOn: FOREVER,
    ...NOTHING_KNOWN,
  }
}
