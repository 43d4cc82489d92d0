import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { accountIdText, addressIdText, caseIdText } from './ids.ts'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from './testing.ts'
import type { CaseWire, ChannelPermission, TimelineItem } from './wire.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const id of [1n, 2n, 3n, 4n, 5n]) await addPerson(tx, { id, late: 40, arrears: 5000n })
    await addPerson(tx, {
      id: 6n,
      name: '王小明',
      language: 'zh',
      portfolio: 2,
      zone: 'Asia/Shanghai',
    })
  })
})
afterAll(() => world.stop())

const path = (id: number, rest = '') => `/v1/cases/${caseIdText(BigInt(id))}${rest}`
const get = async (url: string, lang = 'en') =>
  (await world.ask(url, { as: 'collector', headers: { 'Accept-Language': lang } })).json

/** Everything that a request might have changed, as one text. */
async function bookText(): Promise<string> {
  const tables = [
    'hold',
    'payment',
    'position',
    'borrower',
    'contact',
    'treatment',
    'answered_request',
    'reveal',
    'cap_slot',
    'verdict',
  ]
  const parts: unknown[] = []
  for (const table of tables) {
    const rows = await inBook(world, (tx) =>
      tx.query(`select to_jsonb(t) as row from ${table} t order by to_jsonb(t)::text`),
    )
    parts.push(rows.rows)
  }
  return JSON.stringify(parts)
}

describe('one case', () => {
  test('says who, where they stand and how the amount is made up, addresses masked', async () => {
    const found: CaseWire = await get(path(1))
    expect(found).toMatchObject({
      id: caseIdText(1n),
      name: 'Person 1',
      days_past_due: 40,
      zones: ['Europe/London'],
    })
    expect(found.addresses.map((each) => each.masked)).toEqual(['p***@example.test', '+44****0001'])
    expect(JSON.stringify(found)).not.toContain('447700900001')
    expect(found.accounts[0]).toMatchObject({
      ref: 'A1',
      lead: true,
      portfolio: { code: 'uk-cards', name: 'UK cards', creditor: 'Demo Bank' },
      principal: { minor: '100000', currency: 'GBP' },
      position: { arrears: { minor: '5000', currency: 'GBP' }, days_past_due: 40, bucket: 'M2' },
      made_up_of: {
        instalments: [{ instalment_no: 1, amount: { minor: '5000', currency: 'GBP' } }],
        shortened: false,
      },
    })
  })

  test('a case that is not there, and an id that is none', async () => {
    const missing = await world.ask(path(999), { as: 'collector' })
    expect([missing.status, missing.json.code]).toEqual([404, 'no_such_case'])
    expect((await world.ask('/v1/cases/case_1', { as: 'collector' })).status).toBe(400)
  })

  test('an address is shown whole to who may see it, and the look is kept', async () => {
    const url = path(1, `/addresses/${addressIdText(1n)}/reveal`)
    const shown = await world.ask(url, {
      as: 'collector',
      body: { reason: 'to confirm it on the phone' },
    })
    expect(shown.json.value).toBe('+447700900001')
    const kept = await inBook(world, (tx) =>
      tx.query('select address_id, reason, made_by from reveal where borrower_id = 1'),
    )
    expect(kept.rows).toMatchObject([{ address_id: 1n, reason: 'to confirm it on the phone' }])
    const before = await bookText()
    const missing = await world.ask(path(1, `/addresses/${addressIdText(9n)}/reveal`), {
      as: 'collector',
      body: { reason: 'x' },
    })
    expect([missing.status, missing.json.code]).toEqual([404, 'no_such_address'])
    expect(await bookText()).toBe(before)
  })
})

