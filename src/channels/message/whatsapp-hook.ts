import type { Instant } from '../../core/calendar.ts'
import type { AppTold } from '../../engine/app-told.ts'
import type { Approval } from '../../engine/app-way.ts'
import type { Said } from '../../engine/contact.ts'
import type { HookHeard, HookNews, HookRequest, MessageHook } from '../message-hook.ts'
import { readJson } from '../pay/http.ts'
import { hmac, sameBytes } from '../pay/signing.ts'
import type { Receipt, Received } from '../received.ts'
import { hashOf, queryOf, sameSecret, textAt } from '../sms/gateway.ts'

type Options = {
  readonly name: string
  readonly phoneNumberId: string
  readonly appSecret: string
  readonly verifyToken: string
}

const DAY_MS = 86_400_000

/**
 * Signed over the bytes as they came. The signature names no moment, because what was not taken is told
 * again for days: everything in it has a name of its own and is believed once.
 */
export function whatsappHook(options: Options): MessageHook {
  return {
    name: options.name,
    hear: (request, now) =>
      request.method === 'GET' ? echo(options, request) : hear(options, request, now),
    replies: {
      taken: { status: 200, type: 'text/plain', body: '' },
      refused: { status: 401, type: 'text/plain', body: '' },
    },
  }
}

function echo({ verifyToken }: Options, request: HookRequest): HookHeard {
  const query = queryOf(request)
  const at = (name: string) => query.get(name)?.toString('utf8') ?? ''
  if (at('hub.mode') !== 'subscribe') return { is: 'refused', why: 'not_readable' }
  if (!sameSecret(at('hub.verify_token'), verifyToken))
    return { is: 'refused', why: 'bad_signature' }
  const body = at('hub.challenge').slice(0, 200)
  return {
    is: 'heard',
    received: [],
    receipts: [],
    reply: { status: 200, type: 'text/plain', body },
  }
}

function hear(options: Options, request: HookRequest, now: Instant): HookHeard {
  const given = request.header('x-hub-signature-256')
  if (given === undefined) return { is: 'refused', why: 'no_signature' }
  const hex = /^sha256=([0-9a-f]{64})$/.exec(given)?.[1] ?? ''
  const wanted = hmac(Buffer.from(options.appSecret, 'utf8'), request.body)
  if (!sameBytes(Buffer.from(hex, 'hex'), wanted)) return { is: 'refused', why: 'bad_signature' }
  const read = readJson(Buffer.from(request.body).toString('utf8'))
  if (textAt(fieldsOf(read), 'object') !== 'whatsapp_business_account')
    return { is: 'refused', why: 'not_readable' }
  const news = listOf(read, 'entry').flatMap((entry) =>
    listOf(entry, 'changes').map((change) => changeOf(options, { entry, change }, now)),
  )
  return {
    is: 'heard',
    received: news.flatMap((one) => one.received),
    receipts: news.flatMap((one) => one.receipts),
    told: news.flatMap((one) => one.told ?? []),
  }
}

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const LIST_MAX = 1000

const listOf = (of: unknown, name: string): readonly Fields[] => {
  const value = fieldsOf(of)[name]
  return Array.isArray(value) ? value.slice(0, LIST_MAX).map(fieldsOf) : []
}

const NONE: HookNews = { received: [], receipts: [] }
type Change = { readonly entry: Fields; readonly change: Fields }

/** An account may have several numbers: what is about another is for another hook. */
function changeOf(options: Options, { entry, change }: Change, now: Instant): HookNews {
  const value = fieldsOf(change['value'])
  if (textAt(change, 'field') === 'message_template_status_update')
    return templateOf(options, { entry, change: value }, now)
  const number = textAt(fieldsOf(value['metadata']), 'phone_number_id')
  if (textAt(change, 'field') !== 'messages' || number !== options.phoneNumberId) return NONE
  const to = textAt(fieldsOf(value['metadata']), 'display_phone_number')
  const messages = listOf(value, 'messages').map((one) => messageOf(options, { one, to }, now))
  const statuses = listOf(value, 'statuses').map((one) => statusOf(options, one, now))
  const all = [...messages, ...statuses]
  return {
    received: all.flatMap((one) => one.received),
    receipts: all.flatMap((one) => one.receipts),
    told: all.flatMap((one) => one.told ?? []),
  }
}

