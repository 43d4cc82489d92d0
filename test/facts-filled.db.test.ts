import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, dayNumber, type Day } from '../src/core/calendar.ts'
import { CHANNELS } from '../src/core/channel.ts'
import { applyPlan } from '../src/store/agree-plan.ts'
import { applyPromise } from '../src/store/agree.ts'
import { setChannelCost } from '../src/store/channel-cost.ts'
import { inTenant, type Tx } from '../src/store/db.ts'
import { recordHold } from '../src/store/hold.ts'
import { applyPause } from '../src/store/inbound.ts'
import { readTerms } from '../src/store/product-terms.ts'
import { readPositions } from '../src/store/positions.ts'
import { recordTouch } from '../src/store/touch.ts'
import type { Fact } from '../src/strategy/fact.ts'
import { FACTS, type FactName } from '../src/strategy/facts.ts'
import type { StrategyRow } from '../src/strategy/row.ts'
import { quietRow } from '../src/strategy/scene.ts'
import { loadPath, NOW, said, TODAY } from './intake-book.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

/** The column of `position` behind each field that a fact may read. */
const COLUMN: Readonly<Record<Exclude<keyof StrategyRow, 'accountId'>, string>> = {
  portfolio: 'portfolio_id',
  product: 'product_id',
  currency: 'currency',
  language: 'language',
  outstanding: 'outstanding_minor',
  arrears: 'arrears_minor',
  instalmentsMissed: 'instalments_missed',
  oldestUnpaidDueOn: 'counted_from',
  nextDueOn: 'next_due_on',
  nextDue: 'next_due_minor',
  lastPaymentOn: 'last_payment_on',
  lastPayment: 'last_payment_minor',
  delinquentSince: 'delinquent_since',
  curedOn: 'cured_on',
  timesDelinquent: 'times_delinquent',
  paused: 'paused',
  channels: 'channels',
  lastAttemptOn: 'last_attempt_on',
  lastConversationOn: 'last_conversation_on',
  unansweredAttempts: 'unanswered_attempts',
  heldUntil: 'held_until',
  closedOn: 'closed_on',
  touches: 'touches',
  promiseUntil: 'promise_until',
  promisesKept: 'promises_kept',
  promisesBroken: 'promises_broken',
  promiseLast: 'promise_last',
  planSince: 'plan_since',
  planNextOn: 'plan_next_on',
  planOldestOn: 'plan_oldest_on',
  risk: 'risk',
  propensity: 'propensity',
  segment: 'segment_id',
  zone: 'zone_id',
  vulnerable: 'vulnerable',
  limitationOn: 'limitation_on',
  cost: 'cost_minor',
  onTimeStreak: 'on_time_streak',
  quickCures: 'quick_cures',
}

const NAMES = Object.keys(FACTS) as FactName[]
const NOTHING = quietRow('CNY')

let fresh: Fresh
let folder: string
let rows: readonly StrategyRow[]
let terms: Awaited<ReturnType<typeof readTerms>>

beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'facts-filled-'))
  await writeBook(folder)
  expect(said(await loadPath(fresh.db, folder))[0]).toContain('loaded')
  // Only a product's own terms charge late interest.
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(`update product set delinquency = $1 where tenant_id = 1`, [
      { lateInterest: { basisPointsAYear: 1800, dayCount: 'actual/365' } },
    ]),
  )
  await inTenant(fresh.db, 1n, live)
  const borrower = await borrowerOf('HELD')
  const hold = {
    borrowerId: borrower.borrowerId,
    reason: 'dispute',
    written: false,
    source: 'letter',
  }
  await recordHold(fresh.db, 1n, { ...hold, fromOn: TODAY }, { now: NOW, today: TODAY })
  rows = await inTenant(fresh.db, 1n, readRows)
  terms = await inTenant(fresh.db, 1n, (tx) => readTerms(tx, 1n))
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

const on = (days: number): Day => addDays(TODAY, days)

