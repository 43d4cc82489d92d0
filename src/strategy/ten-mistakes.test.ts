import { expect, test } from 'vitest'
import { checkStrategy } from './check.ts'
import { findingLine } from './finding.ts'
import { documentOf, stage, TEMPLATES } from './testing.ts'

/** Ten slips of one pen, of ten kinds. */
const TEN = `apiVersion: strategy/v1
name: first-try
version: 1
effective_on: 2026-01-01
currency: any
stage:
  policy: first
  inputs: [account.days_past_due]
  rules:
    - { when: ["0"], stage: current, tone: none }
    - { when: ["1..1m"], stage: early, tone: warm }
    - { when: [">= 31"], stage: late, tone: serius }
treatments:
  policy: collect
  inputs: [stage, account.arears, account.outstanding, contact.can_sms]
  rules:
    - { when: ['"early"', "-", ">= 500", "-"], treatment: a, do: { sms: reminder-warm }, every: 3d }
    - { when: ['"early"', "-", "-", "yes"], treatment: b, do: { sms: reminder-wram }, every: 3d }
    - { when: ['"late"', "-", "cel: account.arrears > 500"], treatment: c, do: { sms: reminder-warm }, every: 3d }
    - { when: ['"late"', "-", "-", "-"], treatment: d, do: { refer: suit }, at_most: 1 }
    - { when: ['"late"', "-", "-", "-"], treatment: e, do: { sms: reminder-warm }, evry: 3d }
    - { when: ['"late"', "-", "-", "-"], treatment: f, do: { letter: zh-only }, at_most: 1 }
tests:
  - { name: one, given: { account.days_past_due: 1..3 }, expect: { stage: early } }
`

const templates = [...TEMPLATES, { channel: 'letter', name: 'zh-only', language: 'zh' }]

test('ten different mistakes give ten messages, each at its cell and each with what to do', () => {
  const checked = checkStrategy(TEN, { file: 'first-try.yaml', templates })
  const found = checked.ok ? [] : checked.findings
  expect(
    found.map((each) => `${each.line} ${each.table}/${each.row}/${each.column}: ${each.code}`),
  ).toEqual([
    '11 stage/2/account.days_past_due: day_unit',
    '12 stage/3/tone: not_one_of',
    '15 treatments/undefined/account.arears: unknown_fact',
    '17 treatments/1/account.outstanding: money_currency',
    '18 treatments/2/contact.can_sms: flag_only',
    '19 treatments/3/undefined: cell_count',
    '19 treatments/3/account.outstanding: cel_money',
    '20 treatments/4/do: needs_approval',
    '21 treatments/5/evry: unknown_key',
    '24 tests/1/account.days_past_due: given_not_single',
  ])
  // Each says where, and what to write instead.
  for (const each of found) {
    expect(findingLine(each, 'en')).toMatch(/^first-try\.yaml:\d+, table /)
    expect(each.en).toMatch(
      /Write|Did you mean|such as|Add|true or false|ordinary cell|exact value/,
    )
    expect(each.zh).toMatch(/请|您是否想写|只能写|需要一个确定的值/)
  }
})

/** What the tables say together: the mistakes that no single cell shows. */
test.each<[string, Parameters<typeof documentOf>[0], string, string]>([
  [
    'gap',
    stage([
      '{ when: ["0"], stage: current, tone: none }',
      '{ when: [">= 3"], stage: late, tone: serious }',
    ]),
    'account.days_past_due 1..2',
    '1..2',
  ],
  [
    'ladder_without_end',
    {
      treatments: `treatments:
  policy: collect
  inputs: [stage]
  rules:
    - { when: ['"early"'], treatment: early-sms, do: { sms: reminder-warm }, every: 3d }`,
    },
    'The ladder has no end',
    '阶梯没有终点',
  ],
])('%s is told in both languages', (code, sections, en, zh) => {
  const checked = checkStrategy(documentOf(sections), { file: 'small.yaml', templates })
  const found = checked.ok ? undefined : checked.findings.find((each) => each.code === code)
  expect(found?.en).toContain(en)
  expect(found?.zh).toContain(zh)
})
