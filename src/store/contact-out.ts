import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import { LISTENED } from './event-out.ts'

/** What became of contacts, by the states that somebody outside hears of. */
const TOLD = `case s.state when 'accepted' then 'contact.sent' when 'delivered' then 'contact.delivered'
  when 'failed' then 'contact.failed' end`

/** Tells what became of contacts, in the transaction that learnt it. */
export async function tellContacts(
  tx: Tx,
  tenantId: bigint,
  all: readonly {
    readonly borrowerId: bigint
    readonly contactId: bigint
    readonly state: string
    readonly why?: string | undefined
    readonly at: Instant
  }[],
): Promise<void> {
  if (all.length === 0) return
  const rows = all.map((one) => ({
    borrower_id: one.borrowerId.toString(),
    contact_id: one.contactId.toString(),
    state: one.state,
    why: one.why ?? null,
    at: instantText(one.at),
  }))
  await tx.query(
    `insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
     select $1, s.borrower_id, ${TOLD}, s.at, jsonb_strip_nulls(jsonb_build_object('contact_id', s.contact_id::text,
       'channel', c.channel, 'account_id', c.account_ids[1]::text, 'why', s.why))
       from json_to_recordset($2::json) as s (borrower_id bigint, contact_id bigint, state text, why text,
         at timestamptz)
       join contact c on c.tenant_id = $1 and c.borrower_id = s.borrower_id and c.contact_id = s.contact_id
      where ${TOLD} is not null and ${LISTENED}`,
    [tenantId, JSON.stringify(rows)],
  )
}
