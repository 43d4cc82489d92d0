import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { currencyOf, money, type Currency } from '../core/money.ts'
import type { TemplateDocument } from '../engine/template-form.ts'
import { sampleOf } from '../engine/template-samples.ts'
import { valuesOf } from './render.ts'
import { canonical, documentIn, templateFaults } from './template-document.ts'
import { loadTemplates } from './templates.ts'

const { shipped } = await loadTemplates('templates')

const warm = shipped.documents.find((one) => `${one.channel}/${one.name}` === 'sms/reminder-warm')
const serious = shipped.documents.find((one) => one.name === 'reminder-serious')
if (warm === undefined || serious === undefined) throw new Error('there are reminders')
const own: TemplateDocument = { ...warm, name: 'our-reminder' }
const faults = (document: TemplateDocument) =>
  templateFaults(document, shipped).map((one) => one.fault)
const inEnglish = (en: string): TemplateDocument => ({ ...own, texts: { ...own.texts, en } })

describe('what comes with the installation', () => {
  test.each(shipped.documents.map((one) => [`${one.channel}/${one.name}`, one] as const))(
    '%s is sound in every branch',
    (_, document) => expect(templateFaults(document, shipped)).toEqual([]),
  )

  test('reads again as it was kept, and its hash is of every word', () => {
    const { text, hash } = canonical(warm)
    expect(documentIn(text)).toEqual(warm)
    expect(canonical(documentIn(text)).hash).toBe(hash)
    expect(canonical(own).hash).not.toBe(hash)
  })

  test('the made-up values are those that a message would have', () => {
    for (const language of ['zh', 'en'] as const) {
      const { sender, amounts, values } = sampleOf(language, { dueOn: true, agency: true })
      const code = language === 'zh' ? 'CNY' : 'GBP'
      expect(amounts).toEqual([money(1_234_550n, currencyOf(code) as Currency)])
      expect(
        valuesOf(language, {
          sender,
          borrowerName: values['borrower.name'] ?? '',
          accountRef: '0000-123456',
          amount: amounts[0],
          dueOn: day('2026-10-31'),
          paidOn: day('2026-11-20'),
          today: day('2026-11-21'),
          firmKind: 'agency',
          code: '482913',
        }),
      ).toEqual(values)
    }
  })
})

describe('types that do not go together', () => {
  test('our own name may be anything that the table allows', () => expect(faults(own)).toEqual([]))

  test.each<[string, Partial<TemplateDocument>, string[]]>([
    ['a warm word before the day', { stages: ['pre_due'] }, []],
    ['a firm one before the day', { stages: ['pre_due'], tone: 'serious' }, ['tone_too_firm']],
    [
      'a firm one to somebody in trouble',
      { stages: ['care'], tone: 'consequence' },
      ['tone_too_firm'],
    ],
    ['a firm one when it is late', { stages: ['late'], tone: 'consequence' }, []],
    ['a reminder at any stage', { stages: ['any'] }, ['stage_not_of_kind', 'tone_too_firm']],
    ['a reminder by a visit', { channel: 'visit' }, ['channel_not_of_kind']],
    [
      'a lawyer’s letter by text message',
      { kind: 'lawyers_letter' },
      [
        'channel_not_of_kind',
        'tone_not_of_kind',
        'stage_not_of_kind',
        'stage_not_of_kind',
        'stage_not_of_kind',
        'no_private_mark',
        'no_private_mark',
      ],
    ],
    [
      'a receipt that says since when',
      { kind: 'receipt', stages: ['any'], tone: 'none', texts: serious.texts },
      ['variable_not_of_kind'],
    ],
  ])('%s', (_, change, expected) =>
    expect(new Set(faults({ ...own, ...change }))).toEqual(new Set(expected)),
  )

  test('a third person is told nothing of a debt, by value or by word', () => {
    const asked = {
      ...own,
      kind: 'whereabouts' as const,
      audience: 'third_person' as const,
      stages: ['any' as const],
      tone: 'none' as const,
      texts: {
        zh: '【{{ sender.name }}】您好，请转告对方回电{{ sender.phone }}，谢谢。核实请拨{{ sender.phone }}。拒收请回复R',
        en: '{{ sender.name }}: Hello. We would like to speak with somebody you may know. Call us or check us on {{ sender.phone }}. Reply STOP to end texts.',
      },
    }
    const told = { ...asked, texts: { ...asked.texts, en: `${asked.texts.en} {{ amount }}` } }
    const said = { ...asked, texts: { ...asked.texts, en: `${asked.texts.en} A loan is overdue.` } }
    expect(faults(asked)).toEqual([])
    expect(faults(told)).toContain('debt_to_third_person')
    expect(faults(said)).toEqual(['debt_shown', 'debt_shown'])
    expect(faults({ ...own, audience: 'third_person' })).toEqual(
      expect.arrayContaining(['audience_not_of_kind', 'debt_to_third_person', 'debt_shown']),
    )
  })

  test('a name that the system sends for a purpose keeps its kind', () => {
    const receipt = shipped.documents.find((one) => one.name === 'receipt' && one.channel === 'sms')
    if (receipt === undefined) throw new Error('there is a receipt')
    expect(faults(receipt)).toEqual([])
    expect(faults({ ...warm, name: 'receipt' })).toContain('kind_is_fixed')
  })
})

