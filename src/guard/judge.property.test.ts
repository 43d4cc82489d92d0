import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Day, day, type Instant } from '../core/calendar.ts'
import { law } from '../../test/guard/law.ts'
import { judge, judgeAlone } from './judge.ts'
import { type Rule, coversProposal } from './rules.ts'
import { slowlyAllowed } from '../../test/guard/slow-checker.ts'
import type { ConsentFact, GuardFacts, HoldFact, PastContact, Proposal } from './verdict.ts'

const SEED = 20_261_121
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const PLACES = ['cn', 'us', 'uk', 'au'] as const
const ZONES: Readonly<Record<(typeof PLACES)[number], readonly string[][]>> = {
  cn: [['Asia/Shanghai'], ['Asia/Kathmandu'], ['Asia/Shanghai', 'Asia/Kathmandu']],
  us: [
    ['America/New_York'],
    ['America/New_York', 'America/Los_Angeles'],
    ['America/Phoenix', 'America/Denver'],
  ],
  uk: [['Europe/London'], ['Europe/London', 'Europe/Paris'], ['Europe/London', 'Asia/Kathmandu']],
  au: [['Australia/Sydney'], ['Australia/Sydney', 'Australia/Perth'], ['Australia/Lord_Howe']],
}

/** Days around clock changes of both kinds, the Easter holidays and the turn of the year. */
const AROUND = [
  '2026-03-06',
  '2026-03-27',
  '2026-04-02',
  '2026-10-02',
  '2026-10-23',
  '2026-10-30',
  '2026-12-23',
  '2026-06-10',
]

const start = fc
  .tuple(fc.constantFrom(...AROUND), fc.integer({ min: 0, max: 4 * 96 }))
  .map(([on, quarters]) => (Date.parse(`${on}T00:00:00Z`) + quarters * 15 * MINUTE) as Instant)

const channel = fc.constantFrom(
  'call',
  'call',
  'call',
  'sms',
  'email',
  'letter',
  'visit',
  'message',
)
const ADDRESS = {
  call: 'mobile',
  sms: 'mobile',
  message: 'mobile',
  email: 'email',
  letter: 'post',
  visit: 'post',
} as const

const dayAt = (at: number): Day => day(new Date(at).toISOString().slice(0, 10))

const someHistory = (at: Instant): fc.Arbitrary<PastContact[]> =>
  fc.array(
    fc.record({
      at: fc
        .integer({ min: 1, max: 12 * 96 })
        .map((quarters) => (at - quarters * 15 * MINUTE) as Instant),
      channel: fc.constantFrom('call' as const, 'call' as const, 'sms' as const, 'visit' as const),
      direction: fc.constantFrom('out' as const, 'out' as const, 'out' as const, 'in' as const),
      result: fc.constantFrom(
        'delivered',
        'not_connected',
        'unanswered',
        'unanswered',
        'voicemail',
        'conversation',
        'unknown',
      ),
      addressId: fc.constantFrom(1n, 2n),
      accountIds: fc.constantFrom([1n], [2n], [1n, 2n]),
    }),
    { minLength: 2, maxLength: 16, size: 'max' },
  )

const someHolds = (at: Instant): fc.Arbitrary<HoldFact[]> =>
  fc.array(
    fc.record({
      reason: fc.constantFrom(
        'dispute',
        'hardship',
        'attorney',
        'breathing_space',
        'cease',
        'plan',
      ),
      written: fc.boolean(),
      accountId: fc.constantFrom(undefined, 1n, 2n),
      fromOn: fc.integer({ min: -9, max: 3 }).map((days) => dayAt(at + days * DAY)),
      untilOn: fc.oneof(
        {
          weight: 2,
          arbitrary: fc.integer({ min: 4, max: 8 }).map((days) => dayAt(at + days * DAY)),
        },
        { weight: 1, arbitrary: fc.constant(undefined) },
      ),
    }),
    { maxLength: 2 },
  )

