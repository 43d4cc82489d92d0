import type { FindingCode } from './finding-words.ts'
import { FINDING_WORDS } from './finding-words.ts'

/** Where in a file something stands, as people count: tables by name, rows from 1, columns by fact. */
export type Place = {
  readonly table?: string | undefined
  readonly row?: number | undefined
  readonly column?: string | undefined
  readonly line?: number | undefined
}

/** One thing to mend, in words for somebody who writes tables, not programs. */
export type Finding = {
  readonly file: string
  readonly table: string | undefined
  readonly row: number | undefined
  readonly column: string | undefined
  readonly line: number | undefined
  readonly code: FindingCode
  readonly zh: string
  readonly en: string
  /** What stands there and what was probably meant, where the sentence asks "did you mean". */
  readonly mend?: { readonly text: string; readonly near: string }
}

/** The names that fill a sentence; a `near` adds "did you mean". */
export type Names = Readonly<Record<string, string | number | undefined>>

export function finding(file: string, place: Place, code: FindingCode, names: Names = {}): Finding {
  const words = FINDING_WORDS[code]
  return {
    file,
    table: place.table,
    row: place.row,
    column: place.column,
    line: place.line,
    code,
    zh:
      fillIn(words.zh, names) +
      (isListed(names) ? `可用：${names['known']}。` : '') +
      (names['near'] === undefined ? '' : `您是否想写 ${names['near']}？`),
    en:
      fillIn(words.en, names) +
      (isListed(names) ? ` It may be: ${names['known']}.` : '') +
      (names['near'] === undefined ? '' : ` Did you mean ${names['near']}?`),
    ...(names['near'] !== undefined && {
      mend: { text: String(names['text'] ?? ''), near: String(names['near']) },
    }),
  }
}

/** What may stand there is listed only where nothing near enough can be named. */
const isListed = (names: Names): boolean =>
  names['near'] === undefined && names['known'] !== undefined && names['known'] !== ''

/** The whole line a terminal shows: place first, so that an editor can jump there. */
export function findingLine(found: Finding, language: 'zh' | 'en'): string {
  const zh = language === 'zh'
  const at = [
    found.line === undefined ? found.file : `${found.file}:${found.line}`,
    found.table === undefined ? '' : zh ? `表 ${found.table}` : `table ${found.table}`,
    found.row === undefined ? '' : zh ? `第 ${found.row} 行` : `row ${found.row}`,
    found.column === undefined ? '' : zh ? `列 ${found.column}` : `column ${found.column}`,
  ]
  return `${at.filter((part) => part !== '').join(zh ? '，' : ', ')}${zh ? '：' : ': '}${found[language]}`
}

const fillIn = (sentence: string, names: Names): string =>
  sentence.replace(/\{([a-z]+)\}/g, (_, name: string) => String(names[name] ?? ''))
