import { spawn, type ChildProcess } from 'node:child_process'
import { chown, mkdtemp, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Say } from '../core/words.ts'
import { findPackage, settleBinaries, type Binaries } from './server-binaries.ts'
import type { Place } from './server-place.ts'
import { serverSettings, SUPERUSER } from './server-settings.ts'

type StartOptions = { readonly say: Say; readonly throwaway?: boolean }

/** Our try to be the one whose keeper and server live on; others may try at the same time. */
export class KeeperProcess {
  failures = 0
  isRunning = false
  readonly #place: Place
  readonly #options: StartOptions

  constructor(place: Place, options: StartOptions) {
    this.#place = place
    this.#options = options
  }

  async start(): Promise<void> {
    const binaries = await settleBinaries(this.#place, this.#options.say, await findPackage())
    await initialise(this.#place, binaries, this.#options)
    const keeper = await spawnKeeper(this.#place, binaries, this.#options.throwaway === true)
    this.isRunning = true
    const ended = (code: number | null) => {
      this.isRunning = false
      if (code !== 0) this.failures += 1
    }
    keeper.once('error', () => ended(1))
    keeper.once('exit', ended)
    keeper.unref()
  }
}

/** In a process group of its own, so that Ctrl-C in a terminal reaches us and not the server. */
async function spawnKeeper(
  place: Place,
  binaries: Binaries,
  throwaway: boolean,
): Promise<ChildProcess> {
  const settings = serverSettings({ sockets: place.sockets, throwaway })
  const plan = {
    postgres: join(binaries.folder, 'bin', 'postgres'),
    args: [
      '-D',
      place.data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    data: place.data,
    sockets: place.sockets,
    runAs: place.runAs,
    env: environment(),
  }
  const script = fileURLToPath(new URL('./server-keeper.mjs', import.meta.url))
  const log = await openLog(place.log)
  try {
    return spawn(process.execPath, [script, JSON.stringify(plan)], {
      cwd: '/',
      detached: true,
      env: environment(),
      stdio: ['ignore', log.fd, log.fd],
    })
  } finally {
    await log.close()
  }
}

/** Nothing of ours: PGDATA, PGOPTIONS or a locale would change what the server does. */
const environment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
})

const LOG_BYTES_MAX = 10_000_000

async function openLog(path: string) {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0
  if (size > LOG_BYTES_MAX) await rename(path, `${path}.old`)
  return open(path, 'a', 0o600)
}

export async function lastWords(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '')
  const lines = text.trim().split('\n').slice(-4).join(' | ')
  return `${lines || 'it said nothing'} (${log})`
}

/** Makes the data folder under another name and renames it: a crash leaves no half-made one. */
async function initialise(place: Place, binaries: Binaries, options: StartOptions): Promise<void> {
  const found = await readFile(join(place.data, 'PG_VERSION'), 'utf8').catch(() => undefined)
  const major = binaries.version.split('.')[0] ?? ''
  if (found !== undefined) {
    if (found.trim() === major) return
    throw new Error(
      `The data in ${place.data} was made by PostgreSQL ${found.trim()}, and npm brought ${binaries.version}: use the version of Forbear that made it, or serve it from a server of your own by DATABASE_URL.`,
    )
  }
  options.say({
    en: `Making an empty database in ${place.data} (PostgreSQL ${binaries.version}).`,
    zh: `正在 ${place.data} 创建空数据库（PostgreSQL ${binaries.version}）。`,
  })
  const base = dirname(place.data)
  await removeHalfMade(base)
  const made = await mkdtemp(join(base, 'making-'))
  try {
    if (place.runAs !== undefined) await chown(made, place.runAs.uid, place.runAs.gid)
    await runInitdb(made, place, binaries, options.throwaway === true)
    await rename(made, place.data).catch((error: NodeJS.ErrnoException) => {
      // Another process was quicker with the same thing.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
    await syncFolder(base)
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

const HALF_MADE_MS_MAX = 600_000

/** What a process killed half way left behind; a younger one may still be at work. */
async function removeHalfMade(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    if (!/^(making|copying)-/.test(name)) continue
    const path = join(base, name)
    const changed = await stat(path).catch(() => undefined)
    if (changed === undefined || Date.now() - changed.mtimeMs < HALF_MADE_MS_MAX) continue
    await rm(path, { recursive: true, force: true })
  }
}

/** A power cut must not take the folder's name away from under what was committed in it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function runInitdb(
  made: string,
  place: Place,
  binaries: Binaries,
  throwaway: boolean,
): Promise<void> {
  const args = [
    ['-D', made, '-U', SUPERUSER, '-E', 'UTF8', '--locale=C'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums'],
    ['--auth-local=trust', '--auth-host=reject', '--no-instructions'],
    throwaway ? ['--no-sync'] : [],
  ].flat()
  return new Promise((resolve, reject) => {
    const run = spawn(join(binaries.folder, 'bin', 'initdb'), args, {
      ...place.runAs,
      cwd: '/',
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let words = ''
    run.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
    run.once('error', (error) => reject(error))
    run.once('close', (code) => {
      if (code === 0) resolve()
      else
        reject(
          new Error(`The database could not be made: ${words.trim() || `code ${String(code)}`}`),
        )
    })
  })
}
