import { createInterface } from 'node:readline/promises'
import { parseDay } from '../core/calendar.ts'
import { aheadMs, dayIn, moveClock, nowOf, spanMs } from './clock.ts'
import type { Context } from './context.ts'
import { EXIT, Stop } from './talk.ts'

/** Shows or moves the clock of this home. Moving it is asked for by a typed name. */
export async function clockCommand(
  context: Context,
  options: { yes?: boolean },
  what?: string,
  value?: string,
): Promise<undefined> {
  const ahead = wantedAhead(context, what, value)
  if (ahead !== undefined && ahead !== aheadMs(context.home)) {
    if (!options.yes) await confirm(context)
    moveClock(context.home, ahead)
  }
  showClock(context)
}

function wantedAhead(context: Context, what?: string, value?: string): number | undefined {
  const { home, talk } = context
  if (what === undefined && value === undefined) return undefined
  if (what === 'reset' && value === undefined) return 0
  if (what === 'advance' && value !== undefined) {
    const span = spanMs(value)
    if (span !== undefined) return aheadMs(home) + span
  }
  if (what === 'set' && value !== undefined) {
    const day = parseDay(value)
    // The hour of the real clock is kept: only the day is chosen.
    if (day !== undefined)
      return Date.parse(`${day}T00:00:00Z`) - Math.floor(Date.now() / 86_400_000) * 86_400_000
  }
  throw new Stop(talk.word('clockBad', { text: [what, value].join(' ').trim() }), EXIT.usage)
}

async function confirm(context: Context): Promise<void> {
  const { talk } = context
  if (!process.stdin.isTTY) throw new Stop(talk.word('clockNoTty'), EXIT.usage)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question(talk.word('clockAsk'), { signal: context.signal })
    if (answer.trim() !== 'move the clock') throw new Stop(talk.word('notConfirmed'))
  } finally {
    lines.close()
  }
}

function showClock(context: Context): void {
  const { home, talk } = context
  const now = nowOf(home)
  const hours = Math.round(aheadMs(home) / 360_000) / 10
  const moved = hours === 0 ? talk.word('clockReal') : talk.word('clockMoved', { hours })
  const shown = { now: new Date(now).toISOString(), today: dayIn('UTC', now), moved_hours: hours }
  talk.data(shown, () => talk.word('clockIs', { now: shown.now, today: shown.today, moved }))
}
