import { createHash } from 'node:crypto'
import type { Day } from '../core/calendar.ts'
import { decimalText, type Money } from '../core/money.ts'
import type { Channel } from '../core/channel.ts'
import type { Values } from '../engine/template-form.ts'
import { smsSegments, type Sender } from '../engine/template-lint.ts'
import { COLLECTOR } from '../engine/template-samples.ts'
import { liquid, type Language, type MadeFrom, type Template } from './templates.ts'

/** What a text may say; taken from the same snapshot as the verdict. */
export type MessageFacts = {
  readonly sender: Sender
  readonly borrowerName: string
  readonly accountRef: string
  readonly amount: Money | undefined
  readonly dueOn: Day | undefined
  readonly today: Day
  /** Of a receipt: the day of the payment. */
  readonly paidOn?: Day | undefined
  /** An agency says in every text that it collects for another. */
  readonly firmKind: 'creditor' | 'agency'
  /** What its reader asked to be sent; it is not kept with the words. */
  readonly code?: string | undefined
}

/** The exact text that leaves, and the hash of its UTF-8 bytes. */
export type Rendered = {
  readonly subject: string | undefined
  /** With the subject line where there is one: these bytes are hashed, stored and sent. */
  readonly whole: string
  readonly body: string
  readonly hash: string
  /** What is kept of it, where that is less: a code is of nobody's business but its reader's. */
  readonly kept?: string | undefined
  /** Which version of a template; absent where a person typed it. */
  readonly madeFrom?: MadeFrom | undefined
}

export function render(template: Template, facts: MessageFacts): Rendered {
  const values = valuesOf(template.language, facts)
  const text = String(liquid.renderSync(template.parsed, scopeOf(values)))
  const made = renderedOf(text)
  const { code } = facts
  return {
    ...made,
    ...(code && { kept: made.whole.replaceAll(code, '•'.repeat(code.length)) }),
    ...(template.made && { madeFrom: template.made }),
  }
}

/** What every text may name, in the words of its language. */
export function valuesOf(language: Language, facts: MessageFacts): Values {
  return {
    'sender.name': facts.sender.tradingName,
    'sender.phone': facts.sender.checkPhone,
    'sender.url': facts.sender.checkUrl,
    'borrower.name': facts.borrowerName,
    'account.tail': facts.accountRef.slice(-4),
    amount: facts.amount === undefined ? A_PAYMENT[language] : amountText(facts.amount, language),
    due_on: facts.dueOn === undefined ? null : dayText(facts.dueOn, language),
    today: dayText(facts.today, language),
    paid_on: dayText(facts.paidOn ?? facts.today, language),
    code: facts.code ?? '',
    collector: facts.firmKind === 'agency' ? COLLECTOR[language] : '',
  }
}

/** 'sender.name' is the name of the sender, for the renderer. */
export function scopeOf(values: Values): object {
  const scope: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const [of = name, part] = name.split('.')
    scope[of] = part === undefined ? value : { ...(scope[of] as object | undefined), [part]: value }
  }
  return scope
}

export function renderedOf(text: string): Rendered {
  const whole = text.normalize('NFC').trimEnd()
  const match = /^Subject: ([^\n]*)\n\n([\s\S]*)$/.exec(whole)
  return { whole, subject: match?.[1], body: match?.[2] ?? whole, hash: sha256(whole) }
}

/** What is due where the lender's books do not say how much: better no number than a wrong one. */
const A_PAYMENT: Readonly<Record<Language, string>> = { zh: '一笔款项', en: 'a payment' }

export const sha256 = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('hex')

/** Symbols that people of that language know; every other currency is written by its code. */
const SYMBOLS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: { CNY: '¥', GBP: '£', USD: 'US$', AUD: 'A$', TWD: 'NT$' },
  en: { CNY: 'CNY ', GBP: '£', USD: '$', AUD: '$', TWD: 'NT$' },
}

/** '¥1,234.50'. Built from the exact decimal text: no amount becomes a float. */
export function amountText(amount: Money, language: Language): string {
  const [whole = '0', fraction] = decimalText(amount).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  const symbol = SYMBOLS[language][amount.currency] ?? `${amount.currency} `
  return `${symbol}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** '2026年11月21日', '21 November 2026': never a form that another country reads the other way. */
export function dayText(on: Day, language: Language): string {
  const [year, month, dayOfMonth] = on.split('-').map(Number)
  if (language === 'zh') return `${year}年${month}月${dayOfMonth}日`
  return `${dayOfMonth} ${MONTHS[(month ?? 1) - 1]} ${year}`
}

/** A name of a thousand letters does not become an SMS of a hundred parts; one Chinese letter halves a part. */
const SMS_SEGMENTS_MAX = 6
const TEXT_LENGTH_MAX = 50_000

export const isTooLong = (channel: Channel, { whole }: Rendered): boolean =>
  channel === 'sms' ? smsSegments(whole) > SMS_SEGMENTS_MAX : whole.length > TEXT_LENGTH_MAX
