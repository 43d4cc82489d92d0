import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { dayFromNumber, type Instant } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { readMorningBook } from '../store/morning-book.ts'
import { documentInForce, portfoliosRunBy } from '../store/strategy-document.ts'
import type { Known } from '../store/strategy.ts'
import { checkStrategy, type Checked } from '../strategy/check.ts'
import { diffStrategies } from '../strategy/diff.ts'
import type { Strategy } from '../strategy/document.ts'
import type { FindingCode } from '../strategy/finding-words.ts'
import type { Finding } from '../strategy/finding.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { runTests, type TestResult } from '../strategy/run-tests.ts'
import { openWhatIf, type WhatIfAsked, type WhatIfDesk } from '../worker/what-if-desk.ts'
import type { Counted, Sample } from '../worker/what-if-job.ts'
import type { Actor, ApiDeps } from './env.ts'
import { accountIdText, caseIdText } from './ids.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { LANG } from './schemas.ts'
import { findingsOut, readKnown } from './strategy-known.ts'
import { WhatIf } from './what-if-schemas.ts'
import type { Language, StrategyTestWire, WhatIfCounts, WhatIfWire } from './wire.ts'

// The API takes 64 kB a request; a longer file is checked from the command line.
export const DOCUMENT_MAX = 60_000
const HOURS_REACH_MAX = 1_000_000
const WORKLISTS_MAX = 200

const Given = z
  .strictObject({
    document: z.string().min(1).max(DOCUMENT_MAX),
    capacity: z
      .record(z.string().max(60), z.int().nonnegative().max(HOURS_REACH_MAX))
      .refine((lists) => Object.keys(lists).length <= WORKLISTS_MAX)
      .optional(),
    /** False leaves the book alone: faults and tests alone are answered, at once. */
    count: z.boolean().default(true),
  })
  .openapi('WhatIfGiven')

const desks = new WeakMap<ApiDeps, WhatIfDesk>()

/** One for each server: opening a strategy warms it, so that the first letter finds it ready. */
export function whatIfDesk(deps: ApiDeps): WhatIfDesk {
  const known = desks.get(deps)
  if (known !== undefined) return known
  const desk = openWhatIf()
  desks.set(deps, desk)
  return desk
}

/** What a document would do to last night's book, while somebody types it; keeps nothing. */
export function addWhatIf(api: Api, deps: ApiDeps): void {
  const desk = whatIfDesk(deps)
  addRoute(api, deps, {
    route: 'POST /v1/strategies/what-if',
    summary: 'What a strategy file would do to the book: faults, tests, hits a row, people changed',
    query: z.strictObject(LANG),
    body: Given,
    status: 200,
    answer: WhatIf,
    problems: ['superseded', 'not_ready'],
    handle: async ({ actor, body, lang }) => {
      const read = await readQuestion(deps, actor, body.document, lang)
      const counted = await countsFor({ deps, desk, actor, body }, read)
      if ('declined' in counted) return counted
      const { checked, strategy, before } = read
      return {
        sound: checked.ok,
        name: strategy?.name ?? null,
        version: strategy?.version ?? null,
        findings: findingsOut(checked.ok ? [] : checked.findings, lang),
        notes: findingsOut(checked.ok ? checked.notes : [], lang),
        tests: strategy === undefined ? null : testsOut(read.tests, lang),
        against: before === undefined ? null : againstOut(before, strategy),
        ...counted,
      }
    },
  })
}

type Asking = {
  readonly deps: ApiDeps
  readonly desk: WhatIfDesk
  readonly actor: Actor
  readonly body: z.output<typeof Given>
}
type Read = Awaited<ReturnType<typeof readQuestion>>

async function countsFor(
  { deps, desk, actor, body }: Asking,
  read: Read,
): Promise<Pick<WhatIfWire, 'counts' | 'no_counts'> | Declined> {
  if (!body.count) return { counts: null, no_counts: 'not_asked' }
  if (read.strategy === undefined) return { counts: null, no_counts: 'not_decidable' }
  const answer = await desk.ask({
    ...bookAsked(deps, actor),
    document: body.document,
    before: read.before?.document,
    codes: read.book,
    portfolios: read.portfolios,
    capacity: body.capacity ?? {},
  })
  switch (answer.is) {
    case 'superseded':
      return { declined: 'superseded' }
    case 'busy':
      return { declined: 'not_ready', more: { retryAfterSeconds: 1 } }
    case 'too_large':
      return { counts: null, no_counts: 'too_large' }
    case 'counted': {
      const at = {
        seesBorrowers: actor.role !== 'admin',
        wholeBook: read.portfolios === undefined,
      }
      return { counts: countsOut(answer.counted, at), no_counts: null }
    }
  }
}

/** With a hole among the stages, or more pieces than were looked at, an account may find no stage. */
const UNDECIDABLE: readonly FindingCode[] = ['gap', 'too_complex']

