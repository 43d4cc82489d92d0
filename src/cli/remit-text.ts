import { itemText, percentText } from '../store/remittance-csv.ts'
import {
  payableMinor,
  waitsForSecond,
  type RemittanceLine,
  type RemittanceRow,
} from '../store/remittance-read.ts'
import { moneyText } from './agree-tools.ts'
import { tableText, type Talk } from './talk.ts'

/** The statement as the creditor reads it: each payment, what comes off, what is paid. */
export function remittanceText(
  { word }: Pick<Talk, 'word'>,
  row: RemittanceRow,
  lines: readonly RemittanceLine[] = [],
): string {
  const amount = (minor: bigint) => moneyText(minor, row.currency)
  const { remittanceId, portfolio, creditor, until, by } = row
  const sums: (readonly [string, bigint])[] = [
    [word('remitCollected'), row.collectedMinor],
    [word('remitTakenBack'), row.takenBackMinor],
    [word('remitCommission'), -row.commissionMinor],
    [word('remitToppedUp'), -row.toppedUpMinor],
    [word('remitCarried'), row.carriedMinor],
    [word('remitDue'), row.dueMinor],
    [word('remitPaid'), payableMinor(row)],
  ]
  const told = tableText(
    ['', ''],
    sums.map(([name, minor]) => [name, amount(minor)]),
  ).trimStart()
  return [
    word('remitTitle', { id: String(remittanceId), portfolio, creditor, until, by }),
    ...(lines.length === 0 ? [] : [linesText(word, row, lines)]),
    told,
    ...(row.approvedBy === null ? [] : [word('remitApproved', { by: row.approvedBy })]),
    ...(row.refusedBy === null
      ? []
      : [word('remitRefused', { by: row.refusedBy, why: row.refusedBecause ?? '' })]),
    ...(waitsForSecond(row) ? [word('remitToApprove', { id: String(remittanceId) })] : []),
    ...(row.dueMinor < 0n && row.refusedBy === null
      ? [word('remitNext', { amount: amount(-row.dueMinor) })]
      : []),
  ].join('\n')
}

const linesText = (
  word: Talk['word'],
  row: RemittanceRow,
  lines: readonly RemittanceLine[],
): string =>
  tableText(
    [
      word('remitHeadDay'),
      word('remitHeadKind'),
      word('remitHeadAccount'),
      word('remitHeadItem'),
      word('colAmount'),
      word('remitHeadRate'),
    ],
    lines.map((line) => [
      line.on,
      word(`remitKind_${line.kind}`),
      line.accountRef,
      itemText(line),
      moneyText(line.amountMinor, row.currency),
      `${percentText(line.basisPoints)}%`,
    ]),
  )
