import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Pool } from 'pg'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { loadFiles } from '../src/intake/load.ts'
import { inEvent, inTenant, type Db, type Tx } from '../src/store/db.ts'
import { lockBorrower } from '../src/store/guard-facts.ts'
import { inStep } from '../src/store/in-step.ts'
import { copyEntries, postCopied } from '../src/store/ledger-copy.ts'
import { planFacts, type GivenFact, type Plan } from '../src/store/ledger-plan.ts'
import { readLedgers, type LedgerBook } from '../src/store/ledger-read.ts'
import { writeEntries } from '../src/store/ledger-write.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import { rounded, timed, type Figure, type Say } from './figure.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TODAY = day('2026-11-21')
const NOW = Date.parse(`${TODAY}T02:00:00Z`) as Instant
const TENANT = 1n
const CONNECTIONS = 8
const BATCH = 500
/** Batches of one transaction. */
const TOGETHER = 8
/** As many borrowers as the book has at most: each of them pays once in a batch. */
export const BORROWERS_MAX = 20_000
const SINGLES_MAX = 4000

/**
 * Postings of a purchased book. A batch: ledgers read, replayed and written, five hundred borrowers at a
 * time, as a file of payments is; after each batch bare inserts of the very same rows, given as values, into the
 * same columns without key, check or policy.
 * One by one: a payment with its position and decision in a transaction of its own, against the bare
 * transaction that locks the borrower and inserts those rows.
 */
export async function benchPostings(
  { admin, db, home }: { admin: Pool; db: Db; home: string },
  { rows, say }: { rows: number; say: Say },
): Promise<Figure[]> {
  const ids = await ownBook({ admin, db, home }, Math.min(rows, BORROWERS_MAX))
  await makeBare(admin)
  const batches = await postInBatches(db, ids)
  const posted = await entriesAfterPlacement(admin)
  say(`${posted} entries: ${batches.posting.toFixed(2)} s, bare ${batches.bare.toFixed(2)} s`)
  const singles = ids.slice(0, SINGLES_MAX)
  const single = await timed(() => inLanes(singles, (id) => payOnce(db, id)))
  await keepMade(admin, singles)
  const bare = await timed(() => inLanes(singles, (id) => bareOnce(db, id)))
  const of = (figure: string, value: number, unit: string): Figure => ({
    bench: 'ledger',
    figure,
    value: rounded(value),
    unit,
  })
  const perSecond = (seconds: number) => posted / seconds
  return [
    of('postings a second, in batches', perSecond(batches.posting), '/s'),
    of('bare inserts of the same rows', perSecond(batches.bare), '/s'),
    {
      ...of('postings over bare inserts', batches.bare / batches.posting, 'x'),
      atLeast: 0.5,
    },
    of('payments a second, one by one', singles.length / single.seconds, '/s'),
    of('bare transactions of the same rows', singles.length / bare.seconds, '/s'),
    of('payments over bare transactions', bare.seconds / single.seconds, 'x'),
  ]
}

const HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,purchased_on,seller,original_creditor,contracted_on,defaulted_on,principal,interest,fee,rate,name,language,zones,mobile'

async function ownBook(
  { admin, db, home }: { admin: Pool; db: Db; home: string },
  borrowers: number,
): Promise<bigint[]> {
  await admin.query(
    `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
     values ($1, 'Bench', 'Bench', '000', 'https://bench.example') on conflict do nothing`,
    [TENANT],
  )
  const lines = Array.from(
    { length: borrowers },
    (_, i) =>
      `D${i},B${i},cn-purchased,purchased-loan,CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15,8000.00,900.00,50.00,14.6,Li Ming,zh,Asia/Shanghai,+86${13_000_000_000 + i}`,
  )
  const path = join(home, 'debts.csv')
  writeFileSync(path, `${HEAD}\n${lines.join('\n')}\n`)
  const result = await loadFiles(db, TENANT, {
    path,
    mapping: 'purchased',
    mappings: join(ROOT, 'mappings'),
    asOf: TODAY,
    today: TODAY,
    now: NOW,
    dryRun: false,
    say: () => undefined,
    tempFolder: home,
  })
  if (!('done' in result)) throw new Error('bug: the bench has no purchased book')
  await admin.query('vacuum analyze')
  await admin.query('checkpoint')
  const found = await admin.query<{ borrower_id: bigint }>(
    'select distinct borrower_id from entry order by 1',
  )
  return found.rows.map((row) => row.borrower_id)
}

const entriesAfterPlacement = async (admin: Pool): Promise<number> => {
  const found = await admin.query<{ n: bigint }>(
    `select count(*) as n from entry where kind <> 'placement'`,
  )
  return Number(found.rows[0]?.n ?? 0)
}

