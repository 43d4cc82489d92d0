import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, day, dayNumber, type Instant } from '../src/core/calendar.ts'
import type { Channel } from '../src/core/channel.ts'
import { Chosen, keepChosen } from '../src/store/chosen.ts'
import { inEvent, inTenant } from '../src/store/db.ts'
import { decideBorrower } from '../src/store/decide-day.ts'
import { packedPositions, Pieces } from '../src/store/packed.ts'
import { copyOut, inRange } from '../src/store/positions.ts'
import { strategiesNow } from '../src/store/strategies-now.ts'
import { publishFolder } from '../src/store/strategy.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { makeCycleBook, rowsOf, tableOf } from './cycle-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const TODAY = day('2026-11-20')
const NOW = Date.UTC(2026, 10, 20, 2) as Instant
const BORROWERS = 240

async function book(): Promise<Fresh> {
  const fresh = await freshDatabase()
  await makeCycleBook(fresh.db, BORROWERS, TODAY)
  return fresh
}

const decideAll = async ({ db }: Fresh, today = TODAY) => {
  const people = await rowsOf<{ borrower_id: bigint }>(
    db,
    'select distinct borrower_id from position order by 1',
  )
  for (const { borrower_id } of people)
    await inEvent(db, 1n, (tx) => decideBorrower(tx, 1n, borrower_id, today))
}

const left = async (fresh: Fresh) => {
  const { treatments, cases, cadence } = (await tableOf(fresh.db)) as Record<string, unknown>
  return { treatments, cases, cadence }
}

describe('one person after an event', () => {
  let night: Fresh
  let events: Fresh
  beforeAll(async () => {
    ;[night, events] = await Promise.all([book(), book()])
  })
  afterAll(async () => {
    await night.drop()
    await events.drop()
  })

  for (const later of [0, 1, 4])
    test(`on day ${later} each is decided as the night decides all`, async () => {
      const today = addDays(TODAY, later)
      await runCycle(night.db, 1n, { today, now: NOW })
      await decideAll(events, today)
      expect(await left(events)).toEqual(await left(night))
      const { treatments } = await left(night)
      expect((treatments as unknown[]).length).toBeGreaterThan(40)
    })

  test('whoever is decided twice on a day is met once', async () => {
    const before = await left(events)
    await decideAll(events, addDays(TODAY, 4))
    expect(await left(events)).toEqual(before)
  })

  test('whoever owes nothing any more has no case and nothing planned; the others keep theirs', async () => {
    const today = addDays(TODAY, 5)
    await inTenant(events.db, 1n, (tx) =>
      tx.query(
        `update position set arrears_minor = 0, oldest_unpaid_due_on = null, counted_from = null,
           delinquent_since = null, cured_on = $1
         where borrower_id = (select min(borrower_id) from treatment where state = 'planned')`,
        [today],
      ),
    )
    await decideAll(events, today)
    const states = await rowsOf<{ state: string; planned: boolean; n: bigint }>(
      events.db,
      `select c.state, exists (select from treatment t where t.borrower_id = c.borrower_id
         and t.state = 'planned' and t.chosen_on < '${today}') as planned, count(*) as n
       from borrower_case c group by 1, 2 order by 1, 2`,
    )
    expect(states.find((row) => row.state === 'closed')).toEqual({
      state: 'closed',
      planned: false,
      n: 1n,
    })
    expect(states.some((row) => row.state === 'open' && row.planned)).toBe(true)
  })
})

