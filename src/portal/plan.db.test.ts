import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBook, TODAY } from '../api/testing.ts'
import { openPortalWorld, type PortalWorld } from '../../test/portal-world.ts'

let world: PortalWorld

beforeAll(async () => {
  world = await openPortalWorld({ people: 20n })
})
afterAll(() => world.stop())

const mark = (html: string) => /name="mark" value="([^"]+)"/.exec(html)?.[1] ?? ''
const once = (html: string) => /name="once" value="([^"]+)"/.exec(html)?.[1] ?? ''
const plans = (id: bigint) =>
  world.count('select count(*) as n from plan where borrower_id = $1', id)
const waiting = (id: bigint) =>
  world.count(
    `select count(*) as n from contact where borrower_id = $1 and state = 'permitted'`,
    id,
  )

/** The answers up to the check page of one way. */
async function asked(who: { Cookie: string }, query: string, way: string) {
  const html = await world.read(who, `/p/plan/terms?lang=en&${query}&way=${way}`)
  const fields = Object.fromEntries(new URLSearchParams(query))
  return { html, fields: { ...fields, way, mark: mark(html), once: once(html) } }
}

describe('a plan', () => {
  test('three ways; within what a collector grants it is agreed at once, and messages stop', async () => {
    const who = await world.coded()
    expect(await world.read(who, '/p/plan?lang=en')).toContain('How much can you pay a month')
    expect(await world.read(who, '/p/plan/when?lang=en&much=200')).toContain('money come in')
    const ways = await world.read(who, '/p/plan/ways?lang=en&much=200&when=m25')
    expect(ways.match(/type="radio"/g)?.length).toBe(3)
    const { html, fields } = await asked(who, 'much=200&when=m25', 'asked')
    expect(html).toContain('I agree to this plan')
    expect(html).toContain('3 payments of £166.67')
    expect(html).toContain('up to 3 days late counts as on time, 2 times')
    expect([await plans(who.id), await waiting(who.id)]).toEqual([0, 1])
    const press = () => world.send(who, '/p/plan?lang=en', fields)
    const answers = await Promise.all([press(), press(), press()])
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect([await plans(who.id), await waiting(who.id)]).toEqual([1, 0])
    const planned = await inBook(world, (tx) =>
      tx.query(
        `select stage, treatment, channel, state from treatment where borrower_id = $1
          and state in ('planned', 'deferred')`,
        [who.id],
      ),
    )
    expect(planned.rows).toEqual([])
    const page = await world.read(who, '/p/plan?lang=zh&is=agreed')
    expect(page).toContain('计划已达成')
    expect(page).toContain('还剩 £500.00')
  })

  test('what is no amount, no day or no way is asked again, and nothing is kept', async () => {
    const who = await world.coded()
    const look = async (path: string) => (await world.get(who, path)).status
    expect(await look('/p/plan/when?much=abc')).toBe(422)
    expect(await look('/p/plan/when?much=&unsure=1')).toBe(200)
    expect(await look('/p/plan/ways?much=50&when=m32')).toBe(422)
    expect(await look('/p/plan/ways?much=50&when=f7')).toBe(200)
    expect(await look('/p/plan/terms?much=50&when=m3&way=gift')).toBe(422)
    const ways = await world.read(who, '/p/plan/ways?lang=en&much=50&when=m1')
    expect(ways).toContain('£150.00 on 21 November 2026, then 2 payments of £175.00')
    expect(await plans(who.id)).toBe(0)
  })

  test('what nobody grants alone is asked of a person, who is told; nobody writes meanwhile', async () => {
    const who = await world.coded()
    const { html, fields } = await asked(who, 'much=20&when=w5', 'asked')
    expect(html).toContain('Ask for this plan')
    const answer = await world.send(who, '/p/plan?lang=en', fields)
    expect(answer.headers.get('Location')).toContain('is=asked')
    expect([await plans(who.id), await waiting(who.id)]).toEqual([0, 0])
    const told = await inBook(world, (tx) =>
      tx.query(
        `select (select count(*)::int from offer where borrower_id = $1 and made_by_side = 'borrower') as offers,
           (select count(*)::int from inbox_now where borrower_id = $1) as threads,
           (select until_on from hold where borrower_id = $1 and reason = 'plan') as until`,
        [who.id],
      ),
    )
    expect(told.rows[0]).toEqual({ offers: 1, threads: 1, until: '2026-12-05' })
    expect(await world.read(who, '/p/plan?lang=en')).toContain('member of staff is looking')
  })

  test('beyond a collector and within a manager it waits for a second person', async () => {
    const who = await world.coded()
    await world.late(who.id)
    const { fields } = await asked(who, 'much=50&when=m1', 'asked')
    await world.send(who, '/p/plan?lang=en', fields)
    const found = await inBook(world, (tx) =>
      tx.query('select kind, asked_by from request where borrower_id = $1', [who.id]),
    )
    expect(found.rows).toEqual([{ kind: 'plan', asked_by: 'borrower' }])
    expect(await plans(who.id)).toBe(0)
  })

  test('a signed budget below guideline is believed; above it, or without one, a person is asked', async () => {
    await world.guideline(30_000n)
    const needs = async (foodMinor: bigint | undefined) => {
      const who = await world.coded()
      if (foodMinor !== undefined) await world.budget(who.id, foodMinor)
      const { html, fields } = await asked(who, 'much=63&when=m25', 'asked')
      await world.send(who, '/p/plan?lang=en', fields)
      return [html.includes('I agree to this plan'), await plans(who.id)]
    }
    expect(await needs(20_000n)).toEqual([true, 1])
    expect(await needs(40_000n)).toEqual([false, 0])
    expect(await needs(undefined)).toEqual([false, 0])
  })

  test('what was shown is agreed, and nothing else: a payment in between is seen', async () => {
    const who = await world.coded()
    const { fields } = await asked(who, 'much=200&when=m25', 'asked')
    await inBook(world, (tx) =>
      tx.query('update position set outstanding_minor = 40000 where borrower_id = $1', [who.id]),
    )
    const answer = await world.send(who, '/p/plan?lang=en', fields)
    expect([answer.status, await plans(who.id)]).toEqual([422, 0])
    expect(await answer.text()).toContain('Something changed meanwhile')
  })

  test('nobody without the fact sees or does any of it', async () => {
    const nobody = { id: 0n, Cookie: 'forbear.portal=1.1.1.1.9.x' }
    for (const path of ['', '/when', '/ways', '/terms', '/move', '/skip', '/extra'])
      expect([path, (await world.get(nobody, `/p/plan${path}`)).status]).toEqual([path, 404])
    for (const path of ['', '/move', '/skip', '/extra'])
      expect((await world.send(nobody, `/p/plan${path}`, { no: '1' })).status).toBe(404)
  })
})

