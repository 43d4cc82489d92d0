import type { Day, Instant } from '../core/calendar.ts'
import { WITHDRAWN } from './agreements.ts'
import { instantText, type Tx } from './db.ts'
import type { Language } from './work-file.ts'

/** Why a case comes to somebody: an agreed hour, a promise whose day has come, or the strategy's list. */
export type Candidate = {
  readonly kind: 'callback' | 'promise' | 'listed'
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly treatmentId: bigint | undefined
  readonly callbackId: bigint | undefined
  readonly worklist: string | undefined
  readonly treatment: string | undefined
  readonly channel: string | undefined
  readonly priority: number
  readonly dueAt: Instant | undefined
  readonly dueOn: Day | undefined
}

export type Seeker = {
  readonly tenantId: bigint
  readonly userId: string
  readonly languages: readonly Language[]
  readonly now: Instant
  readonly today: Day
  /** Everybody at work now: only their stays hold. */
  readonly atWork: readonly string[]
  /** Borrowers that this search found taken, or not lawful now. */
  readonly passed: readonly bigint[]
  readonly limit: number
}

type Row = {
  readonly borrower_id: bigint
  readonly account_id: bigint
  readonly treatment_id: bigint | null
  readonly callback_id: bigint | null
  readonly worklist: string | null
  readonly treatment: string | null
  readonly channel: string | null
  readonly priority: number
  readonly due_at: Instant | null
  readonly due_on: Day | null
}

/**
 * Nobody has the case, and nobody who is here keeps it: a hint for the list alone, the claim asks
 * again under the lock. $1 tenant, $2 person, $3 now, $4 who is at work, $7 passed already.
 */
const FREE = (of: string) => `not ${of}.borrower_id = any($7) and not exists (
    select from lease l
     where l.tenant_id = ${of}.tenant_id and l.borrower_id = ${of}.borrower_id
       and ((l.ended_at is null and l.expires_at > $3)
         or (l.stays_until > $3 and l.stays_with <> $2 and l.stays_with = any($4))))`

/** Whoever has no case has no page to work on, as after a book was moved: they are nobody's next. */
const HAS_CASE = (of: string) => `exists (select from borrower_case c
      where c.tenant_id = ${of}.tenant_id and c.borrower_id = ${of}.borrower_id)`

const CALLBACKS = `
  select k.borrower_id, k.account_id, null::bigint as treatment_id, k.callback_id, null as worklist,
    null as treatment, 'call' as channel, 0 as priority, k.due_at, null::date as due_on
  from callback k
  join borrower b on b.tenant_id = k.tenant_id and b.borrower_id = k.borrower_id
  where k.tenant_id = $1 and k.ends_callback_id is null and k.due_at <= $3 and b.language = any($5)
    and (k.for_user is null or k.for_user = $2 or not k.for_user = any($4))
    and not exists (select from callback e
      where e.tenant_id = k.tenant_id and e.borrower_id = k.borrower_id and e.ends_callback_id = k.callback_id)
    and ${HAS_CASE('k')} and ${FREE('k')}
  order by (k.for_user = $2) desc nulls last, k.due_at, k.borrower_id limit $6`

/** Promises whose day has come and whose money has not, and about which nobody has tried to call since. */
const PROMISES = `
  select m.borrower_id, m.account_id, null::bigint as treatment_id, null::bigint as callback_id,
    null as worklist, null as treatment, 'call' as channel, coalesce(c.priority, 0) as priority,
    null::timestamptz as due_at, m.due_on
  from promise m
  join borrower b on b.tenant_id = m.tenant_id and b.borrower_id = m.borrower_id
  join position p on p.tenant_id = m.tenant_id and p.borrower_id = m.borrower_id and p.account_id = m.account_id
  join borrower_case c on c.tenant_id = m.tenant_id and c.borrower_id = m.borrower_id
  where m.tenant_id = $1 and m.due_on between $8::date - 7 and $8::date and b.language = any($5)
    and p.promise_last in (1, 3, 4) and p.arrears_minor > 0 and p.closed_on is null
    and c.state in ('open', 'promised')
    and coalesce(p.last_attempt_on, '-infinity') < m.due_on
    and not exists (select from promise e
      where e.tenant_id = m.tenant_id and e.borrower_id = m.borrower_id and e.supersedes_id = m.promise_id
        and not ${WITHDRAWN('e')})
    and not ${WITHDRAWN('m')} and ${FREE('m')}
  order by m.due_on, coalesce(c.priority, 0) desc, m.borrower_id limit $6`

/**
 * Each worklist by its index, most urgent first, as far as the guard's last yes reaches; then the first of
 * them all. $5 holds for each list the languages it may be served in, parted by commas.
 */
const LISTED = `
  select first.borrower_id, first.account_id, first.treatment_id, null::bigint as callback_id, first.worklist,
    first.treatment, first.channel, first.priority, null::timestamptz as due_at, null::date as due_on
  from unnest($8::text[], $5::text[]) as list (worklist, languages)
  cross join lateral (
    select t.* from treatment t
      join borrower b on b.tenant_id = t.tenant_id and b.borrower_id = t.borrower_id
     where t.tenant_id = $1 and t.worklist = list.worklist and t.state = 'listed'
       and b.language = any(string_to_array(list.languages, ','))
       and coalesce(t.lawful_until, 'infinity') > $3 and ${HAS_CASE('t')}
       and ${FREE('t')}
     order by t.priority desc, t.borrower_id limit $6
  ) first
  order by first.priority desc, first.borrower_id limit $6`

export async function dueCallbacks(tx: Tx, of: Seeker): Promise<readonly Candidate[]> {
  const { languages } = of
  return ask(tx, { text: CALLBACKS, kind: 'callback', of, languages, more: [] })
}

export async function duePromises(tx: Tx, of: Seeker): Promise<readonly Candidate[]> {
  const { languages } = of
  return ask(tx, { text: PROMISES, kind: 'promise', of, languages, more: [of.today] })
}

/** What is first in line over several worklists; each says which languages it may be served in. */
export async function listedFirst(
  tx: Tx,
  of: Omit<Seeker, 'languages'>,
  lists: readonly { readonly worklist: string; readonly languages: readonly Language[] }[],
): Promise<readonly Candidate[]> {
  if (lists.length === 0) return []
  const languages = lists.map((list) => list.languages.join(','))
  const more = [lists.map((list) => list.worklist)]
  return ask(tx, { text: LISTED, kind: 'listed', of, languages, more })
}

async function ask(
  tx: Tx,
  query: {
    readonly text: string
    readonly kind: Candidate['kind']
    readonly of: Omit<Seeker, 'languages'>
    readonly languages: readonly string[]
    readonly more: readonly unknown[]
  },
): Promise<readonly Candidate[]> {
  const { of } = query
  const found = await tx.query<Row>(query.text, [
    of.tenantId,
    of.userId,
    instantText(of.now),
    of.atWork,
    query.languages,
    of.limit,
    of.passed,
    ...query.more,
  ])
  return found.rows.map((row) => ({
    kind: query.kind,
    borrowerId: row.borrower_id,
    accountId: row.account_id,
    treatmentId: row.treatment_id ?? undefined,
    callbackId: row.callback_id ?? undefined,
    worklist: row.worklist ?? undefined,
    treatment: row.treatment ?? undefined,
    channel: row.channel ?? undefined,
    priority: row.priority,
    dueAt: row.due_at ?? undefined,
    dueOn: row.due_on ?? undefined,
  }))
}
