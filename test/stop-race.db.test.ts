import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Channel } from '../src/core/channel.ts'
import type { Instant } from '../src/core/calendar.ts'
import { flipToSending } from '../src/store/contact.ts'
import { loadLaw } from '../src/store/law.ts'
import { takeMessage } from '../src/store/message-in.ts'
import { askForPermit } from '../src/store/permits.ts'
import type { Desk, Permit } from '../src/store/permit.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
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
  madeBy: 'dispatch:race',
}
const PEOPLE = 60
const FIRST = 2000

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await addPeople(
    fresh.db,
    Array.from({ length: PEOPLE }, (_, i) => ({ id: FIRST + i })),
  )
})
afterAll(() => fresh.drop())

const permitOf = async (id: number): Promise<Permit> => {
  const [row] = await rows<{ treatment_id: bigint }>(
    fresh.db,
    'select treatment_id from treatment where borrower_id = $1',
    [id],
  )
  const ask = { tenantId: 1n, borrowerId: BigInt(id), treatmentId: row?.treatment_id ?? 0n }
  const answer = await askForPermit(fresh.db, ask, desk, MORNING)
  if (answer.is !== 'permitted') throw new Error(`${id}: ${answer.is}`)
  return answer.permit
}

const stop = (id: number) =>
  takeMessage(
    fresh.db,
    1n,
    {
      provider: 'race',
      providerRef: `race-${id}`,
      channel: 'sms',
      from: `+86138${String(id).padStart(8, '0')}`,
      to: '1069',
      text: '退订',
      at: (MORNING + 1) as Instant,
      rawHash: createHash('sha256').update(String(id)).digest(),
    },
    { now: (MORNING + 1) as Instant, today: TODAY },
  )

const flip = (id: number, permit: Permit) =>
  flipToSending(
    fresh.db,
    { tenantId: 1n, borrowerId: BigInt(id), contactId: permit.contactId },
    { now: MORNING, today: TODAY, provider: 'sandbox-sms', madeBy: 'dispatch:race' },
  )

test('whichever commits first: a contact leaves before the stop is known, or never', async () => {
  const people = Array.from({ length: PEOPLE }, (_, i) => FIRST + i)
  const ended: { readonly id: number; readonly left: boolean; readonly after: boolean }[] = []
  for (const id of people) {
    const permit = await permitOf(id)
    let stopped = false
    const flipped = async () => {
      // Every third one is asked only when the stop has committed, the others at the same moment.
      if (id % 3 === 0) await stopping
      const after = stopped
      ended.push({ id, left: await flip(id, permit), after })
    }
    const stopping = stop(id).then(() => {
      stopped = true
    })
    await Promise.all([stopping, flipped()])
  }
  expect(ended.filter((one) => one.after && one.left)).toEqual([])
  expect(ended.filter((one) => one.after).length).toBeGreaterThanOrEqual(PEOPLE / 3)
  const states = await rows<{ state: string; n: bigint }>(
    fresh.db,
    `select state, count(*) as n from contact where made_by = 'dispatch:race' group by state`,
  )
  // Nothing stays permitted: it left, or the stop took it back.
  expect(states.map((one) => one.state).filter((state) => state !== 'sending')).toEqual([
    'withdrawn',
  ])
  expect(states.reduce((sum, one) => sum + Number(one.n), 0)).toBe(PEOPLE)
  const refused = await rows<{ n: bigint }>(
    fresh.db,
    `select count(distinct borrower_id) as n from consent where channel = 'any' and not given`,
  )
  expect(refused).toEqual([{ n: BigInt(PEOPLE) }])
}, 120_000)
