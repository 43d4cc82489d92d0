import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { readRecording, recordingsFolder } from '../channels/voice/recordings.ts'
import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { readCase } from '../store/cases.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { readCallWords } from '../store/quality-read.ts'
import {
  isListening,
  LISTENING_MS,
  listenTo,
  listRecordings,
  readRecordingRow,
  type RecordingRow,
} from '../store/voice-recording.ts'
import { rangeOf } from './byte-range.ts'
import type { Actor, ApiDeps, ApiEnv } from './env.ts'
import { pairText, parsePair, type Pair } from './ids.ts'
import { problem, type ProblemMore } from './problem.ts'
import { findingOf } from './quality-detail.ts'
import { Finding, Turn } from './quality-schemas.ts'
import { addRoute, permitted, securityOf, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayOut, InstantOut, pairIn, pairOut, words } from './schemas.ts'
import { deskOf } from './voice.ts'
import type { ListeningWire, RecordingsWire, RecordingWire } from './wire-voice.ts'
import type { Language } from './wire.ts'

const Recording: z.ZodType<RecordingWire> = z
  .object({
    id: pairOut('rec'),
    contact_id: pairOut('ctc'),
    account: z.string(),
    made_on: DayOut,
    seconds: z.int().nullable(),
    bytes: z.int(),
    media_type: z.string(),
    sha256: z.string(),
    keep_until: DayOut,
    purged_at: InstantOut.nullable(),
    listened: z.int(),
  })
  .openapi('Recording')
const List: z.ZodType<RecordingsWire> = z
  .object({ items: z.array(Recording) })
  .openapi('Recordings')
const Listening: z.ZodType<ListeningWire> = z
  .object({ url: z.string(), until: InstantOut, turns: z.array(Turn), findings: z.array(Finding) })
  .openapi('Listening')
const Params = z.strictObject({ id: pairIn('rec') })
const Given = z.strictObject({ reason: words(300) }).openapi('Listen')

const LIST_MAX = 200

/** Recordings of calls: which there are, and their sound for whoever said why they listen. */
export function addRecordings(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/recordings',
    summary:
      'What was recorded of calls with this borrower, until when it is kept, and what is gone',
    params: CaseParams,
    status: 200,
    answer: List,
    problems: ['no_such_case'],
    handle: ({ actor, params }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const found = await readCase(tx, actor.tenantId, params.id, deps.today())
        if (found === undefined) return { declined: 'no_such_case' as const }
        const of = { borrowerId: params.id, limit: LIST_MAX }
        return { items: (await listRecordings(tx, actor.tenantId, of)).map(wireOf) }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/recordings/{id}/listens',
    summary: 'Keeps who listens and why; then the sound is open to them for an hour',
    params: Params,
    body: Given,
    status: 201,
    answer: Listening,
    problems: ['no_such_recording', 'recording_purged'],
    handle: listen,
  })
  describe(api)
  const mayHear = permitted('GET /v1/recordings/{id}/sound')
  api.get('/v1/recordings/:id/sound', mayHear, (c) => sound(c, deps))
}

const wireOf = (row: RecordingRow): RecordingWire => ({
  id: pairText('rec', { borrowerId: row.borrowerId, n: row.recordingId }) as RecordingWire['id'],
  contact_id: pairText('ctc', {
    borrowerId: row.borrowerId,
    n: row.contactId,
  }) as RecordingWire['contact_id'],
  account: row.account,
  made_on: row.madeOn,
  seconds: row.seconds,
  bytes: Number(row.bytes),
  media_type: row.mediaType,
  sha256: row.sha256,
  keep_until: row.keepUntil,
  purged_at: row.purgedAt === null ? null : instantText(row.purgedAt),
  listened: Number(row.listened),
})

type ListenAsked = Asked<z.output<typeof Params>, undefined, z.output<typeof Given>>

function listen({ deps, actor, params, body, lang }: ListenAsked) {
  const ref = refOf(actor, params.id)
  const now = deps.now()
  return inTenant(deps.db, actor.tenantId, async (tx): Promise<ListeningWire | Declined> => {
    const row = await listenTo(tx, ref, { staff: actor.userId, reason: body.reason, now })
    if (row === undefined) return whyNone(await readRecordingRow(tx, ref), lang)
    return {
      url: `/v1/recordings/${pairText('rec', params.id)}/sound`,
      until: instantText((now + LISTENING_MS) as Instant),
      ...(await wordsOf(tx, actor, row, lang)),
    }
  })
}

