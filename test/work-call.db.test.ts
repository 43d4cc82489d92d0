import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../src/core/calendar.ts'
import { addCallback, callbacksOf, wallInstant } from '../src/store/callback.ts'
import { inTenant } from '../src/store/db.ts'
import { nextCase } from '../src/store/work-next.ts'
import type { Disposition } from '../src/engine/disposition.ts'
import { callsIn } from './call-world.ts'
import { HOUR, makeBook, MORNING, NIGHT, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { law, seek, setCrew } from './work-world.ts'

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await setCrew(fresh.db, { ann: {}, bo: {} })
})
afterAll(() => fresh.drop())

const { somebody, call, called, ends, of } = callsIn(() => fresh.db)
const busy = async (id: number, rule = '') =>
  (
    await rows(
      fresh.db,
      'select from cap_slot where borrower_id = $1 and free_at > $2 and starts_with(cap_key, $3)',
      [id, new Date(MORNING + HOUR), rule],
    )
  ).length

describe('a call', () => {
  test('takes its permit, its slots and its attempt before anybody dials', async () => {
    const id = await somebody()
    const made = await called(id)
    expect(made.address.value).toContain('138')
    expect(
      await of(
        'select state, made_by, treatment_id is null as own from contact where borrower_id = $1',
        id,
      ),
    ).toEqual([{ state: 'accepted', made_by: 'staff:ann', own: false }])
    expect(await of('select state from treatment where borrower_id = $1', id)).toEqual([
      { state: 'sent' },
    ])
    expect(
      await of(
        'select last_attempt_on as on, unanswered_attempts as n from position where borrower_id = $1',
        id,
      ),
    ).toEqual([{ on: TODAY, n: 1 }])
    expect(await busy(id)).toBeGreaterThan(0)
  })

  test('outside of hours is refused with its rule and its hour, and the refusal is kept', async () => {
    const id = await somebody()
    const refused = await call(id, NIGHT)
    if (!('declined' in refused) || refused.declined !== 'unlawful') throw new Error('not refused')
    expect(refused.verdict.decision).toBe('defer')
    expect(refused.verdict.decision === 'defer' && refused.verdict.until > NIGHT).toBe(true)
    expect(await of('select decision from verdict where borrower_id = $1', id)).toEqual([
      { decision: 'defer' },
    ])
    expect(await of('select from contact where borrower_id = $1', id)).toEqual([])
  })

  test('a cap holds against a crowd: what the law gives a day, and no more', async () => {
    const id = await somebody()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => call(id).catch(() => ({ declined: 'lost' as const }))),
    )
    const made = answers.filter((answer) => !('declined' in answer))
    const [{ n } = { n: 0n }] = await rows<{ n: bigint }>(
      fresh.db,
      'select count(*) as n from contact where borrower_id = $1',
      [id],
    )
    expect(BigInt(made.length)).toBe(n)
    expect(made.length).toBeGreaterThan(0)
    expect(made.length).toBeLessThanOrEqual(3)
  })

  test('of a case that somebody else has is refused, of one’s own it is not', async () => {
    const id = await somebody({ worklist: 'calls' })
    const next = await nextCase(fresh.db, seek('bo'))
    expect(next.is === 'lease' && Number(next.lease.borrowerId)).toBe(id)
    expect(await call(id)).toEqual({ declined: 'held_by_other' })
    expect('contactId' in (await call(id, MORNING, 'bo'))).toBe(true)
    const [lease] = await of<{ worked: boolean }>(
      'select worked from lease where borrower_id = $1',
      id,
    )
    expect(lease).toEqual({ worked: true })
  })

  test('with nobody’s number is no question for the guard', async () => {
    const id = await somebody({ addresses: [{ kind: 'email', value: 'a@example.test' }] })
    expect(await call(id)).toEqual({ declined: 'no_address' })
  })
})

