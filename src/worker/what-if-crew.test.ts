import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { columnsOf } from '../strategy/columns-build.ts'
import { compileStrategy } from '../strategy/compile.ts'
import { draws, randomPosition, TODAY } from '../strategy/kernel-testing.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { bookOf } from '../strategy/scene.ts'
import { whatIf } from '../strategy/what-if.ts'
import { WhatIfCrew } from './what-if-crew.ts'

const SHIPPED = join(import.meta.dirname, '../../strategies')
const d = draws(9)
const positions = Array.from({ length: 300 }, (_, i) => randomPosition(d, i))
/** Large enough for several chunks, with persons who stand on both sides of their borders. */
const columns = columnsOf(
  Array.from({ length: 280_000 }, (_, i) => ({
    ...(positions[i % 300] as (typeof positions)[number]),
    borrowerId: BigInt(Math.floor(i / 3)),
  })),
  TODAY,
)

function questionOf(file: string) {
  const document = readFileSync(join(SHIPPED, file), 'utf8')
  const strategy = parseStrategy(document, file)
  if (!('name' in strategy)) throw new Error(`${file} does not parse`)
  return { document, strategy }
}

let crew: WhatIfCrew
afterEach(() => crew.end())

const asked = (isCancelled: () => boolean) => {
  const [is, was] = [questionOf('uk-gentle.yaml'), questionOf('online-lender.yaml')]
  const codes = bookOf(is.strategy)
  const compiled = compileStrategy(is.strategy, codes)
  const compiledBefore = compileStrategy(was.strategy, codes)
  const texts = { document: is.document, before: was.document, codes, portfolios: undefined }
  return { ...texts, columns, compiled, compiledBefore, isCancelled }
}

test('a crew counts a book as one thread does, question after question', async () => {
  crew = new WhatIfCrew(2)
  const question = asked(() => false)
  const alone = whatIf({ columns, compiled: question.compiled, before: question.compiledBefore })
  expect(alone?.peopleChanged).toBeGreaterThan(1_000)
  for (let round = 0; round < 2; round++) expect(await crew.count(question)).toEqual(alone)
})

test('two questions at once are each answered with their own, also where one of them breaks', async () => {
  crew = new WhatIfCrew(2)
  const one = asked(() => false)
  const other = {
    ...one,
    document: one.before,
    compiled: one.compiledBefore,
    before: undefined,
    compiledBefore: undefined,
  }
  const [first, second] = await Promise.all([crew.count(one), crew.count(other)])
  expect(first).toEqual(whatIf({ columns, compiled: one.compiled, before: one.compiledBefore }))
  expect(second).toEqual(whatIf({ columns, compiled: other.compiled, before: undefined }))
  expect(first).not.toEqual(second)
  const [broken, sound] = await Promise.allSettled([
    crew.count({ ...one, document: 'nothing: at all' }),
    crew.count(other),
  ])
  expect([broken.status, sound]).toEqual(['rejected', { status: 'fulfilled', value: second }])
})

test('a question that fails on the asking thread leaves no helper behind it', async () => {
  crew = new WhatIfCrew(1)
  const failing = asked(() => {
    throw new Error('gone')
  })
  await expect(crew.count(failing)).rejects.toThrow('gone')
  expect((await crew.count(asked(() => false)))?.accounts).toBe(280_000)
})

test('a question that is cancelled is answered by nobody, and the next one is', async () => {
  crew = new WhatIfCrew(1)
  let looks = 0
  expect(await crew.count(asked(() => ++looks > 3))).toBeUndefined()
  expect(looks).toBe(4)
  expect((await crew.count(asked(() => false)))?.accounts).toBe(280_000)
})

test('a document that breaks a helper fails the question, and the crew goes on', async () => {
  crew = new WhatIfCrew(1)
  const broken = { ...asked(() => false), document: 'nothing: at all' }
  await expect(crew.count(broken)).rejects.toThrow('is counted parses')
  expect((await crew.count(asked(() => false)))?.accounts).toBe(280_000)
})
