import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileStrategy } from './compile.ts'
import { decide } from './decide.ts'
import type { Strategy } from './document.ts'
import { explainLines } from './explain-words.ts'
import type { Explanation } from './explain.ts'
import { explain } from './explain.ts'
import { LANGUAGES, NEVER, NOTHING_KNOWN, FOREVER, currencyCode } from './row.ts'
import type { StrategyRow } from './row.ts'
import { bookOf, quietRow } from './scene.ts'
import { documentOf, parsed, withRow } from './testing.ts'

const TODAY = 20_600
const read = (name: string) =>
  parsed(readFileSync(new URL(`../../strategies/${name}.yaml`, import.meta.url), 'utf8'))

const ago = (most: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(NEVER) },
    { weight: 4, arbitrary: fc.integer({ min: TODAY - most, max: TODAY }) },
  )
const ahead = (least: number, most: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(FOREVER) },
    { weight: 3, arbitrary: fc.integer({ min: TODAY + least, max: TODAY + most }) },
  )

const rows: fc.Arbitrary<StrategyRow> = fc
  .record({
    accountId: fc.bigInt({ min: 1n, max: 9n }),
    portfolio: fc.integer({ min: 0, max: 2 }),
    product: fc.integer({ min: 0, max: 2 }),
    currency: fc.constantFrom('CNY', 'GBP', 'USD').map(currencyCode),
    language: fc.integer({ min: 0, max: LANGUAGES.length - 1 }),
    outstanding: fc.integer({ min: -500, max: 2_000_000 }),
    arrears: fc.integer({ min: 0, max: 60_000 }),
    instalmentsMissed: fc.integer({ min: 0, max: 9 }),
    oldestUnpaidDueOn: ahead(-420, 30),
    nextDueOn: ahead(-3, 30),
    nextDue: fc.integer({ min: 0, max: 9000 }),
    lastPaymentOn: ago(80),
    lastPayment: fc.integer({ min: 0, max: 9000 }),
    delinquentSince: ago(400),
    curedOn: ago(400),
    timesDelinquent: fc.integer({ min: 0, max: 4 }),
    paused: fc.constantFrom([], [TODAY - 40, TODAY - 20], [TODAY - 5, FOREVER]),
    channels: fc.integer({ min: 0, max: 63 }),
    lastAttemptOn: ago(20),
    lastConversationOn: ago(40),
    unansweredAttempts: fc.integer({ min: 0, max: 9 }),
    heldUntil: fc.oneof(
      { weight: 8, arbitrary: fc.constant(NEVER) },
      { weight: 1, arbitrary: fc.integer({ min: TODAY - 2, max: TODAY + 9 }) },
    ),
    closedOn: fc.oneof(
      { weight: 8, arbitrary: fc.constant(FOREVER) },
      { weight: 1, arbitrary: fc.integer({ min: TODAY - 2, max: TODAY + 2 }) },
    ),
    promiseUntil: fc.oneof(
      { weight: 6, arbitrary: fc.constant(NEVER) },
      { weight: 1, arbitrary: fc.integer({ min: TODAY - 3, max: TODAY + 3 }) },
    ),
    promiseLast: fc.integer({ min: 0, max: 5 }),
    vulnerable: fc.constantFrom(0, 0, 0, 1),
    risk: fc.constantFrom(-1, 0, 799, 800, 1000),
    segment: fc.integer({ min: 0, max: 2 }),
    onTimeStreak: fc.constantFrom(0, 5, 6, 11, 12, 40),
    quickCures: fc.integer({ min: 0, max: 4 }),
  })
  .map((row) => ({ ...NOTHING_KNOWN, ...row }))

const historyOf = (strategy: Strategy) =>
  fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(...strategy.treatments.rules.map((rule) => rule.out.treatment)),
        fc.record({
          times: fc.integer({ min: 1, max: 12 }),
          lastOn: fc.integer({ min: TODAY - 60, max: TODAY }),
        }),
      ),
      { maxLength: 6, selector: ([name]) => name },
    )
    .map((entries) => new Map(entries))

