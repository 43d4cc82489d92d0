import { type Day, addMonths, dayFromNumber, dayNumber } from '../core/calendar.ts'
import type { AddressFact } from './harbor.ts'
import { hasMark } from './past.ts'
import type { PartOf, Rule } from './rules.ts'
import type { Answer, Asked } from './situation.ts'
import { validationEnd } from './validation.ts'
import type { PastContact } from './verdict.ts'
import { yearlyDay } from './yearly.ts'
import { localDay } from './zone.ts'

/** The last day of the period that is asked about, of the first debt. */
export function deadlineOf(asked: Asked): Answer {
  const of = asked.situation.askAbout === 'limitation_end' ? 'limitation' : 'validation_period'
  const rules = asked.rules.filter((rule) => rule.part.kind === 'deadline' && rule.part.of === of)
  const deadlines = rules.flatMap((rule) => endOf(rule, asked) ?? [])
  // Of several packs the latest end is the strictest for whoever must wait.
  const deadline = deadlines.toSorted((a, b) => dayNumber(b) - dayNumber(a))[0]
  return { rules, answer: deadline === undefined ? {} : { deadline } }
}

function endOf({ part }: Rule, asked: Asked): Day | undefined {
  const { facts, zone } = asked.context
  const accountId = asked.context.accountId(asked.situation.debts[0]?.id ?? '')
  if (part.kind !== 'deadline') return undefined
  if (part.of === 'limitation') return limitationOf(part, asked)?.end
  const period = { ...part, holidays: part.holidays.map(yearlyDay) }
  const end = validationEnd(period, { facts, zones: [zone] }, accountId)
  return end === undefined ? undefined : dayFromNumber(end)
}

export type LimitationRule = Extract<PartOf<'deadline'>, { of: 'limitation' }>

export type Limitation = {
  readonly end: Day
  /** The last thing that began it anew; undefined: nothing since the debt fell due. */
  readonly interruptedOn: Day | undefined
}

/**
 * When limitation of the first debt ends: so many years after it fell due, or after the last thing
 * that interrupted it while it ran. The first day is not counted, so the same date is the last day.
 */
export function limitationOf(part: LimitationRule, asked: Asked): Limitation | undefined {
  const { situation, context } = asked
  const { facts } = context
  const [debt] = situation.debts
  const due = facts.debts[0]?.dueOn
  if (debt === undefined) return undefined
  const years = facts.zones.map((name) => part.zones?.[name]).find((n) => n !== undefined)
  const runs = (from: Day) => addMonths(from, 12 * (years ?? part.years))
  const events = interruptions(part, asked).toSorted((a, b) => dayNumber(a.on) - dayNumber(b.on))
  const start = due ?? events[0]?.on
  if (start === undefined) return undefined
  let end = runs(start)
  let interruptedOn: Day | undefined
  for (const event of events) {
    // What has run out is not begun anew by asking; the borrower's own word does it.
    if (dayNumber(event.on) > dayNumber(end) && event.by !== 'acknowledgement') continue
    end = runs(event.on)
    interruptedOn = event.on
  }
  const longest =
    due === undefined || part.longest_years === undefined
      ? undefined
      : addMonths(due, 12 * part.longest_years)
  const isCut = longest !== undefined && dayNumber(longest) < dayNumber(end)
  return { end: isCut ? longest : end, interruptedOn }
}

type Interruption = { readonly on: Day; readonly by: LimitationRule['interrupted_by'][number] }

function interruptions(part: LimitationRule, asked: Asked): Interruption[] {
  const { situation, context } = asked
  const accountId = context.accountId(situation.debts[0]?.id ?? '')
  const told = context.facts.history
    .filter((past) => past.accountIds.length === 0 || past.accountIds.includes(accountId))
    .flatMap((past) => interruptionOf(past, asked) ?? [])
  const steps = context.facts.proceedings
    .filter((step) => step.accountIds?.includes(accountId) ?? true)
    .filter((step) => ['mediation_request', 'payment_order_issued'].includes(step.kind))
    .map((step): Interruption => ({ on: step.on, by: 'proceedings' }))
  return [...told, ...steps].filter((event) => part.interrupted_by.includes(event.by))
}

/** What one event does to limitation: a demand that arrived, the borrower's own word, a suit. */
export function interruptionOf(past: PastContact, { context }: Asked): Interruption | undefined {
  const on = localDay(context.zone, past.at)
  if (hasMark(past, 'offers_payment') || hasMark(past, 'agrees_plan')) {
    return { on, by: 'acknowledgement' }
  }
  if (past.direction === 'in') return undefined
  if (past.channel === 'filing') return { on, by: 'proceedings' }
  const isDemand =
    past.notice === 'demand' ||
    (past.notice === undefined && DEMANDING.has(past.purpose ?? 'collect'))
  return isDemand && hasReached(past, context) ? { on, by: 'demand' } : undefined
}

const DEMANDING: ReadonlySet<string> = new Set(['collect', 'remedy_notice', 'legal_notice'])

/** It arrived, or went where the borrower said that it would. */
function hasReached(
  past: PastContact,
  {
    addresses,
    facts,
  }: { addresses: readonly AddressFact[]; facts: { debts: readonly { kind: string }[] } },
): boolean {
  if (past.party !== 'borrower' && !past.party.startsWith('guarantor')) return false
  const address = addresses.find((each) => each.addressId === past.addressId)
  const isReserved = address?.givenInContract
  // Of a card the demand must have gone to what the holder reserved for it.
  if (facts.debts[0]?.kind === 'credit_card' && isReserved === false) return false
  const arrived = ['delivered', 'conversation', 'met'].includes(past.result)
  return arrived || (isReserved === true && past.channel !== 'call' && past.result !== 'unanswered')
}
