import type { BankItem } from './statement.ts'

/** A row as COPY reads it in its text form; items without an exact amount have no row. */
export function copyLine(item: BankItem): string {
  return `${item.statement}\t${item.entry}\t${item.part}\t${item.key}\t${item.amountMinor}\t${item.currency}\t${item.bookedOn}\t${text(item.valueOn)}\t${text(item.bankRef)}\t${text(item.endToEnd)}\t${text(item.reference)}\t${text(item.payerName)}\t${text(item.payerAccount)}\t${text(item.virtualAccount)}\t${text(item.remittance)}\t${item.returned ? 't' : 'f'}\t${text(item.returnCode)}\t${text(item.originalRef)}\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

const text = (value: string | undefined): string => {
  if (value === undefined) return '\\N'
  return /[\\\t\n\r]/.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? '') : value
}
