import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseIdText } from '../src/api/ids.ts'
import { inBook, openWorld, publishStarters, TODAY, type World } from '../src/api/testing.ts'
import type { Provider } from '../src/channels/channel.ts'
import type { Instant } from '../src/core/calendar.ts'
import { checkBundle } from '../src/evidence/bundle.ts'
import { filesOfTar, type TarFile } from '../src/evidence/tar.ts'
import { evidenceFolder } from '../src/evidence/folder-receipt.ts'
import { putOpen, lettersFolder } from '../src/channels/letter/folder.ts'
import { putRecording, recordingsFolder } from '../src/channels/voice/recordings.ts'
import { sha256Of } from '../src/evidence/seal.ts'
import { connectAdmin } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, NIGHT } from './dispatch-world.ts'

let world: World
const law = loadLaw('law')

/** Takes everything, as a carrier does on a good day. */
const carrier: Provider = {
  name: 'carrier',
  patienceMs: 1000,
  absenceIsProof: false,
  send: (contact) => Promise.resolve({ is: 'accepted', providerRef: contact.attemptKey }),
  lookUp: () => Promise.resolve(new Map()),
}

async function send(now: Instant): Promise<void> {
  await dispatch(world.db, 1n, {
    now,
    today: TODAY,
    say: () => undefined,
    channels: { sms: carrier, email: carrier },
    law,
    templates: await loadTemplates('templates'),
  })
}

beforeAll(async () => {
  world = await openWorld()
  await makeBook(world.db)
  await publishStarters(world)
  await addPeople(world.db, [
    { id: 1 },
    { id: 2, jurisdictions: 'uk', language: 'en' },
    { id: 3, channel: 'call', template: null },
  ])
  await inBook(world, (tx) =>
    tx.query(
      `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone,
         next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
       select 1, borrower_id, account_id, portfolio_id, 'open', 'early', 'warm', 'message', 0, 10000, 'CNY',
              '2026-11-01', '2026-11-02', '2026-11-20' from account`,
    ),
  )
  await send(MORNING)
  await addPeople(world.db, [{ id: 4 }])
  await send(NIGHT)
})
afterAll(() => world.stop())

/** What nobody may: the program's own role has no right to change what was kept. */
async function plant(sql: string): Promise<void> {
  const admin = connectAdmin(world.adminUrl, { connectionsMax: 1 })
  await admin.query(sql).finally(() => admin.end())
}

const as = 'compliance' as const
const decisions = async (query: string) => (await world.ask(`/v1/decisions${query}`, { as })).json

const get = async (path: string) => (await world.ask(path, { as })).json

describe('the log of decisions', () => {
  test('names each contact allowed or refused, newest first, a page at a time', async () => {
    const all = await decisions('')
    expect(all.items.length).toBeGreaterThanOrEqual(4)
    expect(all.items.map((row: { at: string }) => row.at)).toEqual(
      all.items
        .map((row: { at: string }) => row.at)
        .toSorted()
        .toReversed(),
    )
    const first = await decisions('?limit=1')
    const second = await decisions(`?limit=1&cursor=${first.next_cursor}`)
    expect([first.items[0].id, second.items[0].id]).toEqual(
      all.items.slice(0, 2).map((row: { id: string }) => row.id),
    )
    expect((await world.ask('/v1/decisions?cursor=abc', { as })).status).toBe(400)
  })

  test('is narrowed by person, rule, channel, outcome and day', async () => {
    const late = await decisions('?decision=defer&rule=cn.time&channel=sms')
    expect(late.items.map((row: { name: string }) => row.name)).toEqual(['王小明'])
    expect(late.items[0]).toMatchObject({ channel: 'sms', contact_state: null })
    expect((await decisions('?rule=cn.time&decision=deny')).items).toEqual([])
    expect((await decisions('?channel=call&decision=allow')).items).toHaveLength(1)
    expect((await decisions('?person=A-100')).items).toHaveLength(1)
    expect((await decisions(`?case_id=${caseIdText(1n)}`)).items).toHaveLength(1)
    expect((await decisions('?to=2026-11-19')).items).toEqual([])
  })

  test('opens one: every reason with its numbers, strategy row, template, permit, words, receipts', async () => {
    const [row] = (await decisions(`?case_id=${caseIdText(1n)}`)).items
    const { json } = await world.ask(`/v1/decisions/${row.id}`, { as })
    expect(json).toMatchObject({
      decision: 'allow',
      rules_hash: law.hash,
      strategy: { name: 'bank', version: 1, stage: 'early', row: 1, treatment: 'step-0' },
      judged_again: { same: true, differences: [] },
      contact: { state: 'accepted', provider: 'carrier', template: 'reminder-warm' },
    })
    expect(json.contact.words).toContain('王小明')
    expect(json.contact.receipts.map((one: { kind: string }) => one.kind)).toContain('accepted')
    expect(json.reasons.length).toBeGreaterThan(5)
    expect(JSON.parse(json.facts).facts.jurisdictions).toEqual(['cn'])
    const [call] = (await decisions('?channel=call&decision=allow')).items
    const { json: rung } = await world.ask(`/v1/decisions/${call.id}`, { as })
    const room = rung.reasons.find((reason: { code: string }) => reason.code === 'cap.room')
    expect(room.numbers).toContainEqual({ name: 'used', value: '0' })
  })

  test('a kept answer that was changed afterwards is found, and the rule is named', async () => {
    const [row] = (await decisions('?decision=defer&rule=cn.time&channel=sms')).items
    const sane = await world.ask(`/v1/decisions/${row.id}`, { as })
    expect(sane.json.judged_again).toEqual({ same: true, differences: [] })
    await plant(`update verdict set decision = 'allow', until_at = null where borrower_id = 4`)
    const { json } = await world.ask(`/v1/decisions/${row.id}`, { as })
    expect(json.judged_again.same).toBe(false)
    expect(json.judged_again.differences).toContainEqual({
      what: 'decision',
      rule: null,
      kept: 'allow',
      now: 'defer',
    })
  })
})

