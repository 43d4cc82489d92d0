import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const CHARACTERS_MIN = 32

/**
 * The secret that signs session cookies: FORBEAR_SECRET, or made once and kept in the home folder,
 * readable by its owner alone. A new secret signs everybody out.
 */
export async function sessionSecret(
  home: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const given = env['FORBEAR_SECRET']
  if (given !== undefined && given !== '') {
    if (given.length >= CHARACTERS_MIN) return given
    throw new Error(
      `FORBEAR_SECRET has ${given.length} characters and needs ${CHARACTERS_MIN} or more.`,
    )
  }
  return (
    await keepOnce(home, 'session-secret', () => randomBytes(48).toString('base64url'))
  ).trim()
}

/** The file's text; made by the first of two processes that ask at once, read by the other. */
export async function keepOnce(home: string, name: string, make: () => string): Promise<string> {
  const path = join(home, name)
  const kept = await readIfThere(path)
  if (kept !== undefined && kept !== '') return kept
  await mkdir(home, { recursive: true })
  try {
    const file = await open(path, 'wx', 0o600)
    const text = make()
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    return text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return afterTheOther(path)
  }
}

/** The other process has made the file and may still be writing it. */
async function afterTheOther(path: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const text = await readIfThere(path)
    if (text !== undefined && text !== '') return text
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${path} is empty: remove it, and it is made again.`)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
