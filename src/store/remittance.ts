import type { Day, Instant } from '../core/calendar.ts'
import {
  carriedOnMinor,
  NOTHING_LEFT,
  paidMinor,
  reckonRemittance,
  type Left,
} from '../core/remittance.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { tellRemittance } from './remittance-answer.ts'
import { remittanceNeedsSecond } from './remittance-limit.ts'
import { LINES_OF, NAMELESS } from './remittance-lines.ts'
import { readRemittances, type RemittanceRow } from './remittance-read.ts'
import { mayRemit } from './remittance-role.ts'
import { WAY_OF_PROVIDER } from './settlement.ts'

export type RemittanceDeclined = {
  readonly declined:
    | 'no_such_portfolio'
    | 'not_collected_for_another'
    | 'day_in_future'
    | 'role_may_not_remit'
    | 'no_terms'
    /** The one before waits for a second person: it is answered first, so that its lines are somebody's. */
    | 'one_waits'
  /** The first day of money for which no commission is known. */
  readonly on?: Day | undefined
}

export type RunAsked = {
  readonly portfolio: string
  /** The last day whose money goes along. */
  readonly until: Day
  /** A staff id: from the sign-in, never from a body. */
  readonly by: string
}

export type RunMade = {
  /** One for each currency in which there was something. */
  readonly made: readonly RemittanceRow[]
  /** Payments of own debts in several portfolios that name none: they wait until they do. */
  readonly nameless: number
}

type Tick = { readonly now: Instant; readonly today: Day }

/** Hands on what has come in up to a day and is not handed on yet, by what is known now. A refusal writes nothing. */
export async function runRemittance(
  db: Db,
  tenantId: bigint,
  asked: RunAsked,
  tick: Tick,
): Promise<RunMade | RemittanceDeclined> {
  // A run that is done twice finds nothing the second time, so a lost answer may be asked for again.
  return inTenant(db, tenantId, (tx) => runIn(tx, tenantId, asked, tick), { retries: 3 })
}

async function runIn(
  tx: Tx,
  tenantId: bigint,
  asked: RunAsked,
  { now, today }: Tick,
): Promise<RunMade | RemittanceDeclined> {
  if (asked.until > today) return { declined: 'day_in_future' }
  if (!(await mayRemit(tx, tenantId, asked.by))) return { declined: 'role_may_not_remit' }
  const book = await lockPortfolio(tx, tenantId, asked.portfolio)
  if ('declined' in book) return book
  if (await oneWaits(tx, tenantId, book)) return { declined: 'one_waits' }
  // Only now, behind the lock: a run that had it before has written what it took.
  const of = [tenantId, book.portfolioId, asked.until]
  const found = await tx.query<Sums>(LINES_OF[book.kind], [...of, JSON.stringify(WAY_OF_PROVIDER)])
  const unrated = found.rows.flatMap((row) => row.unrated_on ?? []).toSorted()
  if (unrated.length > 0) return { declined: 'no_terms', on: unrated[0] }
  const made: bigint[] = []
  for (const sums of found.rows) made.push(await keep(tx, { tenantId, ...book, asked, now }, sums))
  const nameless =
    book.kind === 'own' ? (await tx.query<{ count: number }>(NAMELESS, of)).rows[0]?.count : 0
  return { made: await readRemittances(tx, tenantId, made), nameless: nameless ?? 0 }
}

type Sums = {
  readonly currency: string
  readonly lines: number
  readonly collected: bigint
  readonly taken_back: bigint
  readonly shares: string
  readonly unrated_on: Day | null
}

async function oneWaits(tx: Tx, tenantId: bigint, { portfolioId }: Book): Promise<boolean> {
  const found = await tx.query(
    `select from remittance r where r.tenant_id = $1 and r.portfolio_id = $2 and r.needs_second
        and not exists (select from remittance_answer a
          where a.tenant_id = r.tenant_id and a.remittance_id = r.remittance_id) limit 1`,
    [tenantId, portfolioId],
  )
  return found.rowCount !== 0
}

type Book = { readonly portfolioId: number; readonly kind: 'host' | 'own' }

