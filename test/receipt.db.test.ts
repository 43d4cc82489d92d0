import { afterEach, beforeEach, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { Instant } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import { applyReversal } from '../src/store/payment-reversal.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, NIGHT, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')

let fresh: Fresh
beforeEach(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterEach(() => fresh.drop())

const run = (now: Instant = MORNING) =>
  dispatch(fresh.db, 1n, {
    now,
    today: TODAY,
    say: () => undefined,
    channels: {
      sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }),
      email: sandboxProvider(fresh.db, { channel: 'email', seed: 1, mix: ALWAYS_PROMPT }),
    },
    law,
    templates,
  })

const pay = (id: number, amountMinor: bigint, ref = 'p1', now: Instant = MORNING) =>
  recordPayment(
    fresh.db,
    1n,
    { borrowerId: BigInt(id), accountId: BigInt(id * 10), ref, amountMinor, effectiveOn: TODAY },
    { now, today: TODAY },
  )

const received = () =>
  rows<{ channel: string; recipient: string; body: string }>(
    fresh.db,
    'select channel, recipient, body from sandbox_message order by message_id',
  )

const receipts = async () =>
  (await rows<{ n: bigint }>(fresh.db, 'select count(*) as n from receipt'))[0]?.n

test('whoever paid all of it hears so at once, by SMS; a payment told twice is confirmed once', async () => {
  await addPeople(fresh.db, [{ id: 1, treatments: 0 }])
  await pay(1, 10_000n)
  await pay(1, 10_000n)
  await run()
  await run()
  const messages = await received()
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatchObject({ channel: 'sms', recipient: '13800000001' })
  expect(messages[0]?.body).toContain('2026年11月20日已收到您尾号-100账户的还款¥100.00')
  expect(await receipts()).toBe(1n)
})

test('without a mobile by e-mail; without any address in the portal alone', async () => {
  await addPeople(fresh.db, [
    { id: 1, treatments: 0, language: 'en', addresses: [{ kind: 'email', value: 'a@b.test' }] },
    { id: 2, treatments: 0, addresses: [{ kind: 'mobile', value: '1', standing: 'not_his' }] },
  ])
  await pay(1, 2500n)
  await pay(2, 2500n)
  await run()
  const messages = await received()
  expect(messages.map((one) => one.channel)).toEqual(['email'])
  expect(messages[0]?.body).toContain('We got CNY 25.00 on 20 November 2026')
  expect(await receipts()).toBe(2n)
})

test('a hold that refuses every contact refuses this one; the receipt is there all the same', async () => {
  await addPeople(fresh.db, [{ id: 1, treatments: 0, jurisdictions: 'us' }])
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into hold (tenant_id, borrower_id, reason, written, from_on, source)
       values (1, 1, 'deceased', true, $1, 'test')`,
      [TODAY],
    ),
  )
  await pay(1, 10_000n)
  const counts = await run((MORNING + 13 * HOUR) as Instant)
  expect([counts.sent, counts.deny]).toEqual([0, 1])
  expect(await received()).toEqual([])
  expect(await receipts()).toBe(1n)
})

test('of a payment that is undone before the message left, nothing is sent', async () => {
  await addPeople(fresh.db, [{ id: 1, treatments: 0 }])
  const made = await pay(1, 10_000n)
  if ('declined' in made) throw new Error(made.declined)
  await inTenant(fresh.db, 1n, (tx) =>
    applyReversal(
      tx,
      1n,
      {
        borrowerId: 1n,
        paymentId: made.paymentId,
        effectiveOn: TODAY,
        kind: 'reversal',
        why: 'typed twice',
      },
      { now: MORNING, today: TODAY },
    ),
  )
  await run()
  expect(await received()).toEqual([])
})

test('at night it waits for the hour that law gives, and another payment does not take it back', async () => {
  await addPeople(fresh.db, [{ id: 1, treatments: 0 }])
  await pay(1, 4000n, 'p1', NIGHT)
  const first = await run(NIGHT)
  const waited = first.defer === 1
  await pay(1, 6000n, 'p2', NIGHT)
  await run((NIGHT + 11 * HOUR) as Instant)
  const bodies = (await received()).map((one) => one.body)
  expect(bodies).toHaveLength(2)
  expect(bodies.some((body) => body.includes('¥40.00'))).toBe(true)
  expect(bodies.some((body) => body.includes('¥60.00'))).toBe(true)
  // Law here confirms a payment at any hour, or by day alone: either way both were sent.
  expect([waited, first.sent]).toEqual(waited ? [true, 0] : [false, 1])
})

test('it is no attempt to collect: the strategy sees none, and what is due stays planned', async () => {
  await addPeople(fresh.db, [{ id: 1 }])
  await pay(1, 1000n)
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `update treatment set not_before = 'infinity', state = 'deferred' where treatment = 'step-0'`,
    ),
  )
  await run()
  expect((await received()).map((one) => one.body.includes('已收到'))).toEqual([true])
  const [position] = await rows<{ last_attempt_on: string | null; unanswered_attempts: number }>(
    fresh.db,
    'select last_attempt_on, unanswered_attempts from position',
  )
  expect(position).toEqual({ last_attempt_on: null, unanswered_attempts: 0 })
  const [purpose] = await rows<{ purpose: string }>(
    fresh.db,
    `select proposal ->> 'purpose' as purpose from verdict`,
  )
  expect(purpose?.purpose).toBe('payment_confirmation')
})
