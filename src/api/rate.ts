import type { Instant } from '../core/calendar.ts'

const MINUTE_MS = 60_000

/** Turns of one process: a key has a minute's worth in hand, and they come back evenly. */
export type Turns = {
  /** undefined: go on; else the whole seconds after which one is there again. */
  take(name: string, perMinute: number, now: Instant): number | undefined
}

export function openTurns(): Turns {
  /** When each would have all its turns back. */
  const wholeAt = new Map<string, number>()
  return {
    take: (name, perMinute, now) => {
      const oneMs = MINUTE_MS / perMinute
      const whole = Math.max(wholeAt.get(name) ?? now, now)
      const waitMs = whole + oneMs - now - MINUTE_MS
      if (waitMs > 0) return Math.ceil(waitMs / 1000)
      wholeAt.set(name, whole + oneMs)
      return undefined
    },
  }
}
