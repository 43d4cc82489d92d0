import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import { closeLetters } from '../src/channels/letter/batches.ts'
import { letterProvider } from '../src/channels/letter/provider.ts'
import { openTypesetter } from '../src/channels/letter/typeset.ts'
import type { Day, Instant } from '../src/core/calendar.ts'
import { connectApp } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'

/** A day's letters and their closing in a process of its own, which dies by kill -9 at a chosen step. */
export type LetterJob = {
  readonly url: string
  readonly now: number
  readonly today: string
  readonly folder: string
  readonly law: string
  /** A query, a rename or a copy: between two of them nothing changes that lasts. */
  readonly killAtStep: number
}

const job = JSON.parse(process.argv[2] ?? '') as LetterJob
let steps = 0
const isLast = (): boolean => ++steps === job.killAtStep
const die = (): void => void process.kill(process.pid, 'SIGKILL')

const { query } = pg.Client.prototype
pg.Client.prototype.query = function dying(this: pg.Client, ...args: Parameters<typeof query>) {
  const answer = query.apply(this, args)
  // Half of them before the answer, half a moment later.
  if (isLast()) setTimeout(die, steps % 2)
  return answer
} as typeof query
const { rename, copyFile } = fs
fs.rename = (...args) => {
  if (isLast() && steps % 2 === 0) die()
  return rename(...args).finally(() => steps === job.killAtStep && die())
}
fs.copyFile = (...args) => {
  if (isLast()) die()
  return copyFile(...args)
}
syncBuiltinESMExports()

const db = connectApp(job.url)
const typesetter = await openTypesetter()
if ('declined' in typesetter) throw new Error(typesetter.declined)
const now = job.now as Instant
const letter = letterProvider(db, {
  typesetter,
  folderOf: () => job.folder,
  portal: { url: 'https://pay.example', key: Buffer.alloc(32, 7) },
})
await dispatch(db, 1n, {
  now,
  today: job.today as Day,
  say: () => undefined,
  channels: { letter },
  law: loadLaw(job.law),
  templates: await loadTemplates('templates'),
  lanes: 2,
})
await closeLetters(db, 1n, { folder: job.folder, now })
await db.end()
