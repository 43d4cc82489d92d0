import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkStrategy } from './check.ts'
import { findingLine } from './finding.ts'
import type { Sections } from './testing.ts'
import { documentOf, parsed, withCell, withRow } from './testing.ts'
import type { Space } from './region.ts'
import { boxOf, spaceOf, wholeBox, without } from './region.ts'

const TEMPLATES = ['zh', 'en'].flatMap((language) => [
  { channel: 'sms', name: 'reminder-warm', language },
  { channel: 'letter', name: 'letter-serious', language },
])

function findings(sections: Sections, templates = TEMPLATES) {
  const checked = checkStrategy(documentOf(sections), { file: 'small.yaml', templates })
  return checked.ok ? [] : checked.findings
}

const codes = (sections: Sections, templates = TEMPLATES) =>
  findings(sections, templates).map((found) => found.code)

test('the small strategy is sound', () => expect(findings({})).toEqual([]))

const head = (line: string): Sections => ({
  head: `apiVersion: strategy/v1\nname: small\nversion: 1\neffective_on: 2026-01-01\ncurrency: any\n${line}`,
})
const stage = (
  rules: string[],
  inputs = '[account.days_past_due]',
  policy = 'first',
): Sections => ({
  stage: `stage:\n  policy: ${policy}\n  inputs: ${inputs}\n  rules:\n${rules.map((rule) => `    - ${rule}`).join('\n')}`,
})
const CURRENT = '{ when: ["0"], stage: current, tone: none }'
const EARLY = '{ when: ["1..30"], stage: early, tone: warm }'
const LATE = '{ when: [">= 31"], stage: late, tone: serious }'

