import { exactText, parseExact, type Exact } from './exact.ts'
import { detailsOf } from './mt940-details.ts'
import { entryDay, swiftDay } from './mt940-days.ts'
import { Teller, type Balance, type EntryTold, type Out } from './teller.ts'

/** Tags of the two messages. Any other line that looks like one belongs to the text before it. */
const TAGS = new Set(
  '13 13C 13D 20 21 25 25P 28 28C 34F 60F 60M 61 62F 62M 64 65 86 90C 90D NS'.split(' '),
)
const TAG_LINE = /^:(\d\d[A-Z]?|NS):(.*)$/s
const END_LINE = /^-(?:[X}].*|\s*)$/
const ENVELOPE = /^\s*\{[1-5]:/

type Field = { readonly tag: string; readonly line: number; text: string }

/**
 * Reads MT940 (statements, final) and MT942 (interim reports). Banks differ in spaces, wrapped lines,
 * missing ends and text around messages, all of which is taken; marks, amounts, balances and totals are not.
 */
export async function readMt940(
  lines: AsyncIterable<string>,
  out: Out,
): Promise<{ readonly statements: number }> {
  const file = new Mt940(out)
  let number = 0
  for await (const line of lines) file.line(line, ++number)
  return file.end()
}

class Mt940 {
  readonly #out: Out
  #message: Message | undefined
  #field: Field | undefined
  #messages = 0
  #openBlock = 0

  constructor(out: Out) {
    this.#out = out
  }

  line(raw: string, line: number): void {
    const text = raw.replace(/^(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*\{4:/, '')
    if (text !== raw) this.#openBlock = line
    const tagged = TAG_LINE.exec(text)
    if (tagged !== null && TAGS.has(tagged[1] ?? '')) {
      this.#flush()
      this.#field = { tag: tagged[1] ?? '', line, text: tagged[2] ?? '' }
      return
    }
    if (END_LINE.test(text)) {
      this.#flush()
      this.#openBlock = 0
      this.#finish(true)
      return
    }
    if (ENVELOPE.test(text)) {
      this.#flush()
      this.#openBlock = line
      return
    }
    if (this.#field !== undefined) this.#field.text += `\n${text}`
  }

  end(): { readonly statements: number } {
    this.#flush()
    this.#finish(false)
    if (this.#openBlock > 0)
      this.#out.finding({ name: 'truncated', severity: 'error', at: `line ${this.#openBlock}` })
    return { statements: this.#messages }
  }

  #flush(): void {
    const field = this.#field
    this.#field = undefined
    if (field === undefined) return
    if (field.tag === '20') {
      this.#finish(false)
      this.#message = new Message(this.#out, ++this.#messages)
      return
    }
    if (this.#message === undefined) {
      // What stands behind a statement's end belongs to none.
      if (field.tag !== 'NS' && field.tag !== '86')
        this.#out.finding({
          name: 'bad_record',
          severity: 'error',
          at: `line ${field.line}`,
          found: `:${field.tag}:`,
          wants: ':20:',
        })
      return
    }
    this.#message.field(field)
  }

  #finish(ended: boolean): void {
    this.#message?.end(ended)
    this.#message = undefined
  }
}

type Line61 = EntryTold & { readonly pending: boolean; readonly text: string }
type Totals = { readonly count: number; readonly sum: Exact }

class Message {
  readonly #teller: Teller
  #opening: Balance | undefined
  #closing: Balance | undefined
  #interim = false
  #totals: Partial<Record<'C' | 'D', Totals>> = {}
  #entry: Line61 | undefined
  #text: string[] = []
  #broken = false

  constructor(out: Out, no: number) {
    this.#teller = new Teller(out, no, {
      kind: 'final',
      account: '',
      currency: '',
      number: undefined,
    })
  }

  field(field: Field): void {
    const { tag, text } = field
    if (tag === '86' || tag === 'NS') {
      if (this.#entry !== undefined) this.#text.push(tag === 'NS' ? nonSwift(text) : text)
      return
    }
    this.#tellEntry()
    if (tag === '25' || tag === '25P') this.#account(field)
    else if (tag === '28' || tag === '28C') this.#teller.head.number = text.trim()
    else if (tag === '60F' || tag === '60M') this.#opening = this.#balance(field)
    else if (tag === '62F' || tag === '62M') this.#closing = this.#balance(field)
    else if (tag === '61') this.#entry = this.#line61(field)
    else if (tag === '34F' || tag === '13D' || tag === '13') this.#report(field)
    else if (tag === '90C' || tag === '90D') this.#total(field)
  }

  #account(field: Field): void {
    if (this.#teller.head.account !== '') {
      this.#bad('bad_record', field, ':61:')
      return
    }
    this.#teller.head.account = accountOf(field.text)
  }

  #report(field: Field): void {
    this.#interim = true
    const currency = /^\s*([A-Z]{3})/.exec(field.text)?.[1]
    if (field.tag === '34F' && currency !== undefined) this.#teller.head.currency ||= currency
  }

  #total(field: Field): void {
    this.#interim = true
    const match = /^\s*(\d{1,5})([A-Z]{3})(\d+(?:,\d*)?)\s*$/.exec(field.text)
    const sum = match === null ? undefined : parseExact(match[3] ?? '', ',')
    if (match === null || sum === undefined) {
      this.#bad('bad_amount', field, '3EUR12,50')
      return
    }
    this.#teller.head.currency ||= match[2] ?? ''
    this.#totals[field.tag === '90C' ? 'C' : 'D'] = { count: Number(match[1]), sum }
  }

  #balance(field: Field): Balance | undefined {
    const match = /^\s*([CD])(\d{6})([A-Z]{3})\s*(\d+(?:,\d*)?)\s*$/.exec(field.text)
    const amount = match === null ? undefined : parseExact(match[4] ?? '', ',')
    if (match === null || amount === undefined) {
      const currency = /^\s*[CD]\d{6}[A-Z]{3}/.test(field.text)
      this.#bad(currency ? 'bad_amount' : 'bad_currency', field, 'C261121EUR12,50')
      this.#broken = true
      return undefined
    }
    const { head } = this.#teller
    if (head.currency !== '' && head.currency !== match[3])
      this.#bad('currency_mixed', field, head.currency)
    head.currency = match[3] ?? ''
    return { amount: match[1] === 'D' ? -amount : amount, on: swiftDay(match[2] ?? '').day }
  }

  #bad(
    name: 'bad_amount' | 'bad_currency' | 'bad_record' | 'bad_date' | 'bad_mark' | 'currency_mixed',
    field: Field,
    wants: string,
  ): void {
    this.#teller.finding(name, 'error', {
      at: `line ${field.line}`,
      found: `:${field.tag}:${field.text.slice(0, 40)}`,
      wants,
    })
  }

  /** Value day, day of booking, mark, letter of the currency, amount, kind, references. */
  #line61(field: Field): Line61 | undefined {
    const match = LINE_61.exec(field.text) ?? LINE_61.exec(field.text.replace('\n', ''))
    const amount = match === null ? undefined : parseExact(match[5] ?? '', ',')
    if (match === null || amount === undefined) {
      const marked = /^\d{6}[\d\s]{0,8}(?:R?[CD]|E[CD])/.test(field.text)
      this.#bad(marked ? 'bad_amount' : 'bad_mark', field, '2611211121C12,50NTRF')
      return undefined
    }
    const value = swiftDay(match[1] ?? '')
    const booked = match[2]?.trim() ? entryDay(match[2], value.day) : value.day
    if (value.day === undefined || booked === undefined) {
      this.#bad('bad_date', field, '261121')
      return undefined
    }
    if (value.mended)
      this.#teller.finding('date_mended', 'warning', {
        at: `line ${field.line}`,
        found: match[1],
        wants: value.day,
      })
    const [first = '', ...supplement] = (match[6] ?? '').split('\n')
    const mark = match[3] ?? ''
    return {
      ...referencesOf(first),
      amount: mark === 'D' || mark === 'RC' ? -amount : amount,
      currency: this.#teller.head.currency,
      bookedOn: booked,
      valueOn: value.day,
      returned: mark.startsWith('R'),
      pending: mark.startsWith('E'),
      text: supplement.join('\n'),
    }
  }

  #tellEntry(): void {
    const entry = this.#entry
    this.#entry = undefined
    const text = this.#text
    this.#text = []
    if (entry === undefined) return
    const { pending, text: supplement, ...told } = entry
    if (pending) {
      this.#teller.finding('pending_left_out', 'warning', { found: exactText(told.amount) })
      return
    }
    const details = detailsOf(text.join('\n'))
    this.#teller.entry({
      ...told,
      ...details,
      endToEnd: details.endToEnd ?? told.endToEnd,
      remittance: details.remittance || supplement || undefined,
      returned: told.returned === true || details.returned === true,
    })
  }

  end(ended: boolean): void {
    this.#tellEntry()
    if (this.#interim && this.#opening === undefined && this.#closing === undefined)
      this.#endReport(ended)
    else if (!this.#broken && (this.#opening === undefined || this.#closing === undefined))
      this.#teller.finding('truncated', 'error', {
        wants: this.#opening === undefined ? ':60F:' : ':62F:',
      })
    this.#teller.close(this.#opening, this.#closing)
  }

  /** A report has no balances: its totals are the only proof that nothing of it is missing. */
  #endReport(ended: boolean): void {
    const teller = this.#teller
    teller.head.kind = 'interim'
    const { C, D } = this.#totals
    if (C === undefined && D === undefined) {
      if (ended) teller.finding('no_balances', 'warning', { wants: ':90C: :90D:' })
      else teller.finding('truncated', 'error', { wants: ':90C: :90D:' })
      return
    }
    const none: Totals = { count: 0, sum: 0n }
    for (const [tag, stated, told] of [
      ['90C', C ?? none, teller.credits],
      ['90D', D ?? none, teller.debits],
    ] as const)
      if (stated.sum !== told.sum || stated.count !== told.count)
        teller.finding('control_total', 'error', {
          found: `:${tag}: ${stated.count} / ${exactText(stated.sum)}`,
          wants: `${told.count} / ${exactText(told.sum)}`,
        })
  }
}

