import { expect, test } from 'vitest'
import { oneOf, pointerOf, shown } from './situation-faults.ts'
import { readSituation } from './situation-form.ts'

const plain = () => ({
  jurisdictions: ['us'],
  effectiveOn: '2026-09-01',
  ask: 'judge',
  collector: { id: 'C1', kind: 'agency' },
  borrower: { zones: ['America/New_York'] },
  debts: [{ id: 'D1', kind: 'medical' }],
  proposal: {
    at: '2026-09-07T10:00',
    channel: 'call',
    to: 'borrower',
    debts: ['D1'],
    purpose: 'collect',
  },
})

function first(more: object) {
  const read = readSituation({ ...plain(), ...more })
  const fault = 'faults' in read ? read.faults[0] : undefined
  return fault && [fault.pointer, fault.wrong.en, fault.right.en, fault.wrong.zh, fault.right.zh]
}

const hold = (limit: unknown) => ({
  holds: [{ kind: 'court_visit_cap', from: '2026-09-01', limit }],
})

test.each<[string, object, string[]]>([
  [
    'a day that is none',
    { effectiveOn: '2026-02-30' },
    [
      '/effectiveOn',
      '"2026-02-30" is not understood',
      'a day of the calendar, such as 2026-09-07',
      '无法识别 "2026-02-30"',
      '真实存在的日期，如 2026-09-07',
    ],
  ],
  [
    'a text where a list belongs',
    { debts: 'D1' },
    ['/debts', 'is a text in quotes', 'a list in [ ]', '是带引号的文字', '[ ] 列表'],
  ],
  [
    'a list where an object belongs',
    { borrower: [] },
    ['/borrower', 'is a list in [ ]', 'an object in { }', '是[ ] 列表', '{ } 对象'],
  ],
  [
    'a text where yes or no belongs',
    { contested: 'yes' },
    ['/contested', 'is a text in quotes', 'true or false', '是带引号的文字', 'true 或 false'],
  ],
  [
    'yes where a text belongs',
    { source: true },
    [
      '/source',
      'is true or false',
      'a text of three characters or more',
      '是true 或 false',
      '至少 3 个字符的文字',
    ],
  ],
  [
    'null',
    { sourceOutcome: null },
    ['/sourceOutcome', 'is null', 'a text in quotes', '是null', '带引号的文字'],
  ],
  [
    'an object where a number belongs',
    hold({}),
    ['/holds/0/limit', 'is an object in { }', 'a whole number', '是{ } 对象', '整数'],
  ],
  [
    'half of one',
    hold(1.5),
    ['/holds/0/limit', '1.5 is not a whole number', 'a whole number', '1.5 不是整数', '整数'],
  ],
  [
    'less than none',
    hold(-1),
    ['/holds/0/limit', '-1 is too small', '0 or more', '-1 过小', '不小于 0'],
  ],
  [
    'an empty list',
    { addresses: [] },
    ['/addresses', 'is an empty list', 'one item or more', '是空列表', '至少一项'],
  ],
  [
    'the same twice',
    { jurisdictions: ['us', 'us'] },
    ['/jurisdictions', 'says the same twice', 'each item once', '有重复项', '每项只出现一次'],
  ],
  [
    'a debt that is not there',
    { payment: { amount: '1.00', debts: ['D2'] } },
    [
      '/payment/debts/0',
      'there is no debt "D2"',
      'D1; did you mean "D1"?',
      '没有债务 "D2"',
      'D1；是否指 "D1"？',
    ],
  ],
])('%s', (_, more, words) => {
  expect(first(more)).toEqual(words)
})

test('what is left out is missing, with what belongs there', () => {
  const { effectiveOn: _, ...less } = plain()
  const read = readSituation(less)
  expect('faults' in read && read.faults).toEqual([
    {
      pointer: '/effectiveOn',
      wrong: { en: 'is missing', zh: '缺失' },
      right: {
        en: 'a day of the calendar, such as 2026-09-07',
        zh: '真实存在的日期，如 2026-09-07',
      },
    },
  ])
})

test('every fault is told at once, each unknown property by itself', () => {
  const read = readSituation({ ...plain(), one: 1, two: 2, ask: 'juge', effectiveOn: 7 })
  const pointers = 'faults' in read ? read.faults.map((fault) => fault.pointer) : []
  expect(pointers.toSorted()).toEqual(['/ask', '/effectiveOn', '/one', '/two'])
})

test('the words there are, and the nearest', () => {
  expect(oneOf(['call', 'visit'], 'cal')).toEqual({
    en: 'one of call, visit; did you mean "call"?',
    zh: '以下之一：call、visit；是否指 "call"？',
  })
  expect(oneOf(['call', 'visit'], 'telegram').en).toBe('one of call, visit')
  expect(oneOf(['call'], 7)).toEqual({ en: 'call', zh: 'call' })
  expect(oneOf([], 'call')).toEqual({ en: 'leave it out', zh: '请删去' })
})

test('a value is shown as JSON, and never without end', () => {
  expect(shown('a "b"')).toBe('"a \\"b\\""')
  expect(shown('x'.repeat(58))).toHaveLength(60)
  expect(shown('x'.repeat(59))).toBe(`"${'x'.repeat(58)}…`)
  expect(shown(undefined)).toBe('undefined')
})

test('a pointer escapes what a pointer is made of', () => {
  expect(pointerOf(['a/b', 0, '~1'])).toBe('/a~1b/0/~01')
  expect(pointerOf([])).toBe('')
})
