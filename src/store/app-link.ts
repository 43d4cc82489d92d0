import type { Day, Instant } from '../core/calendar.ts'
import { changeStanding } from './address-history.ts'
import { keepAppFact } from './app-fact.ts'
import { applyConsent } from './consent.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { foundAddressId } from './trace.ts'

export type Linking = BorrowerRef & {
  readonly provider: string
  /** Their name at the app, or, of an app that goes by telephone, a number that is on record. */
  readonly name: string
  readonly by: string
  /** What shows that it is theirs: where they signed in, the page on which they agreed. */
  readonly evidence: string
  /** They said that they want messages there. */
  readonly optIn: boolean
}

export type LinkDeclined = { readonly declined: 'no_such_borrower' | 'of_somebody_else' }

/** Ties a person's name at an app to the borrower, by hand and with what shows it. */
export async function linkApp(
  db: Db,
  link: Linking,
  tick: { readonly now: Instant; readonly today: Day },
): Promise<{ readonly addressId: bigint; readonly again: boolean } | LinkDeclined> {
  const { tenantId, borrowerId, provider, name, by, evidence } = link
  const ref = { tenantId, borrowerId }
  return inTenant(
    db,
    tenantId,
    async (tx) => {
      if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
      const addressId = await ownAddress(tx, link)
      if (addressId === undefined) return { declined: 'of_somebody_else' }
      const source = `by ${by}: ${name}`
      const fact = { addressId, provider, kind: 'linked', source, evidence, at: tick.now } as const
      const again = (await keepAppFact(tx, ref, fact)) === undefined
      if (!again)
        await changeStanding(
          tx,
          ref,
          { addressId, standing: 'works', how: 'staff', source: `${provider}: ${by}` },
          tick,
        )
      const yes = { borrowerId, channel: 'message', addressId, given: true } as const
      if (link.optIn)
        await applyConsent(tx, tenantId, { ...yes, words: evidence, source }, tick.now)
      return { addressId, again }
    },
    { retries: 3 },
  )
}

/** What is another borrower's would tell them of this debt. */
async function ownAddress(tx: Tx, { tenantId, borrowerId, name }: Linking) {
  const found = await tx.query<{ borrower_id: bigint; address_id: bigint }>(
    `select borrower_id, address_id from address
      where tenant_id = $1 and value = $2 and kind in ('profile', 'mobile')
      order by borrower_id = $3 desc, address_id limit 1`,
    [tenantId, name, borrowerId],
  )
  const [known] = found.rows
  if (known !== undefined) return known.borrower_id === borrowerId ? known.address_id : undefined
  const ref = { tenantId, borrowerId }
  const addressId = foundAddressId(ref, { kind: 'profile', value: name })
  await tx.query(
    `insert into address (tenant_id, borrower_id, address_id, kind, value)
     values ($1, $2, $3, 'profile', $4)`,
    [tenantId, borrowerId, addressId, name],
  )
  return addressId
}
