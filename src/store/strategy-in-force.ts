import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import { armOf } from '../strategy/arms.ts'
import type { Book, Compiled } from '../strategy/compile.ts'
import type { Tx } from './db.ts'
import { bookKey, compiledOf, type Wanted } from './strategy-cache.ts'
import { loadBook, versionsOn } from './strategy.ts'
import { readTrials, stoppedOn, type Trial } from './trial.ts'

/** The strategy that decides for somebody, and by which arm of a trial, where one runs. */
export type Deciding = {
  readonly name: string
  readonly version: number
  readonly compiled: Compiled
  /** `trial/arm`, as every treatment keeps it. */
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
  /** True where it was made for one person: a hold-out asks who is held or vulnerable. */
  readonly isPersonal: boolean
  /** Which version, and which content, each name stands for. */
  readonly named: Readonly<Record<string, string>>
}

type Whose = {
  readonly day: Day
  /** Where only one person is decided, nobody else's holds are read. */
  readonly only?: bigint | undefined
  /**
   * Which version each name stood for when the day was begun, as `named` says it: the rest of the day
   * is decided by those. A name that was not there then stands for what is in force now.
   */
  readonly begun?: Readonly<Record<string, string>> | undefined
}

/** The strategies in force on a day, for every portfolio, and the trials that divide its people. */
export async function compiledStrategies(
  tx: Tx,
  tenantId: bigint,
  { day, only, begun = {} }: Whose,
): Promise<InForce> {
  const book = await loadBook(tx, tenantId)
  const portfolios = await tx.query<{ id: number; code: string; strategy: string }>(
    `select portfolio_id as id, code, strategy from portfolio where tenant_id = $1 order by portfolio_id`,
    [tenantId],
  )
  const trials = (await readTrials(tx, tenantId, { on: day })).filter((one) => isOf(one, begun))
  const compiler = new Compiler(tx, tenantId, { book, key: bookKey(book), day })
  const names = [
    ...portfolios.rows.map((row) => row.strategy),
    ...trials.flatMap((trial) => trial.arms.flatMap((arm) => arm.strategy ?? [])),
  ]
  await compiler.readVersions([...new Set(names)])
  const byName = new Map<string, Named | undefined>()
  for (const { strategy } of portfolios.rows)
    byName.set(strategy, await compiler.find(strategy, versionIn(begun[strategy])))
  const drawn = await drawnFrom(compiler, trials, { day, begun })
  const exempt = drawn.some((one) => one.holdsOut)
    ? await neverHeldOut(tx, tenantId, { day, only })
    : new Set<bigint>()
  const byId = new Map(portfolios.rows.map((row) => [row.id, row]))
  const strategyOfId = (portfolio: number) => byId.get(portfolio)?.strategy ?? ''
  const champion = (portfolio: number): Deciding => {
    const found = byName.get(strategyOfId(portfolio))
    if (found !== undefined) return found
    const named = byId.get(portfolio)
    assert(named !== undefined, `an account is of portfolio ${portfolio}, which does not exist`)
    throw new Error(
      `Portfolio ${named.code} is run by strategy ${named.strategy}, of which no version is in force on ${day}.`,
    )
  }
  return {
    of: ofTrials(drawn, { champion, strategyOfId, exempt }),
    champion,
    isPersonal: drawn.some((one) => one.holdsOut),
    covers: (portfolio) => byName.get(strategyOfId(portfolio)) !== undefined,
    named: Object.fromEntries(
      [...byName.values(), ...drawn.flatMap((one) => one.named)].flatMap((one) =>
        one === undefined ? [] : [[one.arm ?? one.name, `${one.version}:${one.contentHash}`]],
      ),
    ),
  }
}

const versionIn = (named: string | undefined): number | undefined =>
  named === undefined ? undefined : Number(named.slice(0, named.indexOf(':')))

/** A trial that came after the day was begun draws nobody before the next. */
function isOf({ name, arms }: Trial, begun: Readonly<Record<string, string>>): boolean {
  const deciding = arms.filter((arm) => arm.strategy !== undefined)
  const isUnbegun = Object.keys(begun).length === 0
  return (
    isUnbegun || deciding.length === 0 || deciding.some((arm) => `${name}/${arm.name}` in begun)
  )
}

type Named = Deciding & { readonly contentHash: string }

