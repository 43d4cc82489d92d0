import type { Strategy } from './document.ts'
import { parseStrategy } from './parse.ts'
import { checkStrategy } from './check.ts'
import { findingLine } from './finding.ts'

/** The sections of a small sound strategy; a test replaces those that it is about. */
const SECTIONS = {
  head: `apiVersion: strategy/v1
name: small
version: 1
effective_on: 2026-01-01
currency: any`,
  stage: `stage:
  policy: first
  inputs: [account.days_past_due]
  rules:
    - { when: ["0"], stage: current, tone: none }
    - { when: ["1..30"], stage: early, tone: warm }
    - { when: ["-"], stage: late, tone: serious }`,
  treatments: `treatments:
  policy: collect
  inputs: [stage, account.days_past_due]
  rules:
    - { when: ['"early"', "-"], treatment: early-sms, do: { sms: reminder-warm }, every: 3d }
    - { when: ['"late"', "-"], treatment: review, do: { worklist: file-review }, every: 30d }`,
  rest: '',
  tests: `tests:
  - { name: nothing due, given: { account.days_past_due: 0 }, expect: { stage: current, treatments: [] } }
  - { name: a day late, given: { account.days_past_due: 1 }, expect: { stage: early, treatments: [early-sms] } }
  - { name: long late, given: { account.days_past_due: 31 }, expect: { stage: late, treatments: [review] } }`,
}

export type Sections = Partial<Record<keyof typeof SECTIONS, string>>

export const documentOf = (sections: Sections): string =>
  Object.values({ ...SECTIONS, ...sections }).join('\n')

/** A treatments table with one row beside those of the small strategy. */
export const withRow = (row: string): Sections => ({
  treatments: `${SECTIONS.treatments}\n    - ${row}`,
})

/** A table of one column in one row: where a test is about one cell. */
export const withCell = (column: string, cell: string): Sections => ({
  treatments: `treatments:
  policy: collect
  inputs: [stage, ${column}]
  rules:
    - { when: ['"early"', ${cell}], treatment: early-sms, do: { sms: reminder-warm }, every: 3d }
    - { when: ['"late"', "-"], treatment: review, do: { worklist: file-review }, every: 30d }`,
})

export function parsed(text: string): Strategy {
  const strategy = parseStrategy(text, 'small.yaml')
  if ('name' in strategy) return strategy
  throw new Error(strategy.map((found) => findingLine(found, 'en')).join('\n'))
}

/** Every template of the small strategy, in both languages. */
export const TEMPLATES = ['zh', 'en'].flatMap((language) => [
  { channel: 'sms', name: 'reminder-warm', language },
  { channel: 'letter', name: 'letter-serious', language },
])

/** What the checker says of a document with these sections. */
export function findings(sections: Sections, templates = TEMPLATES) {
  const checked = checkStrategy(documentOf(sections), { file: 'small.yaml', templates })
  return checked.ok ? [] : checked.findings
}

export const codes = (sections: Sections, templates = TEMPLATES) =>
  findings(sections, templates).map((found) => found.code)

/** The head with one more line. */
export const head = (line: string): Sections => ({
  head: `apiVersion: strategy/v1\nname: small\nversion: 1\neffective_on: 2026-01-01\ncurrency: any\n${line}`,
})
/** A stage table of these rows. */
export const stage = (
  rules: string[],
  inputs = '[account.days_past_due]',
  policy = 'first',
): Sections => ({
  stage: `stage:\n  policy: ${policy}\n  inputs: ${inputs}\n  rules:\n${rules.map((rule) => `    - ${rule}`).join('\n')}`,
})
export const CURRENT = '{ when: ["0"], stage: current, tone: none }'
export const EARLY = '{ when: ["1..30"], stage: early, tone: warm }'
export const LATE = '{ when: [">= 31"], stage: late, tone: serious }'
