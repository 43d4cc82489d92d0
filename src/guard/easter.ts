import { type Day, day } from '../core/calendar.ts'

/** Easter Sunday of a Gregorian year, after the anonymous algorithm of 1876 (Meeus, ch. 8). */
export function easterSunday(year: number): Day {
  const a = year % 19
  const [b, c] = [Math.floor(year / 100), year % 100]
  const [d, e] = [Math.floor(b / 4), b % 4]
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const [i, k] = [Math.floor(c / 4), c % 4]
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  const text = (value: number) => String(value).padStart(2, '0')
  return day(`${String(year).padStart(4, '0')}-${text(Math.floor(n / 31))}-${text((n % 31) + 1)}`)
}
