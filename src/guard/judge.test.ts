import { describe, expect, test } from 'vitest'
import { type Day, day, type Instant } from '../core/calendar.ts'
import { law } from '../../test/guard/law.ts'
import { judge, judgeByRules } from './judge.ts'
import { instantOf } from './local.ts'
import { plainContent, plainDebt, plainFacts } from './plain.ts'
import type { ConsentFact, GuardFacts, PastContact, Proposal, Verdict } from './verdict.ts'
import { localText, zoneOf } from './zone.ts'

const at = (local: string, name = 'America/New_York'): Instant => {
  const zone = zoneOf(name)
  if (zone === undefined) throw new Error(name)
  return instantOf(zone, local)
}

const call = (
  local: string,
  name = 'America/New_York',
  more: Partial<Proposal> = {},
): Proposal => ({
  at: at(local, name),
  channel: 'call',
  to: 'borrower',
  purpose: 'collect',
  addressId: 1n,
  addressKind: 'mobile',
  accountIds: [11n],
  voice: 'person',
  ...more,
})

const sms = (local: string, name?: string, more: Partial<Proposal> = {}): Proposal =>
  call(local, name, {
    channel: 'sms',
    voice: undefined,
    content: plainContent(),
    ...more,
  })

const facts = (place: string, zones: string[], more: Partial<GuardFacts> = {}): GuardFacts => ({
  ...plainFacts({ jurisdictions: [place], zones }),
  debts: [plainDebt(11n)],
  ...more,
})

const ny = (more: Partial<GuardFacts> = {}) => facts('us', ['America/New_York'], more)

const past = (
  local: string,
  result: PastContact['result'],
  more: Partial<PastContact> = {},
): PastContact => ({
  at: at(local),
  channel: 'call',
  direction: 'out',
  party: 'borrower',
  by: 'us',
  result,
  addressId: 1n,
  accountIds: [11n],
  ...more,
})

const ON = day('2026-09-09')
const ask = (proposal: Proposal, about: GuardFacts, on: Day = ON): Verdict =>
  judge(proposal, about, law.rulesFor(about.jurisdictions, on))

const rulesThatSay = (verdict: Verdict, says: 'allow' | 'defer' | 'deny') =>
  verdict.reasons.filter((reason) => reason.says === says).map((reason) => reason.rule)

const until = (verdict: Verdict, name = 'America/New_York') => {
  const zone = zoneOf(name)
  return verdict.decision === 'defer' && zone !== undefined
    ? localText(zone, verdict.until)
    : verdict.decision
}

describe('fails closed', () => {
  const allowed = ask(call('2026-09-09T10:00'), ny())
  test('the twin of all that follows is allowed', () => expect(allowed.decision).toBe('allow'))

  test('no rules', () => {
    const verdict = judge(call('2026-09-09T10:00'), ny(), [])
    expect(rulesThatSay(verdict, 'deny')).toContain('guard.no_rules')
    expect(verdict.decision).toBe('deny')
  })

  test.each<[string, string, Partial<GuardFacts>]>([
    ['guard.unknown_place', 'no place', { jurisdictions: [] }],
    ['guard.no_pack', 'a place without rules', { jurisdictions: ['us', 'zz'] }],
    ['guard.unknown_zone', 'no zone', { zones: [] }],
    [
      'guard.unknown_zone',
      'one zone of two is none',
      { zones: ['America/New_York', 'Mars/Olympus'] },
    ],
  ])('%s: %s', (rule, _, more) => {
    const verdict = ask(call('2026-09-09T10:00'), ny(more))
    expect(verdict.decision).toBe('deny')
    expect(rulesThatSay(verdict, 'deny')).toContain(rule)
  })

  test('a pack that is not in force yet', () => {
    const verdict = ask(
      call('2025-02-27T10:00', 'Asia/Shanghai'),
      facts('cn', ['Asia/Shanghai']),
      day('2025-02-27'),
    )
    expect(rulesThatSay(verdict, 'deny')).toEqual(['guard.no_hours'])
    const next = ask(
      call('2025-02-28T10:00', 'Asia/Shanghai'),
      facts('cn', ['Asia/Shanghai']),
      day('2025-02-28'),
    )
    expect(next.decision).toBe('allow')
  })

  test('no rule of hours for the channel', () => {
    const rules = law.rulesFor(['us'], ON).filter((rule) => rule.part.kind !== 'open_hours')
    expect(rulesThatSay(judge(call('2026-09-09T10:00'), ny(), rules), 'deny')).toEqual([
      'guard.no_hours',
    ])
  })

  test('no account, or an address that the channel cannot use', () => {
    const nothing = ask(call('2026-09-09T10:00', undefined, { accountIds: [] }), ny())
    expect(rulesThatSay(nothing, 'deny')).toEqual(['guard.no_account'])
    const wrong = ask(sms('2026-09-09T10:00', undefined, { addressKind: 'landline' }), ny())
    expect(rulesThatSay(wrong, 'deny')).toEqual(['guard.wrong_address'])
    expect(ask(sms('2026-09-09T10:00'), ny()).decision).toBe('allow')
  })

  test('a text of which nothing is known', () => {
    const verdict = ask(sms('2026-09-09T10:00', undefined, { content: undefined }), ny())
    expect(rulesThatSay(verdict, 'deny')).toEqual(
      expect.arrayContaining(['us.reg-f.18e', 'us.reg-f.6e', 'us.reg-f.22f']),
    )
    const spoken = ask(call('2026-09-09T10:00', undefined, { content: undefined }), ny())
    expect(spoken.decision).toBe('allow')
  })
})

