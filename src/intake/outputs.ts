import type { Noun } from './mapping.ts'
import { idOf } from './sql.ts'

/** SQL texts of a noun's checked fields, and how an id is made of a reference. */
type Fields = { readonly field: (key: string) => string; readonly id: (ref: string) => string }
type Columns = Record<string, string>

/** Fields that the book holds under their own names. */
const same = (at: Fields, ...keys: string[]): Columns =>
  Object.fromEntries(keys.map((key) => [key, at.field(key)]))

/** Amounts, which the book holds in minor units. */
const minors = (at: Fields, ...keys: string[]): Columns =>
  Object.fromEntries(keys.map((key) => [`${key}_minor`, at.field(key)]))

const owner = (at: Fields): Columns => ({ borrower_id: at.id(at.field('borrower')) })
const debt = (at: Fields): Columns => ({ ...owner(at), account_id: at.id(at.field('account')) })

const OUTPUTS: Readonly<Record<Noun, (at: Fields) => Columns>> = {
  borrower: (at) => ({
    borrower_id: at.id(at.field('ref')),
    ...same(at, 'ref', 'name', 'language', 'zones', 'person_key'),
  }),
  account: (at) => ({
    ...owner(at),
    account_id: at.id(at.field('ref')),
    ...same(at, 'ref', 'portfolio', 'product', 'currency', 'opened_on'),
    principal_minor: at.field('principal'),
    closed_on: at.field('closed_on'),
  }),
  address: (at) => {
    const parts = ['borrower', 'kind', 'value'].map(at.field)
    return {
      ...owner(at),
      address_id: at.id(parts.join(' || chr(0) || ')),
      ...same(at, 'kind', 'value', 'zone'),
    }
  },
  instalment: (at) => ({
    ...debt(at),
    version: at.field('version'),
    instalment_no: at.field('number'),
    due_on: at.field('due_on'),
    amount_minor: at.field('amount'),
    effective_on: at.field('effective_on'),
  }),
  payment: (at) => {
    const reverses = at.field('reverses')
    return {
      ...debt(at),
      payment_id: at.id(at.field('ref')),
      ref: at.field('ref'),
      amount_minor: at.field('amount'),
      reverses_id:
        reverses === 'null'
          ? 'null'
          : `case when ${reverses} is not null then ${at.id(reverses)} end`,
      effective_on: at.field('effective_on'),
    }
  },
  snapshot: (at) => ({
    ...debt(at),
    effective_on: at.field('effective_on'),
    balance_minor: at.field('balance'),
    arrears_minor: at.field('arrears'),
    ...same(at, 'oldest_unpaid_due_on', 'months_past_due', 'next_due_on'),
    next_due_minor: at.field('next_due'),
  }),
  profile: (at) => ({
    ...debt(at),
    ...same(at, 'effective_on', 'risk', 'propensity', 'segment', 'vulnerable', 'limitation_on'),
  }),
  placement: (at) => ({
    ...debt(at),
    ...same(at, 'currency', 'effective_on'),
    ...minors(at, 'cost', 'fee', 'late_interest', 'interest', 'principal', 'last_payment'),
    rate_bps: at.field('rate'),
    ...same(at, 'secured', 'contracted_on', 'defaulted_on', 'called_on', 'charged_off_on'),
    ...same(at, 'last_payment_on', 'purchased_on', 'seller', 'original_creditor', 'noticed_on'),
  }),
}

/** The columns of a noun as the book holds them, from the SQL of its checked fields. */
export const outputs = (
  noun: Noun,
  source: string,
  values: Readonly<Record<string, string>>,
): Columns =>
  OUTPUTS[noun]({ field: (key) => values[key] ?? 'null', id: (ref) => idOf(source, ref) })
