import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPerson, addPortfolios } from '../src/api/testing.ts'
import { day, type Day, type Instant } from '../src/core/calendar.ts'
import { inTenant, type Tx } from '../src/store/db.ts'
import { keepCollections, nextFileRef, pickCollections, type Picked } from '../src/store/collect.ts'
import { failCollection, settleFile } from '../src/store/collected.ts'
import { addMandate, readMandates } from '../src/store/mandate.ts'
import { applyReturn } from '../src/store/money-return.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const SIGNED = day('2026-10-01')
const ON = day('2026-12-07')
const TODAY = day('2026-12-01')
const tick = (today: Day) => ({ now: Date.parse(`${today}T10:00:00Z`) as Instant, today })
const rules = { attemptsMax: 2, daysBetween: 5 }

let fresh: Fresh
let next = 0n
beforeAll(async () => {
  fresh = await freshDatabase()
  await inBook(addPortfolios)
})
afterAll(() => fresh.drop())

const inBook = <T>(work: (tx: Tx) => Promise<T>) => inTenant(fresh.db, 1n, work)

/** Whoever was there before has no mandate any more. */
beforeEach(() =>
  inBook((tx) =>
    tx.query(`insert into mandate_end (tenant_id, borrower_id, mandate_no, effective_on, why, made_by)
      select tenant_id, borrower_id, mandate_no, '2026-10-02', 'over', 'test' from mandate on conflict do nothing`),
  ),
)

/** Somebody with a mandate and a plan: 100.00 on the 5th of December, a Saturday, and of January. */
async function person(): Promise<bigint> {
  next += 1n
  const id = next
  await inBook(async (tx) => {
    await addPerson(tx, { id, arrears: 20_000n })
    await tx.query(`update account set currency = 'EUR' where borrower_id = $1`, [id])
    await tx.query(
      `insert into plan (tenant_id, borrower_id, account_id, currency, agreed_on, source)
       values (1, $1, $1, 'EUR', '2026-10-01', 'test')`,
      [id],
    )
    await tx.query(
      `insert into plan_instalment (tenant_id, borrower_id, plan_id, instalment_no, due_on, amount_minor)
       select 1, $1, plan_id, no, due, 10000 from plan, (values (1, date '2026-12-05'), (2, date '2027-01-05')) as v(no, due)
       where borrower_id = $1`,
      [id],
    )
    const mandate = { borrowerId: id, accountId: id, ref: `M-${id}`, holder: 'Ann Weber' }
    const bank = { iban: 'DE89370400440532013000', bic: undefined }
    const terms = { signedOn: SIGNED, noticeDays: 14, by: 'test' }
    await addMandate(tx, 1n, { ...mandate, ...bank, ...terms })
  })
  return id
}

async function collect(on: Day, today: Day): Promise<Picked & { fileRef: string }> {
  return inBook(async (tx) => {
    const picked = await pickCollections(tx, 1n, { on, today, rules })
    const fileRef = await nextFileRef(tx, 1n, on)
    if (picked.lines.length > 0) {
      const kept = { fileRef, collectOn: on, contentHash: '0'.repeat(64), by: 'test' }
      await keepCollections(tx, 1n, { ...kept, lines: picked.lines })
    }
    return { ...picked, fileRef }
  })
}

const paid = async (id: bigint) => {
  const found = await inBook((tx) =>
    tx.query<{ net: bigint }>(
      `select coalesce(sum(case when reverses_id is null then amount_minor else -amount_minor end), 0)::bigint as net
         from payment where borrower_id = $1`,
      [id],
    ),
  )
  return found.rows[0]?.net
}

const fail = (endToEndRef: string, reason: string, on: Day) =>
  inBook((tx) => failCollection(tx, 1n, { endToEndRef, reason, on, source: 'test' }, tick(on)))

test('an instalment of a Saturday is collected on Monday, once, and paid when the bank says so', async () => {
  const id = await person()
  expect((await collect(day('2026-12-04'), TODAY)).lines).toEqual([])
  const first = await collect(ON, TODAY)
  expect(first.lines).toMatchObject([
    { forKind: 'plan', forNo: 1, amountMinor: 10_000n, sequence: 'FRST', attempt: 1 },
  ])
  const again = await collect(ON, TODAY)
  expect(again.lines).toEqual([])
  expect(again.passed.map((one) => one.why)).toContain('under_way')
  expect(await paid(id)).toBe(0n)
  const settle = () =>
    inBook((tx) => settleFile(tx, 1n, { fileRef: first.fileRef, on: ON, source: 'test' }, tick(ON)))
  expect(await settle()).toEqual({ settled: 1, totalMinor: 10_000n, untaken: [] })
  expect(await settle()).toEqual({ settled: 0, totalMinor: 0n, untaken: [] })
  expect(await paid(id)).toBe(10_000n)
  const second = await collect(day('2027-01-05'), day('2027-01-02'))
  expect(second.lines).toMatchObject([{ forNo: 2, sequence: 'RCUR' }])
})

