import { celEnv, celFunc, CelScalar, parse, plan } from '@bufbuild/cel'
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CelCell, CelValue } from './cel.ts'
import { bindings, CEL_FUNCTIONS, CEL_MARK, parseCel } from './cel.ts'
import type { Fact } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import { columnOfFact } from './parse-table.ts'
import { tablesOf } from './scene.ts'
import { codes, findings, parsed, withCell } from './testing.ts'

const DAYS = 'account.days_past_due'
const read = (source: string, column: FactName = DAYS) =>
  parseCel(`cel: ${source}`, columnOfFact(column))

const cell = (source: string, column: FactName = DAYS): CelCell => {
  const made = read(source, column)
  if ('is' in made) return made
  throw new Error(`${made.code} at ${made.at}: ${source}`)
}

/** What another reader of CEL says; anything but true is no. */
const oracle = celEnv({
  funcs: Object.entries(CEL_FUNCTIONS).map(([name, of]) =>
    celFunc(name, [CelScalar.STRING], CelScalar.INT, of),
  ),
})
const said = (source: string, given: ReturnType<typeof bindings>): boolean =>
  plan(
    oracle,
    parse(source),
  )(
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === 'object' ? new Map(Object.entries(value)) : value,
      ]),
    ),
  ) === true

const holds = (source: string, values: Partial<Record<FactName, CelValue>>) =>
  cell(source).test((name) => values[name] ?? 0n)

test.each<[string, Partial<Record<FactName, CelValue>>, boolean]>([
  ['value > 30', { [DAYS]: 31n }, true],
  ['value > 30', { [DAYS]: 30n }, false],
  ['account.days_past_due > 30', { [DAYS]: 31n }, true],
  ['value >= days("2w")', { [DAYS]: 14n }, true],
  [
    'account.arrears * 2 > account.outstanding',
    { 'account.arrears': 6n, 'account.outstanding': 11n },
    true,
  ],
  ['account.product in ["card", "line"]', { 'account.product': 'line' }, true],
  ['account.product in ["card", "line"]', { 'account.product': 'loan' }, false],
  ['account.arrears_share >= share("12.5%")', { 'account.arrears_share': 1250n }, true],
  [
    'account.next_due_on - days("3d") < day("2026-01-31")',
    { 'account.next_due_on': 20_486n },
    true,
  ],
  ['contact.can_sms ? value > 3 : value > 7', { [DAYS]: 5n, 'contact.can_sms': true }, true],
  ['contact.can_sms ? value > 3 : value > 7', { [DAYS]: 5n, 'contact.can_sms': false }, false],
  // An error is not true: a division by zero, and a product that no int64 holds.
  ['value / (value - value) == 1', { [DAYS]: 5n }, false],
  ['value * 900000000000000 * 900000000000000 > 0', { [DAYS]: 5n }, false],
])('%s with %o: %s', (source, values, is) => {
  expect(holds(source, values)).toBe(is)
})

test.each<[string, string, number]>([
  ['value >', 'cel_syntax', 8],
  ['account.days_past_du > 3', 'cel_unknown_fact', 1],
  ['value > 3 && nobody', 'cel_unknown_fact', 14],
  ['value', 'cel_not_a_test', 1],
  ['value > 1.5', 'cel_fraction', 9],
  ['value > 1u', 'cel_subset', 9],
  ['[1].exists(x, x > value)', 'cel_subset', 1],
  ['size("x") > value', 'cel_subset', 1],
  ['value > 9999999999999999', 'cel_too_large', 9],
  ['account.arrears > 500', 'cel_money', 1],
  ['account.arrears_share > 50', 'cel_share', 1],
  ['account.days_past_due > account.bucket', 'cel_kinds', 1],
  ['account.product > "a"', 'cel_order', 1],
  ['account.product == 3', 'cel_kinds', 1],
  ['value > day("2026-02-31")', 'cel_literal', 9],
  ['value > 1 || 3', 'cel_not_true_false', 14],
])('%s: %s at character %i', (source, code, at) => {
  expect(read(source)).toMatchObject({ code, at })
})

test('an expression counts for a hit, and covers no hole', () => {
  const cel = '"cel: value > 0 && account.instalments_missed < 2"'
  expect(codes(withCell(DAYS, cel))).toEqual([])
  expect(codes(withCell('stage', cel))).toContain('repeated_column')
  const stage = (first: string) => ({
    stage: `stage:
  policy: first
  inputs: [account.days_past_due]
  rules:
    - { when: ["0"], stage: current, tone: none }
    - { when: [${first}], stage: early, tone: warm }
    - { when: [">= 31"], stage: late, tone: serious }`,
  })
  expect(codes(stage('"1..30"'))).toEqual([])
  expect(codes(stage('"cel: value > 0 && value <= 30"'))).toContain('gap')
})

