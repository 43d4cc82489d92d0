import type { StrategiesWire } from '../../../src/api/wire.ts'

export type Entry = StrategiesWire['items'][number]

/** What decides from a day that is still to come. */
export type Coming = {
  readonly entry: Entry
  /** What decides until then, and goes on where it is called off; undefined where nothing does. */
  readonly before: number | undefined
  /** It was agreed on for that day, and another entry of the same day leaves things as they are. */
  readonly isCalledOff: boolean
}

/** The next day first. The server gives the newest first: of the entries of one day the first decides. */
export function comingOf(entries: readonly Entry[], today: string): readonly Coming[] {
  const deciding = entries.filter(
    ({ effective_on: on }, n) => entries.findIndex((one) => one.effective_on === on) === n,
  )
  return deciding
    .flatMap((entry, n): Coming[] => {
      if (entry.effective_on <= today) return []
      const before = deciding[n + 1]?.version
      if (entry.version !== before) return [{ entry, before, isCalledOff: false }]
      const instead = entries.find(
        (one) => one.effective_on === entry.effective_on && one.version !== entry.version,
      )
      return instead === undefined ? [] : [{ entry: instead, before, isCalledOff: true }]
    })
    .toReversed()
}
