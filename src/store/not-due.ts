import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { NOT_SERVICING } from './servicing.ts'

/** After money came in. What is still due stays planned: it takes a new permit and says the new amount. */
export async function withdrawTreatmentsNotDue(tx: Tx, ref: BorrowerRef): Promise<void> {
  await tx.query(
    `update treatment t set state = 'withdrawn', state_why = '{"why": "payment"}', not_before = null
     from position p
     where t.tenant_id = $1 and t.borrower_id = $2 and t.state in ('planned', 'deferred', 'listed', 'awaiting_approval')
       and p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = t.account_id
       and p.arrears_minor <= 0 and p.oldest_unpaid_due_on is null
       -- A reward is for paying, so a payment does not take it away.
       and t.reward is null and ${NOT_SERVICING}`,
    [ref.tenantId, ref.borrowerId],
  )
}
