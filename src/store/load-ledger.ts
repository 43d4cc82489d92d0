import type { Say } from '../core/words.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { LEDGER_ACCOUNTS } from '../core/ledger.ts'
import { instantText, sendTogether, type Tx } from './db.ts'
import { lockBorrowersQuery } from './guard-facts.ts'
import { planFacts, type FactBody, type GivenFact, type Plan } from './ledger-plan.ts'
import { readLedgers, type LedgerBook } from './ledger-read.ts'
import { inStep } from './in-step.ts'
import { copyEntries, postCopied } from './ledger-copy.ts'
import { NEW_TERMS, STAGED_PLACEMENTS } from './load-own.ts'
import type { BookFault } from './load-faults.ts'

type Write = {
  readonly tenantId: bigint
  readonly loadId: bigint
  readonly now: Instant
  readonly today: Day
  readonly source: string
  readonly say: Say
}

/** Borrowers whose ledgers are read, replayed and written together: enough to fill a statement, few to hold. */
const BATCH = 500

/**
 * What is staged for books of kind own goes into their ledgers: the terms of the debts, placements as one
 * set, and payments a few hundred borrowers at a time. What a ledger does not take is named.
 */
export async function writeOwn(tx: Tx, write: Write): Promise<readonly BookFault[]> {
  const staged = await tx.query<{ any: boolean }>(
    `select exists (select from stage_placement) or exists (select from stage_payment s where ${OF_OWN}) as any`,
    [write.tenantId],
  )
  if (staged.rows[0]?.any !== true) return []
  await tx.query(`create index on stage_payment (borrower_id)`)
  await tx.query(`create index on stage_placement (borrower_id)`)
  await tx.query(`analyze stage_payment`)
  await tx.query(`analyze stage_placement`)
  await writeTerms(tx, write)
  await writeFirstPlacements(tx, write)
  return writeRest(tx, write)
}

/** Staged rows `s` of accounts that are in the book by now, in a portfolio of kind own. */
export const OF_OWN = `exists (
  select from account a join portfolio p on p.tenant_id = $1 and p.portfolio_id = a.portfolio_id and p.kind = 'own'
   where a.tenant_id = $1 and a.borrower_id = s.borrower_id and a.account_id = s.account_id)`

async function writeTerms(tx: Tx, write: Write): Promise<void> {
  await tx.query(
    `with written as (
       insert into debt_terms (tenant_id, borrower_id, account_id, effective_on, contracted_on, defaulted_on, called_on,
         charged_off_on, last_payment_on, last_payment_minor, purchased_on, seller, original_creditor, noticed_on, secured,
         ledger, load_id, recorded_at)
       select $1, s.borrower_id, s.account_id, s.effective_on, s.contracted_on, s.defaulted_on, s.called_on,
              s.charged_off_on, s.last_payment_on, s.last_payment_minor, s.purchased_on, s.seller, s.original_creditor,
              s.noticed_on,
              coalesce(s.secured, false), jsonb_strip_nulls(jsonb_build_object('interest',
                case when s.rate_bps is not null then jsonb_build_object('basisPointsAYear', s.rate_bps) end)),
              $2, $3::timestamptz
         from stage_placement s where ${NEW_TERMS}
        order by s.borrower_id, s.account_id
       returning borrower_id, account_id)
     insert into touched select borrower_id, account_id from written`,
    [write.tenantId, write.loadId, instantText(write.now)],
  )
}

