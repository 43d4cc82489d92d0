import type { ASTNode } from '@marcbachmann/cel-js'
import { parseDay } from '../core/calendar.ts'
import type { Column } from './document.ts'
import type { Fact } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import type { FindingCode } from './finding-words.ts'
import { KIND_ZH } from './finding-words-cel.ts'
import type { Names } from './finding.ts'
import { nearFact } from './near-fact.ts'

/** What an expression's part is: a kind of number, so that days never meet money, or a word. */
export type Kind =
  | 'number'
  | 'days'
  | 'instalments'
  | 'times'
  | 'bucket'
  | 'share'
  | 'money'
  | 'day'
  | 'text'
  | 'flag'

/** What is wrong, where it begins in the expression. */
export type CelFault = { readonly code: FindingCode; readonly at: number; readonly names: Names }

type Walk = { readonly column: Column; readonly facts: Set<FactName>; fault: CelFault | undefined }

/** The facts that an expression reads; or the first thing in it that is not in the subset. */
export function readKinds(root: ASTNode, column: Column): readonly FactName[] | CelFault {
  const walk: Walk = { column, facts: new Set(), fault: undefined }
  const kind = kindOf(walk, root)
  if (walk.fault !== undefined) return walk.fault
  if (kind !== 'flag') return { code: 'cel_not_a_test', at: 1, names: {} }
  return [...walk.facts]
}

export const kindOfColumn = (column: Pick<Column, 'type' | 'unit'>): Kind => {
  if (column.type !== 'integer') return column.type
  if (column.unit === 'percent') return 'share'
  return column.unit === 'none' ? 'number' : column.unit
}

/** Notes the first fault only: what follows from it would be said twice. */
function wrong(walk: Walk, node: ASTNode, code: FindingCode, names: Names = {}): undefined {
  walk.fault ??= { code, at: node.start + 1, names }
  return undefined
}

const COMPARE: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])
const COUNTS: ReadonlySet<string> = new Set(['number', 'days', 'instalments', 'times', 'bucket'])

function kindOf(walk: Walk, node: ASTNode): Kind | undefined {
  if (walk.fault !== undefined) return undefined
  switch (node.op) {
    case 'value':
      return literal(walk, node, node.args)
    case 'id':
      return node.args === 'value'
        ? named(walk, node, walk.column.name)
        : wrong(walk, node, 'cel_unknown_fact', nearFact(node.args))
    case '.':
      return named(
        walk,
        node,
        node.args[0].op === 'id' ? `${node.args[0].args}.${node.args[1]}` : '',
      )
    case '!_':
      return all(walk, [node.args], 'flag')
    case '&&':
    case '||':
      return all(walk, node.args, 'flag')
    case '-_':
      return kindOf(walk, node.args)
    case '?:':
      return branch(walk, node.args)
    case 'call':
      return call(walk, node, node.args)
    case 'in':
      return within(walk, node, node.args)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return binary(walk, node, node.args)
    case '.?':
    case '[]':
    case '[?]':
    case 'list':
    case 'map':
    case 'rcall':
      return wrong(walk, node, 'cel_subset', { text: partOf(node) })
  }
}

const partOf = (node: ASTNode): string => node.input.slice(node.start, node.end).slice(0, 60)

const kindsNamed = (node: ASTNode, first: Kind, second: Kind): Names => ({
  text: partOf(node),
  first,
  second,
  zhfirst: KIND_ZH[first],
  zhsecond: KIND_ZH[second],
})

function literal(walk: Walk, node: ASTNode, value: unknown): Kind | undefined {
  if (typeof value === 'bigint')
    return value < 10n ** 15n
      ? 'number'
      : wrong(walk, node, 'cel_too_large', { text: partOf(node) })
  if (typeof value === 'boolean') return 'flag'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number'
    ? wrong(walk, node, 'cel_fraction', { text: partOf(node) })
    : wrong(walk, node, 'cel_subset', { text: partOf(node) })
}

function named(walk: Walk, node: ASTNode, name: string): Kind | undefined {
  if (!Object.hasOwn(FACTS, name))
    return wrong(walk, node, 'cel_unknown_fact', nearFact(name === '' ? partOf(node) : name))
  walk.facts.add(name as FactName)
  const fact: Fact = FACTS[name as FactName]
  return kindOfColumn(fact)
}

