import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef, type StalePermit } from './guard-facts.ts'
import { stepThread, type StepDeclined } from './inbox.ts'
import { withdrawPermits } from './withdraw.ts'

export type TypedReply = {
  readonly words: string
  readonly by: string
  /** The newest message that the person saw. */
  readonly seen?: bigint | undefined
  readonly mayTakeOver: boolean
}

export type ReplyDeclined = StepDeclined | { readonly declined: 'cannot_be_answered' }

/** As long as a person may still take it back. */
export const UNDO_MS = 10_000

type Answered = {
  readonly message_id: bigint
  readonly inbound_id: bigint | null
  readonly channel: Channel
  readonly account_id: bigint | null
  readonly stage: string | null
  readonly tone: string | null
}

/**
 * Plans what a person typed as the answer to the newest message. It leaves as any other treatment does:
 * when the guard allows it, on the channel that the borrower used, and once.
 */
export async function typeReply(
  tx: Tx,
  ref: BorrowerRef,
  reply: TypedReply,
  { now, today }: { readonly now: Instant; readonly today: Day },
): Promise<{ readonly treatmentId: bigint; readonly channel: Channel } | ReplyDeclined> {
  const newest = await newestOf(tx, ref)
  if (newest === undefined || newest.inbound_id === null || newest.account_id === null)
    return { declined: 'cannot_be_answered' }
  // A call or a letter is answered by a call or a letter, not from here.
  if (!TEXTS.has(newest.channel)) return { declined: 'cannot_be_answered' }
  const { by, seen, mayTakeOver } = reply
  const step = { state: 'answered', by, seen, mayTakeOver } as const
  const stepped = await stepThread(tx, ref, step, now)
  if ('declined' in stepped) return stepped
  const made = await tx.query<{ treatment_id: bigint }>(
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
       row_no, treatment, channel, template, priority, not_before)
     select $1, $2, $3, $4, 'desk', 0, $5, $6, 0, 'reply-' || $7::bigint || '-' || (select count(*) from reply_words w
         where w.tenant_id = $1 and w.borrower_id = $2 and w.message_id = $7::bigint), $8, 'reply', 1000000, $9
     returning treatment_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      newest.account_id,
      today,
      newest.stage ?? 'none',
      newest.tone ?? 'plain',
      newest.message_id,
      newest.channel,
      instantText((now + UNDO_MS) as Instant),
    ],
  )
  const treatmentId = made.rows[0]?.treatment_id ?? 0n
  await tx.query(
    `insert into reply_words (tenant_id, borrower_id, treatment_id, message_id, inbound_id, words, by_staff,
       effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ref.tenantId,
      ref.borrowerId,
      treatmentId,
      newest.message_id,
      newest.inbound_id,
      reply.words,
      by,
      instantText(now),
    ],
  )
  return { treatmentId, channel: newest.channel }
}

const TEXTS: ReadonlySet<Channel> = new Set<Channel>(['sms', 'email', 'message'])

async function newestOf(tx: Tx, ref: BorrowerRef): Promise<Answered | undefined> {
  const found = await tx.query<Answered>(
    `select m.message_id, m.inbound_id, m.channel, coalesce(c.lead_account_id, (
        select min(account_id) from account a where a.tenant_id = $1 and a.borrower_id = $2)) as account_id,
        c.stage, c.tone
       from message_in m
       left join borrower_case c on c.tenant_id = m.tenant_id and c.borrower_id = m.borrower_id
      where m.tenant_id = $1 and m.borrower_id = $2 and m.automatic is null
      order by m.message_id desc limit 1`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows[0]
}

export type TakenBack = 'taken_back' | 'too_late_to_undo' | 'not_your_answer'

/**
 * What its author sent by mistake: within its seconds at least, and until it leaves. Under the borrower's lock,
 * which the last gate asks for too: either it has left, or its permit is gone with it. Twice is once.
 */
export async function takeBackReply(
  tx: Tx,
  ref: ReplyRef,
  { by, now }: { readonly by: string; readonly now: Instant },
): Promise<TakenBack> {
  await lockBorrower(tx, ref)
  const done = await tx.query(
    `update treatment t set state = 'withdrawn', not_before = null,
        state_why = jsonb_build_object('taken_back_by', $4::text)
       from reply_words w
      where t.tenant_id = $1 and t.borrower_id = $2 and t.treatment_id = $3 and t.template = 'reply'
        and t.state in ('planned', 'deferred') and w.tenant_id = $1 and w.borrower_id = $2
        and w.treatment_id = $3 and w.by_staff = $4`,
    [ref.tenantId, ref.borrowerId, ref.treatmentId, by],
  )
  if (done.rowCount !== 1) return whyKept(tx, ref, by)
  const permits = await tx.query<StalePermit>(
    `select contact_id as "contactId", slots from contact
      where tenant_id = $1 and borrower_id = $2 and treatment_id = $3 and state = 'permitted'`,
    [ref.tenantId, ref.borrowerId, ref.treatmentId],
  )
  await withdrawPermits(tx, ref, permits.rows, { why: 'taken_back', now })
  await tx.query(
    `update inbox_now set state = 'taken', taken_by = $3
      where tenant_id = $1 and borrower_id = $2 and state = 'answered'`,
    [ref.tenantId, ref.borrowerId, by],
  )
  return 'taken_back'
}

type ReplyRef = BorrowerRef & { readonly treatmentId: bigint }

async function whyKept(tx: Tx, ref: ReplyRef, by: string): Promise<TakenBack> {
  const found = await tx.query<{ is_mine: boolean; is_back: boolean }>(
    `select w.by_staff = $4 as is_mine, t.state = 'withdrawn' and t.state_why ->> 'taken_back_by' = $4 as is_back
       from reply_words w join treatment t using (tenant_id, borrower_id, treatment_id)
      where w.tenant_id = $1 and w.borrower_id = $2 and w.treatment_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.treatmentId, by],
  )
  const [row] = found.rows
  if (row?.is_mine === false) return 'not_your_answer'
  return row?.is_back === true ? 'taken_back' : 'too_late_to_undo'
}

/** The newest answer that somebody typed to a borrower, whether it has left or not. */
export async function newestReplyOf(
  tx: Tx,
  ref: BorrowerRef,
  by: string,
): Promise<bigint | undefined> {
  const found = await tx.query<{ treatment_id: bigint }>(
    `select treatment_id from reply_words where tenant_id = $1 and borrower_id = $2 and by_staff = $3
      order by treatment_id desc limit 1`,
    [ref.tenantId, ref.borrowerId, by],
  )
  return found.rows[0]?.treatment_id
}
