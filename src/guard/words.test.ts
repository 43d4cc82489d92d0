import { expect, test } from 'vitest'
import { day, type Instant } from '../core/calendar.ts'
import { law } from '../../test/guard/law.ts'
import { judge } from './judge.ts'
import { runCase } from './cases.ts'
import type { GuardFacts, Proposal, Reason } from './verdict.ts'
import { sayReason } from './words.ts'

const on = day('2026-09-09')
const ten = Date.parse('2026-09-09T02:00:00Z') as Instant

const proposal: Proposal = {
  at: ten,
  channel: 'call',
  audience: 'borrower',
  purpose: 'collect',
  addressId: 1n,
  addressKind: 'mobile',
  accountIds: [1n],
}
const facts: GuardFacts = {
  jurisdictions: ['cn'],
  zones: ['Asia/Shanghai'],
  firmKind: 'creditor',
  consents: [],
  history: [],
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
