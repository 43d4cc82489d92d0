import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { currencyOf, money, type Currency } from '../core/money.ts'
import {
  lintText,
  readingGrade,
  smsSegments,
  type Sender,
  type Words,
} from '../engine/template-lint.ts'
import { loadTemplates } from './templates.ts'
import { amountText, dayText, render, sha256 } from './render.ts'

const templates = await loadTemplates('templates')

const SENDERS = {
  zh: {
    tradingName: '安心贷',
    checkPhone: '400-800-1234',
    checkUrl: 'https://anxin.example/check',
  },
  en: {
    tradingName: 'Harbour Loans',
    checkPhone: '0800 123 4567',
    checkUrl: 'https://harbour.example/check',
  },
} satisfies Record<string, Sender>

const CNY = currencyOf('CNY') as Currency
const GBP = currencyOf('GBP') as Currency

const facts = (language: 'zh' | 'en', dueOn = true) => ({
  sender: SENDERS[language],
  borrowerName: language === 'zh' ? '欧阳小明' : 'Alexandra Smith',
  accountRef: '0000-123456',
  amount: money(1_234_550n, language === 'zh' ? CNY : GBP),
  dueOn: dueOn ? day('2026-10-31') : undefined,
  today: day('2026-11-21'),
  firmKind: 'creditor' as const,
})

describe('every template', () => {
  test('comes in both languages and three tones', () => {
    const names = templates.all.map((t) => `${t.channel}/${t.name}`)
    for (const name of new Set(names))
      expect(
        names.filter((n) => n === name),
        name,
      ).toHaveLength(2)
    for (const tone of ['warm', 'serious', 'consequence']) {
      expect(names).toContain(`sms/reminder-${tone}`)
      expect(names).toContain(`email/reminder-${tone}`)
    }
    expect(names).toEqual(
      expect.arrayContaining([
        'letter/letter-serious',
        'letter/letter-consequence',
        'letter/lawyers-letter',
        'visit/visit-notice',
      ]),
    )
  })

  test.each(templates.all.map((t) => [`${t.channel}/${t.name}.${t.language}`, t] as const))(
    '%s says who, how to check, how to stop, and nothing forbidden',
    (_, template) => {
      for (const dueOn of [true, false]) {
        const rendered = render(template, facts(template.language, dueOn))
        const linted = lintText({
          ...template,
          text: rendered.whole,
          sender: SENDERS[template.language],
        })
        expect(linted.findings).toEqual([])
        // A code that was asked for says nothing of a debt; a letter that one is settled names no sum that is due.
        const debt = template.name === 'own-code' ? [] : ['the_debt']
        expect(linted.says).toEqual(['who_we_are', 'how_to_check', 'how_to_stop', ...debt])
        const sum = template.language === 'zh' ? '¥12,345.50' : '£12,345.50'
        expect(rendered.whole.includes(sum)).toBe(
          !['settled-in-full', 'own-code'].includes(template.name),
        )
        expect(rendered.hash).toBe(sha256(rendered.whole))
        const hasTitle = template.channel === 'email' || template.channel === 'message'
        expect(rendered.subject !== undefined).toBe(hasTitle)
      }
    },
  )

  test('one that names an unknown fact does not render, one in a wrong place stops the boot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forbear-templates-'))
    await mkdir(join(folder, 'sms'))
    await copyFile('templates/allowed.yaml', join(folder, 'allowed.yaml'))
    const type = '{ kind: reminder, stages: [early], tone: warm, audience: borrower }'
    const types = join(folder, 'types.yaml')
    await writeFile(types, `{ schema: template-types/v1, templates: { sms/odd: ${type} } }`)
    await writeFile(join(folder, 'sms', 'odd.zh.liquid'), '{{ salary }}')
    await expect(loadTemplates(folder)).rejects.toThrow(/sms\/odd has no text in both languages/)
    await writeFile(join(folder, 'sms', 'odd.en.liquid'), '{{ salary }}')
    const odd = (await loadTemplates(folder)).find('sms', 'odd', 'zh')
    expect(() => odd && render(odd, facts('zh'))).toThrow(/undefined variable: salary/)
    expect(templates.find('sms', 'reminder-cold', 'zh')).toBeUndefined()
    await writeFile(join(folder, 'sms', 'odd.fr.liquid'), 'bonjour')
    await expect(loadTemplates(folder)).rejects.toThrow(/odd\.fr\.liquid: expected/)
    await rm(folder, { recursive: true })
  })
})

