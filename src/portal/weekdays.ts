import type { Language } from '../store/templates.ts'

const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

/** The days of the week as a calendar names them, from Monday. */
export function weekdayNames(lang: Language): readonly string[] {
  const named = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    weekday: 'long',
    timeZone: 'UTC',
  })
  return [0, 1, 2, 3, 4, 5, 6].map((n) => named.format(MONDAY + n * DAY_MS))
}
