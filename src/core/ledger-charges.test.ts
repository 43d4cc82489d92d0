import { describe, expect, test } from 'vitest'
import {
  fact,
  interest,
  late,
  lent,
  paid,
  placed,
  row,
  terms,
} from '../../test/core/money-facts.ts'
import { day } from './calendar.ts'
import { replay } from './ledger-replay.ts'
import type { DebtTerms, MoneyFact } from './ledger.ts'

const THOUSAND = 100_000n

function owedOn(facts: readonly MoneyFact[], of: Partial<DebtTerms>, on: string) {
  const standing = replay(facts, [terms(of)], day(on)).debts.get(1n)
  if (standing === undefined) throw new Error('the debt has terms')
  return standing.parts
}

describe('interest', () => {
  const loan = [lent(1, '2026-01-01', THOUSAND)]
  const at18 = { interest: interest(1800) }

  test('a day is charged at the start of the next one', () => {
    expect(owedOn(loan, at18, '2026-01-01').interest).toBe(0n)
    expect(owedOn(loan, at18, '2026-01-02').interest).toBe(49n)
  })

  test('a year at 18% on 1,000.00 is 180.00, however often one asks on the way', () => {
    expect(owedOn(loan, at18, '2027-01-01').interest).toBe(18_000n)
    const drawn = ['2026-02-03', '2026-02-04', '2026-07-31'].map((on) => ({
      accountId: 1n,
      on: day(on),
    }))
    const asked = replay(loan, [terms(at18)], day('2027-01-01'), drawn)
    expect(asked.debts.get(1n)?.parts.interest).toBe(18_000n)
    expect(asked.movements.filter(({ kind }) => kind === 'interest')).toHaveLength(4)
  })

  test('halves go to the even unit', () => {
    const half = { interest: interest(3650) }
    expect(owedOn([lent(1, '2026-01-01', 500n)], half, '2026-01-02').interest).toBe(0n)
    expect(owedOn([lent(1, '2026-01-01', 1_500n)], half, '2026-01-02').interest).toBe(2n)
  })

  test('it follows the principal down and the rate that has begun', () => {
    const facts = [...loan, paid(2, '2026-01-11', 50_493n)]
    const dated = {
      rates: [
        { from: day('2026-01-01'), basisPointsAYear: 1800 },
        { from: day('2026-01-21'), basisPointsAYear: 3650 },
      ],
    }
    // Ten days on 1,000.00 are 4.93; ten on 500.00 are 2.47; ten more at the new rate are 5.00.
    expect(owedOn(facts, { interest: interest(0, dated) }, '2026-01-11').principal).toBe(50_000n)
    expect(owedOn(facts, { interest: interest(0, dated) }, '2026-01-31').interest).toBe(747n)
  })

  test('a leap day earns like the day count says', () => {
    const year = [lent(1, '2024-01-01', THOUSAND)]
    const by = (dayCount: 'actual/365' | 'actual/actual' | '30/360') =>
      owedOn(year, { interest: interest(1000, { dayCount }) }, '2025-01-01').interest
    expect([by('actual/365'), by('actual/actual'), by('30/360')]).toEqual([
      10_027n,
      10_000n,
      10_000n,
    ])
  })

  test('a hundred years in which nothing happens are a hundred years', () => {
    const old = [lent(1, '1926-01-01', 900_000_000_000n)]
    const of = { interest: interest(9_999, { dayCount: 'actual/actual' }) }
    expect(owedOn(old, of, '2026-01-01').interest).toBe(89_991_000_000_000n)
  })

  test('unpaid interest joins the base on the monthly anniversary, in a month without the day on its last', () => {
    const monthly = { interest: interest(3650, { compounds: 'monthly' }) }
    const facts = [lent(1, '2026-01-31', THOUSAND)]
    // 28 days to 28 February bear 100.00 a day and a thousand; from then on 1,028.00 bears.
    expect(owedOn(facts, monthly, '2026-02-28').interest).toBe(2_800n)
    expect(owedOn(facts, monthly, '2026-03-10').interest).toBe(2_800n + 1_028n)
    expect(owedOn(facts, { interest: interest(3650) }, '2026-03-10').interest).toBe(3_800n)
  })

  test('what is paid of joined interest bears none', () => {
    const monthly = { interest: interest(3650, { compounds: 'monthly' }) }
    const facts = [lent(1, '2026-01-01', THOUSAND), paid(2, '2026-02-01', 3_100n)]
    expect(owedOn(facts, monthly, '2026-02-11').interest).toBe(1_000n)
  })

  test('no charge for days that are free of charges, and again after them', () => {
    const span = { from: day('2026-01-11'), until: day('2026-01-21') }
    const free = { interest: interest(3650), noCharges: [span] }
    expect(owedOn(loan, free, '2026-01-21').interest).toBe(1_000n)
    expect(owedOn(loan, free, '2026-01-31').interest).toBe(2_000n)
  })

  test('none from the day of a charge-off on, unless the terms say so', () => {
    const facts = [...loan, fact(2, '2026-01-11', { kind: 'charge_off', accountId: 1n })]
    const at = { interest: interest(3650) }
    expect(owedOn(facts, at, '2026-03-01').interest).toBe(1_000n)
    expect(owedOn(facts, { ...at, chargesAfterChargeOff: true }, '2026-03-02').interest).toBe(
      6_000n,
    )
  })
})

