import { expect, test } from 'vitest'
import { comingOf, type Entry } from './coming.ts'

const entry = (version: number, on: string, kind: Entry['kind'] = 'publish'): Entry => ({
  name: 'bank',
  version,
  effective_on: on,
  kind,
  author: 'ann',
  approver: 'bo',
})
const INSTALLED = entry(1, '2026-01-01', 'installed')
const said = (entries: readonly Entry[]) =>
  comingOf([...entries, INSTALLED], '2026-11-23').map(({ entry: one, before, isCalledOff }) => [
    one.version,
    one.effective_on,
    before,
    isCalledOff,
  ])

test('what begins today or earlier is not to come; of what is, the next day stands first', () => {
  expect(said([])).toEqual([])
  expect(said([entry(2, '2026-11-23')])).toEqual([])
  expect(said([entry(3, '2026-12-09'), entry(2, '2026-12-01')])).toEqual([
    [2, '2026-12-01', 1, false],
    [3, '2026-12-09', 2, false],
  ])
})

test('a later entry of the same day counts; one that leaves things as they are calls off', () => {
  expect(said([entry(3, '2026-12-01'), entry(2, '2026-12-01')])).toEqual([
    [3, '2026-12-01', 1, false],
  ])
  expect(said([entry(1, '2026-12-01', 'rollback'), entry(2, '2026-12-01')])).toEqual([
    [2, '2026-12-01', 1, true],
  ])
  // Called off, and agreed on again.
  expect(
    said([
      entry(2, '2026-12-01', 'rollback'),
      entry(1, '2026-12-01', 'rollback'),
      entry(2, '2026-12-01'),
    ]),
  ).toEqual([[2, '2026-12-01', 1, false]])
})

test('a first version has nothing before it', () => {
  expect(comingOf([entry(1, '2026-12-01')], '2026-11-23')).toMatchObject([
    { before: undefined, isCalledOff: false },
  ])
})
