import { nearest } from '../core/nearest.ts'
import { day, type Day } from '../core/calendar.ts'
import type { Words } from '../core/words.ts'
import type { RuleCase } from './case-form.ts'
import type { RuleFile, RulePart } from './file.ts'
import { coversWords } from './register-covers.ts'
import { datedWords } from './register-says.ts'
import { packOf } from './rules.ts'

/** The rules as people read them: what is in force on a day, what a rule says, what changed. */

/** 'coming': not in force yet. 'over': no longer. */
export type RuleStanding = 'in_force' | 'coming' | 'over'

export type RegisterRow = {
  readonly id: string
  readonly place: string
  readonly title: Words
  readonly strength: RuleFile['strength']
  readonly mark: RuleFile['mark']
  /** The pack's author did not see the text: said wherever the rule speaks. */
  readonly unverified: boolean
  readonly standing: RuleStanding
  /** The first day in force: of this stretch, or of the coming one, or of the last one. */
  readonly since: Day
  /** The first day on which it is no longer in force, where one is known. */
  readonly until: Day | undefined
}

export type RegisterValue = {
  readonly from: Day
  /** The day from which the next value holds. */
  readonly until: Day | undefined
  /** undefined: from that day on it says nothing. */
  readonly words: Words | undefined
  /** In force on the day that was asked about. */
  readonly now: boolean
}

export type RegisterPart = {
  readonly name: string | undefined
  /** What it is about, where that differs from the whole rule. */
  readonly covers: readonly Words[]
  readonly values: readonly RegisterValue[]
}

export type RegisterRule = RegisterRow & {
  readonly source: RuleFile['source']
  readonly covers: readonly Words[]
  readonly parts: readonly RegisterPart[]
  readonly note: Words | undefined
  readonly cases: readonly RuleCase[]
}

export function listRules(
  files: readonly RuleFile[],
  { on, place }: { on: Day; place?: string | undefined },
): RegisterRow[] {
  return files
    .filter((file) => place === undefined || packOf(file.id) === place)
    .map((file) => rowOf(file, on))
    .toSorted(byPlaceAndId)
}

export const placesOf = (files: readonly RuleFile[]): string[] =>
  [...new Set(files.map((file) => packOf(file.id)))].toSorted()

type Named = { readonly id: string; readonly place: string }
const byPlaceAndId = (a: Named, b: Named): number =>
  compare(a.place, b.place) || compare(a.id, b.id)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export type NoSuchRule = { readonly declined: 'no_such_rule'; readonly near: string | undefined }

/** One rule in words. An id that is none is answered with the nearest. */
export function showRule(
  files: readonly RuleFile[],
  { id, on }: { id: string; on: Day },
): RegisterRule | NoSuchRule {
  const file = files.find((each) => each.id === id)
  if (file === undefined) {
    const ids = files.map((each) => each.id)
    return { declined: 'no_such_rule', near: nearestId(id, ids) }
  }
  return {
    ...rowOf(file, on),
    source: file.source,
    covers: coversWords(file.covers),
    parts: file.says.map((part) => partOf(part, on)),
    note: file.note,
    cases: file.cases,
  }
}

/** By the whole id: the last word alone, as in 'cn.cba.freq' and 'cn.gbt.freq', tells nothing. */
function nearestId(id: string, ids: readonly string[]): string | undefined {
  const whole = (each: string) => each.replaceAll('.', ' ')
  return nearest(whole(id), ids.map(whole))?.replaceAll(' ', '.')
}

function partOf(part: RulePart, on: Day): RegisterPart {
  const values = valuesOf(part)
  return {
    name: part.name,
    covers: part.covers === undefined ? [] : coversWords(part.covers),
    values: values.map(({ from, words }, index) => {
      const until = values[index + 1]?.from
      return { from, until, words, now: from <= on && (until === undefined || on < until) }
    }),
  }
}

type Dated = { readonly from: Day; readonly words: Words | undefined }

const valuesOf = (part: RulePart): readonly Dated[] =>
  datedWords(part).map(({ from, words }) => ({ from: day(from), words }))

