import { expect, test } from 'vitest'
import { runCase } from '../guard/cases.ts'
import { packOf } from '../guard/rules.ts'
import { loadLaw } from './law.ts'

const book = loadLaw('law')
const cases = book.files.flatMap((file) =>
  file.cases.map((wanted, index) => ({
    file,
    wanted,
    name: `${file.id} case ${index + 1}: ${wanted.name ?? `${wanted.at} ${wanted.expect}`}`,
  })),
)

test('every pack and the house rules were read', () => {
  const packs = new Set(book.files.map((file) => packOf(file.id)))
  const places = ['au', 'au-sa', 'au-vic', 'cn', 'eu', 'in', 'in-draft-2026', 'uk', 'us']
  expect(packs).toEqual(new Set([...places, 'us-ma', 'us-ny-nyc', 'house']))
  expect(cases.length).toBeGreaterThan(1000)
})

test.each(cases)('$name', ({ file, wanted }) => {
  const { flags, ...answer } = runCase(file, wanted, book.files)
  expect(answer).toEqual({ expect: wanted.expect, until: wanted.until })
  // An empty list says that there is none; a case without one does not ask.
  if (wanted.flags?.length === 0) expect(flags).toEqual([])
  else expect(flags).toEqual(expect.arrayContaining(wanted.flags ?? []))
})
