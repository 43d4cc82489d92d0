import { z } from '@hono/zod-openapi'
import { CARE_KINDS, careTableOf, type CareKind } from '../core/care/care.ts'
import { stateWords } from '../core/care/words.ts'
import { actOnCare, openCare, type CareDone as Done } from '../store/care.ts'
import { boardKey, countCare, readCareBoard } from '../store/care-board.ts'
import { loadCareBook } from '../store/care-book.ts'
import { addEvidence, readEvidence } from '../store/care-evidence.ts'
import type { CareFault } from '../store/care-needs.ts'
import { readCare, readCareEvents, readCares } from '../store/care-read.ts'
import { readAccounts } from '../store/case-facts.ts'
import { readCase } from '../store/cases.ts'
import type { RestructureFault } from '../store/restructure.ts'
import { inTenant, type Tx } from '../store/db.ts'
import {
  BoardOut,
  CareActBody,
  CareDone,
  CareGivenBody,
  CareParams,
  CaseCareOut,
  EvidenceBody,
} from './care-schemas.ts'
import { careId, careWire, dueWire, kindsWire } from './care-wire.ts'
import { moneyOf } from './cases.ts'
import { cursorDay } from './care-cursor.ts'
import type { ApiDeps } from './env.ts'
import { oncePerCase } from './once-per-case.ts'
import type { ProblemCode } from './problem.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, LimitIn, TOTALS } from './schemas.ts'
import type { Language } from './wire.ts'
import type { CareAnswer, CareBoard, CaseCare } from './wire-care.ts'

const FAULTS: readonly ProblemCode[] = [
  'no_such_case',
  'no_such_account',
  'no_such_care',
  'day_in_future',
  'ends_before_it_begins',
  'key_missing',
  'key_reused',
  'care_of_one_account',
  'care_sort_unknown',
  'care_part_only_of_amount',
  'care_already_open',
  'care_too_soon',
  'care_too_early',
  'care_out_of_order',
  'care_not_from_here',
  'care_needs_words',
  'care_needs_until',
  'care_needs_consent',
  'care_needs_newer_document',
  'care_needs_proof',
  'care_needs_redress',
  'care_needs_second_person',
]

export function addCare(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/care',
    summary: 'Disputes, complaints, hardship and the like, what each stops and what is due',
    params: CaseParams,
    status: 200,
    answer: CaseCareOut,
    problems: ['no_such_case'],
    handle: caseCare,
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/care',
    asRead: 'GET /v1/cases/{id}/care',
    summary: 'Opens one; what it stops is stopped at once; needs an Idempotency-Key',
    params: CaseParams,
    body: CareGivenBody,
    status: 201,
    answer: CareDone,
    problems: FAULTS,
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'care', (tx) => open(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/care/{care_id}/acts',
    asRead: 'GET /v1/cases/{id}/care',
    summary: 'Does one action of its state table; needs an Idempotency-Key',
    params: CareParams,
    body: CareActBody,
    status: 201,
    answer: CareDone,
    problems: FAULTS,
    dryRun: true,
    handle: (asked) => oncePerCase(asked, `care ${asked.params.care_id.n}`, (tx) => act(tx, asked)),
  })
  addEvidenceAndBoard(api, deps)
}

function addEvidenceAndBoard(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/care/{care_id}/evidence',
    summary: 'Lists a document by the hash of its bytes; needs an Idempotency-Key',
    params: CareParams,
    body: EvidenceBody,
    status: 201,
    answer: z.object({ sha256: z.string() }).openapi('EvidenceListed'),
    problems: [
      'no_such_case',
      'no_such_care',
      'day_in_future',
      'document_known',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) =>
      oncePerCase(asked, `evidence ${asked.params.care_id.n}`, (tx) => evidence(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'GET /v1/care',
    summary: 'Everything that is open, by the day that is due next, a page at a time',
    query: z.strictObject({
      kind: z.enum(CARE_KINDS).optional(),
      until: DayIn.optional(),
      cursor: z.string().max(60).optional(),
      limit: LimitIn.optional(),
      ...TOTALS,
    }),
    status: 200,
    answer: BoardOut,
    problems: ['bad_cursor'],
    handle: board,
  })
}

async function caseCare({
  deps,
  actor,
  params,
  lang,
}: Asked<z.output<typeof CaseParams>, undefined, undefined>): Promise<CaseCare | Declined> {
  const today = deps.today()
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const { tenantId } = actor
    if ((await readCase(tx, tenantId, params.id, today)) === undefined)
      return { declined: 'no_such_case' as const }
    const accounts = await readAccounts(tx, tenantId, params.id, today)
    const events = await readCareEvents(tx, tenantId, params.id)
    const evidence = await readEvidence(tx, tenantId, params.id)
    const reading = { today, lang, book: loadCareBook() }
    const items = (await readCares(tx, tenantId, params.id)).map((care) => {
      const account = accounts.find((one) => one.account_id === care.accountId)
      const isOf = (row: { careId: bigint }) => row.careId === care.careId
      return careWire(
        care,
        {
          accountRef: account?.ref,
          disputed:
            care.disputedMinor === undefined || account === undefined
              ? null
              : moneyOf(care.disputedMinor, account.currency),
          events: events.filter(isOf),
          evidence: evidence.filter(isOf),
        },
        reading,
      )
    })
    return { items, kinds: [...kindsWire(lang)] }
  })
}

