import type { Day, Instant } from '../core/calendar.ts'
import type { DebtTerms, MoneyFact } from '../core/ledger.ts'
import { readAgreements } from './agreements.ts'
import { sendTogether, type Tx } from './db.ts'
import { chargeStops, type ChargeStops } from './held.ts'
import { factOf, readEntries, type PostedEntry } from './ledger-rows.ts'
import { agreedTerms, lawOf } from './ledger-terms.ts'
import { withPlanStops } from './plan-stops.ts'

/** A debt of a book of kind own, as its owner knows it. */
export type OwnDebt = {
  readonly accountId: bigint
  readonly ref: string
  readonly source: string
  readonly portfolioId: number
  readonly productId: number
  readonly contractedOn: Day | undefined
  readonly defaultedOn: Day | undefined
  readonly chargedOffOn: Day | undefined
  readonly purchasedOn: Day | undefined
  readonly seller: string | undefined
  readonly originalCreditor: string | undefined
  readonly lastPaymentOn: Day | undefined
  readonly lastPaymentMinor: bigint
}

/** A line that was drawn under a day. */
export type Close = { readonly closedOn: Day; readonly recordedAt: Instant }

/** All that the ledger knows of one borrower in one currency. */
export type LedgerBook = {
  readonly borrowerId: bigint
  readonly currency: string
  readonly debts: readonly OwnDebt[]
  readonly terms: readonly DebtTerms[]
  readonly entries: readonly PostedEntry[]
  readonly facts: readonly MoneyFact[]
  /** In the order of their days. */
  readonly closes: readonly Close[]
  /** The highest number that an entry of the borrower has, in any currency. */
  readonly lastEntryId: bigint
}

/**
 * The ledgers of borrowers who have debts in books of kind own: one for each currency. `isTold`: with what explains
 * their entries, for those who state them.
 */
export async function readLedgers(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
  isTold = false,
): Promise<ReadonlyMap<bigint, readonly LedgerBook[]>> {
  const [debts, entries, due, closes, stops] = await sendTogether(tx, [
    () => debtRows(tx, tenantId, borrowerIds),
    () => readEntries(tx, tenantId, borrowerIds, isTold),
    () => dueRows(tx, tenantId, borrowerIds),
    () => closesOf(tx, tenantId, borrowerIds),
    () => stopsOf(tx, tenantId, borrowerIds),
  ])
  const agreed = await readAgreements(tx, tenantId, {
    borrowerIds: debts.map((debt) => debt.borrower_id),
    accountIds: debts.map((debt) => debt.account_id),
  })
  const books = new Map<bigint, readonly LedgerBook[]>()
  for (const [borrowerId, own] of grouped(debts, (row) => row.borrower_id)) {
    const posted = entries.get(borrowerId) ?? []
    const made = [...grouped(own, (row) => row.currency)].map(([currency, rows]): LedgerBook => {
      const isAll = rows.length === own.length
      const ours = isAll ? posted : posted.filter((entry) => entry.currency === currency)
      const facts = ours.flatMap((entry) => factOf(entry) ?? [])
      return {
        borrowerId,
        currency,
        debts: rows.map(debtOf),
        terms: rows.map((row) =>
          withPlanStops(
            termsOf(row, {
              due: due.get(row.account_id) ?? [],
              stops: stops.get(borrowerId)?.get(row.account_id),
            }),
            { plans: agreed.get(row.account_id)?.plans ?? [], facts, isOnly: rows.length === 1 },
          ),
        ),
        entries: ours,
        facts,
        closes: closes(own),
        lastEntryId: posted.at(-1)?.id ?? 0n,
      }
    })
    books.set(borrowerId, made)
  }
  return books
}

function grouped<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const all = new Map<K, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const own = all.get(key)
    if (own === undefined) all.set(key, [row])
    else own.push(row)
  }
  return all
}

type DebtRow = {
  borrower_id: bigint
  account_id: bigint
  ref: string
  source: string
  portfolio_id: number
  product_id: number
  currency: string
  places: string
  of_product: string
  of_debt: string | null
  contracted_on: Day | null
  defaulted_on: Day | null
  called_on: Day | null
  charged_off_on: Day | null
  purchased_on: Day | null
  seller: string | null
  original_creditor: string | null
  secured: boolean | null
  last_payment_on: Day | null
  last_payment_minor: bigint | null
  opened_on: Day | null
  effective_on: Day | null
}

async function debtRows(tx: Tx, tenantId: bigint, borrowerIds: readonly bigint[]) {
  const found = await tx.query<DebtRow>(
    `select a.borrower_id, a.account_id, a.ref, a.source, a.portfolio_id, a.product_id, a.currency, a.opened_on,
            array_to_string(p.jurisdictions, ' ') as places, r.ledger::text as of_product, t.ledger::text as of_debt, t.contracted_on, t.defaulted_on, t.called_on,
            t.charged_off_on, t.purchased_on, t.seller, t.original_creditor, t.secured,
            t.last_payment_on, t.last_payment_minor, t.effective_on
       from account a
       join portfolio p on p.tenant_id = a.tenant_id and p.portfolio_id = a.portfolio_id and p.kind = 'own'
       join product r on r.tenant_id = a.tenant_id and r.product_id = a.product_id
       left join lateral (
         select * from debt_terms t
          where t.tenant_id = $1 and t.borrower_id = a.borrower_id and t.account_id = a.account_id
          order by t.terms_id desc limit 1) t on true
      where a.tenant_id = $1 and a.borrower_id = any($2)
      order by a.borrower_id, a.account_id`,
    [tenantId, borrowerIds],
  )
  return found.rows
}

