import type { Day } from './calendar.ts'
import { addDays, addMonths } from './calendar.ts'
import type { PlanInstalment, PlanShape } from './plan.ts'
import type { OptionValue } from './present-value.ts'

export type OfferKind = 'plan' | 'settlement'

/** One way to pay, with what it would bring and whether it can be paid. */
export type OfferOption = {
  readonly kind: OfferKind
  readonly shape: PlanShape
  readonly instalments: readonly PlanInstalment[]
  readonly payMinor: bigint
  /** Forgiven once all of it is paid. */
  readonly forgivesMinor: bigint
  readonly discountBps: number
  /** The most that it asks within one month. */
  readonly monthlyMinor: bigint
  readonly fits: 'fits' | 'above' | 'unknown'
  readonly value: OptionValue
}

/** Parts per ten thousand of what is owed, up: a discount never looks smaller than it is. */
export const discountBps = (forgivesMinor: bigint, owedMinor: bigint): number =>
  owedMinor <= 0n ? 0 : Number((forgivesMinor * 10_000n + owedMinor - 1n) / owedMinor)

/** The most that falls due within any month that begins with one of the days. */
export function monthlyMost(schedule: readonly PlanInstalment[]): bigint {
  return schedule.reduce((most, { dueOn }) => {
    const until = addMonths(dueOn, 1)
    const within = schedule
      .filter((one) => one.dueOn >= dueOn && one.dueOn < until)
      .reduce((sum, one) => sum + one.amountMinor, 0n)
    return within > most ? within : most
  }, 0n)
}

export const fitsBudget = (
  monthlyMinor: bigint,
  sustainableMinor: bigint | undefined,
): OfferOption['fits'] =>
  sustainableMinor === undefined ? 'unknown' : monthlyMinor <= sustainableMinor ? 'fits' : 'above'

/** How far somebody goes alone. */
export type GrantLimit = { readonly instalments: number; readonly discountBps: number }

export const isWithin = (
  option: Pick<OfferOption, 'instalments' | 'discountBps'>,
  limit: GrantLimit,
): boolean =>
  option.instalments.length <= limit.instalments && option.discountBps <= limit.discountBps

export type OfferState = 'open' | 'expired' | 'countered' | 'accepted' | 'declined' | 'waiting'

export function offerState(
  offer: { readonly expiresOn: Day },
  around: {
    readonly answer: { readonly accept: boolean; readonly waits: boolean } | undefined
    readonly countered: boolean
    readonly today: Day
  },
): OfferState {
  if (around.answer !== undefined) {
    if (!around.answer.accept) return 'declined'
    return around.answer.waits ? 'waiting' : 'accepted'
  }
  if (around.countered) return 'countered'
  return around.today > offer.expiresOn ? 'expired' : 'open'
}

/** The first day on which all of the money is final: it can no longer be taken back by its payer. */
export function finalOn(
  payments: readonly { readonly effectiveOn: Day; readonly way?: string | undefined }[],
  finalAfterDays: Readonly<Record<string, number>>,
): Day | undefined {
  return payments.reduce<Day | undefined>((latest, { effectiveOn, way }) => {
    const days = (way === undefined ? undefined : finalAfterDays[way]) ?? finalAfterDays['other']
    const on = addDays(effectiveOn, days ?? 0)
    return latest === undefined || on > latest ? on : latest
  }, undefined)
}
