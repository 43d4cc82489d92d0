import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Instant } from '../../core/calendar.ts'
import type { AppTold } from '../../engine/app-told.ts'
import type { AppFill, SentAs } from '../../engine/app-way.ts'
import { hand, NOW, outgoing } from '../../../test/setup/sms-message.ts'
import type { HookHeard, HookNews } from '../message-hook.ts'
import type { AppProvider } from './app.ts'
import type { AppTemplate } from './forms.ts'
import { openAppSandbox, type AppSandbox } from './sandbox.ts'
import type { AppPush } from './sandbox-parts.ts'

const OPENID = 'oWx_4f9c2d'
const PHONE = '+447700900000'
const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77'
const TEMPLATES: readonly AppTemplate[] = [
  {
    code: 'T-note',
    language: '',
    title: '服务提醒',
    text: '服务商：{{thing1.DATA}}\n日期：{{date2.DATA}}',
    needs: 'nothing',
  },
  { code: 'T-once', language: '', text: '事项：{{thing1.DATA}}', needs: 'once' },
  {
    code: 'a_note',
    language: 'en_GB',
    text: 'Hello {{1}}, there is a note from {{2}} for you.',
    needs: 'nothing',
  },
]

let sandbox: AppSandbox
let pushes: { name: string; push: AppPush }[]
let clock: Instant
beforeEach(async () => {
  pushes = []
  clock = NOW
  sandbox = await openAppSandbox({
    names: { wechat: 'wechat', wecom: 'wecom', whatsapp: 'whatsapp' },
    templates: TEMPLATES,
    now: () => clock,
    push: (name, push) => pushes.push({ name, push }),
  })
})
afterEach(() => sandbox.stop())

const app = (name: string): AppProvider => sandbox.apps.get(name) as AppProvider
const FREE: SentAs = { form: 'free' }
const send = (name: string, as: SentAs | undefined, change = {}) =>
  hand(
    app(name).provider,
    outgoing({
      to: name === 'whatsapp' ? PHONE : OPENID,
      ref: { tenantId: 1n, borrowerId: 2n, attemptKey: KEY },
      ...(as && { as }),
      ...change,
    }),
  )
const fillOf = (name: string, subject: string | undefined, body: string): SentAs => {
  const [fill] = app(name).way.fills({ subject, body })
  return { form: 'template', fill: fill as AppFill }
}
const requestOf = ({ method, query, headers, body }: AppPush) => ({
  method,
  url: `https://us.example/v1/webhooks/messages/x?${query}`,
  header: (name: string) => headers[name.toLowerCase()],
  body: Buffer.from(body),
})
const hear = (at = 0, now = clock): HookHeard => {
  const { name, push } = pushes[at] as (typeof pushes)[number]
  return app(name).hook.hear(requestOf(push), now)
}
const heard = (at = 0): Extract<HookHeard, { is: 'heard' }> => {
  const said = hear(at)
  if (said.is !== 'heard') throw new Error(`refused: ${said.why}`)
  return said
}
const kinds = (told: readonly AppTold[] | undefined) =>
  told?.map((one) => (one.about === 'person' ? one.kind : one.about))

test('WeChat: within two days of their words a text arrives as it is, at most five times', async () => {
  expect(await send('wechat', FREE)).toMatchObject({ is: 'refused', teaches: 'blocked' })
  sandbox.wechat.follows(OPENID, clock)
  sandbox.wechat.says(OPENID, '你好', clock)
  expect(heard(0).told).toMatchObject([
    { kind: 'linked', from: OPENID },
    { kind: 'heard', uses: 3, closesAt: NOW + 60_000 },
  ])
  const said = heard(1)
  expect(said.received).toMatchObject([{ text: '你好', from: OPENID, channel: 'message' }])
  expect(said.told).toMatchObject([{ kind: 'heard', uses: 5, closesAt: NOW + 48 * 3_600_000 }])
  for (let i = 0; i < 5; i++) expect(await send('wechat', FREE)).toMatchObject({ is: 'accepted' })
  expect(sandbox.wechat.person(OPENID).read).toHaveLength(5)
  expect(await send('wechat', FREE)).toEqual({
    is: 'refused',
    why: 'errcode 45047',
    teaches: 'closed',
  })
  clock = (NOW + 48 * 3_600_000) as Instant
  expect(await send('wechat', FREE)).toMatchObject({ why: 'errcode 45015', teaches: 'closed' })
})

