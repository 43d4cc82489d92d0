import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTypesetter } from '../channels/letter/typeset.ts'
import { day } from '../core/calendar.ts'
import { setMessagePrice } from '../store/message-price.ts'
import { publishStrategy, strategyFile, strategyOn } from '../store/strategy.ts'
import { documentOf } from '../strategy/testing.ts'
import { caseIdText } from './ids.ts'
import { LETTER, TEMPLATE } from './testing-changes.ts'
import { addPerson, inBook, openWorld, type Ask, type World } from './testing.ts'

const setter = await openTypesetter()
let world: World
beforeAll(async () => {
  world = await openWorld({ typesetter: 'declined' in setter ? undefined : setter })
  await inBook(world, async (tx) => {
    for (const name of ['small', 'gentle']) {
      const made = strategyFile('small.yaml', document(name, 1), {})
      if (!('strategy' in made)) throw new Error('the small strategy is sound')
      await publishStrategy(tx, 1n, made)
    }
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor,
         firm_kind, jurisdictions, strategy)
       values (1, 1, 'p1', '甲', 'A', 'host', 'A', 'creditor', '{uk}', 'small')`,
    )
    await tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency) values (1, 1, 'card', 'revolving', '{}')`,
    )
    await addPerson(tx, { id: 1n, late: 10 })
    await addPerson(tx, { id: 2n, late: 40 })
    await tx.query('update position set channels = 1 where tenant_id = 1')
  })
})
afterAll(() => world.stop())

const document = (name: string, version: number, stage = 'early') =>
  documentOf({
    head: `apiVersion: strategy/v1\nname: ${name}\nversion: ${version}\neffective_on: 2026-01-01\ncurrency: any`,
  })
    .replaceAll(' stage: early', ` stage: ${stage}`)
    .replaceAll('"early"', `"${stage}"`)

/** Version 2 writes to people who are late at all, not only in the first thirty days. */
const widened = document('small', 2)
  .replace('["1..30"]', '["1..60"]')
  .replace('account.days_past_due: 31', 'account.days_past_due: 61')

const post = (path: string, as: Ask['as'], body: unknown, lang = 'en') =>
  world.ask(`${path}?lang=${lang}`, { as, method: 'POST', body })
const publish = (body: object = {}) => ({
  kind: 'publish',
  document: widened,
  effective_on: '2026-12-01',
  words: 'Write for longer.',
  ...body,
})
const decides = async (on: string) =>
  (await inBook(world, (tx) => strategyOn(tx, 1n, { name: 'small', day: day(on) })))?.strategy
    .version

test('a collector proposes nothing, and compliance answers but does not propose', async () => {
  expect((await post('/v1/proposals', 'collector', publish())).status).toBe(403)
  expect((await post('/v1/proposals', 'compliance', publish())).status).toBe(403)
  expect((await world.ask('/v1/proposals', { as: 'collector' })).status).toBe(403)
})

test('what cannot be is refused when it is proposed, in words', async () => {
  const past = await post('/v1/proposals', 'manager', publish({ effective_on: '2026-11-19' }), 'zh')
  expect([past.status, past.json.errors[0].code]).toEqual([422, 'effective_in_past'])
  expect(past.json.detail).toContain('请选择今天或以后')
  const faulty = widened.replace('"1..60"', '"1m"')
  const bad = await post('/v1/proposals', 'manager', publish({ document: faulty }))
  expect(bad.json.errors[0].code).toBe('not_sound')
  const taken = await post(
    '/v1/proposals',
    'manager',
    publish({ document: document('small', 1, 'soon') }),
  )
  expect(taken.json.errors[0].code).toBe('version_taken')
})

