import { expect, test } from 'vitest'
import { columnsOf } from './columns-build.ts'
import { compileStrategy } from './compile.ts'
import type { Strategy } from './document.ts'
import { compileKernel, SOURCE_MAX } from './kernel.ts'
import { HOSTILE, strangers } from './kernel-hostile-testing.ts'
import { runKernel, runnerOf } from './kernel-run.ts'
import { draws, randomBook, randomPosition, randomStrategy, TODAY } from './kernel-testing.ts'

/** Every text of a strategy's tree, wherever it stands, with a hostile one in its place. */
function poisoned(value: unknown, at: { n: number }, key = ''): unknown {
  // What the catalogue and the language themselves name is checked before this tree exists.
  const own = ['do', 'is', 'channel', 'type', 'unit', 'policy', 'per', 'tone', 'approval']
  if (key === 'facts') return value
  if (typeof value === 'string') return own.includes(key) ? value : HOSTILE[at.n++ % HOSTILE.length]
  if (value instanceof Set) return new Set([...value].map((one) => poisoned(one, at)))
  if (value instanceof Map) return value
  if (Array.isArray(value)) return value.map((one) => poisoned(one, at))
  if (value === null || typeof value !== 'object') return value
  if ('columns' in value && 'fill' in value) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === 'inputs' ? one : poisoned(one, at, name),
    ]),
  )
}

test('no word of a strategy reaches the generated text', () => {
  const at = { n: 0 }
  for (let seed = 0; seed < 40; seed++) {
    const d = draws(seed)
    const strategy = poisoned(randomStrategy(d), at) as Strategy
    const book = randomBook(d)
    const named = {
      products: book.products.map((one, i) => ({ ...one, code: HOSTILE[i] ?? '' })),
      portfolios: book.portfolios.map((one, i) => ({ ...one, code: HOSTILE[i + 2] ?? '' })),
    }
    const columns = columnsOf(
      Array.from({ length: 20 }, (_, i) => randomPosition(d, i)),
      TODAY,
    )
    const kernel = compileKernel(compileStrategy(strategy, named), {
      ...columns,
      treatments: HOSTILE,
    })
    for (const text of [kernel.source.block, ...kernel.source.more]) {
      expect(strangers(text)).toEqual([])
      expect(text.length).toBeLessThan(SOURCE_MAX)
      for (const hostile of HOSTILE) expect(text).not.toContain(hostile)
    }
    runKernel(runnerOf(kernel), { ...columns, treatments: HOSTILE })
  }
  expect(at.n).toBeGreaterThan(1000)
  expect('stolen' in globalThis).toBe(false)
})

test('the allow-list itself refuses what a strategy might smuggle in', () => {
  for (const hostile of HOSTILE) expect(strangers(`const a0=1;${hostile}`)).not.toEqual([])
})

test('a table of 130 treatments is split into functions that stay small', () => {
  const d = draws(1)
  const strategy = randomStrategy(d)
  const [rule] = strategy.treatments.rules
  if (rule === undefined) throw new Error('bug: a strategy without rows')
  const rules = Array.from({ length: 130 }, (_, i) => ({ ...rule, rowNo: i + 1 }))
  const many = { ...strategy, treatments: { ...strategy.treatments, rules } }
  const columns = columnsOf([randomPosition(d, 1)], TODAY)
  const { source } = compileKernel(compileStrategy(many, randomBook(d)), columns)
  expect(source.more).toHaveLength(2)
  for (const text of [source.block, ...source.more]) expect(text.length).toBeLessThan(20_000)
})
