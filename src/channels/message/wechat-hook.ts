import type { Instant } from '../../core/calendar.ts'
import type { AppTold } from '../../engine/app-told.ts'
import type { HookHeard, HookNews, HookRequest, MessageHook } from '../message-hook.ts'
import type { Unsigned } from '../pay/provider.ts'
import { isTimely } from '../pay/signing.ts'
import { hashOf, queryOf } from '../sms/gateway.ts'
import { isSignedBy, wechatDecrypt, type WechatKeys } from './wechat-crypt.ts'
import { readWechatXml, type WechatXml } from './wechat-xml.ts'

type Options = { readonly name: string; readonly keys: WechatKeys }

const NONE: HookNews = { received: [], receipts: [] }
const HOUR_MS = 3_600_000

/** What a service account is pushed, in its secure mode alone: signed over the encrypted text, and recent. */
export function wechatHook(options: Options): MessageHook {
  return {
    name: options.name,
    hear: (request, now) => {
      if (request.method === 'GET') return echo(options, request, now)
      const opened = openPush(options.keys, request, now)
      if ('why' in opened) return { is: 'refused', why: opened.why }
      return { is: 'heard', ...newsOf(options, opened.xml, request.body, now) }
    },
    replies: {
      taken: { status: 200, type: 'text/plain', body: 'success' },
      refused: { status: 401, type: 'text/plain', body: '' },
    },
  }
}

const fieldsOf = (request: HookRequest) => {
  const query = queryOf(request)
  return (name: string) => query.get(name)?.toString('utf8') ?? ''
}

/** When the address is set up: a text that only comes back if we know the token. */
function echo({ keys }: Options, request: HookRequest, now: Instant): HookHeard {
  const at = fieldsOf(request)
  const [given, timestamp] = [at('signature'), at('timestamp')]
  if (given === '') return { is: 'refused', why: 'no_signature' }
  if (!isSignedBy(given, keys.token, timestamp, at('nonce')))
    return { is: 'refused', why: 'bad_signature' }
  if (!isTimely(timestamp, now)) return { is: 'refused', why: 'too_old' }
  const reply = { status: 200, type: 'text/plain', body: at('echostr').slice(0, 200) } as const
  return { is: 'heard', ...NONE, reply }
}

/** Signed over the encrypted text, so that nothing of it can be changed or added. */
export function openPush(
  keys: WechatKeys,
  request: HookRequest,
  now: Instant,
): { readonly xml: WechatXml } | { readonly why: Unsigned } {
  const at = fieldsOf(request)
  const [given, timestamp] = [at('msg_signature'), at('timestamp')]
  if (given === '') return { why: 'no_signature' }
  const outer = readWechatXml(Buffer.from(request.body).toString('utf8'))
  const encrypted = outer?.at('Encrypt') ?? ''
  if (!isSignedBy(given, keys.token, timestamp, at('nonce'), encrypted))
    return { why: 'bad_signature' }
  if (!isTimely(timestamp, now)) return { why: 'too_old' }
  const text = wechatDecrypt(keys, encrypted)
  if (text === undefined) return { why: 'not_for_us' }
  const xml = readWechatXml(text)
  return xml === undefined ? { why: 'not_readable' } : { xml }
}

function newsOf({ name }: Options, xml: WechatXml, body: Uint8Array, now: Instant): HookNews {
  const from = xml.at('FromUserName').slice(0, 128)
  const seconds = Number(xml.at('CreateTime'))
  const at = (Number.isSafeInteger(seconds) ? Math.min(seconds * 1000, now) : now) as Instant
  // A push that was not taken comes again with the same second, event and number.
  const what = xml.at('MsgId') || xml.at('Event').toLowerCase()
  const of: Of = { provider: name, from, at, stamp: `${from} ${xml.at('CreateTime')} ${what}` }
  if (from === '') return NONE
  if (xml.at('MsgType') === 'event') return EVENTS[xml.at('Event').toLowerCase()]?.(of, xml) ?? NONE
  const ref = xml.at('MsgId') || `${of.stamp} ${Buffer.from(hashOf(body)).toString('hex')}`
  const received = {
    provider: name,
    providerRef: ref,
    channel: 'message',
    from,
    to: xml.at('ToUserName'),
    text: xml.at('Content') || xml.at('Recognition') || `[${xml.at('MsgType')}]`,
    at,
    rawHash: hashOf(body),
  } as const
  return { received: [received], receipts: [], told: [heard(of, 48 * HOUR_MS, 5)] }
}