function all(walk: Walk, nodes: readonly ASTNode[], wanted: Kind): Kind | undefined {
  for (const node of nodes) {
    const kind = kindOf(walk, node)
    if (kind !== undefined && kind !== wanted)
      return wrong(walk, node, 'cel_not_true_false', { text: partOf(node) })
  }
  return wanted
}

function branch(walk: Walk, [test, yes, no]: readonly [ASTNode, ASTNode, ASTNode]) {
  all(walk, [test], 'flag')
  return joined(walk, no, kindOf(walk, yes), kindOf(walk, no))
}

/** One kind out of two: a bare number takes the unit of days, instalments, times and buckets. */
function joined(
  walk: Walk,
  node: ASTNode,
  a: Kind | undefined,
  b: Kind | undefined,
): Kind | undefined {
  if (a === undefined || b === undefined) return undefined
  if (a === b) return a
  if (a === 'number' && COUNTS.has(b)) return b
  if (b === 'number' && COUNTS.has(a)) return a
  const pair = [a, b]
  if (pair.includes('money')) return wrong(walk, node, 'cel_money', { text: partOf(node) })
  if (pair.includes('share') && pair.includes('number'))
    return wrong(walk, node, 'cel_share', { text: partOf(node) })
  return wrong(walk, node, 'cel_kinds', kindsNamed(node, a, b))
}

function binary(walk: Walk, node: ASTNode, [left, right]: readonly [ASTNode, ASTNode]) {
  const [a, b] = [kindOf(walk, left), kindOf(walk, right)]
  if (a === undefined || b === undefined) return undefined
  if (COMPARE.has(node.op)) {
    const both = joined(walk, node, a, b)
    const isOrdered = node.op !== '==' && node.op !== '!='
    if (isOrdered && (both === 'text' || both === 'flag'))
      return wrong(walk, node, 'cel_order', { text: partOf(node) })
    return both && 'flag'
  }
  if ([a, b].some((kind) => kind === 'text' || kind === 'flag'))
    return wrong(walk, node, 'cel_kinds', kindsNamed(node, a, b))
  if (a === 'day' || b === 'day') return dayMath(walk, node, [a, b])
  if (node.op === '+' || node.op === '-') return joined(walk, node, a, b)
  if (b === 'number') return a
  if (node.op === '*' && a === 'number') return b
  if (node.op === '/' && a === b) return 'number'
  return wrong(walk, node, 'cel_kinds', kindsNamed(node, a, b))
}

/** A day less a day is days; a day and days is a day. */
function dayMath(walk: Walk, node: ASTNode, [a, b]: readonly [Kind, Kind]): Kind | undefined {
  if (node.op === '-' && a === 'day' && b === 'day') return 'days'
  const isShift = a === 'day' && (b === 'days' || b === 'number')
  if (isShift && (node.op === '+' || node.op === '-')) return 'day'
  return wrong(walk, node, 'cel_kinds', kindsNamed(node, a, b))
}

function within(walk: Walk, node: ASTNode, [item, list]: readonly [ASTNode, ASTNode]) {
  if (list.op !== 'list') return wrong(walk, list, 'cel_subset', { text: partOf(list) })
  const kind = kindOf(walk, item)
  for (const one of list.args) joined(walk, one, kind, kindOf(walk, one))
  return walk.fault === undefined ? ('flag' as const) : undefined
}

/** What a literal in words stands for: `day("2026-01-31")`, `days("2w")`, `share("12.5%")`. */
export const LITERALS: Readonly<Record<string, { readonly kind: Kind; readonly form: RegExp }>> = {
  day: { kind: 'day', form: /^\d{4}-\d\d-\d\d$/ },
  days: { kind: 'days', form: /^[0-9]{1,4}[dw]$/ },
  share: { kind: 'share', form: /^(?:100|[0-9]{1,2})(?:\.[0-9]{1,2})?%$/ },
}

function call(walk: Walk, node: ASTNode, [name, args]: readonly [string, ASTNode[]]) {
  const known = Object.hasOwn(LITERALS, name) ? LITERALS[name] : undefined
  if (known === undefined) return wrong(walk, node, 'cel_subset', { text: partOf(node) })
  const [only, more] = args
  const text = only?.op === 'value' && more === undefined ? only.args : undefined
  const isGood =
    typeof text === 'string' &&
    known.form.test(text) &&
    (name !== 'day' || parseDay(text) !== undefined)
  return isGood ? known.kind : wrong(walk, node, 'cel_literal', { text: partOf(node) })
}
