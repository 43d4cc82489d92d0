import type { Day, Instant } from './calendar.ts'

/**
 * The ledger of a book of kind 'own': what is owed, by part, and why. docs/ledger.md says in words what
 * every field here does; the replay (core/ledger-replay.ts) is its meaning.
 */

/** What a debt is made of. Each is a ledger account of its own for every debt. */
export const PARTS = ['cost', 'fee', 'late_interest', 'interest', 'principal'] as const
export type Part = (typeof PARTS)[number]
export type Parts = Readonly<Record<Part, bigint>>

export const NO_PARTS: Parts = {
  cost: 0n,
  fee: 0n,
  late_interest: 0n,
  interest: 0n,
  principal: 0n,
}

export const totalOf = (parts: Parts): bigint => PARTS.reduce((sum, part) => sum + parts[part], 0n)

/**
 * The other sides of an entry. Debits are above zero. `suspense` is money of the borrower that pays nothing
 * yet (a credit), `cash` what came in or went out, `opening` the contra of what was brought in by placement.
 */
export const CONTRAS = [
  'cash',
  'suspense',
  'opening',
  'income_interest',
  'income_late_interest',
  'income_fee',
  'income_cost',
  'waived',
  'goodwill',
  'adjusted',
  'charged_off',
  'charge_off_reserve',
  'recovered',
  'transferred',
  'cost_paid',
  'commission',
  'commission_owed',
] as const
export type Contra = (typeof CONTRAS)[number]
export type LedgerAccount = Part | Contra

/** Place in this list is the number that the database keeps: it is only ever added to. */
export const LEDGER_ACCOUNTS: readonly LedgerAccount[] = [...PARTS, ...CONTRAS]

export const ENTRY_KINDS = [
  'placement',
  'disbursement',
  'interest',
  'late_interest',
  'fee',
  'payment',
  'recovery',
  'reversal',
  'chargeback',
  'refund',
  'adjustment',
  'waiver',
  'goodwill',
  'charge_off',
  'transfer',
  'cost',
  'commission',
  /** The difference that a back-dated fact makes to what was posted before it was known. */
  'correction',
  /** Nothing but a line under the days before it: no entry takes effect on or before a closed day. */
  'close',
] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** One side of an entry: debit above zero, credit below. `accountId` is undefined for the borrower as a whole. */
export type Line = {
  readonly accountId: bigint | undefined
  readonly ledgerAccount: LedgerAccount
  readonly amountMinor: bigint
}

/** A balanced posting. Nothing posted is changed: a correction names what it corrects. */
export type Entry = {
  readonly id: bigint
  readonly kind: EntryKind
  readonly effectiveOn: Day
  readonly recordedAt: Instant
  readonly lines: readonly Line[]
  /** Where the entry is a fact: its day, which a close may have kept the entry from. */
  readonly factOn?: Day | undefined
  /** The entry that this one undoes in whole. */
  readonly reversesId?: bigint | undefined
  /** The entry whose arrival made this one necessary. */
  readonly causedById?: bigint | undefined
  /** What a cap cut from it: the charge that would have been, less what is charged. */
  readonly cutMinor?: bigint | undefined
}

type FactTimes = { readonly id: bigint; readonly on: Day; readonly recordedAt: Instant }
type OfAccount = { readonly accountId: bigint }

/** What happened, from which every entry follows. All facts of one borrower are in one currency. */
export type MoneyFact = FactTimes &
  (
    | (OfAccount & { readonly kind: 'placement'; readonly parts: Parts })
    | (OfAccount & { readonly kind: 'disbursement'; readonly amountMinor: bigint })
    | (OfAccount & { readonly kind: 'fee' | 'cost'; readonly amountMinor: bigint })
    /** Without an account it pays the borrower's accounts in the order of the waterfall. */
    | {
        readonly kind: 'payment'
        readonly amountMinor: bigint
        readonly accountId: bigint | undefined
      }
    /** Undoes a payment in whole from its own day on, which is not before the payment's. */
    | {
        readonly kind: 'reversal' | 'chargeback'
        readonly reversesId: bigint
      }
    /** Money given back out of suspense. */
    | { readonly kind: 'refund'; readonly amountMinor: bigint }
    /** Forgives up to `amountMinor` of one part. */
    | (OfAccount & {
        readonly kind: 'waiver'
        readonly part: Part
        readonly amountMinor: bigint
      })
    /** A gift: pays like a payment, with the lender's money. */
    | (OfAccount & { readonly kind: 'goodwill'; readonly amountMinor: bigint })
    /** Below zero it lowers the part, never under nothing. */
    | (OfAccount & {
        readonly kind: 'adjustment'
        readonly part: Part
        readonly amountMinor: bigint
      })
    | (OfAccount & { readonly kind: 'charge_off' })
    /** The debt leaves this book with all its parts. */
    | (OfAccount & { readonly kind: 'transfer' })
    /** What a partner earns on money received; nothing that the borrower owes. */
    | (OfAccount & { readonly kind: 'commission'; readonly amountMinor: bigint })
  )

