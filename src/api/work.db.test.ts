import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { readWorkFile } from '../store/work-file.ts'
import { saveSetup } from '../store/work-setup.ts'
import { caseIdText, pairText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  type World,
} from './testing.ts'

let world: World
const NIGHT = Date.parse('2026-11-20T23:30:00Z') as Instant
const ALL_DAY = `{ from: "00:00", until: "24:00", zone: UTC, since: 2026-01-01 }`

beforeAll(async () => {
  world = await openWorld()
  const users = await inBook(world, (tx) =>
    tx.query<{ user_id: string; role: string }>(
      'select user_id, role from staff where tenant_id = 1',
    ),
  )
  const idOf = (role: string) => users.rows.find((row) => row.role === role)?.user_id ?? ''
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 12n; id++) await addPerson(tx, { id, priority: Number(100n - id) })
    await tx.query(
      `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage,
         tone, row_no, treatment, channel, worklist, priority, state)
       select 1, n, n, '2026-11-20', 'bank', 1, 'mid', 'serious', 2, 'mid-call', 'call', 'branch-calls', 100 - n, 'listed'
         from generate_series(1, 8) n`,
    )
    const file = readWorkFile(`apiVersion: worklists/v1
worklists: { branch-calls: { zh: 网点电话, en: Branch calls, minutes: 6 } }
people:
  - { user: ${idOf('collector')}, languages: [en, zh], shifts: [${ALL_DAY}] }
  - { user: ${idOf('manager')}, languages: [en], shifts: [${ALL_DAY}] }`)
    if (!('people' in file)) throw new Error(JSON.stringify(file))
    const people = file.people.map(({ user = '', ...rest }) => ({ userId: user, ...rest }))
    await saveSetup(tx, 1n, { worklists: file.worklists, people }, 'test')
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

let key = 0
const ask = (
  path: string,
  body: unknown,
  as: 'collector' | 'manager' | 'compliance' = 'collector',
) => world.ask(path, { as, body, headers: { 'Idempotency-Key': `k${key++}` } })

describe('a round of work', () => {
  test('next, call, outcome, next: each step answers what the next one needs', async () => {
    const first = await ask('/v1/work/next', {})
    expect(first.status).toBe(200)
    const { lease } = first.json
    expect(lease).toMatchObject({
      case: { name: 'Person 1' },
      channel: 'call',
      worked: false,
      worklist: { name: 'Branch calls' },
    })
    expect(lease.why.sentence).toBe(
      'First of what is lawful for you now: Branch calls, priority 99.',
    )
    // The page of the case comes along, as it would be read by itself at this moment.
    for (const [name, path] of [
      ['case', lease.case.id],
      ['permissions', `${lease.case.id}/permissions`],
    ] as const) {
      const read = await world.ask(`/v1/cases/${path}`, { as: 'collector' })
      expect(first.json[name]).toEqual(read.json)
    }
    expect((await ask('/v1/work/next', {})).json.lease.id).toBe(lease.id)
    expect((await ask('/v1/work/next', {}, 'manager')).json.lease.case.name).toBe('Person 2')
    const early = await ask('/v1/work/next', { done: lease.id })
    expect([early.status, early.json.code]).toEqual([422, 'release_reason_missing'])
    const call = await ask(`/v1/cases/${lease.case.id}/calls`, {})
    expect([call.status, call.json.number]).toEqual([201, '+447700900001'])
    const ended = await ask(`/v1/contacts/${call.json.id}/outcome`, {
      disposition: 'spoke',
      words: 'will think about it',
    })
    expect(ended.json).toMatchObject({ counts: 'conversation', hold_id: null })
    const next = await ask('/v1/work/next', { done: lease.id })
    expect(next.json.lease.case.name).toBe('Person 3')
    const stands = await world.ask('/v1/work', { as: 'collector' })
    expect(stands.json).toMatchObject({ at_work: true, lease: { id: next.json.lease.id } })
    expect(stands.json.dispositions.length).toBe(18)
    const released = await ask(`/v1/work/${next.json.lease.id}/release`, {
      reason: 'i_know_this_person',
    })
    expect(released.json).toEqual({ ended: 'released' })
    expect((await ask(`/v1/work/${next.json.lease.id}/stay`, {})).status).toBe(409)
  })

  test('one key is one call, and the number is in no answer that is kept', async () => {
    const options = { as: 'collector' as const, body: {}, headers: { 'Idempotency-Key': 'same' } }
    const path = `/v1/cases/${caseIdText(4n)}/calls`
    const [one, two] = [await world.ask(path, options), await world.ask(path, options)]
    expect([one.status, two.status, one.json.id === two.json.id]).toEqual([201, 201, true])
    const kept = await inBook(world, (tx) =>
      tx.query<{ answer: object }>(
        `select answer from answered_request where request_key = 'same'`,
      ),
    )
    expect(JSON.stringify(kept.rows)).not.toContain('7700900')
    const seen = await inBook(world, (tx) => tx.query('select from reveal where borrower_id = 4'))
    expect(seen.rowCount).toBe(2)
    expect((await world.ask(path, { as: 'collector', body: {} })).json.code).toBe('key_missing')
  })

  test('at night a call is refused with rule, law and hour, in both languages', async () => {
    const before = world.now
    world.now = NIGHT
    const path = `/v1/cases/${caseIdText(5n)}/calls`
    const en = await ask(path, {})
    const zh = await world.ask(path, {
      as: 'collector',
      body: {},
      headers: { 'Idempotency-Key': 'zh', 'Accept-Language': 'zh' },
    })
    world.now = before
    expect([en.status, en.json.code]).toEqual([422, 'contact_refused'])
    expect(Date.parse(en.json.until)).toBeGreaterThan(NIGHT)
    expect(en.json.law.title).not.toBe('')
    expect(en.json.facts).toContainEqual({ name: 'zone', value: 'Europe/London' })
    expect(en.json.facts.length).toBeGreaterThan(1)
    expect(en.json.errors.length).toBeGreaterThan(0)
    expect(zh.json.detail).toMatch(/\p{Script=Han}/u)
    const unlawful = await ask(`/v1/cases/${caseIdText(5n)}/callbacks`, {
      at: '2026-11-20T23:30',
      asked_by: 'borrower',
    })
    expect([unlawful.status, unlawful.json.code]).toEqual([422, 'contact_refused'])
    const offered = new Date(unlawful.json.until).toISOString().slice(0, 16)
    const agreed = await ask(`/v1/cases/${caseIdText(5n)}/callbacks`, {
      at: offered,
      asked_by: 'borrower',
      words: 'after breakfast',
    })
    expect([agreed.status, agreed.json.zone]).toEqual([201, 'Europe/London'])
    const list = await world.ask('/v1/callbacks?mine=true', { as: 'collector' })
    expect(list.json.items).toMatchObject([
      { name: 'Person 5', words: 'after breakfast', is_due: false },
    ])
    const of = await world.ask(`/v1/callbacks?case_id=${caseIdText(5n)}`, { as: 'compliance' })
    expect(of.json.items.length).toBe(1)
    expect((await ask(`/v1/callbacks/${agreed.json.id}/cancel`, {})).json).toEqual({
      cancelled: true,
    })
    expect((await ask(`/v1/callbacks/${agreed.json.id}/cancel`, {})).status).toBe(404)
  })

  test.each([
    ['2026-11-20T09:00', 'callback_in_past'],
    ['2026-02-30T09:00', 'no_such_time'],
    ['2027-06-01T09:00', 'callback_too_far'],
  ])('a callback at %s is refused: %s', async (at, code) => {
    const answer = await ask(`/v1/cases/${caseIdText(6n)}/callbacks`, { at, asked_by: 'collector' })
    expect([answer.status, answer.json.code]).toEqual([422, code])
  })
})

describe('the load', () => {
  test('counts people against work, and says in words where it is short', async () => {
    const { json } = await world.ask('/v1/work/load', { as: 'manager' })
    expect(json.people.length).toBe(2)
    expect(json.hours.length).toBe(14)
    const list = json.lists.find(
      (one: { worklist: { code: string } }) => one.worklist.code === 'branch-calls',
    )
    expect([list.cases, list.reached, json.warnings]).toEqual([6, 6, []])
    const opened = await world.ask(`/v1/cases?limit=200&${list.opens}`, { as: 'manager' })
    expect(opened.json.items).toHaveLength(6)
    expect((await world.ask('/v1/cases?load=branch-calls', { as: 'manager' })).status).toBe(400)
    await inBook(world, (tx) =>
      tx.query(`update treatment set lawful_until = '2026-11-20T10:15:00Z' where state = 'listed'`),
    )
    const short = await world.ask('/v1/work/load', { as: 'manager' })
    const cut = short.json.lists.find(
      (one: { worklist: { code: string } }) => one.worklist.code === 'branch-calls',
    )
    expect([cut.cases, cut.reached]).toEqual([6, 5])
    expect(cut.edge.map((one: { reached: boolean }) => one.reached)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ])
    expect(short.json.warnings).toMatchObject([{ count: 1, opens: cut.opens_left }])
    expect(short.json.warnings[0].sentence).toMatch(
      /^By .*: \{count\} case of “Branch calls” \(English\) will not be reached/,
    )
    const opens = async (query: string | null) =>
      query === null
        ? []
        : (await world.ask(`/v1/cases?limit=200&${query}`, { as: 'manager' })).json.items.map(
            (one: { id: string }) => one.id,
          )
    const [reached, left] = [await opens(cut.opens_reached), await opens(cut.opens_left)]
    expect([reached.length, left]).toEqual([cut.reached, [cut.edge.at(-1).case_id]])
    expect(reached).not.toContain(left[0])
    const hours: { closing: number; opens: string | null }[] = short.json.hours
    const ends: { count: number; opens: string }[] = short.json.ends
    expect(ends).not.toEqual([])
    for (const end of ends) expect(await opens(end.opens)).toHaveLength(end.count)
    for (const hour of hours) expect(await opens(hour.opens)).toHaveLength(hour.closing)
    expect(hours.map((hour) => hour.closing)).toContain(6)
    const zh = await world.ask('/v1/work/load?lang=zh', { as: 'compliance' })
    expect(zh.json.warnings[0].sentence).toMatch(/^.*前“网点电话”（英文）有 \{count\} 件排不上/)
    expect((await world.ask('/v1/work/load', { as: 'collector' })).status).toBe(403)
  })
})

