import type { Receipt, Received } from '../engine/received.ts'

/** What every adaptor hands on of what came in. */
export type { Receipt, Received } from '../engine/received.ts'

/** 'kept': it is safe with us, now or from an earlier time; the provider may forget it. */
export type ReceivedSink = (received: Received) => Promise<'kept'>

/** 'no_such_contact': of nothing that left here; nothing was changed. */
export type ReceiptSink = (receipt: Receipt) => Promise<'kept' | 'no_such_contact'>
