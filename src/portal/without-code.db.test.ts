import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPortalWorld, type Here, type PortalWorld } from '../../test/portal-world.ts'
import { inBook, TODAY } from '../api/testing.ts'
import { keepDocument } from '../store/tenant-document.ts'
import { PAGES, pageOf } from './pages.ts'

/** Each page that there is, or comes to be: whoever adds one shows here what it tells before a code. */

let world: PortalWorld
let fact: Here
let coded: Here

beforeAll(async () => {
  world = await openPortalWorld({ people: 4n })
  fact = await world.opened()
  coded = await world.coded()
  // A house that would open all of them by the fact alone does not.
  await inBook(world, (tx) =>
    keepDocument(tx, 1n, {
      name: 'portal',
      effectiveOn: TODAY,
      document: {
        needs: Object.fromEntries(PAGES.map(({ path }) => [path.slice('/p/'.length), 'fact'])),
      },
      by: 'test',
    }),
  )
})
afterAll(() => world.stop())

const EXAMPLES: Readonly<Record<string, string>> = {
  ':token': 'nobody',
  ':house': '1',
  ':ref': '00000000000000000000000000',
  ':number': '1',
  ':question': 'adults',
  ':key': '00000000-0000-0000-0000-000000000000',
  ':language': 'en',
  ':item': '1',
  ':code': 'ABCD',
}
const pathOf = (route: string): string => route.replaceAll(/:\w+/g, (name) => EXAMPLES[name] ?? '')

const routes = (method: 'GET' | 'POST'): readonly string[] => [
  ...new Set(
    world.portal.routes
      .filter((one) => one.method === method && !one.path.includes('*'))
      .map((one) => pathOf(one.path)),
  ),
]

/** The names of those who owe, as their pages never begin with them. */
const NAMES = ['Person 1', 'Person 2']

/** What only the borrower should read of this account: its number, its lender, an amount. */
const secretsOf = async ({ id }: Here): Promise<readonly string[]> => {
  const found = await inBook(world, (tx) =>
    tx.query<{ ref: string }>(`select ref from account where borrower_id = $1`, [id]),
  )
  const [row] = found.rows
  expect(row).toBeDefined()
  return [String(row?.ref).slice(-4), '£', '500.00', ...NAMES]
}

const kept = (id: bigint) =>
  world.count(
    `select (select count(*) from contact where borrower_id = $1) + (select count(*) from payment_try where borrower_id = $1)
      + (select count(*) from plan where borrower_id = $1) + (select count(*) from budget_version where borrower_id = $1)
      + (select count(*) from folder_item where borrower_id = $1) + (select count(*) from message_in where borrower_id = $1)
      + (select count(*) from borrower_helper where borrower_id = $1) + (select count(*) from care where borrower_id = $1) as n`,
    id,
  )

test('no page tells of a debt to whoever gave the fact alone, or nothing', async () => {
  const secrets = await secretsOf(fact)
  const all = routes('GET')
  expect(all.length).toBeGreaterThan(50)
  for (const Cookie of [fact.Cookie, ''])
    for (const path of all) {
      const answer = await world.get({ Cookie }, `${path}?lang=en`)
      const text = await answer.text()
      const told = secrets.filter((one) => text.includes(one))
      expect([path, told]).toEqual([path, []])
      const needs = Cookie === '' ? undefined : pageOf(path)?.needs
      if (needs === 'code')
        expect([path, answer.status, answer.headers.get('Location')?.slice(0, 7)]).toEqual([
          path,
          303,
          '/p/code',
        ])
    }
})

test('with the code the same pages open, so that what is closed is closed by it alone', async () => {
  const told = await world.read(coded, '/p/pay?lang=en')
  for (const one of (await secretsOf(coded)).slice(0, -NAMES.length)) expect(told).toContain(one)
  for (const { path } of PAGES.filter(({ place }) => place !== 'none'))
    expect([path, (await world.get(coded, `${path}?lang=en`)).status]).toEqual([path, 200])
})

test('no form of a page behind the code does anything before it', async () => {
  const before = await kept(fact.id)
  const behind = routes('POST').filter((path) => pageOf(path)?.needs === 'code')
  expect(behind.length).toBeGreaterThan(12)
  for (const path of behind) {
    const fields = {
      much: 'whole',
      way: 'sandbox',
      sort: 'health',
      words: 'x',
      value: '1',
      no: '1',
    }
    const answer = await world.send(fact, path, fields)
    expect([path, answer.status, answer.headers.get('Location')?.slice(0, 7)]).toEqual([
      path,
      303,
      '/p/code',
    ])
  }
  expect(await kept(fact.id)).toBe(before)
})

test('with the fact alone contact is stopped at once, and begun again only with the code', async () => {
  const stops = () =>
    world.count(
      `select count(*) as n from (select distinct on (channel) given from consent where borrower_id = $1
         and scope = 'contact' order by channel, consent_id desc) last where not given`,
      fact.id,
    )
  await world.send(fact, '/p/contact', { do: 'stop' })
  expect(await stops()).toBe(1)
  const ticks = { do: 'save', 'way-sms': 'on', 'way-email': 'on' }
  await world.send(fact, '/p/contact', ticks)
  expect(
    await world.count(
      `select count(*) as n from consent where borrower_id = $1 and given`,
      fact.id,
    ),
  ).toBe(0)
  await world.send(coded, '/p/contact', { do: 'stop' })
  await world.send(coded, '/p/contact', ticks)
  expect(
    await world.count(
      `select count(*) as n from consent where borrower_id = $1 and given`,
      coded.id,
    ),
  ).toBe(2)
})

test('the other language and the larger text keep where somebody is, and what was answered', async () => {
  const plan = await world.read(coded, '/p/plan/ways?lang=en&much=80&when=m25')
  expect(plan).toContain('href="/p/plan/ways?much=80&amp;when=m25&amp;lang=zh"')
  expect(plan).toContain('href="/p/plan/ways?much=80&amp;when=m25&amp;lang=en&amp;text=large"')
  const zh = await world.read(coded, '/p/plan/ways?much=80&when=m25&lang=zh')
  expect(zh).toContain('name="much" value="80"')
  // A form that was refused: the same page in Chinese has the words in it, and nothing was done twice.
  const note = { step: 'when', day: '2026-11-01', time: '09:30' }
  const asked = await (await world.send(coded, '/p/folder/note?lang=en', note)).text()
  expect(asked).toMatch(/formaction="\/p\/folder\/note\?lang=zh"/)
  expect(asked).toMatch(/<form method="post" action="\/p\/folder\/note\?lang=en&amp;text=large">/)
  expect(asked).toMatch(/name="day" value="2026-11-01"/)
  const same = await (await world.send(coded, '/p/folder/note?lang=zh', note)).text()
  expect(same).toContain('lang="zh-CN"')
  expect(same).toMatch(/name="time" value="09:30"/)
})

test('a refusal that is only looked at in the other language does nothing, whatever has become possible since', async () => {
  const third = await world.coded()
  const refused = { day: '2026-11-20', hour: '8', once: 'abcdefghij', look: 'in_the_past' }
  const page = await world.send(third, '/p/talk/call?lang=zh', { ...refused, hour: '14' })
  expect(page.status).toBe(422)
  expect(await page.text()).toContain('name="look" value="in_the_past"')
  const calls = () =>
    world.count(`select count(*) as n from callback where borrower_id = $1`, third.id)
  expect(await calls()).toBe(0)
  const { look: _, ...again } = { ...refused, hour: '14' }
  expect((await world.send(third, '/p/talk/call?lang=zh', again)).status).toBe(303)
  expect(await calls()).toBe(1)
})
