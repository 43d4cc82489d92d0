import { expect, test } from 'vitest'
import { checkStrategy } from './check.ts'
import { columnOfFact } from './parse-table.ts'
import { parseCell } from './cell.ts'
import type { FactName } from './facts.ts'
import type { Sections } from './testing.ts'
import { documentOf, TEMPLATES, withCell, withRow } from './testing.ts'

const fault = (fact: FactName, text: string) => {
  const cell = parseCell(text, columnOfFact(fact))
  return 'fault' in cell ? [cell.fault, cell.names['near'] ?? cell.names['fix']] : 'sound'
}

/** What somebody writes who knows spreadsheets, and what is proposed instead: it must be sound. */
test.each<[FactName, string, string, string]>([
  ['account.days_past_due', '30 - 59', 'not_a_test', '30..59'],
  ['account.days_past_due', '30 to 59', 'not_a_test', '30..59'],
  ['account.days_past_due', 'between 30 and 59', 'not_a_test', '30..59'],
  ['account.days_past_due', '30+', 'not_a_test', '>= 30'],
  ['account.days_past_due', '30..', 'not_a_test', '>= 30'],
  ['account.days_past_due', '..30', 'not_a_test', '<= 30'],
  ['account.days_past_due', '=> 30', 'not_a_test', '>= 30'],
  ['account.days_past_due', '!= 30', 'not_a_test', 'not(30)'],
  ['account.days_past_due', '>30 and <60', 'not_a_test', '31..59'],
  ['account.days_past_due', 'more than 30', 'not_a_test', '> 30'],
  ['account.days_past_due', '*', 'not_a_test', '-'],
  ['account.days_past_due', '不限', 'not_a_test', '-'],
  ['account.days_past_due', '大于30', 'not_a_test', '> 30'],
  ['account.days_past_due', '30至59', 'not_a_test', '30..59'],
  ['account.days_past_due', '30天', 'not_a_test', '30d'],
  ['account.days_past_due', '30 days', 'day_unit', '30d'],
  ['account.days_past_due', '2 weeks', 'day_unit', '2w'],
  ['account.days_past_due', '>= 1,000', 'thousands', '1000'],
  ['account.arrears', '>= CNY 1,000.00', 'thousands', '1000'],
  ['account.arrears', '500 CNY', 'not_money', 'CNY 500'],
  ['account.arrears', '>= ¥500', 'not_money', 'CNY 500'],
  ['account.arrears', '500元', 'not_money', 'CNY 500'],
  ['account.arrears', '>= RMB 500', 'not_money', 'CNY 500'],
  ['account.product', 'not "card"', 'not_a_word', 'not("card")'],
  ['contact.can_sms', 'yes', 'flag_only', 'true'],
  ['contact.can_sms', '否', 'flag_only', 'false'],
  ['account.next_due_on', '>= 2026/01/31', 'not_a_day', '2026-01-31'],
  ['account.next_due_on', '31.01.2026', 'not_a_day', '2026-01-31'],
])('%s %j: %s, %j is proposed', (fact, text, code, near) => {
  expect(fault(fact, text)).toEqual([code, near])
  if (code === 'thousands') return
  expect('fault' in parseCell(near, columnOfFact(fact))).toBe(false)
})

test.each<[FactName, string]>([
  ['account.days_past_due', '5, 100'],
  ['account.days_past_due', '5,7'],
  ['account.days_past_due', '2w..4w'],
  ['account.arrears', 'CNY 1000.00, GBP 500.00'],
  ['account.next_due_on', 'not(2026-01-01..2026-03-31)'],
  ['account.last_payment_on', 'never'],
  ['account.arrears_share', '50%..100%'],
])('%s %j is sound as it stands', (fact, text) => expect(fault(fact, text)).toBe('sound'))

