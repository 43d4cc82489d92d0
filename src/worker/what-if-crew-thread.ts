import { parentPort } from 'node:worker_threads'
import { assert } from '../core/assert.ts'
import { compileStrategy, type Book, type Compiled } from '../strategy/compile.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { WhatIfRun } from '../strategy/what-if.ts'
import { takeChunks, type CrewAnswer, type CrewJob } from './what-if-crew.ts'

assert(parentPort !== null, 'this file is the entry of a thread')
const port = parentPort
port.on('message', (job: CrewJob) => port.postMessage(answer(job)))

function answer(job: CrewJob): CrewAnswer {
  const { no } = job
  try {
    const compiled = compiledOf(job.document, job.codes)
    const before = job.before === undefined ? undefined : compiledOf(job.before, job.codes)
    return { no, parts: takeChunks(new WhatIfRun({ ...job, compiled, before }), job) }
  } catch (error) {
    // Whoever asked must not count what is left of the book for nothing.
    Atomics.store(job.cancelled, 0, 1)
    return { no, broken: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** The version in force is compared at every keystroke: it stays as it was compiled. */
const KEPT = 4
const kept = new Map<string, Compiled>()

function compiledOf(document: string, codes: Book): Compiled {
  const words = JSON.stringify(codes, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  const key = `${words}\n${document}`
  const known = kept.get(key)
  if (known !== undefined) {
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const strategy = parseStrategy(document, 'document')
  assert('name' in strategy, 'a document that is counted parses')
  const compiled = compileStrategy(strategy, codes)
  kept.set(key, compiled)
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
  return compiled
}
