import type { Instant } from '../core/calendar.ts'
import type { Stretch } from './shift.ts'

/** Cases of one list and language whose lawful window is the same: they open, and they close. */
export type Work = {
  readonly worklist: string
  readonly language: string
  readonly opensAt: Instant
  readonly closesAt: Instant
  readonly cases: number
  readonly minutesACase: number
}

/** Somebody's hours in the rest of the day, and what they may work. */
export type Hand = {
  readonly stretches: readonly Stretch[]
  readonly serves: (work: Work) => boolean
}

/** One part of the day: the minutes that people have, and what becomes of the work in it. */
export type Part = {
  readonly from: Instant
  readonly until: Instant
  readonly people: number
  readonly worked: number
  /** Minutes of work whose window closes in this part and that nobody has reached. */
  readonly short: number
  /** Minutes of work that is lawful at the end of this part and still waits. */
  readonly waiting: number
}

export type Reach = {
  readonly worklist: string
  readonly language: string
  readonly cases: number
  /** Whole cases that people reach before their windows close. */
  readonly reached: number
  /** When the first window closes on work that nobody has reached; undefined: all is reached. */
  readonly shortAt: Instant | undefined
}

const STEP_MS = 15 * 60_000
const STEPS_MAX = 4 * 48

/**
 * What the rest of the day comes to, step by step: whoever is there takes the work that closes first,
 * people with the fewest choices before the others. A plan and no promise: it tells in the morning
 * that the afternoon is short, while something can be done about it.
 */
export function planHours(
  work: readonly Work[],
  hands: readonly Hand[],
  day: Stretch,
): { readonly parts: readonly Part[]; readonly reach: readonly Reach[] } {
  const piles = work.filter((one) => one.cases > 0).map((one) => pileOf(one, day))
  const specialistsFirst = hands.toSorted((a, b) => choices(a, piles) - choices(b, piles))
  const parts: Part[] = []
  for (let from = day.from, n = 0; from < day.until && n < STEPS_MAX; n++) {
    const until = Math.min(nextStep(from), day.until) as Instant
    parts.push(step(piles, specialistsFirst, { from, until }))
    from = until
  }
  return { parts, reach: reachOf(piles) }
}

type Pile = {
  readonly work: Work
  readonly closesAt: Instant
  left: number
  shortAt: Instant | undefined
}

/** What the day does not reach is short when the day ends. */
const pileOf = (work: Work, day: Stretch): Pile => ({
  work,
  closesAt: Math.min(work.closesAt, day.until) as Instant,
  left: work.cases * work.minutesACase,
  shortAt: undefined,
})

const nextStep = (from: Instant): Instant => ((Math.floor(from / STEP_MS) + 1) * STEP_MS) as Instant

const choices = (hand: Hand, piles: readonly Pile[]): number =>
  piles.filter((pile) => hand.serves(pile.work)).length

function step(piles: readonly Pile[], hands: readonly Hand[], part: Stretch): Part {
  const open = piles
    .filter((pile) => pile.left > 0 && pile.work.opensAt < part.until && pile.closesAt > part.from)
    .toSorted((a, b) => a.closesAt - b.closesAt)
  let [people, worked] = [0, 0]
  for (const hand of hands) {
    let minutes = overlap(hand.stretches, part)
    people += minutes
    for (const pile of open) {
      if (minutes <= 0) break
      if (pile.left <= 0 || !hand.serves(pile.work)) continue
      const taken = Math.min(minutes, pile.left, minutesIn(pile, part))
      pile.left -= taken
      minutes -= taken
      worked += taken
    }
  }
  let [short, waiting] = [0, 0]
  for (const pile of open) {
    if (pile.left <= EPSILON) continue
    if (pile.closesAt > part.until) waiting += pile.left
    else {
      short += pile.left
      pile.shortAt ??= pile.closesAt
    }
  }
  return { ...part, people, worked, short, waiting }
}

const EPSILON = 1e-6

/** No one works longer on a pile in this part than it is open. */
const minutesIn = ({ work, closesAt }: Pile, part: Stretch): number =>
  (Math.min(closesAt, part.until) - Math.max(work.opensAt, part.from)) / 60_000

const overlap = (stretches: readonly Stretch[], part: Stretch): number =>
  stretches.reduce((sum, one) => {
    const ms = Math.min(one.until, part.until) - Math.max(one.from, part.from)
    return sum + Math.max(0, ms) / 60_000
  }, 0)

/** By list and language; a case that is half done at its close was not reached. */
function reachOf(piles: readonly Pile[]): Reach[] {
  const all = new Map<string, Reach>()
  for (const { work, left, shortAt } of piles) {
    const key = `${work.worklist} ${work.language}`
    const before = all.get(key)
    const reached = work.cases - Math.ceil(left / work.minutesACase - EPSILON)
    const first = [before?.shortAt, shortAt].filter((at) => at !== undefined)
    all.set(key, {
      worklist: work.worklist,
      language: work.language,
      cases: (before?.cases ?? 0) + work.cases,
      reached: (before?.reached ?? 0) + reached,
      shortAt: first.length === 0 ? undefined : (Math.min(...first) as Instant),
    })
  }
  return [...all.values()]
}