test('one proposes, another sees what changes and agrees, and only then it decides', async () => {
  const made = await post('/v1/proposals', 'manager', publish())
  expect(made.status).toBe(201)
  expect(made.json).toMatchObject({ kind: 'publish', name: 'small', version: 2, answer: null })
  expect(await decides('2026-12-01')).toBe(1)
  const path = `/v1/proposals/${made.json.id}`
  const opened = await world.ask(path, { as: 'compliance' })
  expect(opened.json.diff).toMatchObject({
    before: 1,
    after: 2,
    // Of the two, the one who is 40 days late would be written to instead of reviewed.
    people: 2,
    people_changed: 1,
    changes: [
      {
        table: 'stage',
        row: 'early',
        change: 'changed',
        cells: [{ column: 'account.days_past_due', before: '1..30', after: '1..60' }],
      },
    ],
  })
  const own = await post(`${path}/answers`, 'manager', { answer: 'approved' })
  expect([own.status, own.json.errors[0].code]).toEqual([422, 'same_person'])
  const admin = await post(`${path}/answers`, 'admin', { answer: 'approved' })
  expect(admin.json.errors[0].code).toBe('approver_may_not')
  const stranger = await post(`${path}/answers`, 'compliance', { answer: 'withdrawn' })
  expect(stranger.json.errors[0].code).toBe('not_yours')
  expect(await decides('2026-12-01')).toBe(1)
  const agreed = await post(`${path}/answers`, 'compliance', { answer: 'approved' })
  expect([agreed.status, agreed.json.answer]).toEqual([200, 'approved'])
  expect([await decides('2026-11-30'), await decides('2026-12-01')]).toEqual([1, 2])
  const again = await post(`${path}/answers`, 'compliance', { answer: 'declined' })
  expect(again.json.errors[0].code).toBe('already_answered')
  const listed = await world.ask('/v1/strategies?name=small', { as: 'manager' })
  expect(listed.json.items[0]).toMatchObject({ version: 2, kind: 'publish' })
  expect(listed.json.items[0].author).not.toBe(listed.json.items[0].approver)
})

test('a rollback names its version, and what was agreed too late changes nothing', async () => {
  const back = { kind: 'rollback', name: 'small', version: 1, effective_on: '2026-12-20' }
  const made = await post('/v1/proposals', 'manager', back)
  expect(made.json).toMatchObject({ version: 1, kind: 'rollback' })
  await inBook(world, (tx) =>
    tx.query(
      `insert into strategy_proposal (tenant_id, kind, name, version, effective_on, author)
       select 1, 'rollback', 'small', 1, '2026-11-01', author from strategy_proposal limit 1`,
    ),
  )
  const open = await world.ask('/v1/proposals?open=true', { as: 'compliance' })
  expect(open.json.items).toHaveLength(2)
  const late = `/v1/proposals/${open.json.items[0].id}/answers`
  const refused = await post(late, 'compliance', { answer: 'approved' })
  expect(refused.json.errors[0].code).toBe('effective_in_past')
  // The refusal kept no answer, so whoever proposed it may still withdraw it.
  expect((await post(late, 'manager', { answer: 'withdrawn' })).json.answer).toBe('withdrawn')
  const agreed = await post(`/v1/proposals/${made.json.id}/answers`, 'compliance', {
    answer: 'approved',
  })
  expect(agreed.status).toBe(200)
  expect([await decides('2026-12-19'), await decides('2026-12-20')]).toEqual([2, 1])
})

test('two versions are told apart as a table with the people whose step changes', async () => {
  const diff = await post('/v1/diffs', 'manager', { name: 'small', before: 1, after: 2 })
  expect(diff.json).toMatchObject({ before: 1, after: 2, people: 2, people_changed: 1 })
  const file = await post('/v1/diffs', 'manager', { document: widened })
  expect(file.json).toMatchObject({ before: 1, after: 2, people_changed: 1 })
  const none = await post('/v1/diffs', 'manager', { name: 'small', before: 1, after: 9 })
  expect(none.status).toBe(404)
})

const TRIAL = {
  kind: 'trial',
  name: 'spring',
  strategy: 'small',
  arms: [
    { name: 'champion', strategy: 'small', version: null, percent: 60 },
    { name: 'gentle', strategy: 'gentle', version: null, percent: 30 },
    { name: 'left-alone', strategy: null, version: null, percent: 10 },
  ],
  lanes: { from: 0, until: 100 },
  begins_on: '2026-11-21',
  ends_on: '2027-02-21',
  metric: 'complaints',
  per_thousand_max: 3,
  contacts_least: 500,
}