describe('a text', () => {
  const en = own.texts.en
  test.each<[string, string, string]>([
    ['a filter', `${en} {{ amount | upcase }}`, 'unknown_variable'],
    ['a value that there is not', `${en} {{ salary }}`, 'unknown_variable'],
    ['a loop', `${en} {% for x in y %}a{% endfor %}`, 'tag_not_allowed'],
    ['another file', `${en} {% include 'x' %}`, 'tag_not_allowed'],
    [
      'a choice by name',
      `${en} {% if borrower.name == 'Ann' %}Hi{% endif %}`,
      'condition_not_allowed',
    ],
    ['a choice never ended', `${en} {% if due_on %}soon`, 'not_closed'],
    ['a value never ended', `${en} {{ amount`, 'not_closed'],
    ['a day that may be absent', `${en} {{ due_on }}`, 'may_be_absent'],
    ['a subject', `Subject: {{ sender.name }}\n\n${en}`, 'subject_not_here'],
    ['a sum of its own', `${en} A fee of £25.00 is added.`, 'wrong_amount'],
    ['a threat where all see it', `${en} You will go to prison.`, 'threat'],
    [
      'a threat where few see it',
      `${en}{% if due_on %}{% else %} You will go to prison.{% endif %}`,
      'threat',
    ],
    ['no way to stop', en.replace(/Reply STOP.*/, ''), 'no_stop'],
  ])('%s is found', (_, text, fault) => expect(faults(inEnglish(text))).toContain(fault))

  test('is shown where somebody wrote it, not where it was rendered', () => {
    const text = `${en} {% if due_on %}You will go to prison.{% endif %}`
    const [found] = templateFaults(inEnglish(text), shipped).filter((one) => one.fault === 'threat')
    expect(text.slice(found?.from, found?.to)).toContain('prison')
    expect(found?.language).toBe('en')
    expect(found?.what.zh).not.toBe('')
  })

  test('an email begins with its subject, and nothing of the debt stands in it', () => {
    const mail = shipped.documents.find(
      (one) => one.channel === 'email' && one.name === 'reminder-warm',
    )
    if (mail === undefined) throw new Error('there is a mail')
    const withText = (zh: string) => ({ ...mail, texts: { ...mail.texts, zh } })
    expect(faults(withText(mail.texts.zh.replace(/^Subject.*\n\n/, '')))).toContain(
      'subject_missing',
    )
    expect(faults(withText(mail.texts.zh.replace('关于您的账户', '您的贷款逾期')))).toContain(
      'debt_shown',
    )
  })
})