const atOf = (one: Fields, now: Instant): Instant => {
  const at = Number(textAt(one, 'timestamp')) * 1000
  return (Number.isSafeInteger(at) && at > 0 ? Math.min(at, now) : now) as Instant
}

const numberOf = (waId: string): string => `+${waId.replace(/\D/g, '').slice(0, 20)}`

/** Words of the app's own, such as that somebody has a new number: nobody said them. */
const OF_THE_APP: ReadonlySet<string> = new Set(['system', 'unsupported', 'reaction'])

function messageOf(
  { name }: Options,
  { one, to }: { readonly one: Fields; readonly to: string },
  now: Instant,
): HookNews {
  const [id, kind, from] = [textAt(one, 'id'), textAt(one, 'type'), textAt(one, 'from')]
  if (id === '' || from === '' || OF_THE_APP.has(kind)) return NONE
  const at = atOf(one, now)
  const received: Received = {
    provider: name,
    providerRef: id.slice(0, 200),
    channel: 'message',
    from: numberOf(from),
    to,
    text: wordsOf(one, kind),
    at,
    rawHash: hashOf(JSON.stringify(one)),
  }
  const told: AppTold = {
    about: 'person',
    provider: name,
    from: received.from,
    kind: 'heard',
    closesAt: (at + DAY_MS) as Instant,
    source: `heard ${id}`,
    at,
  }
  return { received: [received], receipts: [], told: [told] }
}

function wordsOf(one: Fields, kind: string): string {
  const inner = fieldsOf(one[kind])
  if (kind === 'text') return textAt(inner, 'body')
  if (kind === 'button') return textAt(inner, 'text')
  const pressed = fieldsOf(inner[textAt(inner, 'type')])
  return textAt(pressed, 'title') || textAt(inner, 'caption') || `[${kind}]`
}

const STATES: Readonly<Record<string, Said | undefined>> = {
  sent: 'accepted',
  delivered: 'delivered',
  read: 'delivered',
  // That it does not reach them here says nothing of their number, so it is never "bounced".
  failed: 'expired',
}
const TAUGHT: Readonly<Record<string, 'closed' | 'blocked' | undefined>> = {
  131047: 'closed',
  131050: 'blocked',
}

function statusOf({ name }: Options, one: Fields, now: Instant): HookNews {
  const [id, stat] = [textAt(one, 'id').slice(0, 200), textAt(one, 'status')]
  const said = STATES[stat]
  if (said === undefined || id === '') return NONE
  const err = textAt(listOf(one, 'errors')[0] ?? {}, 'code').slice(0, 12)
  const at = atOf(one, now)
  const attemptKey = textAt(one, 'biz_opaque_callback_data')
  const receipt: Receipt = {
    provider: name,
    providerRef: id,
    ...(attemptKey === '' ? {} : { attemptKey }),
    said,
    at,
    detail: { from: 'receipt', stat, ...(err === '' ? {} : { err }) },
  }
  const kind = stat === 'failed' ? TAUGHT[err] : undefined
  const from = numberOf(textAt(one, 'recipient_id'))
  const told: AppTold[] =
    kind === undefined
      ? []
      : [{ about: 'person', provider: name, from, kind, source: `${kind} ${id}`, at }]
  return { received: [], receipts: [receipt], told }
}

const TEMPLATE_STATES: Readonly<Record<string, Approval | undefined>> = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  DISABLED: 'disabled',
  ARCHIVED: 'disabled',
  DELETED: 'disabled',
  PENDING_DELETION: 'disabled',
}

function templateOf({ name }: Options, { entry, change }: Change, now: Instant): HookNews {
  const event = textAt(change, 'event')
  const state = TEMPLATE_STATES[event]
  const [code, language] = ['message_template_name', 'message_template_language'].map((field) =>
    textAt(change, field).slice(0, 200),
  )
  if (state === undefined || code === undefined || code === '') return NONE
  const seconds = textAt(entry, 'time')
  const at = atOf({ timestamp: seconds }, now)
  const reason = textAt(change, 'reason')
  const told: AppTold = {
    about: 'template',
    provider: name,
    code,
    language: (language ?? '').slice(0, 20),
    state,
    why: reason === 'NONE' ? '' : reason,
    source: `${event} ${seconds} ${textAt(entry, 'id')}`,
    at,
  }
  return { ...NONE, told: [told] }
}
