import { addDays, addMonths, daysBetween, type Day } from '../core/calendar.ts'
import type { JudgedPlan, PlanState } from '../core/plan.ts'
import type { PlanEventKind } from '../core/plan-event.ts'
import { canPlan, NEVER_BREAKS, skipsLeft, type PlanAction } from '../core/plan-rules.ts'
import { rolledDueDay } from '../core/product.ts'
import { agreed, type OfAccount, type Tick } from './agree.ts'
import { applyPlan, judgedPlans } from './agree-plan.ts'
import { readAccountTerms, type AccountTerms } from './agreement-terms.ts'
import type { Tx } from './db.ts'
import { promiseFault, type RevivalFault } from './revival.ts'

/** Everything that may be done with a plan but paying, which is money and not a word. */
export type PlanAct = OfAccount & {
  readonly planId: bigint
  readonly action: Exclude<PlanAction, 'pay_off'>
  /** Left out: the next one that is unpaid. */
  readonly instalmentNo?: number | undefined
  readonly toOn?: Day | undefined
  readonly amountMinor?: bigint | undefined
  readonly why?: string | undefined
  readonly by: string
}

export type PlanActed = { readonly state: PlanState; readonly withdrawn: number }

export type PlanActDeclined = {
  readonly declined:
    | 'no_such_account'
    | 'no_such_plan'
    | 'plan_wrong_state'
    | 'no_such_instalment'
    | 'no_skips_left'
    | 'moves_too_far'
    | 'day_in_past'
    | 'plan_reason_missing'
    | 'plan_amount_missing'
    | 'plan_is_running'
    | 'instalment_not_late'
    | RevivalFault['declined']
}

const NEEDS_WHY: readonly PlanAction[] = ['decline', 'forgive', 'reinstate', 'cancel']

/** Keeps what happened to a plan, under the borrower's lock, and follows it up. */
export async function actOnPlan(
  tx: Tx,
  tenantId: bigint,
  act: PlanAct,
  tick: Tick,
): Promise<PlanActed | PlanActDeclined> {
  const terms = await readAccountTerms(tx, tenantId, act)
  if (terms === undefined) return { declined: 'no_such_account' }
  const plans = await judgedPlans(tx, tenantId, act, tick.today)
  const judged = plans.find((one) => one.plan.id === act.planId)
  if (judged === undefined) return { declined: 'no_such_plan' }
  if (!canPlan(act.action, judged.state)) return { declined: 'plan_wrong_state' }
  if (NEEDS_WHY.includes(act.action) && act.why === undefined)
    return { declined: 'plan_reason_missing' }
  // A second plan beside a running one would take the same money twice.
  const isStart = act.action === 'accept' || act.action === 'reinstate'
  if (isStart && plans.some((one) => one !== judged && one.state === 'running'))
    return { declined: 'plan_is_running' }
  const ref = { tenantId, borrowerId: act.borrowerId }
  // To take it up is the borrower's own word about the debt, as the plan itself was.
  const barred = isStart ? await promiseFault(tx, ref, act.accountId, tick.today) : undefined
  if (barred !== undefined) return barred
  if (act.action === 'cancel' && judged.state === 'running') return cancel(tx, tenantId, act, tick)
  const event = eventOf(act, judged, { terms, today: tick.today })
  if ('declined' in event) return event
  await insertEvent(tx, tenantId, act, { ...event, on: tick.today })
  const withdrawn = await agreed(tx, ref, act.accountId, { ...tick, why: 'plan' })
  const after = (await judgedPlans(tx, tenantId, act, tick.today)).find(
    (one) => one.plan.id === act.planId,
  )
  return { state: after?.state ?? judged.state, withdrawn }
}

async function cancel(
  tx: Tx,
  tenantId: bigint,
  act: PlanAct,
  tick: Tick,
): Promise<PlanActed | PlanActDeclined> {
  const ended = await applyPlan(
    tx,
    tenantId,
    { ...act, instalments: [], endsPlanId: act.planId, source: act.why ?? '' },
    tick,
  )
  if ('declined' in ended) return { declined: 'plan_wrong_state' }
  return { state: 'cancelled', withdrawn: ended.withdrawn }
}

type EventGiven = {
  readonly kind: PlanEventKind
  readonly instalmentNo?: number | undefined
  readonly toOn?: Day | undefined
  readonly amountMinor?: bigint | undefined
}

const KIND: Readonly<Record<PlanAct['action'], PlanEventKind>> = {
  accept: 'accepted',
  decline: 'declined',
  cancel: 'declined',
  skip: 'skipped',
  move: 'moved',
  forgive: 'forgave',
  extra: 'extra',
  reinstate: 'reinstated',
}

function eventOf(
  act: PlanAct,
  judged: JudgedPlan,
  at: { readonly terms: AccountTerms; readonly today: Day },
): EventGiven | PlanActDeclined {
  const kind = KIND[act.action]
  if (act.action === 'extra')
    return act.amountMinor === undefined
      ? { declined: 'plan_amount_missing' }
      : { kind, amountMinor: act.amountMinor }
  if (act.action !== 'skip' && act.action !== 'move' && act.action !== 'forgive') return { kind }
  const unpaid = judged.schedule.filter((one) => one.lacksMinor > 0n)
  const one =
    act.instalmentNo === undefined ? unpaid[0] : unpaid.find((each) => each.no === act.instalmentNo)
  if (one === undefined) return { declined: 'no_such_instalment' }
  const given = { kind, instalmentNo: one.no }
  const rules = judged.plan.rules ?? NEVER_BREAKS
  switch (act.action) {
    case 'skip': {
      if (skipsLeft(judged.plan) === 0) return { declined: 'no_skips_left' }
      return { ...given, toOn: rolledDueDay(afterLast(judged), at.terms.product) }
    }
    case 'forgive':
      // What is not late yet would fall due earlier, not later.
      if (one.dueOn >= at.today) return { declined: 'instalment_not_late' }
      return { ...given, toOn: unpaid.find((each) => each.dueOn > at.today)?.dueOn ?? at.today }
    case 'move': {
      const agreedOn = judged.plan.instalments.find((each) => each.no === one.no)?.dueOn
      if (act.toOn === undefined || act.toOn < at.today) return { declined: 'day_in_past' }
      const days = daysBetween(agreedOn ?? one.dueOn, act.toOn)
      return days > rules.moveDaysMax
        ? { declined: 'moves_too_far' }
        : { ...given, toOn: rolledDueDay(act.toOn, at.terms.product) }
    }
  }
}

/** One step of the plan after its last day: a month where months lie between, else as many days. */
function afterLast({ schedule }: JudgedPlan): Day {
  const [last, before] = [schedule.at(-1), schedule.at(-2)]
  const from = last?.dueOn ?? ('' as Day)
  const gap =
    last === undefined || before === undefined ? 30 : daysBetween(before.dueOn, last.dueOn)
  return gap >= 25 && gap <= 34 ? addMonths(from, 1) : addDays(from, gap)
}

async function insertEvent(
  tx: Tx,
  tenantId: bigint,
  act: PlanAct,
  event: EventGiven & { readonly on: Day },
): Promise<void> {
  await tx.query(
    `insert into plan_event (tenant_id, borrower_id, plan_id, kind, instalment_no, to_on, amount_minor, effective_on,
       by_whom, why)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tenantId,
      act.borrowerId,
      act.planId,
      event.kind,
      event.instalmentNo ?? null,
      event.toOn ?? null,
      event.amountMinor ?? null,
      event.on,
      act.by,
      act.why ?? null,
    ],
  )
}