describe('permissions', () => {
  const permissions = async (id: number, at: string, lang = 'en') => {
    world.now = Date.parse(at) as Instant
    const answer = await get(path(id, '/permissions'), lang)
    return new Map<string, ChannelPermission>(
      answer.channels.map((each: ChannelPermission) => [each.channel, each]),
    )
  }

  test('in the lawful hours a call is allowed, and says until when', async () => {
    const call = (await permissions(2, '2026-11-20T10:00:00Z')).get('call')
    expect([call?.decision, call?.until]).toEqual(['allow', null])
    expect(call?.closes_at).toMatch(/^2026-11-20T/)
    expect(call?.sentence).toMatch(/^Allowed now, until 20 Nov 2026/)
  })

  test('at night it says the next lawful minute, in both languages', async () => {
    const call = (await permissions(2, '2026-11-20T23:30:00Z')).get('call')
    expect(call?.decision).toBe('defer')
    const until = call?.until ?? ''
    expect(until > '2026-11-21T06:00:00Z' && until < '2026-11-23T12:00:00Z').toBe(true)
    expect(
      call?.reasons.some((reason) => reason.says === 'defer' && reason.citation.href !== ''),
    ).toBe(true)
    expect(call?.sentence).toMatch(/^From 2\d Nov 2026/)
    expect((await permissions(2, '2026-11-20T23:30:00Z', 'zh')).get('call')?.sentence).toContain(
      '对方当地时间',
    )
    const at = await permissions(2, until)
    expect(at.get('call')?.decision).toBe('allow')
    const before = await permissions(2, new Date(Date.parse(until) - 1).toISOString())
    expect(before.get('call')?.decision).toBe('defer')
  })

  test('without an address for a channel it is denied, and says so', async () => {
    const letter = (await permissions(2, '2026-11-20T10:00:00Z')).get('letter')
    expect(letter).toMatchObject({
      decision: 'deny',
      address: null,
      sentence: 'No address that may be tried.',
    })
  })

  test('asking takes no slot and writes nothing', async () => {
    const before = await bookText()
    for (let i = 0; i < 10; i++) await permissions(2, '2026-11-20T10:00:00Z')
    expect(await bookText()).toBe(before)
  })

  test('where nothing closes, the end of the look-ahead is no end', async () => {
    await inBook(world, (tx) =>
      tx.query(
        `insert into address (tenant_id, borrower_id, address_id, kind, value)
         values (1, 2, 77, 'post', '12 Example Street, Exampleton, EX1 2MP')`,
      ),
    )
    const letter = (await permissions(2, '2026-11-20T10:00:00Z')).get('letter')
    expect(letter).toMatchObject({ decision: 'allow', closes_at: null, sentence: 'Allowed now.' })
  })
})

describe('holds', () => {
  const hold = (id: number, key: string | undefined, body: object) =>
    world.ask(path(id, '/holds'), {
      as: 'collector',
      body,
      ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
    })

  test('a hold stops every channel at once', async () => {
    world.now = Date.parse('2026-11-20T10:00:00Z') as Instant
    const made = await hold(3, 'hold-3', {
      reason: 'breathing_space',
      until_on: '2027-01-14',
      source: 'letter of 19 November',
    })
    expect([made.status, made.json.active, made.json.reason_name]).toEqual([
      201,
      true,
      'breathing space',
    ])
    const { channels } = await get(path(3, '/permissions'))
    expect(channels.filter((each: ChannelPermission) => each.decision === 'allow')).toEqual([])
    const { channels: other } = await get(path(2, '/permissions'))
    expect(other.some((each: ChannelPermission) => each.decision === 'allow')).toBe(true)
    expect((await get(path(3))).holds).toEqual([made.json])
    expect((await get(path(3))).accounts[0].position.held_until).toBe('2027-01-14')
  })

  test('the same key and body: the same answer, one hold; another body: refused', async () => {
    const body = { reason: 'advice', source: 'call' }
    const first = await hold(4, 'hold-4', body)
    const again = await hold(4, 'hold-4', body)
    expect([again.status, again.json]).toEqual([201, first.json])
    const before = await bookText()
    const other = await hold(4, 'hold-4', { ...body, written: true })
    expect([other.status, other.json.code]).toEqual([422, 'key_reused'])
    const elsewhere = await hold(5, 'hold-4', body)
    expect([elsewhere.status, elsewhere.json.code]).toEqual([422, 'key_reused'])
    expect(await bookText()).toBe(before)
    expect((await get(path(4))).holds.length).toBe(1)
  })

  test('two at once with one key make one hold', async () => {
    const body = { reason: 'dispute', written: true, source: 'letter' }
    const answers = await Promise.all([1, 2, 3, 4].map(() => hold(5, 'hold-5', body)))
    expect(new Set(answers.map((each) => each.json.id)).size).toBe(1)
    expect((await get(path(5))).holds.length).toBe(1)
  })

  test('what is refused changes nothing', async () => {
    const before = await bookText()
    const ok = { reason: 'advice', source: 'call' }
    const refused = [
      [undefined, ok, 400, 'key_missing'],
      ['k1', { ...ok, reason: 'whim' }, 400, 'malformed'],
      ['k2', { ...ok, colour: 'red' }, 400, 'malformed'],
      ['k3', { ...ok, from_on: '2026-11-21' }, 422, 'day_in_future'],
      ['k4', { ...ok, until_on: TODAY }, 422, 'ends_before_it_begins'],
      ['k5', { ...ok, account_id: accountIdText(2n) }, 422, 'no_such_account'],
      ['k6', { ...ok, source: 'a\nb' }, 400, 'malformed'],
      ['k7', [], 400, 'malformed'],
    ] as const
    for (const [key, body, status, code] of refused) {
      const answer = await hold(1, key, body)
      expect([key, answer.status, answer.json.code]).toEqual([key, status, code])
    }
    const missing = await hold(999, 'k8', ok)
    expect([missing.status, missing.json.code]).toEqual([404, 'no_such_case'])
    expect(await bookText()).toBe(before)
  })
})