/** Everything below comes in by a door of the product: files, and what the API records. */
async function writeBook(to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  const accounts = [
    'account_ref,borrower_ref,portfolio,product,currency,closed_on,name,language,zones,mobile,landline,email,post',
    'LATE,B1,cn-online,instalment-loan,CNY,,Li,zh,Asia/Shanghai,+8613800000001,+862100000001,a@b.example,1 Road',
    'HELD,B2,uk-store,store-credit,GBP,,Ann,en,Europe/London,+447700900001,,,',
    'GOOD,B3,uk-store,store-credit,GBP,,Bob,en,Europe/London,,,,',
    'DONE,B4,uk-store,store-credit,GBP,2026-11-01,Cy,en,Europe/London,,,,',
  ]
  await writeFile(join(to, 'accounts.csv'), `${accounts.join('\n')}\n`)
  const instalment = (ref: string, no: number, due: Day) => `${ref},${no},${due},100.00,2026-01-01`
  // LATE paid one three days late, the next in time, and then none; GOOD paid every one.
  const instalments = [
    'account_ref,number,due_on,amount,effective_on',
    ...[-150, -120, -90, -60, 20].map((n, i) => instalment('LATE', i + 1, on(n))),
    ...[-60, -30, 5].map((n, i) => instalment('GOOD', i + 1, on(n))),
    ...[-60, 20].map((n, i) => instalment('HELD', i + 1, on(n))),
  ]
  await writeFile(join(to, 'instalments.csv'), `${instalments.join('\n')}\n`)
  const payments = [
    'payment_ref,account_ref,paid_on,amount',
    `P1,LATE,${on(-147)},100.00`,
    `P2,LATE,${on(-120)},100.00`,
    `P3,GOOD,${on(-60)},100.00`,
    `P4,GOOD,${on(-30)},100.00`,
    `P5,LATE,${on(-50)},10.00`,
  ]
  await writeFile(join(to, 'payments.csv'), `${payments.join('\n')}\n`)
  await writeFile(
    join(to, 'profiles.csv'),
    `account_ref,risk,propensity,segment,vulnerable,limitation_on\nLATE,800,200,prime-a,true,2028-01-01\n`,
  )
}

async function borrowerOf(ref: string): Promise<{ borrowerId: bigint; accountId: bigint }> {
  return inTenant(fresh.db, 1n, (tx) => keysOf(tx, ref))
}
async function keysOf(tx: Tx, ref: string): Promise<{ borrowerId: bigint; accountId: bigint }> {
  const found = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
    `select borrower_id, account_id from account where ref = $1`,
    [ref],
  )
  const [row] = found.rows
  if (row === undefined) throw new Error(`${ref} was loaded`)
  return { borrowerId: row.borrower_id, accountId: row.account_id }
}

async function live(tx: Tx): Promise<void> {
  const late = await keysOf(tx, 'LATE')
  const held = await keysOf(tx, 'HELD')
  const ref = { tenantId: 1n, borrowerId: late.borrowerId }
  for (const channel of CHANNELS) {
    const cost = { channel, currency: 'CNY', effectiveOn: on(-99), minor: 5n }
    await setChannelCost(tx, 1n, cost)
    await recordTouch(tx, ref, { channel, kind: 'conversation', on: on(-3) })
    await recordTouch(tx, ref, { channel, kind: 'attempt', on: on(-2) })
  }
  const said = { toleranceDays: 0, source: 'call' }
  const small = { ...said, amountMinor: 100n }
  const early = { now: NOW, today: on(-20) }
  const now = { now: NOW, today: TODAY }
  await applyPromise(tx, 1n, { ...late, ...small, dueOn: on(-15) }, early)
  await applyPromise(tx, 1n, { ...late, ...small, dueOn: on(5) }, now)
  await applyPromise(tx, 1n, { ...held, ...small, dueOn: on(-15) }, early)
  await tx.query(
    `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
     values (1, $1, $2, 99, 'P99', 100, $3)`,
    [held.borrowerId, held.accountId, on(-16)],
  )
  const instalments = [
    { no: 1, dueOn: on(-10), amountMinor: 200n },
    { no: 2, dueOn: on(10), amountMinor: 200n },
  ]
  await applyPlan(tx, 1n, { ...held, instalments, source: 'call' }, early)
  const pause = { fromOn: on(-1), untilOn: on(9), reason: 'holiday' }
  await applyPause(tx, ref, { accountId: late.accountId, ...pause }, TODAY)
}

async function readRows(tx: Tx): Promise<StrategyRow[]> {
  const reader = await readPositions(tx, 1n, { from: 0n, until: undefined })
  const found: StrategyRow[] = []
  while (reader.next() !== undefined) found.push({ ...reader.row })
  return found
}

test('the book that fills the facts is there', () => expect(rows).toHaveLength(4))

describe('every fact', () => {
  test.each(NAMES)('%s names columns that the position table has', async (name) => {
    const columns = FACTS[name].columns.map((field) => COLUMN[field as keyof typeof COLUMN])
    const found = await inTenant(fresh.db, 1n, (tx) =>
      tx.query<{ name: string }>(
        `select column_name as name from information_schema.columns where table_name = 'position'`,
      ),
    )
    expect(found.rows.map((row) => row.name)).toEqual(expect.arrayContaining(columns))
  })

  const today = dayNumber(TODAY)
  test.each(NAMES)(
    '%s is filled: the product makes it differ from that of a quiet account',
    (name) => {
      const fact: Fact = FACTS[name]
      const read = (row: StrategyRow) => fact.fill(row, today, terms(row.product))
      const values = new Set(rows.map(read))
      values.delete(read({ ...NOTHING, product: rows[0]?.product ?? 0 }))
      expect(values.size, name).toBeGreaterThan(0)
    },
  )
})
