import { recordAllTold } from '../store/contact.ts'
import type { Instant } from '../core/calendar.ts'
import type { AskedNow } from '../store/asked-now.ts'
import type { Db } from '../store/db.ts'
import { askAlone } from '../store/permit.ts'
import { deskOf, type DeskOptions } from './dispatch.ts'
import { flip, readyOf, send } from './send.ts'

export type CodeSent =
  /** On its way, as far as anybody can say. */
  | 'sent'
  /** The law or the house does not allow this way now; at another hour it may. */
  | 'not_now'
  | 'not_this_way'
  /** Nothing left: the provider did not take it, or something came between. */
  | 'not_taken'

type Wanted = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly treatmentId: bigint
  readonly asked: AskedNow
}

/** One message that its reader waits for, by the dispatcher's own way: asked, permitted, flipped, sent, told. */
export async function sendCode(
  db: Db,
  wanted: Wanted,
  options: DeskOptions & { readonly clock: () => Instant },
): Promise<CodeSent> {
  const { tenantId, asked } = wanted
  const desk = { ...(await deskOf(db, tenantId, options)), asked }
  const tools = { db, tenantId, desk, channels: options.channels, clock: options.clock }
  const answer = await askAlone(db, wanted, desk, options.clock())
  if (answer.is === 'judged') {
    const { decision } = answer.verdict
    return decision === 'defer' ? 'not_now' : decision === 'deny' ? 'not_this_way' : 'not_taken'
  }
  if (answer.is !== 'permitted') return 'not_taken'
  const { permit } = answer
  const by = options.channels[permit.channel]
  const ready = readyOf(tools, { treatment: { ...wanted, channel: permit.channel }, by }, permit)
  if ((await flip(tools, [ready])).size === 0) return 'not_taken'
  const sent = await send(tools, ready)
  await recordAllTold(db, tenantId, [sent])
  return sent.answer === 'refused' ? 'not_taken' : 'sent'
}
