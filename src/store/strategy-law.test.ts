import { expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { neverLawfulOn } from '../engine/ever-lawful.ts'
import { checkStrategy } from '../strategy/check.ts'
import { documentOf } from '../strategy/testing.ts'
import { loadLaw } from './law.ts'

const law = loadLaw(new URL('../../law', import.meta.url).pathname)
const neverLawful = neverLawfulOn(law, day('2026-03-02'))
const inPlace = (place: string) => {
  const head = `apiVersion: strategy/v1\nname: small\nversion: 1\neffective_on: 2026-01-01\ncurrency: any\nplace: ${place}`
  const checked = checkStrategy(documentOf({ head }), {
    file: 'small.yaml',
    neverLawful,
  })
  return checked.ok ? [] : checked.findings
}

test('a step that the law of its place never allows is told at its row', () => {
  const [found] = inPlace('eu')
  expect(found).toMatchObject({ code: 'never_lawful', table: 'treatments', row: 1, column: 'do' })
  expect(found?.en).toContain('Under the law of eu no hour is ever open to sms')
  expect(found?.zh).toContain('在 eu，sms 在任何时间都不合法')
  expect(inPlace('nowhere').map((each) => each.code)).toEqual(['bad_place'])
})

test('a step that the law allows at some hour of the week is none of them', () => {
  for (const place of ['cn', 'uk', 'us', '[us, us-ma]', 'au', 'in'])
    expect(inPlace(place)).toEqual([])
})
