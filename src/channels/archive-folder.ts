import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How long an archive waits to be fetched: long enough for a download that broke off to go on. */
export const KEEP_HOURS = 24

/** Where sealed archives wait to be fetched; what waited too long, or broke off, is taken away first. */
export async function archivesOf(home: string, tenantId: bigint): Promise<string> {
  const folder = join(home, 'exports', `tenant-${tenantId}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    // The disk's own clock, whatever day the demo is on.
    if (Date.now() - mtimeMs > KEEP_HOURS * 3_600_000) await rm(path, { force: true })
  }
  return folder
}

export const archiveOf = (folder: string, name: string): string => join(folder, `${name}.tar`)
