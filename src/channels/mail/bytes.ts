import { createHash } from 'node:crypto'

/** Of longer ones the beginning is read: the words come before what is attached. */
const BYTES_READ_MAX = 20 * 1024 * 1024

/** The beginning of a mail, with the hash of all of it. */
export async function readMailBytes(
  input: AsyncIterable<Buffer>,
): Promise<{ readonly bytes: Uint8Array; readonly rawHash: Uint8Array }> {
  const hash = createHash('sha256')
  const parts: Buffer[] = []
  let left = BYTES_READ_MAX
  for await (const part of input) {
    hash.update(part)
    if (left > 0) parts.push(part.subarray(0, left))
    left -= part.length
  }
  return { bytes: Buffer.concat(parts), rawHash: hash.digest() }
}
