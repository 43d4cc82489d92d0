import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import { dayNumber } from '../core/calendar.ts'

/** In a column that looks back ("last payment"): it never happened. Fits Int16. */
export const NEVER = -32_768
/** In a column that looks ahead ("held until"): without end, or nothing is due. Fits Int16. */
export const FOREVER = 32_767
/** A fact in days whose event never happened: longer than every number of days that a cell may say. */
export const NO_DAYS = 32_767
/** Money a strategy may compare: ten times it is still exact in a Float64. */
export const MONEY_MAX = 900_000_000_000_000

/**
 * What one account shows a strategy: the columns of its position as integers, so that the same row
 * can stand in typed arrays. Days are numbers since 1970-01-01, money is minor units, codes are the
 * small numbers of the portfolio, the product, the currency (`currencyCode`) and the language.
 */
export type StrategyRow = {
  readonly accountId: bigint
  readonly portfolio: number
  readonly product: number
  readonly currency: number
  readonly language: number
  readonly outstanding: number
  readonly arrears: number
  readonly instalmentsMissed: number
  /** The day that lateness is counted from, by the product's rule; FOREVER where nothing is unpaid. */
  readonly oldestUnpaidDueOn: number
  /** FOREVER where nothing more falls due. */
  readonly nextDueOn: number
  readonly nextDue: number
  readonly lastPaymentOn: number
  readonly lastPayment: number
  readonly delinquentSince: number
  readonly curedOn: number
  readonly timesDelinquent: number
  /** Paused days after oldestUnpaidDueOn: from, until, from, until ... merged and in order. */
  readonly paused: readonly number[]
  /** A bit each in the order of core/channel.ts. */
  readonly channels: number
  readonly lastAttemptOn: number
  readonly lastConversationOn: number
  readonly unansweredAttempts: number
  /** NEVER where nothing is held; FOREVER for a hold without end. */
  readonly heldUntil: number
  /** FOREVER while the account is open. */
  readonly closedOn: number
  /** What was tried and said on each channel of late, in ascending order: see strategy/touch.ts. */
  readonly touches: readonly number[]
  /** Last day, tolerance included, of the open promise; NEVER where none is open. */
  readonly promiseUntil: number
  readonly promisesKept: number
  readonly promisesBroken: number
  /** How the newest promise stands: a place in PROMISE_STATES. */
  readonly promiseLast: number
  /** NEVER where no plan runs. */
  readonly planSince: number
  /** FOREVER where no instalment of a plan is to come. */
  readonly planNextOn: number
  /** The oldest unpaid instalment of the plan; FOREVER where none is unpaid. */
  readonly planOldestOn: number
  /** In thousandths, as `propensity`; -1 where nobody said. */
  readonly risk: number
  readonly propensity: number
  /** Codes of the tenant's words; 0 is none. */
  readonly segment: number
  readonly zone: number
  readonly vulnerable: number
  /** FOREVER where nobody said. */
  readonly limitationOn: number
  readonly cost: number
  readonly onTimeStreak: number
  readonly quickCures: number
}

/** The fields that an account has before anything is known of them. */
export const NOTHING_KNOWN = {
  touches: [],
  promiseUntil: NEVER,
  promisesKept: 0,
  promisesBroken: 0,
  promiseLast: 0,
  planSince: NEVER,
  planNextOn: FOREVER,
  planOldestOn: FOREVER,
  risk: -1,
  propensity: -1,
  segment: 0,
  zone: 0,
  vulnerable: 0,
  limitationOn: FOREVER,
  cost: 0,
  onTimeStreak: 0,
  quickCures: 0,
} as const satisfies Partial<StrategyRow>

/** How a borrower's newest promise stands, in the order of their codes. */
export const PROMISE_STATES = ['none', 'open', 'kept', 'partial', 'broken', 'superseded'] as const

/** The languages that a borrower may have, in the order of their codes. */
export const LANGUAGES = ['zh', 'en'] as const

/** The position table's columns as the store reads them. */
export type PositionColumns = {
  readonly accountId: bigint
  readonly portfolioId: number
  readonly productId: number
  readonly currency: string
  readonly language: string
  readonly outstandingMinor: bigint
  readonly arrearsMinor: bigint
  readonly instalmentsMissed: number
  readonly oldestUnpaidDueOn: Day | null
  readonly countedFrom: Day | null
  readonly nextDueOn: Day | null
  readonly nextDueMinor: bigint
  readonly lastPaymentOn: Day | null
  readonly lastPaymentMinor: bigint
  readonly delinquentSince: Day | null
  readonly curedOn: Day | null
  readonly timesDelinquent: number
  /** A datemultirange as PostgreSQL writes it, such as '{[2026-01-01,2026-02-01)}'. */
  readonly paused: string | null
  readonly channels: number
  readonly lastAttemptOn: Day | null
  readonly lastConversationOn: Day | null
  readonly unansweredAttempts: number
  readonly heldUntil: Day | 'infinity' | null
  readonly closedOn: Day | null
  readonly touches: readonly number[] | null
  readonly promiseUntil: Day | null
  readonly promisesKept: number
  readonly promisesBroken: number
  readonly promiseLast: number
  readonly planSince: Day | null
  readonly planNextOn: Day | null
  readonly planOldestOn: Day | null
  readonly risk: number
  readonly propensity: number
  readonly segmentId: number
  readonly zoneId: number
  readonly vulnerable: boolean
  readonly limitationOn: Day | null
  readonly costMinor: bigint
  readonly onTimeStreak: number
  readonly quickCures: number
}

