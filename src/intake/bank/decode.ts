import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Finding } from './statement.ts'

/** A file that cannot be read on: the name of the finding is all that is left of it. */
export class Unreadable extends Error {
  readonly finding: Finding
  constructor(finding: Omit<Finding, 'severity'>) {
    super(finding.name)
    this.finding = { ...finding, severity: 'error' }
  }
}

const HEAD_BYTES = 8192
const CHUNK = 1 << 17

/** The first bytes of a file as text, whatever they are: enough to see what kind of file it is. */
export async function headOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const bytes = buffer.subarray(0, bytesRead)
    return new TextDecoder(markOf(bytes) ?? 'latin1').decode(bytes)
  } finally {
    await file.close()
  }
}

/** What a byte order mark says; UTF-16 without one is seen by its zero bytes around '<'. */
function markOf(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0x3c && b === 0) return 'utf-16le'
  if (a === 0 && b === 0x3c) return 'utf-16be'
  return undefined
}

/** The encoding of a file: its mark, the one that it declares, UTF-8, and else what `fallback` says. */
export async function encodingOf(
  path: string,
  options: { readonly declared?: string | undefined; readonly fallback?: string | undefined },
): Promise<{ readonly encoding: string; readonly guessed: boolean }> {
  const file = await open(path)
  const first = Buffer.alloc(4)
  await file.read(first, 0, 4, 0)
  await file.close()
  const marked = markOf(first)
  if (marked !== undefined) return { encoding: marked, guessed: false }
  if (options.declared !== undefined) {
    if (!isKnown(options.declared))
      throw new Unreadable({ name: 'bad_encoding', at: 'xml', found: options.declared })
    return { encoding: options.declared, guessed: false }
  }
  if (options.fallback === undefined || (await isUtf8(path)))
    return { encoding: 'utf-8', guessed: false }
  return { encoding: options.fallback, guessed: true }
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch {
    return false
  }
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }))
      decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** The file as text in pieces; a NUL or a byte that is no text of the encoding ends it. */
export async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let bytes = 0
  const piece = (chunk: Buffer | undefined): string => {
    try {
      const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
      if (text.includes('\u0000')) throw new Unreadable({ name: 'nul', at: `byte ${bytes}` })
      return text
    } catch (error) {
      if (error instanceof Unreadable) throw error
      throw new Unreadable({ name: 'bad_encoding', at: `byte ${bytes}`, wants: encoding })
    }
  }
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    yield piece(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  const rest = piece(undefined)
  if (rest !== '') yield rest
}

const LINE_MAX = 1 << 16

/** Lines without their ends, however they end; a line that goes on for ever is refused. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > LINE_MAX) throw new Unreadable({ name: 'bad_record', at: 'line' })
    yield* lines
  }
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest
}
