import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFault } from './json-fault.ts'

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('the same texts are JSON as for the platform', () => {
  test('of any value, written either way', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, indent) => {
        expect(jsonFault(JSON.stringify(value, undefined, indent))).toBeUndefined()
      }),
      { numRuns: 500, seed: 20_261_122 },
    )
  })

  test('of a text with one character put in, taken out or changed', () => {
    let broken = 0
    const change = fc.record({
      value: fc.jsonValue({ maxDepth: 3 }),
      where: fc.nat(),
      put: fc.constantFrom(
        '',
        ',',
        '"',
        '{',
        '}',
        '[',
        ']',
        ':',
        '\\',
        '0',
        '-',
        '.',
        'e',
        '\n',
        'x',
        ' ',
      ),
      drop: fc.nat(1),
    })
    fc.assert(
      fc.property(change, ({ value, where, put, drop }) => {
        const text = JSON.stringify(value)
        const at = where % (text.length + 1)
        const changed = text.slice(0, at) + put + text.slice(at + drop)
        const fault = jsonFault(changed)
        // A property that the change made the same as another is a fault of ours alone.
        if (fault?.wrong.en.endsWith('is said twice') === true) return
        expect([changed, fault === undefined]).toEqual([changed, parses(changed)])
        if (fault !== undefined) {
          broken++
          expect(fault.offset).toBeLessThanOrEqual(changed.length)
        }
      }),
      { numRuns: 3000, seed: 20_261_122 },
    )
    expect(broken).toBeGreaterThan(500)
  })
})

test.each([
  ['', 0, 'a value'],
  ['{"a" 1}', 5, '":"'],
  ['{"a": 1 "b": 2}', 8, '"," or "}"'],
  ['[1 2]', 3, '"," or "]"'],
  ['[1,]', 3, 'a value'],
  ['{a: 1}', 1, 'the name of a property in double quotes'],
  ['{"a": "x\ny"}', 8, "the string's closing quote"],
  ['"\\x"', 1, 'an escape such as \\n or \\u4e2d'],
  ['{} {}', 3, 'nothing more here'],
  ['{"a": 01}', 7, '"," or "}"'],
  ["{'a': 1}", 1, 'the name of a property in double quotes'],
  ['{"debts": ["D1"], "\\u0064ebts": []}', 18, 'each property once'],
])('%j is wrong at %i: %s', (text, offset, right) => {
  const fault = jsonFault(text)
  expect([fault?.offset, fault?.right.en]).toEqual([offset, right])
  expect(fault?.wrong.zh).toMatch(/\p{Script=Han}/u)
})

test('a text nested without end is refused, not followed', () => {
  expect(jsonFault('['.repeat(100_000))?.right.en).toBe('no more than 200 levels')
  expect(jsonFault('['.repeat(200) + ']'.repeat(200))).toBeUndefined()
})
