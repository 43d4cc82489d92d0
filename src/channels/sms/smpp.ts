import { createHash } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import type { Fields, PDU } from 'smpp'
import type { Instant } from '../../core/calendar.ts'
import { smsParts, type SmsParts } from '../../core/sms-text.ts'
import type { Said } from '../../engine/contact.ts'
import type { Outgoing, Provider, SendAnswer } from '../channel.ts'
import type { ReceiptSink, ReceivedSink } from '../received.ts'
import {
  asE164,
  ourAddress,
  senderFor,
  type OwnSenders,
  type Sender,
  type SenderRules,
} from './senders.ts'
import { smppInbound, type Inbound } from './smpp-inbound.ts'
import type { PartsBook } from './smpp-joiner.ts'
import { smppLink, type Link, type LinkOptions } from './smpp-link.ts'
import { isReceipt, oneForm, readReceipt, type IdForm } from './smpp-receipt.ts'
import {
  beginEntry,
  forgetEntry,
  namePart,
  providerRefOf,
  saidOf,
  smppRefs,
  tellPart,
  type Entry,
  type Merged,
  type Recall,
  type Refs,
} from './smpp-refs.ts'
import { readAnswer } from './smpp-status.ts'
import type { Answered } from './smpp-window.ts'

export type SmppOptions = LinkOptions & {
  readonly name?: string
  readonly rules: SenderRules
  readonly senders: OwnSenders
  /** The country of numbers that come without their calling code. */
  readonly home?: string
  readonly clock: () => Instant
  readonly received: ReceivedSink
  readonly receipt: ReceiptSink
  readonly recall?: Recall
  /** Long texts as parts with a header, or whole in message_payload where the carrier cuts them. */
  readonly long?: 'parts' | 'payload'
  /** Where the carrier's default alphabet is not GSM-7. */
  readonly only?: 'ucs2'
  readonly ids?: { readonly answer: IdForm; readonly receipt: IdForm }
  readonly remembered?: number
  readonly joinMs?: number
  readonly parts?: PartsBook
  /** The first pause that a throttling carrier is given; each further one is twice as long. */
  readonly throttleMs?: number
  readonly patienceMs?: number
}

type Desk = {
  readonly options: SmppOptions
  readonly name: string
  readonly link: Link
  readonly refs: Refs
  readonly inbound: Inbound
  nextJoint: number
}

const NAME = 'smpp'
const SINK_MS = 10_000
const THROTTLED_MAX = 4

/** SMPP 3.4 as a transceiver: sends, and hears receipts and replies over the same connection. */
export function smppProvider(options: SmppOptions): Provider & { close(): Promise<void> } {
  const name = options.name ?? NAME
  const desk: Desk = {
    options,
    name,
    link: smppLink(options, (pdu) => deliver(desk, pdu)),
    refs: smppRefs(options.remembered ?? 100_000, options.recall),
    inbound: smppInbound({
      provider: name,
      clock: options.clock,
      e164: (text) => asE164(options.rules, text, options.home),
      ours: (text) => ourAddress(options.senders, text),
      joinMs: options.joinMs ?? 20_000,
      parts: options.parts && partsInTime(options.parts),
      receive: (received) => inTime(options.received(received)),
    }),
    nextJoint: Math.floor(options.random() * 256),
  }
  return {
    name,
    patienceMs: options.patienceMs ?? 40_000,
    absenceIsProof: false,
    send: (_contact, message, signal) => send(desk, message, signal),
    lookUp: (asked) => {
      const known = asked.flatMap(({ attemptKey }): [string, Said][] => {
        const said = saidOf(desk.refs, attemptKey)
        return said === undefined ? [] : [[attemptKey, said]]
      })
      return Promise.resolve(new Map(known))
    },
    close: async () => {
      desk.link.close()
      await desk.inbound.close()
    },
  }
}

async function send(desk: Desk, message: Outgoing, signal: AbortSignal): Promise<SendAnswer> {
  const { options } = desk
  if (message.now >= message.validUntil) return { is: 'refused', why: 'past_its_validity' }
  const { body } = message
  const from = senderFor(options.rules, options.senders, {
    to: message.to,
    body,
    home: options.home,
  })
  if ('no' in from) return { is: 'refused', why: from.no }
  const text = smsParts(body, options.only)
  if (text === 'too_long') return { is: 'refused', why: 'too_long' }
  const reference = shortReference(message.ref.attemptKey)
  const made = fieldsOf(desk, message, { ...from, text, reference })
  const number = from.to.slice(1)
  const entry = beginEntry(desk.refs, {
    attemptKey: message.ref.attemptKey,
    to: number,
    reference,
    count: made.length,
  })
  for (const [index, fields] of made.entries()) {
    const answer = await submitPart(desk, { entry, index, fields, signal })
    if (answer.is === 'accepted') continue
    if (index === 0 && answer.is === 'refused') forgetEntry(desk.refs, entry)
    // A carrier that has the first part has something: no other one may be asked.
    return index === 0 ? answer : { is: 'unclear', why: `part ${index + 1}: ${answer.why}` }
  }
  return { is: 'accepted', providerRef: providerRefOf(entry) }
}

type PartAsk = {
  readonly entry: Entry
  readonly index: number
  readonly fields: () => Fields | undefined
  readonly signal: AbortSignal
}

