import type { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { parseTranscript } from '../core/transcript.ts'
import type { SpokenFinding } from '../engine/transcript-findings.ts'
import { inTenant } from '../store/db.ts'
import { loadCard } from '../store/quality-card.ts'
import { countQuality, readNotes, readPrecision, readQuality } from '../store/quality-read.ts'
import { keepReview } from '../store/quality-review.ts'
import { drawSample } from '../store/quality-sample.ts'
import { takeTranscript } from '../store/transcript.ts'
import { beforeOf, cursorText, cutPage, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { effectWords } from './inbox-words.ts'
import { onceUnderLock } from './once-per-borrower.ts'
import { detail, mostOf, pointsOf, reviewOf, rowOf } from './quality-detail.ts'
import {
  CallParams,
  DetailOut,
  NotesOut,
  NotesQuery,
  PageOut,
  PrecisionOut,
  QualityQuery,
  ReviewGiven,
  ReviewOut,
  SampleGiven,
  SampleOut,
  TranscriptGiven,
  TranscriptOut,
} from './quality-schemas.ts'
import { findingName, findingWords } from './quality-words.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import type {
  FindingWire,
  NotesWire,
  PrecisionWire,
  QualityPage,
  SampleAnswer,
  TranscriptAnswer,
} from './wire-quality.ts'
import type { Language } from './wire.ts'

const NOTES = 20

export function addQuality(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/quality',
    summary: 'Which calls wait for review, the newest day first',
    query: QualityQuery,
    status: 200,
    answer: PageOut,
    problems: ['bad_cursor'],
    handle: list,
  })
  addRoute(api, deps, {
    route: 'GET /v1/quality/precision',
    summary: 'How often reviewers agree with each kind of finding',
    status: 200,
    answer: PrecisionOut,
    problems: [],
    handle: precision,
  })
  addRoute(api, deps, {
    route: 'GET /v1/quality/notes',
    summary: 'What reviewers wrote to this person about their own calls',
    query: NotesQuery,
    status: 200,
    answer: NotesOut,
    problems: ['bad_cursor'],
    handle: notes,
  })
  addRoute(api, deps, {
    route: 'GET /v1/quality/{id}',
    summary: 'One call: its words, what was found, its script, and what reviewers said',
    params: CallParams,
    status: 200,
    answer: DetailOut,
    problems: ['no_such_review'],
    handle: detail,
  })
  addRoute(api, deps, {
    route: 'POST /v1/quality/samples',
    summary: 'Draws the calls of a day that is over; drawn again it adds nothing',
    body: SampleGiven,
    status: 201,
    answer: SampleOut,
    problems: ['day_not_over'],
    dryRun: true,
    handle: sample,
  })
  addActs(api, deps)
}

function addActs(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/quality/{id}/reviews',
    asRead: 'GET /v1/quality/{id}',
    summary: 'A reviewer’s word: agree or not, points, a note; needs an Idempotency-Key',
    params: CallParams,
    body: ReviewGiven,
    status: 201,
    answer: ReviewOut,
    problems: [
      'no_such_case',
      'no_such_review',
      'own_call',
      'not_on_card',
      'no_such_finding',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: review,
  })
  addRoute(api, deps, {
    route: 'POST /v1/contacts/{id}/transcripts',
    summary:
      'The words of a call: what it stops stops first, then they are kept with what was found',
    params: CallParams,
    body: TranscriptGiven,
    status: 201,
    answer: TranscriptOut,
    problems: ['no_such_contact', 'not_a_call', 'never_sent', 'not_a_transcript'],
    handle: transcript,
  })
}

const PAGE = 50

type ListAsked = Asked<undefined, z.output<typeof QualityQuery>, undefined>

async function list({ deps, actor, query, lang }: ListAsked): Promise<QualityPage | Declined> {
  const { tenantId, userId } = actor
  const { view = 'open', cursor } = query
  const after = cursor === undefined ? undefined : keyOf(cursor, view)
  if (cursor !== undefined && after === undefined) return { declined: 'bad_cursor' }
  return inTenant(deps.db, tenantId, async (tx) => {
    const limit = query.limit ?? PAGE
    const { rows, next } = await readQuality(tx, tenantId, { view, userId, after, limit })
    return {
      items: rows.map((row) => rowOf(row, userId, lang)),
      next_cursor:
        next === undefined
          ? null
          : cursorText(`quality ${view}`, [
              next.day,
              String(next.borrowerId),
              String(next.contactId),
            ]),
      ...(await countQuality(tx, tenantId, userId)),
    }
  })
}

function keyOf(text: string, view: string) {
  const key = parseCursor(`quality ${view}`, text, [/^\d{4}-\d\d-\d\d$/, INT8, INT8])
  const [day, borrower, contact] = key ?? []
  if (day === undefined || borrower === undefined || contact === undefined) return undefined
  if (!fitsInt8(borrower) || !fitsInt8(contact)) return undefined
  return { day: day as Day, borrowerId: BigInt(borrower), contactId: BigInt(contact) }
}

