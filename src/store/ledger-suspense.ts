import { daysBetween, type Day } from '../core/calendar.ts'
import { LEDGER_ACCOUNTS } from '../core/ledger.ts'
import type { Tx } from './db.ts'

export type Waiting = {
  readonly borrowerId: bigint
  readonly borrowerRef: string
  readonly name: string
  readonly currency: string
  readonly minor: bigint
  /** The day of the oldest of the money that waits. */
  readonly since: Day
  readonly days: number
}

const SUSPENSE = LEDGER_ACCOUNTS.indexOf('suspense')
const MOST = 10_000

/** Money that pays nothing yet, the oldest first: whose it is, how much, since when. */
export async function readSuspense(
  tx: Tx,
  tenantId: bigint,
  { today, olderThan }: { readonly today: Day; readonly olderThan: number },
): Promise<readonly Waiting[]> {
  type Row = {
    borrower_id: bigint
    ref: string
    name: string
    currency: string
    days: Day[]
    minors: bigint[]
  }
  const found = await tx.query<Row>(
    `select e.borrower_id, b.ref, b.name, e.currency,
            array_agg(e.effective_on order by e.effective_on, e.entry_id) as days,
            array_agg(e.minor order by e.effective_on, e.entry_id) as minors
       from (select borrower_id, currency, effective_on, entry_id,
                    (select sum(m)::bigint from unnest(line_ledger, line_minors) l (a, m)
                      where a = ${SUSPENSE}) as minor
               from entry
              where tenant_id = $1 and ${SUSPENSE}::smallint = any (line_ledger) and effective_on <= $2) e
       join borrower b on b.tenant_id = $1 and b.borrower_id = e.borrower_id
      group by e.borrower_id, b.ref, b.name, e.currency
     having sum(e.minor) < 0
      limit ${MOST}`,
    [tenantId, today],
  )
  return found.rows
    .map((row): Waiting => {
      const { minor, since } = oldestOf(row.days, row.minors)
      const days = daysBetween(since, today)
      const { borrower_id: borrowerId, ref: borrowerRef, name, currency } = row
      return { borrowerId, borrowerRef, name, currency, minor, since, days }
    })
    .filter((one) => one.days >= olderThan)
    .toSorted((a, b) => b.days - a.days || (a.borrowerRef < b.borrowerRef ? -1 : 1))
}

/** What is taken out of waiting money takes the oldest first. */
function oldestOf(days: readonly Day[], minors: readonly bigint[]): { minor: bigint; since: Day } {
  let gone = minors.reduce((sum, minor) => (minor > 0n ? sum + minor : sum), 0n)
  const minor = -minors.reduce((sum, one) => sum + one, 0n)
  for (const [i, one] of minors.entries()) {
    if (one >= 0n) continue
    gone += one
    if (gone < 0n) return { minor, since: days[i] ?? ('' as Day) }
  }
  return { minor, since: days.at(-1) ?? ('' as Day) }
}
