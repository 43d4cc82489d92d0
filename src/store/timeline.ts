import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Reason } from '../guard/verdict.ts'
import { instantText, type Tx } from './db.ts'
import { REASONS } from './law-kept.ts'
import type { Knowledge } from './past.ts'

export const TIMELINE_KINDS = [
  'account',
  'instalments',
  'snapshot',
  'payment',
  'reversal',
  'entry',
  'treatment',
  'verdict',
  'contact',
  'contact_event',
  'hold',
  'hold_ended',
  'consent',
  'promise',
  'plan',
  'plan_ended',
  'pause',
  'inbound',
] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

export type TimelineRecord = {
  readonly kind: TimelineKind
  readonly id: string
  readonly at: Instant
  readonly effective_on: Day | null
  readonly recorded_at: Instant
  readonly who: string
  readonly account_id: bigint | null
  readonly channel: Channel | null
  readonly minor: bigint | null
  readonly currency: string | null
  readonly state: string | null
  readonly until_at: Instant | null
  /** What the sentence says beside the columns: a name, a count, a second day. */
  readonly what: string | null
  readonly count: number | null
  readonly day: Day | null
  readonly reasons: readonly Reason[] | null
}

export type TimelineKey = { readonly at: Instant; readonly id: string }

/** Whole milliseconds, so that an instant in a cursor compares equal to its row's. */
const stamp = (column: string) => `date_trunc('milliseconds', ${column})`
const dayStart = (column: string) => `(${column}::timestamp at time zone 'UTC')`
const own = (table: string) => `${table}.tenant_id = $1 and ${table}.borrower_id = $2`

