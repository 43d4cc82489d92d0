import { z } from '@hono/zod-openapi'
import { parseDay, type Day } from '../core/calendar.ts'
import { parseFigure } from '../core/figure-key.ts'
import { parseLoadKey } from '../store/load-people.ts'
import type { Currency } from '../core/money.ts'
import {
  listCases,
  readFacets,
  type CaseKey,
  type CaseRecord,
  type CaseSort,
} from '../store/cases.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { caseFilterOf, PROMISE_ENDS } from '../store/case-query.ts'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { borrowerIdText, caseIdText } from './ids.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import {
  CursorIn,
  DayIn,
  DayOut,
  idOut,
  LANG,
  LimitIn,
  MoneyOut,
  pageOf,
  words,
} from './schemas.ts'
import type { CaseFacets, CaseRow, MoneyWire, Page } from './wire.ts'

export const STATES = ['open', 'promised', 'on_hold', 'legal', 'closed'] as const
export const TREATMENT_STATES = [
  'planned',
  'deferred',
  'denied',
  'sent',
  'listed',
  'withdrawn',
  'awaiting_approval',
  'approved',
  'declined',
  'worked',
] as const
const CONTACT_STATES = [
  'permitted',
  'sending',
  'accepted',
  'delivered',
  'failed',
  'unknown',
  'withdrawn',
] as const

const DaysIn = z
  .string()
  .regex(/^[0-9]{1,5}$/)
  .transform(Number)
  .openapi({ type: 'integer' })

/** What narrows the list: also which cases an act for many is for. */
export const CASE_FILTER = {
  stage: words(80).optional(),
  tone: words(40).optional(),
  state: z.enum([...STATES, 'any']).optional(),
  portfolio: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  language: z.enum(['zh', 'en']).optional(),
  min_days_past_due: DaysIn.optional(),
  max_days_past_due: DaysIn.optional(),
  treatment: words(80).optional(),
  treatment_state: z.enum(TREATMENT_STATES).optional(),
  verdict: z.enum(['defer', 'deny']).optional(),
  rule: z
    .string()
    .regex(/^[a-z0-9_.-]{1,100}$/)
    .optional(),
  contact_state: z.enum(CONTACT_STATES).optional(),
  on: DayIn.optional(),
  opened_on: DayIn.optional(),
  closed_on: DayIn.optional(),
  paid_since: DayIn.optional(),
  promise: z.enum(PROMISE_ENDS).optional(),
  promise_since: DayIn.optional(),
  figure: z
    .string()
    .max(200)
    .refine((text) => parseFigure(text) !== undefined)
    .optional(),
  load: z
    .string()
    .max(200)
    .refine((text) => parseLoadKey(text) !== undefined)
    .optional(),
  q: words(100).optional(),
}

/** What a list of cases may be asked; kept views are held against it. */
export const CASE_QUERY = z.strictObject({
  ...CASE_FILTER,
  sort: z.enum(['priority', 'arrears', 'days_past_due']).optional(),
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
  ...LANG,
})

/** The members of a row; a case's own page has them and more. */
export const CASE_ROW = {
  id: idOut('case'),
  borrower_id: idOut('bor'),
  name: z.string(),
  ref: z.string(),
  language: z.enum(['zh', 'en']),
  portfolio: z.string(),
  state: z.enum(STATES),
  stage: z.string(),
  tone: z.string(),
  arrears: MoneyOut,
  days_past_due: z.int(),
  oldest_unpaid_due_on: DayOut.nullable(),
  next_treatment: z.string().nullable(),
  priority: z.int(),
  opened_on: DayOut,
  closed_on: DayOut.nullable(),
}

const Row: z.ZodType<CaseRow> = z.object(CASE_ROW).openapi('CaseRow')

const Facets: z.ZodType<CaseFacets> = z
  .object({
    stages: z.array(z.string()),
    tones: z.array(z.string()),
    portfolios: z.array(z.object({ code: z.string(), name: z.string() })),
    treatments: z.array(z.string()),
  })
  .openapi('CaseFacets')

