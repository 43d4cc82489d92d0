import { once } from 'node:events'
import { copyLine } from './copy-text.ts'
import { readFile, type ReadOptions } from './read-file.ts'

const FRAME = 1 << 18
/** What is waiting to be written before the reader waits for the pipe. */
const WAITING = 1 << 23

/** The child's whole work: rows while it reads, what was found at the end. */
export async function readInChild(options: Omit<ReadOptions, 'onItem'>): Promise<void> {
  let rows = ''
  const out = process.stdout
  const flush = (): void => {
    if (rows !== '') out.write(frame('C', rows))
    rows = ''
  }
  const told = await readFile({
    ...options,
    onItem: (item) => {
      if (item.amountMinor === undefined) return
      rows += copyLine(item)
      if (rows.length > FRAME) flush()
    },
    rest: async () => {
      if (out.writableLength > WAITING) await once(out, 'drain')
    },
  })
  flush()
  out.write(frame('E', JSON.stringify(told, bigText)))
}

const bigText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value

function frame(kind: 'C' | 'E', text: string): Buffer {
  const body = Buffer.from(text, 'utf8')
  const head = Buffer.alloc(5)
  head.write(kind, 0, 'latin1')
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}
