import type { Instant } from '../../src/core/calendar.ts'
import { plainFacts } from '../../src/guard/plain.ts'
import type { GuardFacts, PastContact } from '../../src/guard/verdict.ts'
import type { Random } from './random.ts'

/** Questions on which everything hangs by one rule: chance seldom asks them. */

const at = (text: string) => Date.parse(text) as Instant

const call = (
  when: string,
  [place, zone]: readonly [string, string],
  more: Partial<GuardFacts>,
): Random => ({
  proposal: {
    at: at(when),
    channel: 'call',
    to: 'borrower',
    purpose: 'collect',
    addressId: 1n,
    addressKind: 'mobile',
    accountIds: [1n],
    voice: 'person',
  },
  facts: { ...plainFacts({ jurisdictions: [place], zones: [zone] }), ...more },
})

const past = (when: string, result: PastContact['result'], times = 1): PastContact[] =>
  Array.from({ length: times }, () => ({
    at: at(when),
    channel: 'call',
    direction: 'out',
    party: 'borrower',
    by: 'us',
    result,
    addressId: 1n,
    accountIds: [1n],
  }))

const NEW_YORK = ['us', 'America/New_York'] as const
const SHANGHAI = ['cn', 'Asia/Shanghai'] as const

const agreedAt = (from: number, until: number): GuardFacts['wishes'] => [
  {
    kind: 'agreed_time',
    saidAt: at('2026-10-01T15:00:00Z'),
    party: 'borrower',
    givenTo: 'us',
    from,
    until,
  },
]

export const HARD_QUESTIONS: readonly Random[] = [
  // One o'clock was agreed, and comes twice in the night in which New York's clocks go back.
  call('2026-11-01T05:30:00Z', NEW_YORK, { wishes: agreedAt(60, 120) }),
  call('2026-11-01T06:30:00Z', NEW_YORK, { wishes: agreedAt(60, 120) }),
  call('2026-11-01T07:30:00Z', NEW_YORK, { wishes: agreedAt(60, 120) }),
  // Agreed to more calls on the first, called seven times after that had lapsed.
  call('2026-09-10T15:00:00Z', NEW_YORK, {
    history: past('2026-09-09T15:00:00Z', 'unanswered', 7),
    consents: [
      {
        scope: 'extra_calls',
        channel: 'call',
        addressId: undefined,
        given: true,
        effectiveAt: at('2026-09-01T15:00:00Z'),
        expiresAt: undefined,
      },
    ],
  }),
  // The conversation that used the consent up was still had under it, and fills no cap.
  call('2026-09-10T15:00:00Z', NEW_YORK, {
    history: [
      ...past('2026-09-07T15:00:00Z', 'unanswered', 6),
      ...past('2026-09-09T15:00:00Z', 'conversation'),
    ],
    consents: [
      {
        scope: 'extra_calls',
        channel: 'call',
        addressId: undefined,
        given: true,
        effectiveAt: at('2026-09-08T15:00:00Z'),
        expiresAt: undefined,
      },
    ],
  }),
  call('2026-09-10T15:00:00Z', NEW_YORK, { history: past('2026-09-09T15:00:00Z', 'voicemail', 7) }),
  call('2026-09-10T15:00:00Z', NEW_YORK, { history: past('2026-09-09T15:00:00Z', 'voicemail', 6) }),
  call('2026-09-10T06:00:00Z', SHANGHAI, { history: past('2026-09-10T02:00:00Z', 'voicemail', 3) }),
  call('2026-09-10T06:00:00Z', SHANGHAI, {
    history: past('2026-09-10T02:00:00Z', 'conversation', 3),
  }),
]
