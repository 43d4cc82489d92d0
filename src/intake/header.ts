import { looksLikeContactList } from './contact-list.ts'
import type { FileMapping } from './mapping.ts'
import type { Problem } from './problem.ts'
import { didYouMean } from './read-mapping.ts'

/** The two columns that a reject file has behind the original ones. */
export const REJECT_COLUMNS = ['error_code', 'error_text']

/** The canonical name of a header, null for a column that is not read, undefined for a stranger. */
export function columnFor(file: FileMapping, header: string): string | null | undefined {
  if (file.unused.includes(header)) return null
  for (const [column, { headers }] of Object.entries(file.columns)) {
    if (header === column || headers?.includes(header) === true) return column
  }
  return undefined
}

const headersOf = (file: FileMapping): string[] => [
  ...Object.entries(file.columns).flatMap(([column, { headers = [] }]) => [column, ...headers]),
  ...file.unused,
]

/** Canonical names by position, or what is missing, unknown or there twice. */
export function matchHeader(
  file: FileMapping,
  fileName: string,
  header: readonly string[],
):
  | { readonly columns: readonly (string | undefined)[] }
  | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const columns: (string | undefined)[] = []
  const seen = new Set<string>()
  for (const cell of header) {
    if (looksLikeContactList(cell))
      problems.push({ code: 'contact_list', file: fileName, row: 1, column: cell })
    const column = columnFor(file, cell)
    const key = column ?? cell
    if (seen.has(key))
      problems.push({ code: 'duplicate_column', file: fileName, row: 1, column: cell })
    else if (column === undefined) {
      problems.push({
        code: 'extra_column',
        file: fileName,
        row: 1,
        column: cell,
        wants: headersOf(file).join(', ') + didYouMean(cell, headersOf(file)),
      })
    }
    seen.add(key)
    columns.push(column ?? undefined)
  }
  for (const [column, { optional, headers = [] }] of Object.entries(file.columns)) {
    if (optional !== true && !seen.has(column)) {
      problems.push({
        code: 'missing_column',
        file: fileName,
        row: 1,
        column: [column, ...headers].join(' / '),
      })
    }
  }
  return problems.length > 0 ? { problems } : { columns }
}
