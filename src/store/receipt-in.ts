import { mayBeOf, type Receipt } from '../engine/received.ts'
import { recordPart, recordTold, type ContactRef } from './contact.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'

type Found = ContactRef & { readonly provider: string | null }

/**
 * What a provider tells of an attempt, by our name for it or by its own. The more final word stands, in
 * whatever order it comes; what no attempt of that provider explains is kept and believed by nobody.
 */
export async function receiveReceipt(
  db: Db,
  tenantId: bigint,
  receipt: Receipt,
): Promise<'kept' | 'no_such_contact'> {
  const found = await inTenant(db, tenantId, (tx) => findContact(tx, tenantId, receipt))
  if (found === undefined) return stray(db, tenantId, receipt, 'no_such_contact')
  if (found.provider !== null && !mayBeOf(found.provider, receipt.provider))
    return stray(db, tenantId, receipt, 'other_provider')
  const { said, at, detail, providerRef } = receipt
  const told = { said, at, detail: { ...detail, provider: receipt.provider }, providerRef }
  const became =
    receipt.part === undefined
      ? await recordTold(db, found, told)
      : await recordPart(db, found, told, receipt.part)
  if (became === 'never_sent') return stray(db, tenantId, receipt, 'never_sent')
  return 'kept'
}

async function findContact(
  tx: Tx,
  tenantId: bigint,
  { provider, providerRef, attemptKey }: Receipt,
): Promise<Found | undefined> {
  const key = attemptKey?.toLowerCase()
  if (key !== undefined && !UUID.test(key)) return undefined
  if (key === undefined && providerRef === undefined) return undefined
  const found = await tx.query<{
    borrower_id: bigint
    contact_id: bigint
    provider: string | null
  }>(
    key === undefined
      ? `select borrower_id, contact_id, provider from contact
          where tenant_id = $1 and provider = $2 and provider_ref = $3 order by contact_id desc limit 1`
      : `select borrower_id, contact_id, provider from contact where tenant_id = $1 and attempt_key = $2 limit 1`,
    key === undefined ? [tenantId, provider, providerRef] : [tenantId, key],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const { borrower_id: borrowerId, contact_id: contactId } = row
  return { tenantId, borrowerId, contactId, provider: row.provider }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function stray(
  db: Db,
  tenantId: bigint,
  receipt: Receipt,
  why: 'no_such_contact' | 'never_sent' | 'other_provider',
): Promise<'no_such_contact'> {
  await inTenant(db, tenantId, (tx) =>
    tx.query(
      `insert into receipt_stray (tenant_id, provider, provider_ref, attempt_key, said, why, detail, effective_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        tenantId,
        receipt.provider,
        receipt.providerRef ?? null,
        receipt.attemptKey ?? null,
        receipt.said,
        why,
        JSON.stringify(receipt.detail),
        instantText(receipt.at),
      ],
    ),
  )
  return 'no_such_contact'
}

/**
 * A receipt may be faster than the answer that names what it is about: those that are known by now are
 * told again. Telling twice is telling once.
 */
export async function settleStrays(db: Db, tenantId: bigint): Promise<number> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<
      { said: Receipt['said']; at: Receipt['at']; provider: string; provider_ref: string } & {
        borrower_id: bigint
        contact_id: bigint
        detail: Receipt['detail']
      }
    >(
      `select r.said, r.effective_at as at, r.provider, r.provider_ref, r.detail, c.borrower_id, c.contact_id
         from receipt_stray r
         join contact c on c.tenant_id = r.tenant_id and c.provider = r.provider and c.provider_ref = r.provider_ref
        where r.tenant_id = $1 and r.why = 'no_such_contact' and r.recorded_at > now() - interval '3 days'
          and c.state in ('sending', 'accepted', 'unknown')
          -- What says no more than is known would stand before the words that do, for ever.
          and not (c.state = 'accepted' and r.said in ('accepted', 'unknown'))
          and not (c.state = 'unknown' and r.said = 'unknown')
        order by c.borrower_id, c.contact_id, r.stray_id limit 1000`,
      [tenantId],
    ),
  )
  for (const row of found.rows) {
    const ref = { tenantId, borrowerId: row.borrower_id, contactId: row.contact_id }
    const { said, at, detail, provider_ref: providerRef } = row
    await recordTold(db, ref, { said, at, detail, providerRef })
  }
  return found.rows.length
}
