import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { random } from '../src/sim/random.ts'
import { connectAdmin, connectApp, inEvent, inTenant, type Db } from '../src/store/db.ts'
import { recordPayment, type PaymentEvent } from '../src/store/payment-event.ts'
import { applyReversal, type ReversalEvent } from '../src/store/payment-reversal.ts'
import { cuttingDoor, loadPayments, ownBook, recount, type OwnDebt } from './ledger-world.ts'
import { shuffled } from './ledger/random-history.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const TODAY = day('2026-11-21')
const TICK = { now: Date.UTC(2026, 10, 21, 2) as Instant, today: TODAY }
const BORROWERS = 30

let fresh: Fresh
let db: Db
let debts: OwnDebt[]
beforeAll(async () => {
  fresh = await freshDatabase()
  db = connectApp(fresh.adminUrl, { connectionsMax: 16 })
  debts = await ownBook(db, BORROWERS)
})
afterAll(async () => {
  await db.end()
  await fresh.drop()
})

const debtNo = (n: number): OwnDebt => {
  const found = debts[n]
  if (found === undefined) throw new Error(`bug: there is no borrower ${n}`)
  return found
}

const payment = (of: OwnDebt, ref: string, change: Partial<PaymentEvent> = {}): PaymentEvent => ({
  ...of,
  ref,
  amountMinor: 12_345n,
  effectiveOn: addDays(TODAY, -20),
  ...change,
})

const pay = (through: Db, event: PaymentEvent) => recordPayment(through, 1n, event, TICK)

const reverse = (event: ReversalEvent) =>
  inEvent(db, 1n, (tx) => applyReversal(tx, 1n, event, TICK), { retries: 3 })

const entriesOf = (of: OwnDebt, ref: string) =>
  inTenant(db, 1n, async (tx) => {
    const { rows } = await tx.query<{ kind: string }>(
      `select kind from entry where borrower_id = $1 and ref = $2 order by entry_id`,
      [of.borrowerId, ref],
    )
    return rows.map((row) => row.kind)
  })

async function expectBalanced(): Promise<void> {
  const { unbalanced, sumMinor, entries } = await recount(db)
  expect({ unbalanced, sumMinor }).toEqual({ unbalanced: 0, sumMinor: 0n })
  expect(entries).toBeGreaterThan(0)
}

describe('M1: lines sum to zero', () => {
  test('also for the owner of the tables; a balanced row goes in', async () => {
    const admin = connectAdmin(fresh.adminUrl, { connectionsMax: 1 })
    const insert = (minors: string, id: number) =>
      admin.query(
        `insert into entry (tenant_id, borrower_id, entry_id, kind, effective_on, currency, made_by,
           line_accounts, line_ledger, line_minors)
         values (1, 999, $2, 'adjustment', '2026-11-01', 'CNY', 'test', '{1,1}', '{4,11}', $1)`,
        [minors, id],
      )
    await expect(insert('{100,-99}', 1)).rejects.toThrow('entry_balanced')
    await expect(insert('{100}', 1)).rejects.toThrow('entry_balanced')
    await insert('{100,-100}', 1)
    await admin.query('delete from entry where borrower_id = 999')
    await admin.end()
  })

  test('and nobody who works for a tenant changes or takes away what is posted', async () => {
    for (const statement of [`update entry set why = 'x'`, 'delete from entry', 'truncate entry']) {
      await expect(inTenant(db, 1n, (tx) => tx.query(statement))).rejects.toThrow(
        'permission denied',
      )
    }
  })
})

