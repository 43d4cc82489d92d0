import { parseDay, type Day } from '../core/calendar.ts'

/** A day as it is typed or chosen: 2026-11-20, also with full-width figures, dots or strokes. */
export function readDayText(text: string | undefined): Day | undefined {
  const plain = (text ?? '').normalize('NFKC').trim()
  const match = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(plain)
  if (match === null) return undefined
  const [, year, month, on] = match
  return parseDay(`${year}-${month?.padStart(2, '0')}-${on?.padStart(2, '0')}`)
}
