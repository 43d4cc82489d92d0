import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { assert } from '../src/core/assert.ts'
import { addDays } from '../src/core/calendar.ts'
import { applyPromise } from '../src/store/agree.ts'
import { connectAdmin, inEvent, inTenant, type Db } from '../src/store/db.ts'
import { recordHold } from '../src/store/hold.ts'
import { applyInbound } from '../src/store/inbound.ts'
import { writePositions } from '../src/store/book.ts'
import { lockBorrower } from '../src/store/guard-facts.ts'
import { migrate } from '../src/store/migrate.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import { openDatabase } from '../src/store/server.ts'
import { publishFolder } from '../src/store/strategy.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { rounded, timed, type Figure, type Say } from './figure.ts'
import { makePeople, NOW, TENANT, TODAY } from './permits-world.ts'

const ROOT = resolve(import.meta.dirname, '..')
const CONNECTIONS = 16
const PEOPLE_MAX = 40_000
const EVENTS_A_SECOND = 500
const SECONDS = 60
const BURST = 4000
const WARM = 500

/**
 * Payments, promises, holds and replies of a minute, arriving at a steady pace whether or not those
 * before are done: each is kept and its borrower decided again in one transaction. Then as many as go,
 * one after another on every connection, against the bare transaction: lock the borrower, insert the
 * payment, update the position, commit.
 */
export async function benchEvents(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-events-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), () => undefined)
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect({ connectionsMax: CONNECTIONS })
    const people = Math.min(options.rows, PEOPLE_MAX)
    await makeBook(admin, db, people)
    const events = new Events(db, people)
    await inLanes(WARM, () => events.next())
    const steady = await steadily(events, options.say)
    const whole = await timed(() => inLanes(BURST, () => events.next()))
    const bare = await timed(() => inLanes(BURST, (n) => bareEvent(db, n, people)))
    await db.end()
    await admin.end()
    return figuresOf(steady, BURST / whole.seconds, BURST / bare.seconds)
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function inLanes(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
}

type Steady = { readonly waits: readonly number[]; readonly events: number }

/** From the moment an event arrives to the commit of what follows from it, in milliseconds. */
async function steadily(events: Events, say: Say): Promise<Steady> {
  const started = performance.now()
  const waits: number[] = []
  const open = new Set<Promise<void>>()
  const total = EVENTS_A_SECOND * SECONDS
  for (let n = 0; n < total; n++) {
    const due = started + (n * 1000) / EVENTS_A_SECOND
    const early = due - performance.now()
    if (early > 1) await sleep(early)
    const done = events.next().then(() => {
      waits.push(performance.now() - due)
      open.delete(done)
    })
    open.add(done)
    if (n % (EVENTS_A_SECOND * 10) === 0 && n > 0)
      say(`${n} events came, ${open.size} of them wait`)
  }
  await Promise.all(open)
  return { waits: waits.toSorted((a, b) => a - b), events: total }
}

function figuresOf({ waits, events }: Steady, whole: number, bare: number): Figure[] {
  const at = (share: number) => waits[Math.min(Math.floor(events * share), events - 1)] ?? NaN
  const within = waits.filter((wait) => wait <= 1000).length / events
  const of = (name: string, value: number, unit: string): Figure => ({
    bench: 'events',
    figure: name,
    value: rounded(value),
    unit,
  })
  const minute = `${EVENTS_A_SECOND} a second for ${SECONDS} s`
  return [
    { ...of(`${minute}: decided again within a second`, within * 100, '%'), atLeast: 100 },
    of(`${minute}: p50`, at(0.5), 'ms'),
    of(`${minute}: p99`, at(0.99), 'ms'),
    of(`${minute}: longest`, at(1), 'ms'),
    of('events a second, as many as go', whole, '/s'),
    of('bare transactions a second', bare, '/s'),
    of('events over bare transactions', whole / bare, 'x'),
  ]
}

