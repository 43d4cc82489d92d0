import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTenant } from '../store/db.ts'
import { fillSearch, keySearch } from '../store/search-keys.ts'
import { caseIdText } from './ids.ts'
import { addPerson, addPortfolios, inBook, openWorld, type World } from './testing.ts'
import type { SearchWire } from './wire-search.ts'

let world: World

const PEOPLE = [
  { id: 1n, name: '单雄信', language: 'zh', portfolio: 2, arrears: 128_640n },
  { id: 2n, name: '张三丰', language: 'zh', portfolio: 2, arrears: 30_000n },
  { id: 3n, name: 'María José López', arrears: 30_000n },
  { id: 4n, name: 'Zhang Wei', arrears: 700n },
  { id: 5n, name: '张三', language: 'zh', portfolio: 2, arrears: 900n, priority: 9 },
  { id: 6n, name: 'Nobody Behind', arrears: 100n, state: 'closed' },
] as const

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const person of PEOPLE) await addPerson(tx, person)
  })
  expect(await fillSearch(world.db, 1n)).toBe(PEOPLE.length)
})
afterAll(() => world.stop())

async function find(q: string, lang = 'en') {
  const path = `/v1/search?lang=${lang}&q=${encodeURIComponent(q)}`
  const answer = await world.ask(path, { as: 'collector' })
  expect(answer.status).toBe(200)
  return answer.json as SearchWire
}
const found = async (q: string) =>
  (await find(q)).items.map(({ case_id, kind }) => `${kind} ${case_id}`)
const case_ = (kind: string, id: bigint) => `${kind} ${caseIdText(id)}`

test.each<[string, string, bigint]>([
  ['雄信', 'name', 1n],
  ['shanxiong', 'pinyin', 1n],
  ['Dan Xiong', 'pinyin', 1n],
  ['sxx', 'initials', 1n],
  ['lopez', 'name', 3n],
  ['MARÍA jo', 'name', 3n],
  ['0002', 'phone', 2n],
  ['07700 900003', 'phone', 3n],
  ['1,286.40', 'amount', 1n],
  ['£7', 'amount', 4n],
  ['b4', 'reference', 4n],
  ['A3', 'reference', 3n],
])('"%s" finds by %s', async (q, kind, id) => {
  expect(await found(q)).toContain(case_(kind, id))
})

test('what is exact stands first, then the more urgent; each case once', async () => {
  expect(await found('张三')).toEqual([case_('name', 5n), case_('name', 2n)])
  expect(await found('zhang')).toEqual([
    case_('name', 4n),
    case_('pinyin', 5n),
    case_('pinyin', 2n),
  ])
})

test('the same amount in another currency, half a name, and signs of the language of queries find nothing', async () => {
  expect(await found('%')).toEqual([])
  expect(await found('ópe')).toEqual([])
  expect(await found("'; drop table borrower; --")).toEqual([])
  expect(await found('12.8640')).toEqual([])
})

test('a line of a bank finds who paid, by the rules that money is matched by', async () => {
  const line = '2026-11-20  TRANSFER  María José López  300.00  ref A3'
  const { items } = await find(line)
  expect(items[0]).toMatchObject({ case_id: caseIdText(3n), kind: 'bank_line' })
  const byName = await find('20/11 CR 张三丰 300.00 还款', 'zh')
  expect(byName.items.map(({ case_id }) => case_id)).toEqual([caseIdText(2n)])
  expect(byName.items[0]?.why).toContain('付款人姓名指向 张三丰')
})

test('why it was found is said in the language of who asks, and the number only by its end', async () => {
  expect((await find('900002')).items[0]?.why).toBe('Number ends in 0002')
  expect((await find('900002', 'zh')).items[0]?.why).toBe('号码尾号 0002')
})

test('a name that changes is found by its new keys alone, and nothing is keyed twice', async () => {
  await inTenant(world.db, 1n, async (tx) => {
    await tx.query(`update borrower set name = '曾国藩' where borrower_id = 2`)
    await keySearch(tx, { tenantId: 1n, borrowerId: 2n })
  })
  expect(await found('cgf')).toEqual([case_('initials', 2n)])
  expect(await found('zsf')).toEqual([])
  expect(await fillSearch(world.db, 1n)).toBe(0)
})

test('an administrator finds nobody, and an empty box is refused', async () => {
  expect((await world.ask('/v1/search?q=zhang', { as: 'admin' })).status).toBe(403)
  expect((await world.ask('/v1/search?q=', { as: 'collector' })).status).toBe(400)
})
