import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { currencyOf, money } from '../core/money.ts'
import { contentFacts } from '../engine/content-facts.ts'
import { render, type MessageFacts } from './render.ts'
import { loadTemplates } from './templates.ts'

const templates = await loadTemplates(resolve(import.meta.dirname, '..', '..', 'templates'))
const CNY = currencyOf('CNY') as NonNullable<ReturnType<typeof currencyOf>>

const facts: MessageFacts = {
  sender: { tradingName: 'Demo Bank', checkPhone: '000', checkUrl: 'https://check.example' },
  borrowerName: '王芳',
  accountRef: 'A1234',
  amount: money(12_050n, CNY),
  dueOn: day('2026-11-10'),
  today: day('2026-11-20'),
  firmKind: 'creditor',
}

/** A letter that a debt has ended names no amount: there is none any more. */
const ENDED = 'settled-in-full'
/** A code that was asked for says nothing of any debt, nor who collects. */
const CODE = 'own-code'

test.each(
  templates.all
    .filter(({ name }) => name !== ENDED && name !== CODE)
    .map(
      (template) =>
        [`${template.channel}/${template.name}.${template.language}`, template] as const,
    ),
)('%s says the amount that is known, and no number where none is', (_, template) => {
  expect(render(template, facts).whole).toContain('120.50')
  const unknown = render(template, { ...facts, amount: undefined }).whole
  expect(unknown).not.toMatch(/[¥£$]|\d\.\d\d/)
  expect(unknown).toContain(template.language === 'zh' ? '一笔款项' : 'a payment')
})

test('a letter that a debt has ended says no amount at all', () => {
  const ended = templates.all.filter(({ name }) => name === ENDED)
  expect(ended).toHaveLength(2)
  for (const template of ended) {
    expect(render(template, facts).whole).not.toMatch(/[¥£$]|\d\.\d\d/)
  }
})

test('a code is in what leaves and not in what is kept, and nothing else of the person is in either', () => {
  const codes = templates.all.filter(({ name }) => name === CODE)
  expect(codes).toHaveLength(4)
  for (const template of codes) {
    for (const firmKind of ['creditor', 'agency'] as const) {
      const text = render(template, { ...facts, code: '482913', firmKind })
      expect(text.whole).toContain('482913')
      expect(text.kept).toBe(text.whole.replace('482913', '••••••'))
      expect(text.whole).not.toMatch(/王芳|1234|120\.50|[¥£$]/)
      expect(/collect|催收/.test(text.whole), 'an agency says what it is').toBe(
        firmKind === 'agency',
      )
    }
  }
})

test.each(
  templates.all
    .filter(({ name }) => name !== CODE)
    .map(
      (template) =>
        [`${template.channel}/${template.name}.${template.language}`, template] as const,
    ),
)('%s says that it comes from a collector where an agency sends it', (_, template) => {
  const content = (firmKind: MessageFacts['firmKind']) =>
    contentFacts({
      ...template,
      text: render(template, { ...facts, firmKind }).whole,
      sender: facts.sender,
    })
  expect(content('agency').collector_disclosure).toBe('initial')
  expect(content('creditor').collector_disclosure).toBe('none')
  const barred = ['urgent', 'threatens_suit', 'threatens_recovery', 'invented_blacklist'] as const
  for (const fact of barred) expect(content('agency')[fact], fact).toBe(false)
})
