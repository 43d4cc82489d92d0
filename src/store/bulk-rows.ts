import { earliest } from '../core/agreed.ts'
import { dayNumber, type Day } from '../core/calendar.ts'
import type { Told, ToldOf } from './bulk-told.ts'
import { PROMISE_STATES } from '../strategy/row.ts'
import { arrearsBound, multirange, type Derived } from './book.ts'
import { EPOCH_DAYS, type CopyRows } from './copy-rows.ts'

/** An account with what its position takes from it and from its borrower. */
export type Keyed = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly portfolioId: number
  readonly productId: number
  readonly currency: string
  readonly language: string
  readonly closedOn: Day | undefined
  readonly zoneId: number
}

export const DERIVED_WIDTH = 39

const numberOf = (on: Day | undefined): number | undefined =>
  on === undefined ? undefined : dayNumber(on)

/** PostgreSQL's day without end, as days since 1970-01-01. */
const ENDLESS = 2_147_483_647 + EPOCH_DAYS

function heldUntil(borrower: Told | undefined, account: Told | undefined): number | undefined {
  const [one, other] = [borrower?.heldUntil, account?.heldUntil]
  if (one === 'infinity' || other === 'infinity') return ENDLESS
  const later = one === undefined || (other !== undefined && other > one) ? other : one
  return numberOf(later as Day | undefined)
}

/** A position in the order of DERIVED_TABLE (bulk-sql.ts). */
export function derivedRow(
  rows: CopyRows,
  { key, told }: { readonly key: Keyed; readonly told: ToldOf },
  { position, agreed }: Derived,
): void {
  const borrower = told.borrowers.get(key.borrowerId)
  const account = told.accounts.get(key.accountId)
  rows.row().id(key.borrowerId).id(key.accountId).small(key.portfolioId).small(key.productId)
  rows.text(key.currency).text(key.language).day(numberOf(key.closedOn)).small(key.zoneId)
  rows.id(position.outstandingMinor).id(arrearsBound(position))
  rows.small(position.arrearsMinor === undefined ? 0 : 1).small(position.instalmentsMissed)
  rows.day(numberOf(position.oldestUnpaidDueOn)).day(numberOf(position.countedFrom))
  rows.day(numberOf(position.nextDueOn)).id(position.nextDueMinor)
  rows.day(numberOf(position.lastPaymentOn)).id(position.lastPaymentMinor)
  rows.day(numberOf(position.delinquentSince)).day(numberOf(position.curedOn))
  rows.small(position.timesDelinquent).text(multirange(position) ?? undefined)
  rows.day(numberOf(earliest([position.wakeOn, agreed.wakeOn, borrower?.wakeOn])))
  rows.small(position.onTimeStreak).small(position.quickCures)
  rows.day(numberOf(agreed.promiseUntil)).small(agreed.promisesKept).small(agreed.promisesBroken)
  rows.small(PROMISE_STATES.indexOf(agreed.promiseLast ?? 'none'))
  rows.day(numberOf(agreed.planSince)).day(numberOf(agreed.planNextOn))
  rows.day(numberOf(agreed.planOldestOn)).small(told.channels.get(key.borrowerId) ?? 0)
  rows
    .day(heldUntil(borrower, account))
    .small(account?.risk ?? -1)
    .small(account?.propensity ?? -1)
  rows.small(account?.segmentId ?? 0).day(numberOf(account?.limitationOn))
  rows.small(borrower?.isVulnerable === true ? 1 : 0)
}
