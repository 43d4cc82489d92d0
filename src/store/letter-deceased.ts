import { createHash } from 'node:crypto'
import { dayFromNumber, type Day, type Instant } from '../core/calendar.ts'
import type { Heard } from '../core/hear/heard.ts'
import { effectsOf, urgencyOf } from '../engine/heard-effects.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { openThread } from './inbox.ts'
import { doEffects, keepEffects } from './message-effects.ts'
import { keepMessage } from './message-keep.ts'

/** What stands on the returned letter, for whoever reads the thread in either language. */
const WORDS = 'Returned mail: said to have died. 退信：据称收件人已故。'
const HEARD: Heard = {
  language: 'en',
  // The post says it of an address, not a doctor of a person.
  classes: [{ what: 'bereavement', certainty: 'unsure', words: WORDS }],
  first: 'bereavement',
  stops: true,
}
const SOURCE = 'returned mail'

/**
 * A letter came back because its receiver is said to have died: the borrower is left alone by machines, and the
 * thread goes to a person, as when somebody had written it. Told twice it is one message. Nobody answered by it.
 */
export async function saidToHaveDied(
  tx: Tx,
  ref: BorrowerRef,
  letter: { readonly attemptKey: string; readonly contactId: bigint },
  now: Instant,
): Promise<void> {
  const hash = createHash('sha256').update(`${letter.attemptKey} ${WORDS}`)
  const meaning = hash.digest('hex')
  const arrived = await tx.query<{ arrival_id: bigint }>(
    `insert into arrival (tenant_id, provider, provider_ref, channel, meaning_hash, raw_hash, received_at, effective_at)
     values ($1, 'letter', $2, 'letter', $3, $4, $5, $5)
     on conflict (tenant_id, provider, provider_ref) do nothing returning arrival_id`,
    [
      ref.tenantId,
      `returned ${letter.attemptKey}`,
      meaning,
      Buffer.from(meaning, 'hex'),
      instantText(now),
    ],
  )
  const arrivalId = arrived.rows[0]?.arrival_id
  if (arrivalId === undefined) return
  const borrower = await lockBorrower(tx, ref)
  const tick = { now, today: await todayOf(tx, ref.tenantId, now) }
  const { contactId } = letter
  const received = {
    channel: 'letter',
    from: SOURCE,
    to: '',
    text: WORDS,
    at: now,
    automatic: 'bounce',
    provider: 'letter',
  } as const
  const sender = { addressId: undefined, contactId, accountIds: [], foundBy: 'reply' } as const
  const keep = { arrivalId, received, sender, zones: borrower?.zones ?? [], heard: HEARD }
  const messageId = await keepMessage(tx, ref, { ...keep, listener: SOURCE }, tick)
  const of = {
    channel: 'letter',
    addressId: undefined,
    accountIds: [],
    words: WORDS,
    source: SOURCE,
  } as const
  const done = await doEffects(tx, ref, effectsOf(HEARD), of, tick)
  await keepEffects(tx, { ...ref, messageId }, done, now)
  const opening = {
    urgency: urgencyOf(HEARD),
    first: HEARD.first,
    channel: 'letter',
    at: now,
  } as const
  await openThread(tx, { ...ref, messageId }, opening, now)
}

const DAY_MS = 86_400_000

/** The tenant's business day. */
async function todayOf(tx: Tx, tenantId: bigint, now: Instant): Promise<Day> {
  const found = await tx.query<{ zone: string }>('select zone from tenant where tenant_id = $1', [
    tenantId,
  ])
  const zone = zoneOf(found.rows[0]?.zone ?? '')
  return zone === undefined ? dayFromNumber(Math.floor(now / DAY_MS)) : localDay(zone, now)
}
