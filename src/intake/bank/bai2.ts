import type { Day } from '../../core/calendar.ts'
import { swiftDay } from './mt940-days.ts'
import { fromMinor } from './exact.ts'
import { Teller, type Balance, type Out, type Told } from './teller.ts'

const RECORD = /^\s*(01|02|03|16|49|88|98|99),/
/** Several records on one line: a slash, spaces, and the next record's code. */
const NEXT_ON_LINE = /\/\s+(?=(?:01|02|03|16|49|88|98|99),)/

type Bai2Record = { readonly code: string; readonly line: number; text: string }

/**
 * Reads BAI2. Lines may be wrapped and records may share a line; a line that begins with no record code
 * goes on with the record before. Every control total and every count of records must agree.
 */
export async function readBai2(
  lines: AsyncIterable<string>,
  out: Out,
): Promise<{ readonly statements: number }> {
  const file = new Bai2(out)
  let number = 0
  for await (const line of lines) {
    number++
    for (const piece of line.split(NEXT_ON_LINE)) file.piece(piece, number)
  }
  return file.end()
}

type Sums = { sum: bigint; records: number; parts: number }
const nothing = (): Sums => ({ sum: 0n, records: 0, parts: 0 })

/** Types of transactions that bring money back out (or back in) because it was returned. */
const RETURNS = new Set(['252', '261', '266', '452', '552', '555', '557', '558', '559'])
const RETURN_WORDS = /^\s*(?:RETURNED|RETURN|RTN|RTD)\b/i

class Bai2 {
  readonly #out: Out
  #open: Bai2Record | undefined
  #file = nothing()
  #group = nothing()
  #account = nothing()
  #teller: Teller | undefined
  #accounts = 0
  #groupCurrency = 'USD'
  #groupDay: Day | undefined
  #last: { code: string; fields: string[]; line: number; more: string[] } | undefined
  #ended = false
  #stated = new Map<string, bigint>()

  constructor(out: Out) {
    this.#out = out
  }

  /** A piece of a line: a record begins, or the one before goes on. */
  piece(text: string, line: number): void {
    const code = RECORD.exec(text)?.[1]
    if (code !== undefined) {
      if (this.#open !== undefined) this.record(this.#open)
      this.#open = { code, line, text: text.trimStart() }
    } else if (this.#open !== undefined) this.#open.text += `\n${text}`
    else if (text.trim() !== '') this.#error('bad_record', line, text.slice(0, 40), '01,')
  }

  #error(
    name: 'bad_record' | 'bad_amount' | 'bad_date' | 'record_count' | 'control_total' | 'truncated',
    line: number,
    found: string,
    wants: string,
  ): void {
    this.#out.finding({ name, severity: 'error', at: `line ${line}`, found, wants })
  }

  private record({ code, line, text }: Bai2Record): void {
    this.#file.records++
    this.#group.records++
    this.#account.records++
    if (this.#ended) this.#error('bad_record', line, code, 'the end of the file')
    const body = text.slice(3).replace(/\s*\/\s*$/, '')
    if (code === '88') {
      if (this.#last === undefined) this.#error('bad_record', line, '88', '03 or 16')
      else this.#last.more.push(body)
      return
    }
    this.#flush()
    const fields = body.split(',').map((field) => field.trim())
    if (code === '03' || code === '16') {
      this.#last = { code, fields: body.split(','), line, more: [] }
      if (code === '03') this.#openAccount(fields, line)
      else if (this.#teller === undefined) this.#error('bad_record', line, '16', '03')
    } else if (code === '02') this.#openGroup(fields, line)
    else if (code === '49') this.#closeAccount(fields, line)
    else if (code === '98') this.#close('98', { fields, line, sums: this.#group, into: this.#file })
    else if (code === '99') {
      this.#close('99', { fields, line, sums: this.#file, into: nothing() })
      this.#ended = true
    }
  }

  #openGroup(fields: readonly string[], line: number): void {
    this.#group = { ...nothing(), records: 1 }
    const day = swiftDay(fields[3] ?? '').day
    if (day === undefined) this.#error('bad_date', line, fields[3] ?? '', '261121')
    this.#groupDay = day
    this.#groupCurrency = fields[5] || 'USD'
  }

  #openAccount(fields: readonly string[], line: number): void {
    if (this.#teller !== undefined) this.#error('truncated', line, '03', '49')
    this.#account = { ...nothing(), records: 1 }
    this.#stated = new Map()
    this.#teller = new Teller(this.#out, ++this.#accounts, {
      kind: 'final',
      account: (fields[0] ?? '').replaceAll(/\s+/g, '').toUpperCase(),
      currency: fields[1] || this.#groupCurrency,
      number: undefined,
    })
  }

  /** A record and its continuations are one list of fields; text at its end may hold commas. */
  #flush(): void {
    const last = this.#last
    this.#last = undefined
    if (last === undefined) return
    if (last.code === '03') this.#statuses(last)
    else this.#transaction(last)
  }

