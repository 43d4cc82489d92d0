import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf, newcombe, PEOPLE_LEAST, wilson, type Share } from './difference.ts'

const Z = 1.959964
const share = (happened: number, people: number): Share => ({ happened, people })

test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
])('as printed in the article: %i/%i less %i/%i', (a, m, b, n, from, to) => {
  const interval = newcombe(share(a, m), share(b, n), Z)
  expect(interval.from).toBeCloseTo(from, 4)
  expect(interval.to).toBeCloseTo(to, 4)
})

test('a small difference among few people is noise, the same among many is not', () => {
  const few = differenceOf({ challenger: share(33, 60), champion: share(30, 60) }, 1)
  const many = differenceOf({ challenger: share(3300, 6000), champion: share(3000, 6000) }, 1)
  expect([few?.says, many?.says]).toEqual(['noise', 'more'])
  const less = differenceOf({ challenger: share(3000, 6000), champion: share(3300, 6000) }, 1)
  expect(less?.says).toBe('less')
  expect(less?.by).toBeCloseTo(-0.05)
})

test('nothing is said of arms that are too small, however they differ', () => {
  const tiny = share(0, PEOPLE_LEAST - 1)
  expect(differenceOf({ challenger: tiny, champion: share(900, 1000) }, 1)?.says).toBe('too_few')
  const enough = share(0, PEOPLE_LEAST)
  expect(differenceOf({ challenger: enough, champion: share(900, 1000) }, 1)?.says).toBe('less')
  expect(differenceOf({ challenger: share(0, 0), champion: share(1, 2) }, 1)).toBeUndefined()
})

test('more challengers ask for more', () => {
  const of = { challenger: share(545, 1000), champion: share(500, 1000) }
  expect(differenceOf(of, 1)?.says).toBe('more')
  expect(differenceOf(of, 4)?.says).toBe('noise')
})

const shares = fc
  .integer({ min: 1, max: 5000 })
  .chain((people) => fc.integer({ min: 0, max: people }).map((n) => share(n, people)))

test('an interval holds its share, stays in its bounds, and turns round with its arms', () => {
  fc.assert(
    fc.property(shares, shares, (one, other) => {
      const { from, to } = wilson(one, Z)
      const at = one.happened / one.people
      expect(from).toBeLessThanOrEqual(at + 1e-12)
      expect(to).toBeGreaterThanOrEqual(at - 1e-12)
      const [there, back] = [newcombe(one, other, Z), newcombe(other, one, Z)]
      expect(there.from).toBeCloseTo(-back.to, 9)
      expect(there.from).toBeGreaterThanOrEqual(-1 - 1e-9)
      expect(there.to).toBeLessThanOrEqual(1 + 1e-9)
    }),
    { seed: 20_261_122 },
  )
})
