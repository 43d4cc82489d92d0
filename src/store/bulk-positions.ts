import { NO_AGREEMENTS, type Agreements } from '../core/agreed.ts'
import type { AccountFacts } from '../core/account-facts.ts'
import type { Day } from '../core/calendar.ts'
import type { ProductTerms } from '../core/product.ts'
import { readAgreements } from './agreements.ts'
import { derivedOn } from './book.ts'
import { bulkFacts, inSpan, type Span } from './bulk-facts.ts'
import { DERIVED_WIDTH, derivedRow, type Keyed } from './bulk-rows.ts'
import { DERIVED_TABLE, INSERT_DERIVED, UPDATE_DERIVED } from './bulk-sql.ts'
import { readTold, type ToldOf } from './bulk-told.ts'
import { CopyRows } from './copy-rows.ts'
import { copyRows, known } from './copy-read.ts'
import type { Tx } from './db.ts'
import { readOwn, type OwnAccount } from './own-position.ts'
import { readTerms } from './product-terms.ts'
import { ensureWords, readWords } from './words-own.ts'

/** Enough accounts to make a statement worth its planning, few enough to hold all their facts. */
const CHUNK = 8_000
/** So many are derived before the connection may go on with what is on its way. */
const AT_ONCE = 500
/** Ledgers are read with all their entries, so fewer at a time. */
const LEDGERS_AT_ONCE = 1_000

type Load = { readonly tenantId: bigint; readonly asOf: Day; readonly chunk?: number }

/**
 * Derives the positions of all that is in `touched`, in the order of its key. While the server writes one
 * chunk and reads the next, the core works on the one between.
 */
export async function writeBulk(
  tx: Tx,
  load: Load,
  onWritten: (accounts: number) => void,
): Promise<number> {
  const spans = await number(tx, load)
  const terms = await readTerms(tx, load.tenantId)
  let done = 0
  let waiting: (() => Promise<void>) | undefined
  let chunk = spans[0] && (await readChunk(tx, load, spans[0]))
  while (chunk !== undefined) {
    const { span } = chunk
    const [before, next] = [waiting, spans[span.no + 1]]
    const [rows, following] = await both(derive(chunk, terms, load.asOf), async () => {
      await before?.()
      return next && readChunk(tx, load, next)
    })
    waiting = async () => {
      await writeChunk(tx, load, { span, rows })
      onWritten((done += rows.rows))
    }
    chunk = following
  }
  await waiting?.()
  return done
}

/** Both at the same time; where one fails, not before the other has ended. */
async function both<A, B>(one: Promise<A>, other: () => Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other()])
  if (first.status === 'rejected') throw first.reason
  if (second.status === 'rejected') throw second.reason
  return [first.value, second.value]
}

/** Numbers the accounts in the order of borrowers, so that a chunk is a range of both. */
async function number(tx: Tx, { tenantId, chunk = CHUNK }: Load): Promise<readonly Span[]> {
  await tx.query(`analyze touched`)
  await tx.query(
    `create temp table numbered on commit drop as
     select (row_number() over (order by t.borrower_id, t.account_id) - 1)::integer as place, t.borrower_id, t.account_id
       from (select distinct borrower_id, account_id from touched) t
      where exists (select from account a where a.tenant_id = ${tenantId} and a.borrower_id = t.borrower_id
                       and a.account_id = t.account_id)`,
  )
  await tx.query(`create index on numbered (place)`)
  await tx.query(`analyze numbered (place, borrower_id)`)
  await tx.query(`create temp table derived (${DERIVED_TABLE}) on commit drop`)
  // What is known of a few rows is enough, and asking more of them for each chunk is dear.
  await tx.query(`alter table derived alter borrower_id set statistics 10`)
  const spans = await tx.query<Span>(
    `select place / ${chunk} as no, min(place) as first, count(*)::integer as size, min(borrower_id) as from,
            max(borrower_id) as to
       from numbered group by 1 order by 1`,
  )
  return spans.rows
}

type Chunk = {
  readonly span: Span
  readonly keys: readonly Keyed[]
  readonly facts: (place: number) => AccountFacts
  readonly agreements: ReadonlyMap<bigint, Agreements>
  readonly ledgers: ReadonlyMap<bigint, OwnAccount>
  readonly told: ToldOf
}

/** Locks the borrowers of a chunk in their order and then reads all that is known of its accounts. */
async function readChunk(tx: Tx, load: Load, span: Span): Promise<Chunk> {
  const { tenantId } = load
  await tx.query(
    `select count(*) from (select from borrower where tenant_id = $1 and borrower_id between $2 and $3
        and borrower_id in (select n.borrower_id from numbered n where ${inSpan(span)})
      order by borrower_id for update) locked`,
    [tenantId, span.from, span.to],
  )
  const { keys, own } = await readKeys(tx, tenantId, span)
  return {
    span,
    keys,
    facts: await bulkFacts(tx, tenantId, span),
    agreements: await agreementsOf(tx, tenantId, span),
    ledgers: await ledgersOf(tx, load, [...own]),
    told: await readTold(tx, load, span),
  }
}