const wordsOn = (part: RulePart, on: Day): Words | undefined =>
  valuesOf(part).findLast(({ from }) => from <= on)?.words

const isInForce = (file: RuleFile, on: Day): boolean =>
  file.says.some((part) => wordsOn(part, on) !== undefined)

/** Every day on which something of the rule changes. */
const changeDays = (file: RuleFile): Day[] =>
  [...new Set(file.says.flatMap((part) => valuesOf(part).map(({ from }) => from)))].toSorted()

function rowOf(file: RuleFile, on: Day): RegisterRow {
  return {
    id: file.id,
    place: packOf(file.id),
    title: file.title,
    strength: file.strength,
    mark: file.mark,
    unverified: file.mark === 'secondary' || file.mark === 'unverified',
    ...standingOf(file, on),
  }
}

type Stretch = { readonly since: Day; readonly until: Day | undefined }

/** The stretches of days in which the rule is in force, the earliest first. */
function stretchesOf(file: RuleFile): Stretch[] {
  const found: Stretch[] = []
  let since: Day | undefined
  for (const on of changeDays(file)) {
    const inForce = isInForce(file, on)
    if (inForce && since === undefined) since = on
    if (!inForce && since !== undefined) {
      found.push({ since, until: on })
      since = undefined
    }
  }
  return since === undefined ? found : [...found, { since, until: undefined }]
}

function standingOf(file: RuleFile, on: Day): Stretch & { readonly standing: RuleStanding } {
  const stretches = stretchesOf(file)
  const current = stretches.find(
    ({ since, until }) => since <= on && (until === undefined || on < until),
  )
  if (current !== undefined) return { ...current, standing: 'in_force' }
  const next = stretches.find(({ since }) => since > on)
  if (next !== undefined) return { ...next, standing: 'coming' }
  const last = stretches.at(-1) ?? { since: changeDays(file)[0] ?? on, until: on }
  return { ...last, standing: 'over' }
}

export type RegisterChange = {
  readonly id: string
  readonly place: string
  readonly title: Words
  readonly unverified: boolean
  readonly change: 'came' | 'changed' | 'ended'
  /** The last of the days on which it came to this. */
  readonly on: Day
  /** What was said before and what is said after, where they differ. */
  readonly parts: readonly {
    readonly name: string | undefined
    readonly before: Words | undefined
    readonly after: Words | undefined
  }[]
}

/** What came into force, changed or ended after the day `from`, up to and with the day `to`. */
export function diffRules(
  files: readonly RuleFile[],
  { from, to, place }: { from: Day; to: Day; place?: string | undefined },
): RegisterChange[] {
  return files
    .filter((file) => place === undefined || packOf(file.id) === place)
    .flatMap((file): RegisterChange[] => {
      const parts = file.says
        .map((part) => ({
          name: part.name,
          before: withCovers(part, wordsOn(part, from)),
          after: withCovers(part, wordsOn(part, to)),
        }))
        .filter(({ before, after }) => before?.en !== after?.en)
      const on = changeDays(file).findLast((each) => from < each && each <= to)
      if (parts.length === 0 || on === undefined) return []
      const { id, place: where, title, unverified } = rowOf(file, to)
      const change = changeOf(isInForce(file, from), isInForce(file, to))
      return [{ id, place: where, title, unverified, change, on, parts }]
    })
    .toSorted(byPlaceAndId)
}

/** What a part says and what it is about, in one: beside others 'barred' alone tells nothing. */
function withCovers(part: RulePart, words: Words | undefined): Words | undefined {
  const covers = coversWords(part.covers ?? {})
  if (words === undefined || covers.length === 0) return words
  return {
    en: `${words.en} (${covers.map(({ en }) => en).join('; ')})`,
    zh: `${words.zh}（${covers.map(({ zh }) => zh).join('；')}）`,
  }
}

const changeOf = (was: boolean, is: boolean): RegisterChange['change'] =>
  was && is ? 'changed' : is ? 'came' : 'ended'
