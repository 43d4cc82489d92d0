import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseDay, type Day, type Instant } from '../core/calendar.ts'

/** The wall clock, moved by what `forbear clock` says: for trying a ladder in a second. */
const ClockFile = z.strictObject({ aheadMs: z.number().int() })

const fileOf = (home: string): string => join(home, 'clock.json')

export function aheadMs(home: string): number {
  try {
    return ClockFile.parse(JSON.parse(readFileSync(fileOf(home), 'utf8'))).aheadMs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

export function moveClock(home: string, ahead: number): void {
  mkdirSync(home, { recursive: true })
  const next = `${fileOf(home)}.next`
  writeFileSync(next, JSON.stringify({ aheadMs: ahead }))
  renameSync(next, fileOf(home))
}

export const nowOf = (home: string): Instant => (Date.now() + aheadMs(home)) as Instant

/** The calendar day of an instant in a zone: the tenant's business day. */
export function dayIn(zone: string, at: Instant): Day {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)
  const found = parseDay(parts)
  if (found === undefined) throw new Error(`bug: ${parts} is not a day`)
  return found
}

/** Reads '45d', '-3d', '12h': milliseconds; undefined for everything else. */
export function spanMs(text: string): number | undefined {
  const match = /^(-?[0-9]{1,5})(d|h|m)$/.exec(text)
  if (match === null) return undefined
  return Number(match[1]) * { d: 86_400_000, h: 3_600_000, m: 60_000 }[match[2] as 'd' | 'h' | 'm']
}