test('a limit outside a column is told with the ends as they are written', () => {
  const share = parseCell('>= 120%', columnOfFact('account.arrears_share'))
  expect(share).toMatchObject({ fault: 'out_of_range', names: { least: '0%', most: '100%' } })
  const risk = parseCell('>= 1200', columnOfFact('account.risk'))
  expect(risk).toMatchObject({ fault: 'out_of_range', names: { least: 0, most: 1000 } })
})

const said = (sections: Sections, lang: 'zh' | 'en' = 'en') => {
  const checked = checkStrategy(documentOf(sections), {
    file: 'small.yaml',
    templates: TEMPLATES,
    products: ['card', 'loan'],
  })
  return checked.ok ? [] : checked.findings.map((found) => found[lang])
}

test('one slip gives one message, with what may stand there', () => {
  const list = (rest: string) => `{ when: ['"late"', "-"], treatment: x, every: 3d, ${rest} }`
  expect(said(withRow(list('do: { phone: y }')))).toEqual([
    'There is no key called phone here. It may be: sms, email, call, letter, visit, message, worklist, refer, propose, template.',
  ])
  expect(said(withRow(list('do: { worklist: y }, quiet_after: 3d')))).toEqual([
    'quiet_after must be written as "key: value" pairs, such as { payment: 3d }.',
  ])
  expect(said(withCell('account.product', `'"lone wolf"'`))).toEqual([
    '"lone wolf" is not a known word here. It may be: card, loan.',
  ])
  expect(said(withCell('account.currency', `'"RMB"'`))[0]).toContain('Did you mean CNY?')
  expect(said({ rest: 'offre: 1' })).toEqual([
    'There is no key called offre here. Did you mean offer?',
  ])
  // A key under a wrong name is not missing as well.
  const text = documentOf({}).replace('treatments:\n', 'treatment:\n')
  const checked = checkStrategy(text, { file: 'small.yaml' })
  expect(checked.ok ? [] : checked.findings.map((found) => found.code)).toEqual(['unknown_key'])
})

test('a fact by another name finds its fact, or the list of all of them', () => {
  const name = (fact: string) => said(withCell(fact, '"-"'))[0]
  expect(name('account.client_segment')).toContain('Did you mean account.segment?')
  expect(name('account.overdueBucket')).toContain('Did you mean account.bucket?')
  expect(name('weather')).toBe(
    'There is no fact called weather. docs/strategies.md lists them all.',
  )
})

test.each([
  [
    'a tab',
    (text: string) => text.replace('  policy: first', '\tpolicy: first'),
    /a tab/,
    /制表符/,
  ],
  ['no quotes', (text: string) => text.replace('"1..30"', '>30'), /needs quotes/, /要加引号/],
  ['an open quote', (text: string) => text.replace('"1..30"', '"1..30'), /not closed/, /没有闭合/],
  [
    'a lost dash',
    (text: string) => text.replace('    - { when: ["0"]', '    { when: ["0"]'),
    /uneven/,
    /缩进不齐/,
  ],
])('%s is told once, in words, in both languages', (_, slip, en, zh) => {
  const checked = checkStrategy(slip(documentOf({})), { file: 'small.yaml' })
  const found = checked.ok ? [] : checked.findings
  expect(found.map((one) => one.code)).toEqual(['not_yaml'])
  expect(found[0]?.en).toMatch(en)
  expect(found[0]?.zh).toMatch(zh)
  expect(found[0]?.zh).not.toMatch(/[a-z]{4,}/i)
})

test('a reward waits for somebody who may see its borrower', () => {
  const reward = (approval: string) =>
    said(
      withRow(
        `{ when: ['"current"', "-"], treatment: x, do: { propose: fee_waiver }, every: 26w${approval} }`,
      ),
    )
  expect(reward(', approval: admin')[0]).toBe('"admin" is not one of: manager, compliance.')
  expect(reward('')[0]).toContain('Add approval: manager')
  expect(reward(', approval: manager')).toEqual([
    'No test expects the treatment x. Add one under tests.',
  ])
})