test('WeChat: what leaves is values, and what is read is the rendered text to the last letter', async () => {
  sandbox.wechat.follows(OPENID, clock)
  const body = '服务商：安心贷\n日期：2026年11月23日'
  const as = fillOf('wechat', '服务提醒', body)
  expect(as).toMatchObject({
    fill: {
      code: 'T-note',
      values: [
        ['thing1', '安心贷'],
        ['date2', '2026年11月23日'],
      ],
    },
  })
  const answer = await send('wechat', as, { subject: '服务提醒', body })
  // A number longer than a JSON number is exact.
  expect(answer).toEqual({ is: 'accepted', providerRef: '3557254367693750001' })
  expect(sandbox.wechat.person(OPENID).read).toEqual([`服务提醒\n\n${body}`])
  expect(heard(1).receipts).toMatchObject([
    { providerRef: '3557254367693750001', said: 'delivered', provider: 'wechat' },
  ])
  // The same attempt offered again is the same message.
  expect(await send('wechat', as, { subject: '服务提醒', body })).toEqual(answer)
  expect(sandbox.wechat.person(OPENID).read).toHaveLength(1)
})

test('an approved text fits or does not: another word, another title, a value of the wrong sort', () => {
  const { fills } = app('wechat').way
  const body = '服务商：安心贷\n日期：2026年11月23日'
  expect(fills({ subject: '服务提醒', body })).toHaveLength(1)
  expect(fills({ subject: '还款提醒', body })).toEqual([])
  expect(fills({ subject: undefined, body })).toEqual([])
  expect(fills({ subject: '服务提醒', body: `${body}。` })).toEqual([])
  expect(fills({ subject: '服务提醒', body: body.replace('安心贷', '很'.repeat(21)) })).toEqual([])
  expect(fills({ subject: '服务提醒', body: body.replace('2026年11月23日', '明天') })).toEqual([])
  expect(app('wecom').way.fills({ subject: undefined, body: '事项：x' })).toEqual([])
})

test('WeChat: one yes is one message, which is told of by person and template', async () => {
  sandbox.wechat.follows(OPENID, clock)
  const body = '事项：有一条消息'
  const as = fillOf('wechat', undefined, body)
  expect(await send('wechat', as, { body })).toMatchObject({
    why: 'errcode 43101',
    teaches: 'refused',
  })
  sandbox.wechat.asked(OPENID, 'T-once', 'accept', clock)
  expect(heard(1).told).toMatchObject([{ kind: 'accepted', template: 'T-once', uses: 1 }])
  expect(await send('wechat', as, { body })).toEqual({
    is: 'accepted',
    providerRef: KEY.replaceAll('-', ''),
  })
  expect(heard(2).told).toMatchObject([{ about: 'sent', template: 'T-once', said: 'delivered' }])
  expect(await send('wechat', as, { body })).toMatchObject({ is: 'refused', teaches: 'refused' })
  sandbox.wechat.asked(OPENID, 'T-once', 'reject', clock)
  expect(heard(3).told).toMatchObject([{ kind: 'refused', template: 'T-once' }])
})

test('a token that has ended is asked for again, and the message is offered once more', async () => {
  sandbox.wechat.follows(OPENID, clock)
  expect(await send('wechat', FREE)).toMatchObject({ is: 'accepted' })
  sandbox.wechat.endTokens()
  expect(await send('wechat', FREE)).toMatchObject({ is: 'accepted' })
  expect(sandbox.wechat.person(OPENID).read).toHaveLength(2)
})

