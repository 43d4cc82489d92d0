import { addDays } from '../core/calendar.ts'
import { type HeardClass, type Heard, STOPS } from '../core/hear/heard.ts'
import type { Channel } from '../core/channel.ts'
import { effectsOf } from '../engine/heard-effects.ts'
import { changeStanding } from './address-history.ts'
import { applyConsent } from './consent.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { liftHold } from './hold.ts'
import { doEffects, keepEffects, type Effect } from './message-effects.ts'
import { keepHeard, type MessageRef } from './message-keep.ts'
import type { ReceiveTick } from './message-in.ts'

export type Mending = {
  /** What it means, as a person read it. */
  readonly is: HeardClass
  readonly by: string
  /** Whoever is measured by contacts made does not lift what keeps them from it. */
  readonly mayLift: boolean
}

export type MendDeclined = { readonly declined: 'no_such_message' | 'not_yours_to_lift' }

/**
 * A person says what a message means. What the listener stopped by mistake is taken back, each by a row
 * of its own; what the true meaning does, is done.
 */
export async function mendMessage(
  tx: Tx,
  ref: MessageRef,
  mending: Mending,
  tick: ReceiveTick,
): Promise<{ readonly takenBack: number; readonly done: readonly Effect[] } | MendDeclined> {
  await lockBorrower(tx, ref)
  const message = await readMessage(tx, ref)
  if (message === undefined) return { declined: 'no_such_message' }
  const standing = await standingEffects(tx, ref)
  const stopping = standing.filter(({ kind }) => kind !== 'third_person')
  if (stopping.length > 0 && !mending.mayLift && !STOPS.has(mending.is))
    return { declined: 'not_yours_to_lift' }
  const heard: Heard = {
    language: 'en',
    classes: [{ what: mending.is, certainty: 'sure', words: '' }],
    first: mending.is,
    stops: STOPS.has(mending.is),
  }
  const source = `mended by ${mending.by}`.slice(0, 200)
  await keepHeard(tx, ref, { heard, listener: 'person', by: mending.by }, tick.now)
  let takenBack = 0
  for (const effect of mending.mayLift ? stopping : []) {
    if (!(await takeBack(tx, ref, { effect, source, tick }))) continue
    const row = { kind: 'taken_back', what: effect.what, refId: effect.effectId } as const
    await keepEffects(tx, ref, [row], tick.now)
    takenBack += 1
  }
  const of = {
    channel: message.channel,
    addressId: message.address_id === 0n ? undefined : message.address_id,
    accountIds: [],
    words: message.words,
    source,
  }
  const done = await doEffects(tx, ref, effectsOf(heard), of, tick)
  await keepEffects(tx, ref, done, tick.now)
  return { takenBack, done }
}

type Message = { channel: Channel; address_id: bigint; words: string }

async function readMessage(tx: Tx, ref: MessageRef): Promise<Message | undefined> {
  const found = await tx.query<Message>(
    `select channel, address_id, words from message_in
      where tenant_id = $1 and borrower_id = $2 and message_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.messageId],
  )
  return found.rows[0]
}

type Standing = Effect & { readonly effectId: bigint }

/** What it did that nobody has taken back. */
async function standingEffects(tx: Tx, ref: MessageRef): Promise<readonly Standing[]> {
  const found = await tx.query<{
    effect_id: bigint
    kind: Effect['kind']
    what: string
    ref_id: bigint | null
  }>(
    `select e.effect_id, e.kind, e.what, e.ref_id from message_effect e
      where e.tenant_id = $1 and e.borrower_id = $2 and e.message_id = $3 and e.kind <> 'taken_back'
        and not exists (select from message_effect t where t.tenant_id = $1 and t.borrower_id = $2
          and t.message_id = $3 and t.kind = 'taken_back' and t.ref_id = e.effect_id)
      order by e.effect_id`,
    [ref.tenantId, ref.borrowerId, ref.messageId],
  )
  return found.rows.map((row) => ({
    effectId: row.effect_id,
    kind: row.kind,
    what: row.what,
    refId: row.ref_id ?? undefined,
  }))
}

type Taking = {
  readonly effect: Standing
  readonly source: string
  readonly tick: ReceiveTick
}

/** False where it stays: a dispute or complaint that is open is closed by its own rules. */
async function takeBack(tx: Tx, ref: MessageRef, taking: Taking): Promise<boolean> {
  const { effect, source, tick } = taking
  const { refId } = effect
  if (effect.kind === 'hold' && refId !== undefined) {
    const ending = { borrowerId: ref.borrowerId, holdId: refId, on: tick.today, source }
    return !('declined' in (await liftHold(tx, ref.tenantId, ending, tick.today)))
  }
  if (effect.kind === 'refusal')
    return allowAgain(tx, ref, taking, await addressRefused(tx, ref, refId))
  if (effect.kind === 'address' && refId !== undefined) {
    const change = { addressId: refId, standing: 'unverified', how: 'staff', source } as const
    await changeStanding(tx, ref, change, tick)
    return allowAgain(tx, ref, taking, refId)
  }
  if (effect.kind === 'circumstance') {
    await tx.query(
      `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, until_on)
       values ($1, $2, $3, $4, $5)`,
      [ref.tenantId, ref.borrowerId, effect.what, addDays(tick.today, -1), tick.today],
    )
    return true
  }
  return false
}

/** Just what was refused by mistake, and no more. */
async function allowAgain(
  tx: Tx,
  { tenantId, borrowerId }: MessageRef,
  { source, tick }: Taking,
  addressId: bigint | undefined,
): Promise<boolean> {
  const given = { borrowerId, channel: 'any', addressId, given: true, source } as const
  return !('declined' in (await applyConsent(tx, tenantId, given, tick.now)))
}

async function addressRefused(
  tx: Tx,
  ref: MessageRef,
  consentId: bigint | undefined,
): Promise<bigint | undefined> {
  const found = await tx.query<{ address_id: bigint }>(
    `select address_id from consent where tenant_id = $1 and borrower_id = $2 and consent_id = $3`,
    [ref.tenantId, ref.borrowerId, consentId ?? 0n],
  )
  const id = found.rows[0]?.address_id
  return id === 0n ? undefined : id
}
