import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPath, said } from '../../test/intake-book.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { statementText } from '../cli/ledger-text.ts'
import type { Values } from '../cli/talk.ts'
import { sentence, type WordKey } from '../cli/words.ts'
import { day, type Day, type Instant } from '../core/calendar.ts'
import { connectAdmin, inTenant } from './db.ts'
import { checkLedger } from './ledger-check.ts'
import { recordHold } from './hold.ts'
import { closeDay } from './ledger-close.ts'
import { readStatement } from './ledger-statement.ts'
import { readSuspense } from './ledger-suspense.ts'
import { loadLaw } from './law.ts'
import { recordPayment } from './payment-event.ts'
import { applyReversal, type ReversalEvent } from './payment-reversal.ts'
import { judgeChannels } from './permissions.ts'

const DEBTS = `account_ref,borrower_ref,portfolio,product,currency,purchased_on,seller,original_creditor,contracted_on,defaulted_on,charged_off_on,last_payment_on,last_payment,principal,interest,late_interest,fee,cost,rate,name,language,zones,person_key,mobile
D1,B1,cn-purchased,purchased-loan,CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15,,2025-02-01,500.00,8000.00,900.00,100.00,50.00,,14.6,Li Ming,zh,Asia/Shanghai,sha256:11112222,+8613800000001
D2,B1,cn-purchased,purchased-card,CNY,2026-01-10,Bank A,Bank A,2022-05-01,2025-06-20,2025-12-31,,,2000.00,300.00,,,,,Li Ming,zh,Asia/Shanghai,sha256:11112222,+8613800000001
D3,B2,cn-purchased,purchased-loan,CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15,,,,1000.00,,,,,10,Wu Fang,zh,Asia/Shanghai,,+8613800000002
`
const PAYMENTS = `payment_ref,account_ref,paid_on,amount,reverses
P1,D1,2026-10-05,400.00,
P2,D1,2026-10-19,1000.00,
P3,D2,2026-10-20,600.00,
P4,D3,2026-10-21,1500.00,
P5,D3,2026-10-22,30.00,
P6,D3,2026-10-25,30.00,P5
`
const LAW = join(import.meta.dirname, '../../law')
const TODAY = day('2026-11-22')
const tick = { now: Date.UTC(2026, 10, 22, 3) as Instant, today: TODAY }

let fresh: Fresh
let folder: string
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ledger-'))
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

let nth = 0
async function load(files: Record<string, string>, options = {}) {
  const book = join(folder, String(nth++))
  await mkdir(book)
  for (const [name, text] of Object.entries(files)) await writeFile(join(book, name), text)
  return loadPath(fresh.db, book, { mapping: 'purchased', ...options })
}

const rows = <T extends object = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  inTenant(fresh.db, 1n, async (tx) => (await tx.query<T>(sql, values)).rows)

type Named = { borrower_id: bigint; account_id: bigint }
const accountOf = async (ref: string): Promise<Named> => {
  const [found] = await rows<Named>('select borrower_id, account_id from account where ref = $1', [
    ref,
  ])
  return found ?? { borrower_id: 0n, account_id: 0n }
}
const paymentOf = async (ref: string): Promise<bigint> => {
  const found = await rows<{ payment_id: bigint }>(
    'select payment_id from entry where ref = $1 and reverses_id is null',
    [ref],
  )
  return found[0]?.payment_id ?? 0n
}
const countOf = async (table: string) =>
  (await rows<{ n: bigint }>(`select count(*) as n from ${table}`))[0]?.n

async function statement(ref: string, at: { until?: Day; knownAt?: Instant } = {}) {
  const { borrower_id: borrowerId, account_id: accountId } = await accountOf(ref)
  const told = await inTenant(fresh.db, 1n, (tx) =>
    readStatement(tx, { tenantId: 1n, borrowerId }, { accountId, until: TODAY, ...at }),
  )
  if (told === undefined) throw new Error(`no statement of ${ref}`)
  return told
}

