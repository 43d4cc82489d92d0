import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { Channel } from '../src/core/channel.ts'
import type { Instant } from '../src/core/calendar.ts'
import { flipToSending } from '../src/store/contact.ts'
import { inTenant, type Tx } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { takeMessage } from '../src/store/message-in.ts'
import { askForPermit } from '../src/store/permits.ts'
import type { Desk } from '../src/store/permit.ts'
import { takeBackReply, typeReply } from '../src/store/reply.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const LATER = (MORNING + 60_000) as Instant
const desk: Desk = {
  law,
  templates,
  sender: {
    tradingName: 'Demo Bank',
    checkPhone: '+44 20 7946 0000',
    checkUrl: 'https://demo.example/check',
  },
  today: TODAY,
  automatic: new Set<Channel>(['sms']),
  permitLifeMs: HOUR,
  madeBy: 'dispatch:undo',
}

let fresh: Fresh
let id = 3000
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  id += 1
  await addPeople(fresh.db, [{ id, treatments: 0 }])
})

const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTenant(fresh.db, 1n, work)
const refOf = (of: number) => ({ tenantId: 1n, borrowerId: BigInt(of) })

/** An answer that ann typed to somebody who had asked. */
async function typed(of = id) {
  const text = '请问可以分期吗？'
  const rawHash = createHash('sha256').update(text).digest()
  const from = `+86138${String(of).padStart(8, '0')}`
  const about = {
    provider: 'kannel-1',
    providerRef: `u-${of}`,
    channel: 'sms',
    to: '1069',
  } as const
  const tick = { now: MORNING, today: TODAY }
  await takeMessage(fresh.db, 1n, { ...about, from, text, at: MORNING, rawHash }, tick)
  const reply = { words: '我们是银行，可以。', by: 'ann', mayTakeOver: false }
  const made = await inTx((tx) => typeReply(tx, refOf(of), reply, tick))
  if ('declined' in made) throw new Error(made.declined)
  return { ...refOf(of), treatmentId: made.treatmentId }
}
const undo = (ref: Awaited<ReturnType<typeof typed>>) =>
  inTx((tx) => takeBackReply(tx, ref, { by: 'ann', now: LATER }))
const permitOf = async (ref: Awaited<ReturnType<typeof typed>>) => {
  const answer = await askForPermit(fresh.db, ref, desk, LATER)
  if (answer.is !== 'permitted') throw new Error(answer.is)
  return { ...refOf(Number(ref.borrowerId)), contactId: answer.permit.contactId }
}
const flip = (contact: Awaited<ReturnType<typeof permitOf>>) =>
  flipToSending(fresh.db, contact, {
    now: LATER,
    today: TODAY,
    provider: 'sandbox-sms',
    madeBy: 'dispatch:undo',
  })
const stateOf = (contact: { contactId: bigint }) =>
  rows<{ state: string; state_why: string | null }>(
    fresh.db,
    'select state, state_why from contact where contact_id = $1',
    [contact.contactId],
  )

describe('an answer that is taken back', () => {
  test('after its permit was made does not leave, and its slots go back; before, it leaves', async () => {
    const ref = await typed()
    const contact = await permitOf(ref)
    expect(await undo(ref)).toBe('taken_back')
    expect(await flip(contact)).toBe(false)
    expect(await stateOf(contact)).toEqual([{ state: 'withdrawn', state_why: 'taken_back' }])
    const taken = `select 1 as one from cap_slot where borrower_id = $1 and free_at > $2`
    expect(await rows(fresh.db, taken, [id, new Date(LATER)])).toEqual([])

    id += 1
    await addPeople(fresh.db, [{ id, treatments: 0 }])
    const other = await typed()
    const left = await permitOf(other)
    expect(await flip(left)).toBe(true)
    expect(await undo(other)).toBe('too_late_to_undo')
  })

  test('at the moment when it leaves: one of the two happens, never both and never neither', async () => {
    const ended = { left: 0, back: 0 }
    for (let i = 0; i < 40; i++) {
      id += 1
      await addPeople(fresh.db, [{ id, treatments: 0 }])
      const ref = await typed()
      const contact = await permitOf(ref)
      // One of them gets a start of a few trips to the database, which of them by turns.
      const late = async <T>(work: () => Promise<T>, trips: number) => {
        for (let trip = 0; trip < trips; trip++) await fresh.db.query('select 1')
        return work()
      }
      const [left, back] = await Promise.all([
        late(() => flip(contact), i % 4),
        late(() => undo(ref), (i >> 2) % 4),
      ])
      expect([left, back]).toEqual(left ? [true, 'too_late_to_undo'] : [false, 'taken_back'])
      ended[left ? 'left' : 'back'] += 1
    }
    expect(ended.left).toBeGreaterThan(0)
    expect(ended.back).toBeGreaterThan(0)
  })

  test('while a run of the dispatcher takes all that is due: nothing that was taken back was sent', async () => {
    const first = id + 1
    const people = Array.from({ length: 24 }, (_, i) => first + i)
    id += people.length
    await addPeople(
      fresh.db,
      people.map((of) => ({ id: of, treatments: 0 })),
    )
    const refs = []
    for (const of of people) refs.push(await typed(of))
    const running = dispatch(fresh.db, 1n, {
      now: LATER,
      today: TODAY,
      say: () => undefined,
      channels: { sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }) },
      law,
      templates,
      bucket: { from: BigInt(first), until: BigInt(id + 1) },
    })
    const backs = []
    for (const ref of refs.toReversed()) backs.push({ ref, back: await undo(ref) })
    await running
    const sent = await rows<{ borrower_id: bigint }>(
      fresh.db,
      'select borrower_id from sandbox_message where borrower_id >= $1',
      [first],
    )
    const reached = new Set(sent.map((row) => row.borrower_id))
    for (const { ref, back } of backs)
      expect([ref.borrowerId, reached.has(ref.borrowerId)]).toEqual([
        ref.borrowerId,
        back === 'too_late_to_undo',
      ])
  })
})
