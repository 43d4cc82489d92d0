import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPeople, makeBook, MORNING, rows, TODAY } from '../../test/dispatch-world.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { addDays, addMonths, type Day, day } from '../core/calendar.ts'
import { actOnCare } from './care.ts'
import { loadCareBook } from './care-book.ts'
import { inTenant } from './db.ts'
import { recordPayment } from './payment-event.ts'
import { EXECUTORS } from './request-executors.ts'
import { proposeRestructure } from './restructure.ts'
import { answerSecond } from './second-person.ts'
import { addStaff } from './staff.ts'

let fresh: Fresh
let next = 900
let id: number
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await inTenant(fresh.db, 1n, async (tx) => {
    for (const [userId, role] of [
      ['ann', 'manager'],
      ['bob', 'compliance'],
      ['col', 'collector'],
    ] as const)
      await addStaff(tx, 1n, { userId, name: userId, role })
  })
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  id = next++
  await addPeople(fresh.db, [{ id }])
})

const tick = (today: Day = TODAY) => ({ now: MORNING, today, book: loadCareBook() })
const propose = (today: Day = TODAY) =>
  inTenant(fresh.db, 1n, (tx) =>
    proposeRestructure(
      tx,
      1n,
      {
        borrowerId: BigInt(id),
        accountId: BigInt(id) * 10n,
        rework: { sort: 're_amortise', rows: 3, firstOn: addDays(today, 25) },
        why: 'Lost the job, budget seen',
        source: 'budget',
        by: 'ann',
      },
      tick(today),
    ),
  )
const answer = (requestId: bigint, by: string, approve = true, why?: string) =>
  inTenant(fresh.db, 1n, (tx) =>
    answerSecond(
      tx,
      1n,
      { borrowerId: BigInt(id), requestId, by, approve, why, executors: EXECUTORS },
      { now: MORNING, today: TODAY },
    ),
  )
const act = (careId: bigint, action: string, today: Day = TODAY) =>
  inTenant(fresh.db, 1n, (tx) =>
    actOnCare(
      tx,
      1n,
      { borrowerId: BigInt(id), careId, action, on: today, by: 'ann', words: 'late again' },
      tick(today),
    ),
  )
const schedule = () =>
  rows<{ version: number; due_on: Day; amount_minor: bigint }>(
    fresh.db,
    'select version, due_on, amount_minor from instalment where borrower_id = $1 order by version, instalment_no',
    [id],
  )
async function proposed() {
  const made = await propose()
  if ('declined' in made) throw new Error(made.declined)
  return made
}

test('nothing changes until another person agrees; then there is a new version, and a watch', async () => {
  const { requestId, careId } = await proposed()
  expect(await schedule()).toHaveLength(1)
  expect(await act(careId, 'approve')).toEqual({ declined: 'care_needs', need: 'second_person' })
  expect(await answer(requestId, 'ann')).toEqual({ declined: 'request_same_person' })
  expect(await answer(requestId, 'col')).toEqual({ declined: 'request_wrong_role' })
  expect(await answer(requestId, 'bob')).toMatchObject({ approved: true })
  const after = (await schedule()).filter((row) => row.version === 2)
  expect(after.map((row) => row.amount_minor)).toEqual([3334n, 3333n, 3333n])
  const [position] = await rows<{ oldest_unpaid_due_on: Day | null }>(
    fresh.db,
    'select oldest_unpaid_due_on from position where borrower_id = $1',
    [id],
  )
  expect(position?.oldest_unpaid_due_on).toBeNull()
  expect(await act(careId, 'pass')).toMatchObject({ declined: 'care_too_early' })
  const watched = addDays(addMonths(TODAY, 6), 1)
  expect(await act(careId, 'pass', watched)).toMatchObject({ state: 'passed' })
})

test('a payment in between makes the proposal void, and a no takes effect', async () => {
  const { requestId, careId } = await proposed()
  const pay = { borrowerId: BigInt(id), accountId: BigInt(id) * 10n, ref: `P${id}` }
  await recordPayment(
    fresh.db,
    1n,
    { ...pay, amountMinor: 500n, effectiveOn: TODAY },
    { now: MORNING, today: TODAY },
  )
  expect(await answer(requestId, 'bob')).toEqual({
    declined: 'request_cannot_be_done',
    why: 'payments_changed',
  })
  expect(await act(careId, 'refuse')).toEqual({ declined: 'care_needs', need: 'second_person' })
  await answer(requestId, 'bob', false, 'Ask again with the new balance')
  expect(await act(careId, 'refuse')).toMatchObject({ state: 'refused' })
  // What was refused uses nothing up.
  expect(await propose()).toHaveProperty('requestId')
})

test('a proposal that nobody answered in time is let go, and another one may be made', async () => {
  const { careId } = await proposed()
  const lastDay = addMonths(TODAY, 1)
  expect(await act(careId, 'refuse', lastDay)).toMatchObject({ declined: 'care_needs' })
  expect(await act(careId, 'refuse', addDays(lastDay, 1))).toMatchObject({ state: 'refused' })
  expect(await propose(addDays(lastDay, 1))).toHaveProperty('requestId')
})

test('not again within a year', async () => {
  const { requestId, careId } = await proposed()
  await answer(requestId, 'bob')
  await act(careId, 'fail')
  expect(await propose(day('2027-11-19'))).toMatchObject({
    declined: 'care_too_soon',
    from: '2027-11-20',
  })
})
