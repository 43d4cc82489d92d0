import { expect, test } from 'vitest'
import type { DispositionWire } from '../../../src/api/wire.ts'
import { findOutcomes } from './find.ts'

const outcome = (code: string, name: string, pinyin: string): DispositionWire => ({
  code,
  name,
  pinyin,
  needs: null,
  does: null,
})
const ALL = [
  outcome('spoke', '已通话', 'yth'),
  outcome('callback', '约定回电', 'ydhd'),
  outcome('no_answer', 'No answer', 'wrjt'),
]
const codes = (text: string) => findOutcomes(ALL, text).map((one) => one.code)

test.each<[string, string[]]>([
  ['', ['spoke', 'callback', 'no_answer']],
  ['2', ['callback']],
  ['9', []],
  ['0', []],
  ['y', ['spoke', 'callback']],
  ['yd', ['callback']],
  ['回电', ['callback']],
  ['ANSWER', ['no_answer']],
  ['nothing', []],
])('"%s" finds %j', (text, found) => expect(codes(text)).toEqual(found))
