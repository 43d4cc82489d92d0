import type { Day } from '../core/calendar.ts'
import { recomputePosition } from './book.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { seePast } from './past.ts'

type Of = { readonly tenantId: bigint; readonly borrowerId: bigint; readonly on: Day }

/**
 * Reads a borrower as they stood on a day and as it was known then: facts that were recorded later are not
 * there, positions are derived again, what is asked is read, and all of it is undone, so that looking at the
 * past changes nothing. `knownOn` is later than the day only where the person came to our books later.
 */
export async function asOfDay<T>(
  db: Db,
  of: Of,
  work: (tx: Tx, knownOn: Day) => Promise<T>,
): Promise<T> {
  const undone = new Error('undone on purpose')
  const box: { found?: T } = {}
  await inTenant(db, of.tenantId, async (tx) => {
    const knownOn = await seePast(tx, of, of.on)
    await recomputePosition(tx, of.tenantId, of.borrowerId, of.on)
    await tx.query(CASE_THEN, [of.tenantId, of.borrowerId, of.on])
    await tx.query(STANDING_THEN, [of.tenantId, of.borrowerId])
    box.found = await work(tx, knownOn)
    throw undone
  }).catch((error: unknown) => {
    if (error !== undone) throw error
  })
  return box.found as T
}

/** What heads a case, from the positions of that day; who chose its stage is another day's word and stays. */
const CASE_THEN = `update borrower_case c set arrears_minor = coalesce(p.arrears, 0), oldest_unpaid_due_on = p.oldest
  from (select sum(p.arrears_minor) filter (where a.currency = l.currency)::bigint as arrears,
               min(p.oldest_unpaid_due_on) as oldest
          from borrower_case k
          join account l on l.tenant_id = $1 and l.borrower_id = $2 and l.account_id = k.lead_account_id
          join account a on a.tenant_id = $1 and a.borrower_id = $2
          join position p on p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = a.account_id
         where k.tenant_id = $1 and k.borrower_id = $2 and (a.opened_on is null or a.opened_on <= $3)
           and (a.closed_on is null or a.closed_on > $3)) p
 where c.tenant_id = $1 and c.borrower_id = $2`

/** What was known of each address: the newest word recorded by then; a file's own word has no other. */
const STANDING_THEN = `update address d set standing = coalesce((select e.standing from address_event e
    where e.tenant_id = $1 and e.borrower_id = $2 and e.address_id = d.address_id
    order by e.effective_at desc, e.event_id desc limit 1), 'unverified')
 where d.tenant_id = $1 and d.borrower_id = $2 and exists (select from public.address_event e
    where e.tenant_id = $1 and e.borrower_id = $2 and e.address_id = d.address_id)`
