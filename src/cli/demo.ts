import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Day } from '../core/calendar.ts'
import { demoBook, type DemoFile } from '../sim/demo-book.ts'
import { demoPurchased } from '../sim/demo-purchased.ts'

export const DEMO = {
  seed: 20_261_121,
  borrowers: 2000,
  name: 'Sample Credit Group 示例信贷',
} as const

/** Writes the demo book's files with their manifest, as a lender's nightly job would. */
export const writeDemoBook = (home: string, today: Day): string =>
  writeFiles(
    join(home, 'demo-book'),
    demoBook({ seed: DEMO.seed, borrowers: DEMO.borrowers, today }),
  )

/** The debts that the demo's organisation bought, as their seller would hand them over. */
export const writeDemoPurchased = (home: string, today: Day): string =>
  writeFiles(join(home, 'demo-purchased'), demoPurchased({ seed: DEMO.seed, today }))

function writeFiles(folder: string, files: readonly DemoFile[]): string {
  mkdirSync(folder, { recursive: true })
  const listed = files.map((file) => {
    const text = csvText(file)
    writeFileSync(join(folder, file.name), text)
    return [
      file.name,
      { rows: file.rows.length, sha256: createHash('sha256').update(text).digest('hex') },
    ] as const
  })
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ files: Object.fromEntries(listed) }, null, 2),
  )
  return folder
}

const csvText = (file: DemoFile): string =>
  [file.head, ...file.rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('')

/** RFC 4180: quoted where a comma, a quote or a line end would be misread. */
const csvCell = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