describe('every reason is given', () => {
  test('an allowed call names the rules that were met, with their numbers', () => {
    const verdict = ask(
      call('2026-09-09T10:00'),
      ny({ history: [past('2026-09-05T10:00', 'unanswered')] }),
    )
    expect(verdict.decision).toBe('allow')
    const met = rulesThatSay(verdict, 'allow')
    expect(met).toEqual(
      expect.arrayContaining([
        'us.coverage',
        'us.reg-f.6b1.time',
        'us.reg-f.14b.7in7',
        'us.reg-f.14b.conv',
        'us.reg-f.14b.excl',
        'us.reg-f.6c',
        'us.reg-f.6b2',
        'us.reg-f.38',
        'us.reg-f.14h',
        'us.bk',
        'house.hold',
      ]),
    )
    const cap = verdict.reasons.find((reason) => reason.rule === 'us.reg-f.14b.7in7')
    expect(cap?.numbers).toMatchObject({ used: 1, times: 7, days: 7 })
  })

  test('a refused call names all that bars it, hard stops first', () => {
    const verdict = ask(
      call('2026-09-09T07:00'),
      ny({
        holds: [
          {
            reason: 'bankruptcy',
            written: true,
            accountId: undefined,
            fromOn: day('2026-09-01'),
            untilOn: undefined,
          },
        ],
        history: Array.from({ length: 7 }, () => past('2026-09-07T10:00', 'conversation')),
      }),
    )
    expect(verdict.decision).toBe('deny')
    expect(rulesThatSay(verdict, 'deny')).toEqual(['house.hold', 'us.bk'])
    expect(rulesThatSay(verdict, 'defer')).toEqual([
      'us.reg-f.6b1.time',
      'us.reg-f.14b.conv',
      'us.reg-f.14b.7in7',
    ])
  })

  test('a value that its author did not see is marked', () => {
    const verdict = ask(call('2026-09-09T10:00', 'Asia/Shanghai'), facts('cn', ['Asia/Shanghai']))
    expect(verdict.reasons.find((reason) => reason.rule === 'cn.gbt.freq')?.unverified).toBe(true)
    expect(verdict.reasons.find((reason) => reason.rule === 'house.hold')?.unverified).toBe(false)
  })
})

