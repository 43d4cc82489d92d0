import { addDays, daysBetween, type Day } from '../core/calendar.ts'
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

/** A place in the list, which stands in the order of its days. */
export type WaitingKey = Pick<Waiting, 'since' | 'borrowerId' | 'currency'>

type Asked = {
  readonly today: Day
  readonly olderThan: number
  readonly after?: WaitingKey | undefined
  readonly limit?: number
}

/**
 * Of one borrower's money without a debt, in one currency: how much waits, and since when. What is taken out
 * takes the oldest first, so it waits since the first day on which more had come than ever went.
 */
const WAITS = `
  select (sum(greatest(-m, 0)) - sum(greatest(m, 0)))::bigint as minor,
         min(on_day) filter (where come > gone) as since
    from (select x.effective_on as on_day, l.m,
                 sum(greatest(-l.m, 0)) over (order by x.effective_on, x.entry_id) as come,
                 sum(greatest(l.m, 0)) over () as gone
            from entry x, lateral (
              select coalesce(sum(m), 0)::bigint as m from unnest(x.line_ledger, x.line_minors) l (a, m)
               where a = ${SUSPENSE}) l
           where x.tenant_id = e.tenant_id and x.borrower_id = e.borrower_id and x.currency = e.currency
             and ${SUSPENSE}::smallint = any (x.line_ledger) and x.effective_on <= $2) n`

/**
 * Money that pays nothing yet, the oldest first: whose it is, how much, since when. The entries are walked in
 * the order of their days, and each is looked at whether the money of that day still waits.
 */
export async function readSuspense(
  tx: Tx,
  tenantId: bigint,
  { today, olderThan, after, limit }: Asked,
): Promise<readonly Waiting[]> {
  const found = await tx.query<Omit<Waiting, 'days'>>(
    `select distinct on (e.effective_on, e.borrower_id, e.currency)
            e.borrower_id as "borrowerId", b.ref as "borrowerRef", b.name, e.currency, w.minor, w.since
       from entry e
       join lateral (${WAITS}) w on w.since = e.effective_on
       join borrower b on b.tenant_id = e.tenant_id and b.borrower_id = e.borrower_id
      where e.tenant_id = $1 and ${SUSPENSE}::smallint = any (e.line_ledger) and e.effective_on <= $3
        and ($4::date is null or (e.effective_on, e.borrower_id, e.currency) > ($4, $5::bigint, $6::char(3)))
      order by e.effective_on, e.borrower_id, e.currency limit $7`,
    [
      tenantId,
      today,
      addDays(today, -olderThan),
      after?.since ?? null,
      after?.borrowerId ?? null,
      after?.currency ?? null,
      limit ?? MOST,
    ],
  )
  return found.rows.map((row) => ({ ...row, days: daysBetween(row.since, today) }))
}
