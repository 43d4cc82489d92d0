import { expect, test } from 'vitest'
import { instalments, loan } from '../../test/core/facts.ts'
import { NO_FACTS } from './account-facts.ts'
import { day } from './calendar.ts'
import { delinquencyOn } from './delinquency.ts'
import { DEFAULT_TERMS, isMaterial, isWorkday, rolledDueDay } from './product.ts'

/** Spring Festival 2026: nine days off, and two Sundays or Saturdays worked instead. */
const calendar = {
  weekend: [6, 7],
  holidays: new Set(
    ['15', '16', '17', '18', '19', '20', '21', '22', '23'].map((d) => day(`2026-02-${d}`)),
  ),
  workdays: new Set([day('2026-02-14'), day('2026-02-28')]),
}

test('a swapped Saturday is a workday, a holiday in the week is not', () => {
  expect(isWorkday(day('2026-02-28'), calendar)).toBe(true)
  expect(isWorkday(day('2026-02-07'), calendar)).toBe(false)
  expect(isWorkday(day('2026-02-17'), calendar)).toBe(false)
  expect(isWorkday(day('2026-02-24'), calendar)).toBe(true)
})

test.each([
  ['none', '2026-02-17', '2026-02-17'],
  ['next_workday', '2026-02-17', '2026-02-24'],
  ['previous_workday', '2026-02-17', '2026-02-14'],
  ['modified_next', '2026-02-17', '2026-02-24'],
  ['next_workday', '2026-02-28', '2026-02-28'],
  ['next_workday', '2026-05-31', '2026-06-01'],
  ['modified_next', '2026-05-31', '2026-05-29'],
] as const)('%s: due on %s falls due on %s', (dueDayRoll, due, expected) => {
  expect(rolledDueDay(day(due), { dueDayRoll, calendar })).toBe(expected)
})

test('days past due count from the day that the due day rolled to', () => {
  const facts = { ...NO_FACTS, instalments: instalments(1, { dueOn: day('2026-02-17') }) }
  const terms = { ...DEFAULT_TERMS, dueDayRoll: 'next_workday', calendar } as const
  const late = (asOf: string) => delinquencyOn(facts, terms, { asOf: day(asOf) }).daysPastDue
  expect([late('2026-02-24'), late('2026-02-25')]).toEqual([0, 1])
})

test('a calendar without a workday is a bug, not an endless search', () => {
  const terms = {
    dueDayRoll: 'next_workday',
    calendar: { ...calendar, weekend: [1, 2, 3, 4, 5, 6, 7] },
  } as const
  expect(() => rolledDueDay(day('2026-05-01'), terms)).toThrow('no workday within 60 days')
})

test('without a threshold everything that is due and unpaid is material', () => {
  expect(isMaterial(1n, 10_000n, DEFAULT_TERMS.materiality)).toBe(true)
  expect(delinquencyOn(loan(), DEFAULT_TERMS, { asOf: day('2026-01-11') }).bucket).toBe(1)
})
