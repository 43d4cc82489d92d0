import { describe, expect, it } from 'vitest'
import type { Day } from '../../src/core/calendar.ts'
import { sentence, type Language } from '../../src/cli/words.ts'
import { statementText } from '../../src/cli/ledger-text.ts'
import { statementOf, type StatedEntry } from '../../src/core/ledger-statement.ts'
import { PARTS, type Part } from '../../src/core/ledger.ts'
import type { Currency } from '../../src/core/money.ts'
import type { OwnDebt } from '../../src/store/ledger-read.ts'
import { random } from '../../src/sim/random.ts'
import { arriveOneByOne } from './arrivals.ts'
import { referenceAt } from './compare.ts'
import { randomHistory } from './random-history.ts'

/** Asked for with FORBEAR_HISTORIES: a statement in two languages for every debt of each. */
const HISTORIES = Math.ceil(Number(process.env['FORBEAR_HISTORIES'] ?? 600) / 8)

const CURRENCY = 'CNY' as Currency
const AMOUNT = /(-?[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}) CNY/g
const ROW = /^([0-9]{4}-[0-9]{2}-[0-9]{2}) .* (-?[0-9,.]+) CNY +(-?[0-9,.]+) CNY *$/

/** '-1,234.50' back to -123450: read from the page alone, as a person reads it. */
const minorOf = (text: string): bigint => BigInt(text.replaceAll(/[,.]/g, ''))
const amountsIn = (text: string): bigint[] =>
  [...text.matchAll(AMOUNT)].map(([, amount = '']) => minorOf(amount))

const isPart = (name: string): name is Part => (PARTS as readonly string[]).includes(name)

/** What the ledger holds of the debt's own parts, entry by entry, in the order of the page. */
function movesOf(posted: readonly StatedEntry[], accountId: bigint) {
  const order = posted
    .filter(
      ({ kind, lines }) =>
        kind !== 'commission' && lines.some((line) => line.accountId === accountId),
    )
    .toSorted(
      (a, b) =>
        (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0) ||
        a.recordedAt - b.recordedAt ||
        Number(a.id - b.id),
    )
  let owed = 0n
  return order.map((entry) => {
    const own = entry.lines.filter(
      (line) => line.accountId === accountId && isPart(line.ledgerAccount),
    )
    const amount = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
    owed += amount
    return { entry, row: `${entry.effectiveOn} ${amount} ${owed}` }
  })
}

/** Every number that an entry knows: its lines and their sums, what was cut, and what explains it. */
function knownTo(entry: StatedEntry, accountId: bigint): Set<bigint> {
  const known = new Set<bigint>()
  const add = (minor: bigint) => known.add(minor).add(-minor)
  const sums = new Map<string, bigint>()
  for (const line of entry.lines) {
    const names = [line.ledgerAccount, `${line.accountId} ${line.ledgerAccount}`]
    if (isPart(line.ledgerAccount)) names.push(line.accountId === accountId ? 'here' : 'elsewhere')
    for (const name of names) sums.set(name, (sums.get(name) ?? 0n) + line.amountMinor)
  }
  for (const sum of sums.values()) add(sum)
  add(entry.cutMinor ?? 0n)
  const deep = (value: unknown): void => {
    if (typeof value === 'bigint') add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(deep)
  }
  deep(entry.explained)
  return known
}

function textOf(
  posted: readonly StatedEntry[],
  of: { accountId: bigint; until: Day; language: Language },
) {
  const first = posted.map(({ effectiveOn }) => effectiveOn).toSorted()[0] ?? of.until
  const { accountId, until, language } = of
  const statement = statementOf(posted, {
    accountId,
    currency: CURRENCY,
    from: first,
    until,
    capTitle: () => undefined,
  })
  const debt = { ref: `D${accountId}` } as OwnDebt
  const word = (key: Parameters<typeof sentence>[1], values = {}) => sentence(language, key, values)
  return statementText(
    { language, word },
    { debt, currency: CURRENCY, statement, suspenseMinor: 0n },
  )
}

/** What is wrong on a page, by the ledger and by the reference; nothing where it is right. */
function faultsOf(
  text: string,
  of: { posted: readonly StatedEntry[]; accountId: bigint; parts: ReadonlyMap<Part, bigint> },
): string[] {
  const lines = text.split('\n')
  const rows = lines.flatMap((line, at) => {
    const [, on, amount = '', balance = ''] = ROW.exec(line) ?? []
    if (on === undefined) return []
    return [{ row: `${on} ${minorOf(amount)} ${minorOf(balance)}`, words: lines[at + 1] ?? '' }]
  })
  const moves = movesOf(of.posted, of.accountId)
  const faults = moves.flatMap(({ entry, row }, at) => {
    const shown = rows[at]
    if (shown?.row !== row) return [`${row} is shown as ${shown?.row}`]
    const known = knownTo(entry, of.accountId)
    const strange = amountsIn(shown.words).filter((amount) => !known.has(amount))
    return strange.length === 0
      ? []
      : [`${row} is explained with ${strange.join()}: ${shown.words}`]
  })
  if (rows.length !== moves.length) faults.push(`${rows.length} rows of ${moves.length}`)
  const owed = [...of.parts.values()].reduce((sum, minor) => sum + minor, 0n)
  const end = lines.slice(-2).flatMap(amountsIn)
  const closing = owed === 0n ? end.slice(-1) : end
  const expected =
    owed === 0n ? [0n] : [owed, ...[...of.parts.values()].filter((minor) => minor !== 0n)]
  if (closing.join() !== expected.join())
    faults.push(`closing ${closing.join()}, not ${expected.join()}`)
  return faults
}

describe('a statement as it is printed', () => {
  const pages = Array.from({ length: HISTORIES }, (_, i) => i + 1).flatMap((seed) => {
    const history = randomHistory(seed)
    const { posted, facts, today } = arriveOneByOne(random(seed ^ 0x9a9e), history, seed % 2 === 0)
    const end = referenceAt(facts, history.terms, [today]).get(today)?.balances
    return history.terms.map(({ accountId }) => {
      const parts = new Map(PARTS.map((part) => [part, end?.get(`${accountId} ${part}`) ?? 0n]))
      return { seed, posted, accountId, parts, until: today }
    })
  })

  it.each(['en', 'zh'] as const)(
    'holds no amount that the ledger does not hold (%s)',
    (language) => {
      for (const page of pages) {
        const faults = faultsOf(textOf(page.posted, { ...page, language }), page)
        expect([page.seed, page.accountId, faults]).toEqual([page.seed, page.accountId, []])
      }
    },
  )

  it('is found out where one digit of one amount is another', () => {
    let planted = 0
    for (const page of pages.slice(0, 60)) {
      const text = textOf(page.posted, { ...page, language: 'en' })
      const rows = text.split('\n').filter((line) => ROW.test(line))
      const row = rows[page.seed % Math.max(1, rows.length)]
      if (row === undefined) continue
      const wrong = row.replace(
        /([0-9])( CNY *)$/,
        (_, digit: string, end: string) => `${(Number(digit) + 1) % 10}${end}`,
      )
      expect(faultsOf(text.replace(row, wrong), page)).not.toEqual([])
      planted++
    }
    expect(planted).toBeGreaterThan(30)
  })
})
