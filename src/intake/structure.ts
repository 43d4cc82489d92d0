import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import type { RowFault } from './check.ts'
import { csvCell, readRecords } from './csv.ts'
import type { Prepared } from './prepare.ts'

/** Records that are not a row of the file: another number of columns, an open quote, nothing at all. */
export async function brokenRecords(prepared: Prepared, limit: number): Promise<RowFault[]> {
  const width = prepared.columns.length
  const faults: RowFault[] = []
  for await (const record of readRecords(prepared.csvPath, prepared.delimiter)) {
    const fault = { fileKey: prepared.key, rec: record.row - 1 }
    if (record.broken) faults.push({ ...fault, code: 'broken_quote' })
    else if (record.empty && width > 1) faults.push({ ...fault, code: 'empty_row' })
    else if (record.cells.length !== width)
      faults.push({
        ...fault,
        code: 'columns_count',
        wants: `${width}, not ${record.cells.length}`,
      })
    if (faults.length >= limit) break
  }
  return faults
}

/** The same file without some data records; the others keep their numbers. */
export async function withoutRecords(
  prepared: Prepared,
  recs: readonly number[],
  folder: string,
): Promise<Prepared> {
  const csvPath = join(folder, `${prepared.key}-mended.csv`)
  const gone = new Set(recs)
  const out = createWriteStream(csvPath)
  let records = -1
  for await (const record of readRecords(prepared.csvPath, prepared.delimiter)) {
    if (gone.has(record.row - 1)) continue
    records++
    if (
      !out.write(
        `${record.cells.map((value) => csvCell(value, prepared.delimiter)).join(prepared.delimiter)}\n`,
      )
    )
      await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return { ...prepared, csvPath, records, skipped: recs.toSorted((a, b) => a - b) }
}
