import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  basisPointsOf,
  carriedOnMinor,
  NOTHING_LEFT,
  paidMinor,
  reckonRemittance,
  type Left,
} from './remittance.ts'

const of = (collectedMinor: bigint, takenBackMinor: bigint, points: bigint) => ({
  collectedMinor,
  takenBackMinor,
  shares: (collectedMinor + takenBackMinor) * points,
})

test('half a cent of commission is rounded up, and the half is not taken again', () => {
  const first = reckonRemittance(of(100n, 0n, 50n), NOTHING_LEFT, undefined)
  expect(first).toMatchObject({ commissionMinor: 1n, remainder: -5000n, dueMinor: 99n })
  const second = reckonRemittance(
    of(100n, 0n, 50n),
    { carriedMinor: 0n, remainder: -5000n },
    undefined,
  )
  expect(second).toMatchObject({ commissionMinor: 0n, remainder: 0n, dueMinor: 100n })
})

test('taken back money gives its commission back, and what is short is carried over', () => {
  const short = reckonRemittance(of(10_000n, -30_000n, 1250n), NOTHING_LEFT, undefined)
  expect(short).toMatchObject({ commissionMinor: -2500n, dueMinor: -17_500n })
  expect([paidMinor(short.dueMinor), carriedOnMinor(short.dueMinor)]).toEqual([0n, -17_500n])
})

test('a minimum tops the commission up, but never beyond what is handed on', () => {
  expect(reckonRemittance(of(10_000n, 0n, 1000n), NOTHING_LEFT, 1500n)).toMatchObject({
    commissionMinor: 1000n,
    toppedUpMinor: 500n,
    dueMinor: 8500n,
  })
  expect(reckonRemittance(of(100n, 0n, 1000n), NOTHING_LEFT, 1500n).dueMinor).toBe(0n)
  expect(reckonRemittance(of(0n, -100n, 1000n), NOTHING_LEFT, 1500n).toppedUpMinor).toBe(0n)
  expect(reckonRemittance(of(100_000n, 0n, 1000n), NOTHING_LEFT, 1500n).toppedUpMinor).toBe(0n)
})

const cents = fc.bigInt({ min: 0n, max: 9999n })
const run = fc.record({
  collected: cents,
  taken: cents,
  rate: fc.bigInt({ min: 0n, max: 10_000n }),
})

test('over any run of remittances the commission is the exact sum rounded once, and no cent is lost', () => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 12 }), (runs) => {
      let left: Left = NOTHING_LEFT
      let [shares, commission, net, paid] = [0n, 0n, 0n, 0n]
      for (const { collected, taken, rate } of runs) {
        const handed = of(collected, -taken, rate)
        const made = reckonRemittance(handed, left, undefined)
        shares += handed.shares
        commission += made.commissionMinor
        net += collected - taken
        paid += paidMinor(made.dueMinor)
        left = { carriedMinor: carriedOnMinor(made.dueMinor), remainder: made.remainder }
        // Half up, in whole numbers.
        expect(20_000n * commission <= 2n * shares + 10_000n).toBe(true)
        expect(20_000n * commission > 2n * shares - 10_000n).toBe(true)
        expect(paid + left.carriedMinor).toBe(net - commission)
      }
    }),
    { numRuns: 1000, seed: 31 },
  )
})

test('a share of a hundred, with at most two digits behind the point', () => {
  expect(['12.5%', '0%', '100%', '7.25%'].map(basisPointsOf)).toEqual([1250, 0, 10_000, 725])
  for (const text of ['12.5', '100.01%', '-1%', '1.255%', '%', '１%'])
    expect(basisPointsOf(text)).toBeUndefined()
})
