import { assert } from '../core/assert.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { CHANNELS, type AddressKind, type Channel } from '../core/channel.ts'
import { currencyOf, money, type Money } from '../core/money.ts'
import type { ProductShape } from '../core/product.ts'
import {
  standingOf,
  type AddressFact,
  type ContactState,
  type Standing,
} from '../engine/contact.ts'
import type {
  ConsentFact,
  ContactResult,
  GuardFacts,
  HoldFact,
  OverrideFact,
  PastContact,
  WishFact,
} from '../guard/verdict.ts'
import {
  borrowerFactOf,
  occasionsOf,
  overrideOf,
  wishOf,
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
  readonly jurisdictions: readonly string[]
  readonly firmKind: 'creditor' | 'agency'
  readonly shape: ProductShape
}

export type TreatmentFact = {
  readonly treatmentId: bigint
  readonly accountId: bigint
  readonly channel: Channel | undefined
  readonly template: string | undefined
  readonly tried: number
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
  ask: { readonly treatmentId: bigint; readonly now: Instant },
): Promise<BorrowerFacts> {
  const asks = [{ borrowerId: ref.borrowerId, treatmentId: ask.treatmentId }]
  const found = await tx.query<FactsRow>(guardFactsQuery(ref.tenantId, asks, ask.now))
  const [row] = found.rows
  assert(row !== undefined, 'the facts are one row')
  return factsOfRow(row, { tenantId: ref.tenantId, treatmentId: ask.treatmentId })
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

type Of = { readonly tenantId: bigint; readonly treatmentId: bigint }

export const factsOfRow = (row: FactsRow, ask: Of): BorrowerFacts => factsOf(row.facts, ask)

// Ids are written as text and instants as milliseconds, because JSON numbers hold neither exactly.
const FACTS = `
  select json_build_object(
    'treatment', (
      select json_build_object('treatmentId', t.treatment_id::text, 'accountId', t.account_id::text,
        'channel', t.channel, 'template', t.template, 'tried', (
          select count(*) from contact c
          where c.tenant_id = $1 and c.borrower_id = ask.borrower_id and c.treatment_id = t.treatment_id))
      from treatment t
      where t.tenant_id = $1 and t.borrower_id = ask.borrower_id and t.treatment_id = ask.treatment_id
        and t.state in ('planned', 'deferred') and coalesce(t.not_before, '-infinity') <= $4),
    'account', (
      select json_build_object('accountId', a.account_id::text, 'ref', a.ref, 'currency', a.currency,
        'arrears', p.arrears_minor::text, 'arrearsExact', p.arrears_exact, 'nextDue', p.next_due_minor::text,
        'outstanding', p.outstanding_minor::text, 'closed', a.closed_on is not null or p.closed_on is not null,
        'oldestDueOn', p.oldest_unpaid_due_on, 'nextDueOn', p.next_due_on,
        'jurisdictions', f.jurisdictions, 'firmKind', f.firm_kind, 'shape', d.shape)
      from treatment t
      join account a on a.tenant_id = $1 and a.borrower_id = ask.borrower_id and a.account_id = t.account_id
      join position p on p.tenant_id = $1 and p.borrower_id = ask.borrower_id and p.account_id = t.account_id
      join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id
      join product d on d.tenant_id = $1 and d.product_id = a.product_id
      where t.tenant_id = $1 and t.borrower_id = ask.borrower_id and t.treatment_id = ask.treatment_id),
    'addresses', (
      select json_agg(json_build_object('addressId', address_id::text, 'kind', kind, 'value', value,
        'zone', zone, 'standing', standing) order by address_id)
      from address where tenant_id = $1 and borrower_id = ask.borrower_id),
    'holds', (
      select json_agg(json_build_object('reason', h.reason, 'written', h.written,
        'accountId', h.account_id::text, 'fromOn', h.from_on,
        'untilOn', least(h.until_on, (
          select min(e.from_on) from hold e
          where e.tenant_id = $1 and e.borrower_id = ask.borrower_id and e.ends_hold_id = h.hold_id))) order by h.hold_id)
      from hold h where h.tenant_id = $1 and h.borrower_id = ask.borrower_id and h.ends_hold_id is null),
    'consents', (
      select json_agg(json_build_object('scope', scope, 'channel', channel, 'addressId', address_id::text, 'given', given,
        'effectiveAt', floor(extract(epoch from effective_at) * 1000),
        'expiresAt', floor(extract(epoch from expires_at) * 1000)) order by effective_at, consent_id)
      from consent where tenant_id = $1 and borrower_id = ask.borrower_id and effective_at <= $4),
    'circumstances', (
      select json_agg(json_build_object('kind', c.kind, 'detail', c.detail, 'fromOn', c.from_on,
        'untilOn', c.until_on) order by c.circumstance_id)
      from borrower_circumstance c
      where c.tenant_id = $1 and c.borrower_id = ask.borrower_id and c.recorded_at <= $4),
    'wishes', (
      select json_agg(json_build_object('kind', w.kind, 'days', w.days, 'from', w.from_minute,
        'until', w.until_minute, 'place', w.place, 'untilOn', w.until_on,
        'saidAt', floor(extract(epoch from w.said_at) * 1000)) order by w.said_at, w.wish_id)
      from wish w where w.tenant_id = $1 and w.borrower_id = ask.borrower_id and w.said_at <= $4),
    'overrides', (
      select json_agg(json_build_object('rule', o.rule, 'ground', o.ground,
        'expiresAt', floor(extract(epoch from o.expires_at) * 1000)) order by o.override_id)
      from override o
      where o.tenant_id = $1 and o.borrower_id = ask.borrower_id and o.effective_at <= $4 and o.expires_at > $4),
    'inbound', (
      select json_agg(json_build_object('id', i.inbound_id::text, 'channel', i.channel,
        'addressId', i.address_id::text, 'accountIds', i.account_ids::text[], 'result', i.result,
        'answers', i.answers_contact_id::text,
        'at', floor(extract(epoch from i.received_at) * 1000)) order by i.received_at, i.inbound_id)
      from inbound i
      where i.tenant_id = $1 and i.borrower_id = ask.borrower_id and i.received_at > $5 and i.received_at <= $4),
    'contacts', (
      select json_agg(json_build_object('contactId', c.contact_id::text, 'channel', c.channel,
        'addressId', c.address_id::text, 'accountIds', c.account_ids::text[], 'state', c.state, 'why', c.state_why,
        'at', floor(extract(epoch from coalesce(c.sending_at, c.permitted_at)) * 1000),
        'slots', c.slots,
        'stale', c.state = 'permitted' and (c.treatment_id = ask.treatment_id or c.expires_at <= $4),
        'outcome', (
          select e.kind from contact_event e
          where e.tenant_id = $1 and e.borrower_id = ask.borrower_id and e.contact_id = c.contact_id
            and e.kind in ('conversation', 'voicemail', 'unanswered', 'not_connected')
          order by e.event_no desc limit 1)) order by c.contact_id)
      from contact c
      where c.tenant_id = $1 and c.borrower_id = ask.borrower_id and c.state <> 'withdrawn'
        and (c.permitted_at > $5 or c.state = 'permitted'))
  ) as facts
  from unnest($2::bigint[], $3::bigint[]) with ordinality as ask(borrower_id, treatment_id, no)
  order by ask.no`

type RawContact = {
  contactId: string
  channel: Channel
  addressId: string
  accountIds: string[]
  state: ContactState
  why: string | null
  at: number
  slots: Slot[]
  stale: boolean
  outcome: ContactResult | null
}

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
  jurisdictions: string[]
  firmKind: 'creditor' | 'agency'
  shape: ProductShape
}

