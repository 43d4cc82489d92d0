import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { markAddress } from './address-standing.ts'
import { reckonLost } from './lost-contact.ts'

export const STANDINGS = ['unverified', 'works', 'fails', 'recycled', 'not_his'] as const
export type AddressStanding = (typeof STANDINGS)[number]
export type LearntBy = 'reply' | 'call' | 'bounce' | 'portal' | 'file' | 'staff' | 'traced'

type Tick = { readonly now: Instant; readonly today: Day }

export type StandingChange = {
  readonly addressId: bigint
  readonly standing: AddressStanding
  readonly how: LearntBy
  readonly source: string
}

/** What was learnt of an address, and from where: the newest word is what everybody goes by. */
export async function changeStanding(
  tx: Tx,
  ref: BorrowerRef,
  change: StandingChange,
  { now, today }: Tick,
): Promise<void> {
  const { addressId, standing, how, source } = change
  await tx.query(
    `insert into address_event (tenant_id, borrower_id, address_id, standing, how, source, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [ref.tenantId, ref.borrowerId, addressId, standing, how, source, instantText(now)],
  )
  await markAddress(tx, ref, { addressId, standing })
  await reckonLost(tx, ref, how === 'reply' && standing === 'works', today)
}

/**
 * An answer proves that an address works. It takes back no "not his": whoever has the number now may
 * answer too.
 */
export async function provenByReply(
  tx: Tx,
  ref: BorrowerRef & { readonly addressId: bigint },
  source: string,
  tick: Tick,
): Promise<void> {
  const found = await tx.query<{ standing: AddressStanding }>(
    `select standing from address where tenant_id = $1 and borrower_id = $2 and address_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.addressId],
  )
  const standing = found.rows[0]?.standing
  if (standing !== 'unverified' && standing !== 'fails') {
    await reckonLost(tx, ref, standing === 'works', tick.today)
    return
  }
  const { addressId } = ref
  await changeStanding(tx, ref, { addressId, standing: 'works', how: 'reply', source }, tick)
}

export type AddressEventRow = {
  readonly address_id: bigint
  readonly standing: AddressStanding
  readonly how: LearntBy
  readonly source: string
  readonly purpose: string | null
  readonly ground: string | null
  readonly effective_at: Instant
}

/** The history of every address of a borrower, the newest first. */
export async function addressHistory(
  tx: Tx,
  ref: BorrowerRef,
): Promise<readonly AddressEventRow[]> {
  const found = await tx.query<AddressEventRow>(
    `select address_id, standing, how, source, purpose, ground, effective_at from address_event
      where tenant_id = $1 and borrower_id = $2 order by event_id desc limit 200`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows
}
