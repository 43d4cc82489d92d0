import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { HeardEffect } from '../engine/heard-effects.ts'
import { changeStanding } from './address-history.ts'
import { openCare } from './care.ts'
import { loadCareBook } from './care-book.ts'
import { applyConsent } from './consent.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { applyHold } from './hold.ts'
import { applyCircumstance } from './inbound.ts'
import { spare, wishesOf } from './spare.ts'

/** What a message did: shown beside it, and taken back where a person says it was misread. */
export type Effect = {
  readonly kind: 'refusal' | 'hold' | 'care' | 'circumstance' | 'address' | 'third_person' | 'wish'
  readonly what: string
  readonly refId: bigint | undefined
}

export type EffectOf = {
  readonly channel: Channel
  readonly addressId: bigint | undefined
  readonly accountIds: readonly bigint[]
  readonly words: string
  readonly source: string
}

type Tick = { readonly now: Instant; readonly today: Day }

/** Does what must be done at once, in the transaction that keeps the message. */
export async function doEffects(
  tx: Tx,
  ref: BorrowerRef,
  effects: readonly HeardEffect[],
  of: EffectOf,
  tick: Tick,
): Promise<readonly Effect[]> {
  const done: Effect[] = []
  for (const effect of effects) {
    const made = await DO[effect.does](tx, ref, effect as never, of, tick)
    if (made !== undefined) done.push(...[made].flat())
  }
  return done
}

type Do<E> = (
  tx: Tx,
  ref: BorrowerRef,
  effect: E,
  of: EffectOf,
  tick: Tick,
) => Promise<Effect | readonly Effect[] | undefined>

type Does = HeardEffect['does']
type Of<D extends Does> = Extract<HeardEffect, { does: D }>

const DO: { readonly [D in Does]: Do<Of<D>> } = {
  refuse_all: (tx, ref, _, of, tick) => refuse(tx, ref, of, tick, undefined),
  refuse_address: refuseAddress,
  hold: (tx, ref, { reason }, of, tick) => hold(tx, ref, reason, of, tick),
  dispute,
  complaint,
  circumstance: async (tx, ref, { kind }, _, { today }) => {
    const told = { kind, fromOn: today }
    const { circumstanceId } = await applyCircumstance(tx, ref, told, today)
    return { kind: 'circumstance', what: kind, refId: circumstanceId }
  },
  spare: async (tx, ref, { spared }, { words, source }, { now }) => {
    const wishIds = await spare(tx, ref, { ...wishesOf(spared), words, source }, now)
    return wishIds.map((refId) => ({ kind: 'wish', what: 'spared', refId }) as const)
  },
}

async function refuse(
  tx: Tx,
  ref: BorrowerRef,
  { words, source }: EffectOf,
  { now }: Tick,
  addressId: bigint | undefined,
): Promise<Effect | undefined> {
  const { borrowerId } = ref
  const refusal = {
    borrowerId,
    channel: 'any',
    addressId,
    given: false,
    words: words.slice(0, 500),
    source,
  } as const
  const made = await applyConsent(tx, ref.tenantId, refusal, now)
  if ('declined' in made) return undefined
  return {
    kind: 'refusal',
    what: addressId === undefined ? 'any' : 'address',
    refId: made.consentId,
  }
}

/** Of an address that we do not know nothing can be said: then the whole person is left alone. */
async function refuseAddress(
  tx: Tx,
  ref: BorrowerRef,
  { standing }: Of<'refuse_address'>,
  of: EffectOf,
  tick: Tick,
): Promise<Effect | undefined> {
  if (of.addressId === undefined) return refuse(tx, ref, of, tick, undefined)
  const made = await refuse(tx, ref, of, tick, of.addressId)
  if (standing === undefined) return made
  const { addressId, source } = of
  await changeStanding(tx, ref, { addressId, standing, how: 'reply', source }, tick)
  return { kind: 'address', what: standing, refId: addressId }
}

async function hold(
  tx: Tx,
  ref: BorrowerRef,
  reason: string,
  { channel, source }: EffectOf,
  tick: Tick,
): Promise<Effect | undefined> {
  const { borrowerId } = ref
  const written = channel !== 'call' && channel !== 'visit'
  const placed = { borrowerId, reason, written, fromOn: tick.today, source }
  const made = await applyHold(tx, ref.tenantId, placed, tick)
  return 'declined' in made ? undefined : { kind: 'hold', what: reason, refId: made.holdId }
}

/** Of one account where it is known which; else everything is held until a person has asked. */
async function dispute(
  tx: Tx,
  ref: BorrowerRef,
  { sort }: Of<'dispute'>,
  of: EffectOf,
  tick: Tick,
): Promise<Effect | undefined> {
  const accountId = await onlyAccount(tx, ref, of.accountIds)
  const reason = sort === 'fraud' ? 'fraud' : 'dispute'
  if (accountId === undefined) return hold(tx, ref, reason, of, tick)
  return care(tx, ref, { kind: 'dispute', sort, accountId }, of, tick)
}

async function complaint(
  tx: Tx,
  ref: BorrowerRef,
  { sort = 'other' }: Of<'complaint'>,
  of: EffectOf,
  tick: Tick,
): Promise<Effect | undefined> {
  return care(tx, ref, { kind: 'complaint', sort, accountId: undefined }, of, tick)
}

/** One that is open already stands: its words are in the thread. */
async function care(
  tx: Tx,
  ref: BorrowerRef,
  what: {
    readonly kind: 'dispute' | 'complaint'
    readonly sort: string
    readonly accountId: bigint | undefined
  },
  of: EffectOf,
  tick: Tick,
): Promise<Effect | undefined> {
  const given = {
    ...what,
    borrowerId: ref.borrowerId,
    toldOn: tick.today,
    written: of.channel !== 'call' && of.channel !== 'visit',
    source: of.source,
    words: of.words.slice(0, 2000) || '-',
    by: 'inbox',
  }
  const made = await openCare(tx, ref.tenantId, given, { ...tick, book: loadCareBook() })
  if ('declined' in made) return undefined
  return { kind: 'care', what: `${what.kind}:${what.sort}`, refId: made.careId }
}

async function onlyAccount(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  named: readonly bigint[],
): Promise<bigint | undefined> {
  if (named.length === 1) return named[0]
  const found = await tx.query<{ account_id: bigint }>(
    `select account_id from account where tenant_id = $1 and borrower_id = $2 and closed_on is null limit 2`,
    [tenantId, borrowerId],
  )
  return found.rows.length === 1 ? found.rows[0]?.account_id : undefined
}

export async function keepEffects(
  tx: Tx,
  ref: BorrowerRef & { readonly messageId: bigint },
  effects: readonly (Effect | { kind: 'taken_back'; what: string; refId: bigint | undefined })[],
  now: Instant,
): Promise<void> {
  for (const { kind, what, refId } of effects)
    await tx.query(
      `insert into message_effect (tenant_id, borrower_id, message_id, kind, what, ref_id, effective_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [ref.tenantId, ref.borrowerId, ref.messageId, kind, what, refId ?? null, instantText(now)],
    )
}
