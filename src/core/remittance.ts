/** How a remittance is reckoned: exact shares, one rounding, the remainder handed on. */

const BASIS = 10_000n

export type Handed = {
  /** Of payments: zero or more. */
  readonly collectedMinor: bigint
  /** Of what was undone or given back since: zero or less. */
  readonly takenBackMinor: bigint
  /** The sum of each line's amount times its basis points: the commission in ten-thousandths, exactly. */
  readonly shares: bigint
}

/** What the remittance before leaves to the next one. */
export type Left = { readonly carriedMinor: bigint; readonly remainder: bigint }

export const NOTHING_LEFT: Left = { carriedMinor: 0n, remainder: 0n }

export type Remittance = {
  readonly collectedMinor: bigint
  readonly takenBackMinor: bigint
  /** Below zero where more is taken back than handed on: commission goes back, too. */
  readonly commissionMinor: bigint
  /** What the minimum adds to the commission. */
  readonly toppedUpMinor: bigint
  readonly carriedMinor: bigint
  /** Below zero nothing is paid, and the next remittance takes it up. */
  readonly dueMinor: bigint
  readonly remainder: bigint
}

/**
 * The commission of all remittances so far is the exact sum of the shares, rounded half up once: each takes
 * what the rounded sum has grown by, and hands on what rounding left.
 */
export function reckonRemittance(
  handed: Handed,
  before: Left,
  minimumMinor: bigint | undefined,
): Remittance {
  const { collectedMinor, takenBackMinor } = handed
  const { carriedMinor } = before
  const exact = handed.shares + before.remainder
  const commissionMinor = floorOf(exact + BASIS / 2n, BASIS)
  const netMinor = collectedMinor + takenBackMinor
  const toppedUpMinor = toppedUp({ netMinor, commissionMinor }, minimumMinor)
  return {
    collectedMinor,
    takenBackMinor,
    commissionMinor,
    toppedUpMinor,
    carriedMinor,
    dueMinor: netMinor - commissionMinor - toppedUpMinor + carriedMinor,
    remainder: exact - commissionMinor * BASIS,
  }
}

/** A minimum never asks for more than what is handed on, and for nothing where nothing is. */
function toppedUp(
  of: { readonly netMinor: bigint; readonly commissionMinor: bigint },
  minimumMinor: bigint | undefined,
): bigint {
  if (minimumMinor === undefined || of.netMinor <= 0n) return 0n
  const least = minimumMinor < of.netMinor ? minimumMinor : of.netMinor
  return least > of.commissionMinor ? least - of.commissionMinor : 0n
}

function floorOf(value: bigint, by: bigint): bigint {
  const whole = value / by
  return value < 0n && whole * by !== value ? whole - 1n : whole
}

/** What is paid now, and what the next remittance takes up. */
export const paidMinor = (dueMinor: bigint): bigint => (dueMinor > 0n ? dueMinor : 0n)
export const carriedOnMinor = (dueMinor: bigint): bigint => (dueMinor < 0n ? dueMinor : 0n)

/** '12.5%' as 1250 basis points; undefined for what is no share of a hundred. */
export function basisPointsOf(text: string): number | undefined {
  const match = /^([0-9]{1,3})(?:\.([0-9]{1,2}))?%$/.exec(text)
  if (match === null) return undefined
  const points = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return points <= 10_000 ? points : undefined
}
