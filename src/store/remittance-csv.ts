import { decimalText, money, type Currency } from '../core/money.ts'
import { safeCell } from './furnish-csv.ts'
import type { RemittanceLine, RemittanceRow } from './remittance-read.ts'

const HEAD = 'remittance,portfolio,kind,account_ref,item,on,currency,amount,commission_percent'

/**
 * For the creditor, RFC 4180: each payment and what was taken back, then what comes off. The amounts sum to what
 * is due. Of people there is the account's reference and nothing else.
 */
export function remittanceCsv(row: RemittanceRow, lines: readonly RemittanceLine[]): string {
  const currency = row.currency as Currency
  const amount = (minor: bigint) => decimalText(money(minor, currency))
  const line = (kind: string, minor: bigint, of?: RemittanceLine): string =>
    [
      String(row.remittanceId),
      row.portfolio,
      kind,
      safeCell(of?.accountRef ?? ''),
      of === undefined ? '' : itemText(of),
      of?.on ?? row.until,
      row.currency,
      amount(minor),
      of === undefined ? '' : percentText(of.basisPoints),
    ].join(',')
  const all = [
    ...lines.map((one) => line(one.kind, one.amountMinor, one)),
    line('commission', -row.commissionMinor),
    ...(row.toppedUpMinor === 0n ? [] : [line('minimum_commission', -row.toppedUpMinor)]),
    ...(row.carriedMinor === 0n ? [] : [line('carried_over', row.carriedMinor)]),
  ]
  return [HEAD, ...all].map((text) => `${text}\r\n`).join('')
}

/** Whose, and which: the same for ever; a reversal has the item of what it undoes. */
export const itemText = (line: RemittanceLine): string => `${line.borrowerId}.${line.itemId}`

/** 1250 as '12.50'. */
export const percentText = (basisPoints: number): string => (basisPoints / 100).toFixed(2)
