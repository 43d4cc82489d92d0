import { expect, test } from 'vitest'
import { keysOf, phoneKey, plain, readingTyped, type KeyKind } from './search-words.ts'

const keys = (name: string, kind: KeyKind) =>
  keysOf({ name, phones: [], refs: [] })
    .filter((one) => one.kind === kind)
    .map((one) => one.key)

test('a Chinese name is found from any character, in full pinyin, by the given name, by initials', () => {
  expect(keys('张三丰', 'name')).toEqual(['张三丰', '三丰', '丰'])
  expect(keys('张三丰', 'pinyin')).toEqual(['zhangsanfeng', 'zhangsf', 'sanfeng'])
  expect(keys('张三丰', 'initials')).toEqual(['zsf'])
})

test('every way to read a surname finds the person, and ü is v', () => {
  expect(keys('单雄信', 'pinyin')).toEqual(expect.arrayContaining(['shanxiongxin', 'danxiongxin']))
  expect(keys('曾国藩', 'initials')).toEqual(expect.arrayContaining(['zgf', 'cgf']))
  expect(keys('吕布', 'pinyin')).toContain('lvbu')
  expect(readingTyped('Lü Bu')).toBe('lvbu')
  expect(readingTyped("xi'an")).toBe('xian')
  expect(readingTyped('b7')).toBeUndefined()
})

test('a name with many readings makes a bounded number of keys', () => {
  const many = keysOf({ name: '重单曾乐朴仇解查区盖', phones: [], refs: [] })
  expect(many.length).toBeLessThanOrEqual(6 + 8 * 4 + 1)
})

test('another name is found from each of its words, whatever its accents and case', () => {
  expect(keys('María  José LÓPEZ', 'name')).toEqual(['maria jose lopez', 'jose lopez', 'lopez'])
  expect(keys('阿卜杜拉·买买提', 'name')).toEqual(
    expect.arrayContaining(['阿卜杜拉 买买提', '买买提']),
  )
  expect(keys('Zoe Nguyen', 'pinyin')).toEqual([])
  expect(plain('ＺＯＥ')).toBe('zoe')
})

test('a number is kept from its end, a reference as it is compared, and each key once', () => {
  const found = keysOf({
    name: 'Zoe',
    phones: ['+61 491 570 005', '+61491570005'],
    refs: ['LN-7', 'ln-7'],
  })
  expect(found.filter(({ kind }) => kind === 'phone')).toEqual([
    { kind: 'phone', key: phoneKey('61491570005') },
  ])
  expect(phoneKey('5678').startsWith(phoneKey('78'))).toBe(true)
  expect(found.filter(({ kind }) => kind === 'reference')).toEqual([
    { kind: 'reference', key: 'ln-7' },
  ])
})
