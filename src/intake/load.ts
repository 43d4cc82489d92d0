import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { asIs, type Say } from '../core/words.ts'
import { day, type Day, type Instant } from '../core/calendar.ts'
import { inTenant, type Db, type Tx } from '../store/db.ts'
import {
  findLoad,
  portfolioCodes,
  productCodes,
  type KnownLoad,
  type LoadKey,
} from '../store/load.ts'
import type { Preview } from '../store/load-preview.ts'
import { applyLoad, type Limits } from './apply.ts'
import { checkFiles, type CheckedLoad } from './check-files.ts'
import { openDuck, type Duck } from './duck.ts'
import { findFiles, type FoundFile } from './find-files.ts'
import { checkManifest } from './manifest.ts'
import type { Mapping } from './mapping.ts'
import { hashOf } from './convert.ts'
import { prepareFile, stampOf, type Prepared } from './prepare.ts'
import type { Problem } from './problem.ts'
import { readMapping, type MappingProblem } from './read-mapping.ts'
import { sweepTemporary, TEMPORARY } from './temporary.ts'

export type LoadOptions = {
  /** A file, or a folder of files that belong together. */
  readonly path: string
  /** The name of a mapping in the folder of mappings, or the path of a .yaml file. */
  readonly mapping: string
  readonly mappings: string
  /** The day that the files are for; positions are derived for it. */
  readonly asOf: Day | undefined
  readonly now: Instant
  /** Today at the tenant's place: the day of positions where `asOf` is not given. */
  readonly today: Day
  readonly dryRun: boolean
  readonly say: Say
  readonly encoding?: 'utf-8' | 'gb18030' | undefined
  /** Where wrong rows are written while the rest is loaded: a file, or a folder for a folder. */
  readonly rejects?: string | undefined
  /** Shares such as '5%', instead of the mapping's. */
  readonly limits?: Partial<Record<'closures' | 'disappeared', string>> | undefined
  readonly tempFolder?: string | undefined
  readonly duckMemory?: string | undefined
}

export type FileReport = {
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly rows: number
  readonly leftOut: number
  readonly rejected: number
  readonly notes: readonly string[]
}

export type LoadReport = {
  readonly mapping: string
  readonly files: readonly FileReport[]
  readonly preview: Preview
  readonly positions: number
  readonly rejected: number
}

export type LoadResult =
  | { readonly done: 'loaded'; readonly loadId: bigint; readonly report: LoadReport }
  | { readonly done: 'previewed'; readonly report: LoadReport }
  | { readonly done: 'already_loaded'; readonly load: KnownLoad }
  | { readonly declined: 'bad_mapping'; readonly mappingProblems: readonly MappingProblem[] }
  | {
      readonly declined: 'refused'
      readonly problems: readonly Problem[]
      readonly count: number
      readonly preview?: Preview
    }

/** Loads a file or a folder into the book: wholly or not at all, and the same content once. */
export async function loadFiles(
  db: Db,
  tenantId: bigint,
  options: LoadOptions,
): Promise<LoadResult> {
  const read = await readMapping(options.mapping, options.mappings)
  if ('problems' in read) return { declined: 'bad_mapping', mappingProblems: read.problems }
  const { mapping } = read
  const asOf = options.asOf ?? (mapping.as_of === undefined ? undefined : day(mapping.as_of))
  const root = options.tempFolder ?? tmpdir()
  await sweepTemporary(root)
  const folder = await mkdtemp(join(root, `${TEMPORARY}${process.pid}-`))
  const duck = await openDuck(folder, { memory: options.duckMemory ?? '1GB' })
  try {
    return await loadWith({ db, tenantId, options: { ...options, asOf }, mapping, folder, duck })
  } finally {
    duck.close()
    await rm(folder, { recursive: true, force: true })
  }
}

export type Session = {
  readonly db: Db
  readonly tenantId: bigint
  readonly options: LoadOptions
  readonly mapping: Mapping
  readonly folder: string
  readonly duck: Duck
}

const refused = (problems: readonly Problem[], count = problems.length): LoadResult => ({
  declined: 'refused',
  problems,
  count,
})