describe('until is when all rules are open together', () => {
  test('a cap frees at midnight, but the day opens at eight', () => {
    const verdict = ask(
      call('2026-09-09T10:00'),
      ny({ history: [past('2026-09-05T18:00', 'conversation')] }),
    )
    expect(until(verdict)).toBe('2026-09-12T08:00')
  })

  test('east and west coast are open together from eleven to nine in the east', () => {
    const both = facts('us', ['America/New_York', 'America/Los_Angeles'])
    expect(until(ask(call('2026-09-09T10:00'), both))).toBe('2026-09-09T11:00')
    expect(ask(call('2026-09-09T11:00'), both).decision).toBe('allow')
    const late = ask(call('2026-09-09T20:59'), both)
    expect(late).toMatchObject({ decision: 'allow', closesAt: at('2026-09-09T21:00') })
  })

  test('places whose hours never meet are never called', () => {
    const far = ['America/New_York', 'Asia/Shanghai', 'Pacific/Honolulu']
    expect(until(ask(call('2026-07-09T10:00'), facts('us', far)))).toBe('2026-07-09T20:00')
    expect(ask(call('2026-07-09T10:00'), facts('us', [...far, 'Asia/Dubai'])).decision).toBe('deny')
  })

  test('a dated hold, then the weekend, then the opening hour', () => {
    const held = facts('uk', ['Europe/London'], {
      holds: [
        {
          reason: 'advice',
          written: false,
          accountId: 11n,
          fromOn: day('2026-09-01'),
          untilOn: day('2026-09-13'),
        },
      ],
    })
    const verdict = ask(call('2026-09-09T10:00', 'Europe/London'), held)
    // 13 September 2026 is a Sunday.
    expect(until(verdict, 'Europe/London')).toBe('2026-09-14T08:00')
  })

  test('two jurisdictions: the stricter of both', () => {
    const both = facts('uk', ['Europe/London'], { jurisdictions: ['uk', 'cn'] })
    expect(until(ask(call('2026-09-13T10:00', 'Europe/London'), both), 'Europe/London')).toBe(
      '2026-09-14T08:00',
    )
  })
})

test('between two dated holds there is a time to speak', () => {
  const hold = (fromOn: string, untilOn: string) => ({
    reason: 'complaint',
    written: true,
    accountId: undefined,
    fromOn: day(fromOn),
    untilOn: day(untilOn),
  })
  const holds = [hold('2026-09-01', '2026-09-11'), hold('2026-09-20', '2026-09-30')]
  expect(until(ask(call('2026-09-09T10:00'), ny({ holds })))).toBe('2026-09-11T08:00')
  const between = ask(call('2026-09-19T20:00'), ny({ holds }))
  expect(between).toMatchObject({ decision: 'allow', closesAt: at('2026-09-19T21:00') })
})

describe('consent to more calls', () => {
  const agreed = (local: string): ConsentFact => ({
    scope: 'extra_calls',
    channel: 'call',
    addressId: undefined,
    given: true,
    effectiveAt: at(local),
    expiresAt: undefined,
  })
  const seven = Array.from({ length: 7 }, () => past('2026-09-07T10:00', 'unanswered'))

  test('opens the cap, takes no slot, and closes with its last day', () => {
    expect(ask(call('2026-09-09T10:00'), ny({ history: seven })).decision).toBe('defer')
    const verdict = ask(
      call('2026-09-09T10:00'),
      ny({ history: seven, consents: [agreed('2026-09-08T09:00')] }),
    )
    expect(verdict).toMatchObject({ decision: 'allow', slots: [] })
  })

  test('a general consent opens nothing', () => {
    const general: ConsentFact = { ...agreed('2026-09-08T09:00'), scope: 'contact' }
    expect(
      ask(call('2026-09-09T10:00'), ny({ history: seven, consents: [general] })).decision,
    ).toBe('defer')
  })

  test('ends after seven days, its own day included', () => {
    const history = seven.map((event) => ({ ...event, at: at('2026-09-14T10:00') }))
    const consents = [agreed('2026-09-08T09:00')]
    // What was called under it stays outside the count; nothing after it does.
    expect(ask(call('2026-09-15T10:00'), ny({ history, consents }))).toMatchObject({
      decision: 'allow',
      slots: [{}],
    })
    const later = seven.map((event) => ({ ...event, at: at('2026-09-15T09:00') }))
    expect(ask(call('2026-09-15T10:00'), ny({ history: later, consents })).decision).toBe('defer')
  })

  test('lapses where its last day ends first, while the cap frees where it ends last', () => {
    const both = ny({
      zones: ['America/New_York', 'America/Los_Angeles'],
      consents: [agreed('2026-09-08T09:00')],
      history: seven.map((event) => ({ ...event, at: at('2026-09-08T08:00') })),
    })
    const cap = law.rulesFor(['us'], ON).filter((rule) => rule.id === 'us.reg-f.14b.7in7')
    expect(judgeByRules(call('2026-09-14T23:59'), both, cap)?.decision).toBe('allow')
    expect(judgeByRules(call('2026-09-15T00:00'), both, cap)).toMatchObject({
      decision: 'defer',
      until: at('2026-09-15T03:00'),
    })
  })

  test('is used up by a conversation', () => {
    const history = [past('2026-09-08T12:00', 'conversation')]
    const verdict = ask(
      call('2026-09-09T10:00'),
      ny({ history, consents: [agreed('2026-09-08T09:00')] }),
    )
    expect(until(verdict)).toBe('2026-09-15T08:00')
  })
})

