/** A plain ustar archive: every system opens one, and the same files make the same bytes. */

export type TarFile = { readonly name: string; readonly bytes: Buffer }

const BLOCK = 512
const NAME_MAX = 100

export function tarOf(files: readonly TarFile[]): Buffer {
  const parts = files.flatMap(({ name, bytes }) => [
    headOf(name, bytes.length),
    bytes,
    Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ])
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
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

/** The files of an archive; undefined where its heads and sizes do not hold together. */
export function filesOfTar(tar: Buffer): readonly TarFile[] | undefined {
  const files: TarFile[] = []
  for (let at = 0; at + BLOCK <= tar.length;) {
    const head = tar.subarray(at, at + BLOCK)
    if (head.every((byte) => byte === 0)) return files
    const file = fileAt(tar, head, at)
    if (file === undefined) return undefined
    files.push(file)
    at += BLOCK + Math.ceil(file.bytes.length / BLOCK) * BLOCK
  }
  return undefined
}

function fileAt(tar: Buffer, head: Buffer, at: number): TarFile | undefined {
  const text = (from: number, to: number) =>
    head.subarray(from, to).toString('latin1').replace(/\0.*$/s, '').trim()
  const size = Number.parseInt(text(124, 136), 8)
  const told = Number.parseInt(text(148, 156), 8)
  const blank = Buffer.from(head)
  blank.write(' '.repeat(8), 148)
  const end = at + BLOCK + size
  if (!Number.isInteger(size) || size < 0 || checksum(blank) !== told || end > tar.length)
    return undefined
  return { name: text(0, NAME_MAX), bytes: tar.subarray(at + BLOCK, end) }
}
