// One thread of a kernel: takes chunks of rows until none is left. It knows no strategy: the loop, its
// tables and the columns come as they are (src/worker/kernel-threads.ts).
import { parentPort } from 'node:worker_threads'

/* oxlint-disable typescript/no-implied-eval -- the text is that of src/strategy/kernel-source.ts */
let job

parentPort.on('message', (message) => {
  if (message.job) {
    job = message.job
    job.block = new Function('c', 't', 'o', 'from', 'until', 'n', job.source)
    job.more = job.moreSources.map(
      (text) => new Function('c', 't', 'o', 'from', 'first', 'end', text),
    )
    job.own = [new Int32Array(job.blockRows), new Int32Array(job.blockRows)]
    return
  }
  work(job)
  parentPort.postMessage('done')
})

function work({ block, more, c, t, o, own, next, counts, rows, chunkRows, blockRows }) {
  const out = [...own, ...o]
  for (;;) {
    const chunk = Atomics.add(next, 0, 1)
    if (chunk * chunkRows >= rows) return
    const end = Math.min((chunk + 1) * chunkRows, rows)
    // A chunk's lines stand where its rows stand, one place apart: no chunk can reach into another's.
    const start = chunk * (chunkRows + 1)
    let n = start
    for (let from = chunk * chunkRows; from < end; from += blockRows) {
      const before = n
      n = block(c, t, out, from, Math.min(from + blockRows, end), before)
      for (const further of more) further(c, t, out, from, before, n)
    }
    counts[chunk] = n - start
  }
}
