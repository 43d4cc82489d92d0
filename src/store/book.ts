import type { AccountFacts } from '../core/account-facts.ts'
import { agreedOn, earliest, NO_AGREEMENTS, type Agreed, type Agreements } from '../core/agreed.ts'
import type { Day } from '../core/calendar.ts'
import { positionOf, type Position } from '../core/position.ts'
import type { ProductTerms } from '../core/product.ts'
import { PROMISE_STATES } from '../strategy/row.ts'
import { readAgreements } from './agreements.ts'
import { sendTogether, type Tx } from './db.ts'
import { readOwn, type OwnAccount } from './own-position.ts'
import { readFacts, type AccountKeys } from './facts.ts'
import { readTerms } from './product-terms.ts'
import { PROFILE, PROFILE_WAKE, VULNERABLE, ZONE_ID } from './profile-sql.ts'
import { ensureZones } from './words-own.ts'

export type OwnAccounts = AccountKeys & {
  readonly products: ReadonlyMap<bigint, number>
  /** Borrowers with an account in a book of kind own: a ledger knows what they owe. */
  readonly ledgers: readonly bigint[]
}

export async function accountsOf(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<OwnAccounts> {
  const found = await tx.query<{ account_id: bigint; product_id: number; own: boolean }>(
    `select a.account_id, a.product_id, p.kind = 'own' as own
       from account a join portfolio p on p.tenant_id = a.tenant_id and p.portfolio_id = a.portfolio_id
      where a.tenant_id = $1 and a.borrower_id = $2 order by a.account_id`,
    [tenantId, borrowerId],
  )
  const accountIds = found.rows.map((row) => row.account_id)
  const products = new Map(found.rows.map((row) => [row.account_id, row.product_id]))
  const ledgers = found.rows.some((row) => row.own) ? [borrowerId] : []
  return { borrowerIds: accountIds.map(() => borrowerId), accountIds, products, ledgers }
}

/**
 * Derives the positions of one borrower's accounts from all their facts, after a payment, a hold or
 * any other event, in the transaction of that event.
 */
export async function recomputePosition(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  asOf: Day,
): Promise<void> {
  const accounts = await accountsOf(tx, tenantId, borrowerId)
  const write = await derivePositions(tx, tenantId, accounts, asOf)
  await write()
}

/** Derives and writes the positions of the accounts: a few thousand at a time keep memory flat. */
export async function writePositions(
  tx: Tx,
  tenantId: bigint,
  keys: AccountKeys,
  asOf: Day,
): Promise<void> {
  if (keys.accountIds.length === 0) return
  const known = await productsOf(tx, tenantId, keys)
  const write = await derivePositions(tx, tenantId, { ...keys, ...known }, asOf)
  await write()
}

/** The positions as the facts of this moment make them; they are written when what comes back is called. */
export async function derivePositions(
  tx: Tx,
  tenantId: bigint,
  accounts: OwnAccounts,
  asOf: Day,
): Promise<() => Promise<void>> {
  const { products } = accounts
  const [terms, facts, agreements, own] = await sendTogether(tx, [
    () => readTerms(tx, tenantId),
    () => readFacts(tx, tenantId, accounts),
    () => readAgreements(tx, tenantId, accounts),
    () => readOwn(tx, tenantId, accounts.ledgers, asOf),
    () => ensureZones(tx, tenantId, accounts.borrowerIds),
  ])
  const positions = accounts.accountIds.map((id): Derived | undefined => {
    const ledger = own.get(id)
    const known = ledger?.facts ?? facts.get(id)
    const productId = products.get(id)
    if (known === undefined || productId === undefined) return undefined
    const of = { facts: known, ledger, agreements: agreements.get(id) ?? NO_AGREEMENTS }
    return derivedOn(of, terms(productId), asOf)
  })
  return () => upsert(tx, tenantId, { keys: accounts, positions, asOf })
}

/** What the core makes of an account's facts, in the ledger's words where it has one. */
export type Derived = { readonly position: Position; readonly agreed: Agreed }

export function derivedOn(
  of: {
    readonly facts: AccountFacts
    readonly ledger: OwnAccount | undefined
    readonly agreements: Agreements
  },
  terms: ProductTerms,
  asOf: Day,
): Derived {
  const agreed = agreedOn(of.agreements, of.facts.payments, asOf)
  const position = positionOf(of.facts, terms, asOf)
  return { position: of.ledger?.amended(position) ?? position, agreed }
}

async function productsOf(
  tx: Tx,
  tenantId: bigint,
  keys: AccountKeys,
): Promise<Pick<OwnAccounts, 'products' | 'ledgers'>> {
  const found = await tx.query<{
    account_id: bigint
    product_id: number
    borrower_id: bigint
    own: boolean
  }>(
    `select a.account_id, a.product_id, a.borrower_id, p.kind = 'own' as own
       from account a
       join unnest($2::bigint[], $3::bigint[]) as k (borrower_id, account_id) using (borrower_id, account_id)
       join portfolio p on p.tenant_id = a.tenant_id and p.portfolio_id = a.portfolio_id
      where a.tenant_id = $1`,
    [tenantId, keys.borrowerIds, keys.accountIds],
  )
  const own = found.rows.filter((row) => row.own).map((row) => row.borrower_id)
  return {
    products: new Map(found.rows.map((row) => [row.account_id, row.product_id])),
    ledgers: [...new Set(own)],
  }
}

/**
 * A late account whose source gives no arrears: no more than its whole balance can be due, and a
 * strategy that looks for large arrears must not pass it over.
 */
export const arrearsBound = (position: Position): bigint => {
  const owed = position.outstandingMinor > 0n ? position.outstandingMinor : 0n
  return position.arrearsMinor ?? owed
}

export const multirange = (position: Position): string | null =>
  position.paused.length === 0
    ? null
    : `{${position.paused.map((span) => `[${span.from},${span.until ?? ''})`).join(',')}}`

/** Which channels the kinds of address can use, as the bits of core/channel.ts. */
export const CHANNEL_BITS = `case d.kind when 'mobile' then 37 when 'landline' then 4 when 'email' then 2 when 'profile' then 32 else 24 end`
export const MAY_BE_TRIED = `d.standing in ('unverified', 'works')`

/** Until when a borrower's account is held on day $2, and 'infinity' for a hold without end. */
export const HELD_UNTIL = `
  select max(coalesce(h.until_on, 'infinity'::date)) from hold h
   where h.tenant_id = $1 and h.borrower_id = a.borrower_id
     and (h.account_id is null or h.account_id = a.account_id)
     and h.ends_hold_id is null and h.from_on <= $2::date and (h.until_on is null or h.until_on > $2::date)
     and not exists (select from hold e where e.tenant_id = $1 and e.borrower_id = h.borrower_id
                        and e.ends_hold_id = h.hold_id and e.from_on <= $2::date)`

async function upsert(
  tx: Tx,
  tenantId: bigint,
  rows: {
    readonly keys: AccountKeys
    readonly positions: readonly (Derived | undefined)[]
    readonly asOf: Day
  },
): Promise<void> {
  const all = rows.positions.flatMap((derived, i) =>
    derived === undefined ? [] : [{ derived, i }],
  )
  const agreed = <T>(pick: (agreed: Agreed) => T): T[] =>
    all.map(({ derived }) => pick(derived.agreed))
  const of = <T>(pick: (position: Position) => T): T[] =>
    all.map(({ derived }) => pick(derived.position))
  await tx.query(UPSERT, [
    tenantId,
    rows.asOf,
    all.map(({ i }) => rows.keys.borrowerIds[i]),
    all.map(({ i }) => rows.keys.accountIds[i]),
    of((p) => p.outstandingMinor),
    of(arrearsBound),
    of((p) => p.instalmentsMissed),
    of((p) => p.oldestUnpaidDueOn ?? null),
    of((p) => p.nextDueOn ?? null),
    of((p) => p.nextDueMinor),
    of((p) => p.lastPaymentOn ?? null),
    of((p) => p.lastPaymentMinor),
    of((p) => p.delinquentSince ?? null),
    of((p) => p.curedOn ?? null),
    of((p) => p.timesDelinquent),
    of(multirange),
    of((p) => p.countedFrom ?? null),
    all.map(({ derived: d }) => earliest([d.position.wakeOn, d.agreed.wakeOn]) ?? null),
    of((p) => p.arrearsMinor !== undefined),
    of((p) => p.onTimeStreak),
    of((p) => p.quickCures),
    agreed((a) => a.promiseUntil ?? null),
    agreed((a) => a.promisesKept),
    agreed((a) => a.promisesBroken),
    agreed((a) => PROMISE_STATES.indexOf(a.promiseLast ?? 'none')),
    agreed((a) => a.planSince ?? null),
    agreed((a) => a.planNextOn ?? null),
    agreed((a) => a.planOldestOn ?? null),
  ])
}

// What the contacts have told (touches, last attempt, last conversation, cost) is not derived here and stays.
const UPSERT = `
insert into position as p (
  tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language, outstanding_minor,
  arrears_minor, instalments_missed, oldest_unpaid_due_on, next_due_on, next_due_minor, last_payment_on,
  last_payment_minor, delinquent_since, cured_on, times_delinquent, paused, channels, held_until,
  closed_on, as_of, counted_from, wake_on, arrears_exact, on_time_streak, quick_cures, promise_until,
  promises_kept, promises_broken, promise_last, plan_since, plan_next_on, plan_oldest_on, risk, propensity,
  segment_id, limitation_on, zone_id, vulnerable)
select $1, a.borrower_id, a.account_id, a.portfolio_id, a.product_id, a.currency, b.language, k.outstanding_minor,
       k.arrears_minor, k.missed, k.oldest_on, k.next_on, k.next_minor, k.paid_on, k.paid_minor, k.since, k.cured,
       k.times, k.paused::datemultirange,
       coalesce((select bit_or(${CHANNEL_BITS}) from address d
                  where d.tenant_id = $1 and d.borrower_id = a.borrower_id and ${MAY_BE_TRIED}), 0),
       (${HELD_UNTIL}), a.closed_on, $2::date, k.counted_from, least(k.wake_on, ${PROFILE_WAKE}), k.arrears_exact,
       k.streak, k.quick, k.promise_until, k.kept, k.broken, k.promise_last, k.plan_since, k.plan_next, k.plan_oldest,
       coalesce(f.risk, -1), coalesce(f.propensity, -1), coalesce(f.segment_id, 0), f.limitation_on,
       ${ZONE_ID}, ${VULNERABLE}
  from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::smallint[], $8::date[], $9::date[],
              $10::bigint[], $11::date[], $12::bigint[], $13::date[], $14::date[], $15::smallint[], $16::text[],
              $17::date[], $18::date[], $19::boolean[], $20::smallint[], $21::smallint[], $22::date[],
              $23::smallint[], $24::smallint[], $25::smallint[], $26::date[], $27::date[], $28::date[])
       as k (borrower_id, account_id, outstanding_minor, arrears_minor, missed, oldest_on, next_on, next_minor,
             paid_on, paid_minor, since, cured, times, paused, counted_from, wake_on, arrears_exact, streak, quick,
             promise_until, kept, broken, promise_last, plan_since, plan_next, plan_oldest)
  join account a on a.tenant_id = $1 and a.borrower_id = k.borrower_id and a.account_id = k.account_id
  join borrower b on b.tenant_id = $1 and b.borrower_id = k.borrower_id${PROFILE}
on conflict (tenant_id, borrower_id, account_id) do update
   set portfolio_id = excluded.portfolio_id, product_id = excluded.product_id, currency = excluded.currency,
       language = excluded.language, outstanding_minor = excluded.outstanding_minor,
       arrears_minor = excluded.arrears_minor, instalments_missed = excluded.instalments_missed,
       oldest_unpaid_due_on = excluded.oldest_unpaid_due_on, next_due_on = excluded.next_due_on,
       next_due_minor = excluded.next_due_minor, last_payment_on = excluded.last_payment_on,
       last_payment_minor = excluded.last_payment_minor, delinquent_since = excluded.delinquent_since,
       cured_on = excluded.cured_on, times_delinquent = excluded.times_delinquent, paused = excluded.paused,
       channels = excluded.channels, held_until = excluded.held_until, closed_on = excluded.closed_on,
       as_of = excluded.as_of, counted_from = excluded.counted_from, wake_on = excluded.wake_on, arrears_exact = excluded.arrears_exact,
       on_time_streak = excluded.on_time_streak, quick_cures = excluded.quick_cures,
       promise_until = excluded.promise_until, promises_kept = excluded.promises_kept,
       promises_broken = excluded.promises_broken, promise_last = excluded.promise_last,
       plan_since = excluded.plan_since, plan_next_on = excluded.plan_next_on,
       plan_oldest_on = excluded.plan_oldest_on, risk = excluded.risk, propensity = excluded.propensity,
       segment_id = excluded.segment_id, limitation_on = excluded.limitation_on, zone_id = excluded.zone_id,
       vulnerable = excluded.vulnerable,
       recorded_at = excluded.recorded_at`