describe('late interest', () => {
  const loan = [lent(1, '2025-12-01', THOUSAND)]
  const due = [row('2026-01-01', 36_500n)]

  test('who is due on the 1st and pays on the 5th pays for four days, and for none after the payment', () => {
    const facts = [...loan, paid(2, '2026-01-05', 36_500n)]
    const of = { due, late: late(1000) }
    // 365.00 at 10% is 0.10 a day. The payment takes the 0.40 with it.
    expect(replay(facts, [terms(of)], day('2026-01-05')).movements.at(-1)?.lines).toContainEqual({
      accountId: 1n,
      ledgerAccount: 'late_interest',
      amountMinor: -40n,
    })
    expect(owedOn(facts, of, '2026-02-01').late_interest).toBe(0n)
  })

  test('who pays on the day pays none', () => {
    const facts = [...loan, paid(2, '2026-01-01', 36_500n)]
    expect(owedOn(facts, { due, late: late(1000) }, '2026-02-01').late_interest).toBe(0n)
  })

  test('days of grace bear none', () => {
    const of = { due, late: late(1000, { graceDays: 3 }) }
    expect(owedOn(loan, of, '2026-01-04').late_interest).toBe(0n)
    expect(owedOn(loan, of, '2026-01-05').late_interest).toBe(10n)
  })

  test('on the whole principal where the contract says so', () => {
    const of = { due, late: late(3650, { on: 'principal' }) }
    expect(owedOn(loan, of, '2026-01-02').late_interest).toBe(100n)
  })

  test('a called debt bears it on all that is owed, also on interest that grows', () => {
    const called = { calledOn: day('2025-12-01'), late: late(3650), interest: interest(3650) }
    // Nights on 1,000.00, 1,001.00, 1,002.00: 1.00 + 1.001 + 1.002.
    expect(owedOn(loan, called, '2025-12-04').late_interest).toBe(300n)
    expect(owedOn(loan, called, '2025-12-31').late_interest).toBe(3_044n)
  })
})

describe('late fees', () => {
  const loan = [lent(1, '2025-12-01', THOUSAND)]
  const due = [row('2026-01-01', 20_000n), row('2026-02-01', 20_000n)]
  const fee = { code: 'late', graceDays: 5, flatMinor: 1_000n, basisPoints: 100 }

  test('one for each missed row, on the day after its grace', () => {
    const of = { due, lateFees: [fee] }
    expect(owedOn(loan, of, '2026-01-06').fee).toBe(0n)
    expect(owedOn(loan, of, '2026-01-07').fee).toBe(1_200n)
    expect(owedOn(loan, of, '2026-02-06').fee).toBe(1_200n)
    // By the second row 400.00 is overdue.
    expect(owedOn(loan, of, '2026-02-07').fee).toBe(2_600n)
  })

  test('paid within the grace there is none, and its maximum holds', () => {
    const inTime = [...loan, paid(2, '2026-01-06', 20_000n)]
    expect(owedOn(inTime, { due, lateFees: [fee] }, '2026-01-31').fee).toBe(0n)
    const of = { due, lateFees: [{ ...fee, mostMinor: 1_100n }] }
    expect(owedOn(loan, of, '2026-01-31').fee).toBe(1_100n)
  })

  test('one that would fall on a free day is not charged at all', () => {
    const noCharges = [{ from: day('2026-01-07'), until: day('2026-01-08') }]
    expect(owedOn(loan, { due, lateFees: [fee], noCharges }, '2026-01-31').fee).toBe(0n)
  })

  test('rows that were late before the debt came here bring none', () => {
    const bought = [placed(1, '2026-01-20', { principal: THOUSAND })]
    expect(owedOn(bought, { due, lateFees: [fee] }, '2026-01-31').fee).toBe(0n)
    expect(owedOn(bought, { due, lateFees: [fee] }, '2026-02-07').fee).toBe(1_400n)
  })
})