describe('which strategy an event finds', () => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await book()
  })
  afterAll(() => fresh.drop())

  const now = () => inTenant(fresh.db, 1n, (tx) => strategiesNow(tx, 1n, { day: TODAY, only: 1n }))

  test('the same again, while nothing has changed', async () => {
    expect(await now()).toBe(await now())
  })

  test('another, as soon as its portfolio names another', async () => {
    const before = await now()
    await rowsOf(fresh.db, `update portfolio set strategy = 'bank'`)
    expect(before.champion(1).name).toBe('online-lender')
    expect((await now()).champion(1).name).toBe('bank')
  })

  test('another, as soon as a product counts otherwise', async () => {
    const before = await now()
    await rowsOf(fresh.db, `update product set delinquency = '{"graceDays": 3}'`)
    expect(await now()).not.toBe(before)
  })

  test('none, where the portfolio names a strategy that is not there', async () => {
    await rowsOf(fresh.db, `update portfolio set strategy = 'gone'`)
    const [one] = await rowsOf<{ borrower_id: bigint }>(
      fresh.db,
      'select borrower_id from position',
    )
    const said = await inEvent(fresh.db, 1n, (tx) =>
      decideBorrower(tx, 1n, one?.borrower_id ?? 0n, TODAY),
    )
    expect(said).toBe('no_strategy')
  })
})

describe('a shard whose borrower an event decided in between', () => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await freshDatabase()
    await publishFolder(fresh.db, 1n, resolve('strategies'), resolve('templates'))
  })
  afterAll(() => fresh.drop())

  const choose = (priority: number, channel: Channel = 'sms') => {
    const stage = 'early'
    const chosen = new Chosen()
    const of = { borrowerId: 7n, accountId: 70n }
    chosen.keepTreatment(of, {
      by: { name: 'online-lender', version: 1 },
      no: 0,
      decision: { stage, tone: 'warm', rowNo: 1, priority },
      choice: {
        treatment: 'early-sms',
        rowNo: 1,
        channel,
        template: 'reminder-warm',
        worklist: undefined,
        approval: undefined,
        reward: undefined,
        times: 1,
        askAgainOn: undefined,
      },
    })
    chosen.keepCadence({ ...of, steps: `{"early-sms":[1,${dayNumber(TODAY)}]}`, isNew: true })
    const row = {
      borrowerId: 7n,
      leadAccountId: 70n,
      portfolio: 1,
      state: 'open',
      stage,
      tone: 'warm',
      next: 'early-sms',
      priority,
      arrears: 5_000_000_000,
      currency: 'CNY',
      oldest: dayNumber(TODAY) - 3,
    }
    chosen.keepCase(row, 'none')
    return chosen
  }
  const range = { from: 0n, until: undefined }
  const read = () =>
    inTenant(fresh.db, 1n, async (tx) =>
      Pieces.of(await copyOut(tx, packedPositions(inRange(1n, range)))),
    )
  const keep = async (chosen: Chosen, pieces?: Pieces) => {
    const scope = { today: TODAY, range, pieces: pieces ?? (await read()) }
    return inTenant(fresh.db, 1n, (tx) => keepChosen(tx, 1n, scope, chosen))
  }
  const kept = () =>
    rowsOf(
      fresh.db,
      `select t.priority as first, c.priority as newest, c.arrears_minor, c.oldest_unpaid_due_on::text,
         (select count(*) from treatment) as n
       from treatment t join borrower_case c using (borrower_id)`,
    )
  const left = (newest: number) => [
    {
      first: 10,
      newest,
      arrears_minor: 5_000_000_000n,
      oldest_unpaid_due_on: '2026-11-17',
      n: 1n,
    },
  ]

  test('keeps the treatment once, and leaves the case as the event left it', async () => {
    expect(await keep(choose(10))).toEqual({ treatments: 1, changed: [] })
    const before = await read()
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
           outstanding_minor, arrears_minor, instalments_missed, as_of)
         values (1, 7, 70, 1, 1, 'CNY', 'zh', 500000, 0, 0, $1)`,
        [TODAY],
      ),
    )
    expect(await keep(choose(20), before)).toEqual({ treatments: 0, changed: [7n] })
    expect(await kept()).toEqual(left(10))
  })

  test('which nothing changed keeps what it chose, also where somebody chose the same before', async () => {
    expect(await keep(choose(20))).toEqual({ treatments: 1, changed: [] })
    expect(await kept()).toEqual(left(20))
  })

  test('and what no table takes is an error, not a conflict', async () => {
    await expect(keep(choose(30, 'fax' as Channel))).rejects.toThrow(/channel_check/)
  })
})
