import type { CheckContext, TemplateName } from './check.ts'
import { channelOf, templateOf } from './cadence.ts'
import type { Column, Rule, Strategy } from './document.ts'
import { TONES } from './document.ts'
import { stagesOf } from './check-stage.ts'
import { nearest } from '../core/nearest.ts'
import { currencyCalled } from './guess.ts'
import type { Reading } from './reader.ts'
import { nearOrKnown, report } from './reader.ts'
import { LANGUAGES, PROMISE_STATES } from './row.ts'

/** Every name that a file uses must be one that exists: words, templates, treatments, stages. */
export function checkNames(reading: Reading, strategy: Strategy, context: CheckContext): void {
  const { templates } = context
  // What a table with a fault lacks is not known, so nothing is said to be missing from it.
  const faulty = new Set(reading.findings.map((found) => found.table))
  const whole = (table: string) => !faulty.has(table) && !faulty.has(undefined)
  for (const name of ['stage', 'treatments', 'priority', 'offer'] as const) {
    const table = strategy[name]
    for (const rule of table?.rules ?? [])
      table?.inputs.forEach((column, i) =>
        checkCell(reading, strategy, { name, rule, column, i, context, whole }),
      )
  }
  checkRepeats(reading, strategy)
  if (templates !== undefined) checkTemplates(reading, strategy, templates)
  checkLaw(reading, strategy, context)
  checkTests(reading, strategy, whole)
}

type Whole = (table: string) => boolean

function checkCell(
  reading: Reading,
  strategy: Strategy,
  at: {
    name: string
    rule: Rule<unknown>
    column: Column
    i: number
    context: CheckContext
    whole: Whole
  },
): void {
  const { rule, column } = at
  const cell = rule.cells[at.i]
  const place = { table: at.name, row: rule.rowNo, line: rule.line, column: column.name }
  if (cell?.is === 'words') {
    const isKnown = column.words !== 'stage' || at.whole('stage')
    const known = isKnown ? knownWords(strategy, column, at.context) : undefined
    for (const word of cell.words) {
      if (column.words === 'currency') checkCurrency(reading, strategy, { place, code: word })
      else if (known !== undefined && !known.includes(word))
        report(reading, place, 'unknown_word', { text: word, ...nearOrKnown(word, known) })
    }
  }
  if (cell?.is === 'money')
    for (const code of cell.byCurrency.keys()) checkCurrency(reading, strategy, { place, code })
}

function knownWords(
  strategy: Strategy,
  column: Column,
  context: CheckContext,
): readonly string[] | undefined {
  if (column.words === 'stage') return [...stagesOf(strategy), 'on_hold']
  if (column.words === 'tone') return TONES
  if (column.words === 'product') return context.products
  if (column.words === 'portfolio') return context.portfolios
  if (column.words === 'promise_state') return PROMISE_STATES
  return column.words === 'language' ? LANGUAGES : undefined
}

function checkCurrency(
  reading: Reading,
  strategy: Strategy,
  at: { place: { table: string; row: number; line: number; column: string }; code: string },
): void {
  const { currencies } = strategy
  if (!/^[A-Z]{3}$/.test(at.code))
    report(reading, at.place, 'bad_currency', {
      text: at.code,
      near: at.code.length === 3 ? at.code.toUpperCase() : undefined,
    })
  else if (currencyCalled(at.code) !== undefined)
    report(reading, at.place, 'bad_currency', { text: at.code, near: currencyCalled(at.code) })
  else if (currencies !== undefined && !currencies.includes(at.code))
    report(reading, at.place, 'currency_not_declared', {
      text: at.code,
      near: nearest(at.code, currencies),
    })
}

function checkRepeats(reading: Reading, strategy: Strategy): void {
  const rowOf = new Map<string, number>()
  for (const rule of strategy.treatments.rules) {
    const { treatment } = rule.out
    const other = rowOf.get(treatment)
    const place = { table: 'treatments', row: rule.rowNo, line: rule.line, column: 'treatment' }
    if (other === undefined) rowOf.set(treatment, rule.rowNo)
    else report(reading, place, 'repeated_treatment', { text: treatment, other })
  }
}

function checkTemplates(
  reading: Reading,
  strategy: Strategy,
  templates: readonly TemplateName[],
): void {
  for (const rule of strategy.treatments.rules) {
    const [channel, text] = [channelOf(rule.out.action), templateOf(rule.out.action)]
    if (channel === undefined || text === undefined) continue
    const place = { table: 'treatments', row: rule.rowNo, line: rule.line, column: 'do' }
    const ofChannel = templates.filter((template) => template.channel === channel)
    const found = ofChannel.filter((template) => template.name === text)
    const near = nearest(
      text,
      ofChannel.map((template) => template.name),
    )
    const lacking = LANGUAGES.filter((language) => found.every((one) => one.language !== language))
    if (found.length === 0) report(reading, place, 'missing_template', { text, channel, near })
    else
      for (const language of lacking)
        report(reading, place, 'template_language', { text, channel, language })
  }
}

/** A step that no rule could ever allow is a slip, wherever the hour falls. */
function checkLaw(reading: Reading, strategy: Strategy, context: CheckContext): void {
  const places = strategy.places ?? context.places
  if (context.neverLawful === undefined || places === undefined) return
  for (const rule of strategy.treatments.rules) {
    const channel = channelOf(rule.out.action)
    const why = channel && context.neverLawful(channel, places)
    if (why === undefined) continue
    const place = { table: 'treatments', row: rule.rowNo, line: rule.line, column: 'do' }
    const names = { channel, place: places.join(', '), words: why.en, zhwords: why.zh }
    report(reading, place, 'never_lawful', names)
  }
}

/** Tests name what exists. */
function checkTests(reading: Reading, strategy: Strategy, whole: Whole): void {
  const stages = [...stagesOf(strategy), 'on_hold']
  const active = strategy.treatments.rules.filter((rule) => rule.out.action.do !== 'nothing')
  const treatments = active.map((rule) => rule.out.treatment)
  if (strategy.tests.length === 0 && whole('tests')) report(reading, {}, 'missing_tests')
  for (const test of strategy.tests) {
    const place = { table: 'tests', row: test.rowNo, line: test.line }
    const known = (column: string, list: readonly string[], text: string | undefined) => {
      if (text !== undefined && !list.includes(text))
        report(reading, { ...place, column }, 'unknown_word', { text, ...nearOrKnown(text, list) })
    }
    if (whole('stage')) known('stage', stages, test.expect.stage)
    known('tone', TONES, test.expect.tone)
    if (!whole('treatments')) continue
    for (const name of test.expect.treatments ?? []) known('treatments', treatments, name)
    for (const past of test.history) known('history', treatments, past.treatment)
  }
}

/** Between them the tests reach every stage and every treatment. */
export function checkCoverage(reading: Reading, strategy: Strategy): void {
  const reached = new Set(strategy.tests.map((test) => test.expect.stage))
  const chosen = new Set(strategy.tests.flatMap((test) => test.expect.treatments ?? []))
  const said = new Set<string>()
  for (const { out, rowNo, line } of strategy.stage.rules) {
    if (reached.has(out.stage) || said.has(out.stage)) continue
    said.add(out.stage)
    report(reading, { table: 'stage', row: rowNo, line }, 'untested_stage', { text: out.stage })
  }
  for (const { out, rowNo, line } of strategy.treatments.rules)
    if (out.action.do !== 'nothing' && !chosen.has(out.treatment))
      report(reading, { table: 'treatments', row: rowNo, line }, 'untested_treatment', {
        text: out.treatment,
      })
}
