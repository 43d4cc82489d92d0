import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders of converted files are named by the process that made them. */
export const TEMPORARY = 'forbear-load-'

/** Removes what loads that were killed have left behind. */
export async function sweepTemporary(root: string): Promise<void> {
  for (const entry of await readdir(root).catch((): string[] => [])) {
    const pid = /^forbear-load-(\d+)-/.exec(entry)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(root, entry), { recursive: true, force: true }).catch(() => undefined)
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