describe('why on a day', () => {
  const explain = async (id: bigint, query = '', lang = 'en') =>
    (await world.ask(`/v1/cases/${caseIdText(id)}/explain?lang=${lang}${query}`, { as })).json

  test('one answer names the strategy row, the rules asked and the words sent, in both languages', async () => {
    const en = await explain(1n, '&at=2026-11-20')
    expect(en.contacted).toBe(1)
    const text = en.text.join('\n')
    expect(text).toContain('contacted once')
    expect(text).toContain(
      'Strategy bank version 1, stage early, row 1 (tone warm) chose “step-0”.',
    )
    expect(text).toMatch(/rules were asked/)
    expect(text).toContain('cn.time: ')
    expect(text).toMatch(/Template reminder-warm/)
    const zh = (await explain(1n, '&at=2026-11-20', 'zh')).text.join('\n')
    expect(zh).toContain('被联系 1 次')
    expect(zh).toContain('策略 bank 第 1 版')
  })

  test('a day without a contact says so, and how the account stood then', async () => {
    const quiet = await explain(1n, '&at=2026-11-10')
    expect(quiet.text[0]).toContain('was not contacted')
    expect(quiet.accounts[0].text.join('\n')).toContain('2026-11-10')
    expect(quiet.decisions).toEqual([])
    const kept = await inBook(world, (tx) =>
      tx.query('select as_of from position where borrower_id = 1'),
    )
    expect(kept.rows[0]).toEqual({ as_of: '2026-11-20' })
    expect((await explain(1n, '&at=2026-11-21')).code).toBe('day_in_future')
    const id = caseIdText(3n)
    const early = await get(`/v1/cases/${id}/timeline?at=2026-11-19`)
    expect(early.items.filter(({ kind }: { kind: string }) => kind === 'verdict')).toEqual([])
    expect(JSON.stringify(await get(`/v1/cases/${id}/timeline`))).toContain('"verdict"')
  })
})

