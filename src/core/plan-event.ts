import type { Day, Instant } from './calendar.ts'

export const PLAN_EVENTS = [
  'accepted',
  'declined',
  'skipped',
  'moved',
  'forgave',
  'extra',
  'reinstated',
] as const
export type PlanEventKind = (typeof PLAN_EVENTS)[number]

/** What happened to a plan besides money. */
export type PlanEvent = {
  readonly id: bigint
  readonly kind: PlanEventKind
  readonly on: Day
  readonly recordedAt: Instant
  readonly instalmentNo?: number | undefined
  /** The day that the instalment is due on instead. */
  readonly toOn?: Day | undefined
  readonly amountMinor?: bigint | undefined
  readonly why?: string | undefined
  readonly by?: string | undefined
}

type Dated = { readonly no: number; readonly dueOn: Day; readonly amountMinor: bigint }

const MOVES: readonly PlanEventKind[] = ['skipped', 'moved', 'forgave']

/** The schedule at the end of `on`: of several moves of one instalment the newest holds. */
export function scheduleOn(
  plan: {
    readonly instalments: readonly Dated[]
    readonly events?: readonly PlanEvent[] | undefined
  },
  on: Day,
): readonly Dated[] {
  const moved = new Map<number, Day>()
  const events = (plan.events ?? [])
    .filter((event) => MOVES.includes(event.kind) && event.on <= on)
    .toSorted((a, b) => order(a.on, b.on) || order(a.id, b.id))
  for (const { instalmentNo, toOn } of events)
    if (instalmentNo !== undefined && toOn !== undefined) moved.set(instalmentNo, toOn)
  return plan.instalments
    .map((one) => ({ ...one, dueOn: moved.get(one.no) ?? one.dueOn }))
    .toSorted((a, b) => order(a.dueOn, b.dueOn) || a.no - b.no)
}

const order = <T extends string | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
