import { createHash } from 'node:crypto'
import type { Received } from '../engine/received.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { withoutCardNumbers } from '../core/card-number.ts'
import type { Heard } from '../core/hear/heard.ts'
import { currencyOf } from '../core/money.ts'
import { effectsOf, stopsOnly, urgencyOf, type HeardEffect } from '../engine/heard-effects.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { RULES } from './hear-rules.ts'
import { openThread } from './inbox.ts'
import { keepMessage } from './message-keep.ts'
import { doEffects, keepEffects, type Effect } from './message-effects.ts'
import { findSender, type Found, type Sender } from './message-find.ts'
import { keepUnmatched } from './message-unmatched.ts'
import { thirdPersonSaid } from './third-person.ts'

export type ReceiveTick = {
  readonly now: Instant
  readonly today: Day
  /** Told of what was kept and has stopped what it stops, once that is so for good. */
  readonly after?: AfterKept | undefined
  /** Who wrote, where a page of ours knows it: somebody who opened a link and gave the fact. */
  readonly writer?: Writer | undefined
  /** Hashes the numbers of third persons who said no. */
  readonly personKey?: Buffer | undefined
}

export type Writer = {
  readonly borrowerId: bigint
  readonly accountIds: readonly bigint[]
  /** What was chosen there, and need not be heard from words. */
  readonly chose: readonly HeardEffect[]
}

export type Took =
  | {
      readonly is: 'matched'
      readonly borrowerId: bigint
      readonly messageId: bigint
      readonly heard: Heard
      readonly effects: readonly Effect[]
    }
  | { readonly is: 'unmatched'; readonly arrivalId: bigint; readonly heard: Heard }
  | { readonly is: 'again' }

/** A message that is new to us, with all that was done about it. */
export type Kept = {
  readonly took: Exclude<Took, { is: 'again' }>
  readonly received: Received
  readonly tick: Pick<ReceiveTick, 'now' | 'today'>
}
export type AfterKept = (tenantId: bigint, kept: Kept) => void

/** What came in is safe, and what it stops is stopped, when this answers. */
export async function receiveMessage(
  db: Db,
  tenantId: bigint,
  received: Received,
  tick: ReceiveTick,
): Promise<'kept'> {
  await takeMessage(db, tenantId, received, tick)
  return 'kept'
}

/**
 * Keeps a message once for ever, finds whose it is, hears it, stops what it stops and lists it for a
 * person: in one transaction, so that nothing leaves between the words and their effect.
 */
export async function takeMessage(
  db: Db,
  tenantId: bigint,
  received: Received,
  tick: ReceiveTick,
): Promise<Took> {
  const tidy = tidied(received, tick.now)
  const took = await inTenant(db, tenantId, (tx) => takeIn(tx, tenantId, tidy, tick), {
    retries: 3,
  })
  const { now, today } = tick
  if (took.is !== 'again') tick.after?.(tenantId, { took, received: tidy, tick: { now, today } })
  return took
}

/** The same as one part of a transaction that does more. The caller tells nobody before it has committed. */
export const takeMessageIn = (
  tx: Tx,
  tenantId: bigint,
  received: Received,
  tick: Omit<ReceiveTick, 'after'>,
): Promise<Took> => takeIn(tx, tenantId, tidied(received, tick.now), tick)

const WORDS_MAX = 20_000

/** No clock of a provider is ahead of ours, and no text holds what PostgreSQL cannot. */
const tidied = (received: Received, now: Instant): Received => ({
  ...received,
  at: Math.min(received.at, now) as Instant,
  from: wellFormed(received.from).trim().slice(0, 320) || '-',
  to: wellFormed(received.to).trim().slice(0, 320),
  text: wellFormed(received.text.slice(0, WORDS_MAX)),
})

/**
 * A half of a letter and the zero sign are nothing that the database can keep, and a card's number is
 * nothing that it may.
 */
const wellFormed = (text: string): string =>
  withoutCardNumbers(Buffer.from(text.replaceAll('\u0000', ''), 'utf8').toString('utf8'))

async function takeIn(
  tx: Tx,
  tenantId: bigint,
  received: Received,
  tick: ReceiveTick,
): Promise<Took> {
  const arrivalId = await keepArrival(tx, tenantId, received, tick.now)
  if (arrivalId === undefined) return { is: 'again' }
  const { writer } = tick
  const found: Found =
    writer === undefined
      ? await findSender(tx, tenantId, received)
      : { is: 'one', sender: senderOf(writer) }
  if (found.is === 'one')
    return takeOf(tx, { tenantId, arrivalId, received, tick, sender: found.sender })
  const heard = await hearIt(tx, { tenantId, received, tick }, found.candidates[0])
  const third = await thirdPersonSaid(tx, tenantId, { received, heard, arrivalId }, tick)
  if (third !== undefined) return { is: 'matched', ...third, heard }
  const stops = received.automatic === 'bounce' ? [] : stopsOnly(effectsOf(heard))
  for (const sender of inOrder(found.candidates)) {
    const ref = { tenantId, borrowerId: sender.borrowerId }
    if ((await lockBorrower(tx, ref)) !== undefined)
      await doEffects(tx, ref, stops, effectOf(received, sender), tick)
  }
  await keepUnmatched(tx, tenantId, {
    arrivalId,
    received,
    heard,
    listener: RULES.name,
    candidates: inOrder(found.candidates).map((one) => one.borrowerId),
  })
  return { is: 'unmatched', arrivalId, heard }
}

