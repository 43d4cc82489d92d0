import { addDays, type Day, type Instant } from '../core/calendar.ts'
import { reviewerOf, sampleCalls, type CallMade, type Draw } from '../core/quality-sample.ts'
import { instantText, type Tx } from './db.ts'

export type Drawn = {
  readonly calls: number
  readonly drawn: readonly (CallMade & { readonly assignedTo: string | undefined })[]
  /** Those that were not on the list before. */
  readonly added: number
}

/**
 * Draws a day's calls for review and puts them on the list. Of a day that is over, so that nobody draws
 * from fewer calls than the next one does. Drawn again with the same rate it adds nothing.
 */
export async function drawSample(
  tx: Tx,
  draw: Omit<Draw, 'day'> & { readonly day: Day },
  tick: { readonly now: Instant; readonly today: Day },
): Promise<Drawn | { readonly declined: 'day_not_over' }> {
  if (draw.day >= tick.today) return { declined: 'day_not_over' }
  const { tenantId, day } = draw
  const calls = await callsOn(tx, tenantId, day)
  const reviewers = await reviewersOf(tx, tenantId)
  const drawn = sampleCalls(calls, draw).map((call) => ({
    ...call,
    assignedTo: reviewerOf(call, reviewers, draw),
  }))
  let added = 0
  for (const call of drawn) {
    const why = { why: 'sample', rateBp: draw.rateBp, leastEach: draw.leastEach } as const
    if (await putOnList(tx, tenantId, { ...call, day, ...why }, tick.now)) added += 1
  }
  return { calls: calls.length, drawn, added }
}

/**
 * Every call of a person on a day of the tenant's calendar that left, and of which by the end of that day
 * nobody had said that it reached nobody.
 */
async function callsOn(tx: Tx, tenantId: bigint, day: Day): Promise<readonly CallMade[]> {
  const found = await tx.query<CallMade>(
    `select k.borrower_id as "borrowerId", k.contact_id as "contactId", substr(k.made_by, 7) as "madeBy"
       from contact k
       join tenant t on t.tenant_id = k.tenant_id
      where k.tenant_id = $1 and k.channel = 'call' and k.made_by like 'staff:%'
        and k.state not in ('permitted', 'withdrawn')
        and k.permitted_at >= ($2::date)::timestamp at time zone t.zone
        and k.permitted_at < ($3::date)::timestamp at time zone t.zone
        and coalesce((select e.kind from contact_event e
          where e.tenant_id = k.tenant_id and e.borrower_id = k.borrower_id and e.contact_id = k.contact_id
            and e.detail ? 'disposition'
            and e.effective_at < ($3::date)::timestamp at time zone t.zone
          order by e.event_no desc limit 1), '') not in ('unanswered', 'not_connected')
      order by k.borrower_id, k.contact_id`,
    [tenantId, day, addDays(day, 1)],
  )
  return found.rows
}

export async function reviewersOf(tx: Tx, tenantId: bigint): Promise<readonly string[]> {
  const found = await tx.query<{ user_id: string }>(
    `select user_id from staff
      where tenant_id = $1 and role in ('manager', 'compliance') and disabled_at is null
      order by user_id`,
    [tenantId],
  )
  return found.rows.map((row) => row.user_id)
}

export type ListItem = CallMade & {
  readonly day: Day
  readonly assignedTo: string | undefined
} & (
    | { readonly why: 'finding' }
    | { readonly why: 'sample'; readonly rateBp: number; readonly leastEach: number }
  )

/** False where it stands there already. */
export async function putOnList(
  tx: Tx,
  tenantId: bigint,
  item: ListItem,
  now: Instant,
): Promise<boolean> {
  const put = await tx.query(
    `insert into quality_item (tenant_id, borrower_id, contact_id, why, on_day, rate_bp, least_each, made_by, assigned_to,
       effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tenant_id, borrower_id, contact_id, why) do nothing`,
    [
      tenantId,
      item.borrowerId,
      item.contactId,
      item.why,
      item.day,
      item.why === 'sample' ? item.rateBp : null,
      item.why === 'sample' ? item.leastEach : null,
      item.madeBy,
      item.assignedTo ?? null,
      instantText(now),
    ],
  )
  return put.rowCount === 1
}