async function loadWith(session: Session): Promise<LoadResult> {
  const { mapping, options } = session
  const found = await findFiles(options.path, mapping)
  if ('problems' in found) return refused(found.problems)
  const prepared = await prepareAll(session, found.files)
  if ('problems' in prepared) return refused(prepared.problems)
  const { files } = prepared
  const key: LoadKey = {
    contentHash: contentHash(files, mapping, options),
    mapping: mapping.name,
    mappingVersion: mapping.version,
  }
  const known = await inTenant(session.db, session.tenantId, async (tx) => ({
    load: await findLoad(tx, session.tenantId, key),
    portfolios: [...(await portfolioCodes(tx, session.tenantId)).keys()],
    products: [...(await productCodes(tx, session.tenantId)).keys()],
  }))
  if (known.load !== undefined) return { done: 'already_loaded', load: known.load }
  const checked = await checkFiles(session, files, known)
  if ('problems' in checked) return refused(checked.problems, checked.count)
  const totals = await checkManifest(session, checked, found.folder)
  if (totals.length > 0) return refused(totals)
  return commit(session, checked, key)
}

async function prepareAll(
  session: Session,
  found: readonly FoundFile[],
): Promise<{ readonly files: Prepared[] } | { readonly problems: readonly Problem[] }> {
  const files: Prepared[] = []
  const problems: Problem[] = []
  for (const { key, file, path } of found) {
    session.options.say(asIs(`${basename(path)} ...`))
    const done = await prepareFile(key, file, path, {
      folder: session.folder,
      duck: session.duck,
      encoding: session.options.encoding,
    })
    if ('problems' in done) problems.push(...done.problems)
    else files.push(done)
  }
  return problems.length > 0 ? { problems } : { files }
}

/** The content is the bytes of all files; where days come from the command, the day belongs to it. */
function contentHash(files: readonly Prepared[], mapping: Mapping, options: LoadOptions): string {
  const lines = files.map((file) => `${file.key} ${file.sha256}`).toSorted()
  const usesDay = JSON.stringify(mapping.files).includes('"as_of":true')
  if (usesDay) lines.push(`as of ${options.asOf ?? ''}`)
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

class Undone extends Error {
  readonly result: LoadResult
  constructor(result: LoadResult) {
    super('the transaction is undone on purpose')
    this.result = result
  }
}

/** One transaction: everything is there afterwards, or nothing, whoever kills what. */
async function commit(session: Session, checked: CheckedLoad, key: LoadKey): Promise<LoadResult> {
  const { mapping, options } = session
  const limits: Limits = { ...mapping.limits, ...definedOnly(options.limits ?? {}) }
  try {
    return await inTenant(session.db, session.tenantId, async (tx: Tx) => {
      const unchanged = stillTheSame(checked)
      const applied = await applyLoad(session, tx, { checked, key, limits }).finally(() =>
        unchanged.catch(() => []),
      )
      if ('result' in applied) throw new Undone(applied.result)
      const moved = await unchanged
      if (moved.length > 0) throw new Undone(refused(moved))
      const report: LoadReport = {
        mapping: mapping.name,
        files: checked.reports,
        preview: applied.preview,
        positions: applied.positions,
        rejected: checked.rejected,
      }
      if (options.dryRun) throw new Undone({ done: 'previewed', report })
      return { done: 'loaded', loadId: applied.loadId, report }
    })
  } catch (error) {
    if (error instanceof Undone) return error.result
    throw error
  }
}

const definedOnly = (limits: Partial<Limits>): Partial<Limits> =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))

/** Whether every file still is what was read: the same place, times and bytes. */
async function stillTheSame(checked: CheckedLoad): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const { prepared } of checked.files) {
    const same = await stat(prepared.path).then(
      async () => {
        const stamp = await stampOf(prepared.path)
        const alike = JSON.stringify(stamp) === JSON.stringify(prepared.stamp)
        return alike && (await hashOf(prepared.path)) === prepared.sha256
      },
      () => false,
    )
    if (!same) problems.push({ code: 'changed_while_read', file: prepared.fileName })
  }
  return problems
}
