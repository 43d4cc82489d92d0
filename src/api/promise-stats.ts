import { z } from '@hono/zod-openapi'
import { addMonths } from '../core/calendar.ts'
import { keptRates, PROMISE_SHAPES } from '../core/promise-stats.ts'
import { inTenant } from '../store/db.ts'
import { promiseStats } from '../store/promise-stats.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { DayIn, DayOut, LANG, MoneyOut } from './schemas.ts'
import type { PromiseStatsWire } from './wire-arrange.ts'

const Query = z.strictObject({
  ...LANG,
  by: z.enum(PROMISE_SHAPES),
  currency: z.string().regex(/^[A-Z]{3}$/),
  from: DayIn.optional(),
  until: DayIn.optional(),
})

const Out: z.ZodType<PromiseStatsWire> = z
  .object({
    by: z.enum(PROMISE_SHAPES),
    from: DayOut,
    until: DayOut,
    currency: z.string(),
    rows: z.array(
      z.object({
        band: z.string(),
        fallen_due: z.int(),
        kept: z.int(),
        partial: z.int(),
        broken: z.int(),
        promised: MoneyOut,
        paid: MoneyOut,
        kept_by_count_bps: z.int().nullable(),
        kept_by_amount_bps: z.int().nullable(),
      }),
    ),
  })
  .openapi('PromiseStatistics')

export function addPromiseStats(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/promises/statistics',
    summary:
      'How promises that fell due were kept, by count and by amount, told apart by one thing',
    query: Query,
    status: 200,
    answer: Out,
    problems: [],
    handle: async ({ actor, query }) => {
      const today = deps.today()
      const asked = {
        by: query.by,
        currency: query.currency,
        from: query.from ?? addMonths(today, -3),
        until: query.until ?? today,
      }
      const rows = await inTenant(deps.db, actor.tenantId, (tx) =>
        promiseStats(tx, actor.tenantId, { ...asked, today }),
      )
      const money = (minor: bigint) => moneyOf(minor, asked.currency)
      return {
        ...asked,
        rows: rows.map((row) => {
          const { byCountBps, byAmountBps } = keptRates(row)
          return {
            band: row.band,
            fallen_due: row.fallenDue,
            kept: row.kept,
            partial: row.partial,
            broken: row.broken,
            promised: money(row.promisedMinor),
            paid: money(row.paidMinor),
            kept_by_count_bps: byCountBps,
            kept_by_amount_bps: byAmountBps,
          }
        }),
      }
    },
  })
}