/** Of borrowers whose ledger is empty and who pay nothing in this load: nothing can follow from them yet. */
async function writeFirstPlacements(tx: Tx, write: Write): Promise<void> {
  await tx.query(
    `insert into entry (tenant_id, borrower_id, entry_id, kind, effective_on, currency, fact_on, account_id, amount_minor,
       made_by, line_accounts, line_ledger, line_minors, load_id, recorded_at)
     select $1, s.borrower_id, row_number() over (partition by s.borrower_id order by s.effective_on, s.account_id),
            'placement', greatest(s.effective_on, c.closed_on + 1), s.currency, s.effective_on, s.account_id, l.total,
            $4, array_fill(s.account_id, array[cardinality(l.minors)]), l.places, l.minors, $2, $3::timestamptz
       from (${STAGED_PLACEMENTS}) s
       left join lateral (
         select max(c.closed_on) as closed_on from account a
           join ledger_close c on c.tenant_id = $1 and c.portfolio_id = a.portfolio_id
          where a.tenant_id = $1 and a.borrower_id = s.borrower_id) c on true
       cross join lateral (
         select coalesce(array_agg(m order by at) filter (where m <> 0), '{}') as minors,
                coalesce(array_agg(place order by at) filter (where m <> 0), '{}') as places,
                coalesce(sum(m) filter (where m > 0), 0)::bigint as total
           from unnest(array[s.cost, s.fee, s.late_interest, s.interest, s.principal,
                             -(s.cost + s.fee + s.late_interest + s.interest + s.principal)],
                       array[0, 1, 2, 3, 4, ${LEDGER_ACCOUNTS.indexOf('opening')}]::smallint[]) with ordinality
                as u (m, place, at)) l
      where not exists (select from entry e where e.tenant_id = $1 and e.borrower_id = s.borrower_id)
        and not exists (select from stage_payment y where y.borrower_id = s.borrower_id)
      order by s.borrower_id, s.effective_on, s.account_id`,
    [write.tenantId, write.loadId, instantText(write.now), `load:${write.source}`],
  )
}

async function writeRest(tx: Tx, write: Write): Promise<readonly BookFault[]> {
  const faults: BookFault[] = []
  const found = await tx.query<{ borrower_id: bigint }>(CONCERNED, [write.tenantId])
  const all = found.rows.map((row) => row.borrower_id)
  let next = 0
  let done = 0
  await inStep<Batch, Planned>(tx, {
    read: async () => {
      const ids = all.slice(next, next + BATCH)
      next += ids.length
      return ids.length === 0 ? undefined : readBatch(tx, write.tenantId, ids)
    },
    plan: (batch) => planBatch(batch, write),
    copy: async (planned) => {
      if (planned.faults.length === 0) await copyEntries(tx, planned.plans)
    },
    finish: async (planned) => {
      faults.push(...planned.faults)
      if (planned.faults.length > 0) return false
      await sendTogether(tx, [
        () => postCopied(tx, write),
        () => tx.query(TOUCHED, [write.tenantId, planned.ids]),
      ])
      done += planned.ids.length
      if (done % (BATCH * 20) === 0)
        write.say({ en: `${done} ledgers`, zh: `${done} 个借款人的账` })
      return true
    },
  })
  return faults
}

const TOUCHED = `insert into touched
  select borrower_id, account_id from account where tenant_id = $1 and borrower_id = any($2)`

const UNKNOWN_PAYMENT = `not exists (select from entry e where e.tenant_id = $1 and e.borrower_id = s.borrower_id
  and e.payment_id = s.payment_id)`
const UNKNOWN_PLACEMENT = `not exists (select from entry e where e.tenant_id = $1 and e.borrower_id = s.borrower_id
  and e.account_id = s.account_id and e.kind = 'placement')`

const CONCERNED = `
  select borrower_id from (
    select s.borrower_id from stage_payment s where ${OF_OWN} and ${UNKNOWN_PAYMENT}
    union
    select s.borrower_id from stage_placement s where ${UNKNOWN_PLACEMENT}) k
   order by borrower_id`

type Batch = {
  readonly ids: readonly bigint[]
  readonly books: ReadonlyMap<bigint, readonly LedgerBook[]>
  readonly placed: ReadonlyMap<bigint, readonly PlacedRow[]>
  readonly paid: ReadonlyMap<bigint, readonly PaidRow[]>
}

/** The server keeps to the order of the statements, so all is read behind the locks. */
async function readBatch(tx: Tx, tenantId: bigint, ids: readonly bigint[]): Promise<Batch> {
  const [, books, placed, paid] = await sendTogether(tx, [
    () => tx.query(lockBorrowersQuery(tenantId, ids)),
    () => readLedgers(tx, tenantId, ids),
    () => stagedPlacements(tx, tenantId, ids),
    () => stagedPayments(tx, tenantId, ids),
  ])
  return { ids, books, placed, paid }
}

type Planned = {
  readonly ids: readonly bigint[]
  readonly plans: readonly Plan[]
  readonly faults: readonly BookFault[]
}

