import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from '../src/api/testing.ts'
import type { AppTemplate } from '../src/channels/message/forms.ts'
import { appRoute } from '../src/channels/message/route.ts'
import { openAppSandbox, type AppSandbox } from '../src/channels/message/sandbox.ts'
import type { AppPush } from '../src/channels/message/sandbox-parts.ts'
import type { NextTurn } from '../src/channels/channel.ts'
import type { MessageSettings } from '../src/channels/message-hook.ts'
import type { Instant } from '../src/core/calendar.ts'
import type { AppTold } from '../src/engine/app-told.ts'
import { claimWay, giveBack, type Claim } from '../src/store/app-claim.ts'
import { linkApp } from '../src/store/app-link.ts'
import { receiveAppTold } from '../src/store/app-told.ts'
import { loadLaw } from '../src/store/law.ts'
import { sha256 } from '../src/store/render.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY, type Person } from './dispatch-world.ts'
import { hand, outgoing } from './setup/sms-message.ts'

const TEXT =
  '{{name1.DATA}}您好，您尾号{{character_string2.DATA}}的账户有{{thing3.DATA}}待还。如已还款请忽略。如有困难，可来电商量。核实请拨+44 20 7946 0000。拒收请回复退订'
/** Each test has people and codes of its own: the first number of them. */
let base = 0
const approved = (change: Partial<AppTemplate> = {}): AppTemplate => ({
  code: `T-${base}`,
  language: '',
  title: 'Demo Bank的一条消息',
  text: TEXT,
  needs: 'nothing',
  ...change,
})

const law = loadLaw('law')
const templates = await loadTemplates('templates')
let world: World
let sandbox: AppSandbox
let pushes: { readonly name: string; readonly push: AppPush }[]
let clock: Instant

async function begin(texts: readonly AppTemplate[]): Promise<void> {
  clock = MORNING
  pushes = []
  sandbox = await openAppSandbox({
    names: { wechat: 'wechat', wecom: 'wecom' },
    templates: texts,
    now: () => clock,
    push: (name, push) => pushes.push({ name, push }),
  })
  hooks.push(...[...sandbox.apps.values()].map((one) => ({ tenantId: 1n, hook: one.hook })))
}
const hooks: MessageSettings['hooks'][number][] = []
beforeAll(async () => {
  world = await openWorld({ messages: { hooks, systems: [] } })
  await makeBook(world.db)
})
afterAll(() => world.stop())
beforeEach(() => {
  base += 10
  hooks.length = 0
  world.now = MORNING
})
afterEach(() => sandbox.stop())

const nameOf = (id: number) => `oWx_${base + id}`
const people = (...more: readonly Partial<Person>[]) =>
  addPeople(
    world.db,
    more.map((one, i) => ({
      id: base + i + 1,
      channel: 'message',
      addresses: [{ kind: 'profile', value: nameOf(i + 1), standing: 'works' }],
      ...one,
    })),
  )
const route = () => appRoute(world.db, [...sandbox.apps.values()])
const run = (now = MORNING, message = route()) =>
  dispatch(world.db, 1n, {
    now,
    bucket: { from: BigInt(base), until: undefined },
    today: TODAY,
    say: () => undefined,
    channels: { message },
    law,
    templates,
  })
/** Everything that the apps have told is carried to us, each so many times, the newest first or last. */
async function carry(times = 1, order: 'as_told' | 'backwards' = 'as_told'): Promise<number[]> {
  const all = pushes.splice(0)
  const answers: number[] = []
  for (const { name, push } of order === 'as_told' ? all : all.toReversed())
    for (let n = 0; n < times; n++) {
      const path = `/v1/webhooks/messages/${name}?${push.query}`
      const { headers, body } = push
      answers.push((await world.app.request(path, { method: 'POST', headers, body })).status)
    }
  return answers
}
const link = (id: number, provider = 'wechat') =>
  linkApp(
    world.db,
    {
      tenantId: 1n,
      borrowerId: BigInt(base + id),
      provider,
      name: nameOf(id),
      by: 'ann',
      evidence: 'signed in to the app on 2026-11-01',
      optIn: false,
    },
    { now: MORNING, today: TODAY },
  )
