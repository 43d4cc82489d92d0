import type { Noun } from './mapping.ts'

/** What a field of a noun holds: how its text is checked and what it becomes. */
export type FieldType =
  | 'ref'
  | 'text'
  | 'language'
  | 'zones'
  | 'zone'
  | 'portfolio'
  | 'product'
  | 'currency'
  | 'kind'
  | 'day'
  | 'amount'
  | 'amount_from_zero'
  | 'amount_above_zero'
  | 'whole'
  /** A model's word in thousandths: 0 to 1000. */
  | 'score'
  | 'segment'
  /** What the lender gives to know a person again: a hash, at least 8 characters. */
  | 'person_key'
  | 'flag'
  /** Percent a year with at most two decimals, such as 14.6; kept as basis points. */
  | 'rate'

export type Field = { readonly type: FieldType; readonly required: boolean }

const must = (type: FieldType): Field => ({ type, required: true })
const may = (type: FieldType): Field => ({ type, required: false })

export const FIELDS: Readonly<Record<Noun, Readonly<Record<string, Field>>>> = {
  borrower: {
    ref: must('ref'),
    name: must('text'),
    language: must('language'),
    zones: must('zones'),
    person_key: may('person_key'),
  },
  account: {
    ref: must('ref'),
    borrower: must('ref'),
    portfolio: must('portfolio'),
    product: must('product'),
    currency: must('currency'),
    opened_on: may('day'),
    principal: may('amount_from_zero'),
    closed_on: may('day'),
  },
  address: { borrower: must('ref'), kind: must('kind'), value: must('text'), zone: may('zone') },
  instalment: {
    account: must('ref'),
    borrower: must('ref'),
    currency: must('currency'),
    version: must('whole'),
    effective_on: must('day'),
    number: must('whole'),
    due_on: must('day'),
    amount: must('amount_from_zero'),
  },
  payment: {
    ref: must('ref'),
    account: must('ref'),
    borrower: must('ref'),
    currency: must('currency'),
    amount: must('amount_above_zero'),
    effective_on: must('day'),
    reverses: may('ref'),
  },
  snapshot: {
    account: must('ref'),
    borrower: must('ref'),
    currency: must('currency'),
    effective_on: must('day'),
    balance: must('amount'),
    arrears: may('amount_from_zero'),
    oldest_unpaid_due_on: may('day'),
    months_past_due: may('whole'),
    next_due_on: may('day'),
    next_due: may('amount_from_zero'),
  },
  profile: {
    account: must('ref'),
    borrower: must('ref'),
    effective_on: must('day'),
    risk: may('score'),
    propensity: may('score'),
    segment: may('segment'),
    vulnerable: may('flag'),
    limitation_on: may('day'),
  },
  placement: {
    account: must('ref'),
    borrower: must('ref'),
    currency: must('currency'),
    effective_on: must('day'),
    cost: may('amount_from_zero'),
    fee: may('amount_from_zero'),
    late_interest: may('amount_from_zero'),
    interest: may('amount_from_zero'),
    principal: must('amount_from_zero'),
    rate: may('rate'),
    secured: may('flag'),
    contracted_on: may('day'),
    defaulted_on: may('day'),
    called_on: may('day'),
    charged_off_on: may('day'),
    last_payment_on: may('day'),
    last_payment: may('amount_from_zero'),
    purchased_on: may('day'),
    seller: may('text'),
    original_creditor: may('text'),
    noticed_on: may('day'),
  },
}

export const LANGUAGES = ['zh', 'en']
export const ADDRESS_KINDS = ['mobile', 'landline', 'email', 'post']