/** Each mistake, and beside it the nearest thing that is allowed. */
test.each<[string, string, Sections, Sections]>([
  ['unknown_key', 'a key of the head', head('colour: red'), head('')],
  [
    'unknown_key',
    'a key of a row',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y }, every: 3d, evry: 3d }'),
    {},
  ],
  [
    'wrong_version',
    'another language',
    { head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('v1', 'v9') },
    {},
  ],
  ['repeated_key', 'a key twice', head('name: other'), head('')],
  ['no_alias', 'an alias', { rest: 'offer: *x' }, {}],
  ['not_yaml', 'no YAML', { rest: 'offer: [' }, {}],
  [
    'missing_key',
    'no effective day',
    { head: 'apiVersion: strategy/v1\nname: s\nversion: 1\ncurrency: any' },
    {},
  ],
  [
    'not_a_day',
    'a day that is none',
    {
      head: 'apiVersion: strategy/v1\nname: s\nversion: 1\neffective_on: 2026-02-30\ncurrency: any',
    },
    {
      head: 'apiVersion: strategy/v1\nname: s\nversion: 1\neffective_on: 2026-02-28\ncurrency: any',
    },
  ],
  [
    'bad_currency',
    'a currency in small letters',
    { head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'cny') },
    { head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'CNY') },
  ],
  [
    'unknown_fact',
    'a fact that is not in the catalogue',
    withCell('account.dpd', '"-"'),
    withCell('account.days_past_due', '"-"'),
  ],
  [
    'repeated_column',
    'a column twice',
    stage([CURRENT, EARLY, LATE], '[account.days_past_due, account.days_past_due]'),
    {},
  ],
  [
    'stage_column',
    'a stage table that asks the stage',
    stage([CURRENT, EARLY, LATE], '[stage]'),
    {},
  ],
  ['cell_count', 'a cell too few', stage(['{ when: [], stage: current, tone: none }', LATE]), {}],
  [
    'reserved_stage',
    'a built-in stage',
    stage([CURRENT.replace('current', 'closed'), EARLY, LATE]),
    {},
  ],
  ['not_one_of', 'an unknown tone', stage([CURRENT, EARLY.replace('warm', 'angry'), LATE]), {}],
  [
    'unknown_word',
    'an unknown stage',
    withRow('{ when: [\'"lat"\', "-"], treatment: x, do: { worklist: y }, every: 3d }'),
    {},
  ],
  [
    'currency_not_declared',
    'a currency beside the declared',
    {
      head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'CNY'),
      ...withCell('account.arrears', '">= GBP 5.00"'),
    },
    {
      head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'CNY'),
      ...withCell('account.arrears', '">= CNY 0.00"'),
    },
  ],
  [
    'one_action',
    'two actions',
    withRow(
      '{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y, sms: reminder-warm }, every: 3d }',
    ),
    {},
  ],
  [
    'missing_template',
    'a template that does not exist',
    withRow(
      '{ when: [\'"late"\', "-"], treatment: x, do: { sms: reminder-warn }, every: 3d, at_most: 2 }',
    ),
    {},
  ],
  [
    'needs_approval',
    'a referral nobody approves',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { refer: suit }, at_most: 1 }'),
    {},
  ],
  [
    'repeated_treatment',
    'a name twice',
    withRow('{ when: [\'"late"\', "-"], treatment: review, do: { worklist: y }, every: 3d }'),
    {},
  ],
  [
    'bad_span',
    'a span without its unit',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y }, every: 3 }'),
    {},
  ],
  [
    'bad_number',
    'a number out of bounds',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y }, at_most: 0 }'),
    {},
  ],
  [
    'needs_cadence',
    'every day again',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y } }'),
    {},
  ],
  [
    'idle_cadence',
    'a cadence of nothing',
    withRow('{ when: [\'"late"\', ">= 90"], treatment: x, do: nothing, every: 3d }'),
    {},
  ],
  [
    'gap',
    'a hole',
    stage([CURRENT, '{ when: ["1..29"], stage: early, tone: warm }', LATE]),
    stage([CURRENT, EARLY, LATE]),
  ],
  [
    'overlap',
    'two rows for one account',
    stage([CURRENT, EARLY, '{ when: [">= 30"], stage: late, tone: serious }'], undefined, 'unique'),
    stage([CURRENT, EARLY, LATE], undefined, 'unique'),
  ],
  [
    'dead_row',
    'a row that others cover',
    stage([CURRENT, EARLY, '{ when: ["3..5"], stage: early, tone: warm }', LATE]),
    stage([CURRENT, '{ when: ["3..5"], stage: early, tone: warm }', EARLY, LATE]),
  ],
  [
    'empty_row',
    'a row against its stage',
    withRow('{ when: [\'"early"\', ">= 40"], treatment: x, do: { worklist: y }, every: 3d }'),
    {},
  ],
  [
    'empty_row',
    'a hold in the stage table',
    stage(
      [
        '{ when: ["-", "true"], stage: early, tone: warm }',
        '{ when: ["-", "-"], stage: late, tone: serious }',
      ],
      '[account.days_past_due, hold.active]',
    ),
    {},
  ],
  [
    'hold_contact',
    'a contact on hold',
    withRow('{ when: [\'"on_hold"\', "-"], treatment: x, do: { sms: reminder-warm }, at_most: 1 }'),
    {},
  ],
  [
    'endless_row',
    'a message without end',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { sms: reminder-warm }, every: 3d }'),
    {},
  ],
  [
    'at_most_before_due',
    'a count before the due day',
    withRow('{ when: [\'"current"\', "-"], treatment: x, do: { sms: reminder-warm }, at_most: 1 }'),
    {},
  ],
  ['missing_tests', 'no tests', { tests: '' }, {}],
  [
    'given_not_single',
    'a range given',
    {
      tests:
        'tests:\n  - { name: x, given: { account.days_past_due: 1..3 }, expect: { stage: early } }',
    },
    {},
  ],
  [
    'expects_nothing',
    'nothing expected',
    { tests: 'tests:\n  - { name: x, given: { account.days_past_due: 1 }, expect: {} }' },
    {},
  ],
  [
    'per_money',
    'points by money',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: account.arrears, up_to: 5 }] }',
    },
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: account.days_past_due, up_to: 5 }] }',
    },
  ],
  [
    'per_kind',
    'points by a word',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: borrower.language, up_to: 5 }] }',
    },
    {},
  ],
  [
    'per_limit',
    'points without limit',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: account.days_past_due }] }',
    },
    {},
  ],
  [
    'bare_up_to',
    'a limit of nothing',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, up_to: 5 }] }',
    },
    {},
  ],
  [
    'bad_share',
    'a discount above all',
    {
      rest: 'offer: { policy: first, inputs: [stage], rules: [{ when: ["-"], instalments: 3, first_payment: 10%, discount: 110% }] }',
    },
    {
      rest: 'offer: { policy: first, inputs: [stage], rules: [{ when: ["-"], instalments: 3, first_payment: 10%, discount: 100% }] }',
    },
  ],
  [
    'dead_row',
    'an offer nobody gets',
    {
      rest: 'offer: { policy: first, inputs: [stage], rules: [{ when: ["-"], instalments: 3, first_payment: 10%, discount: 1% }, { when: [\'"late"\'], instalments: 6, first_payment: 10%, discount: 1% }] }',
    },
    {},
  ],
])('%s: %s', (code, _, wrong, right) => {
  expect(codes(wrong)).toContain(code)
  expect(codes(right)).not.toContain(code)
})

