import type { Instant } from '../core/calendar.ts'
import type { FactKind } from '../core/voice/flow.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { factToAsk } from './identity-fact.ts'
import { recordingOf, recordingRules, type OwnDays, type Recording } from './recording-rules.ts'
import type { Language } from './templates.ts'

export type CallRef = BorrowerRef & { readonly attemptKey: string }

/** What is said of us and of the person before the words. */
export type CallFacts = {
  readonly contactId: bigint
  readonly accountId: bigint
  readonly addressId: bigint
  readonly blockVersion: bigint
  readonly language: Language
  readonly name: string
  readonly sender: { readonly name: string; readonly phone: string; readonly url: string }
  readonly jurisdictions: readonly string[]
}

type Row = {
  readonly contact_id: bigint
  readonly account_id: bigint
  readonly address_id: bigint
  readonly block_version: bigint
  readonly language: Language
  readonly name: string
  readonly sender: CallFacts['sender']
  readonly jurisdictions: readonly string[]
}

const FACTS = `
  select c.contact_id, c.account_ids[1] as account_id, c.address_id, c.block_version, b.language, b.name,
    jsonb_build_object('name', t.trading_name, 'phone', t.check_phone, 'url', t.check_url) as sender, f.jurisdictions
  from contact c
  join borrower b on b.tenant_id = c.tenant_id and b.borrower_id = c.borrower_id
  join tenant t on t.tenant_id = c.tenant_id
  join account a on a.tenant_id = c.tenant_id and a.borrower_id = c.borrower_id and a.account_id = c.account_ids[1]
  join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
  where c.tenant_id = $1 and c.borrower_id = $2 and c.attempt_key = $3`

export async function readCallFacts(tx: Tx, ref: CallRef): Promise<CallFacts | undefined> {
  const found = await tx.query<Row>(FACTS, [ref.tenantId, ref.borrowerId, ref.attemptKey])
  const [row] = found.rows
  return (
    row && {
      contactId: row.contact_id,
      accountId: row.account_id,
      addressId: row.address_id,
      blockVersion: row.block_version,
      language: row.language,
      name: row.name,
      sender: row.sender,
      jurisdictions: row.jurisdictions,
    }
  )
}

/** Of the gateway that takes the call. */
export type GatewayWays = {
  readonly provider: string
  readonly records: boolean
  readonly connects: boolean
  readonly days: OwnDays
}

export type CallKept = {
  readonly facts: CallFacts
  readonly recording: Recording | undefined
  readonly fact: FactKind | undefined
}

export type CallNotKept = { readonly declined: 'unknown_permit' | 'no_known_fact' }

type Automated = { readonly words: string; readonly bodyHash: string }
type Bridge = { readonly byStaff: string }

/**
 * Kept before the gateway hears of it, and only where a committed permit with these very words is on its
 * way: what is told of the call finds it, whenever this process ends.
 */
export async function keepCall(
  tx: Tx,
  ref: CallRef,
  call: (Automated | Bridge) & GatewayWays,
  now: Instant,
): Promise<CallKept | CallNotKept> {
  const facts = await readCallFacts(tx, ref)
  if (facts === undefined) return { declined: 'unknown_permit' }
  const isAutomated = 'words' in call
  const of = { ...ref, accountId: facts.accountId }
  const fact = isAutomated ? await factToAsk(tx, of, now) : undefined
  if (isAutomated && fact === undefined) return { declined: 'no_known_fact' }
  const recording = call.records
    ? recordingOf(facts.jurisdictions, recordingRules(), call.days)
    : undefined
  const kept = await tx.query(
    `insert into voice_call (tenant_id, borrower_id, attempt_key, contact_id, provider, kind, by_staff, language,
       words, fact_kind, records, notice, keep_days, connects, dialled_at)
     select c.tenant_id, c.borrower_id, c.attempt_key, c.contact_id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
       from contact c
      where c.tenant_id = $1 and c.borrower_id = $2 and c.attempt_key = $3 and c.channel = 'call'
        and c.state in ('sending', 'unknown') and c.body_hash is not distinct from $15 and c.expires_at > $14
     on conflict (tenant_id, borrower_id, attempt_key) do nothing`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.attemptKey,
      call.provider,
      isAutomated ? 'automated' : 'bridge',
      isAutomated ? null : call.byStaff,
      facts.language,
      isAutomated ? call.words : null,
      fact ?? null,
      recording !== undefined,
      recording?.notice ?? false,
      recording?.keepDays ?? null,
      call.connects,
      instantText(now),
      isAutomated ? call.bodyHash : null,
    ],
  )
  return kept.rowCount === 1 ? { facts, recording, fact } : { declined: 'unknown_permit' }
}

