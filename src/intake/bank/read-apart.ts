import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import type { BankFormat, FileTold, Finding, StatementTold } from './statement.ts'

export type ApartOptions = {
  readonly path: string
  readonly format: BankFormat | 'auto'
  readonly mapping?: string | undefined
  /** Rows for COPY, as they come; the reader waits while this does. */
  readonly onRows: (rows: Buffer) => Promise<void>
  readonly signal?: AbortSignal | undefined
  readonly limits?: Partial<Limits> | undefined
}

export type Limits = {
  readonly heapMegabytes: number
  readonly millisMax: number
  readonly bytesMax: number
}

const GIGABYTE = 1 << 30
/** Code, buffers and the stack come on top of the heap: together they stay below half a gigabyte. */
const HEAP_MEGABYTES = 320
const MILLIS_MAX = 30_000
/** Above this a file is known to be long, and gets time by its length. */
const BYTES_IN_TIME = 16 << 20

/** Reads a bank file in a process of its own, with limits on memory and time; it always ends. */
export async function readApart(options: ApartOptions): Promise<FileTold> {
  const { size } = await stat(options.path)
  const longer = Math.max(0, size - BYTES_IN_TIME)
  const limits: Limits = {
    heapMegabytes: HEAP_MEGABYTES,
    millisMax: MILLIS_MAX + Math.ceil((longer / (1 << 20)) * 2000),
    bytesMax: 4 * GIGABYTE,
    ...options.limits,
  }
  if (size > limits.bytesMax)
    return broken({
      name: 'too_big',
      severity: 'error',
      at: `${size}`,
      wants: `${limits.bytesMax}`,
    })
  const child = new Child(options, limits)
  return child.read()
}

const broken = (finding: Finding): FileTold => ({
  format: 'unknown',
  version: undefined,
  statements: [],
  findings: [finding],
  items: 0,
})

class Child {
  readonly #options: ApartOptions
  readonly #limits: Limits
  #told: FileTold | undefined

  constructor(options: ApartOptions, limits: Limits) {
    this.#options = options
    this.#limits = limits
  }

  async read(): Promise<FileTold> {
    const { path, format, mapping, signal } = this.#options
    const child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${this.#limits.heapMegabytes}`,
        new URL('./child.mjs', import.meta.url).pathname,
        JSON.stringify({ path, format, mapping }),
      ],
      { stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '' } },
    )
    let slow = false
    const timer = setTimeout(() => {
      slow = true
      child.kill('SIGKILL')
    }, this.#limits.millisMax)
    const stop = (): void => void child.kill('SIGKILL')
    signal?.addEventListener('abort', stop)
    const ended = new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null))
      child.on('close', resolve)
    })
    try {
      await this.#frames(child.stdout)
      const code = await ended
      if (this.#told !== undefined && code === 0) return this.#told
      if (slow)
        return broken({
          name: 'too_slow',
          severity: 'error',
          at: path,
          wants: `${this.#limits.millisMax} ms`,
        })
      // The engine ends itself where its heap is full: by a signal, or with the number of one.
      const full = code === null || code >= 128
      return broken({ name: full ? 'too_big' : 'reader_failed', severity: 'error', at: path })
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      if (child.exitCode === null) child.kill('SIGKILL')
    }
  }

  async #frames(from: AsyncIterable<Buffer>): Promise<void> {
    let kept: Buffer[] = []
    let length = 0
    for await (const chunk of from) {
      kept.push(chunk)
      length += chunk.length
      let bytes = kept.length === 1 ? chunk : undefined
      for (;;) {
        if (length < 5) break
        bytes ??= Buffer.concat(kept)
        const size = bytes.readUInt32BE(1)
        if (length < 5 + size) break
        await this.#frame(String.fromCharCode(bytes[0] ?? 0), bytes.subarray(5, 5 + size))
        bytes = bytes.subarray(5 + size)
        length = bytes.length
      }
      if (bytes !== undefined) kept = length === 0 ? [] : [bytes]
    }
  }

  async #frame(kind: string, body: Buffer): Promise<void> {
    if (kind === 'C') await this.#options.onRows(body)
    else this.#told = toldFrom(body)
  }
}

type Wire = Omit<FileTold, 'statements'> & {
  readonly statements: readonly (Omit<StatementTold, 'key'> & { readonly key: string })[]
}

function toldFrom(body: Buffer): FileTold {
  const told = JSON.parse(body.toString('utf8')) as Wire
  return {
    ...told,
    version: told.version ?? undefined,
    statements: told.statements.map((one) => ({ ...one, key: BigInt(one.key) })),
  }
}
