import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CALL_EVENTS, callStands, type CallTold } from './call-events.ts'
import { afterReceipt, moreOfCall, type CallEnd, type Standing } from './contact.ts'

const told = (...kinds: (CallTold['kind'] | CallTold)[]): CallTold[] =>
  kinds.map((one) => (typeof one === 'string' ? { kind: one } : one))
const done = (answeredBy: CallTold['answeredBy'], spoke?: boolean): CallTold => ({
  kind: 'completed',
  answeredBy,
  spoke,
})

describe('how a call ended', () => {
  test.each<[string, CallTold[], CallEnd | undefined]>([
    ['ringing only: not known yet', told('ringing'), undefined],
    ['answered only: not known yet', told('answered'), undefined],
    ['busy', told('ringing', 'busy'), 'not_connected'],
    ['nobody', told('ringing', 'no_answer'), 'unanswered'],
    ['a machine', told('answered', 'machine', done('machine')), 'voicemail'],
    ['spoken with', told('answered', done('person', true)), 'conversation'],
    ['a key was pressed', told('digits'), 'conversation'],
    ['nobody can say who it was', told('answered', done('unknown')), 'conversation'],
    ['silence', told('answered', done('person', false)), 'answered_dropped'],
    [
      'a person taken for a machine',
      told('answered', 'machine', done('person', false)),
      'answered_dropped',
    ],
    ['busy, and yet spoken with', told('busy', 'answered', done('person', true)), 'conversation'],
  ])('%s', (_, events, end) => expect(callStands(events).end).toBe(end))

  test('a silent call is counted as abandoned, one that was greeted is not', () => {
    expect(callStands(told('answered', done('person', false))).isAbandoned).toBe(true)
    expect(callStands(told('answered', done('unknown', false))).isAbandoned).toBe(true)
    expect(callStands(told('answered', done('person', true))).isAbandoned).toBe(false)
    expect(callStands(told(done('nobody', false))).isAbandoned).toBe(false)
    expect(callStands(told(done('machine', false))).isAbandoned).toBe(false)
  })

  test('an attempt that met nobody keeps its slots', () => {
    for (const kind of ['busy', 'no_answer', 'failed'] as const)
      expect(callStands(told(kind)).said).toBe('expired')
    expect(callStands(told('ringing')).said).toBe('accepted')
    expect(callStands(told('answered')).said).toBe('delivered')
  })
})

const anyTold: fc.Arbitrary<CallTold> = fc.record({
  kind: fc.constantFrom(...CALL_EVENTS),
  answeredBy: fc.constantFrom('person', 'machine', 'unknown', 'nobody', undefined),
  spoke: fc.constantFrom(true, false, undefined),
})
const SEED = { seed: 20261122, numRuns: 5000 }

type Derive = typeof callStands
/** As the shell keeps it: told one by one, the standing and the end only ever rise. */
function fold(events: readonly CallTold[], derive: Derive) {
  let standing: Standing = 'sending'
  let end: CallEnd | undefined
  for (let n = 1; n <= events.length; n++) {
    const stands = derive(events.slice(0, n))
    const next = afterReceipt(standing, stands.said)
    if (next !== 'never_sent') standing = next
    if (stands.end !== undefined) end = moreOfCall(end, stands.end)
  }
  return { standing, end }
}

const holdsInAnyOrder = (derive: Derive): boolean =>
  !fc.check(
    fc.property(
      fc.array(anyTold, { minLength: 1, maxLength: 7 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      (events, picks) => {
        const again = picks.flatMap((n) => events[n % events.length] ?? [])
        const mixed = [...again, ...events.toReversed(), ...again]
        const [one, other] = [fold(events, derive), fold(mixed, derive)]
        return one.end === other.end && one.standing === other.standing
      },
    ),
    SEED,
  ).failed

describe('events in any order', () => {
  test('twice, reversed or late, they give the same end and standing', () => {
    expect(holdsInAnyOrder(callStands)).toBe(true)
  })

  test('a lost one gives the same end or one that counts less', () => {
    fc.assert(
      fc.property(fc.array(anyTold, { minLength: 1, maxLength: 7 }), fc.nat(), (events, n) => {
        const lost = events.toSpliced(n % events.length, 1)
        const [all, fewer] = [callStands(events).end, callStands(lost).end]
        expect(fewer === undefined || moreOfCall(all, fewer) === all).toBe(true)
      }),
      SEED,
    )
  })

  test('planted: the newest word stands, and it is found', () => {
    const newest: Derive = (events) => callStands(events.slice(-1))
    const stands = fold(told(done('person', true), 'busy'), newest)
    expect(stands.end).toBe('conversation')
    const forgets: Derive = (events) =>
      callStands(events.some((one) => one.kind === 'machine') ? events.slice(-1) : events)
    expect(holdsInAnyOrder(forgets)).toBe(false)
  })
})
