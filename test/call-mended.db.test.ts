import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, dayNumber, type Day, type Instant } from '../src/core/calendar.ts'
import type { Disposition } from '../src/engine/disposition.ts'
import { addCallback, callbacksOf, endCallback } from '../src/store/callback.ts'
import { recordCallOutcome } from '../src/store/call-outcome.ts'
import { inTenant } from '../src/store/db.ts'
import { recordTouch } from '../src/store/touch.ts'
import { touchOf } from '../src/strategy/touch.ts'
import { callsIn } from './call-world.ts'
import { HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { law, setCrew } from './work-world.ts'

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await setCrew(fresh.db, { ann: {}, bo: {} })
})
afterAll(() => fresh.drop())

const { somebody, call, called, ends, of } = callsIn(() => fresh.db)

describe('what the position keeps of how it ended', () => {
  const kept = async (id: number) => {
    const [row] = await of<{ on: string | null; n: number; touches: number[] | null }>(
      'select last_conversation_on as on, unanswered_attempts as n, touches from position where borrower_id = $1',
      id,
    )
    return row
  }
  const spokenBy = (channel: 'call' | 'visit', on: Day) =>
    touchOf('conversation', channel, dayNumber(on))
  const tried = touchOf('attempt', 'call', dayNumber(TODAY))
  const later = (id: number, contactId: bigint, disposition: Disposition) =>
    inTenant(fresh.db, 1n, (tx) =>
      recordCallOutcome(
        tx,
        { tenantId: 1n, borrowerId: BigInt(id), contactId },
        { disposition, words: undefined, callback: undefined, userId: 'ann', mayMend: false },
        { law, now: (MORNING + 48 * HOUR) as Instant, today: addDays(TODAY, 2) },
      ),
    )

  test('a conversation at the door is one of the visit, and one by telephone of the call', async () => {
    const [door, phone] = [await somebody(), await somebody()]
    const [visit, made] = [await called(door), await called(phone)]
    await rows(
      fresh.db,
      `update contact set channel = 'visit' where borrower_id = $1 returning 1`,
      [door],
    )
    await ends(door, visit.contactId, 'spoke')
    await ends(phone, made.contactId, 'spoke')
    expect((await kept(door))?.touches).toEqual([tried, spokenBy('visit', TODAY)])
    expect((await kept(phone))?.touches).toEqual([tried, spokenBy('call', TODAY)])
  })

  test('is of the day of the call, also where it is said two days later', async () => {
    const id = await somebody()
    const { contactId } = await called(id)
    await later(id, contactId, 'spoke')
    expect(await kept(id)).toEqual({ on: TODAY, n: 0, touches: [tried, spokenBy('call', TODAY)] })
  })

  test('a conversation that was none goes with the word, and the attempt stands unanswered', async () => {
    const id = await somebody()
    const { contactId } = await called(id)
    await ends(id, contactId, 'spoke')
    await ends(id, contactId, 'promise')
    expect(await kept(id)).toEqual({ on: TODAY, n: 0, touches: [tried, spokenBy('call', TODAY)] })
    await later(id, contactId, 'no_answer')
    expect(await kept(id)).toEqual({ on: null, n: 1, touches: [tried] })
    await later(id, contactId, 'spoke')
    expect(await kept(id)).toEqual({ on: TODAY, n: 0, touches: [tried, spokenBy('call', TODAY)] })
  })

  test('another conversation of the day before stands where the later one was none', async () => {
    const id = await somebody()
    const ref = { tenantId: 1n, borrowerId: BigInt(id) }
    const before = addDays(TODAY, -1)
    await inTenant(fresh.db, 1n, (tx) =>
      recordTouch(tx, ref, { channel: 'call', kind: 'conversation', on: before }),
    )
    const { contactId } = await called(id)
    await ends(id, contactId, 'spoke')
    await ends(id, contactId, 'voicemail')
    expect(await kept(id)).toEqual({ on: before, n: 1, touches: [spokenBy('call', before), tried] })
  })
})

