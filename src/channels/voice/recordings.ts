import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Instant } from '../../core/calendar.ts'
import type { RecordingTold } from '../../engine/call-events.ts'
import { signed } from './sign.ts'

/** An hour and a half of speech at the rate of telephones, and no more. */
export const RECORDING_BYTES_MAX = 64 * 1024 * 1024
const PATIENCE_MS = 20_000

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Where a tenant's recordings lie, each under its own hash. */
export const recordingsFolder = (home: string, tenantId: bigint): string =>
  join(home, 'recordings', `tenant-${tenantId}`)

const pathOf = (folder: string, sha256: string): string =>
  join(folder, sha256.slice(0, 2), `${sha256}.audio`)

/** There whole or not at all, whenever the process ends; twice is once. */
export async function putRecording(folder: string, bytes: Uint8Array): Promise<string> {
  const sha256 = hashOf(bytes)
  const path = pathOf(folder, sha256)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // Of its own name: the same bytes may come in twice at once.
  const part = `${path}.${randomUUID()}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
  return sha256
}

/** undefined: gone, or no longer what it was when it was kept. */
export async function readRecording(folder: string, sha256: string): Promise<Buffer | undefined> {
  try {
    const bytes = await readFile(pathOf(folder, sha256))
    return hashOf(bytes) === sha256 ? bytes : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export const dropRecording = (folder: string, sha256: string): Promise<void> =>
  rm(pathOf(folder, sha256), { force: true })

export type Fetched =
  | { readonly bytes: Buffer }
  /** 'again': a later try may bring it. */
  | { readonly declined: 'elsewhere' | 'too_long' | 'other_bytes' | 'again' }

/** From the gateway itself and from nowhere else, and only what it said it would be. */
export async function fetchRecording(
  told: RecordingTold,
  of: { readonly gatewayUrl: string; readonly secret: Uint8Array; readonly now: Instant },
): Promise<Fetched> {
  if (new URL(told.url).origin !== new URL(of.gatewayUrl).origin) return { declined: 'elsewhere' }
  try {
    const answer = await fetch(told.url, {
      headers: signed(told.sha256, '', of),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (answer.status !== 200) return { declined: 'again' }
    const parts: Uint8Array[] = []
    let length = 0
    for await (const part of answer.body ?? []) {
      length += part.length
      if (length > RECORDING_BYTES_MAX) return { declined: 'too_long' }
      parts.push(part)
    }
    const bytes = Buffer.concat(parts)
    return hashOf(bytes) === told.sha256 ? { bytes } : { declined: 'other_bytes' }
  } catch {
    return { declined: 'again' }
  }
}
