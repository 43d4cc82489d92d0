import { addDays, addMonths, type Day } from './calendar.ts'
import type { Words } from './words.ts'

/** What can begin, renew, stop or end a limitation period. */
export const LIMITATION_KINDS = [
  'default',
  'payment',
  'demand',
  'acknowledgement',
  'signed_acknowledgement',
  'suit',
  'suit_ended',
  'mediation',
  'suspension',
  'judgment',
] as const
export type LimitationKind = (typeof LIMITATION_KINDS)[number]

export type LimitationEvent = {
  readonly kind: LimitationKind
  readonly on: Day
  /** Of a suspension: the first day on which it is over; undefined: it goes on. */
  readonly until?: Day | undefined
  /** After the end: the borrower had been told what it would do, and agreed. */
  readonly consented?: boolean | undefined
  /** What it was, as its source names it. */
  readonly what: string
}

export type LimitationMark = 'primary' | 'secondary' | 'unverified'

/** The law of one place, dated data. */
export type LimitationLaw = {
  readonly id: string
  readonly place: string
  readonly title: Words
  readonly source: readonly { readonly title: string; readonly href: string }[]
  readonly mark: LimitationMark
  readonly note: Words
  readonly years: number
  /** However often it is renewed, never longer than this after the default. */
  readonly longestYears?: number | undefined
  /** The debt itself ends, not the claim in court alone. */
  readonly extinguishes: boolean
  /** While it runs, each of these begins it anew. */
  readonly renewedBy: readonly LimitationKind[]
  /** Once it has run out, these begin it anew in law; here only with the borrower's recorded consent. */
  readonly revivedBy: readonly LimitationKind[]
  /** An obstacle in the last so many months moves the end to so many months after the obstacle. */
  readonly obstacle?: { readonly lastMonths: number; readonly restMonths: number } | undefined
  /** What a message about a debt out of time must say; undefined: nothing by law. */
  readonly sentence?: Words | undefined
}

export type StepEffect =
  | 'begins'
  | 'renews'
  | 'no_effect'
  | 'too_late'
  | 'needs_consent'
  | 'revives'
  | 'rests'
  | 'resumes'
  | 'obstacle'
  | 'judged'
  | 'cap'
  | 'ends'

/** One step of the reckoning, with the last day as it stood after it. */
export type LimitationStep = {
  readonly on: Day
  readonly kind: LimitationKind | 'end'
  readonly effect: StepEffect
  readonly what: string
  readonly lastOn: Day | undefined
}

export type Limitation = {
  readonly law: LimitationLaw
  /** The last day on which a suit is in time; undefined: it rests, was judged, or has not begun. */
  readonly lastOn: Day | undefined
  /** The first day on which the debt is out of time. */
  readonly barredOn: Day | undefined
  readonly steps: readonly LimitationStep[]
}

type Run = {
  readonly startedOn: Day | undefined
  readonly lastOn: Day | undefined
  readonly resting: boolean
  readonly judged: boolean
  readonly steps: readonly LimitationStep[]
}

/**
 * When a debt is out of time, from what happened to it. The day of an event does not count, so the same
 * date is the last day. What has run out is begun anew only where law says so and the borrower knew it.
 */
export function limitationOf(law: LimitationLaw, events: readonly LimitationEvent[]): Limitation {
  const ordered = withoutOpened(events).toSorted((a, b) =>
    a.on < b.on ? -1 : a.on > b.on ? 1 : rank(a) - rank(b),
  )
  let run: Run = {
    startedOn: undefined,
    lastOn: undefined,
    resting: false,
    judged: false,
    steps: [],
  }
  for (const event of ordered) run = after(law, run, event)
  const capped = capOf(law, run)
  const lastOn = run.resting || run.judged ? undefined : capped.lastOn
  const barredOn = lastOn && addDays(lastOn, 1)
  const end: LimitationStep[] =
    barredOn === undefined ? [] : [{ on: barredOn, kind: 'end', effect: 'ends', what: '', lastOn }]
  return { law, lastOn, barredOn, steps: [...capped.steps, ...end] }
}

/** An obstacle whose end was learnt later is one obstacle: its open beginning counts for nothing more. */
const withoutOpened = (events: readonly LimitationEvent[]): readonly LimitationEvent[] => {
  const isObstacle = (event: LimitationEvent) => event.kind === 'suspension'
  const ended = new Set(
    events.filter((one) => isObstacle(one) && one.until !== undefined).map((one) => one.on),
  )
  return events.filter((one) => !isObstacle(one) || one.until !== undefined || !ended.has(one.on))
}

