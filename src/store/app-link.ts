import type { Day, Instant } from '../core/calendar.ts'
import { changeStanding } from './address-history.ts'
import { standingAt } from '../engine/app-way.ts'
import { keepAppFact, readAppFacts } from './app-fact.ts'
import { applyConsent } from './consent.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { tell } from './event-out.ts'
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

type Tick = { readonly now: Instant; readonly today: Day }
export type AppLinked = { readonly addressId: bigint; readonly again: boolean }
export type LinkDeclined = { readonly declined: 'no_such_borrower' | 'of_somebody_else' }

/** Ties a person's name at an app to the borrower, by hand and with what shows it. */
export async function linkApp(
  db: Db,
  link: Linking,
  tick: Tick,
): Promise<AppLinked | LinkDeclined> {
  return inTenant(db, link.tenantId, (tx) => linkAppIn(tx, link, tick), { retries: 3 })
}

/** The same within a transaction of somebody else's. */
export async function linkAppIn(
  tx: Tx,
  link: Linking,
  tick: Tick,
): Promise<AppLinked | LinkDeclined> {
  const { tenantId, borrowerId, provider, name, by, evidence } = link
  const ref = { tenantId, borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const addressId = await ownAddress(tx, link)
  if (addressId === undefined) return { declined: 'of_somebody_else' }
  // What was withdrawn may be tied again: a new word, and not the old one told twice.
  const nth = await timesBlocked(tx, ref, { addressId, provider })
  const source = `by ${by}: ${name}${nth === 0 ? '' : ` #${nth + 1}`}`
  const fact = { addressId, provider, kind: 'linked', source, evidence, at: tick.now } as const
  const again = (await keepAppFact(tx, ref, fact)) === undefined
  if (!again) {
    const how = { standing: 'works', how: 'staff', source: `${provider}: ${by}` } as const
    await changeStanding(tx, ref, { addressId, ...how }, tick)
    await tellApp(tx, ref, { type: 'app.linked', addressId, at: tick.now })
  }
  const yes = { borrowerId, channel: 'message', addressId, given: true } as const
  if (link.optIn) await applyConsent(tx, tenantId, { ...yes, words: evidence, source }, tick.now)
  return { addressId, again }
}

export type Withdrawing = BorrowerRef & {
  readonly provider: string
  readonly addressId: bigint
  readonly by: string
  readonly reason: string
}

/**
 * Nothing leaves by this app for this name any more, also not what was permitted already: somebody was tied to
 * it by mistake, or said no to a person. false: they were never tied to it.
 */
export async function withdrawAppIn(
  tx: Tx,
  { tenantId, borrowerId, provider, addressId, by, reason }: Withdrawing,
  { now }: Tick,
): Promise<boolean> {
  const ref = { tenantId, borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return false
  const facts = await readAppFacts(tx, ref, now)
  const standing = standingAt(facts, { provider, addressId, now })
  if (standing.state === 'not_linked') return false
  const source = `by ${by} ${instantText(now)}`
  const fact = { addressId, provider, kind: 'blocked', source, evidence: reason, at: now } as const
  if ((await keepAppFact(tx, ref, fact)) === undefined) return true
  const no = { borrowerId, channel: 'message', addressId, given: false } as const
  await applyConsent(tx, tenantId, { ...no, words: reason, source: `by ${by}: ${provider}` }, now)
  await tellApp(tx, ref, { type: 'app.withdrawn', addressId, at: now })
  return true
}

const tellApp = (
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  of: {
    readonly type: 'app.linked' | 'app.withdrawn'
    readonly addressId: bigint
    readonly at: Instant
  },
) =>
  tell(tx, tenantId, [{ type: of.type, borrowerId, at: of.at, data: { address_id: of.addressId } }])

async function timesBlocked(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  of: { readonly addressId: bigint; readonly provider: string },
): Promise<number> {
  const found = await tx.query<{ n: number }>(
    `select count(*)::int as n from app_fact where tenant_id = $1 and borrower_id = $2 and address_id = $3
        and provider = $4 and kind = 'blocked'`,
    [tenantId, borrowerId, of.addressId, of.provider],
  )
  return found.rows[0]?.n ?? 0
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
