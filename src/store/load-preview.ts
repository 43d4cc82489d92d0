import type { Tx } from './db.ts'
import { knownPayments, NEW_TERMS } from './load-own.ts'
import type { StagedNoun } from './stage.ts'

/** What a load would do to one noun of the book. */
export type NounCounts = {
  readonly rows: number
  readonly inserts: number
  readonly changes: number
  readonly unchanged: number
}

export type Preview = {
  readonly borrower: NounCounts
  readonly account: NounCounts
  readonly address: NounCounts
  readonly instalment: NounCounts
  readonly payment: NounCounts
  readonly snapshot: NounCounts
  readonly profile: NounCounts
  readonly placement: NounCounts
  /** Accounts of the file's portfolios that were open before. */
  readonly openBefore: number
  readonly closures: number
  /** Open accounts that a complete file does not name any more, and the first of their references. */
  readonly disappeared: number
  readonly disappearedRefs: readonly string[]
}

export type Book = {
  readonly tenantId: bigint
  readonly source: string
  readonly fresh: boolean
  readonly complete: boolean
  readonly keepEvery: boolean
  /** The tenant has a book of kind own: some of what is staged may belong into its ledger. */
  readonly own: boolean
}

/** Compares what is staged with the book, before anything is written. */
export async function preview(tx: Tx, book: Book): Promise<Preview> {
  const missing =
    book.complete && !book.fresh ? await disappeared(tx, book) : { count: 0, refs: [] }
  return {
    borrower: await compared(tx, book, 'borrower'),
    account: await compared(tx, book, 'account'),
    address: await compared(tx, book, 'address'),
    instalment: await compared(tx, book, 'instalment'),
    payment: await compared(tx, book, 'payment'),
    snapshot: await compared(tx, book, 'snapshot'),
    profile: await compared(tx, book, 'profile'),
    placement: await compared(tx, book, 'placement'),
    openBefore: book.fresh ? 0 : await openBefore(tx, book.tenantId),
    closures: book.fresh ? 0 : await closures(tx, book.tenantId),
    disappeared: missing.count,
    disappearedRefs: missing.refs,
  }
}

type Noun = StagedNoun

/** How a staged row `s` finds its row `b` in the book, and when the two differ. */
const PAIR: Readonly<Record<Noun, { readonly on: string; readonly differs: string }>> = {
  borrower: {
    on: 'b.borrower_id = s.borrower_id',
    differs: `(b.name, b.language, b.zones, b.person_key) is distinct from
      (s.name, s.language, s.zones, coalesce(s.person_key, b.person_key))`,
  },
  account: {
    on: 'b.borrower_id = s.borrower_id and b.account_id = s.account_id',
    differs: `(b.portfolio_id, b.product_id, b.opened_on, b.principal_minor, b.closed_on) is distinct from
      (s.portfolio_id, s.product_id, coalesce(s.opened_on, b.opened_on), coalesce(s.principal_minor, b.principal_minor), coalesce(s.closed_on, b.closed_on))`,
  },
  address: {
    on: 'b.borrower_id = s.borrower_id and b.address_id = s.address_id',
    differs: 'false',
  },
  instalment: {
    on: `b.borrower_id = s.borrower_id and b.account_id = s.account_id and b.version = s.version
      and b.instalment_no = s.instalment_no`,
    differs: 'false',
  },
  payment: {
    on: 'b.borrower_id = s.borrower_id and b.account_id = s.account_id and b.payment_id = s.payment_id',
    differs: 'false',
  },
  snapshot: { on: 'false', differs: 'false' },
  profile: { on: 'false', differs: 'false' },
  placement: {
    on: `b.borrower_id = s.borrower_id and b.account_id = s.account_id and b.kind = 'placement'`,
    differs: NEW_TERMS,
  },
}

async function compared(tx: Tx, book: Book, noun: Noun): Promise<NounCounts> {
  const { on, differs } = PAIR[noun]
  const rows = await count(tx, `select count(*) as n from stage_${noun}`)
  if (rows === 0 || book.fresh) return { rows, inserts: rows, changes: 0, unchanged: 0 }
  if (noun === 'snapshot' || noun === 'profile') {
    const news = noun === 'profile' ? NEW_PROFILES : newSnapshots(book.keepEvery)
    const inserts = await count(tx, `select count(*) as n from (${news}) x`, [book.tenantId])
    return { rows, inserts, changes: 0, unchanged: rows - inserts }
  }
  const found = await tx.query<{ known: bigint; changes: bigint }>(
    `select count(*) as known, count(*) filter (where ${differs}) as changes
       from stage_${noun} s join ${knownOf(book, noun)} b on b.tenant_id = $1 and ${on}`,
    [book.tenantId],
  )
  const known = Number(found.rows[0]?.known ?? 0n)
  const changes = Number(found.rows[0]?.changes ?? 0n)
  return { rows, inserts: rows - known, changes, unchanged: known - changes }
}

