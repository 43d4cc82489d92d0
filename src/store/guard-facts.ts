import { assert } from '../core/assert.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { CHANNELS, type AddressKind, type Channel } from '../core/channel.ts'
import { currencyOf, money, type Money } from '../core/money.ts'
import type { ProductShape } from '../core/product.ts'
import type { AppFact } from '../engine/app-way.ts'
import { type AddressFact } from '../engine/contact.ts'
import type {
  ConsentFact,
  GuardFacts,
  HoldFact,
  OverrideFact,
  PastContact,
  WishFact,
} from '../guard/verdict.ts'
import { appFactOf, type RawAppFact } from './app-fact.ts'
import { FACTS } from './guard-facts-sql.ts'
import {
  firmIdOf,
  inboundOf,
  pastContactOf,
  type RawContact,
  type RawInbound,
} from './guard-past.ts'
import {
  borrowerFactOf,
  occasionsOf,
  overrideOf,
  wishesOf,
  type Here,
  type RawSubject,
} from './guard-subject.ts'
import { instantText, type Tx } from './db.ts'
import type { Slot } from './slots.ts'
import type { Language } from './templates.ts'

export type BorrowerRef = { readonly tenantId: bigint; readonly borrowerId: bigint }

/** The borrower's row under its lock: every writer that may stop a contact takes the same lock. */
export type LockedBorrower = {
  readonly name: string
  readonly language: Language
  readonly zones: readonly string[]
  readonly blockVersion: bigint
}

export async function lockBorrower(tx: Tx, ref: BorrowerRef): Promise<LockedBorrower | undefined> {
  const found = await tx.query<LockedRow>(lockBorrowersQuery(ref.tenantId, [ref.borrowerId]))
  return found.rows[0] && lockedOfRow(found.rows[0])
}

export type LockedRow = {
  readonly borrower_id: bigint
  readonly name: string
  readonly language: Language
  readonly zones: string[]
  readonly block_version: bigint
}

/** Locks in the order of their ids, so that two batches cannot wait for each other. */
export const lockBorrowersQuery = (tenantId: bigint, borrowerIds: readonly bigint[]) => ({
  name: 'lock-borrowers',
  text: `select borrower_id, name, language, zones, block_version from borrower
         where tenant_id = $1 and borrower_id = any($2) order by borrower_id for update`,
  values: [tenantId, borrowerIds],
})

export const lockedOfRow = (row: LockedRow): LockedBorrower => ({
  name: row.name,
  language: row.language,
  zones: row.zones,
  blockVersion: row.block_version,
})

/** One account, as a message speaks of it and as the guard places it. */
export type AccountFact = {
  readonly accountId: bigint
  readonly ref: string
  /** What is due; undefined where the source does not say how much. */
  readonly amount: Money | undefined
  readonly dueOn: Day | undefined
  readonly isDue: boolean
  /** The first day on which the debt is out of time. */
  readonly limitationOn: Day | undefined
  readonly jurisdictions: readonly string[]
  readonly firmKind: 'creditor' | 'agency'
  readonly shape: ProductShape
  /** Of a debt that was bought. */
  readonly bought?: Bought | undefined
}

export type Bought = {
  readonly on: Day
  /** When who owes was told of the assignment; undefined: nothing shows it. */
  readonly noticedOn: Day | undefined
  readonly secured: boolean
  readonly defaulted: boolean
}

export type TreatmentFact = {
  readonly treatmentId: bigint
  readonly accountId: bigint
  readonly channel: Channel | undefined
  readonly template: string | undefined
  readonly tried: number
  /** What a person typed, and the message that it answers. */
  readonly said?: { readonly words: string; readonly inbound: string } | undefined
  /** Of a receipt: what it confirms. */
  readonly paid?: { readonly amount: Money; readonly on: Day } | undefined
  /** Of a confirmed promise: how much by which day. */
  readonly promised?: { readonly amount: Money; readonly on: Day } | undefined
}

/** An attempt that was permitted and has not left: it is over, or belongs to this treatment. */
export type StalePermit = { readonly contactId: bigint; readonly slots: readonly Slot[] }

