import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { HeardClass, HeardOne, CallWindow } from '../core/hear/heard.ts'
import { neverVoided } from './consent-sql.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import type { InboxState } from './inbox.ts'

export type ThreadEffect = {
  readonly kind: string
  readonly what: string
  readonly taken_back: boolean
}

/** One thing that was sent, received or said, whatever the channel. */
export type ThreadRecord = {
  readonly id: string
  readonly at: Instant
  readonly direction: 'in' | 'out'
  readonly channel: Channel
  readonly state: string
  readonly template: string | null
  readonly who: string
  readonly words: string | null
  /** Of what came in. */
  readonly message_id: bigint | null
  readonly treatment_id: bigint | null
  readonly automatic: string | null
  readonly found_by: string | null
  readonly first_class: HeardClass | null
  readonly classes: readonly HeardOne[] | null
  readonly proposes: {
    readonly promise?: {
      readonly amountMinor?: string
      readonly part?: 'half' | 'all'
      readonly dueOn?: Day
    }
    readonly callAfter?: CallWindow
  } | null
  readonly heard_by: string | null
  readonly effects: readonly ThreadEffect[] | null
}

export type ThreadKey = { readonly at: Instant; readonly id: string }

const stamp = (column: string) => `date_trunc('milliseconds', ${column})`

/** What left, word for word; of what left before that was kept, what a person typed or the sandbox took. */
export const SENT_WORDS = `coalesce(
  (select l.words from sent_words l where l.tenant_id = $1 and l.borrower_id = $2 and l.contact_id = k.contact_id),
  (select w.words from reply_words w where w.tenant_id = $1 and w.borrower_id = $2 and w.treatment_id = k.treatment_id),
  (select s.body from sandbox_message s where s.tenant_id = $1 and s.borrower_id = $2 and s.permit = k.attempt_key
    order by s.message_id limit 1))`

const STAFF = (made: string) => `(select s.name from staff s
    where s.tenant_id = $1 and s.user_id = nullif(split_part(${made}, 'staff:', 2), ''))`

const TYPIST = `(select coalesce(${STAFF("'staff:' || w.by_staff")}, w.by_staff) from reply_words w
    where w.tenant_id = $1 and w.borrower_id = $2 and w.treatment_id = k.treatment_id)`

const IN = `select 'in:' || m.message_id as id, ${stamp('m.effective_at')} as at, 'in' as direction, m.channel,
    'received' as state, null as template, m.sender as who, m.words, m.message_id, null::bigint as treatment_id,
    m.automatic, m.found_by, h.first_class, h.classes, h.proposes,
    coalesce(h.by_staff, h.listener) as heard_by, (
      select jsonb_agg(jsonb_build_object('kind', e.kind, 'what', e.what, 'taken_back', exists (
          select from message_effect t where t.tenant_id = $1 and t.borrower_id = $2 and t.message_id = m.message_id
            and t.kind = 'taken_back' and t.ref_id = e.effect_id)) order by e.effect_id)
        from message_effect e where e.tenant_id = $1 and e.borrower_id = $2 and e.message_id = m.message_id
         and e.kind <> 'taken_back') as effects
  from message_in m
  left join lateral (
    select h.* from message_heard h where h.tenant_id = $1 and h.borrower_id = $2 and h.message_id = m.message_id
     order by h.heard_id desc limit 1) h on true
 where m.tenant_id = $1 and m.borrower_id = $2`

const NOTHING_HEARD = `null::text, null::text, null::text, null::jsonb, null::jsonb, null::text, null::jsonb`

const OUT = `select 'out:' || k.contact_id, ${stamp('coalesce(k.sending_at, k.permitted_at)')}, 'out', k.channel,
    coalesce((select e.kind from contact_event e where e.tenant_id = $1 and e.borrower_id = $2
      and e.contact_id = k.contact_id and e.kind in ('conversation', 'voicemail', 'unanswered', 'not_connected', 'answered_dropped')
      order by e.event_no desc limit 1), k.state), k.template, coalesce(${STAFF('k.made_by')}, ${TYPIST}, k.made_by), ${SENT_WORDS}, null::bigint,
    k.treatment_id, ${NOTHING_HEARD}
  from contact k where k.tenant_id = $1 and k.borrower_id = $2`