type AskedOpen = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof CareGivenBody>>

async function open(
  tx: Tx,
  { deps, actor, params, body, lang }: AskedOpen,
): Promise<{ readonly done: CareAnswer } | Declined> {
  const tick = { now: deps.now(), today: deps.today(), book: loadCareBook() }
  const made = await openCare(
    tx,
    actor.tenantId,
    {
      borrowerId: params.id,
      kind: body.kind,
      accountId: body.account_id,
      sort: body.sort,
      toldOn: body.told_on ?? tick.today,
      written: body.written ?? false,
      disputedMinor: body.disputed_minor === undefined ? undefined : BigInt(body.disputed_minor),
      untilOn: body.until_on,
      words: body.words,
      consent: body.consent,
      source: body.source,
      by: actor.userId,
    },
    tick,
  )
  return answerOf(made, { borrowerId: params.id, kind: body.kind, lang })
}

type AskedAct = Asked<z.output<typeof CareParams>, undefined, z.output<typeof CareActBody>>

async function act(
  tx: Tx,
  { deps, actor, params, body, lang }: AskedAct,
): Promise<{ readonly done: CareAnswer } | Declined> {
  const tick = { now: deps.now(), today: deps.today(), book: loadCareBook() }
  const of = { borrowerId: params.id, careId: params.care_id.n }
  const care = await readCare(tx, actor.tenantId, of)
  if (care === undefined || params.care_id.borrowerId !== params.id)
    return { declined: 'no_such_care' }
  const { action, words, redress, until_on: untilOn } = body
  const on = body.on ?? tick.today
  const given = { ...of, action, on, words, redress, untilOn, by: actor.userId }
  const made = await actOnCare(tx, actor.tenantId, given, tick)
  return answerOf(made, { borrowerId: params.id, kind: care.kind, lang })
}

type Of = { readonly borrowerId: bigint; readonly kind: CareKind; readonly lang: Language }

function answerOf(
  made: Done | CareFault,
  { borrowerId, kind, lang }: Of,
): { readonly done: CareAnswer } | Declined {
  if ('declined' in made) return declinedOf(made)
  const { state, withdrawn } = made
  const state_name = stateWords(kind, state)[lang]
  return { done: { id: careId({ borrowerId, careId: made.careId }), state, state_name, withdrawn } }
}

/** Each thing that is missing has a code of its own. */
export function declinedOf({ declined, need }: CareFault | RestructureFault): Declined {
  if (declined === 'no_such_borrower') return { declined: 'no_such_case' }
  if (declined === 'care_needs') return { declined: `care_needs_${need ?? 'words'}` }
  return { declined }
}

type AskedEvidence = Asked<z.output<typeof CareParams>, undefined, z.output<typeof EvidenceBody>>

async function evidence(
  tx: Tx,
  { deps, actor, params, body }: AskedEvidence,
): Promise<{ readonly done: { sha256: string } } | Declined> {
  if (params.care_id.borrowerId !== params.id) return { declined: 'no_such_care' }
  const today = deps.today()
  const made = await addEvidence(
    tx,
    actor.tenantId,
    {
      borrowerId: params.id,
      careId: params.care_id.n,
      kind: body.kind,
      title: body.title,
      sha256: body.sha256,
      datedOn: body.dated_on,
      receivedOn: today,
      by: actor.userId,
    },
    today,
  )
  if (!('declined' in made)) return { done: { sha256: body.sha256 } }
  return { declined: made.declined === 'no_such_borrower' ? 'no_such_case' : made.declined }
}

type BoardQuery = {
  readonly kind?: CareKind | undefined
  readonly until?: ReturnType<ApiDeps['today']> | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly totals?: 'true' | 'false' | undefined
}

const PAGE = 100

async function board({
  deps,
  actor,
  query,
  lang,
}: Asked<undefined, BoardQuery, undefined>): Promise<CareBoard | Declined> {
  const after = cursorDay.read(query.cursor)
  if (after === 'bad') return { declined: 'bad_cursor' }
  const today = deps.today()
  const reading = { today, lang, book: loadCareBook() }
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const { kind, until } = query
    const limit = query.limit ?? PAGE
    const of = { kind, until, after, limit: limit + 1 }
    const found = await readCareBoard(tx, actor.tenantId, of)
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    const counts = query.totals === 'true' ? await countCare(tx, actor.tenantId, today) : []
    return {
      items: rows.map((row) => dueWire(row, reading)),
      next_cursor:
        found.length > limit && last !== undefined ? cursorDay.write(boardKey(last)) : null,
      counts: counts.map((one) => ({ ...one, name: careTableOf(one.kind).name[lang] })),
    }
  })
}
