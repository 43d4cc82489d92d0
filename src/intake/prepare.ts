import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parquetToCsv, type Duck } from './duck.ts'
import { cutAt, firstRecord, hashOf, rewrite, transcode } from './convert.ts'
import { matchHeader, REJECT_COLUMNS } from './header.ts'
import { jsonLinesToCsv } from './json-lines.ts'
import type { FileMapping } from './mapping.ts'
import type { Problem } from './problem.ts'
import { scanBytes, type Scan } from './scan.ts'

/** What tells that a file is still the one that was read. */
export type Stamp = {
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly ino: number
}

/** A file of records as plain UTF-8 CSV with one kind of line end, ready for DuckDB. */
export type Prepared = {
  readonly key: string
  readonly fileName: string
  readonly path: string
  readonly stamp: Stamp
  readonly sha256: string
  readonly bytes: number
  readonly csvPath: string
  readonly delimiter: string
  readonly header: readonly string[]
  readonly columns: readonly (string | undefined)[]
  /** Data records. */
  readonly records: number
  /** Row number of the first data record: 2 behind a header, 1 in files without one. */
  readonly firstRow: number
  readonly isReject: boolean
  readonly notes: readonly string[]
  /** The CSV with every record, and the numbers of the data records that `csvPath` has not. */
  readonly wholePath: string
  readonly skipped: readonly number[]
}

/** The row number that a person sees in the file. */
export const rowOf = (prepared: Prepared, rec: number): number => rec + prepared.firstRow - 1

/** The number in the whole file of a data record that was read from `csvPath`. */
export function wholeRec(prepared: Prepared, rec: number): number {
  let whole = rec
  for (const skipped of prepared.skipped) if (skipped <= whole) whole++
  return whole
}

export type PrepareOptions = {
  readonly folder: string
  readonly duck: Duck
  readonly encoding: 'utf-8' | 'gb18030' | undefined
}

export type PrepareResult = Prepared | { readonly problems: readonly Problem[] }
const refuse = (problem: Problem): PrepareResult => ({ problems: [problem] })

export async function stampOf(path: string): Promise<Stamp> {
  const { size, mtimeMs, ctimeMs, ino } = await stat(path)
  return { size, mtimeMs, ctimeMs, ino }
}

export async function prepareFile(
  key: string,
  file: FileMapping,
  path: string,
  options: PrepareOptions,
): Promise<PrepareResult> {
  const fileName = basename(path)
  const stamp = await stampOf(path)
  if (fileName.endsWith('.parquet'))
    return prepareParquet(key, file, { path, fileName, stamp }, options)
  const scan = await scanBytes(createReadStream(path, { highWaterMark: 1 << 20 }), {
    delimiter: file.delimiter,
    quotes: !fileName.endsWith('.jsonl'),
  })
  if ('stopped' in scan) return refuse({ code: scan.stopped, file: fileName, row: scan.row })
  const raw: Raw = { key, fileName, path, stamp, scan, csvPath: path, notes: [] }
  if (fileName.endsWith('.jsonl')) return prepareJson(file, raw, options)
  const decoded = scan.utf8 ? raw : await decodeGb18030(file, raw, options)
  if ('problems' in decoded) return decoded
  return prepareCsv(file, decoded, options)
}

type Raw = {
  readonly key: string
  readonly fileName: string
  readonly path: string
  readonly stamp: Stamp
  readonly scan: Scan
  readonly csvPath: string
  readonly notes: readonly string[]
}

const tempPath = (options: PrepareOptions, key: string, what: string): string =>
  join(options.folder, `${key}-${what}.csv`)

async function decodeGb18030(
  file: FileMapping,
  raw: Raw,
  options: PrepareOptions,
): Promise<Raw | { readonly problems: readonly Problem[] }> {
  const asked = file.encoding === 'gb18030' || options.encoding === 'gb18030'
  const to = tempPath(options, raw.key, 'utf8')
  const problem: Problem = {
    code: asked ? 'not_gb18030' : 'not_utf8',
    file: raw.fileName,
    wants: 'UTF-8 / --encoding gb18030',
  }
  try {
    await pipeline(Readable.from(transcode(raw.path)), createWriteStream(to))
  } catch {
    return { problems: [problem] }
  }
  const scan = await scanBytes(createReadStream(to, { highWaterMark: 1 << 20 }), {
    delimiter: file.delimiter,
  })
  if ('stopped' in scan)
    return { problems: [{ code: scan.stopped, file: raw.fileName, row: scan.row }] }
  // Without being asked, only a header that the mapping knows and that ASCII cannot spell is proof.
  const header = await firstRecord(to, file.delimiter)
  const certain =
    header.some((cell) => /\P{ASCII}/u.test(cell)) &&
    'columns' in matchHeader(file, raw.fileName, header)
  if (!asked && !certain) return { problems: [problem] }
  return {
    ...raw,
    scan: { ...scan, sha256: raw.scan.sha256, bytes: raw.scan.bytes },
    csvPath: to,
    notes: [...raw.notes, 'gb18030'],
  }
}

