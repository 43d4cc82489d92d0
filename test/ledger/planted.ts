import { addDays } from '../../src/core/calendar.ts'
import type { DebtTerms, MoneyFact } from '../../src/core/ledger.ts'
import { halfUp, roundedDown } from './fraction.ts'
import type { History } from './random-history.ts'
import { dayText, lastOf, RIGHT, type Habits } from './reference-terms.ts'

/** A mistake that somebody could make: the comparison has to see it. */
export type Planted = {
  readonly name: string
  readonly habits?: Partial<Habits>
  readonly terms?: (terms: DebtTerms) => DebtTerms
  readonly facts?: (facts: readonly MoneyFact[]) => readonly MoneyFact[]
}

export function bent(history: History, { terms, facts, habits }: Planted) {
  return {
    terms: terms === undefined ? history.terms : history.terms.map(terms),
    facts: facts === undefined ? history.facts : facts(history.facts),
    habits: { ...RIGHT, ...habits },
  }
}

const orderWith = (swap: readonly [string, string]): Habits['dayOrder'] => {
  const place = (kind: string) => RIGHT.dayOrder.findIndex((kinds) => kinds.includes(kind))
  const [first, second] = [place(swap[0]), place(swap[1])]
  return RIGHT.dayOrder.map(
    (kinds, i) => RIGHT.dayOrder[i === first ? second : i === second ? first : i] ?? kinds,
  )
}

export const PLANTED: readonly Planted[] = [
  { name: 'halves are rounded up', habits: { rounded: halfUp } },
  { name: 'interest is rounded down', habits: { rounded: roundedDown } },
  {
    name: 'a year has 360 days where it has 365',
    terms: (terms) =>
      terms.interest?.dayCount === 'actual/365'
        ? { ...terms, interest: { ...terms.interest, dayCount: 'actual/360' } }
        : terms,
  },
  {
    name: 'leap years count like others',
    terms: (terms) =>
      terms.interest?.dayCount === 'actual/actual'
        ? { ...terms, interest: { ...terms.interest, dayCount: 'actual/365' } }
        : terms,
  },
  {
    name: 'every month has the days that it has, where it should have 30',
    terms: (terms) =>
      terms.late?.dayCount === '30/360'
        ? { ...terms, late: { ...terms.late, dayCount: 'actual/360' } }
        : terms,
  },
  {
    name: 'grace ends a day early',
    habits: { isPastGrace: (on, dueOn, grace) => on >= addDays(dueOn, grace) },
  },
  {
    name: 'grace ends a day late',
    habits: { isPastGrace: (on, dueOn, grace) => on > addDays(dueOn, grace + 1) },
  },
  {
    name: 'a month that lacks the day has its anniversary in the next',
    habits: {
      anniversaryFalls: (year, month, dayOfMonth) =>
        dayOfMonth <= lastOf(year, month) ? dayText(year, month, dayOfMonth) : '',
    },
  },
  { name: 'paid interest still bears interest', habits: { paymentsLowerJoined: false } },
  {
    name: 'interest never compounds',
    terms: (terms) =>
      terms.interest === undefined
        ? terms
        : { ...terms, interest: { ...terms.interest, compounds: 'none' } },
  },
  {
    name: 'the first rate holds for ever',
    terms: (terms) =>
      terms.interest === undefined
        ? terms
        : { ...terms, interest: { ...terms.interest, rates: terms.interest.rates.slice(0, 1) } },
  },
  {
    name: 'principal is paid first',
    terms: (terms) => ({
      ...terms,
      waterfall: terms.waterfall.map((row) => ({ ...row, order: row.order.toReversed() })),
    }),
  },
  {
    name: 'age never changes the waterfall',
    terms: (terms) => ({
      ...terms,
      waterfall: terms.waterfall.filter(({ fromDpd }) => fromDpd === 0),
    }),
  },
  { name: 'caps are ignored', terms: (terms) => ({ ...terms, caps: [] }) },
  {
    name: 'a limit on late fees is ignored',
    terms: (terms) => ({
      ...terms,
      caps: terms.caps.filter(({ limit }) => limit !== 'late_fees'),
    }),
  },
  { name: 'what a cap cut comes back later', habits: { cutStaysCut: false } },
  { name: 'late fees come every day', habits: { feeOncePerRow: false } },
  {
    name: 'the maximum of a late fee is ignored',
    terms: (terms) => ({
      ...terms,
      lateFees: terms.lateFees.map((fee) => ({ ...fee, mostMinor: undefined })),
    }),
  },
  { name: 'a reversal leaves what waits in suspense', habits: { takesSuspense: false } },
  { name: 'refunded money that is reversed is forgotten', habits: { missingIsCost: false } },
  {
    name: 'reversals are forgotten',
    facts: (facts) => facts.filter(({ kind }) => kind !== 'reversal'),
  },
  { name: 'goodwill does not count as received', habits: { goodwillReceives: false } },
  {
    name: 'a payment on the day of the charge-off recovers nothing',
    habits: { recoveryFromItsDay: false },
  },
  { name: 'the rest of money with a name waits', habits: { namedMoneyGoesOn: false } },
  { name: 'money pays ahead before all that is due is paid', habits: { dueComesFirst: false } },
  { name: 'late interest follows the last payment', habits: { lateLooksAhead: false } },
  {
    name: 'late interest is on the whole principal always',
    terms: (terms) =>
      terms.late === undefined ? terms : { ...terms, late: { ...terms.late, on: 'principal' } },
  },
  { name: 'disputed debts are paid like others', terms: (terms) => ({ ...terms, disputed: [] }) },
  { name: 'security is ignored', terms: (terms) => ({ ...terms, secured: false }) },
  { name: 'a call is ignored', terms: (terms) => ({ ...terms, calledOn: undefined }) },
  { name: 'a moratorium is ignored', terms: (terms) => ({ ...terms, noCharges: [] }) },
  {
    name: 'a moratorium has its last day twice',
    terms: (terms) => ({
      ...terms,
      noCharges: terms.noCharges.map(({ from, until }) => ({
        from,
        until: until === undefined ? undefined : addDays(until, 1),
      })),
    }),
  },
  {
    name: 'charges go on after a charge-off',
    terms: (terms) => ({ ...terms, chargesAfterChargeOff: true }),
  },
  { name: 'payments come before waivers', habits: { dayOrder: orderWith(['payment', 'waiver']) } },
  { name: 'refunds come before payments', habits: { dayOrder: orderWith(['payment', 'refund']) } },
  {
    name: 'payments come before reversals',
    habits: { dayOrder: orderWith(['payment', 'reversal']) },
  },
]
