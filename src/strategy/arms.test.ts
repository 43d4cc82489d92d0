import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Arm } from './arms.ts'
import { armOf, armsFault, armsToStop, percentileOf } from './arms.ts'

const arm = (name: string, percent: number, strategy: string | undefined = name): Arm => ({
  name,
  percent,
  strategy,
})
const HOLD_OUT: Arm = { name: 'hold-out', percent: 5, strategy: undefined }
const ARMS = [arm('bank', 75), arm('bank-gentle', 20), HOLD_OUT]
const at = (trial: string, ...stopped: string[]) => ({ trial, stopped: new Set(stopped) })

test.each<[string | undefined, readonly Arm[]]>([
  [undefined, ARMS],
  ['no_champion', []],
  ['no_champion', [HOLD_OUT, arm('bank', 95)]],
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
  const count = (name: string) =>
    ids.filter((id) => armOf(ARMS, id, at('spring')).name === name).length
  expect(count('bank') / ids.length).toBeCloseTo(0.75, 1)
  expect(count('bank-gentle') / ids.length).toBeCloseTo(0.2, 1)
  expect(count('hold-out') / ids.length).toBeCloseTo(0.05, 1)
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), (id) => {
      expect(armOf(ARMS, id, at('spring'))).toBe(armOf(ARMS, id, at('spring')))
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

test('the people of a stopped arm fall to the champion, and nobody else moves', () => {
  for (const id of ids.slice(0, 2000)) {
    const [was, is] = [armOf(ARMS, id, at('spring')), armOf(ARMS, id, at('spring', 'bank-gentle'))]
    expect(is.name).toBe(was.name === 'bank-gentle' ? 'bank' : was.name)
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
