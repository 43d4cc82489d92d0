import { describe, expect, test } from 'vitest'
import { MASK, withoutOthers, withoutOthersInJson } from './person-read.ts'

const OTHERS = ['李梅', '+8613911112222', '13911112222', 'Al', '10086', '(010) 6234-1']
const clean = withoutOthers(OTHERS)
const inJson = withoutOthersInJson(clean)

describe('what is handed out of one person names nobody else', () => {
  test.each([
    ['请打给李梅 13911112222', `请打给${MASK} ${MASK}`],
    [
      'Ask Al (10086).\n10086 answers, 请拨10086。',
      `Ask ${MASK} (${MASK}).\n${MASK} answers, 请拨${MASK}。`,
    ],
    ['the office (010) 6234-1', `the office ${MASK}`],
  ])('%s', (text, shown) => {
    expect(clean(text)).toBe(shown)
  })

  test.each(['GBP 10086.00 of 1008600', 'ref A10086-7 on 10-10086', 'Also Alan, Cal and algebra'])(
    'and leaves what only looks like it: %s',
    (text) => {
      expect(clean(text)).toBe(text)
    },
  )

  test('a line of JSON stays one, and its numbers stay numbers', () => {
    const line = JSON.stringify({
      minor: 10086,
      all: [10086, 1008600],
      words: 'call\n10086',
      to: '10086',
    })
    expect(JSON.parse(inJson(line))).toEqual({
      minor: 10086,
      all: [10086, 1008600],
      words: `call\n${MASK}`,
      to: MASK,
    })
    const plain = '{"a": 10086, "b": "1008600\\n"}'
    expect(inJson(plain)).toBe(plain)
  })

  test('where nobody else is named nothing is taken out', () => {
    expect(withoutOthers([])('李梅 10086')).toBe('李梅 10086')
  })
})
