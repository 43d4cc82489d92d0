import { withModel, type FromModel } from '../core/hear/with-model.ts'
import { effectsOf, stopsOnly, urgencyOf, type HeardEffect } from '../engine/heard-effects.ts'
import type { Heard } from '../core/hear/heard.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { openThread } from './inbox.ts'
import { RULES } from './hear-rules.ts'
import { doEffects, keepEffects, type EffectOf } from './message-effects.ts'
import { keepHeard, type MessageRef } from './message-keep.ts'
import type { Kept } from './message-in.ts'
import { moreOfUnmatched } from './message-unmatched.ts'

export type More = FromModel & {
  /** The model's name and version. */
  readonly name: string
}

/**
 * What a tenant's model hears in a message that was kept, heard and acted on before: in a transaction of
 * its own, after the one that stopped. It adds what keeps us away and takes nothing back; once a person
 * has said what the message means, it adds nothing.
 */
export async function hearMore(
  db: Db,
  tenantId: bigint,
  kept: Kept,
  model: More,
): Promise<'added' | 'nothing_more' | 'a_person_spoke'> {
  const heard = withModel(kept.took.heard, model)
  const more = { heard, listener: `${RULES.name}+${model.name}`.slice(0, 100) }
  return inTenant(db, tenantId, (tx) => addIn(tx, tenantId, kept, more), { retries: 3 })
}

type Combined = { readonly heard: Heard; readonly listener: string }

async function addIn(tx: Tx, tenantId: bigint, kept: Kept, more: Combined) {
  const { took, received, tick } = kept
  const before = took.heard
  const known = new Set(before.classes.map(({ what }) => what))
  const isMore = more.heard.classes.some(({ what }) => !known.has(what))
  const effects = addedTo(before, more.heard)
  if (took.is === 'unmatched') {
    const candidates = await moreOfUnmatched(tx, tenantId, took.arrivalId, more)
    if (candidates === undefined) return 'a_person_spoke'
    for (const borrowerId of candidates)
      if ((await lockBorrower(tx, { tenantId, borrowerId })) !== undefined)
        await doEffects(tx, { tenantId, borrowerId }, stopsOnly(effects), ofMessage(kept), tick)
    return isMore ? 'added' : 'nothing_more'
  }
  const ref = { tenantId, borrowerId: took.borrowerId, messageId: took.messageId }
  await lockBorrower(tx, ref)
  const message = await readMessage(tx, ref)
  if (message === undefined || message.mended) return 'a_person_spoke'
  await keepHeard(tx, ref, { ...more, by: undefined }, tick.now)
  // What somebody else wrote stops nothing of the borrower's, and no model's word is a no for ever.
  const isTheirs = message.found_by !== 'third_person' && received.automatic !== 'bounce'
  const of = { ...ofMessage(kept), addressId: message.address_id || undefined }
  const done = isTheirs ? await doEffects(tx, ref, effects, of, tick) : []
  await keepEffects(tx, ref, done, tick.now)
  const urgency = urgencyOf(more.heard)
  if (urgency > urgencyOf(before)) {
    const opening = { urgency, first: more.heard.first, channel: received.channel, at: received.at }
    await openThread(tx, ref, opening, tick.now)
  }
  return isMore ? 'added' : 'nothing_more'
}

const ofMessage = ({ received }: Kept): EffectOf => ({
  channel: received.channel,
  addressId: undefined,
  accountIds: [],
  words: received.text,
  source: `${received.channel} ${received.provider}`.slice(0, 200),
})

/** Only what the rules did not do. */
function addedTo(before: Heard, after: Heard): readonly HeardEffect[] {
  const done = effectsOf(before)
  const known = new Set(done.map((effect) => JSON.stringify(effect)))
  const isAddressDone = done.some(({ does }) => does === 'refuse_address')
  return effectsOf(after).filter(
    (effect) =>
      !known.has(JSON.stringify(effect)) && !(effect.does === 'refuse_address' && isAddressDone),
  )
}

type Message = { readonly address_id: bigint; readonly found_by: string; readonly mended: boolean }

async function readMessage(tx: Tx, ref: MessageRef): Promise<Message | undefined> {
  const found = await tx.query<Message>(
    `select address_id, found_by, exists (
        select from message_heard h where h.tenant_id = $1 and h.borrower_id = $2 and h.message_id = $3
           and h.by_staff is not null) as mended
       from message_in where tenant_id = $1 and borrower_id = $2 and message_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.messageId],
  )
  return found.rows[0]
}
