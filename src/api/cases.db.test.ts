import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillSearch } from '../store/search-keys.ts'
import { caseIdText } from './ids.ts'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from './testing.ts'
import type { CaseRow } from './wire.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let i = 1n; i <= 40n; i++) {
      // Equal priorities and arrears in threes: an order must be total all the same.
      await addPerson(tx, {
        id: i,
        late: Number(i),
        arrears: 100n * (i / 3n),
        priority: Number(i / 3n),
      })
    }
    await addPerson(tx, {
      id: 50n,
      name: '王小明',
      language: 'zh',
      portfolio: 2,
      zone: 'Asia/Shanghai',
      arrears: 123_456n,
    })
    await addPerson(tx, { id: 51n, name: '50%_off Ltd', late: 3, product: 2 })
    await addPerson(tx, { id: 52n, late: 0, state: 'closed', arrears: 0n })
    await tx.query(
      `update position set paused = '{[2026-11-01,2026-11-11)}' where tenant_id = 1 and borrower_id = 40`,
    )
  })
  await fillSearch(world.db, 1n)
})
afterAll(() => world.stop())

const list = async (query: string): Promise<{ items: CaseRow[]; next_cursor: string | null }> => {
  const answer = await world.ask(`/v1/cases?${query}`, { as: 'collector' })
  expect([answer.status, answer.json.code]).toEqual([200, undefined])
  return answer.json
}
const idsOf = (page: { items: CaseRow[] }) => page.items.map((row) => row.id)
const id = (n: number) => caseIdText(BigInt(n))

async function walk(
  query: string,
  between: () => Promise<void> = async () => undefined,
): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(
      `${query}&limit=7${cursor === null ? '' : `&cursor=${cursor}`}`,
    )
    seen.push(...idsOf(page))
    cursor = page.next_cursor
    await between()
  } while (cursor !== null)
  return seen
}

describe('the list in pages', () => {
  test.each(['priority', 'arrears', 'days_past_due'])(
    'by %s shows every case once, in one order',
    async (sort) => {
      const whole = await list(`sort=${sort}&limit=200`)
      expect(whole.items.length).toBe(42)
      expect(await walk(`sort=${sort}`)).toEqual(idsOf(whole))
    },
  )

  test('by priority, high first; by arrears, much first; by days, the oldest debt first', async () => {
    const numbers = async (sort: string, of: (row: CaseRow) => number) =>
      (await list(`sort=${sort}&limit=200`)).items.map(of)
    const priorities = await numbers('priority', (row) => row.priority)
    expect(priorities).toEqual(priorities.toSorted((a, b) => b - a))
    const arrears = await numbers('arrears', (row) => Number(row.arrears.minor))
    expect(arrears).toEqual(arrears.toSorted((a, b) => b - a))
    const [first] = (await list('sort=days_past_due')).items
    expect(first?.oldest_unpaid_due_on).toBe('2026-10-11')
  })

  test('rows that come and go between two pages neither repeat nor skip the others', async () => {
    const before = await walk('sort=priority&portfolio=uk-cards')
    let added = 100n
    const during = await walk('sort=priority&portfolio=uk-cards', async () => {
      await inBook(world, (tx) => addPerson(tx, { id: added, priority: 99 }))
      added++
    })
    expect(during).toEqual(before)
    await inBook(world, async (tx) => {
      await tx.query(
        `update borrower_case set state = 'closed', closed_on = '2026-11-19' where tenant_id = 1 and borrower_id >= 100`,
      )
    })
  })

  test('a cursor of another order, or made up, is refused', async () => {
    const { next_cursor: cursor } = await list('sort=priority&limit=5')
    const other = await world.ask(`/v1/cases?sort=arrears&cursor=${cursor}`, { as: 'collector' })
    expect([other.status, other.json.code]).toEqual([400, 'bad_cursor'])
    for (const key of [
      ['1'],
      ['x', '1'],
      ['1', '99999999999999999999'],
      ['1e9', '1'],
      [99_999_999_999, '1'],
      ['99999999999', '1'],
    ]) {
      const made = Buffer.from(JSON.stringify(['cases.priority', ...key])).toString('base64url')
      const answer = await world.ask(`/v1/cases?cursor=${made}`, { as: 'collector' })
      expect([key, answer.status, answer.json.code]).toEqual([key, 400, 'bad_cursor'])
    }
    expect((await list(`sort=priority&cursor=${cursor}`)).items.length).toBeGreaterThan(5)
  })

  test('a page holds at most 200', async () => {
    expect((await world.ask('/v1/cases?limit=201', { as: 'collector' })).status).toBe(400)
    expect((await world.ask('/v1/cases?limit=200', { as: 'collector' })).status).toBe(200)
  })
})

