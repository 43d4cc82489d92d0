import { expect, test } from 'vitest'
import { past, proposed, verdictOf } from '../../test/guard/answer.ts'
import type { PastContact } from './verdict.ts'

test('a neighbour who knew nothing is told apart from one who was asked already', () => {
  const codes = (history: PastContact[]) =>
    verdictOf(
      'au.rg96.5i',
      'au',
      proposed('au', '2026-09-08T10:00', { to: 'neighbour:N1', purpose: 'location' }),
      { history },
    ).reasons.map(({ says, code }) => `${says} ${code}`)
  const asked = past('au', '2026-03-09T10:00', {
    channel: 'call',
    party: 'neighbour:N1',
    result: 'conversation',
  })
  expect(codes([asked])).toEqual(['defer tracing.once'])
  expect(codes([{ ...asked, marks: ['does_not_know'] }])).toEqual(['deny tracing.knows_nothing'])
  expect(codes([])).toEqual(['allow tracing.open'])
})
