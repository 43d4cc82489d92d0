import { addDays, addMonths, day, type Day } from '../../src/core/calendar.ts'
import {
  DAY_COUNTS,
  PARTS,
  type Accrual,
  type ChargeCap,
  type DatedRate,
  type DebtTerms,
  type LateFee,
  type Part,
} from '../../src/core/ledger.ts'
import type { Random } from '../../src/sim/random.ts'

type Span = {
  readonly startOn: Day
  readonly lengthDays: number
  readonly scale: number
  readonly isRound: boolean
}

/** What one debt may have agreed to: nothing at all, or all at once. */
export function randomTerms(dice: Random, of: Span & { accountId: bigint }): DebtTerms {
  const chance = (share: number) => dice.next() < share
  const due = chance(0.75) ? randomDue(dice, of) : []
  return {
    accountId: of.accountId,
    interest: of.isRound ? ROUND : chance(0.8) ? randomInterest(dice, of) : undefined,
    late: chance(0.7)
      ? {
          rates: randomRates(dice, of),
          dayCount: dice.pick(DAY_COUNTS),
          on: dice.pick(['principal', 'overdue'] as const),
          graceDays: dice.pick([0, 0, 1, 3, 10]),
        }
      : undefined,
    lateFees: Array.from({ length: dice.pick([0, 0, 1, 1, 2]) }, (_, no) =>
      randomFee(dice, of, no),
    ),
    waterfall: randomWaterfall(dice),
    caps: randomCaps(dice, of),
    due,
    calledOn: chance(0.25) ? someDay(dice, of) : undefined,
    secured: chance(0.3),
    chargesAfterChargeOff: chance(0.5),
    noCharges: randomSpans(dice, of),
    disputed: chance(0.5) ? randomSpans(dice, of) : [],
  }
}

const ROUND: Accrual = {
  rates: [{ from: day('2000-01-01'), basisPointsAYear: 365 }],
  dayCount: 'actual/365',
  compounds: 'none',
}

const randomInterest = (dice: Random, of: Span): Accrual => ({
  rates: randomRates(dice, of),
  dayCount: dice.pick(DAY_COUNTS),
  compounds: dice.pick(['none', 'none', 'monthly', 'yearly'] as const),
})

const someDay = (dice: Random, { startOn, lengthDays }: Span): Day =>
  addDays(startOn, dice.between(-20, lengthDays))

/** Steep ones too: a day's interest should often lie beside a half. */
function randomRates(dice: Random, of: Span): DatedRate[] {
  const rates: DatedRate[] = [
    {
      from: addDays(of.startOn, dice.pick([-400, -1, 0, 25])),
      basisPointsAYear: dice.pick([
        0,
        365,
        365,
        1200,
        1825,
        2400,
        3650,
        3650,
        dice.between(1, 9999),
      ]),
    },
  ]
  for (let more = dice.pick([0, 0, 1, 2]); more > 0; more--) {
    const from = someDay(dice, of)
    if (rates.some((rate) => rate.from === from)) continue
    rates.push({ from, basisPointsAYear: dice.between(0, 5000) })
  }
  return rates
}

function randomDue(dice: Random, of: Span): DebtTerms['due'] {
  const firstOn = addDays(of.startOn, dice.between(-60, 45))
  const rows = Array.from({ length: dice.pick([1, 1, 3, 6, 12]) }, (_, no) => ({
    on: addMonths(firstOn, no),
    amountMinor: BigInt(dice.between(1, Math.ceil(of.scale / 4))),
  }))
  return dice.next() < 0.2 ? [...rows, { on: firstOn, amountMinor: BigInt(of.scale) }] : rows
}

const randomFee = (dice: Random, { scale }: Span, no: number): LateFee => ({
  code: `late-${no}`,
  graceDays: dice.pick([0, 1, 5, 15]),
  flatMinor: BigInt(dice.pick([0, 1, 25, Math.ceil(scale / 100)])),
  basisPoints: dice.pick([0, 50, 500, 333]),
  mostMinor: dice.next() < 0.4 ? BigInt(dice.between(1, Math.ceil(scale / 20))) : undefined,
})

function randomWaterfall(dice: Random): DebtTerms['waterfall'] {
  const order = (): Part[] => {
    const drawn = PARTS.map((part) => ({ part, at: dice.next() })).toSorted((a, b) => a.at - b.at)
    const parts = drawn.map(({ part }) => part)
    return dice.next() < 0.1 ? parts.slice(0, 3) : parts
  }
  const rows = [{ fromDpd: 0, order: dice.next() < 0.5 ? [...PARTS] : order() }]
  if (dice.next() < 0.5) rows.push({ fromDpd: dice.pick([1, 30, 91]), order: order() })
  return dice.next() < 0.5 ? rows : rows.toReversed()
}

function randomCaps(dice: Random, { scale }: Span): ChargeCap[] {
  const rate = { id: 'rate', source: 'made up', limit: 'rate', basisPointsAYear: 0 } as const
  const share = { id: 'share', source: 'made up', limit: 'share', basisPoints: 0 } as const
  const caps: ChargeCap[] = []
  if (dice.next() < 0.35) {
    caps.push({ ...rate, basisPointsAYear: dice.pick([800, 1200, 1825, 2400, 3650]) })
  }
  if (dice.next() < 0.25) caps.push({ ...share, basisPoints: dice.pick([50, 500, 3000, 10_000]) })
  if (dice.next() < 0.2) {
    const mostMinor = BigInt(dice.between(1, Math.ceil(scale / 20)))
    caps.push({ id: 'late', source: 'made up', limit: 'late_fees', mostMinor })
  }
  return caps
}

function randomSpans(dice: Random, of: Span): DebtTerms['noCharges'] {
  return Array.from({ length: dice.pick([0, 0, 1, 2]) }, () => {
    const from = someDay(dice, of)
    return {
      from,
      until: dice.next() < 0.85 ? addDays(from, dice.pick([1, 2, 14, 60])) : undefined,
    }
  })
}
