import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addPeople, makeBook, MORNING, rows } from '../../test/dispatch-world.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { type Day, day, type Instant } from '../core/calendar.ts'
import { METRO2_LENGTH, readBase } from '../core/metro2.ts'
import { actOnCare, openCare } from './care.ts'
import { loadCareBook } from './care-book.ts'
import { inTenant } from './db.ts'
import { furnish, type Furnished } from './furnish.ts'
import { loadLaw } from './law.ts'

const law = loadLaw('law')
let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())

let next = 2000
let id: number
let place: 'cn' | 'us'
const add = async (where: 'cn' | 'us') => {
  id = next++
  place = where
  await addPeople(fresh.db, [{ id, jurisdictions: where, language: 'en', treatments: 0 }])
}
// Due on 1 November: sixty days late at the end of the year.
const TODAY = day('2027-01-15')
const NOW = (MORNING + 56 * 86_400_000 + 13 * 3_600_000) as Instant

async function run(
  month = '2026-12',
  dryRun = false,
  now = NOW,
  today = TODAY,
): Promise<Furnished> {
  const made = await furnish(fresh.db, 1n, {
    portfolio: `book-${place}`,
    month: day(`${month}-01`),
    layout: place === 'us' ? 'metro2' : 'csv',
    reporter: 'Demo Bank',
    law,
    now,
    today,
    dryRun,
  })
  if ('declined' in made) throw new Error(made.declined)
  return made
}

const notice = (on: Day, channel = 'letter', returnedOn: Day | null = null) =>
  rows(
    fresh.db,
    `insert into credit_notice (tenant_id, borrower_id, account_id, channel, effective_on, returned_on, source)
     values (1, $1, $2, $3, $4, $5, 'post')`,
    [id, id * 10, channel, on, returnedOn],
  )
const ref = () => `A-${id}00`
const withheld = (made: Furnished) => made.withheld.find((one) => one.accountRef === ref())
const base = (made: Furnished) =>
  made.file
    .split('\n')
    .flatMap((line) => readBase(line) ?? [])
    .find((one) => one.accountNumber === ref())
const dispute = async (written: boolean) => {
  const made = await inTenant(fresh.db, 1n, (tx) =>
    openCare(
      tx,
      1n,
      {
        borrowerId: BigInt(id),
        accountId: BigInt(id) * 10n,
        kind: 'dispute',
        sort: 'identity',
        toldOn: TODAY,
        written,
        source: 'letter',
        by: 'ann',
      },
      { now: NOW, today: TODAY, book: loadCareBook() },
    ),
  )
  if ('declined' in made) throw new Error(made.declined)
  return made.careId
}
const uphold = (careId: bigint) => act(careId, 'uphold')
const act = (careId: bigint, action: string) =>
  inTenant(fresh.db, 1n, (tx) =>
    actOnCare(
      tx,
      1n,
      {
        borrowerId: BigInt(id),
        careId,
        action,
        on: TODAY,
        by: 'ann',
        words: 'Not theirs',
      },
      { now: NOW, today: TODAY, book: loadCareBook() },
    ),
  )

