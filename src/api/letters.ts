import { z } from '@hono/zod-openapi'
import { batchName, lettersFolder, manifestCsv, readLetterFile } from '../channels/letter/folder.ts'
import { HEADINGS, type LetterKind } from '../channels/letter/kinds.ts'
import { inTenant, instantText } from '../store/db.ts'
import { manifestLines } from '../store/letter-batch.ts'
import {
  keepLetterLook,
  listBatches,
  listLetters,
  type BatchRow,
  type LetterKey,
  type LetterRow,
} from '../store/letter-read.ts'
import { RETURN_REASONS, tellReturned } from '../store/letter-told.ts'
import { cursorText, fitsInt8, INT8, isInstant, MICROSECONDS, parseCursor } from './cursor.ts'
import type { Actor, ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import {
  CursorIn,
  DayIn,
  DayOut,
  idOut,
  InstantOut,
  LANG,
  LimitIn,
  pageOf,
  words,
} from './schemas.ts'
import { NumberIn } from './views.ts'
import {
  BATCH_STATES,
  LETTER_STATES,
  type LetterBatchWire,
  type LetterManifestWire,
  type LetterPdfWire,
  type LetterWire,
} from './wire-letters.ts'
import type { Language, Page } from './wire.ts'

const Batch: z.ZodType<LetterBatchWire> = z
  .object({
    number: z.string(),
    name: z.string(),
    made_on: DayOut,
    state: z.enum(BATCH_STATES),
    closed_at: InstantOut.nullable(),
    letters: z.int().nullable(),
    pages: z.int().nullable(),
  })
  .openapi('LetterBatch')
const Letter: z.ZodType<LetterWire> = z
  .object({
    key: z.string(),
    case_id: idOut('case'),
    name: z.string(),
    account_ref: z.string(),
    kind: z.string(),
    kind_name: z.string(),
    state: z.enum(LETTER_STATES),
    why: z.string().nullable(),
    batch: z.string().nullable(),
    pages: z.int(),
    place: z.string(),
    sha256: z.string(),
    set_at: InstantOut,
    handed_over_on: DayOut.nullable(),
    returned_on: DayOut.nullable(),
  })
  .openapi('Letter')
const Manifest: z.ZodType<LetterManifestWire> = z
  .object({ name: z.string(), csv: z.string() })
  .openapi('LetterManifest')
const Pdf: z.ZodType<LetterPdfWire> = z
  .object({ name: z.string(), sha256: z.string(), base64: z.string() })
  .openapi('LetterPdf')

const PageIn = { ...LANG, cursor: CursorIn.optional(), limit: LimitIn.optional() }
const NumberText = z.string().regex(/^[1-9][0-9]{0,17}$/)
const Query = z.strictObject({
  ...PageIn,
  batch: NumberText.optional(),
  state: z.enum(LETTER_STATES).optional(),
})
const KeyIn = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
})
const ReturnGiven = z
  .strictObject({ on: DayIn, reason: z.enum(RETURN_REASONS) })
  .openapi('LetterReturn')

/** Letters on paper, from the day's batch to what came back. */
export function addLetters(api: Api, deps: ApiDeps): void {
  addLists(api, deps)
  addRoute(api, deps, {
    route: 'POST /v1/letters/{key}/looks',
    summary: 'Hands out a letter as it was printed; who looked and why is kept',
    params: KeyIn,
    body: z.strictObject({ reason: words(300) }).openapi('LetterLook'),
    status: 200,
    answer: Pdf,
    problems: ['no_such_letter', 'no_letter_file'],
    handle: look,
  })
  addRoute(api, deps, {
    route: 'POST /v1/letters/{key}/returns',
    summary: 'A letter came back: its address fails, and the contact is told; twice is once',
    params: KeyIn,
    body: ReturnGiven,
    status: 200,
    answer: Letter,
    problems: ['no_such_letter', 'letter_not_out', 'day_in_future'],
    handle: cameBack,
  })
}

function addLists(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/letter-batches',
    summary: 'Batches of letters for the print house, the newest first',
    query: z.strictObject(PageIn),
    status: 200,
    answer: pageOf(Batch, 'LetterBatches'),
    problems: ['bad_cursor'],
    handle: batches,
  })
  addRoute(api, deps, {
    route: 'GET /v1/letter-batches/{number}/manifest',
    summary: 'What the print house is told of a batch that is closed: no name, no amount, no kind',
    params: NumberIn,
    status: 200,
    answer: Manifest,
    problems: ['no_such_batch', 'batch_open'],
    handle: manifest,
  })
  addRoute(api, deps, {
    route: 'GET /v1/letters',
    summary: 'Letters, the newest first: of a batch, or of a state',
    query: Query,
    status: 200,
    answer: pageOf(Letter, 'Letters'),
    problems: ['bad_cursor'],
    handle: letters,
  })
}

const BATCHES = 'letter-batches'
type PageAsked = { readonly cursor?: string | undefined; readonly limit?: number | undefined }