describe('a plan that runs', () => {
  const agreed = async () => {
    const who = await world.coded()
    const { fields } = await asked(who, 'much=200&when=m25', 'asked')
    await world.send(who, '/p/plan', fields)
    return who
  }
  const events = async (id: bigint) =>
    (
      await inBook(world, (tx) =>
        tx.query<{ kind: string }>(
          'select kind from plan_event where borrower_id = $1 order by event_id',
          [id],
        ),
      )
    ).rows.map(({ kind }) => kind)

  test('a payment moves within its days, and not beyond them', async () => {
    const who = await agreed()
    const form = await world.read(who, '/p/plan/move?lang=en&no=1')
    const move = (to: string, key: string) =>
      world.send(who, '/p/plan/move?lang=en', { no: '1', to, once: key })
    expect((await move('2026-12-20', 'a'.repeat(20))).status).toBe(422)
    expect((await move('2026-11-01', 'b'.repeat(20))).status).toBe(422)
    expect(await events(who.id)).toEqual([])
    const twice = await Promise.all([
      move('2026-12-01', once(form)),
      move('2026-12-01', once(form)),
    ])
    expect(twice.map(({ status }) => status)).toEqual([303, 303])
    expect(await events(who.id)).toEqual(['moved'])
    expect(await world.read(who, '/p/plan?lang=en')).toContain('1 December 2026')
  })

  test('one payment is skipped, to the end; a second skip is refused and says so', async () => {
    const who = await agreed()
    const first = await world.read(who, '/p/plan/skip?lang=en')
    expect(first).toContain('does not count as late')
    const skip = (key: string) => world.send(who, '/p/plan/skip?lang=en', { no: '1', once: key })
    expect((await skip(once(first))).status).toBe(303)
    expect((await skip('c'.repeat(20))).status).toBe(422)
    expect(await events(who.id)).toEqual(['skipped'])
    expect(await world.read(who, '/p/plan?lang=en')).toContain('none is left')
  })

  test('extra money is noted up to what is left', async () => {
    const who = await agreed()
    const extra = (amount: string, key: string) =>
      world.send(who, '/p/plan/extra?lang=en', { extra: amount, once: key })
    expect((await extra('500.01', 'd'.repeat(20))).status).toBe(422)
    expect((await extra('50', 'e'.repeat(20))).status).toBe(303)
    expect(await events(who.id)).toEqual(['extra'])
    expect(TODAY).toBe('2026-11-20')
  })
})
