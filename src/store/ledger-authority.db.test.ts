import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { day, type Instant } from '../core/calendar.ts'
import { inTenant } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { postGuarded } from './ledger-authority.ts'
import type { FactBody } from './ledger-plan.ts'
import { bookFor, postFact } from './ledger-post.ts'
import { EXECUTORS } from './request-executors.ts'
import { answerSecond } from './second-person.ts'
import { addStaff } from './staff.ts'

const ref = { tenantId: 1n, borrowerId: 7n }
const TODAY = day('2026-11-22')
const tick = { now: Date.UTC(2026, 10, 22, 3) as Instant, today: TODAY }
const DEBT = { on: TODAY, accountId: 70n }

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await inTenant(fresh.db, 1n, async (tx) => {
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions,
         strategy) values (1, 1, 'bought', '受让', 'Bought', 'own', 'Buyer', 'creditor', '{cn}', 'bank')`,
    )
    await tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency, ledger)
       values (1, 1, 'loan', 'single', '{}', '{"alone": {"manager": {"waiver": "500"}}}')`,
    )
    await tx.query(
      `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
       values (1, 7, 'test', 'B7', 'Li', 'zh', '{Asia/Shanghai}')`,
    )
    await tx.query(
      `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
       values (1, 7, 70, 'test', 'A7', 1, 1, 'CNY')`,
    )
    await addStaff(tx, 1n, { userId: 'ann', name: 'Ann', role: 'manager' })
    await addStaff(tx, 1n, { userId: 'bo', name: 'Bo', role: 'manager' })
    await addStaff(tx, 1n, { userId: 'cy', name: 'Cy', role: 'collector' })
    const book = await bookFor(tx, ref, { accountId: 70n })
    const parts = { cost: 0n, fee: 5_000n, late_interest: 0n, interest: 0n, principal: 95_000n }
    const placed = { kind: 'placement', on: day('2026-06-01'), accountId: 70n, parts } as const
    if (book === undefined) throw new Error('the debt has a ledger')
    await postFact(tx, ref, { book, given: { body: placed, beside: { by: 'test' } } }, tick)
  })
})
afterAll(() => fresh.drop())

const waiver = (amountMinor: bigint): FactBody => ({
  ...DEBT,
  kind: 'waiver',
  part: 'fee',
  amountMinor,
})

const post = (by: string, body: FactBody, why: string | undefined = 'Charged twice.') =>
  inTenant(fresh.db, 1n, async (tx) => {
    await lockBorrower(tx, ref)
    return postGuarded(tx, ref, { given: { body, beside: { by, why } } }, tick)
  })

const keyed = (amountMinor: bigint, bodyHash: string) =>
  inTenant(fresh.db, 1n, async (tx) => {
    await lockBorrower(tx, ref)
    const beside = { by: 'cy', why: 'Asked twice.', key: { text: 'once', bodyHash } }
    return postGuarded(tx, ref, { given: { body: waiver(amountMinor), beside } }, tick)
  })

const answer = (requestId: bigint, by: string) =>
  inTenant(fresh.db, 1n, (tx) => {
    const given = { borrowerId: 7n, requestId, by, approve: true, why: undefined }
    return answerSecond(tx, 1n, { executors: EXECUTORS, ...given }, tick)
  })

const waivers = () =>
  inTenant(fresh.db, 1n, async (tx) => {
    const found = await tx.query(
      `select amount_minor, made_by, approved_by from entry where kind = 'waiver' order by entry_id`,
    )
    return found.rows
  })

test('what a role may give alone is posted at once, with its reason', async () => {
  expect(await post('ann', waiver(500n))).toMatchObject({ again: false })
  expect(await waivers()).toEqual([{ amount_minor: 500n, made_by: 'ann', approved_by: null }])
})

test('a limit has no slices: what one gave alone lately counts, and what two agreed on does not', async () => {
  const slice = await post('ann', waiver(1n))
  if (!('requestId' in slice)) throw new Error('with the five before it, it is above the limit')
  expect(await post('bo', waiver(1n))).toMatchObject({ again: false })
  expect(await answer(slice.requestId, 'bo')).toMatchObject({ approved: true })
})

test('a cent more waits for another person, and is then posted with both names', async () => {
  const asked = await post('ann', waiver(501n))
  if (!('requestId' in asked)) throw new Error('it is asked of a second person')
  expect(await waivers()).toHaveLength(3)
  expect(await answer(asked.requestId, 'ann')).toEqual({ declined: 'request_same_person' })
  expect(await answer(asked.requestId, 'cy')).toEqual({ declined: 'request_wrong_role' })
  expect(await answer(asked.requestId, 'bo')).toMatchObject({ approved: true })
  expect((await waivers()).at(-1)).toEqual({
    amount_minor: 501n,
    made_by: 'ann',
    approved_by: 'bo',
  })
  expect(await answer(asked.requestId, 'bo')).toEqual({ declined: 'request_answered' })
})

test('a role that is not named may give nothing alone; charges need nobody else', async () => {
  expect(await post('cy', waiver(1n))).toHaveProperty('requestId')
  expect(await post('cy', { ...DEBT, kind: 'charge_off' })).toHaveProperty('requestId')
  expect(await post('cy', { ...DEBT, kind: 'cost', amountMinor: 100n })).toHaveProperty('entryId')
})

test('nothing impossible is asked of anybody, and no word is taken from a stranger', async () => {
  expect(await post('ann', waiver(900_000n))).toMatchObject({ declined: 'more_than_owed' })
  expect(await post('ann', { kind: 'refund', on: TODAY, amountMinor: 1n })).toMatchObject({
    declined: 'more_than_suspense',
  })
  expect(await post('nobody', waiver(1n))).toEqual({ declined: 'not_staff' })
  expect(await post('ann', { ...waiver(1n), accountId: 71n } as FactBody)).toEqual({
    declined: 'no_such_account',
  })
})

test('a key asks once and posts once, however often it is pressed', async () => {
  const [same, other] = ['0'.repeat(64), '1'.repeat(64)]
  const first = await keyed(2n, same)
  if (!('requestId' in first)) throw new Error('it is asked')
  expect(await keyed(2n, same)).toEqual(first)
  expect(await keyed(3n, other)).toEqual({ declined: 'key_used' })
  expect(await answer(first.requestId, 'bo')).toMatchObject({ approved: true })
  expect(await keyed(2n, same)).toMatchObject({ again: true })
  expect(await keyed(3n, other)).toEqual({ declined: 'key_used' })
})

test('what was possible when it was asked and is not any more stays unanswered, and says why', async () => {
  const all = await post('cy', waiver(3_496n))
  expect(await post('cy', { ...DEBT, kind: 'fee', amountMinor: 1n })).toHaveProperty('entryId')
  const most = await post('cy', waiver(3_600n))
  if (!('requestId' in all) || !('requestId' in most)) throw new Error('both are asked')
  expect(await answer(all.requestId, 'ann')).toMatchObject({ approved: true })
  expect(await answer(most.requestId, 'ann')).toEqual({
    declined: 'request_cannot_be_done',
    why: 'more_than_owed',
  })
})
