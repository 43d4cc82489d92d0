import type { Day } from './calendar.ts'
import { addDays } from './calendar.ts'
import type { JudgedPlan, PlanState } from './plan.ts'

export type PlanRecord = {
  readonly completed: number
  readonly broken: number
  readonly cured: number
  /** The last day of the newest completed plan's probation, while it lasts. */
  readonly probationUntil: Day | undefined
  /** Plans after which the account fell behind again within their probation. */
  readonly redefaults: number
}

/** What the account's plans have come to; `lateSince` are the first days of its delinquencies. */
export function planRecord(
  plans: readonly JudgedPlan[],
  lateSince: readonly Day[],
  asOf: Day,
): PlanRecord {
  const ends = plans.flatMap(({ plan, state, phases }) => {
    const last = phases.at(-1)
    if (state !== 'completed' || last === undefined) return []
    return [{ on: last.from, untilOn: addDays(last.from, plan.rules?.probationDays ?? 0) }]
  })
  const newest = ends.toSorted((a, b) => (a.on < b.on ? 1 : -1))[0]
  const times = (state: PlanState) => plans.filter((one) => one.state === state).length
  return {
    completed: times('completed'),
    broken: plans.filter((one) => one.phases.some((phase) => phase.state === 'broken')).length,
    cured: plans.filter(({ phases }) =>
      phases.some((phase, i) => phase.state === 'broken' && phases[i + 1]?.state !== undefined),
    ).length,
    probationUntil: newest !== undefined && newest.untilOn >= asOf ? newest.untilOn : undefined,
    redefaults: ends.filter((end) =>
      lateSince.some((on) => on > end.on && on <= end.untilOn && on <= asOf),
    ).length,
  }
}
