import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Received } from '../src/channels/received.ts'
import type { Channel } from '../src/core/channel.ts'
import { inTenant } from '../src/store/db.ts'
import { lockBorrower } from '../src/store/guard-facts.ts'
import { loadLaw } from '../src/store/law.ts'
import { takeMessage } from '../src/store/message-in.ts'
import { mendMessage } from '../src/store/message-mend.ts'
import type { Desk } from '../src/store/permit.ts'
import { askForPermit } from '../src/store/permits.ts'
import { endSpared, readSpared, spare, type SparedWish } from '../src/store/spare.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const desk: Desk = {
  law: loadLaw('law'),
  templates: await loadTemplates('templates'),
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
let next = 400
let id: number
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())
const another = async () => {
  id = next++
  await addPeople(fresh.db, [{ id }])
}
beforeEach(another)

const refOf = () => ({ tenantId: 1n, borrowerId: BigInt(id) })
const inBook = <T>(work: Parameters<typeof inTenant<T>>[2]) => inTenant(fresh.db, 1n, work)
const tell = (wish: Partial<SparedWish>) =>
  inBook(async (tx) => {
    await lockBorrower(tx, refOf())
    const wishes = [{ kind: 'inconvenient_time', ...wish } as const]
    return spare(tx, refOf(), { wishes, words: 'Not then.', source: 'desk', by: 'ann' }, MORNING)
  })
const ask = async () => {
  const [found] = await rows<{ treatment_id: bigint }>(
    fresh.db,
    'select treatment_id from treatment where borrower_id = $1',
    [id],
  )
  const treatmentId = found?.treatment_id ?? 0n
  return askForPermit(fresh.db, { ...refOf(), treatmentId }, desk, MORNING)
}
const all = { from: 0, until: 1440 } as const
const tick = { now: MORNING, today: TODAY, personKey: Buffer.alloc(32, 7) }
const hear = async (text: string) => {
  const received: Received = {
    provider: 'kannel-1',
    providerRef: `s-${id}-${text.length}`,
    channel: 'sms',
    from: `+86138${String(id).padStart(8, '0')}`,
    to: '10690000',
    text,
    at: MORNING,
    rawHash: createHash('sha256').update(text).digest(),
  }
  const took = await takeMessage(fresh.db, 1n, received, tick)
  if (took.is !== 'matched') throw new Error(took.is)
  return took
}
const standing = async () =>
  (await inBook((tx) => readSpared(tx, refOf())))
    .filter(({ ended }) => ended === undefined)
    .map(({ kind, from, until, place, channel }) => ({ kind, from, until, place, channel }))

describe('hours that they asked to be spared', () => {
  test('nothing is permitted then; in other hours, by another way, or taken back it is', async () => {
    await tell(all)
    expect((await ask()).is).not.toBe('permitted')
    const [judged] = await rows<{ reasons: string }>(
      fresh.db,
      'select reasons::text from verdict where borrower_id = $1',
      [id],
    )
    expect(judged?.reasons).toContain('house.spared')
    await another()
    const [first = 0n] = await tell(all)
    const ending = { wishId: first, words: 'Any time.', source: 'desk', by: 'mei' }
    expect(await inBook((tx) => endSpared(tx, refOf(), ending, MORNING))).toBe(true)
    expect(await inBook((tx) => endSpared(tx, refOf(), ending, MORNING))).toBe(false)
    await tell({ from: 0, until: 60 })
    await tell({ ...all, channel: 'call' })
    await tell({ kind: 'inconvenient_place', place: 'work' })
    expect((await ask()).is).toBe('permitted')
    expect(await inBook((tx) => readSpared(tx, refOf()))).toContainEqual(
      expect.objectContaining({ wishId: first, words: 'Not then.', by: 'ann' }),
    )
  })

  test('what is asked later adds to what stands, and voids what was permitted before', async () => {
    await tell(all)
    await tell({ from: 0, until: 60 })
    expect((await ask()).is).not.toBe('permitted')
    await another()
    expect((await ask()).is).toBe('permitted')
    await tell(all)
    const [contact] = await rows(
      fresh.db,
      'select state, state_why from contact where borrower_id = $1',
      [id],
    )
    expect(contact).toEqual({ state: 'withdrawn', state_why: 'wish' })
  })
})

describe('heard in a message', () => {
  test('call me after 6: no call before; a text still comes', async () => {
    await hear('call me after 6')
    expect(await standing()).toEqual([
      { kind: 'inconvenient_time', from: 0, until: 1080, place: undefined, channel: 'call' },
    ])
    const [kept] = await inBook((tx) => readSpared(tx, refOf()))
    expect(kept).toMatchObject({ words: 'call me after 6', source: 'sms kannel-1' })
    expect((await ask()).is).toBe('permitted')
  })

  test('one day’s wish is for a person to agree to: nothing stands', async () => {
    await hear('call me after 6 tomorrow')
    expect(await standing()).toEqual([])
  })

  test('not at work: stops until somebody read it, and work stays spared when that was no stop', async () => {
    const { messageId } = await hear("don't call me at work")
    const work = {
      kind: 'inconvenient_place',
      place: 'work',
      from: undefined,
      until: undefined,
      channel: undefined,
    }
    expect(await standing()).toEqual([work])
    const mend = (is: 'call_back' | 'question') =>
      inBook((tx) =>
        mendMessage(tx, { ...refOf(), messageId }, { is, by: 'mei', mayLift: true }, tick),
      )
    await mend('call_back')
    expect(await standing()).toEqual([work])
    expect((await ask()).is).toBe('permitted')
    await mend('question')
    expect(await standing()).toEqual([])
  })
})
