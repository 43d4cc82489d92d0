import { createHash, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import type { Said } from '../../engine/contact.ts'
import type { Outgoing, Provider, SendAnswer } from '../channel.ts'
import type { HookRequest, MessageHook } from '../message-hook.ts'
import { assertSecure, readJson } from '../pay/http.ts'
import type { Reply } from '../pay/provider.ts'
import { askOnce, type Once } from './http-once.ts'
import { senderFor, type OwnSenders, type SenderRules } from './senders.ts'

/** A provider that is asked by HTTP and tells by HTTP. */
export type SmsGateway = Provider & { readonly hook: MessageHook }

export type GatewayOptions = {
  readonly name: string
  readonly rules: SenderRules
  readonly senders: OwnSenders
  /** The country of numbers that come without their calling code. */
  readonly home?: string
  readonly patienceMs?: number
}

const PATIENCE_MS = 20_000
/** Of the caller's patience, what a request may take: so what never left is told as such. */
const OF_PATIENCE = 0.9

/** Who we are, how much we may, and that it is not now: about nothing that the message says. */
const THEIRS: ReadonlySet<number> = new Set([401, 402, 403, 429, 503])

/** Its word that nothing was taken: about this message, or about itself, so that another may be asked. */
export const refusedBy = (status: number, why: string): SendAnswer =>
  THEIRS.has(status) ? { is: 'refused', why, elsewhere: true } : { is: 'refused', why }

type Ask = Omit<Once, 'signal' | 'patienceMs'>

/** The part that every gateway has in common; `send` makes the requests of a message and reads their answers. */
export function gateway(
  options: GatewayOptions,
  hook: Omit<MessageHook, 'name'>,
  send: (message: Outgoing) => {
    /** In order: one where the gateway cuts long texts, else one a part. */
    readonly ask?: Ask | readonly Ask[]
    readonly no?: string
    readonly read?: (status: number, text: string) => SendAnswer
  },
): SmsGateway {
  const patienceMs = options.patienceMs ?? PATIENCE_MS
  return {
    name: options.name,
    patienceMs,
    absenceIsProof: false,
    lookUp: () => Promise.resolve(new Map<string, Said>()),
    hook: { name: options.name, ...hook },
    send: async (_contact, message, signal) => {
      if (message.now >= message.validUntil) return { is: 'refused', why: 'past_its_validity' }
      const asksMs = Math.ceil(patienceMs * OF_PATIENCE)
      // The gateway counts from when it has it: a request that takes all its time must not outlive the hour.
      const validUntil = (message.validUntil - asksMs) as Instant
      const { ask, no, read } = send({ ...message, validUntil })
      if (ask === undefined || read === undefined) return { is: 'refused', why: no ?? 'not_made' }
      const asks: readonly Ask[] = 'url' in ask ? [ask] : ask
      const until = Date.now() + asksMs
      let last: SendAnswer = { is: 'refused', why: 'not_made' }
      for (const [nth, one] of asks.entries()) {
        last = await askFor(one, read, { signal, patienceMs: Math.max(1, until - Date.now()) })
        if (last.is === 'accepted') continue
        // Some of it is on its way: nobody may send the whole again.
        return nth === 0 ? last : { is: 'unclear', why: `part_${nth + 1}: ${last.why}` }
      }
      return last
    },
  }
}

async function askFor(
  ask: Ask,
  read: (status: number, text: string) => SendAnswer,
  patience: Pick<Once, 'signal' | 'patienceMs'>,
): Promise<SendAnswer> {
  assertSecure(ask.url)
  const answer = await askOnce({ ...ask, ...patience })
  if (answer.is === 'answer') return read(answer.status, answer.text)
  if (answer.is === 'lost') return { is: 'unclear', why: answer.why }
  return { is: 'refused', why: answer.why, elsewhere: true }
}

export const senderOf = ({ rules, senders, home }: GatewayOptions, { to, body }: Outgoing) =>
  senderFor(rules, senders, { to, body, home })

/** In a time that tells nothing of where they differ, or of how long the secret is. */
export function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

export const hashOf = (bytes: Uint8Array | string): Uint8Array =>
  createHash('sha256').update(bytes).digest()

/** The pairs of a query or form as octets: a text may be in another alphabet than UTF-8. */
export function octetPairs(text: string): ReadonlyMap<string, Buffer> {
  const pairs = new Map<string, Buffer>()
  for (const pair of text.split('&').slice(0, PAIRS_MAX)) {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    pairs.set(octets(name).toString('utf8'), octets(value))
  }
  return pairs
}

const PAIRS_MAX = 100

function octets(text: string): Buffer {
  const parts = text.replaceAll('+', ' ').split(/(%[0-9a-f]{2})/i)
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part))),
  )
}

export const queryOf = ({ url }: HookRequest): ReadonlyMap<string, Buffer> =>
  octetPairs(/\?([^#]*)/.exec(url)?.[1] ?? '')

/** A JSON list of objects, or one object as a list of one; undefined: it is neither. */
export function jsonList(
  body: Uint8Array,
): readonly Readonly<Record<string, unknown>>[] | undefined {
  const read = readJson(Buffer.from(body).toString('utf8'))
  const list = Array.isArray(read) ? read : [read]
  const isList = list.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
  return isList ? list.slice(0, LIST_MAX) : undefined
}

const LIST_MAX = 1000

export const textAt = (of: Readonly<Record<string, unknown>>, name: string): string => {
  const value = of[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 4000) : ''
}

/** '2026-11-23 10:00:00' of China, where that is a moment that has been; else now. */
export function chinaTime(text: string, now: Instant): Instant {
  const at = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)
    ? Date.parse(`${text.replace(' ', 'T')}+08:00`)
    : Number.NaN
  return (Number.isNaN(at) || at > now ? now : at) as Instant
}

export const json = (status: Reply['status'], body: unknown): Reply => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
})
