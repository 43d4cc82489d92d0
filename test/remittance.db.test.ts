import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { addDays } from '../src/core/calendar.ts'
import { random } from '../src/sim/random.ts'
import { connectApp, inEvent, inTenant, type Db } from '../src/store/db.ts'
import { applyReversal } from '../src/store/payment-reversal.ts'
import { runRemittance } from '../src/store/remittance.ts'
import { listRemittances } from '../src/store/remittance-read.ts'
import {
  faultsOf,
  FIRST,
  handOn,
  live,
  openBook,
  openPortfolio,
  pay,
  run,
  TICK,
  TODAY,
  undo,
  type BookKind,
} from './remittance-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

/** A bug put into the program's own statement or reckoning, to see that the property finds it. */
type Plant = {
  readonly from?: string | RegExp
  readonly to?: string
  readonly left?: { readonly carriedMinor?: bigint; readonly remainder?: bigint }
}
const planted = vi.hoisted(() => ({ now: undefined as Plant | undefined, hit: false }))

vi.mock(import('../src/store/remittance-lines.ts'), async (original) => {
  const real = await original()
  const textOf = (kind: BookKind): string => {
    const text = real.LINES_OF[kind]
    const { from, to } = planted.now ?? {}
    if (from === undefined || to === undefined) return text
    const changed = text.replaceAll(from, to)
    planted.hit ||= changed !== text
    return changed
  }
  return {
    ...real,
    LINES_OF: {
      get host() {
        return textOf('host')
      },
      get own() {
        return textOf('own')
      },
    },
  }
})

vi.mock(import('../src/core/remittance.ts'), async (original) => {
  const real = await original()
  return {
    ...real,
    reckonRemittance: (handed, before, minimum) =>
      real.reckonRemittance(handed, { ...before, ...planted.now?.left }, minimum),
  }
})

let fresh: Fresh
let db: Db
let portfolios = 100
beforeAll(async () => {
  fresh = await freshDatabase()
  db = connectApp(fresh.adminUrl, { connectionsMax: 12 })
  await openBook(db)
})
afterAll(async () => {
  await db.end()
  await fresh.drop()
})
afterEach(() => {
  planted.now = undefined
})

const open = (kind: BookKind) => openPortfolio(db, portfolios++, kind)

const remittances = (portfolio: string) =>
  inTenant(db, 1n, (tx) => listRemittances(tx, 1n, { portfolio, limit: 100 }))

describe.each(['host', 'own'] as const)('M8 in a book of kind %s', (kind) => {
  test('what all remittances hand on is what stands, each reversal and refund taken back once', async () => {
    for (let seed = 1; seed <= (kind === 'own' ? 10 : 24); seed++) {
      const told = await open(kind)
      expect([seed, await live(db, told, random(seed))]).toEqual([seed, []])
      expect(told.paid.length).toBeGreaterThan(0)
    }
  })

  test('of five runs at once one hands on, and a later one finds nothing', async () => {
    for (let round = 0; round < 6; round++) {
      const told = await open(kind)
      const dice = random(round)
      for (let n = 0; n < 5; n++) await pay(db, told, dice)
      handOn(told, TODAY)
      const runs = await Promise.all(
        Array.from({ length: 2 + (round % 4) }, () => run(db, told, TODAY)),
      )
      expect(runs.filter((one) => 'made' in one && one.made.length === 1)).toHaveLength(1)
      expect(runs.filter((one) => 'made' in one && one.made.length === 0)).toHaveLength(
        runs.length - 1,
      )
      expect(await run(db, told, TODAY)).toEqual({ made: [], nameless: 0 })
      expect(await remittances(told.portfolio)).toHaveLength(1)
      expect(await faultsOf(db, told)).toEqual([])
    }
  })

  test('a payment and a reversal that race runs are handed on and taken back once', async () => {
    for (let round = 0; round < 8; round++) {
      const told = await open(kind)
      const dice = random(100 + round)
      for (let n = 0; n < 3; n++) await pay(db, told, dice)
      if (round % 2 === 0) {
        handOn(told, TODAY)
        await run(db, told, TODAY)
      }
      await Promise.all([
        run(db, told, TODAY),
        undo(db, told, dice),
        run(db, told, TODAY),
        pay(db, told, dice),
        run(db, told, TODAY),
      ])
      handOn(told, TODAY)
      await run(db, told, TODAY)
      expect([round, await faultsOf(db, told)]).toEqual([round, []])
    }
  })
})

