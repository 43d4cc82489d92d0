import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { totalOf } from '../src/core/ledger.ts'
import { openCare } from '../src/store/care.ts'
import { loadCareBook } from '../src/store/care-book.ts'
import { inTenant } from '../src/store/db.ts'
import { furnish } from '../src/store/furnish.ts'
import { loadLaw } from '../src/store/law.ts'
import { readLimitations } from '../src/store/limitation.ts'
import { readStatement } from '../src/store/ledger-statement.ts'
import { rows } from './dispatch-world.ts'
import { ownBook, type OwnDebt } from './ledger-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

let fresh: Fresh
let debts: OwnDebt[]
beforeAll(async () => {
  fresh = await freshDatabase()
  debts = await ownBook(fresh.db, 2)
})
afterAll(() => fresh.drop())

const TODAY = day('2026-11-20')
const NOW = Date.parse('2026-11-20T04:00:00Z') as Instant

async function owed(debt: OwnDebt, until = TODAY): Promise<bigint> {
  const told = await inTenant(fresh.db, 1n, (tx) =>
    readStatement(
      tx,
      { tenantId: 1n, borrowerId: debt.borrowerId },
      { accountId: debt.accountId, from: undefined, until, knownAt: undefined },
    ),
  )
  return told === undefined ? 0n : totalOf(told.statement.closing)
}

test('a dispute stops interest on that debt from its day on, and on no other', async () => {
  const [disputed, other] = debts
  if (disputed === undefined || other === undefined) throw new Error('two borrowers')
  const later = addDays(TODAY, 40)
  const before = await owed(disputed)
  expect(await owed(disputed, later)).toBeGreaterThan(before)
  await inTenant(fresh.db, 1n, (tx) =>
    openCare(
      tx,
      1n,
      {
        ...disputed,
        kind: 'dispute',
        sort: 'amount',
        toldOn: TODAY,
        written: true,
        source: 'letter',
        by: 'ann',
      },
      { now: NOW, today: TODAY, book: loadCareBook() },
    ),
  )
  expect(await owed(disputed, later)).toBe(before)
  expect(await owed(other, later)).toBeGreaterThan(await owed(other))
})

test('a register is told what the ledger says is owed, and nothing of a disputed debt that it has not', async () => {
  const [disputed, other] = debts
  if (disputed === undefined || other === undefined) throw new Error('two borrowers')
  await rows(
    fresh.db,
    `insert into credit_notice (tenant_id, borrower_id, account_id, channel, effective_on, source)
     select 1, borrower_id, account_id, 'letter', '2026-10-01', 'post' from account`,
  )
  const made = await furnish(fresh.db, 1n, {
    portfolio: 'cn-purchased',
    month: day('2026-11-01'),
    layout: 'csv',
    reporter: 'Demo Bank',
    law: loadLaw('law'),
    now: NOW,
    today: TODAY,
    dryRun: true,
  })
  if ('declined' in made) throw new Error(made.declined)
  const [ref] = await rows<{ ref: string }>(
    fresh.db,
    'select ref from account where account_id = $1',
    [other.accountId],
  )
  const line = made.file.split('\r\n').find((one) => one.includes(`,${ref?.ref},`))
  expect(line?.split(',')[5]).toBe(String(await owed(other)))
  expect(made.withheld.map((one) => one.why)).toEqual(['disputed_and_new'])
})

test('the time of a bought debt is counted from its default', async () => {
  const [, other] = debts
  if (other === undefined) throw new Error('two borrowers')
  const all = await inTenant(fresh.db, 1n, (tx) =>
    readLimitations(tx, 1n, [other.borrowerId], TODAY),
  )
  expect(all.map((one) => one.barredOn)).toEqual(['2028-03-16', '2028-03-16'])
})
