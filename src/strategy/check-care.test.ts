import { describe, expect, test } from 'vitest'
import { CARE_WORDS } from './finding-words-care.ts'
import type { Sections } from './testing.ts'
import { codes, findings } from './testing.ts'

const INPUTS = '[stage, borrower.vulnerable, account.days_past_due]'

/** The small strategy's ladder, with one more row that asks for vulnerable people. */
const ladder = (row: string, first = '{ sms: reminder-warm }, every: 3d'): Sections => ({
  treatments: `treatments:
  policy: collect
  inputs: ${INPUTS}
  rules:
    - { when: ['"early"', "-", "-"], treatment: early-sms, do: ${first} }
    - { when: ['"late"', "-", "-"], treatment: review, do: { worklist: file-review }, every: 30d }
    - ${row}`,
})
const row = (what: string, when = '\'"early"\', "true", "-"') =>
  `{ when: [${when}], treatment: gentle, do: ${what} }`

const TESTED: Sections = {
  tests: `tests:
  - { name: nothing due, given: { account.days_past_due: 0 }, expect: { stage: current, treatments: [] } }
  - { name: a day late, given: { account.days_past_due: 1 }, expect: { stage: early } }
  - { name: long late, given: { account.days_past_due: 31 }, expect: { stage: late, treatments: [review] } }
  - { name: vulnerable, given: { account.days_past_due: 1, borrower.vulnerable: true }, expect: { treatments: [early-sms, gentle] } }`,
}
const care = (sections: Sections) =>
  codes({ ...TESTED, ...sections }).filter((code) => code.startsWith('care_'))

describe('a row for vulnerable people may do no more than is done to others', () => {
  test.each<[string, string, string[]]>([
    ['a worklist of somebody who cares', row('{ worklist: care }, every: 14d'), []],
    ['a letter where others get texts', row('{ letter: letter-serious }, every: 14d'), []],
    ['the same text, as often', row('{ sms: reminder-warm }, every: 3d'), []],
    ['the same text, more often', row('{ sms: reminder-warm }, every: 2d'), ['care_does_more']],
    ['a call where others get texts', row('{ call: care }, every: 14d'), ['care_does_more']],
    [
      'a suit',
      row('{ refer: suit }, at_most: 1, approval: manager', '\'"late"\', "true", "-"'),
      ['care_does_more'],
    ],
    [
      'a letter where others are only looked at',
      row('{ letter: letter-serious }, at_most: 1', '\'"late"\', "true", "-"'),
      ['care_does_more'],
    ],
    [
      'the same letter for everybody',
      row('{ letter: letter-serious }, at_most: 1', '\'"late"\', "-", "-"'),
      [],
    ],
    [
      'a letter for those who are not vulnerable',
      row('{ letter: letter-serious }, at_most: 1', '\'"late"\', "false", "-"'),
      [],
    ],
    [
      'a text on days without one for others',
      row('{ sms: reminder-warm }, every: 3d', '\'"late"\', "true", "31..40"'),
      ['care_does_more'],
    ],
  ])('%s', (_, added, expected) => expect(care(ladder(added))).toEqual(expected))

  test('as often, but more times in all, is more', () => {
    const twice = '{ sms: reminder-warm }, every: 3d, at_most: 2'
    const own = (times: string) => row(`{ sms: reminder-warm }, every: 3d${times}`)
    expect(care(ladder(own(', at_most: 3'), twice))).toEqual(['care_does_more'])
    expect(care(ladder(own(', at_most: 2'), twice))).toEqual([])
  })

  test('what others are spared by an earlier "nothing" is more', () => {
    const spared = (cell: string) => ({
      treatments: `treatments:
  policy: collect
  inputs: ${INPUTS}
  rules:
    - { when: ['"early"', "${cell}", "-"], treatment: alone, do: nothing }
    - { when: ['"early"', "-", "-"], treatment: early-sms, do: { sms: reminder-warm }, every: 3d }
    - { when: ['"late"', "-", "-"], treatment: review, do: { worklist: file-review }, every: 30d }`,
    })
    expect(care(spared('false'))).toEqual(['care_does_more'])
    expect(care(spared('true'))).toEqual([])
  })

  test('it is said at the cell, in both languages', () => {
    const [found] = findings({
      ...TESTED,
      ...ladder(row('{ refer: suit }, at_most: 1, approval: manager')),
    })
    expect(found).toMatchObject({
      code: 'care_does_more',
      table: 'treatments',
      row: 3,
      column: 'borrower.vulnerable',
    })
    expect(found?.en).toContain('gentle')
    for (const words of Object.values(CARE_WORDS)) expect(words.zh).toMatch(/\p{Script=Han}/u)
  })
})

describe('a stage for vulnerable people is no sterner', () => {
  const stages = (tone: string): Sections => ({
    stage: `stage:
  policy: first
  inputs: [account.days_past_due, borrower.vulnerable]
  rules:
    - { when: ["0", "-"], stage: current, tone: none }
    - { when: ["1..30", "true"], stage: early, tone: ${tone} }
    - { when: ["1..30", "-"], stage: early, tone: warm }
    - { when: ["-", "-"], stage: late, tone: serious }`,
  })
  test.each([
    ['serious', ['care_tone']],
    ['warm', []],
    ['none', []],
  ])('%s where others hear a warm tone', (tone, expected) =>
    expect(care(stages(tone))).toEqual(expected),
  )
})

describe('priority, offers and expressions', () => {
  const rest = (text: string): Sections => ({ rest: text })
  const priority = (add: number) =>
    rest(`priority:
  policy: collect
  inputs: [borrower.vulnerable]
  rules:
    - { when: ["true"], add: ${add} }`)
  test('nobody comes sooner for being vulnerable; later is allowed', () => {
    expect(care(priority(5))).toEqual(['care_priority'])
    expect(care(priority(-5))).toEqual([])
  })

  const offers = (instalments: number) =>
    rest(`offer:
  policy: first
  inputs: [borrower.vulnerable]
  rules:
    - { when: ["true"], instalments: ${instalments}, first_payment: 10%, discount: 0% }
    - { when: ["-"], instalments: 6, first_payment: 10%, discount: 0% }`)
  test('an offer gives no less time', () => {
    expect(care(offers(3))).toEqual(['care_offer'])
    expect(care(offers(12))).toEqual([])
  })

  test('an expression cannot be checked, so it may not ask', () => {
    const cell = (text: string): Sections =>
      ladder(row('{ worklist: care }, every: 14d', `'"early"', "-", "${text}"`))
    expect(care(cell('cel: value > 3 && borrower.vulnerable'))).toEqual(['care_in_expression'])
    expect(care(cell('cel: value > 3 && hold.endless'))).toEqual([])
  })
})
