import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '../src/core/calendar.ts'
import type { Channel } from '../src/core/channel.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { askAlone, type Desk } from '../src/store/permit.ts'
import { askForPermits } from '../src/store/permits.ts'
import { giveBackSlots, takeSlots, type Slot } from '../src/store/slots.ts'
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
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())

const treatmentOf = async (id: number) => ({
  tenantId: 1n,
  borrowerId: BigInt(id),
  treatmentId:
    (
      await rows<{ treatment_id: bigint }>(
        fresh.db,
        'select treatment_id from treatment where borrower_id = $1',
        [id],
      )
    )[0]?.treatment_id ?? 0n,
})

/** The slots of the person's one contact, without what tells the person. */
const slotsOf = async (id: number) => {
  const [row] = await rows<{ slots: Slot[] }>(
    fresh.db,
    'select slots from contact where borrower_id = $1',
    [id],
  )
  return row?.slots.map(({ key, n, freeAt, keeps }) => ({
    key: key.replaceAll(String(id), 'x'),
    n,
    freeAt,
    keeps: keeps?.toSorted(),
  }))
}

test('a permit of a batch remembers of its slots what one asked for alone remembers', async () => {
  // Perth: an Australian cap counts messages, so a permit takes slots.
  const there = { jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] } as const
  await addPeople(fresh.db, [
    { id: 71, ...there },
    { id: 72, ...there },
  ])
  const tick = { desk, now: MORNING }
  const [batch] = await askForPermits(fresh.db, 1n, [await treatmentOf(71)], tick)
  const alone = await askAlone(fresh.db, await treatmentOf(72), desk, MORNING)
  expect([batch !== 'alone' && batch?.is, alone.is]).toEqual(['permitted', 'permitted'])
  const kept = await slotsOf(71)
  expect(kept).toEqual(await slotsOf(72))
  expect(kept?.length).toBeGreaterThan(0)
  for (const slot of kept ?? []) expect(slot.keeps?.length).toBeGreaterThan(0)
})

test.each(['on', 'off'])(
  'two slots of one moment go back both, and one alone leaves the other (nested loops %s)',
  async (loops) => {
    const owner = { tenantId: 1n, borrowerId: loops === 'on' ? 98n : 99n }
    const free = { key: 'rule:account:990', limit: 2, freeAt: (MORNING + HOUR) as Instant }
    const take = async (): Promise<Slot> => {
      const got = await inTenant(fresh.db, 1n, (tx) => takeSlots(tx, owner, [free], MORNING))
      const [slot] = 'taken' in got ? got.taken : []
      if (slot === undefined) throw new Error('full')
      return slot
    }
    const busy = async () =>
      (
        await rows(fresh.db, 'select from cap_slot where borrower_id = $2 and free_at > $1', [
          new Date(MORNING),
          owner.borrowerId,
        ])
      ).length
    const giveBack = (slots: readonly Slot[]) =>
      inTenant(fresh.db, 1n, async (tx) => {
        // Whichever way the server takes to find them.
        await tx.query(`set local enable_nestloop = ${loops}`)
        await giveBackSlots(tx, owner, slots, MORNING)
      })
    const [first, second] = [await take(), await take()]
    expect(await busy()).toBe(2)
    await giveBack([first, second])
    expect(await busy()).toBe(0)
    const [third] = [await take(), await take()]
    await giveBack([third])
    expect(await busy()).toBe(1)
  },
)
