import type { z } from 'zod'
import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import { type Coverage, coverageOf } from './covers.ts'
import { PRIMITIVES, type Primitive, type RuleFile, type RulePart } from './file.ts'
import { type Hours, hoursOf } from './hours.ts'
import type { PRIMITIVE_FORMS } from './primitive-forms.ts'
import type { ValidationPeriod } from './validation.ts'
import type { Strength } from './verdict.ts'
import { yearlyDay } from './yearly.ts'

/** A rule of one file, with the values in force on one day. A file with several parts makes several. */
export type Rule = {
  readonly id: string
  /** The pack it belongs to: 'us', 'us-ma', 'house'. */
  readonly pack: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly citation: { readonly title: string; readonly href: string }
  readonly strength: Strength
  readonly unverified: boolean
  /** Not law, but what this house does by itself. */
  readonly isHouse: boolean
  readonly covers: Coverage
  readonly part: Part
}

type Value<K extends Primitive> = z.infer<(typeof PRIMITIVE_FORMS)[K]>

/** What a cap or a quiet period leaves out: some results, and calls under a consent that lapses. */
export type Exempt = { readonly kind: 'exempt' } & Value<'exempt'>

type WithExempt<V> = Omit<V, 'exempt'> & { readonly exempt: Exempt | undefined }

type Compiled<K extends Primitive> = K extends 'open_hours'
  ? Hours
  : K extends 'cap'
    ? WithExempt<Value<'cap'>> & { readonly name: string | undefined }
    : K extends 'quiet_after'
      ? WithExempt<Value<'quiet_after'>>
      : K extends 'hold'
        ? Value<'hold'> & { readonly validation: ValidationPeriod | undefined }
        : Value<K>

/** The closed set of things that a rule can say, with the values of one day. */
export type PartOf<K extends Primitive> = { readonly kind: K } & Compiled<K>
export type Part = { [K in Primitive]: PartOf<K> }[Primitive]

export type Cap = PartOf<'cap'>
export type QuietAfter = PartOf<'quiet_after'>
export type HoldRule = PartOf<'hold'>

// The law of a state is named with its country's, and is a pack of its own.
const STATES: readonly (readonly [string, string])[] = [
  ['au.state.sa', 'au-sa'],
  ['au.state.vic', 'au-vic'],
  ['in.rbi.2026-draft', 'in-draft-2026'],
]

export function packOf(ruleId: string): string {
  const state = STATES.find(([id]) => ruleId === id || ruleId.startsWith(`${id}.`))
  return state?.[1] ?? ruleId.slice(0, ruleId.indexOf('.'))
}

/** Whether a recorded ground may let somebody go over the rule: only where law makes it rebuttable. */
export const isRebuttable = (rule: Rule): boolean =>
  (rule.part.kind === 'cap' || rule.part.kind === 'quiet_after') && rule.part.rebuttable === true

/** The rules of the files that are in force on a day, hard stops first. */
export function compileRules(files: readonly RuleFile[], onDay: Day): readonly Rule[] {
  const named = namedValues(files, onDay)
  return files
    .flatMap((file) =>
      file.says.flatMap((part) => {
        const compiled = compilePart(part, onDay, named)
        return compiled === undefined ? [] : [ruleOf(file, part, compiled)]
      }),
    )
    .toSorted((a, b) => order(a) - order(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** What parts of other rules refer to: exemptions by id, and the one period for validating a debt. */
type Named = {
  readonly exempts: ReadonlyMap<string, Exempt>
  readonly validation: ValidationPeriod | undefined
}

function namedValues(files: readonly RuleFile[], onDay: Day): Named {
  const exempts = new Map<string, Exempt>()
  let validation: ValidationPeriod | undefined
  for (const { id, says } of files) {
    for (const part of says) {
      const exempt = inForce(part.exempt, onDay)
      if (exempt !== undefined) exempts.set(id, { kind: 'exempt', ...exempt })
      const deadline = inForce(part.deadline, onDay)
      if (deadline?.of === 'validation_period') {
        validation = { ...deadline, holidays: deadline.holidays.map(yearlyDay) }
      }
    }
  }
  return { exempts, validation }
}

const order = (rule: Rule): number => PRIMITIVES.indexOf(rule.part.kind)

/** The files of the packs and of the house rules, which go with every pack. */
export const filesOf = (files: readonly RuleFile[], jurisdictions: readonly string[]): RuleFile[] =>
  files.filter((file) => packOf(file.id) === 'house' || jurisdictions.includes(packOf(file.id)))

function ruleOf(file: RuleFile, from: RulePart, part: Part): Rule {
  const [citation] = file.source
  assert(citation !== undefined, `${file.id} has no source`)
  return {
    id: file.id,
    pack: packOf(file.id),
    title: file.title,
    citation,
    strength: file.strength,
    unverified: file.mark === 'secondary' || file.mark === 'unverified',
    isHouse: file.mark === 'house',
    covers: coverageOf({ ...file.covers, ...from.covers }),
    part,
  }
}

/** The value of the latest day that is not after `onDay`. */
function inForce<T>(
  values: Readonly<Record<string, T | null>> | undefined,
  onDay: Day,
): T | undefined {
  let latest: string | undefined
  for (const from of Object.keys(values ?? {})) {
    if (from <= onDay && (latest === undefined || from > latest)) latest = from
  }
  return latest === undefined ? undefined : (values?.[latest] ?? undefined)
}

function compilePart(part: RulePart, onDay: Day, named: Named): Part | undefined {
  const kind = PRIMITIVES.find((name) => part[name] !== undefined)
  assert(kind !== undefined, 'a part that says nothing')
  const special = COMPILE[kind]
  if (special !== undefined) return special(part, onDay, named)
  // The values of the other primitives are used as they stand in the file.
  const values: Readonly<Record<string, object | null>> | undefined = part[kind]
  const value = inForce(values, onDay)
  return value && ({ kind, ...value } as Part)
}

type Compile = (part: RulePart, onDay: Day, named: Named) => Part | undefined

const COMPILE: Readonly<Partial<Record<Primitive, Compile>>> = {
  open_hours: (part, onDay) => {
    const value = inForce(part.open_hours, onDay)
    return value && { kind: 'open_hours', ...hoursOf(value) }
  },
  cap: (part, onDay, named) => {
    const value = inForce(part.cap, onDay)
    const exempt = named.exempts.get(value?.exempt ?? '')
    return value && { kind: 'cap', ...value, name: part.name, exempt }
  },
  quiet_after: (part, onDay, named) => {
    const value = inForce(part.quiet_after, onDay)
    const exempt = named.exempts.get(value?.exempt ?? '')
    return value && { kind: 'quiet_after', ...value, exempt }
  },
  hold: (part, onDay, named) => {
    const value = inForce(part.hold, onDay)
    return value && { kind: 'hold', ...value, validation: named.validation }
  },
}
