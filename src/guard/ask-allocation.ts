import { day, dayNumber } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import type { PartOf, Rule } from './rules.ts'
import { minorOf } from './situation-context.ts'
import type { Answer, Asked } from './situation.ts'
import type { SituationDebt } from './situation-form.ts'

type Bucket = PartOf<'allocation'>['order'][number]
type Split = Record<Bucket, bigint>

/** How a payment is applied: debt after debt, and in each by the order of the rule for such a debt. */
export function allocationOf(asked: Asked): Answer {
  const { situation } = asked
  const rules = asked.rules.filter((rule) => rule.part.kind === 'allocation')
  if (situation.payment === undefined || rules.length === 0) return { rules, answer: {} }
  const split: Split = { costs: 0n, interest: 0n, principal: 0n }
  let left = minorOf(situation.payment.amount)
  for (const debt of inOrder(asked, rules)) {
    for (const bucket of orderFor(debt, asked, rules)) {
      const owed = minorOf(debt.balance?.[bucket] ?? '0.00')
      const paid = left < owed ? left : owed
      split[bucket] += paid
      left -= paid
    }
  }
  const allocation = {
    costs: textOf(split.costs),
    interest: textOf(split.interest),
    principal: textOf(split.principal),
  }
  return { rules, answer: { allocation } }
}

const textOf = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`

const asOfDay = ({ situation }: Asked): number =>
  dayNumber(day((situation.asOf ?? situation.effectiveOn).slice(0, 10)))

/**
 * The debts that the payment is for: what is due before what is not, the least secured first, then
 * the earliest due (Civil Code of the PRC, art. 560). A disputed one gets nothing where law says so.
 */
function inOrder(asked: Asked, rules: readonly Rule[]): readonly SituationDebt[] {
  const { situation, context } = asked
  const today = asOfDay(asked)
  const chosen = situation.debts.filter((debt) => situation.payment?.debts.includes(debt.id))
  const spared = rules.some((rule) => allocation(rule).not_to_disputed === true)
  const isDisputed = (debt: SituationDebt) =>
    context.facts.holds.some(
      (hold) =>
        (hold.reason === 'dispute' || hold.reason === 'liability_denied') &&
        (hold.accountId === undefined || hold.accountId === context.accountId(debt.id)) &&
        (hold.untilOn === undefined || dayNumber(hold.untilOn) > today),
    )
  const due = (debt: SituationDebt) => (debt.dueOn === undefined ? 0 : dayNumber(day(debt.dueOn)))
  const rank = (debt: SituationDebt) =>
    (due(debt) > today ? 2 : 0) + (debt.secured === true ? 1 : 0)
  return chosen
    .filter((debt) => !(spared && isDisputed(debt)))
    .toSorted((a, b) => rank(a) - rank(b) || due(a) - due(b))
}

function orderFor(debt: SituationDebt, asked: Asked, rules: readonly Rule[]): readonly Bucket[] {
  const special = rules.find((rule) => rule.covers.more?.debtKinds?.has(debt.kind) ?? false)
  const rule = special ?? rules.find((each) => each.covers.more?.debtKinds === undefined)
  if (rule === undefined) return []
  const { order, order_after: after, after_days_overdue: days } = allocation(rule)
  if (after === undefined || days === undefined || debt.dueOn === undefined) return order
  return asOfDay(asked) - dayNumber(day(debt.dueOn)) > days ? after : order
}

function allocation({ part }: Rule): PartOf<'allocation'> {
  assert(part.kind === 'allocation', 'only rules of allocation are asked')
  return part
}
