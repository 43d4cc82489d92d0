import { createHmac } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
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
  type AppReply,
  type DoubleTools,
  type Fields,
  type Person,
} from './sandbox-parts.ts'

export type WhatsappDoubleOptions = DoubleTools & {
  readonly phoneNumberId: string
  readonly accessToken: string
  readonly appSecret: string
}

export type WhatsappDouble = AppDouble & {
  /** The firm's word on a template: APPROVED, PAUSED and the like. */
  decides(template: string, language: string, event: string, now: Instant): void
}

const DAY = 86_400_000

/** WhatsApp's Cloud API: it takes a message first, and says afterwards what became of it. */
export function whatsappDouble(options: WhatsappDoubleOptions): WhatsappDouble {
  const person = peopleOf(options)
  const states = new Map<string, string>()
  const push = (change: object, now: Instant) => {
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '102290129340398', time: Math.floor(now / 1000), changes: [change] }],
    })
    const signature = createHmac('sha256', options.appSecret).update(body).digest('hex')
    options.push({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
      body,
    })
  }
  const of = (more: object) => ({
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id: options.phoneNumberId },
      ...more,
    },
  })
  const self: Self = { options, person, states, push: (more, now) => push(of(more), now) }
  return {
    person,
    endTokens: () => undefined,
    answer: (call, now) => answer(self, call, now),
    says: (id, text, now) => {
      Object.assign(person(id), { follows: true, windowUntil: now + DAY, left: 1_000_000 })
      const message = { from: id, id: `wamid.${hexOf(options.random(12))}`, type: 'text' }
      const timestamp = String(Math.floor(now / 1000))
      self.push({ messages: [{ ...message, timestamp, text: { body: text } }] }, now)
    },
    decides: (template, language, event, now) => {
      states.set(template, event)
      const value = {
        event,
        message_template_id: 1689556908129832,
        message_template_name: template,
        message_template_language: language,
        reason: 'NONE',
      }
      push({ field: 'message_template_status_update', value }, now)
    },
  }
}

type Self = {
  readonly options: WhatsappDoubleOptions
  readonly person: (id: string) => Person
  readonly states: ReadonlyMap<string, string>
  readonly push: (more: object, now: Instant) => void
}

const fault = (status: number, code: number): AppReply =>
  jsonReply(status, { error: { message: 'no', type: 'OAuthException', code, fbtrace_id: 'A' } })

function answer(self: Self, call: AppCall, now: Instant): AppReply | undefined {
  const { options } = self
  if (!call.path.endsWith(`/${options.phoneNumberId}/messages`)) return undefined
  if (call.header('authorization') !== `Bearer ${options.accessToken}`) return fault(401, 190)
  const asked = fieldsIn(call.body)
  const to = wordIn(asked, 'to')
  const one = self.person(to)
  const made = asked['type'] === 'template' ? shownTo(self, asked) : freeText(asked)
  if (typeof made === 'number') return fault(400, made)
  const id = `wamid.${hexOf(options.random(12))}`
  const isOpen = asked['type'] === 'template' || now < one.windowUntil
  const failed = one.follows ? (isOpen ? undefined : 131047) : 131026
  const told = (status: string, more = {}) =>
    self.push(
      {
        statuses: [
          {
            id,
            status,
            timestamp: String(Math.floor(now / 1000)),
            recipient_id: to,
            biz_opaque_callback_data: asked['biz_opaque_callback_data'],
            ...more,
          },
        ],
      },
      now,
    )
  if (failed === undefined) {
    one.read.push(made)
    for (const status of ['sent', 'delivered', 'read']) told(status)
  } else told('failed', { errors: [{ code: failed, title: 'no' }] })
  return jsonReply(200, {
    messaging_product: 'whatsapp',
    contacts: [{ input: to, wa_id: to }],
    messages: [{ id, message_status: 'accepted' }],
  })
}

const freeText = (asked: Fields): string | number =>
  wordIn(innerOf(asked, 'text'), 'body') || 131008

function shownTo({ options, states }: Self, asked: Fields): string | number {
  const given = innerOf(asked, 'template')
  const [name, language] = [wordIn(given, 'name'), wordIn(innerOf(given, 'language'), 'code')]
  const template = options.templates.find((one) => one.code === name && one.language === language)
  if (template === undefined) return 132001
  if (states.get(name) === 'PAUSED') return 132015
  const components = Array.isArray(given['components']) ? (given['components'] as Fields[]) : []
  const parameters = components.flatMap((one) =>
    Array.isArray(one['parameters']) ? (one['parameters'] as Fields[]) : [],
  )
  const values = parameters.map((one, i): [string, string] => [
    wordIn(one, 'parameter_name') || String(i + 1),
    wordIn(one, 'text'),
  ])
  return shownOf(template, new Map(values)) ?? 132000
}
