import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createRoute, z } from '@hono/zod-openapi'
import { findingText } from '../intake/bank/finding-words.ts'
import { loadBankFile, type BankLoadResult } from '../intake/bank/load.ts'
import { mappingText } from '../intake/bank/mapping-text.ts'
import type { Finding } from '../intake/bank/statement.ts'
import { listBankFiles, type BankFileRow } from '../store/bank-file.ts'
import { inTenant, instantText } from '../store/db.ts'
import { beforeOf, cutPage } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { problem } from './problem.ts'
import { addRoute, DRY_RUN, permitted, ProblemSchema, securityOf, type Api } from './route.ts'
import { InstantOut, LANG, PAGE_IN, pageOf, words } from './schemas.ts'
import type { Language } from './wire.ts'
import type { BankFileWire } from './wire-bank.ts'

/** A bank's file is no request like others; what is longer comes in by the command line. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024
export const FILES_PATH = '/v1/bank-files'

const MAPPINGS = resolve(import.meta.dirname, '..', '..', 'mappings')

const Out: z.ZodType<BankFileWire> = z
  .object({
    id: z.string(),
    name: z.string(),
    format: z.string(),
    state: z.enum(['loaded', 'already_loaded', 'refused']),
    findings: z.array(
      z.object({
        name: z.string(),
        severity: z.enum(['error', 'warning']),
        sentence: z.string(),
      }),
    ),
    statements: z.int(),
    items: z.int(),
    fresh: z.int(),
    matched: z.int(),
    returned: z.int(),
    waiting: z.int(),
    loaded_at: InstantOut,
  })
  .openapi('BankFile')

const Query = z.strictObject({
  name: words(200),
  format: z.enum(['auto', 'camt', 'mt940', 'bai2', 'csv']).optional(),
  mapping: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  ...LANG,
  ...DRY_RUN,
})

const LISTED = 50
const LIST = 'bank-files'

export function addBankFiles(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/bank-files',
    summary: 'The newest bank files, refused ones too, with what was found in them',
    query: z.strictObject({ ...PAGE_IN, ...LANG }),
    status: 200,
    answer: pageOf(Out, 'BankFiles'),
    problems: ['bad_cursor'],
    handle: async ({ actor, query, lang }) => {
      const before = beforeOf(LIST, query.cursor)
      if (before === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? LISTED
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        listBankFiles(tx, actor.tenantId, { before, limit: limit + 1 }),
      )
      const page = cutPage(found, { list: LIST, limit, key: (row) => [String(row.file_id)] })
      return { items: page.rows.map((row) => rowWire(row, lang)), next_cursor: page.next_cursor }
    },
  })
  addUpload(api, deps)
}

const UPLOAD = createRoute({
  method: 'post',
  path: FILES_PATH,
  summary: 'Loads a bank file: the body is the file itself; the same file acts once',
  operationId: 'post_bank_files',
  security: securityOf('POST /v1/bank-files'),
  middleware: permitted('POST /v1/bank-files'),
  request: {
    query: Query,
    body: {
      required: true,
      content: {
        'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
  },
  responses: {
    200: {
      description: 'What would come of it, where only tried: what is certain at once is matched',
      content: { 'application/json': { schema: Out } },
    },
    201: { description: 'As asked', content: { 'application/json': { schema: Out } } },
    413: {
      description: 'too_large',
      content: { 'application/problem+json': { schema: ProblemSchema } },
    },
    422: {
      description: 'no_such_mapping',
      content: { 'application/problem+json': { schema: ProblemSchema } },
    },
  },
})

function addUpload(api: Api, deps: ApiDeps): void {
  api.openapi(UPLOAD, (async (
    c: Parameters<Parameters<typeof api.openapi<typeof UPLOAD>>[1]>[0],
  ) => {
    const actor = c.get('actor')
    const lang = c.get('lang')
    const { name, format, mapping, dry_run: dry } = c.req.valid('query')
    const isTried = dry === 'true'
    const body = Buffer.from(await c.req.arrayBuffer())
    if (actor === undefined || body.length === 0) return problem(c, 'malformed')
    const read = await mappingText(mapping ?? 'generic', MAPPINGS)
    if ('wants' in read) return problem(c, 'no_such_mapping', { detail: read.wants })
    const folder = await mkdtemp(join(tmpdir(), 'forbear-upload-'))
    try {
      const path = join(folder, 'file')
      await writeFile(path, body, { mode: 0o600 })
      const isCsv = format === 'csv' || name.toLowerCase().endsWith('.csv')
      const result = await loadBankFile(deps.db, actor.tenantId, {
        path,
        name,
        format: format ?? 'auto',
        mapping: isCsv ? read.text : undefined,
        dryRun: isTried,
        by: actor.userId,
        now: deps.now(),
        today: deps.today(),
        say: () => undefined,
        limits: { bytesMax: FILE_BYTES_MAX },
      })
      c.header('Content-Language', lang)
      if (isTried) c.header('Forbear-Dry-Run', 'true')
      return c.json(resultWire(result, { lang, at: instantText(deps.now()) }), isTried ? 200 : 201)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }) as never)
}

const findingsWire = (findings: readonly Finding[], lang: Language) =>
  findings.map((finding) => ({
    name: finding.name,
    severity: finding.severity,
    sentence: findingText(finding, lang),
  }))

const resultWire = (
  result: BankLoadResult,
  at: { readonly lang: Language; readonly at: string },
): BankFileWire => ({
  id: String(result.fileId ?? ''),
  name: result.file,
  format: result.format,
  state: result.done === 'previewed' ? 'loaded' : result.done,
  findings: findingsWire(result.findings, at.lang),
  ...result.counts,
  loaded_at: at.at,
})

const rowWire = (row: BankFileRow, lang: Language): BankFileWire => {
  const count = (name: string): number => row.counts[name] ?? 0
  return {
    id: String(row.file_id),
    name: row.name,
    format: row.format,
    state: row.accepted ? 'loaded' : 'refused',
    findings: findingsWire(row.findings as readonly Finding[], lang),
    statements: count('statements'),
    items: count('items'),
    fresh: count('fresh'),
    matched: count('matched'),
    returned: count('returned'),
    waiting: count('waiting'),
    loaded_at: instantText(row.recorded_at),
  }
}
