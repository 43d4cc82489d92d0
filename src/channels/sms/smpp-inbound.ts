import { createHash } from 'node:crypto'
import type { PDU } from 'smpp'
import type { Instant } from '../../core/calendar.ts'
import type { Received } from '../received.ts'
import { textOf } from './smpp-receipt.ts'

export type InboundOptions = {
  readonly provider: string
  readonly clock: () => Instant
  /** A number as it came, as E.164. */
  readonly e164: (text: string) => string
  /** One of our own senders as it came. */
  readonly ours: (text: string) => string
  /** How long the first part of a long message waits for the others. */
  readonly joinMs: number
  readonly receive: (received: Received) => Promise<unknown>
}

type FromTo = { readonly from: string; readonly to: string }

type Joint = FromTo & {
  readonly total: number
  readonly parts: Map<number, string>
  readonly timer: NodeJS.Timeout
}

const JOINTS_MAX = 500
/** A carrier that did not hear that we have a message gives it again within this time. */
const AGAIN_MS = 600_000
const SEEN_MAX = 5000

export type Inbound = { take(pdu: PDU): Promise<void>; close(): Promise<void> }

/** What people write to us. */
export function smppInbound(options: InboundOptions): Inbound {
  const seen = new Map<string, { readonly ref: string; readonly until: Instant }>()
  const handOver = async ({ from, to }: FromTo, text: string) => {
    const at = options.clock()
    await options.receive({
      provider: options.provider,
      providerRef: refOf(seen, `${from}\n${to}\n${text}`, at),
      channel: 'sms',
      from,
      to,
      text,
      at,
      // The library keeps no octets: what it read stands for them.
      rawHash: createHash('sha256').update(`${from}\n${to}\n${text}`).digest(),
    })
  }
  const joiner = joinerOf(options.joinMs, handOver)
  return {
    take: (pdu) => {
      const of = {
        from: options.e164(pdu.source_addr ?? ''),
        to: options.ours(pdu.destination_addr ?? ''),
      }
      const place = placeOf(pdu)
      return place === undefined
        ? handOver(of, textOf(pdu))
        : joiner.add(of, { place, text: textOf(pdu) })
    },
    close: () => joiner.close(),
  }
}

/**
 * A long message waits for all its parts, but not for ever: a stop word in what has come must not wait
 * for what never comes.
 */
function joinerOf(joinMs: number, handOver: (of: FromTo, text: string) => Promise<void>) {
  const joints = new Map<string, Joint>()
  let isClosed = false
  const waitFor = (key: string) =>
    setTimeout(() => {
      finish(key).catch(() => undefined)
    }, joinMs)
  const finish = async (key: string) => {
    const joint = joints.get(key)
    if (joint === undefined) return
    clearTimeout(joint.timer)
    joints.delete(key)
    const texts = Array.from({ length: joint.total }, (_, i) => joint.parts.get(i + 1) ?? '…')
    try {
      await handOver(joint, texts.join(''))
    } catch (error) {
      if (!isClosed) keepOn(key, joint)
      throw error
    }
  }
  // The carrier has forgotten the parts that it was told we have: they wait here until they can be kept.
  const keepOn = (key: string, joint: Joint) => {
    const newer = joints.get(key)
    clearTimeout(newer?.timer)
    const parts = new Map([...joint.parts, ...(newer?.parts ?? [])])
    joints.set(key, { ...joint, parts, timer: waitFor(key) })
  }
  return {
    add: async (of: FromTo, { place, text }: { place: Place; text: string }) => {
      const { total } = place
      const key = `${of.from} ${of.to} ${place.reference} ${total}`
      if (joints.size >= JOINTS_MAX && !joints.has(key)) throw new Error('too many long messages')
      const joint = joints.get(key) ?? { ...of, total, parts: new Map(), timer: waitFor(key) }
      joints.set(key, joint)
      joint.parts.set(place.number, text)
      // The last part is answered only when the whole is kept.
      if (joint.parts.size === total) await finish(key)
    },
    close: async () => {
      isClosed = true
      await Promise.allSettled([...joints.keys()].map(finish))
    },
  }
}

type Place = { readonly reference: number; readonly total: number; readonly number: number }

/** Which part of which long message it is: by its header, or by optional fields. */
function placeOf(pdu: PDU): Place | undefined {
  for (const element of pdu.short_message?.udh ?? []) {
    const [kind, length, ...octets] = element
    if (kind === 0 && length === 3) return place(octets[0] ?? 0, octets[1], octets[2])
    if (kind === 8 && length === 4) {
      return place((octets[0] ?? 0) * 256 + (octets[1] ?? 0), octets[2], octets[3])
    }
  }
  const { sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: number } = pdu
  return reference === undefined ? undefined : place(reference, total, number)
}

function place(reference: number, total = 0, number = 0): Place | undefined {
  return total > 1 && number >= 1 && number <= total ? { reference, total, number } : undefined
}

/**
 * SMPP gives a message from a phone no name, so it has one of ours: the same words from the same
 * number again within minutes are the carrier's second try; later they are said anew.
 */
function refOf(
  seen: Map<string, { readonly ref: string; readonly until: Instant }>,
  words: string,
  now: Instant,
): string {
  for (const [key, { until }] of seen) {
    if (until > now && seen.size < SEEN_MAX) break
    seen.delete(key)
  }
  const key = createHash('sha256').update(words).digest('base64url')
  const before = seen.get(key)
  if (before !== undefined) return before.ref
  const ref = `${key}-${now}`
  seen.set(key, { ref, until: (now + AGAIN_MS) as Instant })
  return ref
}
