import { resolve } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { applyPromise } from '../src/store/agree.ts'
import { recomputePosition } from '../src/store/book.ts'
import { connectAdmin, inTenant, type Tx } from '../src/store/db.ts'
import { decideRange } from '../src/store/decide-day.ts'
import { lockBorrower } from '../src/store/guard-facts.ts'
import { writeTouched } from '../src/store/load-positions.ts'
import { applyPayment } from '../src/store/payment-event.ts'
import { publishFolder } from '../src/store/strategy.ts'
import { compiledStrategies } from '../src/store/strategy-in-force.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { addPeople, makeBook, rows } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const TODAY = day('2026-11-20')
const tick = { now: Date.UTC(2026, 10, 20, 2) as Instant, today: TODAY }

let fresh: Fresh
let admin: pg.Pool
let id = 0
beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl, { connectionsMax: 2 })
  await makeBook(fresh.db)
  await publishFolder(fresh.db, 1n, resolve('strategies'), resolve('templates'))
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(`update portfolio set kind = 'host', strategy = 'online-lender'`),
  )
})
afterAll(async () => {
  await admin.end()
  await fresh.drop()
})
beforeEach(async () => {
  id += 2
  await addPeople(fresh.db, [
    { id, treatments: 0 },
    { id: id + 1, treatments: 0 },
  ])
})

const late = () => ({ borrowerId: BigInt(id), accountId: BigInt(id) * 10n })
const range = () => ({ from: BigInt(id), until: BigInt(id) + 2n })

/** Positions of before the instalment fell due: the night derives them again. */
const sleep = () =>
  inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `update position set arrears_minor = 0, oldest_unpaid_due_on = null, counted_from = null, wake_on = '2026-11-02'
        where borrower_id >= $1`,
      [id],
    ),
  )
const wake = () =>
  inTenant(fresh.db, 1n, async (tx) => {
    for (const borrower of [id, id + 1]) await recomputePosition(tx, 1n, BigInt(borrower), TODAY)
  })

const night = () =>
  inTenant(fresh.db, 1n, async (tx) => {
    const { of, champion } = await compiledStrategies(tx, 1n, { day: TODAY })
    return decideRange(tx, 1n, { today: TODAY, range: range(), of, champion })
  })

const load = () =>
  inTenant(fresh.db, 1n, async (tx) => {
    await tx.query(`create temp table touched on commit drop as
      select borrower_id, account_id from account where borrower_id >= ${id}`)
    return writeTouched(tx, 1n, TODAY, () => undefined)
  })

/** An event that is under way when `work` begins, and commits once `work` waits for it or has ended. */
async function during(event: (tx: Tx) => Promise<unknown>, work: () => Promise<unknown>) {
  let begun: Promise<unknown> = Promise.resolve()
  await inTenant(fresh.db, 1n, async (tx) => {
    await lockBorrower(tx, { tenantId: 1n, borrowerId: BigInt(id) })
    await event(tx)
    begun = work()
    await Promise.race([begun, oneWaits()])
  })
  await begun
}

async function oneWaits(): Promise<void> {
  for (let n = 0; n < 500; n++) {
    const found = await admin.query(`select from pg_locks where not granted`)
    if (found.rows.length > 0) return
    await new Promise((again) => setTimeout(again, 10))
  }
}

const pay = (tx: Tx) =>
  applyPayment(
    tx,
    1n,
    { ...late(), ref: `P-${id}`, amountMinor: 10_000n, effectiveOn: TODAY },
    tick,
  )
const promise = (tx: Tx) =>
  applyPromise(
    tx,
    1n,
    {
      ...late(),
      amountMinor: 10_000n,
      dueOn: addDays(TODAY, 3),
      toleranceDays: 0,
      source: 'call',
    },
    tick,
  )

const positions = async () =>
  (
    await rows<{ arrears_minor: bigint }>(
      fresh.db,
      'select arrears_minor from position where borrower_id >= $1 order by borrower_id',
      [id],
    )
  ).map((row) => Number(row.arrears_minor))

const planned = async () =>
  (
    await rows<{ borrower_id: bigint }>(
      fresh.db,
      `select distinct borrower_id from treatment where borrower_id >= $1 and state <> 'withdrawn' and stage not in ('paid', 'promised') order by 1`,
      [id],
    )
  ).map((row) => Number(row.borrower_id) - id)

const states = () =>
  rows(fresh.db, 'select state from borrower_case where borrower_id >= $1 order by borrower_id', [
    id,
  ])

describe('a payment while positions are derived again', () => {
  test.each([
    ['the night', night],
    ['a load', load],
  ])('%s writes them with the payment, and those of others without one', async (_, work) => {
    await sleep()
    await during(pay, work)
    expect(await positions()).toEqual([0, 10_000])
  })

  test('and with none under way, both are behind', async () => {
    await sleep()
    await night()
    expect(await positions()).toEqual([10_000, 10_000])
  })
})

describe('an event while a shard decides', () => {
  test('who has just promised is left as the event left them, and others get their step', async () => {
    await wake()
    await during(promise, night)
    expect(await planned()).toEqual([1])
    expect(await states()).toEqual([{ state: 'promised' }, { state: 'open' }])
  })

  test('who has just paid has no case and no step', async () => {
    await wake()
    await during(pay, night)
    expect(await planned()).toEqual([1])
    expect(await states()).toEqual([{ state: 'open' }])
  })

  test('with none under way both get their step, and a whole cycle counts each once', async () => {
    await wake()
    await night()
    expect(await planned()).toEqual([0, 1])
    const done = await runCycle(fresh.db, 1n, { today: TODAY, now: tick.now })
    expect(done.wasFinished).toBe(false)
    expect(await planned()).toEqual([0, 1])
  })
})
