import { currencyOf, money, type Money } from '../core/money.ts'
import { assert } from '../core/assert.ts'
import type { TemplateLanguage, Values } from './template-form.ts'
import type { Sender } from './template-lint.ts'

/** What differs between the people whom one text may go to. */
export type SampleOf = { readonly dueOn: boolean; readonly agency: boolean }

type Sample = {
  readonly sender: Sender
  /** Every amount that the made-up ledger knows. */
  readonly amounts: readonly Money[]
  readonly values: Values
}

/** The debt-collector disclosure (12 CFR 1006.18(e)), in the language of the rest. */
export const COLLECTOR: Readonly<Record<TemplateLanguage, string>> = {
  zh: '本信息由债务催收机构发出，用于催收债务，您提供的内容将用于此目的。',
  en: 'From a debt collector, to collect a debt. What you tell us is used for that. ',
}

const known = (minor: bigint, code: string): Money => {
  const currency = currencyOf(code)
  assert(currency !== undefined, `${code} is a currency`)
  return money(minor, currency)
}

const SAMPLES: Readonly<Record<TemplateLanguage, Sample>> = {
  zh: {
    sender: {
      tradingName: '安心贷',
      checkPhone: '400-800-1234',
      checkUrl: 'https://anxin.example/check',
    },
    amounts: [known(1_234_550n, 'CNY')],
    values: {
      'sender.name': '安心贷',
      'sender.phone': '400-800-1234',
      'sender.url': 'https://anxin.example/check',
      'borrower.name': '欧阳小明',
      'account.tail': '3456',
      amount: '¥12,345.50',
      due_on: '2026年10月31日',
      paid_on: '2026年11月20日',
      today: '2026年11月21日',
      code: '482913',
      collector: '',
    },
  },
  en: {
    sender: {
      tradingName: 'Harbour Loans',
      checkPhone: '0800 123 4567',
      checkUrl: 'https://harbour.example/check',
    },
    amounts: [known(1_234_550n, 'GBP')],
    values: {
      'sender.name': 'Harbour Loans',
      'sender.phone': '0800 123 4567',
      'sender.url': 'https://harbour.example/check',
      'borrower.name': 'Alexandra Smith',
      'account.tail': '3456',
      amount: '£12,345.50',
      due_on: '31 October 2026',
      paid_on: '20 November 2026',
      today: '21 November 2026',
      code: '482913',
      collector: '',
    },
  },
}

/** Nobody's values: what a template is read with before anybody agrees to it. */
export function sampleOf(language: TemplateLanguage, { dueOn, agency }: SampleOf): Sample {
  const { values, ...rest } = SAMPLES[language]
  return {
    ...rest,
    values: {
      ...values,
      due_on: dueOn ? values.due_on : null,
      collector: agency ? COLLECTOR[language] : '',
    },
  }
}
