import { createHash } from 'node:crypto'
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Day } from '../../core/calendar.ts'
import type { ManifestLine } from '../../store/letter-batch.ts'

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Where a tenant's letters lie; the print house fetches from `ready` in it. */
export const lettersFolder = (home: string, tenantId: bigint): string =>
  join(home, 'letters', `tenant-${tenantId}`)

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Letters that no batch has taken with it yet: nobody fetches from here. */
const openPath = (folder: string, attemptKey: string): string =>
  join(folder, 'open', `${attemptKey}.pdf`)

/** Whole or not at all, whenever the process ends. */
async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const part = `${path}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
}

export async function putOpen(folder: string, attemptKey: string, pdf: Uint8Array): Promise<void> {
  await mkdir(join(folder, 'open'), { recursive: true, mode: 0o700 })
  await writeWhole(openPath(folder, attemptKey), pdf)
}

export const dropOpen = (folder: string, attemptKey: string): Promise<void> =>
  rm(openPath(folder, attemptKey), { force: true })

export async function hasOpen(
  folder: string,
  letter: { readonly attemptKey: string; readonly sha256: string },
): Promise<boolean> {
  try {
    return sha256Of(await readFile(openPath(folder, letter.attemptKey))) === letter.sha256
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** A letter as it was set, from its batch or before one took it; undefined where it is gone or is another. */
export async function readLetterFile(
  folder: string,
  letter: { readonly attemptKey: string; readonly sha256: string; readonly batch: string },
): Promise<Buffer | undefined> {
  const name = `${letter.attemptKey}.pdf`
  const paths = [join(folder, 'ready', letter.batch, name), openPath(folder, letter.attemptKey)]
  for (const path of paths) {
    const bytes = await readFile(path).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
    if (bytes !== undefined && sha256Of(bytes) === letter.sha256) return bytes
  }
  return undefined
}

/** The keys of the files that wait, and since when by the clock of their disk. */
export async function openFiles(
  folder: string,
): Promise<readonly { readonly attemptKey: string; readonly at: number }[]> {
  const names = await readdir(join(folder, 'open')).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const files: { attemptKey: string; at: number }[] = []
  for (const name of names) {
    if (!name.endsWith('.pdf')) continue
    const { mtimeMs } = await stat(join(folder, 'open', name))
    files.push({ attemptKey: name.slice(0, -4), at: mtimeMs })
  }
  return files
}

export type Batch = {
  readonly name: string
  readonly madeOn: Day
  readonly lines: readonly ManifestLine[]
}

export const batchName = (of: { readonly madeOn: Day; readonly batchNo: bigint }): string =>
  `${of.madeOn}-${of.batchNo}`

/**
 * The folder that the print house fetches: made aside, and there whole or not at all by one rename. One
 * that is there already is left as it is.
 */
export async function buildBatch(folder: string, batch: Batch): Promise<string> {
  const ready = join(folder, 'ready', batch.name)
  if (await isThere(ready)) return ready
  const making = join(folder, 'making', batch.name)
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true, mode: 0o700 })
  await mkdir(join(folder, 'ready'), { recursive: true, mode: 0o700 })
  for (const line of batch.lines) await bring(folder, making, line)
  await writeWhole(join(making, 'manifest.csv'), manifestCsv(batch.lines))
  await writeWhole(join(making, 'manifest.json'), manifestJson(batch))
  await syncFolder(making)
  await rename(making, ready)
  await syncFolder(join(folder, 'ready'))
  return ready
}

async function bring(folder: string, making: string, line: ManifestLine): Promise<void> {
  const to = join(making, `${line.attemptKey}.pdf`)
  await copyFile(openPath(folder, line.attemptKey), to)
  const file = await open(to, 'r+')
  try {
    if (sha256Of(await file.readFile()) !== line.sha256)
      throw new Error(`${openPath(folder, line.attemptKey)} is not the letter that was set.`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false
      throw error
    },
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const rowOf = (line: ManifestLine) => ({
  file: `${line.attemptKey}.pdf`,
  sha256: line.sha256,
  pages: line.pages,
  place: line.place,
  envelope: line.envelope,
})

/** What the print house is given beside the files. */
export function manifestCsv(lines: readonly ManifestLine[]): string {
  const rows = lines.map((line) => Object.values(rowOf(line)).join(','))
  return `${['file,sha256,pages,place,envelope', ...rows].join('\r\n')}\r\n`
}

function manifestJson({ name, madeOn, lines }: Batch): string {
  const pages = lines.reduce((sum, line) => sum + line.pages, 0)
  const files = lines.map(rowOf)
  return `${JSON.stringify({ batch: name, made_on: madeOn, letters: files.length, pages, files }, undefined, 2)}\n`
}