/** An answer that waits for its seconds, or that the guard refused: nothing of it has left. */
const TYPED = `select 'typed:' || t.treatment_id, ${stamp('w.effective_at')}, 'out', t.channel, t.state, t.template,
    coalesce(${STAFF("'staff:' || w.by_staff")}, w.by_staff), w.words, null::bigint, t.treatment_id, ${NOTHING_HEARD}
  from reply_words w
  join treatment t on t.tenant_id = w.tenant_id and t.borrower_id = w.borrower_id and t.treatment_id = w.treatment_id
 where w.tenant_id = $1 and w.borrower_id = $2 and not exists (
   select from contact c where c.tenant_id = $1 and c.borrower_id = $2 and c.treatment_id = w.treatment_id)`

/** What was told to us and is no message, such as a voicemail that somebody noted. */
const TOLD = `select 'told:' || i.inbound_id, ${stamp('i.received_at')}, 'in', i.channel, i.result, null, 'borrower',
    null, null::bigint, null::bigint, ${NOTHING_HEARD}
  from inbound i
 where i.tenant_id = $1 and i.borrower_id = $2 and not exists (
   select from message_in m where m.tenant_id = $1 and m.borrower_id = $2 and m.inbound_id = i.inbound_id)`

const THREAD = `select * from (${[IN, OUT, TYPED, TOLD].join(' union all ')}) one
  where $3::timestamptz is null or (at, id) < ($3, $4)
  order by at desc, id desc limit $5`

/** Everything out and in over all channels, the newest first. */
export async function readThread(
  tx: Tx,
  ref: BorrowerRef,
  { after, limit }: { readonly after: ThreadKey | undefined; readonly limit: number },
): Promise<{ readonly rows: readonly ThreadRecord[]; readonly next: ThreadKey | undefined }> {
  const found = await tx.query<ThreadRecord>(THREAD, [
    ref.tenantId,
    ref.borrowerId,
    after === undefined ? null : instantText(after.at),
    after?.id ?? null,
    limit + 1,
  ])
  const rows = found.rows.slice(0, limit)
  const last = found.rows.length > limit ? rows.at(-1) : undefined
  return { rows, next: last && { at: last.at, id: last.id } }
}

export type ThreadHead = {
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly currency: string | null
  readonly state: InboxState | null
  readonly taken_by: string | null
  readonly taken_name: string | null
  readonly message_id: bigint | null
  /** The newest message that a text may answer. */
  readonly answers: bigint | null
  /** They said no to every channel with it or since. */
  readonly refused: boolean
}

export async function readThreadHead(tx: Tx, ref: BorrowerRef): Promise<ThreadHead | undefined> {
  const found = await tx.query<ThreadHead>(
    `select b.name, b.language, n.state, n.taken_by, s.name as taken_name, n.message_id,
            (select min(a.currency) from account a where a.tenant_id = $1 and a.borrower_id = $2) as currency,
            (select case when m.inbound_id is not null and m.channel in ('sms', 'email', 'message')
                         then m.message_id end
               from message_in m where m.tenant_id = $1 and m.borrower_id = $2 and m.automatic is null
              order by m.message_id desc limit 1) as answers,
            coalesce((select not c.given and c.effective_at >= (select max(m.effective_at) from message_in m
                 where m.tenant_id = $1 and m.borrower_id = $2 and m.automatic is null)
               from consent c where c.tenant_id = $1 and c.borrower_id = $2 and c.channel = 'any'
                and c.address_id = 0 and c.scope = 'contact' and ${neverVoided('c')}
              order by c.effective_at desc, c.consent_id desc limit 1), false) as refused
       from borrower b
       left join inbox_now n on n.tenant_id = b.tenant_id and n.borrower_id = b.borrower_id
       left join staff s on s.tenant_id = n.tenant_id and s.user_id = n.taken_by
      where b.tenant_id = $1 and b.borrower_id = $2`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows[0]
}
