import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import type { Verdict } from '../guard/verdict.ts'
import {
  inTwoTrips,
  instantText,
  isLockedOut,
  isOfItsData,
  type Db,
  type Query,
  type SecondTrip,
} from './db.ts'
import {
  factsOfRow,
  guardFactsQuery,
  lockBorrowersQuery,
  lockedOfRow,
  type FactsRow,
  type LockedRow,
} from './guard-facts.ts'
import {
  askAlone,
  hear,
  type Allow,
  permitOf,
  termsOf,
  type Answer,
  type Ask,
  type Desk,
  type Heard,
  type Judged,
  type Terms,
} from './permit.ts'
import { keptReason } from './law-kept.ts'
import { oneEach, type Need } from './slots.ts'
import { lawfulUntil, rulesThatBar, TREATMENT_STATE } from './verdict.ts'
import { toKept, untilOf } from './verdict-text.ts'

/** 'alone': nothing was written for it, ask for it by itself. */
export type BatchAnswer = Answer | 'alone'

/** A permit for one treatment. Nothing has left when this returns. */
export async function askForPermit(db: Db, ref: Ask, desk: Desk, now: Instant): Promise<Answer> {
  const [answer] = await askForPermits(db, ref.tenantId, [ref], { desk, now })
  return answer === undefined || answer === 'alone' ? askAlone(db, ref, desk, now) : answer
}

type Tick = { readonly desk: Desk; readonly now: Instant }

/**
 * Permits for several borrowers in one transaction and two trips: all locked in the order of their
 * ids, the facts read after the locks, each judged, and for each all its slots or none. Whatever is
 * out of the ordinary is left aside, so that it holds up nobody else.
 */
export async function askForPermits(
  db: Db,
  tenantId: bigint,
  asks: readonly Ask[],
  tick: Tick,
): Promise<BatchAnswer[]> {
  const ids = asks.map((ask) => ask.borrowerId)
  // Two treatments of one borrower want the same slots, and the second must know of the first.
  assert(new Set(ids).size === asks.length, 'a batch asks once for each borrower')
  const first = [lockBorrowersQuery(tenantId, ids), guardFactsQuery(tenantId, asks, tick.now)]
  try {
    return await inTwoTrips(
      db,
      tenantId,
      first,
      ([locked, facts]) =>
        write(tenantId, asks, hearAll(asks, { ...tick, locked: locked?.rows, facts: facts?.rows })),
      { retries: 3 },
    )
  } catch (error) {
    // One row that somebody holds for long holds up nobody else either.
    if (!isOfItsData(error) && !isLockedOut(error)) throw error
    return asks.map(() => 'alone')
  }
}

type Permits = Omit<Extract<Heard, { is: 'permits' }>, 'needs'> & {
  readonly needs: readonly Need[]
}
type HeardOrNot = Exclude<Heard, { is: 'permits' }> | Permits | 'alone'

function hearAll(
  asks: readonly Ask[],
  from: Tick & { readonly locked: unknown; readonly facts: unknown },
): HeardOrNot[] {
  const locked = new Map((from.locked as LockedRow[]).map((row) => [row.borrower_id, row]))
  const facts = from.facts as FactsRow[]
  const { desk, now } = from
  return asks.map((ref, i) => {
    const row = locked.get(ref.borrowerId)
    const found = facts[i]
    if (row === undefined || found === undefined) return { is: 'gone' }
    try {
      const borrower = lockedOfRow(row)
      const read = factsOfRow(found, { ...ref, zones: borrower.zones, now })
      // A permit that is still out must be withdrawn first, and its slots given back.
      if (read.stale.length > 0) return 'alone'
      const heard = hear({ ref, borrower, facts: read, desk, now })
      if (heard.is === 'permits' && isShared(heard, desk)) return 'alone'
      return heard.is === 'permits' ? { ...heard, needs: oneEach(heard.needs, now) } : heard
    } catch {
      return 'alone'
    }
  })
}

/** Slots that other tenants may want are taken step by step. */
const isShared = ({ verdict }: { verdict: Allow }, desk: Desk): boolean =>
  desk.capKey !== undefined && verdict.slots.some((need) => need.shared === true)

type ToPermit = Permits & { readonly terms: Terms }

