import type { YAMLMap } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { FindingCode } from './finding-words.ts'
import type { Names } from './finding.ts'
import { yamlWords } from './source-words.ts'

/**
 * A YAML file as text, lists and keyed values with the line of each. Nothing is read as a number, a
 * date or a truth value: `30`, `2026-01-01` and `true` stay the text that the strategist wrote.
 */
export type Raw =
  | { readonly is: 'text'; readonly line: number; readonly text: string }
  | { readonly is: 'list'; readonly line: number; readonly items: readonly Raw[] }
  | { readonly is: 'keys'; readonly line: number; readonly keys: ReadonlyMap<string, Keyed> }
export type Keyed = { readonly line: number; readonly value: Raw }

export type SourceFault = {
  readonly line: number
  readonly code: FindingCode
  readonly names: Names
}

const CHARACTERS_MAX = 200_000
const DEPTH_MAX = 12
const FAULTS_MAX = 20

export function readSource(text: string): Raw | readonly SourceFault[] {
  if (text.length > CHARACTERS_MAX)
    return [{ line: 1, code: 'too_large', names: { most: CHARACTERS_MAX } }]
  const deepLine = tooDeepAt(text)
  if (deepLine !== undefined)
    return [{ line: deepLine, code: 'too_deep', names: { most: DEPTH_MAX } }]
  const lines = new LineCounter()
  // Pretty messages and the parser's own search for repeated keys both cost the square of the length.
  const doc = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    merge: false,
    prettyErrors: false,
    uniqueKeys: false,
  })
  // What follows the first fault is mostly its echo.
  const [error] = [...doc.errors, ...doc.warnings]
  if (error !== undefined) {
    const words = yamlWords(error.code, error.message)
    const { line } = lines.linePos(error.pos[0])
    return [{ line, code: 'not_yaml', names: { words: words.en, zhwords: words.zh } }]
  }
  const walked: Walked = { lines, faults: [] }
  const raw = walk(walked, doc.contents, 0)
  return walked.faults.length > 0 ? walked.faults.slice(0, FAULTS_MAX) : raw
}

type Walked = { readonly lines: LineCounter; readonly faults: SourceFault[] }

function lineOf({ lines }: Walked, node: unknown): number {
  const range = (node as { range?: [number, number, number] | null } | null)?.range
  return range ? lines.linePos(range[0]).line : 1
}

function walk(walked: Walked, node: unknown, depth: number): Raw {
  const line = lineOf(walked, node)
  if (depth > DEPTH_MAX) walked.faults.push({ line, code: 'too_deep', names: { most: DEPTH_MAX } })
  else if (isSeq(node))
    return { is: 'list', line, items: node.items.map((item) => walk(walked, item, depth + 1)) }
  else if (isMap(node)) return walkMap(walked, node, depth)
  else if (isAlias(node)) walked.faults.push({ line, code: 'no_alias', names: {} })
  return { is: 'text', line, text: textOf(node) }
}

function walkMap(walked: Walked, node: YAMLMap, depth: number): Raw {
  const keys = new Map<string, Keyed>()
  for (const { key, value } of node.items) {
    const [name, line] = [textOf(key), lineOf(walked, key)]
    if (keys.has(name)) walked.faults.push({ line, code: 'repeated_key', names: { text: name } })
    keys.set(name, { line, value: walk(walked, value, depth + 1) })
  }
  return { is: 'keys', line: lineOf(walked, node), keys }
}

/**
 * The first line that nests further than any table does, by brackets, list marks or indentation. The
 * parser recurses, and a file of a few thousand brackets would end the whole process: so it is never
 * asked.
 */
function tooDeepAt(text: string): number | undefined {
  let [depth, line, lineStart] = [0, 1, 0]
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]
    if (sign === '[' || sign === '{') depth++
    else if (sign === ']' || sign === '}') depth = Math.max(depth - 1, 0)
    else if (sign === '\n') {
      line++
      lineStart = i + 1
    }
    if (depth > BRACKETS_MAX) return line
    if (i === lineStart && TOO_STEEP.test(text.slice(i, i + STEEP_WIDTH))) return line
  }
  return undefined
}

const BRACKETS_MAX = 60
const STEEP_WIDTH = 200
/** A line that begins with more than a hundred spaces, or with more than a dozen nested marks. */
const TOO_STEEP = /^(?: {101}|(?: {0,8}[-?:] {0,8}){13})/

/** The failsafe schema gives every scalar as text; an empty value is empty text. */
const textOf = (node: unknown): string =>
  isScalar(node) && typeof node.value === 'string' ? node.value : ''
