import { expect, test } from 'vitest'
import { hoursOf, hoursText, ladderSearchOf } from './search.ts'

test('the URL keeps the view, the row, the account and the hours, and nothing that is none of them', () => {
  expect(
    ladderSearchOf({ version: '2', view: 'text', row: 'stage.1', case: 'case_x', hours: 'a:1' }),
  ).toEqual({ version: 2, view: 'text', row: 'stage.1', case: 'case_x', hours: 'a:1' })
  expect(ladderSearchOf({ version: '0', view: 'elsewhere', row: '', case: 3 })).toEqual({})
})

test('hours are read from the URL and written to it', () => {
  expect(hoursOf('branch-calls:40,field-visits:5')).toEqual({
    'branch-calls': 40,
    'field-visits': 5,
  })
  expect(hoursOf('x:-1,:3,y:many,z:7')).toEqual({ z: 7 })
  expect(hoursText({ b: 2, a: 1 })).toBe('a:1,b:2')
  expect(hoursText({})).toBeUndefined()
})
