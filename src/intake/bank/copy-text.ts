import type { BankItem } from './statement.ts'

/** The columns of the temporary table that items are copied into, in this order. */
export const STAGE_COLUMNS = `stmt integer, entry integer, part integer, item_key bigint, amount_minor bigint,
  currency char(3), booked_on date, value_on date, bank_ref text, end_to_end text, reference text, payer_name text,
  payer_account text, virtual_account text, remittance text, returned boolean, return_code text, original_ref text`

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