const decide = (state: 'approved' | 'paused', at: Instant = MORNING) =>
  receiveAppTold(
    world.db,
    1n,
    {
      about: 'template',
      provider: 'wechat',
      code: `T-${base}`,
      language: '',
      state,
      why: '',
      source: `by ann ${state} ${at}`,
      at,
    },
    { now: MORNING, today: TODAY },
  )
const whys = async () =>
  (
    await rows<{ why: string | null }>(
      world.db,
      `select state_why->>'why' as why from treatment where borrower_id > $1 order by borrower_id`,
      [base],
    )
  ).map(({ why }) => why)
const factsOf = (kind: string) =>
  rows<{ source: string }>(
    world.db,
    `select source from app_fact where kind = $1 and borrower_id > $2`,
    [kind, base],
  )

test('a message leaves in the form that the app lets it, and is read as it was rendered', async () => {
  await begin([approved()])
  await people({}, {}, {})
  for (const id of [1, 2]) sandbox.wechat.follows(nameOf(id), clock)
  sandbox.wechat.says(nameOf(1), '你好', clock)
  expect(await carry(2)).toEqual(Array.from({ length: 6 }, () => 200))
  expect(await factsOf('heard')).toHaveLength(3)
  // After a minute only the first one's own words count.
  clock = (MORNING + 120_000) as Instant
  world.now = clock
  expect(await run(clock)).toMatchObject({
    sent: 1,
    answers: { accepted: 1 },
    unasked: { not_approved: 1, not_linked: 1 },
  })
  expect(await whys()).toEqual([null, 'not_approved', 'not_linked'])
  await decide('approved')
  await rows(
    world.db,
    `update treatment set state = 'planned', not_before = null where borrower_id > $1`,
    [base + 1],
  )
  expect(await run(clock)).toMatchObject({ sent: 1, unasked: { not_linked: 1 } })
  const read = [1, 2].map((id) => sandbox.wechat.person(nameOf(id)).read[0] ?? '')
  for (const [i, words] of read.entries())
    expect(words).toContain(
      `Demo Bank的一条消息\n\n王小明您好，您尾号${base + i + 1}00的账户有¥100.00待还。`,
    )
  const hashes = await rows<{ body_hash: string }>(
    world.db,
    'select body_hash from contact where borrower_id > $1 order by borrower_id',
    [base],
  )
  expect(hashes.map((row) => row.body_hash)).toEqual(read.map((one) => sha256(`Subject: ${one}`)))
  expect(await carry(2)).toEqual([200, 200])
  const states = await rows<{ state: string; provider: string }>(
    world.db,
    'select state, provider from contact where borrower_id > $1 order by borrower_id',
    [base],
  )
  expect(states).toEqual([
    { state: 'accepted', provider: 'wechat' },
    { state: 'delivered', provider: 'wechat' },
  ])
})

test('one consent lets one message leave, however many ask for it at one moment', async () => {
  await begin([approved({ needs: 'once' })])
  await people({})
  await link(1)
  await decide('approved')
  const ways = [...sandbox.apps.values()].map((one) => one.way)
  const body = TEXT.replace('{{name1.DATA}}', '王小明')
    .replace('{{character_string2.DATA}}', '1100')
    .replace('{{thing3.DATA}}', '¥100.00')
  const of = (n: number) => ({
    tenantId: 1n,
    borrowerId: BigInt(base + 1),
    to: nameOf(1),
    now: MORNING,
    attemptKey: `00000000-0000-8000-8000-0000000000${String(n).padStart(2, '0')}`,
    text: {
      subject: 'Demo Bank的一条消息',
      body,
    },
  })
  const race = async (from: number) => {
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) => claimWay(world.db, ways, of(from + n))),
    )
    return all.flatMap((one, n) => ('why' in one ? [] : [{ claim: one as Claim, n: from + n }]))
  }
  expect(await race(0)).toEqual([])
  const accepted = (source: string): AppTold => ({
    about: 'person',
    provider: 'wechat',
    from: nameOf(1),
    kind: 'accepted',
    template: `T-${base}`,
    uses: 1,
    source,
    at: MORNING,
  })
  const tick = { now: MORNING, today: TODAY }
  for (const source of ['a', 'a', 'a']) await receiveAppTold(world.db, 1n, accepted(source), tick)
  const [won, ...none] = await race(20)
  expect([won === undefined, none]).toEqual([false, []])
  expect(await race(40)).toEqual([])
  // It surely never left: the consent is there once more, and once only.
  if (won !== undefined) for (let n = 0; n < 3; n++) await giveBack(world.db, of(won.n), won.claim)
  expect(await race(60)).toHaveLength(1)
  for (const source of ['b', 'c']) await receiveAppTold(world.db, 1n, accepted(source), tick)
  expect(await race(80)).toHaveLength(2)
  expect(await factsOf('used')).toHaveLength(4)
})

