import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { asIs } from '../core/words.ts'
import type { Checked, RowFault } from './check.ts'
import { csvCell, readRecords } from './csv.ts'
import { REJECT_COLUMNS } from './header.ts'
import type { Session } from './load.ts'
import { neutral } from './neutral.ts'
import type { Prepared } from './prepare.ts'
import { problemText } from './problem.ts'
import { problemOf } from './row-problem.ts'

/**
 * Writes the wrong rows of each file with their original columns, a code and a sentence. Mended, the
 * reject file is loaded like the first one.
 */
export async function writeRejects(
  session: Session,
  files: readonly Checked[],
  faults: readonly RowFault[],
): Promise<ReadonlyMap<string, number>> {
  const written = new Map<string, number>()
  const { rejects, path } = session.options
  if (rejects === undefined || faults.length === 0) return written
  for (const checked of files) {
    const own = new Map(
      faults
        .filter((fault) => fault.fileKey === checked.prepared.key)
        .map((fault) => [fault.rec, fault]),
    )
    if (own.size === 0) continue
    const single = files.length === 1 && path.endsWith(checked.prepared.fileName)
    const to = single
      ? rejects
      : join(rejects, checked.prepared.fileName.replace(/\.(jsonl|parquet)$/, '.csv'))
    await mkdir(dirname(to), { recursive: true })
    written.set(checked.prepared.key, await writeOne(checked.prepared, own, to))
    session.options.say(asIs(`${to}: ${own.size}`))
  }
  return written
}

async function writeOne(
  prepared: Prepared,
  faults: ReadonlyMap<number, RowFault>,
  to: string,
): Promise<number> {
  const { delimiter } = prepared
  const out = createWriteStream(to)
  const write = async (cells: readonly string[]): Promise<void> => {
    if (!out.write(`${cells.map((value) => csvCell(value, delimiter)).join(delimiter)}\n`))
      await once(out, 'drain')
  }
  await write([...prepared.header, ...REJECT_COLUMNS])
  for await (const record of readRecords(prepared.wholePath, delimiter)) {
    const fault = faults.get(record.row - 1)
    if (fault === undefined) continue
    const sentence = problemText(problemOf(prepared, fault, record.cells), 'en')
    // A row with too few or too many cells keeps the ones it has, so that a person sees what was cut.
    const cells = Array.from({ length: prepared.header.length }, (_, i) => record.cells[i] ?? '')
    await write([...cells.map(neutral), fault.code, neutral(sentence)])
  }
  out.end()
  await once(out, 'finish')
  return faults.size
}
