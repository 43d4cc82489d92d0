import { open, stat } from 'node:fs/promises'
import { encodingOf, headOf, linesOf, textOf, Unreadable } from './decode.ts'
import type { BankFormat, BankItem, FileTold, Finding, StatementTold } from './statement.ts'
import type { Out } from './teller.ts'

export type ReadOptions = {
  readonly path: string
  readonly format: BankFormat | 'auto'
  /** The text of a mapping, for CSV. */
  readonly mapping?: string | undefined
  readonly onItem: (item: BankItem) => void
  /** Asked between pieces of the file, so that a reader waits for whoever takes its items. */
  readonly rest?: (() => Promise<void>) | undefined
}

const FINDINGS_MAX = 200

/** Reads one file whole: its items go out as they come, what is wrong with it comes back by name. */
export async function readFile(options: ReadOptions): Promise<FileTold> {
  const findings: Finding[] = []
  const statements: StatementTold[] = []
  let items = 0
  const out: Out = {
    item: (item) => {
      items++
      options.onItem(item)
    },
    statement: (told) => statements.push(told),
    finding: (finding) => {
      // The list is for people; that the file is refused is kept, however many there are.
      if (findings.length < FINDINGS_MAX) findings.push(finding)
      else if (finding.severity === 'error' && !findings.some((one) => one.severity === 'error'))
        findings[0] = finding
    },
  }
  let format: BankFormat | 'unknown' = 'unknown'
  let version: string | undefined
  try {
    const head = await headOf(options.path)
    format =
      options.format === 'auto' ? kindOf(head, options.mapping !== undefined) : options.format
    const read = await readAs(format, { options, head, out })
    version = read.version
    if (read.statements === 0 && !findings.some((one) => one.severity === 'error'))
      out.finding({ name: 'no_statement', severity: 'error', at: format })
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    findings.push(error.finding)
  }
  return { format, version, statements, findings, items }
}

type Read = { readonly statements: number; readonly version?: string | undefined }

async function readAs(
  format: BankFormat | 'unknown',
  { options, head, out }: { options: ReadOptions; head: string; out: Out },
): Promise<Read> {
  const { path } = options
  if (format === 'unknown')
    throw new Unreadable({ name: 'not_a_bank_file', at: 'line 1', found: head.slice(0, 40).trim() })
  if (format === 'camt') {
    const declared = /^\s*<\?xml[^>]{0,200}\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(
      head,
    )
    const { encoding } = await encodingOf(path, { declared: declared?.[1] })
    const { readCamt } = await import('./camt.ts')
    return readCamt(resting(textOf(path, encoding), options), out)
  }
  if (format === 'csv') return readCsv(options, out)
  const { encoding, guessed } = await encodingOf(path, { fallback: 'windows-1252' })
  if (guessed)
    out.finding({ name: 'encoding_guessed', severity: 'warning', at: 'byte 0', found: encoding })
  const lines = linesOf(resting(textOf(path, encoding), options))
  // A reader is loaded when it is asked for: the process that reads starts for each file anew.
  if (format === 'mt940') return (await import('./mt940.ts')).readMt940(lines, out)
  return (await import('./bai2.ts')).readBai2(lines, out)
}

async function* resting(
  pieces: AsyncIterable<string>,
  { rest }: ReadOptions,
): AsyncGenerator<string> {
  for await (const piece of pieces) {
    yield piece
    await rest?.()
  }
}

async function readCsv(options: ReadOptions, out: Out): Promise<Read> {
  const { parseBankMapping } = await import('./csv-mapping.ts')
  const { readBankCsv } = await import('./csv-bank.ts')
  const read = parseBankMapping(options.mapping ?? '')
  if ('wants' in read) throw new Unreadable({ name: 'bad_mapping', at: '', wants: read.wants })
  const { mapping } = read
  const declared = mapping.encoding === 'utf-8' ? undefined : mapping.encoding
  const { encoding } = await encodingOf(options.path, { declared })
  const lines = linesOf(resting(textOf(options.path, encoding), options))
  return readBankCsv(lines, out, { mapping, endsWithLine: await endsWithLine(options.path) })
}

async function endsWithLine(path: string): Promise<boolean> {
  const { size } = await stat(path)
  const file = await open(path)
  const last = Buffer.alloc(2)
  await file.read(last, 0, 2, Math.max(0, size - 2))
  await file.close()
  return [10, 13].some((end) => last.includes(end))
}

/** What a file is, by how it begins; a list of movements is only seen by the mapping that comes with it. */
function kindOf(head: string, hasMapping: boolean): BankFormat | 'unknown' {
  const text = head.replace(/^\uFEFF/, '').trimStart()
  if (text.startsWith('<')) return 'camt'
  if (text.startsWith('01,')) return 'bai2'
  if (/^(?:\{1:|:940:)/.test(text) || /(?:^|\n|\r):(?:20|25|28C?|6[0-2][FM]?|86|NS):/.test(text))
    return 'mt940'
  return hasMapping ? 'csv' : 'unknown'
}
