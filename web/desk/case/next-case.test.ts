import { expect, test } from 'vitest'
import type { CaseRow } from '../../../src/api/wire.ts'
import { rowAfter } from './next-case.ts'

const rows = ['case_a', 'case_b', 'case_c'].map((id) => ({ id }) as CaseRow)

test('next is the row after this one', () => expect(rowAfter(rows, 'case_a')?.id).toBe('case_b'))
test('after the last there is none', () => expect(rowAfter(rows, 'case_c')).toBeUndefined())
test('from outside the list, next is the first', () => {
  expect(rowAfter(rows, 'case_z')?.id).toBe('case_a')
  expect(rowAfter(rows, undefined)?.id).toBe('case_a')
})
