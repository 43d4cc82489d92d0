/**
 * The statements of an SQL file, one a message. Semicolons inside quotes, dollar quotes and
 * comments (which nest) do not end a statement; a piece of comments alone is none.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = []
  let start = 0
  let hasCode = false
  let word = ''
  let at = 0
  while (at < sql.length) {
    const skip = pieceAt(sql, at)
    const text = sql.slice(at, skip.until).toLowerCase()
    if (word === 'begin' && text === 'atomic') {
      throw new Error('A function body goes into dollar quotes: `begin atomic` is not split.')
    }
    if (!skip.isBlank) word = text
    if (sql[at] === ';') {
      if (hasCode) statements.push(sql.slice(start, at).trim())
      start = at + 1
      hasCode = false
    } else if (!skip.isBlank) {
      hasCode = true
    }
    at = skip.until
  }
  if (hasCode) statements.push(sql.slice(start).trim())
  return statements
}

type Piece = { readonly until: number; readonly isBlank: boolean }

/** The quote, comment, word or single character that begins at `at`. */
function pieceAt(sql: string, at: number): Piece {
  const two = sql.slice(at, at + 2)
  if (two === '--') return { until: afterOrEnd(sql, '\n', at), isBlank: true }
  if (two === '/*') return { until: afterComment(sql, at), isBlank: true }
  const char = sql.charAt(at)
  if (char === "'") return { until: afterQuote(sql, at, "'", false), isBlank: false }
  if (char === '"') return { until: afterQuote(sql, at, '"', false), isBlank: false }
  if (char === '$') return { until: afterDollar(sql, at), isBlank: false }
  if (isWordStart(char)) return { until: afterWord(sql, at), isBlank: false }
  return { until: at + 1, isBlank: /\s/.test(char) || char === ';' }
}

const isWordStart = (char: string) => /[A-Za-z_\u0080-\uffff]/.test(char)

/** A whole word, so that the dollars in `a$b$` open nothing; e'...' reads backslashes. */
function afterWord(sql: string, at: number): number {
  const word = /[A-Za-z0-9_$\u0080-\uffff]+/y
  word.lastIndex = at
  word.test(sql)
  const isEscape = word.lastIndex === at + 1 && sql.charAt(at).toLowerCase() === 'e'
  if (isEscape && sql[at + 1] === "'") return afterQuote(sql, at + 1, "'", true)
  return word.lastIndex
}

function afterQuote(sql: string, at: number, quote: string, hasEscapes: boolean): number {
  let i = at + 1
  while (i < sql.length) {
    if (hasEscapes && sql[i] === '\\') i += 2
    else if (sql[i] !== quote) i += 1
    else if (sql[i + 1] === quote) i += 2
    else return i + 1
  }
  return sql.length
}

function afterDollar(sql: string, at: number): number {
  const tag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y
  tag.lastIndex = at
  const match = tag.exec(sql)
  return match === null ? at + 1 : afterOrEnd(sql, match[0], tag.lastIndex)
}

function afterComment(sql: string, at: number): number {
  let depth = 0
  let i = at
  while (i < sql.length) {
    const two = sql.slice(i, i + 2)
    if (two === '/*') depth += 1
    if (two === '*/') depth -= 1
    i += two === '/*' || two === '*/' ? 2 : 1
    if (depth === 0) return i
  }
  return sql.length
}

function afterOrEnd(sql: string, what: string, from: number): number {
  const found = sql.indexOf(what, from)
  return found === -1 ? sql.length : found + what.length
}
