import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { known, paid } from '../../test/core/facts.ts'
import { day } from './calendar.ts'
import { judgePlans, type Plan, type PlanState } from './plan.ts'
import type { PlanEvent } from './plan-event.ts'
import { planRecord } from './plan-record.ts'
import { canPlan, cureUntil, DEFAULT_PLAN_RULES, planNoCharges, skipsLeft } from './plan-rules.ts'

/** Three times 100.00 on the 10th of March, April and May, agreed on the 1st of March. */
const plan = (more: Partial<Plan> = {}): Plan => ({
  id: 1n,
  agreedOn: day('2026-03-01'),
  recordedAt: known(5),
  instalments: [1, 2, 3].map((no) => ({
    no,
    dueOn: day(`2026-0${no + 2}-10`),
    amountMinor: 10_000n,
  })),
  rules: {
    ...DEFAULT_PLAN_RULES,
    forgives: { days: 3, times: 1 },
    breaks: { missed: 2, days: 20 },
    cureDays: 15,
    charges: 'stop',
  },
  ...more,
})
const event = (more: Partial<PlanEvent> & Pick<PlanEvent, 'kind'>): PlanEvent => ({
  id: 1n,
  on: day('2026-03-05'),
  recordedAt: known(9),
  ...more,
})
type Paid = ReturnType<typeof paid>
const one = (of: Plan, payments: readonly Paid[], asOf: string) => {
  const [found] = judgePlans([of], payments, day(asOf))
  if (found === undefined) throw new Error('the plan is agreed')
  return found
}
const state = (of: Plan, payments: readonly Paid[], asOf: string): PlanState =>
  one(of, payments, asOf).state

