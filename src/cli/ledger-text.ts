import type { Instant } from '../core/calendar.ts'
import { ENTRY_WORDS, PART_WORDS } from '../core/ledger-words.ts'
import { PARTS, type EntryKind, type Parts } from '../core/ledger.ts'
import { decimalText, money, type Currency } from '../core/money.ts'
import type { StatementOf } from '../store/ledger-statement.ts'
import { tableText, type Talk } from './talk.ts'

/** 1,005,800 as '10,058.00 CNY'. */
export function amountText(minor: bigint, currency: Currency): string {
  const [whole = '', fraction] = decimalText(money(minor, currency)).split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${currency}`
}

/** A statement as its reader keeps it: what was owed, each line with its reason, the sums, what is owed. */
export function statementText(talk: Pick<Talk, 'word' | 'language'>, of: StatementOf): string {
  const { statement, currency, debt } = of
  const { word, language } = talk
  const { from, until, knownAt } = statement
  const amount = (minor: bigint) => amountText(minor, currency)
  const lines = statement.lines.flatMap((line) => [
    [
      line.on,
      ENTRY_WORDS[line.kind][language],
      amount(line.amountMinor),
      amount(line.balanceMinor),
    ],
    [
      '',
      `${line.words[language]}${line.entryId === 0n ? word('ledgerNotPosted') : ''}${
        line.ref === undefined ? '' : ` [${line.ref}]`
      }`,
    ],
  ])
  const sums = Object.entries(statement.sums).map(([kind, minor]) => [
    '',
    ENTRY_WORDS[kind as EntryKind][language],
    amount(minor),
  ])
  const partsOf = (parts: Parts) =>
    word('ledgerOf', {
      parts: PARTS.filter((part) => parts[part] !== 0n)
        .map((part) => `${PART_WORDS[part][language]} ${amount(parts[part])}`)
        .join(language === 'zh' ? '、' : ', '),
    })
  const told = [
    word('ledgerStatement', { account: debt.ref, from, until }),
    ...(knownAt === undefined ? [] : [word('ledgerKnownAt', { at: isoText(knownAt) })]),
    ...boughtText(talk, of),
    '',
    word('ledgerOpening', { from, amount: amount(statement.openingMinor) }),
    tableWithReasons(
      [
        word('ledgerHeadDay'),
        word('ledgerHeadKind'),
        word('ledgerHeadAmount'),
        word('ledgerHeadOwed'),
      ],
      lines,
    ),
    '',
    word('ledgerSums'),
    ...tableText(['', '', ''], sums).split('\n').slice(1),
    '',
    word('ledgerClosing', { until, amount: amount(statement.closingMinor) }),
    ...(statement.closingMinor === 0n ? [] : [partsOf(statement.closing)]),
    ...(of.suspenseMinor > 0n
      ? [word('ledgerSuspense', { amount: amount(of.suspenseMinor) })]
      : []),
  ]
  return told.join('\n')
}

function boughtText({ word }: Pick<Talk, 'word'>, { debt }: StatementOf): string[] {
  const { purchasedOn: on, seller, originalCreditor: original } = debt
  return on === undefined || seller === undefined
    ? []
    : [word('ledgerBought', { on, seller, original: original ?? seller })]
}

/** Every second row is the reason of the one above it, and as long as it needs to be. */
function tableWithReasons(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const plain = rows.filter((_, i) => i % 2 === 0)
  const [first = '', ...table] = tableText(head, plain).split('\n')
  return [first, ...table.flatMap((line, i) => [line, `    ${rows[2 * i + 1]?.[1] ?? ''}`])].join(
    '\n',
  )
}

export const isoText = (at: Instant): string => new Date(at).toISOString()
