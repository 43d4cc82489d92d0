import type { Instant } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import type { Verdict } from '../guard/verdict.ts'
import { instantText, type Tx } from './db.ts'
import { keptReason } from './law-kept.ts'
import type { BorrowerRef } from './guard-facts.ts'
import type { Desk, Judged, Permitted } from './permit.ts'
import type { SharedSlot } from './shared-cap.ts'
import type { Slot } from './slots.ts'
import { toKept, untilOf, type JudgedFacts } from './verdict-text.ts'

export const VERDICT = `
  insert into verdict (tenant_id, borrower_id, treatment_id, channel, address_id, judged_at, decision,
    until_at, reasons, rules_hash, proposal, facts)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning verdict_id`

/** What is kept of an answer; without a treatment where somebody acts by themself. */
export type Answered = Pick<Judged, 'now' | 'asked' | 'plan'> & {
  readonly ref: BorrowerRef & { readonly treatmentId: bigint | null }
  readonly desk: Pick<Desk, 'law' | 'today'>
}

export function verdictValues(judged: Answered, verdict: Verdict, kept: JudgedFacts): unknown[] {
  const { ref, desk, now, plan, asked } = judged
  const until = untilOf(verdict)
  return [
    ref.tenantId,
    ref.borrowerId,
    ref.treatmentId,
    plan.channel,
    plan.address.addressId,
    instantText(now),
    verdict.decision,
    until === undefined ? null : instantText(until),
    toKept(verdict.reasons.map(keptReason)),
    desk.law.hash,
    toKept(asked.proposal),
    toKept(kept),
  ]
}

export const TREATMENT_STATE = { allow: 'listed', defer: 'deferred', deny: 'denied' } as const

/** The guard's answer, whole, and what the treatment becomes by it. */
export async function keepVerdict(
  tx: Tx,
  judged: Answered,
  verdict: Verdict,
  full: JudgedFacts['full'],
): Promise<void> {
  await tx.query({
    name: 'keep-verdict',
    text: `
      with kept as (${VERDICT})
      update treatment t set state = $13, not_before = $8, lawful_until = $15,
        state_why = jsonb_build_object('verdict_id', kept.verdict_id::text, 'rules', $14::jsonb)
      from kept
      where t.tenant_id = $1 and t.borrower_id = $2 and t.treatment_id = $3`,
    values: [
      ...verdictValues(judged, verdict, {
        facts: judged.asked.facts,
        rulesOn: judged.desk.today,
        full,
      }),
      TREATMENT_STATE[verdict.decision],
      JSON.stringify(rulesThatBar(verdict)),
      lawfulUntil(verdict),
    ],
  })
}

/** A yes to what people carry out is good until its window closes; then the guard is asked again. */
export const lawfulUntil = (verdict: Verdict): string | null =>
  verdict.decision === 'allow' ? instantText(verdict.closesAt) : null

export function rulesThatBar(verdict: Verdict): string[] {
  if (verdict.decision === 'allow') return []
  const bars = verdict.reasons.filter((reason) => reason.says === verdict.decision)
  return [...new Set(bars.map((reason) => reason.rule))]
}

export async function insertPermit(
  tx: Tx,
  judged: Permitted,
  verdict: Verdict,
  made: {
    readonly attemptKey: string
    readonly expiresAt: Instant
    readonly slots: readonly Slot[]
    readonly sharedSlots: readonly SharedSlot[]
  },
): Promise<bigint> {
  const { asked, desk, borrower, text, treatment } = judged
  const found = await tx.query<{ contact_id: bigint }>({
    name: 'insert-permit',
    text: `
      with kept as (${VERDICT})
      insert into contact (tenant_id, borrower_id, attempt_key, treatment_id, verdict_id, account_ids,
        channel, address_id, template, language, body_hash, block_version, permitted_at, expires_at,
        slots, made_by, shared_slots, template_version, template_hash)
      select $1, $2, $13, $3, kept.verdict_id, $14, $4, $5, $15, $16, $17, $18, $6, $19, $20, $21, $22, $23, $24
      from kept returning contact_id`,
    values: [
      ...verdictValues(judged, verdict, { facts: asked.facts, rulesOn: desk.today }),
      made.attemptKey,
      asked.proposal.accountIds,
      treatment.template,
      borrower.language,
      text.hash,
      borrower.blockVersion,
      instantText(made.expiresAt),
      toKept(made.slots),
      desk.madeBy,
      toKept(made.sharedSlots),
      text.madeFrom?.version ?? null,
      text.madeFrom?.hash ?? null,
    ],
  })
  const [row] = found.rows
  assert(row !== undefined, 'a permit was inserted')
  return row.contact_id
}
