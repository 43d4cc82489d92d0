import type { z } from 'zod'
import { nearest } from '../core/nearest.ts'
import { asIs, type Words } from '../core/words.ts'
import { NO_REPEATS } from './situation-parts.ts'
import { formOf } from './situation-words.ts'

/** One thing wrong with a situation: where, what, and what would be right. */
export type SituationFault = {
  /** A JSON pointer (RFC 6901) into the situation: '/history/2/channel'; '' is the whole of it. */
  readonly pointer: string
  readonly wrong: Words
  readonly right: Words
}

export type Path = readonly PropertyKey[]

/** A path as a JSON pointer. */
export const pointerOf = (path: Path): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What zod found, in words: every fault of the form, an unknown property each by itself. */
export function faultsOfForm(
  form: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): SituationFault[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = propertiesAt(form, issue.path)
      return issue.keys.map((key) => unknownProperty([...issue.path, key], known))
    }
    const found = valueAt(value, issue.path)
    const isMissing = found === undefined && issue.path.length > 0
    return [
      {
        pointer: pointerOf(issue.path),
        wrong: isMissing ? MISSING : wrongOf(issue, found),
        right: textAt(form, issue.path) ?? rightOf(issue, found),
      },
    ]
  })
}

export const MISSING: Words = { en: 'is missing', zh: '缺失' }

/** Of a text that must have a form: the form, whatever stands there or does not. */
function textAt(form: z.ZodType, path: Path): Words | undefined {
  const name = (formAt(form, path) as Partial<z.ZodType> | undefined)?.meta?.()?.['form']
  return typeof name === 'string' ? formOf(name)?.what : undefined
}

function unknownProperty(path: Path, known: readonly string[]): SituationFault {
  const name = String(path.at(-1) ?? '')
  return {
    pointer: pointerOf(path),
    wrong: { en: `there is no property ${shown(name)} here`, zh: `此处没有属性 ${shown(name)}` },
    right: oneOf(known, name),
  }
}

/** The words there are, and the one that was probably meant. */
export function oneOf(words: readonly string[], said: unknown): Words {
  if (words.length === 0) return { en: 'leave it out', zh: '请删去' }
  const near = typeof said === 'string' ? nearest(said, words) : undefined
  const [first, ...others] = words
  const en = others.length === 0 ? String(first) : `one of ${words.join(', ')}`
  const zh = others.length === 0 ? String(first) : `以下之一：${words.join('、')}`
  return near === undefined
    ? { en, zh }
    : { en: `${en}; did you mean ${shown(near)}?`, zh: `${zh}；是否指 ${shown(near)}？` }
}

const SHOWN_MAX = 60

/** A value as a person may see it in a sentence: in JSON's own quotes, and never endless. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX - 1)}…`
}

function wrongOf(issue: z.core.$ZodIssue, found: unknown): Words {
  if (issue.code === 'invalid_type') {
    return issue.expected === 'int' && typeof found === 'number'
      ? { en: `${found} is not a whole number`, zh: `${found} 不是整数` }
      : { en: `is ${TYPES[typeOf(found)].en}`, zh: `是${TYPES[typeOf(found)].zh}` }
  }
  if (issue.code === 'too_small') {
    return Array.isArray(found)
      ? { en: 'is an empty list', zh: '是空列表' }
      : { en: `${shown(found)} is too small`, zh: `${shown(found)} 过小` }
  }
  if (issue.code === 'custom' && issue.message === NO_REPEATS) {
    return { en: 'says the same twice', zh: '有重复项' }
  }
  return { en: `${shown(found)} is not understood`, zh: `无法识别 ${shown(found)}` }
}

function rightOf(issue: z.core.$ZodIssue, found: unknown): Words {
  if (issue.code === 'invalid_type') return TYPES[EXPECTED[issue.expected] ?? 'object']
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String), found)
  if (issue.code === 'too_small') {
    return Array.isArray(found)
      ? { en: 'one item or more', zh: '至少一项' }
      : { en: `${issue.minimum} or more`, zh: `不小于 ${issue.minimum}` }
  }
  if (issue.code === 'custom' && issue.message === NO_REPEATS) {
    return { en: 'each item once', zh: '每项只出现一次' }
  }
  return formOf(issue.message)?.what ?? asIs(issue.message)
}

type TypeName = 'text' | 'number' | 'whole' | 'truth' | 'list' | 'object' | 'null'

const TYPES: Readonly<Record<TypeName, Words>> = {
  text: { en: 'a text in quotes', zh: '带引号的文字' },
  number: { en: 'a number', zh: '数字' },
  whole: { en: 'a whole number', zh: '整数' },
  truth: { en: 'true or false', zh: 'true 或 false' },
  list: { en: 'a list in [ ]', zh: '[ ] 列表' },
  object: { en: 'an object in { }', zh: '{ } 对象' },
  null: { en: 'null', zh: 'null' },
}

const EXPECTED: Readonly<Record<string, TypeName>> = {
  string: 'text',
  // Every number of the form is a whole one.
  number: 'whole',
  int: 'whole',
  boolean: 'truth',
  array: 'list',
  object: 'object',
}

function typeOf(value: unknown): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return TYPE_NAMES[typeof value] ?? 'object'
}

const TYPE_NAMES: Readonly<Record<string, TypeName>> = {
  string: 'text',
  number: 'number',
  boolean: 'truth',
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = (at as Record<PropertyKey, unknown>)[part]
  }
  return at
}

/** The names that the form knows at a path, for the nearest of them. */
const propertiesAt = (form: z.ZodType, path: Path): string[] =>
  Object.keys(defOf(formAt(form, path))?.shape ?? {})

type Def = {
  readonly type?: string
  readonly innerType?: unknown
  readonly element?: unknown
  readonly shape?: Readonly<Record<string, unknown>>
}

const defOf = (form: unknown): Def | undefined => (form as { readonly def?: Def } | undefined)?.def

function formAt(form: unknown, path: Path): unknown {
  const def = defOf(form)
  if (def?.type === 'optional') return formAt(def.innerType, path)
  const [part, ...rest] = path
  if (part === undefined) return form
  return formAt(typeof part === 'number' ? def?.element : def?.shape?.[String(part)], rest)
}
