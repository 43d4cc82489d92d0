import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { currencyOf, money } from '../core/money.ts'
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
}

test.each(
  templates.all.map(
    (template) => [`${template.channel}/${template.name}.${template.language}`, template] as const,
  ),
)('%s says the amount that is known, and no number where none is', (_, template) => {
  expect(render(template, facts).whole).toContain('120.50')
  const unknown = render(template, { ...facts, amount: undefined }).whole
  expect(unknown).not.toMatch(/[¥£$]|\d\.\d\d/)
  expect(unknown).toContain(template.language === 'zh' ? '一笔款项' : 'a payment')
})