describe('payments', () => {
  const OK = {
    case_id: caseIdText(2n),
    account_id: accountIdText(2n),
    ref: 'bank-1',
    amount: { minor: '2000', currency: 'GBP' },
    effective_on: '2026-11-20',
  }
  const pay = (key: string | undefined, body: object) =>
    world.ask('/v1/payments', {
      as: 'manager',
      body,
      ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
    })

  test('a payment lessens what is due, once however often it is sent', async () => {
    const first = await pay('pay-1', OK)
    expect([first.status, first.json.arrears_after]).toEqual([
      201,
      { minor: '3000', currency: 'GBP' },
    ])
    expect((await pay('pay-1', OK)).json).toEqual(first.json)
    const sameRef = await pay('pay-2', OK)
    expect([sameRef.status, sameRef.json.id]).toEqual([201, first.json.id])
    const found: CaseWire = await get(path(2))
    expect(found.accounts[0]?.made_up_of.payments.map((each) => each.ref)).toEqual(['bank-1'])
    expect(found.accounts[0]?.position?.arrears.minor).toBe('3000')
  })

  test('what is refused changes nothing', async () => {
    const before = await bookText()
    const refused = [
      [undefined, OK, 400, 'key_missing'],
      ['pay-1', { ...OK, ref: 'bank-2' }, 422, 'key_reused'],
      ['p2', { ...OK, amount: { minor: '2001', currency: 'GBP' } }, 409, 'payment_differs'],
      [
        'p3',
        { ...OK, ref: 'b3', amount: { minor: '2000', currency: 'EUR' } },
        422,
        'wrong_currency',
      ],
      ['p4', { ...OK, ref: 'b4', effective_on: '2026-11-21' }, 422, 'day_in_future'],
      ['p5', { ...OK, ref: 'b5', account_id: accountIdText(3n) }, 422, 'no_such_account'],
      ['p6', { ...OK, ref: 'b6', case_id: caseIdText(999n) }, 404, 'no_such_case'],
      ...['0', '-5', '1e3', '1.5', ' 1', '０', '9999999999999999'].map(
        (minor) =>
          [
            `m${minor.length}`,
            { ...OK, ref: 'b7', amount: { minor, currency: 'GBP' } },
            400,
            'malformed',
          ] as const,
      ),
      ['p8', { ...OK, amount: { minor: 2000, currency: 'GBP' } }, 400, 'malformed'],
      ['p9', { ...OK, tenant_id: '2' }, 400, 'malformed'],
    ] as const
    for (const [key, body, status, code] of refused) {
      const answer = await pay(key, body)
      expect([body, answer.status, answer.json.code]).toEqual([body, status, code])
    }
    expect(
      (
        await world.ask('/v1/payments', {
          as: 'manager',
          body: '{"case_id":',
          headers: { 'Idempotency-Key': 'x' },
        })
      ).status,
    ).toBe(400)
    const plain = { 'Idempotency-Key': 'x', 'Content-Type': 'text/plain' }
    expect(
      (await world.ask('/v1/payments', { as: 'manager', body: '{}', headers: plain })).json.code,
    ).toBe('not_json')
    const large = await world.ask('/v1/payments', {
      as: 'manager',
      body: { ref: 'x'.repeat(70_000) },
    })
    expect(large.json.code).toBe('too_large')
    expect(await bookText()).toBe(before)
  })
})

