import { describe, expect, test } from 'vitest'
import { officialValue, typedAs, type OfficialKind } from './official.ts'

const CODES = ['44', '86']
const isMeant = (kind: OfficialKind, own: string, typed: string) => {
  const value = officialValue(kind, own)
  expect(value).toBeDefined()
  return typedAs(typed, CODES).some((one) => one.kind === kind && one.value === value)
}

describe('what somebody types is found however it is spelled', () => {
  test.each([
    ['phone', '+44 20 7946 0000', '020 7946 0000'],
    ['phone', '+44 20 7946 0000', '+44 (0)20 7946 0000'],
    ['phone', '+44 20 7946 0000', '00442079460000'],
    ['phone', '+86 755 8888 0000', '0755-88880000'],
    ['phone', '400-000-0000', '4000000000'],
    ['phone', '95599', '９５５９９'],
    ['phone', '95599', '+86 95599'],
    ['email', 'help@demo.example', 'Help@Demo.Example'],
    ['email', '@demo.example', 'anybody@demo.example'],
    ['website', 'pay.demo.example', 'https://pay.demo.example/p/abc?x=1'],
    ['website', 'demo.example', 'www.demo.example'],
    ['bank_account', 'GB33 BUKB 2020 1555 5555 55', 'gb33bukb20201555555555'],
    ['sender', '【示例信贷】', '示例信贷'],
    ['sender', 'DemoBank', 'demobank'],
    ['staff', 'C-4711', 'c-4711'],
    ['register', '123456', '123456'],
  ] as const)('%s %s, typed %s', (kind, own, typed) => {
    expect(isMeant(kind, own, typed)).toBe(true)
  })
})

describe('what only looks alike is not', () => {
  test.each([
    ['phone', '+44 20 7946 0000', '020 7946 0001'],
    ['phone', '+44 20 7946 0000', '+1 20 7946 0000'],
    ['phone', '95599', '955990'],
    ['email', '@demo.example', 'help@demo.example.evil.test'],
    ['email', '@demo.example', 'help@xdemo.example'],
    ['website', 'demo.example', 'https://demo.example@evil.test/'],
    ['website', 'demo.example', 'demo.example.evil.test'],
    ['website', 'demo.example', 'https://evil.test/demo.example'],
    // A Cyrillic letter in the middle: another host, written nearly the same.
    ['website', 'demo.example', 'dem\u043e.example'],
    ['sender', 'DemoBank', 'Demo Bank'],
    ['staff', 'C-4711', 'C-4712'],
  ] as const)('%s %s, typed %s', (kind, own, typed) => {
    expect(isMeant(kind, own, typed)).toBe(false)
  })

  test('nothing is a sign that could never be one', () => {
    expect(officialValue('phone', 'twelve')).toBeUndefined()
    expect(officialValue('email', 'demo.example')).toBeUndefined()
    expect(officialValue('website', '192.0.2.1')).toBeUndefined()
    expect(officialValue('bank_account', '12-34')).toBeUndefined()
    expect(officialValue('staff', ' 【】')).toBeUndefined()
    expect(typedAs('   ', CODES)).toEqual([])
  })
})
