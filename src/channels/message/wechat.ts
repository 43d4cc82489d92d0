import type { AppFill } from '../../engine/app-way.ts'
import { appProvider, shortKey, type AppProvider } from './app.ts'
import { fillsOf, wholeOf, type AppTemplate } from './forms.ts'
import type { WechatKeys } from './wechat-crypt.ts'
import { wechatHook } from './wechat-hook.ts'
import { numberIn, sendAnswer, weixinApi, type Codes } from './weixin-api.ts'

export type WechatOptions = {
  readonly name: string
  readonly appId: string
  readonly appSecret: string
  readonly keys: WechatKeys
  readonly templates: readonly AppTemplate[]
  readonly api?: string | undefined
  readonly patienceMs?: number | undefined
}

const API = 'https://api.weixin.qq.com'
const TEXT_BYTES_MAX = 2048

const CODES: Codes = {
  // Our id or secret, a machine that is not on the list, an API that is not ours, quotas, a frozen account.
  ours: new Set([
    40013, 40125, 40164, 45009, 45011, 48001, 48004, 48006, 50001, 50002, 61004, 61007,
  ]),
  teaches: {
    45015: 'closed',
    45047: 'closed',
    43101: 'refused',
    43004: 'blocked',
    43019: 'blocked',
    48002: 'blocked',
  },
}

/** A service account: messages while the window is open, template messages, and subscription messages. */
export function wechatApp(options: WechatOptions): AppProvider {
  const { name, appId, appSecret, api = API, patienceMs } = options
  const provider = appProvider({ name, ...(patienceMs === undefined ? {} : { patienceMs }) }, send)
  const weixin = weixinApi({
    api,
    patienceMs: provider.patienceMs,
    token: {
      method: 'POST',
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid: appId, secret: appSecret },
    },
  })
  async function send(...[message, signal]: Parameters<Parameters<typeof appProvider>[1]>) {
    const { as, to, ref } = message
    const key = shortKey(ref.attemptKey)
    // Where no number is given back, our own name stands: receipts of those come without one.
    const refOf = (text: string) => numberIn(text, 'msgid') ?? key
    if (as?.form === 'template') {
      const { fill } = as
      const [path, body] = templateOf(to, fill, key)
      return sendAnswer(await weixin.post(path, body, signal), CODES, refOf)
    }
    const text = wholeOf(message)
    if (Buffer.byteLength(text) > TEXT_BYTES_MAX) return { is: 'refused', why: 'too_long' } as const
    const body = { touser: to, msgtype: 'text', text: { content: text } }
    const path = '/cgi-bin/message/custom/send'
    return sendAnswer(await weixin.post(path, body, signal), CODES, refOf)
  }
  return {
    way: {
      provider: name,
      takes: 'profile',
      asksLink: true,
      asksOptIn: false,
      fills: fillsOf(options.templates, isOfItsSort),
    },
    provider,
    hook: wechatHook({ name, keys: options.keys }),
  }
}

/** A subscription message uses up a consent; a template message names us, so that twice is once. */
function templateOf(
  touser: string,
  { code, needs, values }: AppFill,
  key: string,
): readonly [path: string, body: object] {
  const data = Object.fromEntries(values.map(([name, value]) => [name, { value }]))
  return needs === 'once'
    ? ['/cgi-bin/message/subscribe/bizsend', { touser, template_id: code, data }]
    : ['/cgi-bin/message/template/send', { touser, template_id: code, data, client_msg_id: key }]
}

/** What a place takes is in its name; a value that it does not take is refused with the whole message. */
const SORTS: Readonly<Record<string, RegExp>> = {
  thing: /^[^\n\r]{1,20}$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
  number: /^(?=.{1,32}$)\d+(?:\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[\p{P}\p{S}]{1,5}$/u,
  character_string: /^[\x21-\x7e]{1,32}$/,
  amount: /^\p{Sc}?\d{1,10}(?:\.\d+)?元?$/u,
  name: /^(?:\p{Script=Han}{1,10}|[A-Za-z][A-Za-z .'-]{0,19})$/u,
  date: /^\d{4}年\d{1,2}月\d{1,2}日(?: \d{1,2}:\d\d)?$/,
  time: /^(?:\d{4}年\d{1,2}月\d{1,2}日 )?\d{1,2}:\d\d$/,
  phone_number: /^[\d+-]{1,17}$/,
}

function isOfItsSort(name: string, value: string): boolean {
  const sort = SORTS[/^([a-z_]+?)\d*$/.exec(name)?.[1] ?? '']
  return value.trim() !== '' && (sort === undefined || sort.test(value))
}
