import { describe, expect, test } from 'vitest'
import { compareVerdict } from './situation-check.ts'
import type { Situation, SituationExpect, SituationVerdict } from './situation-form.ts'

const situation = (more: Partial<Situation>, wanted: SituationExpect): Situation => ({
  jurisdictions: ['us'],
  effectiveOn: '2026-09-01',
  ask: 'judge',
  collector: { id: 'C1', kind: 'agency' },
  borrower: { zones: ['America/New_York'] },
  debts: [{ id: 'D1', kind: 'medical' }],
  ...more,
  expect: wanted,
})

const about = (one: Situation, verdict: SituationVerdict) => {
  const { differences, warnings } = compareVerdict(one, verdict)
  return {
    differs: differences.map((each) => each.about),
    warns: warnings.map((each) => each.about),
  }
}
const same = { differs: [], warns: [] }

const wanted: SituationExpect = {
  decision: 'defer',
  until: '2026-09-14T08:00',
  rules: ['us.reg-f.14b.7in7'],
  strength: 'presumed',
}
const verdict: SituationVerdict = {
  decision: 'defer',
  until: '2026-09-14T08:00',
  reasons: [
    {
      rule: 'us.reg-f.6b1.time',
      effect: 'defers',
      strength: 'prohibited',
      until: '2026-09-08T08:00',
    },
    {
      rule: 'us.reg-f.14b.7in7',
      effect: 'defers',
      strength: 'presumed',
      until: '2026-09-14T00:00',
    },
  ],
  flags: ['aggregate_volume'],
}

describe('a judgement', () => {
  const one = situation({}, wanted)

  test('that is the expected one, with more reasons and flags than were asked for', () =>
    expect(about(one, verdict)).toEqual(same))

  test('no expectation, no difference', () => {
    const { expect: _, ...real } = one
    expect(about(real, { reasons: [] })).toEqual(same)
  })

  test('of another decision', () => {
    const { until: _, ...other } = { ...verdict, decision: 'deny' as const }
    expect(about(one, other).differs).toContain('decision')
    expect(about(one, { reasons: verdict.reasons }).differs).toContain('decision')
  })

  test('until another minute', () =>
    expect(about(one, { ...verdict, until: '2026-09-14T08:01' }).differs).toEqual(['until']))

  test('where only a day is expected the hour does not matter, the day does', () => {
    const daily = situation({}, { ...wanted, until: '2026-09-14' })
    expect(about(daily, verdict)).toEqual(same)
    expect(about(daily, { ...verdict, until: '2026-09-15T08:00' }).differs).toEqual(['until'])
  })

  test('whose rule passed instead of standing in the way', () => {
    const reasons = verdict.reasons.map((each) => ({ ...each, effect: 'passes' as const }))
    expect(about(one, { ...verdict, reasons }).differs).toEqual(['rules', 'strength'])
  })

  test('an allow names the rule as met, as an exception or as a flag, not as one that bars', () => {
    const open = situation({}, { decision: 'allow', rules: ['us.reg-f.14b.excl'] })
    const by = (effect: 'passes' | 'excepts' | 'flags' | 'bars') =>
      about(open, { decision: 'allow', reasons: [{ rule: 'us.reg-f.14b.excl', effect }] }).differs
    expect([by('passes'), by('excepts'), by('flags')]).toEqual([[], [], []])
    expect(by('bars')).toEqual(['rules'])
  })

  test('every expected flag must be there', () => {
    const flagged = situation({}, { ...wanted, flags: ['aggregate_volume', 'watch_attempts'] })
    expect(about(flagged, verdict).differs).toEqual(['flags'])
    const flags = ['watch_attempts', 'aggregate_volume'] as const
    expect(about(flagged, { ...verdict, flags })).toEqual(same)
  })

  test('the strength is that of the reason that ends last, or bars most', () => {
    expect(about(situation({}, { ...wanted, strength: 'prohibited' }), verdict).differs).toEqual([
      'strength',
    ])
    const denied: SituationVerdict = {
      decision: 'deny',
      reasons: [
        { rule: 'us.bk', effect: 'bars', strength: 'advised' },
        { rule: 'us.reg-f.6c', effect: 'bars', strength: 'prohibited' },
      ],
    }
    const hard = { decision: 'deny' as const, rules: ['us.bk'], strength: 'prohibited' as const }
    expect(about(situation({}, hard), denied)).toEqual(same)
    expect(about(situation({}, { ...hard, strength: 'advised' }), denied).differs).toEqual([
      'strength',
    ])
  })
})