test('a refusal gives the consent back, a doubt does not, and "they said no" ends it', async () => {
  await begin([approved({ needs: 'once' })])
  await people({}, {}, {})
  for (const id of [1, 2, 3]) {
    sandbox.wechat.follows(nameOf(id), clock)
    sandbox.wechat.asked(nameOf(id), `T-${base}`, 'accept', clock)
  }
  await decide('approved')
  await carry()
  clock = (MORNING + 120_000) as Instant
  world.now = clock
  // The third took their consent back, and we have not heard of it yet.
  sandbox.wechat.person(nameOf(3)).consents.clear()
  expect(await run(clock)).toMatchObject({ answers: { accepted: 2, refused: 1 } })
  expect(await factsOf('used')).toHaveLength(3)
  expect(await factsOf('refused')).toHaveLength(1)
  expect(await factsOf('back')).toEqual([])
  // Which message it is about is told by person and template alone.
  await carry(2, 'backwards')
  const states = await rows<{ state: string }>(
    world.db,
    'select state from contact where borrower_id > $1 order by borrower_id',
    [base],
  )
  expect(states.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'failed'])
})

test('who shuts us out is left alone, and what was heard of them stays once', async () => {
  await begin([approved()])
  await people({}, { addresses: [{ kind: 'profile', value: nameOf(2) }] })
  await link(2)
  await decide('approved')
  sandbox.wechat.follows(nameOf(1), clock)
  sandbox.wechat.leaves(nameOf(1), clock)
  sandbox.wechat.follows(nameOf(2), clock)
  await carry(3)
  expect(await factsOf('blocked')).toHaveLength(1)
  const refusals = await rows(world.db, `select given from consent where borrower_id = $1`, [
    base + 1,
  ])
  expect(refusals).toEqual([{ given: false }])
  expect(await run()).toMatchObject({ sent: 1, unasked: { no_address: 1 } })
  expect(sandbox.wechat.person(nameOf(1)).read).toEqual([])
  // Following again makes the address good; only their own yes lifts the refusal.
  clock = (MORNING + 1000) as Instant
  world.now = clock
  sandbox.wechat.follows(nameOf(1), clock)
  await carry()
  await rows(world.db, `update treatment set state = 'planned' where borrower_id = $1`, [base + 1])
  expect(await run(clock)).toMatchObject({ sent: 0, deny: 1 })
})

test('a word to stop in an app stops every channel before the app is answered', async () => {
  await begin([])
  await people({}, {})
  sandbox.wecom.says(nameOf(1), '别再打了', clock)
  sandbox.wecom.says(nameOf(2), '你好', clock)
  sandbox.cut = 'before'
  // What cannot be asked for now is told of again, because we did not say that we have it.
  const kept = pushes.slice(0, 1)
  await expect(carry()).resolves.toEqual([500, 200])
  pushes.push(...kept)
  expect(await carry()).toEqual([200])
  const said = await rows(
    world.db,
    `select words from message_in where borrower_id > $1 order by borrower_id`,
    [base],
  )
  expect(said).toEqual([{ words: '别再打了' }, { words: '你好' }])
  const refused = await rows(
    world.db,
    'select borrower_id, channel from consent where not given and borrower_id > $1',
    [base],
  )
  expect(refused).toEqual([{ borrower_id: BigInt(base + 1), channel: 'any' }])
  const ran = await run()
  expect(ran).toMatchObject({ sent: 1, deny: 1 })
  expect(sandbox.wecom.person(nameOf(2)).read).toHaveLength(1)
  expect(sandbox.wecom.person(nameOf(1)).read).toEqual([])
})

