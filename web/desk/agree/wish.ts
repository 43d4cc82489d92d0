import type { AccountId } from '../../../src/api/wire.ts'
import { minorOf } from '../format.ts'

export const SHAPES = ['equal', 'interest_free', 'stepped', 'balloon'] as const
export const RHYTHMS = ['month', 'month_last_workday', 'week', 'fortnight'] as const

/** A wish as it is typed. */
export type WishValues = {
  account: AccountId
  kind: 'plan' | 'settlement'
  shape: (typeof SHAPES)[number]
  count: string
  rhythm: (typeof RHYTHMS)[number]
  payday?: string
  weekday?: number
  after: string
  pay?: string
  first?: string
  balloon?: string
  stepCount?: string
  stepAmount?: string
}

/** Whole numbers of the form, and how far each may go. */
export const WHOLE = {
  count: { from: 1, to: 120, reads: /^([1-9][0-9]?|1[01][0-9]|120)$/ },
  payday: { from: 1, to: 31, reads: /^([1-9]|[12][0-9]|3[01])$/ },
  after: { from: 0, to: 10, reads: /^([0-9]|10)$/ },
  stepCount: { from: 1, to: 119, reads: /^([1-9][0-9]?|1[01][0-9])$/ },
} as const

export const firstWish = (account: AccountId | undefined, today: string): Partial<WishValues> => ({
  ...(account === undefined ? {} : { account }),
  kind: 'plan',
  shape: 'equal',
  count: '6',
  rhythm: 'month',
  payday: String(Number(today.slice(8, 10))),
  weekday: 5,
  after: '0',
})

/** What the server is asked; undefined while a field cannot be read: nothing is guessed or left out. */
export function wishOf(values: WishValues, currency: string): object | undefined {
  const whole = (name: keyof typeof WHOLE) =>
    WHOLE[name].reads.test(values[name] ?? '') ? Number(values[name]) : undefined
  const count = whole('count')
  const payday = paydayOf(values, whole('payday'), whole('after'))
  const pay = moneyOf(values.pay, currency)
  const first = moneyOf(values.first, currency)
  const shape = shapeOf(values, currency, whole('stepCount'))
  if (count === undefined || payday === undefined || shape === undefined) return undefined
  if (pay === 'unread' || first === 'unread') return undefined
  return {
    kind: values.kind,
    count,
    payday,
    ...shape,
    ...(pay === undefined ? {} : { pay }),
    ...(first === undefined ? {} : { first }),
  }
}

type Money = { readonly minor: string; readonly currency: string }

function moneyOf(text: string | undefined, currency: string): Money | 'unread' | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const minor = minorOf(text, currency)
  return minor === undefined ? 'unread' : { minor, currency }
}

function paydayOf(
  values: WishValues,
  dayOfMonth: number | undefined,
  daysAfter: number | undefined,
): object | undefined {
  if (daysAfter === undefined) return undefined
  const own = { every: values.rhythm, days_after: daysAfter }
  if (values.rhythm === 'month')
    return dayOfMonth === undefined ? undefined : { ...own, day_of_month: dayOfMonth }
  return values.rhythm === 'month_last_workday' ? own : { ...own, weekday: values.weekday ?? 5 }
}

function shapeOf(
  values: WishValues,
  currency: string,
  stepCount: number | undefined,
): object | undefined {
  const { shape } = values
  if (shape === 'balloon') {
    const balloon = moneyOf(values.balloon, currency)
    return typeof balloon === 'object' ? { shape, balloon } : undefined
  }
  if (shape === 'stepped') {
    const amount = moneyOf(values.stepAmount, currency)
    const isWhole = stepCount !== undefined && typeof amount === 'object'
    return isWhole ? { shape, steps: [{ count: stepCount, amount }] } : undefined
  }
  return { shape }
}
