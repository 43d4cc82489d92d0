import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseIdText, pairText, parsePair } from './ids.ts'
import type { StaffRole } from '../store/staff.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  type World,
} from './testing.ts'
import { addCall } from './testing-quality.ts'
import type { QualityDetail, ScriptWire } from './wire-quality.ts'

let world: World
let n = 0
const DAY_MS = 86_400_000
const HASH = 'a'.repeat(64)

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 20n; id++) await addPerson(tx, { id, arrears: 5000n })
    await addPerson(tx, { id: 30n, portfolio: 2, language: 'zh', zone: 'Asia/Shanghai' })
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

const key = () => ({ 'Idempotency-Key': `q-${n++}` })
const post = (path: string, body: unknown, as: StaffRole = 'collector') =>
  world.ask(path, { as, body, headers: key() })

async function calls(id: bigint, by: StaffRole = 'collector', ago = 0): Promise<string> {
  return pairText('ctc', { borrowerId: id, n: await addCall(world, { borrowerId: id, by, ago }) })
}

const ended = (call: string, disposition: string, as: StaffRole = 'collector') =>
  post(`/v1/contacts/${call}/outcome`, { disposition }, as)

const script = async (call: string): Promise<ScriptWire> =>
  (await world.ask(`/v1/contacts/${call}/script`, { as: 'collector' })).json.now

async function answers(call: string, ...given: readonly string[]): Promise<ScriptWire> {
  let now = await script(call)
  for (const answer of given) {
    const answered = await post(`/v1/contacts/${call}/script/answers`, { at: now.at, answer })
    expect(answered.status).toBe(201)
    now = answered.json
  }
  return now
}

const transcript = (call: string, text: string) =>
  post(`/v1/contacts/${call}/transcripts`, { text, recording_sha256: HASH }, 'compliance')

