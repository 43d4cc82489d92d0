import { mailRoutes, openMailDoor, type MailDoor } from '../channels/mail/door.ts'
import { takeMail } from '../channels/mail/take.ts'
import type { AfterKept } from '../store/message-in.ts'
import { readChannels } from './channels-open.ts'
import { capKey } from './cap-key.ts'
import { tenantOf, whenOf, type Open } from './context.ts'
import { mailSenders } from './mail-senders.ts'
import { EXIT, Stop } from './talk.ts'

/** Undefined: the home's file asks for none. Every tenant's mail comes in by the one door. */
export async function mailDoorOf(open: Open, after?: AfterKept): Promise<MailDoor | undefined> {
  const mailIn = (await readChannels(open))?.mailIn
  if (mailIn === undefined) return undefined
  const senders = await mailSenders(open)
  const personKey = await capKey(open.home)
  const door = await openMailDoor({
    ...mailIn,
    routeOf: mailRoutes(senders),
    take: async ({ tenantId, to, bytes, rawHash }) => {
      const { zone } = await tenantOf({ ...open, tenantId })
      const own = senders.filter((one) => one.tenantId === tenantId)
      const when = whenOf(open, zone, {})
      const given = { ...when, tenantId, senders: own, to, rawHash, personKey, after }
      return takeMail(open.db, bytes, given)
    },
    trouble: (why) => open.talk.say('mailDoorTrouble', { why }),
  }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new Stop(open.talk.word('mailDoorNoPort', { port: mailIn.port, why }), EXIT.unavailable)
  })
  open.talk.say('mailDoorOpen', { port: door.port })
  return door
}
