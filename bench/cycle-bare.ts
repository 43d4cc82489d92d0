import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Pool } from 'pg'
import type { Day } from '../src/core/calendar.ts'
import { packedCases } from '../src/store/case-rows.ts'
import { shardRange } from '../src/store/cycle.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { packedCadence, packedPositions } from '../src/store/packed.ts'
import { copyOut, inRange } from '../src/store/positions.ts'
import { timed } from './figure.ts'

const TENANT = 1n
const ACCOUNTS_A_SHARD = 60_000
const KEPT = ['treatment', 'cadence', 'borrower_case'] as const

/** The rows that a night kept, copied aside: what the bare COPY in brings again. */
export async function prepareBare(admin: Pool, today: Day): Promise<void> {
  const ofToday = {
    treatment: `chosen_on = '${today}'`,
    cadence: `recorded_at >= (select started_at from cycle where today = '${today}')`,
    borrower_case: `decided_on = '${today}'`,
  }
  for (const table of KEPT) {
    await admin.query(`drop table if exists kept_${table}, bare_${table}`)
    await admin.query(
      `create table kept_${table} as select * from ${table} where ${ofToday[table]}`,
    )
    await admin.query(`create table bare_${table} (like ${table} including defaults)`)
  }
  await admin.query('checkpoint')
}

/** Seconds of the same bytes out and the same rows in, on so many connections. */
export async function copyBare(
  { db, admin }: { readonly db: Db; readonly admin: Pool },
  of: { readonly rows: number; readonly connections: number },
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'forbear-bare-'))
  try {
    const halves = await readyHalves(admin, folder, of.connections)
    for (const table of KEPT) await admin.query(`truncate bare_${table}`)
    const shards = Array.from({ length: Math.ceil(of.rows / ACCOUNTS_A_SHARD) }, (_, n) => n)
    const all = shards.length
    const out = async () => {
      for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
        const where = inRange(TENANT, shardRange(shard, all))
        await inTenant(db, TENANT, async (tx) => {
          for (const packed of [packedPositions, packedCadence, packedCases])
            await copyOut(tx, packed(where))
        })
      }
    }
    const { seconds } = await timed(async () => {
      await Promise.all(Array.from({ length: of.connections }, out))
      await Promise.all(halves.map((files) => copyIn(admin, files)))
    })
    return seconds
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type File = { readonly table: (typeof KEPT)[number]; readonly path: string }

/** The kept rows as binary files, a part for each connection. Not timed. */
async function readyHalves(admin: Pool, folder: string, parts: number): Promise<File[][]> {
  const halves: File[][] = []
  for (let part = 0; part < parts; part++) {
    const files: File[] = []
    for (const table of KEPT) {
      const path = join(folder, `${table}-${part}`)
      const client = await admin.connect()
      const rows = client.query(
        copyTo(
          `copy (select * from kept_${table} where borrower_id % ${parts} = ${part}) to stdout (format binary)`,
        ),
      )
      await pipeline(rows, createWriteStream(path))
      client.release()
      files.push({ table, path })
    }
    halves.push(files)
  }
  return halves
}

async function copyIn(admin: Pool, files: readonly File[]): Promise<void> {
  const client = await admin.connect()
  try {
    for (const { table, path } of files) {
      const sink = client.query(copyFrom(`copy bare_${table} from stdin (format binary)`))
      await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), sink)
    }
  } finally {
    client.release()
  }
}
