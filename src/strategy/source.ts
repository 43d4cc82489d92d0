import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { FindingCode } from './finding-words.ts'
import type { Names } from './finding.ts'

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

const CHARACTERS_MAX = 400_000
const DEPTH_MAX = 12

export function readSource(text: string): Raw | readonly SourceFault[] {
  if (text.length > CHARACTERS_MAX)
    return [{ line: 1, code: 'too_large', names: { most: CHARACTERS_MAX } }]
  const lines = new LineCounter()
  const doc = parseDocument(text, { schema: 'failsafe', lineCounter: lines, merge: false })
  const faults: SourceFault[] = [...doc.errors, ...doc.warnings].map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    code: error.code === 'DUPLICATE_KEY' ? 'repeated_key' : 'not_yaml',
    names: { words: error.message.split('\n')[0]?.replace(/ at line .*$/, '') },
  }))
  if (faults.length > 0) return faults
  const lineOf = (node: unknown): number => {
    const range = (node as { range?: [number, number, number] | null } | null)?.range
    return range ? lines.linePos(range[0]).line : 1
  }
  const walk = (node: unknown, depth: number): Raw => {
    const line = lineOf(node)
    if (depth > DEPTH_MAX) faults.push({ line, code: 'too_deep', names: { most: DEPTH_MAX } })
    else if (isSeq(node))
      return { is: 'list', line, items: node.items.map((item) => walk(item, depth + 1)) }
    else if (isMap(node)) {
      const keys = new Map<string, Keyed>()
      for (const { key, value } of node.items)
        keys.set(textOf(key), {
          line: lineOf(key),
          value: walk(value, depth + 1),
        })
      return { is: 'keys', line, keys }
    } else if (isAlias(node)) faults.push({ line, code: 'no_alias', names: {} })
    return { is: 'text', line, text: textOf(node) }
  }
  const raw = walk(doc.contents, 0)
  return faults.length > 0 ? faults : raw
}

/** The failsafe schema gives every scalar as text; an empty value is empty text. */
const textOf = (node: unknown): string =>
  isScalar(node) && typeof node.value === 'string' ? node.value : ''
