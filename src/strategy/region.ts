import type { Cell, Range } from './cell.ts'
import { joinRanges } from './cell.ts'
import type { Column } from './document.ts'
import { TONES } from './document.ts'
import { rangesText } from './range-words.ts'
import { LANGUAGES, PROMISE_STATES } from './row.ts'

/** A piece of a column that no cell cuts: a range of numbers, a word, or every word not named. */
type Atom = { readonly range: Range } | { readonly word: string } | { readonly otherThan: string[] }

type Axis = {
  readonly column: Column
  readonly atoms: readonly Atom[]
  /** A bit for each atom that can be. */
  readonly all: bigint
}

/** What some rows ask, cut into pieces that every row takes whole or leaves whole. */
export type Space = { readonly axes: readonly Axis[]; readonly currency: string | undefined }

/** A set of accounts: a bit an atom, an entry an axis; the empty set has a zero somewhere. */
export type Box = readonly bigint[]

/** A row as conditions by column: what is not named is not asked. */
export type Asked = { readonly inputs: readonly Column[]; readonly cells: readonly Cell[] }

export type SpaceOf = {
  readonly rows: readonly Asked[]
  /** Amounts are compared in this currency; undefined stands for every one that no cell names. */
  readonly currency: string | undefined
  /** The strategy's currencies; undefined: any. */
  readonly declared: readonly string[] | undefined
  /** Currencies that have a space of their own. */
  readonly apart: readonly string[]
  readonly stages: readonly string[]
  /** Columns of which only some values can be here: '-' stands for the rest. */
  readonly only?: ReadonlyMap<string, Range> | undefined
}

export function spaceOf(of: SpaceOf): Space {
  const columns = new Map<string, Column>()
  for (const row of of.rows) for (const column of row.inputs) columns.set(column.name, column)
  const axes = [...columns.values()].map((column): Axis => {
    const cells = of.rows.flatMap((row) => cellsOf(row, column))
    const atoms =
      column.type === 'text' ? wordAtoms(column, cells, of) : rangeAtoms(column, cells, of)
    return { column, atoms, all: (1n << BigInt(atoms.length)) - 1n }
  })
  return { axes, currency: of.currency }
}

const cellsOf = (row: Asked, column: Column): Cell[] =>
  row.inputs.flatMap((input, i) => (input.name === column.name ? (row.cells[i] ?? []) : []))

function wordAtoms(column: Column, cells: readonly Cell[], of: SpaceOf): Atom[] {
  const closed = closedWords(column, of)
  if (closed !== undefined) return closed.map((word) => ({ word }))
  const named = new Set(cells.flatMap((cell) => (cell.is === 'words' ? [...cell.words] : [])))
  const here = [...named].filter((word) => column.words !== 'currency' || !of.apart.includes(word))
  return [...here.map((word) => ({ word })), { otherThan: here }]
}

function closedWords(column: Column, of: SpaceOf): readonly string[] | undefined {
  if (column.words === 'stage') return of.stages
  if (column.words === 'tone') return TONES
  if (column.words === 'language') return LANGUAGES
  if (column.words === 'promise_state') return PROMISE_STATES
  if (column.words === 'currency') return of.currency === undefined ? of.declared : [of.currency]
  return undefined
}

function rangeAtoms(column: Column, cells: readonly Cell[], of: SpaceOf): Atom[] {
  const [min, max] = of.only?.get(column.name) ?? [column.min, column.max]
  const starts = new Set([min])
  const cut = (at: number) => {
    if (at > min && at <= max) starts.add(at)
  }
  for (const cell of cells)
    for (const [from, to] of rangesOf(cell, of.currency)) {
      cut(from)
      cut(to + 1)
    }
  // "Never" and zero are values of their own: relations between facts speak of them.
  if (column.never !== undefined) cut(column.never)
  if (min === 0) cut(1)
  const sorted = [...starts].toSorted((a, b) => a - b)
  return sorted.map((from, i) => ({ range: [from, (sorted[i + 1] ?? max + 1) - 1] }))
}

function rangesOf(cell: Cell, currency: string | undefined): readonly Range[] {
  if (cell.is === 'ranges') return cell.ranges
  return cell.is === 'money' ? (cell.byCurrency.get(currency ?? '') ?? []) : []
}

/**
 * The accounts that a row surely takes: none where an expression decides, since nobody can tell from
 * the table alone which accounts make it true.
 */
export const takenBy = (space: Space, row: Asked): Box =>
  row.cells.some((cell) => cell.is === 'cel') ? space.axes.map(() => 0n) : boxOf(space, row)

/** The accounts that a row may fit: an expression leaves every one of them possible. */
export function boxOf(space: Space, row: Asked): Box {
  return space.axes.map((axis) =>
    cellsOf(row, axis.column).reduce((mask, cell) => mask & maskOf(space, axis, cell), axis.all),
  )
}

function maskOf(space: Space, axis: Axis, cell: Cell): bigint {
  let mask = 0n
  axis.atoms.forEach((atom, i) => {
    if (fits(space, cell, atom)) mask |= 1n << BigInt(i)
  })
  return mask
}

