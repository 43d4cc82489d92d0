import type { Day, Instant } from '../core/calendar.ts'
import type { AddressKind } from '../core/channel.ts'
import { neverVoided } from './consent-sql.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { heldNow } from './held.ts'
import { isLost } from './lost-contact.ts'
import {
  addTraced,
  GROUNDS,
  traceFault,
  type Ground,
  type TraceDeclined,
  type TraceTick,
} from './trace.ts'

/** A borrower as the lender names them: all that a source is told of whom it is asked about. */
export type Sought = { readonly source: string; readonly ref: string }

export type SourceSays =
  | {
      readonly is: 'found'
      readonly found: readonly {
        readonly kind: AddressKind
        readonly value: string
        readonly consentOn?: Day | undefined
      }[]
    }
  /** Slow, broken or not understood: nothing is known from it. */
  | { readonly is: 'silent'; readonly why: string }

/**
 * A source of addresses that a tenant may plug in, such as the lender's own records. It says itself what
 * it is asked for and on what ground; one that does not is not asked. It never throws.
 */
export type TraceSource = {
  readonly name: string
  readonly purpose: string
  readonly ground: Ground
  find(sought: Sought): Promise<SourceSays>
}

/** `silent`: it was asked, and nothing is known from it. */
export type TraceDone = {
  readonly is: SourceSays['is']
  readonly found: number
  readonly kept: number
  /** Why what it found was not kept, or why it said nothing. */
  readonly refused: readonly string[]
}

export type AskDeclined =
  | TraceDeclined
  | { readonly declined: 'not_lost' | 'person_left_alone' | 'trace_asked' }

type Asking = TraceTick & { readonly by: string }

/**
 * Asks a plugged source about a borrower who is lost, and keeps what it knows. That it is asked is kept before
 * it is; no transaction waits for its answer.
 */
export async function traceWith(
  db: Db,
  ref: BorrowerRef,
  source: TraceSource,
  asking: Asking,
): Promise<TraceDone | AskDeclined> {
  const { tenantId } = ref
  const begun = await inTenant(db, tenantId, (tx) => begin(tx, ref, source, asking))
  if ('declined' in begun) return begun
  const says = await source.find(begun)
  return inTenant(db, tenantId, (tx) => end(tx, ref, source, { ...asking, says }))
}

async function begin(
  tx: Tx,
  ref: BorrowerRef,
  source: TraceSource,
  asking: Asking,
): Promise<Sought | AskDeclined> {
  const { today, now } = asking
  // On the ground of consent, the day comes with each address.
  const fault = traceFault({ ...source, ground: groundOf(source) }, today, today)
  if (fault !== undefined) return fault
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const refused = await mayNotTrace(tx, ref, asking)
  if (refused !== undefined) return { declined: refused }
  const kept = await tx.query(
    `insert into trace_ask (tenant_id, borrower_id, source, asked_on, purpose, ground, by_staff, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      ref.tenantId,
      ref.borrowerId,
      source.name,
      today,
      source.purpose,
      source.ground,
      asking.by,
      instantText(now),
    ],
  )
  if (kept.rowCount !== 1) return { declined: 'trace_asked' }
  const { rows } = await tx.query<Sought>(
    'select source, ref from borrower where tenant_id = $1 and borrower_id = $2',
    [ref.tenantId, ref.borrowerId],
  )
  return rows[0] ?? { declined: 'no_such_borrower' }
}

/** Why nobody may be asked where this borrower can be reached: they can be, or are to be left alone. */
export async function mayNotTrace(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  { now, today }: { readonly now: Instant; readonly today: Day },
): Promise<'not_lost' | 'person_left_alone' | undefined> {
  const found = await tx.query<{ lost: boolean; alone: boolean }>(
    `select ${isLost('$3::date')} as lost,
            coalesce((select not c.given from consent c
              where c.tenant_id = $1 and c.borrower_id = $2 and c.channel = 'any' and c.address_id = 0
                and c.effective_at <= $4 and ${neverVoided('c')}
              order by c.effective_at desc, c.consent_id desc limit 1), false) as alone`,
    [tenantId, borrowerId, today, instantText(now)],
  )
  const [row] = found.rows
  if (row?.lost !== true) return 'not_lost'
  const held = await heldNow(tx, tenantId, borrowerId, undefined, 'contact', today)
  return row.alone || held !== undefined ? 'person_left_alone' : undefined
}

async function end(
  tx: Tx,
  ref: BorrowerRef,
  { name, purpose, ground }: TraceSource,
  { says, ...tick }: Asking & { readonly says: SourceSays },
): Promise<TraceDone> {
  const refused: string[] = says.is === 'silent' ? [says.why.slice(0, 200)] : []
  const found = says.is === 'silent' ? [] : says.found
  for (const one of found) {
    const made = await addTraced(
      tx,
      ref,
      { consentOn: undefined, ...one, source: name, purpose, ground },
      tick,
    )
    if ('declined' in made) refused.push(made.declined)
  }
  const kept = says.is === 'silent' ? 0 : found.length - refused.length
  await tx.query(
    `insert into trace_answer (tenant_id, borrower_id, source, asked_on, found, kept, refused, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ref.tenantId,
      ref.borrowerId,
      name,
      tick.today,
      found.length,
      kept,
      refused,
      instantText(tick.now),
    ],
  )
  return { is: says.is, found: found.length, kept, refused }
}

/** A plug is written elsewhere: a word that is no ground is none. */
const groundOf = ({ ground }: TraceSource): Ground | undefined =>
  GROUNDS.find((one) => one === ground)

export type TraceAsked = {
  readonly source: string
  readonly askedOn: Day
  readonly purpose: string
  readonly ground: Ground
  readonly by: string
  /** null: nobody knows whether it answered. */
  readonly found: number | null
  readonly kept: number | null
  readonly refused: readonly string[]
}

/** Which sources were asked about a borrower, the newest first. */
export async function readTraces(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
): Promise<readonly TraceAsked[]> {
  const { rows } = await tx.query<TraceAsked>(
    `select q.source, q.asked_on as "askedOn", q.purpose, q.ground, coalesce(s.name, q.by_staff) as by,
            a.found, a.kept, coalesce(a.refused, '{}') as refused
       from trace_ask q
       left join trace_answer a using (tenant_id, borrower_id, source, asked_on)
       left join staff s on s.tenant_id = q.tenant_id and s.user_id = q.by_staff
      where q.tenant_id = $1 and q.borrower_id = $2
      order by q.asked_on desc, q.source limit 100`,
    [tenantId, borrowerId],
  )
  return rows
}