function planBatch({ ids, books, placed, paid }: Batch, write: Write): Planned {
  const faults: BookFault[] = []
  const plans: Plan[] = []
  const by = `load:${write.source}`
  for (const [borrowerId, own] of books) {
    let lastEntryId = own[0]?.lastEntryId ?? 0n
    for (const book of own) {
      const ours = new Set(book.debts.map((debt) => debt.accountId))
      const isOurs = (row: { readonly account_id: bigint }) => ours.has(row.account_id)
      const debts = (placed.get(borrowerId) ?? []).filter(isOurs).map(placementOf)
      const money = (paid.get(borrowerId) ?? []).filter(isOurs)
      const given = [...debts, ...paymentsOf(book, money, lastEntryId + BigInt(debts.length))]
      if (given.length === 0) continue
      const plan = planFacts(
        { ...book, lastEntryId },
        given.map((one) => ({ ...one, beside: { ...one.beside, by } })),
        write,
      )
      if ('declined' in plan) {
        faults.push(faultOf(given[plan.at]))
        continue
      }
      lastEntryId = plan.entries.reduce((most, one) => (one.id > most ? one.id : most), lastEntryId)
      plans.push(plan)
    }
  }
  return { ids, plans, faults }
}

type PlacedRow = {
  borrower_id: bigint
  account_id: bigint
  effective_on: Day
  cost: bigint
  fee: bigint
  late_interest: bigint
  interest: bigint
  principal: bigint
}

async function stagedPlacements(tx: Tx, tenantId: bigint, ids: readonly bigint[]) {
  const found = await tx.query<PlacedRow>(
    `select s.borrower_id, s.account_id, s.effective_on, s.cost, s.fee, s.late_interest, s.interest, s.principal
       from (${STAGED_PLACEMENTS}) s where s.borrower_id = any($2) and ${UNKNOWN_PLACEMENT}
      order by s.borrower_id, s.effective_on, s.account_id`,
    [tenantId, ids],
  )
  return byBorrower(found.rows)
}

type PaidRow = {
  borrower_id: bigint
  account_id: bigint
  payment_id: bigint
  ref: string
  amount_minor: bigint
  reverses_id: bigint | null
  effective_on: Day
}

async function stagedPayments(tx: Tx, tenantId: bigint, ids: readonly bigint[]) {
  const found = await tx.query<PaidRow>(
    `select s.borrower_id, s.account_id, s.payment_id, s.ref, s.amount_minor, s.reverses_id, s.effective_on
       from stage_payment s where s.borrower_id = any($2) and ${OF_OWN} and ${UNKNOWN_PAYMENT}
      order by s.borrower_id, s.effective_on, s.reverses_id is not null, s.payment_id`,
    [tenantId, ids],
  )
  return byBorrower(found.rows)
}

function byBorrower<T extends { borrower_id: bigint }>(rows: readonly T[]): Map<bigint, T[]> {
  const all = new Map<bigint, T[]>()
  for (const row of rows) {
    const own = all.get(row.borrower_id)
    if (own === undefined) all.set(row.borrower_id, [row])
    else own.push(row)
  }
  return all
}

type Staged = GivenFact & { readonly row: PlacedRow | PaidRow }

function placementOf(row: PlacedRow): Staged {
  const { cost, fee, late_interest, interest, principal } = row
  return {
    row,
    body: {
      kind: 'placement',
      on: row.effective_on,
      accountId: row.account_id,
      parts: { cost, fee, late_interest, interest, principal },
    },
    beside: { by: 'load' },
  }
}

/** A reversal names its payment by the reference's id; the ledger knows it by its number there. */
function paymentsOf(book: LedgerBook, rows: readonly PaidRow[], before: bigint): Staged[] {
  const numbers = new Map(rows.map((row, i) => [row.payment_id, before + BigInt(i + 1)]))
  const numberOf = (paymentId: bigint): bigint =>
    numbers.get(paymentId) ?? book.entries.find((one) => one.paymentId === paymentId)?.id ?? 0n
  return rows.map((row) => {
    const { effective_on: on, amount_minor: amountMinor, account_id: accountId } = row
    const body: FactBody =
      row.reverses_id === null
        ? { kind: 'payment', on, amountMinor, accountId }
        : { kind: 'reversal', on, reversesId: numberOf(row.reverses_id) }
    return { row, body, beside: { by: 'load', ref: row.ref, paymentId: row.payment_id } }
  })
}

function faultOf(staged: Staged | undefined): BookFault {
  const row = staged?.row
  if (row === undefined || !('payment_id' in row))
    return {
      noun: 'placement',
      code: 'ledger_declines',
      key: { account_id: row?.account_id ?? 0n },
    }
  return { noun: 'payment', code: 'ledger_declines', key: { payment_id: row.payment_id } }
}
