import type { Channel } from '../core/channel.ts'
import { CHANNELS } from '../core/channel.ts'
import { NO_DAYS } from './row.ts'

/** What a touch was: our attempt, or a contact in which both sides spoke or wrote. */
export type TouchKind = 'attempt' | 'conversation'

const KIND_BIT = { attempt: 0, conversation: 8 } as const satisfies Record<TouchKind, number>

/** A channel and what was done on it, as the low four bits of a touch. */
export const touchCode = (kind: TouchKind, channel: Channel): number =>
  KIND_BIT[kind] + CHANNELS.indexOf(channel)

/** One number that sorts by day: how `position.touches` keeps an attempt or a conversation. */
export const touchOf = (kind: TouchKind, channel: Channel, day: number): number =>
  day * 16 + touchCode(kind, channel)

export const dayOfTouch = (touch: number): number => touch >> 4
export const codeOfTouch = (touch: number): number => touch & 15

/** How far back a position keeps every touch; of what is older only the newest of each code stays. */
export const TOUCH_DAYS = 30

/** The touches with one more, in order and without what no fact can ask about any longer. */
export function withTouch(touches: readonly number[], added: number): readonly number[] {
  const all = [...touches, added].toSorted((a, b) => a - b)
  const newest = new Map(all.map((touch) => [codeOfTouch(touch), touch]))
  const from = (dayOfTouch(added) - TOUCH_DAYS) * 16
  return all.filter((touch) => touch >= from || newest.get(codeOfTouch(touch)) === touch)
}

/** Days since the newest of them; NO_DAYS where there was none. */
export function daysSinceTouch(touches: readonly number[], code: number, today: number): number {
  for (let i = touches.length - 1; i >= 0; i--) {
    const touch = touches[i] as number
    if (codeOfTouch(touch) === code) return Math.max(today - dayOfTouch(touch), 0)
  }
  return NO_DAYS
}

/** How many of them there were in the last `days` days, today included. */
export function touchesWithin(
  touches: readonly number[],
  code: number,
  window: { readonly today: number; readonly days: number },
): number {
  const after = window.today - window.days
  let times = 0
  for (const touch of touches) if (codeOfTouch(touch) === code && dayOfTouch(touch) > after) times++
  return times
}
