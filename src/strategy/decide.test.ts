import { expect, test } from 'vitest'
import { day, dayNumber } from '../core/calendar.ts'
import { chooseForBorrower } from './borrower.ts'
import type { AccountDecision } from './borrower.ts'
import type { History } from './cadence.ts'
import { DEFAULT_LATENESS, compileStrategy } from './compile.ts'
import type { Decision } from './decision.ts'
import { decide, offerFor } from './decide.ts'
import type { StrategyRow } from './row.ts'
import { FOREVER, currencyCode } from './row.ts'
import { quietRow } from './scene.ts'
import type { Sections } from './testing.ts'
import { documentOf, parsed, withCell, withRow } from './testing.ts'

const TODAY = dayNumber(day('2026-06-15'))
const BOOK = {
  products: [
    { id: 4, code: 'card', terms: DEFAULT_LATENESS },
    { id: 9, code: 'loan', terms: { ...DEFAULT_LATENESS, graceDays: 5 } },
  ],
  portfolios: [{ id: 1, code: 'main' }],
}

function decided(sections: Sections, row: Partial<StrategyRow>, history?: History): Decision {
  const compiled = compileStrategy(parsed(documentOf(sections)), BOOK)
  return decide(compiled, { ...quietRow('CNY'), ...row }, { today: TODAY, history })
}

const names = (decision: Decision) => decision.treatments.map((choice) => choice.treatment)
const late = (days: number): Partial<StrategyRow> => ({
  oldestUnpaidDueOn: TODAY - days,
  delinquentSince: TODAY - days,
})

test('the first row that fits names the stage', () => {
  expect(decided({}, late(30))).toMatchObject({ stage: 'early', tone: 'warm', rowNo: 2 })
  expect(decided({}, late(31))).toMatchObject({ stage: 'late', tone: 'serious', rowNo: 3 })
})

test('an account for which nothing follows is idle, one that is worked is not', () => {
  expect(decided({}, {})).toMatchObject({ stage: 'current', idle: true, priority: 0 })
  expect(decided({}, late(3))).toMatchObject({ stage: 'early', idle: false })
})

test('a closed account has no stage but closed', () => {
  expect(decided({}, { ...late(40), closedOn: TODAY })).toMatchObject({
    stage: 'closed',
    idle: true,
  })
  expect(decided({}, { ...late(40), closedOn: TODAY + 1 }).stage).toBe('late')
})

test('a hold stops every treatment until the day it ends', () => {
  expect(decided({}, { ...late(3), heldUntil: TODAY + 1 })).toMatchObject({
    stage: 'on_hold',
    treatments: [],
    idle: true,
  })
  expect(decided({}, { ...late(3), heldUntil: FOREVER }).stage).toBe('on_hold')
  expect(names(decided({}, { ...late(3), heldUntil: TODAY }))).toEqual(['early-sms'])
})

test('only a row that names on_hold reaches into a hold', () => {
  const row = (when: string) =>
    withRow(`{ when: ['${when}', "-"], treatment: look, do: { worklist: holds }, every: 7d }`)
  const held = { ...late(3), heldUntil: TODAY + 9 }
  expect(names(decided(row('"on_hold"'), held))).toEqual(['look'])
  expect(names(decided(row('-'), held))).toEqual([])
  expect(names(decided(row('not("early")'), held))).toEqual([])
})

test('grace is the product’s', () => {
  expect(decided({}, { ...late(5), product: 4 }).stage).toBe('early')
  expect(decided({}, { ...late(5), product: 9 }).stage).toBe('current')
  expect(decided({}, { ...late(6), product: 9 }).stage).toBe('early')
})

test('a treatment needs an address of its channel', () => {
  expect(names(decided({}, { ...late(3), channels: 1 }))).toEqual(['early-sms'])
  expect(names(decided({}, { ...late(3), channels: 2 }))).toEqual([])
})

const CADENCE = withRow(
  `{ when: ['"late"', "-"], treatment: letter, do: { letter: letter-serious }, every: 10d, at_most: 2, quiet_after: { payment: 5d, conversation: 4d, attempt: 3d } }`,
)

