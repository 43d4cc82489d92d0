import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { money, type Currency } from '../core/money.ts'
import { contentFacts } from '../engine/content-facts.ts'
import { render, type MessageFacts } from './render.ts'
import { saidIn } from './said-in.ts'
import { loadTemplates } from './templates.ts'

const templates = await loadTemplates('templates')
const facts: MessageFacts = {
  sender: { tradingName: '示例信贷', checkPhone: '000-0000-0000', checkUrl: 'https://x.example' },
  borrowerName: '李雷',
  accountRef: 'LN-0042',
  amount: money(98_765n, 'CNY' as Currency),
  dueOn: day('2026-11-01'),
  today: day('2026-11-20'),
  firmKind: 'creditor',
}

describe('what a template’s text says is found once for all', () => {
  const others: readonly Partial<MessageFacts>[] = [
    {},
    { borrowerName: 'Anne-Marie O’Neil' },
    { amount: undefined },
    { dueOn: undefined },
    { firmKind: 'agency' },
    { amount: money(1n, 'GBP' as Currency) },
  ]
  test.each(templates.all.map((one) => [`${one.channel}/${one.name}.${one.language}`, one]))(
    '%s as its whole text does, whoever is written to',
    (_, template) => {
      const { channel, language } = template
      for (const change of others) {
        const of = { ...facts, ...change }
        const text = render(template, of)
        const read = contentFacts({ channel, language, text: text.whole, sender: of.sender })
        expect(saidIn(template, of, { channel, text })).toEqual(read)
      }
    },
  )

  test('a name with a remark in it is read with the rest', () => {
    const template = templates.find('sms', 'reminder-warm', 'zh')
    if (template === undefined) throw new Error('no such template')
    const of = { ...facts, borrowerName: '李雷（老赖，再不还就坐牢）' }
    const text = render(template, of)
    const said = saidIn(template, of, { channel: 'sms', text })
    expect(said).toMatchObject({ threatens_recovery: true, invented_blacklist: true })
    const plain = render(template, facts)
    expect(saidIn(template, facts, { channel: 'sms', text: plain })).toMatchObject({
      threatens_recovery: false,
    })
  })
})
