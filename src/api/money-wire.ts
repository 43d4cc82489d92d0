import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import type { Suggestion } from '../core/match.ts'
import { instantText } from '../store/db.ts'
import { waitsForAnswer, type Decision, type MoneyItem, type MoneyKey } from '../store/money.ts'
import { moneyOf } from './cases.ts'
import { accountIdText, caseIdText, pairText } from './ids.ts'
import { DayOut, idOut, InstantOut, MoneyOut, pairOut } from './schemas.ts'
import type { Language } from './wire.ts'
import type {
  MatchSuggestionWire,
  MoneyDecisionWire,
  MoneyDone,
  MoneyId,
  MoneyPage,
  MoneyRowWire,
  MoneyWholeWire,
} from './wire-bank.ts'

const SuggestionOut: z.ZodType<MatchSuggestionWire> = z
  .object({
    account_id: idOut('acc'),
    case_id: idOut('case'),
    account_ref: z.string(),
    borrower: z.string(),
    rule: z.string(),
    score: z.int(),
    reason: z.string(),
    odd: z.boolean(),
    outstanding: MoneyOut,
    arrears: MoneyOut,
  })
  .openapi('MatchSuggestion')

const ROW = {
  id: pairOut('mny'),
  amount: MoneyOut,
  left: MoneyOut,
  booked_on: DayOut,
  payer: z.string().nullable(),
  text: z.string().nullable(),
  returned: z.boolean(),
  twin: z.boolean(),
  asked: z.boolean(),
  suggestion: SuggestionOut.nullable(),
}

export const PageOut: z.ZodType<MoneyPage> = z
  .object({
    items: z.array(z.object(ROW).openapi('MoneyRow')),
    next_cursor: z.string().nullable(),
    sums: z.array(z.object({ amount: MoneyOut, items: z.int(), oldest_on: DayOut })),
  })
  .openapi('MoneyPage')

const DecisionOut: z.ZodType<MoneyDecisionWire> = z
  .object({
    no: z.int(),
    kind: z.enum(['match', 'return', 'set_aside', 'undo', 'asked']),
    part: MoneyOut,
    account_ref: z.string().nullable(),
    case_id: idOut('case').nullable(),
    why: z.string().nullable(),
    rule: z.string().nullable(),
    by: z.string(),
    undone: z.boolean(),
    at: InstantOut,
  })
  .openapi('MoneyDecision')

export const WholeOut: z.ZodType<MoneyWholeWire> = z
  .object({
    ...ROW,
    bank_account: z.string(),
    value_on: DayOut.nullable(),
    bank_ref: z.string().nullable(),
    end_to_end: z.string().nullable(),
    reference: z.string().nullable(),
    payer_account: z.string().nullable(),
    virtual_account: z.string().nullable(),
    return_code: z.string().nullable(),
    suggestions: z.array(SuggestionOut),
    originals: z.array(
      z.object({ id: pairOut('mny'), booked_on: DayOut, payer: z.string().nullable() }),
    ),
    decisions: z.array(DecisionOut),
  })
  .openapi('MoneyItem')

export const DoneOut: z.ZodType<MoneyDone> = z
  .object({
    done: z.enum(['matched', 'asked', 'set_aside', 'undone', 'returned']),
    left: MoneyOut,
  })
  .openapi('MoneyDone')

/** An item is named by its movement and its place. */
export const moneyIdText = ({ itemKey, itemNo }: MoneyKey): MoneyId =>
  pairText('mny', { borrowerId: itemKey, n: itemNo }) as MoneyId

export const suggestionWire = (one: Suggestion, lang: Language): MatchSuggestionWire => ({
  account_id: accountIdText(one.target.accountId),
  case_id: caseIdText(one.target.borrowerId),
  account_ref: one.target.ref,
  borrower: one.target.borrowerName,
  rule: one.rule,
  score: one.score,
  reason: one.reason[lang],
  odd: one.odd,
  outstanding: moneyOf(one.target.outstandingMinor, one.target.currency),
  arrears: moneyOf(one.target.arrearsMinor, one.target.currency),
})

export const rowWire = (
  item: MoneyItem,
  best: Suggestion | undefined,
  { lang, today }: { readonly lang: Language; readonly today: Day },
): MoneyRowWire => ({
  id: moneyIdText(item),
  amount: moneyOf(item.amountMinor, item.currency),
  left: moneyOf(item.leftMinor, item.currency),
  booked_on: item.bookedOn,
  payer: item.payerName ?? null,
  text: [item.reference, item.remittance].filter(Boolean).join(' · ') || null,
  returned: item.returned,
  twin: item.twin,
  asked: waitsForAnswer(item, today),
  suggestion: best === undefined ? null : suggestionWire(best, lang),
})

export const wholeWire = (
  item: MoneyItem,
  of: {
    readonly suggestions: readonly Suggestion[]
    readonly originals: readonly MoneyItem[]
    readonly decisions: readonly Decision[]
    readonly lang: Language
    readonly today: Day
  },
): MoneyWholeWire => ({
  ...rowWire(item, of.suggestions[0], of),
  bank_account: item.bankAccount,
  value_on: item.valueOn ?? null,
  bank_ref: item.bankRef ?? null,
  end_to_end: item.endToEnd ?? null,
  reference: item.reference ?? null,
  payer_account: item.payerAccount ?? null,
  virtual_account: item.virtualAccount ?? null,
  return_code: item.returnCode ?? null,
  suggestions: of.suggestions.map((one) => suggestionWire(one, of.lang)),
  originals: of.originals.map((one) => ({
    id: moneyIdText(one),
    booked_on: one.bookedOn,
    payer: one.payerName ?? null,
  })),
  decisions: of.decisions.map((one) => ({
    no: one.decisionNo,
    kind: one.kind,
    part: moneyOf(one.partMinor, item.currency),
    account_ref: one.accountRef ?? null,
    case_id: one.borrowerId === undefined ? null : caseIdText(one.borrowerId),
    why: one.why ?? null,
    rule: one.rule ?? null,
    by: one.byName ?? one.by,
    undone: one.undone,
    at: instantText(one.at),
  })),
})
