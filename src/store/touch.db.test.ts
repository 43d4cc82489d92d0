import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPeople, makeBook, MORNING } from '../../test/dispatch-world.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { addDays, day, dayNumber, type Day, type Instant } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'
import type { Said } from '../engine/contact.ts'
import { random } from '../sim/random.ts'
import { touchOf, withTouch } from '../strategy/touch.ts'
import { setChannelCost } from './channel-cost.ts'
import { flipToSending, recordTold } from './contact.ts'
import { inTenant } from './db.ts'
import { recordTouch, type Touch } from './touch.ts'

const ON = day('2026-11-20')
const SEED = 20_261_122

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await addPeople(
    fresh.db,
    [1, 2, 3, 4, 5].map((id) => ({ id })),
  )
})
afterAll(() => fresh.drop())

type Kept = {
  readonly touches: number[] | null
  readonly unanswered_attempts: number
  readonly last_attempt_on: Day | null
  readonly last_conversation_on: Day | null
  readonly cost_minor: bigint
}
const kept = (id: number): Promise<Kept> =>
  inTenant(fresh.db, 1n, async (tx) => {
    const found = await tx.query<Kept>(
      `select touches, unanswered_attempts, last_attempt_on, last_conversation_on, cost_minor
         from position where borrower_id = $1`,
      [id],
    )
    return found.rows[0] as Kept
  })
const record = (id: number, touch: Touch) =>
  inTenant(fresh.db, 1n, (tx) => recordTouch(tx, { tenantId: 1n, borrowerId: BigInt(id) }, touch))

test(`touches in any order are kept as the pure form keeps them (seed ${SEED})`, async () => {
  const dice = random(SEED)
  let expected: readonly number[] = []
  for (let i = 0; i < 150; i++) {
    const kind = dice.pick(['attempt', 'conversation'] as const)
    const channel = dice.pick([...CHANNELS])
    // Mostly one after another; now and then one that is told late, or after a long silence.
    const on = addDays(ON, Math.floor(i / 2) + dice.pick([0, 0, 0, -3, -40, 45]))
    await record(1, { channel, kind, on })
    expected = withTouch(expected, touchOf(kind, channel, dayNumber(on)))
    expect((await kept(1)).touches, `touch ${i}`).toEqual(expected)
  }
  expect(expected.length).toBeGreaterThan(12)
})

describe('an answer', () => {
  test('resets the attempts up to its day; those after it stay without one', async () => {
    const attempt = (on: Day) => record(2, { channel: 'sms', kind: 'attempt', on })
    for (const ago of [-5, -4, -1]) await attempt(addDays(ON, ago))
    expect((await kept(2)).unanswered_attempts).toBe(3)
    await record(2, { channel: 'letter', kind: 'answer', on: addDays(ON, -2) })
    expect(await kept(2)).toMatchObject({ unanswered_attempts: 1, last_conversation_on: null })
    await record(2, { channel: 'call', kind: 'conversation', on: ON })
    expect(await kept(2)).toMatchObject({ unanswered_attempts: 0, last_conversation_on: ON })
  })

  test('of one account is none of another', async () => {
    await record(2, { channel: 'sms', kind: 'attempt', on: ON, accountIds: [999n] })
    expect((await kept(2)).unanswered_attempts).toBe(0)
  })
})

describe('the last gate before the wire', () => {
  const cost = (minor: bigint, effectiveOn: Day, currency = 'CNY') =>
    inTenant(fresh.db, 1n, (tx) =>
      setChannelCost(tx, 1n, { channel: 'sms', currency, effectiveOn, minor }),
    )
  const flip = (id: number, contactId: bigint) =>
    flipToSending(
      fresh.db,
      { tenantId: 1n, borrowerId: BigInt(id), contactId },
      { now: (MORNING + 1000) as Instant, today: ON, provider: 'sandbox', madeBy: 'test' },
    )
  const permitted = (id: number, blockVersion = 0) =>
    inTenant(fresh.db, 1n, async (tx) => {
      const at = new Date(MORNING).toISOString()
      const made = await tx.query<{ contact_id: bigint }>(
        `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
           template, language, block_version, permitted_at, expires_at, slots, made_by)
         select 1, borrower_id, gen_random_uuid(), 1, array[account_id], 'sms', 1, 't', 'zh', $2,
                $3, $3::timestamptz + interval '1 hour', '[]', 'test'
           from position where borrower_id = $1 returning contact_id`,
        [id, blockVersion, at],
      )
      return made.rows[0]?.contact_id ?? 0n
    })

  test('keeps the attempt on its channel, and what it cost on that day', async () => {
    const { currency } = await inTenant(fresh.db, 1n, async (tx) => {
      const found = await tx.query<{ currency: string }>(
        `select currency from position where borrower_id = 3`,
      )
      return found.rows[0] as { currency: string }
    })
    await cost(4n, addDays(ON, -10), currency)
    await cost(5n, ON, currency)
    await cost(7n, addDays(ON, 1), currency)
    const contactId = await permitted(3)
    expect(await flip(3, contactId)).toBe(true)
    const once = {
      touches: [touchOf('attempt', 'sms', dayNumber(ON))],
      unanswered_attempts: 1,
      last_attempt_on: ON,
      cost_minor: 5n,
    }
    expect(await kept(3)).toMatchObject(once)
    expect(await flip(3, contactId)).toBe(false)
    expect(await kept(3)).toMatchObject(once)
  })

  test('what the provider says it never took was no attempt; what it took after all was one', async () => {
    const before = await kept(5)
    const contactId = await permitted(5)
    const ref = { tenantId: 1n, borrowerId: 5n, contactId }
    const told = (said: Said) =>
      recordTold(fresh.db, ref, { said, at: (MORNING + 2000) as Instant, detail: {} })
    expect(await flip(5, contactId)).toBe(true)
    const tried = await kept(5)
    expect(tried).toMatchObject({ unanswered_attempts: 1, last_attempt_on: ON, cost_minor: 5n })
    for (const said of ['never_accepted', 'never_accepted'] as const) {
      expect(await told(said)).toBe('failed')
      expect(await kept(5)).toEqual(before)
    }
    for (const said of ['accepted', 'delivered'] as const) {
      await told(said)
      expect(await kept(5)).toEqual(tried)
    }
  })

  test('keeps nothing of a permit that a stop made void', async () => {
    const contactId = await permitted(4, 7)
    expect(await flip(4, contactId)).toBe(false)
    expect(await kept(4)).toMatchObject({ touches: null, unanswered_attempts: 0, cost_minor: 0n })
  })
})
