import { z } from '@hono/zod-openapi'
import { exampleOf } from '../strategy/cell.ts'
import type { Book } from '../strategy/compile.ts'
import { explainLines } from '../strategy/explain-words.ts'
import type { Explanation, RowTried } from '../strategy/explain.ts'
import type { Fact, FactUnit } from '../strategy/fact.ts'
import { FACTS, type FactName } from '../strategy/facts.ts'
import { columnOfFact } from '../strategy/parse-table.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { LANGUAGES, PROMISE_STATES } from '../strategy/row.ts'
import { readCase } from '../store/cases.ts'
import { inTenant } from '../store/db.ts'
import { explainDraft } from '../store/explain-draft.ts'
import {
  documentInForce,
  newestVersion,
  portfoliosRunBy,
  strategyDocument,
} from '../store/strategy-document.ts'
import { loadBook } from '../store/strategy.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { idIn, LANG } from './schemas.ts'
import { findingsOut } from './strategy-known.ts'
import { Facts, StrategyDocument, StrategyExplained } from './what-if-schemas.ts'
import { DOCUMENT_MAX, whatIfDesk } from './what-if.ts'
import type { FactsWire, Language } from './wire.ts'

const NameIn = z
  .string()
  .regex(/^[a-z0-9]+([_-][a-z0-9]+)*$/)
  .max(60)
const VersionIn = z
  .string()
  .regex(/^[1-9][0-9]{0,6}$/)
  .transform(Number)
  .openapi({ type: 'integer', minimum: 1 })

/** What the strategy editor opens: a version as it was written, the facts, and one account's decision. */
export function addStrategyOpen(api: Api, deps: ApiDeps): void {
  addDocumentRoute(api, deps)
  addRoute(api, deps, {
    route: 'GET /v1/facts',
    summary: 'Every fact that a strategy may ask: its meaning, unit, an example, its words',
    query: z.strictObject(LANG),
    status: 200,
    answer: Facts,
    problems: [],
    handle: async ({ actor, lang }) => {
      const book = await inTenant(deps.db, actor.tenantId, (tx) => loadBook(tx, actor.tenantId))
      const names = Object.keys(FACTS) as FactName[]
      return { items: names.toSorted().map((name) => factOut(name, book, lang)) }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/strategies/explanations',
    summary: 'How this strategy file would decide the accounts of one case, row by row',
    query: z.strictObject(LANG),
    body: z
      .strictObject({ document: z.string().min(1).max(DOCUMENT_MAX), case_id: idIn('case') })
      .openapi('StrategyExplanationGiven'),
    status: 200,
    answer: StrategyExplained,
    problems: ['no_such_case', 'not_a_strategy'],
    handle: async ({ actor, body, lang }) => {
      const strategy = parseStrategy(body.document, 'document')
      if (!('name' in strategy)) {
        const errors = findingsOut(strategy, lang).map(({ line, code, sentence }) => ({
          pointer: `/json/document${line === null ? '' : `#${line}`}`,
          code,
          message: sentence,
        }))
        return { declined: 'not_a_strategy' as const, more: { errors } }
      }
      const today = deps.today()
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const found = await readCase(tx, actor.tenantId, body.case_id, today)
        if (found === undefined) return { declined: 'no_such_case' as const }
        const of = { strategy, borrowerId: body.case_id, today }
        const explained = await explainDraft(tx, actor.tenantId, of)
        return {
          today,
          accounts: explained.map(({ accountId, ref, explanation }) => ({
            account_id: accountIdText(accountId),
            ref,
            rows: rowsOf(explanation),
            text: explainLines(explanation, lang),
          })),
        }
      })
    },
  })
}

function addDocumentRoute(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/strategies/{name}',
    summary: 'A version as it was written; without a number the one in force, else the newest',
    params: z.strictObject({ name: NameIn }),
    query: z.strictObject({ ...LANG, version: VersionIn.optional() }),
    status: 200,
    answer: StrategyDocument,
    problems: ['no_such_strategy'],
    handle: async ({ actor, params, query, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const { tenantId } = actor
        const { name } = params
        const inForce = await documentInForce(tx, tenantId, { name, day: deps.today() })
        const newest = await newestVersion(tx, tenantId, name)
        const version = query.version ?? inForce?.version ?? newest
        const found =
          version === undefined
            ? undefined
            : await strategyDocument(tx, tenantId, { name, version })
        if (found === undefined) return { declined: 'no_such_strategy' as const }
        const portfolios = await portfoliosRunBy(tx, tenantId, { name, lang })
        whatIfDesk(deps).warm()
        return {
          name,
          version: found.version,
          document: found.document,
          in_force: inForce?.version ?? null,
          newest: newest ?? found.version,
          portfolios: portfolios.map((one) => ({ code: one.code, name: one.name })),
        }
      }),
  })
}

/** The rows that spoke: the stage's, the treatments that were chosen, the points that were added. */
function rowsOf(explanation: Explanation) {
  const fitting = (rows: readonly RowTried[]) =>
    rows.filter((row) => row.fits).map((row) => row.rowNo)
  return {
    stage: fitting(explanation.stageRows),
    treatments: explanation.treatments
      .filter(({ outcome }) => outcome === 'chosen' || outcome === 'nothing')
      .map((row) => row.rowNo),
    priority: fitting(explanation.priorityRows),
  }
}

const UNIT_WORDS: Readonly<Record<FactUnit, Readonly<Record<Language, string>>>> = {
  days: { zh: '天', en: 'days' },
  instalments: { zh: '期', en: 'instalments' },
  times: { zh: '次', en: 'times' },
  bucket: { zh: '账龄段', en: 'bucket' },
  percent: { zh: '百分比', en: 'percent' },
  none: { zh: '', en: '' },
}

function factOut(name: FactName, book: Book, lang: Language): FactsWire['items'][number] {
  const fact: Fact = FACTS[name]
  return {
    name,
    type: fact.type,
    unit: fact.unit,
    unit_name: UNIT_WORDS[fact.unit][lang],
    meaning: fact[lang],
    example: exampleOf(columnOfFact(name)),
    words: [...wordsOf(fact, book)],
    may_be_never: fact.never !== undefined,
  }
}

function wordsOf({ type, words }: Fact, book: Book): readonly string[] {
  if (type === 'flag') return ['true', 'false']
  switch (words) {
    case 'language':
      return LANGUAGES
    case 'product':
      return book.products.map((one) => one.code)
    case 'portfolio':
      return book.portfolios.map((one) => one.code)
    case 'segment':
    case 'zone':
      return (book.words?.[words] ?? []).map((one) => one.code)
    case 'promise_state':
      return PROMISE_STATES
    case 'currency':
    case undefined:
      return []
  }
}
