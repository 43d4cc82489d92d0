import { describe, expect, test } from 'vitest'
import { HEARD, STOPS, type Certainty, type Heard, type HeardClass } from '../core/hear/heard.ts'
import { effectsOf, stopsOnly, urgencyOf } from './heard-effects.ts'

const heard = (what: HeardClass, certainty: Certainty = 'sure'): Heard => ({
  language: 'en',
  classes: [{ what, certainty, words: '' }],
  first: what,
  stops: STOPS.has(what),
})

describe('what a message does at once', () => {
  test.each([...STOPS])('%s stops, sure or not', (what) => {
    expect(effectsOf(heard(what)).length).toBeGreaterThan(0)
    expect(effectsOf(heard(what, 'unsure')).length).toBeGreaterThan(0)
  })

  test.each(HEARD.filter((what) => !STOPS.has(what)))(
    '%s does nothing where it is unsure',
    (what) => {
      expect(effectsOf(heard(what, 'unsure'))).toEqual([])
    },
  )

  test.each(['promise', 'call_back', 'question', 'agree', 'greeting', 'other', 'abuse'] as const)(
    '%s agrees to nothing and stops nothing',
    (what) => expect(effectsOf(heard(what))).toEqual([]),
  )

  test('an unsure wrong number is kept from, and not said to be somebody else’s', () => {
    expect(effectsOf(heard('wrong_number', 'unsure'))).toEqual([
      { does: 'refuse_address', standing: undefined },
    ])
    expect(effectsOf(heard('wrong_number'))).toEqual([
      { does: 'refuse_address', standing: 'not_his' },
    ])
  })

  test('who says that it is not theirs accuses nobody of fraud', () => {
    const denied: Heard = { ...heard('fraud'), notOwed: true }
    expect(effectsOf(denied)).toEqual([{ does: 'dispute', sort: 'identity' }])
    expect(effectsOf(heard('fraud'))).toEqual([{ does: 'dispute', sort: 'fraud' }])
  })

  test('a stop that no class explains is a stop all the same', () => {
    expect(effectsOf({ ...heard('other'), stops: true })).toEqual([{ does: 'refuse_all' }])
  })

  test('of somebody who may be several, only stops are done', () => {
    expect(stopsOnly(effectsOf(heard('already_paid')))).toEqual([])
    expect(stopsOnly(effectsOf(heard('stop'))).length).toBeGreaterThan(0)
  })

  test('a life comes before everything, and a greeting after', () => {
    const others = HEARD.filter((what) => what !== 'self_harm')
    for (const what of others) expect(urgencyOf(heard(what))).toBeLessThan(9)
    expect(urgencyOf({ ...heard('promise'), classes: heard('self_harm').classes })).toBe(9)
  })
})
