import type { Instant } from '../../core/calendar.ts'
import type { AppTold } from '../../engine/app-told.ts'
import type { HookHeard, HookNews, HookRequest, MessageHook } from '../message-hook.ts'
import { readJson } from '../pay/http.ts'
import { isTimely } from '../pay/signing.ts'
import { hashOf, queryOf, textAt } from '../sms/gateway.ts'
import { appProvider, longKey, shortKey, type AppProvider } from './app.ts'
import { wholeOf } from './forms.ts'
import { isSignedBy, wechatDecrypt, type WechatKeys } from './wechat-crypt.ts'
import { openPush } from './wechat-hook.ts'
import { sendAnswer, weixinApi, type Codes, type WeixinApi } from './weixin-api.ts'

export type WecomOptions = {
  readonly name: string
  readonly corpId: string
  readonly corpSecret: string
  /** The service account (kf) that people talk to. */
  readonly openKfid: string
  readonly keys: WechatKeys
  readonly api?: string | undefined
  readonly patienceMs?: number | undefined
}

const API = 'https://qyapi.weixin.qq.com'
const TEXT_BYTES_MAX = 2048
const WINDOW = { ms: 48 * 3_600_000, uses: 5 }

const CODES: Codes = {
  ours: new Set([40013, 40056, 40091, 45009, 48002, 60011, 60020, 301002, 95000, 95012]),
  // So many messages, so long, or a conversation that is over or with a person now.
  teaches: { 95001: 'closed', 95002: 'closed', 95013: 'closed', 95018: 'closed' },
}

/** WeCom's service account (kf) for people in WeChat: it has no templates, so out of its window nothing leaves. */
export function wecomApp(options: WecomOptions): AppProvider {
  const { name, corpId, corpSecret, openKfid, api = API, patienceMs } = options
  const provider = appProvider({ name, ...(patienceMs === undefined ? {} : { patienceMs }) }, send)
  const query = new URLSearchParams({ corpid: corpId, corpsecret: corpSecret })
  const weixin = weixinApi({
    api,
    patienceMs: provider.patienceMs,
    token: { method: 'GET', path: `/cgi-bin/gettoken?${query}` },
  })
  async function send(...[message, signal]: Parameters<Parameters<typeof appProvider>[1]>) {
    if (message.as?.form !== 'free') return { is: 'refused', why: 'no_templates' } as const
    const content = wholeOf(message)
    if (Buffer.byteLength(content) > TEXT_BYTES_MAX)
      return { is: 'refused', why: 'too_long' } as const
    const msgid = shortKey(message.ref.attemptKey)
    const body = {
      touser: message.to,
      open_kfid: openKfid,
      msgid,
      msgtype: 'text',
      text: { content },
    }
    const answer = await weixin.post('/cgi-bin/kf/send_msg', body, signal)
    return sendAnswer(answer, CODES, () => msgid)
  }
  return {
    way: {
      provider: name,
      takes: 'profile',
      asksLink: true,
      asksOptIn: false,
      fills: () => [],
    },
    provider,
    hook: wecomHook(options, weixin),
  }
}

/** It tells only that there is something, signed and encrypted; what it is has to be asked for. */
function wecomHook(options: WecomOptions, weixin: WeixinApi): MessageHook {
  // After a start it is told of three days again: each message has a name and is kept once.
  const place: Place = { cursor: '' }
  return {
    name: options.name,
    hear: (request, now) => {
      if (request.method === 'GET') return echo(options.keys, request, now)
      const opened = openPush(options.keys, request, now)
      if ('why' in opened) return { is: 'refused', why: opened.why }
      const { at } = opened.xml
      const isNews = at('Event') === 'kf_msg_or_event' && at('OpenKfId') === options.openKfid
      const fetch = () => fetchAll({ options, weixin, place, token: at('Token') }, now)
      return { is: 'heard', received: [], receipts: [], ...(isNews ? { fetch } : {}) }
    },
    replies: {
      taken: { status: 200, type: 'text/plain', body: 'success' },
      refused: { status: 401, type: 'text/plain', body: '' },
    },
  }
}

/** When the address is set up: a text that was encrypted for us. */
function echo(keys: WechatKeys, request: HookRequest, now: Instant): HookHeard {
  const query = queryOf(request)
  const at = (name: string) => query.get(name)?.toString('utf8') ?? ''
  const [given, timestamp] = [at('msg_signature'), at('timestamp')]
  if (given === '') return { is: 'refused', why: 'no_signature' }
  if (!isSignedBy(given, keys.token, timestamp, at('nonce'), at('echostr')))
    return { is: 'refused', why: 'bad_signature' }
  if (!isTimely(timestamp, now)) return { is: 'refused', why: 'too_old' }
  const body = wechatDecrypt(keys, at('echostr'))
  if (body === undefined) return { is: 'refused', why: 'not_for_us' }
  return {
    is: 'heard',
    received: [],
    receipts: [],
    reply: { status: 200, type: 'text/plain', body },
  }
}

