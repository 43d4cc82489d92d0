import type { Instant } from '../core/calendar.ts'
import { applyConsent } from './consent.ts'
import { inTenant, type Db } from './db.ts'

/**
 * Whoever got a mail wants no more of them: none leaves from here on, also none that was permitted.
 * Asked twice it is one refusal; after a later permission it is a new one. False: no such mail left.
 */
export async function stopMail(
  db: Db,
  { tenantId, attemptKey }: { readonly tenantId: bigint; readonly attemptKey: string },
  now: Instant,
): Promise<boolean> {
  return inTenant(
    db,
    tenantId,
    async (tx) => {
      const found = await tx.query<{ borrower_id: bigint; given: boolean | null }>(
        `select c.borrower_id, (
           select s.given from consent s
            where s.tenant_id = c.tenant_id and s.borrower_id = c.borrower_id and s.channel = 'email'
              and s.address_id = 0
            order by s.effective_at desc, s.consent_id desc limit 1) as given
         from contact c where c.tenant_id = $1 and c.attempt_key = $2 and c.channel = 'email' limit 1`,
        [tenantId, attemptKey],
      )
      const [row] = found.rows
      if (row === undefined) return false
      if (row.given === false) return true
      const borrowerId = row.borrower_id
      await applyConsent(
        tx,
        tenantId,
        { borrowerId, channel: 'email', given: false, source: 'one click in a mail' },
        now,
      )
      return true
    },
    { retries: 3 },
  )
}
