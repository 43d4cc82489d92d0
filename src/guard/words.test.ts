import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { day, type Instant } from '../core/calendar.ts'
import { law } from '../../test/guard/law.ts'
import { judge } from './judge.ts'
import { runCase } from './cases.ts'
import { plainFacts } from './plain.ts'
import type { GuardFacts, Proposal, Reason } from './verdict.ts'
import { sayReason } from './words.ts'

const on = day('2026-09-09')
const ten = Date.parse('2026-09-09T02:00:00Z') as Instant

const proposal: Proposal = {
  at: ten,
  channel: 'call',
  to: 'borrower',
  purpose: 'collect',
  addressId: 1n,
  addressKind: 'mobile',
  accountIds: [1n],
  voice: 'person',
}
const facts: GuardFacts = {
  ...plainFacts({ jurisdictions: ['cn'], zones: ['Asia/Shanghai'] }),
  firm: { id: 'us', kind: 'creditor', group: ['us'] },
  holds: [
    {
      reason: 'dispute',
      written: false,
      accountId: undefined,
      fromOn: day('2026-09-01'),
      untilOn: day('2026-10-01'),
    },
  ],
}
const say = (rule: string, language: 'en' | 'zh', about: GuardFacts = facts) => {
  const verdict = judge(proposal, about, law.rulesFor(about.jurisdictions, on))
  const reason = verdict.reasons.find((each) => each.rule === rule)
  return reason === undefined ? undefined : sayReason(reason, language, 'Asia/Shanghai')
}

test('a cap with its numbers, its source and its mark', () => {
  expect(say('cn.gbt.freq', 'en')).toBe(
    '0 of 3 used in one day, counted by borrower. (GB/T 45251-2025; unverified)',
  )
  expect(say('cn.gbt.freq', 'zh')).toBe(
    '按借款人计，1 天内已用 0 次，上限 3 次。（GB/T 45251-2025；未核实）',
  )
})

test('a dated hold says until when', () => {
  expect(say('house.hold', 'en')).toBe(
    'A hold because of a dispute since 2026-09-01, until 2026-10-01 00:00. Open again 2026-10-01 00:00. (House rule)',
  )
  expect(say('house.hold', 'zh')).toContain('因异议自 2026-09-01 起停催')
})

test('an unknown place is said so', () => {
  expect(say('guard.no_pack', 'en', { ...facts, jurisdictions: ['zz'] })).toContain(
    'No rules of zz',
  )
  expect(say('guard.no_pack', 'zh', { ...facts, jurisdictions: ['zz'] })).toContain('zz')
})

test('people are named with their article; what is counted is not', () => {
  const only = (role: string, language: 'en' | 'zh') =>
    sayReason(
      {
        rule: 'cn.card.68',
        title: { zh: '对象', en: 'Whom' },
        says: 'allow',
        strength: 'prohibited',
        citation: { title: 'An act', href: 'https://law.example/act' },
        unverified: false,
        code: 'audience.met',
        numbers: { role },
      },
      language,
      'UTC',
    )
  expect(only('borrower', 'en')).toBe('It is for the borrower, who may be spoken to. (An act)')
  expect(only('bureau', 'en')).toContain('It is for a credit bureau, who')
  expect(only('attorney', 'en')).toContain('It is for the attorney, who')
  expect(only('attorney', 'zh')).toContain('对象为律师')
})

/** The catalogue is a type, so its words are read from the file that lists them. */
const CODES = readFileSync('src/guard/reason-code.ts', 'utf8')
  .split('\n')
  .flatMap((line) => /^ {2}\| '([a-z_.]+)'$/.exec(line)?.[1] ?? []) as Reason['code'][]

const WORDS =
  'per=debt calendar=week from=08:00 until=21:00 zone=Asia/Shanghai place=cn reason=dispute ' +
  'fromOn=2026-09-01 lastOn=2026-09-01 firm=agency channel=sms addressKind=post role=heir ' +
  'representative=attorney fact=people notices=validation says=the_debt missing=the_debt ' +
  'said=urgent bans=urgent needs=prior_notice lacks=prior_notice flag=watch_attempts'
const COUNTS = 'used times days left least people months zones untilAt refusedAt'

/** Everything that any sentence may ask for. */
const NUMBERS: Reason['numbers'] = Object.fromEntries([
  ...COUNTS.split(' ').map((name) => [name, 3] as const),
  ...WORDS.split(' ').map((pair) => pair.split('=')),
])

test('every code of the catalogue has a whole sentence in both languages', () => {
  expect(CODES.length).toBeGreaterThan(60)
  expect(new Set(CODES).size).toBe(CODES.length)
  for (const code of CODES) {
    const reason: Reason = {
      rule: 'cn.time',
      title: { zh: '时段', en: 'Hours' },
      says: 'deny',
      strength: 'prohibited',
      citation: { title: 'GB/T 45251-2025', href: 'https://openstd.samr.gov.cn/' },
      unverified: false,
      code,
      numbers: NUMBERS,
    }
    const [en, zh] = [sayReason(reason, 'en', 'UTC'), sayReason(reason, 'zh', 'UTC')]
    expect(en, code).not.toMatch(/\?|undefined|NaN|_|\p{Script=Han}/u)
    expect(zh, code).not.toMatch(/\?|undefined|NaN|_/)
    expect(zh, code).toMatch(/\p{Script=Han}/u)
  }
})

test('no sentence of any rule has a hole in it, in either language', () => {
  let said = 0
  const seen = (reason: Reason) => {
    for (const language of ['en', 'zh'] as const) {
      const text = sayReason(reason, language, 'Asia/Shanghai')
      expect(text, reason.code).not.toMatch(/\?|undefined|NaN|\b(how_to|who_we|third_party)_?/)
      said++
    }
  }
  for (const file of law.files) {
    for (const wanted of file.cases) runCase(file, wanted, law.files, seen)
  }
  expect(said).toBeGreaterThan(300)
})
