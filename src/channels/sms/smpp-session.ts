import { connect, PDU, type Session } from 'smpp'
import type { Write } from './smpp-window.ts'

export type SessionOptions = {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  readonly connectMs: number
  readonly answerMs: number
  /** Silence after which the carrier is asked whether it is still there. */
  readonly enquireMs: number
}

/** Answers what came in with a command status: 0 is "kept", and the carrier may forget it. */
export type OnDeliver = (pdu: PDU) => Promise<number>

export type SessionEvents = {
  readonly bound: (write: Write) => void
  /** Once, whatever ended it. `isNotWelcome`: the carrier knows us and said no. */
  readonly ended: (why: string, isNotWelcome: boolean) => void
  readonly onDeliver: OnDeliver
}

/** What comes in at once and is not answered yet; a carrier that sends more is told to wait. */
const IN_MAX = 50
const LINGER_MS = 500
const SPEAKS = 0x34
const ESME_RINVCMDID = 0x03
const ESME_RMSGQFUL = 0x14
const ESME_RX_T_APPN = 0x64
/** Answers that another try in a second does not change: already bound, name, password. */
const NOT_WELCOME: ReadonlySet<number> = new Set([0x0d, 0x0e, 0x0f])

// Longer than any honest PDU of ours or of a carrier's; the library declines what says it is longer.
PDU.maxLength = 16_384

type Live = {
  readonly session: Session
  readonly options: SessionOptions
  readonly events: SessionEvents
  isBound: boolean
  isOver: boolean
  lastHeard: number
  inHand: number
  timer: NodeJS.Timeout | undefined
}

/** One connection from its first octet to its last; afterwards it is of no use to anybody. */
export function smppSession(options: SessionOptions, events: SessionEvents): { close(): void } {
  const { host, port, tls } = options
  const session = connect({ host, port, tls, ...(tls ? { servername: host } : {}) })
  const live: Live = {
    session,
    options,
    events,
    isBound: false,
    isOver: false,
    lastHeard: performance.now(),
    inHand: 0,
    timer: undefined,
  }
  live.timer = setTimeout(() => end(live, 'connect_timeout'), options.connectMs)
  session.on('error', (error) => end(live, codeOf(error)))
  session.on('close', () => end(live, 'connection_lost'))
  session.on(tls ? 'secureConnect' : 'connect', () => bind(live))
  session.on('pdu', (pdu) => hear(live, pdu))
  return { close: () => leave(live) }
}

/** Of an error no more than its code: a message may carry octets that came in. */
function codeOf(error: Error): string {
  const { code } = error as { code?: string }
  return code ?? 'unreadable'
}

function end(live: Live, why: string, isNotWelcome = false): void {
  if (live.isOver) return
  live.isOver = true
  live.isBound = false
  clearTimeout(live.timer)
  live.session.destroy()
  live.events.ended(why, isNotWelcome)
}

/** Says goodbye where somebody is there to hear it, and does not wait long for the answer. */
function leave(live: Live): void {
  if (live.isOver) return
  if (live.isBound) live.session.send(new PDU('unbind'))
  const { session } = live
  session.close()
  const linger = setTimeout(() => session.destroy(), LINGER_MS)
  session.on('close', () => clearTimeout(linger))
  live.isOver = true
  clearTimeout(live.timer)
  live.events.ended('closed', false)
}

function bind(live: Live): void {
  const { systemId, password, systemType } = live.options
  const fields = {
    system_id: systemId,
    password,
    system_type: systemType,
    interface_version: SPEAKS,
  }
  live.session.send(new PDU('bind_transceiver', fields), ({ command, command_status: status }) => {
    if (live.isOver) return
    if (command !== 'bind_transceiver_resp' || status !== 0) {
      return end(live, `bind_status_${status}`, NOT_WELCOME.has(status))
    }
    live.isBound = true
    clearTimeout(live.timer)
    watch(live)
    live.events.bound((pdu, answered) => !live.isOver && live.session.send(pdu, answered))
  })
}

/** Asks after every silence whether the carrier is there: a dead connection looks like a quiet one. */
function watch(live: Live): void {
  const { enquireMs, answerMs } = live.options
  const quietMs = performance.now() - live.lastHeard
  const wait = Math.max(enquireMs - quietMs, 10)
  live.timer = setTimeout(() => {
    if (performance.now() - live.lastHeard < enquireMs) return watch(live)
    const askedAt = performance.now()
    live.session.send(new PDU('enquire_link'))
    live.timer = setTimeout(() => {
      if (live.lastHeard >= askedAt) watch(live)
      else end(live, 'silent')
    }, answerMs)
  }, wait)
}

/** Must not throw: the library calls it in the middle of its own reading. */
function hear(live: Live, pdu: PDU): void {
  live.lastHeard = performance.now()
  if (pdu.isResponse() || live.isOver) return
  if (pdu.command === 'deliver_sm' || pdu.command === 'data_sm') void take(live, pdu)
  else if (pdu.command === 'enquire_link') answer(live, pdu, 0)
  else if (pdu.command === 'unbind') {
    answer(live, pdu, 0)
    end(live, 'unbound')
  } else if (pdu.command !== 'alert_notification') {
    live.session.send(
      new PDU('generic_nack', {
        command_status: ESME_RINVCMDID,
        sequence_number: pdu.sequence_number,
      }),
    )
  }
}

async function take(live: Live, pdu: PDU): Promise<void> {
  if (!live.isBound || live.inHand >= IN_MAX) return answer(live, pdu, ESME_RMSGQFUL)
  live.inHand += 1
  let status = ESME_RX_T_APPN
  try {
    status = await live.events.onDeliver(pdu)
  } catch {
    // Not kept, for whatever reason: the carrier keeps it and tries again.
  }
  live.inHand -= 1
  answer(live, pdu, status)
}

function answer(live: Live, pdu: PDU, status: number): void {
  if (!live.isOver) live.session.send(pdu.response({ command_status: status }))
}