describe('a plan', () => {
  test('is completed by its whole amount, and runs a cent short of it', () => {
    expect(state(plan(), [paid(1, '2026-03-09', 30_000n)], '2026-03-09')).toBe('completed')
    expect(state(plan(), [paid(1, '2026-03-09', 29_999n)], '2026-03-09')).toBe('running')
  })

  test('breaks on the day after its oldest instalment is twenty days late', () => {
    expect(state(plan(), [], '2026-03-30')).toBe('running')
    expect(state(plan(), [], '2026-03-31')).toBe('broken')
    expect(one(plan(), [], '2026-03-30').changesOn).toBe('2026-03-31')
  })

  test('has arrears from the day after an instalment’s own', () => {
    expect(one(plan(), [], '2026-03-10').arrearsMinor).toBe(0n)
    expect(one(plan(), [paid(1, '2026-03-10', 4_000n)], '2026-03-11').arrearsMinor).toBe(6_000n)
  })

  test('breaks with the second instalment that is missed at once', () => {
    const rules = { ...DEFAULT_PLAN_RULES, breaks: { missed: 2 }, forgives: { days: 0, times: 0 } }
    expect(state(plan({ rules }), [], '2026-04-10')).toBe('running')
    expect(state(plan({ rules }), [], '2026-04-11')).toBe('broken')
  })

  test('forgives one lateness of three days, and not a second one', () => {
    const rules = { ...DEFAULT_PLAN_RULES, breaks: { missed: 1 }, forgives: { days: 3, times: 1 } }
    const late = [paid(1, '2026-03-13', 10_000n)]
    expect(state(plan({ rules }), late, '2026-04-10')).toBe('running')
    expect(one(plan({ rules }), late, '2026-04-10').latenessForgiven).toBe(1)
    expect(state(plan({ rules }), late, '2026-04-11')).toBe('broken')
    // On time the first time, it may be late the second time.
    const onTime = [paid(1, '2026-03-10', 10_000n)]
    expect(state(plan({ rules }), onTime, '2026-04-13')).toBe('running')
    expect(state(plan({ rules }), onTime, '2026-04-14')).toBe('broken')
  })

  test('is cured by paying up in time, and stays broken a day later', () => {
    const cured = one(plan(), [paid(1, '2026-04-09', 10_000n)], '2026-04-09')
    expect(cured.state).toBe('running')
    expect(cured.phases.map((phase) => phase.state)).toEqual(['running', 'broken', 'running'])
    // The fifteenth day is the 15th of April; by the 16th two are due, and it is over anyway.
    const tooLate = [paid(1, '2026-04-16', 20_000n)]
    expect(state(plan(), tooLate, '2026-04-16')).toBe('broken')
    expect(state(plan(), [paid(1, '2026-04-15', 20_000n)], '2026-04-16')).toBe('running')
  })

  test('says until when it can be cured, and how often it may still be skipped', () => {
    expect(cureUntil(one(plan(), [], '2026-04-01'))).toBe('2026-04-15')
    expect(cureUntil(one(plan(), [], '2026-03-30'))).toBeUndefined()
    expect(skipsLeft(plan())).toBe(1)
    const skip = event({ kind: 'skipped', instalmentNo: 1, toOn: day('2026-06-10') })
    expect(skipsLeft(plan({ events: [skip] }))).toBe(0)
  })

  test('is taken up again by a person, and counts lateness from then', () => {
    const again = plan({ events: [event({ kind: 'reinstated', on: day('2026-05-01') })] })
    expect(state(again, [], '2026-04-30')).toBe('broken')
    expect(state(again, [], '2026-05-01')).toBe('running')
    expect(state(again, [], '2026-05-21')).toBe('broken')
  })

  test('with an instalment skipped to the end is not late for it', () => {
    const skipped = plan({
      events: [event({ kind: 'skipped', instalmentNo: 1, toOn: day('2026-06-10') })],
    })
    expect(state(skipped, [], '2026-03-31')).toBe('running')
    expect(one(skipped, [], '2026-03-31').nextOn).toBe('2026-04-10')
    expect(state(plan(), [], '2026-03-31')).toBe('broken')
  })

  test('paid extra at its end is shorter, and paid extra in front is ahead', () => {
    const money = [paid(1, '2026-03-10', 15_000n)]
    const lacks = (of: Plan) => one(of, money, '2026-03-11').schedule.map((each) => each.lacksMinor)
    expect(lacks(plan())).toEqual([0n, 5_000n, 10_000n])
    const extra = event({ kind: 'extra', on: day('2026-03-10'), amountMinor: 5_000n })
    expect(lacks(plan({ events: [extra] }))).toEqual([0n, 10_000n, 5_000n])
  })

  test('announced extra that never comes makes nothing late, and forgives no lateness for it', () => {
    const extra = event({ kind: 'extra', on: day('2026-03-05'), amountMinor: 5_000n })
    const of = plan({ events: [extra] })
    const asAgreed = [paid(1, '2026-03-10', 10_000n)]
    expect(one(of, asAgreed, '2026-03-11')).toMatchObject({ arrearsMinor: 0n, latenessForgiven: 0 })
    expect(state(of, asAgreed, '2026-03-31')).toBe('running')
    // Before the next one falls due the extra money lies at the end, and after it was missed it helps out.
    const more = [paid(1, '2026-03-10', 15_000n)]
    expect(one(of, more, '2026-04-10').schedule.at(-1)?.lacksMinor).toBe(5_000n)
    expect(one(of, more, '2026-04-11').arrearsMinor).toBe(5_000n)
  })

  test('that waits for a word counts for nothing until it is accepted', () => {
    const waits = plan({ waits: true })
    expect(state(waits, [paid(1, '2026-03-09', 30_000n)], '2026-03-31')).toBe('proposed')
    const accepted = plan({
      waits: true,
      events: [event({ kind: 'accepted', on: day('2026-03-08') })],
    })
    expect(state(accepted, [paid(1, '2026-03-09', 30_000n)], '2026-03-31')).toBe('completed')
    const declined = plan({ waits: true, events: [event({ kind: 'declined' })] })
    expect(state(declined, [], '2026-03-31')).toBe('cancelled')
  })

  test('that was completed runs again when its money is undone, and can break then', () => {
    const money = [
      paid(1, '2026-03-10', 30_000n),
      paid(2, '2026-04-20', 30_000n, { reversesId: 1n }),
    ]
    expect(state(plan(), money, '2026-04-19')).toBe('completed')
    expect(state(plan(), money, '2026-04-20')).toBe('broken')
  })
})

