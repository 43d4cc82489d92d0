import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import type { Heard } from '../core/hear/heard.ts'
import { listenerOf } from './hear-rules.ts'
import type { Listener } from './listener.ts'

const asked = { today: day('2026-11-20'), currency: 'GBP' }
const model = (heard: Partial<Heard>): Listener => ({
  name: 'model',
  hear: () => ({ language: 'en', classes: [], first: 'other', stops: false, ...heard }),
})

describe('a model beside the rules', () => {
  test('adds what it hears, and takes nothing away', () => {
    const calm = model({ classes: [{ what: 'agree', certainty: 'sure', words: 'STOP' }] })
    const heard = listenerOf({ listener: calm }).hear('STOP', asked)
    expect(heard.stops).toBe(true)
    expect(heard.classes.map((one) => [one.what, one.certainty])).toEqual([
      ['stop', 'sure'],
      ['agree', 'unsure'],
    ])
  })

  test('may stop what the rules would let pass', () => {
    const careful = model({
      stops: true,
      first: 'self_harm',
      classes: [{ what: 'self_harm', certainty: 'unsure', words: 'zzz' }],
    })
    expect(listenerOf({}).hear('zzz', asked).stops).toBe(false)
    const heard = listenerOf({ listener: careful }).hear('zzz', asked)
    expect([heard.stops, heard.first]).toEqual([true, 'self_harm'])
  })

  test('loses no message where it breaks', () => {
    const broken: Listener = {
      name: 'broken',
      hear: () => {
        throw new Error('no model')
      },
    }
    expect(listenerOf({ listener: broken }).hear('STOP', asked).stops).toBe(true)
  })

  test('is named with the rules in what is kept', () => {
    expect(listenerOf({ listener: model({}) }).name).toBe('rules/1+model')
  })
})
