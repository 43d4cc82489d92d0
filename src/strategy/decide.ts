// What others call: compileStrategy(strategy, book) once (compile.ts), then
// decide(compiled, row, { today, history }) an account, then chooseForBorrower(accounts) a borrower.
import { assert } from '../core/assert.ts'
import type { History } from './cadence.ts'
import {
  channelOf,
  NO_HISTORY,
  passedOver,
  rewardOf,
  templateOf,
  timesNow,
  worklistOf,
} from './cadence.ts'
import type { Compiled, FlatRow, StagePlan } from './compile.ts'
import { DEFAULT_LATENESS } from './compile.ts'
import type { Choice, Decision } from './decision.ts'
import type { OfferOut, PriorityOut, TreatmentOut } from './document.ts'
import type { Fact, LatenessTerms } from './fact.ts'
import type { StrategyRow } from './row.ts'

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
  const terms = compiled.terms[row.product] ?? DEFAULT_LATENESS
  const isHeld = row.heldUntil > today
  if (isHeld && compiled.onHold.idle) return compiled.onHold.idleDecision
  fillSlots(compiled, compiled.stageSlots, { row, today, terms })
  const plan = isHeld ? compiled.onHold : stageOf(compiled, row)
  if (plan.idle) return plan.idleDecision
  fillSlots(compiled, plan.slots, { row, today, terms })
  return {
    stage: plan.stage,
    tone: plan.tone,
    rowNo: plan.rowNo,
    treatments: choicesOf(compiled, plan, { row, today, history: at.history ?? NO_HISTORY }),
    priority: priorityOf(compiled, plan, row),
    idle: false,
  }
}

/** What may be granted to an account without asking further; undefined where nothing may. */
export function offerFor(
  compiled: Compiled,
  row: StrategyRow,
  at: { readonly today: number },
): OfferOut | undefined {
  const { today } = at
  if (row.closedOn <= today || row.heldUntil > today) return undefined
  const terms = compiled.terms[row.product] ?? DEFAULT_LATENESS
  fillSlots(compiled, compiled.stageSlots, { row, today, terms })
  const plan = stageOf(compiled, row)
  fillSlots(compiled, plan.offerSlots, { row, today, terms })
  return plan.offers.find((flat) => fits(flat, row, compiled.values))?.out
}

/** The rows of the priority and offer tables that speak for an account: what an editor counts. */
export function speakingRows(
  compiled: Compiled,
  row: StrategyRow,
  at: { readonly today: number },
): { readonly priority: readonly number[]; readonly offer: number | undefined } {
  if (row.closedOn <= at.today) return { priority: [], offer: undefined }
  const terms = compiled.terms[row.product] ?? DEFAULT_LATENESS
  const from = { row, today: at.today, terms }
  fillSlots(compiled, compiled.stageSlots, from)
  const isHeld = row.heldUntil > at.today
  const plan = isHeld ? compiled.onHold : stageOf(compiled, row)
  fillSlots(compiled, plan.slots, from)
  const fitting = plan.idle ? [] : plan.priority.filter((flat) => fits(flat, row, compiled.values))
  fillSlots(compiled, plan.offerSlots, from)
  const offer = isHeld ? undefined : plan.offers.find((flat) => fits(flat, row, compiled.values))
  return {
    priority: (compiled.priorityFirst ? fitting.slice(0, 1) : fitting).map((flat) => flat.rowNo),
    offer: offer?.rowNo,
  }
}

function fillSlots(
  compiled: Compiled,
  slots: readonly number[],
  from: { readonly row: StrategyRow; readonly today: number; readonly terms: LatenessTerms },
): void {
  const { fills, values } = compiled
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number
    values[slot] = (fills[slot] as Fact['fill'])(from.row, from.today, from.terms)
  }
}

function stageOf(compiled: Compiled, row: StrategyRow): StagePlan {
  for (const stageRow of compiled.stageRows)
    if (fits(stageRow, row, compiled.values)) return stageRow.out
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
  for (const test of flat.cel) if (!test.holds(values)) return false
  return true
}

type Today = { readonly row: StrategyRow; readonly today: number; readonly history: History }

function choicesOf(compiled: Compiled, plan: StagePlan, at: Today): readonly Choice[] {
  const { row, today } = at
  let choices: Choice[] | undefined
  for (const flat of plan.treatments) {
    if (!fits(flat, row, compiled.values)) continue
    const { out } = flat
    if (out.action.do === 'nothing') break
    const when = { today, past: at.history.get(out.treatment) }
    if (passedOver(out, row, when) !== undefined) continue
    choices ??= []
    choices.push(choiceOf(flat, { today, times: timesNow(row, when) + 1 }))
  }
  return choices ?? NO_CHOICES
}

/** What a row of the treatments table asks for today, chosen for the nth time. */
export function choiceOf(
  flat: FlatRow<TreatmentOut>,
  at: { today: number; times: number },
): Choice {
  const { treatment, action, approval, askAgainDays } = flat.out
  return {
    treatment,
    rowNo: flat.rowNo,
    channel: channelOf(action),
    template: templateOf(action),
    worklist: worklistOf(action),
    reward: rewardOf(action),
    approval,
    times: at.times,
    askAgainOn: askAgainDays === undefined ? undefined : at.today + askAgainDays,
  }
}

function priorityOf(compiled: Compiled, plan: StagePlan, row: StrategyRow): number {
  let points = 0
  for (const flat of plan.priority) {
    if (!fits(flat, row, compiled.values)) continue
    points += pointsOf(compiled, flat.out)
    if (compiled.priorityFirst) return points
  }
  return points
}

function pointsOf(compiled: Compiled, out: PriorityOut): number {
  if (out.per === undefined) return out.add
  const units = compiled.values[compiled.slotOf.get(out.per) ?? 0] ?? 0
  return out.add * Math.min(units, out.upTo ?? 0)
}