test('a row below a nothing that takes everything is never read', () => {
  const below = (when: string) =>
    codes(
      withRow(`{ when: ['"early"', "${when}"], treatment: rest, do: nothing }
    - { when: ['"early"', "5..10"], treatment: x, do: { worklist: y }, every: 3d }`),
    )
  expect(below('< 20')).toContain('after_nothing')
  expect(below('< 8')).not.toContain('after_nothing')
})

test('a stage where accounts can stay for ever hands them to people', () => {
  const only = (action: string) =>
    codes({
      treatments: `treatments:\n  policy: collect\n  inputs: [stage]\n  rules:\n    - { when: ['"late"'], treatment: review, ${action} }`,
      tests: '',
    })
  expect(only('do: { letter: letter-serious }, at_most: 1')).toContain('ladder_without_end')
  expect(only('do: { worklist: x }, every: 30d')).not.toContain('ladder_without_end')
})

test('a template is there in both languages', () => {
  expect(
    codes(
      {},
      TEMPLATES.filter((one) => one.language === 'en'),
    ),
  ).toEqual(['template_language'])
})

test('a test that fails, or that nobody can live up to, says so', () => {
  const one = (given: string, expected: string) =>
    findings({
      tests: `tests:
  - { name: a, given: { account.days_past_due: 0 }, expect: { stage: current } }
  - { name: b, given: { account.days_past_due: 40 }, expect: { stage: late, treatments: [review] } }
  - { name: c, given: { ${given} }, expect: { stage: early, treatments: ${expected} } }`,
    })
  expect(one('account.days_past_due: 2', '[early-sms]')).toEqual([])
  const failed = one('account.days_past_due: 2, contact.can_sms: false', '[early-sms]')[0]
  expect(failed?.en).toBe('The test "c" fails: treatments should be [early-sms], but is [].')
  const contradicts = one('account.days_past_due: 2, account.bucket: 3', '[early-sms]')[0]
  expect(contradicts?.code).toBe('given_contradicts')
})

test('what no test reaches is named', () => {
  const tests =
    'tests:\n  - { name: a, given: { account.days_past_due: 2 }, expect: { stage: early } }'
  expect(findings({ tests }).map((found) => found.en)).toEqual([
    'No test reaches stage current.',
    'No test reaches stage late.',
    'No test expects the treatment early-sms.',
    'No test expects the treatment review.',
  ])
})

test('a gap is said in words, once for all currencies or for the one that it is in', () => {
  const said = (rules: string[]) =>
    findings(stage(rules, '[account.days_past_due, account.arrears]')).filter(
      (found) => found.code === 'gap',
    )
  const rest = [
    '{ when: [">= 31", "-"], stage: late, tone: serious }',
    '{ when: ["0", "-"], stage: current, tone: none }',
  ]
  const all = said(['{ when: ["1..20", "-"], stage: early, tone: warm }', ...rest])
  expect(all.map((found) => found.en)).toEqual([
    'No row fits accounts with account.days_past_due 21..30. Add a row, or widen one.',
  ])
  expect(all[0]?.zh).toContain('account.days_past_due 为 21..30')
  const one = said(['{ when: ["1..30", ">= CNY 100.00"], stage: early, tone: warm }', ...rest])
  expect(one[0]?.en).toContain(
    'account.days_past_due 1..30 and account.arrears <= CNY 99.99 and account.currency CNY',
  )
  expect(one[1]?.en).toContain('account.days_past_due 1..30 and account.currency another')
  expect(
    said([
      '{ when: ["1..30", ">= CNY 100.00"], stage: early, tone: warm }',
      '{ when: ["1..30", "-"], stage: early, tone: warm }',
      ...rest,
    ]),
  ).toEqual([])
})

test('a crossing in a first table is noted, and stops nothing', () => {
  const checked = checkStrategy(
    documentOf(
      stage(
        [
          '{ when: ["0..30", "-"], stage: early, tone: warm }',
          '{ when: ["10..90", "true"], stage: current, tone: none }',
          '{ when: ["-", "-"], stage: late, tone: serious }',
        ],
        '[account.days_past_due, contact.can_sms]',
      ),
    )
      .replace(
        'account.days_past_due: 0 }, expect: { stage: current',
        'account.days_past_due: 40 }, expect: { stage: current',
      )
      .replace('account.days_past_due: 31 }', 'account.days_past_due: 91 }'),
    { file: 'small.yaml' },
  )
  expect(checked.ok && checked.notes.map((note) => note.en)).toEqual([
    'Rows 1 and 2 partly overlap: account.days_past_due 10..30 and contact.can_sms true. Row 1 wins; check that this is meant.',
  ])
})

