// What others call: compileStrategy(strategy, book) once (compile.ts), then
// decide(compiled, row, { today, history }) an account, then chooseForBorrower(accounts) a borrower.
import { assert } from '../core/assert.ts'
import type { History } from './cadence.ts'
import { channelOf, NO_HISTORY, passedOver, templateOf, timesNow, worklistOf } from './cadence.ts'
import type { Compiled, FlatRow, StagePlan } from './compile.ts'
import { DEFAULT_LATENESS } from './compile.ts'
import type { Choice, Decision } from './decision.ts'
import type { PriorityOut, TreatmentOut } from './document.ts'
import type { StrategyRow } from './row.ts'

export type { Choice, Decision } from './decision.ts'

const NO_CHOICES: readonly Choice[] = []

const CLOSED: Decision = {
  stage: 'closed',
  tone: 'none',
  rowNo: 0,
  treatments: NO_CHOICES,
  priority: 0,
  idle: true,
}

/**
 * The stage, the treatments of today and the priority of one account. `row` may be used again for
 * the next account: nothing of it is kept.
 */
export function decide(
  compiled: Compiled,
  row: StrategyRow,
  at: { readonly today: number; readonly history?: History | undefined },
): Decision {
  const { today } = at
  if (row.closedOn <= today) return CLOSED
  const { values } = compiled
  const terms = compiled.terms[row.product] ?? DEFAULT_LATENESS
  let plan: StagePlan | undefined = row.heldUntil > today ? compiled.onHold : undefined
  if (plan === undefined || !plan.idle)
    for (const slot of compiled.stageSlots)
      values[slot] = compiled.facts[slot]?.fill(row, today, terms) ?? 0
  plan ??= stageOf(compiled, row, values)
  if (plan.idle) return plan.idleDecision
  for (const slot of plan.slots) values[slot] = compiled.facts[slot]?.fill(row, today, terms) ?? 0
  return {
    stage: plan.stage,
    tone: plan.tone,
    rowNo: plan.rowNo,
    treatments: choicesOf(plan, row, { values, today, history: at.history ?? NO_HISTORY }),
    priority: priorityOf(compiled, plan, { row, values }),
    idle: false,
  }
}

function stageOf(compiled: Compiled, row: StrategyRow, values: Float64Array): StagePlan {
  for (const stageRow of compiled.stageRows) if (fits(stageRow, row, values)) return stageRow.out
  assert(false, `no stage of ${compiled.strategy.name} fits an account: its gaps were not checked`)
}

/** True where every condition of the row holds for the facts in their slots. */
function fits(flat: FlatRow<unknown>, row: StrategyRow, values: Float64Array): boolean {
  const { slots, firsts, from, to } = flat
  for (let k = 0; k < slots.length; k++) {
    const value = values[slots[k] as number] as number
    const end = firsts[k + 1] as number
    let range = firsts[k] as number
    while (range < end && (value < (from[range] as number) || value > (to[range] as number)))
      range++
    if (range === end) return false
  }
  for (const test of flat.money) {
    const value = values[test.slot] ?? 0
    const ranges = test.byCurrency.get(row.currency)
    if ((ranges?.some((range) => range[0] <= value && value <= range[1]) ?? false) === test.except)
      return false
  }
  return true
}

type Filled = { readonly values: Float64Array; readonly today: number; readonly history: History }

function choicesOf(plan: StagePlan, row: StrategyRow, at: Filled): readonly Choice[] {
  let choices: Choice[] | undefined
  for (const flat of plan.treatments) {
    if (!fits(flat, row, at.values)) continue
    const { out } = flat
    if (out.action.do === 'nothing') break
    const when = { today: at.today, past: at.history.get(out.treatment) }
    if (passedOver(out, row, when) !== undefined) continue
    choices ??= []
    choices.push(choiceOf(flat, { today: at.today, times: timesNow(row, when) + 1 }))
  }
  return choices ?? NO_CHOICES
}

function choiceOf(flat: FlatRow<TreatmentOut>, at: { today: number; times: number }): Choice {
  const { treatment, action, approval, askAgainDays } = flat.out
  return {
    treatment,
    rowNo: flat.rowNo,
    channel: channelOf(action),
    template: templateOf(action),
    worklist: worklistOf(action),
    approval,
    times: at.times,
    askAgainOn: askAgainDays === undefined ? undefined : at.today + askAgainDays,
  }
}

function priorityOf(
  compiled: Compiled,
  plan: StagePlan,
  at: { row: StrategyRow; values: Float64Array },
): number {
  let points = 0
  for (const flat of plan.priority) {
    if (!fits(flat, at.row, at.values)) continue
    points += pointsOf(compiled, flat.out, at.values)
    if (compiled.priorityFirst) return points
  }
  return points
}

function pointsOf(compiled: Compiled, out: PriorityOut, values: Float64Array): number {
  if (out.per === undefined) return out.add
  const units = values[compiled.slotOf.get(out.per) ?? 0] ?? 0
  return out.add * Math.min(units, out.upTo ?? 0)
}
