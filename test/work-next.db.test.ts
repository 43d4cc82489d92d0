import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '../src/core/calendar.ts'
import { connectAdmin, inTenant } from '../src/store/db.ts'
import { recordHold } from '../src/store/hold.ts'
import { endLease, touchLease, type Lease } from '../src/store/work-lease.ts'
import { nextCase, type Next } from '../src/store/work-next.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { askListedAgain } from '../src/store/treatment.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { HOUR, makeBook, MORNING, NIGHT, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { addListed, law, seek, setCrew } from './work-world.ts'

const templates = await loadTemplates('templates')

let fresh: Fresh
beforeEach(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterEach(() => fresh.drop())

const who = (next: Next) => (next.is === 'lease' ? Number(next.lease.borrowerId) : next.why)
const next = async (user: string, now: Instant = MORNING, list?: string) =>
  nextCase(fresh.db, seek(user, now, list))
const after = (minutes: number) => (MORNING + minutes * 60_000) as Instant

const end = (lease: Lease, how: { done?: boolean; reason?: 'not_now' }, now = MORNING) =>
  inTenant(fresh.db, 1n, (tx) =>
    endLease(
      tx,
      { tenantId: 1n, borrowerId: lease.borrowerId, leaseNo: lease.leaseNo },
      { userId: lease.userId, now, ...how },
    ),
  )

const leaseOf = (found: Next): Lease => {
  if (found.is !== 'lease') throw new Error(found.why)
  return found.lease
}

describe('the next case', () => {
  test('is the most urgent one, and the same again until it is ended', async () => {
    await setCrew(fresh.db, { ann: {}, bo: {} })
    await addListed(fresh.db, [
      { id: 1, priority: 10 },
      { id: 2, priority: 90 },
    ])
    const first = await next('ann')
    expect([who(first), who(await next('ann')), who(await next('bo'))]).toEqual([2, 2, 1])
    expect(await end(leaseOf(first), {})).toEqual({ declined: 'reason_missing' })
    expect(await end(leaseOf(first), { reason: 'not_now' })).toEqual({ ended: 'released' })
    expect(who(await next('ann'))).toBe(2)
  })

  test.each<
    [
      string,
      Parameters<typeof setCrew>[1],
      Parameters<typeof addListed>[1][number],
      number | string,
    ]
  >([
    [
      'somebody who speaks the language',
      { ann: { languages: 'zh' } },
      { id: 1, language: 'zh' },
      1,
    ],
    [
      'nobody who does not',
      { ann: { languages: 'en' } },
      { id: 1, language: 'zh' },
      'nothing_listed',
    ],
    [
      'whoever speaks what the list is worked in',
      { ann: { languages: 'en' } },
      { id: 1, worklist: 'review' },
      1,
    ],
    [
      'nobody who does not speak that',
      { ann: { languages: 'zh' } },
      { id: 1, worklist: 'review' },
      'nothing_listed',
    ],
    ['somebody with the skill', { ann: { skills: 'negotiation' } }, { id: 1, worklist: 'hard' }, 1],
    ['nobody without it', { ann: {} }, { id: 1, worklist: 'hard' }, 'nothing_listed'],
    ['somebody at work', { ann: {} }, { id: 1 }, 1],
    [
      'nobody after hours',
      {
        ann: { hours: '{ from: "14:00", until: "18:00", zone: Asia/Shanghai, since: 2026-01-01 }' },
      },
      { id: 1 },
      'off_shift',
    ],
  ])('comes to %s', async (_, crew, person, found) => {
    await setCrew(fresh.db, crew)
    await addListed(fresh.db, [person])
    expect(who(await next('ann'))).toBe(found)
  })

  test('says when the shift begins, and that somebody is not set up', async () => {
    await setCrew(fresh.db, { ann: {} })
    const early = await next('ann', (MORNING - 3 * HOUR) as Instant)
    expect(early).toEqual({ is: 'none', why: 'off_shift', at: after(-60) })
    expect(who(await next('bo'))).toBe('not_set_up')
  })
})

describe('the guard at the claim', () => {
  test('a hold that came after the listing: the case is passed over, and the no is kept', async () => {
    await setCrew(fresh.db, { ann: {} })
    await addListed(fresh.db, [{ id: 1, priority: 90 }, { id: 2 }])
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, reason, from_on, source) values (1, 1, 'dispute', $1, 'x')`,
        [TODAY],
      ),
    )
    expect(who(await next('ann'))).toBe(2)
    const kept = await rows<{ state: string; decision: string }>(
      fresh.db,
      `select t.state, v.decision from treatment t join verdict v using (borrower_id, treatment_id) where borrower_id = 1`,
    )
    expect(kept).toEqual([{ state: 'denied', decision: 'deny' }])
  })

  test('outside of hours nothing comes, and it says when', async () => {
    await setCrew(fresh.db, {
      ann: { hours: '{ from: "00:00", until: "24:00", zone: UTC, since: 2026-01-01 }' },
    })
    await addListed(fresh.db, [{ id: 1 }])
    const found = await next('ann', NIGHT)
    expect(who(found)).toBe('nothing_lawful')
    expect(found.is === 'none' && found.at !== undefined && found.at > NIGHT).toBe(true)
    expect(who(await next('ann', MORNING))).toBe('nothing_lawful')
  })

  test('a window that has closed leaves the list before anybody looks, and another stays', async () => {
    await addListed(fresh.db, [{ id: 1 }, { id: 2 }])
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `update treatment set lawful_until = case borrower_id when 1 then $1::timestamptz else $2 end`,
        [new Date(MORNING), new Date(after(1))],
      ),
    )
    const bucket = { from: 0n, until: undefined }
    expect(await askListedAgain(fresh.db, 1n, { bucket, now: MORNING })).toBe(1)
    const states = await rows(fresh.db, 'select state from treatment order by borrower_id')
    expect(states).toEqual([{ state: 'deferred' }, { state: 'listed' }])
  })

  test('the dispatch lists a call until its window closes, and puts it off when it has', async () => {
    await setCrew(fresh.db, { ann: {} })
    await addListed(fresh.db, [{ id: 1, state: 'planned' }])
    const run = (now: Instant) =>
      dispatch(fresh.db, 1n, {
        now,
        today: TODAY,
        say: () => undefined,
        channels: {},
        law,
        templates,
      })
    expect(await run(MORNING)).toMatchObject({ listed: 1 })
    const [listed] = await rows<{ state: string; lawful_until: Instant }>(
      fresh.db,
      'select state, lawful_until from treatment',
    )
    expect(listed?.state).toBe('listed')
    expect(listed?.lawful_until).toBeGreaterThan(MORNING)
    expect(listed?.lawful_until).toBeLessThanOrEqual(NIGHT)
    expect(who(await next('ann'))).toBe(1)
    expect(await run(NIGHT)).toMatchObject({ defer: 1 })
    expect(await rows(fresh.db, 'select state, lawful_until from treatment')).toEqual([
      { state: 'deferred', lawful_until: null },
    ])
  })

  test('what is no contact asks no guard, and leaves its list by being done', async () => {
    await setCrew(fresh.db, { ann: { languages: 'en' } })
    await addListed(fresh.db, [{ id: 1, channel: null, worklist: 'review' }])
    await recordHold(
      fresh.db,
      1n,
      { borrowerId: 2n, reason: 'dispute', written: false, fromOn: TODAY, source: 'x' },
      { now: MORNING, today: TODAY },
    )
    const found = await next('ann')
    expect(who(found)).toBe(1)
    expect(await end(leaseOf(found), { done: true })).toEqual({ ended: 'worked' })
    expect(await rows(fresh.db, 'select state from treatment')).toEqual([{ state: 'worked' }])
  })
})

describe('a lease', () => {
  test('ends when nobody touches it, and whoever touches it keeps it', async () => {
    await setCrew(fresh.db, { ann: {}, bo: {} })
    await addListed(fresh.db, [{ id: 1 }])
    const lease = leaseOf(await next('ann'))
    const ref = { tenantId: 1n, borrowerId: 1n, leaseNo: lease.leaseNo }
    const touch = (now: Instant, userId = 'ann') =>
      inTenant(fresh.db, 1n, (tx) => touchLease(tx, ref, { userId, now }))
    expect(await touch(after(14))).toMatchObject({ expiresAt: after(29) })
    expect(await touch(after(14), 'bo')).toEqual({ declined: 'lease_over' })
    expect(who(await next('bo', after(28)))).toBe('nothing_listed')
    expect(who(await next('bo', after(29)))).toBe(1)
    expect(await touch(after(29))).toEqual({ declined: 'lease_over' })
    expect(await end(lease, { reason: 'not_now' }, after(29))).toEqual({ declined: 'lease_over' })
    const told = await rows<{ kind: string; user_id: string }>(
      fresh.db,
      'select kind, user_id from lease_event order by event_no',
    )
    expect(told.map((one) => `${one.user_id} ${one.kind}`)).toEqual([
      'ann taken',
      'ann idle',
      'bo taken',
    ])
  })

  test('a person keeps a borrower whom they spoke with, while they are at work', async () => {
    const evening = '{ from: "18:00", until: "21:00", zone: Asia/Shanghai, since: 2026-01-01 }'
    await setCrew(fresh.db, { ann: {}, bo: {}, eve: { hours: evening } })
    await addListed(fresh.db, [{ id: 1 }])
    const stays = (user: string) =>
      inTenant(fresh.db, 1n, (tx) =>
        tx.query(
          `insert into lease (tenant_id, borrower_id, user_id, why, taken_at, expires_at, ended_at, stays_with, stays_until)
           values (1, 1, $1, '{}', $2, $2, $2, $1, $3)
           on conflict (tenant_id, borrower_id) do update set stays_with = $1, ended_at = $2`,
          [user, new Date(MORNING - HOUR), new Date(MORNING + 48 * HOUR)],
        ),
      )
    await stays('ann')
    expect(who(await next('bo'))).toBe('nothing_listed')
    expect(who(await next('ann'))).toBe(1)
    await stays('eve')
    // She is not there to keep anybody.
    expect(who(await next('bo'))).toBe(1)
  })
})

test('whoever asks several times at once has one case, and another person another', async () => {
  await setCrew(fresh.db, { ann: {}, bo: {} })
  await addListed(
    fresh.db,
    Array.from({ length: 8 }, (_, i) => ({ id: i + 1 })),
  )
  const found = await Promise.all(['ann', 'ann', 'ann', 'bo', 'ann'].map((user) => next(user)))
  const ann = found.filter((one) => leaseOf(one).userId === 'ann')
  expect(new Set(ann.map(who)).size).toBe(1)
  expect(ann.filter((one) => one.is === 'lease' && !one.again)).toHaveLength(1)
  const live = await rows<{ user_id: string }>(
    fresh.db,
    'select user_id from lease where ended_at is null order by 1',
  )
  expect(live.map((row) => row.user_id)).toEqual(['ann', 'bo'])
})

test('somebody without a case is nobody’s next, and stands before nobody', async () => {
  await setCrew(fresh.db, { ann: {} })
  await addListed(fresh.db, [{ id: 1, priority: 99 }, { id: 2 }, { id: 3, state: 'sent' }])
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by)
       values (1, 3, 30, $1, 'Asia/Shanghai', 'borrower', 'ann')`,
      [new Date(MORNING - HOUR)],
    ),
  )
  const admin = connectAdmin(fresh.adminUrl, { connectionsMax: 1 })
  await admin.query('delete from borrower_case where borrower_id in (1, 3)')
  await admin.end()
  expect(who(await next('ann'))).toBe(2)
})

describe('hours that nobody may call at', () => {
  /** People who asked to be called and are held since: their hour is due and stays due. */
  const addDead = async (from: number, n: number) => {
    const ids = Array.from({ length: n }, (_, i) => from + i)
    await addListed(
      fresh.db,
      ids.map((id) => ({ id, state: 'sent' })),
    )
    await inTenant(fresh.db, 1n, async (tx) => {
      await tx.query(
        `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by)
         select 1, id, id * 10, $2, 'Asia/Shanghai', 'borrower', 'ann' from unnest($1::bigint[]) id`,
        [ids, new Date(MORNING - HOUR)],
      )
      await tx.query(
        `insert into hold (tenant_id, borrower_id, reason, from_on, source)
         select 1, id, 'deceased', $2, 'x' from unnest($1::bigint[]) id`,
        [ids, TODAY],
      )
    })
  }

  test('one of them does not stand before what is listed', async () => {
    await setCrew(fresh.db, { ann: {}, bo: {} })
    await addListed(fresh.db, [{ id: 1 }, { id: 2 }])
    await addDead(10, 1)
    expect([who(await next('ann')), who(await next('bo'))]).toEqual([1, 2])
  })

  test('nor do so many that no search could ask about all, and a lawful one behind one comes first', async () => {
    await setCrew(fresh.db, { ann: {}, bo: {} })
    await addListed(fresh.db, [{ id: 1 }])
    await addDead(10, 60)
    expect(who(await next('ann'))).toBe(1)
    await addListed(fresh.db, [{ id: 2 }, { id: 3, state: 'sent' }])
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, for_user, made_by)
         values (1, 3, 30, $1, 'Asia/Shanghai', 'borrower', 'bo', 'bo')`,
        [new Date(MORNING)],
      ),
    )
    expect(who(await next('bo'))).toBe(3)
  })

  test('and the borrower may still come from a list for what is no call', async () => {
    await setCrew(fresh.db, { ann: { languages: 'en' } })
    await addListed(fresh.db, [{ id: 1, channel: null, worklist: 'review', language: 'en' }])
    await inTenant(fresh.db, 1n, async (tx) => {
      await tx.query(
        `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by)
         values (1, 1, 10, $1, 'Asia/Shanghai', 'borrower', 'ann')`,
        [new Date(MORNING - HOUR)],
      )
      await tx.query(
        `insert into hold (tenant_id, borrower_id, reason, from_on, source) values (1, 1, 'deceased', $1, 'x')`,
        [TODAY],
      )
    })
    const found = leaseOf(await next('ann'))
    expect([found.borrowerId, found.why.kind]).toEqual([1n, 'listed'])
  })
})

describe('what comes first', () => {
  test('callbacks that are due, then promises whose day has come, then the lists', async () => {
    await setCrew(fresh.db, { ann: {}, bo: {}, cy: {}, di: {} })
    await addListed(fresh.db, [
      { id: 1, priority: 99 },
      { id: 2, state: 'sent' },
      { id: 3, state: 'sent' },
      { id: 4, state: 'sent' },
    ])
    await inTenant(fresh.db, 1n, async (tx) => {
      await tx.query(
        `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, for_user, made_by)
         values (1, 2, 20, $1, 'Asia/Shanghai', 'borrower', null, 'ann'), (1, 4, 40, $2, 'Asia/Shanghai', 'borrower', 'bo', 'bo')`,
        [new Date(MORNING - HOUR), new Date(MORNING)],
      )
      await tx.query(
        `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source)
         values (1, 3, 30, 5000, 'CNY', '2026-11-10', $1, 'test')`,
        [TODAY],
      )
      await tx.query(
        `update position set promise_last = 1, promise_until = $1 where borrower_id = 3`,
        [TODAY],
      )
    })
    // Her own hour goes before an older one of anybody's; nobody gets what is kept for her while she is here.
    expect(who(await next('bo'))).toBe(4)
    expect([who(await next('ann')), who(await next('cy')), who(await next('di'))]).toEqual([
      2, 3, 1,
    ])
  })

  test('an hour to come is no hour yet, one that was kept is over, and an unlawful one waits', async () => {
    await setCrew(fresh.db, {
      ann: { hours: '{ from: "00:00", until: "24:00", zone: UTC, since: 2026-01-01 }' },
    })
    await addListed(fresh.db, [
      { id: 1, state: 'sent' },
      { id: 2, state: 'sent' },
    ])
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by)
         values (1, 1, 10, $1, 'Asia/Shanghai', 'borrower', 'ann'), (1, 2, 20, $2, 'Asia/Shanghai', 'borrower', 'ann')`,
        [new Date(MORNING - 1), new Date(MORNING + HOUR)],
      ),
    )
    expect(who(await next('ann', NIGHT))).toBe('nothing_listed')
    expect(who(await next('ann'))).toBe(1)
    await inTenant(fresh.db, 1n, async (tx) => {
      await tx.query(
        `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by, ends_callback_id, ended_as)
         select 1, 1, 10, due_at, zone, asked_by, 'ann', callback_id, 'done' from callback where borrower_id = 1`,
      )
      await tx.query(`update lease set ended_at = taken_at`)
    })
    expect(who(await next('ann'))).toBe('nothing_listed')
  })
})
