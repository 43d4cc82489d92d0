import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkStrategy } from './check.ts'
import { findingLine } from './finding.ts'
import type { Space } from './region.ts'
import { boxOf, spaceOf, wholeBox, without } from './region.ts'
import {
  TEMPLATES,
  codes,
  documentOf,
  findings,
  parsed,
  stage,
  withCell,
  withRow,
} from './testing.ts'

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
    'No test reaches stage current. Add one under tests.',
    'No test reaches stage late. Add one under tests.',
    'No test expects the treatment early-sms. Add one under tests.',
    'No test expects the treatment review. Add one under tests.',
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
  // Each of these ended the whole process before it was stopped ahead of the parser.
  expect(refused('['.repeat(100_000))).toEqual(['too_deep'])
  expect(refused(`${'['.repeat(3000)}${']'.repeat(3000)}`)).toEqual(['too_deep'])
  expect(refused('- '.repeat(90_000))).toEqual(['too_deep'])
  expect(refused(Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'))).toEqual([
    'too_deep',
  ])
  expect(refused(`a: ${'['.repeat(200)}${']'.repeat(200)}`)).toContain('too_deep')
  expect(refused('a: &x [*x]')).toContain('no_alias')
  expect(refused('a: !!js/function "x"').length).toBeGreaterThan(0)
  expect(
    refused('__proto__: { a: 1 }\nconstructor: 1').filter((code) => code === 'unknown_key'),
  ).toHaveLength(2)
})

test('names that mean something to a machine mean nothing here', () => {
  const named = documentOf({}).replaceAll('early', 'constructor')
  const checked = checkStrategy(named, { file: 'x.yaml' })
  expect(checked.ok && checked.strategy.stage.rules[1]?.out.stage).toBe('constructor')
  expect(codes(withCell('account.days_past_due', '"3constructor"'))).toEqual(['day_unit'])
  expect(codes(withCell('account.product', `'"${'${1+1}`'}"'`))).not.toContain('not_a_word')
  expect(codes(withCell('constructor', '"-"'))).toContain('unknown_fact')
  expect(codes(withCell('__proto__', '"-"'))).toContain('unknown_fact')
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

test('a product that the tenant does not have is a slip of the pen', () => {
  const check = (product: string) => {
    const text = documentOf(withCell('account.product', `'"${product}"'`))
    const checked = checkStrategy(text, { file: 'x.yaml', products: ['card', 'loan'] })
    return checked.ok ? [] : checked.findings.map((found) => found.en)
  }
  expect(check('card')).toEqual([])
  expect(check('crad')).toEqual(['"crad" is not a known word here. Did you mean card?'])
})
