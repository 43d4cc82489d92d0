import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { decimalText, money, parseMinor, minorDigits, type Currency } from '../core/money.ts'
import type { CheckedLoad } from './check-files.ts'
import type { Checked } from './check.ts'
import type { Duck } from './duck.ts'
import type { Session } from './load.ts'
import type { Problem } from './problem.ts'

const count = z.number().int().min(0)
const fileEntry = z.strictObject({
  rows: count.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** By column of the file, then by currency: the exact sum as a decimal text. */
  totals: z.record(z.string(), z.record(z.string().regex(/^[A-Z]{3}$/), z.string())).optional(),
})
const folderManifest = z.strictObject({ files: z.record(z.string(), fileEntry) })
type FileEntry = z.infer<typeof fileEntry>

const BYTES_MAX = 10_000_000

/** Checks what the supplier says of the files beside them, where they say something. */
export async function checkManifest(
  session: Session,
  checked: CheckedLoad,
  folder: string | undefined,
): Promise<Problem[]> {
  const problems: Problem[] = []
  const path =
    folder === undefined ? `${session.options.path}.manifest.json` : join(folder, 'manifest.json')
  const read = await readManifest(path, folder !== undefined)
  if (read === undefined) return problems
  if ('problem' in read) return [read.problem]
  for (const [fileName, entry] of Object.entries(read.files)) {
    const one = checked.files.find(
      (file) => file.prepared.fileName === fileName || folder === undefined,
    )
    if (one === undefined) {
      problems.push({ code: 'missing_file', file: fileName })
      continue
    }
    problems.push(...(await checkEntry(session.duck, one, entry)))
  }
  return problems
}

async function readManifest(
  path: string,
  isFolder: boolean,
): Promise<
  { readonly files: Record<string, FileEntry> } | { readonly problem: Problem } | undefined
> {
  const there = await stat(path).catch(() => undefined)
  if (there === undefined) return undefined
  const wrong = (found: string) => ({
    problem: { code: 'manifest_unreadable' as const, file: path, found },
  })
  if (there.size > BYTES_MAX) return wrong(`${there.size} bytes`)
  try {
    const json: unknown = JSON.parse(await readFile(path, 'utf8'))
    const parsed = isFolder ? folderManifest.safeParse(json) : fileEntry.safeParse(json)
    if (!parsed.success)
      return wrong(
        parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      )
    return 'files' in parsed.data ? parsed.data : { files: { '': parsed.data } }
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

async function checkEntry(duck: Duck, one: Checked, entry: FileEntry): Promise<Problem[]> {
  const { prepared } = one
  const problems: Problem[] = []
  const file = prepared.fileName
  if (entry.sha256 !== undefined && entry.sha256 !== prepared.sha256) {
    problems.push({ code: 'manifest_sha256', file, found: prepared.sha256, wants: entry.sha256 })
  }
  const records = prepared.records + prepared.skipped.length
  if (entry.rows !== undefined && entry.rows !== records) {
    problems.push({
      code: 'manifest_rows',
      file,
      found: String(records),
      wants: String(entry.rows),
    })
  }
  for (const [column, totals] of Object.entries(entry.totals ?? {})) {
    for (const [currency, total] of Object.entries(totals))
      problems.push(
        ...(await checkTotal(duck, one, { column, currency: currency as Currency, total })),
      )
  }
  return problems
}

/** Sums over the rows whose amount is right, put aside for another reason or not. */
async function checkTotal(
  duck: Duck,
  one: Checked,
  want: { readonly column: string; readonly currency: Currency; readonly total: string },
): Promise<Problem[]> {
  const { prepared, compiled } = one
  const at = prepared.header.indexOf(want.column)
  const column = prepared.columns[at] ?? want.column
  const sum = compiled.amounts.find((amount) => amount.column === column)
  const wants = `${want.total} ${want.currency}`
  if (sum === undefined)
    return [{ code: 'manifest_total', file: prepared.fileName, column: want.column, wants }]
  const found = await duck.rows(
    `select sum(${sum.value})::varchar as total from ${one.table} where ${sum.currency} = '${want.currency}'`,
  )
  const total = found[0]?.['total']
  const minor = BigInt(typeof total === 'string' ? total : 0)
  if (minor === parseMinor(want.total, minorDigits(want.currency))) return []
  return [
    {
      code: 'manifest_total',
      file: prepared.fileName,
      column: want.column,
      found: decimalText(money(minor, want.currency)),
      wants,
    },
  ]
}
