import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import { compileStrategy, type Book, type Compiled } from '../strategy/compile.ts'
import type { Tx } from './db.ts'
import { loadBook, strategyOn } from './strategy.ts'

/** The strategy that decides for somebody, and by which arm of a trial, where one runs. */
export type Deciding = {
  readonly name: string
  readonly version: number
  readonly compiled: Compiled
  readonly arm?: string | undefined
}

/**
 * Who decides an account: by the portfolio's id and the borrower. A borrower of the hold-out gets no
 * treatments but keeps the case; notices that the law requires are no treatments, and still go out.
 */
export type StrategyOf = (portfolio: number, borrowerId: bigint) => Deciding | 'hold_out'

export type InForce = {
  /** Throws, in words, for a portfolio whose strategy has no version in force. */
  readonly of: StrategyOf
  /** What the portfolio itself names, whatever trial runs: how the case of a hold-out is ranked. */
  readonly champion: (portfolio: number) => Deciding
  readonly covers: (portfolio: number) => boolean
  /** Which version, and which content, each name stands for. */
  readonly named: Readonly<Record<string, string>>
}

/** The strategies in force on a day, for every portfolio. */
export async function compiledStrategies(tx: Tx, tenantId: bigint, day: Day): Promise<InForce> {
  const book = await loadBook(tx, tenantId)
  const portfolios = await tx.query<{ id: number; code: string; strategy: string }>(
    `select portfolio_id as id, code, strategy from portfolio where tenant_id = $1 order by portfolio_id`,
    [tenantId],
  )
  const byName = new Map<string, CompiledInForce | undefined>()
  for (const { strategy: name } of portfolios.rows) {
    if (!byName.has(name)) byName.set(name, await compiledOn(tx, tenantId, { name, day, book }))
  }
  const byId = new Map(portfolios.rows.map((row) => [row.id, row]))
  const find = (portfolio: number) => byName.get(byId.get(portfolio)?.strategy ?? '')
  const champion = (portfolio: number): Deciding => {
    const found = find(portfolio)
    if (found !== undefined) return found
    const named = byId.get(portfolio)
    assert(named !== undefined, `an account is of portfolio ${portfolio}, which does not exist`)
    throw new Error(
      `Portfolio ${named.code} is run by strategy ${named.strategy}, of which no version is in force on ${day}.`,
    )
  }
  const named = Object.fromEntries(
    [...byName.values()].flatMap((one) =>
      one === undefined ? [] : [[one.name, `${one.version}:${one.contentHash}`]],
    ),
  )
  const covers = (portfolio: number) => find(portfolio) !== undefined
  return { of: champion, champion, covers, named }
}

type CompiledInForce = Deciding & { readonly contentHash: string }

async function compiledOn(
  tx: Tx,
  tenantId: bigint,
  at: { name: string; day: Day; book: Book },
): Promise<CompiledInForce | undefined> {
  const found = await strategyOn(tx, tenantId, at)
  if (found === undefined) return undefined
  const { strategy, contentHash } = found
  const compiled = compileStrategy(strategy, at.book)
  return { name: at.name, version: strategy.version, compiled, contentHash }
}