async function precision({
  deps,
  actor,
  lang,
}: Asked<undefined, undefined, undefined>): Promise<PrecisionWire> {
  const { tenantId } = actor
  const rows = await inTenant(deps.db, tenantId, (tx) => readPrecision(tx, tenantId))
  return {
    items: rows.map((row) => ({
      fault: row.fault,
      name: findingName(row, lang),
      agreed: row.agreed,
      disagreed: row.disagreed,
    })),
  }
}

async function notes({
  deps,
  actor,
  query,
}: Asked<undefined, z.output<typeof NotesQuery>, undefined>): Promise<NotesWire | Declined> {
  const { tenantId, userId } = actor
  const before = beforeOf('notes', query.cursor)
  if (before === 'bad') return { declined: 'bad_cursor' }
  const limit = query.limit ?? NOTES
  const found = await inTenant(deps.db, tenantId, (tx) =>
    readNotes(tx, { tenantId, userId, before, limit: limit + 1 }),
  )
  const keyed = (row: (typeof found)[number]) => [String(row.review_id)]
  const page = cutPage(found, { list: 'notes', limit, key: keyed })
  const card = loadCard(deps.home)
  return {
    next_cursor: page.next_cursor,
    items: page.rows.map((row) => ({
      ...reviewOf(row, card),
      case_id: caseIdText(row.borrower_id),
      name: row.name,
      on: row.on_day,
    })),
  }
}

type SampleAsked = Asked<undefined, undefined, z.output<typeof SampleGiven>>

async function sample({ deps, actor, body }: SampleAsked): Promise<SampleAnswer | Declined> {
  const { tenantId } = actor
  const card = loadCard(deps.home)
  const draw = {
    tenantId,
    day: body.day,
    rateBp: body.rate === undefined ? card.rateBp : Math.round(body.rate * 100),
    leastEach: body.least ?? card.leastEach,
  }
  const tick = { now: deps.now(), today: deps.today() }
  const drawn = await inTenant(deps.db, tenantId, (tx) => drawSample(tx, draw, tick))
  if ('declined' in drawn) return drawn
  return { calls: drawn.calls, drawn: drawn.drawn.length, added: drawn.added }
}

type Params = z.output<typeof CallParams>
type ReviewAsked = Asked<Params, undefined, z.output<typeof ReviewGiven>>

function review(asked: ReviewAsked): Promise<z.output<typeof ReviewOut> | Declined> {
  const { actor, body, deps, params } = asked
  const { borrowerId, n } = params.id
  const card = loadCard(deps.home)
  const verdicts = body.verdicts.map(({ finding, agrees }) => ({ ...finding, agrees }))
  return onceUnderLock({ ...asked, body: plain(body), params: { id: borrowerId } }, `review ${n}`, {
    run: inTenant,
    work: async (tx) => {
      const ref = { tenantId: actor.tenantId, borrowerId, contactId: n }
      const given = {
        card,
        points: body.points,
        note: body.note,
        verdicts,
        userId: actor.userId,
        now: deps.now(),
      }
      const kept = await keepReview(tx, ref, given)
      if ('declined' in kept) return kept
      return { done: { points: pointsOf(body.points), most: mostOf(card, body.points) } }
    },
  })
}

/** What the request is known by: no bigint goes through JSON. */
const plain = (body: z.output<typeof ReviewGiven>) => ({
  ...body,
  verdicts: body.verdicts.map(({ finding, agrees }) => [
    `${finding.transcriptId}.${finding.findingNo}`,
    agrees,
  ]),
})

type TranscriptAsked = Asked<Params, undefined, z.output<typeof TranscriptGiven>>

async function transcript(asked: TranscriptAsked): Promise<TranscriptAnswer | Declined> {
  const { actor, body, deps, lang, params } = asked
  const call = parseTranscript(body.text)
  if (!('turns' in call)) {
    const errors = call.slice(0, 20).map(({ line, words }) => ({
      pointer: '/json/text',
      code: 'line',
      message: `${line}: ${words[lang]}`,
    }))
    return { declined: 'not_a_transcript', more: { errors } }
  }
  const { borrowerId, n } = params.id
  const ref = { tenantId: actor.tenantId, borrowerId, contactId: n }
  const given = { call, recordingHash: body.recording_sha256, by: actor.userId }
  const tick = {
    now: deps.now(),
    today: deps.today(),
    personKey: deps.capKey,
    after: deps.afterKept,
  }
  const taken = await takeTranscript(deps.db, ref, given, tick)
  if ('declined' in taken) return taken
  return {
    turns: taken.turns,
    findings: taken.findings.map((found, i) =>
      spokenWire(found, { id: `${taken.transcriptId}.${i + 1}`, lang }),
    ),
    stopped: taken.effects.map(({ kind, what }) => ({
      code: `${kind}:${what}`,
      name: effectWords(kind, what, lang),
    })),
    is_new: taken.isNew,
  }
}

const spokenWire = (
  found: SpokenFinding,
  { id, lang }: { readonly id: string; readonly lang: Language },
): FindingWire => ({
  id,
  kind: found.kind,
  fault: found.fault,
  turn: found.turn,
  from: found.from,
  to: found.to,
  words: found.words,
  ...findingWords(found, lang),
  agrees: null,
})
