import { describe, expect, test } from 'vitest'
import { day, type Instant } from '../core/calendar.ts'
import { law } from '../../test/guard/law.ts'
import { ruleOfSlot, slotCounts } from './cap.ts'
import { plainContent, PLAIN_VISIT, plainDebt, plainFacts } from './plain.ts'
import { instantOf } from './local.ts'
import { judge } from './judge.ts'
import type { Channel } from '../core/channel.ts'
import type { ContactResult, GuardFacts, SlotNeed } from './verdict.ts'
import { zoneOf } from './zone.ts'
import { past as pastEvent, proposed, verdictOf } from '../../test/guard/answer.ts'

const ON = day('2026-09-09')

const at = (local: string, name: string): Instant => {
  const zone = zoneOf(name)
  if (zone === undefined) throw new Error(name)
  return instantOf(zone, local)
}

function slotsOf(
  place: string,
  zones: string[],
  channel: Channel,
  accountIds: bigint[],
): readonly SlotNeed[] {
  const facts: GuardFacts = {
    ...plainFacts({ jurisdictions: [place], zones }),
    debts: accountIds.map(plainDebt),
  }
  const verdict = judge(
    {
      at: at('2026-09-09T12:00', zones[0] ?? ''),
      channel,
      to: 'borrower',
      purpose: 'collect',
      addressId: 5n,
      addressKind: channel === 'visit' ? 'post' : 'mobile',
      accountIds,
      content: channel === 'call' ? undefined : plainContent(),
      voice: channel === 'call' ? 'person' : undefined,
      visit: channel === 'visit' ? PLAIN_VISIT : undefined,
    },
    facts,
    law.rulesFor([place], ON),
  )
  return verdict.decision === 'allow' ? verdict.slots : []
}

describe('slots', () => {
  test('Regulation F takes one for each debt', () => {
    expect(slotsOf('us', ['America/New_York'], 'call', [11n, 12n])).toEqual([
      {
        rule: 'us.reg-f.14b.7in7',
        key: 'us.reg-f.14b.7in7:debt:11',
        limit: 7,
        freeAt: at('2026-09-16T00:00', 'America/New_York'),
      },
      {
        rule: 'us.reg-f.14b.7in7',
        key: 'us.reg-f.14b.7in7:debt:12',
        limit: 7,
        freeAt: at('2026-09-16T00:00', 'America/New_York'),
      },
    ])
  })

  test('a message under Regulation F takes none of the calls, only one against floods', () => {
    const slots = slotsOf('us', ['America/New_York'], 'sms', [11n])
    expect(slots.map((slot) => slot.key)).toEqual(['us.reg-f.14a:messages:borrower'])
  })

  test('China takes one for the person and one for the number, both free the next day', () => {
    const tomorrow = at('2026-09-10T00:00', 'Asia/Shanghai')
    expect(slotsOf('cn', ['Asia/Shanghai'], 'call', [11n])).toEqual([
      { rule: 'cn.cba.freq', key: 'cn.cba.freq:address:5', limit: 6, freeAt: tomorrow },
      {
        rule: 'cn.gbt.freq',
        key: 'cn.gbt.freq:borrower',
        limit: 3,
        freeAt: tomorrow,
        shared: true,
      },
    ])
  })

  test('Australia takes one of the week and one of the month', () => {
    expect(slotsOf('au', ['Australia/Sydney'], 'sms', [11n])).toEqual([
      {
        rule: 'au.rg96.5c',
        key: 'au.rg96.5c:week:account:11',
        limit: 3,
        freeAt: at('2026-09-16T00:00', 'Australia/Sydney'),
      },
      {
        rule: 'au.rg96.5c',
        key: 'au.rg96.5c:month:account:11',
        limit: 10,
        freeAt: at('2026-10-09T00:00', 'Australia/Sydney'),
      },
    ])
  })

  test('a slot is free when the day has begun in the last of the zones', () => {
    const [slot] = slotsOf('us', ['America/New_York', 'America/Los_Angeles'], 'call', [11n])
    expect(slot?.freeAt).toBe(at('2026-09-16T00:00', 'America/Los_Angeles'))
  })
})

describe('a known end gives a slot back, or does not', () => {
  const rules = law.rulesFor(['us', 'cn', 'au'], ON)
  const keeps = (key: string, result: ContactResult) => {
    const rule = ruleOfSlot(rules, key)
    if (rule === undefined) throw new Error(key)
    return slotCounts(rule, result)
  }

  test.each<[string, ContactResult[], ContactResult[]]>([
    [
      'us.reg-f.14b.7in7:debt:1',
      ['unanswered', 'voicemail', 'conversation', 'unknown'],
      ['not_connected'],
    ],
    [
      'cn.gbt.freq:borrower',
      ['conversation', 'unknown'],
      ['unanswered', 'voicemail', 'not_connected'],
    ],
    [
      'cn.cba.freq:address:1',
      ['unanswered', 'not_connected', 'voicemail', 'unknown'],
      ['conversation'],
    ],
    [
      'au.rg96.5c:week:account:1',
      ['delivered', 'voicemail', 'conversation', 'unknown'],
      ['unanswered', 'not_connected'],
    ],
    ['au.rg96.5c:month:account:1', ['delivered', 'unknown'], ['not_connected']],
  ])('%s', (key, kept, returned) => {
    for (const result of kept) expect(keeps(key, result), result).toBe(true)
    for (const result of returned) expect(keeps(key, result), result).toBe(false)
  })

  test('a key of no cap belongs to no rule', () => {
    expect(ruleOfSlot(rules, 'us.reg-f.6c:account:1')).toBeUndefined()
  })
})

test('a ground that rebuts the presumption is told as an exception, with its flag', () => {
  const talk = pastEvent('us', '2026-09-08T10:00', { channel: 'call', result: 'conversation' })
  const told = (purpose: 'collect' | 'answer_request') =>
    verdictOf('us.reg-f.14b.conv', 'us', proposed('us', '2026-09-09T10:00', { purpose }), {
      history: [talk],
    }).reasons.map(({ says, excepted, flags }) => ({ says, excepted, flags }))
  expect(told('answer_request')).toEqual([
    { says: 'allow', excepted: true, flags: ['rebuttal_consumer_request'] },
  ])
  expect(told('collect')).toEqual([{ says: 'defer', excepted: undefined, flags: undefined }])
})
