import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { law } from '../../test/guard/law.ts'
import { RuleFile } from './file.ts'
import { caseWords } from './register-words.ts'
import { diffRules, listRules, placesOf, type RegisterRule, showRule } from './register.ts'

/** A rule that came, changed, paused, came back and ended. */
const moving = RuleFile.parse({
  id: 'zz.moving',
  title: { en: 'A rule that moves', zh: '会变的规则' },
  source: [{ title: 'An act', href: 'https://law.example/act' }],
  strength: 'advised',
  mark: 'secondary',
  note: { en: 'Read in the papers.', zh: '见于报载。' },
  zone: 'Etc/UTC',
  covers: { channels: ['call'], audience: ['borrower'], firms: ['agency'], purposes: ['collect'] },
  says: [
    {
      name: 'week',
      cap: {
        '2020-01-01': {
          times: 7,
          days: 7,
          unit: 'conversation',
          per: 'account',
          results: ['conversation'],
        },
        '2021-01-01': {
          times: 3,
          days: 7,
          unit: 'conversation',
          per: 'account',
          results: ['conversation'],
        },
        '2022-01-01': null,
        '2023-01-01': {
          times: 2,
          days: 1,
          unit: 'conversation',
          per: 'borrower',
          results: ['conversation'],
        },
        '2024-01-01': null,
      },
    },
  ],
  cases: [
    { at: '2020-01-01T10:00', expect: 'allow' },
    { at: '2019-12-31T10:00', expect: 'silent' },
  ],
})
const still = RuleFile.parse({
  ...structuredClone(moving),
  id: 'yy.still',
  mark: 'primary',
  says: [{ covers: { channels: ['sms'] }, ban: { '2020-06-01': {} } }],
})
const files = [moving, still]

const shown = (id: string, on: string): RegisterRule => {
  const found = showRule(files, { id, on: day(on) })
  if ('declined' in found) throw new Error(`no rule ${id}`)
  return found
}

describe('the list', () => {
  const standing = (on: string) => {
    const row = listRules(files, { on: day(on), place: 'zz' })[0]
    return [row?.standing, row?.since, row?.until]
  }

  test('says since when and until when a rule is in force, on any day', () => {
    expect(standing('2019-12-31')).toEqual(['coming', '2020-01-01', '2022-01-01'])
    expect(standing('2020-01-01')).toEqual(['in_force', '2020-01-01', '2022-01-01'])
    expect(standing('2021-12-31')).toEqual(['in_force', '2020-01-01', '2022-01-01'])
    expect(standing('2022-01-01')).toEqual(['coming', '2023-01-01', '2024-01-01'])
    expect(standing('2023-06-01')).toEqual(['in_force', '2023-01-01', '2024-01-01'])
    expect(standing('2024-01-01')).toEqual(['over', '2023-01-01', '2024-01-01'])
  })

  test('is by place and id, and a mark that the text was not seen goes with the rule', () => {
    const rows = listRules(files, { on: day('2021-01-01') })
    expect(rows.map((row) => [row.id, row.unverified])).toEqual([
      ['yy.still', false],
      ['zz.moving', true],
    ])
    expect(listRules(files, { on: day('2021-01-01'), place: 'yy' })).toHaveLength(1)
    expect(listRules(files, { on: day('2021-01-01'), place: 'xx' })).toEqual([])
    expect(placesOf(files)).toEqual(['yy', 'zz'])
  })
})

