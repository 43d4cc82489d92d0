import type { Instant } from '../core/calendar.ts'
import type { AppFact } from '../engine/app-way.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

export type RawAppFact = {
  readonly factId: string
  readonly addressId: string
  readonly provider: string
  readonly kind: AppFact['kind']
  readonly template: string | null
  readonly uses: number | null
  readonly closesAt: number | null
  readonly rightId: string | null
  readonly at: number
}

const FACTS_MAX = 500

/** As JSON, in the order of time: windows that are long closed say nothing any more. */
export const appFactsSql = (tenant: string, borrower: string, now: string): string => `(
  select json_agg(json_build_object('factId', f.fact_id::text, 'addressId', f.address_id::text,
    'provider', f.provider, 'kind', f.kind, 'template', f.template, 'uses', f.uses,
    'closesAt', floor(extract(epoch from f.closes_at) * 1000), 'rightId', f.right_id::text,
    'at', floor(extract(epoch from f.effective_at) * 1000)) order by f.effective_at, f.fact_id)
  from (
    select * from app_fact a
    where a.tenant_id = ${tenant} and a.borrower_id = ${borrower} and a.effective_at <= ${now}
      and (a.kind <> 'heard' or a.closes_at > ${now}::timestamptz - interval '90 days')
    order by a.effective_at desc, a.fact_id desc limit ${FACTS_MAX}) f)`

export const appFactOf = (raw: RawAppFact): AppFact => ({
  factId: BigInt(raw.factId),
  addressId: BigInt(raw.addressId),
  provider: raw.provider,
  kind: raw.kind,
  template: raw.template ?? undefined,
  uses: raw.uses ?? undefined,
  closesAt: (raw.closesAt ?? undefined) as Instant | undefined,
  rightId: raw.rightId === null ? undefined : BigInt(raw.rightId),
  at: raw.at as Instant,
})

export async function readAppFacts(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  now: Instant,
): Promise<readonly AppFact[]> {
  const found = await tx.query<{ facts: RawAppFact[] | null }>({
    name: 'app-facts',
    text: `select ${appFactsSql('$1', '$2', '$3')} as facts`,
    values: [tenantId, borrowerId, instantText(now)],
  })
  return (found.rows[0]?.facts ?? []).map(appFactOf)
}

export type NewAppFact = Omit<AppFact, 'factId'> & {
  readonly source: string
  readonly evidence?: string | undefined
  readonly nth?: number | undefined
  readonly attemptKey?: string | undefined
}

/** Its number; undefined where the same was told before. */
export async function keepAppFact(
  tx: Tx,
  ref: BorrowerRef,
  fact: NewAppFact,
): Promise<bigint | undefined> {
  const kept = await tx.query<{ fact_id: bigint }>(
    `insert into app_fact (tenant_id, borrower_id, address_id, provider, kind, template, uses, closes_at,
       right_id, nth, attempt_key, source, evidence, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (tenant_id, borrower_id, provider, source) do nothing returning fact_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      fact.addressId,
      fact.provider,
      fact.kind,
      fact.template ?? null,
      fact.uses ?? null,
      fact.closesAt === undefined ? null : instantText(fact.closesAt),
      fact.rightId ?? null,
      fact.nth ?? null,
      fact.attemptKey ?? null,
      fact.source.slice(0, 300),
      fact.evidence?.slice(0, 500) ?? null,
      instantText(fact.at),
    ],
  )
  return kept.rows[0]?.fact_id
}
