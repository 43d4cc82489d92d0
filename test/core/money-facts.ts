import { day, type Instant } from '../../src/core/calendar.ts'
import {
  NO_PARTS,
  type Accrual,
  type DebtTerms,
  type LateAccrual,
  type MoneyFact,
  type Part,
  type Parts,
} from '../../src/core/ledger.ts'

/** The house waterfall: what art. 561 of the Civil Code of the PRC says where nothing was agreed. */
export const PLAIN: readonly Part[] = ['cost', 'fee', 'late_interest', 'interest', 'principal']

/** A debt that bears nothing and asks nothing, until a test says otherwise. */
export const terms = (given: Partial<DebtTerms> = {}): DebtTerms => ({
  accountId: 1n,
  lateFees: [],
  waterfall: [{ fromDpd: 0, order: PLAIN }],
  caps: [],
  due: [],
  secured: false,
  chargesAfterChargeOff: false,
  noCharges: [],
  disputed: [],
  ...given,
})

const ALWAYS = day('1900-01-01')

/** Simple interest by actual/365 at so many basis points a year. */
export const interest = (basisPointsAYear: number, given: Partial<Accrual> = {}): Accrual => ({
  rates: [{ from: ALWAYS, basisPointsAYear }],
  dayCount: 'actual/365',
  compounds: 'none',
  ...given,
})

/** Late interest on what is overdue. */
export const late = (basisPointsAYear: number, given: Partial<LateAccrual> = {}): LateAccrual => ({
  rates: [{ from: ALWAYS, basisPointsAYear }],
  dayCount: 'actual/365',
  on: 'overdue',
  graceDays: 0,
  ...given,
})

export const row = (on: string, amountMinor: bigint) => ({ on: day(on), amountMinor })

export const parts = (given: Partial<Parts>): Parts => ({ ...NO_PARTS, ...given })

type Body<F = MoneyFact> = F extends MoneyFact ? Omit<F, 'id' | 'on' | 'recordedAt'> : never

/** A fact of a day. Facts are known in the order of their numbers, where nothing else is said. */
export const fact = (id: number, on: string, body: Body, recordedAt = id): MoneyFact =>
  ({ id: BigInt(id), on: day(on), recordedAt: recordedAt as Instant, ...body }) as MoneyFact

/** A loan of account 1 that is paid out. */
export const lent = (id: number, on: string, amountMinor: bigint, accountId = 1n): MoneyFact =>
  fact(id, on, { kind: 'disbursement', accountId, amountMinor })

export const placed = (
  id: number,
  on: string,
  brought: Partial<Parts>,
  accountId = 1n,
): MoneyFact => fact(id, on, { kind: 'placement', accountId, parts: parts(brought) })

export const paid = (id: number, on: string, amountMinor: bigint, accountId?: bigint): MoneyFact =>
  fact(id, on, { kind: 'payment', amountMinor, accountId })

export const undone = (id: number, on: string, reverses: number): MoneyFact =>
  fact(id, on, { kind: 'reversal', reversesId: BigInt(reverses) })
