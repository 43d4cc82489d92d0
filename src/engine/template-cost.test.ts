import { expect, test } from 'vitest'
import { costOf } from './template-cost.ts'

const at = (minor: bigint, per: number) => ({ country: 'US', currency: 'USD', minor, per })

test('what a message costs is exact, however small a part’s price is', () => {
  // Five fen a segment, two segments.
  expect(costOf(at(5n, 1), 2)).toMatchObject({ minor: 10n, messages: 1 })
  // 0.0075 of a dollar a segment: three cents for two messages of two segments.
  expect(costOf(at(75n, 100), 2)).toMatchObject({ minor: 3n, messages: 2 })
  expect(costOf(at(75n, 100), 4)).toMatchObject({ minor: 3n, messages: 1 })
  expect(costOf(at(0n, 100), 3)).toMatchObject({ minor: 0n, messages: 1 })
})
