import type { Day } from '../../core/calendar.ts'
import { exactText, parseExact, type Exact } from './exact.ts'
import { accountAt, amountOf, dayAt, detailsOf, type TxDetails } from './camt-entry.ts'
import { Teller, type Balance, type Out, type Told } from './teller.ts'
import type { StatementKind } from './statement.ts'
import { find, textAt, XmlWalk, type Node } from './xml-tree.ts'

const KINDS: Readonly<Record<string, StatementKind>> = {
  Rpt: 'interim',
  Stmt: 'final',
  Ntfctn: 'notice',
}
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.05([234])\.001\.(\d\d)$/
const VERSION_MAX = 13
const PARTS_MAX = 100_000

/** Reads camt.052, camt.053 and camt.054 of every version, an entry at a time. */
export async function readCamt(
  pieces: AsyncIterable<string>,
  out: Out,
): Promise<{ readonly statements: number; readonly version: string | undefined }> {
  const file = new Camt(out)
  const walk = new XmlWalk({
    keeps: (path, name) => isStatement(path) && name !== 'GrpHdr',
    opened: (path, node) => file.opened(path, node),
    closed: (path, name) => file.closed(path, name),
    kept: (path, node) => file.kept(path, node),
    apart: (name) => name === 'TxDtls',
  })
  for await (const piece of pieces) walk.write(piece)
  walk.end()
  return file.end()
}

/** Document, message, statement: what lies below is read piece by piece. */
const isStatement = (path: readonly string[]): boolean =>
  path.length === 3 && path[0] === 'Document' && (path[2] ?? '') in KINDS

class Camt {
  readonly #out: Out
  #version: string | undefined
  #statements = 0
  #teller: Teller | undefined
  #pieces: Node[] = []
  #parts: Node[] = []
  #madeOn: Day | undefined
  #all = { count: 0, credits: 0, debits: 0, creditSum: 0n, debitSum: 0n }

  constructor(out: Out) {
    this.#out = out
  }

