import { createHash } from 'node:crypto'
import type { PDU } from 'smpp'
import type { Instant } from '../../core/calendar.ts'
import type { Received } from '../received.ts'
import {
  partsInMemory,
  smppJoiner,
  type FromTo,
  type PartsBook,
  type Place,
} from './smpp-joiner.ts'
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
  /** Where parts of long messages outlive this process; without it they end with it. */
  readonly parts?: PartsBook | undefined
  readonly receive: (received: Received) => Promise<unknown>
}

/** A carrier that did not hear that we have a message gives it again within this time. */
const AGAIN_MS = 600_000
const SEEN_MAX = 5000

export type Inbound = { take(pdu: PDU): Promise<void>; close(): Promise<void> }

/** What people write to us. */
export function smppInbound(options: InboundOptions): Inbound {
  const seen = new Map<string, { readonly ref: string; readonly until: Instant }>()
  const { joinMs, clock, parts: book = partsInMemory() } = options
  const handOver = async ({ from, to }: FromTo, text: string, since: Instant) => {
    const at = clock()
    await options.receive({
      provider: options.provider,
      providerRef: refOf(seen, `${from}\n${to}\n${text}`, { now: at, since }),
      channel: 'sms',
      from,
      to,
      text,
      at,
      // The library keeps no octets: what it read stands for them.
      rawHash: createHash('sha256').update(`${from}\n${to}\n${text}`).digest(),
    })
  }
  const joiner = smppJoiner({
    joinMs,
    clock,
    book,
    // By when the first part came it has the same name after a restart.
    handOver: (joint, text) => handOver(joint, text, joint.since),
  })
  return {
    take: (pdu) => {
      const of = {
        from: options.e164(pdu.source_addr ?? ''),
        to: options.ours(pdu.destination_addr ?? ''),
      }
      const place = placeOf(pdu)
      return place === undefined
        ? handOver(of, textOf(pdu), clock())
        : joiner.add(of, { ...place, text: textOf(pdu) })
    },
    close: () => joiner.close(),
  }
}

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
  { now, since }: { readonly now: Instant; readonly since: Instant },
): string {
  for (const [key, { until }] of seen) {
    if (until > now && seen.size < SEEN_MAX) break
    seen.delete(key)
  }
  const key = createHash('sha256').update(words).digest('base64url')
  const before = seen.get(key)
  if (before !== undefined) return before.ref
  const ref = `${key}-${since}`
  seen.set(key, { ref, until: (now + AGAIN_MS) as Instant })
  return ref
}