test.each<[string, Partial<StrategyRow>, { times: number; ago: number } | undefined, boolean]>([
  ['never chosen', {}, undefined, true],
  ['chosen nine days ago', {}, { times: 1, ago: 9 }, false],
  ['chosen ten days ago', {}, { times: 1, ago: 10 }, true],
  ['chosen twice in this delinquency', {}, { times: 2, ago: 20 }, false],
  ['chosen twice in an earlier one', {}, { times: 2, ago: 41 }, true],
  ['paid four days ago', { lastPaymentOn: TODAY - 4 }, undefined, false],
  ['paid five days ago', { lastPaymentOn: TODAY - 5 }, undefined, true],
  ['spoke three days ago', { lastConversationOn: TODAY - 3 }, undefined, false],
  ['spoke four days ago', { lastConversationOn: TODAY - 4 }, undefined, true],
  ['tried two days ago', { lastAttemptOn: TODAY - 2 }, undefined, false],
  ['tried three days ago', { lastAttemptOn: TODAY - 3 }, undefined, true],
])('cadence: %s', (_, row, past, isChosen) => {
  const history = past && new Map([['letter', { times: past.times, lastOn: TODAY - past.ago }]])
  expect(names(decided(CADENCE, { ...late(40), ...row }, history)).includes('letter')).toBe(
    isChosen,
  )
})

test('the count that a choice leads to starts anew with each delinquency', () => {
  const times = (past: { times: number; lastOn: number } | undefined) =>
    decided(CADENCE, late(40), past && new Map([['letter', past]])).treatments.find(
      (one) => one.treatment === 'letter',
    )?.times
  expect(times(undefined)).toBe(1)
  expect(times({ times: 1, lastOn: TODAY - 15 })).toBe(2)
  expect(times({ times: 7, lastOn: TODAY - 90 })).toBe(1)
})

test('rows are read from top to bottom until nothing', () => {
  const rows = (when: string) =>
    withRow(`{ when: ['"late"', "${when}"], treatment: alone, do: nothing }
    - { when: ['"late"', "-"], treatment: more, do: { refer: suit }, at_most: 1, approval: compliance, ask_again: 30d }`)
  expect(names(decided(rows('>= 90'), late(40)))).toEqual(['review', 'more'])
  expect(names(decided(rows('>= 40'), late(40)))).toEqual(['review'])
  expect(decided(rows('>= 90'), late(40)).treatments[1]).toEqual({
    treatment: 'more',
    rowNo: 4,
    channel: undefined,
    template: undefined,
    worklist: 'suit',
    approval: 'compliance',
    times: 1,
    askAgainOn: TODAY + 30,
  })
})

test('people’s work names whose hours, and what they bring', () => {
  const call =
    withRow(`{ when: ['"early"', "-"], treatment: call, do: { call: early-calls }, every: 3d }
    - { when: ['"late"', "-"], treatment: visit, do: { visit: field, template: visit-notice }, every: 3d, at_most: 1 }`)
  expect(decided(call, late(3)).treatments[1]).toMatchObject({
    channel: 'call',
    worklist: 'early-calls',
    template: undefined,
  })
  expect(decided(call, late(50)).treatments[1]).toMatchObject({
    channel: 'visit',
    worklist: 'field',
    template: 'visit-notice',
  })
})

test('money compares in its own currency only', () => {
  const sections = withCell('account.arrears', '">= CNY 500.00, >= GBP 50.00"')
  const at = (currency: string, arrears: number) =>
    names(decided(sections, { ...late(3), arrears, currency: currencyCode(currency) })).length
  expect([at('CNY', 50_000), at('CNY', 49_999), at('GBP', 5000), at('USD', 90_000)]).toEqual([
    1, 0, 1, 0,
  ])
})

