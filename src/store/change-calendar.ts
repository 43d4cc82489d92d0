import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'

export const CHANGE_KINDS = ['law', 'strategy', 'template', 'staff', 'limit', 'channel'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** Something that changed, or will, on a day: who proposed it and who said yes. */
export type ChangeRow = {
  readonly kind: Exclude<ChangeKind, 'law'>
  readonly on: Day
  readonly name: string
  readonly version: number | null
  /** Which act it is, such as `publish`, `rollback`, `begins`. */
  readonly what: string
  readonly proposedBy: string | null
  readonly approvedBy: string | null
  readonly state: 'done' | 'waiting' | 'declined' | 'withdrawn'
}

const named = (column: string) =>
  `coalesce((select s.name from staff s where s.tenant_id = $1 and s.user_id = regexp_replace(${column}, '^staff:', '')), ${column})`
/** What is recorded has happened: no clock that was set back makes it a thing to come. */
const dayOf = (column: string) =>
  `least((${column} at time zone (select zone from zone))::date, $5::date)`

/** A program's key with what it may do: whoever gives rights to a program is seen doing it. */
const KEY_NAME = `k.prefix || ' · ' || coalesce((select s.name from staff s where s.tenant_id = $1 and s.user_id = k.user_id), k.user_id)
          || ' (' || array_to_string(k.scopes, ', ') || ')'`

/** Law stands in files and is told by the register; everything else that a tenant changes is a row. */
const PARTS = [
  `select 'strategy', e.effective_on, e.name, e.version, e.kind, ${named('e.author')}, ${named('e.approver')}, 'done'
     from strategy_entry e where e.tenant_id = $1`,
  `select case when p.channel is null then 'strategy' else 'template' end, p.effective_on,
          coalesce(p.channel || '/', '') || p.name, p.version, p.kind, ${named('p.author')}, ${named('a.by_staff')},
          case coalesce(a.answer, '') when '' then 'waiting' else a.answer end
     from strategy_proposal p
     left join strategy_answer a on a.tenant_id = $1 and a.proposal_id = p.proposal_id
    where p.tenant_id = $1 and a.answer is distinct from 'approved'`,
  `select 'template', ${dayOf('e.recorded_at')}, e.channel || '/' || e.name, e.version, e.kind, ${named('e.author')},
          ${named('e.approver')}, 'done' from template_entry e where e.tenant_id = $1`,
  `select 'strategy', t.begins_on, t.name, null, 'trial_begins', ${named('t.author')}, ${named('t.approver')}, 'done'
     from trial t where t.tenant_id = $1`,
  `select 'strategy', t.ends_on, t.name, null, 'trial_ends', ${named('t.author')}, ${named('t.approver')}, 'done'
     from trial t where t.tenant_id = $1`,
  `select 'staff', ${dayOf('r.effective_at')}, s.name || ' (' || coalesce(r.role, r.before, s.role) || ')', null,
          case when r.role is null then 'leaves' when r.before is null then 'joins' else 'role' end,
          ${named('r.by_staff')}, null, 'done'
     from (select *, lag(role) over (partition by user_id order by effective_at, role_no) as before
             from staff_role where tenant_id = $1) r
     join staff s on s.tenant_id = $1 and s.user_id = r.user_id`,
  `select 'staff', ${dayOf('k.made_at')}, ${KEY_NAME}, null, 'key_made', ${named('k.made_by')}, null, 'done'
     from api_key k where k.tenant_id = $1`,
  `select 'staff', ${dayOf('k.ended_at')}, ${KEY_NAME}, null, 'key_ended', ${named('k.ended_by')}, null, 'done'
     from api_key k where k.tenant_id = $1 and k.ended_at is not null`,
  `select 'limit', d.effective_on, d.name, null, 'set', ${named('d.set_by')}, null, 'done'
     from tenant_document d where d.tenant_id = $1`,
  `select 'limit', ${dayOf('m.recorded_at')}, 'match ' || m.currency, null, 'set', ${named('m.set_by')}, null, 'done'
     from match_limit m where m.tenant_id = $1`,
  `select 'limit', ${dayOf('m.recorded_at')}, 'remittance ' || m.currency, null, 'set', ${named('m.set_by')}, null, 'done'
     from remittance_limit m where m.tenant_id = $1`,
  `select 'channel', o.begins_on, o.kind || ' ' || o.shown, null, 'begins', ${named('o.recorded_by')}, null, 'done'
     from official_sign o where o.tenant_id = $1`,
  `select 'channel', o.ends_on, o.kind || ' ' || o.shown, null, 'ends', ${named('o.ended_by')}, null, 'done'
     from official_sign o where o.tenant_id = $1 and o.ends_on is not null`,
  `select 'channel', ${dayOf('f.effective_at')}, f.provider || ' ' || f.code || ' (' || f.language || ')', null, f.state, f.source,
          null, 'done' from app_template f where f.tenant_id = $1`,
  `select 'channel', p.from_on, p.channel || ' ' || p.country, null, 'price', ${named('p.set_by')}, null, 'done'
     from message_price p where p.tenant_id = $1`,
]

const ROWS_MAX = 1000

/** What changed or will between two days, both in, the latest first. */
export async function readChanges(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly from: Day
    readonly to: Day
    readonly today: Day
    readonly kind?: Exclude<ChangeKind, 'law'> | undefined
  },
): Promise<readonly ChangeRow[]> {
  const found = await tx.query<ChangeRow>(
    `with zone as (select zone from tenant where tenant_id = $1),
     change (kind, on_day, name, version, what, proposed_by, approved_by, state) as (
       ${PARTS.join('\n       union all\n       ')})
     select kind, on_day as on, name, version, what, proposed_by as "proposedBy", approved_by as "approvedBy", state
       from change where on_day between $2::date and $3::date and ($4::text is null or kind = $4)
      order by on_day desc, kind, name, what limit ${ROWS_MAX}`,
    [tenantId, asked.from, asked.to, asked.kind ?? null, asked.today],
  )
  return found.rows
}