const textOf = (language: 'zh' | 'en', told: Awaited<ReturnType<typeof statement>>) =>
  statementText(
    { language, word: (key: WordKey, values: Values = {}) => sentence(language, key, values) },
    told,
  )

async function reverse(ref: string, effectiveOn: string, kind: ReversalEvent['kind'] = 'reversal') {
  const { borrower_id: borrowerId } = await accountOf(ref === 'P4' ? 'D3' : 'D1')
  const paymentId = await paymentOf(ref)
  const event = { borrowerId, paymentId, effectiveOn: day(effectiveOn), kind, why: 'returned' }
  return inTenant(fresh.db, 1n, (tx) => applyReversal(tx, 1n, event, tick))
}

/** Every entry, every part of every statement and the whole book add up. */
async function expectSound() {
  expect(await checkLedger(fresh.db, 1n, { today: TODAY })).toMatchObject({ faults: [] })
  const sums = await rows<{ sum: string }>(
    'select coalesce(sum(m), 0)::text as sum from entry, unnest(line_minors) m',
  )
  expect(sums).toEqual([{ sum: '0' }])
}

test('a purchased portfolio is placed with its parts, and positions say what the ledger does', async () => {
  expect(said(await load({ 'debts.csv': DEBTS }, { dryRun: true }))[0]).toContain('previewed')
  expect([await countOf('entry'), await countOf('debt_terms')]).toEqual([0n, 0n])
  expect(said(await load({ 'debts.csv': DEBTS }))[0]).toContain('"done":"loaded"')
  expect([await countOf('entry'), await countOf('debt_terms')]).toEqual([3n, 3n])
  expect(
    await rows(
      `select a.ref, outstanding_minor as owed, arrears_minor as due, oldest_unpaid_due_on as since, instalments_missed
            as missed, last_payment_on as paid from position join account a using (tenant_id, borrower_id, account_id)
        order by 1`,
    ),
  ).toEqual([
    // 8,000 at 14.6% for 315 days is 1,008.00.
    {
      ref: 'D1',
      owed: 1005800n,
      due: 1005800n,
      since: '2025-03-15',
      missed: 1,
      paid: '2025-02-01',
    },
    { ref: 'D2', owed: 230000n, due: 230000n, since: '2025-06-20', missed: 1, paid: null },
    // 1,000 at 10% for 315 days is 86.301: to the cent, 86.30.
    { ref: 'D3', owed: 108630n, due: 108630n, since: '2025-03-15', missed: 1, paid: null },
  ])
  expect(await rows('select person_key from borrower order by name')).toEqual([
    { person_key: 'sha256:11112222' },
    { person_key: null },
  ])
  await expectSound()
})

test('the same debts in a later file change nothing, other parts are refused by name', async () => {
  expect(said(await load({ 'debts.csv': `${DEBTS}\n`.trimEnd() }))[0]).toContain('"inserts":0')
  expect([await countOf('entry'), await countOf('debt_terms')]).toEqual([3n, 3n])
  const other = DEBTS.replace('8000.00', '8000.01')
  expect(said(await load({ 'debts.csv': other }))).toEqual([
    'debts.csv, row 2, column account_ref: the book already holds this with other values: "D1"',
  ])
  const balances = `account_ref,borrower_ref,portfolio,product,currency,balance
D1,B1,cn-purchased,purchased-loan,CNY,1.00\n`
  expect(said(await load({ 'accounts.csv': balances }, { mapping: 'generic' }))[0]).toContain(
    'its ledger keeps the balance',
  )
})

test('payments of a file go through the waterfall, once', async () => {
  expect(said(await load({ 'payments.csv': PAYMENTS }))[0]).toContain('"done":"loaded"')
  const kept = await countOf('entry')
  expect(said(await load({ 'payments.csv': PAYMENTS.replace('paid_on', '还款日') }))[0]).toContain(
    '"inserts":0',
  )
  expect(await countOf('entry')).toBe(kept)
  expect(await countOf('payment')).toBe(0n)
  const [d1, d3] = [await statement('D1'), await statement('D3')]
  // 10,058.00 on 21 November, less 1,400.00, and a day's 3.20.
  expect(d1.statement.closingMinor).toBe(866120n)
  // 1,500.00 paid D3 off; what is over waits, and so did the 30.00 until they were undone.
  expect(d3.statement.closingMinor).toBe(0n)
  expect(d3.suspenseMinor).toBe(150000n - 107781n)
  await expectSound()
})