export const DAY_COUNTS = ['actual/365', 'actual/360', '30/360', 'actual/actual'] as const
export type DayCount = (typeof DAY_COUNTS)[number]

/** A yearly rate from a day on; the newest that has begun holds. */
export type DatedRate = { readonly from: Day; readonly basisPointsAYear: number }

export type Accrual = {
  readonly rates: readonly DatedRate[]
  readonly dayCount: DayCount
  /** 'none' is simple interest. Else unpaid interest joins the base on the anniversaries of the first day. */
  readonly compounds: 'none' | 'monthly' | 'yearly'
}

export type LateAccrual = {
  readonly rates: readonly DatedRate[]
  readonly dayCount: DayCount
  /** 'principal': the whole principal while anything is overdue; 'overdue': what is overdue alone. */
  readonly on: 'principal' | 'overdue'
  /** Days after a due day that bear none. */
  readonly graceDays: number
}

/** Charged once for each missed instalment, on the day after its grace. */
export type LateFee = {
  readonly code: string
  readonly graceDays: number
  readonly flatMinor: bigint
  /** Of what is overdue on that day, added to the flat part. */
  readonly basisPoints: number
  readonly mostMinor?: bigint | undefined
}

/** Which part is paid first, from so many days past due on. */
export type Waterfall = readonly { readonly fromDpd: number; readonly order: readonly Part[] }[]

/**
 * A legal or contract limit on all charges of a debt since it began (interest, late interest, fees).
 * 'rate': no more than this yearly rate on the principal as it stood, by actual/365.
 * 'share': no more than this share of the first principal, ever.
 * 'late_fees': late fees alone, no more than this amount in all.
 * The figures are looked up beforehand (dated data with sources); both hold where both are given.
 */
export type ChargeCap = { readonly id: string; readonly source: string } & (
  | { readonly limit: 'rate'; readonly basisPointsAYear: number }
  | { readonly limit: 'share'; readonly basisPoints: number }
  | { readonly limit: 'late_fees'; readonly mostMinor: bigint }
)

/** What one debt agreed to, and what the law adds. */
export type DebtTerms = {
  readonly accountId: bigint
  readonly interest?: Accrual | undefined
  readonly late?: LateAccrual | undefined
  readonly lateFees: readonly LateFee[]
  readonly waterfall: Waterfall
  readonly caps: readonly ChargeCap[]
  /** What falls due when; a debt called in whole (charged off, bought) has one row with its default day. */
  readonly due: readonly { readonly on: Day; readonly amountMinor: bigint }[]
  /** The whole debt is due since this day. */
  readonly calledOn?: Day | undefined
  readonly secured: boolean
  /** Charges go on after a charge-off only where the contract and the law let them. */
  readonly chargesAfterChargeOff: boolean
  /** Days without any charge: moratoria, breathing space, an interest-free plan, a dispute. Half-open. */
  readonly noCharges: readonly StopSpan[]
  /** Days on which money that was not sent to this debt by its payer does not go to it (a dispute). */
  readonly disputed: readonly StopSpan[]
}

/** Half-open days on which something is stopped, and when that became known; without an instant, always. */
export type StopSpan = {
  readonly from: Day
  readonly until?: Day | undefined
  readonly recordedAt?: Instant | undefined
  /** An end that was recorded later than the stop, and the one that had been said before. */
  readonly ended?: { readonly recordedAt: Instant; readonly before: Day | undefined } | undefined
}