/** A call as it was handed over. */
export type VoiceCall = CallRef & {
  readonly contactId: bigint
  readonly provider: string
  readonly kind: 'automated' | 'bridge'
  readonly byStaff: string | undefined
  readonly words: string | undefined
  readonly fact: FactKind | undefined
  readonly notice: boolean
  readonly keepDays: number | undefined
  readonly connects: boolean
}

type CallRow = {
  readonly borrower_id: bigint
  readonly attempt_key: string
  readonly contact_id: bigint
  readonly provider: string
  readonly kind: VoiceCall['kind']
  readonly by_staff: string | null
  readonly words: string | null
  readonly fact_kind: FactKind | null
  readonly notice: boolean
  readonly keep_days: number | null
  readonly connects: boolean
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** By our name for it, and only of the gateway that has it. */
export async function findCall(
  tx: Tx,
  tenantId: bigint,
  of: { readonly attemptKey: string; readonly provider: string },
): Promise<VoiceCall | undefined> {
  const key = of.attemptKey.toLowerCase()
  if (!UUID.test(key)) return undefined
  const found = await tx.query<CallRow>(
    `select borrower_id, attempt_key, contact_id, provider, kind, by_staff, words, fact_kind, notice, keep_days,
       connects from voice_call where tenant_id = $1 and attempt_key = $2 and provider = $3`,
    [tenantId, key, of.provider],
  )
  const [row] = found.rows
  return row && callOf(tenantId, row)
}

const callOf = (tenantId: bigint, row: CallRow): VoiceCall => ({
  tenantId,
  borrowerId: row.borrower_id,
  attemptKey: row.attempt_key,
  contactId: row.contact_id,
  provider: row.provider,
  kind: row.kind,
  byStaff: row.by_staff ?? undefined,
  words: row.words ?? undefined,
  fact: row.fact_kind ?? undefined,
  notice: row.notice,
  keepDays: row.keep_days ?? undefined,
  connects: row.connects,
})

/** Longer than this no call lives; a gateway that never told of an end holds up nobody for ever. */
const LIVE_MS = 2 * 3_600_000

/**
 * One line for one person at work: whether they are on a call of ours that has not ended. So no machine
 * can run ahead of the people who talk.
 */
export async function isOnLine(
  tx: Tx,
  of: { readonly tenantId: bigint; readonly userId: string; readonly now: Instant },
): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `line ${of.tenantId} ${of.userId}`,
  ])
  const found = await tx.query(
    `select from contact c
      where c.tenant_id = $1 and c.made_by = $2 and c.channel = 'call' and c.provider <> 'desk'
        and c.permitted_at > $3 and c.state in ('sending', 'accepted', 'unknown', 'delivered')
        and not exists (select from voice_event e where e.tenant_id = c.tenant_id and e.borrower_id = c.borrower_id
          and e.attempt_key = c.attempt_key and e.kind in ('completed', 'busy', 'no_answer', 'failed'))
        and not exists (select from contact_event e where e.tenant_id = c.tenant_id
          and e.borrower_id = c.borrower_id and e.contact_id = c.contact_id and e.detail ? 'disposition') limit 1`,
    [of.tenantId, `staff:${of.userId}`, instantText((of.now - LIVE_MS) as Instant)],
  )
  return found.rows.length > 0
}