export function rowOf(position: PositionColumns): StrategyRow {
  return {
    accountId: position.accountId,
    portfolio: position.portfolioId,
    product: position.productId,
    currency: currencyCode(position.currency),
    language: languageCode(position.language),
    outstanding: exactMinor(position.outstandingMinor),
    arrears: exactMinor(position.arrearsMinor),
    instalmentsMissed: position.instalmentsMissed,
    oldestUnpaidDueOn: ahead(position.countedFrom ?? position.oldestUnpaidDueOn),
    nextDueOn: ahead(position.nextDueOn),
    nextDue: exactMinor(position.nextDueMinor),
    lastPaymentOn: back(position.lastPaymentOn),
    lastPayment: exactMinor(position.lastPaymentMinor),
    delinquentSince: back(position.delinquentSince),
    curedOn: back(position.curedOn),
    timesDelinquent: position.timesDelinquent,
    paused: pausedDays(position.paused),
    channels: position.channels,
    lastAttemptOn: back(position.lastAttemptOn),
    lastConversationOn: back(position.lastConversationOn),
    unansweredAttempts: position.unansweredAttempts,
    heldUntil: heldUntil(position.heldUntil),
    closedOn: ahead(position.closedOn),
    touches: position.touches ?? [],
    promiseUntil: back(position.promiseUntil),
    promisesKept: position.promisesKept,
    promisesBroken: position.promisesBroken,
    promiseLast: position.promiseLast,
    planSince: back(position.planSince),
    planNextOn: ahead(position.planNextOn),
    planOldestOn: ahead(position.planOldestOn),
    risk: position.risk,
    propensity: position.propensity,
    segment: position.segmentId,
    zone: position.zoneId,
    vulnerable: position.vulnerable ? 1 : 0,
    limitationOn: ahead(position.limitationOn),
    cost: exactMinor(position.costMinor),
    onTimeStreak: position.onTimeStreak,
    quickCures: position.quickCures,
  }
}

/** 'AAA' is 0, 'ZZZ' is 17575: a code that needs no list. */
export function currencyCode(text: string): number {
  assert(/^[A-Z]{3}$/.test(text), `${text} is not a currency code`)
  return (text.charCodeAt(0) - 65) * 676 + (text.charCodeAt(1) - 65) * 26 + text.charCodeAt(2) - 65
}

export function currencyOfCode(code: number): string {
  const letter = (n: number) => String.fromCharCode(65 + (n % 26))
  return letter(Math.floor(code / 676)) + letter(Math.floor(code / 26)) + letter(code)
}

function languageCode(text: string): number {
  const code = LANGUAGES.indexOf(text as (typeof LANGUAGES)[number])
  assert(code >= 0, `${text} is not a borrower's language`)
  return code
}

function exactMinor(minor: bigint): number {
  const exact = Number(minor)
  assert(Math.abs(exact) <= MONEY_MAX, `${minor} minor units are more than a strategy compares`)
  return exact
}

/** Days before 1970 and after 2059 stand at the ends: no ladder tells them apart. */
const clamped = (on: Day): number => Math.min(Math.max(dayNumber(on), 0), FOREVER - 1)

const ahead = (on: Day | null): number => (on === null ? FOREVER : clamped(on))
const back = (on: Day | null): number => (on === null ? NEVER : clamped(on))

function heldUntil(until: Day | 'infinity' | null): number {
  if (until === 'infinity') return FOREVER
  return back(until)
}

const NOT_PAUSED: readonly number[] = []

export function pausedDays(text: string | null): readonly number[] {
  if (text === null || text === '{}') return NOT_PAUSED
  const spans: number[] = []
  for (const match of text.matchAll(/\[([0-9-]{10}),([0-9-]{10}|infinity|)\)/g)) {
    const until = match[2] ?? ''
    spans.push(clamped(match[1] as Day), until.length === 10 ? clamped(until as Day) : FOREVER)
  }
  assert(spans.length > 0, `${text} is not a datemultirange of days`)
  return spans
}

/** An account of which nothing is known: every field of it is then filled from its piece. */
export const NO_POSITION: StrategyRow = {
  accountId: 0n,
  portfolio: 0,
  product: 0,
  currency: 0,
  language: 0,
  outstanding: 0,
  arrears: 0,
  instalmentsMissed: 0,
  oldestUnpaidDueOn: FOREVER,
  nextDueOn: FOREVER,
  nextDue: 0,
  lastPaymentOn: NEVER,
  lastPayment: 0,
  delinquentSince: NEVER,
  curedOn: NEVER,
  timesDelinquent: 0,
  paused: [],
  channels: 0,
  lastAttemptOn: NEVER,
  lastConversationOn: NEVER,
  unansweredAttempts: 0,
  heldUntil: NEVER,
  closedOn: FOREVER,
  ...NOTHING_KNOWN,
}
