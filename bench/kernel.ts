import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DuckDBDataChunk,
  DuckDBInstance,
  INTEGER,
  SMALLINT,
  type DuckDBConnection,
} from '@duckdb/node-api'
import { COLUMN_NAMES, type ColumnName, type Columns } from '../src/strategy/columns.ts'
import { compileStrategy, type Compiled } from '../src/strategy/compile.ts'
import { parseStrategy } from '../src/strategy/parse.ts'
import { bitsAt, compileKernel, type Kernel, type Output } from '../src/strategy/kernel.ts'
import { newOutput, runKernel, runnerOf } from '../src/strategy/kernel-run.ts'
import { bookOf } from '../src/strategy/scene.ts'
import { kernelThreads } from '../src/worker/kernel-threads.ts'
import { rounded, type Figure, type Say } from './figure.ts'
import { makeBook, SQL_NAMES, sqlColumns } from './kernel-book.ts'
import { checkOf, checkUpTo, folded, same, type Check } from './kernel-check.ts'
import { benchEngines } from './kernel-engines.ts'
import { benchPostgres } from './kernel-postgres.ts'
import { benchWhatIf } from './kernel-what-if.ts'
import { CHECK_SQL, decideSql } from './kernel-sql.ts'

const ROUNDS = 3
/** Rows of one of DuckDB's vectors. */
const CHUNK = 2048

type Goals = { readonly duckdb: number; readonly limit: number; readonly engines: number }
type BookKind = { readonly name: string; readonly percent: number; readonly goals: Goals }
const BOOKS: readonly BookKind[] = [
  { name: 'one in five delinquent', percent: 20, goals: { duckdb: 8, limit: 1.9, engines: 1000 } },
  { name: 'all delinquent', percent: 100, goals: { duckdb: 5, limit: 1.9, engines: 1000 } },
]

/** CPU seconds of the whole process, and of the clock, that a piece of work took. */
type Took = { cpu: number; wall: number }

/** One policy, an online lender's, over one book, on every engine, answers compared. */
export async function benchKernel(options: { rows: number; say: Say }): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const kind of BOOKS) figures.push(...(await benchBook(kind, options)))
  return figures
}

async function benchBook(kind: BookKind, options: { rows: number; say: Say }): Promise<Figure[]> {
  const { rows, say } = options
  const columns = makeBook(rows, kind.percent)
  const compiled = benchPolicy()
  const kernel = compileKernel(compiled, columns)
  const runner = runnerOf(kernel)
  const output = newOutput(kernel, rows)
  const threads = kernelThreads(kernel, columns, 2)
  const duckdb = await openDuckdb(columns)
  const best: Record<string, Took> = {}
  for (let round = 0; round < ROUNDS; round++) {
    // Two runs each time: the first finds the caches full of another engine's data.
    for (let again = 0; again < 3; again++)
      await keep(best, 'kernel1', async () => void runKernel(runner, columns, output))
    for (let again = 0; again < 3; again++)
      await keep(best, 'kernel2', async () => void (await threads.run()))
    for (const n of [1, 2]) {
      await duckdb.run(`set threads = ${n}`)
      await keep(
        best,
        `duckdb${n}`,
        async () =>
          void (await duckdb.run(`create or replace temp table answer as ${decideSql('//')}`)),
      )
    }
    say(
      `${kind.name}, round ${round + 1}: ${Object.entries(best)
        .map(([name, t]) => `${name} ${rounded(t.cpu * 1000, 1)} ms`)
        .join(', ')}`,
    )
  }
  const done = runKernel(runner, columns, output)
  const check = checkOf(done)
  same('two threads', checkOf(await threads.run()), check)
  same('DuckDB', await duckdbCheck(duckdb), check)
  await threads.end()
  duckdb.closeSync()
  const limit = benchC(columns, check, say)
  const postgres = await benchPostgres({
    columns,
    rows: Math.min(rows, 1_000_000),
    say,
    checkOf: (r) => checkUpTo(done, r),
  })
  const engines = await benchEngines({ columns, compiled, kernel, output: done, say })
  const ifs = await benchWhatIf({ name: kind.name, columns, document: policyText(), say })
  return [
    ...figuresOf(kind, { rows, done, best, limit, postgres, engines, columns, kernel }),
    ...ifs,
  ]
}

