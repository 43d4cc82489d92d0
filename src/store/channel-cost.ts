import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'

export type ChannelCost = {
  readonly channel: Channel
  readonly currency: string
  readonly effectiveOn: Day
  readonly minor: bigint
}

/** From a day on one attempt on the channel costs so much; what was spent before stays as it was. */
export async function setChannelCost(tx: Tx, tenantId: bigint, cost: ChannelCost): Promise<void> {
  await tx.query(
    `insert into channel_cost (tenant_id, channel, currency, effective_on, cost_minor) values ($1, $2, $3, $4, $5)`,
    [tenantId, cost.channel, cost.currency, cost.effectiveOn, cost.minor],
  )
}

/** What was set, the newest of a channel and currency first; of one day the last word counts. */
export async function channelCosts(tx: Tx, tenantId: bigint): Promise<readonly ChannelCost[]> {
  const found = await tx.query<{
    channel: Channel
    currency: string
    effective_on: Day
    cost_minor: bigint
  }>(
    `select distinct on (channel, currency, effective_on) channel, currency, effective_on, cost_minor
       from channel_cost where tenant_id = $1
      order by channel, currency, effective_on desc, recorded_at desc`,
    [tenantId],
  )
  return found.rows.map((row) => ({
    channel: row.channel,
    currency: row.currency,
    effectiveOn: row.effective_on,
    minor: row.cost_minor,
  }))
}