test('a trial is proposed and agreed on likewise, and anybody who answers for it may stop it', async () => {
  const short = { ...TRIAL, arms: TRIAL.arms.slice(0, 2) }
  const refused = await post('/v1/proposals', 'manager', short, 'zh')
  expect(refused.json.errors[0]).toMatchObject({ code: 'not_100' })
  expect(refused.json.detail).toBe('各组占比之和必须为 100%。')
  const made = await post('/v1/proposals', 'manager', TRIAL)
  expect(made.status).toBe(201)
  const opened = await world.ask(`/v1/proposals/${made.json.id}`, { as: 'compliance' })
  expect(opened.json.terms.arms).toEqual(TRIAL.arms)
  expect((await world.ask('/v1/trials', { as: 'compliance' })).json.items).toEqual([])
  await post(`/v1/proposals/${made.json.id}/answers`, 'compliance', { answer: 'approved' })
  const trials = await world.ask('/v1/trials?lang=zh', { as: 'compliance' })
  expect(trials.json.items).toMatchObject([{ name: 'spring', state: 'announced' }])
  const stop = await post('/v1/trials/spring/stops', 'compliance', {
    arm: 'gentle',
    words: 'Upset.',
  })
  expect(stop.status).toBe(201)
  expect(stop.json.stops[0]).toMatchObject({ arm: 'gentle', why: 'by_hand' })
  expect(stop.json.stops[0].sentence).toContain('stopped arm gentle of trial spring')
  // Everybody reads of it on Today, in their language, before any number.
  for (const [lang, part] of [
    ['en', 'stopped arm gentle of trial spring on 2026-11-20: Upset.'],
    ['zh', '停止了试验 spring 的 gentle 组：Upset.'],
  ]) {
    const today = await world.ask(`/v1/today?lang=${lang}`, { as: 'collector' })
    expect(today.json.stops).toHaveLength(1)
    expect(today.json.stops[0].sentence).toContain(part)
  }
  expect((await post('/v1/trials/none/stops', 'manager', { words: 'x' })).status).toBe(404)
  expect((await post('/v1/trials/spring/stops', 'collector', { words: 'x' })).status).toBe(403)
})

test('a reward is for two different people to agree on, and nothing of it is ever sent', async () => {
  await inBook(world, (tx) =>
    tx.query(
      `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
         stage, tone, row_no, treatment, approval, reward, state)
       values (1, 1, 1, '2026-11-20', 'small', 1, 'current', 'none', 1, 'thanks', 'compliance', 'fee_waiver', 'awaiting_approval'),
              (1, 2, 2, '2026-11-20', 'small', 1, 'current', 'none', 1, 'thanks', 'manager', 'limit_raise', 'awaiting_approval')`,
    ),
  )
  const listed = await world.ask('/v1/rewards?state=awaiting_approval', { as: 'manager' })
  expect(listed.json.items).toMatchObject([
    { reward: 'fee_waiver', account_ref: 'A1', answers: [] },
    { reward: 'limit_raise', account_ref: 'A2' },
  ])
  expect((await world.ask('/v1/rewards', { as: 'admin' })).status).toBe(403)
  const [first, second] = listed.json.items
  const answer = (id: string, as: Ask['as'], said: string) =>
    post(`/v1/rewards/${id}/answers`, as, { answer: said })
  expect((await answer(first.id, 'manager', 'agreed')).json.state).toBe('awaiting_approval')
  const twice = await answer(first.id, 'manager', 'agreed')
  expect(twice.json.errors[0].code).toBe('already_answered')
  expect((await answer(first.id, 'collector', 'agreed')).status).toBe(403)
  expect((await answer(first.id, 'compliance', 'agreed')).json.state).toBe('approved')
  expect((await answer(second.id, 'compliance', 'declined')).json.state).toBe('declined')
  expect((await answer(second.id, 'manager', 'agreed')).json.errors[0].code).toBe('closed')
  const granted = { result: 'granted', ref: 'core-1' }
  expect((await post(`/v1/rewards/${first.id}/results`, 'manager', granted)).status).toBe(201)
  const all = (await world.ask('/v1/rewards?limit=1&totals=true', { as: 'compliance' })).json
  expect(all.items).toMatchObject([{ id: first.id, result: 'granted', result_on: '2026-11-20' }])
  expect(all.next_cursor).toBe(first.id)
  expect(all.sums).toEqual([
    { reward: 'fee_waiver', state: 'approved', result: 'granted', rewards: 1, people: 1 },
    { reward: 'limit_raise', state: 'declined', result: null, rewards: 1, people: 1 },
  ])
  // The database itself knows no message that is a reward.
  const plant = inBook(world, (tx) =>
    tx.query("update treatment set channel = 'sms' where reward is not null"),
  )
  await expect(plant).rejects.toThrow('treatment_reward_alone')
})