async function wordsOf(tx: Tx, actor: Actor, row: RecordingRow, lang: Language) {
  const { tenantId, userId } = actor
  const ref = { tenantId, borrowerId: row.borrowerId, contactId: row.contactId }
  const said = await readCallWords(tx, ref, userId)
  return {
    turns: said?.turns.map(({ speaker, text }) => ({ speaker, text })) ?? [],
    findings: said?.findings.map((one) => findingOf(one, lang)) ?? [],
  }
}

const refOf = ({ tenantId }: Actor, { borrowerId, n }: Pair) => ({
  tenantId,
  borrowerId,
  recordingId: n,
})

/** Gone is not the same as never there: hash and day stay, and are said. */
function whyNone(
  row: RecordingRow | undefined,
  lang: Language,
): Declined & { readonly declined: 'no_such_recording' | 'recording_purged' } {
  if (row?.purgedAt === undefined || row.purgedAt === null) return { declined: 'no_such_recording' }
  const { sha256, madeOn, purgedAt } = row
  const on = instantText(purgedAt).slice(0, 10)
  const detail =
    lang === 'zh'
      ? `${madeOn} 的录音已于 ${on} 按保存期限删除；SHA-256 为 ${sha256}`
      : `Recorded on ${madeOn}, deleted on ${on} when its days were over; its SHA-256 was ${sha256}`
  return { declined: 'recording_purged', more: { detail } satisfies ProblemMore }
}

/** The bytes, whole or the part that a player asks for. */
async function sound(c: Context<ApiEnv>, deps: ApiDeps): Promise<Response> {
  const actor = c.get('actor')
  assert(actor !== undefined, 'the sound of a recording is for a session')
  const pair = parsePair('rec', c.req.param('id') ?? '')
  if (pair === undefined) return problem(c, 'no_such_recording')
  const ref = refOf(actor, pair)
  const open = await inTenant(deps.db, actor.tenantId, async (tx) => {
    const row = await readRecordingRow(tx, ref)
    if (row === undefined || row.purgedAt !== null) return whyNone(row, c.get('lang'))
    const by = { staff: actor.userId, now: deps.now() }
    return (await isListening(tx, ref, by)) ? row : { declined: 'listen_first' as const }
  })
  if ('declined' in open) return problem(c, open.declined, 'more' in open ? open.more : undefined)
  const folder = folderOf(deps, actor)
  const bytes = folder && (await readRecording(folder, open.sha256))
  return bytes ? partOf(c, open, bytes) : problem(c, 'recording_lost')
}

const folderOf = (deps: ApiDeps, actor: Actor): string | undefined =>
  deskOf(deps, actor)?.hook.folder ??
  (deps.home === undefined ? undefined : recordingsFolder(deps.home, actor.tenantId))

function partOf(c: Context<ApiEnv>, row: RecordingRow, bytes: Buffer): Response {
  const range = rangeOf(c.req.header('Range'), bytes.length)
  c.header('Accept-Ranges', 'bytes')
  if (range === 'bad') {
    c.header('Content-Range', `bytes */${bytes.length}`)
    return problem(c, 'bad_range')
  }
  const isWhole = range === 'whole'
  const part = isWhole ? bytes : bytes.subarray(range.from, range.to + 1)
  if (!isWhole) c.header('Content-Range', `bytes ${range.from}-${range.to}/${bytes.length}`)
  return c.body(new Uint8Array(part), isWhole ? 200 : 206, {
    'Content-Type': row.mediaType,
    'Content-Length': String(part.length),
    'Content-Disposition': 'inline',
    ETag: `"${row.sha256}"`,
  })
}

function describe(api: Api): void {
  const audio = { 'audio/*': { schema: z.string().openapi({ format: 'binary' }) } }
  api.openAPIRegistry.registerPath({
    method: 'get',
    path: '/v1/recordings/{id}/sound',
    operationId: 'get_recordings_id_sound',
    summary: 'The sound of a recording, whole or a range of it, within an hour of saying why',
    security: securityOf('GET /v1/recordings/{id}/sound'),
    tags: ['recordings'],
    request: { params: z.strictObject({ id: z.string() }) },
    responses: {
      200: { description: 'All of it', content: audio },
      206: { description: 'The part that Range asked for', content: audio },
      401: { description: 'not_signed_in' },
      403: { description: 'not_permitted, person_needed, listen_first' },
      404: { description: 'no_such_recording' },
      410: { description: 'recording_purged' },
      416: { description: 'bad_range' },
      503: { description: 'recording_lost' },
    },
  })
}
