import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const FOLDER = 'FORBEAR_TEST_DESK'
const here = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** A folder for the desk of this run; it is built by the first test file that opens one. */
export async function setup(): Promise<void> {
  process.env[FOLDER] = await mkdtemp(join(tmpdir(), 'forbear-built-'))
}

export async function teardown(): Promise<void> {
  const folder = process.env[FOLDER]
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}

/** Where the desk of this run is built: once for all its test files, whole or not at all. */
export async function builtDesk(): Promise<string> {
  const run = process.env[FOLDER]
  if (run === undefined)
    throw new Error('the browser tests are run by their project: --project e2e')
  const folder = join(run, 'dist')
  if (existsSync(folder)) return folder
  const part = join(run, `part-${process.pid}`)
  // In a process of its own: the test runner names another environment, and people get this one.
  await promisify(execFile)(
    process.execPath,
    [
      here('node_modules/vite/bin/vite.js'),
      'build',
      here('web/desk'),
      '--outDir',
      part,
      '--logLevel',
      'error',
    ],
    { env: { ...process.env, NODE_ENV: 'production' } },
  )
  await rename(part, folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error
  })
  return folder
}
