import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const BIN = resolve(import.meta.dirname, '..', '..', 'bin', 'forbear')

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs the command as a person would, with a home of its own in the folder and no terminal. */
export const commandIn =
  (folder: string) =>
  (...args: string[]): Promise<Ran> =>
    runIn(folder, args)

/** The same with something on its standard input. */
export function runIn(
  folder: string,
  args: readonly string[],
  given: { readonly input?: Uint8Array; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  const env = {
    ...process.env,
    FORBEAR_HOME: join(folder, 'home'),
    FORBEAR_LANG: 'en',
    DATABASE_URL: '',
    ...given.env,
  }
  const child = spawn(process.execPath, [BIN, ...args], {
    env,
    cwd: folder,
    stdio: [given.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const ran = { out: '', err: '' }
  // It may have ended before it read all of it.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(given.input)
  child.stdout?.on('data', (text: Buffer) => (ran.out += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (ran.err += text.toString()))
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', (code) => done({ ...ran, code }))
  })
}
