import { z } from 'zod'
import { parseDay } from '../core/calendar.ts'

/** Pieces that the forms of rules and of their cases share. */

export const Words = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) })
export const Citation = z.strictObject({ title: z.string().min(1), href: z.string().min(1) })
export const DayText = z
  .string()
  .refine((text) => parseDay(text) !== undefined, 'not a day YYYY-MM-DD')
export const RuleId = z.string().regex(/^[a-z]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/, 'not a rule id')
export const LocalTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'not a local time YYYY-MM-DDTHH:MM')
export const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "not a time such as '08:00'")
export const Minutes = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, "not hours such as '08:00-21:00'")
  .refine(
    (text) => text.slice(0, 5) < text.slice(6) && text.slice(6) <= '24:00',
    'hours that end before they begin',
  )

/** A list of words, or of names that stand for several of them. */
export const oneOf = <W extends string, G extends string>(
  words: readonly W[],
  groups: Readonly<Record<G, readonly W[]>>,
) => z.array(z.enum([...words, ...(Object.keys(groups) as G[])])).min(1)

const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

/** A day of every year: a date, so many days from Easter Sunday, or the n-th weekday of a month (-1: the last). */
export const YearlyForm = z.union([
  z.strictObject({ name: Words, date: MonthDay }),
  z.strictObject({ name: Words, days_after_easter: z.int().min(-60).max(60) }),
  z.strictObject({
    name: Words,
    month: z.int().min(1).max(12),
    weekday: z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
    nth: z.union([z.literal(-1), z.int().min(1).max(5)]),
  }),
])
