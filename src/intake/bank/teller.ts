import { hash } from 'node:crypto'
import type { Day } from '../../core/calendar.ts'
import { exactText, toMinor, type Exact } from './exact.ts'
import type { BankItem, Finding, FindingName, StatementKind, StatementTold } from './statement.ts'

/** Where a reader's findings, items and statements go, as they come. */
export type Out = {
  readonly item: (item: BankItem) => void
  readonly statement: (told: StatementTold) => void
  readonly finding: (finding: Finding) => void
}

/** What a reader knows of one movement, or of one of those that a batch tells apart. */
export type Told = {
  readonly amount: Exact
  readonly bankRef?: string | undefined
  readonly endToEnd?: string | undefined
  readonly reference?: string | undefined
  readonly payerName?: string | undefined
  readonly payerAccount?: string | undefined
  readonly virtualAccount?: string | undefined
  readonly remittance?: string | undefined
  readonly returned?: boolean | undefined
  readonly returnCode?: string | undefined
  readonly originalRef?: string | undefined
}

export type EntryTold = Told & {
  readonly currency: string
  readonly bookedOn: Day
  readonly valueOn?: Day | undefined
  /** The items of a batch; none: the entry itself is the item. */
  readonly parts?: readonly Told[] | undefined
}

export type Balance = { readonly amount: Exact; readonly on: Day | undefined }

type Head = { kind: StatementKind; account: string; currency: string; number: string | undefined }

const KEY_BITS = (1n << 63n) - 1n

/** The first 63 bits of a SHA-256: what ids are made of everywhere in the book. */
const keyOf = (parts: readonly string[]): bigint =>
  BigInt(`0x${hash('sha256', parts.join('\u0000')).slice(0, 16)}`) & KEY_BITS

const MAX_TEXT = 2000
const SHORT = 140

/** Tells one statement: counts and sums exactly what it passes on, and checks it when it ends. */
export class Teller {
  readonly #out: Out
  readonly head: Head
  readonly #no: number
  #entries = 0
  #net: Exact = 0n
  #credits = { count: 0, sum: 0n }
  #debits = { count: 0, sum: 0n }
  #keys = 0n

  constructor(out: Out, no: number, head: Head) {
    this.#out = out
    this.#no = no
    this.head = head
  }

  get entries(): number {
    return this.#entries
  }
  get net(): Exact {
    return this.#net
  }
  get credits(): { readonly count: number; readonly sum: Exact } {
    return this.#credits
  }
  get debits(): { readonly count: number; readonly sum: Exact } {
    return this.#debits
  }

  finding(name: FindingName, severity: 'error' | 'warning', more: Partial<Finding> = {}): void {
    const at = more.at ?? `${this.#no}${this.head.number ? ` (${this.head.number})` : ''}`
    this.#out.finding({ name, severity, ...more, at })
  }

  entry(entry: EntryTold): void {
    this.#entries++
    this.#net += entry.amount
    const side = entry.amount < 0n ? this.#debits : this.#credits
    side.count++
    side.sum += entry.amount < 0n ? -entry.amount : entry.amount
    const { head } = this
    if (head.currency === '') head.currency = entry.currency
    if (entry.currency !== head.currency)
      this.finding('currency_mixed', 'error', { found: entry.currency, wants: head.currency })
    const key = entryKey(head.account, entry)
    this.#keys = (this.#keys + key) & KEY_BITS
    // Nothing moved, so there is nothing to match; it has been counted.
    if (entry.amount === 0n) return
    // Place 1 is the entry's own, also in a file that does not tell its batch apart.
    if (entry.parts === undefined || entry.parts.length === 0)
      this.#part(entry, entry, { part: 1, key })
    else
      for (const [i, part] of entry.parts.entries()) this.#part(entry, part, { part: i + 2, key })
  }

