import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A plain ustar archive: every system opens one, and the same files make the same bytes. */

export type TarFile = { readonly name: string; readonly bytes: Buffer }

const BLOCK = 512
const NAME_MAX = 100

const partsOf = ({ name, bytes }: TarFile): readonly Buffer[] => [
  headOf(name, bytes.length),
  bytes,
  Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK),
]

/** Where the files of a bundle go, one after another. Nothing stands in its place before `end`. */
export type Sink = {
  readonly add: (file: TarFile) => Promise<void>
  /** Moves what is whole to its place, and says how many bytes it has. */
  readonly end: (to: string) => Promise<number>
  readonly drop: () => Promise<void>
}

/** An archive, written at `part`. */
export async function tarSink(part: string): Promise<Sink> {
  const file = await open(part, 'w', 0o600)
  return {
    add: async (one) => {
      for (const bytes of partsOf(one)) await file.writeFile(bytes)
    },
    end: async (to) => {
      await file.writeFile(Buffer.alloc(2 * BLOCK))
      await file.sync()
      const { size } = await file.stat()
      await file.close()
      await rename(part, to)
      return size
    },
    drop: async () => {
      await file.close()
      await rm(part, { force: true })
    },
  }
}

/** A folder, written at `part`. */
export async function folderSink(part: string): Promise<Sink> {
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  let size = 0
  return {
    add: async ({ name, bytes }) => {
      const path = join(part, ...name.split('/'))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, bytes)
      size += bytes.length
    },
    end: async (to) => {
      await rename(part, to)
      return size
    },
    drop: () => rm(part, { recursive: true, force: true }),
  }
}

function headOf(name: string, size: number): Buffer {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > NAME_MAX)
    throw new Error(`${name} is no name for a file in an archive.`)
  const head = Buffer.alloc(BLOCK)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  head.write(name, 0)
  head.write(octal(0o644, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(size, 12), 124)
  head.write(octal(0, 12), 136)
  head.write(' '.repeat(8), 148)
  head.write('0', 156)
  head.write('ustar\0' + '00', 257)
  head.write(`${checksum(head).toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

const checksum = (head: Buffer): number => head.reduce((sum, byte) => sum + byte, 0)

/** An archive whose heads and sizes do not hold together. */
export class NoArchive extends Error {
  override readonly name = 'NoArchive'
}

/** Reads `length` bytes from a place of an archive; fewer where it ends. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>

export const fromFile =
  (file: FileHandle): ReadAt =>
  async (at, length) => {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)))
    for (let read = 0; read < bytes.length;) {
      const { bytesRead } = await file.read(bytes, read, bytes.length - read, at + read)
      if (bytesRead === 0) return bytes.subarray(0, read)
      read += bytesRead
    }
    return bytes
  }

/** The files of an archive, one in memory at a time. */
export async function* filesOfTar(readAt: ReadAt): AsyncGenerator<TarFile> {
  const whole = async (at: number, length: number) => {
    const bytes = await readAt(at, length)
    if (bytes.length < length) throw new NoArchive('the archive ends in the middle of a file')
    return bytes
  }
  for (let at = 0; ;) {
    const head = await whole(at, BLOCK)
    if (head.every((byte) => byte === 0)) return
    const { name, size } = readHead(head)
    yield { name, bytes: await whole(at + BLOCK, size) }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}

function readHead(head: Buffer): { readonly name: string; readonly size: number } {
  const text = (from: number, to: number) =>
    head.subarray(from, to).toString('latin1').replace(/\0.*$/s, '').trim()
  const size = Number.parseInt(text(124, 136), 8)
  const told = Number.parseInt(text(148, 156), 8)
  const blank = Buffer.from(head)
  blank.write(' '.repeat(8), 148)
  if (!Number.isInteger(size) || size < 0 || checksum(blank) !== told)
    throw new NoArchive('this is no archive that holds together')
  return { name: text(0, NAME_MAX), size }
}
