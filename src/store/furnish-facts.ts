import { type Day, type Instant, monthEnd, addMonths } from '../core/calendar.ts'
import { type Stop, stopsOf } from '../core/care/stops.ts'
import type { CreditRecord } from '../core/credit-record.ts'
import { delinquencyOn, monthEndBuckets } from '../core/delinquency.ts'
import { positionOf } from '../core/position.ts'
import type { ProductShape, ProductTerms } from '../core/product.ts'
import type { AccountFacts } from '../core/account-facts.ts'
import type { HoldFact, PastContact } from '../guard/verdict.ts'
import type { Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'
import { readFacts } from './facts.ts'
import { firmIdOf } from './guard-past.ts'
import { type OwnAccount, readOwn } from './own-position.ts'
import { readTerms } from './product-terms.ts'

/** One account as it may be furnished, with what the law asks to see first. */
export type FurnishAccount = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly places: readonly string[]
  readonly zones: readonly string[]
  readonly firmKind: 'creditor' | 'agency'
  readonly record: CreditRecord
  readonly holds: readonly (HoldFact & { readonly stops: readonly Stop[] })[]
  readonly history: readonly PastContact[]
  /** The book knows how the account stood on that day. */
  readonly isKnown: boolean
  /** The register has a record of it already. */
  readonly wasFurnished: boolean
}

type Row = {
  borrower_id: bigint
  account_id: bigint
  product_id: number
  ref: string
  name: string
  zones: string[]
  currency: string
  shape: ProductShape
  opened_on: Day | null
  closed_on: Day | null
  principal_minor: bigint | null
  jurisdictions: string[]
  firm_kind: 'creditor' | 'agency'
  is_own: boolean
  was_furnished: boolean
}

const HISTORY_MONTHS = 24

async function readRows(tx: Tx, tenantId: bigint, of: PageAsked): Promise<readonly Row[]> {
  const found = await tx.query<Row>(
    `select a.borrower_id, a.account_id, a.product_id, a.ref, b.name, b.zones, a.currency, d.shape, a.opened_on,
            a.closed_on, a.principal_minor, f.jurisdictions, f.firm_kind, f.kind = 'own' as is_own,
            exists (select from furnished u where u.tenant_id = $1 and u.borrower_id = a.borrower_id
                      and u.account_id = a.account_id) as was_furnished
       from account a
       join borrower b on b.tenant_id = $1 and b.borrower_id = a.borrower_id
       join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id
       join product d on d.tenant_id = $1 and d.product_id = a.product_id
      where a.tenant_id = $1 and f.code = $2 and (a.borrower_id, a.account_id) > ($3, $4)
        and (a.opened_on is null or a.opened_on <= $6)
      order by a.borrower_id, a.account_id limit $5`,
    [tenantId, of.portfolio, of.after[0], of.after[1], of.limit, of.asOf],
  )
  return found.rows
}

type PageAsked = {
  readonly portfolio: string
  readonly asOf: Day
  readonly after: readonly [bigint, bigint]
  readonly limit: number
}

/** Some accounts of a portfolio in the order of their keys, each as it stood on a day. */
export async function readFurnishAccounts(
  tx: Tx,
  tenantId: bigint,
  of: PageAsked,
): Promise<readonly FurnishAccount[]> {
  const rows = await readRows(tx, tenantId, of)
  const borrowerIds = rows.map((row) => row.borrower_id)
  const keys = { borrowerIds, accountIds: rows.map((row) => row.account_id) }
  const facts = await readFacts(tx, tenantId, keys)
  const ledgers = await readOwn(
    tx,
    tenantId,
    rows.filter((row) => row.is_own).map((row) => row.borrower_id),
    of.asOf,
  )
  const terms = await readTerms(tx, tenantId)
  const holds = await readHoldFacts(tx, tenantId, borrowerIds)
  const history = await readHistory(tx, tenantId, borrowerIds)
  return rows.flatMap((row) => {
    // In a book of kind own the ledger says what is owed.
    const ledger = row.is_own ? ledgers.get(row.account_id) : undefined
    const own = row.is_own ? ledger?.facts : facts.get(row.account_id)
    if (own === undefined) return []
    const isOwn = (id: readonly bigint[]) => id.length === 0 || id.includes(row.account_id)
    return [
      {
        borrowerId: row.borrower_id,
        accountId: row.account_id,
        places: row.jurisdictions,
        zones: row.zones,
        firmKind: row.firm_kind,
        record: recordOf(row, own, { terms: terms(row.product_id), asOf: of.asOf, ledger }),
        holds: (holds.get(row.borrower_id) ?? []).filter(
          (hold) => hold.accountId === undefined || hold.accountId === row.account_id,
        ),
        history: (history.get(row.borrower_id) ?? []).filter((past) => isOwn(past.accountIds)),
        isKnown: [...own.instalments, ...own.snapshots, ...own.payments].some(
          (fact) => fact.effectiveOn <= of.asOf,
        ),
        wasFurnished: row.was_furnished,
      },
    ]
  })
}

