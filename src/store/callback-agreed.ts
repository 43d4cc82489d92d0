import type { Instant } from '../core/calendar.ts'
import type { Rule } from '../guard/rules.ts'
import type { ConsentFact } from '../guard/verdict.ts'
import { earliestStartOfDay, localDayNumber, zoneOf } from '../guard/zone.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** So long before an agreed hour a call is that call: it keeps the agreement, and is agreed to. */
export const EARLY_MS = 15 * 60_000
const HOUR_MS = 3_600_000

export type Term = { readonly from: Instant; readonly until: Instant }

/**
 * Whoever asks to be called asks for that call: where law lets a person agree to calls beyond a cap,
 * this is that agreement, from shortly before it is due until an hour after, and no longer than law
 * lets it last after it was given.
 */
export function termOf(
  { dueAt, zones }: { readonly dueAt: Instant; readonly zones: readonly string[] },
  now: Instant,
  rules: readonly Rule[],
): Term | undefined {
  const places = zones.flatMap((name) => zoneOf(name) ?? [])
  const lapses = rules
    .flatMap(({ part }) => ('exempt' in part ? (part.exempt?.consent_days ?? []) : []))
    .flatMap((days) =>
      days === 'no_end'
        ? []
        : [earliestStartOfDay(places, (zone) => localDayNumber(zone, now) + days)],
    )
  const from = Math.max(now, dueAt - EARLY_MS) as Instant
  const until = Math.min(Math.max(dueAt, now) + HOUR_MS, ...lapses) as Instant
  return from < until ? { from, until } : undefined
}

/** What the guard is to believe of the hour that is being agreed. */
export const agreementOf = ({ from, until }: Term): ConsentFact => ({
  scope: 'extra_calls',
  channel: 'call',
  addressId: undefined,
  given: true,
  effectiveAt: from,
  expiresAt: until,
})

export async function permitOneMore(
  tx: Tx,
  ref: BorrowerRef,
  given: { readonly words: string | undefined; readonly by: string },
  term: Term,
): Promise<void> {
  await tx.query(
    `insert into consent (tenant_id, borrower_id, channel, given, words, source, scope, effective_at, expires_at)
     values ($1, $2, 'call', true, $3, $4, 'extra_calls', $5, $6)`,
    [
      ref.tenantId,
      ref.borrowerId,
      given.words ?? null,
      `callback, ${given.by}`,
      instantText(term.from),
      instantText(term.until),
    ],
  )
}

/** Not before the agreement begins: a word stands in the place of those before it. */
export async function takeBack(
  tx: Tx,
  ref: BorrowerRef & { readonly callbackId: bigint },
  { by, now }: { readonly by: string; readonly now: Instant },
): Promise<void> {
  await tx.query(
    `insert into consent (tenant_id, borrower_id, channel, given, source, scope, effective_at)
     select tenant_id, borrower_id, 'call', false, $4, 'extra_calls',
       greatest($5::timestamptz, due_at - $6 * interval '1 ms')
       from callback
      where tenant_id = $1 and borrower_id = $2 and callback_id = $3 and asked_by = 'borrower'`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.callbackId,
      `callback cancelled, ${by}`,
      instantText(now),
      EARLY_MS,
    ],
  )
}