const senderOf = ({ borrowerId, accountIds }: Writer): Sender => ({
  borrowerId,
  addressId: undefined,
  contactId: undefined,
  accountIds,
  foundBy: 'case',
})

/** In one order of locks, so that two messages cannot wait for each other. */
const inOrder = (senders: readonly Sender[]): readonly Sender[] =>
  senders.toSorted((a, b) => (a.borrowerId < b.borrowerId ? -1 : 1))

type Hearing = {
  readonly tenantId: bigint
  readonly received: Received
  readonly tick: ReceiveTick
}

/** In the currency of what is owed: "500" is of that. */
async function hearIt(
  tx: Tx,
  { tenantId, received, tick }: Hearing,
  sender: Sender | undefined,
): Promise<Heard> {
  const found = await tx.query<{ currency: string; language: 'zh' | 'en'; ours: string[] }>(
    `select a.currency, b.language, array(select s.words from sent_words s
              where s.tenant_id = $1 and s.borrower_id = $2 order by s.contact_id desc limit 3) as ours
       from account a
       join borrower b on b.tenant_id = a.tenant_id and b.borrower_id = a.borrower_id
      where a.tenant_id = $1 and a.borrower_id = $2
      order by a.account_id = any($3) desc, a.closed_on is null desc, a.account_id limit 1`,
    [tenantId, sender?.borrowerId ?? 0n, sender?.accountIds ?? []],
  )
  const [row] = found.rows
  const currency = currencyOf(row?.currency ?? '') ?? 'CNY'
  const asked = { today: tick.today, currency, language: row?.language, ours: row?.ours ?? [] }
  return RULES.hear(received.text, asked)
}

const effectOf = (received: Received, sender: Sender) => ({
  channel: received.channel,
  addressId: sender.addressId,
  accountIds: sender.accountIds,
  words: received.text,
  source: `${received.channel} ${received.provider}`.slice(0, 200),
})

type Taking = Hearing & { readonly arrivalId: bigint; readonly sender: Sender }

async function takeOf(tx: Tx, taking: Taking): Promise<Took> {
  const { tenantId, received, tick, sender } = taking
  const ref: BorrowerRef = { tenantId, borrowerId: sender.borrowerId }
  const borrower = await lockBorrower(tx, ref)
  const heard = await hearIt(tx, taking, sender)
  const messageId = await keepMessage(
    tx,
    ref,
    {
      ...taking,
      zones: borrower?.zones ?? [],
      heard,
      listener: RULES.name,
    },
    tick,
  )
  // What a machine returns was said by nobody; an answering machine may still say "gone".
  const isBounce = received.automatic === 'bounce'
  const done = isBounce
    ? []
    : await doEffects(tx, ref, wanted(heard, tick), effectOf(received, sender), tick)
  await keepEffects(tx, { ...ref, messageId }, done, tick.now)
  const asksNobody = isBounce || (received.automatic === 'auto_reply' && !heard.stops)
  if (!asksNobody)
    await openThread(
      tx,
      { ...ref, messageId },
      { urgency: urgencyOf(heard), first: heard.first, channel: received.channel, at: received.at },
      tick.now,
    )
  return { is: 'matched', borrowerId: ref.borrowerId, messageId, heard, effects: done }
}

/**
 * What was chosen, then what the words mean beside it. One dispute or complaint is not made two by its own
 * words, and who wrote on our own page wrote from no address that could be somebody else's.
 */
function wanted(heard: Heard, { writer }: ReceiveTick): readonly HeardEffect[] {
  const meant = effectsOf(heard)
  if (writer === undefined) return meant
  const isSaid = (does: HeardEffect['does']) => writer.chose.some((one) => one.does === does)
  const beside = meant.filter(
    ({ does }) =>
      does !== 'refuse_address' && !((does === 'dispute' || does === 'complaint') && isSaid(does)),
  )
  return [...writer.chose, ...beside]
}

/**
 * Undefined where it was kept before. A name that says something else than before is kept as one more
 * message: a word to stop is never lost to a provider that counts wrongly.
 */
async function keepArrival(
  tx: Tx,
  tenantId: bigint,
  received: Received,
  now: Instant,
): Promise<bigint | undefined> {
  const { provider, providerRef, channel, from, to, text, rawHash, at } = received
  const meaning = createHash('sha256')
    .update(JSON.stringify([channel, from, to, text]))
    .digest('hex')
  const insert = (ref: string) =>
    tx.query<{ arrival_id: bigint }>(
      `insert into arrival (tenant_id, provider, provider_ref, channel, meaning_hash, raw_hash, received_at,
         effective_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (tenant_id, provider, provider_ref) do nothing returning arrival_id`,
      [
        tenantId,
        provider,
        ref,
        channel,
        meaning,
        Buffer.from(rawHash),
        instantText(at),
        instantText(now),
      ],
    )
  const first = await insert(providerRef.slice(0, 200))
  if (first.rows[0] !== undefined) return first.rows[0].arrival_id
  const before = await tx.query<{ meaning_hash: string }>(
    `select meaning_hash from arrival where tenant_id = $1 and provider = $2 and provider_ref = $3`,
    [tenantId, provider, providerRef.slice(0, 200)],
  )
  if (before.rows[0]?.meaning_hash === meaning) return undefined
  const other = await insert(`${providerRef.slice(0, 200)}#${meaning.slice(0, 32)}`)
  return other.rows[0]?.arrival_id
}