describe('how it ended', () => {
  test.each<[Disposition, boolean]>([
    ['spoke', true],
    ['no_answer', false],
    ['voicemail', false],
    ['busy', false],
    ['third_party', true],
  ])('%s: its slot is kept: %s (GB/T 45251 counts effective calls)', async (disposition, kept) => {
    const id = await somebody()
    const { contactId } = await called(id)
    const before = await busy(id, 'cn.gbt.freq')
    await ends(id, contactId, disposition)
    expect([before > 0, (await busy(id, 'cn.gbt.freq')) > 0]).toEqual([true, kept])
  })

  test('a conversation is kept in the position, and the person keeps the borrower', async () => {
    const id = await somebody({ worklist: 'calls' })
    const next = await nextCase(fresh.db, seek('ann'))
    expect(next.is === 'lease' && Number(next.lease.borrowerId)).toBe(id)
    const { contactId } = await called(id)
    await ends(id, contactId, 'spoke')
    expect(
      await of(
        'select last_conversation_on as on, unanswered_attempts as n from position where borrower_id = $1',
        id,
      ),
    ).toEqual([{ on: TODAY, n: 0 }])
    const [lease] = await of<{ stays_with: string; stays_until: Instant }>(
      'select stays_with, stays_until from lease where borrower_id = $1',
      id,
    )
    expect(lease).toEqual({ stays_with: 'ann', stays_until: MORNING + 60_000 + 7 * 24 * HOUR })
    await rows(
      fresh.db,
      'update lease set ended_at = taken_at where borrower_id = $1 returning 1',
      [id],
    )
  })

  test.each<[Disposition, string, RegExp]>([
    [
      'wrong_person',
      `select reason || ' ' || (select standing from address where borrower_id = $1) as is from hold where borrower_id = $1`,
      /^wrong_person not_his$/,
    ],
    [
      'dispute',
      `select reason || ' ' || (account_id is not null) as is from hold where borrower_id = $1`,
      /^dispute true$/,
    ],
    [
      'hardship',
      `select reason || ' ' || (account_id is null) as is from hold where borrower_id = $1`,
      /^hardship true$/,
    ],
    ['deceased', `select reason as is from hold where borrower_id = $1`, /^deceased$/],
    [
      'stop',
      `select channel || ' ' || given as is from consent where borrower_id = $1`,
      /^any false$/,
    ],
    [
      'stop_calls',
      `select channel || ' ' || given as is from consent where borrower_id = $1`,
      /^call false$/,
    ],
    ['wrong_number', `select standing as is from address where borrower_id = $1`, /^not_his$/],
    ['dead_number', `select standing as is from address where borrower_id = $1`, /^fails$/],
  ])('%s stops at once: the next call is refused', async (disposition, sql, is) => {
    const id = await somebody()
    const { contactId } = await called(id)
    await ends(id, contactId, disposition)
    expect((await of<{ is: string }>(sql, id))[0]?.is).toMatch(is)
    const again = await call(id, (MORNING + 120_000) as Instant)
    expect('declined' in again && again.declined).toMatch(/unlawful|no_address/)
  })

  test('is said by whoever called, or mended by somebody who may', async () => {
    const id = await somebody()
    const { contactId } = await called(id)
    expect(await ends(id, contactId, 'spoke', { userId: 'bo' })).toEqual({
      declined: 'not_your_call',
    })
    expect(await ends(id, contactId, 'no_answer')).toMatchObject({ counts: 'unanswered' })
    expect(await ends(id, contactId, 'spoke', { userId: 'bo', mayMend: true })).toMatchObject({
      counts: 'conversation',
    })
    expect(await busy(id)).toBeGreaterThan(0)
    expect(await ends(id, -1n, 'spoke')).toEqual({ declined: 'no_such_contact' })
  })

  test('a callback without an hour is refused, and nothing is kept of it', async () => {
    const id = await somebody()
    const { contactId } = await called(id)
    expect(await ends(id, contactId, 'callback')).toEqual({ declined: 'callback_missing' })
    const unlawful = { dueAt: NIGHT, zone: 'Asia/Shanghai', forMe: true }
    expect(await ends(id, contactId, 'callback', { callback: unlawful })).toMatchObject({
      declined: 'callback',
    })
    expect(await of('select from contact_event where borrower_id = $1', id)).toEqual([])
    expect(await of('select from consent where borrower_id = $1', id)).toEqual([])
  })
})

describe('a callback', () => {
  const agree = (id: number, dueAt: Instant, now: Instant = MORNING) =>
    inTenant(fresh.db, 1n, (tx) =>
      addCallback(
        tx,
        { tenantId: 1n, borrowerId: BigInt(id) },
        {
          accountId: BigInt(id * 10),
          zones: ['Asia/Shanghai'],
          dueAt,
          zone: 'Asia/Shanghai',
          askedBy: 'borrower',
          forUser: undefined,
          words: 'after work',
          contactId: undefined,
          by: 'ann',
        },
        { law, now, today: TODAY },
      ),
    )

  test('at a lawful hour is agreed, and the call that keeps it ends it', async () => {
    const id = await somebody()
    const agreed = await agree(id, (MORNING + HOUR) as Instant)
    expect('callbackId' in agreed).toBe(true)
    const open = () =>
      inTenant(fresh.db, 1n, (tx) => callbacksOf(tx, { tenantId: 1n, borrowerId: BigInt(id) }))
    expect((await open()).map((one) => one.due_at)).toEqual([MORNING + HOUR])
    await called(id)
    expect((await open()).length).toBe(1)
    await called(id, (MORNING + HOUR) as Instant)
    expect(await open()).toEqual([])
  })

  test('at night is refused, with the earliest hour that the law allows', async () => {
    const id = await somebody()
    const refused = await agree(id, NIGHT)
    if (!('declined' in refused) || refused.declined !== 'unlawful') throw new Error('agreed')
    const { verdict } = refused
    if (verdict.decision !== 'defer') throw new Error('not later')
    expect('callbackId' in (await agree(id, verdict.until))).toBe(true)
    expect('declined' in (await agree(id, (verdict.until - 60_000) as Instant))).toBe(true)
  })

  test('in the past, or in a year, is none', async () => {
    const id = await somebody()
    expect(await agree(id, (MORNING - HOUR) as Instant)).toEqual({ declined: 'in_the_past' })
    expect(await agree(id, (MORNING + 400 * 24 * HOUR) as Instant)).toEqual({ declined: 'too_far' })
  })

  test.each<[string, string, string | undefined]>([
    ['2026-11-20T10:00', 'Asia/Shanghai', '2026-11-20T02:00:00.000Z'],
    ['2026-07-01T10:00', 'Europe/London', '2026-07-01T09:00:00.000Z'],
    ['2026-02-30T10:00', 'Europe/London', undefined],
    ['2026-11-20T24:00', 'Europe/London', undefined],
    ['2026-11-20T10:00', 'Nowhere', undefined],
  ])('%s in %s is %s', (text, zone, at) => {
    const found = wallInstant(text, zone)
    expect(found === undefined ? undefined : new Date(found).toISOString()).toBe(at)
  })
})