type Chosen = readonly { readonly treatment: string; readonly rowNo: number }[]

const chosenOf = (why: Explanation): Chosen =>
  why.treatments.filter((tried) => tried.outcome === 'chosen')

const summary = (
  { stage, tone, rowNo, priority }: Pick<Explanation, 'stage' | 'tone' | 'rowNo' | 'priority'>,
  chosen: Chosen,
): string =>
  [stage, tone, rowNo, priority, ...chosen.map((one) => `${one.rowNo} ${one.treatment}`)].join(', ')

/** Both walk the same tree: one flat and fast, one cell by cell. They must never differ. */
function agree(strategy: Strategy, numRuns: number): Set<string> {
  const book = bookOf(strategy)
  const compiled = compileStrategy(strategy, book)
  const seen = new Set<string>()
  fc.assert(
    fc.property(rows, historyOf(strategy), (row, history) => {
      const decision = decide(compiled, row, { today: TODAY, history })
      const why = explain(strategy, row, { today: TODAY, history, book })
      const [one, other] = [summary(decision, decision.treatments), summary(why, chosenOf(why))]
      if (one !== other) expect(other).toBe(one)
      seen.add(decision.stage)
      for (const { treatment } of decision.treatments) seen.add(treatment)
    }),
    { numRuns, seed: 20_260_615 },
  )
  return seen
}

test.each(['online-lender', 'bank'])('%s: explain and decide agree on random accounts', (name) => {
  const strategy = read(name)
  const seen = agree(strategy, 4000)
  // The property is worth something only where it walked the whole ladder.
  for (const rule of strategy.stage.rules) expect(seen).toContain(rule.out.stage)
  expect(seen.size).toBeGreaterThan(strategy.treatments.rules.length)
})

const CELLS: Readonly<Record<string, readonly string[]>> = {
  'account.days_past_due': ['-', '0', '>= 30', '1..29', 'not(10..20, 40)', '0, 5, >= 100'],
  'account.bucket': ['-', '0', '1..2', '>= 3'],
  'account.arrears': ['-', '>= CNY 100.00', 'not(>= GBP 50.00)', 'CNY 0..300.00, >= GBP 20.00'],
  'account.arrears_share': ['-', '>= 50%', '< 12.5%'],
  'account.days_since_payment': ['-', 'never', 'not(never)', '<= 30'],
  'account.next_due_on': ['-', 'never', '>= 2026-06-01'],
  'account.product': ['-', '"a"', 'not("a")', '"a","b"'],
  'account.currency': ['-', '"CNY"', 'not("CNY","GBP")'],
  'borrower.language': ['-', '"zh"', 'not("zh")'],
  'contact.can_sms': ['-', 'true', 'false'],
  'hold.days_left': ['-', '>= 3'],
}

const table = (columns: readonly string[], extra: (i: number) => string) =>
  fc
    .array(fc.tuple(...columns.map((column) => fc.constantFrom(...(CELLS[column] ?? ['-'])))), {
      minLength: 1,
      maxLength: 6,
    })
    .map((cells) =>
      cells
        .map(
          (row, i) => `    - { when: [${row.map((cell) => `'${cell}'`).join(', ')}], ${extra(i)} }`,
        )
        .join('\n'),
    )

const ACTIONS = [
  '{ sms: reminder-warm }',
  '{ call: calls }',
  '{ worklist: review }',
  '{ refer: suit }',
  'nothing',
]

