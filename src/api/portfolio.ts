import { z } from '@hono/zod-openapi'
import { monthEnd, parseDay, type Day } from '../core/calendar.ts'
import { FIGURES, figureText, type Figure } from '../core/figure-key.ts'
import { monthBefore } from '../core/portfolio.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { baseOf, portfolioChoices, scopeOf, type PortfolioChoices } from '../store/portfolio.ts'
import { countCells, type Cell, type Scope } from '../store/portfolio-base.ts'
import { wholeOf, type Whole } from '../store/portfolio-whole.ts'
import { shareText } from '../store/report.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { shapeOf } from './portfolio-shape.ts'
import { FIGURE_WORDS, SOURCES } from './portfolio-words.ts'
import { addRoute, type Api } from './route.ts'
import { DayOut, InstantOut, LANG, MoneyOut } from './schemas.ts'
import type { FigureCell, FigureWire, Language, PortfolioWire } from './wire.ts'

const Choices: z.ZodType<PortfolioWire> = z
  .object({
    portfolios: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        own: z.boolean(),
        currencies: z.array(z.string()),
      }),
    ),
    months: z.array(z.object({ month: z.string(), known_at: InstantOut })),
  })
  .openapi('Portfolio')

const Out: z.ZodType<FigureWire> = z
  .object({
    figure: z.enum(FIGURES),
    title: z.string(),
    says: z.string(),
    source: z.string(),
    month: z.string(),
    month_on: DayOut,
    known_at: InstantOut.nullable(),
    row_name: z.string(),
    columns: z.array(z.object({ code: z.string(), name: z.string() })),
    rows: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        cells: z.array(
          z.object({
            count: z.int(),
            of: z.int().nullable(),
            share: z.string().nullable(),
            amount: MoneyOut.nullable(),
            cases: z.int(),
            opens: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .openapi('PortfolioFigure')

const MonthIn = z
  .string()
  .refine((text) => parseDay(`${text}-01`) !== undefined)
  .transform((text) => monthEnd(`${text}-01` as Day))
  .openapi({ type: 'string', example: '2026-10' })

const Query = z.strictObject({
  ...LANG,
  month: MonthIn.optional(),
  portfolio: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  currency: z.string().regex(/^[A-Z]{3}$/),
})

export function addPortfolio(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/portfolio',
    summary: 'The portfolios, currencies and months that figures can be asked of',
    status: 200,
    answer: Choices,
    problems: [],
    handle: async ({ actor, lang }) =>
      choicesOut(
        await inTenant(deps.db, actor.tenantId, (tx) => portfolioChoices(tx, actor.tenantId)),
        lang,
      ),
  })
  addRoute(api, deps, {
    route: 'GET /v1/portfolio/{figure}',
    summary: 'One figure of the portfolio as a table, each cell with the cases behind it',
    params: z.strictObject({ figure: z.enum(FIGURES) }),
    query: Query,
    status: 200,
    answer: Out,
    problems: ['no_such_portfolio'],
    handle: async ({ actor, params, query, lang }) => {
      const today = deps.today()
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const { months } = await portfolioChoices(tx, actor.tenantId)
        const monthOn = query.month ?? newestOf(params.figure, { months, today })
        const scope = await scopeOf(tx, actor.tenantId, {
          figure: params.figure,
          portfolio: query.portfolio,
          currency: query.currency,
          monthOn,
          today,
        })
        if (scope === undefined) return { declined: 'no_such_portfolio' as const }
        const known = months.find((month) => month.monthOn === monthOn)
        return figureOut(tx, actor.tenantId, { scope, lang, knownAt: known?.knownAt })
      })
    },
  })
}

/** Figures of month-ends begin with the newest that is kept; the others with the month that runs. */
const newestOf = (
  figure: Figure,
  { months, today }: Pick<PortfolioChoices, 'months'> & { readonly today: Day },
): Day => (isOfMonthEnds(figure) ? (months[0]?.monthOn ?? monthBefore(today)) : monthEnd(today))

const isOfMonthEnds = (figure: Figure) => FIGURE_WORDS[figure].source === 'month'

const choicesOut = (choices: PortfolioChoices, lang: Language): PortfolioWire => ({
  portfolios: choices.portfolios.map((one) => ({
    code: one.code,
    name: lang === 'zh' ? one.name_zh : one.name_en,
    own: one.own,
    currencies: one.currencies,
  })),
  months: choices.months.map((one) => ({
    month: one.monthOn.slice(0, 7),
    known_at: one.knownAt,
  })),
})

type Of = {
  readonly scope: Scope
  readonly lang: Language
  readonly knownAt: string | undefined
}

async function figureOut(tx: Tx, tenantId: bigint, of: Of): Promise<FigureWire> {
  const { scope, lang } = of
  const words = FIGURE_WORDS[scope.figure]
  const isKept = isOfMonthEnds(scope.figure)
  const cells = await countCells(tx, tenantId, await baseOf(tx, tenantId, scope))
  const whole = await wholeOf(tx, tenantId, { scope, cells })
  const shape = shapeOf({ scope, cells, lang })
  return {
    figure: scope.figure,
    title: words.title[lang],
    says: words.says[lang],
    source: SOURCES[isKept ? 'month' : 'facts'][lang],
    month: scope.monthOn.slice(0, 7),
    month_on: scope.monthOn,
    known_at: isKept ? (of.knownAt ?? null) : null,
    row_name: words.row[lang],
    columns: shape.columns,
    rows: shape.rows.map((row) => ({
      ...row,
      cells: shape.columns.map((column) =>
        cellOut(
          { row: row.code, column: column.code },
          { scope, whole, hasMoney: shape.hasMoney, cells },
        ),
      ),
    })),
  }
}

type Place = { readonly row: string; readonly column: string }

function cellOut(
  at: Place,
  of: {
    readonly scope: Scope
    readonly whole: Whole
    readonly hasMoney: boolean
    readonly cells: readonly Cell[]
  },
): FigureCell {
  const { scope, cells } = of
  const cell = cells.find((one) => one.row === at.row && one.column === at.column)
  const { count = 0n, cases = 0n, minor = 0n } = cell ?? {}
  const whole = of.whole(at)
  const part = whole?.of === 'money' ? minor : count
  return {
    count: Number(count),
    of: whole?.of === 'things' ? Number(whole.n) : null,
    share: whole === undefined ? null : (shareText(part, whole.n) ?? null),
    amount: of.hasMoney ? moneyOf(minor, scope.currency) : null,
    cases: Number(cases),
    opens:
      cases === 0n
        ? null
        : new URLSearchParams({ state: 'any', figure: figureText({ ...scope, ...at }) }).toString(),
  }
}