  #statuses(last: { fields: string[]; line: number; more: string[] }): void {
    const rest = [...last.fields.slice(2), ...last.more.flatMap((text) => text.split(','))].map(
      (field) => field.trim(),
    )
    for (let at = 0; at < rest.length;) {
      const [code = '', amount = '', , funds = ''] = rest.slice(at, at + 4)
      if (code === '' && amount === '') {
        at++
        continue
      }
      const minor = amount === '' ? 0n : this.#amount(amount, last.line)
      this.#account.sum += minor
      this.#stated.set(code, minor)
      at += 4 + fundsFields(funds, rest.slice(at + 4))
    }
  }

  #amount(text: string, line: number): bigint {
    if (/^[-+]?\d{1,18}$/.test(text)) return BigInt(text)
    this.#error('bad_amount', line, text, '12345')
    return 0n
  }

  #transaction(last: { fields: string[]; line: number; more: string[] }): void {
    const teller = this.#teller
    if (teller === undefined) return
    const [code = '', amountText = '', funds = ''] = last.fields.map((field) => field.trim())
    const minor = amountText === '' ? 0n : this.#amount(amountText, last.line)
    this.#account.sum += minor
    const skip = fundsFields(funds, last.fields.slice(3))
    const [bankRef = '', ownRef = '', ...text] = last.fields.slice(3 + skip)
    const valueText = funds === 'V' ? (last.fields[3] ?? '').trim() : ''
    const valueOn = valueText === '' ? undefined : swiftDay(valueText).day
    if (valueText !== '' && valueOn === undefined)
      this.#error('bad_date', last.line, valueText, '261121')
    const number = Number(code)
    if (!/^\d{3}$/.test(code) || number < 100 || number > 699) {
      if (number >= 700 || !/^\d{3}$/.test(code))
        this.#error('bad_record', last.line, code, '100-699')
      return
    }
    const bookedOn = this.#groupDay ?? valueOn
    if (bookedOn === undefined) return
    const words = wordsOf([text.join(',').trim(), ...last.more.map((more) => more.trim())])
    teller.entry({
      ...words,
      amount: fromMinor(number < 400 ? minor : -minor, teller.head.currency),
      currency: teller.head.currency,
      bookedOn,
      valueOn,
      bankRef: bankRef.trim() || undefined,
      endToEnd: words.endToEnd ?? (ownRef.trim() || undefined),
      ...returnOf(code, text.join(','), ownRef.trim()),
    })
  }

  #closeAccount(fields: readonly string[], line: number): void {
    const teller = this.#teller
    if (teller === undefined) {
      this.#error('bad_record', line, '49', '03')
      return
    }
    this.#close('49', { fields, line, sums: this.#account, into: this.#group })
    const balance = (code: string): Balance | undefined => {
      const minor = this.#stated.get(code)
      return minor === undefined
        ? undefined
        : { amount: fromMinor(minor, teller.head.currency), on: this.#groupDay }
    }
    const [opening, closing] = [balance('010'), balance('015')]
    const stated = this.#summary(teller)
    // Details may be left out of a report; then only its own totals can prove the balances.
    const told = stated === undefined || stated === teller.net
    if (!told)
      teller.finding('summary_mismatch', 'warning', { found: '100 / 400', at: `line ${line}` })
    if (opening === undefined || closing === undefined)
      teller.finding('no_balances', 'warning', { wants: '010 / 015', at: `line ${line}` })
    if (!told && opening && closing && opening.amount + (stated ?? 0n) !== closing.amount)
      teller.finding('balance_mismatch', 'error', { at: `line ${line}` })
    teller.close(told ? opening : undefined, told ? closing : undefined)
    this.#teller = undefined
  }

  #summary(teller: Teller): bigint | undefined {
    const [credits, debits] = [this.#stated.get('100'), this.#stated.get('400')]
    return credits === undefined || debits === undefined
      ? undefined
      : fromMinor(credits - debits, teller.head.currency)
  }

  /** A trailer states the sum of all amounts (98, 99: of the trailers) below it, and how many records there are. */
  #close(
    code: string,
    at: { readonly fields: readonly string[]; readonly line: number; sums: Sums; into: Sums },
  ): void {
    const { fields, line, sums, into } = at
    const stated = this.#amount(fields[0] ?? '', line)
    const records = code === '49' ? fields[1] : fields[2]
    if (stated !== sums.sum) this.#error('control_total', line, `${code}: ${stated}`, `${sums.sum}`)
    if (code !== '49' && fields[1] !== String(sums.parts))
      this.#error('record_count', line, `${code}: ${fields[1] ?? ''}`, `${sums.parts}`)
    if (records !== String(sums.records))
      this.#error('record_count', line, `${code}: ${records ?? ''}`, `${sums.records}`)
    into.sum += stated
    into.parts++
  }

  end(): { readonly statements: number } {
    if (this.#open !== undefined) this.record(this.#open)
    this.#flush()
    if (!this.#ended) this.#error('truncated', 0, '', '99')
    if (this.#teller !== undefined) this.#teller.close(undefined, undefined)
    return { statements: this.#accounts }
  }
}

/** How many fields say when the money may be used: V a day and a time, S three parts, D as many as it says. */
function fundsFields(funds: string, rest: readonly string[]): number {
  if (funds === 'V') return 2
  if (funds === 'S') return 3
  return funds === 'D' ? 1 + 2 * Number(rest[0] ?? 0) : 0
}

/** Continuations of some banks are words: EREF: end-to-end id, DBNM: who paid, REMI: what for. */
function wordsOf(lines: readonly string[]): Omit<Told, 'amount'> {
  const word = (name: string): string | undefined =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() || undefined
  return {
    endToEnd: word('EREF'),
    payerName: word('DBNM'),
    payerAccount: word('DACT'),
    remittance:
      word('REMI') ??
      (lines
        .filter((line) => line !== '' && !/^[A-Z]{4}:/.test(line))
        .join(' ')
        .replaceAll(/\s+/g, ' ') ||
        undefined),
  }
}

function returnOf(code: string, text: string, ownRef: string): Partial<Told> {
  if (!RETURNS.has(code) && !RETURN_WORDS.test(text)) return {}
  const reason = /Reason: "?(R\d\d)"?/.exec(text)?.[1]
  const original = /Return of Client Ref ID: ([^,]+)/.exec(text)?.[1]
  return {
    returned: true,
    returnCode: reason,
    originalRef: original ?? (ownRef === '' ? undefined : ownRef),
  }
}
