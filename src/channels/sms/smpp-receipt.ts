import type { PDU } from 'smpp'
import type { Said } from '../../engine/contact.ts'

/** How a carrier writes the same id: many answer in hexadecimal and report in decimal. */
export type IdForm = 'text' | 'hex' | 'decimal'

export type CarrierReceipt = {
  readonly id: string
  readonly said: Said
  readonly reference: number | undefined
  readonly about: string
  readonly detail: Readonly<Record<string, string | number>>
}

/** Bits 2 to 5 of esm_class: a receipt of the centre, or one on the way. */
const KIND = 0x3c
const RECEIPTS: ReadonlySet<number> = new Set([0x04, 0x20])

export const isReceipt = ({ esm_class: esm = 0 }: PDU): boolean => RECEIPTS.has(esm & KIND)

/**
 * What each final state proves. REJECTD may be about our text or our name as well as about the
 * number, and DELETED about anything: neither proves that nobody was reached.
 */
const BY_WORD: Readonly<Record<string, Said>> = {
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'expired',
  UNDELIV: 'bounced',
  REJECTD: 'expired',
  ACCEPTD: 'accepted',
  ENROUTE: 'accepted',
  UNKNOWN: 'accepted',
}
/** undefined: no word of a final or passing state. */
export const saidByWord = (word: string | undefined): Said | undefined => BY_WORD[word ?? '']
const WORDS = [
  '',
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
]

const READ_MAX = 300
const ID = /(?:^|\s)id:([\x21-\x7e]{1,65})(?:\s|$)/i
const STATE = /(?:^|\s)stat:([a-z]{5,8})(?:\s|$)/i
const ERROR = /(?:^|\s)err:([0-9a-z]{1,10})(?:\s|$)/i
const DONE = /(?:^|\s)done date:([0-9]{6,14})(?:\s|$)/i

/** By the optional fields where the carrier fills them, else by the text that all of them write. */
export function readReceipt(pdu: PDU, form: IdForm): CarrierReceipt | undefined {
  const text = textOf(pdu).slice(0, READ_MAX)
  const id = pdu.receipted_message_id ?? ID.exec(text)?.[1]
  const word = WORDS[pdu.message_state ?? 0] || STATE.exec(text)?.[1]?.toUpperCase()
  const said = saidByWord(word)
  if (id === undefined || id === '' || word === undefined || said === undefined) return undefined
  const [error, done] = [ERROR.exec(text)?.[1], DONE.exec(text)?.[1]]
  return {
    id: oneForm(id, form),
    said,
    reference: pdu.user_message_reference,
    about: (pdu.source_addr ?? '').replace(/^\+/, ''),
    detail: {
      from: 'receipt',
      stat: word,
      ...(error === undefined ? {} : { err: error }),
      ...(done === undefined ? {} : { done }),
    },
  }
}

/** Numbers in one form, so that 0x1F and 31 are the same message; what is no number stays. */
export function oneForm(id: string, form: IdForm): string {
  if (form === 'hex' && /^[0-9a-f]{1,32}$/i.test(id)) return BigInt(`0x${id}`).toString()
  if (form === 'decimal' && /^[0-9]{1,40}$/.test(id)) return BigInt(id).toString()
  return id
}

/** The words of a message, wherever it carries them; octets of no known alphabet as Latin-1. */
export function textOf({ short_message: short, message_payload: payload }: PDU): string {
  const message = short?.message !== undefined && short.message.length > 0 ? short : payload
  const words = message?.message ?? ''
  return typeof words === 'string' ? words : Buffer.from(words).toString('latin1')
}
