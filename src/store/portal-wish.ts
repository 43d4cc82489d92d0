import type { Instant } from '../core/calendar.ts'
import { CHANNELS, type Channel } from '../core/channel.ts'
import { applyConsent } from './consent.ts'
import { neverVoided } from './consent-sql.ts'
import type { Tx } from './db.ts'

/** By which ways a borrower may be reached, as far as the borrower has said something of it. */
export type Ways = Readonly<
  Record<Channel, { readonly isStopped: boolean; readonly since?: Instant }>
>

type Of = { readonly borrowerId: bigint }

/** What was said last of each way, or of all of them; who said nothing has stopped nothing. */
export async function readWays(tx: Tx, tenantId: bigint, { borrowerId }: Of): Promise<Ways> {
  const found = await tx.query<{ channel: Channel | 'any'; given: boolean; at: Instant }>(
    `select channel, given, effective_at as at from consent c
      where tenant_id = $1 and borrower_id = $2 and scope = 'contact' and address_id = 0 and ${neverVoided('c')}
      order by effective_at, consent_id`,
    [tenantId, borrowerId],
  )
  const last = new Map<Channel, { isStopped: boolean; since?: Instant }>()
  for (const { channel, given, at } of found.rows)
    for (const way of channel === 'any' ? CHANNELS : [channel])
      last.set(way, given ? { isStopped: false } : { isStopped: true, since: at })
  return Object.fromEntries(
    CHANNELS.map((way) => [way, last.get(way) ?? { isStopped: false }]),
  ) as Record<Channel, { isStopped: boolean; since?: Instant }>
}

/** Keeps what the borrower changed, and nothing else; what is stopped stops before this commits. */
export async function changeWays(
  tx: Tx,
  tenantId: bigint,
  of: Of & { readonly wanted: ReadonlySet<Channel>; readonly words: string },
  now: Instant,
): Promise<{ readonly stopped: readonly Channel[]; readonly opened: readonly Channel[] }> {
  const { borrowerId, wanted, words } = of
  const ways = await readWays(tx, tenantId, of)
  const stopped = CHANNELS.filter((way) => !ways[way].isStopped && !wanted.has(way))
  const opened = CHANNELS.filter((way) => ways[way].isStopped && wanted.has(way))
  const say = (channel: Channel | 'any', given: boolean) =>
    applyConsent(tx, tenantId, { borrowerId, channel, given, words, source: 'portal' }, now)
  if (wanted.size === 0) await say('any', false)
  else {
    for (const way of stopped) await say(way, false)
    for (const way of opened) await say(way, true)
  }
  return { stopped, opened }
}
