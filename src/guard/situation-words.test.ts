import { describe, expect, test } from 'vitest'
import { formMessage, formOf, TEXT_FORMS, type TextFormName } from './situation-words.ts'

const EXAMPLES: Readonly<
  Record<TextFormName, { good: readonly string[]; bad: readonly string[] }>
> = {
  id: { good: ['D1', '9', 'a_b-c'], bad: ['', '-D', '_D', 'D 1', 'D.1', 'D1 ', '债'] },
  situation: {
    good: ['CN-BD-001', 'US-FED-EX-123', 'US-NYC-EX-001'],
    bad: ['CN-001', 'cn-BD-001', 'CN-BD-01', 'CN-BD-0001', 'CN-XX-001', 'xCN-BD-001'],
  },
  day: {
    good: ['2026-09-07', '2024-02-29'],
    bad: ['2026-02-29', '2026-13-01', '2026-9-7', '2026-09-07T10:00', ' 2026-09-07', ''],
  },
  time: {
    good: ['2026-09-07T00:00', '2026-09-07T23:59', '2026-09-07T19:05'],
    bad: ['2026-09-07', '2026-02-30T10:00', '2026-09-07T24:00', '2026-09-07T10:60'].concat([
      '2026-09-07T10:00Z',
      '2026-09-07T10:00:00',
      '2026-09-07 10:00',
      'x2026-09-07T10:00',
    ]),
  },
  until: {
    good: ['2026-09-07', '2026-09-07T10:00'],
    bad: ['2026-09-31', '2026-09-07T25:00', '2026-09'],
  },
  clock: {
    good: ['00:00', '23:59', '19:30'],
    bad: ['24:00', '9:00', '09:60', '09:00:00', 'x09:00'],
  },
  money: {
    good: ['0.00', '120.50', '1000000.00'],
    bad: ['120', '120.5', '-1.00', '1,000.00', '.50', '1.000', '1.00 '],
  },
  rule: {
    good: ['cn.gbt.freq', 'us-ny-nyc.shield', 'in.rbi.2026-draft', 'us.bk'],
    bad: ['cn', 'CN.gbt', 'cnx.gbt', 'cn.', 'cn.gbt_freq', 'xcn.gbt.freq!', '.gbt'],
  },
  party: {
    good: ['borrower', 'bureau', 'court', 'third_party:T1', 'spouse', 'unidentified', 'heir:H_1-a'],
    bad: ['borrower:B1', 'court:C', 'stranger', 'third_party:', 'spouse:S 1', 'xspouse', 'heirs'],
  },
  zone: {
    good: ['Asia/Shanghai', 'America/Argentina/Buenos_Aires'],
    bad: ['Asia/Shanghay', 'UTC', 'GMT+8', 'Asia/', '/Shanghai'],
  },
  language: { good: ['zh', 'en-GB'], bad: ['zho', 'EN', 'en-gb', 'en-GBR', 'e', 'xen-GB-'] },
  short: { good: ['abc', '民法典'], bad: ['ab', '', '民法'] },
  sentence: {
    good: ['ten letters', '一二三四五六七八九十'],
    bad: ['nine only', '一二三四五六七八九'],
  },
}

describe.each(Object.keys(TEXT_FORMS) as TextFormName[])('%s', (name) => {
  const form = TEXT_FORMS[name]

  test('what has the form and what has not', () => {
    const wrong = [
      ...EXAMPLES[name].good.filter((text) => !form.is(text)),
      ...EXAMPLES[name].bad.filter((text) => form.is(text)),
    ]
    expect(wrong).toEqual([])
  })

  test('is said in both languages, and found again by its message', () => {
    expect(formOf(formMessage(name))).toBe(form)
    expect(form.what.en).toMatch(/^[a-zA-Z][^\p{Script=Han}]+$/u)
    expect(form.what.zh).toMatch(/\p{Script=Han}|IANA/u)
  })
})

test('another message is no form', () => {
  expect([formOf('repeats'), formOf('form:nothing'), formOf('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
