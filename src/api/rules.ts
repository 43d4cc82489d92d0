import { z } from '@hono/zod-openapi'
import type { Words } from '../core/words.ts'
import * as REGISTER from '../guard/register.ts'
import {
  CHANGE_WORDS,
  caseWords,
  MARK_WORDS,
  STRENGTH_WORDS,
  standingWords,
} from '../guard/register-words.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { DayIn, DayOut, LANG } from './schemas.ts'
import type {
  Language,
  RuleChangesWire,
  RulePartWire,
  RuleRow,
  RulesWire,
  RuleWire,
} from './wire.ts'

const ROW = {
  id: z.string(),
  place: z.string(),
  title: z.string(),
  strength: z.enum(['prohibited', 'presumed', 'advised', 'factor']),
  strength_name: z.string(),
  mark: z.enum(['primary', 'verbatim', 'secondary', 'unverified', 'house']),
  mark_name: z.string(),
  unverified: z.boolean(),
  standing: z.enum(['in_force', 'coming', 'over']),
  standing_name: z.string(),
  since: DayOut,
  until: DayOut.nullable(),
}

const Row: z.ZodType<RuleRow> = z.object(ROW).openapi('RuleRow')
const Rules: z.ZodType<RulesWire> = z.object({ on: DayOut, items: z.array(Row) }).openapi('Rules')

const Part: z.ZodType<RulePartWire> = z
  .object({
    name: z.string().nullable(),
    covers: z.array(z.string()),
    values: z.array(
      z.object({
        from: DayOut,
        until: DayOut.nullable(),
        sentence: z.string().nullable(),
        now: z.boolean(),
      }),
    ),
  })
  .openapi('RulePart')

const Rule: z.ZodType<RuleWire> = z
  .object({
    ...ROW,
    on: DayOut,
    source: z.array(z.object({ title: z.string(), href: z.string() })),
    covers: z.array(z.string()),
    parts: z.array(Part),
    note: z.string().nullable(),
    cases: z.array(z.string()),
  })
  .openapi('Rule')

const Changes: z.ZodType<RuleChangesWire> = z
  .object({
    from: DayOut,
    to: DayOut,
    items: z.array(
      z.object({
        id: z.string(),
        place: z.string(),
        title: z.string(),
        unverified: z.boolean(),
        change: z.enum(['came', 'changed', 'ended']),
        change_name: z.string(),
        on: DayOut,
        parts: z.array(
          z.object({
            name: z.string().nullable(),
            before: z.string().nullable(),
            after: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .openapi('RuleChanges')

const RuleIdIn = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
  .max(100)
const PlaceIn = z.string().regex(/^[a-z0-9-]{1,30}$/)

/** The rules to read: nothing of the book is in them, so every role may. */
export function addRules(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/rules',
    summary: 'The rules, with what is in force on a day',
    query: z.strictObject({ ...LANG, on: DayIn.optional(), place: PlaceIn.optional() }),
    status: 200,
    answer: Rules,
    problems: [],
    handle: async ({ query, lang }) => {
      const on = query.on ?? deps.today()
      const rows = REGISTER.listRules(deps.law.files, { on, place: query.place })
      return { on, items: rows.map((row) => rowWire(row, lang)) }
    },
  })
  addChanges(api, deps)
  addRule(api, deps)
}

function addRule(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/rules/{id}',
    summary: 'One rule in words: source, whom it covers, its dated values, its cases',
    params: z.strictObject({ id: RuleIdIn }),
    query: z.strictObject({ ...LANG, on: DayIn.optional() }),
    status: 200,
    answer: Rule,
    problems: ['no_such_rule'],
    handle: async ({ params, query, lang }) => {
      const on = query.on ?? deps.today()
      const rule = REGISTER.showRule(deps.law.files, { id: params.id, on })
      if (!('declined' in rule)) return { on, ...ruleWire(rule, lang) }
      const { declined, near } = rule
      return near === undefined ? { declined } : { declined, more: { detail: meant(near, lang) } }
    },
  })
}

function addChanges(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/rules/changes',
    summary: 'What came into force, changed or ended after one day, up to and with another',
    query: z.strictObject({ ...LANG, from: DayIn, to: DayIn, place: PlaceIn.optional() }),
    status: 200,
    answer: Changes,
    problems: ['ends_before_it_begins'],
    handle: async ({ query: { from, to, place }, lang }) => {
      if (to < from) return { declined: 'ends_before_it_begins' as const }
      const changes = REGISTER.diffRules(deps.law.files, { from, to, place })
      return { from, to, items: changes.map((change) => changeWire(change, lang)) }
    },
  })
}

const meant = (near: string, lang: Language): string =>
  lang === 'zh' ? `是否指 ${near}？` : `Did you mean ${near}?`

const orNull = (words: Words | undefined, lang: Language) => words?.[lang] ?? null

const rowWire = (row: REGISTER.RegisterRow, lang: Language): RuleRow => ({
  id: row.id,
  place: row.place,
  title: row.title[lang],
  strength: row.strength,
  strength_name: STRENGTH_WORDS[row.strength][lang],
  mark: row.mark,
  mark_name: MARK_WORDS[row.mark][lang],
  unverified: row.unverified,
  standing: row.standing,
  standing_name: standingWords(row)[lang],
  since: row.since,
  until: row.until ?? null,
})

const ruleWire = (rule: REGISTER.RegisterRule, lang: Language): Omit<RuleWire, 'on'> => ({
  ...rowWire(rule, lang),
  source: rule.source.map(({ title, href }) => ({ title, href })),
  covers: rule.covers.map((words) => words[lang]),
  parts: rule.parts.map((part) => ({
    name: part.name ?? null,
    covers: part.covers.map((words) => words[lang]),
    values: part.values.map(({ from, until, words, now }) => ({
      from,
      until: until ?? null,
      sentence: orNull(words, lang),
      now,
    })),
  })),
  note: orNull(rule.note, lang),
  cases: rule.cases.map((each) => caseWords(each)[lang]),
})

const changeWire = (
  change: REGISTER.RegisterChange,
  lang: Language,
): RuleChangesWire['items'][number] => ({
  id: change.id,
  place: change.place,
  title: change.title[lang],
  unverified: change.unverified,
  change: change.change,
  change_name: CHANGE_WORDS[change.change][lang],
  on: change.on,
  parts: change.parts.map(({ name, before, after }) => ({
    name: name ?? null,
    before: orNull(before, lang),
    after: orNull(after, lang),
  })),
})
