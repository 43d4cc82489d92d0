import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type pg from 'pg'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { Outgoing } from '../src/channels/channel.ts'
import type { Channel } from '../src/core/channel.ts'
import type { Instant } from '../src/core/calendar.ts'
import type { AllowedContact } from '../src/guard/allowed.ts'
import { assertMadeByGuard } from '../src/guard/allowed.ts'
import { recordConsent } from '../src/store/consent.ts'
import { flipToSending, recordTold } from '../src/store/contact.ts'
import { connectAdmin, inTenant } from '../src/store/db.ts'
import { endHold, recordHold } from '../src/store/hold.ts'
import { loadLaw } from '../src/store/law.ts'
import { applyPayment, recordPayment } from '../src/store/payment-event.ts'
import type { Desk, Permit } from '../src/store/permit.ts'
import { askForPermit } from '../src/store/permits.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const tick = { now: MORNING, today: TODAY }
const desk: Desk = {
  law,
  templates,
  sender: {
    tradingName: 'Demo Bank',
    checkPhone: '+44 20 7946 0000',
    checkUrl: 'https://demo.example/check',
  },
  today: TODAY,
  automatic: new Set<Channel>(['sms', 'email']),
  permitLifeMs: HOUR,
  madeBy: 'dispatch:this',
}

let fresh: Fresh
let admin: pg.Pool
let next = 100
let id: number
beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl, { connectionsMax: 2 })
  await makeBook(fresh.db)
})
afterAll(async () => {
  await admin.end()
  await fresh.drop()
})
beforeEach(async () => {
  id = next++
  // Perth: an Australian cap counts messages, so a permit takes slots.
  await addPeople(fresh.db, [
    { id, jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] },
  ])
})

const borrowerId = () => BigInt(id)
const treatmentId = async () =>
  (
    await rows<{ treatment_id: bigint }>(
      fresh.db,
      `select treatment_id from treatment where borrower_id = $1 and template <> 'receipt'`,
      [id],
    )
  )[0]?.treatment_id ?? 0n

async function permitted(): Promise<Permit> {
  const ref = { tenantId: 1n, borrowerId: borrowerId(), treatmentId: await treatmentId() }
  const answer = await askForPermit(fresh.db, ref, desk, MORNING)
  if (answer.is !== 'permitted') throw new Error(JSON.stringify(answer, (_, v) => String(v)))
  return answer.permit
}

const flip = (permit: Permit, now: Instant = MORNING, madeBy = desk.madeBy) =>
  flipToSending(
    fresh.db,
    { tenantId: 1n, borrowerId: borrowerId(), contactId: permit.contactId },
    { now, today: TODAY, provider: 'sandbox-sms', madeBy },
  )

const pay = (amountMinor: bigint, ref = `P${id}`) =>
  recordPayment(
    fresh.db,
    1n,
    {
      borrowerId: borrowerId(),
      accountId: borrowerId() * 10n,
      ref,
      amountMinor,
      effectiveOn: TODAY,
    },
    tick,
  )

const hold = () =>
  recordHold(
    fresh.db,
    1n,
    { borrowerId: borrowerId(), reason: 'dispute', written: true, fromOn: TODAY, source: 'letter' },
    tick,
  )

const consent = (given: boolean) =>
  recordConsent(
    fresh.db,
    1n,
    {
      borrowerId: borrowerId(),
      channel: 'sms',
      given,
      words: given ? undefined : 'STOP',
      source: 'sms',
    },
    MORNING,
  )

const state = async () =>
  rows<{ state: string; state_why: string | null; returned: boolean }>(
    fresh.db,
    'select state, state_why, slots_returned_at is not null as returned from contact where borrower_id = $1',
    [id],
  )
const busySlots = async () =>
  (
    await rows(fresh.db, 'select from cap_slot where borrower_id = $1 and free_at > $2', [
      id,
      new Date(MORNING),
    ])
  ).length