describe('one rule', () => {
  test('has its dated values in words, and the one in force is marked', () => {
    const values = shown('zz.moving', '2021-06-01').parts[0]?.values ?? []
    expect(values.map(({ from, until, now }) => [from, until, now])).toEqual([
      ['2020-01-01', '2021-01-01', false],
      ['2021-01-01', '2022-01-01', true],
      ['2022-01-01', '2023-01-01', false],
      ['2023-01-01', '2024-01-01', false],
      ['2024-01-01', undefined, false],
    ])
    expect(values[1]?.words?.en).toBe(
      'at most 3 conversations in 7 local days, the day itself included, about one account; counted: conversation',
    )
    expect(values[1]?.words?.zh).toBe(
      '同一账户，当地连续 7 天（含当日）内最多 3 次通话；计入：通话',
    )
    expect(values[2]?.words).toBeUndefined()
  })

  test('says whom it covers, its source, its note', () => {
    const rule = shown('zz.moving', '2021-06-01')
    expect(rule.covers.map((words) => words.en)).toEqual([
      'ways: calls',
      'to: the borrower',
      'by: an agency',
      'for: collection',
    ])
    expect(rule.source[0]?.href).toBe('https://law.example/act')
    expect(rule.note).toEqual({ en: 'Read in the papers.', zh: '见于报载。' })
    expect(rule.cases).toHaveLength(2)
  })

  test('that is not there is answered with the nearest', () => {
    const missing = showRule(files, { id: 'zz.movin', on: day('2021-01-01') })
    expect(missing).toEqual({ declined: 'no_such_rule', near: 'zz.moving' })
    expect(showRule(files, { id: 'nothing_like_it', on: day('2021-01-01') })).toEqual({
      declined: 'no_such_rule',
      near: undefined,
    })
  })
})

describe('the difference of two days', () => {
  const changes = (from: string, to: string) =>
    diffRules(files, { from: day(from), to: day(to) }).map(({ id, change, on }) => [id, change, on])

  test('is what came, changed or ended after the one, up to and with the other', () => {
    expect(changes('2019-12-31', '2020-01-01')).toEqual([['zz.moving', 'came', '2020-01-01']])
    expect(changes('2020-01-01', '2020-12-31')).toEqual([['yy.still', 'came', '2020-06-01']])
    expect(changes('2020-12-31', '2021-01-01')).toEqual([['zz.moving', 'changed', '2021-01-01']])
    expect(changes('2021-01-01', '2022-01-01')).toEqual([['zz.moving', 'ended', '2022-01-01']])
    expect(changes('2021-01-01', '2023-01-01')).toEqual([['zz.moving', 'changed', '2023-01-01']])
    expect(changes('2024-01-01', '2026-01-01')).toEqual([])
    expect(
      diffRules(files, { from: day('2019-01-01'), to: day('2021-01-01'), place: 'yy' }),
    ).toHaveLength(1)
  })

  test('says what a part is about, where that is its own', () => {
    const [came] = diffRules(files, { from: day('2020-05-31'), to: day('2020-06-01') })
    expect(came?.parts).toEqual([
      {
        name: undefined,
        before: undefined,
        after: { en: 'barred (ways: text messages)', zh: '禁止（方式：短信）' },
      },
    ])
  })

  test('says what was said before and what is said after', () => {
    const [change] = diffRules(files, { from: day('2020-12-31'), to: day('2021-01-01') })
    expect(change?.parts[0]?.before?.en).toContain('at most 7')
    expect(change?.parts[0]?.after?.en).toContain('at most 3')
    expect(change?.unverified).toBe(true)
  })
})

test('a note is said in both languages or not at all', () => {
  const { note, ...silent } = moving
  expect(RuleFile.safeParse(silent).success).toBe(true)
  for (const half of ['Read in the papers.', { en: note?.en }, { zh: note?.zh }]) {
    expect(RuleFile.safeParse({ ...silent, note: half }).success).toBe(false)
  }
})

test('every rule of the packs is said in both languages, with no hole and no raw word', () => {
  let said = 0
  for (const file of law.files) {
    const rule = showRule(law.files, { id: file.id, on: day('2026-11-22') })
    if ('declined' in rule) throw new Error(file.id)
    const words = rule.parts.flatMap((part) => [
      ...part.covers,
      ...part.values.flatMap((value) => value.words ?? []),
    ])
    const note = rule.note === undefined ? [] : [rule.note]
    const cases = rule.cases.map(caseWords)
    for (const { en, zh } of [...rule.covers, ...words, ...note, ...cases]) {
      said++
      expect([file.id, en]).not.toEqual([file.id, ''])
      expect(`${file.id}: ${en} ${zh}`).not.toMatch(/undefined|NaN|\[object/)
      expect(`${file.id}: ${en}`).not.toMatch(/\p{Script=Han}|\b[a-z]+_[a-z_]+\b/u)
      expect(`${file.id}: ${zh}`).toMatch(/\p{Script=Han}/u)
    }
  }
  expect(said).toBeGreaterThan(300)
})
