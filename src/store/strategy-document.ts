import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { versionsOn } from './strategy.ts'

export type DocumentKept = {
  readonly version: number
  readonly document: string
  readonly effectiveOn: Day
}

/** A version as it was written; undefined where there is none of that number. */
export async function strategyDocument(
  tx: Tx,
  tenantId: bigint,
  at: { readonly name: string; readonly version: number },
): Promise<DocumentKept | undefined> {
  const { rows } = await tx.query<DocumentKept>(
    `select version, document, effective_on as "effectiveOn" from strategy_version
     where tenant_id = $1 and name = $2 and version = $3`,
    [tenantId, at.name, at.version],
  )
  return rows[0]
}

export async function newestVersion(
  tx: Tx,
  tenantId: bigint,
  name: string,
): Promise<number | undefined> {
  const { rows } = await tx.query<{ newest: number | null }>(
    'select max(version) as newest from strategy_version where tenant_id = $1 and name = $2',
    [tenantId, name],
  )
  return rows[0]?.newest ?? undefined
}

/** The version that decides on a day, as it was written. */
export async function documentInForce(
  tx: Tx,
  tenantId: bigint,
  at: { readonly name: string; readonly day: Day },
): Promise<DocumentKept | undefined> {
  const [found] = await versionsOn(tx, tenantId, { names: [at.name], day: at.day })
  return found && strategyDocument(tx, tenantId, found)
}

export type PortfolioRun = { readonly id: number; readonly code: string; readonly name: string }

/** The portfolios that a strategy runs. */
export async function portfoliosRunBy(
  tx: Tx,
  tenantId: bigint,
  of: { readonly name: string; readonly lang: 'zh' | 'en' },
): Promise<readonly PortfolioRun[]> {
  const { rows } = await tx.query<PortfolioRun>(
    `select portfolio_id as id, code, case when $3 = 'zh' then name_zh else name_en end as name
       from portfolio where tenant_id = $1 and strategy = $2 order by portfolio_id`,
    [tenantId, of.name, of.lang],
  )
  return rows
}