const send = (path: string, as: Ask['as'], body: unknown, key?: string) =>
  world.ask(path, {
    as,
    method: 'POST',
    body,
    ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
  })
const opened = async () =>
  (await world.ask('/v1/templates/sms/our-reminder', { as: 'manager' })).json

test('words are checked, seen, proposed once, agreed to by another, and rolled back by two', async () => {
  const listed = await world.ask('/v1/templates?channel=sms&tone=warm', { as: 'compliance' })
  expect(listed.json.items.map((one: { name: string }) => one.name)).toEqual(['reminder-warm'])
  const threat = {
    ...TEMPLATE,
    texts: { ...TEMPLATE.texts, en: `${TEMPLATE.texts.en} You will go to prison.` },
  }
  const checked = await send('/v1/templates/checks?lang=zh', 'manager', threat)
  expect(checked.json).toMatchObject({
    sound: false,
    findings: expect.arrayContaining([
      expect.objectContaining({ fault: 'threat', language: 'en', what: '含有威胁。' }),
    ]),
  })
  const [finding] = checked.json.findings
  expect(threat.texts.en.slice(finding.from, finding.to)).toMatch(/prison/)
  const refused = await send(
    '/v1/templates/proposals',
    'manager',
    { kind: 'template', template: threat },
    'k0',
  )
  expect([refused.status, refused.json.errors[0].code]).toEqual([422, 'template_not_sound'])

  const body = { kind: 'template', template: TEMPLATE, words: 'In our own voice.' }
  expect((await send('/v1/templates/proposals', 'manager', body)).json.code).toBe('key_missing')
  const made = await send('/v1/templates/proposals', 'manager', body, 'k1')
  expect([made.status, made.json.channel, made.json.name]).toEqual([201, 'sms', 'our-reminder'])
  const again = await send('/v1/templates/proposals', 'manager', body, 'k1')
  expect(again.json.id).toBe(made.json.id)
  expect((await world.ask('/v1/templates/sms/our-reminder', { as: 'manager' })).status).toBe(404)

  const answers = `/v1/proposals/${made.json.id}/answers`
  const own = await send(answers, 'manager', { answer: 'approved' })
  expect(own.json.errors[0].code).toBe('same_person')
  expect((await send(answers, 'compliance', { answer: 'approved' })).status).toBe(200)
  expect(await opened()).toMatchObject({ version: 1, current: 1, waiting: [], installed: null })

  const mended = { ...TEMPLATE, stages: ['early', 'mid'] }
  const next = { kind: 'template', template: mended }
  const second = await send('/v1/templates/proposals', 'admin', next, 'k2')
  expect((await opened()).waiting).toMatchObject([{ id: second.json.id }])
  await send(`/v1/proposals/${second.json.id}/answers`, 'manager', { answer: 'approved' })
  const back = { kind: 'template_rollback', channel: 'sms', name: 'our-reminder', version: 1 }
  const third = await send('/v1/templates/proposals', 'admin', back, 'k3')
  await send(`/v1/proposals/${third.json.id}/answers`, 'compliance', { answer: 'approved' })
  const now = await opened()
  expect(now.template.stages).toEqual(['early'])
  expect(now.history.map((one: { kind: string }) => one.kind)).toEqual([
    'rollback',
    'publish',
    'publish',
  ])
  const earlier = await world.ask('/v1/templates/sms/our-reminder?version=2', { as: 'manager' })
  expect(earlier.json).toMatchObject({ version: 2, current: 1, template: mended })
})

test('a strategy may name the tenant’s own template once it was agreed to', async () => {
  const known = await world.ask('/v1/templates?kind=reminder&audience=borrower', { as: 'admin' })
  expect(known.json.items.map((one: { name: string }) => one.name)).toContain('our-reminder')
})

