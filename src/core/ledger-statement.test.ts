import { describe, expect, test } from 'vitest'
import { fact, interest, lent, paid, row, terms, undone } from '../../test/core/money-facts.ts'
import { type Instant, day } from './calendar.ts'
import { daysDrawn, differences } from './ledger-differences.ts'
import { replay } from './ledger-replay.ts'
import { type StatedEntry, statementOf } from './ledger-statement.ts'
import { type MoneyFact, PARTS } from './ledger.ts'
import { currencyOf } from './money.ts'

const currency = currencyOf('CNY')
if (currency === undefined) throw new Error('CNY is a currency')

const lateFees = [{ code: 'late', graceDays: 0, flatMinor: 1_500n, basisPoints: 0 }]
const rate = {
  id: 'cn.private-lending',
  source: 'a law',
  limit: 'rate',
  basisPointsAYear: 1240,
} as const
const due = [row('2026-02-01', 20_000n)]
const of = [
  terms({ interest: interest(1800), lateFees, caps: [rate], due }),
  terms({ accountId: 2n }),
]

/** Facts as they became known, one after the other, posted on the day that each became known. */
function posted(arrivals: readonly (readonly [MoneyFact, string])[], debts = of): StatedEntry[] {
  const entries: StatedEntry[] = []
  const facts: MoneyFact[] = []
  for (const [fact, today] of arrivals) {
    facts.push(fact)
    const target = replay(facts, debts, day(today), daysDrawn(entries))
    for (const made of differences(target, entries, undefined, [fact.id])) {
      const { kind, effectiveOn, lines, cutMinor, why, cap } = made
      entries.push({
        id: made.factId ?? BigInt(1_000 + entries.length),
        kind,
        effectiveOn,
        recordedAt: fact.recordedAt,
        lines,
        cutMinor,
        reversesId: made.reversesFactId,
        causedById: made.causedByFactId,
        explained: { why, cap },
      })
    }
  }
  return entries
}

const entries = posted([
  [lent(1, '2026-01-01', 1_000_000n), '2026-01-01'],
  [lent(2, '2026-01-01', 5_000n, 2n), '2026-01-01'],
  [paid(3, '2026-02-11', 40_000n), '2026-02-11'],
  [paid(4, '2026-01-21', 30_000n, 1n), '2026-02-15'],
  [undone(5, '2026-02-20', 3), '2026-02-20'],
  [fact(6, '2026-02-21', { kind: 'charge_off', accountId: 1n }), '2026-02-21'],
  [fact(7, '2026-02-22', { kind: 'commission', accountId: 1n, amountMinor: 10n }), '2026-02-22'],
])

const lending = { en: 'Private lending: four times the prime rate', zh: '民间借贷：LPR 的四倍' }
const ask = {
  accountId: 1n,
  currency,
  from: day('2026-01-01'),
  until: day('2026-02-28'),
  capTitle: (id: string) => (id === rate.id ? lending : undefined),
}

describe('the statement of a debt', () => {
  const told = statementOf(entries, ask)

  test('adds up: opening, every line, closing, in all and in each part', () => {
    let balance = told.openingMinor
    for (const line of told.lines) {
      balance += line.amountMinor
      expect(line.balanceMinor).toBe(balance)
    }
    expect(balance).toBe(told.closingMinor)
    const sums = Object.values(told.sums).reduce((sum, amount) => sum + amount, 0n)
    expect(told.openingMinor + sums).toBe(told.closingMinor)
    for (const part of PARTS) {
      const moved = told.lines.reduce((sum, line) => sum + line.parts[part], told.opening[part])
      expect(moved).toBe(told.closing[part])
    }
  })

  test('closes with what the replay says', () => {
    const facts = [
      lent(1, '2026-01-01', 1_000_000n),
      lent(2, '2026-01-01', 5_000n, 2n),
      paid(3, '2026-02-11', 40_000n),
      paid(4, '2026-01-21', 30_000n, 1n),
      undone(5, '2026-02-20', 3),
    ]
    const standing = replay(facts, of, day('2026-02-21')).debts.get(1n)
    expect(told.closing).toEqual(standing?.parts)
  })

  test('a month is the piece between its days', () => {
    const february = statementOf(entries, { ...ask, from: day('2026-02-01') })
    const january = statementOf(entries, { ...ask, until: day('2026-01-31') })
    expect(february.opening).toEqual(january.closing)
    expect(february.closing).toEqual(told.closing)
    expect(january.lines.length + february.lines.length).toBe(told.lines.length)
  })

  test('as it was known before the back-dated payment', () => {
    const before = statementOf(entries, { ...ask, knownAt: 3 as Instant })
    expect(before.lines.map(({ kind }) => kind)).not.toContain('correction')
    expect(before.closing.principal).toBeGreaterThan(told.closing.principal - 40_000n)
  })

  test('what is between the lender and a partner is no line of it', () => {
    expect(told.lines.map(({ kind }) => kind)).not.toContain('commission')
    expect(told.lines.map(({ kind }) => kind)).toContain('charge_off')
  })
})

