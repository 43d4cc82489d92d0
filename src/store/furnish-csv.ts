import { type CreditRecord, profileOf, statusOf } from '../core/credit-record.ts'

const HEAD = [
  'kind',
  'as_of',
  'account_ref',
  'name',
  'status',
  'balance_minor',
  'past_due_minor',
  'currency',
  'days_past_due',
  'delinquent_since',
  'opened_on',
  'closed_on',
  'last_payment_on',
  'disputed',
  'history',
]

/** The plain layout for places without one of their own: RFC 4180, one account a line. */
export function csvOf(
  lines: readonly { readonly record: CreditRecord; readonly corrects: boolean }[],
): string {
  const rows = lines.map(({ record, corrects }) => [
    corrects ? 'correction' : 'regular',
    record.asOf,
    record.accountRef,
    record.name,
    statusOf(record),
    String(record.balanceMinor),
    String(record.pastDueMinor),
    record.currency,
    String(record.daysPastDue),
    record.delinquentSince ?? '',
    record.openedOn ?? '',
    record.closedOn ?? '',
    record.lastPaymentOn ?? '',
    record.disputed,
    profileOf(record),
  ])
  return [HEAD, ...rows].map((row) => `${row.map(safeCell).join(',')}\r\n`).join('')
}

/** No program that opens the file may take a name for a formula. */
export const safeCell = (text: string): string => {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
