import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { pickAddress, withFullSlots, type AddressFact } from '../engine/contact.ts'
import type { LawBook } from '../guard/book.ts'
import { judge } from '../guard/judge.ts'
import { plainContent } from '../guard/plain.ts'
import type { Rule } from '../guard/rules.ts'
import type { ContentFacts, GuardFacts, Proposal, SlotNeed, Verdict } from '../guard/verdict.ts'
import type { Day } from '../core/calendar.ts'
import { instantText, sendTogether, type Tx } from './db.ts'
import { askGuard, type Placed } from './guard-ask.ts'
import { BOUGHT } from './guard-facts-sql.ts'
import {
  boughtOf,
  readGuardFacts,
  type BorrowerFacts,
  type BorrowerRef,
  type RawBought,
} from './guard-facts.ts'
import { firmIdOf } from './guard-past.ts'
import { askAgainAt, fullShared, isInGroup, personsOf } from './shared-cap.ts'

/** What the guard would say now of one channel; nothing is taken and nothing is kept. */
export type ChannelNow = {
  readonly channel: Channel
  readonly address: AddressFact | undefined
  /** undefined: there is no address that this channel can use. */
  readonly verdict: Verdict | undefined
  /** Caps that other lenders count in too: these rules, and whether one more is left under all of them. */
  readonly shared: { readonly rules: readonly string[]; readonly hasRoom: boolean } | undefined
}

/** The same with what was asked: enough to keep the answer, or to make a permit of it. */
export type Judgement = {
  readonly address: AddressFact
  readonly asked: { readonly proposal: Proposal; readonly facts: GuardFacts }
  readonly rules: readonly Rule[]
  readonly verdict: Verdict
}

export type AskNow = BorrowerRef & {
  readonly zones: readonly string[]
  readonly accountId: bigint
  readonly channels: readonly Channel[]
  readonly law: LawBook
  readonly now: Instant
  readonly today: Day
}

/** Judges every channel on the facts of this moment, in a transaction that can only read. */
export async function judgeChannels(
  tx: Tx,
  ask: AskNow & { readonly capKey?: Buffer | undefined },
): Promise<readonly ChannelNow[]> {
  await tx.query('set transaction read only')
  const read = await readForGuard(tx, ask)
  const answers: ChannelNow[] = []
  for (const channel of ask.channels) {
    const judged = await judgeRead(tx, ask, read, { channel, at: ask.now })
    const both = judged && (await withShared(tx, ask, judged))
    answers.push({
      channel,
      address: judged?.address,
      verdict: both?.verdict,
      shared: both?.shared,
    })
  }
  return answers
}

type Both = Pick<ChannelNow, 'shared'> & { readonly verdict: Verdict }

/** A yes whose shared caps are full is a "not yet", as it would be for a permit; nothing more is known. */
async function withShared(
  tx: Tx,
  ask: AskNow & { readonly capKey?: Buffer | undefined },
  { verdict }: Judgement,
): Promise<Both> {
  const needs = verdict.decision === 'allow' ? verdict.slots : []
  const counted = needs.filter((need) => need.shared === true)
  if (counted.length === 0 || !(await isInGroup(tx, ask))) return { verdict, shared: undefined }
  const { capKey, accountId, now } = ask
  const full =
    capKey === undefined
      ? counted
      : await fullShared(tx, await personsOf(tx, ask, { accountId, capKey }), counted, now)
  const shared = { rules: counted.map((need) => need.rule), hasRoom: full.length === 0 }
  if (shared.hasRoom) return { verdict, shared }
  const freeAt = askAgainAt(ask.zones, now)
  const keys = full.map((need) => need.key)
  return { verdict: withFullSlots(verdict, { keys, freeAt, shared: true }), shared }
}

/** Everything that the guard asks of one borrower at one moment, whatever the channel. */
export type ReadForGuard = { readonly place: Placed; readonly facts: BorrowerFacts }

