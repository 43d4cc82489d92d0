import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from './calendar.ts'
import { standingOf, type PayWord } from './pay-standing.ts'

const at = (n: number) => (1_700_000_000_000 + n * 1000) as Instant
const paid = (id = 'p', minor = 1000n): PayWord => ({ id, kind: 'paid', minor, at: at(1) })

test('nothing was said: nothing came in', () => {
  expect(standingOf('asked', [])).toMatchObject({ state: 'asked', paid: undefined, backMinor: 0n })
})

test('money that comes after the end of its time came in all the same', () => {
  const words: PayWord[] = [{ id: 'x', kind: 'expired', at: at(0) }, paid()]
  expect(standingOf('asked', words)).toMatchObject({ state: 'paid', paid: { minor: 1000n } })
})

test('money that went back before it was told to have come is known with it', () => {
  const back: PayWord = { id: 'b', kind: 'chargeback', itemRef: 'd1', minor: 1000n, at: at(5) }
  // The visit stays open, so that the provider is asked for what came before it went.
  expect(standingOf('asked', [back])).toMatchObject({
    state: 'asked',
    paid: undefined,
    backMinor: 0n,
  })
  expect(standingOf('asked', [back, paid()])).toMatchObject({
    state: 'charged_back',
    paid: { minor: 1000n },
    backMinor: 1000n,
    isChargeback: true,
  })
})

test('a chargeback that was decided for us: its money is here again', () => {
  const back: PayWord = { id: 'b', kind: 'chargeback', itemRef: 'd1', minor: 1000n, at: at(5) }
  const again: PayWord = { id: 'a', kind: 'paid', itemRef: 'd1', minor: 1000n, at: at(9) }
  const standing = standingOf('charged_back', [again, back, paid()])
  expect(standing).toMatchObject({ state: 'paid', paid: { minor: 1000n }, backMinor: 0n })
  expect(standing.backAt).toBe(at(9))
  const other: PayWord = { ...back, id: 'c', itemRef: 'd2', minor: 400n }
  expect(standingOf('paid', [again, back, paid(), other])).toMatchObject({
    state: 'charged_back',
    backMinor: 400n,
  })
})

test('parts add up; what speaks of all together counts once', () => {
  const part = (id: string, itemRef: string | undefined, minor: bigint): PayWord => ({
    id,
    kind: 'refunded',
    itemRef,
    minor,
    at: at(3),
  })
  const both = [paid(), part('1', 'r1', 200n), part('2', 'r2', 300n)]
  expect(standingOf('asked', both).backMinor).toBe(500n)
  expect(standingOf('asked', [...both, part('3', 'r2', 300n)]).backMinor).toBe(500n)
  expect(standingOf('asked', [...both, part('4', undefined, 500n)]).backMinor).toBe(500n)
  expect(standingOf('asked', [...both, part('5', 'r3', 900n)]).backMinor).toBe(1000n)
  expect(standingOf('asked', [paid(), { id: '6', kind: 'refunded', at: at(3) }]).backMinor).toBe(
    1000n,
  )
})

const word = fc.record({
  id: fc.string({ minLength: 1, maxLength: 3 }),
  kind: fc.constantFrom('paid', 'failed', 'refunded', 'chargeback', 'expired'),
  itemRef: fc.option(fc.constantFrom('r1', 'r2', 'r3'), { nil: undefined }),
  minor: fc.option(fc.bigInt({ min: 1n, max: 2000n }), { nil: undefined }),
  at: fc.integer({ min: 0, max: 5 }).map(at),
}) as fc.Arbitrary<PayWord>

test('any order, twice or late: the same standing', () => {
  fc.assert(
    fc.property(
      fc
        .uniqueArray(word, { maxLength: 8, selector: (w) => w.id })
        .chain((words) =>
          fc.tuple(
            fc.constant(words),
            fc.shuffledSubarray([...words, ...words], { minLength: words.length * 2 }),
          ),
        ),
      ([words, mixed]) => {
        expect(standingOf('asked', mixed)).toEqual(standingOf('asked', words))
      },
    ),
    { numRuns: 20_000, seed: 5 },
  )
})

test('a lost word never gives a more final state', () => {
  const rank = ['created', 'asked', 'failed', 'expired', 'paid', 'refunded', 'charged_back']
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      // Money that is here again is the one word that takes an end back.
      fc.pre(words[0]?.kind !== 'paid' || words[0].itemRef === undefined)
      const all = rank.indexOf(standingOf('asked', words).state)
      expect(rank.indexOf(standingOf('asked', words.slice(1)).state)).toBeLessThanOrEqual(all)
    }),
    { numRuns: 5000, seed: 5 },
  )
})
