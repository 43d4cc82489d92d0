import { expect, test } from 'vitest'
import { columnsOf } from '../strategy/columns-build.ts'
import { compileStrategy } from '../strategy/compile.ts'
import { compileKernel } from '../strategy/kernel.ts'
import { runKernel, runnerOf } from '../strategy/kernel-run.ts'
import {
  draws,
  randomBook,
  randomPosition,
  randomStrategy,
  TODAY,
} from '../strategy/kernel-testing.ts'
import { kernelThreads } from './kernel-threads.ts'

test('threads answer as one does, in the order of the book, each time', async () => {
  const d = draws(7)
  const columns = columnsOf(
    Array.from({ length: 70_000 }, (_, i) => randomPosition(d, i)),
    TODAY,
  )
  const kernel = compileKernel(compileStrategy(randomStrategy(d), randomBook(d)), columns)
  const alone = runKernel(runnerOf(kernel), columns)
  expect(alone.count).toBeGreaterThan(1000)
  const threads = kernelThreads(kernel, columns, 2)
  for (let round = 0; round < 2; round++) {
    const together = await threads.run()
    expect(together.count).toBe(alone.count)
    const until = alone.count * alone.width
    expect(Buffer.compare(bytes(together.lines, until), bytes(alone.lines, until))).toBe(0)
  }
  await threads.end()
})

const bytes = (lines: Int32Array, until: number): Buffer =>
  Buffer.from(lines.slice(0, until).buffer as ArrayBuffer)