const some = <T>(value: T | null): T | undefined => value ?? undefined

const debtOf = (row: DebtRow): OwnDebt => ({
  accountId: row.account_id,
  ref: row.ref,
  source: row.source,
  portfolioId: row.portfolio_id,
  productId: row.product_id,
  contractedOn: some(row.contracted_on),
  defaultedOn: some(row.defaulted_on),
  chargedOffOn: some(row.charged_off_on),
  purchasedOn: some(row.purchased_on),
  seller: some(row.seller),
  originalCreditor: some(row.original_creditor),
  lastPaymentOn: some(row.last_payment_on),
  lastPaymentMinor: row.last_payment_minor ?? 0n,
})

/** The day whose limits hold; where no file says when it was contracted, the first day that one says. */
const contractDay = (row: DebtRow): Day =>
  row.contracted_on ?? row.opened_on ?? row.defaulted_on ?? row.effective_on ?? UNKNOWN_DAY

/** Of a debt of which no day is known, which then has nothing to charge either. */
const UNKNOWN_DAY = '1900-01-01' as Day

function termsOf(
  row: DebtRow,
  at: { readonly due: DebtTerms['due']; readonly stops: ChargeStops | undefined },
): DebtTerms {
  const agreed = agreedTerms(row.of_product, row.of_debt)
  const calledOn = row.called_on ?? row.charged_off_on ?? undefined
  return {
    accountId: row.account_id,
    interest: agreed.interest,
    late: agreed.late,
    lateFees: agreed.lateFees,
    ...lawOf(agreed, { places: row.places, contractedOn: contractDay(row) }),
    due: calledOn === undefined ? at.due : [],
    calledOn,
    secured: row.secured ?? false,
    chargesAfterChargeOff: agreed.chargesAfterChargeOff,
    noCharges: at.stops?.noCharges ?? [],
    disputed: at.stops?.disputed ?? [],
  }
}

/** What falls due: a newer version of a schedule takes the place of the older ones from its own day on. */
async function dueRows(tx: Tx, tenantId: bigint, borrowerIds: readonly bigint[]) {
  const found = await tx.query<{ account_id: bigint; due_on: Day; amount_minor: bigint }>(
    `select i.account_id, i.due_on, i.amount_minor
       from instalment i
       join account a on a.tenant_id = $1 and a.borrower_id = i.borrower_id and a.account_id = i.account_id
       join portfolio p on p.tenant_id = $1 and p.portfolio_id = a.portfolio_id and p.kind = 'own'
      where i.tenant_id = $1 and i.borrower_id = any($2) and i.amount_minor > 0
        and not exists (select from instalment n
                         where n.tenant_id = $1 and n.borrower_id = i.borrower_id and n.account_id = i.account_id
                           and n.version > i.version and n.effective_on <= i.due_on)
      order by i.account_id, i.due_on, i.instalment_no`,
    [tenantId, borrowerIds],
  )
  const rows = grouped(found.rows, (row) => row.account_id)
  return new Map(
    [...rows].map(([id, own]) => [
      id,
      own.map((row) => ({ on: row.due_on, amountMinor: row.amount_minor })),
    ]),
  )
}

/**
 * The closes that are in force for debts of some portfolios. A portfolio has one for each day at most, so all of
 * them are few beside the debts; borrowers of the same portfolios share one list.
 */
async function closesOf(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
): Promise<(debts: readonly Pick<DebtRow, 'portfolio_id'>[]) => readonly Close[]> {
  type Row = { portfolio_id: number; closed_on: Day; recorded_at: Instant }
  const found = await tx.query<Row>(
    `select portfolio_id, closed_on, recorded_at from ledger_close
      where tenant_id = $1
        and portfolio_id in (select portfolio_id from account where tenant_id = $1 and borrower_id = any($2))
      order by closed_on, recorded_at`,
    [tenantId, borrowerIds],
  )
  const known = new Map<string, readonly Close[]>()
  return (debts) => {
    if (found.rows.length === 0) return NO_CLOSES
    const portfolios = new Set(debts.map((debt) => debt.portfolio_id))
    const key = [...portfolios].toSorted((a, b) => a - b).join(' ')
    const closes =
      known.get(key) ??
      inForce(found.rows.filter((row) => portfolios.has(row.portfolio_id)).map(closeOf))
    known.set(key, closes)
    return closes
  }
}

const NO_CLOSES: readonly Close[] = []

const closeOf = (row: { closed_on: Day; recorded_at: Instant }): Close => ({
  closedOn: row.closed_on,
  recordedAt: row.recorded_at,
})

/**
 * In the order of their days. A line under a day that was already under a later one changes nothing, and of two
 * under one day the first was drawn.
 */
function inForce(closes: readonly Close[]): Close[] {
  const first = new Map<Day, Close>()
  for (const close of closes) if (!first.has(close.closedOn)) first.set(close.closedOn, close)
  const kept: Close[] = []
  for (const close of [...first.values()].toReversed()) {
    if (close.recordedAt < (kept.at(-1)?.recordedAt ?? Infinity)) kept.push(close)
  }
  return kept.toReversed()
}

/** Holds are few, so that only who has one is asked about them. */
async function stopsOf(tx: Tx, tenantId: bigint, borrowerIds: readonly bigint[]) {
  const found = await tx.query<{ borrower_id: bigint }>(
    `select distinct borrower_id from hold where tenant_id = $1 and borrower_id = any($2)`,
    [tenantId, borrowerIds],
  )
  const all = new Map<bigint, ReadonlyMap<bigint, ChargeStops>>()
  for (const { borrower_id: id } of found.rows) all.set(id, await chargeStops(tx, tenantId, id))
  return all
}
