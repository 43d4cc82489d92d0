import type { Payment } from './account-facts.ts'
import type { Day, Instant } from './calendar.ts'
import { addDays, daysBetween } from './calendar.ts'
import type { PlanEvent } from './plan-event.ts'
import { scheduleOn } from './plan-event.ts'
import type { PlanRules } from './plan-rules.ts'
import { NEVER_BREAKS } from './plan-rules.ts'
import { isAfter, unusedMoney } from './promise.ts'

/** One dated amount of a plan. */
export type PlanInstalment = {
  readonly no: number
  readonly dueOn: Day
  readonly amountMinor: bigint
}

export const PLAN_SHAPES = ['free', 'equal', 'stepped', 'interest_free', 'balloon'] as const
export type PlanShape = (typeof PLAN_SHAPES)[number]

/** Several dated payments agreed as one; without instalments it only ends the plan that it names. */
export type Plan = {
  readonly id: bigint
  readonly agreedOn: Day
  readonly endsId?: bigint | undefined
  readonly instalments: readonly PlanInstalment[]
  readonly recordedAt: Instant
  readonly shape?: PlanShape | undefined
  /** Undefined: agreed on before plans had rules; such a plan runs until somebody ends it. */
  readonly rules?: PlanRules | undefined
  /** What is forgiven once every instalment is paid. */
  readonly forgivesMinor?: bigint | undefined
  /** It counts for nothing until an event says that it was accepted. */
  readonly waits?: boolean | undefined
  readonly events?: readonly PlanEvent[] | undefined
}

export type PlanState = 'proposed' | 'running' | 'completed' | 'broken' | 'cancelled'

export type PlanPhase = { readonly state: PlanState; readonly from: Day }

export type JudgedPlan = {
  readonly plan: Plan
  readonly state: PlanState
  /** Due day of the oldest unpaid instalment, past or to come. */
  readonly oldestUnpaidOn: Day | undefined
  /** Due day of the next unpaid instalment, today included. */
  readonly nextOn: Day | undefined
  /** The schedule as skips and moves have left it, with what each instalment still lacks. */
  readonly schedule: readonly (PlanInstalment & { readonly lacksMinor: bigint })[]
  readonly paidMinor: bigint
  /** What is past due and unpaid. */
  readonly arrearsMinor: bigint
  readonly latenessForgiven: number
  /** Every state that it has been in, the first first. */
  readonly phases: readonly PlanPhase[]
  /** The first later day on which its state may change although nothing new has arrived. */
  readonly changesOn: Day | undefined
}

/**
 * How the plans of one account stand at the end of `asOf`; money pays the oldest instalment first. The
 * whole past is judged again from payments and events, whatever order they arrived in.
 */
export function judgePlans(
  plans: readonly Plan[],
  payments: readonly Payment[],
  asOf: Day,
): readonly JudgedPlan[] {
  const agreed = plans.filter((plan) => plan.agreedOn <= asOf)
  return agreed
    .filter((plan) => plan.instalments.length > 0)
    .map((plan) => judged(plan, { ender: enderOf(plan, agreed), payments, asOf }))
}

const enderOf = (plan: Plan, agreed: readonly Plan[]): Plan | undefined =>
  agreed.find((other) => other.endsId === plan.id && startOf(other) !== undefined)

type Around = {
  readonly ender: Plan | undefined
  readonly payments: readonly Payment[]
  readonly asOf: Day
}

type Start = { readonly on: Day; readonly recordedAt: Instant }

/** When it began to count: on the day of its word, or of the event that accepted it. */
function startOf(plan: Plan): Start | undefined {
  if (plan.waits !== true) return { on: plan.agreedOn, recordedAt: plan.recordedAt }
  const accepted = plan.events?.find((event) => event.kind === 'accepted')
  return accepted && { on: accepted.on, recordedAt: accepted.recordedAt }
}

function judged(plan: Plan, around: Around): JudgedPlan {
  const start = startOf(plan)
  const declined = plan.events?.find((event) => event.kind === 'declined')
  if (start === undefined || start.on > around.asOf) {
    const phases: PlanPhase[] = [{ state: 'proposed', from: plan.agreedOn }]
    if (declined !== undefined && declined.on <= around.asOf)
      phases.push({ state: 'cancelled', from: declined.on })
    return outcomeOf(plan, { around, start: undefined, phases })
  }
  return outcomeOf(plan, { around, start, phases: phasesOf(plan, start, around) })
}

