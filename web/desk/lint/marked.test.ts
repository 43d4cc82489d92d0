import { expect, test } from 'vitest'
import { stretches } from './marked.ts'

const shown = (text: string, ...places: (readonly [number, number])[]) =>
  stretches(
    text,
    places.map(([from, to]) => ({ from, to })),
  )
    .map(({ words, wrong }) => (wrong ? `[${words}]` : words))
    .join('')

test('what is wrong is marked where it stands, and nothing is lost', () => {
  expect(shown('pay or prison now', [7, 13])).toBe('pay or [prison] now')
  expect(shown('all of it', [0, 9])).toBe('[all of it]')
  expect(shown('nothing')).toBe('nothing')
})

test('places that overlap, stand in any order or reach too far are still one text', () => {
  expect(shown('abcdef', [3, 5], [1, 4])).toBe('a[bcd][e]f')
  expect(shown('abc', [2, 99])).toBe('ab[c]')
  // A part that is missing has a place and no words.
  expect(shown('abc', [3, 3])).toBe('abc')
})