const PLANTS: readonly (readonly [string, BookKind, Plant])[] = [
  [
    'reversals are not taken back',
    'host',
    { from: "l.portfolio_id = $2 and l.kind = 'payment'", to: 'false' },
  ],
  [
    'a reversal is taken back at the rate of its own day',
    'host',
    { from: 'coalesce(k.basis_points, t.basis_points)', to: 't.basis_points' },
  ],
  [
    'what was reversed is handed on',
    'host',
    { from: 'r.reverses_id = y.payment_id)', to: 'false)' },
  ],
  ['what was reversed is handed on', 'own', { from: 'r.reverses_id = y.item_id)', to: 'false)' }],
  [
    'money is handed on before it is final',
    'host',
    { from: 's.final_on <= $3', to: 's.effective_on <= $3' },
  ],
  ['refunds are not taken back', 'own', { from: "y.kind = 'refund' and", to: 'false and' }],
  [
    'money that names no debt is left',
    'own',
    { from: 'coalesce(e.account_id, h.account_id)', to: 'e.account_id' },
  ],
  [
    'a payment is handed on again',
    'host',
    {
      from: /not exists \(select from remittance_line l\s[^)]*l\.kind = 'payment'[^)]*\)/g,
      to: 'true',
    },
  ],
  ['what rounding left is lost', 'host', { left: { remainder: 0n } }],
  ['what is carried over is forgotten', 'host', { left: { carriedMinor: 0n } }],
]

describe('the property finds', () => {
  test.each(PLANTS)('%s (%s)', async (_, kind, plant) => {
    planted.hit = plant.left !== undefined
    let found = false
    for (let seed = 1; seed <= 24 && !found; seed++) {
      const told = await open(kind)
      planted.now = plant
      // The keys of the schema refuse some bugs outright.
      found = await live(db, told, random(seed)).then(
        (faults) => faults.length > 0,
        (error: unknown) => String(error).includes('remittance_line_pkey'),
      )
      planted.now = undefined
    }
    expect({ hit: planted.hit, found }).toEqual({ hit: true, found: true })
  })
})

describe('refusals, which write nothing', () => {
  const asked = (portfolio: string) => ({ portfolio, until: TODAY, by: 'mei' })

  test('no such portfolio, a lender of its own, a day to come, a collector, money before any terms', async () => {
    const told = await open('host')
    const refused = async (change: object) =>
      runRemittance(db, 1n, { ...asked(told.portfolio), ...change }, TICK)
    expect(await refused({ portfolio: 'nowhere' })).toEqual({ declined: 'no_such_portfolio' })
    expect(await refused({ portfolio: 'uk-cards' })).toEqual({
      declined: 'not_collected_for_another',
    })
    expect(await refused({ until: addDays(TODAY, 1) })).toEqual({ declined: 'day_in_future' })
    for (const by of ['cole', 'nobody'])
      expect(await refused({ by })).toEqual({ declined: 'role_may_not_remit' })
    const [borrowerId] = told.people
    await inTenant(db, 1n, (tx) =>
      tx.query(
        `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
         values (1, $1, $1, 1, 'early', 500, $2), (1, $1, $1, 2, 'late', 500, $3)`,
        [borrowerId, addDays(FIRST, -1), FIRST],
      ),
    )
    expect(await refused({})).toEqual({ declined: 'no_terms', on: addDays(FIRST, -1) })
    expect(await remittances(told.portfolio)).toEqual([])
  })

  test('nobody who works for a tenant changes or takes away what was handed on', async () => {
    for (const table of [
      'remittance',
      'remittance_line',
      'remittance_line_freed',
      'remittance_terms',
    ])
      for (const statement of [`update ${table} set recorded_at = now()`, `delete from ${table}`])
        await expect(inTenant(db, 1n, (tx) => tx.query(statement))).rejects.toThrow(
          'permission denied',
        )
  })

  test('two currencies make two remittances', async () => {
    const told = await open('host')
    const [first, second] = told.people
    await inTenant(db, 1n, async (tx) => {
      await tx.query(`update account set currency = 'USD' where borrower_id = $1`, [second])
      await tx.query(
        `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
         values (1, $1, $1, 1, 'one', 500, $3), (1, $2, $2, 2, 'other', 700, $3)`,
        [first, second, FIRST],
      )
    })
    const made = await run(db, told, TODAY)
    expect('made' in made && made.made).toHaveLength(2)
    const rows = await remittances(told.portfolio)
    expect(new Map(rows.map((row) => [row.currency, row.dueMinor]))).toEqual(
      new Map([
        ['CNY', 437n],
        ['USD', 612n],
      ]),
    )
  })

  test('a payment of a portfolio that is undone through the ordinary way is one line of each kind', async () => {
    const told = await open('own')
    const dice = random(3)
    await pay(db, told, dice)
    await run(db, told, TODAY)
    const [paid] = told.paid
    if (paid === undefined) throw new Error('bug: nothing was paid')
    const undone = { ...paid, effectiveOn: TODAY, kind: 'chargeback', why: 'card' } as const
    await inEvent(db, 1n, (tx) => applyReversal(tx, 1n, undone, TICK))
    await run(db, told, TODAY)
    const [second, first] = await remittances(told.portfolio)
    expect([first?.collectedMinor, second?.takenBackMinor]).toEqual([
      paid.amountMinor,
      -paid.amountMinor,
    ])
    expect(second?.dueMinor).toBe(-(first?.dueMinor ?? 0n))
  })
})