type RawInbound = {
  id: string
  channel: Channel
  addressId: string
  accountIds: string[]
  result: 'conversation' | 'delivered' | 'voicemail'
  answers: string | null
  at: number
}

type RawFacts = RawSubject & {
  treatment: {
    treatmentId: string
    accountId: string
    channel: string | null
    template: string | null
    tried: number
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
    wishes: (raw.wishes ?? []).map((wish) => wishOf(wish, firm)),
    overrides: (raw.overrides ?? []).map(overrideOf),
    borrower: borrowerFactOf(raw),
    history: [
      ...contacts.filter((c) => !c.stale).map((c) => pastContactOf(c, firm)),
      ...(raw.inbound ?? []).map((c) => inboundOf(c, firm)),
    ].toSorted((a, b) => a.at - b.at),
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
  }
}

function accountOf(raw: RawAccount): AccountFact {
  const currency = currencyOf(raw.currency)
  assert(currency !== undefined, `${raw.currency} is not a currency`)
  const [arrears, nextDue] = [BigInt(raw.arrears), BigInt(raw.nextDue)]
  const minor = arrears > 0n ? arrears : nextDue
  const isKnown = minor > 0n && (arrears <= 0n || raw.arrearsExact)
  return {
    accountId: BigInt(raw.accountId),
    ref: raw.ref,
    amount: isKnown ? money(minor, currency) : undefined,
    dueOn: (raw.oldestDueOn ?? raw.nextDueOn ?? undefined) as Day | undefined,
    isDue:
      !raw.closed && (minor > 0n || (raw.oldestDueOn !== null && BigInt(raw.outstanding) > 0n)),
    jurisdictions: raw.jurisdictions,
    firmKind: raw.firmKind,
    shape: raw.shape,
  }
}

/** Whatever is in doubt is 'unknown', which counts as whatever counts most. */
const RESULT: Readonly<Record<Standing, ContactResult>> = {
  permitted: 'unknown',
  withdrawn: 'not_connected',
  sending: 'unknown',
  unknown: 'unknown',
  never_accepted: 'not_connected',
  accepted: 'unknown',
  expired: 'unknown',
  bounced: 'bounced',
  delivered: 'delivered',
}

/** The firm that acts, as the guard names it: caps tell its contacts from those of others. */
export const firmIdOf = (tenantId: bigint): string => `tenant-${tenantId}`

function pastContactOf(raw: RawContact, firm: string): PastContact {
  return {
    id: `contact-${raw.contactId}`,
    party: 'borrower',
    by: firm,
    at: raw.at as Instant,
    channel: raw.channel,
    direction: 'out',
    result: raw.outcome ?? RESULT[standingOf(raw.state, raw.why ?? undefined)],
    addressId: BigInt(raw.addressId),
    accountIds: raw.accountIds.map(BigInt),
  }
}

function inboundOf(raw: RawInbound, firm: string): PastContact {
  return {
    id: `inbound-${raw.id}`,
    at: raw.at as Instant,
    channel: raw.channel,
    direction: 'in',
    party: 'borrower',
    by: firm,
    result: raw.result,
    addressId: raw.addressId === '0' ? undefined : BigInt(raw.addressId),
    accountIds: raw.accountIds.map(BigInt),
    replyTo: raw.answers === null ? undefined : `contact-${raw.answers}`,
  }
}