describe('between permit and wire', () => {
  test('nothing happens: it leaves, once', async () => {
    const permit = await permitted()
    expect(await busySlots()).toBeGreaterThan(0)
    expect(await flip(permit)).toBe(true)
    expect(await flip(permit)).toBe(false)
  })

  test.each<[string, () => Promise<unknown>, string]>([
    ['a payment', () => pay(10_000n), 'payment'],
    ['a hold', hold, 'hold'],
    ['an opt-out', () => consent(false), 'opt_out'],
  ])('%s: it does not leave, and its slots are free again', async (_, event, why) => {
    const permit = await permitted()
    await event()
    expect(await flip(permit)).toBe(false)
    expect(await state()).toEqual([{ state: 'withdrawn', state_why: why, returned: true }])
    expect(await busySlots()).toBe(0)
  })

  test('a permission that is given stops nothing', async () => {
    const permit = await permitted()
    await consent(true)
    expect(await flip(permit)).toBe(true)
  })

  test('a payment of somebody else stops nothing', async () => {
    const permit = await permitted()
    const other = id
    id = next++
    await addPeople(fresh.db, [{ id }])
    await pay(10_000n)
    id = other
    expect(await flip(permit)).toBe(true)
  })

  test('its end passes, or another run takes over: it does not leave', async () => {
    const permit = await permitted()
    expect(await flip(permit, permit.expiresAt)).toBe(false)
    expect(await flip(permit, MORNING, 'dispatch:another')).toBe(false)
    const newer = await permitted()
    expect(newer.attemptKey).not.toBe(permit.attemptKey)
    expect(await flip(permit)).toBe(false)
    expect(await flip(newer)).toBe(true)
    expect(await state()).toMatchObject([
      { state: 'withdrawn', state_why: 'not_used' },
      { state: 'sending' },
    ])
  })
})

describe('a payment that is not yet committed', () => {
  const payment = () => ({
    borrowerId: borrowerId(),
    accountId: borrowerId() * 10n,
    ref: `P${id}`,
    amountMinor: 10_000n,
    effectiveOn: TODAY,
  })

  test.each([true, false])('makes the wire wait; committed (%s) it decides', async (commits) => {
    const permit = await permitted()
    let flipped: Promise<boolean> | undefined
    const paid = inTenant(fresh.db, 1n, async (tx) => {
      await applyPayment(tx, 1n, payment(), tick)
      flipped = flip(permit)
      const soon = new Promise((resolve) => setTimeout(resolve, 150, 'waits'))
      expect(await Promise.race([flipped, soon])).toBe('waits')
      if (!commits) throw new Error('undone')
    })
    if (commits) await paid
    else await expect(paid).rejects.toThrow('undone')
    expect(await flipped).toBe(!commits)
  })
})

describe('the payment itself', () => {
  test('twice with the same body is one payment and one answer; another body is refused', async () => {
    await permitted()
    const first = await pay(10_000n)
    expect(first).toMatchObject({ arrearsAfterMinor: 0n, withdrawn: 1, again: false })
    expect(await pay(10_000n)).toEqual({ ...first, withdrawn: 0, again: true })
    expect(await pay(9_000n)).toEqual({ declined: 'reference_used' })
    expect(await rows(fresh.db, 'select from payment where borrower_id = $1', [id])).toHaveLength(1)
  })

  test('of all of it withdraws the treatment; of a part keeps it, with the new amount', async () => {
    await pay(10_000n)
    const treatment = () =>
      rows(
        fresh.db,
        `select state, state_why from treatment where borrower_id = $1 and template <> 'receipt'`,
        [id],
      )
    expect(await treatment()).toEqual([{ state: 'withdrawn', state_why: { why: 'payment' } }])
    id = next++
    await addPeople(fresh.db, [{ id }])
    await permitted()
    await pay(2_500n)
    expect(await treatment()).toMatchObject([{ state: 'planned' }])
    expect((await permitted()).rendered.whole).toContain('75.00')
  })

  test('an account that is not there is a refusal', async () => {
    id = next++
    expect(await pay(1n)).toEqual({ declined: 'no_such_account' })
  })
})

describe('a hold', () => {
  const ask = async () =>
    askForPermit(
      fresh.db,
      { tenantId: 1n, borrowerId: borrowerId(), treatmentId: await treatmentId() },
      desk,
      MORNING,
    )

  test('is a reason of the guard until it is ended', async () => {
    const held = await hold()
    expect(await ask()).toMatchObject({ is: 'judged', verdict: { decision: 'deny' } })
    await rows(fresh.db, `update treatment set state = 'planned' where borrower_id = $1`, [id])
    const holdId = 'holdId' in held ? held.holdId : 0n
    const ending = { borrowerId: borrowerId(), holdId, on: TODAY, source: 'call' }
    expect(await endHold(fresh.db, 1n, ending, tick)).toEqual({ ended: holdId })
    expect(await endHold(fresh.db, 1n, ending, tick)).toEqual({ declined: 'already_ended' })
    expect(await ask()).toMatchObject({ is: 'permitted' })
  })
})

