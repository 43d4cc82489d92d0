import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import {
  messagePrices,
  priceHistory,
  setMessagePrice,
  type MessagePrice,
} from '../store/message-price.ts'
import { addRoute, type Api } from './route.ts'
import type { ApiDeps } from './env.ts'
import { DayIn, DayOut, InstantOut, LANG, MoneyOut } from './schemas.ts'
import type { MessagePricesWire, PriceHistoryWire } from './wire-templates.ts'

const PRICE = {
  channel: z.enum(CHANNELS),
  country: z.string(),
  amount: MoneyOut,
  per: z.int(),
  from_on: DayOut,
}
const Out: z.ZodType<MessagePricesWire> = z
  .object({ items: z.array(z.object(PRICE)) })
  .openapi('MessagePrices')
const History: z.ZodType<PriceHistoryWire> = z
  .object({ items: z.array(z.object({ ...PRICE, by: z.string(), set_at: InstantOut })) })
  .openapi('MessagePriceHistory')

const PER_MAX = 1_000_000
const Given = z
  .strictObject({
    // What a call costs is a worklist's hour, not a price of parts.
    channel: z.enum(CHANNELS).refine((channel) => channel !== 'call'),
    country: z.string().regex(/^[A-Z]{2}$/),
    amount: z.strictObject({
      minor: z
        .string()
        .regex(/^(?:0|[1-9][0-9]{0,11})$/)
        .transform(BigInt)
        .openapi({ type: 'string' }),
      currency: z.string().regex(/^[A-Z]{3}$/),
    }),
    per: z.int().min(1).max(PER_MAX),
    from_on: DayIn,
  })
  .openapi('MessagePriceGiven')

/** What the parts of messages cost: the prices that previews count with. */
export function addMessagePrices(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/message-prices',
    summary: 'The tenant’s own prices of today, by channel and country, for so many parts',
    query: z.strictObject(LANG),
    status: 200,
    answer: Out,
    problems: [],
    handle: async ({ actor }) => {
      const prices = await inTenant(deps.db, actor.tenantId, (tx) =>
        messagePrices(tx, actor.tenantId, deps.today()),
      )
      return { items: prices.map(priceOut) }
    },
  })
  addRoute(api, deps, {
    route: 'GET /v1/message-prices/history',
    summary: 'Every price that was set, days to come among them, with who set it and when',
    status: 200,
    answer: History,
    problems: [],
    handle: ({ actor }) => inTenant(deps.db, actor.tenantId, (tx) => history(tx, actor.tenantId)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/message-prices',
    summary: 'What so many parts cost in a country from a day on; the same again is no new word',
    body: Given,
    status: 201,
    answer: History,
    problems: [],
    dryRun: true,
    handle: ({ deps: own, actor, body }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const { channel, country, per, from_on: fromOn } = body
        const price = { channel, country, per, fromOn, ...body.amount, by: actor.userId }
        await setMessagePrice(tx, actor.tenantId, price)
        return history(tx, actor.tenantId)
      }),
  })
}

const priceOut = ({ channel, country, currency, minor, per, fromOn }: MessagePrice) => ({
  channel,
  country,
  amount: { minor: String(minor), currency },
  per,
  from_on: fromOn,
})

const history = async (tx: Tx, tenantId: bigint): Promise<PriceHistoryWire> => ({
  items: (await priceHistory(tx, tenantId)).map((row) => ({
    ...priceOut(row),
    by: row.by,
    set_at: instantText(row.setAt),
  })),
})