test('ten mistakes are ten sentences, each at its place, in both languages', () => {
  const wrong = findings({
    stage: `stage:
  policy: first
  inputs: [account.dpd]
  rules:
    - { when: ["0"], stage: current, tone: nice }`,
    treatments: `treatments:
  policy: collect
  inputs: [stage, account.days_past_due, account.arrears, contact.can_sms, account.arrears_share]
  rules:
    - { when: ["early", "3m", ">= 500", "yes", "50"], treatment: early-sms, do: { sms: reminder-warm }, evry: 3d }
    - { when: ['"late"', "30..10", "-", "-", "-"], treatment: review, do: { refer: suit }, at_most: 1 }`,
  })
  expect(
    wrong.map((found) => `${found.line} ${found.table} ${found.row} ${found.column} ${found.code}`),
  ).toEqual([
    '8 stage undefined account.dpd unknown_fact',
    '10 stage 1 tone not_one_of',
    '15 treatments 1 evry unknown_key',
    '15 treatments 1 stage unquoted_word',
    '15 treatments 1 account.days_past_due day_unit',
    '15 treatments 1 account.arrears money_currency',
    '15 treatments 1 contact.can_sms flag_only',
    '15 treatments 1 account.arrears_share percent_unit',
    '16 treatments 2 account.days_past_due empty_range',
    '16 treatments 2 do needs_approval',
  ])
  const lines = wrong.map((found) => findingLine(found, 'en'))
  expect(lines[0]).toBe(
    'small.yaml:8, table stage, column account.dpd: There is no fact called account.dpd. Did you mean account.days_past_due?',
  )
  expect(findingLine(wrong[2] as (typeof wrong)[0], 'zh')).toBe(
    'small.yaml:15，表 treatments，第 1 行，列 evry：没有名为 evry 的键。您是否想写 every？',
  )
  for (const found of wrong) {
    expect(found.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(found.zh + found.en).not.toMatch(/[{}]|undefined/)
  }
})

test('hostile files are refused in words, and never run', () => {
  const refused = (text: string) => {
    const checked = checkStrategy(text, { file: 'x.yaml' })
    return checked.ok ? [] : checked.findings.map((found) => found.code)
  }
  expect(refused('')).toContain('not_keys')
  expect(refused('- 1')).toContain('not_keys')
  expect(refused('x'.repeat(500_000))).toEqual(['too_large'])
  expect(refused(`a: ${'['.repeat(200)}${']'.repeat(200)}`)).toContain('too_deep')
  expect(refused('a: &x [*x]')).toContain('no_alias')
  expect(refused('a: !!js/function "x"').length).toBeGreaterThan(0)
  expect(
    refused('__proto__: { a: 1 }\nconstructor: 1').filter((code) => code === 'unknown_key'),
  ).toHaveLength(2)
})

test('property: the pieces of a space are a true partition', () => {
  const end = fc.integer({ min: 0, max: 12 })
  const rows = fc.array(fc.tuple(end, end, fc.constantFrom('-', 'true', 'false')), {
    minLength: 1,
    maxLength: 7,
  })
  fc.assert(
    fc.property(rows, (cuts) => {
      const rules = cuts.map(
        ([a, b, can]) =>
          `{ when: ["${Math.min(a, b)}..${Math.max(a, b)}", "${can}"], stage: s, tone: none }`,
      )
      const { stage: table } = parsed(
        documentOf(stage(rules, '[account.days_past_due, contact.can_sms]')),
      )
      const asked = table.rules.map((rule) => ({ inputs: table.inputs, cells: rule.cells }))
      const space = spaceOf({
        rows: asked,
        currency: undefined,
        declared: undefined,
        apart: [],
        stages: [],
      })
      const left = asked.reduce(
        (pieces, row) => without(space, pieces, boxOf(space, row)),
        [wholeBox(space)],
      )
      for (let late = 0; late <= 13; late++)
        for (const can of ['true', 'false']) {
          const at = atomsAt(space, [late, can === 'true' ? 1 : 0])
          const covered = cuts.some(
            ([a, b, asks]) =>
              Math.min(a, b) <= late && late <= Math.max(a, b) && (asks === '-' || asks === can),
          )
          const holding = left.filter((piece) =>
            piece.every((mask, i) => (mask & (at[i] ?? 0n)) !== 0n),
          )
          expect(holding.length).toBe(covered ? 0 : 1)
        }
    }),
    { numRuns: 60, seed: 7 },
  )
})

/** The atoms that hold one point, a value a column. */
const atomsAt = (space: Space, values: readonly number[]): bigint[] =>
  space.axes.map((axis, i) => {
    const value = values[i] ?? -1
    const at = axis.atoms.findIndex(
      (atom) => 'range' in atom && atom.range[0] <= value && value <= atom.range[1],
    )
    return 1n << BigInt(at)
  })