function fits(space: Space, cell: Cell, atom: Atom): boolean {
  if (cell.is === 'any' || cell.is === 'cel') return true
  if (cell.is === 'words') return ('word' in atom && cell.words.has(atom.word)) !== cell.except
  const ranges = rangesOf(cell, space.currency)
  const inside =
    'range' in atom && ranges.some(([from, to]) => from <= atom.range[0] && atom.range[1] <= to)
  return cell.is === 'money' ? inside !== cell.except : inside
}

export const wholeBox = (space: Space): Box => space.axes.map((axis) => axis.all)

export const meet = (a: Box, b: Box): Box => a.map((mask, i) => mask & (b[i] ?? 0n))

export const holdsAll = (outer: Box, inner: Box): boolean =>
  inner.every((mask, i) => (mask & ~(outer[i] ?? 0n)) === 0n)

/** True where such accounts can be: nothing is empty, and the facts do not contradict each other. */
export function canBe(space: Space, box: Box): boolean {
  if (box.some((mask) => mask === 0n)) return false
  // A bucket above 0 and days past due are the same thing said twice.
  const late = AGES.map((name) => lateness(space, box, name)).filter((side) => side !== 'either')
  return !(late.includes('none') && late.includes('some'))
}

const AGES = ['account.days_past_due', 'account.bucket'] as const

function lateness(space: Space, box: Box, name: string): 'none' | 'some' | 'either' {
  const at = space.axes.findIndex((axis) => axis.column.name === name)
  const mask = box[at]
  if (mask === undefined || mask === 0n) return 'either'
  // The first atom is zero alone: every axis of numbers is cut at one.
  return mask === 1n ? 'none' : (mask & 1n) === 0n ? 'some' : 'either'
}

/** What is left of some boxes without another: disjoint pieces. */
export function without(space: Space, boxes: readonly Box[], taken: Box): Box[] {
  return boxes.flatMap((box) => {
    if (!canBe(space, meet(box, taken))) return [box]
    const pieces: Box[] = []
    let rest = box
    for (const [i, mask] of box.entries()) {
      const outside = mask & ~(taken[i] ?? 0n)
      if (outside !== 0n) {
        const piece = rest.with(i, outside)
        if (canBe(space, piece)) pieces.push(piece)
      }
      rest = rest.with(i, mask & (taken[i] ?? 0n))
    }
    return pieces
  })
}

/** Pieces that differ in one column only are one: fewer sentences, each of them wider. */
export function joined(boxes: readonly Box[]): Box[] {
  const left = [...boxes]
  for (let i = 0; i < left.length; i++)
    for (let j = left.length - 1; j > i; j--) {
      const [a, b] = [left[i], left[j]]
      if (a === undefined || b === undefined) continue
      const differing = a.flatMap((mask, k) => (mask === b[k] ? [] : [k]))
      const [only, second] = differing
      if (only === undefined || second !== undefined) continue
      left[i] = a.with(only, (a[only] ?? 0n) | (b[only] ?? 0n))
      left.splice(j, 1)
      j = left.length
    }
  return left
}

/** The highest value of a column in a box, or undefined where the rows do not ask that column. */
export function highest(space: Space, box: Box, name: string): number | undefined {
  const at = space.axes.findIndex((axis) => axis.column.name === name)
  const [axis, mask] = [space.axes[at], box[at]]
  if (axis === undefined || mask === undefined) return undefined
  const atom = axis.atoms.findLast((_, i) => (mask & (1n << BigInt(i))) !== 0n)
  return atom !== undefined && 'range' in atom ? atom.range[1] : undefined
}

/** A box in words: 'account.days_past_due 8..29 and contact.can_sms false'. */
export function boxWords(space: Space, box: Box): { readonly zh: string; readonly en: string } {
  const parts = space.axes.flatMap((axis, i) => {
    const mask = box[i] ?? 0n
    if (mask === axis.all) return []
    const atoms = axis.atoms.filter((_, k) => (mask & (1n << BigInt(k))) !== 0n)
    return [{ name: axis.column.name, ...atomWords(space, axis, atoms) }]
  })
  if (parts.length === 0) return { zh: '任何情况', en: 'any facts' }
  return {
    zh: parts.map((part) => `${part.name} 为 ${part.zh}`).join('，'),
    en: parts.map((part) => `${part.name} ${part.en}`).join(' and '),
  }
}

function atomWords(space: Space, axis: Axis, atoms: readonly Atom[]): { zh: string; en: string } {
  const ranges = joinRanges(atoms.flatMap((atom) => ('range' in atom ? [atom.range] : [])))
  if (ranges.length > 0) {
    const text = rangesText(axis.column, ranges, space.currency ?? '')
    return { zh: text, en: text }
  }
  const words = atoms.flatMap((atom) => ('word' in atom ? [`"${atom.word}"`] : []))
  const isOpen = atoms.some((atom) => 'otherThan' in atom)
  return {
    zh: [...words, ...(isOpen ? ['其他值'] : [])].join('、'),
    en: [...words, ...(isOpen ? ['anything else'] : [])].join(' or '),
  }
}
