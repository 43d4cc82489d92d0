import { afterEach, beforeEach, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import { addDays, type Instant } from '../src/core/calendar.ts'
import { applyPromise } from '../src/store/agree.ts'
import { inEvent, inTenant } from '../src/store/db.ts'
import { lockBorrower } from '../src/store/guard-facts.ts'
import { loadLaw } from '../src/store/law.ts'
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

const promise = (id: number, more: object = {}, now: Instant = MORNING) =>
  inEvent(fresh.db, 1n, async (tx) => {
    await lockBorrower(tx, { tenantId: 1n, borrowerId: BigInt(id) })
    const of = { borrowerId: BigInt(id), accountId: BigInt(id * 10), source: 'call' }
    const given = { ...of, amountMinor: 3000n, dueOn: addDays(TODAY, 5), ...more }
    const made = await applyPromise(tx, 1n, given, { now, today: TODAY })
    if ('declined' in made) throw new Error(made.declined)
    return made
  })

const received = () =>
  rows<{ channel: string; body: string }>(
    fresh.db,
    'select channel, body from sandbox_message order by message_id',
  )

test('whoever promised hears it back once, with the sum and the day, and it is no attempt to collect', async () => {
  await addPeople(fresh.db, [{ id: 1, treatments: 0 }])
  await promise(1)
  await run()
  await run()
  const messages = await received()
  expect(messages.map((one) => one.channel)).toEqual(['sms'])
  expect(messages[0]?.body).toContain('2026年11月25日前为尾号-100账户还款¥30.00')
  const [position] = await rows<{ last_attempt_on: string | null; unanswered_attempts: number }>(
    fresh.db,
    'select last_attempt_on, unanswered_attempts from position',
  )
  expect(position).toEqual({ last_attempt_on: null, unanswered_attempts: 0 })
  const [asked] = await rows<{ purpose: string }>(
    fresh.db,
    `select proposal ->> 'purpose' as purpose from verdict`,
  )
  expect(asked?.purpose).toBe('plan_confirmation')
})

test('one that was amended before it was confirmed is confirmed as amended alone', async () => {
  await addPeople(fresh.db, [{ id: 1, treatments: 0, language: 'en' }])
  const first = await promise(1, {}, NIGHT)
  await run(NIGHT)
  const waited = (await received()).length === 0
  const more = { amountMinor: 4000n, dueOn: addDays(TODAY, 6) }
  await promise(1, { ...more, supersedesId: first.promiseId, reason: 'paid on the 26th' }, NIGHT)
  await run((NIGHT + 11 * HOUR) as Instant)
  const bodies = (await received()).map((one) => one.body)
  expect(bodies.at(-1)).toContain('you pay CNY 40.00 by 26 November 2026')
  // Law here keeps the night quiet; where it did not, the first one had left before it was amended.
  expect([waited, bodies.length]).toEqual([true, 1])
})

test('a hold that refuses every contact refuses this one; the promise stands all the same', async () => {
  await addPeople(fresh.db, [{ id: 1, treatments: 0, jurisdictions: 'us' }])
  await promise(1)
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into hold (tenant_id, borrower_id, reason, written, from_on, source)
       values (1, 1, 'deceased', true, $1, 'test')`,
      [TODAY],
    ),
  )
  const counts = await run((MORNING + 13 * HOUR) as Instant)
  expect([counts.sent, counts.deny]).toEqual([0, 1])
  expect(await received()).toEqual([])
  const [kept] = await rows<{ n: bigint }>(fresh.db, 'select count(*) as n from promise')
  expect(kept?.n).toBe(1n)
})

test('without an address nothing is planned', async () => {
  await addPeople(fresh.db, [
    { id: 1, treatments: 0, addresses: [{ kind: 'mobile', value: '1', standing: 'not_his' }] },
  ])
  await promise(1)
  const planned = await rows(fresh.db, `select from treatment where template = 'promise-confirmed'`)
  expect(planned).toHaveLength(0)
})
