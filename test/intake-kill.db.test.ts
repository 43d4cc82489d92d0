import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { random } from '../src/sim/random.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { counts, file, loadPath, NOTHING, row, said } from './intake-book.ts'
import { CHILD } from './intake-child.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const KILLS = 8
const SEED = 20_261_121

let folder: string
let undisturbed: Fresh
let disturbed: Fresh
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intake-kill-'))
  undisturbed = await freshDatabase()
  disturbed = await freshDatabase()
})
afterAll(async () => {
  await undisturbed.drop()
  await disturbed.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Everything that a load writes, in an order of its own; the load's number may differ. */
const book = (db: Db): Promise<unknown> =>
  inTenant(db, 1n, async (tx) => {
    const tables: Record<string, unknown[]> = {}
    for (const table of ['borrower', 'account', 'address', 'snapshot', 'position']) {
      const columns = `to_jsonb(t) - 'load_id' - 'recorded_at'`
      const found = await tx.query<{ line: unknown }>(
        `select (${columns})::text as line from ${table} t order by 1`,
      )
      tables[table] = found.rows.map((one) => one.line)
    }
    return tables
  })

/** Runs the child until it has said `lines` lines, then a moment longer, and kills it. */
function killed(path: string, lines: number, moment: number): Promise<string> {
  const child = spawn(process.execPath, [
    '--import',
    'tsx',
    CHILD,
    disturbed.adminUrl,
    path,
    folder,
  ])
  let heard = ''
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
      if (heard.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), moment)
    })
    child.on('close', () => resolve(heard))
  })
}

test('a load killed at any moment leaves nothing, and loaded again gives the same book', async () => {
  const path = join(folder, 'accounts.csv')
  await writeFile(
    path,
    file(
      ...Array.from({ length: 5000 }, (_, i) =>
        row(i + 1, {
          arrears: String(i % 7),
          oldest_unpaid_due_on: i % 3 === 0 ? '' : '2026-09-01',
        }),
      ),
    ),
  )
  const dice = random(SEED)
  let killedOnTheWay = 0
  for (let i = 0; i < KILLS; i++) {
    const heard = await killed(path, 1 + (i % 8), dice.between(0, 120))
    if (heard.includes('loaded')) break
    killedOnTheWay++
    expect(await counts(disturbed.db)).toEqual(NOTHING)
  }
  expect(killedOnTheWay).toBeGreaterThan(2)
  const again = await loadPath(disturbed.db, path, { tempFolder: folder })
  expect(said(again)[0]).toMatch(/"done":"(already_)?loaded"/)
  expect(await loadPath(undisturbed.db, path)).toMatchObject({ done: 'loaded' })
  expect(await book(disturbed.db)).toEqual(await book(undisturbed.db))
  expect(await counts(disturbed.db)).toEqual(await counts(undisturbed.db))
  expect((await readdir(folder)).filter((name) => name.startsWith('forbear-load-'))).toEqual([])
}, 600_000)