test('two runs at once collect once', async () => {
  await person()
  const runs = await Promise.all([collect(ON, TODAY), collect(ON, TODAY), collect(ON, TODAY)])
  expect(runs.flatMap((run) => run.lines)).toHaveLength(1)
})

test('a hold stops it, whatever was agreed; without it, it is collected', async () => {
  const id = await person()
  await inBook((tx) =>
    tx.query(
      `insert into hold (tenant_id, borrower_id, reason, from_on, source) values (1, $1, 'breathing_space', $2, 'test')`,
      [id, TODAY],
    ),
  )
  const held = await collect(ON, TODAY)
  expect([held.lines, held.passed.map((one) => one.why)]).toEqual([[], ['held']])
  await person()
  expect((await collect(ON, TODAY)).lines).toHaveLength(1)
})

test('a lack of money is tried once more, some days later; the second failure is the last', async () => {
  await person()
  const first = await collect(ON, TODAY)
  expect(await fail(first.lines[0]?.endToEndRef ?? '', 'AM04', day('2026-12-08'))).toBe('rejected')
  expect(await fail(first.lines[0]?.endToEndRef ?? '', 'AM04', day('2026-12-08'))).toBe('again')
  expect((await collect(day('2026-12-11'), day('2026-12-09'))).lines).toEqual([])
  const second = await collect(day('2026-12-14'), day('2026-12-11'))
  // The first was never taken, so this one is a first one again.
  expect(second.lines).toMatchObject([{ attempt: 2, sequence: 'FRST' }])
  await fail(second.lines[0]?.endToEndRef ?? '', 'AM04', day('2026-12-15'))
  expect((await collect(day('2026-12-21'), day('2026-12-18'))).lines).toEqual([])
})

test('what comes back after it was paid is undone, and a closed account ends the mandate', async () => {
  const id = await person()
  const { lines, fileRef } = await collect(ON, TODAY)
  await inBook((tx) => settleFile(tx, 1n, { fileRef, on: ON, source: 'test' }, tick(ON)))
  expect(await fail(lines[0]?.endToEndRef ?? '', 'AC04', day('2026-12-10'))).toBe('returned')
  expect(await paid(id)).toBe(0n)
  const [mandate] = await inBook((tx) => readMandates(tx, 1n, { borrowerId: id }))
  expect(mandate?.endedOn).toBe('2026-12-10')
  expect(await fail('DDNOTHING', 'AC04', ON)).toBeUndefined()
})

test('what comes back by a day before it was credited is undone on the day of its credit', async () => {
  const id = await person()
  const { lines, fileRef } = await collect(ON, TODAY)
  const settled = day('2026-12-09')
  await inBook((tx) => settleFile(tx, 1n, { fileRef, on: settled, source: 'test' }, tick(settled)))
  expect(await fail(lines[0]?.endToEndRef ?? '', 'AM04', day('2026-12-08'))).toBe('returned')
  expect(await paid(id)).toBe(0n)
})

test('a bank file that brings it back finds it by our reference', async () => {
  const id = await person()
  const { lines, fileRef } = await collect(ON, TODAY)
  await inBook((tx) => settleFile(tx, 1n, { fileRef, on: ON, source: 'test' }, tick(ON)))
  const ref = lines[0]?.endToEndRef ?? ''
  const key = { itemKey: 77n, itemNo: 1n }
  const returned = await inBook(async (tx) => {
    await tx.query(
      `insert into money_item (tenant_id, item_key, item_no, statement_id, bank_account, amount_minor, currency,
         booked_on, end_to_end, returned, return_code)
       values (1, 77, 1, 1, 'DE02', -10000, 'EUR', '2026-12-10', $1, true, 'AM04')`,
      [ref],
    )
    await tx.query(
      `insert into money_waiting (tenant_id, item_key, item_no, left_minor, booked_on)
         values (1, 77, 1, -10000, '2026-12-10')`,
    )
    return applyReturn(tx, 1n, key, tick(day('2026-12-10')))
  })
  expect(returned).toEqual({ done: 'returned', payments: 1 })
  expect(await paid(id)).toBe(0n)
  expect(await fail(ref, 'AM04', day('2026-12-11'))).toBe('again')
})
