import { expect, test } from 'vitest'
import { runCase } from '../guard/cases.ts'
import { loadLaw } from './law.ts'

const book = loadLaw('law')
const cases = book.files.flatMap((file) =>
  file.cases.map((wanted, index) => ({
    file,
    wanted,
    name: `${file.id} case ${index + 1}: ${wanted.name ?? `${wanted.at} ${wanted.expect}`}`,
  })),
)

test('the four packs and the house rules were read', () => {
  const packs = new Set(book.files.map((file) => file.id.split('.')[0]))
  expect(packs).toEqual(new Set(['au', 'cn', 'house', 'uk', 'us']))
  expect(cases.length).toBeGreaterThan(100)
})

test.each(cases)('$name', ({ file, wanted }) => {
  expect(runCase(file, wanted, book.files)).toEqual({ expect: wanted.expect, until: wanted.until })
})
