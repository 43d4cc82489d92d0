import type { Random } from './random.ts'

/**
 * Where the demo book's shape comes from.
 * - Months behind, month to month: roll rates of 10,000 US auto loans over 24 months (Metro 2
 *   payment histories, 199,633 month pairs). Row = months behind now, entries = next month.
 * - The day of a payment against its due day: 20,000 instalments of the Home Credit sample A.
 * Both are aggregates; no row of a person is in them.
 */
const ROLL: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0, 97.91],
    [1, 2.09],
  ],
  [
    [0, 47.89],
    [1, 20.39],
    [2, 31.4],
  ],
  [
    [0, 16.39],
    [1, 7.81],
    [2, 12.02],
    [3, 63.02],
  ],
  [
    [0, 5.06],
    [1, 2.13],
    [2, 3.71],
    [3, 7.19],
    [4, 80.45],
  ],
  [
    [0, 0.53],
    [3, 0.4],
    [4, 0.4],
    [5, 97.87],
  ],
  [
    [3, 0.26],
    [5, 0.81],
    [6, 98.92],
  ],
  [[6, 100]],
]

/** From and to (days, both included, paid day minus due day) and the share of payments. */
const PAID_DAY: readonly (readonly [readonly [number, number], number])[] = [
  [[-40, -31], 5.61],
  [[-30, -8], 38.75],
  [[-7, -1], 23.8],
  [[0, 0], 23.57],
  [[1, 7], 5.99],
  [[8, 15], 1.15],
  [[16, 29], 0.86],
]

/** Months behind at the next month-end; a fall of the index is a payment of more than one. */
export function nextMonthsBehind(random: Random, now: number): number {
  return random.weighted(ROLL[Math.min(now, ROLL.length - 1)] ?? [[now, 1]])
}

/** Days between the due day and the day of payment, of a payment made in its own month. */
export function paidDaysAfterDue(random: Random): number {
  const [from, to] = random.weighted(PAID_DAY)
  return random.between(from, to)
}
