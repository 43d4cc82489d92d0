import { createReadStream, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { csvCell } from './csv.ts'
import { columnFor } from './header.ts'
import type { FileMapping } from './mapping.ts'
import { shown, type Problem, type ProblemCode } from './problem.ts'

/**
 * Writes JSON lines as CSV. Numbers keep the digits that the file has: a JSON reader that makes
 * binary numbers of them would turn 12345678901234567.25 into another amount.
 */
export async function jsonLinesToCsv(
  file: FileMapping,
  paths: {
    readonly from: string
    readonly to: string
    readonly fileName: string
    readonly problemsMax: number
  },
): Promise<{ readonly records: number; readonly problems: readonly Problem[] }> {
  const columns = Object.keys(file.columns)
  const problems: Problem[] = []
  const out = createWriteStream(paths.to)
  out.write(`${columns.map((column) => csvCell(column, ',')).join(',')}\n`)
  let row = 0
  for await (const line of createInterface({
    input: createReadStream(paths.from),
    crlfDelay: Infinity,
  })) {
    row++
    const read = readObject(row === 1 ? line.replace(/^\uFEFF/, '') : line, file)
    if ('code' in read) problems.push({ file: paths.fileName, row, ...read })
    else if (
      !out.write(
        `${columns.map((column) => csvCell(read.values.get(column) ?? '', ',')).join(',')}\n`,
      )
    )
      await once(out, 'drain')
    if (problems.length >= paths.problemsMax) break
  }
  out.end()
  await once(out, 'finish')
  return { records: row, problems }
}

type Wrong = {
  readonly code: ProblemCode
  readonly column?: string | undefined
  readonly found?: string | undefined
  readonly wants?: string | undefined
}

const WHITE = /[ \t]*/y
const STRING = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORD = /true|false|null/y

function readObject(
  line: string,
  file: FileMapping,
): { readonly values: ReadonlyMap<string, string> } | Wrong {
  const values = new Map<string, string>()
  const seen = new Set<string>()
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    const sticky = pattern
    sticky.lastIndex = at
    const found = sticky.exec(line)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const mark = (c: string): boolean => {
    take(WHITE)
    if (line[at] !== c) return false
    at++
    take(WHITE)
    return true
  }
  const broken: Wrong = {
    code: 'broken_json',
    found: shown(line),
    wants: '{"account_ref":"A1","balance":"12.30"}',
  }
  if (hasControls(line) || !mark('{')) return broken
  for (let more = !mark('}'); more; more = mark(',')) {
    const key = take(STRING)
    if (key === undefined || !mark(':')) return broken
    const header = JSON.parse(key) as string
    const value = valueText(take(STRING), take(NUMBER), take(WORD))
    if (value === undefined)
      return line[at] === '{' || line[at] === '[' ? { code: 'nested_json', column: header } : broken
    const column = columnFor(file, header)
    if (column === undefined) return { code: 'extra_column', column: header }
    if (seen.has(header) || (column !== null && values.has(column)))
      return { code: 'duplicate_column', column: header }
    seen.add(header)
    if (column !== null) values.set(column, value)
    take(WHITE)
    if (line[at] === '}') break
  }
  if (seen.size > 0 && !mark('}')) return broken
  const missing = Object.entries(file.columns).find(
    ([column, { optional }]) => optional !== true && !values.has(column),
  )
  if (at !== line.length) return broken
  return missing === undefined ? { values } : { code: 'missing_column', column: missing[0] }
}

function valueText(
  quoted: string | undefined,
  number: string | undefined,
  word: string | undefined,
): string | undefined {
  if (quoted !== undefined) return JSON.parse(quoted) as string
  return number ?? (word === 'null' ? '' : word)
}

/** JSON writes control characters as escapes; a bare one is a sign of a damaged file. */
const hasControls = (line: string): boolean =>
  (line.match(/\p{Cc}/gu) ?? []).some((c) => c < ' ' && c !== '\t')