const payment = (accountId: bigint, id: bigint): GivenFact => ({
  body: { kind: 'payment', on: addDays(TODAY, -10), amountMinor: 25_000n, accountId },
  beside: { by: 'bench', ref: `batch-${id}`, paymentId: id },
})

/** In seconds: some batches posted, and then the same rows inserted bare, so that both meet the same machine. */
async function postInBatches(
  db: Db,
  ids: readonly bigint[],
): Promise<{ readonly posting: number; readonly bare: number }> {
  let [posting, bare] = [0, 0]
  for (let from = 0; from < ids.length; from += BATCH * TOGETHER) {
    const group = ids.slice(from, from + BATCH * TOGETHER)
    const { seconds, result } = await timed(() => postGroup(db, group))
    posting += seconds
    const inserts = await Promise.all(result.map(insertOf))
    const insertAll = async (tx: Tx) => {
      for (const insert of inserts) await tx.query(insert)
    }
    bare += (await timed(() => inTenant(db, TENANT, insertAll))).seconds
  }
  return { posting, bare }
}

/** The plans of each batch, posted in one transaction as those of a file are. */
async function postGroup(db: Db, ids: readonly bigint[]): Promise<(readonly Plan[])[]> {
  const all: (readonly Plan[])[] = []
  let next = 0
  await inTenant(db, TENANT, (tx) =>
    inStep(tx, {
      read: async () => {
        const batch = ids.slice(next, next + BATCH)
        next += BATCH
        return batch.length === 0 ? undefined : readLedgers(tx, TENANT, batch)
      },
      plan: planBatch,
      copy: (plans) => copyEntries(tx, plans),
      finish: async (plans) => {
        await postCopied(tx, { tenantId: TENANT, loadId: undefined })
        all.push(plans)
        return true
      },
    }),
  )
  return all
}

const planBatch = (books: ReadonlyMap<bigint, readonly LedgerBook[]>): Plan[] =>
  [...books].flatMap(([id, [book]]) => {
    const [debt] = book?.debts ?? []
    if (book === undefined || debt === undefined) return []
    const plan = planFacts(book, [payment(debt.accountId, id)], { now: NOW, today: TODAY })
    if ('declined' in plan) throw new Error(`bug: ${plan.declined}`)
    return [plan]
  })

type Insert = { readonly text: string; readonly values: unknown[] }

/** The statement that an event posts the same entries with, into the bare table. */
async function insertOf(plans: readonly Plan[]): Promise<Insert> {
  let made: Insert | undefined
  const noted = {
    query: (text: string, values: unknown[]) => {
      made = { text: text.replace('insert into entry (', 'insert into bare_entry ('), values }
      return Promise.resolve()
    },
  }
  await writeEntries(noted as unknown as Tx, TENANT, plans)
  if (made === undefined || !made.text.includes('bare_entry'))
    throw new Error('bug: the ledger writes its entries in another way')
  return made
}

/** The same columns without key, index, check and policy. */
async function makeBare(admin: Pool): Promise<void> {
  await admin.query('create table bare_entry (like entry)')
  await admin.query('grant select, insert on bare_entry to forbear_app')
  await admin.query('checkpoint')
}

/** The rows that each of them made, where a bare insert can take them from. */
async function keepMade(admin: Pool, ids: readonly bigint[]): Promise<void> {
  await admin.query(
    `create table made as select e.* from entry e where borrower_id = any($1)
       and entry_id >= (select entry_id from entry p where p.borrower_id = e.borrower_id and p.ref like 'one-%')`,
    [ids],
  )
  await admin.query('create index on made (borrower_id)')
  await admin.query('grant select on made to forbear_app')
  await admin.query('vacuum analyze made')
}

async function inLanes(
  ids: readonly bigint[],
  work: (id: bigint) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) await work(id)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
}

async function payOnce(db: Db, borrowerId: bigint): Promise<void> {
  const effectiveOn = addDays(TODAY, -5)
  const event = { borrowerId, ref: `one-${borrowerId}`, amountMinor: 12_500n, effectiveOn }
  const done = await recordPayment(db, TENANT, event, { now: NOW, today: TODAY })
  if ('declined' in done) throw new Error(`bug: ${done.declined}`)
}

/** The least that it costs: its borrower locked, its rows, and the commit. */
async function bareOnce(db: Db, borrowerId: bigint): Promise<void> {
  await inEvent(db, TENANT, async (tx) => {
    await lockBorrower(tx, { tenantId: TENANT, borrowerId })
    await tx.query('insert into bare_entry select * from made where borrower_id = $1', [borrowerId])
  })
}