async function prepareCsv(
  file: FileMapping,
  raw: Raw,
  options: PrepareOptions,
): Promise<PrepareResult> {
  const { scan, fileName } = raw
  const header = await firstRecord(raw.csvPath, file.delimiter)
  if (scan.records === 0 || header.length === 0)
    return refuse({ code: 'empty_file', file: fileName })
  if (scan.emptyRow !== undefined)
    return refuse({ code: 'empty_row', file: fileName, row: scan.emptyRow })
  const isReject =
    REJECT_COLUMNS.every((column, i) => header.at(i - 2) === column) && header.length > 2
  const original = isReject ? header.slice(0, -2) : header
  const matched = matchHeader(file, fileName, original)
  if ('problems' in matched) return matched
  const tail = await tailState(raw, file.delimiter, header.length)
  if (tail === 'broken' && file.last_line !== 'ignore_if_broken') {
    return refuse({ code: 'truncated', file: fileName, row: scan.records })
  }
  const cut = tail === 'broken' ? scan.tailAt : scan.emptyTailAt
  const kinds = Object.values(scan.ends).filter((count) => count > 0).length
  let csvPath: string | undefined = raw.csvPath
  if (cut !== undefined) csvPath = await cutAt(csvPath, cut, tempPath(options, raw.key, 'cut'))
  if (kinds > 1 || scan.ends.cr > 0 || isReject) {
    csvPath = await rewrite(csvPath, file.delimiter, {
      to: tempPath(options, raw.key, 'lines'),
      isReject,
    })
    if (csvPath === undefined) return refuse({ code: 'broken_quote', file: fileName })
  }
  const notes = [
    ...raw.notes,
    ...(tail === 'broken' ? ['last_line_ignored'] : []),
    ...(kinds > 1 ? ['mixed_line_ends'] : []),
    ...(scan.bom ? ['bom'] : []),
  ]
  const records = scan.records - 1 - (tail === 'broken' ? 1 : 0)
  return {
    key: raw.key,
    fileName,
    path: raw.path,
    stamp: raw.stamp,
    sha256: scan.sha256,
    bytes: scan.bytes,
    csvPath,
    delimiter: file.delimiter,
    header: original,
    columns: matched.columns,
    records,
    firstRow: 2,
    isReject,
    notes,
    wholePath: csvPath,
    skipped: [],
  }
}

/** Whether the file ends within a record: an open quote, or too few columns without a line end. */
async function tailState(raw: Raw, delimiter: string, width: number): Promise<'whole' | 'broken'> {
  if (raw.scan.tailAt === undefined) return 'whole'
  if (raw.scan.openQuote) return 'broken'
  if (raw.scan.records === 1) return 'whole'
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(raw.csvPath, { start: raw.scan.tailAt }))
    chunks.push(chunk as Buffer)
  const tail = Buffer.concat(chunks).toString('utf8')
  let inQuote = false
  let columns = 1
  for (const c of tail) {
    if (c === '"') inQuote = !inQuote
    else if (c === delimiter && !inQuote) columns++
  }
  return columns < width ? 'broken' : 'whole'
}

async function prepareJson(
  file: FileMapping,
  raw: Raw,
  options: PrepareOptions,
): Promise<PrepareResult> {
  if (!raw.scan.utf8) return refuse({ code: 'not_utf8', file: raw.fileName })
  const csvPath = tempPath(options, raw.key, 'json')
  const written = await jsonLinesToCsv(file, {
    from: raw.path,
    to: csvPath,
    fileName: raw.fileName,
    problemsMax: 100,
  })
  if (written.problems.length > 0) return { problems: written.problems }
  const columns = Object.keys(file.columns)
  return {
    key: raw.key,
    fileName: raw.fileName,
    path: raw.path,
    stamp: raw.stamp,
    sha256: raw.scan.sha256,
    bytes: raw.scan.bytes,
    csvPath,
    delimiter: ',',
    header: columns,
    columns,
    records: written.records,
    firstRow: 1,
    isReject: false,
    notes: [],
    wholePath: csvPath,
    skipped: [],
  }
}

const INEXACT = /^(FLOAT|DOUBLE|REAL)$/
const PLAIN = /^(VARCHAR|BOOLEAN|DATE|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(\d+,\d+\))$/

async function prepareParquet(
  key: string,
  file: FileMapping,
  at: { readonly path: string; readonly fileName: string; readonly stamp: Stamp },
  options: PrepareOptions,
): Promise<PrepareResult> {
  const hash = await hashOf(at.path)
  const quoted = at.path.replaceAll("'", "''")
  const described = await options.duck
    .rows(`describe select * from read_parquet('${quoted}')`)
    .catch((error: Error) => error)
  if (described instanceof Error)
    return refuse({
      code: 'unreadable',
      file: at.fileName,
      found: described.message.split('\n')[0],
    })
  const header = described.map((column) => String(column['column_name']))
  const matched = matchHeader(file, at.fileName, header)
  if ('problems' in matched) return matched
  const wrong = described.filter(
    (column, i) => matched.columns[i] !== undefined && !PLAIN.test(String(column['column_type'])),
  )
  if (wrong.length > 0) {
    return {
      problems: wrong.map((column) => ({
        code: INEXACT.test(String(column['column_type'])) ? 'inexact_type' : 'unreadable',
        file: at.fileName,
        column: String(column['column_name']),
        found: String(column['column_type']),
        wants: 'DECIMAL(18,2), BIGINT, DATE, VARCHAR',
      })),
    }
  }
  const used = header.filter((_, i) => matched.columns[i] !== undefined)
  const csvPath = tempPath(options, key, 'parquet')
  await options.duck.run(parquetToCsv(at.path, csvPath, used))
  const records = await options.duck.count(`select count(*) from read_parquet('${quoted}')`)
  return {
    key,
    ...at,
    sha256: hash,
    bytes: at.stamp.size,
    csvPath,
    delimiter: ',',
    header: used,
    columns: matched.columns.filter((column) => column !== undefined),
    records,
    firstRow: 1,
    isReject: false,
    notes: [],
    wholePath: csvPath,
    skipped: [],
  }
}