/** Reads which content stands for which name once, and compiles only what is not yet kept. */
class Compiler {
  readonly #tx: Tx
  readonly #tenantId: bigint
  readonly #at: { readonly book: Book; readonly key: string; readonly day: Day }
  #inForce: ReadonlyMap<string, Wanted> = new Map()

  constructor(tx: Tx, tenantId: bigint, at: { book: Book; key: string; day: Day }) {
    this.#tx = tx
    this.#tenantId = tenantId
    this.#at = at
  }

  async readVersions(names: readonly string[]): Promise<void> {
    const found = await versionsOn(this.#tx, this.#tenantId, { names, day: this.#at.day })
    this.#inForce = new Map(found.map((one) => [one.name, one]))
  }

  /** What decides under a name; undefined where no version of it is in force. */
  async find(name: string, version?: number): Promise<Named | undefined> {
    const wanted =
      version === undefined ? this.#inForce.get(name) : await this.#pinned(name, version)
    if (wanted === undefined) return undefined
    const compiled = await compiledOf(this.#tx, this.#tenantId, wanted, this.#at)
    return compiled && { ...wanted, compiled }
  }

  async #pinned(name: string, version: number): Promise<Wanted | undefined> {
    const { rows } = await this.#tx.query<{ hash: string }>(
      `select content_hash as hash from strategy_version
       where tenant_id = $1 and name = $2 and version = $3`,
      [this.#tenantId, name, version],
    )
    const [row] = rows
    return row && { name, version, contentHash: row.hash }
  }
}

/** One trial, ready to be asked: who decides for a person that it drew. */
type Drawn = {
  readonly strategy: string
  readonly holdsOut: boolean
  readonly named: readonly Named[]
  readonly of: (borrowerId: bigint) => Deciding | 'hold_out' | undefined
}

async function drawnFrom(
  compiler: Compiler,
  trials: readonly Trial[],
  { day, begun }: { readonly day: Day; readonly begun: Readonly<Record<string, string>> },
): Promise<readonly Drawn[]> {
  const drawn: Drawn[] = []
  for (const trial of trials) {
    const byArm = new Map<string, Named | 'hold_out'>()
    for (const { name, strategy, version } of trial.arms) {
      const pinned = versionIn(begun[`${trial.name}/${name}`]) ?? version
      const found = strategy === undefined ? 'hold_out' : await compiler.find(strategy, pinned)
      // A strategy that was there when the trial was announced and is gone leaves its people to the champion.
      if (found === 'hold_out') byArm.set(name, found)
      else if (found !== undefined) byArm.set(name, { ...found, arm: `${trial.name}/${name}` })
    }
    const stopped = stoppedOn(trial, day)
    const arm = armOf({ trial: trial.name, lanes: trial.lanes, arms: trial.arms, stopped })
    drawn.push({
      strategy: trial.strategy,
      holdsOut: trial.arms.some((one) => one.strategy === undefined && !stopped.has(one.name)),
      named: [...byArm.values()].filter((one) => one !== 'hold_out'),
      of: (borrowerId) => byArm.get(arm(borrowerId)?.name ?? ''),
    })
  }
  return drawn
}

function ofTrials(
  drawn: readonly Drawn[],
  by: {
    readonly champion: InForce['champion']
    readonly strategyOfId: (portfolio: number) => string
    readonly exempt: ReadonlySet<bigint>
  },
): StrategyOf {
  if (drawn.length === 0) return by.champion
  return (portfolio, borrowerId) => {
    const strategy = by.strategyOfId(portfolio)
    for (const trial of drawn) {
      if (trial.strategy !== strategy) continue
      const found = trial.of(borrowerId)
      if (found === undefined) continue
      // Whoever is held or vulnerable is looked after as ever: no experiment leaves them alone.
      return found === 'hold_out' && by.exempt.has(borrowerId) ? by.champion(portfolio) : found
    }
    return by.champion(portfolio)
  }
}

/** People with a hold on any account, or vulnerable: a trial never leaves them without treatment. */
async function neverHeldOut(tx: Tx, tenantId: bigint, of: Whose): Promise<ReadonlySet<bigint>> {
  const { rows } = await tx.query<{ borrower_id: bigint }>(
    `select distinct borrower_id from position
     where tenant_id = $1 and (vulnerable or held_until > $2)
       and ($3::bigint is null or borrower_id = $3)`,
    [tenantId, of.day, of.only ?? null],
  )
  return new Set(rows.map((row) => row.borrower_id))
}
