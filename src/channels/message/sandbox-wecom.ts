import type { Instant } from '../../core/calendar.ts'
import {
  fieldsIn,
  hexOf,
  innerOf,
  jsonReply,
  peopleOf,
  wordIn,
  type AppCall,
  type AppDouble,
  type AppReply,
  type DoubleTools,
  type Person,
} from './sandbox-parts.ts'
import { field, sealed, tokenFault } from './sandbox-wechat.ts'
import type { WechatKeys } from './wechat-crypt.ts'

export type WecomDoubleOptions = DoubleTools & {
  readonly corpId: string
  readonly corpSecret: string
  readonly openKfid: string
  readonly keys: WechatKeys
}

const HOURS_48 = 48 * 3_600_000

/** WeCom's service account (kf): it tells that there is something, and gives it page by page to who asks. */
export function wecomDouble(
  options: WecomDoubleOptions,
): AppDouble & { refuses(id: string): void } {
  const person = peopleOf(options)
  const tokens = { good: new Set<string>(), ended: new Set<string>() }
  const list: object[] = []
  const refusing = new Set<string>()
  const news = (one: object, now: Instant) => {
    list.push({
      msgid: `kf${list.length}${hexOf(options.random(6))}`,
      open_kfid: options.openKfid,
      send_time: Math.floor(now / 1000),
      ...one,
    })
    const xml = `${field('ToUserName', options.corpId)}<CreateTime>${Math.floor(now / 1000)}</CreateTime>${field('MsgType', 'event')}${field('Event', 'kf_msg_or_event')}${field('Token', 'ENC-SANDBOX')}${field('OpenKfId', options.openKfid)}`
    options.push(sealed(options, xml, now))
  }
  const self: Self = { options, person, tokens, list, refusing, news }
  return {
    person,
    answer: (call, now) => answer(self, call, now),
    endTokens: () => {
      for (const token of tokens.good) tokens.ended.add(token)
      tokens.good.clear()
    },
    refuses: (id) => refusing.add(id),
    says: (id, text, now) => {
      Object.assign(person(id), { follows: true, windowUntil: now + HOURS_48, left: 5 })
      news({ external_userid: id, origin: 3, msgtype: 'text', text: { content: text } }, now)
    },
  }
}

type Self = {
  readonly options: WecomDoubleOptions
  readonly person: (id: string) => Person
  readonly tokens: { readonly good: Set<string>; readonly ended: Set<string> }
  readonly list: readonly object[]
  readonly refusing: ReadonlySet<string>
  readonly news: (one: object, now: Instant) => void
}

const PAGE = 2
const code = (errcode: number, more: object = {}): AppReply =>
  jsonReply(200, { errcode, errmsg: errcode === 0 ? 'ok' : 'no', ...more })

function answer(self: Self, call: AppCall, now: Instant): AppReply | undefined {
  const { options, tokens } = self
  if (call.path === '/cgi-bin/gettoken') {
    const isUs =
      call.query.get('corpid') === options.corpId &&
      call.query.get('corpsecret') === options.corpSecret
    if (!isUs) return code(40001)
    const [known] = tokens.good
    const token = known ?? hexOf(options.random(32))
    tokens.good.add(token)
    return code(0, { access_token: token, expires_in: 7200 })
  }
  const wrong = tokenFault(tokens, call)
  if (wrong !== undefined) return code(wrong)
  const asked = fieldsIn(call.body)
  if (asked['open_kfid'] !== options.openKfid) return code(95005)
  if (call.path === '/cgi-bin/kf/sync_msg') return page(self, wordIn(asked, 'cursor'))
  if (call.path !== '/cgi-bin/kf/send_msg') return undefined
  const id = wordIn(asked, 'touser')
  const one = self.person(id)
  if (now >= one.windowUntil) return code(95002)
  if (one.left <= 0) return code(95001)
  one.left -= 1
  const msgid = wordIn(asked, 'msgid')
  if (self.refusing.has(id)) {
    const event = { event_type: 'msg_send_fail', open_kfid: options.openKfid, external_userid: id }
    self.news(
      { origin: 4, msgtype: 'event', event: { ...event, fail_msgid: msgid, fail_type: 10 } },
      now,
    )
  } else one.read.push(wordIn(innerOf(asked, 'text'), 'content'))
  return code(0, { msgid })
}

/** A few at a time, so that who asks once has not asked for all. */
function page({ list }: Self, cursor: string): AppReply {
  const from = Number(cursor) || 0
  const next = Math.min(list.length, from + PAGE)
  return code(0, {
    next_cursor: String(next),
    has_more: next < list.length ? 1 : 0,
    msg_list: list.slice(from, next),
  })
}
