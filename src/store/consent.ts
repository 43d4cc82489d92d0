import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { tell } from './event-out.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { stopContacts } from './withdraw.ts'

export type ConsentEvent = {
  readonly borrowerId: bigint
  readonly channel: Channel | 'any'
  /** undefined: every address of the channel. */
  readonly addressId?: bigint | undefined
  readonly given: boolean
  /** Their own words, where there are any. */
  readonly words?: string | undefined
  readonly source: string
  readonly expiresAt?: Instant | undefined
}

export type ConsentRecorded = { readonly consentId: bigint; readonly withdrawn: number }
export type ConsentDeclined = { readonly declined: 'no_such_borrower' }

/** A refusal stops what has not left, in the same transaction; a permission stops nothing. */
export async function recordConsent(
  db: Db,
  tenantId: bigint,
  consent: ConsentEvent,
  now: Instant,
): Promise<ConsentRecorded | ConsentDeclined> {
  return inTenant(db, tenantId, (tx) => applyConsent(tx, tenantId, consent, now))
}

export async function applyConsent(
  tx: Tx,
  tenantId: bigint,
  consent: ConsentEvent,
  now: Instant,
): Promise<ConsentRecorded | ConsentDeclined> {
  const ref = { tenantId, borrowerId: consent.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const made = await tx.query<{ consent_id: bigint }>(
    `insert into consent (tenant_id, borrower_id, channel, address_id, given, words, source, effective_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning consent_id`,
    [
      tenantId,
      consent.borrowerId,
      consent.channel,
      consent.addressId ?? 0n,
      consent.given,
      consent.words ?? null,
      consent.source,
      instantText(now),
      consent.expiresAt === undefined ? null : instantText(consent.expiresAt),
    ],
  )
  const { withdrawn } = consent.given
    ? { withdrawn: 0 }
    : await stopContacts(tx, ref, { why: 'opt_out', now })
  if (!consent.given)
    await tell(tx, tenantId, [
      {
        type: 'consent.refused',
        borrowerId: consent.borrowerId,
        at: now,
        data: { channel: consent.channel ?? undefined },
      },
    ])
  return { consentId: made.rows[0]?.consent_id ?? 0n, withdrawn }
}

/**
 * Takes back a refusal that was misheard: it counts as never said. No yes is written in its place, so that what
 * law asks as consent is never made up.
 */
export async function voidRefusal(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  { consentId, source }: { readonly consentId: bigint; readonly source: string },
  now: Instant,
): Promise<void> {
  await tx.query(
    `insert into consent_void (tenant_id, borrower_id, consent_id, effective_at, source)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [tenantId, borrowerId, consentId, instantText(now), source],
  )
}