const someConsents = (at: Instant): fc.Arbitrary<ConsentFact[]> =>
  fc.array(
    fc.record({
      scope: fc.constantFrom('contact' as const, 'contact' as const, 'extra_calls' as const),
      channel: fc.constantFrom('call' as const, 'sms' as const, 'any' as const),
      addressId: fc.constantFrom(undefined, 1n, 2n),
      given: fc.boolean(),
      effectiveAt: fc.integer({ min: -400, max: -1 }).map((n) => (at + n * 15 * MINUTE) as Instant),
      expiresAt: fc.constantFrom(undefined, (at + 2 * DAY) as Instant, (at + 26 * HOUR) as Instant),
    }),
    { maxLength: 3 },
  )

const situation = fc
  .tuple(
    fc.constantFrom(...PLACES),
    start,
    channel,
    fc.constantFrom('agency' as const, 'agency' as const, 'creditor' as const),
  )
  .chain(([place, at, by, firmKind]) =>
    fc.record({
      place: fc.constant(place),
      proposal: fc.constantFrom([1n], [1n, 2n]).map((accountIds): Proposal => ({
        at,
        channel: by as Proposal['channel'],
        audience: 'borrower',
        purpose: 'collect',
        addressId: 1n,
        addressKind: ADDRESS[by as keyof typeof ADDRESS],
        accountIds,
        content: { says: ['who_we_are', 'how_to_check', 'how_to_stop'] },
      })),
      facts: fc.record({
        jurisdictions: fc.constant([place]),
        zones: fc.constantFrom(...ZONES[place]),
        firmKind: fc.constant(firmKind),
        holds: fc.oneof(
          { weight: 3, arbitrary: fc.constant<HoldFact[]>([]) },
          { weight: 1, arbitrary: someHolds(at) },
        ),
        consents: fc.oneof(
          { weight: 2, arbitrary: fc.constant<ConsentFact[]>([]) },
          { weight: 1, arbitrary: someConsents(at) },
        ),
        history: someHistory(at),
      }),
    }),
  ) as fc.Arbitrary<{ place: string; proposal: Proposal; facts: GuardFacts }>

const rulesOf = (place: string, at: number): readonly Rule[] => law.rulesFor([place], dayAt(at))