/** As the account stood on a day, from its facts. */
function recordOf(
  row: Row,
  own: AccountFacts,
  {
    terms,
    asOf,
    ledger,
  }: {
    readonly terms: ProductTerms
    readonly asOf: Day
    readonly ledger: OwnAccount | undefined
  },
): CreditRecord {
  const late = delinquencyOn(own, terms, { asOf })
  const derived = positionOf(own, terms, asOf)
  const position = ledger?.amended(derived) ?? derived
  const from = addMonths(asOf, -HISTORY_MONTHS)
  const since = row.opened_on !== null && row.opened_on > from ? row.opened_on : from
  return {
    accountRef: row.ref,
    name: row.name,
    currency: row.currency,
    shape: row.shape,
    openedOn: row.opened_on ?? undefined,
    closedOn: row.closed_on ?? undefined,
    asOf,
    balanceMinor: position.outstandingMinor,
    pastDueMinor: position.arrearsMinor ?? 0n,
    originalMinor: row.principal_minor ?? 0n,
    lastPaymentOn: position.lastPaymentOn,
    lastPaymentMinor: position.lastPaymentMinor,
    delinquentSince: late.delinquentSince,
    daysPastDue: late.daysPastDue,
    history: monthEndBuckets(own, terms, { asOf, from: since })
      .filter(({ on }) => on < monthEnd(asOf))
      .map(({ bucket }) => bucket)
      .toReversed(),
    disputed: 'no',
    deletes: false,
  }
}

async function readHoldFacts(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, FurnishAccount['holds']>> {
  const found = await tx.query<{
    borrower_id: bigint
    account_id: bigint | null
    reason: string
    stops: Stop[] | null
    written: boolean
    from_on: Day
    until_on: Day | null
  }>(
    `select h.borrower_id, h.account_id, h.reason, h.stops, h.written, h.from_on,
            least(h.until_on, (select min(e.from_on) from hold e where e.tenant_id = $1
              and e.borrower_id = h.borrower_id and e.ends_hold_id = h.hold_id)) as until_on
       from hold h where h.tenant_id = $1 and h.borrower_id = any($2) and h.ends_hold_id is null order by h.hold_id`,
    [tenantId, borrowerIds],
  )
  return grouped(found.rows, (row) => ({
    reason: row.reason,
    stops: stopsOf(row.reason, row.stops),
    written: row.written,
    accountId: row.account_id ?? undefined,
    fromOn: row.from_on,
    untilOn: row.until_on ?? undefined,
  }))
}

/** What reached the borrower, however long ago: a notice of years past still counts. */
async function readHistory(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, readonly PastContact[]>> {
  const found = await tx.query<{
    borrower_id: bigint
    account_ids: bigint[]
    channel: Channel
    result: PastContact['result']
    at: Instant
    notice: boolean
    returned_on: Day | null
  }>(
    `select borrower_id, account_ids, channel, result, at, notice, returned_on from (
       select c.borrower_id, c.account_ids, c.channel, coalesce(c.sending_at, c.permitted_at) as at,
              case when exists (select from contact_event v where v.tenant_id = $1 and v.borrower_id = c.borrower_id
                                   and v.contact_id = c.contact_id and v.kind = 'conversation') then 'conversation'
                   when c.state = 'failed' then 'bounced' else 'delivered' end as result,
              c.template = 'credit-notice' as notice, null::date as returned_on
         from contact c where c.tenant_id = $1 and c.borrower_id = any($2) and c.state in ('delivered', 'failed', 'accepted')
       union all
       select i.borrower_id, i.account_ids, i.channel, i.received_at, i.result, false, null
         from inbound i where i.tenant_id = $1 and i.borrower_id = any($2) and i.result = 'conversation'
       union all
       select n.borrower_id, array[n.account_id], n.channel, n.effective_on::timestamp at time zone b.zones[1],
              case when n.channel in ('call', 'visit') then 'conversation' else 'delivered' end, true, n.returned_on
         from credit_notice n join borrower b on b.tenant_id = $1 and b.borrower_id = n.borrower_id
        where n.tenant_id = $1 and n.borrower_id = any($2)
     ) past order by at`,
    [tenantId, borrowerIds],
  )
  const firm = firmIdOf(tenantId)
  return grouped(found.rows, (row) => ({
    at: row.at,
    channel: row.channel,
    direction: 'out' as const,
    party: 'borrower' as const,
    by: firm,
    result: row.returned_on === null ? row.result : 'bounced',
    addressId: undefined,
    accountIds: row.account_ids,
    ...(row.notice ? { notice: 'negative_item' as const } : {}),
    ...(row.returned_on === null ? {} : { undeliverableOn: row.returned_on }),
  }))
}

function grouped<Row extends { borrower_id: bigint }, T>(
  rows: readonly Row[],
  make: (row: Row) => T,
): ReadonlyMap<bigint, readonly T[]> {
  const all = new Map<bigint, T[]>()
  for (const row of rows) {
    const own = all.get(row.borrower_id) ?? []
    all.set(row.borrower_id, own)
    own.push(make(row))
  }
  return all
}
