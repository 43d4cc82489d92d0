import { describe, expect, test } from 'vitest'
import { law } from '../../test/guard/law.ts'
import { day } from '../core/calendar.ts'
import { currencyOf, money, type Currency } from '../core/money.ts'
import { FAULT_WORDS } from '../core/say/finding-words.ts'
import { askedParts } from './asked-parts.ts'
import { lintFree, type FreeWords } from './lint-free.ts'
import { lintText, type Sender } from './template-lint.ts'

const CNY = currencyOf('CNY') as Currency
const SENDER: Sender = {
  tradingName: '安心贷',
  checkPhone: '400-800-1234',
  checkUrl: 'https://anxin.example/check',
}
const ZH: FreeWords = {
  language: 'zh',
  channel: 'sms',
  audience: 'borrower',
  sender: SENDER,
  amounts: [money(123_450n, CNY)],
}
const EN: FreeWords = { ...ZH, language: 'en' }

const faults = (text: string, options: FreeWords) => {
  const linted = lintFree(text, options)
  return linted.is === 'clean' ? [] : linted.findings.map(({ fault }) => fault)
}

describe("a collector's own words", () => {
  test.each<[string, FreeWords, string[]]>([
    ['您好，我们可以一起看看怎么还，您方便时回电。', ZH, []],
    ['今天先还¥1,234.50就可以。', ZH, []],
    ['今天先还五百块就可以。', ZH, ['wrong_amount']],
    ['请看 https://anxin.example/plan', ZH, []],
    ['请看 https://anxin.example.pay.top/plan', ZH, ['foreign_link']],
    ['请看 https://anxin.example@pay.top/', ZH, ['foreign_link']],
    ['再不还就坐 牢', ZH, ['threat']],
    ['PLEASE call us today!', EN, ['capitals', 'exclamation']],
    ['We got your note. A colleague will look at it.', EN, []],
    ['', EN, []],
  ])('%s', (text, options, found) => expect(faults(text, options)).toEqual(found))

  test.each([
    ['请陈先生有空时回电400-800-1234。', []],
    ['安心贷请您回电。', []],
    ['请尽快处理您的欠款。', ['debt_shown']],
    ['Please call Sam Lee on 0800 123 4567.', []],
    ['Please call about your overdue loan.', ['debt_shown', 'debt_shown']],
    ['It is about £12.00.', ['debt_shown']],
  ])('where others may see it: %s', (text, found) =>
    expect(faults(text, { ...EN, audience: 'maybe_shared', amounts: undefined })).toEqual(found),
  )

  test('each finding says where it is, what is wrong and what would be right', () => {
    const linted = lintFree('您好，再不还就坐 牢。', ZH)
    expect(linted).toMatchObject({
      is: 'refused',
      findings: [{ fault: 'threat', from: 7, to: 10, words: '坐 牢', ...FAULT_WORDS.threat }],
    })
    for (const { what, right } of Object.values(FAULT_WORDS))
      for (const words of [what, right]) {
        expect(words.zh).toMatch(/\p{Script=Han}.*[。”]$/u)
        expect(words.en).toMatch(/^[A-Z].*[."]$/)
      }
  })

  test('a whole message also needs the parts that the house and the law ask for', () => {
    const text = 'Hello, your account is overdue. Please call us.'
    const whole = { sender: SENDER, asked: ['collector', 'private'] as const }
    expect(faults(text, { ...EN, whole })).toEqual([
      'no_sender',
      'no_check',
      'no_stop',
      'no_collector_notice',
      'no_private_mark',
    ])
  })
})

describe('one action, and the choices before what may follow', () => {
  const order = (text: string) =>
    lintText({ channel: 'email', language: 'en', text, sender: SENDER })
      .findings.map(({ fault }) => fault)
      .filter((fault) => /action|consequence/.test(fault))

  test.each([
    ['Please pay your account, or call us to agree a plan.', []],
    ['Please pay your account. Please reply with your address.', ['many_actions']],
    ['请还款。请点击链接登录。', ['many_actions']],
    ['请还款，也可以来电商量分期。', []],
    ['Your account is overdue.', ['no_action']],
    ['您的账户已逾期。', ['no_action']],
    ['Pay in parts, or pay it all. If we hear nothing, we may ask a court.', []],
    ['If we hear nothing, we may ask a court. You can pay in parts.', ['consequence_first']],
    ['我们可能提起诉讼。您可以分期。', ['consequence_first']],
    ['您可以分期。没有商量好，我们可能提起诉讼。', []],
  ])('%s', (text, found) => expect(order(text)).toEqual(found))

  test('a subject line shows no debt', () => {
    const found = (subject: string) =>
      lintText({
        channel: 'email',
        language: 'en',
        text: `Subject: ${subject}\n\nHello.`,
        sender: SENDER,
      }).findings.filter(({ fault }) => fault === 'debt_shown')
    expect(found('安心贷: a note about your account')).toEqual([])
    expect(found('安心贷: your overdue payment')).toHaveLength(2)
    expect(found('安心贷：还款提醒')).toHaveLength(1)
  })
})

test('what a text must say is what the law of the place asks', () => {
  const rules = (places: string[]) => law.rulesFor(places, day('2026-11-22'))
  const of = { channel: 'sms', firm: 'agency' } as const
  expect(askedParts(rules(['us']), of)).toEqual(
    expect.arrayContaining(['collector', 'how_to_stop']),
  )
  expect(askedParts(rules(['us']), { ...of, firm: 'creditor' })).not.toContain('collector')
  expect(askedParts(rules([]), of)).not.toContain('collector')
  expect(askedParts(rules(['uk']), { channel: 'letter', firm: 'creditor' })).toContain('private')
})
