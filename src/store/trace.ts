import { createHash } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import type { AddressKind } from '../core/channel.ts'
import { addressForms } from '../engine/address-forms.ts'
import { reckonLost } from './lost-contact.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { keySearch } from './search-keys.ts'
import { markAddress } from './address-standing.ts'
import { personHash } from './third-person.ts'

export const GROUNDS = ['consent', 'contract', 'legal_duty', 'public_record'] as const
export type Ground = (typeof GROUNDS)[number]

/** An address that a lawful source knows, with what the law asks to be known of it. */
export type Traced = {
  readonly kind: AddressKind
  readonly value: string
  readonly source: string
  /** What it is asked for: kept with it for as long as it is. */
  readonly purpose: string | undefined
  readonly ground: Ground | undefined
  /** The day of the borrower's consent, where that is the ground. */
  readonly consentOn: Day | undefined
}

export type TraceDeclined = {
  readonly declined:
    | 'no_such_borrower'
    | 'trace_needs_purpose'
    | 'trace_needs_ground'
    | 'trace_needs_consent'
    | 'day_in_future'
    | 'of_somebody_else'
    | 'refused_for_ever'
    | 'address_known'
}

export type TraceTick = {
  readonly now: Instant
  readonly today: Day
  readonly personKey?: Buffer | undefined
}

/** Why an address may not be looked for at all; asked before any source is. */
export function traceFault(
  asked: { readonly purpose?: string | undefined; readonly ground?: Ground | undefined },
  consentOn: Day | undefined,
  today: Day,
): TraceDeclined | undefined {
  if (asked.purpose === undefined || asked.purpose.trim() === '')
    return { declined: 'trace_needs_purpose' }
  if (asked.ground === undefined) return { declined: 'trace_needs_ground' }
  if (asked.ground === 'consent' && consentOn === undefined)
    return { declined: 'trace_needs_consent' }
  return consentOn !== undefined && consentOn > today ? { declined: 'day_in_future' } : undefined
}

/** Keeps an address that was traced, with its source, purpose and ground; it is tried like a new one. */
export async function addTraced(
  tx: Tx,
  ref: BorrowerRef,
  traced: Traced,
  tick: TraceTick,
): Promise<{ readonly addressId: bigint } | TraceDeclined> {
  const { now, today, personKey } = tick
  const fault = traceFault(traced, traced.consentOn, today)
  if (fault !== undefined) return fault
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const hash = personKey === undefined ? null : personHash(personKey, traced.value)
  const found = await tx.query<{ own: boolean; other: boolean; refused: boolean }>(
    `select coalesce(bool_or(borrower_id = $2), false) as own, coalesce(bool_or(borrower_id <> $2), false) as other,
            exists (select from third_person_refusal where tenant_id = $1 and person_hash = $4) as refused
       from address where tenant_id = $1 and value = any($3)`,
    [ref.tenantId, ref.borrowerId, addressForms(traced.value), hash],
  )
  const [known] = found.rows
  if (known?.own === true) return { declined: 'address_known' }
  // What reaches another borrower would tell them of this debt.
  if (known?.other === true) return { declined: 'of_somebody_else' }
  if (known?.refused === true) return { declined: 'refused_for_ever' }
  const addressId = foundAddressId(ref, traced)
  await tx.query(
    `insert into address (tenant_id, borrower_id, address_id, kind, value) values ($1, $2, $3, $4, $5)`,
    [ref.tenantId, ref.borrowerId, addressId, traced.kind, traced.value],
  )
  await tx.query(
    `insert into address_event (tenant_id, borrower_id, address_id, standing, how, source, purpose, ground, consent_on,
       effective_at)
     values ($1, $2, $3, 'unverified', 'traced', $4, $5, $6, $7, $8)`,
    [
      ref.tenantId,
      ref.borrowerId,
      addressId,
      traced.source,
      traced.purpose,
      traced.ground,
      traced.consentOn ?? null,
      instantText(now),
    ],
  )
  await markAddress(tx, ref, { addressId, standing: 'unverified' })
  await reckonLost(tx, ref, false, today)
  await keySearch(tx, ref)
  return { addressId }
}

/** The same address of the same person is one, whoever finds it. */
export function foundAddressId(
  { borrowerId }: BorrowerRef,
  { kind, value }: Pick<Traced, 'kind' | 'value'>,
): bigint {
  const bytes = createHash('sha256').update(`traced ${borrowerId} ${kind} ${value}`).digest()
  return BigInt.asUintN(62, bytes.readBigUInt64BE(0)) + 1n
}
