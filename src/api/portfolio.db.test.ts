import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { FIGURES } from '../core/figure-key.ts'
import { loadFiles } from '../intake/load.ts'
import { connectAdmin } from '../store/db.ts'
import { keepMonthEnds } from '../store/month-end.ts'
import { addPerson, addPortfolios, inBook, openWorld, type World } from './testing.ts'
import type { FigureCell, FigureWire } from './wire.ts'

let world: World
const at = () => ({ today: world.today })

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    // Each was to pay 5000 on a day so many days before the 20th of November.
    for (const [id, late] of [
      [1n, 10],
      [2n, 40],
      [3n, 75],
      [4n, 75],
      [5n, 140],
      [6n, 300],
    ] as const)
      await addPerson(tx, { id, late })
    await addPerson(tx, { id: 7n, late: 60, portfolio: 2, language: 'zh' })
    // 4 paid in September, 8 has no case, 9 was closed in October.
    await addPerson(tx, { id: 8n, late: 75 })
    await addPerson(tx, { id: 9n, late: 75 })
    await tx.query(`insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on) values
      (1, 4, 4, 1, 'p1', 5000, '2026-10-20'), (1, 2, 2, 2, 'p2', 2000, '2026-11-05'), (1, 8, 8, 3, 'p3', 100, '2026-11-06')`)
    await tx.query(`insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source, recorded_at) values
      (1, 2, 2, 2000, 'GBP', '2026-11-02', '2026-11-10', 'call', '2026-11-02T10:00Z'),
      (1, 3, 3, 2000, 'GBP', '2026-11-02', '2026-11-10', 'call', '2026-11-02T10:00Z'),
      (1, 5, 5, 1000, 'GBP', '2026-11-12', '2026-11-28', 'call', '2026-11-12T10:00Z')`)
    for (const [id, state, disposition] of [
      [1n, 'delivered', undefined],
      [2n, 'accepted', 'promise'],
      [3n, 'accepted', 'promise'],
      [5n, 'accepted', 'third_party'],
      [6n, undefined, undefined],
    ] as const) {
      await tx.query(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone, row_no, treatment, channel)
         values (1, $1, $1, '2026-11-02', 'bank', 1, 'late', 'warm', 1, 'call', 'call')`,
        [id],
      )
      if (state !== undefined) await contact(tx, { id, state, disposition })
    }
    await tx.query(
      `insert into channel_cost (tenant_id, channel, currency, effective_on, cost_minor) values (1, 'call', 'GBP', '2026-01-01', 30)`,
    )
    await tx.query(
      `insert into hour_cost (tenant_id, currency, effective_on, hour_minor) values (1, 'GBP', '2026-01-01', 1800)`,
    )
    await tx.query(`insert into lease_event (tenant_id, borrower_id, lease_no, user_id, kind, effective_at) values
      (1, 2, 1, 'x', 'taken', '2026-11-02T09:00Z'), (1, 2, 1, 'x', 'worked', '2026-11-02T09:20Z')`)
    await ownBook(tx)
  })
  const admin = connectAdmin(world.adminUrl, { connectionsMax: 1 })
  await admin.query(`delete from borrower_case where borrower_id = 8`)
  await admin.query(`update account set closed_on = '2026-10-15' where account_id = 9`)
  await admin.query(`update account set portfolio_id = 4 where account_id in (31, 32)`)
  await admin.end()
})
afterAll(() => world.stop())

type Tx = Parameters<Parameters<typeof inBook>[1]>[0]

async function contact(
  tx: Tx,
  { id, state, disposition }: { id: bigint; state: string; disposition: string | undefined },
) {
  const made = await tx.query<{ id: bigint }>(
    `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
       template, language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
     values (1, $1::bigint, gen_random_uuid(), 1, array[$1::bigint], 'call', 1, '-', 'en', $2, 0,
       '2026-11-02T10:00Z', '2026-11-02T11:00Z', '2026-11-02T10:00Z', '[]', 'x') returning contact_id as id`,
    [id, state],
  )
  if (disposition === undefined) return
  await tx.query(
    `insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
     values (1, $1, $2, 'conversation', jsonb_build_object('disposition', $3::text), '2026-11-02T10:05Z')`,
    [id, made.rows[0]?.id, disposition],
  )
}

/** Two debts bought in September; one person pays twice, one payment is taken back. */
async function ownBook(tx: Tx) {
  await tx.query(
    `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
     values (1, 4, 'bought', '购入债权', 'Bought debts', 'own', 'Us', 'creditor', '{uk}', 'bank')`,
  )
  for (const id of [31n, 32n]) {
    await addPerson(tx, { id, portfolio: 1 })
    await entry(tx, { id, no: 1, kind: 'placement', on: '2026-09-03', minor: 10_000 })
  }
  await entry(tx, { id: 31n, no: 2, kind: 'payment', on: '2026-09-20', minor: 1000, paid: 901 })
  await entry(tx, { id: 31n, no: 3, kind: 'payment', on: '2026-11-02', minor: 500, paid: 902 })
  await entry(tx, { id: 32n, no: 2, kind: 'payment', on: '2026-10-02', minor: 700, paid: 903 })
  await entry(tx, { id: 32n, no: 3, kind: 'reversal', on: '2026-10-03', minor: 700, undoes: 2 })
}

type Entry = {
  id: bigint
  no: number
  kind: string
  on: string
  minor: number
  paid?: number
  undoes?: number
}
const entry = (tx: Tx, { id, no, kind, on, minor, paid, undoes }: Entry) =>
  tx.query(
    `insert into entry (tenant_id, borrower_id, entry_id, kind, effective_on, fact_on, currency, account_id,
       amount_minor, payment_id, reverses_id, made_by, line_accounts, line_ledger, line_minors)
     values (1, $1::bigint, $2::bigint, $3, $4::date, $4::date, 'GBP', $1::bigint, $5::bigint, $6::bigint, $7::bigint, 'x',
       array[$1::bigint, $1::bigint], '{1,7}', array[$5::bigint, -$5::bigint])`,
    [id, no, kind, on, minor, paid, undoes],
  )

const read = async (path: string, lang = 'en'): Promise<FigureWire> => {
  const answer = await world.ask(`/v1/portfolio/${path}&lang=${lang}`, { as: 'manager' })
  expect([path, answer.status]).toEqual([path, 200])
  return answer.json
}

const cellOf = (figure: FigureWire, row: string, column: string): FigureCell | undefined =>
  figure.rows.find((one) => one.code === row)?.cells[
    figure.columns.findIndex((one) => one.code === column)
  ]

describe('month-ends', () => {
  test('a month counts once it is whole, and is worked out once', async () => {
    const kept = await keepMonthEnds(world.db, 1n, at())
    expect([kept.months.length, kept.months[0], kept.months.at(-1)]).toEqual([
      13,
      '2025-10-31',
      '2026-10-31',
    ])
    expect((await keepMonthEnds(world.db, 1n, at())).months).toEqual([])
    const again = await keepMonthEnds(world.db, 1n, { ...at(), from: day('2026-09-10') })
    expect(again.months).toEqual(['2026-09-30', '2026-10-31'])
  })

  test('what is learnt later stands in a month that is worked out again, not in one that is kept', async () => {
    const of = async () => {
      const rolls = await read('rolls?currency=GBP&month=2026-10')
      return ['current', '4m'].map((column) => cellOf(rolls, '3m', column)?.count)
    }
    expect(await of()).toEqual([0, 1])
    await inBook(world, (tx) =>
      tx.query(`insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
        values (1, 5, 5, 50, 'late', 5000, '2026-10-02')`),
    )
    expect(await of()).toEqual([0, 1])
    await keepMonthEnds(world.db, 1n, { ...at(), from: day('2026-10-01') })
    expect(await of()).toEqual([1, 0])
  })
})

describe('a month whose positions nothing has touched since', () => {
  test('is read from them, and says what the facts say', async () => {
    const of = async () => (await read('rolls?currency=GBP&month=2026-10')).rows
    const before = await of()
    const set = (sql: string) => inBook(world, (tx) => tx.query(sql))
    await set(`update position set as_of = '2026-10-01' where account_id in (3, 6, 8)`)
    await keepMonthEnds(world.db, 1n, { ...at(), from: day('2026-10-01') })
    expect(await of()).toEqual(before)
    await set(`update position set outstanding_minor = 4999 where account_id = 6`)
    await keepMonthEnds(world.db, 1n, { ...at(), from: day('2026-10-01') })
    const read6 = await inBook(world, (tx) =>
      tx.query(
        `select outstanding_minor from month_end where account_id = 6 and month_on = '2026-10-31'`,
      ),
    )
    expect(read6.rows).toEqual([{ outstanding_minor: 4999n }])
    // A position of today says nothing of October.
    await set(`update position set as_of = '2026-11-20' where account_id in (3, 6, 8)`)
    await keepMonthEnds(world.db, 1n, { ...at(), from: day('2026-10-01') })
    expect(await of()).toEqual(before)
  })
})

describe('what the figures say', () => {
  test('roll rates: where accounts went, and who left', async () => {
    const rolls = await read('rolls?currency=GBP&month=2026-10')
    expect(Date.parse(rolls.known_at ?? '')).toBeGreaterThan(world.now)
    // 3 and 8 were 24 days behind and are 55, 4 paid, 9 left.
    expect(cellOf(rolls, '1m', '2m')).toMatchObject({
      count: 2,
      of: 3,
      share: '0.666667',
      cases: 1,
    })
    expect(cellOf(rolls, '1m', 'current')).toMatchObject({ count: 1, share: '0.333333', cases: 1 })
    expect(cellOf(rolls, '1m', 'left')).toMatchObject({ count: 1, share: null })
    const china = await read('rolls?currency=CNY&portfolio=cn-loans&month=2026-10')
    expect(china.rows.flatMap((row) => row.cells).reduce((n, cell) => n + cell.count, 0)).toBe(1)
  })

  test('cures, vintages', async () => {
    const cures = await read('cures?currency=GBP&month=2026-10')
    expect(cellOf(cures, '1m', '2026-10')).toMatchObject({ count: 1, of: 3, cases: 1 })
    const vintages = await read('vintages?currency=GBP&month=2026-10')
    // All were opened in January; more than thirty days behind by the end of October: 3, 8, 6.
    expect(cellOf(vintages, '2026-01', '9')).toMatchObject({ count: 3, cases: 2 })
    expect(cellOf(vintages, '2026-01', '10')?.share).toBeNull()
  })

  test('promises, and the way from due to kept', async () => {
    const promises = await read('promises?currency=GBP&month=2026-11')
    expect(cellOf(promises, '2026-11', 'kept')).toMatchObject({ count: 1, of: 3, cases: 1 })
    expect(cellOf(promises, '2026-11', 'broken')?.amount?.minor).toBe('2000')
    expect(cellOf(promises, '2026-11', 'open')?.count).toBe(1)
    const funnel = await read('funnel?currency=GBP&month=2026-11')
    expect(funnel.rows.map((row) => [row.code, row.cells[0]?.count])).toEqual([
      ['due', 5],
      ['permitted', 4],
      ['delivered', 4],
      ['reached', 2],
      ['promise', 2],
      ['kept', 1],
    ])
  })

  test('cost to collect, and what was collected of debts that were bought', async () => {
    const cost = await read('cost?currency=GBP&month=2026-11')
    expect(cellOf(cost, 'call', 'people')).toMatchObject({ count: 4, amount: { minor: '120' } })
    expect(cellOf(cost, 'time', 'people')?.amount?.minor).toBe('600')
    // 8 has no case; 31 paid in the own book.
    expect(cellOf(cost, 'collected', 'people')).toMatchObject({
      count: 2,
      amount: { minor: '2500' },
    })
    expect(cellOf(cost, 'call', 'people')?.share).toBe('0.048000')
    const curve = await read('liquidation?currency=GBP&portfolio=bought')
    expect(curve.rows.map((row) => row.code)).toEqual(['2026-09'])
    expect(['0', '1', '2', '3'].map((n) => cellOf(curve, '2026-09', n)?.share)).toEqual([
      '0.050000',
      '0.050000',
      '0.075000',
      null,
    ])
  })

  test('another currency, portfolio or month is another figure; an unknown portfolio is none', async () => {
    const path = '/v1/portfolio/rolls?currency=GBP&portfolio=nowhere'
    const answer = await world.ask(path, { as: 'manager' })
    expect(answer.json.code).toBe('no_such_portfolio')
    expect(
      (await read('rolls?currency=USD')).rows.every((row) => row.cells.every((c) => c.count === 0)),
    ).toBe(true)
    expect((await read('funnel?currency=GBP', 'zh')).title).toBe('联系漏斗')
  })
})

describe('every cell opens as many cases as it says', () => {
  test.each(FIGURES)('%s', async (figure) => {
    const months = ['vintages', 'rolls', 'cures'].includes(figure) ? '2026-10' : '2026-11'
    const found = await read(`${figure}?currency=GBP&month=${months}`)
    let opened = 0
    for (const cell of found.rows.flatMap((row) => row.cells)) {
      expect(cell.opens === null).toBe(cell.cases === 0)
      if (cell.opens === null) continue
      const { json } = await world.ask(`/v1/cases?limit=200&${cell.opens}`, { as: 'manager' })
      expect([cell.opens, json.items?.length]).toEqual([cell.opens, cell.cases])
      opened++
    }
    expect(opened).toBeGreaterThan(0)
  })

  test('a key that is none is refused', async () => {
    const answer = await world.ask('/v1/cases?figure=rolls:-:GBP:2026-13:1m:2m', { as: 'manager' })
    expect(answer.status).toBe(400)
  })
})

const DATA = process.env['FORBEAR_DATA']
if (DATA === undefined) console.log('Skipped: real data. Set FORBEAR_DATA to its folder.')

test.skipIf(DATA === undefined)(
  'the card book rolls as the reference says, cell by cell',
  async () => {
    const data = DATA ?? ''
    await loadFiles(world.db, 1n, {
      path: join(data, 'uci-credit-default'),
      mapping: 'uci-cards',
      mappings: join(import.meta.dirname, '../../mappings'),
      asOf: day('2005-09-30'),
      today: world.today,
      now: world.now,
      dryRun: false,
      say: () => undefined,
    })
    await keepMonthEnds(world.db, 1n, { today: day('2005-10-02'), from: day('2005-04-01') })
    const [, ...wanted] = readFileSync(join(data, 'reference/uci_roll_buckets.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
      .filter((line) => line[0] === 'all' && line[1] !== 'pooled')
    let compared = 0
    for (const [, transition = '', from = '', to = '', n, fromN] of wanted) {
      const month = transition.slice(-7)
      const rolls = await read(`rolls?currency=TWD&portfolio=uci-cards&month=${month}`)
      const cell = cellOf(rolls, from.replace('+', ''), to.replace('+', ''))
      expect([transition, from, to, cell?.count, cell?.of]).toEqual([
        transition,
        from,
        to,
        Number(n),
        Number(fromN),
      ])
      compared++
    }
    expect(compared).toBeGreaterThan(100)
  },
  600_000,
)