/** Every part answers the same columns; a fact of a day stands at the start of its day in UTC. */
const PARTS: Readonly<Record<TimelineKind, string>> = {
  account: `select 'account', 'account:' || a.account_id, coalesce(${dayStart('a.opened_on')}, ${stamp('a.recorded_at')}),
      a.opened_on, a.recorded_at, a.source, a.account_id, null, a.principal_minor, a.currency::text,
      null, null::timestamptz, a.ref, null::int, null::date, null::jsonb
    from account a where ${own('a')}`,
  instalments: `select 'instalments', 'instalments:' || i.account_id || ':' || i.version, ${dayStart('i.effective_on')},
      i.effective_on, min(i.recorded_at), 'file', i.account_id, null, sum(i.amount_minor)::bigint,
      min(a.currency)::text, null, null, null, count(*)::int, min(i.due_on), null
    from instalment i join account a on a.tenant_id = i.tenant_id and a.borrower_id = i.borrower_id
      and a.account_id = i.account_id
    where ${own('i')} group by i.account_id, i.version, i.effective_on`,
  snapshot: `select 'snapshot', 'snapshot:' || s.account_id || ':' || s.effective_on || ':' || extract(epoch from s.recorded_at),
      ${dayStart('s.effective_on')}, s.effective_on, s.recorded_at, 'file', s.account_id, null,
      s.balance_minor, a.currency::text, null, null, s.arrears_minor::text, s.months_past_due::int,
      s.oldest_unpaid_due_on, null
    from snapshot s join account a on a.tenant_id = s.tenant_id and a.borrower_id = s.borrower_id
      and a.account_id = s.account_id
    where ${own('s')}`,
  payment: paymentPart('payment', 'null'),
  reversal: paymentPart('reversal', 'not null'),
  entry: `select 'entry', 'entry:' || e.entry_id, ${dayStart('e.fact_on')}, e.fact_on, e.recorded_at, e.made_by,
      e.account_id, null, e.amount_minor, e.currency::text, e.kind, null, e.why, null, e.effective_on, null
    from entry e where ${own('e')} and e.fact_on is not null and e.payment_id is null`,
  treatment: `select 'treatment', 'treatment:' || t.treatment_id, ${dayStart('t.chosen_on')}, t.chosen_on, t.recorded_at,
      t.strategy || ' v' || t.strategy_version, t.account_id, t.channel, null, null, t.state, t.not_before,
      t.treatment, t.row_no::int, null, null
    from treatment t where ${own('t')}`,
  verdict: `select 'verdict', 'verdict:' || v.verdict_id, ${stamp('v.judged_at')}, null, v.recorded_at, 'guard', null,
      v.channel, null, null, v.decision, v.until_at, left(v.rules_hash, 12), null, null, ${REASONS}
    from verdict v where ${own('v')}`,
  contact: `select 'contact', 'contact:' || k.contact_id, ${stamp('k.permitted_at')}, null, k.recorded_at, k.made_by,
      k.account_ids[1], k.channel, null, null, k.state, k.expires_at, k.template, null, null, null
    from contact k where ${own('k')}`,
  contact_event: `select 'contact_event', 'contact_event:' || e.contact_id || ':' || e.event_no, ${stamp('e.effective_at')},
      null, e.recorded_at, coalesce(e.detail ->> 'by', k.provider, 'forbear'), k.account_ids[1], k.channel, null, null,
      e.kind, null, e.detail ->> 'disposition', null, null, null
    from contact_event e join contact k on k.tenant_id = e.tenant_id and k.borrower_id = e.borrower_id
      and k.contact_id = e.contact_id
    where ${own('e')} and e.kind <> 'part'`,
  hold: holdPart('hold', 'null'),
  hold_ended: holdPart('hold_ended', 'not null'),
  consent: `select 'consent', 'consent:' || n.consent_id, ${stamp('n.effective_at')}, null, n.recorded_at, n.source, null,
      n.channel, null, null, case when n.given then 'given' else 'refused' end, n.expires_at,
      n.words, case when n.address_id <> 0 then 1 end, null, null
    from consent n where ${own('n')}
    union all
    select 'consent', 'consent_void:' || n.consent_id, ${stamp('v.effective_at')}, null, v.recorded_at, v.source, null,
      n.channel, null, null, 'misheard', null, null, case when n.address_id <> 0 then 1 end, null, null
    from consent_void v join consent n using (tenant_id, borrower_id, consent_id) where ${own('v')}`,
  promise: `select 'promise', 'promise:' || m.promise_id, ${stamp('m.recorded_at')}, m.made_on, m.recorded_at, m.source,
      m.account_id, m.channel, m.amount_minor, m.currency::text, case when m.supersedes_id is null then 'made' else 'replaced' end,
      null, null, m.tolerance_days::int, m.due_on, null
    from promise m where ${own('m')}
    union all
    select 'promise', 'promise_withdrawn:' || m.promise_id, ${stamp('w.effective_at')}, m.made_on, w.recorded_at, w.made_by,
      m.account_id, null, m.amount_minor, m.currency::text, 'withdrawn', null, null, null, m.due_on, null
    from promise_withdrawn w join promise m using (tenant_id, borrower_id, promise_id) where ${own('w')}`,
  plan: `select 'plan', 'plan:' || l.plan_id, ${stamp('l.recorded_at')}, l.agreed_on, l.recorded_at, l.source, l.account_id,
      null, sum(i.amount_minor)::bigint, l.currency::text, null, null, null, count(*)::int, min(i.due_on), null
    from plan l join plan_instalment i on i.tenant_id = l.tenant_id and i.borrower_id = l.borrower_id and i.plan_id = l.plan_id
    where ${own('l')} group by l.plan_id, l.recorded_at, l.agreed_on, l.source, l.account_id, l.currency`,
  plan_ended: `select 'plan_ended', 'plan_ended:' || l.plan_id, ${stamp('l.recorded_at')}, l.agreed_on, l.recorded_at, l.source,
      l.account_id, null, null, null, null, null, null, null, null, null
    from plan l where ${own('l')} and l.ends_plan_id is not null`,
  pause: `select 'pause', 'pause:' || u.account_id || ':' || u.pause_id, ${stamp('u.recorded_at')}, u.from_on, u.recorded_at, 'forbear',
      u.account_id, null, null, null, case when u.withdraws_id is null then 'paused' else 'withdrawn' end, null, u.reason,
      null, u.until_on, null
    from pause u where ${own('u')}`,
  inbound: `select 'inbound', 'inbound:' || b.inbound_id, ${stamp('b.received_at')}, null, b.recorded_at, 'borrower',
      b.account_ids[1], b.channel, null, null, b.result, null, null, null, null, null
    from inbound b where ${own('b')}`,
}

