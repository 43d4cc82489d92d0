import { addDays, addMonths, type Day } from './calendar.ts'

/** What a register is told of one account for one month, before it has a layout. */
export type CreditRecord = {
  readonly accountRef: string
  readonly name: string
  readonly currency: string
  readonly shape: 'instalment' | 'revolving' | 'line' | 'single'
  readonly openedOn: Day | undefined
  readonly closedOn: Day | undefined
  readonly asOf: Day
  readonly balanceMinor: bigint
  readonly pastDueMinor: bigint
  readonly originalMinor: bigint
  readonly lastPaymentOn: Day | undefined
  readonly lastPaymentMinor: bigint
  /** The first day of the delinquency that still runs. */
  readonly delinquentSince: Day | undefined
  readonly daysPastDue: number
  /** Buckets at the month-ends before, the newest first; undefined: not known. */
  readonly history: readonly (number | undefined)[]
  readonly disputed: 'no' | 'open' | 'resolved'
  /** The register is asked to take the account out. */
  readonly deletes: boolean
}

/** Anything that speaks against the borrower: it needs the notice that law asks for. */
export const isNegative = ({ daysPastDue, deletes }: CreditRecord): boolean =>
  !deletes && daysPastDue >= 30

/** How long a negative item may be told, dated data by place. */
export type CreditLimit = {
  readonly id: string
  readonly mark: 'primary' | 'secondary' | 'unverified'
  readonly years: number
  readonly extraDays: number
  /** 'delinquency': from its first day; 'end': from the day on which it was cured, and while it lasts. */
  readonly from: 'delinquency' | 'end'
}

/** The first day on which the item may not be told any more; undefined: no limit runs. */
export function tooOldOn(record: CreditRecord, limit: CreditLimit): Day | undefined {
  if (limit.from === 'end' || record.delinquentSince === undefined) return undefined
  return addDays(addMonths(record.delinquentSince, 12 * limit.years), limit.extraDays)
}

/** The status by days past due, as the Metro 2 format numbers it; a debt that is paid is 13. */
export function statusOf(record: CreditRecord): string {
  if (record.deletes) return 'DA'
  if (record.balanceMinor <= 0n && record.closedOn !== undefined) return '13'
  const { daysPastDue: days } = record
  const [, code] = STATUS.find(([from]) => days >= from) ?? [0, '11']
  return code
}

const STATUS: readonly (readonly [from: number, code: string])[] = [
  [180, '84'],
  [150, '83'],
  [120, '82'],
  [90, '80'],
  [60, '78'],
  [30, '71'],
]

/** 24 characters, the newest month first: 0 current, 1-6 by thirty days, B before the account, D not known. */
export const profileOf = ({ history }: CreditRecord): string =>
  Array.from({ length: 24 }, (_, i) => {
    if (i >= history.length) return 'B'
    const bucket = history[i]
    return bucket === undefined ? 'D' : String(Math.min(6, bucket))
  }).join('')
