import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBook } from '../api/testing.ts'
import { openPortalWorld, withCode, type Here, type PortalWorld } from '../../test/portal-world.ts'

let world: PortalWorld

beforeAll(async () => {
  world = await openPortalWorld({ people: 20n })
})
afterAll(() => world.stop())

const permitted = (id: bigint) =>
  world.count(
    `select count(*) as n from contact where borrower_id = $1 and state in ('permitted', 'sending')`,
    id,
  )
const planned = (id: bigint) =>
  world.count(
    `select count(*) as n from treatment where borrower_id = $1 and state in ('planned', 'deferred')`,
    id,
  )
const cares = (id: bigint, kind: string) =>
  world.count(`select count(*) as n from care where borrower_id = $1 and kind = '${kind}'`, id)
const holds = async (id: bigint) =>
  (
    await inBook(world, (tx) =>
      tx.query<{ reason: string; until: string | null }>(
        'select reason, until_on as until from hold where borrower_id = $1 order by hold_id',
        [id],
      ),
    )
  ).rows

const tell = (who: Here, fields: Record<string, string>) =>
  world.send(who, '/p/help/sure?lang=en', fields)

describe('I cannot pay', () => {
  test('free advice of the place comes first, in both languages, with its number', async () => {
    const who = await world.coded()
    const en = await world.read(who, '/p/help?lang=en')
    expect(en.indexOf('StepChange')).toBeGreaterThan(0)
    expect(en.indexOf('StepChange')).toBeLessThan(en.indexOf('What would help now'))
    expect(en).toContain('0800 138 1111')
    expect(en).not.toContain('12378')
    expect(await world.read(who, '/p/help?lang=zh')).toContain('免费债务咨询')
  })

  test('being advised is thirty days at once, on their word; what was on its way never leaves', async () => {
    const who = await world.coded()
    const press = () =>
      world.send(who, '/p/help/advice?lang=en', { who: 'A charity', once: 'a'.repeat(20) })
    expect(await permitted(who.id)).toBe(1)
    const answers = await Promise.all([press(), press()])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect([await permitted(who.id), await planned(who.id)]).toEqual([0, 0])
    expect(await holds(who.id)).toEqual([{ reason: 'advice', until: '2026-12-20' }])
    expect(await world.read(who, '/p/help/advice?lang=en')).toContain('before 20 December 2026')
    const again = await world.send(who, '/p/help/advice?lang=en', { once: 'b'.repeat(20) })
    expect([again.status, (await holds(who.id)).length]).toEqual([422, 1])
  })

  test('a third time within half a year is a person’s to give', async () => {
    const who = await world.coded()
    await inBook(world, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, reason, written, from_on, until_on, source)
         values (1, $1, 'advice', true, '2026-07-01', '2026-07-31', 'portal'),
                (1, $1, 'advice', true, '2026-09-01', '2026-10-01', 'portal')`,
        [who.id],
      ),
    )
    const answer = await world.send(who, '/p/help/advice?lang=en', { once: 'c'.repeat(20) })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('A person can give you more time')
    expect(await permitted(who.id)).toBe(1)
  })

  test('what happened is checked before it is told; then everything has stopped, and it says until when', async () => {
    const who = await world.coded()
    expect((await world.get(who, '/p/help/sure?sort=holiday')).status).toBe(422)
    const sure = await world.read(who, '/p/help/sure?lang=en&sort=income')
    expect(sure).toContain('Income lost or lower')
    expect(sure).toContain('messages and calls')
    expect([await permitted(who.id), await cares(who.id, 'hardship')]).toEqual([1, 0])
    const fields = { sort: 'income', words: 'Since October.', once: 'd'.repeat(20) }
    const answers = await Promise.all([tell(who, fields), tell(who, fields), tell(who, fields)])
    for (const answer of answers) expect(await answer.text()).toMatch(/We have stopped/)
    expect([await permitted(who.id), await planned(who.id)]).toEqual([0, 0])
    expect(await cares(who.id, 'hardship')).toBe(1)
    expect((await holds(who.id)).map(({ reason }) => reason)).toEqual(['hardship'])
    expect(
      await world.count('select count(*) as n from message_in where borrower_id = $1', who.id),
    ).toBe(1)
    const later = await tell(who, { sort: 'income', words: 'More.', once: 'e'.repeat(20) })
    expect(await later.text()).toContain('You told us before')
    expect(await cares(who.id, 'hardship')).toBe(1)
  })

  test('words that say more than the choice do what they do in every message', async () => {
    const who = await world.coded()
    await tell(who, { sort: 'other', words: 'I want to end my life', once: 'f'.repeat(20) })
    const urgent = await inBook(world, (tx) =>
      tx.query('select first_class from inbox_now where borrower_id = $1', [who.id]),
    )
    expect(urgent.rows).toEqual([{ first_class: 'self_harm' }])
  })

  test('the budget answers at once: with a plan where it carries one, and without asking where it does not', async () => {
    const some = await world.coded()
    await world.budget(some.id, 20_000n)
    const page = await world.read(some, '/p/help?lang=en')
    expect(page).toContain('£63.00 a month')
    expect(page).toContain('/p/plan/when?much=63.00&amp;lang=en')
    const none = await world.coded()
    await world.budget(none.id, 20_000n, 0n)
    expect(await world.read(none, '/p/help?lang=en')).toContain('We do not ask you to pay now')
  })

  test('nothing is kept of too many words, or without the fact', async () => {
    const who = await world.coded()
    const long = await tell(who, { sort: 'other', words: 'x'.repeat(2001), once: 'g'.repeat(20) })
    expect([long.status, await cares(who.id, 'hardship')]).toEqual([422, 0])
    const nobody = { id: 0n, Cookie: 'forbear.portal=1.1.1.1.9.x' }
    for (const path of ['/p/help', '/p/help/advice', '/p/help/tell', '/p/help/sure?sort=other'])
      expect((await world.get(nobody, path)).status).toBe(404)
    for (const path of ['/p/help/advice', '/p/help/sure'])
      expect((await world.send(nobody, path, { sort: 'other' })).status).toBe(404)
  })
})

describe('talking to a person', () => {
  const calls = (id: bigint) =>
    world.count(
      'select count(*) as n from callback where borrower_id = $1 and ends_callback_id is null',
      id,
    )

  test('a call is agreed for an hour that the law allows; another is refused with the first that is', async () => {
    const who = await world.coded()
    const ask = (hour: string, key: string) =>
      world.send(who, '/p/talk/call?lang=en', { day: '2026-11-23', hour, once: key })
    const twice = await Promise.all([ask('11', 'a'.repeat(20)), ask('11', 'a'.repeat(20))])
    expect(twice.map(({ status }) => status)).toEqual([303, 303])
    expect(await calls(who.id)).toBe(1)
    const page = await world.read(who, '/p/talk?lang=en')
    expect(page).toContain('23 November 2026 11:00')
    const past = await world.send(who, '/p/talk/call?lang=en', {
      day: '2026-11-20',
      hour: '8',
      once: 'b'.repeat(20),
    })
    expect([past.status, (await past.text()).includes('That hour is over')]).toEqual([422, true])
    const call = /name="call" value="(\d+)"/.exec(page)?.[1] ?? ''
    await world.send(who, '/p/talk/call/cancel?lang=en', { call })
    expect(await world.read(who, '/p/talk?lang=en')).not.toContain('We agreed to call you')
  })

  test('a Sunday is refused where the law keeps it free', async () => {
    const who = await world.coded()
    const late = await world.send(who, '/p/talk/call?lang=en', {
      day: '2026-11-22',
      hour: '20',
      once: 'c'.repeat(20),
    })
    const text = await late.text()
    expect([late.status, await calls(who.id)]).toEqual([422, 0])
    expect(text).toMatch(/we may not call you/)
  })

  test('a message is kept once, and one that stops says that it has', async () => {
    const who = await world.coded()
    const write = (words: string, key: string) =>
      world.send(who, '/p/talk/write?lang=en', { words, once: key })
    expect((await write('  ', 'd'.repeat(20))).status).toBe(422)
    const first = await write('When does my contract end?', 'e'.repeat(20))
    expect(await first.text()).not.toContain('we have stopped')
    expect(await permitted(who.id)).toBe(1)
    const ill = await write('I want to end my life', 'f'.repeat(20))
    const text = await ill.text()
    expect(text).toContain('You matter more than any debt')
    expect(text).toContain('we have stopped')
    expect([await permitted(who.id), await planned(who.id)]).toEqual([0, 0])
  })

  test('rewards are only those that two people agreed to', async () => {
    const who = await world.coded()
    expect(await world.read(who, '/p/rewards?lang=en')).toContain('There are none yet')
    for (const [state, reward] of [
      ['awaiting_approval', 'limit_raise'],
      ['approved', 'fee_waiver'],
    ])
      await inBook(world, (tx) =>
        tx.query(
          `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage,
             treatment, tone, row_no, state, reward, approval)
           values (1, $1, $1, '2026-11-01', 'bank', 1, 'on-time', $2, 'none', 1, $3, $4, 'manager')`,
          [who.id, `r-${state}`, state, reward],
        ),
      )
    const page = await world.read(who, '/p/rewards?lang=en')
    expect(page).toContain('Fees given back')
    expect(page).not.toContain('A higher limit')
    expect(await world.read(who, '/p/rewards?lang=zh')).toContain('退还费用')
  })
})

describe('hours that somebody does not want, in words', () => {
  const write = async (who: Here) =>
    (
      await world.send(who, '/p/talk/write?lang=zh', {
        words: '周六别打电话',
        once: 'w'.repeat(20),
      })
    ).text()
  const wishOf = (page: string) => /name="wish" value="(\d+)"/.exec(page)?.[1] ?? 'none'
  const change = async (who: Here, does: string, page: string) =>
    (
      await world.send(who, '/p/contact/spared?lang=zh', {
        wish: wishOf(page),
        do: does,
        once: `${does}${'x'.repeat(15)}`,
      })
    ).text()
  const standing = async (id: bigint) =>
    (
      await inBook(world, (tx) =>
        tx.query<{ until: string | null }>(
          `select until_on::text as until from wish where borrower_id = $1 and not exists
             (select from wish_end e where e.borrower_id = $1 and e.wish_id = wish.wish_id)`,
          [id],
        ),
      )
    ).rows

  test('the answer says how they were understood, and that one Saturday was meant is one press', async () => {
    const who = await world.opened()
    const page = await write(who)
    // A word to stop stops everything until a person has read it.
    expect(page).toContain('在工作人员阅读之前，我们任何时间都不联系您')
    expect(page).toContain('以下时间我们不给您打电话：每个星期六。')
    expect(page).toContain('只限这一次：到2026年11月21日结束为止')
    expect(await standing(who.id)).toEqual([{ until: null }])
    expect(await change(who, 'once', page)).toContain('每个星期六，到2026年11月21日结束为止')
    expect(await standing(who.id)).toEqual([{ until: '2026-11-22' }])
  })

  test('that we may call again needs the code, and the page of ways tells what was understood', async () => {
    const who = await world.opened()
    const page = await write(who)
    expect(page).not.toContain('value="end"')
    await change(who, 'end', page)
    expect(await standing(who.id)).toEqual([{ until: null }])
    const later = { id: who.id, Cookie: withCode(who.Cookie) }
    const told = await world.read(later, '/p/contact?lang=zh')
    expect(told).toContain('您用自己的话告知的时间')
    expect(await change(later, 'end', told)).toContain('已撤回')
    expect(await standing(who.id)).toEqual([])
    expect(await world.read(later, '/p/contact?lang=zh')).not.toContain('您用自己的话告知的时间')
  })
})
