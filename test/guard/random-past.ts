import fc from 'fast-check'
import { type Day, day, type Instant } from '../../src/core/calendar.ts'
import type { PastContact } from '../../src/guard/verdict.ts'
import { MARKS, type Medium, NOTICES, PURPOSES, RESULTS } from '../../src/guard/vocabulary.ts'

/** Random histories: everything on whole minutes, the newest last, nothing after the proposal. */

export const MINUTE = 60_000
export const DAY = 1440

export const dayAt = (at: number): Day => day(new Date(at).toISOString().slice(0, 10))

/** A day so many days from the proposal's, by UTC: near enough for what only has to be near. */
export const dayNear = (at: number, min: number, max: number): fc.Arbitrary<Day> =>
  fc.integer({ min, max }).map((days) => dayAt(at + days * DAY * MINUTE))

/** Mostly the first, seldom the other. */
export const seldom = <T>(times: number, plain: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 10 - times, arbitrary: fc.constant(plain) },
    { weight: times, arbitrary: other },
  )

export const known = fc.constantFrom<boolean | 'unstated' | undefined>(true, false, 'unstated')

const backMin = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 * DAY }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 90 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 220 * DAY }) },
)

type Draft = Omit<PastContact, 'at' | 'id' | 'replyTo'> & {
  readonly backMin: number
  readonly answersLast: boolean
  readonly times: number
}

export type Subject = {
  readonly at: Instant
  readonly to: string
  readonly channel: Medium
}

const draft = ({ at, to, channel }: Subject): fc.Arbitrary<Draft> =>
  fc.record({
    backMin,
    channel: fc.oneof(
      { weight: 5, arbitrary: fc.constant(channel) },
      {
        weight: 5,
        arbitrary: fc.constantFrom<Medium>('call', 'voicemail', 'sms', 'email', 'letter', 'visit'),
      },
    ),
    direction: seldom<'out' | 'in'>(3, 'out', fc.constant('in')),
    party: fc.oneof(
      { weight: 6, arbitrary: fc.constant(to) },
      { weight: 2, arbitrary: fc.constant('borrower') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('representative:R1', 'attorney', 'attorney:R2', 'spouse:S1'),
      },
    ),
    by: seldom(3, 'us', fc.constantFrom('lender', 'sister', 'stranger')),
    result: seldom<PastContact['result']>(
      6,
      'delivered',
      fc.constantFrom(...RESULTS, 'unknown', 'conversation', 'unanswered', 'voicemail'),
    ),
    addressId: fc.constantFrom(1n, 1n, 2n, undefined),
    addressKind: fc.constantFrom('mobile', 'mobile', 'landline', 'email', 'work_line', undefined),
    accountIds: fc.constantFrom<bigint[]>([1n], [1n], [2n], [1n, 2n], [3n], []),
    discussed: seldom<bigint[] | undefined>(2, undefined, fc.constantFrom([1n], [2n], [2n, 3n])),
    purpose: seldom(3, 'collect', fc.constantFrom(...PURPOSES)),
    notice: seldom<PastContact['notice']>(2, undefined, fc.constantFrom(...NOTICES)),
    undeliverableOn: seldom<Day | undefined>(1, undefined, dayNear(at, -30, 0)),
    marks: seldom<PastContact['marks']>(2, undefined, fc.subarray([...MARKS], { maxLength: 2 })),
    answersLast: fc.constantFrom(false, false, true),
    times: seldom(3, 1, fc.integer({ min: 2, max: 7 })),
  })

/** Several of one kind are told as one, so that caps are filled. */
export function someHistory(subject: Subject): fc.Arbitrary<PastContact[]> {
  return fc.array(draft(subject), { maxLength: 6, size: 'max' }).map((drafts) => {
    const all = drafts
      .flatMap(({ times, ...one }) => {
        const spread = Math.min(97, Math.floor(one.backMin / times))
        return Array.from({ length: times }, (_, n) => ({
          ...one,
          backMin: one.backMin - n * spread,
        }))
      })
      .toSorted((a, b) => b.backMin - a.backMin)
    return all.map(({ backMin: back, answersLast, ...event }, n) => ({
      ...event,
      id: `e${n}`,
      at: (subject.at - back * MINUTE) as Instant,
      ...(answersLast && n > 0 ? { replyTo: `e${n - 1}` } : {}),
    }))
  })
}