describe('the timeline', () => {
  test('tells what happened, in the reader’s language, newest first, in pages', async () => {
    const whole: { items: TimelineItem[] } = await get(path(3, '/timeline?limit=200'))
    expect(whole.items.map((each) => each.kind).toSorted()).toEqual([
      'account',
      'hold',
      'instalments',
    ])
    expect(whole.items.find((each) => each.kind === 'hold')?.sentence).toBe(
      'Hold for breathing space, up to 14 January 2027.',
    )
    const zh: { items: TimelineItem[] } = await get(path(3, '/timeline'), 'zh')
    expect(zh.items.find((each) => each.kind === 'instalments')?.sentence).toBe(
      '还款计划共 1 期，合计 £50.00，首期到期日 2026年10月11日。',
    )
    const ats = whole.items.map((each) => each.at)
    expect(ats).toEqual(ats.toSorted().toReversed())
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; page < 5 && cursor !== 'null'; page++) {
      const part = await get(
        path(3, `/timeline?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`),
      )
      seen.push(...part.items.map((each: TimelineItem) => each.id))
      cursor = String(part.next_cursor)
    }
    expect(seen).toEqual(whole.items.map((each) => each.id))
  })

  test('shows verdicts with their reasons, treatments, contacts and their events', async () => {
    await inBook(world, async (tx) => {
      await tx.query(`insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone, row_no, treatment, channel, state)
        values (1, 6, 6, '2026-11-20', 'online-lender', 1, 'early', 'warm', 2, 'message', 'sms', 'sent')`)
      await tx.query(
        `insert into verdict (tenant_id, borrower_id, channel, address_id, judged_at, decision, until_at, reasons, rules_hash, proposal, facts)
        values (1, 6, 'sms', 1, '2026-11-20 01:00Z', 'defer', '2026-11-20 01:30Z', $1, repeat('0', 64), '{}', '{}')`,
        [
          JSON.stringify([
            {
              rule: 'guard.no_rules',
              says: 'deny',
              strength: 'prohibited',
              citation: { title: 'Forbear', href: 'x' },
              unverified: false,
              code: 'guard.no_rules',
              numbers: {},
            },
          ]),
        ],
      )
      await tx.query(`insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template, language, state, block_version, permitted_at, expires_at, slots, made_by)
        values (1, 6, gen_random_uuid(), 1, '{6}', 'sms', 1, 'early-warm', 'zh', 'delivered', 0, '2026-11-20 01:30Z', '2026-11-20 02:30Z', '[]', 'cycle')`)
      await tx.query(`insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
        select 1, 6, contact_id, 'delivered', jsonb_build_object('by', 'staff:' || user_id), '2026-11-20 01:31Z' from contact, staff
         where borrower_id = 6 and role = 'manager'`)
      await tx.query(`insert into consent (tenant_id, borrower_id, channel, given, words, source, effective_at)
        values (1, 6, 'sms', false, '退订', 'reply', '2026-11-20 01:32Z')`)
    })
    const { items }: { items: TimelineItem[] } = await get(path(6, '/timeline'), 'zh')
    const sentences = new Map(items.map((each) => [each.kind, each]))
    expect(sentences.get('verdict')?.sentence).toBe('守则判定：短信须顺延。')
    expect(sentences.get('verdict')?.reasons[0]?.sentence).toContain('未加载任何规则')
    expect(sentences.get('contact_event')?.sentence).toBe('短信：已送达。')
    // A person by name, never by the id that they sign in with; what acted by itself as what it is.
    expect(sentences.get('contact_event')?.who).toBe('Priya Raman')
    expect(sentences.get('contact')?.who).toBe('cycle')
    expect(sentences.get('consent')?.sentence).toBe('拒绝短信联系：“退订”。')
    expect(sentences.get('treatment')?.sentence).toBe('策略第 2 行选择“message”：已发出。')
    expect(items.map((each) => each.kind).slice(0, 2)).not.toContain('account')
    expect((await get(path(6, '/timeline?kind=contact'))).items.length).toBe(1)
  })
})
