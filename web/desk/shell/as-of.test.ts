import { expect, test } from 'vitest'
import { dayOfSearch, decisionsSearchOf } from '../compliance/search.ts'
import { showsTodayBecause } from './as-of.ts'

test('pages with facts of two times answer as of a day; every other says why it does not', () => {
  for (const path of [
    '/cases/case_1',
    '/strategies',
    '/compliance/holds',
    '/compliance/people/case_1',
  ])
    expect(showsTodayBecause(path)).toBeUndefined()
  expect(showsTodayBecause('/inbox')).toBe('as_of.because.queue')
  expect(showsTodayBecause('/strategies/bank')).toBe('as_of.because.editor')
  expect(showsTodayBecause('/')).toBe('as_of.because.list')
  expect(showsTodayBecause('/compliance/access')).toBe('as_of.because.list')
})

test('a day in the URL is a day or nothing', () => {
  expect(dayOfSearch('2026-11-03')).toBe('2026-11-03')
  for (const wrong of ['2026-13-03', 'yesterday', '', 3, undefined])
    expect(dayOfSearch(wrong)).toBeUndefined()
})

test('a link to the log keeps what it was narrowed by, and nothing else', () => {
  expect(decisionsSearchOf({ rule: 'cn.time', to: '2026-11-03', from: 'x', more: '1' })).toEqual({
    rule: 'cn.time',
    to: '2026-11-03',
  })
})