  #part(entry: EntryTold, told: Told, at: { readonly part: number; readonly key: bigint }): void {
    const minor = toMinor(told.amount, entry.currency)
    if (minor === undefined)
      this.finding('too_precise', 'error', {
        found: `${exactText(told.amount)} ${entry.currency}`,
      })
    this.#out.item({
      statement: this.#no,
      entry: this.#entries,
      ...at,
      amountMinor: minor,
      currency: entry.currency,
      bookedOn: entry.bookedOn,
      valueOn: entry.valueOn,
      bankRef: short(meant(told.bankRef) ?? meant(entry.bankRef)),
      endToEnd: short(meant(told.endToEnd)),
      reference: short(meant(told.reference)),
      payerName: short(told.payerName),
      payerAccount: accountText(told.payerAccount),
      virtualAccount: accountText(told.virtualAccount),
      remittance: told.remittance?.slice(0, MAX_TEXT) || undefined,
      returned: told.returned === true || entry.returned === true,
      returnCode: short(told.returnCode ?? entry.returnCode),
      originalRef: short(meant(told.originalRef) ?? meant(entry.originalRef)),
    })
  }

  /** Opening balance, what moved and closing balance must agree to the last digit. */
  close(opening: Balance | undefined, closing: Balance | undefined): void {
    const { head } = this
    if (head.account === '') this.finding('no_account', 'error')
    if (!/^[A-Z]{3}$/.test(head.currency))
      this.finding('bad_currency', 'error', { found: head.currency, wants: 'EUR' })
    if (
      opening !== undefined &&
      closing !== undefined &&
      opening.amount + this.#net !== closing.amount
    )
      this.finding('balance_mismatch', 'error', {
        found: exactText(closing.amount),
        wants: `${exactText(opening.amount)} + ${exactText(this.#net)} = ${exactText(opening.amount + this.#net)}`,
      })
    for (const balance of [opening, closing])
      if (balance !== undefined && toMinor(balance.amount, head.currency) === undefined)
        this.finding('too_precise', 'error', {
          found: `${exactText(balance.amount)} ${head.currency}`,
        })
    this.#out.statement({
      statement: this.#no,
      ...head,
      opening: opening && exactText(opening.amount),
      closing: closing && exactText(closing.amount),
      net: exactText(this.#net),
      entries: this.#entries,
      key: this.#statementKey(opening, closing),
    })
  }

  /** Without balances only the bank's own number tells two empty statements apart. */
  #statementKey(opening: Balance | undefined, closing: Balance | undefined): bigint {
    const proof = [opening, closing].flatMap((balance) =>
      balance === undefined ? [''] : [exactText(balance.amount), balance.on ?? ''],
    )
    const number =
      opening === undefined || closing === undefined || this.#net === 0n
        ? (this.head.number ?? '')
        : ''
    return keyOf([
      this.head.account,
      this.head.currency,
      ...proof,
      number,
      `${this.#entries}`,
      `${this.#keys}`,
    ])
  }
}

/**
 * The bank's own reference says which movement it is; without one all that the bank tells of it does.
 * Two files that tell of one movement make the same key, whatever their format.
 */
function entryKey(account: string, entry: EntryTold): bigint {
  const amount = `${entry.amount} ${entry.currency}`
  const bankRef = meant(entry.bankRef)
  if (bankRef !== undefined) return keyOf(['ref', account, amount, bankRef])
  const text = [entry, ...(entry.parts ?? [])].map(
    (told) =>
      `${meant(told.endToEnd) ?? ''}|${told.payerAccount ?? ''}|${letters(told.remittance)}`,
  )
  return keyOf(['text', account, amount, entry.bookedOn, ...text])
}

const NO_REFERENCE: ReadonlySet<string> = new Set(['', 'NOTPROVIDED', 'NONREF', 'NOREF', 'NONE'])

/** A reference, and not one of the words by which banks say that there is none: those would make many one. */
const meant = (text: string | undefined): string | undefined =>
  text === undefined || (text.length <= 12 && NO_REFERENCE.has(text.trim().toUpperCase()))
    ? undefined
    : text

/** Line ends and spaces differ from file to file; what is written does not. */
const letters = (text: string | undefined): string =>
  text === undefined ? '' : text.replaceAll(/[^\p{L}\p{N}]+/gu, '').toLowerCase()

const short = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : text.trim().slice(0, SHORT) || undefined

/** An account number without the spaces that people and some banks put into it. */
export const accountText = (text: string | undefined): string | undefined =>
  text === undefined
    ? undefined
    : text.replaceAll(/\s+/g, '').toUpperCase().slice(0, 100) || undefined