/** Money that stands at the end of `on` and came in after the start and up to the end of the plan. */
function paidBy(plan: Plan, start: Start, around: Around, on: Day): bigint {
  const { ender, payments } = around
  const end = ender && startOf(ender)
  return unusedMoney(payments, on)
    .filter((one) => isAfter(one, start) && (end === undefined || !isAfter(one, end)))
    .reduce((sum, one) => sum + one.leftMinor, 0n)
}

/**
 * What each instalment lacks when so much is paid. Extra money shortens the plan from its end, but never
 * while something that was due before `dueBefore` lacks it: a word to pay more makes nobody late.
 */
function lacking(plan: Plan, on: Day, paidMinor: bigint, dueBefore: Day = on) {
  const schedule = scheduleOn(plan, on)
  const wanted = (plan.events ?? [])
    .filter((event) => event.kind === 'extra' && event.on <= on)
    .reduce((sum, event) => sum + (event.amountMinor ?? 0n), 0n)
  const due = schedule
    .filter((one) => one.dueOn < dueBefore)
    .reduce((sum, one) => sum + one.amountMinor, 0n)
  const spare = paidMinor > due ? paidMinor - due : 0n
  let atEnd = wanted < spare ? wanted : spare
  let inFront = paidMinor - atEnd
  const fromEnd = schedule
    .toReversed()
    .map((one) => {
      const taken = one.amountMinor < atEnd ? one.amountMinor : atEnd
      atEnd -= taken
      return { ...one, lacksMinor: one.amountMinor - taken }
    })
    .toReversed()
  return fromEnd.map((one) => {
    const taken = one.lacksMinor < inFront ? one.lacksMinor : inFront
    inFront -= taken
    return { ...one, lacksMinor: one.lacksMinor - taken }
  })
}

/** Only on these days can a state change: between them nothing falls due, arrives or expires. */
function turningDays(plan: Plan, start: Start, around: Around): readonly Day[] {
  const rules = plan.rules ?? NEVER_BREAKS
  const days = new Set<Day>([start.on])
  const events = plan.events ?? []
  for (const on of [
    ...plan.instalments.map((one) => one.dueOn),
    ...events.flatMap((event) => (event.toOn === undefined ? [] : [event.toOn])),
    ...events.filter((event) => event.kind === 'reinstated').map((event) => event.on),
  ])
    for (const after of [0, rules.forgives.days, rules.breaks.days ?? 0])
      days.add(addDays(on, after + 1))
  for (const event of events) days.add(event.on)
  for (const payment of around.payments) days.add(payment.effectiveOn)
  return [...days].filter((on) => on >= start.on).toSorted()
}

type Running = {
  phases: PlanPhase[]
  /** Lateness before this day was written off when the plan was taken up again. */
  countsFrom: Day
}

function phasesOf(plan: Plan, start: Start, around: Around): readonly PlanPhase[] {
  const end = around.ender && startOf(around.ender)
  const run: Running = { phases: [{ state: 'running', from: start.on }], countsFrom: start.on }
  for (const on of turningDays(plan, start, around)) {
    if (on > around.asOf || (end !== undefined && on >= end.on)) break
    turn(plan, { run, start, around, on })
  }
  const now = run.phases.at(-1)?.state
  if (end !== undefined && end.on <= around.asOf && now !== 'completed') {
    // What was paid on the day of the end still counts for it.
    const isPaid = lacking(plan, end.on, paidBy(plan, start, around, end.on)).every(isNothing)
    if (isPaid) run.phases.push({ state: 'completed', from: end.on })
    else if (now === 'running') run.phases.push({ state: 'cancelled', from: end.on })
  }
  return run.phases
}

const isNothing = (one: { readonly lacksMinor: bigint }): boolean => one.lacksMinor === 0n