  opened(path: readonly string[], node: Node): void {
    if (path.length === 0) this.#root(node)
    const kind = KINDS[node.name]
    if (path.length !== 2 || kind === undefined) return
    this.#teller = new Teller(this.#out, ++this.#statements, {
      kind,
      account: '',
      currency: '',
      number: undefined,
    })
    this.#pieces = []
    this.#madeOn = undefined
    this.#all = { count: 0, credits: 0, debits: 0, creditSum: 0n, debitSum: 0n }
  }

  #root(node: Node): void {
    const space = Object.entries(node.attributes).find(
      ([name, value]) => /^xmlns(?::|$)/.test(name) && NAMESPACE.test(value),
    )?.[1]
    const match = NAMESPACE.exec(space ?? '')
    this.#version = match === null ? undefined : `camt.05${match[1]}.001.${match[2]}`
    if (match === null || Number(match[2]) > VERSION_MAX)
      this.#out.finding({
        name: 'unknown_version',
        severity: match === null ? 'error' : 'warning',
        at: node.name,
        found: space ?? node.attributes['xmlns'],
        wants: 'camt.052, camt.053, camt.054',
      })
  }

  kept(path: readonly string[], node: Node): void {
    const teller = this.#teller
    if (teller === undefined) return
    if (node.name === 'TxDtls') {
      if (this.#parts.length < PARTS_MAX) this.#parts.push(node)
      else teller.finding('too_big', 'error', { at: 'TxDtls' })
    } else if (node.name === 'Ntry') this.#entry(teller, node)
    else if (path.length === 3) this.#head(teller, node)
  }

  #head(teller: Teller, node: Node): void {
    const { head } = teller
    if (node.name === 'Acct') {
      head.account = accountAt(node) ?? ''
      head.currency = textAt(node, 'Ccy') ?? ''
    } else if (node.name === 'Id') head.number = node.text.trim()
    else if (node.name === 'CreDtTm') this.#madeOn = dayAt(node)
    else if (node.name === 'Bal' || node.name === 'TxsSummry') this.#pieces.push(node)
    if (this.#pieces.length > 1000) teller.finding('too_big', 'error', { at: node.name })
  }

  #entry(teller: Teller, node: Node): void {
    const details = this.#parts
    this.#parts = []
    const at = `Ntry ${this.#all.count + 1}`
    const mark = textAt(node, 'CdtDbtInd')
    const whole = amountOf(find(node, 'Amt'), mark)
    if (whole === undefined) {
      const found = `${find(node, 'Amt')?.text.trim() ?? ''} ${mark ?? ''}`
      teller.finding('bad_amount', 'error', { at, found, wants: '12.50 CRDT' })
      return
    }
    this.#count(whole.amount)
    teller.head.currency ||= whole.currency
    if (!isBooked(node)) {
      teller.finding('pending_left_out', 'warning', { at, found: exactText(whole.amount) })
      return
    }
    const booked = this.#bookedOn(teller, node, at)
    if (booked === undefined) return
    const told = details.map((one) => detailsOf(one, mark, teller.head.account))
    const parts = this.#partsOf(teller, { whole: whole.amount, currency: whole.currency, told, at })
    const single = told.length === 1 ? told[0] : undefined
    teller.entry({
      ...(single === undefined ? {} : withoutAmount(single)),
      remittance:
        single?.remittance ?? (parts === undefined ? textAt(node, 'AddtlNtryInf') : undefined),
      amount: whole.amount,
      currency: whole.currency,
      bookedOn: booked,
      valueOn: dayAt(find(node, 'ValDt')),
      bankRef: textAt(node, 'AcctSvcrRef') ?? single?.bankRef,
      returned: single?.returned === true || /^(?:true|1)$/.test(textAt(node, 'RvslInd') ?? ''),
      parts,
    })
  }

  /** The day of booking, else of value; a message may leave out both, then the day on which it was made. */
  #bookedOn(teller: Teller, node: Node, at: string): Day | undefined {
    const given = ['BookgDt', 'ValDt'].flatMap((name) => find(node, name) ?? [])
    const days = given.map(dayAt)
    const found = given.map((one) => textAt(one, 'Dt|DtTm') ?? '').join(' ')
    if (days.includes(undefined)) {
      teller.finding('bad_date', 'error', { at, found, wants: '2026-11-22' })
      return undefined
    }
    if (days[0] !== undefined) return days[0]
    teller.finding(
      this.#madeOn === undefined ? 'bad_date' : 'date_mended',
      this.#madeOn === undefined ? 'error' : 'warning',
      {
        at,
        wants: this.#madeOn,
      },
    )
    return this.#madeOn
  }

  #count(amount: Exact): void {
    this.#all.count++
    if (amount < 0n) {
      this.#all.debits++
      this.#all.debitSum -= amount
    } else {
      this.#all.credits++
      this.#all.creditSum += amount
    }
  }

  /** A batch is split only where its details carry amounts that make up the entry exactly. */
  #partsOf(
    teller: Teller,
    entry: {
      readonly whole: Exact
      readonly currency: string
      readonly told: readonly TxDetails[]
      readonly at: string
    },
  ): readonly Told[] | undefined {
    const { whole, currency, told, at } = entry
    if (told.length < 2) return undefined
    if (told.some((one) => one.own === undefined || one.own.currency !== currency)) {
      teller.finding('details_missing', 'warning', { at, wants: currency })
      return undefined
    }
    const sum = told.reduce((all, one) => all + (one.own?.amount ?? 0n), 0n)
    if (sum !== whole) {
      teller.finding('details_mismatch', 'warning', {
        at,
        found: exactText(sum),
        wants: exactText(whole),
      })
      return undefined
    }
    return told.map((one) => ({ ...withoutAmount(one), amount: one.own?.amount ?? 0n }))
  }

  closed(path: readonly string[], name: string): void {
    const teller = this.#teller
    if (teller === undefined || path.length !== 2 || !(name in KINDS)) return
    this.#teller = undefined
    for (const node of this.#pieces) if (node.name === 'TxsSummry') this.#summary(teller, node)
    const balances = this.#pieces.filter((node) => node.name === 'Bal')
    const opening = this.#balance(teller, balances, ['OPBD', 'PRCD'])
    const closing = this.#balance(teller, balances, ['CLBD'])
    if (teller.head.kind === 'final' && (opening === undefined || closing === undefined))
      teller.finding('no_balances', 'warning', {
        wants: opening === undefined ? 'OPBD' : 'CLBD',
      })
    const proves = teller.head.kind === 'final'
    teller.close(proves ? opening : undefined, proves ? closing : undefined)
  }

  #balance(teller: Teller, all: readonly Node[], codes: readonly string[]): Balance | undefined {
    for (const code of codes) {
      const node = all.find(
        (one) => (textAt(one, 'Tp', 'CdOrPrtry', 'Cd') ?? textAt(one, 'Tp', 'Cd')) === code,
      )
      if (node === undefined) continue
      const found = amountOf(find(node, 'Amt'), textAt(node, 'CdtDbtInd'))
      const on: Day | undefined = dayAt(find(node, 'Dt'))
      if (found === undefined) {
        teller.finding('bad_amount', 'error', { at: code, found: textAt(node, 'Amt') })
        return undefined
      }
      if (on === undefined) teller.finding('bad_date', 'error', { at: code })
      if (teller.head.currency === '') teller.head.currency = found.currency
      else if (teller.head.currency !== found.currency)
        teller.finding('currency_mixed', 'error', { at: code, found: found.currency })
      return { amount: found.amount, on }
    }
    return undefined
  }

  /** The bank's own counts and sums, whichever of them it gives. */
  #summary(teller: Teller, node: Node): void {
    const all = this.#all
    const { creditSum, debitSum } = all
    const check = (at: string, stated: string | undefined, told: string): void => {
      if (stated === undefined) return
      const exact = parseExact(stated, '.')
      if (exact === undefined || exactText(exact) !== told)
        teller.finding('control_total', 'error', { at, found: stated, wants: told })
    }
    const total = find(node, 'TtlNtries')
    check('TtlNtries/NbOfNtries', textAt(total, 'NbOfNtries'), `${all.count}`)
    check('TtlNtries/Sum', textAt(total, 'Sum'), exactText(creditSum + debitSum))
    const net = creditSum - debitSum
    check(
      'TtlNtries/TtlNetNtry',
      textAt(total, 'TtlNetNtryAmt') ?? textAt(total, 'TtlNetNtry', 'Amt'),
      exactText(net < 0n ? -net : net),
    )
    const credits = find(node, 'TtlCdtNtries')
    check('TtlCdtNtries/NbOfNtries', textAt(credits, 'NbOfNtries'), `${all.credits}`)
    check('TtlCdtNtries/Sum', textAt(credits, 'Sum'), exactText(creditSum))
    const debits = find(node, 'TtlDbtNtries')
    check('TtlDbtNtries/NbOfNtries', textAt(debits, 'NbOfNtries'), `${all.debits}`)
    check('TtlDbtNtries/Sum', textAt(debits, 'Sum'), exactText(debitSum))
  }

  end(): { readonly statements: number; readonly version: string | undefined } {
    return { statements: this.#statements, version: this.#version }
  }
}

const isBooked = (node: Node): boolean => {
  const status = textAt(node, 'Sts', 'Cd') ?? textAt(node, 'Sts')
  return status === undefined || status === 'BOOK'
}

function withoutAmount(details: TxDetails): Omit<Told, 'amount'> {
  const { own: _own, hasAmount: _has, ...told } = details
  return told
}
