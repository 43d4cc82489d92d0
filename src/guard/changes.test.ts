import { expect, test } from 'vitest'
import { at, past, proposed, verdictOf } from '../../test/guard/answer.ts'

test('what a recorded ground opens closes when the ground has run out', () => {
  const call = proposed('us', '2026-09-09T10:00')
  const history = Array.from({ length: 7 }, () =>
    past('us', '2026-09-08T10:00', { channel: 'call', result: 'unanswered' }),
  )
  const rule = 'us.reg-f.14b.7in7'
  const verdict = (until: string) =>
    verdictOf(rule, 'us', call, {
      history,
      overrides: [{ rule, ground: 'litigation', expiresAt: at('us', until) }],
    })
  expect(verdict('2026-09-09T12:00')).toMatchObject({
    decision: 'allow',
    closesAt: at('us', '2026-09-09T12:00'),
  })
  expect(verdict('2026-09-09T10:00')).toMatchObject({
    decision: 'defer',
    until: at('us', '2026-09-15T00:00'),
  })
})

test('a consent to more calls opens its own days, and none where it ends as it begins', () => {
  const begins = at('us', '2026-09-10T10:00')
  const untilWhen = (expiresAt: typeof begins | undefined) => {
    const verdict = verdictOf('us.reg-f.14b.7in7', 'us', proposed('us', '2026-09-09T10:00'), {
      history: Array.from({ length: 7 }, () =>
        past('us', '2026-09-08T10:00', { channel: 'call', result: 'unanswered' }),
      ),
      consents: [
        {
          scope: 'extra_calls',
          channel: 'call',
          addressId: undefined,
          given: true,
          effectiveAt: begins,
          expiresAt,
        },
      ],
    })
    return verdict.reasons.map(({ until }) => until)
  }
  expect(untilWhen(undefined)).toEqual([begins])
  expect(untilWhen(at('us', '2026-09-10T12:00'))).toEqual([begins])
  expect(untilWhen(begins)).toEqual([at('us', '2026-09-15T00:00')])
})
