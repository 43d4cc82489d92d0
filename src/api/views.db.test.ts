import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkAlerts } from '../store/alert.ts'
import { addPerson, addPortfolios, inBook, openWorld, type World } from './testing.ts'
import type { AlertWire, TodayWire, ViewWire } from './wire.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 6n; id++) await addPerson(tx, { id, late: 10 * Number(id) })
    await tx.query(`insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source, recorded_at) values
      (1, 1, 1, 2000, 'GBP', '2026-11-10', '2026-11-19', 'call', '2026-11-10T10:00Z'),
      (1, 2, 2, 2000, 'GBP', '2026-11-10', '2026-11-19', 'call', '2026-11-10T10:00Z'),
      (1, 3, 3, 2000, 'GBP', '2026-11-10', '2026-11-20', 'call', '2026-11-10T10:00Z'),
      (1, 4, 4, 2000, 'GBP', '2026-11-10', '2026-11-12', 'call', '2026-11-10T10:00Z')`)
    await tx.query(`insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
      values (1, 1, 1, 1, 'p1', 2000, '2026-11-15')`)
  })
})
afterAll(() => world.stop())

const post = (path: string, body: unknown, as: 'manager' | 'collector' = 'manager') =>
  world.ask(path, { as, body })
const view = (name: string, search: string, shared = false) => ({
  name,
  page: 'cases',
  search,
  shared,
})
const namesFor = async (as: 'manager' | 'collector') => {
  const { json } = await world.ask('/v1/views', { as })
  return json.items.map((one: ViewWire) => [one.name, one.mine])
}
const check = () =>
  inBook(world, (tx) => checkAlerts(tx, 1n, { today: world.today, now: world.now }))
const look = async () => (await check()).told
const alertNow = async (): Promise<AlertWire | undefined> =>
  (await world.ask('/v1/alerts?lang=en', { as: 'manager' })).json.items[0]
const today = async (): Promise<TodayWire> =>
  (await world.ask('/v1/today?lang=en', { as: 'manager' })).json

describe('views', () => {
  test('a private one is seen by whoever made it, a shared one by everybody who works cases', async () => {
    expect((await post('/v1/views', view('Late', 'min_days_past_due=30'))).status).toBe(201)
    expect((await post('/v1/views', view('Held', 'state=on_hold', true))).status).toBe(201)
    expect(await namesFor('manager')).toEqual([
      ['Held', true],
      ['Late', true],
    ])
    expect(await namesFor('collector')).toEqual([['Held', false]])
  })

  test('one that could not be opened again is refused', async () => {
    for (const search of ['nonsense=1', 'state=maybe', 'cursor=abc', 'figure=rolls'])
      expect((await post('/v1/views', view('x', search))).json.code).toBe('bad_view')
  })

  test('only whoever made it takes it away', async () => {
    const { json } = await post('/v1/views', view('Gone', 'language=zh', true))
    const path = `/v1/views/${json.number}/ends`
    expect((await post(path, {}, 'collector')).json.code).toBe('not_found')
    expect((await post(path, {})).json).toEqual({ ended: true })
    expect(await namesFor('collector')).toEqual([['Held', false]])
  })
})

