import { Worker } from 'node:worker_threads'
import type { Columns } from '../strategy/columns.ts'
import type { Book, Compiled } from '../strategy/compile.ts'
import { added } from '../strategy/what-if-added.ts'
import { WhatIfRun, type WhatIf } from '../strategy/what-if.ts'

/** Rows that a thread takes at a time: a hundredth part of a large book. */
const CHUNK = 131_072

/** A question as a helping thread takes it: it compiles the documents itself. Columns are shared. */
export type CrewJob = {
  /** Of the question: a helper says with its answer which one it answers. */
  readonly no: number
  readonly columns: Columns
  readonly document: string
  readonly before: string | undefined
  readonly codes: Book
  readonly portfolios: readonly number[] | undefined
  /** The number of the next chunk that nobody has taken. */
  readonly next: Int32Array
  /** More than 0 as soon as nobody wants the answer any more. */
  readonly cancelled: Int32Array
}

/** Parts of the book by the number of their chunk; nothing where it was cancelled. */
export type Parts = readonly (readonly [chunk: number, part: WhatIf])[]

/** Takes chunks until none is left: what the asking thread and its helpers all do. */
export function takeChunks(
  run: WhatIfRun,
  { columns, next, cancelled }: Pick<CrewJob, 'columns' | 'next' | 'cancelled'>,
  isCancelled: () => boolean = () => false,
): Parts | undefined {
  const parts: [number, WhatIf][] = []
  for (;;) {
    const chunk = Atomics.add(next, 0, 1)
    const from = chunk * CHUNK
    if (from >= columns.rows) return parts
    const until = Math.min(from + CHUNK, columns.rows)
    const stops = () => {
      if (isCancelled()) Atomics.store(cancelled, 0, 1)
      return Atomics.load(cancelled, 0) > 0
    }
    const part = run.count({ from, until, isCancelled: stops })
    if (part === undefined) return undefined
    parts.push([chunk, part])
  }
}

export type CrewQuestion = Pick<
  CrewJob,
  'columns' | 'document' | 'before' | 'codes' | 'portfolios'
> & {
  readonly compiled: Compiled
  readonly compiledBefore: Compiled | undefined
  /** Asked while the asking thread counts. */
  readonly isCancelled: () => boolean
}

export type CrewAnswer = { readonly no: number } & (
  | { readonly parts: Parts | undefined }
  | { readonly broken: string }
)

/** Threads that help to count a book; they start with the first question and stay warm. */
export class WhatIfCrew {
  readonly #size: number
  #helpers: Worker[] = []
  #asked = 0

  /** `helpers` threads beside the one that asks. */
  constructor(helpers: number) {
    this.#size = helpers
  }

  /** What the whole book would see; undefined where the question was cancelled. */
  async count(question: CrewQuestion): Promise<WhatIf | undefined> {
    const { compiled, compiledBefore, isCancelled, ...asked } = question
    const shared = () => new Int32Array(new SharedArrayBuffer(4))
    const no = (this.#asked += 1)
    const job: CrewJob = { ...asked, no, next: shared(), cancelled: shared() }
    // What one chunk holds is counted before a helper has read its message.
    const helpers = asked.columns.rows > CHUNK ? this.#crew() : []
    const helped = helpers.map((helper) => answerOf(helper, job))
    const run = new WhatIfRun({ ...asked, compiled, before: compiledBefore })
    const all = await allOf([ownOf(run, job, isCancelled), ...helped])
    const parts = all.flatMap((some) => some ?? []).toSorted((a, b) => a[0] - b[0])
    if (all.includes(undefined)) return undefined
    const [first, ...rest] = parts.map(([, part]) => part)
    return first === undefined ? run.count({}) : added([first, ...rest])
  }

  async end(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.terminate()))
    this.#helpers = []
  }

  #crew(): readonly Worker[] {
    while (this.#helpers.length < this.#size) {
      const helper = new Worker(new URL('./what-if-crew-thread.mjs', import.meta.url))
      // One that broke is replaced at the next question.
      helper.on('exit', () => (this.#helpers = this.#helpers.filter((one) => one !== helper)))
      helper.unref()
      this.#helpers.push(helper)
    }
    return this.#helpers
  }
}

/** Whoever fails stops the others, and nobody is left counting when the question ends. */
async function allOf<T>(all: readonly Promise<T>[]): Promise<readonly T[]> {
  const ended = await Promise.allSettled(all)
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

async function ownOf(
  run: WhatIfRun,
  job: CrewJob,
  isCancelled: () => boolean,
): Promise<Parts | undefined> {
  try {
    return takeChunks(run, job, isCancelled)
  } catch (error) {
    Atomics.store(job.cancelled, 0, 1)
    throw error
  }
}

function answerOf(helper: Worker, job: CrewJob): Promise<Parts | undefined> {
  return new Promise((done, failed) => {
    helper.ref()
    const forget = () => {
      helper.off('message', settle)
      helper.off('error', broke)
      if (helper.listenerCount('message') === 0) helper.unref()
    }
    const settle = (answer: CrewAnswer) => {
      if (answer.no !== job.no) return
      forget()
      if ('broken' in answer) failed(new Error(answer.broken))
      else done(answer.parts)
    }
    const broke = (error: Error) => {
      Atomics.store(job.cancelled, 0, 1)
      forget()
      failed(error)
    }
    helper.on('error', broke)
    helper.on('message', settle)
    helper.postMessage(job)
  })
}
