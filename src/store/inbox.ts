import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { HeardClass } from '../core/hear/heard.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import type { MessageRef } from './message-keep.ts'

export const INBOX_STATES = ['open', 'taken', 'answered', 'closed'] as const
export type InboxState = (typeof INBOX_STATES)[number]

type Opening = {
  readonly urgency: number
  readonly first: HeardClass
  readonly channel: Channel
  readonly at: Instant
}

/** A message opens its thread again; who had taken it keeps it. */
export async function openThread(
  tx: Tx,
  ref: MessageRef,
  { urgency, first, channel, at }: Opening,
  now: Instant,
): Promise<void> {
  const values = [
    ref.tenantId,
    ref.borrowerId,
    urgency,
    first,
    ref.messageId,
    channel,
    instantText(at),
  ]
  const put = await tx.query<{ state: InboxState; taken_by: string | null }>(
    `insert into inbox_now as n (tenant_id, borrower_id, state, urgency, first_class, message_id, channel, waiting_at)
     values ($1, $2, 'open', $3, $4, $5, $6, $7)
     on conflict (tenant_id, borrower_id) do update set
       state = case when n.state = 'taken' then 'taken' else 'open' end,
       taken_by = case when n.state = 'taken' then n.taken_by end,
       first_class = case when n.state in ('open', 'taken') and n.urgency > excluded.urgency
                          then n.first_class else excluded.first_class end,
       urgency = case when n.state in ('open', 'taken') then greatest(n.urgency, excluded.urgency)
                      else excluded.urgency end,
       waiting_at = case when n.state in ('open', 'taken') then least(n.waiting_at, excluded.waiting_at)
                         else excluded.waiting_at end,
       message_id = excluded.message_id, channel = excluded.channel
     returning state, taken_by`,
    values,
  )
  const [row] = put.rows
  const event = { state: row?.state ?? 'open', by: row?.taken_by ?? undefined, words: undefined }
  await keepEvent(tx, ref, event, now)
}

