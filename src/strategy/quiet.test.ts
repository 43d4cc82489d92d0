import { expect, test } from 'vitest'
import { compileStrategy } from './compile.ts'
import { decide, offerFor } from './decide.ts'
import { bookOf, quietRow } from './scene.ts'
import { documentOf, parsed, withRow } from './testing.ts'

const TODAY = 20_600

const late = { ...quietRow('CNY'), oldestUnpaidDueOn: TODAY - 4, delinquentSince: TODAY - 4 }
const promised = { ...late, promiseUntil: TODAY + 3, promiseLast: 1 }
const chosen = (document: string, row: typeof late) => {
  const strategy = parsed(document)
  const decision = decide(compileStrategy(strategy, bookOf(strategy)), row, { today: TODAY })
  return decision.treatments.map((one) => one.treatment)
}

test('a strategy that forgets promises meets nobody while one runs', () => {
  expect(chosen(documentOf({}), late)).toEqual(['early-sms'])
  expect(chosen(documentOf({}), promised)).toEqual([])
})

test('nor while a plan runs, and it meets people again when the plan does not', () => {
  const planned = {
    ...late,
    planSince: TODAY - 2,
    planNextOn: TODAY + 20,
    planOldestOn: TODAY + 20,
  }
  expect(chosen(documentOf({}), planned)).toEqual([])
  expect(chosen(documentOf({}), { ...planned, planSince: late.planSince })).toEqual(['early-sms'])
  const asks = documentOf({}).replace(
    'inputs: [stage, account.days_past_due]',
    'inputs: [stage, plan.days_late]',
  )
  expect(chosen(asks, planned)).toEqual(['early-sms'])
})

test('what meets nobody goes on, and a strategy that asks for promises decides itself', () => {
  const listed = withRow(`{ when: ['"early"', "-"], treatment: look, do: { worklist: x } }`)
  expect(chosen(documentOf(listed), promised)).toEqual(['look'])
  const asks = documentOf({}).replace(
    'inputs: [stage, account.days_past_due]',
    'inputs: [stage, promise.open]',
  )
  expect(asks).toContain('promise.open')
  expect(chosen(asks, promised)).toEqual(['early-sms'])
})

test('an offer says how far each role goes alone', () => {
  const strategy = parsed(
    `${documentOf({})}
offer:
  policy: first
  inputs: [stage]
  rules:
    - { when: ['"early"'], instalments: 12, first_payment: 10%, discount: 20%, roles: { collector: { discount: 0%, instalments: 3 }, manager: {} } }`,
  )
  const offer = offerFor(compileStrategy(strategy, bookOf(strategy)), late, { today: TODAY })
  expect(offer?.roles).toEqual([
    { role: 'collector', instalments: 3, discountBasisPoints: 0 },
    { role: 'manager', instalments: 12, discountBasisPoints: 2000 },
  ])
})
