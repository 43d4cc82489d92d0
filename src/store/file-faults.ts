import { LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { asIs, type Words } from '../core/words.ts'

/** What is wrong in a file that people write, where, and what would be right. */
export type FileFault = {
  readonly line: number
  /** Such as `people[0].shifts[1].from`. */
  readonly field: string
  readonly words: Words
}

type Issue = z.core.$ZodIssue

/** Reads a YAML file by its schema: what it says, or every fault with its line and field. */
export function readYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  wordsOf: (issue: Issue) => Words = libraryWords,
): { readonly read: T } | { readonly faults: readonly FileFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'core', lineCounter: lines, stringKeys: true })
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => {
      const [why = ''] = error.message.split('\n')
      const words = { en: why, zh: `YAML 格式有误：${why}` }
      return { line: lines.linePos(error.pos[0]).line, field: '', words }
    })
    return { faults }
  }
  const read = schema.safeParse(document.toJS({ maxAliasCount: 100 }))
  if (read.success) return { read: read.data }
  return { faults: read.error.issues.map((issue) => faultOf(document, lines, issue, wordsOf)) }
}

function faultOf(
  document: Document,
  lines: LineCounter,
  issue: Issue,
  wordsOf: (issue: Issue) => Words,
): FileFault {
  // A key that nobody knows stands somewhere itself.
  const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const line = lineOf(document, lines, [...issue.path, ...key])
  return { line, field: fieldOf(issue.path), words: wordsOf(issue) }
}

const fieldOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, i) =>
      typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')

/** The line of the field, or of the nearest thing around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    const range =
      typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
    if (Array.isArray(range)) return lines.linePos(range[0] as number).line
  }
  return 1
}

const LOCALES = { en: z.locales.en(), zh: z.locales.zhCN() } as const

/** What the schema's library says of a fault, in both languages. */
export function libraryWords(issue: Issue): Words {
  if (issue.code === 'custom') return asIs(issue.message)
  const say = (lang: keyof typeof LOCALES) => {
    const said = LOCALES[lang].localeError(issue as never)
    return (typeof said === 'string' ? said : said?.message) ?? issue.message
  }
  return { en: say('en'), zh: say('zh') }
}