test('who waits for the turn of the app that is chosen uses up no try, and is asked anew at its moment', async () => {
  await begin([])
  await people({})
  sandbox.wecom.says(nameOf(1), '你好', clock)
  await carry()
  const MINUTE = 60_000
  const free = (MORNING + 10 * MINUTE) as Instant
  const busy = [...sandbox.apps.values()].map(({ way, provider }) => {
    const turn = (_tenant: bigint, count: number, now: Instant): Promise<NextTurn> =>
      Promise.resolve(
        now < free
          ? { is: 'closed', until: (now + MINUTE) as Instant }
          : { is: 'go', by: provider, count, at: now },
      )
    return { way, provider: { ...provider, turn } }
  })
  for (let at = MORNING; at < free; at = (at + MINUTE) as Instant) {
    expect(await run(at, appRoute(world.db, busy))).toMatchObject({ answers: { refused: 1 } })
    expect(
      await rows(world.db, `select state, not_before from treatment where borrower_id > $1`, [
        base,
      ]),
    ).toEqual([{ state: 'deferred', not_before: at + MINUTE }])
  }
  clock = free
  expect(await run(free, appRoute(world.db, busy))).toMatchObject({ answers: { accepted: 1 } })
  expect(sandbox.wecom.person(nameOf(1)).read).toHaveLength(1)
})

test('whoever took a turn at an app sends by it alone; another app is asked for one of its own', async () => {
  await begin([])
  await people({})
  sandbox.wecom.says(nameOf(1), '你好', clock)
  await carry()
  const asked: string[] = []
  const apps = [...sandbox.apps.values()].map(({ way, provider }) => {
    const turn = (_tenant: bigint, count: number, at: Instant): Promise<NextTurn> => {
      asked.push(provider.name)
      const isFirst = provider.name === 'wechat' && asked.length === 1
      return Promise.resolve(
        isFirst || provider.name === 'wecom'
          ? { is: 'go', by: provider, count, at }
          : { is: 'closed', until: at },
      )
    }
    return { way, provider: { ...provider, turn } }
  })
  const route = appRoute(world.db, apps)
  const byTurn = async () => {
    const turn = await route.turn?.(1n, 1, MORNING)
    if (turn?.is !== 'go') throw new Error('no turn')
    return turn.by
  }
  // Two lanes took a turn each before either sent.
  const [ofWechat, ofWecom] = [await byTurn(), await byTurn()]
  expect(asked.splice(0)).toEqual(['wechat', 'wechat', 'wecom'])
  const message = (attemptKey: string) =>
    outgoing({
      ref: { tenantId: 1n, borrowerId: BigInt(base + 1), attemptKey },
      to: nameOf(1),
      now: MORNING,
      validUntil: (MORNING + 3_600_000) as Instant,
    })
  const key = (n: number) => `00000000-0000-8000-8000-00000000000${n}`
  expect(await hand(ofWecom, message(key(1)))).toMatchObject({ is: 'accepted', via: 'wecom' })
  expect(asked).toEqual([])
  expect(await hand(ofWechat, message(key(2)))).toMatchObject({ is: 'accepted', via: 'wecom' })
  expect(asked).toEqual(['wecom'])
})

test('a name at an app is tied to one borrower, with what shows it', async () => {
  await begin([])
  await people({ addresses: [] }, { addresses: [] })
  expect(await link(1)).toMatchObject({ again: false })
  expect(await link(1)).toMatchObject({ again: true })
  const other = await linkApp(
    world.db,
    {
      tenantId: 1n,
      borrowerId: BigInt(base + 2),
      provider: 'wechat',
      name: nameOf(1),
      by: 'ann',
      evidence: 'x',
      optIn: false,
    },
    { now: MORNING, today: TODAY },
  )
  expect(other).toEqual({ declined: 'of_somebody_else' })
  const known = await rows(world.db, `select channels from position where borrower_id = $1`, [
    base + 1,
  ])
  expect(known).toEqual([{ channels: 32 }])
})
