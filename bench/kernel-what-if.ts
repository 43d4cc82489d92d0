import { strict as assert } from 'node:assert'
import type { Columns } from '../src/strategy/columns.ts'
import { compileStrategy } from '../src/strategy/compile.ts'
import { parseStrategy } from '../src/strategy/parse.ts'
import { bookOf } from '../src/strategy/scene.ts'
import { whatIf } from '../src/strategy/what-if.ts'
import { WhatIfCrew, type CrewQuestion } from '../src/worker/what-if-crew.ts'
import { rounded, type Figure, type Say } from './figure.ts'

const ROUNDS = 5

type Options = {
  readonly name: string
  readonly columns: Columns
  readonly document: string
  readonly say: Say
}

/** Seconds from a keystroke to the numbers beside every row, against the version in force. */
export async function benchWhatIf({ name, columns, document, say }: Options): Promise<Figure[]> {
  const before = document
  const after = document.replaceAll('every: 3d', 'every: 4d')
  assert.notEqual(after, before, 'the strategist changed something')
  const crew = new WhatIfCrew(1)
  const took: number[] = []
  let changed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    // Compiled anew each time, as for a text that was just typed.
    const question = questionOf(columns, { after, before })
    const found = await crew.count(question)
    took.push((performance.now() - start) / 1000)
    changed = found?.peopleChanged ?? 0
    if (round > 0) continue
    const alone = whatIf({ columns, compiled: question.compiled, before: question.compiledBefore })
    assert.deepEqual(found?.tables, alone?.tables, 'two threads count as one does')
  }
  await crew.end()
  say(
    `${name}: what-if ${took.map((seconds) => rounded(seconds)).join(', ')} s, ${changed} people change`,
  )
  const figure = { bench: 'kernel', unit: 's', value: rounded(Math.min(...took)) }
  return [{ ...figure, figure: `${name}: what-if, hits per row and changes, 2 threads`, goal: 1 }]
}

function questionOf(columns: Columns, texts: { after: string; before: string }): CrewQuestion {
  const [is, was] = [parsed(texts.after), parsed(texts.before)]
  const codes = bookOf(was)
  return {
    columns,
    document: texts.after,
    before: texts.before,
    codes,
    portfolios: undefined,
    compiled: compileStrategy(is, codes),
    compiledBefore: compileStrategy(was, codes),
    isCancelled: () => false,
  }
}

function parsed(document: string) {
  const strategy = parseStrategy(document, 'kernel-policy.yaml')
  assert('name' in strategy, 'the policy of the bench parses')
  return strategy
}