async function keepEvent(
  tx: Tx,
  ref: BorrowerRef & { readonly messageId?: bigint },
  event: {
    readonly state: InboxState
    readonly by: string | undefined
    readonly words: string | undefined
  },
  now: Instant,
): Promise<void> {
  await tx.query(
    `insert into inbox_event (tenant_id, borrower_id, state, message_id, by_staff, words, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ref.tenantId,
      ref.borrowerId,
      event.state,
      ref.messageId ?? null,
      event.by ?? null,
      event.words ?? null,
      instantText(now),
    ],
  )
}

export type InboxStep = {
  /** 'open': given back to whoever comes, by whoever had taken it or closed it. */
  readonly state: InboxState
  readonly by: string
  readonly words?: string | undefined
}

export type StepDeclined = {
  readonly declined: 'nothing_waits' | 'taken_by_other' | 'seen_nothing'
}

/**
 * Takes, answers, closes or gives back a thread. `seen` is the newest message that the person saw: one that came
 * since is not closed unread.
 */
export async function stepThread(
  tx: Tx,
  ref: BorrowerRef,
  step: InboxStep & { readonly seen?: bigint | undefined; readonly mayTakeOver: boolean },
  now: Instant,
): Promise<{ readonly state: InboxState } | StepDeclined> {
  const found = await tx.query<{ state: InboxState; taken_by: string | null; message_id: bigint }>(
    `select state, taken_by, message_id from inbox_now
      where tenant_id = $1 and borrower_id = $2 for update`,
    [ref.tenantId, ref.borrowerId],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'nothing_waits' }
  if (step.state === 'taken' && (row.state === 'closed' || row.state === 'answered'))
    return { declined: 'nothing_waits' }
  if (step.state === 'open' && row.state !== 'taken' && row.state !== 'closed')
    return { declined: 'nothing_waits' }
  const isOthers = row.state === 'taken' && row.taken_by !== null && row.taken_by !== step.by
  if (isOthers && !step.mayTakeOver) return { declined: 'taken_by_other' }
  if (step.seen !== undefined && step.seen < row.message_id) return { declined: 'seen_nothing' }
  await tx.query(
    `update inbox_now set state = $3, taken_by = $4 where tenant_id = $1 and borrower_id = $2`,
    [ref.tenantId, ref.borrowerId, step.state, hasNobody(step.state) ? null : step.by],
  )
  const event = { state: step.state, by: step.by, words: step.words }
  await keepEvent(tx, { ...ref, messageId: row.message_id }, event, now)
  return { state: step.state }
}

const hasNobody = (state: InboxState): boolean => state === 'closed' || state === 'open'

export type InboxRow = {
  readonly borrower_id: bigint
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly state: InboxState
  readonly urgency: number
  readonly first_class: HeardClass
  readonly channel: Channel
  readonly message_id: bigint
  readonly waiting_at: Instant
  readonly taken_by: string | null
  readonly taken_name: string | null
  readonly words: string
  readonly certainty: 'sure' | 'unsure'
}

export type InboxKey = {
  readonly urgency: number
  readonly at: Instant
  readonly borrowerId: bigint
}

/** The most urgent first, and of those who has waited longest. */
export async function readInbox(
  tx: Tx,
  tenantId: bigint,
  ask: {
    readonly states: readonly InboxState[]
    readonly takenBy: string | undefined
    readonly first: HeardClass | undefined
    readonly channel: Channel | undefined
    readonly after: InboxKey | undefined
    readonly limit: number
  },
): Promise<{ readonly rows: readonly InboxRow[]; readonly next: InboxKey | undefined }> {
  const { states, takenBy, first, channel, after, limit } = ask
  const found = await tx.query<InboxRow>(
    `with page as materialized (
       select * from inbox_now n
        where n.tenant_id = $1 and n.state = any($2) and ($3::text is null or n.taken_by = $3)
          and ($4::text is null or n.first_class = $4) and ($5::text is null or n.channel = $5)
          and ($6::int is null or n.urgency <= $6 and (n.urgency < $6 or (n.waiting_at, n.borrower_id) > ($7, $8)))
        order by n.urgency desc, n.waiting_at, n.borrower_id limit $9)
     select n.borrower_id, b.name, b.language, n.state, n.urgency, n.first_class, n.channel, n.message_id,
            n.waiting_at, n.taken_by, s.name as taken_name, left(m.words, 200) as words,
            coalesce((select c ->> 'certainty' from message_heard h, jsonb_array_elements(h.classes) c
               where h.tenant_id = $1 and h.borrower_id = n.borrower_id and h.message_id = n.message_id
                 and c ->> 'what' = n.first_class order by h.heard_id desc limit 1), 'unsure') as certainty
       from page n
       join borrower b on b.tenant_id = n.tenant_id and b.borrower_id = n.borrower_id
       join message_in m on m.tenant_id = n.tenant_id and m.borrower_id = n.borrower_id
        and m.message_id = n.message_id
       left join staff s on s.tenant_id = n.tenant_id and s.user_id = n.taken_by
      order by n.urgency desc, n.waiting_at, n.borrower_id`,
    [
      tenantId,
      states,
      takenBy ?? null,
      first ?? null,
      channel ?? null,
      after?.urgency ?? null,
      after === undefined ? null : instantText(after.at),
      after?.borrowerId ?? null,
      limit + 1,
    ],
  )
  const rows = found.rows.slice(0, limit)
  const last = found.rows.length > limit ? rows.at(-1) : undefined
  return {
    rows,
    next: last && { urgency: last.urgency, at: last.waiting_at, borrowerId: last.borrower_id },
  }
}

/** What stands beside a list is counted so far: a count costs the same on any book. */
export const COUNTED_MAX = 1000

/** How many wait, and how many of those may not wait, the most urgent counted first: up to so many. */
export async function countInbox(
  tx: Tx,
  tenantId: bigint,
): Promise<{ readonly waiting: number; readonly urgent: number; readonly unmatched: number }> {
  const found = await tx.query<{ waiting: bigint; urgent: bigint; unmatched: bigint }>(
    `select count(*) as waiting, count(*) filter (where urgency >= 7) as urgent, (
        select count(*) from (select from message_unmatched where tenant_id = $1 and state = 'open' limit $2) m) as unmatched
       from (select urgency from inbox_now where tenant_id = $1 and state in ('open', 'taken')
              order by urgency desc limit $2) n`,
    [tenantId, COUNTED_MAX],
  )
  const [row] = found.rows
  return {
    waiting: Number(row?.waiting ?? 0n),
    urgent: Number(row?.urgent ?? 0n),
    unmatched: Number(row?.unmatched ?? 0n),
  }
}
