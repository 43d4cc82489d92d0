import { parseDay, type Day } from '../../core/calendar.ts'
import type { DateFormat } from '../mapping.ts'
import type { BankMapping } from './csv-mapping.ts'
import { exactText, parseSigned, type Exact } from './exact.ts'
import { accountText, Teller, type Balance, type Out } from './teller.ts'
import type { FindingName } from './statement.ts'

const ACCOUNTS_MAX = 1000
const RECORD_MAX = 100_000

type Column = keyof BankMapping['columns']
type Where = { readonly at: Partial<Record<Column, number>>; readonly width: number }

/** Reads a list of movements as a mapping says, a row at a time. */
export async function readBankCsv(
  lines: AsyncIterable<string>,
  out: Out,
  options: { readonly mapping: BankMapping; readonly endsWithLine: boolean },
): Promise<{ readonly statements: number }> {
  const file = new BankCsv(out, options.mapping)
  let row = 0
  let open = ''
  for await (const line of lines) {
    if (++row <= options.mapping.skip_lines) continue
    const record = open === '' ? line : `${open}\n${line}`
    if (record.includes('"') && hasOpenQuote(record)) {
      if (record.length > RECORD_MAX) break
      open = record
      continue
    }
    open = ''
    if (record !== '') file.record(cellsOf(record, options.mapping.delimiter), row)
  }
  return file.end({ torn: open !== '', cut: !options.endsWithLine, row })
}

const hasOpenQuote = (record: string): boolean => {
  let quotes = 0
  for (let at = record.indexOf('"'); at >= 0; at = record.indexOf('"', at + 1)) quotes++
  return quotes % 2 === 1
}

function cellsOf(record: string, delimiter: string): readonly string[] {
  if (!record.includes('"')) return record.split(delimiter)
  const cells: string[] = []
  let rest = record
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest)
    const end = rest.indexOf(delimiter, quoted?.[0].length ?? 0)
    const cell = end < 0 ? rest : rest.slice(0, end)
    cells.push(
      quoted !== null && quoted[0] === cell ? (quoted[1] ?? '').replaceAll('""', '"') : cell,
    )
    if (end < 0) return cells
    rest = rest.slice(end + delimiter.length)
  }
}

type Row = { readonly cells: readonly string[]; readonly at: Where['at']; readonly row: number }

function cellAt({ cells, at }: Row, column: Column): string | undefined {
  const place = at[column]
  return place === undefined ? undefined : cells[place]?.trim() || undefined
}

const constantOf = (given: BankMapping['columns']['account']): string | undefined =>
  typeof given === 'object' && 'constant' in given ? given.constant : undefined

type Account = {
  readonly teller: Teller
  first: Exact | undefined
  last: Exact | undefined
  chained: boolean
  firstOn: Day
  lastOn: Day
}

class BankCsv {
  readonly #out: Out
  readonly #mapping: BankMapping
  readonly #accounts = new Map<string, Account>()
  #where: Where | undefined

  constructor(out: Out, mapping: BankMapping) {
    this.#out = out
    this.#mapping = mapping
  }

