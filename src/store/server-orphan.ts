import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const FAST_STOP_MS_MAX = 60_000
const STOP_MS_MAX = 90_000

export type FoundServer = { readonly pid: number; readonly isStopping: boolean }

/**
 * The running server of a data folder, from its own lock file. A lock file whose process is gone,
 * or is now somebody else's (numbers come round again, in containers at once), is cleared away.
 */
export async function findServer(data: string): Promise<FoundServer | undefined> {
  const pidFile = join(data, 'postmaster.pid')
  const text = await readFile(pidFile, 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (!isAlive(pid)) return undefined
  if (await isServerOf(pid, data)) return { pid, isStopping: lines[7]?.trim() === 'stopping' }
  if ((await readFile(pidFile, 'utf8').catch(() => '')) === text) await rm(pidFile, { force: true })
  return undefined
}

/** Asks it to finish as at a crash of its users: sessions are cut off, everything is written. */
export async function stopOrphan(pid: number, data: string): Promise<void> {
  signal(pid, 'SIGINT')
  const start = performance.now()
  let isUrged = false
  while ((await findServer(data))?.pid === pid) {
    const waitedMs = performance.now() - start
    if (waitedMs > STOP_MS_MAX) {
      throw new Error(
        `A database server left over by a crash (process ${pid}) does not stop: end it by hand.`,
      )
    }
    if (waitedMs > FAST_STOP_MS_MAX && !isUrged) {
      // Immediate shutdown loses nothing: the next start recovers from the log.
      isUrged = signal(pid, 'SIGQUIT')
    }
    await sleep(20)
  }
}

function signal(pid: number, name: NodeJS.Signals): true {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in this moment, or is not ours to end: the caller looks again.
  }
  return true
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A server stands in its data folder. Where the system cannot tell, it is taken to be one. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return code !== 'ENOENT' && code !== 'EACCES'
  }
}
