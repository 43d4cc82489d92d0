import type { Instant } from '../../core/calendar.ts'
import type { AppTemplate } from './forms.ts'
import {
  fieldsIn,
  hexOf,
  innerOf,
  jsonReply,
  peopleOf,
  shownOf,
  wordIn,
  type AppCall,
  type AppDouble,
  type AppPush,
  type AppReply,
  type DoubleTools,
  type Fields,
  type Person,
} from './sandbox-parts.ts'
import { wechatEncrypt, wechatSignature, type WechatKeys } from './wechat-crypt.ts'

export type WechatDoubleOptions = DoubleTools & {
  readonly appId: string
  readonly appSecret: string
  readonly keys: WechatKeys
}

export type WechatDouble = AppDouble & {
  follows(id: string, now: Instant): void
  leaves(id: string, now: Instant): void
  presses(id: string, now: Instant): void
  /** Agrees to one message of a template, or says no. */
  asked(id: string, template: string, said: 'accept' | 'reject', now: Instant): void
}

const HOURS_48 = 48 * 3_600_000
const MINUTE = 60_000

/** A push in secure mode: sealed for this account and signed with what it is sealed into. */
export function sealed(
  { keys, random }: Pick<WechatDoubleOptions, 'keys' | 'random'>,
  xml: string,
  now: Instant,
): AppPush {
  const encrypted = wechatEncrypt(keys, `<xml>${xml}</xml>`, random(16))
  const [timestamp, nonce] = [String(Math.floor(now / 1000)), hexOf(random(5))]
  const query = new URLSearchParams({
    signature: wechatSignature(keys.token, timestamp, nonce),
    timestamp,
    nonce,
    encrypt_type: 'aes',
    msg_signature: wechatSignature(keys.token, timestamp, nonce, encrypted),
  })
  return {
    method: 'POST',
    query: String(query),
    headers: { 'content-type': 'text/xml' },
    body: `<xml><ToUserName><![CDATA[${keys.receiver}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  }
}

export const field = (name: string, value: string | number): string =>
  `<${name}><![CDATA[${value}]]></${name}>`

/** A service account of WeChat, with its own rules of who may be written to when. */
export function wechatDouble(options: WechatDoubleOptions): WechatDouble {
  const person = peopleOf(options)
  const tokens = { good: new Set<string>(), ended: new Set<string>() }
  const sent = new Map<string, string>()
  let lastId = 3_557_254_367_693_750_000n
  const event = (id: string, what: string, now: Instant, more = '') =>
    options.push(
      sealed(
        options,
        `${field('ToUserName', 'gh_sandbox')}${field('FromUserName', id)}<CreateTime>${Math.floor(now / 1000)}</CreateTime>${field('MsgType', 'event')}${field('Event', what)}${more}`,
        now,
      ),
    )
  const opens = (one: Person, until: number, uses: number) => {
    one.windowUntil = Math.max(one.windowUntil, until)
    one.left = Math.max(one.left, uses)
  }
  const self: Self = { options, person, tokens, sent, event, nextId: () => String(++lastId) }
  return {
    answer: (call, now) => answer(self, call, now),
    person,
    endTokens: () => {
      for (const token of tokens.good) tokens.ended.add(token)
      tokens.good.clear()
    },
    says: (id, text, now) => {
      opens(person(id), now + HOURS_48, 5)
      options.push(
        sealed(
          options,
          `${field('ToUserName', 'gh_sandbox')}${field('FromUserName', id)}<CreateTime>${Math.floor(now / 1000)}</CreateTime>${field('MsgType', 'text')}${field('Content', text)}<MsgId>${self.nextId()}</MsgId>`,
          now,
        ),
      )
    },
    follows: (id, now) => {
      person(id).follows = true
      opens(person(id), now + MINUTE, 3)
      event(id, 'subscribe', now)
    },
    leaves: (id, now) => {
      Object.assign(person(id), { follows: false, windowUntil: 0, left: 0 })
      event(id, 'unsubscribe', now)
    },
    presses: (id, now) => {
      opens(person(id), now + MINUTE, 3)
      event(id, 'CLICK', now, field('EventKey', 'help'))
    },
    asked: (id, template, said, now) => {
      const { consents } = person(id)
      consents.set(template, said === 'accept' ? (consents.get(template) ?? 0) + 1 : 0)
      event(
        id,
        'subscribe_msg_popup_event',
        now,
        `<SubscribeMsgPopupEvent><List>${field('TemplateId', template)}${field('SubscribeStatusString', said)}<PopupScene>1</PopupScene></List></SubscribeMsgPopupEvent>`,
      )
    },
  }
}

type Self = {
  readonly options: WechatDoubleOptions
  readonly person: (id: string) => Person
  readonly tokens: { readonly good: Set<string>; readonly ended: Set<string> }
  readonly sent: Map<string, string>
  readonly event: (id: string, what: string, now: Instant, more?: string) => void
  readonly nextId: () => string
}

const code = (errcode: number, more = ''): AppReply =>
  jsonReply(200, `{"errcode":${errcode},"errmsg":"${errcode === 0 ? 'ok' : 'no'}"${more}}`)

function answer(self: Self, call: AppCall, now: Instant): AppReply | undefined {
  const asked = fieldsIn(call.body)
  if (call.path === '/cgi-bin/stable_token') return giveToken(self, asked)
  const wrong = tokenFault(self.tokens, call)
  if (wrong !== undefined) return code(wrong)
  const one = self.person(wordIn(asked, 'touser'))
  if (!one.follows) return code(43004)
  const way = WAYS[call.path]
  return way?.({ self, asked, one, id: wordIn(asked, 'touser'), now })
}

/** The same one as long as it is good, whoever asks. */
function giveToken({ options, tokens }: Self, asked: Fields): AppReply {
  if (asked['appid'] !== options.appId) return code(40013)
  if (asked['secret'] !== options.appSecret) return code(40125)
  const [known] = tokens.good
  const token = known ?? hexOf(options.random(32))
  tokens.good.add(token)
  return jsonReply(200, { access_token: token, expires_in: 7200 })
}

export function tokenFault(
  tokens: { readonly good: Set<string>; readonly ended: Set<string> },
  call: AppCall,
): 40001 | 42001 | undefined {
  const given = call.query.get('access_token') ?? ''
  if (tokens.good.has(given)) return undefined
  return tokens.ended.has(given) ? 42001 : 40001
}

type Sending = {
  readonly self: Self
  readonly asked: Fields
  readonly one: Person
  readonly id: string
  readonly now: Instant
}

const WAYS: Readonly<Record<string, ((sending: Sending) => AppReply) | undefined>> = {
  '/cgi-bin/message/custom/send': ({ asked, one, now }) => {
    if (now >= one.windowUntil) return code(45015)
    if (one.left <= 0) return code(45047)
    one.left -= 1
    one.read.push(wordIn(innerOf(asked, 'text'), 'content'))
    return code(0)
  },
  '/cgi-bin/message/template/send': (sending) => {
    const { self, asked, id, now } = sending
    const key = wordIn(asked, 'client_msg_id')
    const before = self.sent.get(`${id} ${key}`)
    if (before !== undefined) return code(0, `,"msgid":${before}`)
    const shown = shownTo(sending)
    if (typeof shown === 'number') return code(shown)
    sending.one.read.push(shown)
    const msgid = self.nextId()
    self.sent.set(`${id} ${key}`, msgid)
    self.event(
      id,
      'TEMPLATESENDJOBFINISH',
      now,
      `<MsgID>${msgid}</MsgID>${field('Status', 'success')}`,
    )
    return code(0, `,"msgid":${msgid}`)
  },
  '/cgi-bin/message/subscribe/bizsend': (sending) => {
    const { self, asked, one, id, now } = sending
    const template = wordIn(asked, 'template_id')
    const shown = shownTo(sending)
    if (typeof shown === 'number') return code(shown)
    const left = self.options.everybody ? 1 : (one.consents.get(template) ?? 0)
    if (left <= 0) return code(43101)
    one.consents.set(template, left - 1)
    one.read.push(shown)
    self.event(
      id,
      'subscribe_msg_sent_event',
      now,
      `<SubscribeMsgSentEvent><List>${field('TemplateId', template)}${field('MsgID', self.nextId())}${field('ErrorCode', 0)}${field('ErrorStatus', 'success')}</List></SubscribeMsgSentEvent>`,
    )
    return code(0)
  },
}

function shownTo({ self, asked }: Sending): string | number {
  const template: AppTemplate | undefined = self.options.templates.find(
    (one) => one.code === asked['template_id'],
  )
  if (template === undefined) return 40037
  const data = innerOf(asked, 'data')
  const values = Object.keys(data).map((name): [string, string] => [
    name,
    wordIn(innerOf(data, name), 'value'),
  ])
  return shownOf(template, new Map(values)) ?? 47003
}