describe('M2: a payment is undone at most once', () => {
  test('of five who undo it at once on days of their own exactly one does', async () => {
    for (let n = 0; n < 10; n++) {
      const of = debtNo(n)
      const paid = await pay(db, payment(of, `M2-${n}`))
      if ('declined' in paid) throw new Error(`bug: ${paid.declined}`)
      const racers = await Promise.all(
        Array.from({ length: 5 }, (_, i) =>
          reverse({
            ...of,
            paymentId: paid.paymentId,
            effectiveOn: addDays(TODAY, -10 + i),
            kind: i % 2 === 0 ? 'reversal' : 'chargeback',
            why: `racer ${i}`,
          }),
        ),
      )
      const done = racers.filter((one) => !('declined' in one))
      expect(done).toHaveLength(1)
      expect(done).toEqual([expect.objectContaining({ again: false })])
      expect(
        racers.filter((one) => 'declined' in one && one.declined === 'already_reversed'),
      ).toHaveLength(4)
      expect(await entriesOf(of, `M2-${n}`)).toHaveLength(2)
    }
    await expectBalanced()
  })

  test('five who say the same thing at once are told the same, and one entry is made', async () => {
    const of = debtNo(0)
    const paid = await pay(db, payment(of, 'M2-same'))
    if ('declined' in paid) throw new Error(`bug: ${paid.declined}`)
    const { paymentId } = paid
    const same = { ...of, paymentId, effectiveOn: TODAY, kind: 'reversal', why: 'bounced' } as const
    const racers = await Promise.all(Array.from({ length: 5 }, () => reverse(same)))
    const ids = new Set(racers.map((one) => ('declined' in one ? one.declined : one.reversalId)))
    expect(ids.size).toBe(1)
    expect(racers.filter((one) => !('declined' in one) && !one.again)).toHaveLength(1)
  })
})

describe('M3: one reference is one payment for ever', () => {
  test('ten at once with the same body: one entry and one answer', async () => {
    const of = debtNo(11)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => pay(db, payment(of, 'M3-same'))),
    )
    const ids = new Set(answers.map((one) => ('declined' in one ? one.declined : one.paymentId)))
    expect(ids.size).toBe(1)
    expect(answers.filter((one) => !('declined' in one) && !one.again)).toHaveLength(1)
    expect(await entriesOf(of, 'M3-same')).toEqual(['payment'])
  })

  test('with another amount, day or debt it is refused, and nothing changes', async () => {
    const of = debtNo(12)
    await pay(db, payment(of, 'M3-other'))
    const before = await recount(db, of.borrowerId)
    for (const change of [
      { amountMinor: 12_346n },
      { effectiveOn: TODAY },
      { accountId: undefined },
    ]) {
      expect(await pay(db, payment(of, 'M3-other', change))).toEqual({ declined: 'reference_used' })
    }
    expect(await recount(db, of.borrowerId)).toEqual(before)
    expect(await pay(db, payment(of, 'M3-other'))).toMatchObject({ again: true })
  })

  test('cut around the commit: the payer is answered all the same, and the money is posted once', async () => {
    const door = await cuttingDoor(fresh.adminUrl)
    const dice = random(7)
    for (let n = 0; n < 24; n++) {
      const event = payment(debtNo(dice.between(13, 19)), `M3-cut-${n}`)
      for (let cuts = dice.between(1, 2); cuts > 0; cuts--) {
        door.cutNext(dice.pick(['before', 'after'] as const))
      }
      const answer = await pay(door.db, event)
      expect(answer).toMatchObject({ paymentId: expect.any(BigInt) as bigint })
      const kinds = await entriesOf(event as OwnDebt, event.ref)
      expect([n, kinds]).toEqual([n, ['payment']])
    }
    expect(door.cuts.count).toBeGreaterThanOrEqual(24)
    await door.close()
    await expectBalanced()
  })
})

type Event =
  | { readonly is: 'paid'; readonly event: PaymentEvent }
  | { readonly is: 'undone'; readonly event: ReversalEvent; readonly after: string }