const documents = fc
  .uniqueArray(fc.constantFrom(...Object.keys(CELLS)), { minLength: 1, maxLength: 5 })
  .chain((columns) => {
    const inputs = columns.join(', ')
    return fc
      .record({
        stage: table(
          columns,
          (i) => `stage: s${i % 3}, tone: ${['warm', 'none', 'serious'][i % 3]}`,
        ),
        treatments: table(
          columns,
          (i) =>
            `treatment: t${i}, do: ${ACTIONS[i % 5]}, every: ${(i % 9) + 1}d, at_most: ${(i % 4) + 1}, approval: manager`,
        ),
        priority: table(columns, (i) =>
          i % 2 === 0 ? `add: ${i * 7}` : `add: -2, per: account.days_past_due, up_to: 90`,
        ),
        stages: fc.constantFrom('-', '"s0"', 'not("s1")', '"s2","on_hold"'),
        policy: fc.constantFrom('collect', 'first'),
      })
      .map((parts) =>
        documentOf({
          stage: `stage:\n  policy: first\n  inputs: [${inputs}]\n  rules:\n${parts.stage}\n    - { when: [${columns.map(() => '"-"').join(', ')}], stage: rest, tone: none }`,
          treatments: `treatments:\n  policy: collect\n  inputs: [stage, ${inputs}]\n  rules:\n${parts.treatments.replaceAll('when: [', `when: ['${parts.stages}', `)}`,
          rest: `priority:\n  policy: ${parts.policy}\n  inputs: [${inputs}]\n  rules:\n${parts.priority}`,
        }),
      )
  })

test('explain and decide agree on random strategies', () => {
  const seen = new Set<string>()
  for (const text of fc.sample(documents, { numRuns: 150, seed: 11 }))
    for (const name of agree(parsed(text), 40)) seen.add(name)
  expect(
    [...seen].filter((name) => /^(s[0-2]|t[0-3]|on_hold|closed|rest)$/.test(name)),
  ).toHaveLength(10)
})

test('the lines name the row, the cell and the value, in both languages', () => {
  const strategy = parsed(
    documentOf(
      withRow(`{ when: ['"early"', ">= 9"], treatment: later, do: { worklist: x }, every: 3d }`),
    ),
  )
  const row = { ...quietRow('CNY'), oldestUnpaidDueOn: TODAY - 4, delinquentSince: TODAY - 4 }
  const history = new Map([['early-sms', { times: 1, lastOn: TODAY - 1 }]])
  const why = explain(strategy, row, { today: TODAY, history, book: bookOf(strategy) })
  expect(explainLines(why, 'en')).toEqual([
    '2026-05-27, strategy small version 1: stage early, tone warm (stage table, row 2).',
    'Fact account.days_past_due = 4: days since the oldest unpaid due day, less paused days; 0 within grace',
    // The strategy asks nowhere for promises: its rows that meet a person wait until none is open.
    'Fact promise.open = false: a promise runs, its tolerance included',
    'Fact plan.active = false: a plan is running',
    'Stage row 1 does not fit: account.days_past_due is 4, the row asks 0.',
    'Stage row 2 fits: account.days_past_due is 4, the row asks 1..30.',
    'Treatment early-sms: fits but not today: it was chosen too recently (every) (1 before, last on 2026-05-26); row 1 fits: promise.open is false, the row asks false; plan.active is false, the row asks false.',
    'Treatment later: row 3 does not fit: account.days_past_due is 4, the row asks >= 9.',
    'Priority 0.',
  ])
  const zh = explainLines(why, 'zh')
  expect(zh).toHaveLength(9)
  expect(zh[6]).toContain(
    '处置 early-sms：适用但今天不选：距上次还不够久（every）（此前 1 次，最近 2026-05-26）。第 1 行适用',
  )
})

test('a stage may be called anything that is a name', () => {
  const strategy = parsed(documentOf({}).replaceAll('early', 'constructor'))
  const row = { ...quietRow('CNY'), oldestUnpaidDueOn: TODAY - 4 }
  const lines = explainLines(explain(strategy, row, { today: TODAY, book: bookOf(strategy) }), 'en')
  expect(lines[0]).toContain('stage constructor, tone warm (stage table, row 2)')
  expect(lines.every((line) => typeof line === 'string')).toBe(true)
})

test('a closed account and one on hold say so', () => {
  const strategy = parsed(documentOf({}))
  const say = (row: Partial<StrategyRow>) =>
    explainLines(
      explain(strategy, { ...quietRow('CNY'), ...row }, { today: TODAY, book: bookOf(strategy) }),
      'en',
    )
  expect(say({ closedOn: TODAY })[1]).toBe('The account is closed, so no table is read.')
  expect(say({ heldUntil: TODAY + 1 })[1]).toMatch(/^A hold is running/)
})
