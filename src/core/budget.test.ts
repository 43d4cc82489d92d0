import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budgetResult, monthlyMinor, NO_GUIDELINES, type BudgetAnswers } from './budget.ts'
import { BUDGET_FORM, type PERIODS, SECTION_WORDS } from './budget-form.ts'

/** A household of two with a child: 2,000 comes in, 1,500 is spent, 100 goes to others. */
const ANSWERS: BudgetAnswers = {
  adults: { count: 2 },
  children_under_14: { count: 1 },
  children_14_to_17: { count: 0 },
  work: { choice: 'employed' },
  home: { choice: 'rented' },
  wages: { minor: 200_000n, evidenced: true },
  housing: { minor: 80_000n, evidenced: true },
  energy_water: { minor: 20_000n },
  food: { minor: 50_000n },
  other_cards: { minor: 10_000n },
}
const GUIDED = {
  leftForPersonBps: 1000,
  reserveMinor: 2_000n,
  groups: {
    food: {
      firstAdultMinor: 20_000n,
      adultMinor: 15_000n,
      childUnder14Minor: 10_000n,
      child14To17Minor: 12_000n,
    },
  },
}

describe('a budget', () => {
  test('says what remains, leaves the person a share, and gives the rest as sustainable', () => {
    const result = budgetResult(ANSWERS, GUIDED)
    expect(result.disposableMinor).toBe(50_000n)
    expect(result.leftForPersonMinor).toBe(4_000n)
    expect(result.sustainableMinor).toBe(36_000n)
  })

  test('leaves the reserve where the share is less, and never more than there is', () => {
    const thin = { ...ANSWERS, food: { minor: 89_000n } }
    expect(budgetResult(thin, GUIDED).sustainableMinor).toBe(0n)
    expect(budgetResult(thin, GUIDED).leftForPersonMinor).toBe(1_000n)
    const poor = { ...ANSWERS, food: { minor: 120_000n } }
    expect(budgetResult(poor, GUIDED).disposableMinor).toBe(-20_000n)
    expect(budgetResult(poor, GUIDED).sustainableMinor).toBe(0n)
  })

  test('names what is missing in the order of the form, and is of low confidence until then', () => {
    const { food: _food, home: _home, ...half } = ANSWERS
    const result = budgetResult(half, GUIDED)
    expect(result.missing).toEqual(['home', 'food'])
    expect(result.confidence).toBe('low')
    expect(budgetResult(ANSWERS, GUIDED).missing).toEqual([])
  })

  test('is of high confidence when evidence was seen and nothing looks off', () => {
    expect(budgetResult(ANSWERS, NO_GUIDELINES).confidence).toBe('high')
    expect(budgetResult(ANSWERS, GUIDED).looks).toEqual([
      { group: 'food', saidMinor: 50_000n, guidelineMinor: 45_000n, looks: 'above' },
    ])
    expect(budgetResult(ANSWERS, GUIDED).confidence).toBe('medium')
    const unseen = { ...ANSWERS, wages: { minor: 200_000n }, housing: { minor: 80_000n } }
    expect(budgetResult(unseen, NO_GUIDELINES).confidence).toBe('medium')
  })

  test('"I am not sure" is kept, and lowers the confidence', () => {
    const unsure = { ...ANSWERS, energy_water: { minor: 20_000n, unsure: true } }
    expect(budgetResult(unsure, NO_GUIDELINES).unsure).toEqual(['energy_water'])
    expect(budgetResult(unsure, NO_GUIDELINES).confidence).toBe('medium')
  })

  test('at the guideline is not above it', () =>
    expect(budgetResult({ ...ANSWERS, food: { minor: 45_000n } }, GUIDED).looks).toEqual([]))
})

test.each<[bigint, (typeof PERIODS)[number], bigint]>([
  [1200n, 'month', 1200n],
  [300n, 'week', 1300n],
  [600n, 'fortnight', 1300n],
  [3600n, 'quarter', 1200n],
  [1206n, 'year', 101n],
  [1205n, 'year', 100n],
])('%d %s is %d a month', (minor, per, monthly) =>
  expect(monthlyMinor({ minor, per })).toBe(monthly),
)

test('what is sustainable and what is left never pass what there is', () =>
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 7n),
      fc.bigInt(0n, 10n ** 7n),
      fc.integer({ min: 0, max: 10_000 }),
      fc.bigInt(0n, 10n ** 6n),
      (wages, food, leftForPersonBps, reserveMinor) => {
        const answers = { wages: { minor: wages }, food: { minor: food } }
        const said = budgetResult(answers, { groups: {}, leftForPersonBps, reserveMinor })
        const free = wages - food
        expect(said.sustainableMinor + said.leftForPersonMinor).toBe(free > 0n ? free : 0n)
      },
    ),
  ))

test('the form asks each thing once, in sections that follow each other', () => {
  expect(new Set(BUDGET_FORM.map((one) => one.id)).size).toBe(BUDGET_FORM.length)
  const order = Object.keys(SECTION_WORDS)
  const sections = BUDGET_FORM.map((one) => order.indexOf(one.section))
  expect(sections).toEqual(sections.toSorted((a, b) => a - b))
  for (const one of BUDGET_FORM) expect([one.words.en, one.words.zh].every(Boolean)).toBe(true)
})