describe('a step that waits for somebody’s word', () => {
  const waits = (id: bigint, asks: string) =>
    inBook(world, async (tx) => {
      const made = await tx.query<{ treatment_id: bigint }>(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage,
           tone, row_no, treatment, channel, template, approval, state)
         values (1, $1, $1, '2026-11-20', 'bank', (select max(version) from strategy_version where name = 'bank'), 'late', 'serious', 9, 'visit', 'visit', 'v', $2, 'awaiting_approval')
         returning treatment_id`,
        [id, asks],
      )
      return pairText('trt', { borrowerId: id, n: made.rows[0]?.treatment_id ?? 0n })
    })

  test('is answered once, by the role that it asks for, and a no needs a reason', async () => {
    const [one, two] = [await waits(9n, 'manager'), await waits(10n, 'manager')]
    const list = await world.ask('/v1/approvals', { as: 'compliance' })
    expect(list.json.items.map((each: { blocked: string }) => each.blocked)).toEqual([
      'For managers to answer',
      'For managers to answer',
    ])
    const give = (id: string, body: object, as: 'manager' | 'compliance' = 'manager') =>
      ask(`/v1/approvals/${id}`, body, as)
    expect((await give(one, { approve: true }, 'compliance')).json.code).toBe('approval_wrong_role')
    expect((await give(one, { approve: true })).json).toEqual({ state: 'planned' })
    expect((await give(one, { approve: true })).json.code).toBe('no_such_approval')
    expect((await give(two, { approve: false })).json.code).toBe('approval_reason_missing')
    expect((await give(two, { approve: false, reason: 'the family has a newborn' })).json).toEqual({
      state: 'declined',
    })
  })

  test('is not answered by whoever wrote its strategy, and by another manager it is', async () => {
    const id = await waits(11n, 'manager')
    await inBook(world, (tx) =>
      tx.query(
        `insert into strategy_entry (tenant_id, name, version, effective_on, kind, author, approver)
         select 1, 'bank', version, '2026-11-01', 'publish', (select user_id from staff where role = 'manager'), 'x'
           from strategy_version where name = 'bank' order by version desc limit 1`,
      ),
    )
    expect((await ask(`/v1/approvals/${id}`, { approve: true }, 'manager')).json.code).toBe(
      'approval_same_person',
    )
  })
})
