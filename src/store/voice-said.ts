import type { Instant } from '../core/calendar.ts'
import { callStands, type CallTold } from '../engine/call-events.ts'
import type { Said } from '../engine/contact.ts'
import { inTenant, type Db } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

type PermitRef = BorrowerRef & { readonly attemptKey: string }

export type SaidAsk<R> = {
  readonly provider: string
  readonly now: Instant
  readonly ask: (refs: readonly R[], now: Instant) => Promise<ReadonlyMap<string, Said>>
}

/** Where calls of a provider stand by what was told; of those without any word the carrier is asked. */
export async function voiceSaid<R extends PermitRef>(
  db: Db,
  refs: readonly R[],
  { provider, now, ask }: SaidAsk<R>,
): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>()
  const [open, silent] = [new Set<string>(), new Set<string>()]
  for (const tenantId of new Set(refs.map((ref) => ref.tenantId))) {
    const ofTenant = refs.filter((ref) => ref.tenantId === tenantId)
    const found = await inTenant(db, tenantId, (tx) =>
      tx.query<{ attempt_key: string; told: CallTold[] | null }>(
        `select v.attempt_key, (select jsonb_agg(jsonb_build_object('kind', e.kind,
            'answeredBy', e.detail->>'answered_by', 'spoke', (e.detail->>'spoke')::boolean) order by e.event_no)
            from voice_event e where e.tenant_id = $1 and e.borrower_id = v.borrower_id
             and e.attempt_key = v.attempt_key) as told
           from unnest($2::bigint[], $3::uuid[]) as asked(borrower_id, attempt_key)
           join voice_call v on v.tenant_id = $1 and v.borrower_id = asked.borrower_id
            and v.attempt_key = asked.attempt_key and v.provider = $4`,
        [
          tenantId,
          ofTenant.map((ref) => ref.borrowerId),
          ofTenant.map((ref) => ref.attemptKey),
          provider,
        ],
      ),
    )
    for (const { attempt_key: key, told } of found.rows) {
      const stands = callStands((told ?? []).map(whole))
      said.set(key, stands.said)
      if (!stands.isOver) open.add(key)
      if (told === null) silent.add(key)
    }
  }
  const asked = refs.filter((ref) => open.has(ref.attemptKey))
  const known = asked.length > 0 ? await ask(asked, now) : new Map<string, Said>()
  // Without a word from anybody nothing is known of it.
  for (const key of silent) said.delete(key)
  for (const [key, word] of known) said.set(key, word)
  return said
}

/** What SQL leaves out is null there. */
const whole = ({ kind, answeredBy, spoke }: CallTold): CallTold => ({
  kind,
  answeredBy: answeredBy ?? undefined,
  spoke: spoke ?? undefined,
})
