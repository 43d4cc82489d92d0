import type { PlanRules } from './plan-rules.ts'
import { DEFAULT_PLAN_RULES } from './plan-rules.ts'

/** What a product lets be agreed. A promise or plan keeps what was so when it was made. */
export type AgreementTerms = {
  readonly promise: {
    /** Days after the day, and minor units less, that still keep it. */
    readonly toleranceDays: number
    readonly toleranceMinor: bigint
    /** Promises that one account may have open at a time. */
    readonly openMax: number
    readonly daysAheadMax: number
  }
  readonly plan: PlanRules & {
    readonly monthsMax: number
    /** Longer plans that a law lets be made to measure: under its rule, for so many months. */
    readonly personalised?: { readonly rule: string; readonly monthsMax: number } | undefined
    /** A new plan waits for a second person after so many broken ones. */
    readonly brokenMax: number
  }
  /** Days until money that came in a way is final; 'other' for ways that are not named. */
  readonly finalAfterDays: Readonly<Record<string, number>>
  /** What an account's book brings in where it has too few defaults to tell, and what money costs. */
  readonly value: ValueTerms
}

export type ValueTerms = {
  readonly discountBpsAYear: number
  /** Share of what is still owed that comes in each month after default, where the book is too small. */
  readonly floorBpsAMonth: number
  /** Fewer accounts than these at an age: the floor speaks. */
  readonly accountsMin: number
  /** Share of agreed money that comes, where too few plans have ended. */
  readonly keptBps: number
  readonly plansMin: number
  readonly monthsMax: number
}

export const DEFAULT_AGREEMENT: AgreementTerms = {
  promise: { toleranceDays: 0, toleranceMinor: 0n, openMax: 1, daysAheadMax: 60 },
  plan: { ...DEFAULT_PLAN_RULES, monthsMax: 36, brokenMax: 2 },
  // A card payment can be charged back, a debit of a consumer taken back for eight weeks.
  finalAfterDays: { transfer: 2, wallet: 30, direct_debit: 56, card: 120, other: 56 },
  value: {
    discountBpsAYear: 1000,
    floorBpsAMonth: 50,
    accountsMin: 30,
    keptBps: 6000,
    plansMin: 30,
    monthsMax: 60,
  },
}
