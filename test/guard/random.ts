import fc from 'fast-check'
import type { Day, Instant } from '../../src/core/calendar.ts'
import { PLAIN_BORROWER, plainDebt } from '../../src/guard/plain.ts'
import type * as facts from '../../src/guard/verdict.ts'
import {
  DEBT_KINDS,
  DEBT_STATUSES,
  HOLD_REASONS,
  type Medium,
  PROCEEDINGS,
  REPRESENTATIVES,
} from '../../src/guard/vocabulary.ts'
import { DAY, dayAt, dayNear, known, MINUTE, seldom, someHistory } from './random-past.ts'
import { channel, proposalAt, to } from './random-proposal.ts'

/** Random proposals with random facts of every kind, for every pack. */

export type Random = { readonly proposal: facts.Proposal; readonly facts: facts.GuardFacts }

const AMERICA = ['America/New_York', 'America/Los_Angeles', 'America/Phoenix', 'America/Denver']
const EUROPE = ['Europe/London', 'Europe/Paris', 'Europe/Athens']
const AUSTRALIA = [
  'Australia/Sydney',
  'Australia/Perth',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
]
const PLACES: readonly (readonly [string[], string[]])[] = [
  [['us'], AMERICA],
  [['us', 'us-ny-nyc'], AMERICA],
  [['us', 'us-ma'], AMERICA],
  [['cn'], ['Asia/Shanghai', 'Asia/Shanghai', 'Asia/Kathmandu', 'Europe/London']],
  [['uk'], EUROPE],
  [['eu'], EUROPE],
  [['in'], ['Asia/Kolkata', 'Asia/Kathmandu']],
  [
    ['in', 'in-draft-2026'],
    ['Asia/Kolkata', 'Asia/Dubai'],
  ],
  [['au'], AUSTRALIA],
  [['au', 'au-sa'], AUSTRALIA],
  [['au', 'au-vic'], AUSTRALIA],
  [['uk', 'cn'], EUROPE],
]

/** Days around clock changes of both kinds everywhere, holidays, changes of the law and the year. */
const AROUND =
  '2026-03-06 2026-03-27 2026-04-02 2026-04-23 2026-10-02 2026-10-23 2026-10-30 2026-12-23 ' +
  '2026-06-10 2026-08-28 2026-01-28 2027-03-26'

const start = fc
  .tuple(
    fc.constantFrom(...AROUND.split(' ')),
    fc.oneof(
      fc.integer({ min: 0, max: 5 * DAY }),
      fc.integer({ min: 0, max: 5 * 96 }).map((quarters) => quarters * 15),
    ),
  )
  .map(([on, minutes]) => (Date.parse(`${on}T00:00:00Z`) + minutes * MINUTE) as Instant)

const holds = (at: number): fc.Arbitrary<facts.HoldFact[]> =>
  fc.array(
    fc.record({
      reason: fc.constantFrom(...HOLD_REASONS),
      written: fc.boolean(),
      accountId: fc.constantFrom(undefined, 1n, 2n),
      fromOn: dayNear(at, -70, 3),
      sentOn: seldom<Day | undefined>(3, undefined, dayNear(at, -60, -1)),
      untilOn: seldom<Day | undefined>(6, undefined, dayNear(at, 1, 9)),
      endedOn: seldom<Day | undefined>(2, undefined, dayNear(at, -40, 0)),
    }),
    { minLength: 1, maxLength: 2 },
  )

const consents = (at: number, who: string): fc.Arbitrary<facts.ConsentFact[]> =>
  fc
    .array(
      fc.record({
        scope: fc.constantFrom('contact', 'contact', 'extra_calls'),
        channel: fc.constantFrom('call', 'sms', 'email', 'any', 'letter'),
        addressId: fc.constantFrom(undefined, undefined, 1n, 2n),
        given: fc.boolean(),
        effectiveAt: fc.integer({ min: 1, max: 12 * DAY }).map((n) => (at - n * MINUTE) as Instant),
        expiresAt: seldom<Instant | undefined>(
          3,
          undefined,
          fc.integer({ min: 1, max: 4 * DAY }).map((n) => (at + n * MINUTE) as Instant),
        ),
        party: fc.constant(who),
        givenTo: seldom<string | undefined>(2, undefined, fc.constantFrom('us', 'lender')),
        accountIds: seldom<bigint[] | undefined>(2, undefined, fc.constantFrom([1n], [2n])),
      } satisfies Record<keyof facts.ConsentFact, unknown>),
      { minLength: 1, maxLength: 3 },
    )
    .map((said) => said.toSorted((a, b) => a.effectiveAt - b.effectiveAt)) as fc.Arbitrary<
    facts.ConsentFact[]
  >

const wishes = (at: number, who: string): fc.Arbitrary<facts.WishFact[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(
        'inconvenient_time',
        'inconvenient_time',
        'agreed_time',
        'inconvenient_place',
        'needs_time',
        'another_time',
      ),
      saidAt: fc.integer({ min: 1, max: 12 * 96 }).map((n) => (at - n * 15 * MINUTE) as Instant),
      party: fc.constant(who),
      givenTo: seldom(3, 'us', fc.constantFrom('lender', 'stranger')),
      days: seldom<number[] | undefined>(
        4,
        undefined,
        fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
      ),
      from: seldom<number | undefined>(
        8,
        undefined,
        fc.integer({ min: 0, max: 95 }).map((n) => n * 15),
      ),
      until: seldom<number | undefined>(
        8,
        undefined,
        fc.integer({ min: 1, max: 96 }).map((n) => n * 15),
      ),
      place: fc.constantFrom('home', 'work', undefined),
      untilOn: seldom<Day | undefined>(4, undefined, dayNear(at, 0, 6)),
      accountIds: seldom<bigint[] | undefined>(2, undefined, fc.constantFrom([1n], [2n])),
      channel: seldom<Medium | undefined>(2, undefined, fc.constantFrom('call', 'sms')),
    } satisfies Partial<Record<keyof facts.WishFact, unknown>>),
    { minLength: 1, maxLength: 3 },
  ) as fc.Arbitrary<facts.WishFact[]>

