import { describe, expect, test } from 'vitest'
import { DEFAULT_AGREEMENT, type AgreementTerms } from '../core/agreement-terms.ts'
import { day } from '../core/calendar.ts'
import { DEFAULT_TERMS } from '../core/product.ts'
import { optionOf, type OfferWorld, type OptionWish } from './offer-options.ts'

const RULE = 'cn.card.70'
const plan = { ...DEFAULT_AGREEMENT.plan, personalised: { rule: RULE, monthsMax: 60 } }

/** A card debt of 60,000.00 whose borrower has shown that it cannot be paid. */
const world = (
  given: Partial<OfferWorld> = {},
  agreement: AgreementTerms = { ...DEFAULT_AGREEMENT, plan },
) =>
  ({
    terms: {
      agreement,
      product: DEFAULT_TERMS,
      currency: 'CNY',
      portfolioId: 1,
      bookKind: 'host',
      jurisdictions: ['cn'],
      firmKind: 'creditor',
      shape: 'revolving',
      owedMinor: 6_000_000n,
      arrearsMinor: 6_000_000n,
    },
    authority: undefined,
    waiting: { valueMinor: 0n, cashMinor: 0n, bookMonths: 0, floorMonths: 60 },
    keptBps: 6000,
    keptFrom: 'floor',
    sustainableMinor: 100_000n,
    budget: 'final',
    cannotPay: true,
    today: day('2026-11-22'),
    ...given,
  }) as const satisfies OfferWorld

const months = (count: number): OptionWish => ({
  kind: 'plan',
  shape: 'equal',
  count,
  rule: { every: 'month', dayOfMonth: 22, daysAfter: 0 },
  from: day('2026-11-22'),
})
const declined = (of: OfferWorld, count: number, isInForce = true) => {
  const made = optionOf(of, months(count), (rule) => isInForce && rule === RULE)
  return 'declined' in made ? made.declined : made.instalments.length
}

describe('a plan made to measure', () => {
  test('runs for sixty months and no longer, and loses no cent', () => {
    const made = optionOf(world(), months(60), () => true)
    if ('declined' in made) throw new Error(made.declined)
    const { instalments } = made
    expect([instalments.length, instalments.at(-1)?.dueOn]).toEqual([60, '2031-10-22'])
    expect(instalments.reduce((sum, one) => sum + one.amountMinor, 0n)).toBe(6_000_000n)
    expect([made.monthlyMinor, made.fits]).toEqual([100_000n, 'fits'])
    expect(declined(world(), 62)).toBe('plan_too_long')
  })

  test('is longer than the product’s own only for who has signed a budget that shows the need', () => {
    for (const lacking of [
      { budget: 'none' },
      { budget: 'draft' },
      { cannotPay: false },
    ] as const) {
      expect(declined(world(lacking), 60)).toBe('plan_needs_budget')
      expect(declined(world(lacking), 36)).toBe(36)
    }
  })

  test('needs the law’s rule in force, and a product that names it', () => {
    expect(declined(world(), 60, false)).toBe('plan_too_long')
    expect(declined(world(), 36, false)).toBe(36)
    expect(declined(world({}, DEFAULT_AGREEMENT), 60)).toBe('plan_too_long')
  })
})