async function batches({
  deps,
  actor,
  query,
}: Asked<undefined, PageAsked, undefined>): Promise<Page<LetterBatchWire> | Declined> {
  const from = query.cursor === undefined ? [] : parseCursor(BATCHES, query.cursor, [INT8])
  if (from === undefined || (from[0] !== undefined && !fitsInt8(from[0])))
    return { declined: 'bad_cursor' }
  const limit = query.limit ?? 20
  const before = from[0] === undefined ? undefined : BigInt(from[0])
  const found = await inTenant(deps.db, actor.tenantId, (tx) =>
    listBatches(tx, actor.tenantId, { before, limit: limit + 1 }),
  )
  const last = found.length > limit ? found[limit - 1] : undefined
  return {
    items: found.slice(0, limit).map(batchWire),
    next_cursor: last === undefined ? null : cursorText(BATCHES, [String(last.batchNo)]),
  }
}

const batchWire = (row: BatchRow): LetterBatchWire => ({
  number: String(row.batchNo),
  name: batchName(row),
  made_on: row.madeOn,
  state: row.state,
  closed_at: row.closedAt === null ? null : instantText(row.closedAt),
  letters: row.letters,
  pages: row.pages,
})

async function manifest({
  deps,
  actor,
  params,
}: Asked<z.output<typeof NumberIn>, undefined, undefined>): Promise<LetterManifestWire | Declined> {
  const { tenantId } = actor
  const batchNo = BigInt(params.number)
  const [batch] = await inTenant(deps.db, tenantId, (tx) =>
    listBatches(tx, tenantId, { batchNo, limit: 1 }),
  )
  if (batch === undefined) return { declined: 'no_such_batch' }
  if (batch.state === 'open') return { declined: 'batch_open' }
  const csv = manifestCsv(await manifestLines(deps.db, tenantId, batchNo))
  return { name: `${batchName(batch)}.csv`, csv }
}

const LIST = 'letters'

async function letters({
  deps,
  actor,
  query,
  lang,
}: Asked<undefined, z.output<typeof Query>, undefined>): Promise<Page<LetterWire> | Declined> {
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor)
  if (after === 'bad') return { declined: 'bad_cursor' }
  const { rows, next } = await inTenant(deps.db, actor.tenantId, (tx) =>
    listLetters(tx, actor.tenantId, {
      batchNo: query.batch === undefined ? undefined : BigInt(query.batch),
      state: query.state,
      after,
      limit: query.limit ?? 50,
    }),
  )
  return {
    items: rows.map((row) => letterWire(row, lang)),
    next_cursor: next === undefined ? null : cursorText(LIST, [next.at, next.attemptKey]),
  }
}

function keyOf(cursor: string): LetterKey | 'bad' {
  const [at, attemptKey] = parseCursor(LIST, cursor, [MICROSECONDS, /^[0-9a-f-]{36}$/]) ?? []
  const isKey = attemptKey !== undefined && KeyIn.safeParse({ key: attemptKey }).success
  return at !== undefined && isInstant(at) && isKey ? { at, attemptKey } : 'bad'
}

const letterWire = (row: LetterRow, lang: Language): LetterWire => ({
  key: row.attemptKey,
  case_id: caseIdText(row.borrowerId),
  name: row.name,
  account_ref: row.account,
  kind: row.kind,
  kind_name: HEADINGS[row.kind as LetterKind][lang],
  state: row.state,
  why: row.why,
  batch: row.batch === null ? null : batchName(row.batch),
  pages: row.pages,
  place: row.place,
  sha256: row.sha256,
  set_at: instantText(row.setAt),
  handed_over_on: row.handedOverOn,
  returned_on: row.returnedOn,
})

const readOne = (deps: ApiDeps, { tenantId }: Actor, attemptKey: string) =>
  inTenant(
    deps.db,
    tenantId,
    async (tx) => (await listLetters(tx, tenantId, { attemptKey, limit: 1 })).rows[0],
  )

async function look({
  deps,
  actor,
  params,
  body,
}: Asked<z.output<typeof KeyIn>, undefined, { reason: string }>): Promise<
  LetterPdfWire | Declined
> {
  const { tenantId, userId: by } = actor
  const letter = await readOne(deps, actor, params.key)
  if (letter === undefined) return { declined: 'no_such_letter' }
  const batch = letter.batch === null ? '' : batchName(letter.batch)
  const pdf =
    deps.home && (await readLetterFile(lettersFolder(deps.home, tenantId), { ...letter, batch }))
  if (!pdf) return { declined: 'no_letter_file' }
  await inTenant(deps.db, tenantId, (tx) =>
    keepLetterLook(tx, tenantId, { attemptKey: params.key, by, reason: body.reason }),
  )
  return { name: `${params.key}.pdf`, sha256: letter.sha256, base64: pdf.toString('base64') }
}

async function cameBack({
  deps,
  actor,
  params,
  body,
  lang,
}: Asked<z.output<typeof KeyIn>, undefined, z.output<typeof ReturnGiven>>): Promise<
  LetterWire | Declined
> {
  const { tenantId, userId: by } = actor
  if (body.on > deps.today()) return { declined: 'day_in_future' }
  const told = { attemptKey: params.key, ...body, by }
  const done = await tellReturned(deps.db, tenantId, told, deps.now())
  const letter = await readOne(deps, actor, params.key)
  if (letter === undefined) return { declined: 'no_such_letter' }
  return done === 'unknown' ? { declined: 'letter_not_out' } : letterWire(letter, lang)
}