type Of = {
  readonly provider: string
  readonly from: string
  readonly at: Instant
  readonly stamp: string
}
type Event = (of: Of, xml: WechatXml) => HookNews

const person = (
  { provider, from, at, stamp }: Of,
  kind: Extract<AppTold, { about: 'person' }>['kind'],
  more: { template?: string; uses?: number; closesAt?: Instant } = {},
): AppTold => ({
  about: 'person',
  provider,
  from,
  kind,
  ...more,
  source: `${kind} ${stamp} ${more.template ?? ''}`.trim(),
  at,
})

/** What they did opens a window of its own length, in which so many messages may leave (rules of June 2023). */
const heard = (of: Of, ms: number, uses: number): AppTold =>
  person(of, 'heard', { uses, closesAt: (of.at + ms) as Instant })

const MINUTE_MS = 60_000
const touched: Event = (of) => ({ ...NONE, told: [heard(of, MINUTE_MS, 3)] })

const EVENTS: Readonly<Record<string, Event | undefined>> = {
  subscribe: (of) => ({ ...NONE, told: [person(of, 'linked'), heard(of, MINUTE_MS, 3)] }),
  unsubscribe: (of) => ({ ...NONE, told: [person(of, 'blocked')] }),
  click: touched,
  scan: touched,
  scancode_push: touched,
  scancode_waitmsg: touched,
  templatesendjobfinish: templateSent,
  subscribe_msg_popup_event: (of, xml) => consents(of, xml, 'SubscribeMsgPopupEvent'),
  subscribe_msg_change_event: (of, xml) => {
    // The platform's own examples write either name.
    const found = consents(of, xml, 'SubscribeMsgChangeEvent')
    return found.told?.length === 0 ? consents(of, xml, 'SubscribeMsgPopupEvent') : found
  },
  subscribe_msg_sent_event: subscriptionSent,
}

/** 'failed:user block' is the person's own setting; other failures prove nothing. */
function templateSent(of: Of, xml: WechatXml): HookNews {
  const status = xml.at('Status').toLowerCase()
  const isBlocked = status.includes('user block')
  const providerRef = (xml.at('MsgID') || xml.at('MsgId')).slice(0, 64)
  const said = status === 'success' ? 'delivered' : isBlocked ? 'bounced' : 'expired'
  const detail = { from: 'receipt', stat: status.slice(0, 40) }
  const { provider, at } = of
  const receipts = providerRef === '' ? [] : [{ provider, providerRef, said, at, detail } as const]
  return { received: [], receipts, told: isBlocked ? [person(of, 'blocked')] : [] }
}

/** One acceptance is one message; a "no" ends what was accepted before. */
function consents(of: Of, xml: WechatXml, element: string): HookNews {
  const told = xml.list(element).flatMap((at, i): AppTold[] => {
    const template = at('TemplateId').slice(0, 200)
    const said = at('SubscribeStatusString')
    if (template === '' || (said !== 'accept' && said !== 'reject')) return []
    const one = { ...of, stamp: `${of.stamp} ${i}` }
    return [
      said === 'accept'
        ? person(one, 'accepted', { template, uses: 1 })
        : person(one, 'refused', { template }),
    ]
  })
  return { ...NONE, told }
}

/** Its number was given to nobody when it was sent: it is found by the person and the template. */
function subscriptionSent(of: Of, xml: WechatXml): HookNews {
  const told = xml.list('SubscribeMsgSentEvent').flatMap((at, i): AppTold[] => {
    const template = at('TemplateId').slice(0, 200)
    if (template === '') return []
    const code = at('ErrorCode')
    const isRefused = code === '43101' || /refuse|block/i.test(at('ErrorStatus'))
    const said = code === '0' ? 'delivered' : isRefused ? 'bounced' : 'expired'
    const { provider, from, at: when } = of
    const source = `sent ${of.stamp} ${at('MsgID') || i}`
    const detail = { from: 'receipt', err: code.slice(0, 12), id: at('MsgID').slice(0, 64) }
    return [
      { about: 'sent', provider, from, template, said, source, detail, at: when },
      ...(isRefused ? [person({ ...of, stamp: `${of.stamp} ${i}` }, 'refused', { template })] : []),
    ]
  })
  return { ...NONE, told }
}