function turn(
  plan: Plan,
  at: { readonly run: Running; readonly start: Start; readonly around: Around; readonly on: Day },
): void {
  const { run, start, around, on } = at
  const rules = plan.rules ?? NEVER_BREAKS
  const now = run.phases.at(-1) ?? { state: 'running' as const, from: start.on }
  const unpaid = lacking(plan, on, paidBy(plan, start, around, on))
  const isPaid = unpaid.every(isNothing)
  const go = (state: PlanState) => run.phases.push({ state, from: on })
  if (plan.events?.some((event) => event.kind === 'reinstated' && event.on === on) === true) {
    run.countsFrom = on
    if (now.state === 'broken') return void go(isPaid ? 'completed' : 'running')
  }
  if (now.state === 'broken') {
    const isInTime = rules.cureDays > 0 && daysBetween(now.from, on) <= rules.cureDays
    const isUpToDate = unpaid.every((one) => isNothing(one) || one.dueOn >= on)
    if (isInTime && isUpToDate) go(isPaid ? 'completed' : 'running')
    return
  }
  if (isPaid) return now.state === 'completed' ? undefined : void go('completed')
  // Money that was undone leaves a completed plan unpaid again.
  if (now.state === 'completed') go('running')
  if (isBroken(plan, { ...at, unpaid })) go('broken')
}

function isBroken(
  plan: Plan,
  at: {
    readonly run: Running
    readonly start: Start
    readonly around: Around
    readonly on: Day
    readonly unpaid: readonly (PlanInstalment & { readonly lacksMinor: bigint })[]
  },
): boolean {
  const { breaks } = plan.rules ?? NEVER_BREAKS
  const late = at.unpaid
    .map((one) => ({ ...one, lateFrom: maxDay(one.dueOn, at.run.countsFrom) }))
    .filter((one) => one.lacksMinor > 0n && at.on > one.lateFrom)
  if (late.length === 0) return false
  const forgiven = forgivenOf(plan, at)
  const missed = late.filter((one) => at.on > addDays(one.lateFrom, forgiven.get(one.no) ?? 0))
  const oldest = missed[0]
  if (oldest === undefined) return false
  if (breaks.missed !== undefined && missed.length >= breaks.missed) return true
  return breaks.days !== undefined && daysBetween(oldest.lateFrom, at.on) > breaks.days
}

const maxDay = (a: Day, b: Day): Day => (a > b ? a : b)

/** Instalments that were not paid by their day, in that order: the first of them are forgiven some days. */
function forgivenOf(
  plan: Plan,
  at: { readonly start: Start; readonly around: Around; readonly on: Day },
): ReadonlyMap<number, number> {
  const { forgives } = plan.rules ?? NEVER_BREAKS
  if (forgives.times === 0) return new Map()
  const late = scheduleOn(plan, at.on).filter((one) => {
    if (one.dueOn >= at.on) return false
    const paid = paidBy(plan, at.start, at.around, one.dueOn)
    const then = lacking(plan, one.dueOn, paid, addDays(one.dueOn, 1))
    return (then.find((other) => other.no === one.no)?.lacksMinor ?? 0n) > 0n
  })
  return new Map(late.slice(0, forgives.times).map((one) => [one.no, forgives.days]))
}

function outcomeOf(
  plan: Plan,
  at: {
    readonly around: Around
    readonly start: Start | undefined
    readonly phases: readonly PlanPhase[]
  },
): JudgedPlan {
  const { around, start, phases } = at
  const { asOf } = around
  const paidMinor = start === undefined ? 0n : paidBy(plan, start, around, asOf)
  const schedule = lacking(plan, asOf, paidMinor)
  const unpaid = schedule.filter((one) => one.lacksMinor > 0n)
  const state = phases.at(-1)?.state ?? 'proposed'
  return {
    plan,
    state,
    phases,
    schedule,
    paidMinor,
    oldestUnpaidOn: state === 'completed' ? undefined : unpaid[0]?.dueOn,
    nextOn: state === 'completed' ? undefined : unpaid.find((one) => one.dueOn >= asOf)?.dueOn,
    arrearsMinor: unpaid
      .filter((one) => one.dueOn < asOf)
      .reduce((sum, one) => sum + one.lacksMinor, 0n),
    latenessForgiven: start === undefined ? 0 : forgivenOf(plan, { start, around, on: asOf }).size,
    changesOn: state === 'running' && start ? nextTurn(plan, start, around) : undefined,
  }
}

const nextTurn = (plan: Plan, start: Start, around: Around): Day | undefined =>
  turningDays(plan, start, around).find((on) => on > around.asOf)