const CREDITOR = { id: 'us', kind: 'creditor', group: ['us'] } as const

describe('who is bound', () => {
  test('Regulation F leaves a creditor alone, but hours stay', () => {
    const own = ny({ firm: CREDITOR, history: [past('2026-09-08T10:00', 'conversation')] })
    expect(ask(call('2026-09-09T10:00'), own).decision).toBe('allow')
    expect(until(ask(call('2026-09-09T21:00'), own))).toBe('2026-09-10T08:00')
    expect(
      ask(call('2026-09-09T10:00'), { ...own, firm: { ...CREDITOR, kind: 'agency' } }).decision,
    ).toBe('defer')
  })

  test('a third party never hears of it', () => {
    for (const [place, zone] of [
      ['us', 'America/New_York'],
      ['cn', 'Asia/Shanghai'],
      ['uk', 'Europe/London'],
      ['au', 'Australia/Sydney'],
    ] as const) {
      const about = facts(place, [zone])
      expect(ask(call('2026-09-09T12:00', zone), about).decision).toBe('allow')
      expect(ask(call('2026-09-09T12:00', zone, { to: 'third_party' }), about).decision).toBe(
        'deny',
      )
    }
  })

  test('an artificial voice needs consent, a person does not', () => {
    const robot = call('2026-09-09T10:00', undefined, { voice: 'artificial' })
    expect(rulesThatSay(ask(robot, ny()), 'deny')).toEqual(['us.tcpa.consent'])
    const yes: ConsentFact = {
      scope: 'contact',
      channel: 'call',
      addressId: 1n,
      given: true,
      effectiveAt: at('2026-01-05T10:00'),
      expiresAt: undefined,
    }
    expect(ask(robot, ny({ consents: [yes] })).decision).toBe('allow')
    expect(ask({ ...robot, voice: 'person' }, ny()).decision).toBe('allow')
  })
})

test('a letter may be posted at night, within a day', () => {
  const letter = call('2026-09-09T02:00', 'Asia/Shanghai', {
    channel: 'letter',
    addressKind: 'post',
    voice: undefined,
    content: plainContent(),
  })
  expect(ask(letter, facts('cn', ['Asia/Shanghai']))).toMatchObject({
    decision: 'allow',
    closesAt: at('2026-09-10T02:00', 'Asia/Shanghai'),
  })
})

describe('one answer to what the person began after a refusal', () => {
  const refused = (local: string) => ({
    scope: 'contact' as const,
    channel: 'sms' as const,
    addressId: undefined,
    given: false,
    effectiveAt: at(local),
    expiresAt: undefined,
  })
  const theirs = past('2026-09-08T10:00', 'delivered', {
    id: 'e1',
    channel: 'sms',
    direction: 'in',
  })
  const answer = sms('2026-09-09T10:00', undefined, { purpose: 'reply', replyTo: 'e1' })

  test('is open', () => {
    const verdict = ask(answer, ny({ consents: [refused('2026-09-01T10:00')], history: [theirs] }))
    expect(verdict.decision).toBe('allow')
  })

  test('is told as the answer that it is, and a plain call as none', () => {
    const codes = (verdict: Verdict) =>
      verdict.reasons.filter((each) => each.rule === 'us.reg-f.6b1.exc').map((each) => each.code)
    expect(codes(ask(answer, ny({ history: [theirs] })))).toEqual(['answer.first'])
    expect(codes(ask(call('2026-09-09T10:00'), ny()))).toEqual(['answer.none'])
  })

  test('is shut by another refusal that came after it', () => {
    const consents = [refused('2026-09-01T10:00'), refused('2026-09-08T18:00')]
    const verdict = ask(answer, ny({ consents, history: [theirs] }))
    expect(verdict.decision).toBe('deny')
    expect(rulesThatSay(verdict, 'deny')).toContain('us.reg-f.14h')
  })
})
