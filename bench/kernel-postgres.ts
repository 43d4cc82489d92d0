import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAdmin } from '../src/store/db.ts'
import { openDatabase } from '../src/store/server.ts'
import { timed, type Say } from './figure.ts'
import { bookSql } from './kernel-book.ts'
import { CHECK_SQL, decideSql } from './kernel-sql.ts'
import { same, type Check } from './kernel.ts'

const ROUNDS = 3

type Options = { rows: number; say: Say; checkOf: (rows: number) => Check }

/** The same question to PostgreSQL over the first rows of the book, with the answers compared. */
export async function benchPostgres(percent: number, options: Options) {
  const { rows } = options
  const home = mkdtempSync(join(tmpdir(), 'forbear-kernel-pg-'))
  const database = await openDatabase({ home, say: () => undefined })
  try {
    const admin = connectAdmin(database.adminUrl)
    const client = await admin.connect()
    await client.query(`create function h(i bigint, k bigint) returns bigint immutable parallel safe language sql as $$
      select x # (x >> 16) from (select ((x # (x >> 16)) * 73244475) & 4294967295 as x from (
        select ((x # (x >> 16)) * 73244475) & 4294967295 as x from (
          select (i + k * 40503009) & 4294967295 as x) as a) as b) as c $$`)
    await client.query(`create unlogged table book as ${bookSql(percent, `select i from generate_series(0, ${rows - 1}) as i`, '/')}`)
    await client.query('vacuum analyze book')
    await client.query(`set jit = off`)
    await client.query(`set max_parallel_workers_per_gather = 0`)
    let seconds = Infinity
    for (let round = 0; round < ROUNDS; round++) {
      await client.query('drop table if exists answer')
      const took = await timed(() => client.query(`create temp table answer as ${decideSql('/')}`))
      seconds = Math.min(seconds, took.seconds)
    }
    const { rows: [row] } = await client.query<{ lines: bigint; total: bigint }>(CHECK_SQL)
    same('PostgreSQL', { lines: Number(row?.lines), total: Number(row?.total) }, options.checkOf(rows))
    client.release()
    await admin.end()
    return { rows, seconds }
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
