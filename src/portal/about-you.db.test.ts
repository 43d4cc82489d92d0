import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBook } from '../api/testing.ts'
import { openPortalWorld, type Here, type PortalWorld } from '../../test/portal-world.ts'

let world: PortalWorld

beforeAll(async () => {
  world = await openPortalWorld({ people: 12n })
})
afterAll(() => world.stop())

const cares = (id: bigint) =>
  world.count(
    `select count(*) as n from care_now where borrower_id = $1 and kind = 'vulnerability' and not is_over`,
    id,
  )
const tell = (who: Here, fields: Record<string, string>) =>
  world.send(who, '/p/about-you/sure?lang=en', fields)

describe('your situation', () => {
  test('is told once, under boxes that nobody ticked, and stops what was on its way', async () => {
    const who = await world.coded()
    const page = await world.read(who, '/p/about-you/sure?lang=en&sort=health')
    expect(page.match(/type="checkbox"/g)?.length).toBe(2)
    expect(page).not.toContain('checked')
    const fields = { sort: 'health', words: 'I see badly.', once: 'a'.repeat(20) }
    expect((await tell(who, { ...fields, consent: '1' })).status).toBe(422)
    expect((await tell(who, { ...fields, sensitive: '1' })).status).toBe(422)
    expect(await cares(who.id)).toBe(0)
    const all = { ...fields, consent: '1', sensitive: '1' }
    const twice = await Promise.all([tell(who, all), tell(who, all)])
    for (const answer of twice) expect(await answer.text()).toContain('We have stopped')
    expect(await cares(who.id)).toBe(1)
    const kept = await inBook(world, (tx) =>
      tx.query(
        `select (select count(*)::int from contact where borrower_id = $1 and state = 'permitted') as permitted,
           (select words from care_private where borrower_id = $1) as words,
           (select string_agg(words, '') from message_in where borrower_id = $1) as thread,
           (select first_class from inbox_now where borrower_id = $1) as first`,
        [who.id],
      ),
    )
    expect(kept.rows[0]).toMatchObject({ permitted: 0, words: 'I see badly.', first: 'vulnerable' })
    expect(kept.rows[0]?.['thread']).not.toContain('badly')
  })

  test('one box is enough where nothing of it is of health or safety', async () => {
    const who = await world.coded()
    const fields = { sort: 'life_event', words: 'We separated.', once: 'b'.repeat(20) }
    expect(await (await tell(who, { ...fields, consent: '1' })).text()).toContain('We have stopped')
  })

  test('words of self-harm go to a person before everybody, and stand in no message', async () => {
    const who = await world.coded()
    const words = 'I want to end my life'
    const all = { sort: 'health', words, consent: '1', sensitive: '1', once: 'c'.repeat(20) }
    expect(await (await tell(who, all)).text()).toContain('You matter more than any debt')
    const found = await inBook(world, (tx) =>
      tx.query('select first_class, urgency from inbox_now where borrower_id = $1', [who.id]),
    )
    expect(found.rows).toEqual([{ first_class: 'self_harm', urgency: 9 }])
  })

  test('taken back, the words are destroyed; whoever told nothing has nothing to take back', async () => {
    const who = await world.coded()
    const all = { sort: 'resilience', words: 'Nothing saved.', consent: '1', once: 'd'.repeat(20) }
    await tell(who, all)
    const take = () => world.send(who, '/p/about-you/situation?lang=en', { once: 'e'.repeat(20) })
    expect((await take()).headers.get('Location')).toContain('is=takenBack')
    const left = await world.count(
      'select count(*) as n from care_private where borrower_id = $1',
      who.id,
    )
    expect([left, await cares(who.id)]).toEqual([0, 0])
    expect((await take()).headers.get('Location')).not.toContain('takenBack')
  })

  test('with the fact alone nothing of it is shown or taken', async () => {
    const who = await world.opened()
    for (const path of ['', '/situation', '/sure?sort=health', '/helper', '/language'])
      expect((await world.get(who, `/p/about-you${path}`)).status).toBe(303)
    const all = { sort: 'life_event', words: 'x', consent: '1', once: 'f'.repeat(20) }
    expect((await tell(who, all)).headers.get('Location')).toContain('/p/code')
    expect(await cares(who.id)).toBe(0)
  })
})

test('somebody who assists is named with their leave, told to staff, and forgotten when it ends', async () => {
  const who = await world.coded()
  const send = (fields: Record<string, string>) =>
    world.send(who, '/p/about-you/helper?lang=en', fields)
  const helper = { name: 'Eva Lee', reach: '+44 7700 900999', may: 'talk' }
  expect((await send({ ...helper, once: 'a'.repeat(20) })).status).toBe(422)
  expect((await send({ ...helper, leave: '1', once: 'b'.repeat(20) })).status).toBe(303)
  expect(await world.read(who, '/p/about-you?lang=en')).toContain('Eva Lee')
  const told = await world.count(
    `select count(*) as n from message_in where borrower_id = $1 and words like '%Eva Lee%'`,
    who.id,
  )
  expect(told).toBe(1)
  const page = await world.read(who, '/p/about-you/helper?lang=en')
  const end = /name="end" value="(\d+)"/.exec(page)?.[1] ?? ''
  await send({ end })
  const left = await world.count(
    'select count(*) as n from borrower_helper where borrower_id = $1',
    who.id,
  )
  expect(left).toBe(0)
  // Whoever answers was told that they may speak to her, so they are told that they may not.
  const heard = await inBook(world, (tx) =>
    tx.query<{ words: string }>(
      `select words from message_in where borrower_id = $1 and words like '%Eva Lee%' order by message_id`,
      [who.id],
    ),
  )
  expect(heard.rows.map(({ words }) => words)).toEqual([
    expect.stringContaining('assists me'),
    expect.stringContaining('no longer assists me'),
  ])
  const stopped = 'select count(*) as n from consent where borrower_id = $1 and not given'
  expect(await world.count(stopped, who.id)).toBe(0)
  await send({ end })
  const again = `select count(*) as n from message_in where borrower_id = $1 and words like '%Eva Lee%'`
  expect(await world.count(again, who.id)).toBe(2)
})

test('the language is theirs to choose, for what we write too', async () => {
  const who = await world.coded()
  const choose = (language: string) =>
    world.send(who, '/p/about-you/language?lang=en', {
      language,
      once: `${language}${'0'.repeat(20)}`,
    })
  expect((await choose('xx')).headers.get('Location')).toContain('/language')
  expect((await choose('zh')).headers.get('Location')).toContain('lang=zh')
  const found = await inBook(world, (tx) =>
    tx.query('select language from borrower where borrower_id = $1', [who.id]),
  )
  expect(found.rows).toEqual([{ language: 'zh' }])
})