describe('a script in a call', () => {
  test('says nothing of the debt until identity is known, then this account’s own values', async () => {
    const call = await calls(1n)
    const greet = await script(call)
    expect(greet).toMatchObject({
      at: 'greet',
      confirmed: false,
      language: 'en',
      can_go_back: false,
    })
    expect(greet.words).toContain('Person 1')
    const identity = await answers(call, '1')
    expect(JSON.stringify([greet, identity])).not.toMatch(/50\.00|November|A1"/)
    const reason = await answers(call, '1')
    expect(reason).toMatchObject({ at: 'reason', confirmed: true })
    expect(reason.words).toContain('£50.00 has been due since 10 November 2026')
    expect(await answers(call, '1', '1')).toMatchObject({ ends: { code: 'promise' } })
  })

  test('keeps each answer with the call; a key that is pressed twice answers once', async () => {
    const call = await calls(2n)
    await answers(call, '1', '2', 'back')
    const twice = await post(`/v1/contacts/${call}/script/answers`, { at: 'greet', answer: '1' })
    expect([twice.status, twice.json.code]).toEqual([409, 'script_moved_on'])
    const none = await post(`/v1/contacts/${call}/script/answers`, { at: 'identity', answer: '9' })
    expect([none.status, none.json.code]).toEqual([422, 'no_such_answer'])
    const kept = await inBook(world, (tx) =>
      tx.query<{ answer: string }>(
        'select answer from script_answer where borrower_id = 2 order by answer_no',
      ),
    )
    expect(kept.rows.map(({ answer }) => answer)).toEqual(['1', '2', 'back'])
    expect((await script(call)).at).toBe('identity')
  })

  test('words that are typed open care at any step, and end it there', async () => {
    const call = await calls(3n)
    const typed = await post(`/v1/contacts/${call}/script/answers`, {
      at: 'greet',
      typed: 'I want to end my life',
    })
    expect(typed.json).toMatchObject({ at: 'care:self_harm:pause', kind: 'care', exits: [] })
    expect(typed.json.heard).toBe('A life may be at risk')
    expect(await answers(call, '1', '1', '1')).toMatchObject({
      kind: 'ended',
      ends: { code: 'vulnerable' },
      to_person: true,
      choices: [],
    })
    const { json: inbox } = await world.ask('/v1/inbox', { as: 'compliance' })
    expect(inbox.items).toContainEqual(
      expect.objectContaining({ case_id: caseIdText(3n), urgency: 9 }),
    )
    const other = await calls(4n)
    const nothing = await post(`/v1/contacts/${other}/script/answers`, { at: 'greet', typed: 'hm' })
    expect(nothing.json).toMatchObject({ at: 'greet', heard: null })
  })

  test('is the call’s own: in Chinese in China, for its maker alone, until its end is said', async () => {
    const chinese = await calls(30n)
    expect(await script(chinese)).toMatchObject({ script: { name: 'cn-arrears' }, language: 'zh' })
    expect((await script(chinese)).words).toContain('请问是Person 30吗')
    const other = await world.ask(`/v1/contacts/${chinese}/script`, { as: 'manager' })
    expect([other.status, other.json.code]).toEqual([403, 'not_your_call'])
    await ended(chinese, 'no_answer')
    const late = await post(`/v1/contacts/${chinese}/script/answers`, { at: 'greet', answer: '1' })
    expect([late.status, late.json.code]).toEqual([409, 'call_is_over'])
  })
})

describe('a transcript', () => {
  test('of a clean call finds nothing and asks nobody', async () => {
    const call = await calls(5n)
    await ended(call, 'spoke')
    const text =
      'C: Is that Person 5?\nB: Yes.\n--- identity confirmed\nC: A payment of £50.00 is due.'
    const taken = await transcript(call, text)
    expect([taken.status, taken.json]).toEqual([
      201,
      { turns: 3, findings: [], stopped: [], is_new: true },
    ])
  })

  test('finds what was said and may not be, with its place, and puts the call on the list', async () => {
    const call = await calls(6n)
    await ended(call, 'spoke')
    const said = 'You owe £75.00. Pay or you go to prison.'
    const { json } = await transcript(call, `C: Hello?\nB: Yes?\nC: ${said}`)
    expect(json.findings.map((one: { fault: string }) => one.fault)).toContain('wrong_amount')
    for (const { from, to, words } of json.findings) expect(said.slice(from, to)).toBe(words)
    const { json: page } = await world.ask('/v1/quality', { as: 'compliance' })
    expect(page.items).toContainEqual(
      expect.objectContaining({ id: call, why: ['finding'], findings: json.findings.length }),
    )
  })

  test('a stop that nobody recorded stops at once, every channel, and stands in the inbox', async () => {
    const call = await calls(7n)
    await ended(call, 'refuses')
    const { json } = await transcript(call, 'C: Hello?\nB: Never contact me again.')
    expect(json.findings).toMatchObject([{ kind: 'unrecorded', fault: 'stop', turn: 1 }])
    expect(json.stopped.length).toBeGreaterThan(0)
    const asked = { as: 'compliance' } as const
    const { json: may } = await world.ask(`/v1/cases/${caseIdText(7n)}/permissions`, asked)
    for (const { decision } of may.channels) expect(decision).not.toBe('allow')
    const { json: inbox } = await world.ask('/v1/inbox', asked)
    expect(inbox.items).toContainEqual(
      expect.objectContaining({ case_id: caseIdText(7n), class: 'stop', channel: 'call' }),
    )
    const again = await transcript(call, 'C: Hello?\nB: Never contact me again.')
    expect(again.json).toMatchObject({ is_new: false, stopped: [] })
  })

  test('a stop that was recorded is nothing new: no finding, nothing done twice', async () => {
    const call = await calls(8n)
    await ended(call, 'stop')
    const { json } = await transcript(call, 'C: Hello?\nB: Never contact me again.')
    expect(json).toMatchObject({ findings: [], stopped: [] })
  })

  test('a life at risk comes before everybody in the inbox', async () => {
    const call = await calls(9n)
    await ended(call, 'refuses')
    await transcript(call, 'C: Hello?\nB: I want to end my life.')
    const { json } = await world.ask('/v1/inbox', { as: 'compliance' })
    // Beside the one who said so while the call was on; both before the stop that came earlier.
    const first = json.items.slice(0, 2).map((one: { case_id: string }) => one.case_id)
    expect(first.toSorted()).toEqual([caseIdText(3n), caseIdText(9n)])
  })

  test('that cannot be read is refused with its line', async () => {
    const call = await calls(10n)
    const { status, json } = await transcript(call, 'C: Hello?\nwho said this')
    expect([status, json.code, json.errors[0].message]).toEqual([
      422,
      'not_a_transcript',
      expect.stringContaining('2: nobody is named as speaking'),
    ])
  })
})

describe('a sample', () => {
  const day = '2026-11-19'

  test('is drawn from a day that is over, for each person, and the same again', async () => {
    for (let id = 11n; id <= 16n; id++) await calls(id, 'collector', DAY_MS)
    for (let id = 17n; id <= 19n; id++) await calls(id, 'manager', DAY_MS)
    const unanswered = await calls(20n, 'collector', DAY_MS)
    await inBook(world, (tx) =>
      tx.query(
        `insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
         values (1, 20, $1, 'unanswered', '{"disposition": "no_answer"}', $2)`,
        [parsePair('ctc', unanswered)?.n, new Date(world.now - DAY_MS + 60_000)],
      ),
    )
    const body = { day, rate: 10, least: 2 }
    const first = await post('/v1/quality/samples', body, 'manager')
    expect([first.status, first.json]).toEqual([201, { calls: 9, drawn: 4, added: 4 }])
    const again = await post('/v1/quality/samples', body, 'compliance')
    expect(again.json).toEqual({ calls: 9, drawn: 4, added: 0 })
    const early = await post('/v1/quality/samples', { day: '2026-11-20' }, 'manager')
    expect([early.status, early.json.code]).toEqual([409, 'day_not_over'])
  })

  test('a person’s own calls are nobody’s but another’s to review', async () => {
    const { json } = await world.ask('/v1/quality', { as: 'manager' })
    const drawn = json.items.filter(({ on }: { on: string }) => on === day)
    expect(drawn.length).toBe(4)
    const own = drawn.filter((row: { is_own: boolean }) => row.is_own)
    expect(own.length).toBe(2)
    for (const row of own) {
      expect(row.is_mine).toBe(false)
      const review = { points: {}, verdicts: [] }
      const refused = await post(`/v1/quality/${row.id}/reviews`, review, 'manager')
      expect([refused.status, refused.json.code]).toEqual([403, 'own_call'])
      const allowed = await post(`/v1/quality/${row.id}/reviews`, review, 'compliance')
      expect(allowed.status).toBe(201)
    }
  })
})

describe('a review', () => {
  test('agrees or not with each finding; the newest word of each person counts', async () => {
    const { json: page } = await world.ask('/v1/quality', { as: 'compliance' })
    const row = page.items.find((one: { findings: number }) => one.findings > 1)
    const { json } = await world.ask(`/v1/quality/${row.id}`, { as: 'compliance' })
    const found: QualityDetail = json
    expect(found.turns.length).toBe(3)
    expect(found.blocked).toBeNull()
    const send = (agrees: boolean, as: StaffRole) =>
      post(
        `/v1/quality/${row.id}/reviews`,
        {
          points: { identity: 1, care: 3 },
          note: 'Kind, and yet a threat.',
          verdicts: found.findings.map(({ id }) => ({ finding: id, agrees })),
        },
        as,
      )
    const kept = await send(false, 'compliance')
    expect([kept.status, kept.json]).toEqual([201, { points: 4, most: 5 }])
    await send(true, 'compliance')
    await send(false, 'manager')
    const { json: precision } = await world.ask('/v1/quality/precision', { as: 'manager' })
    expect(precision.items).toContainEqual(
      expect.objectContaining({ fault: 'wrong_amount', agreed: 1, disagreed: 1 }),
    )
    const { json: notes } = await world.ask('/v1/quality/notes', { as: 'collector' })
    expect(notes.items[0]).toMatchObject({ note: 'Kind, and yet a threat.', points: 4, most: 5 })
    expect((await world.ask('/v1/quality/notes', { as: 'compliance' })).json.items).toEqual([])
    const done = await world.ask('/v1/quality?view=done', { as: 'compliance' })
    expect(done.json.items).toContainEqual(expect.objectContaining({ id: row.id, reviews: 3 }))
  })

  test.each([
    ['a criterion that is not on the card', { points: { charm: 1 }, verdicts: [] }, 'not_on_card'],
    ['more points than there are', { points: { identity: 9 }, verdicts: [] }, 'not_on_card'],
    [
      'a finding of another call',
      { points: {}, verdicts: [{ finding: '999999.1', agrees: true }] },
      'no_such_finding',
    ],
  ])('refuses %s', async (_, body, code) => {
    const { json } = await world.ask('/v1/quality?view=done', { as: 'compliance' })
    const row = json.items.find((one: { is_own: boolean }) => !one.is_own)
    const refused = await post(`/v1/quality/${row.id}/reviews`, body, 'compliance')
    expect([refused.status, refused.json.code]).toEqual([422, code])
  })

  test('a call that nobody put on the list has none', async () => {
    const call = await calls(1n)
    const refused = await world.ask(`/v1/quality/${call}`, { as: 'manager' })
    expect([refused.status, refused.json.code]).toEqual([404, 'no_such_review'])
  })
})
