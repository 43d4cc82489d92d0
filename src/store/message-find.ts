import type { Received } from '../engine/received.ts'
import { addressForms } from '../engine/address-forms.ts'
import type { Tx } from './db.ts'

/** Whose a message is, how that is known, and which attempt it answers. */
export type Sender = {
  readonly borrowerId: bigint
  /** Undefined: none of the borrower's known addresses. */
  readonly addressId: bigint | undefined
  readonly contactId: bigint | undefined
  /** None named stands for all of the borrower's. */
  readonly accountIds: readonly bigint[]
  readonly foundBy: 'reply' | 'case' | 'address'
}

export type Found =
  | { readonly is: 'one'; readonly sender: Sender }
  /** An address that several share, or that is no longer anybody's. */
  | { readonly is: 'none'; readonly candidates: readonly Sender[] }

/** By the attempt that it answers, then by the case that it names, then by the address alone. */
export async function findSender(tx: Tx, tenantId: bigint, received: Received): Promise<Found> {
  const known = await ofAddress(tx, tenantId, received.from)
  const answered = await ofAttempt(tx, tenantId, received)
  if (answered !== undefined) {
    const own = known.find((one) => one.borrower_id === answered.borrowerId)
    return { is: 'one', sender: { ...answered, addressId: own?.address_id } }
  }
  const live = known.filter((one) => one.is_live)
  const borrowers = [...new Set(live.map((one) => one.borrower_id))]
  const senders = (live.length > 0 ? live : known).map(senderOf)
  const [only] = senders
  return borrowers.length === 1 && only !== undefined
    ? { is: 'one', sender: only }
    : { is: 'none', candidates: senders }
}

type Known = { borrower_id: bigint; address_id: bigint; is_live: boolean }

const senderOf = (one: Known): Sender => ({
  borrowerId: one.borrower_id,
  addressId: one.address_id,
  contactId: undefined,
  accountIds: [],
  foundBy: 'address',
})

/** A word to stop reaches all who share a number, such as that of a family or an employer. */
const SHARED_MAX = 500

async function ofAddress(tx: Tx, tenantId: bigint, from: string): Promise<readonly Known[]> {
  const found = await tx.query<Known>(
    `select distinct on (borrower_id) borrower_id, address_id,
            standing in ('unverified', 'works', 'fails') as is_live
       from address where tenant_id = $1 and value = any($2)
      order by borrower_id, standing in ('unverified', 'works', 'fails') desc, address_id limit $3`,
    [tenantId, addressForms(from), SHARED_MAX],
  )
  return found.rows
}

const ATTEMPT_KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A case token is one of our attempts too: it names a case to us, and nothing to anybody else. */
async function ofAttempt(
  tx: Tx,
  tenantId: bigint,
  { inReplyTo, caseToken }: Received,
): Promise<Sender | undefined> {
  for (const [key, foundBy] of [
    [inReplyTo, 'reply'],
    [caseToken, 'case'],
  ] as const) {
    const text = key?.toLowerCase()
    if (text === undefined || !ATTEMPT_KEY.test(text)) continue
    const found = await tx.query<{
      borrower_id: bigint
      contact_id: bigint
      account_ids: bigint[]
    }>(
      `select borrower_id, contact_id, account_ids from contact
        where tenant_id = $1 and attempt_key = $2 limit 1`,
      [tenantId, text],
    )
    const [row] = found.rows
    if (row === undefined) continue
    const { borrower_id: borrowerId, contact_id: contactId, account_ids: accountIds } = row
    return { borrowerId, addressId: undefined, contactId, accountIds, foundBy }
  }
  return undefined
}