test('a fault stands at its cell, with its place in the expression and a name to try', () => {
  const [found] = findings(withCell(DAYS, '"cel: account.days_past_du > 3"'))
  expect(found).toMatchObject({
    table: 'treatments',
    row: 1,
    column: DAYS,
    code: 'cel_unknown_fact',
  })
  expect(found?.en).toBe(
    'Character 1 of the expression: there is no fact called account.days_past_du. Did you mean account.days_past_due?',
  )
  expect(found?.zh).toContain('第 1 个字符')
  expect(codes(withCell(DAYS, 'cel: value > 3'))).toEqual(['cel_quotes'])
})

const names = Object.keys(FACTS) as FactName[]
const ofType = (type: Fact['type'], unit?: Fact['unit']) =>
  names.filter(
    (name) => FACTS[name].type === type && (unit ?? FACTS[name].unit) === FACTS[name].unit,
  )
const of = (list: readonly string[]) => fc.constantFrom(...list)

/** Expressions of the subset, from the leaves up. */
const { test: tests } = fc.letrec<{ sum: string; test: string }>((tie) => ({
  sum: fc.oneof(
    { maxDepth: 3 },
    of(ofType('integer', 'days')),
    fc.integer({ min: -40, max: 40 }).map(String),
    of(['days("2w")', 'days("0d")']),
    fc
      .tuple(tie('sum'), of(['+', '-', '%', '/', '*']), fc.integer({ min: 0, max: 9 }))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
  ),
  test: fc.oneof(
    { maxDepth: 4 },
    of(ofType('flag')),
    fc
      .tuple(tie('sum'), of(['==', '!=', '<', '<=', '>', '>=']), tie('sum'))
      .map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc
      .tuple(of(ofType('money')), of(['<', '>=', '==']), of(ofType('money')), fc.nat(4))
      .map(([a, sign, b, n]) => `${a} ${sign} ${b} * ${n}`),
    fc.tuple(of(ofType('text')), of(['a', 'zh', 'CNY'])).map(([a, w]) => `${a} in ["b", "${w}"]`),
    fc.tuple(tie('test'), of(['&&', '||']), tie('test')).map(([a, s, b]) => `(${a}) ${s} (${b})`),
    fc.tuple(tie('test'), tie('test'), tie('test')).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
    tie('test').map((one) => `!(${one})`),
  ),
}))

const account = fc.record(
  Object.fromEntries(
    names.map((name) => {
      const { type } = FACTS[name]
      const value: fc.Arbitrary<CelValue> =
        type === 'flag'
          ? fc.boolean()
          : type === 'text'
            ? fc.constantFrom('a', 'b', 'zh', 'CNY')
            : fc.oneof(
                fc.bigInt({ min: -3n, max: 40n }),
                fc.constantFrom(32_767n, 900_000_000_000_000n, -900_000_000_000_000n),
              )
      return [name, value]
    }),
  ),
)

test('both readers of CEL agree on every generated expression', () => {
  let [yes, no] = [0, 0]
  fc.assert(
    fc.property(tests, account, (source, values) => {
      const made = read(source)
      if (!('is' in made)) return
      const fact = (name: FactName) => values[name] ?? 0n
      const ours = made.test(fact)
      expect(ours, source).toBe(
        said(source, bindings({ facts: made.facts, own: DAYS, read: fact })),
      )
      if (ours) yes++
      else no++
    }),
    { numRuns: 1500, seed: 20_261_122 },
  )
  // The corpus is worth something only where both answers occur.
  expect(Math.min(yes, no)).toBeGreaterThan(300)
})

test('and on every expert cell of the shipped strategies', () => {
  const folder = new URL('../../strategies/', import.meta.url)
  for (const file of readdirSync(folder)) {
    const strategy = parsed(readFileSync(new URL(file, folder), 'utf8'))
    for (const table of tablesOf(strategy))
      for (const rule of table.rules)
        rule.cells.forEach((one, i) => {
          const own = table.inputs[i]?.name
          if (one.is !== 'cel' || own === undefined || own === 'stage' || own === 'tone') return
          expect(one.source).toBe(one.text.replace(CEL_MARK, '').trim())
          fc.assert(
            fc.property(account, (values) => {
              const fact = (name: FactName) => values[name] ?? 0n
              const given = bindings({ facts: one.facts, own, read: fact })
              expect(one.test(fact)).toBe(said(one.source, given))
            }),
            { numRuns: 100, seed: 20_261_122 },
          )
        })
  }
})
