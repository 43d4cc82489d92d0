import fc from 'fast-check'
import type { Instant } from '../../src/core/calendar.ts'
import { PLAIN_VISIT, plainContent, unstatedContent } from '../../src/guard/plain.ts'
import type * as facts from '../../src/guard/verdict.ts'
import { CONTENT_FACTS, type Medium, type PlaceKind, PURPOSES } from '../../src/guard/vocabulary.ts'
import { known, seldom } from './random-past.ts'

/** Random acts: every medium, every person, every purpose, texts as they should be and not. */

const KINDS_OF: Readonly<Partial<Record<Medium, readonly PlaceKind[]>>> = {
  call: ['mobile', 'mobile', 'landline', 'work_line'],
  voicemail: ['mobile', 'landline'],
  sms: ['mobile'],
  message: ['mobile', 'profile'],
  email: ['email', 'email', 'work_email'],
  letter: ['post', 'work_post'],
  visit: ['post', 'work_post'],
  card: ['post'],
  social: ['profile'],
}

export const channel = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Medium>('call') },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Medium>('sms', 'email', 'letter', 'visit', 'message', 'voicemail'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Medium>('social', 'portal', 'card', 'poster', 'filing', 'bureau'),
  },
)

export const to = seldom(
  3,
  'borrower',
  fc.constantFrom(
    ...'spouse:S1 guarantor:G1 heir:H1 attorney:R1 representative:R1 relative:R3 friend:F1'.split(
      ' ',
    ),
    ...'neighbour:N1 colleague:K1 employer:E1 contact:C1 third_party:T1 unidentified bureau court'.split(
      ' ',
    ),
  ),
)

const content = fc.oneof(
  { weight: 12, arbitrary: fc.constant(plainContent()) },
  { weight: 3, arbitrary: fc.constant(unstatedContent()) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.dictionary(fc.constantFrom(...CONTENT_FACTS), known, { maxKeys: 4 }),
        fc.constantFrom('initial', 'later', 'none', 'unstated', undefined),
        fc.constantFrom('reply_word', 'link', 'postal_only', 'phone_only', 'none', 'unstated'),
        fc.constantFrom('named', 'named', 'occupier', 'same_name', 'unstated'),
      )
      .map(([some, collector_disclosure, opt_out, addressed_to]) => ({
        ...plainContent(),
        ...some,
        collector_disclosure,
        opt_out,
        addressed_to,
      })),
  },
) as fc.Arbitrary<facts.ContentFacts | undefined>

const visit = seldom<facts.VisitFacts | undefined>(
  5,
  PLAIN_VISIT,
  fc.record({
    people: fc.constantFrom<number | 'unstated' | undefined>(1, 2, 'unstated', undefined),
    place: fc.constantFrom('home', 'work', 'unstated', undefined),
    prior_notice: known,
    invited: known,
    other_means_tried: known,
    entry_consent: known,
    enters: fc.constantFrom(undefined, true, false),
  }),
)

export const proposalAt = (at: Instant, by: Medium, who: string): fc.Arbitrary<facts.Proposal> =>
  fc.record({
    at: fc.constant(at),
    channel: fc.constant(by),
    to: fc.constant(who),
    purpose: seldom(5, 'collect', fc.constantFrom(...PURPOSES)),
    addressId: fc.constantFrom(1n, 1n, 2n),
    addressKind: seldom<PlaceKind | undefined>(
      9,
      undefined,
      fc.constantFrom(...(KINDS_OF[by] ?? [undefined])),
    ),
    accountIds: fc.constantFrom<bigint[]>([1n], [1n], [1n, 2n], [2n]),
    replyTo: seldom<string | undefined>(
      3,
      undefined,
      fc.integer({ min: 0, max: 6 }).map((n) => `e${n}`),
    ),
    content:
      by === 'call' ? seldom<facts.ContentFacts | undefined>(2, undefined, content) : content,
    voice: fc.constantFrom('person', 'person', 'person', 'artificial', 'unstated'),
    automated: fc.constantFrom(undefined, undefined, undefined, true, false),
    visit: by === 'visit' ? visit : fc.constant(undefined),
    amountMinor: fc.constantFrom<bigint | 'unstated' | undefined>(
      undefined,
      'unstated',
      500n,
      900n,
    ),
    joint: fc.constantFrom(undefined, undefined, true, false),
  })
