import type { Payment } from './account-facts.ts'
import type { Day, Instant } from './calendar.ts'
import { addDays } from './calendar.ts'

/** A borrower's word to pay `amountMinor` by `dueOn`, or `toleranceDays` later. */
export type Promised = {
  readonly id: bigint
  readonly amountMinor: bigint
  readonly madeOn: Day
  readonly dueOn: Day
  readonly toleranceDays: number
  /** Lacking no more than this it is kept. */
  readonly toleranceMinor?: bigint | undefined
  /** The earlier promise that this one takes the place of. */
  readonly supersedesId?: bigint | undefined
  /** Why it took the other one's place. */
  readonly reason?: string | undefined
  /** Recorded by mistake and taken back: it asks for no money and took nobody's place. */
  readonly withdrawn?: boolean | undefined
  readonly channel?: string | undefined
  readonly madeBy?: string | undefined
  readonly recordedAt: Instant
}

export type PromiseState = 'open' | 'kept' | 'partial' | 'broken' | 'superseded'

export type JudgedPromise = {
  readonly promise: Promised
  readonly state: PromiseState
  readonly paidMinor: bigint
  /** The last day on which money keeps it. */
  readonly untilOn: Day
}

/** Money that stands on the day that is asked about, and what of it no promise has used yet. */
export type Unused = { readonly on: Day; readonly recordedAt: Instant; leftMinor: bigint }

/** The payments that have arrived and are not undone by the end of `asOf`, earliest first. */
export function unusedMoney(payments: readonly Payment[], asOf: Day): Unused[] {
  const happened = payments.filter((payment) => payment.effectiveOn <= asOf)
  const undone = new Set(happened.map((payment) => payment.reversesId))
  return happened
    .filter((payment) => payment.reversesId === undefined && !undone.has(payment.id))
    .toSorted((a, b) => order(a.effectiveOn, b.effectiveOn) || order(a.id, b.id))
    .map((payment) => ({
      on: payment.effectiveOn,
      recordedAt: payment.recordedAt,
      leftMinor: payment.amountMinor,
    }))
}

const order = <T extends string | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

/** Money of the day of an agreement counts for it when we knew of it only afterwards. */
export const isAfter = (
  money: Pick<Unused, 'on' | 'recordedAt'>,
  agreed: { readonly on: Day; readonly recordedAt: Instant },
): boolean =>
  money.on > agreed.on || (money.on === agreed.on && money.recordedAt > agreed.recordedAt)

/**
 * How the promises of one account stand at the end of `asOf`, in the order in which they fall due. Each
 * takes the earliest money that came in after it was made and that no promise before it has used.
 */
export function judgePromises(
  promises: readonly Promised[],
  payments: readonly Payment[],
  asOf: Day,
): readonly JudgedPromise[] {
  const made = promises.filter((promise) => promise.madeOn <= asOf)
  const money = unusedMoney(payments, asOf)
  return made
    .toSorted((a, b) => order(a.dueOn, b.dueOn) || order(a.id, b.id))
    .map((promise) => {
      const next = made.find((other) => other.supersedesId === promise.id && !other.withdrawn)
      return judged(promise, { next, money, asOf })
    })
}

function judged(
  promise: Promised,
  at: { readonly next: Promised | undefined; readonly money: readonly Unused[]; asOf: Day },
): JudgedPromise {
  const { next, asOf } = at
  const untilOn = addDays(promise.dueOn, promise.toleranceDays)
  if (promise.withdrawn) return { promise, state: 'superseded', paidMinor: 0n, untilOn }
  const made = { on: promise.madeOn, recordedAt: promise.recordedAt }
  // A promise that was replaced in time asks for no money after that.
  const replaced = next !== undefined && next.madeOn <= untilOn ? next : undefined
  const mine = at.money.filter(
    (one) =>
      isAfter(one, made) &&
      one.on <= untilOn &&
      (replaced === undefined ||
        !isAfter(one, { on: replaced.madeOn, recordedAt: replaced.recordedAt })),
  )
  const there = mine.reduce((sum, one) => sum + one.leftMinor, 0n)
  const paidMinor = there < promise.amountMinor ? there : promise.amountMinor
  // Where the tolerance is as large as the promise, nothing at all is still nothing.
  const isKept = paidMinor > 0n && paidMinor + (promise.toleranceMinor ?? 0n) >= promise.amountMinor
  // What was replaced before it was kept gives its money back to the others.
  if (replaced !== undefined && !isKept) return { promise, state: 'superseded', paidMinor, untilOn }
  use(mine, paidMinor)
  if (isKept) return { promise, state: 'kept', paidMinor, untilOn }
  if (asOf <= untilOn) return { promise, state: 'open', paidMinor, untilOn }
  return { promise, state: paidMinor > 0n ? 'partial' : 'broken', paidMinor, untilOn }
}

function use(money: readonly Unused[], minor: bigint): void {
  let rest = minor
  for (const one of money) {
    const taken = one.leftMinor < rest ? one.leftMinor : rest
    one.leftMinor -= taken
    rest -= taken
  }
}
