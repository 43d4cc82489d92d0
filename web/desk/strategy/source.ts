import type { Pair, YAMLMap } from 'yaml'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** Half-open offsets in the text of a strategy. */
export type Span = { readonly from: number; readonly to: number }

/** What stands in one place; without a span it is not written yet. */
export type Part = { readonly text: string; readonly span: Span | undefined }

export type RowPart = {
  /** Rows count from 1, as findings do. */
  readonly no: number
  readonly line: number
  readonly span: Span
  /** The list under `when`; undefined where the row has none. */
  readonly when: Span | undefined
  readonly cells: readonly Part[]
  /** What the row gives, by key; keys that are not written are not here. */
  readonly outs: Readonly<Record<string, Part>>
  /** Key and value together, to take one away. */
  readonly pairs: Readonly<Record<string, Span>>
}

export type TableName = 'stage' | 'treatments' | 'priority' | 'offer'
export const TABLES: readonly TableName[] = ['stage', 'treatments', 'priority', 'offer']

export type TablePart = {
  readonly name: TableName
  readonly line: number
  readonly policy: string
  readonly inputsSpan: Span | undefined
  readonly inputs: readonly Part[]
  readonly rows: readonly RowPart[]
}

export type Ladder = {
  readonly head: Readonly<Record<string, Part>>
  readonly tables: readonly TablePart[]
  readonly tests: readonly { readonly no: number; readonly name: string; readonly line: number }[]
}

export type Unreadable = { readonly line: number; readonly words: string }

type Node = { readonly range?: readonly [number, number, number] | null | undefined }
type Source = { readonly text: string; readonly lines: LineCounter }

let last: { readonly text: string; readonly read: Ladder | Unreadable } | undefined

/**
 * A strategy's text as tables with the place of every cell: the text stays the only truth. The last
 * reading is kept: a change reads the text that the page shows already.
 */
export function readLadder(text: string): Ladder | Unreadable {
  if (last?.text !== text) last = { text, read: readAnew(text) }
  return last.read
}

function readAnew(text: string): Ladder | Unreadable {
  const lines = new LineCounter()
  const doc = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    merge: false,
    prettyErrors: false,
    uniqueKeys: false,
  })
  const [fault] = doc.errors
  if (fault !== undefined)
    return { line: lines.linePos(fault.pos[0]).line, words: fault.message.slice(0, 200) }
  const source = { text, lines }
  const pairs = pairsOf(source, doc.contents)
  const head = Object.fromEntries(
    [...pairs]
      .filter(([key]) => !TABLES.some((name) => name === key) && key !== 'tests')
      .map(([key, pair]) => [key, partOf(source, pair.value)]),
  )
  return {
    head,
    tables: TABLES.flatMap((name) => {
      const pair = pairs.get(name)
      return pair === undefined ? [] : [tableOf(source, name, pair)]
    }),
    tests: itemsOf(pairs.get('tests')?.value).map((item, i) => ({
      no: i + 1,
      name: wordsOf(source, pairsOf(source, item).get('name')?.value),
      line: lineOf(source, item),
    })),
  }
}

function tableOf(source: Source, name: TableName, { key, value }: Pair): TablePart {
  const pairs = pairsOf(source, value)
  const inputs = pairs.get('inputs')?.value
  return {
    name,
    line: lineOf(source, key),
    policy: wordsOf(source, pairs.get('policy')?.value),
    inputsSpan: spanOf(source, inputs),
    inputs: itemsOf(inputs).map((item) => partOf(source, item)),
    rows: itemsOf(pairs.get('rules')?.value).map((item, i) => rowOf(source, item, i + 1)),
  }
}

function rowOf(source: Source, item: unknown, no: number): RowPart {
  const pairs = pairsOf(source, item)
  const when = pairs.get('when')?.value
  const outs = [...pairs].filter(([key]) => key !== 'when')
  return {
    no,
    line: lineOf(source, item),
    span: spanOf(source, item) ?? { from: 0, to: 0 },
    when: spanOf(source, when),
    cells: itemsOf(when).map((cell) => partOf(source, cell)),
    outs: Object.fromEntries(outs.map(([key, pair]) => [key, partOf(source, pair.value)])),
    pairs: Object.fromEntries(outs.map(([key, pair]) => [key, pairSpan(source, pair)])),
  }
}

const itemsOf = (node: unknown): readonly unknown[] => (isSeq(node) ? node.items : [])

function pairsOf(source: Source, node: unknown): Map<string, Pair> {
  if (!isMap(node)) return new Map()
  return new Map((node as YAMLMap).items.map((pair) => [wordsOf(source, pair.key), pair]))
}

const partOf = (source: Source, node: unknown): Part => ({
  text: wordsOf(source, node),
  span: spanOf(source, node),
})

/** The value of a scalar; of `{ sms: reminder }` what stands between the braces. */
function wordsOf(source: Source, node: unknown): string {
  if (isScalar(node)) return typeof node.value === 'string' ? node.value : ''
  if (isMap(node)) {
    const inner = [...pairsOf(source, node)].map(([key, { value }]) => {
      const words = wordsOf(source, value)
      return words === '' ? `${key}:` : `${key}: ${words}`
    })
    return inner.join(', ')
  }
  return isSeq(node) ? node.items.map((item) => wordsOf(source, item)).join(', ') : ''
}

function spanOf({ text }: Source, node: unknown): Span | undefined {
  const range = (node as Node | null | undefined)?.range
  if (!range) return undefined
  const [from, to] = range
  return { from, to: from + text.slice(from, to).trimEnd().length }
}

function pairSpan(source: Source, { key, value }: Pair): Span {
  const [name, what] = [spanOf(source, key), spanOf(source, value)]
  const from = name?.from ?? 0
  return { from, to: Math.max(name?.to ?? from, what?.to ?? from) }
}

function lineOf({ lines }: Source, node: unknown): number {
  const range = (node as Node | null | undefined)?.range
  return range ? lines.linePos(range[0]).line : 1
}
