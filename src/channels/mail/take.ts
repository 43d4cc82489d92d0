import type { Db } from '../../store/db.ts'
import { stopMail } from '../../store/mail-stop.ts'
import { receiveMessage, type ReceiveTick } from '../../store/message-in.ts'
import { receiveReceipt } from '../../store/receipt-in.ts'
import { hearMail, type MailIn } from './incoming.ts'

export type MailTaken =
  | {
      readonly is: 'kept'
      readonly messages: number
      readonly receipts: number
      /** Told of nothing that left here; kept, and believed by nobody. */
      readonly strays: number
      readonly stops: number
    }
  | { readonly is: 'refused'; readonly why: 'not_a_mail' | 'loop' }

/** One mail, whatever it is: safe with us, and with its effect, when this answers. Twice is once. */
export async function takeMail(
  db: Db,
  bytes: Uint8Array,
  given: MailIn & Pick<ReceiveTick, 'personKey' | 'after'>,
): Promise<MailTaken> {
  const heard = await hearMail(bytes, given)
  if (heard.is === 'refused') return heard
  const { tenantId, now } = given
  for (const received of heard.received) await receiveMessage(db, tenantId, received, given)
  let strays = 0
  for (const receipt of heard.receipts)
    if ((await receiveReceipt(db, tenantId, receipt)) !== 'kept') strays += 1
  for (const named of heard.stops) await stopMail(db, named, now)
  return {
    is: 'kept',
    messages: heard.received.length,
    receipts: heard.receipts.length - strays,
    strays,
    stops: heard.stops.length,
  }
}