const debt = (id: bigint, at: number): fc.Arbitrary<facts.DebtFact> =>
  seldom<facts.DebtFact>(
    4,
    plainDebt(id),
    fc.record({
      accountId: fc.constant(id),
      kind: fc.constantFrom(...DEBT_KINDS),
      status: seldom<facts.DebtFact['status']>(3, 'open', fc.constantFrom(...DEBT_STATUSES)),
      secured: known,
      nonPerforming: known,
      assigned: fc.constantFrom(undefined, { on: dayAt(at - 40 * DAY * MINUTE), to: 'us' }),
      debt: fc.constantFrom(id, 1n),
      account: fc.constantFrom(id, 1n),
    }),
  )

const representative: fc.Arbitrary<facts.RepresentativeFact> = fc.record({
  party: fc.constant('R1'),
  kind: fc.constantFrom(...REPRESENTATIVES),
  contactKnown: fc.constantFrom(true, true, false),
  consentsToDirect: fc.constantFrom<facts.Known>(false, false, true, 'unstated'),
  instructed: fc.constantFrom<facts.Known>(true, true, false, 'unstated'),
  accountIds: fc.constantFrom(undefined, [1n], [2n]),
})

const borrower: fc.Arbitrary<facts.BorrowerFact> = fc.record({
  deceased: seldom<facts.Known>(1, false, known),
  minor: seldom<facts.Known>(1, false, known),
  cannot_pay: seldom<facts.Known>(1, false, known),
  family_violence: seldom<facts.Known>(1, false, known),
  seriously_ill: seldom<facts.Known>(1, false, known),
  reachable: known,
  employerForbids: seldom<facts.Known>(1, false, known),
  representative: seldom<facts.RepresentativeFact | undefined>(5, undefined, representative),
  inheritedMinor: fc.constantFrom<bigint | 'unstated' | undefined>(undefined, 'unstated', 700n),
  workHours: fc.constantFrom(
    undefined,
    { from: 540, until: 1020, days: [0, 1, 2, 3, 4] },
    // Somebody who works at night.
    { from: 1320, until: 360, days: [1, 2, 5] },
  ),
})

const plans = (at: number): fc.Arbitrary<facts.PlanFact[]> =>
  fc.array(
    fc.record({
      accountIds: fc.constantFrom<bigint[]>([1n], [2n], [1n, 2n]),
      fromOn: dayNear(at, -120, -1),
      performing: fc.constantFrom(true, true, false),
      reviewable: known,
      lastReviewOn: seldom<Day | undefined>(4, undefined, dayNear(at, -100, -1)),
      remindersRequested: known,
    }),
    { minLength: 1, maxLength: 2 },
  )

const RULES_TO_GO_OVER = ['us.reg-f.14b.7in7', 'us.reg-f.14b.conv', 'au.rg96.5c']

export const random: fc.Arbitrary<Random> = fc
  .tuple(fc.constantFrom(...PLACES), start, channel, to)
  .chain(([[places, zones], at, by, who]) => {
    const some = <T>(times: number, arbitrary: fc.Arbitrary<T[]>) =>
      seldom<T[]>(times, [], arbitrary)
    return fc.record({
      proposal: proposalAt(at, by, who),
      facts: fc.record({
        jurisdictions: fc.constant(places),
        zones: fc.uniqueArray(fc.constantFrom(...zones), { minLength: 1, maxLength: 2 }),
        firm: fc.record({
          id: fc.constant('us'),
          kind: fc.constantFrom('agency', 'agency', 'creditor', 'purchaser'),
          group: fc.constantFrom(['us', 'lender'], ['us', 'lender', 'sister'], ['us']),
        }),
        borrower: seldom(4, PLAIN_BORROWER, borrower),
        debts: fc.tuple(debt(1n, at), debt(2n, at), debt(3n, at)),
        holds: some(3, holds(at)),
        plans: some(2, plans(at)),
        consents: some(4, consents(at, who)),
        wishes: some(3, wishes(at, who)),
        history: some(8, someHistory({ at, to: who, channel: by })),
        proceedings: some(
          2,
          fc.array(
            fc.record({
              on: dayNear(at, -45, 0),
              kind: fc.constantFrom(...PROCEEDINGS),
              accountIds: fc.constantFrom(undefined, [1n], [2n]),
            }),
            { minLength: 1, maxLength: 2 },
          ),
        ),
        overrides: some(
          1,
          fc.array(
            fc.record({
              rule: fc.constantFrom(...RULES_TO_GO_OVER),
              ground: fc.constantFrom('litigation', 'required_by_law'),
              expiresAt: fc
                .integer({ min: -60, max: 4000 })
                .map((n) => (at + n * MINUTE) as Instant),
            }),
            { minLength: 1, maxLength: 1 },
          ),
        ),
        publicHolidays: some(3, fc.array(dayNear(at, -5, 5), { minLength: 1, maxLength: 3 })),
        visitsAllowed: seldom<number | undefined>(2, undefined, fc.integer({ min: 1, max: 3 })),
      }),
    }) as fc.Arbitrary<Random>
  })