type Place = { cursor: string }
type Fetching = {
  readonly options: WecomOptions
  readonly weixin: WeixinApi
  readonly place: Place
  readonly token: string
}

const PAGES_MAX = 50
const FETCH_MS = 10_000

/** What cannot be asked for throws: it is told of again, and the place was not moved. */
async function fetchAll(
  { options, weixin, place, token }: Fetching,
  now: Instant,
): Promise<readonly HookNews[]> {
  const all: HookNews[] = []
  let { cursor } = place
  for (let page = 0; page < PAGES_MAX; page++) {
    const body = { cursor, token, limit: 1000, open_kfid: options.openKfid }
    const answer = await weixin.post('/cgi-bin/kf/sync_msg', body, AbortSignal.timeout(FETCH_MS))
    if (answer.is !== 'answer' || answer.code !== 0)
      throw new Error(`${options.name}: what there is could not be asked for`)
    const read = readJson(answer.text) as Page
    const list = Array.isArray(read.msg_list) ? read.msg_list : []
    all.push(...list.map((one) => newsOf(options.name, one as Fields, now)))
    if (typeof read.next_cursor === 'string' && read.next_cursor !== '') cursor = read.next_cursor
    if (read.has_more !== 1) break
  }
  place.cursor = cursor
  return all
}

type Page = {
  readonly msg_list?: unknown
  readonly next_cursor?: unknown
  readonly has_more?: unknown
}
type Fields = Readonly<Record<string, unknown>>

const NONE: HookNews = { received: [], receipts: [] }
const FROM_PERSON = 3
/** Why a message did not arrive: over its time or number, the conversation is over, and their own refusal. */
const CLOSED: ReadonlySet<number> = new Set([4, 5, 6])
const REFUSED = 10

const inner = (of: Fields, name: string): Fields => {
  const value = of[name]
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function newsOf(name: string, one: Fields, now: Instant): HookNews {
  const sentAt = Number(textAt(one, 'send_time')) * 1000
  const at = (Number.isSafeInteger(sentAt) && sentAt > 0 ? Math.min(sentAt, now) : now) as Instant
  const [id, kind] = [textAt(one, 'msgid').slice(0, 100), textAt(one, 'msgtype')]
  if (id === '') return NONE
  if (kind === 'event') return eventOf({ name, id, at }, inner(one, 'event'))
  const from = textAt(one, 'external_userid').slice(0, 128)
  if (one['origin'] !== FROM_PERSON || from === '') return NONE
  const text = kind === 'text' ? textAt(inner(one, 'text'), 'content') : `[${kind}]`
  const closesAt = (at + WINDOW.ms) as Instant
  const told: AppTold = {
    about: 'person',
    provider: name,
    from,
    kind: 'heard',
    uses: WINDOW.uses,
    closesAt,
    source: `heard ${id}`,
    at,
  }
  const received = {
    provider: name,
    providerRef: id,
    channel: 'message',
    from,
    to: textAt(one, 'open_kfid'),
    text,
    at,
    rawHash: hashOf(JSON.stringify(one)),
  } as const
  return { received: [received], receipts: [], told: [told] }
}

/** Whether a message arrived is never said; that it did not is. */
function eventOf(
  { name, id, at }: { readonly name: string; readonly id: string; readonly at: Instant },
  event: Fields,
): HookNews {
  if (textAt(event, 'event_type') !== 'msg_send_fail') return NONE
  const key = longKey(textAt(event, 'fail_msgid'))
  if (key === undefined) return NONE
  const why = Number(textAt(event, 'fail_type'))
  const from = textAt(event, 'external_userid').slice(0, 128)
  const receipt = {
    provider: name,
    attemptKey: key,
    said: why === REFUSED ? 'bounced' : 'expired',
    at,
    detail: { from: 'receipt', err: why },
  } as const
  const kind = why === REFUSED ? 'blocked' : CLOSED.has(why) ? 'closed' : undefined
  const told: AppTold[] =
    kind === undefined || from === ''
      ? []
      : [{ about: 'person', provider: name, from, kind, source: `${kind} ${id}`, at }]
  return { received: [], receipts: [receipt], told }
}
