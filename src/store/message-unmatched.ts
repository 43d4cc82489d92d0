import type { Received } from '../engine/received.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Heard, HeardOne } from '../core/hear/heard.ts'
import { effectsOf, urgencyOf } from '../engine/heard-effects.ts'
import { addressForms } from '../engine/address-forms.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { openThread } from './inbox.ts'
import { doEffects, keepEffects } from './message-effects.ts'
import { keepMessage, proposesOf } from './message-keep.ts'

export async function keepUnmatched(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly arrivalId: bigint
    readonly received: Received
    readonly heard: Heard
    readonly listener: string
    readonly candidates: readonly bigint[]
  },
): Promise<void> {
  const { received, heard } = of
  await tx.query(
    `insert into message_unmatched (tenant_id, arrival_id, channel, sender, recipient, words, automatic,
       candidates, first_class, classes, proposes, stops, listener, urgency, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      tenantId,
      of.arrivalId,
      received.channel,
      received.from,
      received.to,
      received.text,
      received.automatic ?? null,
      of.candidates,
      heard.first,
      JSON.stringify(heard.classes),
      JSON.stringify(proposesOf(heard)),
      heard.stops,
      of.listener,
      urgencyOf(heard),
      instantText(received.at),
    ],
  )
}

/** Of one that is still nobody's: whose it may be. Undefined: a person has said whose, or that it is nobody's. */
export async function moreOfUnmatched(
  tx: Tx,
  tenantId: bigint,
  arrivalId: bigint,
  { heard, listener }: { readonly heard: Heard; readonly listener: string },
): Promise<readonly bigint[] | undefined> {
  const found = await tx.query<{ candidates: bigint[] }>(
    `update message_unmatched set classes = $3, first_class = $4, stops = $5, listener = $6,
            urgency = greatest(urgency, $7)
      where tenant_id = $1 and arrival_id = $2 and state = 'open' returning candidates`,
    [
      tenantId,
      arrivalId,
      JSON.stringify(heard.classes),
      heard.first,
      heard.stops,
      listener,
      urgencyOf(heard),
    ],
  )
  return found.rows[0]?.candidates
}

export type UnmatchedRow = {
  readonly arrival_id: bigint
  readonly channel: Channel
  readonly sender: string
  readonly recipient: string
  readonly words: string
  readonly automatic: 'bounce' | 'auto_reply' | null
  readonly candidates: readonly bigint[]
  readonly first_class: Heard['first']
  readonly classes: readonly HeardOne[]
  readonly proposes: {
    readonly promise?: {
      readonly amountMinor?: string
      readonly part?: 'half' | 'all'
      readonly dueOn?: Day
    }
    readonly callAfter?: Heard['callAfter']
  }
  readonly stops: boolean
  readonly listener: string
  readonly urgency: number
  readonly received_at: Instant
}

const COLUMNS = `arrival_id, channel, sender, recipient, words, automatic, candidates, first_class, classes, proposes,
  stops, listener, urgency, received_at`

export type UnmatchedKey = {
  readonly urgency: number
  readonly at: Instant
  readonly arrivalId: bigint
}

export async function readUnmatched(
  tx: Tx,
  tenantId: bigint,
  { after, limit }: { readonly after: UnmatchedKey | undefined; readonly limit: number },
): Promise<{ readonly rows: readonly UnmatchedRow[]; readonly next: UnmatchedKey | undefined }> {
  const found = await tx.query<UnmatchedRow>(
    `select ${COLUMNS} from message_unmatched
      where tenant_id = $1 and state = 'open'
        and ($2::int is null or urgency <= $2 and (urgency < $2 or (received_at, arrival_id) > ($3, $4)))
      order by urgency desc, received_at, arrival_id limit $5`,
    [
      tenantId,
      after?.urgency ?? null,
      after === undefined ? null : instantText(after.at),
      after?.arrivalId ?? null,
      limit + 1,
    ],
  )
  const rows = found.rows.slice(0, limit)
  const last = found.rows.length > limit ? rows.at(-1) : undefined
  return {
    rows,
    next: last && { urgency: last.urgency, at: last.received_at, arrivalId: last.arrival_id },
  }
}

type Tick = { readonly now: Instant; readonly today: Day }
export type UnmatchedDeclined = { readonly declined: 'no_such_message' | 'no_such_borrower' }

/** A person says whose it is: from here on it is that borrower's, with all that it does. */
export async function attachUnmatched(
  tx: Tx,
  tenantId: bigint,
  of: { readonly arrivalId: bigint; readonly borrowerId: bigint; readonly by: string },
  tick: Tick,
): Promise<{ readonly messageId: bigint } | UnmatchedDeclined> {
  const ref = { tenantId, borrowerId: of.borrowerId }
  const borrower = await lockBorrower(tx, ref)
  if (borrower === undefined) return { declined: 'no_such_borrower' }
  const end = { ...of, state: 'attached', why: undefined } as const
  const row = await endUnmatched(tx, tenantId, end, tick.now)
  if (row === undefined) return { declined: 'no_such_message' }
  const heard = heardOf(row)
  const { channel, sender: from, recipient: to, words: text, received_at: at, listener } = row
  const addressId = await addressOf(tx, ref, from)
  const received = {
    channel,
    from,
    to,
    text,
    at,
    automatic: row.automatic ?? undefined,
    provider: '',
  }
  const sender = { addressId, contactId: undefined, accountIds: [], foundBy: 'staff' } as const
  const { arrivalId } = of
  const keep = { arrivalId, received, sender, zones: borrower.zones, heard, listener }
  const messageId = await keepMessage(tx, ref, keep, tick)
  const effect = {
    channel,
    addressId,
    accountIds: [],
    words: text,
    source: `${channel}, ${of.by}`.slice(0, 200),
  }
  // What a machine returned was said by nobody, whoever names whose it is.
  const meant = row.automatic === 'bounce' ? [] : effectsOf(heard)
  const done = await doEffects(tx, ref, meant, effect, tick)
  await keepEffects(tx, { ...ref, messageId }, done, tick.now)
  const opening = { urgency: urgencyOf(heard), first: heard.first, channel, at }
  await openThread(tx, { ...ref, messageId }, opening, tick.now)
  return { messageId }
}

/** Only where the borrower has just that address: a stranger's number becomes nobody's by this. */
async function addressOf(
  tx: Tx,
  { tenantId, borrowerId }: { readonly tenantId: bigint; readonly borrowerId: bigint },
  from: string,
): Promise<bigint | undefined> {
  const found = await tx.query<{ address_id: bigint }>(
    `select address_id from address
      where tenant_id = $1 and borrower_id = $2 and value = any($3) order by address_id limit 1`,
    [tenantId, borrowerId, addressForms(from)],
  )
  return found.rows[0]?.address_id
}

const heardOf = (row: UnmatchedRow): Heard => {
  const { promise, callAfter } = row.proposes
  return {
    language: 'zh',
    classes: row.classes,
    first: row.first_class,
    stops: row.stops,
    ...(callAfter && { callAfter }),
    ...(promise && {
      promise: {
        ...(promise.amountMinor && { amountMinor: BigInt(promise.amountMinor) }),
        ...(promise.part && { part: promise.part }),
        ...(promise.dueOn && { dueOn: promise.dueOn }),
      },
    }),
  }
}

/** Nobody's, and nothing follows: such as advertising. */
export async function closeUnmatched(
  tx: Tx,
  tenantId: bigint,
  of: { readonly arrivalId: bigint; readonly by: string; readonly why: string },
  now: Instant,
): Promise<{ readonly closed: true } | UnmatchedDeclined> {
  const row = await endUnmatched(tx, tenantId, { ...of, state: 'closed' }, now)
  return row === undefined ? { declined: 'no_such_message' } : { closed: true }
}

async function endUnmatched(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly arrivalId: bigint
    readonly state: 'attached' | 'closed'
    readonly by: string
    readonly why: string | undefined
  },
  now: Instant,
): Promise<UnmatchedRow | undefined> {
  const done = await tx.query<UnmatchedRow>(
    `update message_unmatched set state = $3, closed_by = $4, why = $5, closed_at = $6
      where tenant_id = $1 and arrival_id = $2 and state = 'open' returning ${COLUMNS}`,
    [tenantId, of.arrivalId, of.state, of.by, of.why ?? null, instantText(now)],
  )
  return done.rows[0]
}