const LINE_61 = /^(\d{6})(\d{4}|\s{4})?\s*(R?[CD]|E[CD])([A-Z])?(\d+(?:,\d*)?)([\s\S]*)$/

/** Kind of transaction, what the account's owner was told, and behind two slashes the bank's own. */
function referencesOf(first: string): Pick<EntryTold, 'bankRef' | 'endToEnd'> {
  const rest = first.replace(/^[NFS][A-Z0-9 ]{3}/, '')
  const at = rest.indexOf('//')
  const own = (at < 0 ? rest : rest.slice(0, at)).trim()
  const bank = at < 0 ? '' : rest.slice(at + 2).trim()
  return {
    bankRef: meant(bank) ? bank : undefined,
    endToEnd: meant(own) ? own : undefined,
  }
}

const meant = (text: string): boolean => text !== '' && !/^(?:NONREF|NOREF|[EK]REF\+?)$/.test(text)

/** Some banks write the currency behind the number. */
const accountOf = (text: string): string =>
  text
    .replaceAll(/\s+/g, '')
    .toUpperCase()
    .replace(/^([0-9./-]{6,})[A-Z]{3}$/, '$1')

/** Lines of a code of two digits and text: 01 to 14 say what for, 15 and 16 who, 34 the account. */
const nonSwift = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const code = Number(line.slice(0, 2))
      if (!/^\d\d/.test(line)) return line
      const to = code <= 14 ? '20' : code === 15 || code === 16 ? '32' : code === 34 ? '31' : ''
      return to === '' ? '' : `?${to}${line.slice(2)}`
    })
    .join('')
