import { join } from 'node:path'
import { nearest } from '../core/nearest.ts'
import { addDays, type Day } from '../core/calendar.ts'
import type { Words } from '../core/words.ts'
import type { RuleFile } from '../guard/file.ts'
import * as REGISTER from '../guard/register.ts'
import * as W from '../guard/register-words.ts'
import { loadLaw } from '../store/law.ts'
import { dayIn, nowOf } from './clock.ts'
import { dayOption, ROOT, type Context } from './context.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

type Options = { place?: string; on?: string; from?: string; to?: string }

type Asked = {
  readonly talk: Talk
  readonly files: readonly RuleFile[]
  readonly today: Day
  readonly options: Options
  readonly place: string | undefined
}

const COMMANDS: Readonly<Record<string, (asked: Asked, rule: string | undefined) => void>> = {
  list: listCommand,
  show: showCommand,
  diff: diffCommand,
}

/** The rules for people to read: which are in force, what one says, what changed between two days. */
export async function lawCommand(
  context: Context,
  options: Options,
  what?: string,
  rule?: string,
): Promise<undefined> {
  const { talk } = context
  const command = COMMANDS[what ?? '']
  const takesRule = what === 'show'
  if (command === undefined || takesRule !== (rule !== undefined)) {
    throw new Stop(talk.word('lawBad', { text: [what, rule].join(' ').trim() }), EXIT.usage)
  }
  const { files } = loadLaw(join(ROOT, 'law'), join(context.home, 'law'))
  const today = dayIn('UTC', nowOf(context.home))
  command({ talk, files, today, options, place: placeOf(talk, files, options.place) }, rule)
}

function placeOf(talk: Talk, files: readonly RuleFile[], place: string | undefined) {
  const places = REGISTER.placesOf(files)
  if (place === undefined || places.includes(place)) return place
  const near = nearest(place, places)
  const values = { place, places: places.join(', '), near: near ?? '' }
  throw new Stop(
    talk.word(near === undefined ? 'lawNoPlace' : 'lawNoPlaceNear', values),
    EXIT.usage,
  )
}

const dayOf = (talk: Talk, option: string, text: string | undefined, otherwise: Day): Day =>
  text === undefined ? otherwise : dayOption(talk, option, text)

function listCommand({ talk, files, today, options, place }: Asked): void {
  const on = dayOf(talk, '--on', options.on, today)
  const rows = REGISTER.listRules(files, { on, place })
  const { language } = talk
  const data = rows.map((row) => ({ ...row, title: row.title[language] }))
  talk.data(data, () =>
    tableText(
      [
        talk.word('lawRule'),
        talk.word('lawTitle'),
        talk.word('lawStrength'),
        talk.word('lawMark'),
        talk.word('lawInForce', { on }),
      ],
      rows.map((row) => [
        row.id,
        row.title[language],
        W.STRENGTH_WORDS[row.strength][language],
        W.MARK_WORDS[row.mark][language],
        W.standingWords(row)[language],
      ]),
    ),
  )
}

function showCommand({ talk, files, today, options }: Asked, id: string | undefined): void {
  const on = dayOf(talk, '--on', options.on, today)
  const rule = REGISTER.showRule(files, { id: id ?? '', on })
  if ('declined' in rule) {
    const values = { rule: id ?? '', near: rule.near ?? '' }
    throw new Stop(
      talk.word(rule.near === undefined ? 'lawNoRule' : 'lawNoRuleNear', values),
      EXIT.refused,
    )
  }
  const { language } = talk
  const cases =
    language === 'en' ? rule.cases : rule.cases.map((each) => ({ ...each, name: undefined }))
  talk.data(inLanguage({ ...rule, cases }, language), () => ruleLines(talk, rule).join('\n'))
}

/** Words of two languages become those of one, wherever they stand. */
function inLanguage(value: unknown, language: 'zh' | 'en'): unknown {
  if (Array.isArray(value)) return value.map((each) => inLanguage(each, language))
  if (typeof value !== 'object' || value === null) return value
  if ('en' in value && 'zh' in value) return value[language]
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, inLanguage(each, language)]),
  )
}

/** All of a rule, as `law show` prints it. */
export function ruleLines(talk: Talk, rule: REGISTER.RegisterRule): string[] {
  const say = (words: Words) => words[talk.language]
  const head = [
    `${rule.id}  ${say(rule.title)}`,
    [W.STRENGTH_WORDS[rule.strength], W.MARK_WORDS[rule.mark], W.standingWords(rule)]
      .map(say)
      .join(' · '),
    ...rule.source.map(({ title, href }) => `${title}  ${href}`),
    '',
    ...rule.covers.map((words) => `  ${say(words)}`),
  ]
  const parts = rule.parts.flatMap((part) => [
    '',
    ...(part.name === undefined && part.covers.length === 0
      ? []
      : [
          `  ${[part.name ?? '', ...part.covers.map(say)].filter((each) => each !== '').join(' · ')}`,
        ]),
    ...part.values.flatMap((value) => [
      `  ${say(W.periodWords(value))}`,
      `    ${say(value.words ?? W.SILENT)}`,
    ]),
  ])
  const note = rule.note === undefined ? [] : ['', talk.word('lawNote', { note: say(rule.note) })]
  const cases = rule.cases.map((each) => `  ${say(W.caseWords(each))}`)
  return [...head, ...parts, ...note, '', talk.word('lawCases'), ...cases]
}

/** `--on` alone: what changed on that very day. */
function daysOfDiff(talk: Talk, options: Options, today: Day): { from: Day; to: Day } {
  if (options.on !== undefined && options.from === undefined) {
    const on = dayOption(talk, '--on', options.on)
    return { from: addDays(on, -1), to: dayOf(talk, '--to', options.to, on) }
  }
  if (options.from === undefined) throw new Stop(talk.word('lawNoFrom'), EXIT.usage)
  const to = dayOf(talk, '--to', options.to ?? options.on, today)
  return { from: dayOption(talk, '--from', options.from), to }
}

function diffCommand({ talk, files, today, options, place }: Asked): void {
  const { from, to } = daysOfDiff(talk, options, today)
  if (to < from) throw new Stop(talk.word('lawBackwards', { from, to }), EXIT.usage)
  const changes = REGISTER.diffRules(files, { from, to, place })
  talk.data(inLanguage(changes, talk.language), () =>
    changes.length === 0
      ? talk.word('lawNoChange', { from, to })
      : changes.flatMap((change) => changeLines(talk, change)).join('\n'),
  )
}

function changeLines(talk: Talk, change: REGISTER.RegisterChange): string[] {
  const say = (words: Words) => words[talk.language]
  const mark = change.unverified ? `  ${talk.word('lawUnverified')}` : ''
  return [
    `${change.on}  ${change.id}  ${say(W.CHANGE_WORDS[change.change])}  ${say(change.title)}${mark}`,
    ...change.parts.flatMap(({ before, after }) => [
      ...(before === undefined ? [] : [`  - ${say(before)}`]),
      ...(after === undefined ? [] : [`  + ${say(after)}`]),
    ]),
  ]
}
