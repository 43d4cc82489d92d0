import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

/** How a provider stands with us: from the row that all processes share, and from what it answered. */
export type ProviderState = {
  readonly provider: string
  /** It is left alone until then. */
  readonly closedUntil: Instant | undefined
  /** Troubles in a row that closed it. */
  readonly closedTimes: number
  /** Where its rate began to grow. */
  readonly rampFrom: Instant
  readonly trouble:
    | { readonly at: Instant; readonly said: string; readonly why: string }
    | undefined
}

const LOOK_BACK_MS = 7 * 86_400_000

/** Of the providers of these names that were ever asked. */
export async function readProviderStates(
  tx: Tx,
  tenantId: bigint,
  ask: { readonly providers: readonly string[]; readonly now: Instant },
): Promise<ReadonlyMap<string, ProviderState>> {
  const found = await tx.query<{
    provider: string
    closed_until: Instant | null
    closed_times: number
    ramp_from: Instant
    trouble_at: Instant | null
    said: string | null
    why: string | null
  }>(
    `select p.provider, p.closed_until, p.closed_times, p.ramp_from, t.effective_at as trouble_at, t.kind as said,
       t.why
     from provider_turn p
     left join lateral (
       select e.effective_at, e.kind, e.detail->>'why' as why
       from contact c
       join contact_event e on e.tenant_id = c.tenant_id and e.borrower_id = c.borrower_id
         and e.contact_id = c.contact_id
       where c.tenant_id = $1 and p.provider = any(string_to_array(c.provider, '+')) and c.sending_at > $3
         and c.state in ('failed', 'unknown') and e.kind in ('unknown', 'never_accepted')
         and e.detail->>'why' is not null
       order by e.effective_at desc limit 1
     ) t on true
     where p.tenant_id = $1 and p.provider = any($2)`,
    [tenantId, ask.providers, instantText((ask.now - LOOK_BACK_MS) as Instant)],
  )
  return new Map(
    found.rows.map((row) => [
      row.provider,
      {
        provider: row.provider,
        closedUntil: row.closed_until ?? undefined,
        closedTimes: row.closed_times,
        rampFrom: row.ramp_from,
        trouble:
          row.trouble_at === null
            ? undefined
            : { at: row.trouble_at, said: row.said ?? '', why: row.why ?? '' },
      },
    ]),
  )
}
