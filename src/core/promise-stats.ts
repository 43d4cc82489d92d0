import { daysBetween } from './calendar.ts'
import type { JudgedPromise } from './promise.ts'

/** By what promises are told apart. */
export const PROMISE_SHAPES = ['amount', 'days_ahead', 'channel', 'collector'] as const
export type PromiseShape = (typeof PROMISE_SHAPES)[number]

/** The upper ends of the bands; above the last one there is one more. */
export type PromiseBands = {
  readonly amountMinor: readonly bigint[]
  readonly daysAhead: readonly number[]
}

export const DEFAULT_BANDS: PromiseBands = {
  amountMinor: [10_000n, 50_000n, 200_000n, 1_000_000n],
  daysAhead: [3, 7, 14, 30],
}

export type PromiseCount = {
  readonly band: string
  readonly fallenDue: number
  readonly kept: number
  readonly partial: number
  readonly broken: number
  readonly promisedMinor: bigint
  readonly keptMinor: bigint
  /** All that came in for them, partly kept ones included. */
  readonly paidMinor: bigint
}

const bandOf = <T extends bigint | number>(value: T, ends: readonly T[]): string => {
  const at = ends.findIndex((end) => value <= end)
  const [low, high] = [ends[at === -1 ? ends.length - 1 : at - 1], ends[at]]
  if (high === undefined) return `> ${low}`
  return low === undefined ? `<= ${high}` : `${low} < … <= ${high}`
}

export function shapeBand(one: JudgedPromise, shape: PromiseShape, bands: PromiseBands): string {
  const { promise } = one
  switch (shape) {
    case 'amount':
      return bandOf(promise.amountMinor, bands.amountMinor)
    case 'days_ahead':
      return bandOf(daysBetween(promise.madeOn, promise.dueOn), bands.daysAhead)
    case 'channel':
      return promise.channel ?? '-'
    case 'collector':
      return promise.madeBy ?? '-'
  }
}

/**
 * Promises that have fallen due, told apart by one thing. Those that were replaced or still run are no
 * promises fallen due; a kept one is, also before its day.
 */
export function countPromises(
  judged: Iterable<JudgedPromise>,
  shape: PromiseShape,
  bands: PromiseBands = DEFAULT_BANDS,
): readonly PromiseCount[] {
  const counts = new Map<string, { -readonly [K in keyof PromiseCount]: PromiseCount[K] }>()
  for (const one of judged) {
    if (one.state === 'open' || one.state === 'superseded') continue
    const band = shapeBand(one, shape, bands)
    const count = counts.get(band) ?? {
      band,
      fallenDue: 0,
      kept: 0,
      partial: 0,
      broken: 0,
      promisedMinor: 0n,
      keptMinor: 0n,
      paidMinor: 0n,
    }
    counts.set(band, count)
    count.fallenDue++
    count[one.state]++
    count.promisedMinor += one.promise.amountMinor
    count.paidMinor += one.paidMinor
    if (one.state === 'kept') count.keptMinor += one.promise.amountMinor
  }
  return [...counts.values()]
}

/** Kept of fallen due, by count and by amount: which is said, never one for the other. */
export const keptRates = (
  count: Pick<PromiseCount, 'fallenDue' | 'kept' | 'promisedMinor' | 'keptMinor'>,
) => ({
  byCountBps: count.fallenDue === 0 ? null : Math.floor((count.kept * 10_000) / count.fallenDue),
  byAmountBps:
    count.promisedMinor === 0n ? null : Number((count.keptMinor * 10_000n) / count.promisedMinor),
})
