import { expect, test } from 'vitest'
import { day, type Instant } from '../core/calendar.ts'
import type { RemittanceRow } from '../store/remittance-read.ts'
import { remittanceText } from './remit-text.ts'
import type { Talk } from './talk.ts'
import { sentence, type Language } from './words.ts'

const ROW: RemittanceRow = {
  remittanceId: 7n,
  portfolioId: 1,
  portfolio: 'cn-agency',
  creditor: 'Bank B',
  currency: 'CNY',
  nth: 1,
  until: day('2026-11-20'),
  lines: 1,
  collectedMinor: 30_000_000n,
  takenBackMinor: 0n,
  commissionMinor: 3_750_000n,
  toppedUpMinor: 0n,
  carriedMinor: 0n,
  dueMinor: 26_250_000n,
  by: 'Ann',
  recordedAt: 0 as Instant,
  needsSecond: true,
  approvedBy: null,
  refusedBy: null,
  refusedBecause: null,
}

const told = (language: Language, change: Partial<RemittanceRow> = {}): string => {
  const word: Talk['word'] = (key, values = {}) => sentence(language, key, values)
  return remittanceText({ word }, { ...ROW, ...change })
}

test('a large remittance says who has to look at it, and then who did', () => {
  expect(told('en')).toContain('Not to be paid yet')
  expect(told('en')).toContain('forbear remit approve 7 --by STAFF')
  expect(told('zh')).toContain('尚不得付款')
  const approved = told('zh', { approvedBy: 'Bob' })
  expect(approved).toContain('复核人：Bob')
  expect(approved).not.toContain('尚不得付款')
})

test('a small one asks nobody', () => {
  const small = told('en', { needsSecond: false })
  expect(small).toContain('to be paid')
  expect(small).not.toMatch(/Not to be paid|Approved/)
})