describe('a contested case', () => {
  const one = situation({ contested: true }, { ...wanted, alsoAccept: ['allow'] })

  test('also accepts what it says, with the rule as met', () => {
    const reasons = [{ rule: 'us.reg-f.14b.7in7', effect: 'passes' as const }]
    const { strength: _, ...loose } = { ...wanted, alsoAccept: ['allow' as const] }
    const open = situation({ contested: true }, loose)
    expect(about(open, { decision: 'allow', reasons })).toEqual(same)
    expect(about(open, { decision: 'deny', reasons }).differs).toContain('decision')
    expect(about({ ...open, contested: false }, { decision: 'allow', reasons }).differs).toEqual([
      'decision',
    ])
  })

  test('another end is a warning', () =>
    expect(about(one, { ...verdict, until: '2026-09-15T08:00' })).toEqual({
      differs: [],
      warns: ['until'],
    }))
})

describe('the other questions', () => {
  const rules = ['us.reg-f.34']
  const reasons = [{ rule: 'us.reg-f.34', effect: 'passes' as const }]

  test('a deadline, a class, an allocation are equal or not', () => {
    const deadline = situation({ ask: 'deadline' }, { rules, deadline: '2026-10-01' })
    expect(about(deadline, { reasons, deadline: '2026-10-01' })).toEqual(same)
    expect(about(deadline, { reasons, deadline: '2026-10-02' }).differs).toEqual(['answer'])
    const classified = situation({ ask: 'classify' }, { rules, class: 'safe_harbor' })
    expect(about(classified, { reasons, class: 'safe_harbor' })).toEqual(same)
    expect(about(classified, { reasons, class: 'no_safe_harbor' }).differs).toEqual(['answer'])
    const allocation = { costs: '0.00', interest: '1.00', principal: '2.00' }
    const paid = situation({ ask: 'allocate' }, { rules, allocation })
    expect(about(paid, { reasons, allocation })).toEqual(same)
    const other = { ...allocation, costs: '0.01' }
    expect(about(paid, { reasons, allocation: other }).differs).toEqual(['answer'])
    expect(about(paid, { reasons }).differs).toEqual(['answer'])
  })

  test('a count is compared by all its keys, and who is not named is the borrower', () => {
    const count = { rule: 'us.reg-f.14b.7in7', unit: 'call' as const, n: 1, debt: 'D1' }
    const one = situation({ ask: 'count' }, { rules, counts: [count] })
    const told = (more: object) => about(one, { reasons, counts: [{ ...count, ...more }] }).differs
    expect(told({})).toEqual([])
    expect(told({ person: 'borrower' })).toEqual([])
    expect(told({ person: 'third_party:T1' })).toEqual(['answer'])
    expect(told({ n: 2 })).toEqual(['answer'])
    expect(told({ debt: 'D2' })).toEqual(['answer'])
    expect(told({ address: 'A1' })).toEqual(['answer'])
    expect(told({ account: 'X1' })).toEqual(['answer'])
    expect(told({ unit: 'contact' })).toEqual(['answer'])
    expect(told({ rule: 'us.reg-f.14b.conv' })).toEqual(['answer'])
  })

  test('the rules are those that the answer rests on, whatever their effect', () => {
    const one = situation({ ask: 'deadline' }, { rules, deadline: '2026-10-01' })
    expect(about(one, { reasons: [], deadline: '2026-10-01' }).differs).toEqual(['rules'])
  })
})

test('a difference says both sides in both languages', () => {
  const { differences } = compareVerdict(situation({}, wanted), {
    ...verdict,
    until: '2026-09-15T08:00',
  })
  expect(differences[0]?.words).toEqual({
    en: 'until: 2026-09-15T08:00, expected 2026-09-14T08:00',
    zh: '延后至：2026-09-15T08:00，预期 2026-09-14T08:00',
  })
})
