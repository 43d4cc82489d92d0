import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  TODAY,
  type World,
} from '../api/testing.ts'
import { currencyOf, type Currency } from '../core/money.ts'
import { makeLink } from '../store/pay-link.ts'
import { buildPortal, type Portal } from './app.ts'
import { withCode } from '../../test/portal-world.ts'

const GBP = currencyOf('GBP') as Currency
let world: World
let portal: Portal
let address = ''
let last = 0n

beforeAll(async () => {
  const pay = { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] }
  world = await openWorld({ pay })
  portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay,
    key: Buffer.from('a key of the portal for the test'),
    addressOf: () => address,
    log: (line) => world.log.push(line),
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 20n; id++) await addPerson(tx, { id, arrears: 50_000n })
    await tx.query(`update account set ref = 'LN-20' || account_id || '47'`)
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

type Person = { readonly id: bigint; readonly Cookie: string }

/** The next borrower, who opened a link and gave the fact; a step of the strategy waits for them. */
async function opened(): Promise<Person> {
  last += 1n
  const id = last
  address = `198.51.100.${id}`
  const of = {
    borrowerId: id,
    accountId: id,
    amount: undefined,
    currency: GBP,
    days: 7,
    by: 'test',
  }
  const { token } = await inBook(world, (tx) => makeLink(tx, 1n, of, world.now))
  const answer = await send(undefined, `/p/${token}/check`, {
    fact: `${id}47`.padStart(4, '0').slice(-4),
  })
  expect(answer.status).toBe(303)
  const Cookie = withCode(answer.headers.getSetCookie()[0]?.split(';')[0] ?? '')
  await inBook(world, (tx) =>
    tx.query(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
         template, language, state, block_version, permitted_at, expires_at, slots, made_by)
       values (1, $1, gen_random_uuid(), 1, array[$1::bigint], 'sms', 1, 'reminder-warm', 'en', 'permitted', 0,
         now(), now() + interval '1 hour', '[]', 'test')`,
      [id],
    ),
  )
  return { id, Cookie }
}

const send = (who: Person | undefined, path: string, fields: Record<string, string>) =>
  portal.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(who === undefined ? {} : { Cookie: who.Cookie }),
    },
  })
const read = async (who: Person, path: string) =>
  (await portal.request(path, { headers: { Cookie: who.Cookie } })).text()

const count = async (sql: string, id: bigint) =>
  Number((await inBook(world, (tx) => tx.query<{ n: bigint }>(sql, [id]))).rows[0]?.n ?? 0n)
const waiting = (id: bigint) =>
  count(`select count(*) as n from contact where borrower_id = $1 and state = 'permitted'`, id)
const messages = (id: bigint) =>
  count(`select count(*) as n from message_in where borrower_id = $1`, id)
const disputes = (id: bigint) =>
  count(`select count(*) as n from care where borrower_id = $1 and kind = 'dispute'`, id)
const refusals = async (id: bigint) =>
  (
    await inBook(world, (tx) =>
      tx.query<{ channel: string; given: boolean }>(
        'select channel, given from consent where borrower_id = $1 order by consent_id',
        [id],
      ),
    )
  ).rows.map(({ channel, given }) => `${channel} ${given ? 'yes' : 'no'}`)

describe('something is wrong', () => {
  test.each(['identity', 'amount', 'paid', 'fraud'])(
    '%s: it is on hold from that second, and a message on its way is taken back',
    async (sort) => {
      const who = await opened()
      expect(await waiting(who.id)).toBe(1)
      const answer = await send(who, '/p/wrong?lang=en', {
        sort,
        words: 'Please look.',
        once: '0'.repeat(20),
      })
      const text = await answer.text()
      expect(answer.status).toBe(200)
      expect(text).toContain('It is on hold from now on')
      expect(text).toContain('messages and calls')
      expect(text).toMatch(/: by|by \d/)
      expect([await waiting(who.id), await disputes(who.id), await messages(who.id)]).toEqual([
        0, 1, 1,
      ])
    },
  )

  test('pressed twice it is one dispute and one message; said again it is one more message', async () => {
    const who = await opened()
    const once = 'a'.repeat(26)
    const press = () => send(who, '/p/wrong?lang=en', { sort: 'paid', words: 'On the 3rd.', once })
    const answers = await Promise.all([press(), press(), press()])
    for (const answer of answers) expect(await answer.text()).toContain('It is on hold')
    expect([await disputes(who.id), await messages(who.id)]).toEqual([1, 1])
    const again = await send(who, '/p/wrong?lang=en', {
      sort: 'paid',
      words: 'By bank.',
      once: 'b'.repeat(26),
    })
    expect(await again.text()).toContain('You told us this before')
    expect([await disputes(who.id), await messages(who.id)]).toEqual([1, 2])
    expect(await read(who, '/p/wrong?lang=zh')).toContain('反映：已经还清')
  })

  test('words that ask for more than the choice are heard too', async () => {
    const who = await opened()
    const words = 'The sum is wrong and I want to end my life'
    await send(who, '/p/wrong?lang=en', { sort: 'amount', words, once: 'c'.repeat(26) })
    const urgent = await inBook(world, (tx) =>
      tx.query<{ urgency: number; first_class: string }>(
        'select urgency, first_class from inbox_now where borrower_id = $1',
        [who.id],
      ),
    )
    expect(urgent.rows).toEqual([{ urgency: expect.any(Number), first_class: 'self_harm' }])
    const holds = await count(
      `select count(*) as n from hold where borrower_id = $1 and reason = 'vulnerable'`,
      who.id,
    )
    expect(holds).toBe(1)
    const calm = await opened()
    await send(calm, '/p/wrong?lang=en', {
      sort: 'amount',
      words: 'By ten pounds.',
      once: 'c'.repeat(26),
    })
    expect(
      await count(
        `select count(*) as n from hold where borrower_id = $1 and reason = 'vulnerable'`,
        calm.id,
      ),
    ).toBe(0)
  })

  test('nothing is kept of a form without a choice, with too many words or with a card number', async () => {
    const who = await opened()
    const none = await send(who, '/p/wrong?lang=en', { words: 'It is all wrong' })
    expect(none.status).toBe(422)
    const text = await none.text()
    expect(text).toContain('Choose what is wrong')
    expect(text).toContain('It is all wrong')
    const long = await send(who, '/p/wrong?lang=en', { sort: 'paid', words: 'x'.repeat(2001) })
    expect(long.status).toBe(422)
    const card = await send(who, '/p/wrong?lang=en', { sort: 'paid', words: '4111 1111 1111 1111' })
    expect(await card.text()).toContain('card')
    expect([await disputes(who.id), await messages(who.id), await waiting(who.id)]).toEqual([
      0, 0, 1,
    ])
  })

  test('without the fact given there is no such page', async () => {
    const nobody = { id: 0n, Cookie: 'forbear.portal=1.1.1.1.9.x' }
    for (const path of ['/p/wrong', '/p/contact']) {
      expect((await send(nobody, path, { sort: 'paid' })).status).toBe(404)
      expect(await read(nobody, path)).toContain('not here')
    }
  })
})

describe('how we contact you', () => {
  test('one press stops every way, and what was on its way', async () => {
    const who = await opened()
    expect(await read(who, '/p/contact?lang=en')).toMatch(/id="way-sms"[^>]*checked/)
    const answer = await send(who, '/p/contact?lang=en', { do: 'stop', 'way-sms': 'on' })
    expect(await answer.text()).toContain('We stop')
    expect(await refusals(who.id)).toEqual(['any no'])
    expect(await waiting(who.id)).toBe(0)
    expect(await read(who, '/p/contact?lang=en')).not.toMatch(/checked/)
  })

  test('hours that do not suit are kept with the rest, and given up when they are ticked no more', async () => {
    const who = await opened()
    const ways = { do: 'save', 'way-sms': 'on' }
    const stand = () =>
      count(
        `select count(*) as n from wish w where borrower_id = $1 and source = 'portal'
          and not exists (select from wish_end e where e.borrower_id = $1 and e.wish_id = w.wish_id)`,
        who.id,
      )
    const page = await send(who, '/p/contact?lang=zh', {
      ...ways,
      'time-mornings': 'on',
      'time-at_work': 'on',
    })
    expect(await page.text()).toMatch(/id="time-mornings"[^>]*checked/)
    expect(await stand()).toBe(2)
    await send(who, '/p/contact', { ...ways, 'time-mornings': 'on' })
    expect(await stand()).toBe(1)
    await send(who, '/p/contact', { do: 'stop' })
    expect(await stand()).toBe(1)
    await send(who, '/p/contact', ways)
    expect(await stand()).toBe(0)
  })

  test('one way is stopped and taken up again, and the others stay as they were', async () => {
    const who = await opened()
    const all = ['sms', 'email', 'call', 'letter', 'visit', 'message']
    const ticks = (ways: readonly string[]) =>
      Object.fromEntries(ways.map((way) => [`way-${way}`, 'on']))
    await send(who, '/p/contact', { do: 'save', ...ticks(all.filter((way) => way !== 'call')) })
    expect(await refusals(who.id)).toEqual(['call no'])
    await send(who, '/p/contact', { do: 'save', ...ticks(all) })
    expect(await refusals(who.id)).toEqual(['call no', 'call yes'])
    await send(who, '/p/contact', { do: 'save', ...ticks(all) })
    expect(await refusals(who.id)).toEqual(['call no', 'call yes'])
    await send(who, '/p/contact', { do: 'stop' })
    await send(who, '/p/contact', { do: 'save', 'way-email': 'on' })
    expect(await refusals(who.id)).toEqual(['call no', 'call yes', 'any no', 'email yes'])
    const page = await read(who, '/p/contact?lang=en')
    expect(page).toMatch(/id="way-email"[^>]*checked/)
    expect(page).not.toMatch(/id="way-sms"[^>]*checked/)
  })
})