describe('days past due', () => {
  const daysOf = async (n: number) => (await list(`q=B${n}`)).items[0]?.days_past_due

  test('are counted from the oldest unpaid day', async () => {
    expect(await daysOf(39)).toBe(39)
  })
  test('leave out paused days', async () => {
    expect(await daysOf(40)).toBe(30)
  })
  test('are none within the grace of the product', async () => {
    expect(await daysOf(51)).toBe(0)
    await inBook(world, (tx) =>
      tx.query(
        `update position set oldest_unpaid_due_on = '2026-11-14' where tenant_id = 1 and borrower_id = 51`,
      ),
    )
    expect(await daysOf(51)).toBe(6)
  })
  test('narrow the list, a paused person by what remains', async () => {
    expect(idsOf(await list('min_days_past_due=38&sort=days_past_due'))).toEqual([id(39), id(38)])
    expect(idsOf(await list('min_days_past_due=30&max_days_past_due=30')).toSorted()).toEqual([
      id(30),
      id(40),
    ])
  })
})

describe('narrowing', () => {
  test('closed cases are shown only when they are asked for', async () => {
    expect(idsOf(await list('q=B52'))).toEqual([])
    expect(idsOf(await list('q=B52&state=closed'))).toEqual([id(52)])
    expect(idsOf(await list('q=B52&state=any'))).toEqual([id(52)])
    expect(idsOf(await list(`closed_on=${TODAY}`))).toEqual([id(52)])
  })
  test('by portfolio and language', async () => {
    expect(idsOf(await list('portfolio=cn-loans'))).toEqual([id(50)])
    expect(idsOf(await list('language=zh'))).toEqual([id(50)])
    expect(idsOf(await list('stage=late'))).toEqual([])
    expect((await list('stage=early&tone=warm&limit=200')).items.length).toBe(42)
  })
  test.each([
    ['a part of a name', '小明', 50],
    ['a name in other capitals', 'PERSON%2039', 39],
    ['a reference of the borrower', 'B38', 38],
    ['a reference of an account', 'A37', 37],
    ['the end of a phone number', '900036', 36],
    ['an exact amount', '1234.56', 50],
    ['an amount as it is shown', '%C2%A51%2C234.56', 50],
  ])('by %s', async (_, q, expected) => {
    expect(idsOf(await list(`q=${q}`))).toEqual([id(expected)])
  })
  test('what is typed is text: a per cent sign and an underscore stand for themselves', async () => {
    expect(idsOf(await list('q=50%25_off'))).toEqual([id(51)])
    expect(idsOf(await list('q=%25'))).toEqual([])
    expect(idsOf(await list(`q=${encodeURIComponent("'; drop table borrower; --")}`))).toEqual([])
  })
  test('unknown, repeated and malformed keys are refused, and say where', async () => {
    const unknown = await world.ask('/v1/cases?stge=early', { as: 'collector' })
    expect([unknown.status, unknown.json.code]).toEqual([400, 'malformed'])
    for (const query of [
      'stage=a&stage=b',
      'on=2026-02-30',
      'limit=0',
      'limit=1e2',
      'state=all',
      'q=',
      'q=%00',
    ]) {
      const answer = await world.ask(`/v1/cases?${query}`, { as: 'collector' })
      expect([query, answer.status, answer.json.code]).toEqual([query, 400, 'malformed'])
      expect(answer.json.errors[0].pointer).toBe(`/query/${query.split('=')[0]}`)
    }
  })
  test('the facets name what there is', async () => {
    const { json } = await world.ask('/v1/cases/facets?lang=zh', { as: 'collector' })
    expect(json).toEqual({
      stages: ['early'],
      tones: ['warm'],
      treatments: ['message'],
      portfolios: [
        { code: 'cn-loans', name: '中国消费贷' },
        { code: 'uk-cards', name: '英国信用卡' },
      ],
    })
  })
})
