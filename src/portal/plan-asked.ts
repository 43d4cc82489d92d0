import type { PayRule } from '../core/plan-dates.ts'
import type { Day } from '../core/calendar.ts'
import type { Currency } from '../core/money.ts'
import type { OfferOption } from '../core/offer.ts'
import type { PlanAsked } from '../store/portal-plan.ts'
import type { Language } from '../store/templates.ts'
import { readAmount } from './amount.ts'
import type { Form } from './asking.tsx'
import { weekdayNames } from './weekdays.ts'
import { sayPlan } from './words-plan.ts'

/** Answers as they travel from page to page; what is not there is not answered. */
export type PlanTyped = {
  readonly much: string | undefined
  readonly unsure: string | undefined
  readonly when: string | undefined
  readonly way: string | undefined
}

export const typedOf = (read: (name: string) => string | undefined): PlanTyped => ({
  much: read('much')?.slice(0, 20),
  unsure: read('unsure') === '1' ? '1' : undefined,
  when: read('when')?.slice(0, 10),
  way: read('way')?.slice(0, 10),
})

export const typedIn = (form: Form): PlanTyped => typedOf((name) => form.get(name))

/** An amount, 'unsure', or undefined where it is neither. */
export function muchOf(typed: PlanTyped, currency: Currency): bigint | 'unsure' | undefined {
  const text = typed.much?.trim() ?? ''
  if (text === '' && typed.unsure !== undefined) return 'unsure'
  return readAmount(text, currency)
}

/** Due the day after the money comes in; who is not sure pays on this day of each month. */
export function ruleOf(when: string | undefined, today: Day): PayRule | undefined {
  if (when === 'unsure')
    return { every: 'month', dayOfMonth: Number(today.slice(8, 10)), daysAfter: 0 }
  if (when === 'last') return { every: 'month_last_workday', daysAfter: 1 }
  const match = /^([mwf])([1-9]|[12][0-9]|3[01])$/.exec(when ?? '')
  const n = Number(match?.[2])
  if (match?.[1] === 'm') return { every: 'month', dayOfMonth: n, daysAfter: 1 }
  if (match === null || n > 7) return undefined
  return { every: match[1] === 'w' ? 'week' : 'fortnight', weekday: n, daysAfter: 1 }
}

export function askedOf(
  typed: PlanTyped,
  of: { readonly currency: Currency; readonly today: Day },
): PlanAsked | 'much' | 'when' {
  const much = muchOf(typed, of.currency)
  if (much === undefined) return 'much'
  const rule = ruleOf(typed.when, of.today)
  if (rule === undefined) return 'when'
  return { monthlyMinor: much === 'unsure' ? undefined : much, rule }
}

/** Of what the check page showed: another plan has another mark. */
export const markOf = ({ kind, instalments, payMinor }: OfferOption): string => {
  const first = instalments[0]
  return [kind, instalments.length, payMinor, first?.dueOn, first?.amountMinor].join('.')
}

/** Every answer to when money comes in, in the order of a list. */
export function whenOptions(lang: Language): readonly { value: string; words: string }[] {
  // Chinese says the week in its own word before it.
  const days = weekdayNames(lang).map((day, i) => ({ n: i + 1, day: day.replace(/^星期/, '') }))
  const weekly = (sign: 'w' | 'f', key: 'whenWeek' | 'whenFortnight') =>
    days.map(({ n, day }) => {
      const shown = lang === 'zh' && sign === 'f' ? `星期${day}` : day
      return { value: `${sign}${n}`, words: sayPlan(lang, key, { day: shown }) }
    })
  return [
    ...Array.from({ length: 31 }, (_, i) => ({
      value: `m${i + 1}`,
      words: sayPlan(lang, 'whenMonth', { n: String(i + 1) }),
    })),
    { value: 'last', words: sayPlan(lang, 'whenLast') },
    ...weekly('w', 'whenWeek'),
    ...weekly('f', 'whenFortnight'),
    { value: 'unsure', words: sayPlan(lang, 'unsure') },
  ]
}