describe('United States, an agency', () => {
  beforeEach(() => add('us'))

  test('nothing is furnished before a talk, or a message and fourteen days', async () => {
    expect(withheld(await run())).toMatchObject({ why: 'law', rules: ['us.reg-f.30a'] })
    await notice(day('2027-01-02'))
    expect(withheld(await run())).toMatchObject({ why: 'law' })
    await notice(day('2027-01-01'))
    expect(withheld(await run())).toBeUndefined()
    const [kept] = await rows<{ record: { status: string }; notice: { channel: string } }>(
      fresh.db,
      'select record, notice from furnished where borrower_id = $1',
      [id],
    )
    expect(kept).toMatchObject({ record: { status: '78' }, notice: { channel: 'letter' } })
  })

  test('a letter that came back is no notice, a talk is', async () => {
    await notice(day('2026-12-01'), 'letter', day('2026-12-09'))
    expect(withheld(await run())).toMatchObject({ why: 'law' })
    await notice(TODAY, 'call')
    const made = await run()
    expect(base(made)).toMatchObject({ accountStatus: '78', complianceCode: '' })
    for (const line of made.file.split('\n').slice(0, -1)) expect(line).toHaveLength(METRO2_LENGTH)
    expect((await run()).already).toBeGreaterThanOrEqual(1)
    expect(base(await run())).toBeUndefined()
  })

  test('disputed: not begun, marked where the register has it, deleted when it was never theirs', async () => {
    await notice(day('2026-12-01'))
    const first = await dispute(true)
    expect(withheld(await run())).toMatchObject({ why: 'disputed_and_new' })
    await uphold(first)
    expect(base(await run())).toMatchObject({ accountStatus: '78', complianceCode: '' })
    // In writing and in time it stops the report itself; by word of mouth it marks it.
    const inWriting = await dispute(true)
    expect(withheld(await run('2027-01'))).toMatchObject({ why: 'law', rules: ['us.reg-f.38'] })
    await act(inWriting, 'withdraw')
    const second = await dispute(false)
    expect(base(await run('2027-01'))).toMatchObject({ complianceCode: 'XB' })
    await uphold(second)
    const made = await run('2027-01')
    expect(made.corrections).toBeGreaterThanOrEqual(1)
    expect(base(made)).toMatchObject({ accountStatus: 'DA', complianceCode: 'XH' })
    // Put right once.
    expect(base(await run('2027-01'))).toBeUndefined()
  })

  test('a dry run keeps nothing', async () => {
    await notice(day('2026-12-01'))
    expect(base(await run('2026-12', true))).toBeDefined()
    const kept = await rows(fresh.db, 'select from furnished where borrower_id = $1', [id])
    expect(kept).toHaveLength(0)
  })

  test('seven years and 180 days after the delinquency began nothing against them is told', async () => {
    await notice(day('2026-12-01'))
    const late = (today: Day) =>
      run('2034-03', true, Date.UTC(2034, 4, Number(today.slice(-2)), 15) as Instant, today)
    expect(withheld(await late(day('2034-05-10')))).toMatchObject({ why: 'too_old' })
    const before = await run(
      '2034-03',
      true,
      Date.UTC(2034, 3, 20, 15) as Instant,
      day('2034-04-20'),
    )
    expect(base(before)).toMatchObject({ accountStatus: '84' })
  })
})

describe('China', () => {
  beforeEach(() => add('cn'))

  test('the person is told before; a good record needs no notice', async () => {
    expect(withheld(await run())).toMatchObject({ why: 'law', rules: ['cn.credit'] })
    await notice(day('2027-01-14'), 'sms')
    const made = await run()
    expect(made.file).toContain(`regular,2026-12-31,${ref()}`)
    await add('cn')
    await rows(
      fresh.db,
      `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
       values (1, $1, $2, $1, 'P', 10000, '2026-11-02')`,
      [id, id * 10],
    )
    expect(withheld(await run())).toBeUndefined()
  })

  test('of a month for which the book has nothing, nothing is told', async () => {
    await notice(day('2026-12-01'))
    const early = await run('2025-06', true, Date.UTC(2025, 6, 1, 4) as Instant, day('2025-07-01'))
    expect(withheld(early)).toMatchObject({ why: 'not_known' })
    expect(withheld(await run('2026-12', true))).toBeUndefined()
  })

  test('a hardship that is pending withholds it', async () => {
    await notice(day('2026-12-01'))
    await rows(
      fresh.db,
      `insert into hold (tenant_id, borrower_id, reason, from_on, source) values (1, $1, 'hardship', $2, 'call')`,
      [id, TODAY],
    )
    expect(withheld(await run())).toMatchObject({ why: 'held' })
  })
})