/** The portfolio, held until the end of the transaction: its remittances follow one another. */
export async function lockPortfolio(
  tx: Tx,
  tenantId: bigint,
  code: string,
): Promise<Book | RemittanceDeclined> {
  const found = await tx.query<{ id: number; kind: Book['kind']; firm_kind: string }>(
    `select portfolio_id as id, kind, firm_kind from portfolio where tenant_id = $1 and code = $2 for no key update`,
    [tenantId, code],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_portfolio' }
  if (row.firm_kind !== 'agency') return { declined: 'not_collected_for_another' }
  return { portfolioId: row.id, kind: row.kind }
}

type Keeping = Book & {
  readonly tenantId: bigint
  readonly asked: RunAsked
  readonly now: Instant
}

async function keep(tx: Tx, of: Keeping, sums: Sums): Promise<bigint> {
  const before = await lastOf(tx, of, sums.currency)
  const handed = {
    collectedMinor: sums.collected,
    takenBackMinor: sums.taken_back,
    shares: BigInt(sums.shares),
  }
  const reckoned = reckonRemittance(handed, before, await minimumOf(tx, of, sums.currency))
  const needsSecond = await remittanceNeedsSecond(tx, of.tenantId, {
    amountMinor: paidMinor(reckoned.dueMinor),
    currency: sums.currency,
  })
  const kept = await tx.query<{ remittance_id: bigint }>(
    `insert into remittance (tenant_id, portfolio_id, currency, nth, until_on, line_count, collected_minor,
       taken_back_minor, commission_minor, topped_up_minor, carried_minor, due_minor, remainder, made_by, recorded_at,
       needs_second)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning remittance_id`,
    [
      of.tenantId,
      of.portfolioId,
      sums.currency,
      before.nth + 1,
      of.asked.until,
      sums.lines,
      reckoned.collectedMinor,
      reckoned.takenBackMinor,
      reckoned.commissionMinor,
      reckoned.toppedUpMinor,
      reckoned.carriedMinor,
      reckoned.dueMinor,
      reckoned.remainder,
      of.asked.by,
      instantText(of.now),
      needsSecond,
    ],
  )
  const number = kept.rows[0]?.remittance_id ?? 0n
  const { portfolio, until } = of.asked
  const row = { number, portfolio, until, currency: sums.currency, dueMinor: reckoned.dueMinor }
  await tellRemittance(tx, of.tenantId, { type: 'remittance.made', row, at: of.now })
  return number
}

async function lastOf(
  tx: Tx,
  of: Keeping,
  currency: string,
): Promise<Left & { readonly nth: number }> {
  // A refused one keeps its number and leaves nothing: what was carried into it is carried on by the one before.
  const found = await tx.query<{
    nth: number
    due_minor: bigint
    remainder: number
    refused: boolean
  }>(
    `select r.nth, r.due_minor, r.remainder, a.refused_because is not null as refused from remittance r
       left join remittance_answer a on a.tenant_id = r.tenant_id and a.remittance_id = r.remittance_id
      where r.tenant_id = $1 and r.portfolio_id = $2 and r.currency = $3
        and (a.refused_because is null or r.nth = (select max(nth) from remittance m
          where m.tenant_id = $1 and m.portfolio_id = $2 and m.currency = $3))
      order by r.nth desc limit 2`,
    [of.tenantId, of.portfolioId, currency],
  )
  const nth = found.rows[0]?.nth ?? 0
  const left = found.rows.find((row) => !row.refused)
  if (left === undefined) return { nth, ...NOTHING_LEFT }
  return { nth, carriedMinor: carriedOnMinor(left.due_minor), remainder: BigInt(left.remainder) }
}

/** The minimum that holds on the last day of the run, where it is in this currency. */
async function minimumOf(tx: Tx, of: Keeping, currency: string): Promise<bigint | undefined> {
  const found = await tx.query<{ minor: bigint | null; currency: string | null }>(
    `select minimum_minor as minor, minimum_currency as currency from remittance_terms
      where tenant_id = $1 and portfolio_id = $2 and from_on <= $3
      order by from_on desc, terms_id desc limit 1`,
    [of.tenantId, of.portfolioId, of.asked.until],
  )
  const [row] = found.rows
  return row?.currency === currency ? (row.minor ?? undefined) : undefined
}