describe('M7: each word about money posts once', () => {
  /** A month of one borrower: payments with and without a debt, some undone some days later. */
  function month(of: OwnDebt, seed: number): Event[] {
    const dice = random(seed)
    return Array.from({ length: 8 }, (_, i): Event[] => {
      // A day of its own each: two on one day are taken in the order in which they became known.
      const effectiveOn = addDays(TODAY, -4 * i - dice.between(0, 3))
      const accountId = dice.next() < 0.5 ? of.accountId : undefined
      const ref = `M7-${i}`
      const amountMinor = BigInt(dice.between(1, 90_000))
      const paid: Event = {
        is: 'paid',
        event: { borrowerId: of.borrowerId, accountId, ref, amountMinor, effectiveOn },
      }
      if (dice.next() < 0.6) return [paid]
      const undoneOn = addDays(effectiveOn, dice.between(0, 5))
      const on = undoneOn > TODAY ? TODAY : undoneOn
      const event = {
        borrowerId: of.borrowerId,
        accountId,
        paymentId: 0n,
        effectiveOn: on,
        kind: 'reversal',
        why: 'returned',
      } as const
      return [paid, { is: 'undone', event, after: ref }]
    }).flat()
  }

  /** Says all in this order; what comes too early is said again until it is heard, as a provider does. */
  async function say(events: readonly Event[], of: OwnDebt): Promise<void> {
    const ids = new Map<string, bigint>()
    const hears = async (one: Event): Promise<boolean> => {
      if (one.is === 'paid') {
        const answer = await pay(db, { ...one.event, borrowerId: of.borrowerId })
        if (!('declined' in answer)) ids.set(one.event.ref, answer.paymentId)
        return !('declined' in answer)
      }
      const paymentId = ids.get(one.after)
      if (paymentId === undefined) return false
      const answer = await reverse({ ...one.event, borrowerId: of.borrowerId, paymentId })
      return !('declined' in answer)
    }
    let left = [...events]
    for (let round = 0; left.length > 0; round++) {
      if (round > 5) throw new Error('bug: some words are never heard')
      const early: Event[] = []
      for (const one of left) if (!(await hears(one))) early.push(one)
      left = early
    }
  }

  const balances = async (of: OwnDebt): Promise<string[]> =>
    [...(await recount(db, of.borrowerId)).balances].map((one) => one.join(' ')).toSorted()

  test('permuted, doubled and delayed they leave the same balances', async () => {
    const [plain, mixed, doubled] = [debtNo(20), debtNo(21), debtNo(22)]
    const dice = random(77)
    const forOne = (of: OwnDebt) => month(of, 5)
    await say(forOne(plain), plain)
    await say(shuffled(dice, forOne(mixed)), mixed)
    await say(shuffled(dice, [...forOne(doubled), ...forOne(doubled)]), doubled)
    const expected = await balances(plain)
    expect(expected.length).toBeGreaterThan(3)
    expect(await balances(mixed)).toEqual(expected)
    expect(await balances(doubled)).toEqual(expected)
  })

  test('all at once on many connections they post once each', async () => {
    const [plain, raced] = [debtNo(23), debtNo(24)]
    const paid = (of: OwnDebt) =>
      month(of, 9).flatMap((one) => (one.is === 'paid' ? [one.event] : []))
    for (const event of paid(plain)) await pay(db, event)
    const dice = random(78)
    const often = [...paid(raced), ...paid(raced), ...paid(raced)]
    await Promise.all(shuffled(dice, often).map((event) => pay(db, event)))
    expect(await balances(raced)).toEqual(await balances(plain))
    await expectBalanced()
  })

  test('a file that tells again what came as an event posts nothing twice, nor the event after the file', async () => {
    const of = debtNo(25)
    const refs = await inTenant(db, 1n, async (tx) => {
      const { rows } = await tx.query<{ account: string; borrower: string }>(
        `select a.ref as account, b.ref as borrower from account a join borrower b using (tenant_id, borrower_id)
          where a.account_id = $1`,
        [of.accountId],
      )
      return rows[0]
    })
    const [first, second] = [payment(of, 'M7-file-1'), payment(of, 'M7-file-2')]
    const line = (event: PaymentEvent) =>
      `${event.ref},${refs?.account},${refs?.borrower},CNY,${event.effectiveOn},123.45`
    const file = [
      'payment_ref,account_ref,borrower_ref,currency,paid_on,amount',
      line(first),
      line(second),
    ]
    await pay(db, first)
    await inTenant(db, 1n, (tx) =>
      tx.query(
        `insert into webhook_endpoint (tenant_id, url, scheme, from_tx, until_tx, made_by, made_at)
         values (1, 'https://lender.test/in', 'v1', '1', '1', 'test', now())`,
      ),
    )
    expect(await loadPayments(db, file)).toHaveProperty('done', 'loaded')
    const told = await inTenant(db, 1n, (tx) =>
      tx.query<{ type: string; data: object }>(
        `select e.type, e.data from event_out e join entry y on y.tenant_id = 1 and y.borrower_id = e.borrower_id
            and y.payment_id::text = e.data->>'payment_id' and y.ref = $1`,
        [second.ref],
      ),
    )
    expect(told.rows).toMatchObject([
      { type: 'payment.applied', data: { amount: { minor: '12345', currency: 'CNY' } } },
    ])
    expect(await pay(db, second)).toMatchObject({ again: true })
    expect(await loadPayments(db, [...file, ''])).toHaveProperty('done')
    for (const { ref } of [first, second]) expect(await entriesOf(of, ref)).toEqual(['payment'])
    expect((await recount(db, of.borrowerId)).balances.get('cash')).toBe(2n * 12_345n)
    await expectBalanced()
  })
})
