import type { Place } from '../core/say/fault.ts'
import { isVariable, VARIABLES, type Values, type Variable } from './template-form.ts'

/** One piece of a text, with its place in the source. */
type Piece =
  | ({ readonly is: 'words'; readonly text: string } & Place)
  | ({ readonly is: 'value'; readonly of: Variable } & Place)
  | {
      readonly is: 'choice'
      readonly of: Variable
      readonly there: readonly Piece[]
      readonly absent: readonly Piece[]
    }

export type TextFault =
  | 'tag_not_allowed'
  | 'unknown_variable'
  | 'condition_not_allowed'
  | 'may_be_absent'
  | 'not_closed'

export type TextFinding = Place & { readonly fault: TextFault; readonly words: string }

export type ReadText = {
  readonly pieces: readonly Piece[]
  readonly uses: readonly (Place & { readonly of: Variable })[]
  readonly findings: readonly TextFinding[]
}

const MARK = /\{\{([\s\S]*?)\}\}|\{%([\s\S]*?)%\}|\{\{|\{%|\}\}|%\}/g

type Open = {
  readonly at: Place
  readonly of: Variable | undefined
  readonly there: Piece[]
  readonly absent: Piece[]
  inElse: boolean
}

/**
 * A small part of Liquid: `{{ variable }}` and `{% if variable %} {% else %} {% endif %}`, where the
 * variable of a choice is one that may be absent. So every branch of a text can be rendered, and
 * nothing that only some people would see escapes the linter.
 */
export function readText(source: string): ReadText {
  const reading: Reading = { root: [], open: [], uses: [], findings: [] }
  let from = 0
  for (const match of source.matchAll(MARK)) {
    addWords(reading, source, { from, to: match.index })
    const at = { from: match.index, to: match.index + match[0].length }
    if (match[1] !== undefined) readValue(reading, match[1].trim(), at)
    else if (match[2] !== undefined) readTag(reading, match[2].trim(), at)
    else reading.findings.push({ fault: 'not_closed', words: match[0], ...at })
    from = at.to
  }
  addWords(reading, source, { from, to: source.length })
  for (const { at } of reading.open)
    reading.findings.push({ fault: 'not_closed', words: source.slice(at.from, at.to), ...at })
  return { pieces: reading.root, uses: reading.uses, findings: reading.findings }
}

type Reading = {
  readonly root: Piece[]
  readonly open: Open[]
  readonly uses: (Place & { of: Variable })[]
  readonly findings: TextFinding[]
}

function add({ root, open }: Reading, piece: Piece): void {
  const inner = open.at(-1)
  if (inner === undefined) root.push(piece)
  else (inner.inElse ? inner.absent : inner.there).push(piece)
}

function addWords(reading: Reading, source: string, at: Place): void {
  if (at.to > at.from) add(reading, { is: 'words', text: source.slice(at.from, at.to), ...at })
}

function readValue(reading: Reading, name: string, at: Place): void {
  if (!isVariable(name)) {
    reading.findings.push({ fault: 'unknown_variable', words: name, ...at })
    return
  }
  const isAsked = reading.open.some(({ of, inElse }) => of === name && !inElse)
  if (VARIABLES[name].mayBeAbsent && !isAsked)
    reading.findings.push({ fault: 'may_be_absent', words: name, ...at })
  reading.uses.push({ of: name, ...at })
  add(reading, { is: 'value', of: name, ...at })
}

function readTag(reading: Reading, tag: string, at: Place): void {
  const { open, findings } = reading
  const inner = open.at(-1)
  const asked = /^if\s+(\S[\s\S]*)$/.exec(tag)?.[1]?.trim()
  if (asked !== undefined) {
    const of = isVariable(asked) && VARIABLES[asked].mayBeAbsent ? asked : undefined
    if (of === undefined) findings.push({ fault: 'condition_not_allowed', words: asked, ...at })
    else reading.uses.push({ of, ...at })
    open.push({ at, of, there: [], absent: [], inElse: false })
  } else if (tag === 'else' && inner?.inElse === false) inner.inElse = true
  else if (tag === 'endif' && inner !== undefined) {
    open.pop()
    if (inner.of !== undefined)
      add(reading, { is: 'choice', of: inner.of, there: inner.there, absent: inner.absent })
  } else findings.push({ fault: 'tag_not_allowed', words: tag, ...at })
}

/** A rendered text, and from where in the source each stretch of it came. */
export type Filled = {
  readonly text: string
  readonly stretches: readonly (Place & { readonly source: Place; readonly isValue: boolean })[]
}

/** As Liquid renders it, with the way back: a finding in the message is shown in the template. */
export function fill(pieces: readonly Piece[], values: Values): Filled {
  let text = ''
  const stretches: Filled['stretches'][number][] = []
  const put = (words: string, source: Place, isValue: boolean) => {
    stretches.push({ from: text.length, to: text.length + words.length, source, isValue })
    text += words
  }
  const walk = (all: readonly Piece[]): void => {
    for (const piece of all) {
      if (piece.is === 'choice') walk(values[piece.of] === null ? piece.absent : piece.there)
      else if (piece.is === 'words') put(piece.text, piece, false)
      else put(values[piece.of] ?? '', piece, true)
    }
  }
  walk(pieces)
  return { text, stretches }
}

/** Where in the source a place of the rendered text was written. */
export function sourceOf({ stretches, text }: Filled, { from, to }: Place): Place {
  const hit = stretches.filter((one) => one.from < to && one.to > from)
  const first = hit.at(0)
  const last = hit.at(-1)
  if (first === undefined || last === undefined) {
    const end = stretches.findLast((one) => one.from <= Math.min(from, text.length))?.source.to ?? 0
    return { from: end, to: end }
  }
  return {
    from: first.source.from + (first.isValue ? 0 : Math.max(0, from - first.from)),
    to: last.isValue ? last.source.to : last.source.to - Math.max(0, last.to - to),
  }
}