const policyText = (): string =>
  readFileSync(join(import.meta.dirname, 'kernel-policy.yaml'), 'utf8')

function benchPolicy(): Compiled {
  const strategy = parseStrategy(policyText(), 'kernel-policy.yaml')
  if (!('name' in strategy)) throw new Error('bug: the policy of the bench does not parse')
  return compileStrategy(strategy, bookOf(strategy))
}

async function keep(
  best: Record<string, Took>,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  const [cpu, wall] = [process.cpuUsage(), process.hrtime.bigint()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  const took = { cpu: (user + system) / 1e6, wall: Number(process.hrtime.bigint() - wall) / 1e9 }
  const known = best[name]
  best[name] =
    known === undefined
      ? took
      : { cpu: Math.min(known.cpu, took.cpu), wall: Math.min(known.wall, took.wall) }
}

async function openDuckdb(columns: Columns): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:')
  const duckdb = await instance.connect()
  await duckdb.run(`create macro h0(x) as (xor(x, x >> 16) * 73244475) & 4294967295`)
  await duckdb.run(`create macro h1(x) as xor(x, x >> 16)`)
  await duckdb.run(
    `create macro h(i, k) as h1(h0(h0((i::bigint + k::bigint * 40503009) & 4294967295)))`,
  )
  await duckdb.run(
    `create table book (i integer, ${SQL_NAMES.map((name) => `${name} smallint`).join(', ')})`,
  )
  const appender = await duckdb.createAppender('book')
  let e = 0
  for (let from = 0; from < columns.rows; from += CHUNK) {
    const until = Math.min(from + CHUNK, columns.rows)
    const part = sqlColumns(columns, { from, until, e })
    e = part.e
    const chunk = DuckDBDataChunk.create(
      [INTEGER, ...part.arrays.map(() => SMALLINT)],
      until - from,
    )
    fillVector(
      chunk,
      0,
      Int32Array.from({ length: until - from }, (_, at) => from + at),
    )
    part.arrays.forEach((array, at) => fillVector(chunk, at + 1, array))
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
  return duckdb
}

/** A whole vector at once: value by value a large book takes minutes to load. */
function fillVector(chunk: DuckDBDataChunk, at: number, values: Int16Array | Int32Array): void {
  const vector = chunk.getColumnVector(at) as unknown as { items: typeof values; flush(): void }
  vector.items.set(values)
  vector.flush()
}

async function duckdbCheck(duckdb: DuckDBConnection): Promise<Check> {
  const [row] = (await duckdb.runAndReadAll(CHECK_SQL)).getRows()
  return { lines: Number(row?.[0]), total: folded(row?.[1] ?? 0) }
}

/** Nanoseconds of CPU of the C form; undefined where there is no compiler. */
function benchC(columns: Columns, check: Check, say: Say): number | undefined {
  const home = mkdtempSync(join(tmpdir(), 'forbear-kernel-'))
  try {
    const program = join(home, 'limit')
    const source = join(import.meta.dirname, 'kernel.c')
    const made = spawnSync('cc', ['-O3', '-march=native', '-o', program, source], {
      encoding: 'utf8',
    })
    if (made.status !== 0) {
      say(`no C limit: ${made.error?.message ?? made.stderr}`)
      return undefined
    }
    writeColumnFiles(join(home, 'book'), columns)
    const run = spawnSync(
      program,
      [join(home, 'book'), String(columns.rows), String(columns.history.entries.length / 3), '15'],
      { encoding: 'utf8' },
    )
    const [took, lines, total] = run.stdout.trim().split(' ')
    same('C', { lines: Number(lines), total: folded(total ?? 0) }, check)
    return Number(took)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** A file a column, as bare numbers: what a C program reads soonest. */
function writeColumnFiles(folder: string, { values, history }: Columns): void {
  mkdirSync(folder)
  for (const name of COLUMN_NAMES) writeFileSync(join(folder, name), values[name])
  writeFileSync(join(folder, 'history-entries'), history.entries)
}

function withTreatment(output: Output): number {
  let count = 0
  for (let n = 0; n < output.count; n++) if (bitsAt(output, n) !== 0) count++
  return count
}

type Measured = {
  readonly rows: number
  readonly done: Output
  readonly best: Record<string, Took>
  readonly limit: number | undefined
  readonly postgres: { readonly rows: number; readonly seconds: number } | undefined
  readonly engines: Readonly<Record<string, number>>
  readonly columns: Columns
  readonly kernel: Kernel
}

/** Bytes an account that the loop may read: its columns, and the past. */
function bytesRead({ kernel, columns, rows }: Measured): number {
  const stored = kernel.source.columns.filter((name) => name in columns.values)
  const each = stored.map((name) => columns.values[name as ColumnName].BYTES_PER_ELEMENT)
  return each.reduce((sum, bytes) => sum + bytes, 0) + columns.history.entries.byteLength / rows
}

function figuresOf(kind: BookKind, m: Measured): Figure[] {
  const of = (figure: string, value: number, unit: string, digits = 2): Figure => ({
    bench: 'kernel',
    figure: `${kind.name}: ${figure}`,
    value: rounded(value, digits),
    unit,
  })
  const took = (name: string): Took => m.best[name] ?? { cpu: NaN, wall: NaN }
  const nanos = (name: string): number => (took(name).cpu * 1e9) / m.rows
  const own = nanos('kernel1')
  const figures = [
    of('accounts that somebody follows up', (m.done.count / m.rows) * 100, '%', 1),
    of('with a treatment today', (withTreatment(m.done) / m.rows) * 100, '%', 1),
  ]
  for (const [name, words] of [
    ['kernel1', 'kernel, 1 thread'],
    ['kernel2', 'kernel, 2 threads'],
    ['duckdb1', 'DuckDB tuned, 1 thread'],
    ['duckdb2', 'DuckDB tuned, 2 threads'],
  ] as const)
    figures.push(
      of(words, nanos(name), 'ns CPU an account'),
      of(words, m.rows / took(name).wall / 1e6, 'M accounts/s', 1),
    )
  figures.push(of('memory the loop reads, with the past', bytesRead(m), 'bytes an account', 1))
  figures.push({
    ...of('DuckDB tuned over kernel, 1 thread, CPU', nanos('duckdb1') / own, 'x'),
    atLeast: kind.goals.duckdb,
  })
  figures.push({
    ...of('DuckDB tuned over kernel, 2 threads, CPU', nanos('duckdb2') / nanos('kernel2'), 'x'),
    atLeast: kind.goals.duckdb,
  })
  if (m.limit !== undefined) {
    figures.push(of('C, 1 thread', m.limit / m.rows, 'ns CPU an account'))
    figures.push({
      ...of('kernel over C, CPU', (own * m.rows) / m.limit, 'x'),
      goal: kind.goals.limit,
    })
  }
  if (m.postgres !== undefined) {
    const each = (m.postgres.seconds * 1e9) / m.postgres.rows
    figures.push(
      of(`PostgreSQL, ${m.postgres.rows} accounts`, each, 'ns an account', 0),
      of('PostgreSQL over kernel', each / own, 'x', 1),
    )
  }
  for (const [name, each] of Object.entries(m.engines))
    figures.push(of(name, each / 1000, 'us an account'), {
      ...of(`${name} over kernel`, each / own, 'x', 0),
      ...(name.includes('engine') ? { atLeast: kind.goals.engines } : {}),
    })
  return figures
}