describe('calls beyond a cap, agreed to by asking for one', () => {
  /** Noon in New York, where a conversation closes a week to calls, but for those that were asked for. */
  const NOON = Date.UTC(2026, 10, 20, 17) as Instant
  const at = (minutes: number) => (NOON + minutes * 60_000) as Instant
  const hourOf = (dueAt: Instant) => ({ dueAt, zone: 'America/New_York', forMe: false })
  const american = () => somebody({ jurisdictions: 'us', language: 'en' })
  const mayCall = async (id: number, now: Instant) => !('declined' in (await call(id, now)))
  const openOf = async (id: number) => {
    const ref = { tenantId: 1n, borrowerId: BigInt(id) }
    return (await inTenant(fresh.db, 1n, (tx) => callbacksOf(tx, ref))).map((row) => row.due_at)
  }
  const agreed = (id: number) =>
    of<{ given: boolean; effective_at: Instant; expires_at: Instant | null }>(
      `select given, effective_at, expires_at from consent
        where borrower_id = $1 and scope = 'extra_calls' order by consent_id`,
      id,
    )
  const ended = (id: number, contactId: bigint, disposition: Disposition, dueAt?: Instant) =>
    ends(id, contactId, disposition, dueAt === undefined ? {} : { callback: hourOf(dueAt) }, at(1))
  const spoken = async (dueAt: Instant) => {
    const id = await american()
    const { contactId } = await called(id, NOON)
    const kept = await ended(id, contactId, 'callback', dueAt)
    if ('declined' in kept) throw new Error(kept.declined)
    return { id, contactId, callbackId: kept.callbackId ?? 0n }
  }

  test.each<Disposition>(['no_answer', 'voicemail', 'busy', 'third_party', 'spoke'])(
    '%s agrees to nothing: an hour with it is refused',
    async (disposition) => {
      const id = await american()
      const { contactId } = await called(id, NOON)
      expect(await ended(id, contactId, disposition, at(60))).toEqual({
        declined: 'callback_unasked',
      })
      expect([await agreed(id), await openOf(id)]).toEqual([[], []])
      expect(await ended(id, contactId, 'callback', at(60))).toMatchObject({
        counts: 'conversation',
      })
      expect(await agreed(id)).toHaveLength(1)
    },
  )

  test('begins shortly before its hour and not at once', async () => {
    const { id } = await spoken(at(120))
    expect(await agreed(id)).toEqual([{ given: true, effective_at: at(105), expires_at: at(180) }])
    expect([await mayCall(id, at(60)), await mayCall(id, at(104))]).toEqual([false, false])
    expect(await mayCall(id, at(106))).toBe(true)
  })

  test('ends with the hour that is cancelled, and with no other', async () => {
    const [one, other] = [await spoken(at(120)), await spoken(at(120))]
    const ref = { tenantId: 1n, borrowerId: BigInt(one.id), callbackId: one.callbackId }
    const cancel = () =>
      inTenant(fresh.db, 1n, (tx) =>
        endCallback(tx, ref, { ended: 'cancelled', by: 'ann', now: at(30) }),
      )
    expect([await cancel(), await cancel()]).toEqual([true, false])
    expect((await agreed(one.id)).map((row) => row.given)).toEqual([true, false])
    expect([await mayCall(one.id, at(110)), await mayCall(other.id, at(110))]).toEqual([
      false,
      true,
    ])
  })

  test('goes with the word that is mended, and comes back with a new hour', async () => {
    const { id, contactId } = await spoken(at(120))
    await ended(id, contactId, 'callback', at(120))
    expect(await openOf(id)).toEqual([at(120)])
    expect((await agreed(id)).map((row) => row.given)).toEqual([true, false, true])
    expect(await ended(id, contactId, 'callback', at(720))).toMatchObject({ declined: 'callback' })
    expect(await openOf(id)).toEqual([at(120)])
    await ended(id, contactId, 'no_answer')
    expect(await openOf(id)).toEqual([])
    expect((await agreed(id)).map((row) => row.given)).toEqual([true, false, true, false])
  })

  test('lasts no longer than law lets it last after it was given', async () => {
    const id = await american()
    const agree = (dueAt: Instant) =>
      inTenant(fresh.db, 1n, (tx) =>
        addCallback(
          tx,
          { tenantId: 1n, borrowerId: BigInt(id) },
          {
            accountId: BigInt(id * 10),
            zones: ['America/New_York'],
            ...hourOf(dueAt),
            askedBy: 'borrower',
            forUser: undefined,
            words: undefined,
            contactId: undefined,
            by: 'ann',
          },
          { law, now: NOON, today: TODAY },
        ),
      )
    const days = (n: number) => at(n * 24 * 60)
    expect('callbackId' in (await agree(days(4)))).toBe(true)
    expect(await agreed(id)).toHaveLength(1)
    expect('callbackId' in (await agree(days(10)))).toBe(true)
    expect(await agreed(id)).toHaveLength(1)
  })
})
