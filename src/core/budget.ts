import {
  BUDGET_FORM,
  GUIDELINE_GROUPS,
  type BudgetQuestion,
  type BudgetSection,
  type GuidelineGroup,
  type Period,
} from './budget-form.ts'

export type BudgetAnswer = {
  readonly minor?: bigint | undefined
  readonly per?: Period | undefined
  readonly count?: number | undefined
  readonly choice?: string | undefined
  /** "I am not sure" is an answer: it is kept, and lowers the confidence. */
  readonly unsure?: boolean | undefined
  /** A payslip, a bill or a statement was seen. */
  readonly evidenced?: boolean | undefined
}
export type BudgetAnswers = Readonly<Record<string, BudgetAnswer>>

/** Monthly amounts of a group, for a first adult and for each other person: the lender's own figures. */
export type Guideline = {
  readonly firstAdultMinor: bigint
  readonly adultMinor: bigint
  readonly childUnder14Minor: bigint
  readonly child14To17Minor: bigint
}
export type Guidelines = {
  readonly groups: Readonly<Partial<Record<GuidelineGroup, Guideline>>>
  /** Of what remains, the share that stays with the person. */
  readonly leftForPersonBps: number
  /** What stays with the person in any case, each month. */
  readonly reserveMinor: bigint
}

export const NO_GUIDELINES: Guidelines = { groups: {}, leftForPersonBps: 1000, reserveMinor: 0n }

export type BudgetLook = {
  readonly group: GuidelineGroup
  readonly saidMinor: bigint
  readonly guidelineMinor: bigint
  /** Above: ask why, and believe the answer. Far below: something may have been forgotten. */
  readonly looks: 'above' | 'far_below'
}

export type BudgetResult = {
  readonly monthly: Readonly<Record<BudgetSection, bigint>>
  /** What remains of income after essential spending and debts that come first. */
  readonly disposableMinor: bigint
  /** What can be paid each month without going under; 0 where nothing remains. */
  readonly sustainableMinor: bigint
  readonly leftForPersonMinor: bigint
  readonly confidence: 'low' | 'medium' | 'high'
  readonly answeredBps: number
  readonly evidencedBps: number
  readonly looks: readonly BudgetLook[]
  /** Questions that must be answered before it is whole, in the order of the form. */
  readonly missing: readonly string[]
  readonly unsure: readonly string[]
}

const PER_YEAR: Readonly<Record<Period, bigint>> = {
  week: 52n,
  fortnight: 26n,
  month: 12n,
  quarter: 4n,
  year: 1n,
}

/** A monthly amount, rounded to the nearest minor unit, halves up. */
export const monthlyMinor = ({ minor = 0n, per = 'month' }: BudgetAnswer): bigint =>
  (minor * PER_YEAR[per] * 2n + 12n) / 24n

const SPENT: readonly BudgetSection[] = ['fixed', 'flexible', 'priority']

/** What a budget says, how sure it is, and what it lacks. */
export function budgetResult(answers: BudgetAnswers, guidelines: Guidelines): BudgetResult {
  const monthly = {} as Record<BudgetSection, bigint>
  for (const one of BUDGET_FORM) {
    const answer = answers[one.id]
    const minor = one.kind === 'money' && answer !== undefined ? monthlyMinor(answer) : 0n
    monthly[one.section] = (monthly[one.section] ?? 0n) + minor
  }
  const spent = SPENT.reduce((sum, section) => sum + monthly[section], 0n)
  const disposableMinor = monthly.income - spent
  const free = disposableMinor - monthly.other_debts
  const leftForPersonMinor = leftFor(free, guidelines)
  const sure = surenessOf(answers)
  const looks = looksOf(answers, guidelines)
  return {
    monthly,
    disposableMinor,
    leftForPersonMinor,
    sustainableMinor: free > leftForPersonMinor ? free - leftForPersonMinor : 0n,
    confidence: confidenceOf({ ...sure, looks: looks.length }),
    ...sure,
    looks,
  }
}

/** The larger of the share and the reserve, and never more than there is. */
function leftFor(freeMinor: bigint, { leftForPersonBps, reserveMinor }: Guidelines): bigint {
  if (freeMinor <= 0n) return 0n
  const share = (freeMinor * BigInt(leftForPersonBps) + 9_999n) / 10_000n
  const left = share > reserveMinor ? share : reserveMinor
  return left < freeMinor ? left : freeMinor
}

const isAnswered = (one: BudgetQuestion, answer: BudgetAnswer | undefined): boolean =>
  answer !== undefined &&
  (one.kind === 'money'
    ? answer.minor !== undefined
    : one.kind === 'count'
      ? answer.count !== undefined
      : answer.choice !== undefined)

function surenessOf(answers: BudgetAnswers) {
  const asked = BUDGET_FORM.filter((one) => one.needed)
  const answered = asked.filter((one) => isAnswered(one, answers[one.id]))
  const amounts = BUDGET_FORM.filter((one) => one.kind === 'money').flatMap((one) => {
    const answer = answers[one.id]
    return answer === undefined ? [] : [{ minor: monthlyMinor(answer), seen: answer.evidenced }]
  })
  const all = amounts.reduce((sum, one) => sum + one.minor, 0n)
  const seen = amounts.filter((one) => one.seen === true).reduce((sum, one) => sum + one.minor, 0n)
  return {
    answeredBps: Math.floor((answered.length * 10_000) / asked.length),
    evidencedBps: all === 0n ? 0 : Number((seen * 10_000n) / all),
    missing: asked.filter((one) => !isAnswered(one, answers[one.id])).map((one) => one.id),
    unsure: BUDGET_FORM.filter((one) => answers[one.id]?.unsure === true).map((one) => one.id),
  }
}

type Sure = ReturnType<typeof surenessOf> & { readonly looks: number }

function confidenceOf({ missing, unsure, evidencedBps, looks }: Sure): BudgetResult['confidence'] {
  if (missing.length > 0) return 'low'
  const doubts = unsure.length + looks
  if (evidencedBps >= 5000 && doubts === 0) return 'high'
  return doubts > 3 ? 'low' : 'medium'
}

/** The guideline of a household. */
export function guidelineOf(answers: BudgetAnswers, one: Guideline): bigint {
  const many = (id: string) => BigInt(answers[id]?.count ?? 0)
  const adults = many('adults') > 0n ? many('adults') : 1n
  return (
    one.firstAdultMinor +
    one.adultMinor * (adults - 1n) +
    one.childUnder14Minor * many('children_under_14') +
    one.child14To17Minor * many('children_14_to_17')
  )
}

function looksOf(answers: BudgetAnswers, guidelines: Guidelines): readonly BudgetLook[] {
  return GUIDELINE_GROUPS.flatMap((group): BudgetLook[] => {
    const guideline = guidelines.groups[group]
    if (guideline === undefined) return []
    const asked = BUDGET_FORM.filter((one) => one.guideline === group)
    const said = asked.flatMap((one) => answers[one.id] ?? [])
    if (said.length === 0) return []
    const saidMinor = said.reduce((sum, one) => sum + monthlyMinor(one), 0n)
    const guidelineMinor = guidelineOf(answers, guideline)
    if (saidMinor > guidelineMinor) return [{ group, saidMinor, guidelineMinor, looks: 'above' }]
    if (saidMinor * 3n < guidelineMinor)
      return [{ group, saidMinor, guidelineMinor, looks: 'far_below' }]
    return []
  })
}
