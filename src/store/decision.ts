import type { Instant } from '../core/calendar.ts'
import type { AddressKind, Channel } from '../core/channel.ts'
import type { LawBook } from '../guard/book.ts'
import type { Reason, Verdict } from '../guard/verdict.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import type { Decision } from './decisions.ts'
import { keptReason, lawOf, REASONS } from './law-kept.ts'
import { SENT_WORDS } from './thread.ts'
import { judgedFactsFrom, replay, toKept, untilOf } from './verdict-text.ts'

/** One answer of the guard with everything that belongs to it. */
export type KeptDecision = {
  readonly verdictId: bigint
  readonly treatmentId: bigint | null
  readonly name: string
  readonly zones: readonly string[]
  readonly channel: Channel
  readonly judgedAt: Instant
  readonly recordedAt: Instant
  readonly decision: Decision
  readonly untilAt: Instant | null
  readonly reasons: readonly Reason[] | null
  readonly rulesHash: string
  readonly proposal: unknown
  readonly facts: unknown
  readonly addressKind: AddressKind | null
  readonly addressValue: string | null
  readonly accountRefs: readonly string[]
  readonly chosenOn: string | null
  readonly strategy: string | null
  readonly strategyVersion: number | null
  readonly stage: string | null
  readonly tone: string | null
  readonly rowNo: number | null
  readonly treatment: string | null
  readonly worklist: string | null
  readonly contactId: bigint | null
  readonly contactState: string | null
  readonly template: string | null
  readonly templateVersion: number | null
  readonly templateHash: string | null
  readonly language: string | null
  readonly bodyHash: string | null
  readonly attemptKey: string | null
  readonly permittedAt: Instant | null
  readonly expiresAt: Instant | null
  readonly sendingAt: Instant | null
  readonly provider: string | null
  readonly providerRef: string | null
  readonly madeBy: string | null
  readonly words: string | null
  readonly events: readonly DecisionEvent[] | null
}

export type DecisionEvent = {
  readonly kind: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly effective_at: string
  readonly recorded_at: string
}

const WHOLE = `
  select v.verdict_id as "verdictId", v.treatment_id as "treatmentId", b.name, b.zones, v.channel, v.judged_at as "judgedAt",
         v.recorded_at as "recordedAt", v.decision, v.until_at as "untilAt", ${REASONS} as reasons,
         v.rules_hash as "rulesHash", v.proposal, v.facts, d.kind as "addressKind", d.value as "addressValue",
         array(select a.ref from account a where a.tenant_id = $1 and a.borrower_id = $2
           and a.account_id::text in (select jsonb_array_elements_text(v.proposal->'accountIds')) order by a.ref) as "accountRefs",
         t.chosen_on as "chosenOn", t.strategy, t.strategy_version as "strategyVersion", t.stage, t.tone,
         t.row_no::int as "rowNo", t.treatment, t.worklist, k.contact_id as "contactId", k.state as "contactState",
         coalesce(k.template, t.template) as template, k.template_version as "templateVersion",
         k.template_hash as "templateHash", k.language, k.body_hash as "bodyHash", k.attempt_key::text as "attemptKey",
         k.permitted_at as "permittedAt", k.expires_at as "expiresAt", k.sending_at as "sendingAt", k.provider,
         k.provider_ref as "providerRef", coalesce((select s.name from staff s where s.tenant_id = $1
           and s.user_id = nullif(split_part(k.made_by, 'staff:', 2), '')), k.made_by) as "madeBy",
         case when k.contact_id is not null then ${SENT_WORDS} end as words, (
           select jsonb_agg(jsonb_build_object('kind', e.kind, 'detail', e.detail, 'effective_at', e.effective_at,
                    'recorded_at', e.recorded_at) order by e.event_no)
             from contact_event e where e.tenant_id = $1 and e.borrower_id = $2 and e.contact_id = k.contact_id
              and e.kind <> 'part') as events
    from verdict v
    join borrower b on b.tenant_id = $1 and b.borrower_id = $2
    left join address d on d.tenant_id = $1 and d.borrower_id = $2 and d.address_id = v.address_id
    left join lateral (select * from treatment t where t.tenant_id = $1 and t.borrower_id = $2
      and t.treatment_id = v.treatment_id limit 1) t on true
    left join lateral (select * from contact k where k.tenant_id = $1 and k.borrower_id = $2
      and k.verdict_id = v.verdict_id limit 1) k on true
   where v.tenant_id = $1 and v.borrower_id = $2`

