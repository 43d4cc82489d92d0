import type { SendAnswer } from '../channel.ts'
import type { Answered } from './smpp-window.ts'

/** 'busy': nothing was taken, and the same message may be offered again after a pause. */
export type Read =
  | { readonly is: 'accepted' }
  | { readonly is: 'busy'; readonly why: string }
  | Exclude<SendAnswer, { is: 'accepted' }>

/** Too fast, and queue full: the two that say "not now" of the carrier and nothing of the message. */
const BUSY: ReadonlyMap<number, string> = new Map([
  [0x58, 'throttled'],
  [0x14, 'carrier_queue_full'],
])

/**
 * A status other than 0 says that the message was not taken, and comes without an id. Three say
 * that something went wrong without saying what was done before, and so does every status that
 * the standard leaves to the carrier: those are doubts.
 */
const DOUBTFUL: ReadonlySet<number> = new Set([0x08, 0xfe, 0xff])
const isCarriersOwn = (status: number) => status > 0x112

export function readAnswer({ command, status }: Answered): Read {
  const why = `status 0x${status.toString(16).padStart(2, '0')}`
  if (command === 'submit_sm_resp' && status === 0) return { is: 'accepted' }
  // It could not even be read: nothing of it was taken.
  if (command === 'generic_nack' && status !== 0) return { is: 'refused', why: `nack, ${why}` }
  if (command !== 'submit_sm_resp') return { is: 'unclear', why: `answered by ${command}` }
  const busy = BUSY.get(status)
  if (busy !== undefined) return { is: 'busy', why: busy }
  if (DOUBTFUL.has(status) || isCarriersOwn(status)) return { is: 'unclear', why }
  return { is: 'refused', why }
}