test('a line cut after the message was taken is a doubt; cut before the token, nothing was taken', async () => {
  sandbox.wechat.follows(OPENID, clock)
  sandbox.cut = 'before'
  expect(await send('wechat', FREE)).toEqual({ is: 'refused', why: 'no_token', elsewhere: true })
  expect(await send('wechat', FREE)).toMatchObject({ is: 'accepted' })
  sandbox.cut = 'after'
  expect(await send('wechat', FREE)).toMatchObject({ is: 'unclear' })
  expect(sandbox.wechat.person(OPENID).read).toHaveLength(2)
  // "Busy" does not say that nothing was taken.
  sandbox.cut = 'busy'
  expect(await send('wechat', FREE)).toEqual({ is: 'unclear', why: 'errcode -1' })
})

test('who leaves is told of at once', () => {
  sandbox.wechat.follows(OPENID, clock)
  sandbox.wechat.leaves(OPENID, clock)
  expect(kinds(heard(1).told)).toEqual(['blocked'])
})

test('a push that is unsigned, changed, old, or for another account is nothing', () => {
  sandbox.wechat.says(OPENID, '退订', clock)
  const { push } = pushes[0] as (typeof pushes)[number]
  const { hook } = app('wechat')
  const why = (change: Partial<AppPush>, now = clock) => {
    const said = hook.hear(requestOf({ ...push, ...change }), now)
    return said.is === 'refused' ? said.why : said.is
  }
  expect(why({})).toBe('heard')
  const plain = push.query.replace(/msg_signature=[0-9a-f]+/, '').replace('encrypt_type=aes', '')
  expect(why({ query: plain })).toBe('no_signature')
  expect(why({ query: push.query.replace(/msg_signature=./, 'msg_signature=0') })).toBe(
    'bad_signature',
  )
  expect(why({ query: push.query.replace(/timestamp=(\d+)/, 'timestamp=1$1') })).toBe(
    'bad_signature',
  )
  expect(why({ body: push.body.replace('<Encrypt><![CDATA[', '<Encrypt><![CDATA[A') })).toBe(
    'bad_signature',
  )
  expect(why({ body: '<xml>' })).toBe('bad_signature')
  expect(why({}, (NOW + 301_000) as Instant)).toBe('too_old')
  const other = app('wecom').hook.hear(requestOf(push), clock)
  expect(other).toEqual({ is: 'refused', why: 'bad_signature' })
})

const fetched = async (at: number): Promise<readonly HookNews[]> => {
  const { fetch } = heard(at)
  return fetch === undefined ? [] : fetch()
}

test('WeCom: it says that there is something, and we ask for all of it, once', async () => {
  for (const text of ['您好', '请问', '还有一件事']) sandbox.wecom.says(OPENID, text, clock)
  const news = await fetched(0)
  expect(news.flatMap(({ received }) => received.map(({ text }) => text))).toEqual([
    '您好',
    '请问',
    '还有一件事',
  ])
  expect(news[0]?.told).toMatchObject([{ kind: 'heard', uses: 5, closesAt: NOW + 48 * 3_600_000 }])
  expect(await fetched(1)).toEqual([])
  // What cannot be asked for is not lost: the place stays, and it is told of again.
  sandbox.wecom.says(OPENID, '别再打了', clock)
  sandbox.cut = 'before'
  await expect(fetched(3)).rejects.toThrow('wecom')
  expect((await fetched(3)).flatMap(({ received }) => received)).toMatchObject([
    { text: '别再打了' },
  ])
})

test('WeCom: a text within the window, their refusal, and nothing but texts', async () => {
  expect(await send('wecom', FREE)).toMatchObject({ why: 'errcode 95002', teaches: 'closed' })
  sandbox.wecom.says(OPENID, '您好', clock)
  expect(await send('wecom', FREE)).toEqual({
    is: 'accepted',
    providerRef: KEY.replaceAll('-', ''),
  })
  expect(sandbox.wecom.person(OPENID).read).toHaveLength(1)
  sandbox.wecom.refuses(OPENID)
  expect(await send('wecom', FREE)).toMatchObject({ is: 'accepted' })
  const [, failed] = await fetched(1)
  expect(failed?.receipts).toMatchObject([{ attemptKey: KEY, said: 'bounced' }])
  expect(kinds(failed?.told)).toEqual(['blocked'])
  const fill: AppFill = { code: 'x', language: '', needs: 'nothing', values: [] }
  expect(await send('wecom', { form: 'template', fill })).toEqual({
    is: 'refused',
    why: 'no_templates',
  })
})