/** Where the book holds what it knows of a noun. */
function knownOf(book: Book, noun: Noun): string {
  if (noun === 'placement') return 'entry'
  return noun === 'payment' && book.own ? knownPayments : noun
}

/**
 * Staged snapshots that say something new: other values than the newest word on their own day, or,
 * where a book keeps changes only, than the newest word on any day up to theirs.
 */
export const newSnapshots = (keepEvery: boolean): string => `
  select s.* from stage_snapshot s
    left join lateral (
      select b.balance_minor, b.arrears_minor, b.oldest_unpaid_due_on, b.months_past_due, b.next_due_on, b.next_due_minor
        from snapshot b
       where b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id
         and b.effective_on ${keepEvery ? '=' : '<='} s.effective_on
       order by b.effective_on desc, b.recorded_at desc limit 1) b on true
   where b.balance_minor is null
      or (b.balance_minor, b.arrears_minor, b.oldest_unpaid_due_on, b.months_past_due, b.next_due_on, b.next_due_minor)
         is distinct from
         (s.balance_minor, s.arrears_minor, s.oldest_unpaid_due_on, s.months_past_due, s.next_due_on, s.next_due_minor)`

/**
 * Staged profiles that say something new: of any of the five things another word than the newest one
 * up to their day. What a file leaves empty it does not speak of.
 */
export const NEW_PROFILES = `
  select s.* from stage_profile s
    cross join lateral (
      select (array_agg(risk order by effective_on desc, profile_id desc) filter (where risk is not null))[1] as risk,
             (array_agg(propensity order by effective_on desc, profile_id desc)
                filter (where propensity is not null))[1] as propensity,
             (array_agg(k.word order by effective_on desc, profile_id desc)
                filter (where k.word is not null))[1] as segment,
             (array_agg(vulnerable order by effective_on desc, profile_id desc)
                filter (where vulnerable is not null))[1] as vulnerable,
             (array_agg(limitation_on order by effective_on desc, profile_id desc)
                filter (where limitation_on is not null))[1] as limitation_on
        from account_profile b
        left join word_code k on k.tenant_id = $1 and k.list = 'segment' and k.code = b.segment_id
       where b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id
         and b.effective_on <= s.effective_on) b
   where s.risk <> coalesce(b.risk, -1) or s.propensity <> coalesce(b.propensity, -1)
      or s.segment <> coalesce(b.segment, '') or (s.vulnerable is not null and s.vulnerable is distinct from b.vulnerable)
      or (s.limitation_on is not null and s.limitation_on is distinct from b.limitation_on)`

async function count(tx: Tx, sql: string, values: unknown[] = []): Promise<number> {
  const found = await tx.query<{ n: bigint }>(sql, values)
  return Number(found.rows[0]?.n ?? 0n)
}

const STAGED_PORTFOLIOS = `a.portfolio_id in (select distinct portfolio_id from stage_account)`

const openBefore = (tx: Tx, tenantId: bigint): Promise<number> =>
  count(
    tx,
    `select count(*) as n from account a where a.tenant_id = $1 and a.closed_on is null and ${STAGED_PORTFOLIOS}`,
    [tenantId],
  )

const closures = (tx: Tx, tenantId: bigint): Promise<number> =>
  count(
    tx,
    `select count(*) as n from stage_account s join account a
         on a.tenant_id = $1 and a.borrower_id = s.borrower_id and a.account_id = s.account_id
      where a.closed_on is null and s.closed_on is not null`,
    [tenantId],
  )

async function disappeared(tx: Tx, book: Book): Promise<{ count: number; refs: string[] }> {
  const from = `from account a where a.tenant_id = $1 and a.source = $2 and a.closed_on is null and ${STAGED_PORTFOLIOS}
    and not exists (select from stage_account s where s.borrower_id = a.borrower_id and s.account_id = a.account_id)`
  const n = await count(tx, `select count(*) as n ${from}`, [book.tenantId, book.source])
  const refs = await tx.query<{ ref: string }>(`select a.ref ${from} order by a.ref limit 20`, [
    book.tenantId,
    book.source,
  ])
  return { count: n, refs: refs.rows.map((row) => row.ref) }
}
