/** An exact rational. The denominator is above zero; it is only shortened where it grows. */
export type Fraction = { readonly over: bigint; readonly under: bigint }

export const fraction = (over: bigint, under = 1n): Fraction => ({ over, under })
export const NOTHING = fraction(0n)

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.under === b.under) return fraction(a.over + b.over, a.under)
  return shortened(a.over * b.under + b.over * a.under, a.under * b.under)
}

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, fraction(-b.over, b.under))

export const times = (a: Fraction, whole: bigint): Fraction => fraction(a.over * whole, a.under)

export const dividedBy = (a: Fraction, whole: bigint): Fraction => fraction(a.over, a.under * whole)

function shortened(over: bigint, under: bigint): Fraction {
  let [a, b] = [over < 0n ? -over : over, under]
  while (b > 0n) [a, b] = [b, a % b]
  return a > 1n ? fraction(over / a, under / a) : fraction(over, under)
}

/** The largest whole number that is not above it. */
export function roundedDown({ over, under }: Fraction): bigint {
  const whole = over / under
  return over % under < 0n ? whole - 1n : whole
}

/** The nearest whole number; of two equally near ones the even one. */
export function halfToEven(a: Fraction): bigint {
  const below = roundedDown(a)
  const rest = 2n * (a.over - below * a.under)
  if (rest === a.under) return below % 2n === 0n ? below : below + 1n
  return rest > a.under ? below + 1n : below
}

/** The nearest whole number, halves away from nothing: what the page does not say. */
export const halfUp = (a: Fraction): bigint =>
  roundedDown(fraction(2n * a.over + a.under, 2n * a.under))
