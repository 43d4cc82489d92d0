import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadPath } from '../../test/intake-book.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { addDays, day, type Instant } from '../core/calendar.ts'
import { DEFAULT_PLAN_RULES } from '../core/plan-rules.ts'
import { applyPlan } from './agree-plan.ts'
import { inEvent, inTenant } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { checkLedger } from './ledger-check.ts'
import { bookFor } from './ledger-post.ts'
import { recordPayment } from './payment-event.ts'
import { applyReversal } from './payment-reversal.ts'
import { readSettlements } from './settlement.ts'

const DEBTS = `account_ref,borrower_ref,portfolio,product,currency,purchased_on,seller,original_creditor,contracted_on,defaulted_on,charged_off_on,last_payment_on,last_payment,principal,interest,late_interest,fee,cost,rate,name,language,zones,person_key,mobile
D1,B1,cn-purchased,purchased-loan,CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15,,2025-02-01,500.00,8000.00,900.00,100.00,50.00,,14.6,Li Ming,zh,Asia/Shanghai,sha256:11112222,+8613800000001
D3,B2,cn-purchased,purchased-loan,CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15,,,,1000.00,,,,,10,Wu Fang,zh,Asia/Shanghai,,+8613800000002
`
const TODAY = day('2026-11-22')
const tick = { now: Date.UTC(2026, 10, 22, 3) as Instant, today: TODAY }
const NEXT = addDays(TODAY, 1)
const next = { now: Date.UTC(2026, 10, 23, 3) as Instant, today: NEXT }

let fresh: Fresh
let folder: string
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'settle-'))
  const book = join(folder, 'book')
  await mkdir(book)
  await writeFile(join(book, 'debts.csv'), DEBTS)
  await loadPath(fresh.db, book, { mapping: 'purchased' })
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

const accountOf = async (ref: string) =>
  inTenant(fresh.db, 1n, async (tx) => {
    const found = await tx.query<{ borrowerId: bigint; accountId: bigint }>(
      'select borrower_id as "borrowerId", account_id as "accountId" from account where ref = $1',
      [ref],
    )
    return found.rows[0] ?? { borrowerId: 0n, accountId: 0n }
  })
const owedOf = async (accountId: bigint) =>
  inTenant(fresh.db, 1n, async (tx) => {
    const found = await tx.query<{ minor: bigint }>(
      'select outstanding_minor as minor from position where account_id = $1',
      [accountId],
    )
    return found.rows[0]?.minor ?? -1n
  })
const agree = (
  of: { borrowerId: bigint; accountId: bigint },
  more: Partial<Parameters<typeof applyPlan>[2]> = {},
) =>
  inEvent(fresh.db, 1n, async (tx) => {
    await lockBorrower(tx, { tenantId: 1n, borrowerId: of.borrowerId })
    const instalments = [{ no: 1, dueOn: addDays(TODAY, 10), amountMinor: 600_000n }]
    return applyPlan(tx, 1n, { ...of, instalments, source: 'test', ...more }, tick)
  })

test('in an own book the rest is waived when all is paid, and owed again when the money is undone', async () => {
  const of = await accountOf('D1')
  const owed = await owedOf(of.accountId)
  const made = await agree(of, { forgivesMinor: owed - 600_000n })
  expect(made).toMatchObject({ state: 'running' })
  const pay = (ref: string, amountMinor: bigint) =>
    recordPayment(fresh.db, 1n, { ...of, ref, amountMinor, effectiveOn: NEXT }, next)
  await pay('S1', 599_999n)
  const left = await owedOf(of.accountId)
  expect(left).toBeGreaterThan(0n)
  const last = await pay('S2', 1n)
  expect(await owedOf(of.accountId)).toBe(0n)
  const settled = () =>
    inTenant(fresh.db, 1n, (tx) =>
      readSettlements(tx, { tenantId: 1n, borrowerId: of.borrowerId }, NEXT),
    )
  expect(await settled()).toMatchObject([{ state: 'paid', finalOn: addDays(NEXT, 56) }])
  const paymentId = 'paymentId' in last ? last.paymentId : 0n
  const undo = {
    ...of,
    paymentId,
    effectiveOn: NEXT,
    kind: 'chargeback' as const,
    why: 'returned',
  }
  await inEvent(fresh.db, 1n, (tx) => applyReversal(tx, 1n, undo, next))
  expect(await owedOf(of.accountId)).toBe(left)
  expect(await settled()).toMatchObject([{ state: 'running', finalOn: undefined }])
  await pay('S3', 1n)
  expect(await owedOf(of.accountId)).toBe(0n)
  const checked = await checkLedger(fresh.db, 1n, { today: NEXT })
  expect(checked.faults).toEqual([])
})

test('an interest-free plan keeps charges off from its first day', async () => {
  const of = await accountOf('D3')
  const charges = async () =>
    inTenant(fresh.db, 1n, async (tx) => {
      const book = await bookFor(tx, { tenantId: 1n, borrowerId: of.borrowerId }, of)
      return book?.terms[0]?.noCharges
    })
  expect(await charges()).toEqual([])
  const rules = { ...DEFAULT_PLAN_RULES, charges: 'stop' as const }
  const instalments = [{ no: 1, dueOn: addDays(TODAY, 10), amountMinor: 50_000n }]
  expect(await agree(of, { rules, instalments })).toMatchObject({ state: 'running' })
  // Unpaid it breaks after thirty days, and charges go on from then.
  expect(await charges()).toEqual([{ from: TODAY, until: addDays(TODAY, 41) }])
})
