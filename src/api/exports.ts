import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { archiveOf, archivesOf, KEEP_HOURS } from '../channels/archive-folder.ts'
import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { tarSink } from '../evidence/tar.ts'
import { inTenant, instantText } from '../store/db.ts'
import { readExport } from '../store/person-read.ts'
import { rangeOf } from './byte-range.ts'
import type { ApiDeps, ApiEnv } from './env.ts'
import { pairText, parsePair } from './ids.ts'
import { exportPerson, type PersonExport, type TooLarge } from './person-export.ts'
import { problem } from './problem.ts'
import { addRoute, permitted, securityOf, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, InstantOut, words } from './schemas.ts'
import type { ExportWire } from './wire-compliance.ts'
import type { Language } from './wire.ts'

const Given = z.strictObject({ reason: words(500) }).openapi('ExportGiven')
const Out: z.ZodType<ExportWire> = z
  .object({
    file_name: z.string(),
    manifest_sha256: z.string(),
    public_key: z.string(),
    files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
    archive: z.string(),
    url: z.string(),
    bytes: z.int(),
    until: InstantOut,
  })
  .openapi('PersonExport')

/** What one download may hold: more is written to a folder by the command line. */
const MEGABYTES_MAX = 2048
/** An archive as small as this comes with the answer too; every other is fetched. */
const INLINE_BYTES_MAX = 1024 * 1024

export function addExports(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/exports',
    summary:
      'Everything about a person, recordings and letters too, sealed; who asked for it and why is kept',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: Out,
    problems: ['no_such_case', 'no_seal', 'export_too_large'],
    handle: make,
  })
  describe(api)
  const mayFetch = permitted('GET /v1/exports/{id}/archive')
  api.get('/v1/exports/:id/archive', mayFetch, (c) => fetchArchive(c, deps))
}

type Made = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

/** The archive stands whole in its place only after the row that says who took it is committed. */
async function make({ deps, actor, params, body, lang }: Made): Promise<ExportWire | Declined> {
  const { seal, home } = deps
  if (seal === undefined || home === undefined) return { declined: 'no_seal' }
  const { tenantId } = actor
  const folder = await archivesOf(home, tenantId)
  const sink = await tarSink(archiveOf(folder, `${randomUUID()}.part`))
  let made: PersonExport | TooLarge | undefined
  try {
    const asked = { by: actor.userId, reason: body.reason, now: deps.now(), key: seal, home }
    const ref = { tenantId, borrowerId: params.id }
    made = await inTenant(deps.db, tenantId, (tx) =>
      exportPerson(tx, ref, { ...asked, bytesMax: MEGABYTES_MAX * 1024 * 1024 }, sink),
    )
  } catch (error) {
    await sink.drop()
    throw error
  }
  if (made === undefined || 'declined' in made) {
    await sink.drop()
    return made === undefined ? { declined: 'no_such_case' } : tooLarge(made, lang)
  }
  const path = archiveOf(folder, made.manifestHash)
  const size = await sink.end(path)
  return {
    file_name: `${made.ref.replaceAll(/[^A-Za-z0-9-]/g, '_')}-${deps.today()}.tar`,
    manifest_sha256: made.manifestHash,
    public_key: seal.publicKey,
    files: made.files,
    archive: size > INLINE_BYTES_MAX ? '' : await readFile(path, 'base64'),
    url: `/v1/exports/${pairText('exp', { borrowerId: params.id, n: made.exportId })}/archive`,
    bytes: size,
    until: instantText((Date.now() + KEEP_HOURS * 3_600_000) as Instant),
  }
}

function tooLarge({ bytes }: TooLarge, lang: Language): Declined {
  const size = Math.ceil(bytes / 1024 / 1024)
  const detail =
    lang === 'zh'
      ? `录音、信函与文件共 ${size} MB，一次下载最多 ${MEGABYTES_MAX} MB；请用命令行“forbear export person”写入文件夹`
      : `Recordings, letters and files are ${size} MB together, and one download holds ${MEGABYTES_MAX} MB at most; “forbear export person” writes them to a folder`
  return { declined: 'export_too_large', more: { detail } }
}

/** The archive, whole or from where a broken download stopped. */
async function fetchArchive(c: Context<ApiEnv>, deps: ApiDeps): Promise<Response> {
  const actor = c.get('actor')
  assert(actor !== undefined, 'an archive is for a session')
  const pair = parsePair('exp', c.req.param('id') ?? '')
  if (pair === undefined || deps.home === undefined) return problem(c, 'export_gone')
  const ref = { tenantId: actor.tenantId, borrowerId: pair.borrowerId }
  const kept = await inTenant(deps.db, actor.tenantId, (tx) => readExport(tx, ref, pair.n))
  // Whoever took it out and wrote down why fetches it; another officer makes one of their own.
  if (kept === undefined || kept.by !== actor.userId) return problem(c, 'export_gone')
  const folder = await archivesOf(deps.home, actor.tenantId)
  const path = archiveOf(folder, kept.manifestHash)
  const size = await sizeOf(path)
  if (size === undefined) return problem(c, 'export_gone')
  const range = rangeOf(c.req.header('Range'), size)
  c.header('Accept-Ranges', 'bytes')
  if (range === 'bad') {
    c.header('Content-Range', `bytes */${size}`)
    return problem(c, 'bad_range')
  }
  const { from, to } = range === 'whole' ? { from: 0, to: size - 1 } : range
  if (range !== 'whole') c.header('Content-Range', `bytes ${from}-${to}/${size}`)
  const stream = Readable.toWeb(createReadStream(path, { start: from, end: to })) as ReadableStream
  return c.body(stream, range === 'whole' ? 200 : 206, {
    'Content-Type': 'application/x-tar',
    'Content-Length': String(to - from + 1),
    'Content-Disposition': 'attachment',
    ETag: `"${kept.manifestHash}"`,
  })
}

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  )

function describe(api: Api): void {
  const tar = { 'application/x-tar': { schema: z.string().openapi({ format: 'binary' }) } }
  api.openAPIRegistry.registerPath({
    method: 'get',
    path: '/v1/exports/{id}/archive',
    operationId: 'get_exports_id_archive',
    summary: 'The sealed archive, whole or a range of it, for a day, to whoever took it out',
    security: securityOf('GET /v1/exports/{id}/archive'),
    tags: ['exports'],
    request: { params: z.strictObject({ id: z.string() }) },
    responses: {
      200: { description: 'All of it', content: tar },
      206: { description: 'The part that Range asked for', content: tar },
      401: { description: 'not_signed_in' },
      403: { description: 'not_permitted, person_needed' },
      410: { description: 'export_gone' },
      416: { description: 'bad_range' },
    },
  })
}