test('a file whose payment the ledger does not take is refused whole, by name', async () => {
  const wrong = `payment_ref,account_ref,paid_on,amount,reverses
Q1,D1,2026-11-02,10.00,
Q2,D1,2026-11-03,10.00,P5
Q3,D1,2026-11-04,10.00,NONE
`
  const refused = said(await load({ 'payments.csv': wrong }))
  expect(refused).toEqual(
    expect.arrayContaining([expect.stringContaining('payments.csv, row 4, column payment_ref')]),
  )
  expect(await rows(`select 1 from entry where ref like 'Q%'`)).toEqual([])
})

test('a back-dated reversal re-runs the waterfall: before and after, in both languages', async () => {
  const before = await statement('D1')
  const noted = await rows<{ at: Instant }>('select max(recorded_at) as at from entry')
  expect(await reverse('P1', '2026-10-07')).toMatchObject({ again: false })
  const after = await statement('D1')
  for (const told of [before, after]) {
    const { opening, lines, closingMinor } = told.statement
    const sum = lines.reduce((all, line) => all + line.amountMinor, 0n)
    expect(opening.principal + sum).toBe(closingMinor)
    expect(lines.every((line) => line.words.zh.length > 5 && line.words.en.length > 5)).toBe(true)
  }
  expect(textOf('en', after)).toContain(
    'The payment of 2026-10-05 was taken back, so you owe again what it had paid here',
  )
  expect(textOf('zh', after)).toContain('2026-10-05 的还款已撤销，其已抵扣的部分恢复为欠款')
  expect(textOf('en', before)).toContain('Owed at the end of 2026-11-22: 8,661.20 CNY')
  expect(textOf('zh', after)).toContain('2026-11-22 日终欠款：9,061.20 CNY')
  // The payment is owed again, and a payment that went to interest now pays fees first: no cent more.
  expect(after.statement.closingMinor - before.statement.closingMinor).toBe(40000n)
  const then = await statement('D1', { knownAt: noted[0]?.at ?? tick.now })
  expect(then.statement.lines).toEqual(before.statement.lines.map(without))
  expect((await statement('D1', { until: day('2026-10-06') })).statement.closingMinor).toBe(
    (await statement('D1', { until: day('2026-10-06'), knownAt: noted[0]?.at ?? tick.now }))
      .statement.closingMinor,
  )
  const corrected =
    await rows(`select c.ref from entry e join entry c on c.borrower_id = e.borrower_id
      and c.entry_id = e.caused_by_id where e.kind = 'correction'`)
  expect(corrected).toEqual([{ ref: 'P1' }])
  await expectSound()
})

/** What is reckoned only has no moment of posting. */
const without = (line: { readonly entryId: bigint }) =>
  line.entryId === 0n ? expect.objectContaining({ entryId: 0n }) : line

test('the same reversal again is the same one; another one is refused; before its payment too', async () => {
  expect(await reverse('P1', '2026-10-07')).toMatchObject({ again: true })
  expect(await reverse('P1', '2026-10-08')).toEqual({ declined: 'already_reversed' })
  expect(await reverse('P2', '2026-10-18')).toEqual({ declined: 'before_its_payment' })
})

test('five who reverse one payment at once make one reversal', async () => {
  const done = await Promise.all(
    Array.from({ length: 5 }, () => reverse('P2', '2026-11-01', 'chargeback')),
  )
  const again = done.map((one) => ('again' in one ? one.again : one.declined))
  expect(again.filter((one) => one === true)).toHaveLength(4)
  expect(again).toContain(false)
  const kept = await rows(`select 1 from entry where kind = 'chargeback'`)
  expect(kept).toHaveLength(1)
  await expectSound()
})