export async function readDecision(
  tx: Tx,
  ref: BorrowerRef,
  verdictId: bigint,
): Promise<KeptDecision | undefined> {
  const found = await tx.query<KeptDecision>(`${WHOLE} and v.verdict_id = $3`, [
    ref.tenantId,
    ref.borrowerId,
    verdictId,
  ])
  return found.rows[0]
}

/** Every answer about a person within a stretch of time, the oldest first. */
export async function decisionsOf(
  tx: Tx,
  ref: BorrowerRef,
  { from, until, limit }: { readonly from: string; readonly until: string; readonly limit: number },
): Promise<readonly KeptDecision[]> {
  const found = await tx.query<KeptDecision>(
    `${WHOLE} and v.judged_at >= $3 and v.judged_at < $4 order by v.judged_at, v.verdict_id limit $5`,
    [ref.tenantId, ref.borrowerId, from, until, limit],
  )
  return found.rows
}

/** Judged again with the facts of then, by the rules of then. */
export type Replayed =
  | { readonly same: true; readonly law: 'kept' | 'now' }
  | { readonly same: false; readonly differences: readonly Difference[] }
  /** The rules of then were never kept here, and are not those of now. */
  | { readonly same: undefined }

export type Difference = {
  readonly what: 'decision' | 'until' | 'reason'
  readonly rule: string | null
  readonly kept: string
  readonly now: string
}

/** Whether the kept answer follows from the kept facts: what was changed since is named. */
export async function judgeAgain(
  tx: Tx,
  tenantId: bigint,
  kept: Pick<KeptDecision, 'decision' | 'untilAt' | 'reasons' | 'rulesHash' | 'proposal' | 'facts'>,
  law: LawBook,
): Promise<Replayed> {
  const isNow = kept.rulesHash === law.hash
  const then = isNow ? law : await lawOf(tx, tenantId, kept.rulesHash)
  if (then === undefined) return { same: undefined }
  const differences = differencesOf(kept, replay(kept, then))
  return differences.length === 0
    ? { same: true, law: isNow ? 'now' : 'kept' }
    : { same: false, differences }
}

function differencesOf(
  kept: Pick<KeptDecision, 'decision' | 'untilAt' | 'reasons'>,
  verdict: Verdict,
): readonly Difference[] {
  const found: Difference[] = []
  const tell = (what: Difference['what'], rule: string | null, was: string, now: string) => {
    if (was !== now) found.push({ what, rule, kept: was, now })
  }
  tell('decision', null, kept.decision, verdict.decision)
  tell('until', null, String(kept.untilAt ?? '-'), String(untilOf(verdict) ?? '-'))
  const was = reasonsByRule(kept.reasons ?? [])
  const now = reasonsByRule(verdict.reasons)
  for (const rule of new Set([...was.keys(), ...now.keys()]))
    tell('reason', rule, was.get(rule) ?? '-', now.get(rule) ?? '-')
  return found
}

function reasonsByRule(reasons: readonly Reason[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const reason of reasons) {
    const own = ordered(JSON.parse(toKept(keptReason(reason))))
    found.set(reason.rule, [found.get(reason.rule), own].filter(Boolean).join(' '))
  }
  return found
}

/** The database keeps the keys of an object in an order of its own. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )

/** The local day on which the law was read for it. */
export const rulesOnOf = (kept: Pick<KeptDecision, 'facts'>): string =>
  judgedFactsFrom(kept.facts).rulesOn ?? ''
