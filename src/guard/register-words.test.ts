import { expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { RuleCase } from './case-form.ts'
import type { RegisterRow } from './register.ts'
import {
  CHANGE_WORDS,
  caseWords,
  MARK_WORDS,
  periodWords,
  standingWords,
  STRENGTH_WORDS,
} from './register-words.ts'

const row: RegisterRow = {
  id: 'zz.one',
  place: 'zz',
  title: { en: 'One', zh: '一' },
  strength: 'advised',
  mark: 'primary',
  unverified: false,
  standing: 'in_force',
  since: day('2020-01-01'),
  until: undefined,
}

test('since when and until when', () => {
  const until = day('2021-01-01')
  expect(standingWords(row)).toEqual({
    en: 'in force since 2020-01-01',
    zh: '自 2020-01-01 起施行',
  })
  expect(standingWords({ ...row, until })).toEqual({
    en: 'in force since 2020-01-01, until before 2021-01-01',
    zh: '自 2020-01-01 起施行，至 2021-01-01 前',
  })
  expect(standingWords({ ...row, standing: 'coming' })).toEqual({
    en: 'from 2020-01-01',
    zh: '2020-01-01 起施行',
  })
  expect(standingWords({ ...row, standing: 'over', until })).toEqual({
    en: 'over since 2021-01-01',
    zh: '2021-01-01 起失效',
  })
})

test('from when a value holds, and whether it does now', () => {
  const value = { from: day('2020-01-01'), until: undefined, words: undefined, now: false }
  expect(periodWords(value)).toEqual({ en: 'from 2020-01-01', zh: '2020-01-01 起' })
  expect(periodWords({ ...value, until: day('2021-01-01'), now: true })).toEqual({
    en: 'from 2020-01-01 until before 2021-01-01, now',
    zh: '2020-01-01 起至 2021-01-01 前，现行',
  })
})

test('a case of a rule: when, what before it, what comes of it', () => {
  const one = (more: object) => caseWords(RuleCase.parse({ at: '2020-01-01T10:00', ...more }))
  expect(one({ expect: 'allow' })).toEqual({
    en: '2020-01-01 10:00: allowed',
    zh: '2020-01-01 10:00：允许',
  })
  expect(one({ expect: 'silent' }).zh).toBe('2020-01-01 10:00：不适用')
  expect(one({ expect: 'deny', holds: [{ reason: 'dispute', from: '2019-12-01' }] })).toEqual({
    en: '2020-01-01 10:00 (1 hold: a dispute from 2019-12-01): denied',
    zh: '2020-01-01 10:00（1 条停催记录：异议 2019-12-01 起）：不允许',
  })
  const history = [
    { at: '2019-12-31T10:00', result: 'conversation' },
    { at: '2019-12-31T11:00', result: 'unanswered', times: 2 },
  ]
  expect(
    one({ expect: 'defer', until: '2020-01-02T08:00', history, name: 'the day after' }),
  ).toEqual({
    en: '2020-01-01 10:00 (the day after; 3 past contacts: 2019-12-31 10:00 conversation, 2019-12-31 11:00 unanswered 2 times): put off until 2020-01-02 08:00',
    zh: '2020-01-01 10:00（此前 3 次联系：2019-12-31 10:00 通话、2019-12-31 11:00 无人接听 2 次）：延后至 2020-01-02 08:00',
  })
})

test('every mark, strength and change has its words, and an unread text says so', () => {
  for (const table of [MARK_WORDS, STRENGTH_WORDS, CHANGE_WORDS]) {
    for (const { en, zh } of Object.values(table)) {
      expect(en).toMatch(/^[a-z][a-z :,]+$/)
      expect(zh).toMatch(/\p{Script=Han}/u)
    }
  }
  for (const mark of ['secondary', 'unverified'] as const) {
    expect(MARK_WORDS[mark].en).toContain('unverified')
    expect(MARK_WORDS[mark].zh).toContain('未核实')
  }
  expect(MARK_WORDS.primary.en).not.toContain('unverified')
})