describe('caps', () => {
  const loan = [lent(1, '2026-01-01', THOUSAND)]
  const rate = { id: 'rate', source: 'a law', limit: 'rate', basisPointsAYear: 2400 } as const
  const share = { id: 'share', source: 'a law', limit: 'share', basisPoints: 100 } as const
  const at36 = { interest: interest(3600) }

  test('a rate cap lets through its rate on the principal, and the cut is shown', () => {
    const { movements, debts } = replay(loan, [terms({ ...at36, caps: [rate] })], day('2027-01-01'))
    expect(debts.get(1n)?.parts.interest).toBe(24_000n)
    expect(movements.at(-1)).toMatchObject({ kind: 'interest', cutMinor: 12_000n, cap: 'rate' })
  })

  test('under the cap nothing is cut', () => {
    const of = terms({ interest: interest(1800), caps: [rate] })
    const { movements } = replay(loan, [of], day('2027-01-01'))
    expect(movements.at(-1)?.cutMinor).toBeUndefined()
  })

  test('the tightest of two holds', () => {
    expect(owedOn(loan, { ...at36, caps: [rate, share] }, '2027-01-01').interest).toBe(1_000n)
  })

  test('on one day interest goes first, then late interest, then fees', () => {
    const of = { ...at36, late: late(3650), calledOn: day('2026-01-01'), caps: [share] }
    const facts = [
      ...loan,
      fact(2, '2026-01-05', { kind: 'fee', accountId: 1n, amountMinor: 900n }),
    ]
    // Four days bear 3.95 and 4.01: 7.96 of 10.00; so 2.04 of the fee fits.
    expect(owedOn(facts, of, '2026-01-05')).toMatchObject({
      interest: 395n,
      late_interest: 401n,
      fee: 204n,
    })
    expect(owedOn(facts, of, '2026-12-31').interest).toBe(395n)
  })

  test('costs and what a placement brought do not count', () => {
    const brought = [placed(1, '2026-01-01', { principal: THOUSAND, interest: 5_000n, fee: 700n })]
    const facts = [
      ...brought,
      fact(2, '2026-01-02', { kind: 'cost', accountId: 1n, amountMinor: 9_000n }),
    ]
    expect(owedOn(facts, { ...at36, caps: [share] }, '2026-06-01')).toMatchObject({
      interest: 6_000n,
      cost: 9_000n,
      fee: 700n,
    })
  })

  test('a limit on late fees alone leaves interest as it is', () => {
    const most = { id: 'uk', source: 'a rule', limit: 'late_fees', mostMinor: 1_500n } as const
    const due = [row('2026-01-10', 10_000n), row('2026-02-10', 10_000n)]
    const lateFees = [{ code: 'late', graceDays: 0, flatMinor: 1_000n, basisPoints: 0 }]
    const of = terms({ interest: interest(3650), due, lateFees, caps: [most] })
    const { movements, debts } = replay(loan, [of], day('2026-03-01'))
    expect(debts.get(1n)?.parts).toMatchObject({ fee: 1_500n, interest: 5_900n })
    expect(movements.filter(({ kind }) => kind === 'fee').map(({ cutMinor }) => cutMinor)).toEqual([
      undefined,
      500n,
    ])
  })
})