function write(
  tenantId: bigint,
  asks: readonly Ask[],
  heard: readonly HeardOrNot[],
): SecondTrip<BatchAnswer[]> {
  const toKeep: { judged: Judged; verdict: Verdict }[] = []
  const toPermit: ToPermit[] = []
  for (const each of heard) {
    if (each === 'alone') continue
    if (each.is === 'judged') toKeep.push(each)
    if (each.is === 'permits') toPermit.push({ ...each, terms: termsOf(each.judged, each.verdict) })
  }
  const terms = new Map(toPermit.map((each) => [each.judged.ref.borrowerId, each.terms]))
  return {
    queries: [
      ...(toPermit.length > 0 ? [permitQuery(tenantId, toPermit)] : []),
      ...(toKeep.length > 0 ? [keepQuery(tenantId, toKeep)] : []),
    ],
    result: (answers) => {
      const rows = (toPermit.length > 0 ? (answers[0]?.rows ?? []) : []) as PermitRow[]
      const made = new Map(rows.map((row) => [row.borrower_id, row.contact_id]))
      return heard.map((each, i): BatchAnswer => {
        if (each === 'alone' || each.is === 'unasked') return 'alone'
        if (each.is === 'gone') return each
        if (each.is === 'judged') return { is: 'judged', verdict: each.verdict }
        const contactId = made.get(asks[i]?.borrowerId ?? 0n)
        const term = terms.get(asks[i]?.borrowerId ?? 0n)
        if (contactId === undefined || term === undefined) return 'alone'
        return {
          is: 'permitted',
          permit: permitOf(each.judged, each.verdict, { ...term, contactId }),
        }
      })
    },
  }
}

type PermitRow = { readonly borrower_id: bigint; readonly contact_id: bigint }

const verdictColumns = ({ judged, verdict }: { judged: Judged; verdict: Verdict }) => ({
  borrower_id: judged.ref.borrowerId,
  treatment_id: judged.ref.treatmentId,
  channel: judged.plan.channel,
  address_id: judged.plan.address.addressId,
  reasons: verdict.reasons.map(keptReason),
  proposal: judged.asked.proposal,
  facts: { facts: judged.asked.facts, rulesOn: judged.desk.today },
})

function keepQuery(tenantId: bigint, all: readonly { judged: Judged; verdict: Verdict }[]): Query {
  const [one] = all
  assert(one !== undefined, 'nothing to keep')
  const rows = all.map((each) => {
    const until = untilOf(each.verdict)
    return {
      ...verdictColumns(each),
      decision: each.verdict.decision,
      until_at: until === undefined ? null : instantText(until),
      state: TREATMENT_STATE[each.verdict.decision],
      rules: rulesThatBar(each.verdict),
      lawful_until: lawfulUntil(each.verdict),
    }
  })
  const { desk, now } = one.judged
  return {
    name: 'keep-verdicts',
    text: KEEP,
    values: [tenantId, toKept(rows), instantText(now), desk.law.hash],
  }
}

const KEEP = `
  with ask as materialized (
    select * from json_to_recordset($2::json) as ask(borrower_id bigint, treatment_id bigint, channel text,
      address_id bigint, decision text, until_at timestamptz, reasons jsonb, proposal jsonb, facts jsonb,
      state text, rules jsonb, lawful_until timestamptz)
  ), kept as (
    insert into verdict (tenant_id, borrower_id, treatment_id, channel, address_id, judged_at, decision,
      until_at, reasons, rules_hash, proposal, facts)
    select $1, borrower_id, treatment_id, channel, address_id, $3, decision, until_at, reasons, $4, proposal, facts
    from ask returning borrower_id, verdict_id
  )
  update treatment t set state = ask.state, not_before = ask.until_at, lawful_until = ask.lawful_until,
    state_why = jsonb_build_object('verdict_id', kept.verdict_id::text, 'rules', ask.rules)
  from ask join kept using (borrower_id)
  where t.tenant_id = $1 and t.borrower_id = ask.borrower_id and t.treatment_id = ask.treatment_id`

function permitQuery(tenantId: bigint, all: readonly ToPermit[]): Query {
  const [one] = all
  assert(one !== undefined, 'nothing to permit')
  const rows = all.map(({ judged, verdict, terms }) => ({
    ...verdictColumns({ judged, verdict }),
    attempt_key: terms.attemptKey,
    account_ids: judged.asked.proposal.accountIds,
    template: judged.treatment.template,
    language: judged.borrower.language,
    body_hash: judged.text.hash,
    template_version: judged.text.madeFrom?.version ?? null,
    template_hash: judged.text.madeFrom?.hash ?? null,
    block_version: judged.borrower.blockVersion,
    expires_at: instantText(terms.expiresAt),
  }))
  const needs = all.flatMap(({ judged, needs: own }) =>
    own.map((need) => ({ ...need, borrowerId: judged.ref.borrowerId })),
  )
  const { desk, now } = one.judged
  return {
    name: 'permit-all',
    text: PERMIT,
    values: [
      tenantId,
      toKept(rows),
      instantText(now),
      desk.law.hash,
      desk.madeBy,
      needs.map((need) => need.borrowerId),
      needs.map((need) => need.key),
      needs.map((need) => need.limit),
      needs.map((need) => instantText(need.freeAt)),
      needs.map((need) => need.keeps?.join() ?? null),
    ],
  }
}

