import type { Instant } from '../core/calendar.ts'
import type { AppFill, Approval } from '../engine/app-way.ts'
import type { AppTold } from '../engine/app-told.ts'
import { instantText, type Tx } from './db.ts'

export type TemplateState = {
  readonly provider: string
  readonly code: string
  readonly language: string
  readonly state: Approval
  readonly why: string | null
  readonly source: string
  readonly effective_at: Instant
}

/** The newest word of each provider on each of its texts. */
export async function readTemplateStates(
  tx: Tx,
  tenantId: bigint,
): Promise<readonly TemplateState[]> {
  const found = await tx.query<TemplateState>(
    `select distinct on (provider, code, language) provider, code, language, state, why, source, effective_at
       from app_template where tenant_id = $1
      order by provider, code, language, effective_at desc, fact_id desc`,
    [tenantId],
  )
  return found.rows
}

export type TemplateWord = TemplateState & { readonly by: string | null }

const WORDS_MAX = 5000

/**
 * The person in the source of what was written by hand ('by ann: …'), by their name where they are of the staff;
 * null where an app told it. No name at an app stands in it.
 */
export const saidBy = (source: string): string => {
  const by = `substring(${source} from '^by ([^ :]+)')`
  return `coalesce((select s.name from staff s where s.tenant_id = $1 and s.user_id = ${by}), ${by})`
}

/** Every word on every text, the newest of each first. */
export async function readTemplateHistory(
  tx: Tx,
  tenantId: bigint,
): Promise<readonly TemplateWord[]> {
  const found = await tx.query<TemplateWord>(
    `select provider, code, language, state, why, source, effective_at, ${saidBy('app_template.source')} as by from app_template where tenant_id = $1
      order by provider, code, language, effective_at desc, fact_id desc limit ${WORDS_MAX}`,
    [tenantId],
  )
  return found.rows
}

/** A provider's word that names no language is about all of them. */
export function approvals(states: readonly TemplateState[]) {
  const byKey = new Map(states.map((one) => [keyOf(one.provider, one), one.state]))
  return (provider: string, fill: Pick<AppFill, 'code' | 'language'>): Approval | undefined =>
    byKey.get(keyOf(provider, fill)) ?? byKey.get(keyOf(provider, { ...fill, language: '' }))
}

const keyOf = (provider: string, { code, language }: { code: string; language: string }) =>
  JSON.stringify([provider, code, language])

/** False: this was told before. */
export async function keepTemplateState(
  tx: Tx,
  tenantId: bigint,
  told: Omit<Extract<AppTold, { about: 'template' }>, 'about'>,
): Promise<boolean> {
  const kept = await tx.query(
    `insert into app_template (tenant_id, provider, code, language, state, why, source, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, provider, code, language, source) do nothing`,
    [
      tenantId,
      told.provider,
      told.code,
      told.language,
      told.state,
      told.why.slice(0, 300) || null,
      told.source.slice(0, 300),
      instantText(told.at),
    ],
  )
  return kept.rowCount === 1
}
