import { describe, expect, test } from 'vitest'
import { fact, interest, lent, paid, row, terms, undone } from '../../test/core/money-facts.ts'
import { type Day, type Instant, day } from './calendar.ts'
import { balanceOn, balances, partsOn } from './ledger-balance.ts'
import { daysDrawn, differences } from './ledger-differences.ts'
import type { NewEntry } from './ledger-movement.ts'
import { replay } from './ledger-replay.ts'
import type { DebtTerms, Entry, MoneyFact } from './ledger.ts'

const of = [terms({ interest: interest(3650) })]
const loan = lent(1, '2026-01-01', 100_000n)

/** A book that takes facts one by one, as they become known, and closes days on request. */
function bookOf(debts: readonly DebtTerms[] = of) {
  const facts: MoneyFact[] = []
  const posted: Entry[] = []
  let closed: Day | undefined
  const post = (made: readonly NewEntry[], recordedAt: Instant) => {
    for (const { kind, effectiveOn, lines, factId, cutMinor } of made) {
      const id = factId ?? BigInt(1_000 + posted.length)
      posted.push({ id, kind, effectiveOn, recordedAt, lines, cutMinor })
    }
    return made
  }
  const target = (today: string) => replay(facts, debts, day(today), daysDrawn(posted))
  return {
    posted,
    take(fact: MoneyFact, today: string) {
      facts.push(fact)
      return post(differences(target(today), posted, closed, [fact.id]), fact.recordedAt)
    },
    close(on: string, recordedAt: number) {
      const made = differences(target(on), posted, closed, [])
      post(made, recordedAt as Instant)
      closed = day(on)
    },
    parts: (asOf: string, knownAt?: number) =>
      partsOn(posted, { accountId: 1n, asOf: day(asOf), knownAt: knownAt as Instant | undefined }),
  }
}

const told = (made: readonly NewEntry[]) =>
  made.map(({ kind, effectiveOn }) => `${effectiveOn} ${kind}`)

describe('what a fact adds to the books', () => {
  test('an entry of its own kind, and the charges up to today as entries of theirs', () => {
    const book = bookOf()
    expect(told(book.take(loan, '2026-01-11'))).toEqual([
      '2026-01-01 disbursement',
      '2026-01-11 interest',
    ])
    expect(book.parts('2026-01-11').interest).toBe(1_000n)
  })

  test('nothing new: nothing to post', () => {
    const book = bookOf()
    book.take(loan, '2026-01-11')
    const again = replay([loan], of, day('2026-01-11'), daysDrawn(book.posted))
    expect(differences(again, book.posted, undefined, [])).toEqual([])
  })

  test('a back-dated payment splits the interest that is posted after it, and one correction says so', () => {
    const book = bookOf()
    book.take(loan, '2026-01-31')
    const made = book.take(paid(2, '2026-01-11', 51_000n, 1n), '2026-01-31')
    expect(told(made)).toEqual([
      '2026-01-11 interest',
      '2026-01-11 payment',
      '2026-01-31 correction',
    ])
    expect(made.at(-1)?.causedByFactId).toBe(2n)
    expect(book.parts('2026-01-31')).toMatchObject({ interest: 1_000n, principal: 50_000n })
    // What was thought before stays readable for ever.
    expect(book.parts('2026-01-31', 1)).toMatchObject({ interest: 3_000n, principal: 100_000n })
  })

  test('a fact that moves nothing still has its entry', () => {
    const book = bookOf()
    book.take(loan, '2026-01-02')
    expect(
      told(book.take(fact(2, '2026-01-02', { kind: 'refund', amountMinor: 5n }), '2026-01-02')),
    ).toEqual(['2026-01-02 refund'])
  })

  test('a reversal on the payment’s own day is an entry that takes the payment back', () => {
    const book = bookOf()
    book.take(loan, '2026-01-11')
    book.take(paid(2, '2026-01-11', 400n, 1n), '2026-01-11')
    const [reversal, ...more] = book.take(undone(3, '2026-01-11', 2), '2026-01-11')
    expect(more).toEqual([])
    expect(reversal).toMatchObject({ kind: 'reversal', factId: 3n, reversesFactId: 2n })
  })

  test('late fees are posted as fees, also beside a fee that a person charged on that day', () => {
    const lateFees = [{ code: 'late', graceDays: 0, flatMinor: 700n, basisPoints: 0 }]
    const book = bookOf([terms({ due: [row('2026-01-10', 500n)], lateFees })])
    book.take(loan, '2026-01-05')
    const fee = fact(2, '2026-01-11', { kind: 'fee', accountId: 1n, amountMinor: 50n })
    expect(told(book.take(fee, '2026-01-11'))).toEqual(['2026-01-11 fee', '2026-01-11 fee'])
    expect(book.parts('2026-01-11').fee).toBe(750n)
  })
})

describe('a closed day', () => {
  const late = paid(2, '2026-01-11', 51_000n, 1n)

  test('keeps its balances, and what should have been before it is so on the day after', () => {
    const book = bookOf()
    book.take(loan, '2026-01-02')
    book.close('2026-01-31', 2)
    const before = book.parts('2026-01-31')
    const made = book.take({ ...late, recordedAt: 3 as Instant }, '2026-02-05')
    expect(made.every(({ effectiveOn }) => effectiveOn > '2026-01-31')).toBe(true)
    expect(book.parts('2026-01-31')).toEqual(before)
    expect(before).toMatchObject({ interest: 3_000n, principal: 100_000n })
  })

  test('closed or not, the end is the same', () => {
    const [open, closing] = [bookOf(), bookOf()]
    for (const book of [open, closing]) book.take(loan, '2026-01-02')
    closing.close('2026-01-31', 2)
    for (const book of [open, closing])
      book.take({ ...late, recordedAt: 3 as Instant }, '2026-02-05')
    expect(closing.parts('2026-02-05')).toEqual(open.parts('2026-02-05'))
  })
})

describe('balances', () => {
  const book = bookOf()
  book.take(loan, '2026-01-11')
  book.take(paid(2, '2026-01-11', 400n), '2026-01-11')

  test('of one ledger account, as of a day and as known at an instant', () => {
    const cash = { accountId: undefined, ledgerAccount: 'cash' } as const
    expect(balanceOn(book.posted, { ...cash, asOf: day('2026-01-11') })).toBe(-99_600n)
    const before = { asOf: day('2026-01-11'), knownAt: 1 as Instant }
    expect(balanceOn(book.posted, { ...cash, ...before })).toBe(-100_000n)
    expect(balanceOn(book.posted, { ...cash, asOf: day('2025-12-31') })).toBe(0n)
  })

  test('of all of them together sum to zero', () => {
    const all = balances(book.posted, { asOf: day('2026-01-11') })
    expect(all.length).toBeGreaterThan(3)
    expect(all.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(0n)
  })
})
