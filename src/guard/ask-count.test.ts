import { expect, test } from 'vitest'
import { law } from '../../test/guard/law.ts'
import { readSituation } from './situation-form.ts'
import { answerSituation } from './situation.ts'

const call = (party: string, told: object = {}) => ({
  at: '2026-09-09T10:00',
  channel: 'call',
  direction: 'out',
  party,
  result: 'unanswered',
  debts: ['D1'],
  ...told,
})

/** How many calls of the seven the federal pack counts for a person, about the one debt. */
function countFor(person: string, history: readonly object[]): number | undefined {
  const read = readSituation({
    id: 'US-FED-BD-002',
    jurisdictions: ['us'],
    effectiveOn: '2026-09-09',
    citation: '12 CFR 1006.14(b)',
    kind: 'boundary_from_rule_text',
    source: 'the text of the rule',
    status: 'READ',
    confidence: 'high',
    ask: 'count',
    asOf: '2026-09-09T20:00',
    collector: { id: 'A1', kind: 'agency', actsFor: 'L1' },
    borrower: { zones: ['America/New_York'] },
    debts: [{ id: 'D1', kind: 'other' }],
    history,
    why: 'How many calls count.',
  })
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const { counts = [] } = answerSituation(read.ok, law, 'en')
  return counts.find(
    (line) => line.rule === 'us.reg-f.14b.7in7' && line.person === person && line.debt === 'D1',
  )?.n
}

test('each person has a count of their own', () => {
  const history = [call('borrower'), call('spouse'), call('spouse')]
  expect(countFor('borrower', history)).toBe(1)
  expect(countFor('spouse', history)).toBe(2)
})

test('whom the rule does not protect is not counted', () => {
  expect(countFor('attorney:AT1', [call('attorney:AT1')])).toBe(0)
  expect(countFor('third_party:T1', [call('third_party:T1')])).toBe(1)
})

test('what happened later, long before, or to another number is not counted', () => {
  expect(countFor('borrower', [call('borrower', { at: '2026-09-02T23:00' })])).toBe(0)
  expect(countFor('borrower', [call('borrower', { at: '2026-09-03T00:30' })])).toBe(1)
  expect(countFor('borrower', [call('borrower', { numberNotBorrowers: true })])).toBe(0)
  expect(countFor('borrower', [call('borrower', { result: 'unknown' })])).toBe(1)
})
