import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'

/** What so many parts of a message cost in a country: one SMS segment, one email, one letter. */
export type MessagePrice = {
  readonly channel: Channel
  readonly country: string
  readonly fromOn: Day
  readonly currency: string
  readonly minor: bigint
  readonly per: number
}

export async function setMessagePrice(
  tx: Tx,
  tenantId: bigint,
  { by, ...price }: MessagePrice & { readonly by: string },
): Promise<void> {
  await tx.query(
    `insert into message_price (tenant_id, channel, country, from_on, currency, price_minor, per_count, set_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tenantId,
      price.channel,
      price.country,
      price.fromOn,
      price.currency,
      price.minor,
      price.per,
      by,
    ],
  )
}

/** The price of a day by channel and country; of one day the last word counts. */
export async function messagePrices(
  tx: Tx,
  tenantId: bigint,
  on: Day,
): Promise<readonly MessagePrice[]> {
  const { rows } = await tx.query<MessagePrice>(
    `select distinct on (channel, country) channel, country, from_on as "fromOn", currency,
            price_minor as minor, per_count as per
       from message_price where tenant_id = $1 and from_on <= $2
      order by channel, country, from_on desc, price_id desc`,
    [tenantId, on],
  )
  return rows
}