describe('what an officer watches', () => {
  test('a rule shows whom it stopped today, and who was let through under it', async () => {
    const time = await get('/v1/rules/cn.time/stops')
    expect(time).toMatchObject({ rule: 'cn.time', on: TODAY, from: 'kept' })
    expect(time.stopped[0]).toMatchObject({
      name: '王小明',
      decision_id: expect.stringMatching(/^vrd_/),
    })
    expect(time.let_through.length).toBeGreaterThan(0)
    const [call] = (await decisions('?channel=call&decision=allow')).items
    const { reasons } = await get(`/v1/decisions/${call.id}`)
    const quiet = reasons.find(({ rule }: { rule: string }) => rule !== 'cn.time')
    const asked = await get(`/v1/rules/${quiet.rule}/stops`)
    expect(asked.from).toBe('asked_now')
    expect(asked.asked).toBeGreaterThan(0)
    const kept = await inBook(world, (tx) => tx.query('select count(*)::int as n from verdict'))
    expect((await decisions('?limit=200')).items).toHaveLength(kept.rows[0].n)
    expect((await get('/v1/rules/no.such/stops')).code).toBe('no_such_rule')
    const before = await get('/v1/rules/cn.time/stops?on=2026-11-10')
    expect(before).toMatchObject({ from: 'kept', stopped: [], let_through: [] })
  })

  test('a hold stands on the board with what it stops, and lapses by its day; the past knows it not', async () => {
    const placed = await world.ask(`/v1/cases/${caseIdText(2n)}/holds`, {
      as,
      headers: { 'Idempotency-Key': 'hold-of-the-board' },
      body: { reason: 'advice', source: 'letter', from_on: '2026-11-20', until_on: '2026-11-25' },
    })
    expect(placed.status).toBe(201)
    await plant(`update hold set recorded_at = '2026-11-20T10:00:00Z'`)
    const board = await get('/v1/holds?totals=true')
    expect(board.items).toHaveLength(1)
    expect(board.items[0]).toMatchObject({ reason: 'advice', days_left: 5, until_on: '2026-11-25' })
    expect(board.items[0].stop_names.length).toBeGreaterThan(0)
    const state = async () =>
      Object.fromEntries(
        (await get('/v1/holds')).items[0].receipts.map((one: { stops: string; state: string }) => [
          one.stops,
          one.state,
        ]),
      )
    expect(await state()).toEqual({ contact: 'confirmed', collect: 'none' })
    await inBook(world, (tx) =>
      tx.query(
        `insert into mandate (tenant_id, borrower_id, account_id, ref, holder, iban, signed_on, notice_days, made_by)
         values (1, 2, 20, 'M-2', 'A', 'GB33BUKB20201555555555', '2026-01-01', 3, 'test')`,
      ),
    )
    expect(await state()).toEqual({ contact: 'confirmed', collect: 'waits' })
    await inBook(world, (tx) =>
      tx.query(
        `insert into collection_file (tenant_id, file_ref, collect_on, entries, total_minor, currency, content_hash, made_by)
         values (1, 'DD-1', '2026-11-24', 1, 100, 'GBP', $1, 'test')`,
        ['a'.repeat(64)],
      ),
    )
    expect(await state()).toEqual({ contact: 'confirmed', collect: 'confirmed' })
    expect(board.counts).toEqual([
      { reason: 'advice', name: expect.any(String), holds: 1, people: 1 },
    ])
    expect((await get('/v1/holds?lapse_by=2026-11-24')).items).toEqual([])
    expect((await get('/v1/holds?at=2026-11-19')).items).toEqual([])
    expect((await get('/v1/holds?at=2026-11-21')).code).toBe('day_in_future')
  })

  test('caps and hours of a day: what was put off, and who took the last place', async () => {
    const day = await get('/v1/near-misses')
    const hours = day.rules.find((row: { rule: string }) => row.rule === 'cn.time')
    expect(hours.deferred).toBeGreaterThan(0)
    await plant(`update verdict set reasons = jsonb_set(reasons, '{0}', reasons->0 ||
      '{"code": "cap.room", "rule": "cn.time", "numbers": {"used": 2, "times": 3}}') where borrower_id = 1`)
    const planted = await get('/v1/near-misses?rule=cn.time')
    expect(planted.items).toContainEqual(
      expect.objectContaining({ kind: 'last_slot', used: 2, times: 3, name: '王小明' }),
    )
  })

  test('the calendar of changes names law that is coming, templates and people, the latest first', async () => {
    const key = { name: 'R', role: 'manager', scopes: ['reports:read'], days: 9, reason: 'M' }
    await world.ask('/v1/keys', { as: 'admin', body: key })
    const all = await get('/v1/changes?from=2026-01-01&to=2027-12-31')
    expect(JSON.stringify(all.items)).toContain('· R (reports:read)')
    const kinds = new Set(all.items.map((row: { kind: string }) => row.kind))
    expect([...kinds]).toEqual(expect.arrayContaining(['law', 'template', 'staff']))
    expect(all.items.map((row: { on: string }) => row.on)).toEqual(
      all.items
        .map((row: { on: string }) => row.on)
        .toSorted()
        .toReversed(),
    )
    expect((await get('/v1/changes?from=2026-02-01&to=2026-01-01')).status).toBe(422)
  })
})

