import { day, daysBetween, daysInMonth, parseDay, type Day } from '../../core/calendar.ts'

/**
 * YYMMDD. Banks that reckon months of thirty days write the 29th and 30th of February; those become the
 * month's last day, and it is said. No other day that does not exist is taken.
 */
export function swiftDay(text: string): {
  readonly day: Day | undefined
  readonly mended: boolean
} {
  if (!/^\d{6}$/.test(text)) return { day: undefined, mended: false }
  const year = Number(text.slice(0, 2)) + (Number(text.slice(0, 2)) < 80 ? 2000 : 1900)
  const [month, dayOfMonth] = [text.slice(2, 4), text.slice(4, 6)]
  const plain = parseDay(`${year}-${month}-${dayOfMonth}`)
  if (plain !== undefined) return { day: plain, mended: false }
  if (month !== '02' || !['29', '30'].includes(dayOfMonth)) return { day: undefined, mended: false }
  return { day: day(`${year}-02-${daysInMonth(year, 2)}`), mended: true }
}

/** MMDD takes the year that brings it nearest to the value day: at New Year they differ. */
export function entryDay(text: string, valueOn: Day | undefined): Day | undefined {
  if (valueOn === undefined) return undefined
  const year = Number(valueOn.slice(0, 4))
  const near = [year - 1, year, year + 1].flatMap((one) => {
    const found = swiftDay(`${String(one % 100).padStart(2, '0')}${text}`).day
    return found === undefined ? [] : [found]
  })
  return near.toSorted(
    (a, b) => Math.abs(daysBetween(a, valueOn)) - Math.abs(daysBetween(b, valueOn)),
  )[0]
}
