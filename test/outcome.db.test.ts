import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, type Instant } from '../src/core/calendar.ts'
import { slotCounts } from '../src/guard/cap.ts'
import type { Rule } from '../src/guard/rules.ts'
import type { SlotNeed } from '../src/guard/verdict.ts'
import { recordTold } from '../src/store/contact.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { recordOutcome } from '../src/store/outcome.ts'
import { needsOf } from '../src/store/permit.ts'
import type { Outcome } from '../src/store/slot-moves.ts'
import { takeSlots } from '../src/store/slots.ts'
import { addPeople, HOUR, makeBook, MORNING, rows } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const ON = day('2026-11-20')
const WEEK = 7 * 24 * HOUR
const REG_F = 'us.reg-f.14b.7in7'
const GBT = 'cn.gbt.freq'
const LATER = (MORNING + HOUR) as Instant

let fresh: Fresh
let next = 1
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())

function capOf(place: 'us' | 'cn', id: string): { rules: readonly Rule[]; need: SlotNeed } {
  const rules = law.rulesFor([place], ON)
  const rule = rules.find((each) => each.id === id && each.part.kind === 'cap')
  if (rule?.part.kind !== 'cap') throw new Error(`${id} is no cap`)
  const { name, times } = rule.part
  const key = name === undefined ? `${id}:borrower` : `${id}:${name}:borrower`
  return { rules, need: { rule: id, key, limit: times, freeAt: (MORNING + WEEK) as Instant } }
}

/** A call that was made: its slot taken as a permit takes it, and already on the wire. */
async function call(place: 'us' | 'cn', rule: string, state = 'accepted') {
  const id = next++
  await addPeople(fresh.db, [{ id, jurisdictions: place }])
  const { rules, need } = capOf(place, rule)
  const ref = { tenantId: 1n, borrowerId: BigInt(id) }
  return inTenant(fresh.db, 1n, async (tx) => {
    const got = await takeSlots(tx, ref, needsOf([need], rules), MORNING)
    if ('full' in got) throw new Error('full')
    const made = await tx.query<{ contact_id: bigint }>(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
         template, language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
       values (1, $1, $2, 1, array[$3::bigint], 'call', 1, '-', 'zh', $4, 0, $5, $6, $5, $7, 'test')
       returning contact_id`,
      [
        id,
        randomUUID(),
        id * 10,
        state,
        new Date(MORNING),
        new Date(LATER),
        JSON.stringify(got.taken),
      ],
    )
    return { ...ref, contactId: made.rows[0]?.contact_id ?? 0n }
  })
}

type Made = Awaited<ReturnType<typeof call>>

const busy = async (ref: Made) =>
  (
    await rows(fresh.db, 'select from cap_slot where borrower_id = $1 and free_at > $2', [
      ref.borrowerId,
      new Date(LATER),
    ])
  ).length

const ends = (ref: Made, outcome: Outcome) =>
  recordOutcome(fresh.db, ref, { outcome, at: LATER, by: 'staff:1' })

describe('a slot is for the worst end, and kept for what the rule counts', () => {
  test.each<[string, 'us' | 'cn', string, Outcome, number]>([
    ['Regulation F: a voicemail is a call', 'us', REG_F, 'voicemail', 1],
    ['Regulation F: so is one that nobody answers', 'us', REG_F, 'unanswered', 1],
    ['Regulation F: one that did not connect is none', 'us', REG_F, 'not_connected', 0],
    ['Regulation F: a conversation is', 'us', REG_F, 'conversation', 1],
    ['GB/T 45251: a voicemail is no effective call', 'cn', GBT, 'voicemail', 0],
    ['GB/T 45251: nor is one that nobody answers', 'cn', GBT, 'unanswered', 0],
    ['GB/T 45251: nor one that did not connect', 'cn', GBT, 'not_connected', 0],
    ['GB/T 45251: a conversation is', 'cn', GBT, 'conversation', 1],
  ])('%s', async (_, place, rule, outcome, kept) => {
    const ref = await call(place, rule)
    expect(await busy(ref)).toBe(1)
    expect(await ends(ref, outcome)).toEqual({ before: undefined })
    expect(await busy(ref)).toBe(kept)
  })

  test('whose end is unknown keeps it, of either law', async () => {
    for (const [place, rule] of [
      ['us', REG_F],
      ['cn', GBT],
    ] as const) {
      const ref = await call(place, rule, 'sending')
      await recordTold(fresh.db, ref, { said: 'unknown', at: LATER, detail: {} })
      expect(await busy(ref)).toBe(1)
    }
  })

  test('given back once: what another took meanwhile is not freed by the same word again', async () => {
    const ref = await call('cn', GBT)
    await Promise.all([ends(ref, 'voicemail'), ends(ref, 'voicemail'), ends(ref, 'unanswered')])
    expect(await busy(ref)).toBe(0)
    const { rules, need } = capOf('cn', GBT)
    // To the same instant, as two calls of one day have it.
    await inTenant(fresh.db, 1n, (tx) => takeSlots(tx, ref, needsOf([need], rules), LATER))
    await ends(ref, 'not_connected')
    await recordTold(fresh.db, ref, { said: 'bounced', at: LATER, detail: {} })
    expect(await busy(ref)).toBe(1)
  })

  test('a wrong word is mended: the slot is taken again', async () => {
    const ref = await call('cn', GBT)
    await ends(ref, 'voicemail')
    expect(await busy(ref)).toBe(0)
    expect(await ends(ref, 'conversation')).toEqual({ before: 'voicemail' })
    expect(await busy(ref)).toBe(1)
  })

  test('what never left has no end, and neither has what is not there', async () => {
    const ref = await call('cn', GBT, 'permitted')
    expect(await ends(ref, 'conversation')).toEqual({ declined: 'never_sent' })
    expect(await ends({ ...ref, contactId: -1n }, 'voicemail')).toEqual({
      declined: 'no_such_contact',
    })
    expect(await busy(ref)).toBe(1)
  })
})

test('the two planted bugs would be seen: a voicemail not counted, and one counted', () => {
  const counted = (place: 'us' | 'cn', id: string) => {
    const rule = law.rulesFor([place], ON).find((r) => r.id === id && r.part.kind === 'cap')
    return rule !== undefined && slotCounts(rule, 'voicemail')
  }
  expect([counted('us', REG_F), counted('cn', GBT)]).toEqual([true, false])
})