  #bad(name: FindingName, row: number, more: { found?: string; wants?: string } = {}): void {
    this.#out.finding({ name, severity: 'error', at: `row ${row}`, ...more })
  }

  record(cells: readonly string[], row: number): void {
    if (this.#where === undefined) this.#where = this.#headings(cells, row)
    else if (cells.length !== this.#where.width)
      this.#bad('columns_count', row, { found: `${cells.length}`, wants: `${this.#where.width}` })
    else this.#movement({ cells, at: this.#where.at, row })
  }

  /** Functions made anew for each row would cost more than the row. */
  #movement(of: Row): void {
    const { row } = of
    const { columns, date } = this.#mapping
    const amount = this.#amount(of)
    const booked = cellAt(of, 'booked_on') ?? ''
    const bookedOn = dayOf(booked, date)
    if (bookedOn === undefined) this.#bad('bad_date', row, { found: booked })
    const account = accountText(constantOf(columns.account) ?? cellAt(of, 'account'))
    if (account === undefined) this.#bad('no_account', row)
    if (amount === undefined || bookedOn === undefined || account === undefined) return
    const valueText = cellAt(of, 'value_on')
    const valueOn = valueText === undefined ? undefined : dayOf(valueText, date)
    if (valueText !== undefined && valueOn === undefined)
      this.#bad('bad_date', row, { found: valueText })
    const known = this.#account(account, bookedOn, row)
    if (known === undefined) return
    this.#chain(known, { amount, balance: cellAt(of, 'balance'), row, bookedOn })
    const returnCode = cellAt(of, 'return_code')
    known.teller.entry({
      amount,
      currency: constantOf(columns.currency) ?? cellAt(of, 'currency') ?? '',
      bookedOn,
      valueOn,
      bankRef: cellAt(of, 'bank_ref'),
      endToEnd: cellAt(of, 'end_to_end'),
      reference: cellAt(of, 'reference'),
      payerName: cellAt(of, 'payer_name'),
      payerAccount: cellAt(of, 'payer_account'),
      virtualAccount: cellAt(of, 'virtual_account'),
      remittance: cellAt(of, 'remittance'),
      returned: returnCode !== undefined,
      returnCode,
      originalRef: cellAt(of, 'original_ref'),
    })
  }

  #headings(cells: readonly string[], row: number): Where {
    const names = cells.map((cell) => cell.trim())
    const at: Partial<Record<Column, number>> = {}
    for (const [column, given] of Object.entries(this.#mapping.columns) as [Column, unknown][]) {
      if (
        given === undefined ||
        (typeof given === 'object' && given !== null && 'constant' in given)
      )
        continue
      const wanted = (Array.isArray(given) ? given : [given]) as readonly string[]
      const places = wanted.map((name) => names.indexOf(name)).filter((place) => place >= 0)
      if (places[0] !== undefined) at[column] = places[0]
      else if (NEEDED.has(column)) this.#bad('missing_column', row, { wants: wanted.join(' / ') })
    }
    return { at, width: cells.length }
  }

  #amount(of: Row): Exact | undefined {
    const signed = cellAt(of, 'amount')
    if (signed !== undefined) return this.#exact(signed, of.row)
    const [credit, debit] = [cellAt(of, 'credit'), cellAt(of, 'debit')]
    if (credit === undefined && debit === undefined) return this.#exact('', of.row)
    const received = this.#exact(credit ?? '0', of.row)
    const paid = this.#exact(debit ?? '0', of.row)
    return received === undefined || paid === undefined ? undefined : received - paid
  }

  #exact(text: string, row: number): Exact | undefined {
    const { thousands, decimal } = this.#mapping
    const plain = thousands === undefined ? text : text.replaceAll(thousands, '')
    const found = parseSigned(plain, decimal)
    if (found === undefined) this.#bad('bad_amount', row, { found: text, wants: '1234.50' })
    return found
  }

  #account(name: string, on: Day, row: number): Account | undefined {
    const known = this.#accounts.get(name)
    if (known !== undefined) return known
    if (this.#accounts.size >= ACCOUNTS_MAX) {
      this.#bad('too_big', row, { wants: `${ACCOUNTS_MAX}` })
      return undefined
    }
    const head = { kind: this.#mapping.kind, account: name, currency: '', number: undefined }
    const teller = new Teller(this.#out, this.#accounts.size + 1, head)
    const made = {
      teller,
      first: undefined,
      last: undefined,
      chained: true,
      firstOn: on,
      lastOn: on,
    }
    this.#accounts.set(name, made)
    return made
  }

  /** Where a balance stands in every row, each row must follow from the one before. */
  #chain(
    account: Account,
    at: {
      readonly amount: Exact
      readonly balance: string | undefined
      readonly row: number
      readonly bookedOn: Day
    },
  ): void {
    const { amount, row } = at
    if (at.bookedOn < account.firstOn) account.firstOn = at.bookedOn
    if (at.bookedOn > account.lastOn) account.lastOn = at.bookedOn
    const text = at.balance
    const balance = text === undefined ? undefined : this.#exact(text, row)
    if (balance === undefined) {
      account.chained = false
      return
    }
    const newestFirst = this.#mapping.order === 'newest_first'
    const wants =
      account.last === undefined ? undefined : newestFirst ? account.last : account.last + amount
    if (wants !== undefined && wants !== balance)
      this.#bad('balance_mismatch', row, { found: exactText(balance), wants: exactText(wants) })
    account.first ??= newestFirst ? balance : balance - amount
    account.last = newestFirst ? balance - amount : balance
  }

  end(at: { readonly torn: boolean; readonly cut: boolean; readonly row: number }): {
    readonly statements: number
  } {
    if (this.#where === undefined) this.#bad('no_statement', at.row)
    const proved = [...this.#accounts.values()].every(
      (account) => account.chained && account.last !== undefined,
    )
    // The last digits of a last row may be missing, unless a balance behind it proves them. What stands behind
    // a quote that never ends was not read at all.
    if (at.torn || (at.cut && (!proved || this.#accounts.size === 0)))
      this.#bad('truncated', at.row)
    for (const { teller, ...account } of this.#accounts.values()) {
      const balance = (amount: Exact | undefined, on: Day): Balance | undefined =>
        amount === undefined || !account.chained ? undefined : { amount, on }
      const ends: [Exact | undefined, Exact | undefined] =
        this.#mapping.order === 'newest_first'
          ? [account.last, account.first]
          : [account.first, account.last]
      teller.close(balance(ends[0], account.firstOn), balance(ends[1], account.lastOn))
    }
    return { statements: this.#accounts.size }
  }
}

const NEEDED: ReadonlySet<Column> = new Set<Column>([
  'account',
  'currency',
  'amount',
  'credit',
  'debit',
  'booked_on',
])

const ORDERS: Readonly<Record<DateFormat, RegExp>> = {
  'yyyy-mm-dd': /^(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)$/,
  yyyymmdd: /^(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)$/,
  'yyyy/mm/dd': /^(?<y>\d{4})\/(?<m>\d\d)\/(?<d>\d\d)$/,
  'dd/mm/yyyy': /^(?<d>\d\d)\/(?<m>\d\d)\/(?<y>\d{4})$/,
  'mm/dd/yyyy': /^(?<m>\d\d)\/(?<d>\d\d)\/(?<y>\d{4})$/,
  'dd.mm.yyyy': /^(?<d>\d\d)\.(?<m>\d\d)\.(?<y>\d{4})$/,
  yymmdd: /^(?<y>\d\d)(?<m>\d\d)(?<d>\d\d)$/,
}

function dayOf(text: string, format: DateFormat): Day | undefined {
  if (format === 'yyyy-mm-dd') return parseDay(text)
  const parts = ORDERS[format].exec(text)?.groups
  if (parts === undefined) return undefined
  const year = parts['y'] ?? ''
  return parseDay(`${year.length === 2 ? `20${year}` : year}-${parts['m']}-${parts['d']}`)
}
