import type { AccountFacts, Fact, Pause, Payment } from '../../src/core/account-facts.ts'
import type { Day, Instant } from '../../src/core/calendar.ts'
import type { ProductTerms } from '../../src/core/product.ts'
import { addDays, day } from '../../src/core/calendar.ts'
import { DEFAULT_TERMS } from '../../src/core/product.ts'

/** Numbers from a seed (mulberry32): the same seed gives the same history everywhere. */
export function randomFrom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  /** A whole number from `least` to `most`, both included. */
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  const chance = (share: number) => next() < share
  const pick = <T>(...choices: readonly T[]): T => choices[whole(0, choices.length - 1)] as T
  const shuffled = <T>(list: readonly T[]): T[] => {
    const mixed = [...list]
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = whole(0, i)
      ;[mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T]
    }
    return mixed
  }
  return { whole, chance, pick, shuffled }
}

export type Random = ReturnType<typeof randomFrom>

export const FIRST_DAY = day('2024-01-15')
/** Facts take effect, and instalments fall due, within so many days of the first day. */
export const DAYS = 110

export const dayAt = (n: number): Day => addDays(FIRST_DAY, n)

const someDay = (r: Random): Day => dayAt(r.whole(0, DAYS))
const times = (r: Random, effectiveOn: Day) => ({
  effectiveOn,
  recordedAt: r.whole(1, 40) as Instant,
})

export function randomTerms(r: Random): ProductTerms {
  return {
    ...DEFAULT_TERMS,
    shape: r.pick('instalment', 'instalment', 'single', 'revolving', 'line'),
    graceDays: r.pick(0, 0, 3, 7),
    materiality: {
      toleranceMinor: r.pick(0n, 0n, 4n),
      arrearsAboveMinor: r.pick(undefined, undefined, 30n),
      arrearsAboveBps: r.pick(undefined, undefined, 2_500),
      above: r.pick('each', 'one'),
    },
    dueDayRoll: r.pick('none', 'none', 'next_workday', 'previous_workday', 'modified_next'),
    calendar: {
      weekend: [6, 7],
      holidays: new Set([dayAt(10), dayAt(11), dayAt(45)]),
      workdays: new Set([dayAt(13)]),
    },
    countedFrom: r.pick('oldest_unpaid', 'oldest_unpaid', 'first_arrears'),
    minimumIncludesArrears: r.chance(0.5),
    buckets: r.pick(DEFAULT_TERMS.buckets, { unit: 'months', top: 3 }),
  }
}

function randomInstalments(r: Random): AccountFacts['instalments'] {
  const all: AccountFacts['instalments'][number][] = []
  let no = 1
  for (let version = 1; version <= r.pick(0, 1, 1, 1, 2, 3); version++) {
    const takesEffect = version === 1 && r.chance(0.7) ? 0 : r.whole(0, DAYS)
    const restates = r.chance(0.3)
    if (restates) no = r.whole(1, no)
    for (let n = r.whole(1, 4); n > 0; n--) {
      const effectiveOn = dayAt(r.chance(0.8) ? takesEffect : r.whole(0, DAYS))
      const amountMinor = r.chance(0.1) ? BigInt(r.whole(0, 5)) : BigInt(r.whole(20, 100))
      all.push({ version, no, dueOn: someDay(r), amountMinor, ...times(r, effectiveOn) })
      no++
    }
  }
  return all
}

function randomPayments(r: Random): Payment[] {
  const all: Payment[] = []
  const count = r.whole(0, 5)
  for (let n = 1; n <= count; n++)
    all.push({ id: BigInt(n), amountMinor: BigInt(r.whole(1, 130)), ...times(r, someDay(r)) })
  for (let n = 1; n <= r.pick(0, 0, 1, 2); n++) {
    const reversesId = BigInt(r.whole(1, count + 2))
    all.push({ id: BigInt(count + n), amountMinor: 1n, reversesId, ...times(r, someDay(r)) })
  }
  return all
}

function randomPauses(r: Random): Pause[] {
  const all: Pause[] = []
  const span = () => {
    const from = r.whole(0, DAYS)
    const untilOn = r.chance(0.2) ? undefined : dayAt(from + r.whole(1, 40))
    return { fromOn: dayAt(from), untilOn }
  }
  const count = r.pick(0, 0, 1, 2, 3)
  for (let n = 1; n <= count; n++)
    all.push({ id: BigInt(n), ...span(), ...times(r, r.chance(0.5) ? FIRST_DAY : someDay(r)) })
  if (count > 0 && r.chance(0.3)) {
    const withdrawsId = BigInt(r.whole(1, count))
    all.push({ id: BigInt(count + 1), ...span(), withdrawsId, ...times(r, someDay(r)) })
  }
  return all
}

function randomSnapshots(r: Random): AccountFacts['snapshots'] {
  return Array.from({ length: r.whole(1, 4) }, (_, n) => {
    const effectiveOn = r.chance(0.2) ? dayAt(50) : someDay(r)
    return {
      effectiveOn,
      recordedAt: (100 + n) as Instant,
      balanceMinor: BigInt(r.whole(-50, 900)),
      arrearsMinor: r.chance(0.3) ? undefined : BigInt(r.whole(0, 120)),
      oldestUnpaidDueOn: r.chance(0.5) ? addDays(effectiveOn, -r.whole(0, 60)) : undefined,
      monthsPastDue: r.pick(undefined, -1, 0, 1, 2),
      nextDueOn: r.chance(0.5) ? addDays(effectiveOn, r.whole(0, 31)) : undefined,
      nextDueMinor: r.chance(0.7) ? BigInt(r.whole(0, 90)) : undefined,
    }
  })
}

export function randomFacts(r: Random): AccountFacts {
  return {
    instalments: randomInstalments(r),
    payments: randomPayments(r),
    pauses: randomPauses(r),
    snapshots: r.chance(0.25) ? randomSnapshots(r) : [],
  }
}

export const factList = (facts: AccountFacts): Fact[] => [
  ...facts.instalments.map((fact) => ({ kind: 'instalment', fact }) as const),
  ...facts.payments.map((fact) => ({ kind: 'payment', fact }) as const),
  ...facts.pauses.map((fact) => ({ kind: 'pause', fact }) as const),
  ...facts.snapshots.map((fact) => ({ kind: 'snapshot', fact }) as const),
]
