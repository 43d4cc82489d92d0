import { expect, test } from 'vitest'
import { day } from '../calendar.ts'
import { hear } from './hear.ts'
import { withModel } from './with-model.ts'

const options = { today: day('2026-11-18'), currency: 'GBP' }

test('a model adds a class and never removes a stop', () => {
  const heard = hear('stop texting me', options)
  const both = withModel(heard, {
    classes: [{ what: 'agree', certainty: 'sure', words: 'ok' }],
  })
  expect(both.stops).toBe(true)
  expect(both.first).toBe('stop')
  expect(both.classes.map(({ what }) => what)).toEqual(['stop', 'agree'])
})

test('an empty answer of a model changes nothing', () => {
  const heard = hear('the weather is awful today', options)
  expect(withModel(heard, { classes: [] })).toEqual(heard)
})

test('a model that hears a stop where the rules heard nothing stops contact, unsurely', () => {
  const heard = hear('the weather is awful today', options)
  expect(heard.stops).toBe(false)
  const both = withModel(heard, { classes: [{ what: 'stop', certainty: 'sure', words: 'awful' }] })
  expect(both.stops).toBe(true)
  expect(both.classes).toEqual([{ what: 'stop', certainty: 'unsure', words: 'awful' }])
})

test('a model says nothing weaker of what the rules are sure of', () => {
  const heard = hear('退订', options)
  const both = withModel(heard, { classes: [{ what: 'stop', certainty: 'unsure', words: '' }] })
  expect(both).toEqual(heard)
})

test('a model files nothing away: what a person was to read stays before it', () => {
  const heard = hear('the weather is awful today', options)
  const calm = withModel(heard, {
    classes: [
      { what: 'greeting', certainty: 'sure', words: '' },
      { what: 'automatic', certainty: 'sure', words: '' },
    ],
  })
  expect(calm).toEqual(heard)
})
