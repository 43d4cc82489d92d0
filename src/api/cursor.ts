import { parseDay } from '../core/calendar.ts'

/**
 * A cursor is the sort key of the last row shown, not a page number: rows that come or go in
 * between neither repeat nor skip the others. It carries the name of its list and order, so that a
 * cursor of another list is refused and not misread.
 */
export function cursorText(list: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...key]), 'utf8').toString('base64url')
}

/** The key in a cursor of this list; undefined for anything else. */
export function parseCursor(
  list: string,
  text: string,
  patterns: readonly RegExp[],
): readonly string[] | undefined {
  const parsed = parseJson(Buffer.from(text, 'base64url').toString('utf8'))
  if (!Array.isArray(parsed) || parsed.length !== patterns.length + 1) return undefined
  const [name, ...key] = parsed as unknown[]
  const fits = patterns.every((pattern, i) => {
    const part = key[i]
    return typeof part === 'string' && pattern.test(part)
  })
  return name === list && fits ? (key as string[]) : undefined
}

/** The key after which a page begins; undefined for the first page, 'bad' for what is no cursor of this list. */
export function afterOf(
  list: string,
  cursor: string | undefined,
  patterns: readonly RegExp[],
): readonly string[] | undefined | 'bad' {
  if (cursor === undefined) return undefined
  const key = parseCursor(list, cursor, patterns)
  const isSound = key?.every((part, i) => CHECKED.get(patterns[i] ?? INT8)?.(part) ?? true)
  return key !== undefined && isSound === true ? key : 'bad'
}

/** The same of a list in the order of its own ids. */
export function beforeOf(list: string, cursor: string | undefined): bigint | undefined | 'bad' {
  const key = afterOf(list, cursor, [INT8])
  return key === undefined || key === 'bad' ? key : BigInt(key[0] ?? '')
}

/** A page of rows of which one more was asked for than is shown. */
export function cutPage<Row>(
  found: readonly Row[],
  of: { readonly list: string; readonly limit: number; key(last: Row): readonly string[] },
): { readonly rows: readonly Row[]; readonly next_cursor: string | null } {
  const rows = found.slice(0, of.limit)
  const last = found.length > of.limit ? rows.at(-1) : undefined
  return { rows, next_cursor: last === undefined ? null : cursorText(of.list, of.key(last)) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A whole number of an int8's length; `fitsInt8` says whether it is one. */
export const INT8 = /^-?[0-9]{1,19}$/
export const fitsInt8 = (text: string): boolean => BigInt.asIntN(64, BigInt(text)) === BigInt(text)

/** As the database writes an instant in UTC. */
export const MICROSECONDS =
  /^[12][0-9]{3}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?\+00$/
export const isInstant = (text: string): boolean =>
  !Number.isNaN(Date.parse(`${text.replace(' ', 'T')}:00`))

export const DAY = /^\d{4}-\d\d-\d\d$/

/** What a pattern alone does not say. */
const CHECKED: ReadonlyMap<RegExp, (part: string) => boolean> = new Map([
  [INT8, fitsInt8],
  [DAY, (part) => parseDay(part) !== undefined],
])
