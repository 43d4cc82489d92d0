import { dayNumber, type Day } from '../core/calendar.ts'
import { chooseForBorrower, type AccountDecision, type BorrowerDay } from '../strategy/borrower.ts'
import { compileStrategy, type Compiled } from '../strategy/compile.ts'
import { decide } from '../strategy/decide.ts'
import type { Strategy } from '../strategy/document.ts'
import { shardRange } from './cycle.ts'
import type { Tx } from './db.ts'
import { readPositions, type PositionReader } from './positions.ts'
import { loadBook } from './strategy.ts'

export type Impact = {
  /** Borrowers with an account in a portfolio that the strategy runs. */
  readonly people: number
  /** Those of them who would be met with another step today. */
  readonly changed: number
}

const ACCOUNTS_A_SHARD = 60_000

/** Decides the book of a day with both versions and counts the people whose steps differ; keeps nothing. */
export async function impactOf(
  tx: Tx,
  tenantId: bigint,
  of: { readonly before: Strategy; readonly after: Strategy; readonly today: Day },
): Promise<Impact> {
  const book = await loadBook(tx, tenantId)
  const portfolios = await tx.query<{ id: number }>(
    'select portfolio_id as id from portfolio where tenant_id = $1 and strategy = $2',
    [tenantId, of.after.name],
  )
  const counted = await tx.query<{ n: bigint }>(
    'select count(*) as n from position where tenant_id = $1',
    [tenantId],
  )
  const shards = Math.ceil(Number(counted.rows[0]?.n ?? 0n) / ACCOUNTS_A_SHARD) || 1
  const compare = new Compare({
    before: compileStrategy(of.before, book),
    after: compileStrategy(of.after, book),
    today: dayNumber(of.today),
    portfolios: new Set(portfolios.rows.map((row) => row.id)),
  })
  for (let shard = 0; shard < shards; shard++)
    compare.read(await readPositions(tx, tenantId, shardRange(shard, shards)))
  return { people: compare.people, changed: compare.changed }
}

type Sides = {
  readonly before: Compiled
  readonly after: Compiled
  readonly today: number
  readonly portfolios: ReadonlySet<number>
}

class Compare {
  people = 0
  changed = 0
  readonly #sides: Sides

  constructor(sides: Sides) {
    this.#sides = sides
  }

  /** A range holds whole borrowers, so nobody is counted in two of them. */
  read(reader: PositionReader): void {
    const { before, after, today, portfolios } = this.#sides
    let [borrower, was, is]: [bigint | undefined, AccountDecision[], AccountDecision[]] = [
      undefined,
      [],
      [],
    ]
    for (let id = reader.next(); id !== undefined; id = reader.next()) {
      if (borrower !== id) {
        this.#count(was, is)
        ;[borrower, was, is] = [id, [], []]
      }
      const { row } = reader
      if (!portfolios.has(row.portfolio)) continue
      const at = { today, history: reader.history() }
      was.push({ accountId: row.accountId, decision: decide(before, row, at) })
      is.push({ accountId: row.accountId, decision: decide(after, row, at) })
    }
    this.#count(was, is)
  }

  #count(was: readonly AccountDecision[], is: readonly AccountDecision[]): void {
    if (was.length === 0) return
    this.people++
    if (stepsOf(was) !== stepsOf(is)) this.changed++
  }
}

function stepsOf(accounts: readonly AccountDecision[]): string {
  const [first, ...rest] = accounts
  if (first === undefined) return ''
  const day: BorrowerDay<AccountDecision> = chooseForBorrower([first, ...rest])
  return JSON.stringify(
    day.chosen.map(({ account, choice }) => [
      String(account.accountId),
      choice.treatment,
      choice.channel,
      choice.template,
      choice.worklist,
      choice.approval,
      choice.reward,
    ]),
  )
}
