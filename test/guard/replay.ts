/**
 * Judges what the providers received, and nothing else: written from the words of the law and of the
 * promise, without a line of the guard, the store or the worker.
 */

/** One arrival in a provider's own log. */
export type Arrival = {
  readonly person: string
  /** The sender's reference, one for each attempt. */
  readonly reference: string
  /** The decision that it carries out. */
  readonly decision: string
  /** Milliseconds since 1970, by the provider. */
  readonly at: number
}

export type Fault = { readonly what: string; readonly person: string; readonly at: number }

export type Promises = {
  /** At most so many to one person in so many local calendar days, today included. */
  readonly times: number
  readonly days: number
  /** Minutes of the local day between which something may arrive. */
  readonly opens: number
  readonly closes: number
  /** Where the people are: a fixed offset, for places without summer time. */
  readonly offsetMinutes: number
  /** From when a person is to be left alone; arrivals of that instant and later are faults. */
  readonly stops?: ReadonlyMap<string, number>
}

const MINUTE = 60_000
const DAY = 1440

/** Everything that broke a promise, in the order of arrival. */
export function replay(log: readonly Arrival[], promises: Promises): Fault[] {
  const faults: Fault[] = []
  const inOrder = log.toSorted((a, b) => a.at - b.at)
  const days = new Map<string, number[]>()
  const references = new Set<string>()
  const decisions = new Set<string>()
  for (const arrival of inOrder) {
    const fault = (what: string) => faults.push({ what, person: arrival.person, at: arrival.at })
    const minutes = Math.floor(arrival.at / MINUTE) + promises.offsetMinutes
    const today = Math.floor(minutes / DAY)
    const minute = minutes - today * DAY
    if (minute < promises.opens || minute >= promises.closes) fault('outside the hours')
    const before = days.get(arrival.person) ?? []
    days.set(arrival.person, [...before, today])
    const counted = before.filter((on) => on > today - promises.days).length + 1
    if (counted > promises.times) fault('over the cap')
    if (references.has(arrival.reference)) fault('one attempt twice')
    references.add(arrival.reference)
    if (decisions.has(arrival.decision)) fault('one decision twice')
    decisions.add(arrival.decision)
    const stop = promises.stops?.get(arrival.person)
    if (stop !== undefined && arrival.at >= stop) fault('after a stop')
  }
  return faults
}
