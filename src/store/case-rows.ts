import { currencyOfCode } from '../strategy/row.ts'
import { EPOCH_DAYS, type CopyRows } from './copy-rows.ts'

/** One borrower's case as a decision leaves it. Days are numbers since 1970-01-01. */
export type CaseRow = {
  readonly borrowerId: bigint
  readonly leadAccountId: bigint
  readonly portfolio: number
  readonly state: string
  readonly stage: string
  readonly tone: string
  /** Undefined leaves what stands there: nothing was chosen today. */
  readonly next: string | undefined
  readonly priority: number
  readonly arrears: number
  readonly currency: string
  readonly oldest: number
}

/** The cases of a range as one value, in the order of borrowers. */
export const packedCases = (where: string): string =>
  `select string_agg(int8send(borrower_id) || int8send(lead_account_id) || int8send(arrears_minor)
       || date_send(coalesce(oldest_unpaid_due_on, 'infinity')) || int4send(priority) || int2send(portfolio_id)
       || int2send(octet_length(words)::smallint) || convert_to(words, 'UTF8'), ''::bytea order by borrower_id) as packed
   from (select *, ${WORDS} as words from borrower_case where ${where}) of_range`

/** Words of strategies hold no comma: they are of [a-z0-9_-]. */
const WORDS = `state || ',' || stage || ',' || tone || ',' || currency || ',' || coalesce(next_treatment, '')`
const wordsOf = (row: CaseRow): string =>
  `${row.state},${row.stage},${row.tone},${row.currency},${row.next ?? ''}`

const HEAD = 36
/**
 * Walks the cases that stand beside those that a decision makes, both in the order of borrowers:
 * what differs is written, and who is no longer there is closed.
 */
export class CaseWalk {
  readonly closed: bigint[] = []
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** How the row stands beside the case that is there. Borrowers come in their order. */
  find(row: CaseRow): 'same' | 'other' | 'none' {
    this.#passUpTo(row.borrowerId)
    if (this.#at >= this.#bytes.length || this.#borrower() !== row.borrowerId) return 'none'
    const bytes = this.#bytes
    const at = this.#at
    this.#at = this.#end()
    const words = bytes.toString('latin1', at + HEAD, this.#at)
    const own = wordsOf(row)
    const isSameWords = row.next === undefined ? words.startsWith(own) : words === own
    const isSame =
      isSameWords &&
      bytes.readBigInt64BE(at + 8) === row.leadAccountId &&
      bytes.readInt32BE(at + 16) === Math.floor(row.arrears / 4_294_967_296) &&
      bytes.readUInt32BE(at + 20) ===
        row.arrears - Math.floor(row.arrears / 4_294_967_296) * 4_294_967_296 &&
      bytes.readInt32BE(at + 24) + EPOCH_DAYS === row.oldest &&
      bytes.readInt32BE(at + 28) === row.priority &&
      bytes.readInt16BE(at + 32) === row.portfolio
    return isSame ? 'same' : 'other'
  }

  /** Closes what is left behind the last borrower. */
  end(): void {
    this.#passUpTo(undefined)
  }

  #passUpTo(borrowerId: bigint | undefined): void {
    for (; this.#at < this.#bytes.length; this.#at = this.#end()) {
      const borrower = this.#borrower()
      if (borrowerId !== undefined && borrower >= borrowerId) return
      if (!this.#bytes.toString('latin1', this.#at + HEAD, this.#end()).startsWith('closed,'))
        this.closed.push(borrower)
    }
  }

  #borrower(): bigint {
    return this.#bytes.readBigInt64BE(this.#at)
  }

  #end(): number {
    return this.#at + HEAD + this.#bytes.readInt16BE(this.#at + 34)
  }
}

/** In the order of the columns of `chosen_case`. */
export function copyCase(rows: CopyRows, row: CaseRow): void {
  rows
    .row()
    .id(row.borrowerId)
    .id(row.leadAccountId)
    .small(row.portfolio)
    .text(row.state)
    .text(row.stage)
    .text(row.tone)
    .text(row.next)
    .integer(row.priority)
    .big(row.arrears)
    .text(row.currency)
    .day(row.oldest)
}

const currencies = new Map<number, string>()
/** The letters of a currency's code, which a night asks for every case. */
export function currencyText(code: number): string {
  let text = currencies.get(code)
  if (text === undefined) currencies.set(code, (text = currencyOfCode(code)))
  return text
}