test('words compare by the tenant’s own codes', () => {
  const at = (cell: string, product: number) =>
    names(decided(withCell('account.product', cell), { ...late(9), product })).length
  expect([at(`'"card"'`, 4), at(`'"card"'`, 9), at(`'"boat"'`, 9)]).toEqual([1, 0, 0])
  expect([at(`'not("card")'`, 4), at(`'not("card")'`, 9), at(`'not("boat")'`, 77)]).toEqual([
    0, 1, 1,
  ])
})

test('priority adds the rows that fit, or takes the first', () => {
  const table = (policy: string): Sections => ({
    rest: `priority:
  policy: ${policy}
  inputs: [stage, account.days_past_due]
  rules:
    - { when: ['"early"', "-"], add: 10 }
    - { when: ["-", ">= 3"], add: 2, per: account.days_past_due, up_to: 20 }
    - { when: ["-", "-"], add: -1 }`,
  })
  expect(decided(table('collect'), late(5)).priority).toBe(10 + 10 - 1)
  expect(decided(table('collect'), late(50)).priority).toBe(40 - 1)
  expect(decided(table('first'), late(5)).priority).toBe(10)
  expect(decided(table('first'), late(50)).priority).toBe(40)
})

test('the first offer that fits may be granted; on hold none is', () => {
  const rest = `offer:
  policy: first
  inputs: [stage, account.times_delinquent]
  rules:
    - { when: ['"early"', "0..1"], instalments: 3, first_payment: 20%, discount: 0% }
    - { when: ['"early"', "-"], instalments: 6, first_payment: 12.5%, discount: 1%, approval: manager }`
  const compiled = compileStrategy(parsed(documentOf({ rest })), BOOK)
  const offered = (row: Partial<StrategyRow>) =>
    offerFor(compiled, { ...quietRow('CNY'), ...row }, { today: TODAY })
  expect(offered(late(3))?.instalments).toBe(3)
  expect(offered({ ...late(3), timesDelinquent: 2 })).toEqual({
    instalments: 6,
    firstPaymentBasisPoints: 1250,
    discountBasisPoints: 100,
    approval: 'manager',
  })
  expect(offered(late(90))).toBeUndefined()
  expect(offered({ ...late(3), heldUntil: TODAY + 1 })).toBeUndefined()
})

const choice = (treatment: string, channel: 'sms' | 'call' | undefined) => ({
  treatment,
  channel,
  rowNo: 1,
  template: undefined,
  worklist: undefined,
  approval: undefined,
  times: 1,
  reward: undefined,
  askAgainOn: undefined,
})
const account = (
  accountId: bigint,
  priority: number,
  over: Partial<Decision> = {},
): AccountDecision => ({
  accountId,
  decision: {
    stage: 'late',
    tone: 'serious',
    rowNo: 1,
    treatments: [],
    priority,
    idle: false,
    ...over,
  },
})

test('one borrower is one case, led in a named order', () => {
  const lead = (...accounts: [AccountDecision, ...AccountDecision[]]) =>
    chooseForBorrower(accounts).lead.accountId
  expect(lead(account(3n, 5), account(2n, 9), account(1n, 7))).toBe(2n)
  expect(lead(account(3n, 5), account(2n, 5))).toBe(2n)
  expect(lead(account(1n, 0, { idle: true }), account(2n, -5))).toBe(2n)
  expect(
    lead(account(1n, 0, { idle: true }), account(2n, 0, { stage: 'on_hold', idle: true })),
  ).toBe(2n)
})

test('one borrower hears of one account a channel a day', () => {
  const day = chooseForBorrower([
    account(1n, 1, {
      treatments: [choice('a', 'sms'), choice('b', 'call'), choice('c', undefined)],
    }),
    account(2n, 9, { treatments: [choice('d', 'sms'), choice('e', undefined)] }),
  ])
  const short = (list: typeof day.chosen) =>
    list.map((one) => `${one.account.accountId}:${one.choice.treatment}`)
  expect(short(day.chosen)).toEqual(['2:d', '2:e', '1:b', '1:c'])
  expect(short(day.leftOut)).toEqual(['1:a'])
})
