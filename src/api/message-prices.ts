import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { inTenant } from '../store/db.ts'
import { messagePrices } from '../store/message-price.ts'
import { addRoute, type Api } from './route.ts'
import type { ApiDeps } from './env.ts'
import { DayOut, LANG, MoneyOut } from './schemas.ts'
import type { MessagePricesWire } from './wire-templates.ts'

const Out: z.ZodType<MessagePricesWire> = z
  .object({
    items: z.array(
      z.object({
        channel: z.enum(CHANNELS),
        country: z.string(),
        amount: MoneyOut,
        per: z.int(),
        from_on: DayOut,
      }),
    ),
  })
  .openapi('MessagePrices')

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
      return {
        items: prices.map(({ channel, country, currency, minor, per, fromOn }) => ({
          channel,
          country,
          amount: { minor: String(minor), currency },
          per,
          from_on: fromOn,
        })),
      }
    },
  })
}
