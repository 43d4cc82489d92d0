import { readFile, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { mappingSchema, NOUNS, type Cell, type Mapping } from './mapping.ts'

/** One thing wrong in a mapping: where, and what would be right. */
export type MappingProblem = {
  readonly file: string
  readonly line: number
  readonly path: string
  readonly wants: string
}
export type MappingRead =
  | { readonly mapping: Mapping }
  | { readonly problems: readonly MappingProblem[] }

const BYTES_MAX = 1_000_000

/** Reads a mapping by its name from the folder of mappings, or by the path of a .yaml file. */
export async function readMapping(nameOrPath: string, folder: string): Promise<MappingRead> {
  const isPath = nameOrPath.endsWith('.yaml') || nameOrPath.endsWith('.yml')
  const path = isPath ? nameOrPath : join(folder, `${basename(nameOrPath)}.yaml`)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text !== undefined) return parseMapping(text, basename(path))
  const known = (await readdir(folder).catch((): string[] => []))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -5))
  const wants = `one of ${known.join(', ')}${didYouMean(nameOrPath, known)}`
  return { problems: [{ file: nameOrPath, line: 0, path: '', wants }] }
}

export function parseMapping(text: string, file: string): MappingRead {
  if (text.length > BYTES_MAX)
    return { problems: [{ file, line: 0, path: '', wants: `at most ${BYTES_MAX} characters` }] }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', version: '1.2' })
  const at = (path: readonly PropertyKey[], wants: string): MappingProblem => ({
    file,
    line: lineOf(document, lines, path),
    path: path.map(String).join('.'),
    wants,
  })
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => ({
        file,
        line: error.linePos?.[0].line ?? 0,
        path: '',
        wants: error.message.split('\n')[0] ?? '',
      })),
    }
  }
  const parsed = mappingSchema.safeParse(document.toJS({ maxAliasCount: 50 }))
  if (!parsed.success) {
    const found = parsed.error.issues.flatMap((issue) => flatten(issue))
    return { problems: found.map((issue) => at(issue.path, issue.wants)) }
  }
  const mapping = parsed.data
  const problems = [...contactLists(mapping), ...crossChecks(mapping)]
  return problems.length === 0
    ? { mapping }
    : { problems: problems.map(([path, wants]) => at(path, wants)) }
}

type Finding = { readonly path: readonly PropertyKey[]; readonly wants: string }

function flatten(issue: z.core.$ZodIssue): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      wants: `no key "${key}" here${didYouMean(key, KEYS)}`,
    }))
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? []
    if (inner.length > 0)
      return inner.flatMap((one) =>
        flatten({ ...one, path: [...issue.path, ...one.path] } as z.core.$ZodIssue),
      )
  }
  return [{ path: issue.path, wants: issue.message }]
}

/** The branch of a union that got furthest says most: a word is not an object is no help. */
const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0) ? -1 : 1

const KEYS = [
  'apiVersion',
  'name',
  'version',
  'source',
  'about',
  'single',
  'limits',
  'portfolios',
  'products',
  'codes',
  'files',
  'delimiter',
  'encoding',
  'optional',
  'last_line',
  'complete',
  'snapshots',
  'columns',
  'unused',
  'rows',
  'emits',
  ...NOUNS,
  'when',
  'repeats',
  'column',
  'constant',
  'join',
  'numbered',
  'as_of',
  'months_before',
  'look_up',
  'default',
  'date',
  'century',
  'days_after',
  'unit',
  'notation',
  'rounding',
  'whole',
  'headers',
  'ref',
  'language',
  'zones',
  'portfolio',
  'product',
  'currency',
  'opened_on',
  'principal',
  'closed_on',
  'kind',
  'value',
  'zone',
  'effective_on',
  'number',
  'due_on',
  'amount',
  'schedule',
  'reverses',
  'balance',
  'arrears',
  'oldest_unpaid_due_on',
  'months_past_due',
  'next_due_on',
  'next_due',
  'risk',
  'propensity',
  'segment',
  'vulnerable',
  'limitation_on',
]

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    const range =
      node !== null && typeof node === 'object' && 'range' in node
        ? (node.range as readonly number[] | null)
        : null
    if (range?.[0] !== undefined) return lines.linePos(range[0]).line
  }
  return 1
}

