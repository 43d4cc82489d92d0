import { addDays } from '../core/calendar.ts'
import { type HeardClass, type Heard, STOPS } from '../core/hear/heard.ts'
import type { Channel } from '../core/channel.ts'
import { effectsOf } from '../engine/heard-effects.ts'
import { changeStanding } from './address-history.ts'
import { voidRefusal } from './consent.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { liftHold } from './hold.ts'
import { doEffects, keepEffects, type Effect } from './message-effects.ts'
import { keepHeard, type MessageRef } from './message-keep.ts'
import type { ReceiveTick } from './message-in.ts'
import { endSpared } from './spare.ts'

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
  // Hours that they asked to be spared are a wish of people who write just that.
  const keepsWish = mending.is === 'call_back' || mending.is === 'stop'
  const stopping = standing.filter(
    ({ kind }) => kind !== 'third_person' && !(kind === 'wish' && keepsWish),
  )
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
  if (effect.kind === 'refusal' && refId !== undefined)
    return allowAgain(tx, ref, taking, { consentId: refId, addressId: undefined })
  if (effect.kind === 'address' && refId !== undefined) {
    const change = { addressId: refId, standing: 'unverified', how: 'staff', source } as const
    if (!(await isSaidElsewhere(tx, ref, refId))) await changeStanding(tx, ref, change, tick)
    return allowAgain(tx, ref, taking, { consentId: undefined, addressId: refId })
  }
  if (effect.kind === 'wish' && refId !== undefined)
    return endSpared(tx, ref, { wishId: refId, words: undefined, source }, tick.now)
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

type Refused = { readonly consentId: bigint | undefined; readonly addressId: bigint | undefined }

/** Just what was refused by mistake, and no more: another message's no, or the person's own, stands as it did. */
async function allowAgain(
  tx: Tx,
  ref: MessageRef,
  { source, tick }: Taking,
  refused: Refused,
): Promise<boolean> {
  const own = await ownRefusal(tx, ref, refused)
  if (own !== undefined) await voidRefusal(tx, ref, { consentId: own.consent_id, source }, tick.now)
  return true
}

type Own = { readonly consent_id: bigint }

/** The refusal of this message: by its number, or by its words where only the address was kept. */
async function ownRefusal(
  tx: Tx,
  ref: MessageRef,
  { consentId, addressId }: Refused,
): Promise<Own | undefined> {
  const found = await tx.query<Own>(
    `select c.consent_id from consent c
       join message_in m on m.tenant_id = $1 and m.borrower_id = $2 and m.message_id = $3
      where c.tenant_id = $1 and c.borrower_id = $2 and not c.given and c.channel = 'any'
        and (c.consent_id = $4 or $4::bigint is null and c.address_id = $5 and c.words = left(m.words, 500))
      order by c.consent_id desc limit 1`,
    [ref.tenantId, ref.borrowerId, ref.messageId, consentId ?? null, addressId ?? null],
  )
  return found.rows[0]
}

/** Another message said the same of that address, and still says so. */
async function isSaidElsewhere(tx: Tx, ref: MessageRef, addressId: bigint): Promise<boolean> {
  const found = await tx.query(
    `select from message_effect e
      where e.tenant_id = $1 and e.borrower_id = $2 and e.message_id <> $3 and e.kind = 'address' and e.ref_id = $4
        and not exists (select from message_effect t where t.tenant_id = $1 and t.borrower_id = $2
          and t.message_id = e.message_id and t.kind = 'taken_back' and t.ref_id = e.effect_id)
      limit 1`,
    [ref.tenantId, ref.borrowerId, ref.messageId, addressId],
  )
  return found.rowCount === 1
}