export function addCases(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/facets',
    summary: 'What the list can be narrowed by',
    status: 200,
    answer: Facets,
    problems: [],
    handle: async ({ actor, lang }) => {
      const facets = await inTenant(deps.db, actor.tenantId, (tx) => readFacets(tx, actor.tenantId))
      const portfolios = facets.portfolios.map((each) => ({
        code: each.code,
        name: lang === 'zh' ? each.name_zh : each.name_en,
      }))
      return { ...facets, portfolios }
    },
  })
  addRoute(api, deps, {
    route: 'GET /v1/cases',
    summary: 'The cases that need work, narrowed and in order',
    query: CASE_QUERY,
    status: 200,
    answer: pageOf(Row, 'CasePage'),
    problems: ['bad_cursor'],
    handle: list,
  })
}

/** How a cursor's key looks in each order. */
const KEY_PATTERNS: Readonly<Record<CaseSort, RegExp>> = {
  priority: /^-?[0-9]{1,10}$/,
  arrears: INT8,
  days_past_due: /^([0-9]{4}-[0-9]{2}-[0-9]{2}|infinity)$/,
}

async function list({
  deps,
  actor,
  query,
}: Asked<undefined, z.output<typeof CASE_QUERY>, undefined>): Promise<Page<CaseRow> | Declined> {
  const sort = query.sort ?? 'priority'
  const after = query.cursor === undefined ? undefined : keyOf(sort, query.cursor)
  if (after === 'bad') return { declined: 'bad_cursor' }
  const today = deps.today()
  const found = await inTenant(deps.db, actor.tenantId, async (tx) =>
    listCases(tx, actor.tenantId, {
      today,
      sort,
      after,
      limit: query.limit ?? 50,
      filter: await caseFilterOf(tx, actor.tenantId, { query, today }),
    }),
  )
  return {
    items: found.rows.map(caseRow),
    next_cursor:
      found.next === undefined
        ? null
        : cursorText(`cases.${sort}`, [found.next.value, found.next.borrowerId.toString()]),
  }
}

type Filter = { readonly [K in keyof typeof CASE_FILTER]: z.output<(typeof CASE_FILTER)[K]> }

export const filterOf = (tx: Tx, tenantId: bigint, query: Partial<Filter>, today: Day) =>
  caseFilterOf(tx, tenantId, { query, today })

function keyOf(sort: CaseSort, cursor: string): CaseKey | 'bad' {
  const key = parseCursor(`cases.${sort}`, cursor, [KEY_PATTERNS[sort], INT8])
  const [value, borrowerId] = key ?? []
  if (value === undefined || borrowerId === undefined) return 'bad'
  const fits =
    sort === 'days_past_due'
      ? isDayOrNever(value)
      : sort === 'priority'
        ? isInt4(value)
        : fitsInt8(value)
  return fits && fitsInt8(borrowerId) ? { value, borrowerId: BigInt(borrowerId) } : 'bad'
}

const isInt4 = (text: string) => (Number(text) | 0) === Number(text)
const isDayOrNever = (text: string) => text === 'infinity' || parseDay(text) !== undefined

export const moneyOf = (minor: bigint, currency: string | Currency): MoneyWire => ({
  minor: minor.toString(),
  currency,
})

export const caseRow = (row: CaseRecord): CaseRow => ({
  id: caseIdText(row.borrower_id),
  borrower_id: borrowerIdText(row.borrower_id),
  name: row.name,
  ref: row.ref,
  language: row.language,
  portfolio: row.portfolio,
  state: row.state,
  stage: row.stage,
  tone: row.tone,
  arrears: moneyOf(row.arrears_minor, row.currency),
  days_past_due: row.days_past_due,
  oldest_unpaid_due_on: row.oldest_unpaid_due_on,
  next_treatment: row.next_treatment,
  priority: row.priority,
  opened_on: row.opened_on,
  closed_on: row.closed_on,
})
