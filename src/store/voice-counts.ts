import { callStands, type CallTold } from '../engine/call-events.ts'
import type { CallEnd } from '../engine/contact.ts'
import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

export type VoiceCounts = {
  readonly calls: number
  /** Of nobody told how they ended. */
  readonly open: number
  readonly ends: Readonly<Partial<Record<CallEnd, number>>>
  /** Answered by a person: what the abandoned ones are a share of. */
  readonly answered: number
  readonly abandoned: number
  /** Abandoned of answered, in hundredths of a percent; undefined where nobody answered. */
  readonly abandonedBp: number | undefined
}

/** How the calls since an instant ended, by what was told of each. */
export async function voiceCounts(tx: Tx, tenantId: bigint, since: Instant): Promise<VoiceCounts> {
  const found = await tx.query<{ told: CallTold[] | null }>(
    `select (select jsonb_agg(jsonb_build_object('kind', e.kind) || jsonb_strip_nulls(jsonb_build_object(
        'answeredBy', e.detail->>'answered_by', 'spoke', (e.detail->>'spoke')::boolean)))
        from voice_event e where e.tenant_id = $1 and e.borrower_id = v.borrower_id
         and e.attempt_key = v.attempt_key) as told
       from voice_call v where v.tenant_id = $1 and v.dialled_at > $2`,
    [tenantId, instantText(since)],
  )
  const all = found.rows.map(({ told }) => callStands(told ?? []))
  const ends: Partial<Record<CallEnd, number>> = {}
  for (const { end } of all) if (end !== undefined) ends[end] = (ends[end] ?? 0) + 1
  const abandoned = all.filter((one) => one.isAbandoned).length
  const spoken = all.filter((one) => one.end === 'conversation' && !one.isAbandoned).length
  const answered = spoken + abandoned
  return {
    calls: all.length,
    open: all.filter((one) => one.end === undefined).length,
    ends,
    answered,
    abandoned,
    abandonedBp: answered === 0 ? undefined : Math.round((abandoned * 10_000) / answered),
  }
}
