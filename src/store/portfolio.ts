import type { Day } from '../core/calendar.ts'
import type { Figure, FigureKey, FigureScope } from '../core/figure-key.ts'
import { instantText, type Tx } from './db.ts'
import { peopleOf, type Base, type Scope } from './portfolio-base.ts'
import { funnelBase, promisesBase } from './portfolio-contacts.ts'
import { costBase, liquidationBase } from './portfolio-money.ts'
import { curesBase, rollsBase, vintagesBase } from './portfolio-rolls.ts'

type MakeBase = (tx: Tx, tenantId: bigint, scope: Scope) => Promise<Base>

const BASES: Readonly<Record<Figure, MakeBase>> = {
  rolls: async (_tx, _tenantId, scope) => rollsBase(scope),
  cures: async (_tx, _tenantId, scope) => curesBase(scope),
  vintages: async (_tx, _tenantId, scope) => vintagesBase(scope),
  promises: promisesBase,
  funnel: funnelBase,
  cost: async (_tx, _tenantId, scope) => costBase(scope),
  liquidation: async (_tx, _tenantId, scope) => liquidationBase(scope),
}

export const baseOf: (tx: Tx, tenantId: bigint, scope: Scope) => Promise<Base> = (
  tx,
  tenantId,
  scope,
) => BASES[scope.figure](tx, tenantId, scope)

/** The figure's portfolio as the database knows it; undefined: there is no such portfolio. */
export async function scopeOf(
  tx: Tx,
  tenantId: bigint,
  asked: FigureScope & { readonly today: Day },
): Promise<Scope | undefined> {
  if (asked.portfolio === undefined) return { ...asked, portfolioId: undefined }
  const found = await tx.query<{ portfolio_id: number }>(
    'select portfolio_id from portfolio where tenant_id = $1 and code = $2',
    [tenantId, asked.portfolio],
  )
  const portfolioId = found.rows[0]?.portfolio_id
  return portfolioId === undefined ? undefined : { ...asked, portfolioId }
}

/** The people behind one number, as a list of cases can be narrowed by them. */
export async function figurePeople(
  tx: Tx,
  tenantId: bigint,
  { key, today }: { readonly key: FigureKey; readonly today: Day },
): Promise<Base> {
  const scope = await scopeOf(tx, tenantId, { ...key, today })
  if (scope === undefined) return () => 'select null::bigint where false'
  return peopleOf(await baseOf(tx, tenantId, scope), key)
}

export type PortfolioChoices = {
  readonly portfolios: readonly {
    readonly code: string
    readonly name_zh: string
    readonly name_en: string
    /** Debts of our own, kept in the ledger here. */
    readonly own: boolean
    readonly currencies: readonly string[]
  }[]
  /** Months that are worked out whole, the newest first. */
  readonly months: readonly { readonly monthOn: Day; readonly knownAt: string }[]
}

/** What the figures can be asked of. */
export async function portfolioChoices(tx: Tx, tenantId: bigint): Promise<PortfolioChoices> {
  const portfolios = await tx.query<PortfolioChoices['portfolios'][number]>(
    `select f.code, f.name_zh, f.name_en, f.kind = 'own' as own, (
        select coalesce(array_agg(c.currency order by c.currency), '{}') from (
          select distinct p.currency::text as currency from position p
           where p.tenant_id = $1 and p.portfolio_id = f.portfolio_id) c) as currencies
       from portfolio f where f.tenant_id = $1 order by f.code`,
    [tenantId],
  )
  const months = await tx.query<{ month_on: Day; known_at: number }>(
    'select month_on, known_at from month_kept where tenant_id = $1 order by month_on desc',
    [tenantId],
  )
  return {
    portfolios: portfolios.rows,
    months: months.rows.map((row) => ({
      monthOn: row.month_on,
      knownAt: instantText(row.known_at as never),
    })),
  }
}