/** Of ten events six are payments, two promises, one a hold and one a reply; people come in turn. */
class Events {
  #n = 0
  readonly #db: Db
  readonly #people: number

  constructor(db: Db, people: number) {
    this.#db = db
    this.#people = people
  }

  async next(): Promise<void> {
    const n = this.#n++
    const borrowerId = BigInt(1 + (n % this.#people))
    const tick = { now: NOW, today: TODAY }
    const kind = n % 10
    const db = this.#db
    const answer =
      kind < 6
        ? await recordPayment(db, TENANT, payment(borrowerId, n), tick)
        : kind === 8
          ? await recordHold(db, TENANT, hold(borrowerId), tick)
          : await inEvent(db, TENANT, async (tx) => {
              const ref = { tenantId: TENANT, borrowerId }
              await lockBorrower(tx, ref)
              if (kind < 8) return applyPromise(tx, TENANT, promise(borrowerId), tick)
              return { inbound: await applyInbound(tx, ref, reply(borrowerId), TODAY) }
            })
    assert(!('declined' in answer), 'an event of the bench is taken')
  }
}

const payment = (borrowerId: bigint, n: number) => ({
  borrowerId,
  accountId: borrowerId,
  ref: `bench-${n}`,
  amountMinor: 500n,
  effectiveOn: TODAY,
})
const hold = (borrowerId: bigint) => ({
  borrowerId,
  reason: 'complaint',
  written: true,
  fromOn: TODAY,
  untilOn: addDays(TODAY, 14),
  source: 'bench',
})
const promise = (borrowerId: bigint) => ({
  borrowerId,
  accountId: borrowerId,
  amountMinor: 500n,
  dueOn: addDays(TODAY, 3),
  toleranceDays: 1,
  source: 'bench',
})
const reply = (borrowerId: bigint) => ({
  channel: 'sms' as const,
  result: 'delivered' as const,
  accountIds: [borrowerId],
  receivedAt: NOW,
  on: TODAY,
})

/** The least that a payment costs: its borrower locked, its row, and the position that it changes. */
async function bareEvent(db: Db, n: number, people: number): Promise<void> {
  const borrowerId = BigInt(1 + (n % people))
  await inEvent(db, TENANT, async (tx) => {
    await lockBorrower(tx, { tenantId: TENANT, borrowerId })
    await tx.query(
      `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
       values ($1, $2, $2, $3, $4, 500, $5)`,
      [TENANT, borrowerId, BigInt(1e15 + n), `bare-${n}`, TODAY],
    )
    await tx.query(
      `update position set outstanding_minor = outstanding_minor - 500, last_payment_on = $3
       where tenant_id = $1 and borrower_id = $2 and account_id = $2`,
      [TENANT, borrowerId, TODAY],
    )
  })
}

/** People of the permits' bench with instalments behind and to come, and a night that decided them. */
async function makeBook(admin: Pool, db: Db, people: number): Promise<void> {
  await makePeople(admin, people)
  await admin.query(`truncate treatment`)
  await admin.query(
    `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
     select 1, n, n, 1, i, date '2026-06-05' + i * 30, 20000, '2026-05-01'
     from generate_series(1, $1::bigint) n, generate_series(1, 12) i`,
    [people],
  )
  await publishFolder(db, TENANT, join(ROOT, 'strategies'), join(ROOT, 'templates'))
  const ids = Array.from({ length: people }, (_, n) => BigInt(n + 1))
  for (let from = 0; from < ids.length; from += 2000) {
    const some = ids.slice(from, from + 2000)
    await inTenant(db, TENANT, (tx) =>
      writePositions(tx, TENANT, { borrowerIds: some, accountIds: some }, TODAY),
    )
  }
  await runCycle(db, TENANT, { today: TODAY, now: NOW })
  await admin.query('vacuum analyze')
  await admin.query('checkpoint')
}