// The claim of slots is that of slots.ts, for several borrowers: the claim is materialised and the
// update checks again. A key that was never used has no rows, and gets them here; where somebody
// else makes the same at this moment, the unique key undoes the batch. A slot lost between claim and
// update leaves `slots` null, which the table refuses, and that undoes the batch as well.
const PERMIT = `
  with ask as materialized (
    select * from json_to_recordset($2::json) as ask(borrower_id bigint, treatment_id bigint, channel text,
      address_id bigint, reasons jsonb, proposal jsonb, facts jsonb, attempt_key uuid, account_ids bigint[],
      template text, language text, body_hash text, block_version bigint, expires_at timestamptz,
      template_version integer, template_hash text)
  ), need as materialized (
    select * from unnest($6::bigint[], $7::text[], $8::smallint[], $9::timestamptz[], $10::text[])
      as need(borrower_id, cap_key, at_most, free_at, keeps)
  ), slot as materialized (
    select need.borrower_id, need.cap_key, need.at_most, need.free_at, need.keeps, found.n, found.is_new
    from need cross join lateral (
      select free.n, false as is_new from (
        select s.n from cap_slot s
        where s.tenant_id = $1 and s.borrower_id = need.borrower_id and s.cap_key = need.cap_key
          and s.n <= need.at_most and s.free_at <= $3
          and not exists (
            select from cap_slot above
            where above.tenant_id = $1 and above.borrower_id = need.borrower_id
              and above.cap_key = need.cap_key and above.n > need.at_most and above.free_at > $3)
        order by s.n limit 1 for update of s skip locked
      ) free
      union all
      select 1::smallint, true where not exists (
        select from cap_slot s
        where s.tenant_id = $1 and s.borrower_id = need.borrower_id and s.cap_key = need.cap_key)
    ) found
  ), ready as materialized (
    select ask.* from ask
    where (select count(*) from need where need.borrower_id = ask.borrower_id)
      = (select count(*) from slot where slot.borrower_id = ask.borrower_id)
  ), taken as (
    update cap_slot c set free_at = slot.free_at
    from slot
    where c.tenant_id = $1 and c.borrower_id = slot.borrower_id and c.cap_key = slot.cap_key and c.n = slot.n
      and not slot.is_new and c.free_at <= $3
      and slot.borrower_id in (select borrower_id from ready)
    returning c.borrower_id, c.cap_key, c.n, c.free_at
  ), made as (
    insert into cap_slot (tenant_id, borrower_id, cap_key, n, free_at)
    select $1, slot.borrower_id, slot.cap_key, no, case no when 1 then slot.free_at else '-infinity' end
    from slot, generate_series(1, slot.at_most) as no
    where slot.is_new and slot.borrower_id in (select borrower_id from ready)
    order by slot.borrower_id, slot.cap_key, no
    returning borrower_id, cap_key, n, free_at
  ), kept as (
    insert into verdict (tenant_id, borrower_id, treatment_id, channel, address_id, judged_at, decision,
      reasons, rules_hash, proposal, facts)
    select $1, borrower_id, treatment_id, channel, address_id, $3, 'allow', reasons, $4, proposal, facts
    from ready returning borrower_id, verdict_id
  )
  insert into contact (tenant_id, borrower_id, attempt_key, treatment_id, verdict_id, account_ids,
    channel, address_id, template, language, body_hash, block_version, permitted_at, expires_at,
    template_version, template_hash, slots, made_by)
  select $1, ready.borrower_id, attempt_key, treatment_id, kept.verdict_id, account_ids, channel,
    address_id, template, language, body_hash, block_version, $3, expires_at,
    template_version, template_hash, (
      select case when count(*) = (select count(*) from need where need.borrower_id = ready.borrower_id)
        then coalesce(jsonb_agg(jsonb_build_object('key', cap_key, 'n', got.n,
          'freeAt', floor(extract(epoch from got.free_at) * 1000), 'keeps', to_jsonb(string_to_array(keeps, ',')))
          order by cap_key), '[]') end
      from (select * from taken union all select * from made where n = 1) as got
      join slot using (borrower_id, cap_key)
      where got.borrower_id = ready.borrower_id), $5
  from ready join kept using (borrower_id)
  returning borrower_id, contact_id`
