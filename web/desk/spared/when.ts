import type { SparedWire } from '../../../src/api/wire-people.ts'
import type { Say } from '../say.tsx'

export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const

type When = Pick<SparedWire, 'place' | 'days' | 'from' | 'until'>

/** 'Sat Sun 09:00–12:00', 'Every day 00:00–18:00', 'At work'. */
export function whenText({ place, days, from, until }: When, say: Say): string {
  if (place !== null) return say(`spared.place.${place}`)
  const on =
    days === null
      ? say('spared.every_day')
      : DAYS.filter((each) => days.includes(each))
          .map((each) => say(`spared.day.${each}`))
          .join(' ')
  return `${on} ${from === null ? say('spared.whole_day') : `${from}–${until ?? '24:00'}`}`
}