describe('against a slow search', () => {
  test('until is the first quarter of an hour, and the minute, when every rule is open', () => {
    const seen = { allow: 0, defer: 0, deny: 0 }
    fc.assert(
      fc.property(situation, ({ place, proposal, facts }) => {
        const rules = rulesOf(place, proposal.at)
        const verdict = judge(proposal, facts, rules)
        seen[verdict.decision]++
        const isOpen = (at: number) =>
          slowlyAllowed({ ...proposal, at: at as Instant }, facts, rules)
        if (verdict.decision === 'allow') {
          expect(isOpen(proposal.at)).toBe(true)
          expect(isOpen(verdict.closesAt - MINUTE)).toBe(true)
        } else if (verdict.decision === 'defer') {
          // Every offset, opening and consent here is on a quarter, so nothing opens in between.
          for (let at: number = proposal.at; at < verdict.until; at += 15 * MINUTE) {
            if (isOpen(at)) throw new Error(`open already at ${new Date(at).toISOString()}`)
          }
          for (let back = 1; back <= 20; back++)
            expect(isOpen(verdict.until - back * MINUTE)).toBe(false)
          expect(isOpen(verdict.until)).toBe(true)
          expect(judge({ ...proposal, at: verdict.until }, facts, rules).decision).toBe('allow')
        } else {
          for (let at: number = proposal.at; at < proposal.at + 20 * DAY; at += 3 * HOUR) {
            expect(isOpen(at)).toBe(false)
          }
        }
      }),
      { seed: SEED, numRuns: 250 },
    )
    expect(Math.min(seen.allow, seen.defer, seen.deny), JSON.stringify(seen)).toBeGreaterThan(3)
  }, 120_000)

  test('each rule alone opens when it should, with no hours to hide behind', () => {
    const opened: Record<string, number> = {}
    fc.assert(
      fc.property(situation, fc.nat(), ({ place, proposal, facts }, pick) => {
        const speaking = rulesOf(place, proposal.at).filter((rule) =>
          coversProposal(rule.covers, proposal, facts),
        )
        const counting = speaking.filter((rule) => ['cap', 'quiet_after'].includes(rule.part.kind))
        const among = pick % 2 === 0 && counting.length > 0 ? counting : speaking
        const rule = among[(pick >> 1) % among.length]
        if (rule === undefined) return
        const verdict = judgeAlone(proposal, facts, [rule])
        const isOpen = (at: number) =>
          slowlyAllowed({ ...proposal, at: at as Instant }, facts, [rule])
        expect(isOpen(proposal.at)).toBe(verdict?.decision === 'allow')
        if (verdict?.decision !== 'defer') return
        opened[rule.part.kind] = (opened[rule.part.kind] ?? 0) + 1
        for (let at: number = proposal.at; at < verdict.until; at += 15 * MINUTE) {
          if (isOpen(at)) throw new Error(`${rule.id} opens at ${new Date(at).toISOString()}`)
        }
        expect(isOpen(verdict.until - MINUTE)).toBe(false)
        expect(isOpen(verdict.until)).toBe(true)
      }),
      { seed: SEED + 5, numRuns: 2000 },
    )
    for (const kind of ['open_hours', 'cap', 'quiet_after', 'hold', 'consent']) {
      expect(opened[kind], JSON.stringify(opened)).toBeGreaterThan(3)
    }
  }, 120_000)

  test('an allow closes where the slow search closes', () => {
    fc.assert(
      fc.property(situation, ({ place, proposal, facts }) => {
        const rules = rulesOf(place, proposal.at)
        const verdict = judge(proposal, facts, rules)
        if (verdict.decision !== 'allow') return
        for (let at: number = proposal.at; at < verdict.closesAt; at += 15 * MINUTE) {
          expect(slowlyAllowed({ ...proposal, at: at as Instant }, facts, rules)).toBe(true)
        }
      }),
      { seed: SEED + 1, numRuns: 150 },
    )
  }, 120_000)
})

const RANK = { allow: 0, defer: 1, deny: 2 } as const

test('one rule more never opens anything', () => {
  const rulesAt = (at: number) => law.rulesFor([...PLACES], dayAt(at))
  fc.assert(
    fc.property(situation, fc.nat(), ({ place, proposal, facts }, pick) => {
      const fewer = rulesOf(place, proposal.at)
      const all = rulesAt(proposal.at)
      const more = all[pick % all.length]
      if (more === undefined) return
      const [before, after] = [
        judge(proposal, facts, fewer),
        judge(proposal, facts, [...fewer, more]),
      ]
      expect(RANK[after.decision]).toBeGreaterThanOrEqual(RANK[before.decision])
      if (before.decision === 'defer' && after.decision === 'defer') {
        expect(after.until).toBeGreaterThanOrEqual(before.until)
      }
    }),
    { seed: SEED + 2, numRuns: 600 },
  )
})

test('facts that say nothing never allow', () => {
  fc.assert(
    fc.property(
      situation,
      fc.constantFrom('zones', 'jurisdictions'),
      ({ place, proposal, facts }, gap) => {
        const verdict = judge(proposal, { ...facts, [gap]: [] }, rulesOf(place, proposal.at))
        expect(verdict.decision).toBe('deny')
      },
    ),
    { seed: SEED + 3, numRuns: 200 },
  )
})

test('the same question has the same answer, whatever the order of the rules', () => {
  fc.assert(
    fc.property(situation, ({ place, proposal, facts }) => {
      const rules = rulesOf(place, proposal.at)
      const [one, other] = [
        judge(proposal, facts, rules),
        judge(proposal, facts, rules.toReversed()),
      ]
      expect(other.decision).toBe(one.decision)
      if (one.decision === 'defer' && other.decision === 'defer')
        expect(other.until).toBe(one.until)
    }),
    { seed: SEED + 4, numRuns: 200 },
  )
})
