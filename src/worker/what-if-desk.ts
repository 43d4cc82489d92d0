import { Worker } from 'node:worker_threads'
import type { Counted, FromThread, Held, Question, ToThread } from './what-if-job.ts'

/** After so long without a question the thread ends, and the books that it held with it. */
const IDLE_MS = 10 * 60_000
/** Questions that may wait their turn, of all people together. */
const WAITING_MAX = 50

type Loaded = Omit<Held, 'key'>

export type WhatIfAsked = Question & {
  /** Whose question it is: a newer one of the same person ends the older. */
  readonly person: string
  /** The tenant and the day: under this the book is kept. */
  readonly key: string
  readonly snapshot: string | undefined
  /** Reads the book where the night left no snapshot. */
  readonly load: () => Promise<Loaded | 'too_large'>
}

export type WhatIfAnswer =
  | { readonly is: 'counted'; readonly counted: Counted }
  | { readonly is: 'superseded' | 'too_large' | 'busy' }

export type WhatIfDesk = {
  /** Starts the thread, which takes its moment, before the first question comes. */
  warm(): void
  ask(asked: WhatIfAsked): Promise<WhatIfAnswer>
  end(): Promise<void>
}

type Pending = {
  readonly id: number
  readonly asked: WhatIfAsked
  readonly settle: (answer: WhatIfAnswer) => void
  readonly fail: (error: Error) => void
  isOver: boolean
}

/** One thread for all who edit strategies: questions come one after another, each person's newest only. */
export function openWhatIf(options: { readonly idleMs?: number } = {}): WhatIfDesk {
  const desk = new Desk(options.idleMs ?? IDLE_MS)
  return { warm: () => desk.warm(), ask: (asked) => desk.ask(asked), end: () => desk.end() }
}

class Desk {
  readonly #idleMs: number
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(4))
  #worker: Worker | undefined
  #waiting: Pending[] = []
  #running: Pending | undefined
  #ids = 0
  #idle: NodeJS.Timeout | undefined

  constructor(idleMs: number) {
    this.#idleMs = idleMs
  }

  ask(asked: WhatIfAsked): Promise<WhatIfAnswer> {
    this.#supersede(asked.person)
    if (this.#waiting.length >= WAITING_MAX) return Promise.resolve({ is: 'busy' })
    return new Promise((settle, fail) => {
      this.#waiting.push({ id: ++this.#ids, asked, settle, fail, isOver: false })
      this.#next()
    })
  }

  warm(): void {
    if (this.#worker !== undefined) return
    this.#worker = this.#start()
    this.#rest()
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #supersede(person: string): void {
    const older = this.#waiting.filter((one) => one.asked.person === person)
    this.#waiting = this.#waiting.filter((one) => one.asked.person !== person)
    for (const one of older) one.settle({ is: 'superseded' })
    const running = this.#running
    if (running?.asked.person !== person || running.isOver) return
    Atomics.store(this.#cancelled, 0, running.id)
    running.isOver = true
    running.settle({ is: 'superseded' })
  }

  #next(): void {
    if (this.#running !== undefined) return
    const next = this.#waiting.shift()
    if (next === undefined) return this.#rest()
    clearTimeout(this.#idle)
    this.#running = next
    this.#send(next)
  }

  #send({ id, asked }: Pending): void {
    const { person: _, load: __, ...job } = asked
    this.#post({ is: 'ask', id, ...job })
  }

  #post(message: ToThread): void {
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#worker.postMessage(message)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./what-if-thread.mjs', import.meta.url))
    worker.postMessage({ is: 'cancels', cancelled: this.#cancelled } satisfies ToThread)
    worker.on('message', (answer: FromThread) => void this.#answered(answer))
    worker.on('error', (error) => this.#broke(worker, error))
    return worker
  }

  async #answered(answer: FromThread): Promise<void> {
    const running = this.#running
    if (running === undefined || running.id !== answer.id) return
    if (answer.is === 'no_book' && !running.isOver) return this.#load(running)
    if (answer.is === 'counted') running.settle({ is: 'counted', counted: answer.counted })
    else if (answer.is === 'broken') running.fail(new Error(answer.why))
    else running.settle({ is: 'superseded' })
    this.#done()
  }

  async #load(running: Pending): Promise<void> {
    try {
      const loaded = await running.asked.load()
      if (loaded !== 'too_large') {
        this.#post({ is: 'book', key: running.asked.key, ...loaded })
        this.#send(running)
        return
      }
      running.settle({ is: 'too_large' })
    } catch (error) {
      running.fail(error instanceof Error ? error : new Error(String(error)))
    }
    this.#done()
  }

  #done(): void {
    this.#running = undefined
    this.#next()
  }

  /** The thread lets the process end; after a while without a question it lets its books go. */
  #rest(): void {
    this.#worker?.unref()
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => void this.end(), this.#idleMs)
    this.#idle.unref()
  }

  #broke(worker: Worker, error: Error): void {
    if (this.#worker === worker) this.#worker = undefined
    this.#running?.fail(error)
    this.#done()
  }
}
