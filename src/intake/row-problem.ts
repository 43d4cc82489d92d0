import type { Checked, RowFault } from './check.ts'
import { readRecords } from './csv.ts'
import { rowOf, type Prepared } from './prepare.ts'
import { shown, type Problem } from './problem.ts'

/** Faults with what stands in the file at that place. */
export async function problemsOf(
  files: readonly Checked[],
  faults: readonly RowFault[],
): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const { prepared } of files) {
    const own = faults.filter((fault) => fault.fileKey === prepared.key)
    const rows = await readRows(prepared, new Set(own.map((fault) => fault.rec)))
    problems.push(...own.map((fault) => problemOf(prepared, fault, rows.get(fault.rec))))
  }
  return problems
}

export function problemOf(
  prepared: Prepared,
  fault: RowFault,
  cells: readonly string[] | undefined,
): Problem {
  const at = prepared.columns.findIndex((column) => column === fault.column)
  const found = at < 0 ? undefined : cells?.[at]
  return {
    code: fault.code,
    file: prepared.fileName,
    row: rowOf(prepared, fault.rec),
    column: at < 0 ? fault.column : prepared.header[at],
    found: found === undefined ? undefined : shown(found),
    wants: fault.wants,
  }
}

/** The cells of some data records, by their numbers, as the file has them. */
export async function readRows(
  prepared: Prepared,
  recs: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = new Map<number, readonly string[]>()
  if (recs.size === 0) return rows
  for await (const record of readRecords(prepared.wholePath, prepared.delimiter)) {
    if (!recs.has(record.row - 1)) continue
    rows.set(record.row - 1, record.cells)
    if (rows.size === recs.size) break
  }
  return rows
}