test('WhatsApp: their words open a day; out of it a text is taken and then fails', async () => {
  sandbox.whatsapp.says('447700900000', 'hello', clock)
  const said = heard(0)
  expect(said.received).toMatchObject([{ from: PHONE, text: 'hello' }])
  expect(said.told).toMatchObject([{ kind: 'heard', from: PHONE, closesAt: NOW + 86_400_000 }])
  expect(await send('whatsapp', FREE)).toMatchObject({ is: 'accepted' })
  expect(pushes.slice(1).map((_, i) => heard(i + 1).receipts[0])).toMatchObject([
    { said: 'accepted', attemptKey: KEY },
    { said: 'delivered', attemptKey: KEY },
    { said: 'delivered', attemptKey: KEY },
  ])
  clock = (NOW + 86_400_000) as Instant
  expect(await send('whatsapp', FREE, { now: clock, validUntil: clock + 1 })).toMatchObject({
    is: 'accepted',
  })
  const late = heard(4)
  expect(late.receipts).toMatchObject([{ said: 'expired', detail: { err: '131047' } }])
  expect(kinds(late.told)).toEqual(['closed'])
})

test('WhatsApp: an approved template, its word that it is paused, and a wrong number', async () => {
  sandbox.whatsapp.person('447700900000').follows = true
  const body = 'Hello Alex, there is a note from Example for you.'
  const as = fillOf('whatsapp', undefined, body)
  expect(await send('whatsapp', as, { body })).toMatchObject({ is: 'accepted' })
  expect(sandbox.whatsapp.person('447700900000').read).toEqual([body])
  sandbox.whatsapp.decides('a_note', 'en_GB', 'PAUSED', clock)
  expect(heard(3).told).toMatchObject([
    { about: 'template', code: 'a_note', language: 'en_GB', state: 'paused' },
  ])
  expect(await send('whatsapp', as, { body })).toEqual({
    is: 'refused',
    why: 'HTTP 400 132015',
    teaches: 'paused',
  })
  expect(await send('whatsapp', FREE, { to: 'oWx_4f9c2d' })).toMatchObject({ why: 'not_a_number' })
  expect(
    app('whatsapp').way.fills({ subject: undefined, body: body.replace('Alex', 'A\nB') }),
  ).toEqual([])
})

test('WhatsApp: signed over every byte, and set up by a word that we know', () => {
  sandbox.whatsapp.says('447700900000', 'STOP', clock)
  const { push } = pushes[0] as (typeof pushes)[number]
  const { hook } = app('whatsapp')
  expect(hook.hear(requestOf({ ...push, body: push.body.replace('STOP', 'STAY') }), clock)).toEqual(
    { is: 'refused', why: 'bad_signature' },
  )
  expect(hook.hear(requestOf({ ...push, headers: {} }), clock)).toEqual({
    is: 'refused',
    why: 'no_signature',
  })
  const set = (query: string) =>
    hook.hear(requestOf({ method: 'GET', query, headers: {}, body: '' }), clock)
  expect(set('hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1')).toEqual({
    is: 'refused',
    why: 'bad_signature',
  })
})

test('what has no form, no time left or too many words is not sent', async () => {
  sandbox.wechat.follows(OPENID, clock)
  expect(await send('wechat', undefined)).toEqual({ is: 'refused', why: 'no_form_chosen' })
  expect(await send('wechat', FREE, { validUntil: NOW })).toEqual({
    is: 'refused',
    why: 'past_its_validity',
  })
  expect(await send('wechat', FREE, { body: '字'.repeat(683) })).toEqual({
    is: 'refused',
    why: 'too_long',
  })
  expect(await send('wechat', FREE, { body: '字'.repeat(682) })).toMatchObject({ is: 'accepted' })
})
