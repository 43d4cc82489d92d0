import { addDays, type Day, type Span } from './calendar.ts'
import type { JudgedPlan, Plan, PlanPhase, PlanState } from './plan.ts'

/** What interest and fees do while a plan runs. */
export const PLAN_CHARGES = ['run', 'stop', 'stop_while_kept'] as const
export type PlanCharges = (typeof PLAN_CHARGES)[number]

/** What was agreed on besides the dates: kept with the plan, so that a change of the product changes no plan. */
export type PlanRules = {
  /** Lateness of so many days is forgiven, so many times. */
  readonly forgives: { readonly days: number; readonly times: number }
  /** Broken when so many instalments are missed at once, or the oldest is later than so many days. */
  readonly breaks: { readonly missed?: number | undefined; readonly days?: number | undefined }
  /** Paid up within so many days of breaking it runs again; 0: never by itself. */
  readonly cureDays: number
  /** 'stop_while_kept': a plan that breaks has had no stop. */
  readonly charges: PlanCharges
  /** How often an instalment may be skipped. */
  readonly skips: number
  /** An instalment moves by no more than so many days. */
  readonly moveDaysMax: number
  /** Days after completion in which falling behind again is a re-default. */
  readonly probationDays: number
}

export const DEFAULT_PLAN_RULES: PlanRules = {
  forgives: { days: 3, times: 2 },
  breaks: { missed: 2, days: 30 },
  cureDays: 30,
  charges: 'run',
  skips: 1,
  moveDaysMax: 14,
  probationDays: 365,
}

export const NEVER_BREAKS: PlanRules = {
  ...DEFAULT_PLAN_RULES,
  forgives: { days: 0, times: 0 },
  breaks: {},
}

export type PlanAction =
  | 'accept'
  | 'decline'
  | 'skip'
  | 'move'
  | 'forgive'
  | 'extra'
  | 'pay_off'
  | 'reinstate'
  | 'cancel'

const ALLOWED_FROM: Readonly<Record<PlanAction, readonly PlanState[]>> = {
  accept: ['proposed'],
  decline: ['proposed'],
  skip: ['running'],
  move: ['running'],
  forgive: ['running', 'broken'],
  extra: ['running'],
  pay_off: ['running', 'broken'],
  reinstate: ['broken'],
  cancel: ['running', 'proposed'],
}

/** What may be done with a plan in a state; the API, the command line and the desk all ask here. */
export const canPlan = (action: PlanAction, state: PlanState): boolean =>
  ALLOWED_FROM[action].includes(state)

/** How often an instalment may still be skipped. */
export const skipsLeft = ({ rules, events }: Plan): number => {
  const skipped = (events ?? []).filter((event) => event.kind === 'skipped').length
  return Math.max(0, (rules ?? NEVER_BREAKS).skips - skipped)
}

/** Of a broken plan, the last day on which paying up makes it run again; undefined: only a person can. */
export function cureUntil({ plan, state, phases }: JudgedPlan): Day | undefined {
  const days = plan.rules?.cureDays ?? 0
  const broken = phases.at(-1)
  return state !== 'broken' || broken === undefined || days === 0
    ? undefined
    : addDays(broken.from, days)
}

/** Days on which a plan stops interest and fees. */
export function planNoCharges(plans: readonly JudgedPlan[]): readonly Span[] {
  return plans.flatMap(({ plan, phases }) => {
    const charges = plan.rules?.charges ?? 'run'
    if (charges === 'run') return []
    if (charges === 'stop_while_kept' && phases.some((phase) => phase.state === 'broken')) return []
    return phases.flatMap((phase, i) =>
      phase.state === 'running' ? [spanOf(phase, phases[i + 1])] : [],
    )
  })
}

const spanOf = (phase: PlanPhase, next: PlanPhase | undefined): Span => ({
  from: phase.from,
  ...(next === undefined ? {} : { until: next.from }),
})
