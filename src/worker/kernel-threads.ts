import { Worker } from 'node:worker_threads'
import type { Columns } from '../strategy/columns.ts'
import { BLOCK } from '../strategy/columns.ts'
import type { Kernel, Output } from '../strategy/kernel.ts'
import { settled } from '../strategy/kernel-open.ts'
import { columnList, newOutput } from '../strategy/kernel-run.ts'

const CHUNK = 65_536

/** Threads that decide one book again and again over shared memory; `end` lets them go. */
export type KernelThreads = { run(): Promise<Output>; end(): Promise<void> }

export function kernelThreads(kernel: Kernel, columns: Columns, threads: number): KernelThreads {
  const output = newOutput(kernel, columns.rows)
  const chunks = Math.ceil(columns.rows / CHUNK)
  const next = new Int32Array(new SharedArrayBuffer(4))
  const counts = new Int32Array(new SharedArrayBuffer(Math.max(chunks, 1) * 4))
  const job = {
    source: kernel.source.block,
    moreSources: kernel.source.more,
    c: columnList(kernel, columns),
    t: [kernel.tables],
    o: [output.lines],
    next,
    counts,
    rows: columns.rows,
    chunkRows: CHUNK,
    blockRows: BLOCK,
  }
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./kernel-thread.mjs', import.meta.url)),
  )
  for (const worker of workers) worker.postMessage({ job })
  return {
    run: async () => {
      Atomics.store(next, 0, 0)
      await Promise.all(workers.map(oneRound))
      return settled(kernel, columns, { ...output, count: merge(output, counts) })
    },
    end: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

function oneRound(worker: Worker): Promise<void> {
  return new Promise((done, failed) => {
    worker.once('error', failed)
    worker.once('message', () => {
      worker.off('error', failed)
      done()
    })
    worker.postMessage({ go: true })
  })
}

/** Moves the chunks' lines together, in the order of the book. */
function merge(output: Output, counts: Int32Array): number {
  const { lines, width } = output
  let n = 0
  counts.forEach((count, chunk) => {
    const from = chunk * (CHUNK + 1)
    if (from !== n) lines.copyWithin(n * width, from * width, (from + count) * width)
    n += count
  })
  return n
}
