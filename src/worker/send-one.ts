import type { Provider } from '../channels/channel.ts'
import type { Instant } from '../core/calendar.ts'
import { recordAllTold } from '../store/contact.ts'
import type { Db } from '../store/db.ts'
import { askAlone, type Answer, type Permit } from '../store/permit.ts'
import type { DueTreatment } from '../store/treatment.ts'
import { deskOf, type DeskOptions } from './dispatch.ts'
import { flip, readyOf, send, type Sent } from './send.ts'

export type SentOne =
  | Exclude<Answer, { is: 'permitted' }>
  /** A stop came between permit and wire. */
  | { readonly is: 'stopped' }
  | {
      readonly is: 'sent'
      readonly permit: Permit
      readonly by: Provider
      readonly sent: Sent
    }

/** One treatment by the dispatcher's own way: asked, permitted, flipped, sent, told. */
export async function sendOne(
  db: Db,
  treatment: DueTreatment,
  options: DeskOptions & { readonly clock: () => Instant },
): Promise<SentOne> {
  const { tenantId } = treatment
  const desk = await deskOf(db, tenantId, options)
  const tools = { db, tenantId, desk, channels: options.channels, clock: options.clock }
  const answer = await askAlone(db, treatment, desk, options.clock())
  if (answer.is !== 'permitted') return answer
  const { permit } = answer
  const ready = readyOf(tools, { treatment, by: options.channels[permit.channel] }, permit)
  if ((await flip(tools, [ready])).size === 0) return { is: 'stopped' }
  const sent = await send(tools, ready)
  await recordAllTold(db, tenantId, [sent])
  return { is: 'sent', permit, by: ready.by, sent }
}
