import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { csvCell, readRecords } from './csv.ts'
import { restored } from './neutral.ts'

/** GB18030 text as UTF-8; throws at bytes that are none. */
export async function* transcode(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('gb18030', { fatal: true })
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

export async function firstRecord(path: string, delimiter: string): Promise<readonly string[]> {
  for await (const record of readRecords(path, delimiter)) return record.cells
  return []
}

/** A copy of the first bytes of a file. */
export async function cutAt(from: string, bytes: number, to: string): Promise<string> {
  await pipeline(createReadStream(from, { end: Math.max(0, bytes - 1) }), createWriteStream(to))
  return to
}

/**
 * The same records with LF between them; from a reject file also without its two columns. Undefined
 * where a quoted value is not closed properly, so that nobody knows where records end.
 */
export async function rewrite(
  from: string,
  delimiter: string,
  target: { readonly to: string; readonly isReject: boolean },
): Promise<string | undefined> {
  const out = createWriteStream(target.to)
  let whole = true
  for await (const record of readRecords(from, delimiter)) {
    whole &&= !record.broken
    const cells = target.isReject ? record.cells.slice(0, -2).map(restored) : record.cells
    const line = cells.map((value) => csvCell(value, delimiter)).join(delimiter)
    if (!out.write(`${line}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return whole ? target.to : undefined
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}