describe('alerts', () => {
  test('pass their line once, bring who tipped them, and are quiet until they change', async () => {
    const { items } = (await world.ask('/v1/views', { as: 'manager' })).json
    const late = items.find((one: ViewWire) => one.name === 'Late')
    const body = {
      name: 'Late ones',
      view: late.number,
      measure: 'cases',
      above: true,
      threshold: 4,
    }
    const made = await post('/v1/alerts', body)
    expect(made.json).toMatchObject({ value: 4, holds: false, since: null, tipped_by: [] })
    expect(await look()).toEqual([])

    await inBook(world, (tx) => addPerson(tx, { id: 20n, late: 99 }))
    expect(await look()).toMatchObject([{ name: 'Late ones', holds: true, value: 5n }])
    expect(await look()).toEqual([])
    const alert = await alertNow()
    expect(alert).toMatchObject({ holds: true, value: 5, since: '2026-11-20' })
    expect(alert?.tipped_by.map((one) => one.name)).toEqual(['Person 20'])
    expect(alert?.sentence).toBe('“Late ones” is {count}, over 4 cases.')
    const opened = await world.ask(`/v1/cases?limit=200&${alert?.cases}`, { as: 'manager' })
    expect(opened.json.items.length).toBe(5)
    expect((await today()).alerts.map((one) => one.name)).toEqual(['Late ones'])

    await inBook(world, (tx) =>
      tx.query(`update borrower_case set state = 'closed' where borrower_id in (20, 6)`),
    )
    expect(await look()).toMatchObject([{ holds: false, value: 3n }])
    expect((await today()).alerts).toEqual([])
    const events = await inBook(world, (tx) =>
      tx.query('select holds from alert_event order by event_no'),
    )
    expect(events.rows).toEqual([{ holds: true }, { holds: false }])
  })

  test('one that cannot be looked at says so, and keeps no other from being looked at', async () => {
    const { json: kept } = await post('/v1/views', view('Broken', 'min_days_past_due=1'))
    const watch = (name: string) => ({
      name,
      view: kept.number,
      measure: 'cases',
      above: true,
      threshold: 0,
    })
    const { json: broken } = await post('/v1/alerts', watch('A broken one'))
    const setTo = (search: string) =>
      inBook(world, (tx) =>
        tx.query('update saved_view set search = $1 where view_id = $2', [search, kept.number]),
      )
    await setTo('min_days_past_due=many')
    const late = (await world.ask('/v1/alerts', { as: 'manager' })).json.items.at(-1)
    const checkedAt = world.now
    world.now = (checkedAt + 60_000) as typeof checkedAt
    expect(await check()).toMatchObject({ failed: [{ name: 'A broken one' }] })
    const after = (await world.ask('/v1/alerts?lang=en', { as: 'manager' })).json.items
    expect(after[0].sentence).toBe('“A broken one” could not be looked at. Set it up anew.')
    expect(after.at(-1)).toMatchObject({
      number: late.number,
      checked_at: new Date(world.now).toISOString(),
    })
    await setTo('min_days_past_due=1')
    expect(await check()).toMatchObject({ failed: [] })
    expect((await alertNow())?.sentence).toContain('“A broken one” is {count}')
    expect((await post(`/v1/alerts/${broken.number}/ends`, {})).json).toEqual({ ended: true })
    expect((await post(`/v1/views/${kept.number}/ends`, {})).json).toEqual({ ended: true })
    world.now = checkedAt
  })

  test('a watched view stays; half an alert, or a view of somebody else, is refused', async () => {
    const alert = await alertNow()
    const path = `/v1/views/${alert?.view?.number}/ends`
    expect((await post(path, {})).json.code).toBe('view_watched')
    const { json: own } = await post('/v1/views', view('Mine', 'state=open'), 'collector')
    const bad = [
      { name: 'x', measure: 'cases', above: true, threshold: 1 },
      { name: 'x', view: own.number, measure: 'cases', above: true, threshold: 1 },
      { name: 'x', figure: 'rolls', measure: 'count', above: true, threshold: 1 },
    ]
    for (const body of bad) expect((await post('/v1/alerts', body)).json.code).toBe('bad_alert')
    expect((await post(`/v1/alerts/${alert?.number}/ends`, {})).json).toEqual({ ended: true })
    expect((await post(path, {})).json).toEqual({ ended: true })
  })

  test('a cell of a figure is watched by its share, in the month that is the newest', async () => {
    const body = {
      name: 'Promises',
      figure: 'promises:-:GBP:2026-11:2026-11:kept',
      measure: 'share',
      above: false,
      threshold: 500_000,
    }
    const { json } = await post('/v1/alerts?lang=en', body)
    expect(json).toMatchObject({ value: 250_000, holds: true })
    expect(json.sentence).toBe('“Promises” is {count}, under 50%.')
  })
})

describe('today', () => {
  test('promises that ended since the day before, each number with as many cases', async () => {
    const { lines } = await today()
    const of = (code: string) => lines.find((line) => line.code === code)
    expect([of('promises_kept')?.count, of('promises_broken')?.count]).toEqual([1, 1])
    for (const code of ['promises_kept', 'promises_broken']) {
      const line = of(code)
      const { json } = await world.ask(`/v1/cases?limit=200&${line?.cases}`, { as: 'manager' })
      expect([code, json.items.length]).toEqual([code, line?.count])
    }
  })

  test('what waits is told to those who answer for it, not to a collector', async () => {
    await inBook(world, (tx) =>
      tx.query(`insert into strategy_proposal (tenant_id, kind, name, version, effective_on, author)
        values (1, 'rollback', 'bank', 1, '2026-12-01', 'x')`),
    )
    expect((await today()).proposals).toBe(1)
    const { json } = await world.ask('/v1/today', { as: 'collector' })
    expect([json.alerts, json.short, json.proposals]).toEqual([[], [], 0])
  })
})
