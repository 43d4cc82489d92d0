import type { AddressInfo } from 'node:net'
import { createServer, PDU, type Fields, type Session } from 'smpp'

/** What the carrier does with one message once it has it. */
export type Then =
  | 'take'
  /** Takes it, and the answer never comes. */
  | 'take_and_mute'
  | 'take_and_hang_up'
  | { readonly status: number }
  /** Takes it, and answers so much later. */
  | { readonly afterMs: number }

export type CarrierMessage = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly text: string
  readonly coding: number
  readonly header: readonly (readonly number[])[]
  readonly pdu: PDU
}

export type Carrier = {
  readonly port: number
  readonly messages: CarrierMessage[]
  /** What becomes of each message. */
  fate: (message: CarrierMessage) => Then
  /** What it calls a message, where that matters. */
  name: ((count: number) => string) | undefined
  /** Lets nobody know that it is there, once they are connected. */
  isDeaf: boolean
  /** The command status of the answer, or 'silent'. */
  deliver(fields: Fields): Promise<number | 'silent'>
  receipt(id: string, stat: string, more?: Fields): Promise<number | 'silent'>
  /** Cuts every connection. */
  cut(): void
  bound(least?: number): Promise<void>
  binds(): number
  stop(): Promise<void>
}

export const ACCOUNT = { systemId: 'forbear', password: 'secret12' }
const WAIT_MS = 15_000

type Desk = {
  readonly carrier: Carrier
  readonly sessions: Set<Session>
  binds: number
  count: number
}

/** An SMSC on a free loopback port: what a mobile carrier runs, without the air. */
export async function startCarrier(givenPort = 0): Promise<Carrier> {
  const desk: Desk = {
    carrier: {
      messages: [] as CarrierMessage[],
      fate: (): Then => 'take',
      isDeaf: false,
    } as unknown as Carrier,
    sessions: new Set(),
    binds: 0,
    count: 0,
  }
  const { sessions } = desk
  const server = createServer((session) => {
    session.on('error', () => undefined)
    session.on('close', () => sessions.delete(session))
    session.on('pdu', (pdu) => hear(desk, session, pdu))
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(givenPort, '127.0.0.1', resolve))
  return Object.assign(desk.carrier, {
    port: (server.address() as AddressInfo).port,
    deliver: (fields: Fields) => deliver(desk, fields),
    receipt: (id: string, stat: string, more: Fields = {}) =>
      deliver(desk, {
        esm_class: 4,
        short_message: `id:${id} sub:001 dlvrd:001 submit date:2611220900 done date:2611220901 stat:${stat} err:000 text:`,
        source_addr: '8613812345678',
        destination_addr: '1069012345',
        ...more,
      }),
    cut: () => {
      for (const session of sessions) session.destroy()
    },
    binds: () => desk.binds,
    bound: async (least = 1) => {
      const until = Date.now() + WAIT_MS
      while (desk.binds < least || sessions.size === 0) {
        if (Date.now() > until) throw new Error('nobody connected to the carrier in time')
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    stop: async () => {
      for (const session of server.sessions) session.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  })
}

function hear(desk: Desk, session: Session, pdu: PDU): void {
  if (pdu.isResponse()) return
  if (pdu.command.startsWith('bind_')) {
    const isKnown = pdu.system_id === ACCOUNT.systemId && pdu.password === ACCOUNT.password
    session.send(pdu.response({ command_status: isKnown ? 0 : 0x0e, system_id: 'carrier' }))
    if (!isKnown) return
    desk.binds += 1
    desk.sessions.add(session)
  } else if (pdu.command === 'submit_sm') take(desk, session, pdu)
  else if (!desk.carrier.isDeaf) session.send(pdu.response())
}

function take(desk: Desk, session: Session, pdu: PDU): void {
  const { carrier } = desk
  desk.count += 1
  const id = carrier.name?.(desk.count) ?? `id-${desk.binds}-${desk.count}`
  const message = readMessage(pdu, id)
  carrier.messages.push(message)
  const then = carrier.fate(message)
  if (then === 'take_and_mute') return
  if (then === 'take_and_hang_up') return session.destroy()
  const status = typeof then === 'object' && 'status' in then ? then.status : 0
  const answer: Fields = status === 0 ? { message_id: message.id } : { command_status: status }
  const afterMs = typeof then === 'object' && 'afterMs' in then ? then.afterMs : 0
  setTimeout(() => session.send(pdu.response(answer)), afterMs)
}

function deliver({ sessions }: Desk, fields: Fields): Promise<number | 'silent'> {
  const [session] = sessions
  if (session === undefined) throw new Error('nobody is connected to the carrier')
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('silent'), WAIT_MS)
    session.send(new PDU('deliver_sm', fields), ({ command_status: status }) => {
      clearTimeout(timer)
      resolve(status)
    })
  })
}

function readMessage(pdu: PDU, id: string): CarrierMessage {
  const words = pdu.short_message?.message
  const carried = words === undefined || words.length === 0 ? pdu.message_payload?.message : words
  return {
    id,
    from: pdu.source_addr ?? '',
    to: pdu.destination_addr ?? '',
    text: typeof carried === 'string' ? carried : Buffer.from(carried ?? []).toString('latin1'),
    coding: pdu.data_coding ?? 0,
    header: (pdu.short_message?.udh ?? []).map((element) => [...element]),
    pdu,
  }
}
