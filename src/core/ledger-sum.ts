import { assert } from './assert.ts'

/**
 * An exact sum of interest: `whole` minor units and `rest` / `of` of one more. Both are whole numbers in
 * doubles, which are exact below 2^53; no step here passes that, or it is a bug.
 */
export type Sum = { whole: number; rest: number; readonly of: number }

const BASIS_POINTS = 10_000

/** Yearly rates in basis points over years of so many units. */
export const sumOver = (unitsAYear: number): Sum => ({
  whole: 0,
  rest: 0,
  of: unitsAYear * BASIS_POINTS,
})

/** Adds base x basis points x units / `of`, splitting by `of` early so that products stay small. */
export function addTo(sum: Sum, base: number, at: { basisPoints: number; units: number }): void {
  if (base === 0 || at.basisPoints === 0 || at.units === 0) return
  const often = Math.floor(base / sum.of)
  const rated = (base - often * sum.of) * at.basisPoints
  const whole = Math.floor(rated / sum.of)
  const rest = (rated - whole * sum.of) * at.units + sum.rest
  const carried = Math.floor(rest / sum.of)
  sum.whole += (often * at.basisPoints + whole) * at.units + carried
  sum.rest = rest - carried * sum.of
  assert(rated <= Number.MAX_SAFE_INTEGER && rest <= Number.MAX_SAFE_INTEGER, 'products are exact')
  assert(sum.whole <= Number.MAX_SAFE_INTEGER, 'interest is counted in exact numbers')
}

/** To whole minor units, a half to the even one. */
export function halfToEven({ whole, rest, of }: Sum): number {
  const twice = rest * 2
  return twice > of || (twice === of && whole % 2 === 1) ? whole + 1 : whole
}

/** So many ten-thousandths of an amount, rounded half to even. */
export function shareHalfToEven(amount: number, basisPoints: number): number {
  const sum = sumOver(1)
  addTo(sum, amount, { basisPoints, units: 1 })
  return halfToEven(sum)
}

/** So many ten-thousandths of an amount, rounded down. */
export function shareDown(amount: number, basisPoints: number): number {
  const sum = sumOver(1)
  addTo(sum, amount, { basisPoints, units: 1 })
  return sum.whole
}

/** A count of minor units from outside the replay. */
export function exact(amountMinor: bigint): number {
  const amount = Number(amountMinor)
  assert(Number.isSafeInteger(amount), 'minor units are counted exactly')
  return amount
}