function paymentPart(kind: 'payment' | 'reversal', reverses: 'null' | 'not null'): string {
  return `select '${kind}', '${kind}:' || y.account_id || ':' || y.payment_id, ${dayStart('y.effective_on')},
      y.effective_on, y.recorded_at, case when y.load_id is null then 'forbear' else 'file' end,
      y.account_id, null, y.amount_minor, a.currency::text, null, null, y.ref, null, null, null
    from payment y join account a on a.tenant_id = y.tenant_id and a.borrower_id = y.borrower_id
      and a.account_id = y.account_id
    where ${own('y')} and y.reverses_id is ${reverses}
    union all
    select '${kind}', '${kind}:ledger:' || e.entry_id, ${dayStart('e.fact_on')}, e.fact_on, e.recorded_at, e.made_by,
      e.account_id, null, e.amount_minor, e.currency::text, null, null, e.ref, null, null, null
    from entry e where ${own('e')} and e.payment_id is not null and e.reverses_id is ${reverses}`
}

function holdPart(kind: 'hold' | 'hold_ended', ends: 'null' | 'not null'): string {
  return `select '${kind}', '${kind}:' || h.hold_id, greatest(${stamp('h.recorded_at')}, ${dayStart('h.from_on')}), h.from_on, h.recorded_at, h.source,
      h.account_id, null, null, null, null, null, h.reason, null, h.until_on, null
    from hold h where ${own('h')} and h.ends_hold_id is ${ends}`
}

const COLUMNS = `kind, id, at, effective_on, recorded_at, who, account_id, channel, minor, currency,
  state, until_at, what, count, day, reasons`

/** A person is named; what acted by itself is what it says it is. */
const WHO = `coalesce((select s.name from staff s where s.tenant_id = $1
    and s.user_id = regexp_replace(page.who, '^staff:', '')), page.who) as who`

const TIMELINE_SQL = `with item (${COLUMNS}) as (
    ${Object.values(PARTS).join('\n    union all\n    ')}
  ), page as (
  select ${COLUMNS} from item
   where ($3::text is null or kind = $3)
     and ($7::timestamptz is null or (at < $7 and recorded_at < $8::timestamptz))
     and ($4::timestamptz is null or (at <= $4::timestamptz and (at < $4::timestamptz or id > $5 collate "C")))
   order by at desc, id collate "C"
   limit $6
  )
  select ${COLUMNS.replace('who', () => WHO)} from page order by at desc, id collate "C"`

/** Everything that is known of one borrower, newest first; the list only ever grows. */
export async function readTimeline(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly borrowerId: bigint
    readonly kind: TimelineKind | undefined
    /** What happened after that day, or was recorded after it was known, is not there yet. */
    readonly known?: Knowledge | undefined
    readonly after: TimelineKey | undefined
    readonly limit: number
  },
): Promise<{ rows: readonly TimelineRecord[]; next: TimelineKey | undefined }> {
  const result = await tx.query<TimelineRecord>(TIMELINE_SQL, [
    tenantId,
    asked.borrowerId,
    asked.kind,
    asked.after && instantText(asked.after.at),
    asked.after?.id,
    asked.limit + 1,
    asked.known?.dayEnds ?? null,
    asked.known?.knownUntil ?? null,
  ])
  const rows = result.rows.slice(0, asked.limit)
  const last = result.rows.length > asked.limit ? rows.at(-1) : undefined
  return { rows, next: last && { at: last.at, id: last.id } }
}
