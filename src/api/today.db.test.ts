import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPerson, addPortfolios, inBook, openWorld, type World } from './testing.ts'
import type { TodayLine, TodayWire } from './wire.ts'

let world: World

const treat = (id: bigint, state: string, rules: readonly string[] = []) =>
  inBook(world, async (tx) => {
    const made = await tx.query<{ treatment_id: bigint }>(
      `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone, row_no, treatment, state)
       values (1, $1, $1, '2026-11-20', 'bank', 1, 'early', 'warm', 1, 'message', $2) returning treatment_id`,
      [id, state],
    )
    const decision = state === 'deferred' ? 'defer' : 'deny'
    const reasons = [
      ...rules.map((rule) => ({ rule, says: decision })),
      { rule: 'uk.met', says: 'allow' },
    ]
    if (rules.length > 0) {
      await tx.query(
        `insert into verdict (tenant_id, borrower_id, treatment_id, channel, judged_at, decision, reasons, rules_hash, proposal, facts)
         values (1, $1, $2, 'sms', now(), $3, $4, repeat('0', 64), '{}', '{}')`,
        [id, made.rows[0]?.treatment_id, decision, JSON.stringify(reasons)],
      )
    }
  })

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 8n; id++) await addPerson(tx, { id, arrears: 1000n * id })
    await addPerson(tx, { id: 9n, state: 'closed', arrears: 0n, late: 0 })
    await addPerson(tx, { id: 10n, portfolio: 2, language: 'zh', arrears: 700n })
    await tx.query(`update borrower_case set opened_on = '2026-11-01' where borrower_id in (7, 8)`)
    await tx.query(
      `insert into cycle (tenant_id, today, shards, strategies) values (1, '2026-11-18', 1, '{}'), (1, '2026-11-20', 2, '{}')`,
    )
    await tx.query(
      `insert into cycle_shard (tenant_id, today, shard, accounts, treatments) values (1, '2026-11-20', 0, 6, 4), (1, '2026-11-20', 1, 4, 3)`,
    )
    await tx.query(`insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on, reverses_id) values
      (1, 1, 1, 1, 'p1', 300, '2026-11-19', null), (1, 1, 1, 2, 'p2', 200, '2026-11-18', null), (1, 9, 9, 3, 'p3', 50, '2026-11-20', null),
      (1, 2, 2, 4, 'old', 999, '2026-11-17', null), (1, 3, 3, 5, 'back', 400, '2026-11-19', null), (1, 3, 3, 6, 'back-r', 400, '2026-11-19', 5)`)
  })
  for (const [id, state, rules] of [
    [1n, 'sent', []],
    [2n, 'deferred', ['uk.a']],
    [3n, 'deferred', ['uk.a', 'uk.b']],
    [4n, 'denied', ['uk.b']],
    [5n, 'listed', []],
    [9n, 'withdrawn', []],
  ] as const)
    await treat(id, state, rules)
})

/** What else a night may bring, so that every sentence has a number. */
const more = async () => {
  await treat(6n, 'planned')
  await treat(7n, 'awaiting_approval')
  await inBook(world, async (tx) => {
    await tx.query(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template,
         language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by, provider)
       values (1, 8, gen_random_uuid(), 1, array[8], 'sms', 1, '-', 'en', 'unknown', 0, $1, $2, $1, '[]', 'test', 'test')`,
      [new Date(world.now), new Date(world.now + 60_000)],
    )
    await tx.query(`insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source, recorded_at) values
      (1, 1, 1, 100, 'GBP', '2026-11-17', '2026-11-18', 'call', '2026-11-17T08:00:00Z'),
      (1, 5, 5, 100, 'GBP', '2026-11-17', '2026-11-18', 'call', '2026-11-17T08:00:00Z')`)
  })
}
afterAll(() => world.stop())

const read = async (
  lang = 'en',
): Promise<{ today: TodayWire; line: (code: string) => TodayLine }> => {
  const { json } = await world.ask(`/v1/today?lang=${lang}`, { as: 'manager' })
  const today: TodayWire = json
  const none = { count: -1 } as TodayLine
  return { today, line: (code) => today.lines.find((each) => each.code === code) ?? none }
}

describe('today', () => {
  test('says how far the cycle came', async () => {
    expect((await read()).today.cycle).toMatchObject({
      finished_at: null,
      accounts: 10,
      treatments: 7,
    })
  })

  test('counts, with the money of each currency', async () => {
    const { line } = await read()
    expect(line('newly_behind')).toMatchObject({
      count: 7,
      amounts: [
        { minor: '700', currency: 'CNY' },
        { minor: '21000', currency: 'GBP' },
      ],
    })
    expect(line('cured').count).toBe(1)
    expect(line('payments')).toMatchObject({
      count: 2,
      amounts: [{ minor: '550', currency: 'GBP' }],
    })
    expect(
      ['sent', 'deferred', 'denied', 'listed', 'withdrawn', 'planned', 'unknown'].map(
        (code) => line(code).count,
      ),
    ).toEqual([1, 2, 1, 1, 1, 0, 0])
  })

  test('each rule that spoke against is named, one that was met is not', async () => {
    const { line } = await read()
    expect(line('deferred').by_rule.map(({ rule, count }) => [rule, count])).toEqual([
      ['uk.a', 2],
      ['uk.b', 1],
    ])
    expect(line('denied').by_rule.map(({ rule, count }) => [rule, count])).toEqual([['uk.b', 1]])
  })

  test('every number of every sentence opens as many cases, and none opens where there are none', async () => {
    const opened = async () => {
      const { today } = await read()
      const codes = new Set<string>()
      for (const line of today.lines) {
        expect(line.cases === null).toBe(line.count === 0)
        for (const each of [line, ...line.by_rule]) {
          if (each.cases === null) continue
          const { json } = await world.ask(`/v1/cases?limit=200&${each.cases}`, { as: 'manager' })
          expect([each.cases, json.items?.length]).toEqual([each.cases, each.count])
          expect(json.next_cursor).toBeNull()
          codes.add(line.code)
        }
      }
      return { said: codes.size, of: today.lines.length }
    }
    expect(await opened()).toEqual({ said: 8, of: 13 })
    await more()
    expect(await opened()).toEqual({ said: 13, of: 13 })
  })

  test('speaks both languages, and no words of amounts where there are none', async () => {
    const [en, zh] = [await read('en'), await read('zh')]
    expect(en.line('cured').sentence).toBe('{count} person is up to date again.')
    expect(en.line('newly_behind').sentence).toBe('{count} people fell behind, by {amounts}.')
    expect(zh.line('newly_behind').sentence).toBe('{count} 位借款人新逾期，逾期金额 {amounts}。')
    await inBook(world, (tx) =>
      tx.query(`update borrower_case set opened_on = '2026-11-01' where tenant_id = 1`),
    )
    expect((await read('en')).line('newly_behind').sentence).toBe('{count} people fell behind.')
    expect((await read('zh')).line('newly_behind').sentence).toBe('{count} 位借款人新逾期。')
    expect((await read('en')).line('payments').sentence).toContain('{amounts}')
  })
})