test('a preview shows segments; a case’s own values are for those who may read the case', async () => {
  const made = await send('/v1/templates/checks', 'admin', TEMPLATE)
  expect(made.json).toMatchObject({ sound: true, findings: [] })
  expect(made.json.previews).toHaveLength(6)
  expect(made.json.previews[0]).toMatchObject({
    language: 'zh',
    sms: { alphabet: 'ucs2', segments: 2 },
    costs: [],
  })
  const path = `/v1/cases/${caseIdText(1n)}/template-previews`
  expect((await send(path, 'admin', TEMPLATE)).status).toBe(403)
  expect((await send(path, 'collector', TEMPLATE)).status).toBe(403)
  const real = await send(path, 'compliance', TEMPLATE)
  expect(real.json.previews.map((one: { person: string }) => one.person)).toEqual(['case', 'case'])
  const nobody = `/v1/cases/${caseIdText(99n)}/template-previews`
  expect((await send(nobody, 'manager', TEMPLATE)).json.code).toBe('no_such_case')
  const loop = { ...TEMPLATE, texts: { ...TEMPLATE.texts, zh: '{% for a in b %}x{% endfor %}' } }
  expect((await send('/v1/templates/checks', 'manager', loop)).json.previews).toEqual([])
})

test.skipIf('declined' in setter)('a letter is seen as its pages, in both languages', async () => {
  for (const [language, person] of [
    ['zh', 'usual'],
    ['en', 'longest'],
  ]) {
    const { json } = await send('/v1/templates/pages', 'admin', {
      template: LETTER,
      language,
      person,
    })
    expect(json).toMatchObject({ pages: 1, envelope: 'dl-window', why: null })
    expect(Buffer.from(json.pdf, 'base64').toString('latin1')).toMatch(/^%PDF-1\.7/)
    expect(json.svg).toMatch(/^<svg class="typst-doc"/)
    expect(json.svg).not.toContain('<script')
  }
  const texts = { zh: `${LETTER.texts.zh}\n\n${'再写一段话。'.repeat(500)}`, en: LETTER.texts.en }
  const long = { template: { ...LETTER, texts }, language: 'zh', person: 'usual' }
  expect((await send('/v1/templates/pages', 'manager', long)).json.pages).toBeGreaterThan(1)
  const lawyer = { template: { ...LETTER, name: 'lawyers-letter' }, language: 'en' }
  const nobody = await send('/v1/templates/pages', 'manager', { ...lawyer, person: 'usual' })
  expect(nobody.json).toMatchObject({ pages: 1, why: expect.stringContaining('No lawyer') })
})

test('a case’s pages are for those who may read the case, and a text message has none', async () => {
  const path = `/v1/cases/${caseIdText(1n)}/template-pages`
  const body = { template: LETTER, language: 'zh' }
  expect((await send(path, 'admin', body)).status).toBe(403)
  const real = await send(path, 'manager', body)
  expect(real.status).toBe(200)
  expect(real.json.pages).toBe('declined' in setter ? 0 : 1)
  const text = { template: TEMPLATE, language: 'zh', person: 'usual' }
  expect((await send('/v1/templates/pages', 'manager', text)).json.code).toBe('malformed')
})

test('prices of the tenant are told with what they are for', async () => {
  expect((await world.ask('/v1/message-prices', { as: 'manager' })).json).toEqual({ items: [] })
  const price = {
    channel: 'sms',
    country: 'GB',
    currency: 'GBP',
    minor: 4n,
    per: 1,
    by: 'ann',
  } as const
  await inBook(world, (tx) => setMessagePrice(tx, 1n, { ...price, fromOn: day('2026-11-01') }))
  const { json } = await world.ask('/v1/message-prices', { as: 'manager' })
  expect(json.items).toEqual([
    {
      channel: 'sms',
      country: 'GB',
      amount: { minor: '4', currency: 'GBP' },
      per: 1,
      from_on: '2026-11-01',
    },
  ])
  const shown = await send('/v1/templates/checks', 'manager', TEMPLATE)
  expect(shown.json.previews[0].costs).toEqual([
    { country: 'GB', amount: { minor: '8', currency: 'GBP' }, messages: 1 },
  ])
})
