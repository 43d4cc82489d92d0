import fc from 'fast-check'
import { addDays, day, type Day, type Instant } from '../../src/core/calendar.ts'
import {
  DAY_COUNTS,
  PARTS,
  type ChargeCap,
  type DebtTerms,
  type MoneyFact,
} from '../../src/core/ledger.ts'
import { PLAIN, parts, terms } from './money-facts.ts'

/** From a leap day's winter on, over a year's end. */
export const FIRST = day('2024-01-15')
export const DAYS = 420
export const LAST = addDays(FIRST, DAYS)

const dayOf = (max = DAYS): fc.Arbitrary<Day> =>
  fc.integer({ min: 0, max }).map((n) => addDays(FIRST, n))
const amount = fc.bigInt({ min: 1n, max: 120_000n })
const rate = fc.integer({ min: 0, max: 4_000 })

const rates = fc
  .array(fc.record({ from: dayOf(), basisPointsAYear: rate }), { minLength: 1, maxLength: 3 })
  .map((list) => [{ from: FIRST, basisPointsAYear: 1_800 }, ...list])

const span = fc.tuple(dayOf(), fc.integer({ min: 1, max: 60 })).map(([from, days]) => ({
  from,
  until: addDays(from, days),
}))

const cap: fc.Arbitrary<ChargeCap> = fc.oneof(
  fc.integer({ min: 0, max: 3_000 }).map((basisPointsAYear) => ({
    id: 'rate',
    source: 'a law',
    limit: 'rate' as const,
    basisPointsAYear,
  })),
  fc.integer({ min: 0, max: 1_500 }).map((basisPoints) => ({
    id: 'share',
    source: 'a law',
    limit: 'share' as const,
    basisPoints,
  })),
)

const debt = (accountId: bigint): fc.Arbitrary<DebtTerms> =>
  fc
    .record(
      {
        interest: fc.record({
          rates,
          dayCount: fc.constantFrom(...DAY_COUNTS),
          compounds: fc.constantFrom('none' as const, 'monthly' as const),
        }),
        late: fc.record({
          rates,
          dayCount: fc.constantFrom(...DAY_COUNTS),
          on: fc.constantFrom('principal' as const, 'overdue' as const),
          graceDays: fc.integer({ min: 0, max: 5 }),
        }),
        lateFees: fc.array(
          fc.record({
            code: fc.constant('late'),
            graceDays: fc.integer({ min: 0, max: 10 }),
            flatMinor: fc.bigInt({ min: 0n, max: 900n }),
            basisPoints: fc.integer({ min: 0, max: 300 }),
          }),
          { maxLength: 1 },
        ),
        caps: fc.array(cap, { maxLength: 2 }),
        due: fc.array(fc.record({ on: dayOf(), amountMinor: amount }), { maxLength: 6 }),
        noCharges: fc.array(span, { maxLength: 2 }),
        disputed: fc.array(span, { maxLength: 1 }),
        waterfall: fc.shuffledSubarray([...PARTS], { minLength: PARTS.length }).map((order) => [
          { fromDpd: 0, order: PLAIN },
          { fromDpd: 30, order },
        ]),
        calledOn: dayOf(),
        secured: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .map((given) => terms({ ...given, accountId }))

type Made = { readonly on: Day; readonly make: (id: bigint) => MoneyFact }

/** Facts of debts 1 and 2; what is taken back names one of the payments before it. */
const later = (payments: readonly { id: bigint; on: Day }[]): fc.Arbitrary<Made> => {
  const accountId = fc.constantFrom(1n, 2n)
  const part = fc.constantFrom(...PARTS)
  const bodies = fc.oneof(
    fc.record({
      kind: fc.constantFrom('fee' as const, 'cost' as const),
      accountId,
      amountMinor: amount,
    }),
    fc.record({ kind: fc.constant('waiver' as const), accountId, part, amountMinor: amount }),
    fc.record({ kind: fc.constant('goodwill' as const), accountId, amountMinor: amount }),
    fc.record({
      kind: fc.constant('adjustment' as const),
      accountId,
      part,
      amountMinor: fc.bigInt({ min: -50_000n, max: 50_000n }),
    }),
    fc.record({ kind: fc.constant('refund' as const), amountMinor: amount }),
    fc.record({ kind: fc.constantFrom('charge_off' as const, 'transfer' as const), accountId }),
  )
  const any = fc
    .tuple(dayOf(), bodies)
    .map(([on, body]): Made => ({ on, make: (id) => ({ ...body, ...timesOf(id, on) }) }))
  if (payments.length === 0) return any
  const undoing = fc
    .tuple(fc.constantFrom(...payments), fc.integer({ min: 0, max: 60 }))
    .map(([payment, days]): Made => {
      const on = addDays(payment.on, days)
      const body = { kind: 'reversal' as const, reversesId: payment.id }
      return { on, make: (id) => ({ ...body, ...timesOf(id, on) }) }
    })
  return fc.oneof(any, undoing, undoing)
}

const timesOf = (id: bigint, on: Day) => ({ id, on, recordedAt: Number(id) as Instant })

/** A borrower with two debts and what happened. */
export type MoneyHistory = {
  readonly facts: readonly MoneyFact[]
  readonly terms: readonly DebtTerms[]
}

export const histories: fc.Arbitrary<MoneyHistory> = fc
  .record({
    debts: fc.tuple(debt(1n), debt(2n)),
    starts: fc.tuple(dayOf(30), dayOf(30)),
    principals: fc.tuple(
      fc.bigInt({ min: 1n, max: 900_000n }),
      fc.bigInt({ min: 1n, max: 900_000n }),
    ),
    payments: fc.array(fc.tuple(dayOf(), amount, fc.option(fc.constantFrom(1n, 2n))), {
      maxLength: 8,
    }),
  })
  .chain(({ debts, starts, principals, payments }) => {
    const facts: MoneyFact[] = starts.map((on, i) => ({
      ...timesOf(BigInt(i + 1), on),
      kind: 'placement',
      accountId: BigInt(i + 1),
      parts: parts({ principal: principals[i] ?? 0n, interest: 700n }),
    }))
    for (const [on, amountMinor, accountId] of payments) {
      const id = BigInt(facts.length + 1)
      facts.push({
        ...timesOf(id, on),
        kind: 'payment',
        amountMinor,
        accountId: accountId ?? undefined,
      })
    }
    const made = fc.array(later(facts.filter(({ kind }) => kind === 'payment')), { maxLength: 8 })
    return made.map((more) => ({
      terms: debts,
      facts: [...facts, ...more.map(({ make }, i) => make(BigInt(facts.length + 1 + i)))],
    }))
  })