describe('an export of a person', () => {
  const take = async (reason: string) =>
    (await world.ask(`/v1/cases/${caseIdText(1n)}/exports`, { as, body: { reason } })).json
  const fetched = async (
    url: string,
    headers = {},
    who: Parameters<typeof world.ask>[1] = { as },
  ) => world.app.request(url, { headers: { Cookie: world.cookies[who.as ?? as], ...headers } })
  const filesAt = async (url: string): Promise<readonly TarFile[]> => {
    const tar = Buffer.from(await (await fetched(url)).arrayBuffer())
    const files: TarFile[] = []
    for await (const file of filesOfTar((at, length) =>
      Promise.resolve(tar.subarray(at, at + length)),
    ))
      files.push(file)
    return files
  }

  test('holds everything, proves itself, hides other people, and is kept beside the other looks', async () => {
    await inBook(world, async (tx) => {
      await tx.query(
        `insert into third_person (tenant_id, borrower_id, person_id, role, relation, basis, named_on, effective_on, by_staff)
         overriding system value values (1, 1, 9, 'emergency_contact', 'spouse', 'contract', '2026-01-01', '2026-01-01', 'test')`,
      )
      await tx.query(
        `insert into third_person_private (tenant_id, borrower_id, person_id, name, kind, value)
         values (1, 1, 9, '李梅', 'mobile', '+8613911112222')`,
      )
      await tx.query(
        `insert into sent_words (tenant_id, borrower_id, contact_id, words)
         values (1, 1, 999, '请打给李梅 13911112222')`,
      )
    })
    const made = await take('She asked on 3 November.')
    const files = await filesAt(made.url)
    expect(await checkBundle(files, made.public_key)).toMatchObject({ faults: [] })
    const text = (name: string) => files.find((file) => file.name === name)?.bytes.toString() ?? ''
    expect(text('index.en.html')).toContain('王小明')
    expect(text('index.en.html')).toContain('Strategy bank version 1')
    expect(text('index.zh.html')).toContain('lang="zh-CN"')
    expect(text('data/verdict.jsonl')).toContain('"jurisdictions"')
    expect(text('data/sent_words.jsonl')).toContain('请打给*** ***')
    const whole = files.map(({ bytes }) => bytes.toString()).join('\n')
    for (const other of ['李梅', '13911112222']) expect(whole).not.toContain(other)
    const looks = await get(`/v1/looks?case_id=${caseIdText(1n)}&from=2000-01-01`)
    expect(looks.items[0]).toMatchObject({ kind: 'export', reason: 'She asked on 3 November.' })
    expect(text('index.en.html')).not.toContain('She asked on 3 November.')
    const again = await take('Once more.')
    const second = await filesAt(again.url)
    expect(second.find(({ name }) => name === 'index.en.html')?.bytes.toString()).toContain(
      'She asked on 3 November.',
    )
  })

  test('the sound of calls, letters and what she handed in are in it, or named with their hash', async () => {
    const [kept, purged, other, lost] = ['a call', 'an old call', 'her sister', 'no bytes'].map(
      (text) => Buffer.from(text),
    ) as [Buffer, Buffer, Buffer, Buffer]
    const pdf = Buffer.from('%PDF-1.7 a letter')
    const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('a photo')])
    const calls = recordingsFolder(world.home, 1n)
    await putRecording(calls, kept)
    await putRecording(calls, other)
    await putRecording(evidenceFolder(world.home, 1n), photo)
    const letter = crypto.randomUUID()
    await putOpen(lettersFolder(world.home, 1n), letter, pdf)
    await inBook(world, async (tx) => {
      for (const [at, bytes] of [kept, purged, other, lost].entries()) {
        const key = crypto.randomUUID()
        await tx.query(
          `insert into voice_call (tenant_id, borrower_id, attempt_key, contact_id, provider, kind, by_staff, language, records,
             notice, keep_days, connects, dialled_at)
           values (1, 1, $1, $2, 'gateway', 'bridge', 'mei', 'en', true, true, 30, true, '2026-11-01')`,
          [key, 700 + at],
        )
        await tx.query(
          `insert into voice_recording (tenant_id, borrower_id, attempt_key, contact_id, recording_id, sha256, bytes, media_type,
             made_on, keep_until) overriding system value
           values (1, 1, $1, $2, $2, $3, $4, 'audio/wav', '2026-11-01', '2026-12-01')`,
          [key, 700 + at, sha256Of(bytes), bytes.length],
        )
      }
      await tx.query(
        `insert into voice_recording_event (tenant_id, borrower_id, recording_id, kind, by_staff, reason, effective_at)
         values (1, 1, 701, 'purged', 'forbear', 'past its days', '2026-11-15T10:00:00Z')`,
      )
      await tx.query(
        `insert into contact_event (tenant_id, borrower_id, contact_id, kind, effective_at, detail)
         values (1, 1, 702, 'outcome', '2026-11-01', '{"disposition": "third_party"}')`,
      )
      await tx.query(
        `insert into letter (tenant_id, borrower_id, attempt_key, contact_id, kind, state, block_version, sha256, pages, place,
           envelope, set_at) values (1, 1, $1, 703, 'reminder', 'to_approve', 0, $2, 1, 'CN', 'dl-window', '2026-11-02')`,
        [letter, sha256Of(pdf)],
      )
      await tx.query(
        `insert into folder_item (tenant_id, borrower_id, account_id, kind, sha256, bytes, media_type, receipt_no, house,
           public_key, signature, received_at, keep_until)
         values (1, 1, 10, 'file', $1, $2, 'image/jpeg', '1-0000-0000-0000-0000', 'House', $3, $4, '2026-11-03', '2029-11-03')`,
        [sha256Of(photo), photo.length, 'a'.repeat(64), 'b'.repeat(88)],
      )
    })
    const made = await take('She wants to hear it.')
    const files = await filesAt(made.url)
    const bytesOf = (start: string) =>
      files.filter(({ name }) => name.startsWith(start)).map(({ bytes }) => bytes)
    expect(bytesOf('recordings/')).toEqual([kept])
    expect(bytesOf('letters/')).toEqual([pdf])
    expect(bytesOf('handed-in/')).toEqual([photo])
    const { files: told } = JSON.parse(bytesOf('files.json')[0]?.toString() ?? '')
    const of = (bytes: Buffer) =>
      told.find((one: { sha256: string }) => one.sha256 === sha256Of(bytes))
    expect(of(purged)).toMatchObject({ file: null, gone: 'purged', gone_on: '2026-11-15' })
    expect(of(other)).toMatchObject({ file: null, gone: 'other_person' })
    expect(of(lost)).toMatchObject({ file: null, gone: 'lost' })
    expect(bytesOf('index.en.html')[0]?.toString()).toContain(
      `deleted on 2026-11-15, when its days were over (SHA-256 ${sha256Of(purged)})`,
    )
    const flipped = files.map((file) => {
      if (!file.name.startsWith('recordings/')) return file
      const bytes = Buffer.from(file.bytes)
      bytes[2] = (bytes[2] ?? 0) ^ 1
      return { ...file, bytes }
    })
    const name = files.find((file) => file.name.startsWith('recordings/'))?.name
    expect((await checkBundle(flipped, made.public_key)).faults).toEqual([
      { what: 'changed', where: name },
    ])

    const whole = Buffer.from(await (await fetched(made.url)).arrayBuffer())
    expect(whole.length).toBe(made.bytes)
    const rest = await fetched(made.url, { Range: 'bytes=600-' })
    expect(rest.status).toBe(206)
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(whole.subarray(600))
    expect((await fetched(made.url, {}, { as: 'manager' })).status).toBe(403)
    expect((await fetched(made.url.replace(/..\/archive$/, '99/archive'))).status).toBe(410)
  })

  test('the looks of a month are gone through by one person and signed by another', async () => {
    const review = { month: '2026-10-01', words: 'Two exports, both asked for.' }
    const post = (path: string, body: object, who: 'compliance' | 'manager' = as) =>
      world.ask(path, { as: who, body })
    expect((await post('/v1/access-reviews', review)).status).toBe(201)
    expect((await post('/v1/access-reviews', review)).json.code).toBe('already_reviewed')
    const now = { ...review, month: '2026-11-01' }
    expect((await post('/v1/access-reviews', now)).json.code).toBe('month_not_over')
    const sign = { month: '2026-10-01' }
    expect((await post('/v1/access-reviews/signs', sign)).json.code).toBe('own_access_review')
    expect((await post('/v1/access-reviews/signs', sign, 'manager')).status).toBe(201)
    const { reviews, month } = await get('/v1/access-reviews')
    expect(month).toBe('2026-10-01')
    expect(reviews[0]).toMatchObject({ month: '2026-10-01', is_own: true })
    expect(reviews[0].signed_by).not.toBe(reviews[0].reviewed_by)
  })
})
