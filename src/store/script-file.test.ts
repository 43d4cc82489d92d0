import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FileFault } from './file-faults.ts'
import { readScript } from './script-file.ts'

const UK = readFileSync(new URL('../../scripts/uk-arrears.yaml', import.meta.url), 'utf8')

function faultsOf(text: string): readonly FileFault[] {
  const read = readScript(text)
  return 'steps' in read ? [] : read
}

/** The starter with one thing changed; a change that does not apply is a mistake of the test. */
function planted(from: string | RegExp, to: string | (() => string)): readonly FileFault[] {
  const text = UK.replace(from, to as string)
  expect(text).not.toBe(UK)
  return faultsOf(text)
}

const lineOf = (words: string): number => UK.slice(0, UK.indexOf(words)).split('\n').length

test.each(['uk-arrears', 'cn-arrears'])('the starter %s has no fault', (name) => {
  const file = new URL(`../../scripts/${name}.yaml`, import.meta.url)
  expect(faultsOf(readFileSync(file, 'utf8'))).toEqual([])
})

describe('nothing of the debt before we know who listens', () => {
  const greet = 'May I speak to {{ borrower.name }}, please?\n'

  test.each([
    ['a word', 'It is about a debt. ', 'debt'],
    ['an amount', 'It is about £120.00. ', '£120.00'],
    ['a word in Chinese within the English', '关于欠款。', '欠'],
  ])(
    '%s in the greeting is caught, with its line, its step and the way to it',
    (_, said, words) => {
      const [fault, ...others] = planted(greet, said + greet)
      expect(others).toEqual([])
      expect(fault).toMatchObject({
        line: lineOf('Hello, my name is'),
        field: 'steps.greet.words.en',
      })
      expect(fault?.words.en).toContain(`"${words}" tells of the debt`)
      expect(fault?.words.en).toContain('identity is not confirmed on greet')
      expect(fault?.words.zh).toContain('identity 步骤')
    },
  )

  test('a name that is filled with the debt is caught too', () => {
    const [fault] = planted(greet, `It is about {{ due_on }}. ${greet}`)
    expect(fault?.words.en).toContain('"due_on" tells of the debt')
  })

  test('one way round the identity step is enough, however many ways go through it', () => {
    const faults = planted('next: not_now }', 'next: budget }')
    const fault = faults.find(({ field }) => field === 'steps.ways.words.en')
    expect(fault?.words.en).toContain('greet → budget → ways')
  })

  test('an answer that confirms nothing opens nothing', () => {
    const faults = planted('next: not_confirmed }', 'next: reason }')
    expect(faults.some(({ field }) => field.startsWith('steps.reason.words'))).toBe(true)
  })

  test('what anybody may open at any time speaks of no debt', () => {
    const [fault] = planted('Your health comes first.', 'Your debt comes second.')
    expect(fault?.field).toBe('care.illness.pause.en')
    expect(fault?.words.en).toContain('within a care prompt')
  })

  test('the same words behind the identity step are allowed', () => {
    expect(planted('Thank you. {{ collector }}I am', 'It is about a debt. I am')).toEqual([])
  })

  test('an outcome that only the borrower brings about asks for their identity', () => {
    const faults = planted(/(not_now:\n {4}kind: end\n {4}ends: )third_party/, '$1spoke')
    expect(faults.map(({ words }) => words.en)).toEqual([
      expect.stringContaining('"spoke" says that the borrower spoke'),
    ])
  })
})

describe('every way ends, and every step is on one', () => {
  test.each([
    ['a step that is not there', 'next: ways }', 'next: wayss }', 'did you mean "ways"'],
    ['a round', 'next: refusal }\n\n  parts', 'next: reason }\n\n  parts', 'round for ever'],
    [
      'a step that nothing leads to',
      'next: follows }',
      'next: later }',
      'nothing leads to step "follows"',
    ],
    [
      'a step that leads nowhere',
      /kind: end\n {4}ends: callback\n/,
      'kind: say\n',
      'nothing leads on from step "later"',
    ],
    ['an end without an outcome', /ends: callback\n/, '\n', 'the end "later" has no outcome'],
    [
      'an answer to two places',
      'next: budget }',
      'next: budget, care: illness }',
      'either next: or',
    ],
  ] as const)('%s is caught', (_, from, to, says) => {
    const faults = planted(from, to)
    expect(faults.map(({ words }) => words.en).join('\n')).toContain(says)
  })

  test('an identity step that cannot fail, and one that cannot succeed', () => {
    expect(planted(', confirms: true', '').map(({ words }) => words.en)[0]).toContain(
      'no answer of the identity step "identity" confirms',
    )
    expect(
      planted(/next: not_confirmed }/g, 'next: not_confirmed, confirms: true }')[0]?.words.en,
    ).toContain('every answer of the identity step "identity" confirms')
  })
})

describe('words', () => {
  test('the ways out come before what may follow', () => {
    const faults = planted(
      'There is no need to decide',
      'We may go to court. There is no need to decide',
    )
    expect(faults.map(({ words }) => words.en).join('\n')).toContain(
      'the ways out were not named on greet → identity → reason → budget',
    )
  })

  test('a step of options names some', () => {
    const faults = planted(/There are a few ways\.[^\n]*/, 'What would suit you?')
    expect(faults[0]?.words.en).toContain('names no way out')
  })

  test('each step passes the linter of what may be said', () => {
    const faults = planted('I understand. You can call', 'Pay or you go to prison. You can call')
    expect(faults.map(({ words }) => words.en).join('\n')).toContain('prison')
    expect(faults.every(({ field }) => field === 'steps.refusal.words.en')).toBe(true)
  })

  test.each([
    ['{{ borower.name }}', 'did you mean "borrower.name"'],
    ['{% if amount %}x{% endif %}', 'computes nothing'],
    ['{{ amount | plus: 1 }}', 'computes nothing'],
  ])('%s is no name of a script', (words, says) => {
    const sentence = `"I understand. ${words} You can"`
    expect(planted(/I understand\. You can[^\n]*/, () => sentence)[0]?.words.en).toContain(says)
  })
})

describe('care comes before collection', () => {
  test.each([
    [
      'a life at risk is never led back',
      'ends: vulnerable, to: person',
      'back: true',
      'not talked of again',
    ],
    [
      'it is handed to a person',
      'ends: vulnerable, to: person',
      'ends: vulnerable',
      'add to: person',
    ],
    [
      'it is told where help answers',
      'call 999. Samaritans listen at any hour on 116 123.',
      '',
      'name none of 999',
    ],
    ['no prompt is left out', /  illness:\n(?: {4}.*\n| {6}.*\n)+/, '', 'illness'],
  ] as const)('%s', (_, from, to, says) => {
    const faults = planted(from, to)
    expect(faults.map(({ words, field }) => `${field} ${words.en}`).join('\n')).toContain(says)
  })

  test('money worries may end as hardship, and not as a promise', () => {
    const faults = planted(
      'en: They will get advice first, zh: 先去咨询, ends: hardship',
      'en: x, zh: y, ends: promise',
    )
    expect(faults[0]?.words.en).toContain('cannot end as "promise"')
  })

  test('a stop, a wrong number and a dispute have a way out of every step, and end as what they are', () => {
    expect(planted('heard: [stop, lawyer]', 'heard: [complaint]')[0]?.words.en).toContain(
      'hears "stop"',
    )
    const wrong = planted(/ends: stop\n/, 'ends: complaint\n')
    expect(wrong.map(({ words }) => words.en).join('\n')).toContain(
      'can end as "complaint", which does not record it',
    )
  })
})