describe('the linter refuses', () => {
  const good: Words = {
    channel: 'sms',
    language: 'en',
    sender: SENDERS.en,
    text: 'Harbour Loans: Hi Ann, £12.00 is due. Call us, we can help. Check us on 0800 123 4567. Reply STOP to end texts.',
  }
  const goodZh: Words = {
    channel: 'sms',
    language: 'zh',
    sender: SENDERS.zh,
    text: '【安心贷】您好，您有¥12.00待还，账户已逾期。核实请拨400-800-1234。拒收请回复R',
  }
  const faults = (words: Words) => lintText(words).findings.map((f) => f.fault)

  test('nothing in a plain text', () => {
    expect(faults(good)).toEqual([])
    expect(faults(goodZh)).toEqual([])
  })

  test.each<[string, Words, string]>([
    ['a threat', { ...good, text: `${good.text} You will go to jail.` }, 'threat'],
    ['a threat in Chinese', { ...goodZh, text: `【安心贷】后果自负。${goodZh.text}` }, 'threat'],
    ['false authority', { ...good, text: `${good.text} The police know.` }, 'false_authority'],
    [
      'false authority in Chinese',
      { ...goodZh, text: goodZh.text.replace('您好', '公安机关通知') },
      'false_authority',
    ],
    ['other people', { ...good, text: `${good.text} We will call your employer.` }, 'third_party'],
    [
      'other people in Chinese',
      { ...goodZh, text: goodZh.text.replace('您好', '我们会联系您的家人') },
      'third_party',
    ],
    ['capitals', { ...good, text: good.text.replace('due', 'OVERDUE') }, 'capitals'],
    ['an exclamation mark', { ...good, text: `${good.text}!` }, 'exclamation'],
    [
      'a long text',
      { ...good, text: good.text + ' Please pay it.'.repeat(20) },
      'too_many_segments',
    ],
    [
      'hard words',
      {
        ...good,
        text: `${good.text} Notwithstanding contractual accommodation, delinquency necessitates immediate regularisation of outstanding obligations.`,
      },
      'too_hard_to_read',
    ],
    ['no sender', { ...good, text: good.text.replace('Harbour Loans', 'Hello') }, 'no_sender'],
    [
      'no way to check',
      { ...good, text: good.text.replace('0800 123 4567', 'the usual number') },
      'no_check',
    ],
    [
      'no way to stop',
      { ...good, text: good.text.replace('Reply STOP to end texts.', '') },
      'no_stop',
    ],
    ['no signature first', { ...goodZh, text: `您好${goodZh.text}` }, 'signature_not_first'],
    ['no stop words last', { ...goodZh, text: `${goodZh.text}。` }, 'stop_not_last'],
  ])('%s', (_, words, fault) => expect(faults(words)).toContain(fault))
})

test('segments are those that a carrier bills', () => {
  expect(smsSegments('a'.repeat(160))).toBe(1)
  expect(smsSegments('a'.repeat(161))).toBe(2)
  expect(smsSegments('€'.repeat(80))).toBe(1)
  expect(smsSegments('€'.repeat(81))).toBe(2)
  expect(smsSegments('字'.repeat(70))).toBe(1)
  expect(smsSegments('字'.repeat(71))).toBe(2)
  expect(smsSegments('字'.repeat(135))).toBe(3)
})

test('reading grade tells a plain sentence from a hard one', () => {
  expect(readingGrade('Call us and we will help you find a way.')).toBeLessThan(4)
  expect(
    readingGrade('Notwithstanding contractual obligations, remediation is necessitated.'),
  ).toBeGreaterThan(12)
})

test('amounts and days are written as people of that language write them', () => {
  expect(amountText(money(123_456_789n, CNY), 'zh')).toBe('¥1,234,567.89')
  expect(amountText(money(-5n, GBP), 'en')).toBe('£-0.05')
  expect(amountText(money(100n, currencyOf('JPY') as Currency), 'en')).toBe('JPY 100')
  expect(dayText(day('2026-11-01'), 'zh')).toBe('2026年11月1日')
  expect(dayText(day('2026-11-01'), 'en')).toBe('1 November 2026')
})