describe('every line is explained, in both languages', () => {
  const told = statementOf(entries, ask)
  const wordsOf = (kind: string, n = 0) => told.lines.filter((line) => line.kind === kind)[n]?.words

  test('none is without words', () => {
    expect(told.lines.length).toBeGreaterThan(8)
    for (const { words } of told.lines) {
      expect(words.en).toMatch(/\.$/)
      expect(words.zh).toMatch(/。$/)
    }
  })

  test('interest: base x rate x days, and which limit cut it', () => {
    const words = told.lines.find(
      ({ on, kind }) => kind === 'interest' && on === '2026-01-21',
    )?.words
    expect(words?.en).toContain(
      '10,000.00 CNY x 18% a year x 20 days / 365 (2026-01-01 to 2026-01-21)',
    )
    expect(words?.en).toContain(
      'was not charged, as a limit allows no more (Private lending: four times the prime rate).',
    )
    expect(words?.zh).toContain('10,000.00 CNY × 年利率 18% × 20 天 ÷ 365')
    expect(words?.zh).toContain('因超过上限（民间借贷：LPR 的四倍）未计收')
  })

  test('one day is no days', () => {
    const loan = lent(1, '2026-01-01', 1_000_000n)
    const [, line] = statementOf(
      posted([[loan, '2026-01-02']], [terms({ interest: interest(1800) })]),
      ask,
    ).lines
    expect(line?.words.en).toContain('x 1 day / 365')
  })

  test('a charge that a limit cut whole has its line once, whatever happens after it', () => {
    const none = { id: rate.id, source: 'a law', limit: 'share', basisPoints: 0 } as const
    const loan = lent(1, '2026-01-01', 1_000_000n)
    const fee = fact(2, '2026-01-05', { kind: 'fee', accountId: 1n, amountMinor: 700n })
    const debts = [terms({ interest: interest(3650), caps: [none], lateFees, due })]
    const cut = statementOf(
      posted(
        [
          [loan, '2026-01-01'],
          [fee, '2026-01-11'],
          [paid(3, '2026-01-11', 100n), '2026-01-11'],
          [paid(4, '2026-02-05', 100n), '2026-02-05'],
          [paid(5, '2026-01-11', 100n), '2026-02-05'],
        ],
        debts,
      ),
      ask,
    )
    const told = cut.lines.filter(({ words }) => words.en.includes('more was not charged'))
    expect(told.map(({ on, kind, amountMinor }) => `${on} ${kind} ${amountMinor}`)).toEqual([
      '2026-01-05 fee 0',
      '2026-01-05 interest 0',
      '2026-01-11 interest 0',
      '2026-02-02 interest 0',
      '2026-02-02 fee 0',
      '2026-02-05 interest 0',
    ])
    expect(told[0]?.words.en).toContain('7.00 CNY more was not charged, as a limit allows no more')
    expect(cut.closingMinor).toBe(1_000_000n - 300n)
  })

  test('a payment: how it was split, by which row, and what it did elsewhere', () => {
    expect(wordsOf('payment', 1)?.en).toMatch(
      /^You paid 400\.00 CNY\. This debt got .*The order was costs, fees, late interest, interest, principal, as it was 10 days late\./,
    )
    expect(wordsOf('payment', 1)?.zh).toMatch(/^您还款 400\.00 CNY，本笔债务入账：.*逾期 10 天/)
  })

  test('a late fee names the day that was missed', () => {
    const loan = lent(1, '2026-01-01', 1_000_000n)
    const [, fee] = statementOf(
      posted([[loan, '2026-02-02']], [terms({ lateFees, due })]),
      ask,
    ).lines
    expect(fee?.words.en).toBe(
      'A late fee of 15.00 CNY, once for the amount that was due on 2026-02-01: 200.00 CNY was overdue.',
    )
    expect(fee?.words.zh).toContain('2026-02-01 到期的款项未按时还清，当时逾期 200.00 CNY')
  })

  test('a correction names the entry that became known afterwards', () => {
    expect(wordsOf('correction')?.en).toContain('because of “Payment” of 2026-01-21 (entry 4)')
    expect(wordsOf('correction')?.zh).toContain('因事后得知 2026-01-21 的“还款”（分录 4）')
  })

  test('a reversal names the day of the payment', () => {
    expect(wordsOf('reversal')?.en).toMatch(/^The payment of 2026-02-11 was taken back/)
    expect(wordsOf('reversal')?.zh).toMatch(/^2026-02-11 的还款已撤销/)
  })
})
