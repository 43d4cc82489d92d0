import { expect, test } from 'vitest'
import { isScalar, parseDocument, visit, type Document, type Scalar } from 'yaml'
import { columnsOf } from './columns-build.ts'
import { compileStrategy } from './compile.ts'
import type { Strategy } from './document.ts'
import { HOSTILE, strangers } from './kernel-hostile-testing.ts'
import { compileKernel } from './kernel.ts'
import { decideColumns, runnerOf } from './kernel-run.ts'
import { draws, randomPosition, TODAY } from './kernel-testing.ts'
import { parseStrategy } from './parse.ts'
import { bookOf } from './scene.ts'

/** A file with every kind of place that an author writes into. */
const FILE = `apiVersion: strategy/v1
name: hostile
version: 1
effective_on: 2026-01-01
currency: [CNY, GBP]
place: uk
stage:
  policy: first
  inputs: [account.days_past_due, account.product]
  rules:
    - { when: ["0", "-"], stage: current, tone: none }
    - { when: ["1..30", '"card"'], stage: early, tone: warm }
    - { when: ["-", "-"], stage: late, tone: serious }
treatments:
  policy: collect
  inputs: [stage, account.portfolio, account.outstanding, account.arrears]
  rules:
    - { when: ['"early"', '"own"', "-", "-"], treatment: first-sms, do: { sms: reminder-warm }, every: 3d, at_most: 4, quiet_after: { payment: 2d } }
    - { when: ['"late"', '"own"', ">= CNY 500.00", "cel: value > account.last_payment"], treatment: call-them, do: { call: late-calls, template: call-script }, every: 2d }
    - { when: ['"late"', '"own"', "-", "cel: account.product == 'card'"], treatment: review, do: { worklist: file-review }, every: 30d, approval: manager, ask_again: 20d }
    - { when: ['"late"', '"own"', "-", "-"], treatment: leave, do: nothing }
priority:
  policy: collect
  inputs: [stage, account.portfolio]
  rules:
    - { when: ['"late"', 'not("own")'], add: 5, per: account.instalments_missed, up_to: 6 }
offer:
  policy: first
  inputs: [stage]
  rules:
    - { when: ['"late"'], instalments: 6, first_payment: 10%, discount: 0%, approval: manager }
tests:
  - { name: on time, given: { account.days_past_due: 0, account.product: card }, expect: { stage: current, treatments: [] } }
`

/** The ways in which a place may take a text: bare, as a word of a cell, in an expression. */
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `"${text}"`,
  (text) => `not('${text}')`,
  (text) => `cel: account.product == "${text}"`,
  (text) => `cel: ${text}`,
]

function scalarsOf(doc: Document): Scalar[] {
  const found: Scalar[] = []
  visit(doc, { Scalar: (_, node) => void found.push(node) })
  return found
}

const columns = (() => {
  const d = draws(5)
  const positions = Array.from({ length: 40 }, (_, i) => randomPosition(d, i))
  return columnsOf(positions, TODAY)
})()

/** The loops of a strategy hold nothing but what they may be written with. */
function expectClean(strategy: Strategy, planted: string, forms = [false, true]): void {
  const book = bookOf(strategy)
  const treatments = [...columns.treatments, planted, 'first-sms']
  for (const every of forms) {
    const kernel = compileKernel(
      compileStrategy(strategy, book),
      { ...columns, treatments },
      { every },
    )
    for (const text of [kernel.source.block, ...kernel.source.more]) {
      expect(strangers(text)).toEqual([])
      expect(text).not.toContain(planted)
    }
    if (!every) decideColumns(runnerOf(kernel), columns)
  }
}

test('the file itself is sound, so that what follows is about its words alone', () => {
  const strategy = parseStrategy(FILE, 'hostile.yaml')
  expect('name' in strategy ? strategy.name : strategy).toBe('hostile')
  expectClean(strategy as Strategy, 'process.exit(1)')
})

test('a hostile text in any place of a file is refused, or never reaches the generated text', () => {
  const places = scalarsOf(parseDocument(FILE)).length
  expect(places).toBeGreaterThan(140)
  const taken = new Set<number>()
  let refused = 0
  for (let place = 0; place < places; place++) {
    // Two of the ways at each place: its neighbours of the same kind are met in the others.
    for (const w of [place % WAYS.length, (place + 2) % WAYS.length]) {
      const hostile = HOSTILE[(place * WAYS.length + w) % HOSTILE.length] ?? ''
      const doc = parseDocument(FILE)
      const scalar = scalarsOf(doc)[place]
      if (!isScalar(scalar)) throw new Error('a place is lost')
      scalar.value = WAYS[w]?.(hostile)
      const strategy = parseStrategy(doc.toString({ lineWidth: 0 }), 'hostile.yaml')
      if (!('name' in strategy)) {
        refused++
        continue
      }
      taken.add(place)
      expectClean(strategy, hostile, place % 2 === 0 ? [false] : [true])
    }
  }
  expect('stolen' in globalThis).toBe(false)
  // Some places are closed lists; names, codes, templates, worklists and tests are free.
  expect(refused).toBeGreaterThan(150)
  expect(taken.size).toBeGreaterThan(15)
})

test('all free places may be hostile at once', () => {
  const d = draws(2)
  const words = [
    'early',
    'late',
    'first-sms',
    'reminder-warm',
    'call-them',
    'late-calls',
    'review',
    'file-review',
    'leave',
    'call-script',
    'own',
    'card',
    'on time',
    'hostile',
  ]
  let taken = 0
  for (let n = 0; n < 40; n++) {
    let text = FILE
    const planted = new Map(
      words.map((word) => [
        word,
        `x-${d.pick(['eval', 'process', 'function', 'constructor', 'import', 'globalthis'])}-${d.between(0, 99)}`,
      ]),
    )
    for (const [word, hostile] of planted)
      text = text.replaceAll(new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'g'), hostile)
    const strategy = parseStrategy(text, 'hostile.yaml')
    if (!('name' in strategy)) throw new Error(strategy.map((found) => found.en).join('\n'))
    taken++
    for (const hostile of planted.values()) expectClean(strategy, hostile)
  }
  expect(taken).toBe(40)
})
