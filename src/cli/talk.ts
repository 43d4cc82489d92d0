import { asIs, type Say, type Words } from '../core/words.ts'
import { sentence, type Language, type WordKey } from './words.ts'

/** Exit codes, documented in `forbear --help`. */
export const EXIT = { ok: 0, bug: 1, usage: 2, refused: 3, unavailable: 4, stopped: 130 } as const

/** A command ends with words for the person and a code for the script, without a stack. */
export class Stop extends Error {
  readonly code: number
  constructor(message: string, code: number = EXIT.refused) {
    super(message)
    this.code = code
  }
}

export type Values = Readonly<Record<string, string | number>>

export type Talk = {
  readonly language: Language
  readonly json: boolean
  /** A sentence for the person at the terminal: standard error, silent under --quiet. */
  readonly say: (key: WordKey, values?: Values) => void
  /** The same for words that another part already made in the right language. */
  readonly line: Say
  /** Data, for people or programs: standard output. `rows` of plain text, or one JSON value. */
  readonly data: (value: unknown, text: () => string) => void
  readonly word: (key: WordKey, values?: Values) => string
}

export type TalkOptions = {
  readonly lang?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** zh where the option or the locale says Chinese, else en. */
export function languageFrom(lang: string | undefined, env: NodeJS.ProcessEnv): Language {
  const wanted =
    lang ?? env['FORBEAR_LANG'] ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? ''
  return wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export function makeTalk(options: TalkOptions): Talk {
  const language = languageFrom(options.lang, process.env)
  const word = (key: WordKey, values: Values = {}) => sentence(language, key, values)
  const line = (words: Words) => {
    if (!options.quiet) process.stderr.write(`${words[language]}\n`)
  }
  return {
    language,
    json: options.json === true,
    word,
    line,
    say: (key, values) => line(asIs(word(key, values))),
    data: (value, text) => {
      const out = options.json ? JSON.stringify(value, plain) : text()
      process.stdout.write(out.endsWith('\n') ? out : `${out}\n`)
    },
  }
}

/** Big integers are written as text: a JSON number would lose their last digits. */
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value

/** Columns of a table for people, padded by what a terminal shows (Chinese is two cells wide). */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map((row) => cells(row[i] ?? ''))))
  return all
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - cells(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const cells = (text: string): number =>
  Array.from(text).reduce(
    (sum, c) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(c)
        ? 2
        : 1),
    0,
  )
