import { expect, test } from 'vitest'
import { lintText } from './template-lint.ts'

const sender = { tradingName: '安心贷', checkPhone: '400-000-0000', checkUrl: 'https://a.example' }
const faults = (text: string, channel: 'message' | 'sms' = 'message') =>
  lintText({ channel, language: 'zh', text, sender })
    .findings.map(({ fault }) => fault)
    .filter((fault) => fault === 'debt_shown')
const REST =
  '您尾号1234的账户有¥100.00待还。如有困难，可来电商量。核实请拨400-000-0000。拒收请回复退订'

test('what a locked screen shows of a message to an app tells nobody of a debt', () => {
  expect(faults(`Subject: 安心贷的一条消息\n\n王小明您好，${REST}`)).toEqual([])
  expect(faults(`Subject: 安心贷还款提醒\n\n王小明您好，${REST}`)).toContain('debt_shown')
  // Without a title it shows how the message begins.
  expect(faults(`王小明您好，${REST}`)).toContain('debt_shown')
  expect(faults(`安心贷有一条消息给您。\n${REST}`)).toEqual([])
  // A short message is shown whole wherever it is; its own rules speak of that.
  expect(faults(`王小明您好，${REST}`, 'sms')).toEqual([])
})
