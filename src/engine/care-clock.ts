import {
  addDays,
  addMonths,
  type Day,
  dayFromNumber,
  dayNumber,
  weekday,
} from '../core/calendar.ts'
import type { CareKind } from '../core/care/care.ts'
import type { Words } from '../core/words.ts'
import { isYearlyDay, type YearlyDay } from '../guard/yearly.ts'

/** How long, from a day on: one of the three, counted in the place's own calendar. */
export type Length = {
  readonly days?: number | undefined
  readonly business_days?: number | undefined
  readonly months?: number | undefined
  /** 'same_day': the day on which it begins is day one. */
  readonly first: 'same_day' | 'next_day'
}

/** A clock of one kind of care in one place: dated, cited, marked. */
export type ClockRule = {
  readonly kind: CareKind
  readonly clock: string
  readonly rule: string
  readonly mark: ClockMark
  readonly words: Words
  readonly source: readonly { readonly title: string; readonly href: string }[]
  /** 'told': from the day on which it was told; 'state': from the day of the present state. */
  readonly starts: 'told' | 'state'
  readonly only?: 'written' | 'oral' | undefined
  /** The newest that has begun by the day the clock starts holds. */
  readonly value: Readonly<Record<string, Length>>
  /** Of the place; weekends are never business days. */
  readonly holidays: readonly YearlyDay[]
}

export const CLOCK_MARKS = ['primary', 'verbatim', 'secondary', 'unverified', 'house'] as const
export type ClockMark = (typeof CLOCK_MARKS)[number]

export type CareBook = {
  /** What the house does where a place says nothing. */
  readonly house: readonly ClockRule[]
  readonly places: ReadonlyMap<string, readonly ClockRule[]>
}

export type ClockAsk = {
  readonly kind: CareKind
  readonly clock: string
  readonly places: readonly string[]
  readonly written: boolean
  readonly toldOn: Day
  readonly sinceOn: Day
  /** The day that an act gave, for what has no length of its own. */
  readonly untilOn?: Day | undefined
}

export type Clock = {
  readonly clock: string
  /** The last day of it. */
  readonly dueOn: Day
  readonly rule: string
  readonly mark: ClockMark
  readonly words: Words
}

const GIVEN: Words = { en: 'the day that was set', zh: '约定的到期日' }

/** The last day of a clock; of several places the earliest. undefined: nobody set one. */
export function clockOf(book: CareBook, ask: ClockAsk): Clock | undefined {
  if (ask.clock === 'until') {
    return (
      ask.untilOn && {
        ...ask,
        dueOn: ask.untilOn,
        rule: 'house.set-day',
        mark: 'house',
        words: GIVEN,
      }
    )
  }
  const clocks = rulesOf(book, ask).flatMap((rule) => {
    const from = rule.starts === 'told' ? ask.toldOn : ask.sinceOn
    const length = valueOn(rule, from)
    if (length === undefined) return []
    const { clock, rule: id, mark, words } = rule
    return [{ clock, rule: id, mark, words, dueOn: lastDay(from, length, rule.holidays) }]
  })
  return clocks.toSorted((a, b) => dayNumber(a.dueOn) - dayNumber(b.dueOn))[0]
}

/** How many months must lie between two of a kind; undefined: no limit is known. */
export function againMonths(
  book: CareBook,
  ask: ClockAsk,
): { months: number; rule: ClockRule } | undefined {
  const found = rulesOf(book, ask).flatMap((rule) => {
    const months = valueOn(rule, ask.toldOn)?.months
    return months === undefined ? [] : [{ months, rule }]
  })
  return found.toSorted((a, b) => b.months - a.months)[0]
}

/** What the places say, where one of them has begun to; else what the house does. */
function rulesOf(
  book: CareBook,
  { kind, clock, places, written, toldOn, sinceOn }: ClockAsk,
): readonly ClockRule[] {
  const fits = (rule: ClockRule) =>
    rule.kind === kind &&
    rule.clock === clock &&
    (rule.only === undefined || (rule.only === 'written') === written) &&
    valueOn(rule, rule.starts === 'told' ? toldOn : sinceOn) !== undefined
  const local = places.flatMap((place) => (book.places.get(place) ?? []).filter(fits))
  return local.length > 0 ? local : book.house.filter(fits)
}

function valueOn({ value }: ClockRule, on: Day): Length | undefined {
  const [newest] = Object.keys(value)
    .filter((from) => from <= on)
    .toSorted()
    .reverse()
  return newest === undefined ? undefined : value[newest]
}

function lastDay(from: Day, length: Length, holidays: readonly YearlyDay[]): Day {
  const begins = length.first === 'same_day' ? addDays(from, -1) : from
  if (length.months !== undefined) return addMonths(begins, length.months)
  if (length.business_days === undefined) return addDays(begins, length.days ?? 0)
  let on = dayNumber(begins)
  for (let left = length.business_days; left > 0;) {
    on++
    if (weekday(dayFromNumber(on)) < 6 && !isYearlyDay(holidays, on)) left--
  }
  return dayFromNumber(on)
}
