import { currencyOf, money, type Money } from '../core/money.ts'
import { nearest } from '../core/nearest.ts'
import { assert } from '../core/assert.ts'
import { namesConsequence } from '../core/say/order.ts'
import { fillWords, namesIn, OPEN_NAMES, PRIVATE_NAMES, strayBraces } from '../core/script/fill.ts'
import type { Values } from '../core/script/fill.ts'
import { wayText, type Before } from '../core/script/graph.ts'
import type { ScriptFault, ScriptStep } from '../core/script/script.ts'
import { lintFree } from './lint-free.ts'
import type { Sender } from './template-lint.ts'

export type ScriptWordFault =
  | 'stray_braces'
  | 'unknown_name'
  | 'private_before_identity'
  | 'debt_before_identity'
  | 'debt_in_care'
  | 'consequence_before_options'
  | 'words_at_fault'

type Of = {
  readonly at: readonly (string | number)[]
  readonly language: 'zh' | 'en'
  readonly kind: ScriptStep['kind'] | 'care'
  readonly before: Before
}

const ALL_NAMES: readonly string[] = [...OPEN_NAMES, ...PRIVATE_NAMES]

/** Compared whole, since several end alike. */
function nearName(name: string): string {
  const whole = (text: string) => text.replaceAll('.', '_')
  const near = nearest(whole(name), ALL_NAMES.map(whole))
  return ALL_NAMES.find((one) => whole(one) === near) ?? 'amount'
}

/** What is wrong with the words of one step in one language, given who may be listening. */
export function scriptWordFaults(text: string, of: Of): readonly ScriptFault<ScriptWordFault>[] {
  const { at, before, kind } = of
  const fault = (
    code: ScriptWordFault,
    names: ScriptFault['names'],
  ): ScriptFault<ScriptWordFault> => ({ fault: code, at, names })
  const stray = strayBraces(text)
  if (stray !== undefined) return [fault('stray_braces', { words: stray })]
  const way = wayText(before.unconfirmedBy ?? [])
  const names = namesIn(text).flatMap((name) => {
    if (!ALL_NAMES.includes(name)) return [fault('unknown_name', { name, near: nearName(name) })]
    const isOpen = OPEN_NAMES.some((open) => open === name)
    if (isOpen || before.confirmed) return []
    return [
      fault(kind === 'care' ? 'debt_in_care' : 'private_before_identity', { words: name, way }),
    ]
  })
  return names.length > 0
    ? names
    : [...lintedFaults(text, of, fault), ...consequence(text, of, fault)]
}

type Make = (code: ScriptWordFault, names: ScriptFault['names']) => ScriptFault<ScriptWordFault>

function lintedFaults(text: string, { language, kind, before }: Of, fault: Make) {
  const linted = lintFree(fillWords(text, SAMPLE[language]), {
    language,
    channel: 'call',
    audience: before.confirmed ? 'borrower' : 'maybe_shared',
    amounts: SAMPLE_AMOUNTS,
    sender: SAMPLE_SENDER,
  })
  if (linted.is === 'clean') return []
  const way = wayText(before.unconfirmedBy ?? [])
  return linted.findings.map(({ fault: found, words, what, right }) => {
    if (found === 'debt_shown')
      return fault(kind === 'care' ? 'debt_in_care' : 'debt_before_identity', { words, way })
    return fault('words_at_fault', {
      words,
      whatEn: what.en,
      whatZh: what.zh,
      rightEn: right.en,
      rightZh: right.zh,
    })
  })
}

/** The step that names the ways out may say what follows otherwise behind them: the linter sees to it. */
function consequence(text: string, { kind, before }: Of, fault: Make) {
  if (before.options || kind === 'care') return []
  const words = namesConsequence(text)
  if (words === undefined) return []
  const way = wayText(before.withoutOptionsBy ?? [])
  return [fault('consequence_before_options', { words, way })]
}

export const SAMPLE_SENDER: Sender = {
  tradingName: 'Example',
  checkPhone: '0800 123 4567',
  checkUrl: 'https://pay.example.test',
}

const inMinor = (minor: bigint, code: string): Money => {
  const currency = currencyOf(code)
  assert(currency !== undefined, `${code} is a currency`)
  return money(minor, currency)
}
const SAMPLE_AMOUNTS = [inMinor(12_000n, 'GBP'), inMinor(123_400n, 'CNY')]

/** What words are tried with, before any borrower hears them. */
export const SAMPLE: Readonly<Record<'zh' | 'en', Values>> = {
  en: {
    'sender.name': SAMPLE_SENDER.tradingName,
    'sender.phone': SAMPLE_SENDER.checkPhone,
    'borrower.name': 'Alex Morgan',
    'staff.name': 'Priya Raman',
    amount: '£120.00',
    due_on: '21 November 2026',
    'account.tail': '4821',
    collector: '',
  },
  zh: {
    'sender.name': SAMPLE_SENDER.tradingName,
    'sender.phone': SAMPLE_SENDER.checkPhone,
    'borrower.name': '王小明',
    'staff.name': '李敏',
    amount: '¥1,234.00',
    due_on: '2026年11月21日',
    'account.tail': '4821',
    collector: '',
  },
}
