import { expect, test } from 'vitest'
import { filterFromText, filterOf, filterText } from './filter.ts'

test('a filter comes back from its link as it was', () => {
  const filter = { stage: 'mid', q: '王 & 李', sort: 'arrears' } as const
  expect(filterFromText(filterText(filter))).toEqual(filter)
})

test('what is no filter is left out, so that the API is asked only what it knows', () => {
  expect(filterOf({ stage: 'mid', row: 'case_1', cursor: 'x', nonsense: '1', tone: '' })).toEqual({
    stage: 'mid',
  })
})

test('the usual order is not written into the link, another one is', () => {
  expect(filterText(filterOf({ sort: 'priority' }))).toBe('')
  expect(filterText(filterOf({ sort: 'days_past_due' }))).toBe('sort=days_past_due')
  expect(filterOf({ sort: 'name' })).toEqual({})
})
