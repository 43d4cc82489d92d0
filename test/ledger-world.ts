import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { connectApp, inTenant, type Db } from '../src/store/db.ts'
import { LEDGER_ACCOUNTS, type LedgerAccount } from '../src/core/ledger.ts'
import type { LoadResult } from '../src/intake/load.ts'
import { loadPath } from './intake-book.ts'

const HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,purchased_on,seller,original_creditor,contracted_on,defaulted_on,principal,interest,late_interest,fee,cost,rate,name,language,zones,mobile'

export type OwnDebt = { readonly borrowerId: bigint; readonly accountId: bigint }

/** Loads so many borrowers of a purchased portfolio, two debts each, and says who they are. */
export async function ownBook(db: Db, borrowers: number): Promise<OwnDebt[]> {
  const lines = Array.from({ length: borrowers }, (_, i) => {
    const person = `Li Ming,zh,Asia/Shanghai,+86138${10_000_000 + i}`
    const bought = 'CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15'
    return [
      `D${i}a,B${i},cn-purchased,purchased-loan,${bought},8000.00,900.00,100.00,50.00,12.00,14.6,${person}`,
      `D${i}b,B${i},cn-purchased,purchased-card,${bought},2000.00,300.00,0.00,0.00,0.00,18,${person}`,
    ].join('\n')
  })
  const done = await loadOwn(db, 'debts.csv', `${HEAD}\n${lines.join('\n')}\n`)
  if (!('done' in done)) throw new Error(`bug: the book was not loaded: ${JSON.stringify(done)}`)
  return inTenant(db, 1n, async (tx) => {
    const { rows } = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
      `select distinct on (borrower_id) borrower_id, account_id from account order by borrower_id, ref`,
    )
    return rows.map((row) => ({ borrowerId: row.borrower_id, accountId: row.account_id }))
  })
}

/** A file of payments of that book, as the command line loads it. */
export const loadPayments = (db: Db, lines: readonly string[]): Promise<LoadResult> =>
  loadOwn(db, 'payments.csv', `${lines.join('\n')}\n`)

async function loadOwn(db: Db, name: string, text: string): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'own-book-'))
  try {
    await mkdir(join(folder, 'book'))
    await writeFile(join(folder, 'book', name), text)
    return await loadPath(db, join(folder, 'book'), { mapping: 'purchased' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export type Recount = {
  readonly entries: number
  /** Entries whose lines do not cancel out, counted without the database's own check. */
  readonly unbalanced: number
  /** What all lines of the tenant sum to. */
  readonly sumMinor: bigint
  readonly balances: ReadonlyMap<LedgerAccount, bigint>
}

/** Every line of every entry is added up again, outside the database. */
export function recount(db: Db, borrowerId?: bigint): Promise<Recount> {
  return inTenant(db, 1n, async (tx) => {
    const { rows } = await tx.query<{ ledger: number[]; minors: bigint[] }>(
      `select line_ledger::int[] as ledger, line_minors as minors from entry
        where borrower_id = $1 or $1::bigint is null`,
      [borrowerId ?? null],
    )
    const balances = new Map<LedgerAccount, bigint>()
    let unbalanced = 0
    let sumMinor = 0n
    for (const { ledger, minors } of rows) {
      const sum = minors.reduce((total, minor) => total + minor, 0n)
      if (sum !== 0n || ledger.length !== minors.length) unbalanced++
      sumMinor += sum
      ledger.forEach((place, i) => {
        const name = LEDGER_ACCOUNTS[place]
        if (name === undefined) throw new Error(`bug: no ledger account has the place ${place}`)
        balances.set(name, (balances.get(name) ?? 0n) + (minors[i] ?? 0n))
      })
    }
    return { entries: rows.length, unbalanced, sumMinor, balances }
  })
}

/** 'before': the commit never reaches the server. 'after': it does, and the answer is lost. */
export type Cut = 'before' | 'after'

export type CuttingDoor = {
  readonly db: Db
  /** The next commit that passes is cut so. */
  cutNext(how: Cut): void
  readonly cuts: { count: number }
  close(): Promise<void>
}

/** A door between the program and its database, which can shut around a commit. */
export async function cuttingDoor(adminUrl: string): Promise<CuttingDoor> {
  const client = new pg.Client({ connectionString: adminUrl })
  const target = client.host.startsWith('/')
    ? { path: join(client.host, `.s.PGSQL.${client.port}`) }
    : { host: client.host, port: client.port }
  const waiting: Cut[] = []
  const cuts = { count: 0 }
  const server: Server = createServer((near) => {
    const far = connect(target)
    const end = () => {
      near.destroy()
      far.destroy()
    }
    near.on('error', end).on('close', end)
    far.on('error', end).on('close', end)
    let answersAreLost = false
    near.on('data', (bytes) => {
      const how = bytes.includes('commit\0') ? waiting.shift() : undefined
      if (how === undefined) return void far.write(bytes)
      cuts.count++
      if (how === 'before') return end()
      answersAreLost = true
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (answersAreLost) end()
      else near.write(bytes)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('bug: the door has no port')
  const url = new URL('postgres://localhost')
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  url.username = client.user ?? ''
  url.password = client.password ?? ''
  url.pathname = `/${client.database ?? ''}`
  const db = connectApp(url.href, { connectionsMax: 4 })
  const close = async () => {
    await db.end()
    await new Promise((done) => server.close(done))
  }
  return { db, cutNext: (how) => void waiting.push(how), cuts, close }
}
