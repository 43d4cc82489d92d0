import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import { caseIdText, paymentIdText, parseId } from './ids.ts'
import { languageOf } from './language.ts'
import { maskAddress } from './mask.ts'

const anyId = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })

describe('ids', () => {
  test('every id reads back as itself', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        expect(parseId('case', caseIdText(id))).toBe(id)
      }),
    )
  })
  test('ids sort as their numbers do', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        expect(caseIdText(a) < caseIdText(b)).toBe(a < b)
      }),
    )
  })
  test.each([
    'case_',
    'case_0',
    'pay_0000000000001',
    'case_000000000000i',
    'case_zzzzzzzzzzzzz',
    'CASE_0000000000001',
    'case_00000000000011',
  ])('%s is no case', (text) => expect(parseId('case', text)).toBeUndefined())
  test('an id of another kind is another text', () => {
    expect(parseId('case', paymentIdText(1n))).toBeUndefined()
    expect(parseId('pay', paymentIdText(1n))).toBe(1n)
  })
})

describe('cursors', () => {
  test('read back what they were made of, for their own list alone', () => {
    const text = cursorText('cases.priority', ['-5', '9223372036854775807'])
    expect(parseCursor('cases.priority', text, [INT8, INT8])).toEqual(['-5', '9223372036854775807'])
    expect(parseCursor('cases.arrears', text, [INT8, INT8])).toBeUndefined()
    expect(parseCursor('cases.priority', text, [INT8])).toBeUndefined()
  })
  test('anything else is undefined, and never a throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (text) => {
          expect(parseCursor('x', text, [INT8])).toBeUndefined()
        },
      ),
    )
  })
  test('an int8 is no longer than an int8', () => {
    expect(['9223372036854775807', '-9223372036854775808', '0'].map(fitsInt8)).toEqual([
      true,
      true,
      true,
    ])
    expect(['9223372036854775808', '-9223372036854775809'].map(fitsInt8)).toEqual([false, false])
  })
})

describe('the language', () => {
  test.each([
    [undefined, undefined, 'en'],
    [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'en-GB,zh;q=0.9', 'en'],
    [undefined, 'fr, zh;q=0.5, en;q=0.7', 'en'],
    [undefined, 'de', 'en'],
    [undefined, 'zh;q=0, en;q=0.1', 'en'],
    ['zh', 'en', 'zh'],
    ['fr', 'zh', 'zh'],
  ])('?lang=%s and Accept-Language %s give %s', (lang, header, expected) => {
    expect(languageOf(lang, header)).toBe(expected)
  })
})

describe('an address is masked', () => {
  test.each([
    ['mobile', '13812345678', '138****5678'],
    ['mobile', '+447700900123', '+44****0123'],
    ['landline', '12345678', '****5678'],
    ['landline', '12345', '****45'],
    ['landline', '110', '****'],
    ['email', 'zhang@example.test', 'z***@example.test'],
    ['email', '@example.test', '***'],
    ['email', 'no-address', '***'],
    ['post', '北京市朝阳区幸福路一号院二单元三层', '北京市朝****'],
    ['post', '1 High Street, Leeds', '****Leeds'],
    ['post', '', '****'],
  ] as const)('%s %s', (kind, value, expected) => {
    expect(maskAddress(kind, value)).toBe(expected)
  })
  test('never the whole of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('mobile', 'landline', 'email', 'post'),
        fc.string({ minLength: 5 }),
        (kind, value) => {
          expect(maskAddress(kind as 'post', value)).not.toBe(value)
        },
      ),
    )
  })
})
