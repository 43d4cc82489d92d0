import type { Day, Instant } from '../core/calendar.ts'
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

/** From a day on; the same price of the same day again is no new word. false: it was so already. */
export async function setMessagePrice(
  tx: Tx,
  tenantId: bigint,
  { by, ...price }: MessagePrice & { readonly by: string },
): Promise<boolean> {
  const made = await tx.query(
    `insert into message_price (tenant_id, channel, country, from_on, currency, price_minor, per_count, set_by)
     select $1::bigint, $2::text, $3::text, $4::date, $5::text, $6::bigint, $7::integer, $8::text
      where not exists (
        select from (select * from message_price
                      where tenant_id = $1 and channel = $2 and country = $3 and from_on = $4
                      order by price_id desc limit 1) l
         where l.currency = $5 and l.price_minor = $6 and l.per_count = $7)`,
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
  return made.rowCount === 1
}

export type PriceWord = MessagePrice & { readonly by: string; readonly setAt: Instant }

/** Every word on prices, days to come among them, the newest day of each first. */
export async function priceHistory(tx: Tx, tenantId: bigint): Promise<readonly PriceWord[]> {
  const { rows } = await tx.query<PriceWord>(
    `select p.channel, p.country, p.from_on as "fromOn", p.currency, p.price_minor as minor, p.per_count as per,
            coalesce(s.name, p.set_by) as by, p.recorded_at as "setAt"
       from message_price p
       left join staff s on s.tenant_id = p.tenant_id and s.user_id = p.set_by
      where p.tenant_id = $1 order by p.channel, p.country, p.from_on desc, p.price_id desc limit 1000`,
    [tenantId],
  )
  return rows
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
