import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPerson, addPortfolios, inBook, openWorld, type World } from '../src/api/testing.ts'
import { addDays, type Instant } from '../src/core/calendar.ts'
import type { Tx } from '../src/store/db.ts'
import { readEvents, START, tell } from '../src/store/event-out.ts'
import { keepDocument } from '../src/store/tenant-document.ts'
import { purgeEvents } from '../src/worker/purge-events.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const id of [9n, 10n, 11n]) await addPerson(tx, { id })
  })
  const body = { url: 'http://127.0.0.1:9/in' }
  expect((await world.ask('/v1/webhook-endpoints', { as: 'admin', body })).status).toBe(201)
})
afterAll(() => world.stop())

test('an event that commits late is told late, and never skipped', async () => {
  const put = (tx: Tx, id: bigint, n: bigint) =>
    tell(tx, 1n, [{ type: 'hold.placed', borrowerId: id, at: world.now, data: { hold_id: n } }])
  const { next } = await inBook(world, (tx) => readEvents(tx, 1n, START, { limit: 100_000 }))
  let place = next
  const seen: string[] = []
  const pull = async () => {
    const page = await inBook(world, (tx) => readEvents(tx, 1n, place, { limit: 3 }))
    place = page.next
    seen.push(...page.events.map((one) => `${one.borrowerId} ${String(one.data['hold_id'])}`))
  }
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  let isIn = () => {}
  const isWritten = new Promise<void>((done) => (isIn = done))
  const slow = inBook(world, async (tx) => {
    await put(tx, 10n, 1n)
    isIn()
    await held
  })
  await isWritten
  const quick = Array.from({ length: 30 }, (_, i) =>
    inBook(world, async (tx) => {
      await tx.query('select from borrower where tenant_id = 1 and borrower_id = 11 for update')
      await put(tx, 11n, BigInt(i))
    }),
  )
  for (let i = 0; i < 10; i++) await pull()
  await Promise.all(quick)
  for (let i = 0; i < 10; i++) await pull()
  expect(seen).toEqual([])
  letGo()
  await slow
  for (let i = 0; i < 40; i++) await pull()
  expect(seen).toHaveLength(31)
  expect(new Set(seen).size).toBe(31)
  const written = await inBook(world, (tx) =>
    tx.query<{ n: string }>(
      `select data->>'hold_id' as n from event_out where borrower_id = 11 order by event_no`,
    ),
  )
  expect(seen.filter((one) => one.startsWith('11 '))).toEqual(
    written.rows.map(({ n }) => `11 ${n}`),
  )
})

describe('events past the days that a house keeps them', () => {
  const pull = (after: string | null) =>
    world.ask(`/v1/events?limit=200${after === null ? '' : `&after=${after}`}`, {
      as: 'compliance',
    })
  /** Whoever else works on the same server may hold the horizon for a moment: asked again until it is past. */
  const pullSome = async (after: string) => {
    let page = await pull(after)
    for (let tries = 0; tries < 400 && page.json.items?.length === 0; tries++) {
      await new Promise((done) => setTimeout(done, 25))
      page = await pull(page.json.next_cursor as string)
    }
    return page
  }
  const days = (n: number) => addDays(world.today, n)
  const ids = async () =>
    (
      await inBook(world, (tx) =>
        tx.query<{ id: string }>(
          `select data->>'hold_id' as id from event_out where borrower_id = 9`,
        ),
      )
    ).rows.map((row) => row.id)

  test('go in the night, the others stay; a cursor behind them says so, one before them goes on', async () => {
    const put = (id: bigint, ago: number) =>
      inBook(world, (tx) =>
        tell(tx, 1n, [
          {
            type: 'hold.placed',
            borrowerId: 9n,
            at: Date.parse(`${days(-ago)}T10:00:00Z`) as Instant,
            data: { hold_id: id },
          },
        ]),
      )
    const first = (await pull(null)).json.next_cursor as string
    // Told 40 and 20 days ago, kept for 90, then for 30.
    await put(901n, 40)
    const second = (await pullSome(first)).json.next_cursor as string
    await put(902n, 20)
    expect(await purgeEvents(world.db, 1n, world.today)).toBe(0)
    await inBook(world, (tx) =>
      keepDocument(tx, 1n, {
        name: 'events',
        effectiveOn: days(-1),
        document: { keep_days: 30 },
        by: 'test',
      }),
    )
    expect(await purgeEvents(world.db, 1n, world.today)).toBe(1)
    expect(await ids()).toEqual(['902'])
    const behind = await pull(first)
    expect([behind.status, behind.json.code]).toEqual([410, 'events_gone'])
    const before = await pullSome(second)
    expect([before.status, before.json.items.length]).toEqual([200, 1])
    expect((await pull(null)).status).toBe(200)
  })
})
