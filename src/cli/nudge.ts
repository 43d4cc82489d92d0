import type { Leaving } from '../api/env.ts'
import type { Instant } from '../core/calendar.ts'

export type Nudges = {
  /** Looks at the borrower's steps at that moment, and waits for no tick. */
  readonly nudge: (leaving: Leaving) => void
  /** Starts nothing more, and ends when what was started has. */
  readonly stop: () => Promise<void>
}

/** The step's own hour may be a moment later by another clock. */
const SLACK_MS = 50

/**
 * What a person typed leaves when its seconds are over. A nudge that is lost with its process loses
 * nothing: the next tick finds the step.
 */
export function openNudges(
  now: () => Instant,
  work: (leaving: Leaving) => Promise<void>,
  trouble: (error: unknown) => void,
): Nudges {
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let isStopped = false
  const start = (leaving: Leaving) => {
    const one = work(leaving)
      .catch(trouble)
      .finally(() => running.delete(one))
    running.add(one)
  }
  return {
    nudge: (leaving) => {
      if (isStopped) return
      const timer = setTimeout(
        () => {
          timers.delete(timer)
          start(leaving)
        },
        Math.max(0, leaving.at - now()) + SLACK_MS,
      )
      timers.add(timer)
    },
    stop: async () => {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}
