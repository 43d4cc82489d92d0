import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { assert } from '../core/assert.ts'
import { currentBook, readSnapshot } from '../store/snapshot.ts'
import { countWhatIf } from './what-if-count.ts'
import { WhatIfCrew } from './what-if-crew.ts'
import type { FromThread, Held, Job, ToThread } from './what-if-job.ts'

/** Books that stay in memory at a time; the one asked longest ago goes first. */
const BOOKS_MAX = 2

/** This thread and as many helpers as there are further cores, up to three. */
const crew = new WhatIfCrew(Math.min(Math.max(availableParallelism() - 1, 0), 3))

const books = new Map<string, Held>()
let cancelled = new Int32Array(1)

assert(parentPort !== null, 'this file is the entry of a thread')
const port = parentPort
port.on('message', (message: ToThread) => {
  if (message.is === 'cancels') cancelled = message.cancelled as Int32Array<ArrayBuffer>
  else if (message.is === 'book') keep(message)
  else void answered(message).then((answer) => port.postMessage(answer))
})

async function answered(job: Job): Promise<FromThread> {
  try {
    return await answer(job)
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { id: job.id, is: 'broken', why }
  }
}

async function answer(job: Job): Promise<FromThread> {
  const isCancelled = () => Atomics.load(cancelled, 0) === job.id
  const book = bookOf(job)
  if (book === undefined) return { id: job.id, is: 'no_book' }
  const counted = await countWhatIf(book, job, { crew, isCancelled })
  return counted === undefined
    ? { id: job.id, is: 'cancelled' }
    : { id: job.id, is: 'counted', counted }
}

function bookOf({ key, snapshot }: Job): Held | undefined {
  const night = snapshot === undefined ? undefined : nightOf(snapshot)
  const wanted = night === undefined ? key : `${key.split(' ')[0]} ${night.book}`
  const known = books.get(wanted)
  if (known !== undefined) {
    books.delete(wanted)
    books.set(wanted, known)
    return known
  }
  if (night === undefined || snapshot === undefined) return undefined
  return keep({ key: wanted, columns: readSnapshot(snapshot), takenAtMs: night.takenAtMs })
}

/** The newest whole book of a tenant's nights; it was sealed when its name was written down. */
function nightOf(folder: string): { book: string; takenAtMs: number } | undefined {
  const book = currentBook(folder)?.book
  if (book === undefined) return undefined
  return { book, takenAtMs: statSync(join(folder, 'current')).mtimeMs }
}

function keep(held: Held): Held {
  const ofTenant = held.key.split(' ')[0]
  // What a tenant's book was before serves nobody any more.
  for (const key of books.keys()) if (key.split(' ')[0] === ofTenant) books.delete(key)
  books.set(held.key, held)
  const [oldest] = books.keys()
  if (books.size > BOOKS_MAX && oldest !== undefined) books.delete(oldest)
  return held
}
