import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Arm } from './arms.ts'
import { armOf, armsFault, armsToStop, drawing, laneOf, percentileOf } from './arms.ts'

const arm = (name: string, percent: number, strategy: string | undefined = name): Arm => ({
  name,
  percent,
  strategy,
})
const HOLD_OUT: Arm = { name: 'hold-out', percent: 5, strategy: undefined }
const ARMS = [arm('bank', 75), arm('bank-gentle', 20), HOLD_OUT]
const at = (trial: string, ...stopped: string[]) =>
  armOf({ trial, arms: ARMS, lanes: { from: 0, until: 100 }, stopped: new Set(stopped) })

test.each<[string | undefined, readonly Arm[]]>([
  [undefined, ARMS],
  ['no_champion', []],
  ['no_champion', [HOLD_OUT, arm('bank', 95)]],
  ['no_challenger', [arm('bank', 100)]],
  ['too_many_arms', ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => arm(name, 10))],
  [undefined, ['a', 'b', 'c', 'd', 'e'].map((name) => arm(name, 20))],
  ['not_100', [arm('bank', 75), arm('bank-gentle', 20)]],
  ['not_100', [arm('bank', 75), arm('bank-gentle', 30)]],
  ['not_whole_percent', [arm('bank', 99.5), arm('bank-gentle', 0.5)]],
  ['not_whole_percent', [arm('bank', 100), arm('bank-gentle', 0)]],
  ['repeated_name', [arm('bank', 50), arm('bank', 50)]],
])('the arms of a trial: %s', (fault, arms) => expect(armsFault(arms)).toBe(fault))

/** Ids as a book has them: drawn evenly below 2^63, whatever their neighbours are. */
const ids = Array.from(
  { length: 20_000 },
  (_, n) => (BigInt(n) * 461_168_601_842_739n) % (1n << 63n),
)

test('each arm has its share of the people, and a borrower always the same arm', () => {
  const spring = at('spring')
  const count = (name: string) => ids.filter((id) => spring(id)?.name === name).length
  expect(count('bank') / ids.length).toBeCloseTo(0.75, 1)
  expect(count('bank-gentle') / ids.length).toBeCloseTo(0.2, 1)
  expect(count('hold-out') / ids.length).toBeCloseTo(0.05, 1)
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), (id) => {
      expect(spring(id)).toBe(at('spring')(id))
      expect(percentileOf(id, 'spring')).toBeLessThan(100)
    }),
    { seed: 20_261_122 },
  )
})

test('two trials divide the same people independently', () => {
  const both = ids.filter(
    (id) => percentileOf(id, 'spring') < 50 && percentileOf(id, 'autumn') < 50,
  ).length
  expect(both / ids.length).toBeCloseTo(0.25, 1)
})

test('the people of a stopped arm leave the trial, and nobody else moves', () => {
  const [before, after] = [at('spring'), at('spring', 'bank-gentle')]
  for (const id of ids.slice(0, 2000)) {
    const was = before(id)
    expect(after(id)).toBe(was?.name === 'bank-gentle' ? undefined : was)
  }
})

test('a trial draws from its own lanes alone, so that two of them share nobody', () => {
  const half = (trial: string, from: number, until: number) =>
    drawing({ trial, arms: ARMS, lanes: { from, until }, stopped: new Set() })
  const [first, second] = [half('spring', 0, 40), half('autumn', 40, 100)]
  const inFirst = ids.filter((id) => first(id) !== undefined)
  expect(inFirst.length / ids.length).toBeCloseTo(0.4, 1)
  expect(inFirst.every((id) => second(id) === undefined && laneOf(id) < 40)).toBe(true)
  expect(ids.filter((id) => second(id) !== undefined).length).toBe(ids.length - inFirst.length)
})

test('the draw is even over ids that differ in one half only', () => {
  for (const shift of [0n, 32n]) {
    const seen = Array.from({ length: 100 }, () => 0)
    for (let n = 0n; n < 20_000n; n++) {
      const at100 = percentileOf(n << shift, 'spring')
      seen[at100] = (seen[at100] ?? 0) + 1
    }
    // 200 expected in each; six standard deviations are 84.
    expect(Math.max(...seen.map((count) => Math.abs(count - 200)))).toBeLessThan(84)
  }
})

test('an arm above its guard rail is stopped, at the rail or with few contacts it is not', () => {
  const rail = { perThousandMax: 3, contactsLeast: 500 }
  const stops = (contacts: number, events: number) =>
    armsToStop(ARMS, [{ name: 'bank-gentle', contacts, events }], rail)
  expect(stops(1000, 4)).toEqual(['bank-gentle'])
  expect(stops(1000, 3)).toEqual([])
  expect(stops(499, 400)).toEqual([])
  expect(armsToStop(ARMS, [{ name: 'bank', contacts: 1000, events: 999 }], rail)).toEqual([])
})