describe('the provider', () => {
  const provider = () => sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT })
  const contact = {} as AllowedContact
  const message = (permit: Permit): Outgoing => ({
    ref: { tenantId: 1n, borrowerId: borrowerId(), attemptKey: permit.attemptKey },
    to: permit.address.value,
    subject: undefined,
    body: permit.rendered.body,
    whole: permit.rendered.whole,
    hash: permit.rendered.hash,
    validUntil: permit.expiresAt,
    now: MORNING,
  })
  const send = (m: Outgoing) => provider().send(contact, m, new AbortController().signal)
  const refused = { is: 'refused', why: 'unknown_permit' }

  test('refuses what has no committed permit on its way, and takes what has', async () => {
    const permit = await permitted()
    const m = message(permit)
    expect(await send({ ...m, ref: { ...m.ref, attemptKey: crypto.randomUUID() } })).toEqual(
      refused,
    )
    expect(await send(m)).toEqual(refused)
    await flip(permit)
    expect(await send({ ...m, whole: `${m.whole} ` })).toEqual(refused)
    expect(await send({ ...m, now: permit.expiresAt })).toMatchObject({ is: 'refused' })
    expect(await send(m)).toMatchObject({ is: 'accepted' })
  })

  test('only what the guard made can be sent: a cast is a bug', () => {
    expect(() => assertMadeByGuard({} as AllowedContact)).toThrow(
      'a contact that the guard did not make',
    )
  })

  test('receipts in any order, twice, and against each other end in one state', async () => {
    const orders = [
      ['accepted', 'delivered', 'bounced'],
      ['bounced', 'delivered', 'accepted', 'bounced'],
      ['delivered', 'delivered', 'never_accepted', 'unknown'],
    ] as const
    for (const order of orders) {
      id = next++
      await addPeople(fresh.db, [
        { id, jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] },
      ])
      const permit = await permitted()
      const ref = { tenantId: 1n, borrowerId: borrowerId(), contactId: permit.contactId }
      expect(await recordTold(fresh.db, ref, { said: 'accepted', at: MORNING, detail: {} })).toBe(
        'never_sent',
      )
      await flip(permit)
      const busy = await busySlots()
      for (const said of order) await recordTold(fresh.db, ref, { said, at: MORNING, detail: {} })
      expect(await state()).toMatchObject([{ state: 'delivered', returned: false }])
      expect(await busySlots()).toBe(busy)
    }
  })
})

describe('dispatch against a storm of stops', () => {
  test('nothing is flipped after a stop of its borrower committed', async () => {
    // Numbers drawn while the borrower's lock is held are in commit order, borrower by borrower.
    await admin.query('create table commit_order (no bigserial, borrower_id bigint, what text)')
    await admin.query('grant all on commit_order, commit_order_no_seq to forbear_app')
    await admin.query(`create function note() returns trigger language plpgsql as $$
      begin insert into commit_order (borrower_id, what) values (new.borrower_id, tg_argv[0]); return new; end $$`)
    await admin.query(`create trigger n1 after update on contact for each row
      when (old.state = 'permitted' and new.state = 'sending' and new.template <> 'receipt')
      execute function note('leaves')`)
    await admin.query(
      `create trigger n2 after insert on payment for each row execute function note('stop')`,
    )
    await admin.query(
      `create trigger n3 after insert on hold for each row execute function note('stop')`,
    )
    await admin.query(
      `create trigger n4 after insert on consent for each row execute function note('stop')`,
    )
    const people = Array.from({ length: 120 }, (_, i) => ({ id: 10_000 + i, treatments: 3 }))
    await addPeople(fresh.db, people)
    const sms = sandboxProvider(fresh.db, { channel: 'sms', seed: 2, mix: ALWAYS_PROMPT })
    const channels = { sms, email: sms }
    const bucket = { from: 10_000n, until: undefined }
    const sent = dispatch(fresh.db, 1n, {
      ...tick,
      say: () => undefined,
      channels,
      law,
      templates,
      bucket,
    })
    for (const [i, person] of people.toReversed().entries()) {
      id = person.id
      await [() => pay(10_000n), hold, () => consent(false)][i % 3]?.()
    }
    const counts = await sent
    const order = await rows<{ no: bigint; borrower_id: bigint; what: string }>(
      fresh.db,
      'select * from commit_order where borrower_id >= 10000 order by no',
    )
    const stopped = new Set<bigint>()
    let late = 0
    for (const { borrower_id, what } of order) {
      if (what === 'stop') stopped.add(borrower_id)
      else if (stopped.has(borrower_id)) late += 1
    }
    expect(late).toBe(0)
    expect(stopped.size).toBe(120)
    // The race was a race: some left before their stop, some never did, and the log agrees.
    expect(counts.sent).toBeGreaterThan(0)
    expect(counts.sent).toBeLessThan(360)
    const left = order.filter((o) => o.what === 'leaves').length
    expect(
      await rows(
        fresh.db,
        `select from sandbox_message m join contact c on c.borrower_id = m.borrower_id and c.attempt_key = m.permit
         where m.borrower_id >= 10000 and c.template <> 'receipt'`,
      ),
    ).toHaveLength(left)
  })
})