test('ten payments of one borrower at once are all there, numbered without a gap', async () => {
  const { borrower_id: borrowerId, account_id: accountId } = await accountOf('D2')
  const pay = (n: number) => {
    const payment = { borrowerId, accountId, ref: `R${n % 5}`, amountMinor: 1_000n }
    return recordPayment(fresh.db, 1n, { ...payment, effectiveOn: day('2026-11-10') }, tick)
  }
  const done = await Promise.all(Array.from({ length: 10 }, (_, n) => pay(n)))
  expect(done.filter((one) => 'again' in one && !one.again)).toHaveLength(5)
  const other = { borrowerId, accountId, ref: 'R1', amountMinor: 999n }
  expect(
    await recordPayment(fresh.db, 1n, { ...other, effectiveOn: day('2026-11-10') }, tick),
  ).toEqual({ declined: 'reference_used' })
  const numbers = await rows<{ n: bigint; most: bigint }>(
    'select count(*) as n, max(entry_id) as most from entry where borrower_id = $1',
    [borrowerId],
  )
  expect(numbers[0]?.n).toBe(numbers[0]?.most)
  await expectSound()
})

test('money that names no debt pays in the order of the waterfall; what waits is listed with its age', async () => {
  const { borrower_id: borrowerId } = await accountOf('D3')
  const payment = { borrowerId, ref: 'S1', amountMinor: 5_000n, effectiveOn: day('2026-11-12') }
  expect(await recordPayment(fresh.db, 1n, payment, tick)).toMatchObject({ again: false })
  const waiting = await inTenant(fresh.db, 1n, (tx) =>
    readSuspense(tx, 1n, { today: TODAY, olderThan: 30 }),
  )
  expect(waiting).toMatchObject([{ borrowerRef: 'B2', since: '2026-10-21', days: 32 }])
  const young = await inTenant(fresh.db, 1n, (tx) =>
    readSuspense(tx, 1n, { today: TODAY, olderThan: 33 }),
  )
  expect(young).toEqual([])
})

test('nobody asks for money before who owes was told of the assignment', async () => {
  const { borrower_id: borrowerId, account_id: accountId } = await accountOf('D3')
  const law = loadLaw(LAW)
  const zones = ['Asia/Shanghai']
  const ask = { tenantId: 1n, borrowerId, accountId, zones, law, now: tick.now, today: TODAY }
  const denying = async () => {
    const [sms] = await inTenant(fresh.db, 1n, (tx) =>
      judgeChannels(tx, {
        ...ask,
        channels: ['sms'],
      }),
    )
    const said = sms?.verdict?.reasons ?? []
    return said.filter((one) => one.says === 'deny').map((one) => one.rule)
  }
  expect(await denying()).toContain('cn.assign')
  const [head = '', ...debts] = DEBTS.trimEnd().split('\n')
  const told = [`${head},noticed_on`, ...debts.map((row) => `${row},2026-01-20`)].join('\n')
  expect(said(await load({ 'debts.csv': `${told}\n` }))[0]).toContain('"changes":3')
  expect(await denying()).not.toContain('cn.assign')
})

