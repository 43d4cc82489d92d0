import { smsParts } from './sms-text.ts'

/** What a text message is on the air: what a carrier counts and bills. */
export type SmsLength = {
  readonly alphabet: 'gsm7' | 'ucs2'
  readonly segments: number
  /** Septets of GSM-7 (an extension character is two), or 16-bit units of UCS-2. */
  readonly units: number
  /** Units until one more segment is needed. */
  readonly left: number
}

/** With more than one segment each gives up room for the header that joins them. */
const ROOM = {
  gsm7: { alone: 160, joined: 153, octets: 1 },
  ucs2: { alone: 70, joined: 67, octets: 2 },
} as const

/** undefined: more segments than anybody should be sent. */
export function smsLength(text: string): SmsLength | undefined {
  const made = smsParts(text)
  if (made === 'too_long') return undefined
  const { alphabet, parts } = made
  const { alone, joined, octets } = ROOM[alphabet]
  const each = parts.map((part) => part.length / octets)
  const units = each.reduce((sum, one) => sum + one, 0)
  const room = parts.length === 1 ? alone : joined
  return { alphabet, segments: parts.length, units, left: room - (each.at(-1) ?? 0) }
}