/** A part once; again only where the carrier's own word is that it was busy and took nothing. */
async function submitPart(
  desk: Desk,
  { entry, index, fields, signal }: PartAsk,
): Promise<SendAnswer> {
  const late = (answer: Answered) => void tellLate(desk, entry, index, answer)
  let pauseMs = desk.options.throttleMs ?? 1000
  for (let busy = 0; ; busy++) {
    const submitted = await desk.link.submit({ fields, signal, late })
    if (submitted.is === 'lost') return { is: 'unclear', why: submitted.why }
    if (submitted.is === 'not_written') return notWritten(submitted.why)
    const read = readAnswer(submitted)
    if (read.is === 'accepted') {
      nameAndTell(desk, entry, index, submitted.id)
      return { is: 'accepted', providerRef: submitted.id }
    }
    if (read.is !== 'busy') return read
    if (busy >= THROTTLED_MAX) return { is: 'refused', why: read.why, elsewhere: true }
    desk.link.pause(pauseMs)
    // Not in the line, where it would be given up before the pause is over.
    await after(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs *= 2
  }
}

/** No connection, or no room: another may be asked. That its hour is over is the message's own matter. */
const notWritten = (why: string): SendAnswer =>
  why === 'past_its_validity' ? { is: 'refused', why } : { is: 'refused', why, elsewhere: true }

function nameAndTell(desk: Desk, entry: Entry, index: number, id: string): void {
  const form = desk.options.ids?.answer ?? 'text'
  const merged = namePart(desk.refs, entry, index, oneForm(id, form))
  if (merged !== undefined) tell(desk, merged, { from: 'receipt' }).catch(() => undefined)
}

/** The answer after its time: what was a doubt is known now. */
async function tellLate(desk: Desk, entry: Entry, index: number, answer: Answered): Promise<void> {
  const read = readAnswer(answer)
  if (read.is === 'accepted') nameAndTell(desk, entry, index, answer.id)
  else if (read.is === 'unclear' || entry.parts.length > 1) return
  const said = read.is === 'accepted' ? 'accepted' : 'never_accepted'
  const { attemptKey } = entry
  const late = { attemptKey, providerRef: providerRefOf(entry), said } as const
  await tell(desk, late, { from: 'late_answer', status: answer.status }).catch(() => undefined)
}

async function tell(
  { options, name }: Desk,
  merged: Merged,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await inTime(options.receipt({ provider: name, ...merged, at: options.clock(), detail }))
}

const partsInTime = (book: PartsBook): PartsBook => ({
  keep: (part) => inTime(book.keep(part)),
  forget: (joint) => inTime(book.forget(joint)),
  left: (before) => inTime(book.left(before)),
})

/** Command status of our answer: the carrier forgets only what is kept here. */
async function deliver(desk: Desk, pdu: PDU): Promise<number> {
  if (!isReceipt(pdu)) {
    await desk.inbound.take(pdu)
    return 0
  }
  const receipt = readReceipt(pdu, desk.options.ids?.receipt ?? 'text')
  // Nobody can read it the next time either.
  if (receipt === undefined) return 0
  const { id, said, detail } = receipt
  const merged = await tellPart(desk.refs, receipt)
  if (merged !== undefined) await tell(desk, merged, detail)
  else {
    // Of before a restart: a message in one part is found by the carrier's id alone.
    const at = desk.options.clock()
    await inTime(desk.options.receipt({ provider: desk.name, providerRef: id, said, at, detail }))
  }
  return 0
}

type Made = {
  readonly sender: Sender
  readonly to: string
  readonly text: SmsParts
  readonly reference: number
}

/** Each part as the carrier is given it, made anew for every try: less of the validity is left. */
function fieldsOf(
  desk: Desk,
  message: Outgoing,
  { sender, to, text, reference }: Made,
): (() => Fields | undefined)[] {
  const begun = performance.now()
  const { parts } = text
  const whole = {
    source_addr: sender.address,
    source_addr_ton: sender.ton,
    source_addr_npi: sender.npi,
    destination_addr: to.slice(1),
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    registered_delivery: 1,
    data_coding: text.alphabet === 'gsm7' ? 0 : 8,
    user_message_reference: reference,
  }
  const ofPart = (fields: Fields) => () => {
    const now = message.now + (performance.now() - begun)
    const validity = validityPeriod(message.validUntil - now)
    return validity === undefined ? undefined : { ...whole, validity_period: validity, ...fields }
  }
  const [only] = parts
  if (parts.length === 1 && only !== undefined)
    return [ofPart({ short_message: Buffer.from(only) })]
  if (desk.options.long === 'payload') return [ofPart({ message_payload: Buffer.concat(parts) })]
  const joint = desk.nextJoint
  desk.nextJoint = (joint + 1) % 256
  return parts.map((part, index) => {
    const header = [5, 0, 3, joint, parts.length, index + 1]
    return ofPart({ esm_class: UDH_IS_IN, short_message: Buffer.from([...header, ...part]) })
  })
}

const UDH_IS_IN = 0x40
const DAY_S = 86_400
const DAYS_MAX = 27

/** From now on, rounded down, in the relative form: no clock of the carrier matters. */
export function validityPeriod(ms: number): string | undefined {
  const all = Math.min(Math.floor(ms / 1000), DAYS_MAX * DAY_S)
  if (all < 1) return undefined
  const fields = [
    Math.floor(all / DAY_S),
    Math.floor(all / 3600) % 24,
    Math.floor(all / 60) % 60,
    all % 60,
  ]
  return `0000${fields.map((n) => String(n).padStart(2, '0')).join('')}000R`
}

/** 16 bits that come from the attempt alone, so that they are the same after a restart. */
const shortReference = (attemptKey: string): number =>
  createHash('sha256').update(attemptKey).digest().readUInt16BE(0)

/** A sink that hangs must not hold up the carrier: not kept, so it comes again. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('not kept in time')), SINK_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
