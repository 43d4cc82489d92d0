import { expect, test } from 'vitest'
import { envelopeOf, placeOf, windowOf } from './address.ts'
import { codeOf, linkPartOf, readCode, shownCode, tenantOfCode } from './code.ts'

test('the window has name and address as the country writes them, and no more than fits', () => {
  expect(windowOf('王小明', '518000 广东省深圳市福田区福中三路1004号', 'zh')).toEqual([
    '518000',
    '广东省深圳市福田区福中三路1004号',
    '王小明',
  ])
  expect(windowOf('Alex Taylor', '12 Example Street, Anytown, AB1 2CD', 'en')).toEqual([
    'Alex Taylor',
    '12 Example Street',
    'Anytown',
    'AB1 2CD',
  ])
  expect(windowOf('Alex Taylor', ' , ', 'en')).toBeUndefined()
  expect(windowOf('王小明', '很长的地址'.repeat(30), 'zh')).toBeUndefined()
})

test('the manifest knows a place and never a house', () => {
  expect(placeOf('518000 广东省深圳市福田区福中三路1004号', 'zh')).toBe('广东省深圳市')
  expect(placeOf('北京市朝阳区建国路1号', 'zh')).toBe('北京市')
  expect(placeOf('12 Example Street, Anytown, AB1 2CD', 'en')).toBe('Anytown')
  expect(placeOf('12 Example Street, =1+1, AB1 2CD', 'en')).toBe('')
  expect(placeOf('12 Example Street', 'en')).toBe('')
  expect([1, 5, 6, 11].map(envelopeOf)).toEqual([
    'dl-window',
    'dl-window',
    'c5-window',
    'c4-window',
  ])
})

test('a code is read as it was meant, and only the key finds its link', () => {
  const key = Buffer.alloc(32, 1)
  for (const tenantId of [1n, 18n, 9_000_001n]) {
    const code = codeOf(key, { tenantId, attemptKey: '593702af-66ee-8bba-a0bd-ed9bdbe36555' })
    expect(tenantOfCode(code)).toBe(tenantId)
    expect(readCode(` ${shownCode(code)} `)).toBe(code)
    expect(readCode(shownCode(code).replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(code)
    expect(linkPartOf(key, code)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
    expect(linkPartOf(Buffer.alloc(32, 2), code)).not.toBe(linkPartOf(key, code))
  }
  expect(shownCode('1k7m2qwxn4t8p')).toBe('1-K7M2-QWXN-4T8P')
  for (const wrong of ['', '1-K7M2', 'u'.repeat(13), '0'.repeat(13), 'x'.repeat(99)])
    expect(readCode(wrong)).toBeUndefined()
})