async function readQuestion(deps: ApiDeps, actor: Actor, document: string, lang: Language) {
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const { book, known } = await readKnown(tx, actor.tenantId, deps)
    const { checked, strategy, tests } = readDocument(document, known)
    if (strategy === undefined)
      return { book, checked, strategy, tests, before: undefined, portfolios: undefined }
    const { name } = strategy
    const before = await documentInForce(tx, actor.tenantId, { name, day: deps.today() })
    const run = await portfoliosRunBy(tx, actor.tenantId, { name, lang })
    const portfolios = run.length === 0 ? undefined : run.map((one) => one.id)
    return { book, checked, strategy, tests, before, portfolios }
  })
}

type DocumentRead = {
  readonly checked: Checked
  /** What the document would decide with; undefined while it cannot. */
  readonly strategy: Strategy | undefined
  readonly tests: readonly TestResult[]
}

const READ_MAX = 16
const read = new Map<string, DocumentRead>()

/** A text is asked twice, for its faults and for its counts, and the version in force all the time. */
function readDocument(document: string, known: Known): DocumentRead {
  const { products, portfolios, templates, neverLawful } = known
  const names = JSON.stringify([products, portfolios, templates?.length])
  const key = `${names} ${numberOf(neverLawful)}\n${document}`
  const found = read.get(key)
  if (found !== undefined) return found
  const checked = checkStrategy(document, { ...known, file: 'document' })
  const strategy = checked.ok ? checked.strategy : decidable(document, checked.findings)
  const tests = strategy === undefined ? [] : runTests(strategy, 'document')
  read.set(key, { checked, strategy, tests })
  const [oldest] = read.keys()
  if (read.size > READ_MAX && oldest !== undefined) read.delete(oldest)
  return { checked, strategy, tests }
}

const numbers = new WeakMap<object, number>()
let numbered = 0
/** The law and the day behind a function, as a number: another one is another key. */
function numberOf(of: object | undefined): number {
  if (of === undefined) return 0
  const known = numbers.get(of)
  if (known !== undefined) return known
  numbers.set(of, ++numbered)
  return numbered
}

/** A file whose tests fail, or that lacks a template, still says what it would do. */
function decidable(document: string, findings: readonly Finding[]): Strategy | undefined {
  if (findings.some((found) => UNDECIDABLE.includes(found.code))) return undefined
  const strategy = parseStrategy(document, 'document')
  return 'name' in strategy ? strategy : undefined
}

const FRESH_MS = 15 * 60_000

/** Without a snapshot the positions of this quarter of an hour stand for the book. */
export function bookAsked(
  deps: ApiDeps,
  actor: Actor,
): Pick<WhatIfAsked, 'person' | 'key' | 'snapshot' | 'load'> {
  const { tenantId, userId } = actor
  const [today, now] = [deps.today(), deps.now()]
  return {
    person: `${tenantId} ${userId}`,
    key: `${tenantId} ${today} ${Math.floor(now / FRESH_MS)}`,
    snapshot: deps.home && join(deps.home, 'snapshots', `tenant-${tenantId}`),
    load: () =>
      inTenant(deps.db, tenantId, async (tx) => {
        const columns = await readMorningBook(tx, tenantId, today)
        return columns === 'too_large' ? columns : { columns, takenAtMs: now }
      }),
  }
}

const testsOut = (tests: readonly TestResult[], lang: Language): StrategyTestWire[] =>
  tests.map(({ rowNo, name, findings }) => ({
    row: rowNo,
    name,
    passed: findings.length === 0,
    sentences: findings.map((found) => found[lang]),
  }))

function againstOut(
  before: NonNullable<Awaited<ReturnType<typeof documentInForce>>>,
  after: Strategy | undefined,
): WhatIfWire['against'] {
  const was = readDocument(before.document, {}).strategy
  const changes = after === undefined || was === undefined ? [] : diffStrategies(was, after)
  return { version: before.version, effective_on: before.effectiveOn, changes }
}

function countsOut(
  counted: Counted,
  at: { readonly seesBorrowers: boolean; readonly wholeBook: boolean },
): WhatIfCounts {
  const rows = (table: Counted['tables']['stage']) =>
    table.map(({ rowNo, hits, samples }) => ({
      row: rowNo,
      hits,
      samples: at.seesBorrowers ? samples.map(sampleOut) : [],
    }))
  const { stage, treatments, priority, offer } = counted.tables
  return {
    as_of: dayFromNumber(counted.asOf),
    taken_at: new Date(counted.takenAtMs as Instant).toISOString(),
    accounts: counted.accounts,
    people: counted.people,
    people_changed: counted.peopleChanged ?? null,
    whole_book: at.wholeBook,
    tables: {
      stage: rows(stage),
      treatments: rows(treatments),
      priority: rows(priority),
      offer: rows(offer),
    },
    stages: counted.stages.map(([name, accounts]) => ({ stage: name, accounts })),
    lists: counted.lists.map((list) => ({
      worklist: list.worklist,
      waiting: list.waiting,
      reached: list.reached ?? null,
      last_priority: list.lastPriority ?? null,
    })),
    ms: Math.round(counted.ms),
  }
}

const sampleOut = (sample: Sample) => ({
  account_id: accountIdText(sample.accountId),
  case_id: caseIdText(sample.borrowerId),
  days_past_due: sample.daysPastDue,
  arrears: { minor: String(sample.arrearsMinor), currency: sample.currency },
})
