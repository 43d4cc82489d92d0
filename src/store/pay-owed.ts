import type { Day } from '../core/calendar.ts'
import { currencyOf, type Currency } from '../core/money.ts'
import { assert } from '../core/assert.ts'
import type { Tx } from './db.ts'

/** What one account owes, as the payment page and those who make links need it. */
export type Owed = {
  readonly accountRef: string
  readonly currency: Currency
  readonly outstandingMinor: bigint
  readonly arrearsMinor: bigint
  readonly arrearsExact: boolean
  readonly nextDueMinor: bigint
  readonly nextDueOn: Day | undefined
  readonly oldestDueOn: Day | undefined
  readonly creditor: string
  readonly kind: 'host' | 'own'
}

type Row = Omit<Owed, 'currency' | 'nextDueOn' | 'oldestDueOn'> & {
  readonly currency: string
  readonly nextDueOn: Day | null
  readonly oldestDueOn: Day | null
}

export async function readOwed(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId: bigint },
): Promise<Owed | undefined> {
  const found = await tx.query<Row>(
    `select a.ref as "accountRef", a.currency, p.outstanding_minor as "outstandingMinor",
       p.arrears_minor as "arrearsMinor", p.arrears_exact as "arrearsExact",
       p.next_due_minor as "nextDueMinor", p.next_due_on as "nextDueOn",
       p.oldest_unpaid_due_on as "oldestDueOn", f.creditor, f.kind
     from account a
     join position p using (tenant_id, borrower_id, account_id)
     join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
     where a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = $3`,
    [tenantId, of.borrowerId, of.accountId],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const currency = currencyOf(row.currency)
  assert(currency !== undefined, `${row.currency} is not a currency`)
  return {
    ...row,
    currency,
    nextDueOn: row.nextDueOn ?? undefined,
    oldestDueOn: row.oldestDueOn ?? undefined,
  }
}

/** The most that may be paid: what is owed, or what is late where the books say no whole. */
export const mostOwed = (owed: Owed): bigint =>
  owed.outstandingMinor > owed.arrearsMinor ? owed.outstandingMinor : owed.arrearsMinor
