import type { AccountFacts } from '../core/account-facts.ts'
import { copyRows, known, type CopiedRows, type Places } from './copy-read.ts'
import type { Tx } from './db.ts'

/** Numbered accounts (bulk-positions.ts), of which nothing is read outside the borrowers `from` to `to`. */
export type Span = {
  readonly no: number
  /** The number of its first account, and how many it has. */
  readonly first: number
  readonly size: number
  readonly from: bigint
  readonly to: bigint
}

/** All facts of a span's accounts, the same as facts.ts reads of a few: as bytes until an account is asked for. */
export async function bulkFacts(
  tx: Tx,
  tenantId: bigint,
  span: Span,
): Promise<(place: number) => AccountFacts> {
  const read = async <T>({ table, columns, fact }: Kind<T>): Promise<(place: number) => T[]> => {
    const rows = await copyRows(
      tx,
      `select n.place - ${span.first}, f.effective_on, f.recorded_at, ${columns} from numbered n
         join ${table} f on f.borrower_id = n.borrower_id and f.account_id = n.account_id
        where ${inSpan(span)} and f.tenant_id = ${tenantId} and f.borrower_id between ${span.from} and ${span.to}`,
    )
    const places = rows.places(span.size)
    return (place) => factsAt(rows, places, { place, fact })
  }
  const instalments = await read(INSTALMENT)
  const payments = await read(PAYMENT)
  const pauses = await read(PAUSE)
  const snapshots = await read(SNAPSHOT)
  return (place) => ({
    instalments: instalments(place),
    payments: payments(place),
    pauses: pauses(place),
    snapshots: snapshots(place),
  })
}

export const inSpan = ({ first, size }: Span): string =>
  `n.place >= ${first} and n.place < ${first + size}`

function factsAt<T>(
  rows: CopiedRows,
  { heads, starts, followers }: Places,
  { place, fact }: { readonly place: number; readonly fact: (rows: CopiedRows) => T },
): T[] {
  const facts: T[] = []
  for (let row = known(heads[place]); row > 0; row = known(followers[row - 1])) {
    rows.goTo(known(starts[row - 1]))
    facts.push(fact(rows))
  }
  return facts
}

type Kind<T> = {
  readonly table: string
  readonly columns: string
  readonly fact: (rows: CopiedRows) => T
}
type Of<K extends keyof AccountFacts> = Kind<AccountFacts[K][number]>

const INSTALMENT: Of<'instalments'> = {
  table: 'instalment',
  columns: 'f.version, f.instalment_no, f.due_on, f.amount_minor',
  fact: (rows) => ({
    effectiveOn: known(rows.day()),
    recordedAt: known(rows.instant()),
    version: known(rows.integer()),
    no: known(rows.integer()),
    dueOn: known(rows.day()),
    amountMinor: known(rows.big()),
  }),
}

const PAYMENT: Of<'payments'> = {
  table: 'payment',
  columns: 'f.payment_id, f.amount_minor, f.reverses_id',
  fact: (rows) => ({
    effectiveOn: known(rows.day()),
    recordedAt: known(rows.instant()),
    id: known(rows.big()),
    amountMinor: known(rows.big()),
    reversesId: rows.big(),
  }),
}

const PAUSE: Of<'pauses'> = {
  table: 'pause',
  columns: 'f.pause_id, f.from_on, f.until_on, f.withdraws_id',
  fact: (rows) => ({
    effectiveOn: known(rows.day()),
    recordedAt: known(rows.instant()),
    id: known(rows.big()),
    fromOn: known(rows.day()),
    untilOn: rows.day(),
    withdrawsId: rows.big(),
  }),
}

const SNAPSHOT: Of<'snapshots'> = {
  table: 'snapshot',
  columns: `f.balance_minor, f.arrears_minor, f.oldest_unpaid_due_on, f.months_past_due, f.next_due_on,
    f.next_due_minor`,
  fact: (rows) => ({
    effectiveOn: known(rows.day()),
    recordedAt: known(rows.instant()),
    balanceMinor: known(rows.big()),
    arrearsMinor: rows.big(),
    oldestUnpaidDueOn: rows.day(),
    monthsPastDue: rows.small(),
    nextDueOn: rows.day(),
    nextDueMinor: rows.big(),
  }),
}