export type BorrowerFacts = {
  readonly treatment: TreatmentFact | undefined
  readonly account: AccountFact | undefined
  readonly addresses: readonly AddressFact[]
  readonly holds: readonly HoldFact[]
  readonly consents: readonly ConsentFact[]
  readonly wishes: readonly WishFact[]
  readonly overrides: readonly OverrideFact[]
  readonly borrower: GuardFacts['borrower']
  readonly history: readonly PastContact[]
  readonly stale: readonly StalePermit[]
  /** Read for messages to an app alone. */
  readonly apps: readonly AppFact[]
}

/** Longer than the longest window of a rule (31 local days), in every zone. */
const HISTORY_MS = 40 * 86_400_000

/** Whose facts, and for which treatment. */
export type FactsAsk = { readonly borrowerId: bigint; readonly treatmentId: bigint }

/**
 * Everything that the guard asks, after the lock and in its transaction: a snapshot taken with the
 * lock would be older than the lock. One statement, so that all of it is of one moment.
 */
export async function readGuardFacts(
  tx: Tx,
  ref: BorrowerRef,
  ask: { readonly treatmentId: bigint } & Here,
): Promise<BorrowerFacts> {
  const asks = [{ borrowerId: ref.borrowerId, treatmentId: ask.treatmentId }]
  const found = await tx.query<FactsRow>(guardFactsQuery(ref.tenantId, asks, ask.now))
  const [row] = found.rows
  assert(row !== undefined, 'the facts are one row')
  return factsOfRow(row, { ...ask, tenantId: ref.tenantId })
}

export type FactsRow = { readonly facts: RawFacts }

/** The facts of several borrowers in the order asked, all locked by whoever sends this. */
export const guardFactsQuery = (tenantId: bigint, asks: readonly FactsAsk[], now: Instant) => ({
  name: 'guard-facts',
  text: FACTS,
  values: [
    tenantId,
    asks.map((ask) => ask.borrowerId),
    asks.map((ask) => ask.treatmentId),
    instantText(now),
    instantText((now - HISTORY_MS) as Instant),
  ],
})

type Of = { readonly tenantId: bigint; readonly treatmentId: bigint } & Here

export const factsOfRow = (row: FactsRow, ask: Of): BorrowerFacts => factsOf(row.facts, ask)

type RawAccount = {
  accountId: string
  ref: string
  currency: string
  arrears: string
  arrearsExact: boolean
  nextDue: string
  outstanding: string
  closed: boolean
  oldestDueOn: string | null
  nextDueOn: string | null
  limitationOn: string | null
  jurisdictions: string[]
  firmKind: 'creditor' | 'agency'
  shape: ProductShape
  bought: RawBought | null
}

export type RawBought = {
  on: string
  noticedOn: string | null
  secured: boolean
  defaulted: boolean
}

type RawDated = { readonly minor: string; readonly currency: string; readonly on: string }

type RawFacts = RawSubject & {
  treatment: {
    treatmentId: string
    accountId: string
    channel: string | null
    template: string | null
    tried: number
    said: { words: string; inbound: string } | null
    paid: RawDated | null
    promised: RawDated | null
  } | null
  account: RawAccount | null
  addresses:
    | {
        addressId: string
        kind: AddressKind
        value: string
        zone: string | null
        standing: AddressFact['standing']
      }[]
    | null
  holds:
    | {
        reason: string
        written: boolean
        accountId: string | null
        fromOn: string
        untilOn: string | null
      }[]
    | null
  consents:
    | {
        scope: ConsentFact['scope']
        channel: Channel | 'any'
        addressId: string
        given: boolean
        effectiveAt: number
        expiresAt: number | null
      }[]
    | null
  apps: RawAppFact[] | null
  inbound: RawInbound[] | null
  contacts: RawContact[] | null
}

