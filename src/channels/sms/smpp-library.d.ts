/** What we use of the library, which brings no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer } from 'node:net'

  export type Fields = Readonly<Record<string, string | number | Uint8Array>>

  /** A decoded text: what could not be decoded stays octets. */
  export type Decoded = {
    readonly message?: string | Uint8Array
    readonly udh?: readonly Uint8Array[]
  }

  export class PDU {
    constructor(command: string, fields?: Fields)
    static maxLength: number
    readonly command: string
    readonly command_status: number
    readonly sequence_number: number
    readonly message_id?: string
    readonly source_addr?: string
    readonly destination_addr?: string
    readonly esm_class?: number
    readonly data_coding?: number
    readonly validity_period?: Date | string
    readonly registered_delivery?: number
    readonly short_message?: Decoded
    readonly message_payload?: Decoded
    readonly receipted_message_id?: string
    readonly message_state?: number
    readonly user_message_reference?: number
    readonly sar_msg_ref_num?: number
    readonly sar_total_segments?: number
    readonly sar_segment_seqnum?: number
    readonly source_addr_ton?: number
    readonly dest_addr_ton?: number
    readonly system_id?: string
    readonly password?: string
    isResponse(): boolean
    response(fields?: Fields): PDU
  }

  export class Session extends EventEmitter<{
    connect: []
    secureConnect: []
    close: []
    error: [Error]
    pdu: [PDU]
    bind_transceiver: [PDU]
    submit_sm: [PDU]
    enquire_link: [PDU]
  }> {
    /** False: it was not written, because the connection is gone. */
    send(pdu: PDU, answered?: (answer: PDU) => void): boolean
    close(closed?: () => void): void
    destroy(closed?: () => void): void
  }

  export class Server extends NetServer {
    readonly sessions: readonly Session[]
  }

  export function connect(options: {
    readonly host: string
    readonly port: number
    readonly tls: boolean
    readonly servername?: string
  }): Session
  export function createServer(listener: (session: Session) => void): Server
}
