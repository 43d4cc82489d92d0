import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type JsonBreak, type JsonElement, jsonElements, placeIn } from './json-elements.ts'

async function* inPieces(text: string, size: number) {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size)
}

async function cut(text: string, size = 7): Promise<(JsonElement | JsonBreak)[]> {
  const found: (JsonElement | JsonBreak)[] = []
  for await (const each of jsonElements(inPieces(text, size))) found.push(each)
  return found
}

const textsOf = (found: readonly (JsonElement | JsonBreak)[]) =>
  found.map((each) => ('text' in each ? each.text.trim() : each.wrong.en))

test('a list is cut into its items, however the file comes in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(0, 2),
      async (values, size, indent) => {
        const found = await cut(JSON.stringify(values, undefined, indent), size)
        expect(textsOf(found).map((text) => JSON.parse(text))).toEqual(values)
        expect(found.map((each) => 'index' in each && each.index)).toEqual(values.map((_, i) => i))
      },
    ),
    { numRuns: 300, seed: 20_261_122 },
  )
})

test('one value is one element without a number', async () => {
  const found = await cut('\uFEFF \n {"a": [1, 2]} \n')
  expect(found).toEqual([
    { text: '{"a": [1, 2]} \n', start: { line: 2, column: 2 }, index: undefined },
  ])
})

test('items come before the file has ended', async () => {
  async function* endless() {
    yield '[{"a":1},{"b":'
    throw new Error('the rest was asked for')
  }
  const first = await jsonElements(endless()).next()
  expect(first.value).toMatchObject({ text: '{"a":1}', index: 0 })
})

describe('what is broken is told at its place', () => {
  test.each([
    ['', 'there is nothing here', { line: 1, column: 1 }],
    [' \n', 'there is nothing here', { line: 2, column: 1 }],
    ['[1] x', 'there is more after the end of the list', { line: 1, column: 5 }],
    ['[1', 'the text ends inside the list', { line: 1, column: 3 }],
  ])('%j', async (text, wrong, place) => {
    expect((await cut(text)).at(-1)).toMatchObject({ wrong: { en: wrong }, place })
  })

  test('a comma too many is an item without text', async () => {
    expect(textsOf(await cut('[1,]'))).toEqual(['1', ''])
    expect(textsOf(await cut('[,1]'))).toEqual(['', '1'])
    expect(textsOf(await cut('[ ]'))).toEqual([])
  })

  test('an item that is wrong inside does not take the next one with it', async () => {
    expect(textsOf(await cut('[{"a" 1}, {"b": "],["}]'))).toEqual(['{"a" 1}', '{"b": "],["}'])
  })
})

test('an offset in an item is a place in the file', async () => {
  const [, second] = await cut('[{},\n  {"a":\n "b" 1}]')
  if (second === undefined || !('text' in second)) throw new Error('two items')
  expect(second.start).toEqual({ line: 2, column: 3 })
  expect(placeIn(second, second.text.indexOf('"a"'))).toEqual({ line: 2, column: 4 })
  expect(placeIn(second, second.text.indexOf('1'))).toEqual({ line: 3, column: 6 })
})
