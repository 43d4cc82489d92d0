import { z } from '@hono/zod-openapi'
import { neverLawfulOn } from '../engine/ever-lawful.ts'
import { inTenant } from '../store/db.ts'
import { listStrategies } from '../store/strategy-entry.ts'
import { loadBook, strategyFile } from '../store/strategy.ts'
import { AT, dayAsked, knownUntil } from './as-of.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { DayOut, LANG } from './schemas.ts'
import type { StrategiesWire, StrategyCheckWire } from './wire.ts'

// The API takes 64 kB a request; a longer file is checked from the command line.
const CHARACTERS_MAX = 60_000
const FINDINGS_MAX = 200

const Strategies: z.ZodType<StrategiesWire> = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        version: z.int(),
        effective_on: DayOut,
        kind: z.enum(['installed', 'publish', 'rollback']),
        author: z.string().nullable(),
        approver: z.string().nullable(),
      }),
    ),
  })
  .openapi('Strategies')

const Check: z.ZodType<StrategyCheckWire> = z
  .object({
    sound: z.boolean(),
    name: z.string().nullable(),
    version: z.int().nullable(),
    findings: z.array(
      z.object({
        code: z.string(),
        table: z.string().nullable(),
        row: z.int().nullable(),
        column: z.string().nullable(),
        line: z.int().nullable(),
        sentence: z.string(),
      }),
    ),
  })
  .openapi('StrategyCheck')

const NameIn = z
  .string()
  .regex(/^[a-z0-9]+([_-][a-z0-9]+)*$/)
  .max(60)
const Given = z
  .strictObject({ document: z.string().min(1).max(CHARACTERS_MAX) })
  .openapi('StrategyGiven')

/** Strategies hold no borrower: whoever answers for them may read and check them. */
export function addStrategies(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/strategies',
    summary: 'Every version of the strategies, from when it decides, and who agreed',
    query: z.strictObject({ ...LANG, ...AT, name: NameIn.optional() }),
    status: 200,
    answer: Strategies,
    problems: ['day_in_future'],
    handle: async ({ actor, query }) => {
      const day = dayAsked(deps, query)
      if (day === undefined) return { declined: 'day_in_future' }
      const items = await inTenant(deps.db, actor.tenantId, async (tx) =>
        listStrategies(tx, actor.tenantId, {
          name: query.name,
          knownUntil: await knownUntil(tx, actor.tenantId, day),
        }),
      )
      return { items }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/strategies/checks',
    summary: 'Says of a strategy file everything that is wrong with it; keeps nothing',
    query: z.strictObject(LANG),
    body: Given,
    status: 200,
    answer: Check,
    problems: [],
    handle: async ({ actor, body, lang }) => {
      const book = await inTenant(deps.db, actor.tenantId, (tx) => loadBook(tx, actor.tenantId))
      const codes = (list: readonly { readonly code: string }[]) =>
        list.length === 0 ? undefined : list.map((one) => one.code)
      const made = strategyFile('document', body.document, {
        products: codes(book.products),
        portfolios: codes(book.portfolios),
        neverLawful: neverLawfulOn(deps.law, deps.today()),
      })
      if ('strategy' in made) {
        const { name, version } = made.strategy
        return { sound: true, name, version, findings: [] }
      }
      const findings = made.slice(0, FINDINGS_MAX).map((found) => ({
        code: found.code,
        table: found.table ?? null,
        row: found.row ?? null,
        column: found.column ?? null,
        line: found.line ?? null,
        sentence: found[lang],
      }))
      return { sound: false, name: null, version: null, findings }
    },
  })
}
