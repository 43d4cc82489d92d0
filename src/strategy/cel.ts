import type { ParseResult } from '@marcbachmann/cel-js'
import { Environment } from '@marcbachmann/cel-js'
import { assert } from '../core/assert.ts'
import { dayNumber, parseDay } from '../core/calendar.ts'
import type { CelFault } from './cel-kinds.ts'
import { readKinds } from './cel-kinds.ts'
import type { Column } from './document.ts'
import type { Fact } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'

/** A fact as an expression sees it: whole numbers are exact, at any size. */
export type CelValue = bigint | boolean | string
export type CelRead = (fact: FactName) => CelValue

/**
 * An expert cell: one expression over any facts, in a subset of CEL. Its columns of numbers are
 * int64, and what does not come out as exactly true (a division by zero, an overflow) does not hold.
 */
export type CelCell = {
  readonly is: 'cel'
  readonly text: string
  /** The expression without its mark: what another reader of CEL would be given. */
  readonly source: string
  readonly facts: readonly FactName[]
  readonly test: (read: CelRead) => boolean
}

const CHARACTERS_MAX = 500
const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 50, maxCallArguments: 2 }

export const CEL_MARK = /^cel\s*:/

/** Reads an expert cell for the column it stands in, or says what is wrong and where in the cell. */
export function parseCel(text: string, column: Column): CelCell | CelFault {
  const source = text.replace(CEL_MARK, '').trim()
  if (column.name === 'stage' || column.name === 'tone')
    return { code: 'cel_column', at: 1, names: { text: column.name } }
  if (source.length > CHARACTERS_MAX)
    return { code: 'cel_too_long', at: CHARACTERS_MAX, names: { most: CHARACTERS_MAX } }
  const env = environment(column)
  const parsed = parse(env, source)
  if ('code' in parsed) return parsed
  const facts = readKinds(parsed.ast, column)
  if ('code' in facts) return facts
  const checked = parsed.check()
  if (!checked.valid || String(checked.type) !== 'bool')
    return { code: 'cel_type', at: (checked.error?.node?.pos ?? 0) + 1, names: {} }
  const own = column.name
  return { is: 'cel', text, source, facts, test: (read) => evaluate(parsed, { facts, own, read }) }
}

function parse(env: Environment, source: string): ParseResult | CelFault {
  try {
    return env.parse(source)
  } catch (error) {
    const at = (error as { node?: { pos?: number } }).node?.pos ?? source.length
    return { code: 'cel_syntax', at: at + 1, names: { text: source.slice(at, at + 20) } }
  }
}

/** Only `true` is true: an error, like any other value, is not. */
function evaluate(
  parsed: ParseResult,
  of: { facts: readonly FactName[]; own: FactName; read: CelRead },
): boolean {
  try {
    return parsed(bindings(of)) === true
  } catch {
    return false
  }
}

/** The facts as the nested names of an expression: `account.days_past_due`, and `value`. */
export function bindings(of: {
  readonly facts: readonly FactName[]
  readonly own: FactName
  readonly read: CelRead
}): Record<string, CelValue | Record<string, CelValue>> {
  const context: Record<string, Record<string, CelValue>> = {}
  for (const name of of.facts) {
    const [space = '', fact = ''] = name.split('.')
    ;(context[space] ??= {})[fact] = of.read(name)
  }
  return of.facts.includes(of.own) ? { ...context, value: of.read(of.own) } : context
}

/** A column's number as the expression sees it: a flag is true or false, a word is its text. */
export function celValue(fact: Pick<Fact, 'type'>, value: number, word: string): CelValue {
  if (fact.type === 'text') return word
  return fact.type === 'flag' ? value === 1 : BigInt(value)
}

const celType = (type: Fact['type']): 'string' | 'bool' | 'int' =>
  type === 'text' ? 'string' : type === 'flag' ? 'bool' : 'int'

const environments = new Map<string, Environment>()

function environment(column: Column): Environment {
  const own = celType(column.type)
  const known = environments.get(own)
  if (known !== undefined) return known
  const env = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS })
  const spaces = new Map<string, Record<string, string>>()
  for (const [name, fact] of Object.entries(FACTS)) {
    const [space = '', part = ''] = name.split('.')
    spaces.set(space, { ...spaces.get(space), [part]: celType(fact.type) })
  }
  for (const [name, schema] of spaces) env.registerVariable({ name, schema })
  env.registerVariable('value', own)
  for (const [name, read] of Object.entries(CEL_FUNCTIONS))
    env.registerFunction(`${name}(string): int`, read)
  environments.set(own, env)
  return env
}

/** Literals in words, as the integers that the columns hold. */
export const CEL_FUNCTIONS: Readonly<Record<string, (text: string) => bigint>> = {
  day: (text) => {
    const on = parseDay(text)
    assert(on !== undefined, `${text} was checked to be a day`)
    return BigInt(dayNumber(on))
  },
  days: (text) => BigInt(text.slice(0, -1)) * (text.endsWith('w') ? 7n : 1n),
  share: (text) => {
    const [whole = '0', part = ''] = text.slice(0, -1).split('.')
    return BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))
  },
}
