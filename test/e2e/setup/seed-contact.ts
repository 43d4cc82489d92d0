import type { Day } from '../../../src/core/calendar.ts'
import type { Tx } from '../../../src/store/db.ts'
import type { Person } from './seed.ts'

/** What the strategy chose for a person, and what the guard answered where it was asked. */
export async function addTreatment(tx: Tx, person: Person, today: Day): Promise<bigint> {
  const inserted = await tx.query<{ treatment_id: bigint }>(
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template, worklist, priority, state, not_before)
     values (1, $1::int, $1::int, $2, 'online-lender', 1, $3, $4, 3, $5, $6, $7, $8, 50, $9, $10)
     returning treatment_id`,
    [
      person.id,
      today,
      person.stage,
      person.tone,
      person.next,
      person.channel,
      person.channel === 'sms' ? `reminder-${person.tone}` : null,
      person.state === 'listed' ? 'early-calls' : null,
      person.state,
      person.state === 'deferred' ? '2026-11-20T08:00:00Z' : null,
    ],
  )
  const treatmentId = inserted.rows[0]?.treatment_id ?? 0n
  if (person.state === 'deferred' || person.state === 'denied' || person.state === 'sent') {
    await addVerdict(tx, person, treatmentId)
  }
  return treatmentId
}

const DECISION = { deferred: 'defer', denied: 'deny', sent: 'allow' } as const
const WORDS = {
  deferred: {
    code: 'hours.closed',
    numbers: { zone: 'Europe/London', from: '08:00', until: '21:00' },
  },
  denied: { code: 'cap.full', numbers: { times: 7, used: 7, days: 7, per: 'account' } },
  sent: { code: 'hours.open', numbers: { zone: 'Asia/Shanghai', from: '08:00', until: '20:00' } },
} as const

async function addVerdict(tx: Tx, person: Person, treatmentId: bigint): Promise<void> {
  const state = person.state as keyof typeof DECISION
  const decision = DECISION[state]
  const reason = {
    rule: person.rule ?? 'cn.time',
    says: decision,
    strength: 'prohibited',
    citation: { title: 'A rule of the test', href: 'https://law.example.test/' },
    unverified: false,
    ...WORDS[state],
    ...(decision === 'defer' ? { until: Date.parse('2026-11-20T08:00:00Z') } : {}),
  }
  await tx.query(
    `insert into verdict (tenant_id, borrower_id, treatment_id, channel, address_id, judged_at,
       decision, until_at, reasons, rules_hash, proposal, facts)
     values (1, $1, $2, $3, 1, '2026-11-20T01:00:00Z', $4, $5, $6, 'test', '{}', '{}')`,
    [
      person.id,
      treatmentId,
      person.channel,
      decision,
      decision === 'defer' ? '2026-11-20T08:00:00Z' : null,
      JSON.stringify([reason]),
    ],
  )
}

/** A text that was accepted and delivered this morning. */
export async function addContact(tx: Tx, person: Person, treatmentId: bigint): Promise<void> {
  const inserted = await tx.query<{ contact_id: bigint }>(
    `insert into contact (tenant_id, borrower_id, attempt_key, treatment_id, verdict_id, account_ids,
       channel, address_id, template, language, state, block_version, permitted_at, expires_at,
       sending_at, provider, provider_ref, slots, made_by)
     select 1, $1::int, gen_random_uuid(), $2::bigint, v.verdict_id, array[$1::int]::bigint[], $3, 1, $4, $5,
            'delivered', 0, '2026-11-20T01:00:00Z', '2026-11-20T01:10:00Z', '2026-11-20T01:00:01Z',
            'sandbox', 'S-' || $1::int, '[]', 'dispatch'
       from verdict v where v.tenant_id = 1 and v.borrower_id = $1::int and v.treatment_id = $2::bigint
     returning contact_id`,
    [person.id, treatmentId, person.channel, `reminder-${person.tone}`, person.language],
  )
  await tx.query(
    `insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
     values (1, $1, $2, 'delivered', '{}', '2026-11-20T01:00:04Z')`,
    [person.id, inserted.rows[0]?.contact_id ?? 0n],
  )
}