/** On one day: what begins it first, then what renews it, then what makes it rest. */
const rank = ({ kind }: LimitationEvent): number => LIMITATION_KINDS.indexOf(kind)

function after(law: LimitationLaw, run: Run, event: LimitationEvent): Run {
  const note = (effect: StepEffect, next: Partial<Run> = {}): Run => {
    const made = { ...run, ...next }
    const { kind, on, what } = event
    return { ...made, steps: [...run.steps, { on, kind, effect, what, lastOn: made.lastOn }] }
  }
  const from = (on: Day) => addMonths(on, 12 * law.years)
  if (run.judged) return note('no_effect')
  if (event.kind === 'default') {
    if (run.startedOn !== undefined) return note('no_effect')
    return note('begins', { startedOn: event.on, lastOn: from(event.on) })
  }
  if (run.startedOn === undefined) return note('no_effect')
  const isOver = !run.resting && run.lastOn !== undefined && event.on > run.lastOn
  if (event.kind === 'suit_ended')
    return run.resting
      ? note('resumes', { resting: false, lastOn: from(event.on) })
      : note('no_effect')
  if (event.kind === 'judgment') return isOver ? note('too_late') : note('judged', { judged: true })
  if (event.kind === 'suspension') return note(...obstacleOf(law, run, event, isOver))
  if (isOver) {
    if (!law.revivedBy.includes(event.kind)) return note('too_late')
    if (event.consented !== true) return note('needs_consent')
    return note('revives', { startedOn: event.on, lastOn: from(event.on) })
  }
  if (!law.renewedBy.includes(event.kind)) return note('no_effect')
  if (event.kind === 'suit') return note('rests', { resting: true })
  return run.resting ? note('no_effect') : note('renews', { lastOn: from(event.on) })
}

/** An obstacle counts where it stands in the last months of the period; one that goes on keeps it open. */
function obstacleOf(
  law: LimitationLaw,
  run: Run,
  event: LimitationEvent,
  isOver: boolean,
): [StepEffect, Partial<Run>] {
  if (law.obstacle === undefined || run.lastOn === undefined || run.resting)
    return ['no_effect', {}]
  if (isOver) return ['too_late', {}]
  const { lastMonths, restMonths } = law.obstacle
  if (event.until === undefined) return ['rests', { resting: true }]
  if (event.until <= addMonths(run.lastOn, -lastMonths)) return ['no_effect', {}]
  const lastOn = addMonths(event.until, restMonths)
  return lastOn > run.lastOn ? ['obstacle', { lastOn }] : ['no_effect', {}]
}

function capOf(law: LimitationLaw, run: Run): Pick<Run, 'lastOn' | 'steps'> {
  const began = run.steps.find((step) => step.effect === 'begins')
  if (law.longestYears === undefined || began === undefined || run.lastOn === undefined) return run
  const cap = addMonths(began.on, 12 * law.longestYears)
  if (run.lastOn <= cap) return run
  const step = { on: cap, kind: 'end', effect: 'cap', what: '', lastOn: cap } as const
  return { lastOn: cap, steps: [...run.steps, step] }
}

/**
 * Of the places that apply the strictest: the first day on which any of them holds the debt out of time.
 * Each place is asked by its nearest data ('us-ny' for 'us-ny-nyc').
 */
export function earliestLimitation(
  laws: readonly LimitationLaw[],
  places: readonly string[],
  events: readonly LimitationEvent[],
): Limitation | undefined {
  const found = lawsFor(laws, places).map((law) => limitationOf(law, events))
  return found.toSorted((a, b) => {
    const [x, y] = [a.barredOn ?? '9999', b.barredOn ?? '9999']
    return x < y ? -1 : x > y ? 1 : 0
  })[0]
}

export function lawsFor(
  laws: readonly LimitationLaw[],
  places: readonly string[],
): readonly LimitationLaw[] {
  const nearest = places.flatMap((place) => {
    const parts = place.split('-')
    const names = parts.map((_, i) => parts.slice(0, parts.length - i).join('-'))
    return names.flatMap((name) => laws.find((law) => law.place === name) ?? []).slice(0, 1)
  })
  // A part of a country speaks instead of the country.
  const own = nearest.filter(
    (law) => !nearest.some((other) => other.place.startsWith(`${law.place}-`)),
  )
  return [...new Set(own)]
}