async function readKeys(
  tx: Tx,
  tenantId: bigint,
  span: Span,
): Promise<{ readonly keys: Keyed[]; readonly own: ReadonlySet<bigint> }> {
  const rows = await copyRows(
    tx,
    // The borrowers are one set before they meet accounts: a key of three
    // columns looks far rarer to the server than it is, and what comes behind it is planned for a single row.
    `select n.place, n.borrower_id, n.account_id, a.portfolio_id, a.product_id, a.currency, n.language, a.closed_on,
            n.code, n.nameless
       from (
         select n.place - ${span.first} as place, n.borrower_id, n.account_id, b.language, z.code,
                case when z.code is null then b.zones[1] end as nameless
           from numbered n
           join borrower b on b.tenant_id = ${tenantId} and b.borrower_id = n.borrower_id
            and b.borrower_id between ${span.from} and ${span.to}
           left join word_code z on z.tenant_id = ${tenantId} and z.list = 'zone' and z.word = b.zones[1]
          where ${inSpan(span)} offset 0) n
       join account a on a.tenant_id = ${tenantId} and a.borrower_id = n.borrower_id and a.account_id = n.account_id
        and a.borrower_id between ${span.from} and ${span.to}`,
  )
  const keys: Keyed[] = []
  const own = new Set<bigint>()
  const nameless = new Map<number, string>()
  const ledgers = await ownPortfolios(tx, tenantId)
  while (rows.next()) {
    const place = known(rows.integer())
    const key = {
      borrowerId: known(rows.big()),
      accountId: known(rows.big()),
      portfolioId: known(rows.small()),
      productId: known(rows.small()),
      currency: known(rows.text()),
      language: known(rows.text()),
      closedOn: rows.day(),
      zoneId: rows.small() ?? 0,
    }
    keys[place] = key
    const zone = rows.text()
    if (zone !== undefined) nameless.set(place, zone)
    if (ledgers.has(key.portfolioId)) own.add(key.borrowerId)
  }
  if (nameless.size > 0) await nameZones(tx, tenantId, { keys, nameless })
  return { keys, own }
}

async function ownPortfolios(tx: Tx, tenantId: bigint): Promise<ReadonlySet<number>> {
  const found = await tx.query<{ portfolio_id: number }>(
    `select portfolio_id from portfolio where tenant_id = $1 and kind = 'own'`,
    [tenantId],
  )
  return new Set(found.rows.map((row) => row.portfolio_id))
}

/** Zones that have no code yet get one; nearly always there are none. */
async function nameZones(
  tx: Tx,
  tenantId: bigint,
  { keys, nameless }: { keys: Keyed[]; readonly nameless: ReadonlyMap<number, string> },
): Promise<void> {
  await ensureWords(tx, tenantId, 'zone', [...new Set(nameless.values())])
  const { zone: words } = await readWords(tx, tenantId)
  const codes = new Map(words.map((one) => [one.code, one.id]))
  for (const [place, zone] of nameless)
    keys[place] = { ...known(keys[place]), zoneId: known(codes.get(zone)) }
}

/** Few accounts have a promise or a plan: only those are asked about. */
async function agreementsOf(tx: Tx, tenantId: bigint, span: Span): Promise<Chunk['agreements']> {
  const of = (what: string): string => `select o.borrower_id, o.account_id from ${what} o
    join numbered n on n.borrower_id = o.borrower_id and n.account_id = o.account_id
   where o.tenant_id = $1 and o.borrower_id between $2 and $3 and ${inSpan(span)}`
  const found = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
    `${of('promise')} union ${of('plan')}`,
    [tenantId, span.from, span.to],
  )
  if (found.rows.length === 0) return new Map()
  const borrowerIds = found.rows.map((row) => row.borrower_id)
  const accountIds = found.rows.map((row) => row.account_id)
  return readAgreements(tx, tenantId, { borrowerIds, accountIds })
}

async function ledgersOf(
  tx: Tx,
  load: Load,
  borrowerIds: readonly bigint[],
): Promise<Chunk['ledgers']> {
  const all = new Map<bigint, OwnAccount>()
  for (let at = 0; at < borrowerIds.length; at += LEDGERS_AT_ONCE) {
    const ids = borrowerIds.slice(at, at + LEDGERS_AT_ONCE)
    for (const [id, own] of await readOwn(tx, load.tenantId, ids, load.asOf)) all.set(id, own)
  }
  return all
}

async function derive(
  chunk: Chunk,
  terms: (productId: number) => ProductTerms,
  asOf: Day,
): Promise<CopyRows> {
  const rows = new CopyRows(DERIVED_WIDTH)
  for (const [place, key] of chunk.keys.entries()) {
    const ledger = chunk.ledgers.get(key.accountId)
    const facts = ledger?.facts ?? chunk.facts(place)
    const agreements = chunk.agreements.get(key.accountId) ?? NO_AGREEMENTS
    const derived = derivedOn({ facts, ledger, agreements }, terms(key.productId), asOf)
    derivedRow(rows, { key, told: chunk.told }, derived)
    if (place % AT_ONCE === 0) await rest()
  }
  return rows
}

const rest = (): Promise<void> => new Promise((goOn) => setImmediate(goOn))

async function writeChunk(
  tx: Tx,
  { tenantId, asOf }: Load,
  { span, rows }: { readonly span: Span; readonly rows: CopyRows },
): Promise<void> {
  const at = [tenantId, asOf, span.from, span.to]
  await tx.query(`truncate derived`)
  await rows.into(tx, 'derived')
  await tx.query(`analyze derived (borrower_id)`)
  const changed = await tx.query(UPDATE_DERIVED, at)
  if ((changed.rowCount ?? 0) < rows.rows) await tx.query(INSERT_DERIVED, at)
}
