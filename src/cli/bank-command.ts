import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { findingText } from '../intake/bank/finding-words.ts'
import { loadBankFile, type BankLoadResult } from '../intake/bank/load.ts'
import { mappingText } from '../intake/bank/mapping-text.ts'
import { listBankFiles } from '../store/bank-file.ts'
import { inTenant } from '../store/db.ts'
import { unmatchedCommand, decideCommand, pointCommand, limitCommand } from './bank-decide.ts'
import type { AskedBank, BankOptions } from './bank-options.ts'
import { ROOT, tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

const COMMANDS: Readonly<Record<string, (asked: AskedBank) => Promise<number | undefined>>> = {
  load: loadCommand,
  list: listCommand,
  unmatched: unmatchedCommand,
  match: decideCommand,
  'set-aside': decideCommand,
  undo: decideCommand,
  point: pointCommand,
  limit: limitCommand,
}

/** Bank files, what waits in them, and what people decide about it. */
export async function bankCommand(
  context: Context,
  options: BankOptions,
  what?: string,
  ...given: (string | readonly string[])[]
): Promise<number | undefined> {
  const rest = given.flat()
  const command = COMMANDS[what ?? '']
  if (command === undefined)
    throw new Stop(context.talk.word('bankBad', { text: what ?? '' }), EXIT.usage)
  return command({ context, options, rest, what: what ?? '' })
}

async function loadCommand({ context, options, rest }: AskedBank): Promise<number> {
  const { talk } = context
  if (rest.length === 0) throw new Stop(talk.word('bankBad', { text: 'load' }), EXIT.usage)
  for (const path of rest) {
    const found = await stat(path).catch((error: Error) => error)
    if (found instanceof Error || !found.isFile())
      throw new Stop(
        talk.word('bankNoFile', {
          file: path,
          why: found instanceof Error ? found.message : 'not a file',
        }),
      )
  }
  const mapping = await mappingOf(talk, options)
  const results = await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const all: BankLoadResult[] = []
    // One after the other: which movements are new is decided by the files before.
    for (const path of rest) {
      if (context.signal.aborted) break
      const result = await loadBankFile(open.db, open.tenantId, {
        ...whenOf(open, tenant.zone, options),
        path: resolve(path),
        format: options.format ?? 'auto',
        mapping: path.endsWith('.csv') || options.format === 'csv' ? mapping : undefined,
        dryRun: options.dryRun === true,
        by: options.by ?? 'cli',
        say: talk.line,
        signal: context.signal,
      })
      if (!talk.json) showResult(talk, result)
      all.push(result)
    }
    return all
  })
  if (talk.json) talk.data(results, () => '')
  if (context.signal.aborted) return EXIT.stopped
  return results.some(({ done }) => done === 'refused') ? EXIT.refused : EXIT.ok
}

async function mappingOf(talk: Talk, options: BankOptions): Promise<string> {
  const read = await mappingText(options.mapping ?? 'generic', join(ROOT, 'mappings'))
  if ('wants' in read)
    throw new Stop(`${options.mapping ?? 'generic'}: ${read.wants}`, EXIT.refused)
  return read.text
}

const DONE = {
  loaded: 'bankLoaded',
  previewed: 'bankPreviewed',
  already_loaded: 'bankAlready',
  refused: 'bankRefused',
} as const

function showResult(talk: Talk, result: BankLoadResult): void {
  talk.data(result, () =>
    [
      talk.word(DONE[result.done], { file: result.file }),
      ...(result.done === 'refused' ? [] : [talk.word('bankCounts', result.counts)]),
      ...result.findings
        .slice(0, 30)
        .map(
          (finding) =>
            `  ${talk.word(finding.severity === 'error' ? 'bankError' : 'bankWarning')} ${finding.name}: ${findingText(finding, talk.language)}`,
        ),
    ].join('\n'),
  )
}

const LISTED = 100

async function listCommand({ context }: AskedBank): Promise<undefined> {
  const { talk } = context
  await withDatabase(context, async (open) => {
    await tenantOf(open)
    const files = await inTenant(open.db, open.tenantId, (tx) =>
      listBankFiles(tx, open.tenantId, { limit: LISTED }),
    )
    talk.data(files, () =>
      tableText(
        ['bankFile', 'bankFormat', 'bankState', 'bankItems'].map((key) =>
          talk.word(key as 'bankFile'),
        ),
        files.map((file) => [
          file.name,
          file.format,
          talk.word(file.accepted ? 'bankAccepted' : 'bankNotAccepted'),
          String(file.counts['items'] ?? ''),
        ]),
      ),
    )
  })
}
