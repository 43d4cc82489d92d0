import { parseDay, type Day } from '../../core/calendar.ts'
import { parseExact, type Exact } from './exact.ts'
import { accountText, type Told } from './teller.ts'
import { find, findAll, textAt, type Node } from './xml-tree.ts'

export type CamtAmount = { readonly amount: Exact; readonly currency: string }

/** An amount with its currency and the sign that the mark beside it says; undefined where one is wrong. */
export function amountOf(node: Node | undefined, mark: string | undefined): CamtAmount | undefined {
  const amount = parseExact(node?.text.trim() ?? '', '.')
  const currency = node?.attributes['Ccy'] ?? ''
  if (amount === undefined || !/^[A-Z]{3}$/.test(currency)) return undefined
  if (mark !== 'CRDT' && mark !== 'DBIT') return undefined
  return { amount: mark === 'DBIT' ? -amount : amount, currency }
}

/** A day, or the day of a time: as the bank writes it, at the bank's place. */
export function dayAt(node: Node | undefined): Day | undefined {
  const text = textAt(node, 'Dt|DtTm') ?? node?.text.trim() ?? ''
  return /^\d{4}-\d\d-\d\d(?:T|[+-]\d\d:\d\d$|Z$|$)/.test(text)
    ? parseDay(text.slice(0, 10))
    : undefined
}

/** IBAN, or whatever the versions of the message call another number. */
export const accountAt = (node: Node | undefined): string | undefined => {
  const id = find(node, 'Id')
  return accountText(
    textAt(id, 'IBAN|BBAN|UPIC') ?? textAt(id, 'Othr|PrtryAcct', 'Id') ?? textAt(node, 'IBAN'),
  )
}

const nameAt = (node: Node | undefined): string | undefined =>
  textAt(node, 'Nm') ?? textAt(node, 'Pty', 'Nm')

export type TxDetails = Omit<Told, 'amount'> & {
  readonly own: CamtAmount | undefined
  readonly hasAmount: boolean
}

/** What one transaction of an entry tells; `mark` is the entry's own where it has none. */
export function detailsOf(node: Node, mark: string | undefined, account: string): TxDetails {
  const refs = find(node, 'Refs')
  const ownMark = textAt(node, 'CdtDbtInd') ?? mark
  const amount = find(node, 'Amt') ?? find(node, 'AmtDtls', 'TxAmt', 'Amt')
  const parties = find(node, 'RltdPties')
  const payer = ownMark === 'CRDT' ? 'Dbtr' : 'Cdtr'
  const payee = ownMark === 'CRDT' ? 'CdtrAcct' : 'DbtrAcct'
  const paidTo = accountAt(find(parties, payee))
  const reason = find(node, 'RtrInf')
  const reversed = textAt(reason, 'Rsn', 'Cd|Prtry') ?? textAt(reason, 'RtrRsn', 'Cd|Prtry')
  const endToEnd = meant(textAt(refs, 'EndToEndId'))
  const structured = findAll(find(node, 'RmtInf'), 'Strd').flatMap((one) => {
    const found = textAt(one, 'CdtrRefInf', 'Ref|CdtrRef')
    return found === undefined ? [] : [found]
  })
  const free = findAll(find(node, 'RmtInf'), 'Ustrd').map((one) => one.text.trim())
  return {
    own: amountOf(amount, ownMark),
    hasAmount: amount !== undefined,
    bankRef: textAt(refs, 'AcctSvcrRef'),
    endToEnd,
    reference: structured[0],
    payerName: nameAt(find(parties, payer)) ?? nameAt(find(parties, `Ultmt${payer}`)),
    payerAccount: accountAt(find(parties, `${payer}Acct`)),
    virtualAccount: paidTo === account ? undefined : paidTo,
    remittance:
      [...free, ...structured.slice(1)].filter((text) => text !== '').join(' ') ||
      textAt(node, 'AddtlTxInf'),
    returned: reason !== undefined,
    returnCode: reversed,
    originalRef: reason === undefined ? undefined : endToEnd,
  }
}

const meant = (text: string | undefined): string | undefined =>
  text === undefined || /^(?:NOTPROVIDED|NONREF)$/i.test(text) ? undefined : text
