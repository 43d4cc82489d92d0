/** The rules of the house that a text can show. Pure, so that the test can plant a breach. */

const PURE = ['core', 'guard', 'strategy', 'engine']
const SHELL = ['store', 'channels', 'intake', 'evidence']

/** Which folders of src a folder may import, besides itself. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  core: [],
  guard: ['core'],
  strategy: ['core'],
  engine: ['core', 'guard', 'strategy'],
  store: PURE,
  channels: [...PURE, ...SHELL],
  intake: [...PURE, ...SHELL],
  evidence: [...PURE, ...SHELL],
  worker: [...PURE, ...SHELL],
  api: [...PURE, ...SHELL, 'worker'],
  portal: [...PURE, ...SHELL, 'worker'],
  sim: [...PURE, ...SHELL, 'worker'],
  client: ['api'],
  cli: [...PURE, ...SHELL, 'worker', 'api', 'portal', 'sim'],
}

const OUTSIDE_PURE = [
  /^node:/,
  /^pg$/,
  /^kysely$/,
  /^hono/,
  /^@hono\//,
  /^@duckdb\//,
  /^nodemailer$/,
]

/** Every module that a source text imports or re-exports, types included. */
export function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n]*?(?:\{[^}]*\}[^'"\n]*?)?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
  )
  return [...found].map((match) => match[1] ?? match[2] ?? '')
}

/** The breach of the map, if one file's import of another is one. Paths are from the root. */
export function arrowBreaks(from: string, to: string): string[] {
  if (/\.test\.tsx?$/.test(from)) return []
  const home = /^src\/([a-z]+)\//.exec(from)?.[1]
  const target = /^src\/([a-z]+)\//.exec(to)?.[1]
  const breach = [`${from} imports ${to}`]
  if (from.startsWith('web/')) {
    if (target === undefined)
      return to.startsWith('node:') && !from.endsWith('.config.ts') ? breach : []
    return target === 'core' || target === 'client' || to.startsWith('src/api/wire') ? [] : breach
  }
  if (home === undefined) return []
  if (target === undefined) {
    return PURE.includes(home) && OUTSIDE_PURE.some((pattern) => pattern.test(to)) ? breach : []
  }
  return target === home || (MAY[home] ?? []).includes(target) ? [] : breach
}

/** Lines that are neither blank nor only a comment. */
export function codeLines(text: string): number {
  let inBlock = false
  let count = 0
  for (const line of text.split('\n')) {
    const trimmed = line.trim()
    if (inBlock) {
      if (trimmed.includes('*/')) inBlock = false
      continue
    }
    if (trimmed.startsWith('/*')) inBlock = !trimmed.includes('*/')
    else if (trimmed !== '' && !trimmed.startsWith('//')) count++
  }
  return count
}

const BANNED = [
  'debtor',
  'obligor',
  'customer',
  'ptp',
  'dca',
  'csr',
  'touchpoint',
  'installment',
  'canceled',
  'grievance',
]

/** Words of the glossary's outright ban, whole words in any case. */
export function bannedWords(text: string): string[] {
  return BANNED.filter((word) => new RegExp(`\\b${word}s?\\b`, 'i').test(text))
}

export function unfinishedWords(text: string): string[] {
  return ['TODO', 'FIXME', 'XXX', 'not implemented', 'stubbed'].filter((word) =>
    text.includes(word),
  )
}
