import type { ValueTerms } from './agreement-terms.ts'
import { assert } from './assert.ts'
import { daysBetween, type Day } from './calendar.ts'

/**
 * What money to come is worth today. Everything is exact: amounts are whole minor units in a fixed-point
 * scale, rates are fractions of integers, and each answer is rounded once, down.
 */

/** What came in in one month after default, of what was still owed at its start, over so many accounts. */
export type RecoveryMonth = {
  readonly month: number
  readonly accounts: number
  readonly cashMinor: bigint
  readonly owedMinor: bigint
}

export type CurvePoint = {
  readonly month: number
  /** Share of what is still owed that comes in within the month, as a fraction. */
  readonly cash: bigint
  readonly owed: bigint
  readonly from: 'book' | 'floor'
}

const BPS = 10_000n

/** Where too few accounts have reached an age the lender's floor speaks, and says so. */
export function recoveryCurve(
  months: readonly RecoveryMonth[],
  terms: ValueTerms,
): readonly CurvePoint[] {
  const known = new Map(months.map((one) => [one.month, one]))
  return Array.from({ length: terms.monthsMax }, (_, i): CurvePoint => {
    const found = known.get(i + 1)
    if (found === undefined || found.accounts < terms.accountsMin || found.owedMinor <= 0n)
      return { month: i + 1, cash: BigInt(terms.floorBpsAMonth), owed: BPS, from: 'floor' }
    // Overpaid months bring no more than what is owed.
    const cash = found.cashMinor < found.owedMinor ? found.cashMinor : found.owedMinor
    return { month: i + 1, cash: cash < 0n ? 0n : cash, owed: found.owedMinor, from: 'book' }
  })
}

const SCALE = 1_000_000n
const DAYS_A_YEAR = 365n
const DAYS_A_MONTH = 30

/** Simple discount by days: 1 / (1 + rate * days / 365), of an amount in the scale. */
const discounted = (scaled: bigint, bpsAYear: number, days: number): bigint => {
  assert(days >= 0, 'money to come lies ahead')
  const whole = BPS * DAYS_A_YEAR
  return (scaled * whole) / (whole + BigInt(bpsAYear) * BigInt(days))
}

export type Dated = { readonly dueOn: Day; readonly amountMinor: bigint }

/** What dated amounts are worth if every one of them comes on its day. */
export function valueOfSchedule(
  schedule: readonly Dated[],
  { today, bpsAYear }: { readonly today: Day; readonly bpsAYear: number },
): bigint {
  const scaled = schedule.reduce((sum, one) => {
    const days = Math.max(0, daysBetween(today, one.dueOn))
    return sum + discounted(one.amountMinor * SCALE, bpsAYear, days)
  }, 0n)
  return scaled / SCALE
}

export type Waiting = {
  readonly valueMinor: bigint
  /** What would come in all, before discount. */
  readonly cashMinor: bigint
  readonly bookMonths: number
  readonly floorMonths: number
}

/** What a debt so many months after default is worth when nothing is agreed. */
export function valueOfWaiting(
  curve: readonly CurvePoint[],
  of: { readonly owedMinor: bigint; readonly monthsSince: number; readonly bpsAYear: number },
): Waiting {
  let owed = of.owedMinor * SCALE
  let [value, cash] = [0n, 0n]
  const ahead = curve.filter((point) => point.month > of.monthsSince)
  for (const [i, point] of ahead.entries()) {
    const comes = (owed * point.cash) / point.owed
    owed -= comes
    cash += comes
    value += discounted(comes, of.bpsAYear, (i + 1) * DAYS_A_MONTH)
  }
  return {
    valueMinor: value / SCALE,
    cashMinor: cash / SCALE,
    bookMonths: ahead.filter((point) => point.from === 'book').length,
    floorMonths: ahead.filter((point) => point.from === 'floor').length,
  }
}

export type OptionValue = {
  readonly payMinor: bigint
  readonly valueMinor: bigint
  /** If every payment comes. */
  readonly keptMinor: bigint
  readonly waitingMinor: bigint
  readonly keptBps: number
}

/** An option comes as agreed with the share that agreements of this book keep; else one waits after all. */
export function valueOfOption(
  schedule: readonly Dated[],
  at: {
    readonly today: Day
    readonly bpsAYear: number
    readonly keptBps: number
    readonly waiting: Waiting
  },
): OptionValue {
  const keptMinor = valueOfSchedule(schedule, at)
  const kept = BigInt(at.keptBps)
  return {
    payMinor: schedule.reduce((sum, one) => sum + one.amountMinor, 0n),
    keptMinor,
    waitingMinor: at.waiting.valueMinor,
    keptBps: at.keptBps,
    valueMinor: (keptMinor * kept + at.waiting.valueMinor * (BPS - kept)) / BPS,
  }
}

/** Of plans that have ended, the share that was completed; the lender's figure where too few have. */
export function keptShare(
  ended: { readonly completed: number; readonly broken: number },
  terms: ValueTerms,
): { readonly bps: number; readonly from: 'book' | 'floor' } {
  const all = ended.completed + ended.broken
  if (all === 0 || all < terms.plansMin) return { bps: terms.keptBps, from: 'floor' }
  return { bps: Math.floor((ended.completed * 10_000) / all), from: 'book' }
}