test('interest stops while a plan runs, and not while it is broken', () => {
  const spans = (payments: Paid[], asOf: string, of = plan()) =>
    planNoCharges(judgePlans([of], payments, day(asOf)))
  expect(spans([], '2026-03-15')).toEqual([{ from: '2026-03-01' }])
  expect(spans([], '2026-04-02')).toEqual([{ from: '2026-03-01', until: '2026-03-31' }])
  const kept = plan({ rules: { ...DEFAULT_PLAN_RULES, charges: 'stop_while_kept' } })
  expect(spans([], '2026-03-15', kept)).toEqual([{ from: '2026-03-01' }])
  expect(spans([], '2026-06-15', kept)).toEqual([])
  expect(spans([], '2026-03-15', plan({ rules: DEFAULT_PLAN_RULES }))).toEqual([])
})

test('falling behind within the probation is a re-default, and after it is not', () => {
  const done = judgePlans([plan()], [paid(1, '2026-03-10', 30_000n)], day('2027-06-01'))
  const record = (late: string) => planRecord(done, [day(late)], day('2027-06-01'))
  expect(record('2027-03-10').redefaults).toBe(1)
  expect(record('2027-03-11').redefaults).toBe(0)
  expect(record('2026-03-10').redefaults).toBe(0)
})

test('what may be done is a table of states', () => {
  expect(canPlan('skip', 'running')).toBe(true)
  expect(canPlan('skip', 'broken')).toBe(false)
  expect(canPlan('reinstate', 'broken')).toBe(true)
  expect(canPlan('accept', 'running')).toBe(false)
})

describe('the judge', () => {
  const money = fc.array(
    fc.record({
      on: fc.integer({ min: 1, max: 28 }),
      month: fc.integer({ min: 3, max: 8 }),
      minor: fc.bigInt(1n, 12_000n),
      undone: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  const facts = (given: { on: number; month: number; minor: bigint; undone: boolean }[]): Paid[] =>
    given.flatMap(({ on, month, minor, undone }, i) => {
      const at = (m: number) => `2026-${String(m).padStart(2, '0')}-${String(on).padStart(2, '0')}`
      const first = paid(i + 1, at(month), minor)
      return undone
        ? [first, paid(i + 101, at(month + 1), minor, { reversesId: BigInt(i + 1) })]
        : [first]
    })

  test('does not mind in which order facts arrive', () =>
    fc.assert(
      fc.property(money, fc.integer({ min: 0, max: 1000 }), (given, seed) => {
        const all = facts(given)
        const mixed = all.toSorted(
          (a, b) =>
            Number((a.id * 7919n + BigInt(seed)) % 101n) -
            Number((b.id * 7919n + BigInt(seed)) % 101n),
        )
        for (const on of ['2026-04-15', '2026-06-30', '2026-12-31'])
          expect(judgePlans([plan()], mixed, day(on))).toEqual(judgePlans([plan()], all, day(on)))
      }),
      { numRuns: 300, seed: 5 },
    ))

  test('says the same of a day, whatever happens after it', () =>
    fc.assert(
      fc.property(money, (given) => {
        const all = facts(given)
        const until = all.filter((each) => each.effectiveOn <= day('2026-05-15'))
        const [now] = judgePlans([plan()], until, day('2026-05-15'))
        const [later] = judgePlans([plan()], all, day('2026-05-15'))
        expect(later).toEqual(
          now === undefined ? undefined : { ...now, changesOn: later?.changesOn },
        )
      }),
      { numRuns: 300, seed: 6 },
    ))

  test('changes on no day that the day before did not announce', () =>
    fc.assert(
      fc.property(money, (given) => {
        const all = facts(given)
        let before = one(plan(), all, '2026-03-01')
        for (let m = 3; m <= 8; m++)
          for (let d = 1; d <= 28; d++) {
            const on = day(`2026-0${m}-${String(d).padStart(2, '0')}`)
            const now = one(plan(), all, on)
            if (now.state !== before.state && before.state === 'running')
              expect(before.changesOn !== undefined && before.changesOn <= on).toBe(true)
            before = now
          }
      }),
      { numRuns: 40, seed: 7 },
    ))
})