describe('a closed day', () => {
  test('never changes, whatever arrives; what is late takes effect on the day after', async () => {
    const at = { portfolio: 'cn-purchased', on: day('2026-11-15'), by: 'ann' }
    const close = (on = at.on) =>
      inTenant(fresh.db, 1n, (tx) => closeDay(tx, 1n, { ...at, on }, tick))
    const said15 = (await statement('D1', { until: at.on })).statement.closing
    const size = await countOf('entry')
    expect(await close()).toEqual({ closedOn: '2026-11-15' })
    expect(await countOf('entry')).toBe(size)
    expect(await close()).toMatchObject({ declined: 'closed_already' })
    expect(await close(TODAY)).toMatchObject({ declined: 'day_not_over' })
    const { borrower_id: borrowerId, account_id: accountId } = await accountOf('D1')
    const late = { borrowerId, accountId, ref: 'T1', amountMinor: 50_000n }
    const later = { now: (tick.now + 60_000) as Instant, today: TODAY }
    await recordPayment(fresh.db, 1n, { ...late, effectiveOn: day('2026-10-30') }, later)
    expect((await statement('D1', { until: at.on })).statement.closing).toEqual(said15)
    expect(
      await rows(
        `select effective_on, fact_on from entry where ref = 'T1' union all
         select effective_on, null from entry where kind = 'close' order by 1, 2`,
      ),
    ).toEqual([
      { effective_on: '2026-11-15', fact_on: null },
      { effective_on: '2026-11-16', fact_on: '2026-10-30' },
    ])
    const day16 = await statement('D1', { until: day('2026-11-16') })
    expect(said15.interest - day16.statement.closing.interest).toBeGreaterThan(0n)
    await expectSound()
  })

  test('is as it was said also where charges are stopped from before it, and that is known only later', async () => {
    const { borrower_id: borrowerId } = await accountOf('D1')
    const on = day('2026-11-18')
    const at = { portfolio: 'cn-purchased', on, by: 'ann' }
    const closedAt = { now: (tick.now + 120_000) as Instant, today: TODAY }
    await inTenant(fresh.db, 1n, (tx) => closeDay(tx, 1n, at, closedAt))
    const closing = async (wish: object) => (await statement('D1', wish)).statement.closingMinor
    const [said, now] = [await closing({ until: on }), await closing({ until: TODAY })]
    const stop = { borrowerId, reason: 'breathing_space', written: true, source: 'letter' }
    const later = (closedAt.now + 60_000) as Instant
    const from = day('2026-11-10')
    await recordHold(fresh.db, 1n, { ...stop, fromOn: from }, { now: later, today: TODAY })
    expect(await closing({ until: on })).toBe(said)
    expect(await closing({ until: TODAY })).toBeLessThan(now)
    expect(await closing({ until: TODAY, knownAt: closedAt.now })).toBe(now)
    await expectSound()
  })
})

describe('the database itself', () => {
  const columns = `(tenant_id, borrower_id, entry_id, kind, effective_on, currency, made_by, line_accounts, line_ledger, line_minors)`
  const insert = (lines: string) =>
    rows(
      `insert into entry ${columns} values (1, 5, 1, 'correction', '2026-11-01', 'CNY', 'x', ${lines})`,
    )

  test('refuses an entry that is not balanced, or whose lines are not whole', async () => {
    for (const lines of [
      `'{7,7}', '{4,7}', '{100,-99}'`,
      `'{7,7}', '{4}', '{100,-100}'`,
      `'{7,7}', '{4,7}', '{100,null}'`,
    ])
      await expect(insert(lines)).rejects.toThrow('entry_balanced')
    await insert(`'{7,7}', '{4,7}', '{100,-100}'`)
  })

  test('refuses to change or take away what is posted, and shows no other tenant', async () => {
    await expect(rows(`update entry set why = 'x'`)).rejects.toThrow('permission denied')
    await expect(rows('delete from entry')).rejects.toThrow('permission denied')
    await expect(rows('update ledger_close set closed_on = closed_on')).rejects.toThrow('denied')
    await expect(rows('delete from debt_terms')).rejects.toThrow('permission denied')
    const seen = await inTenant(fresh.db, 2n, (tx) => tx.query('select 1 from entry'))
    expect(seen.rows).toEqual([])
  })

  test('refuses one person as both who asks and who approves', async () => {
    const admin = connectAdmin(fresh.adminUrl, { connectionsMax: 1 })
    const done = admin.query(
      `insert into entry (tenant_id, borrower_id, entry_id, kind, effective_on, currency, made_by, approved_by,
         line_accounts, line_ledger, line_minors)
       values (1, 6, 1, 'waiver', '2026-11-01', 'CNY', 'ann', 'ann', '{}', '{}', '{}')`,
    )
    await expect(done).rejects.toThrow('entry_check')
    await admin.end()
  })
})
