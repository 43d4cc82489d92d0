import { expect, test } from 'vitest'
import { diffTexts } from './diff.ts'

const shown = (before: string, after: string) =>
  diffTexts(before, after)
    .map(({ is, words }) => (is === 'same' ? words : is === 'gone' ? `[-${words}]` : `[+${words}]`))
    .join('')

test('what changed stands where it changed', () => {
  expect(shown('Pay it. Call us. Thank you.', 'Pay it. Write to us. Thank you.')).toBe(
    'Pay it. [-Call us. ][+Write to us. ]Thank you.',
  )
  expect(shown('您好，请还款。核实请拨1。', '您好，请还款。谢谢。核实请拨1。')).toBe(
    '您好，请还款。[+谢谢。]核实请拨1。',
  )
  expect(shown('{{ amount }} due.', '{{ amount }} due.')).toBe('{{ amount }} due.')
})

test('both texts can be read out of what differs, and very long ones are not compared piece by piece', () => {
  const [before, after] = [
    'a. b. {{ c }} d.\n\ne. {% if due_on %}f{% endif %}',
    'b. x {{ c }}. e. {g}',
  ]
  const parts = diffTexts(before, after)
  const of = (not: string) => parts.map(({ is, words }) => (is === not ? '' : words)).join('')
  expect(of('new')).toBe(before)
  expect(of('gone')).toBe(after)
  expect(diffTexts('a. '.repeat(500), 'a. ')).toHaveLength(2)
})
