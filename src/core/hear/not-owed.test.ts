import { expect, test } from 'vitest'
import { day } from '../calendar.ts'
import { hear } from './hear.ts'

const heard = (text: string) => hear(text, { today: day('2026-11-18'), currency: 'GBP' })

test.each([
  'this is not my debt. STOP',
  'not my debt',
  'this loan is not mine',
  '这不是我的债',
  '这笔钱不是我借的',
])('denies the debt, and accuses nobody: %s', (text) =>
  expect(heard(text)).toMatchObject({ stops: true, notOwed: true }),
)

test.each([
  'this is not my debt, somebody used my name',
  'not my debt, my identity was stolen',
  'fraud',
  '这不是我借的，身份证被冒用了',
])('says how it came about: %s', (text) => {
  expect(heard(text).classes.map(({ what }) => what)).toContain('fraud')
  expect(heard(text).notOwed).toBeUndefined()
})

test('what denies nothing is no denial', () => {
  expect(heard('can I pay in parts?').notOwed).toBeUndefined()
})
