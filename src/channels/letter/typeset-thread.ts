import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../../core/assert.ts'
import type { CjkFont } from './fonts.ts'
import { PageSetter } from './page-setter.ts'
import { loadCompiler, type FromSetter, type ToSetter } from './typeset.ts'

assert(parentPort !== null, 'this file is the entry of a thread')
const port = parentPort
const compilerOf = await loadCompiler()
assert(compilerOf !== undefined, 'the thread is begun where there is a compiler')
const setter = new PageSetter(compilerOf, workerData as CjkFont)

port.on('message', (asked: ToSetter) => {
  void answerTo(asked).then((answer) => port.postMessage(answer))
})

async function answerTo({ id, letter, also }: ToSetter): Promise<FromSetter> {
  try {
    return { id, is: 'set', set: await setter.set(letter, also) }
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { id, is: 'broken', why }
  }
}