/** Names of columns that list the people around a borrower: nobody but the borrower is reached. */
const CONTACT_LIST =
  /emergency|phone[_ -]?book|contacts?[_ -]?(list|book|\d|person|name)|contacts\b|relative|next[_ -]?of[_ -]?kin|referee|colleague|通讯录|通訊錄|联系人|聯繫人|联络人|紧急|亲属|親屬|同事|朋友/i

type At = readonly [path: readonly PropertyKey[], wants: string]

function contactLists(mapping: Mapping): At[] {
  return Object.entries(mapping.files).flatMap(([key, file]) => {
    const columns = Object.entries(file.columns).flatMap(([column, { headers = [] }]) =>
      [column, ...headers].map((header) => [['files', key, 'columns', column], header] as const),
    )
    const unused = file.unused.map((header, i) => [['files', key, 'unused', i], header] as const)
    return [...columns, ...unused]
      .filter(([, header]) => CONTACT_LIST.test(header))
      .map(([path, header]): At => [
        path,
        `no column "${header}": a list of the people around a borrower may not enter; ask the supplier for a file without it / 借款人的联系人名单不得录入，请供方删除该列`,
      ])
  })
}

/** Names inside a mapping that must point at something: columns, files, code tables. */
function crossChecks(mapping: Mapping): At[] {
  const files = Object.keys(mapping.files)
  const problems: At[] = []
  if (!files.includes(mapping.single))
    problems.push([['single'], `one of ${files.join(', ')}${didYouMean(mapping.single, files)}`])
  for (const [key, file] of Object.entries(mapping.files)) {
    for (const use of columnUses(file.emits, ['files', key, 'emits']))
      problems.push(...checkUse(mapping, key, use))
    if (file.rows !== undefined)
      problems.push(
        ...checkUse(mapping, key, {
          path: ['files', key, 'rows'],
          cell: { column: file.rows.column },
        }),
      )
  }
  return problems
}

type Use = { readonly path: readonly PropertyKey[]; readonly cell: Cell }

function columnUses(node: unknown, path: readonly PropertyKey[]): Use[] {
  if (node === null || typeof node !== 'object') return []
  const own: Use[] =
    !Array.isArray(node) && ('column' in node || 'join' in node)
      ? [{ path, cell: node as Cell }]
      : []
  return [
    ...own,
    ...Object.entries(node).flatMap(([key, value]) =>
      columnUses(value, [...path, Array.isArray(node) ? Number(key) : key]),
    ),
  ]
}

function checkUse(mapping: Mapping, file: string, use: Use): At[] {
  const problems: At[] = []
  const known = Object.keys(mapping.files[file]?.columns ?? {})
  for (const column of [use.cell.column, ...(use.cell.join ?? [])]) {
    if (column !== undefined && !known.includes(column))
      problems.push([use.path, `a column of ${file}, not "${column}"${didYouMean(column, known)}`])
  }
  const look = use.cell.look_up
  if (look !== undefined) {
    const files = Object.keys(mapping.files)
    const earlier = files.slice(0, files.indexOf(file))
    if (!earlier.includes(look.in)) {
      problems.push([
        [...use.path, 'look_up', 'in'],
        `a file that stands before ${file}: ${earlier.join(', ')}${didYouMean(look.in, earlier)}`,
      ])
      return problems
    }
    const there = Object.keys(mapping.files[look.in]?.columns ?? {})
    const wanted = [look.key, look.take, ...Object.keys(look.where ?? {})]
    problems.push(
      ...wanted
        .filter((column) => !there.includes(column))
        .map((column): At => [
          [...use.path, 'look_up'],
          `a column of ${look.in}, not "${column}"${didYouMean(column, there)}`,
        ]),
    )
  }
  if (typeof use.cell.codes === 'string' && mapping.codes[use.cell.codes] === undefined) {
    problems.push([
      [...use.path, 'codes'],
      `a code table, not "${use.cell.codes}"${didYouMean(use.cell.codes, Object.keys(mapping.codes))}`,
    ])
  }
  return problems
}

/** '; did you mean X?' where a known word is near, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => [distance(word.toLowerCase(), candidate.toLowerCase()), candidate] as const)
    .filter(
      ([steps, candidate]) => steps > 0 && steps <= Math.max(1, Math.floor(candidate.length / 3)),
    )
    .toSorted((a, b) => a[0] - b[0])[0]
  return near === undefined ? '' : `; did you mean ${near[1]}?`
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
