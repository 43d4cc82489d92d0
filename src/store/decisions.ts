import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Reason } from '../guard/verdict.ts'
import { instantText, type Tx } from './db.ts'
import { REASONS } from './law-kept.ts'

export const DECISIONS = ['allow', 'defer', 'deny'] as const
export type Decision = (typeof DECISIONS)[number]

export type DecisionRow = {
  readonly borrowerId: bigint
  readonly verdictId: bigint
  readonly name: string
  readonly zones: readonly string[]
  readonly channel: Channel
  readonly judgedAt: Instant
  readonly decision: Decision
  readonly untilAt: Instant | null
  readonly reasons: readonly Reason[] | null
  readonly treatment: string | null
  readonly strategy: string | null
  readonly strategyVersion: number | null
  readonly contactId: bigint | null
  readonly contactState: string | null
}

export type DecisionKey = { readonly at: Instant; readonly verdictId: bigint }

export type DecisionsAsked = {
  readonly borrowerIds?: readonly bigint[] | undefined
  readonly rule?: string | undefined
  readonly channel?: Channel | undefined
  readonly decision?: Decision | undefined
  /** Business days, both in. */
  readonly from?: Day | undefined
  readonly to?: Day | undefined
  readonly after?: DecisionKey | undefined
  readonly limit: number
}

export type DecisionsFound = {
  readonly rows: readonly DecisionRow[]
  readonly next: DecisionKey | undefined
  /** It stopped looking here because it had looked at enough; there may be more before it. */
  readonly lookedTo: Instant | undefined
}

/** So many answers are looked at for one page, however few of them fit: a page costs the same on any book. */
const LOOKED_AT_MAX = 5000

/** A rule is named by a refusal where it stood in the way, and by a yes where it was asked. */
const NAMES_RULE = `exists (select from jsonb_array_elements(v.reasons) told
  where told->>'rule' = $4 and (told->>'says' <> 'allow' or v.decision = 'allow'))`

const LIST = `
  with zone as (select zone from tenant where tenant_id = $1),
  looked as materialized (
    select v.borrower_id, v.verdict_id, v.judged_at,
           ($4::text is null or ${NAMES_RULE}) and ($5::text is null or v.channel = $5)
             and ($6::text is null or v.decision = $6) as fits
      from verdict v
     where v.tenant_id = $1 and ($2::bigint[] is null or v.borrower_id = any($2))
       and ($7::date is null or v.judged_at >= ($7::date)::timestamp at time zone (select zone from zone))
       and ($8::date is null or v.judged_at < ($8::date + 1)::timestamp at time zone (select zone from zone))
       and ($9::timestamptz is null or (v.judged_at, v.verdict_id) < ($9, $10))
     order by v.judged_at desc, v.verdict_id desc limit $11),
  page as (select * from looked where fits order by judged_at desc, verdict_id desc limit $3),
  seen as (select count(*)::int as looked, min(judged_at) as last_at,
                  (array_agg(verdict_id order by judged_at, verdict_id))[1] as last_id from looked)
  select s.looked, s.last_at, s.last_id, v.borrower_id, v.verdict_id, b.name, b.zones, v.channel, v.judged_at,
         v.decision, v.until_at, ${REASONS} as reasons, t.treatment, t.strategy, t.strategy_version,
         k.contact_id, k.state as contact_state
    from seen s
    left join page p on true
    left join verdict v on v.tenant_id = $1 and v.borrower_id = p.borrower_id and v.verdict_id = p.verdict_id
    left join borrower b on b.tenant_id = $1 and b.borrower_id = p.borrower_id
    left join lateral (select * from treatment t where t.tenant_id = $1 and t.borrower_id = p.borrower_id
      and t.treatment_id = v.treatment_id limit 1) t on true
    left join lateral (select * from contact k where k.tenant_id = $1 and k.borrower_id = p.borrower_id
      and k.verdict_id = p.verdict_id limit 1) k on true
   order by p.judged_at desc, p.verdict_id desc`

type Row = {
  looked: number
  last_at: Instant | null
  last_id: bigint | null
  borrower_id: bigint | null
  verdict_id: bigint
  name: string
  zones: string[]
  channel: Channel
  judged_at: Instant
  decision: Decision
  until_at: Instant | null
  reasons: Reason[] | null
  treatment: string | null
  strategy: string | null
  strategy_version: number | null
  contact_id: bigint | null
  contact_state: string | null
}

/** What the guard answered, the newest first. Bounded: it may say that it looked far enough for one page. */
export async function readDecisions(
  tx: Tx,
  tenantId: bigint,
  asked: DecisionsAsked,
): Promise<DecisionsFound> {
  // Where nothing is left out, the page is all there is to look at.
  const isNarrowed = [asked.rule, asked.channel, asked.decision].some((one) => one !== undefined)
  const lookAt = isNarrowed ? LOOKED_AT_MAX : asked.limit + 1
  const found = await tx.query<Row>(LIST, [
    tenantId,
    asked.borrowerIds ?? null,
    asked.limit + 1,
    asked.rule ?? null,
    asked.channel ?? null,
    asked.decision ?? null,
    asked.from ?? null,
    asked.to ?? null,
    asked.after === undefined ? null : instantText(asked.after.at),
    asked.after?.verdictId ?? null,
    lookAt,
  ])
  const all = found.rows.filter((row) => row.borrower_id !== null).map(rowOf)
  const rows = all.slice(0, asked.limit)
  const last = all.length > asked.limit ? rows.at(-1) : undefined
  if (last !== undefined)
    return { rows, next: { at: last.judgedAt, verdictId: last.verdictId }, lookedTo: undefined }
  const [head] = found.rows
  if (head === undefined || head.looked < lookAt || head.last_at === null)
    return { rows, next: undefined, lookedTo: undefined }
  return {
    rows,
    next: { at: head.last_at, verdictId: head.last_id ?? 0n },
    lookedTo: head.last_at,
  }
}

const rowOf = (row: Row): DecisionRow => ({
  borrowerId: row.borrower_id ?? 0n,
  verdictId: row.verdict_id,
  name: row.name,
  zones: row.zones,
  channel: row.channel,
  judgedAt: row.judged_at,
  decision: row.decision,
  untilAt: row.until_at,
  reasons: row.reasons,
  treatment: row.treatment,
  strategy: row.strategy,
  strategyVersion: row.strategy_version,
  contactId: row.contact_id,
  contactState: row.contact_state,
})