function factsOf(raw: RawFacts, ask: Of): BorrowerFacts {
  const contacts = raw.contacts ?? []
  const firm = firmIdOf(ask.tenantId)
  return {
    treatment: raw.treatment === null ? undefined : treatmentOf(raw.treatment, ask.treatmentId),
    account: raw.account === null ? undefined : accountOf(raw.account),
    addresses: (raw.addresses ?? []).map((a) => ({
      ...a,
      addressId: BigInt(a.addressId),
      zone: a.zone ?? undefined,
    })),
    holds: [
      ...(raw.holds ?? []).map((h) => ({
        ...h,
        accountId: h.accountId === null ? undefined : BigInt(h.accountId),
        fromOn: h.fromOn as Day,
        untilOn: (h.untilOn ?? undefined) as Day | undefined,
      })),
      ...occasionsOf(raw),
    ],
    consents: (raw.consents ?? []).map((c) => ({
      scope: c.scope,
      channel: c.channel,
      addressId: c.addressId === '0' ? undefined : BigInt(c.addressId),
      given: c.given,
      effectiveAt: c.effectiveAt as Instant,
      expiresAt: (c.expiresAt ?? undefined) as Instant | undefined,
    })),
    wishes: wishesOf(raw.wishes, firm),
    overrides: (raw.overrides ?? []).map(overrideOf),
    borrower: borrowerFactOf(raw, ask),
    history: [
      ...contacts.filter((c) => !c.stale).map((c) => pastContactOf(c, firm)),
      ...(raw.inbound ?? []).map((c) => inboundOf(c, firm)),
    ].toSorted((a, b) => a.at - b.at),
    apps: (raw.apps ?? []).map(appFactOf),
    stale: contacts
      .filter((c) => c.stale)
      .map((c) => ({ contactId: BigInt(c.contactId), slots: c.slots })),
  }
}

function treatmentOf(raw: NonNullable<RawFacts['treatment']>, treatmentId: bigint): TreatmentFact {
  const channel = CHANNELS.find((c) => c === raw.channel)
  return {
    treatmentId,
    accountId: BigInt(raw.accountId),
    channel,
    template: raw.template ?? undefined,
    tried: raw.tried,
    said: raw.said ?? undefined,
    paid: raw.paid === null ? undefined : datedOf(raw.paid),
    promised: raw.promised === null ? undefined : datedOf(raw.promised),
  }
}

function datedOf({ minor, currency, on }: RawDated) {
  const code = currencyOf(currency)
  assert(code !== undefined, `${currency} is not a currency`)
  return { amount: money(BigInt(minor), code), on: on as Day }
}

function accountOf(raw: RawAccount): AccountFact {
  const [arrears, nextDue] = [BigInt(raw.arrears), BigInt(raw.nextDue)]
  const minor = arrears > 0n ? arrears : nextDue
  return {
    accountId: BigInt(raw.accountId),
    ref: raw.ref,
    amount: dueOf({ currency: raw.currency, arrears, nextDue, exact: raw.arrearsExact }),
    dueOn: (raw.oldestDueOn ?? raw.nextDueOn ?? undefined) as Day | undefined,
    isDue:
      !raw.closed && (minor > 0n || (raw.oldestDueOn !== null && BigInt(raw.outstanding) > 0n)),
    limitationOn: (raw.limitationOn ?? undefined) as Day | undefined,
    jurisdictions: raw.jurisdictions,
    firmKind: raw.firmKind,
    shape: raw.shape,
    bought: raw.bought === null ? undefined : boughtOf(raw.bought),
  }
}

/** What a message says is due; undefined where the source does not say how much. */
export function dueOf(of: {
  readonly currency: string
  readonly arrears: bigint
  readonly nextDue: bigint
  readonly exact: boolean
}): Money | undefined {
  const currency = currencyOf(of.currency)
  assert(currency !== undefined, `${of.currency} is not a currency`)
  const minor = of.arrears > 0n ? of.arrears : of.nextDue
  const isKnown = minor > 0n && (of.arrears <= 0n || of.exact)
  return isKnown ? money(minor, currency) : undefined
}

export const boughtOf = ({ on, noticedOn, ...is }: RawBought): Bought => ({
  ...is,
  on: on as Day,
  noticedOn: (noticedOn ?? undefined) as Day | undefined,
})