export async function readForGuard(tx: Tx, ask: Omit<AskNow, 'channels'>): Promise<ReadForGuard> {
  const [place, facts] = await sendTogether(tx, [
    () => readPlace(tx, ask),
    () => readGuardFacts(tx, ask, { ...ask, treatmentId: NO_TREATMENT }),
  ])
  return { place, facts }
}

/** The guard's word on one channel at an instant, from facts read now; undefined: no address. */
export async function judgeRead(
  tx: Tx,
  ask: Omit<AskNow, 'channels'>,
  { place, facts }: ReadForGuard,
  { channel, at }: { readonly channel: Channel; readonly at: Instant },
): Promise<Judgement | undefined> {
  const address = pickAddress(channel, facts.addresses)
  if (address === undefined) return undefined
  const asked = askGuard({
    tenantId: ask.tenantId,
    now: at,
    channel,
    address,
    account: place,
    facts,
    zones: ask.zones,
    content: CONTENT[channel],
  })
  const rules = ask.law.rulesFor(place.jurisdictions, ask.today, firmIdOf(ask.tenantId))
  const verdict = await withSlots(
    tx,
    { ...ask, now: at },
    judge(asked.proposal, asked.facts, rules),
  )
  return { address, asked, rules, verdict }
}

/** No treatment has this id: the facts are then of the borrower alone. */
const NO_TREATMENT = 0n

/** A text of an approved template is as it should be; a call has none. */
const CONTENT: Readonly<Record<Channel, ContentFacts | undefined>> = {
  sms: plainContent(),
  email: plainContent(),
  letter: plainContent(),
  message: plainContent(),
  visit: plainContent(),
  call: undefined,
}

async function readPlace(tx: Tx, ask: Omit<AskNow, 'channels'>): Promise<Placed> {
  const result = await tx.query<{
    jurisdictions: string[]
    firm_kind: Placed['firmKind']
    shape: Placed['shape']
    bought: RawBought | null
  }>(
    `select f.jurisdictions, f.firm_kind, d.shape, case when f.kind = 'own' then ${BOUGHT} end as bought
       from account a
       join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
       join product d on d.tenant_id = a.tenant_id and d.product_id = a.product_id
      where a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = $3`,
    [ask.tenantId, ask.borrowerId, ask.accountId],
  )
  const row = result.rows[0]
  // Without a place no law is known, and the guard refuses for that reason.
  return {
    accountId: ask.accountId,
    jurisdictions: row?.jurisdictions ?? [],
    firmKind: row?.firm_kind ?? 'agency',
    shape: row?.shape ?? 'single',
    bought: row?.bought === null || row === undefined ? undefined : boughtOf(row.bought),
  }
}

type Slots = BorrowerRef & { readonly now: Instant }

/** A yes whose slots are all held is a "not yet", as it would be for a permit. */
async function withSlots(tx: Tx, ask: Slots, verdict: Verdict): Promise<Verdict> {
  if (verdict.decision !== 'allow' || verdict.slots.length === 0) return verdict
  const full = await readFull(tx, ask, verdict.slots)
  if (full.length === 0) return verdict
  const freeAt = Math.max(...full.map((row) => row.free_at)) as Instant
  return withFullSlots(verdict, { keys: full.map((row) => row.key), freeAt })
}

async function readFull(tx: Tx, ask: Slots, needs: readonly SlotNeed[]) {
  const result = await tx.query<{ key: string; free_at: Instant }>(
    `select need.cap_key as key, min(s.free_at) as free_at
       from unnest($3::text[], $4::smallint[]) as need (cap_key, at_most)
       join cap_slot s on s.tenant_id = $1 and s.borrower_id = $2 and s.cap_key = need.cap_key
        and s.free_at > $5
      group by need.cap_key, need.at_most
     having count(*) >= need.at_most`,
    [
      ask.tenantId,
      ask.borrowerId,
      needs.map((need) => need.key),
      needs.map((need) => need.limit),
      instantText(ask.now),
    ],
  )
  return result.rows
}
