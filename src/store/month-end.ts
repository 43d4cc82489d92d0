import { assert } from '../core/assert.ts'
import { openBook, type Book } from '../core/account-book.ts'
import { factsKnown, NO_FACTS, type AccountFacts } from '../core/account-facts.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { firstOf, LEFT, monthBefore, monthBucket, monthEnds } from '../core/portfolio.ts'
import { positionFrom } from '../core/position.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { readFacts } from './facts.ts'
import { readOwn } from './own-position.ts'
import { readTerms } from './product-terms.ts'

/** So many month-ends are kept back from today: what a year's figures need, and one before them. */
const MONTHS_KEPT = 13
const ACCOUNTS_A_BATCH = 2000

export type MonthsKept = { readonly months: readonly Day[]; readonly accounts: number }

/**
 * Works out where every account stood on the month-ends that are over and not kept yet, and on every
 * later one. A process that ends halfway leaves nothing that is shown: a month counts once it is whole.
 */
export async function keepMonthEnds(
  db: Db,
  tenantId: bigint,
  at: {
    readonly today: Day
    /** Worked out again from this month on, whatever is kept. */
    readonly from?: Day | undefined
    readonly signal?: AbortSignal | undefined
  },
): Promise<MonthsKept> {
  const { months, knownAt } = await inTenant(db, tenantId, async (tx) => ({
    months: await monthsToKeep(tx, tenantId, at),
    knownAt: await databaseNow(tx),
  }))
  const [first] = months
  if (first === undefined) return { months: [], accounts: 0 }
  await inTenant(db, tenantId, async (tx) => {
    await oneRunAtATime(tx, tenantId)
    await tx.query('delete from month_kept where tenant_id = $1 and month_on >= $2', [
      tenantId,
      first,
    ])
    await tx.query('delete from month_end where tenant_id = $1 and month_on >= $2', [
      tenantId,
      first,
    ])
  })
  let [accounts, rows] = [0, 0]
  let after: Key | undefined = { borrowerId: -1n, accountId: -1n }
  while (after !== undefined) {
    at.signal?.throwIfAborted()
    const from: Key = after
    const done = await inTenant(db, tenantId, (tx) =>
      keepBatch(tx, tenantId, { after: from, months, knownAt }),
    )
    accounts += done.accounts
    rows += done.rows
    after = done.last
  }
  // Another run may have begun anew and died: then its rows, or none, stand for these, and no month is whole.
  await inTenant(db, tenantId, async (tx) => {
    await oneRunAtATime(tx, tenantId)
    await tx.query(
      `insert into month_kept (tenant_id, month_on, known_at, accounts)
       select $1, m.on_day, $3, (select count(*) from month_end e
                where e.tenant_id = $1 and e.month_on = m.on_day and e.bucket < ${LEFT})
         from unnest($2::date[]) as m (on_day)
        where (select count(*) from month_end e where e.tenant_id = $1 and e.month_on = any($2)) = $4`,
      [tenantId, months, instantText(knownAt), rows],
    )
  })
  return { months, accounts }
}

/** What begins anew and what marks as whole stand one after the other. */
const oneRunAtATime = (tx: Tx, tenantId: bigint) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`month-ends ${tenantId}`])

/** By the clock that says when each fact was recorded. */
async function databaseNow(tx: Tx): Promise<Instant> {
  const found = await tx.query<{ at: Instant }>('select clock_timestamp() as at')
  const at = found.rows[0]?.at
  assert(at !== undefined, 'a database says what time it is')
  return at
}

/** From the first one that is missing to the last one that is over: one that changes changes the next. */
async function monthsToKeep(
  tx: Tx,
  tenantId: bigint,
  { today, from }: { readonly today: Day; readonly from?: Day | undefined },
): Promise<readonly Day[]> {
  const kept = await tx.query<{ month_on: Day }>(
    'select month_on from month_kept where tenant_id = $1',
    [tenantId],
  )
  const known = new Set(kept.rows.map((row) => row.month_on))
  const last = monthBefore(today)
  const asked = from === undefined ? undefined : firstOf(from)
  const count = asked === undefined ? MONTHS_KEPT : monthsUntil(asked, last)
  const ends = monthEnds(last, count)
  const missing = asked === undefined ? ends.findIndex((on) => !known.has(on)) : 0
  return missing === -1 ? [] : ends.slice(missing)
}

const monthsUntil = (from: Day, last: Day): number =>
  Math.max(0, monthNumber(last) - monthNumber(from) + 1)
const monthNumber = (on: Day): number => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7))

type Key = { readonly borrowerId: bigint; readonly accountId: bigint }

type AccountRow = {
  readonly borrower_id: bigint
  readonly account_id: bigint
  readonly portfolio_id: number
  readonly product_id: number
  readonly currency: string
  readonly opened_on: Day | null
  readonly closed_on: Day | null
  readonly own: boolean
}

type Asked = {
  readonly after: Key
  readonly months: readonly Day[]
  readonly knownAt: Instant
}

async function keepBatch(
  tx: Tx,
  tenantId: bigint,
  { after, months, knownAt }: Asked,
): Promise<{ readonly accounts: number; readonly rows: number; readonly last: Key | undefined }> {
  const found = await tx.query<AccountRow>(
    `select a.borrower_id, a.account_id, a.portfolio_id, a.product_id, a.currency, a.opened_on,
            a.closed_on, f.kind = 'own' as own
       from account a join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
      where a.tenant_id = $1 and (a.borrower_id, a.account_id) > ($2, $3)
      order by a.borrower_id, a.account_id limit ${ACCOUNTS_A_BATCH}`,
    [tenantId, after.borrowerId, after.accountId],
  )
  const accounts = found.rows
  const known = await untouched(tx, tenantId, { accounts, months })
  const others = accounts.filter((row) => !known.has(row.account_id))
  const worked = await standings(tx, tenantId, { accounts: others, months, knownAt })
  const stood = new Map([...known, ...worked])
  const before = await readBefore(tx, tenantId, { accounts, on: months[0] })
  const rows = accounts.flatMap((row) => {
    const own = { months, stood: stood.get(row.account_id) ?? [] }
    return monthRows(row, own, before.get(row.account_id))
  })
  await writeRows(tx, tenantId, rows)
  const last = accounts.length < ACCOUNTS_A_BATCH ? undefined : accounts.at(-1)
  return {
    accounts: accounts.length,
    rows: rows.length,
    last: last && { borrowerId: last.borrower_id, accountId: last.account_id },
  }
}

type Stood = { readonly bucket: number; readonly minor: bigint } | undefined

/**
 * Of one month alone: accounts with a schedule whose position nothing has touched since, and which no
 * day has woken. They stand as it says, because a day that passes changes nothing in a position.
 */
async function untouched(
  tx: Tx,
  tenantId: bigint,
  { accounts, months }: Pick<Asked, 'months'> & { readonly accounts: readonly AccountRow[] },
): Promise<ReadonlyMap<bigint, readonly Stood[]>> {
  const [on, ...more] = months
  if (on === undefined || more.length > 0) return new Map()
  const hosts = accounts.filter((row) => !row.own && isThere(row, on))
  const found = await tx.query<{ account_id: bigint; oldest: Day | null; minor: bigint }>(
    `select p.account_id, p.oldest_unpaid_due_on as oldest, p.outstanding_minor as minor
       from position p
       join unnest($2::bigint[], $3::bigint[]) as a (borrower_id, account_id)
         on a.borrower_id = p.borrower_id and a.account_id = p.account_id
      where p.tenant_id = $1 and p.as_of <= $4 and coalesce(p.wake_on, 'infinity') > $4
        and exists (select from instalment i
              where i.tenant_id = $1 and i.borrower_id = p.borrower_id
                and i.account_id = p.account_id and i.effective_on <= p.as_of)`,
    [tenantId, hosts.map((row) => row.borrower_id), hosts.map((row) => row.account_id), on],
  )
  return new Map(
    found.rows.map(({ account_id: id, oldest, minor }) => [
      id,
      [{ bucket: monthBucket(on, { oldestUnpaidDueOn: oldest ?? undefined }), minor }],
    ]),
  )
}

/** Where each account stood on each of the days; undefined where it was not in the book. */
async function standings(
  tx: Tx,
  tenantId: bigint,
  {
    accounts,
    months,
    knownAt,
  }: Omit<Asked, 'after'> & { readonly accounts: readonly AccountRow[] },
): Promise<ReadonlyMap<bigint, readonly Stood[]>> {
  const terms = await readTerms(tx, tenantId)
  const facts = await readFacts(tx, tenantId, {
    borrowerIds: accounts.map((row) => row.borrower_id),
    accountIds: accounts.map((row) => row.account_id),
  })
  const owners = [...new Set(accounts.filter((row) => row.own).map((row) => row.borrower_id))]
  const owns = new Map<Day, Awaited<ReturnType<typeof readOwn>>>()
  for (const on of months) owns.set(on, await readOwn(tx, tenantId, owners, on))
  return new Map(
    accounts.map((row) => {
      const known = factsKnown(facts.get(row.account_id) ?? NO_FACTS, knownAt)
      const book = openBook(terms(row.product_id), known)
      const stood = months.map((on) => {
        if (!isThere(row, on)) return undefined
        if (!row.own) return hostStood(book, known, on)
        const own = owns.get(on)?.get(row.account_id)
        if (own === undefined || own.facts.instalments.length === 0) return undefined
        const position = own.amended(positionFrom(openBook(terms(row.product_id), own.facts), on))
        return { bucket: monthBucket(on, position), minor: position.outstandingMinor }
      })
      return [row.account_id, stood]
    }),
  )
}

const isThere = (row: AccountRow, on: Day): boolean =>
  (row.opened_on === null || row.opened_on <= on) && (row.closed_on === null || row.closed_on > on)

/** By its schedule; where its source gives none, by the newest word of that month, if there is one. */
function hostStood(book: Book, facts: AccountFacts, on: Day): Stood {
  const isScheduled = facts.instalments.some((one) => one.effectiveOn <= on)
  if (isScheduled) {
    const position = positionFrom(book, on)
    return { bucket: monthBucket(on, position), minor: position.outstandingMinor }
  }
  const told = facts.snapshots
    .filter((one) => one.effectiveOn <= on && one.effectiveOn >= firstOf(on))
    .toSorted((a, b) =>
      a.effectiveOn === b.effectiveOn
        ? b.recordedAt - a.recordedAt
        : a.effectiveOn < b.effectiveOn
          ? 1
          : -1,
    )[0]
  if (told === undefined) return undefined
  const { oldestUnpaidDueOn, monthsPastDue } = told
  // A source that gives a day gives it as of its own day.
  const bucket = monthBucket(told.effectiveOn, { oldestUnpaidDueOn, told: monthsPastDue })
  return { bucket, minor: told.balanceMinor }
}

type Before = { readonly bucket: number; readonly minor: bigint }

async function readBefore(
  tx: Tx,
  tenantId: bigint,
  { accounts, on }: { readonly accounts: readonly AccountRow[]; readonly on: Day | undefined },
): Promise<ReadonlyMap<bigint, Before>> {
  if (on === undefined) return new Map()
  const found = await tx.query<{ account_id: bigint; bucket: number; outstanding_minor: bigint }>(
    `select e.account_id, e.bucket, e.outstanding_minor
       from month_end e join month_kept k on k.tenant_id = e.tenant_id and k.month_on = e.month_on
       join unnest($2::bigint[], $3::bigint[]) as a (borrower_id, account_id)
         on a.borrower_id = e.borrower_id and a.account_id = e.account_id
      where e.tenant_id = $1 and e.month_on = $4 and e.bucket < ${LEFT}`,
    [
      tenantId,
      accounts.map((row) => row.borrower_id),
      accounts.map((row) => row.account_id),
      monthBefore(on),
    ],
  )
  return new Map(
    found.rows.map((row) => [row.account_id, { bucket: row.bucket, minor: row.outstanding_minor }]),
  )
}

type MonthRow = {
  readonly account: AccountRow
  readonly on: Day
  readonly bucket: number
  readonly minor: bigint
  readonly before: Before | undefined
}

function monthRows(
  account: AccountRow,
  { months, stood }: { readonly months: readonly Day[]; readonly stood: readonly Stood[] },
  first: Before | undefined,
): MonthRow[] {
  const rows: MonthRow[] = []
  let before = first
  for (const [n, on] of months.entries()) {
    const one = stood[n]
    if (one !== undefined) rows.push({ account, on, ...one, before })
    else if (before !== undefined) rows.push({ account, on, bucket: LEFT, minor: 0n, before })
    before = one
  }
  return rows
}

async function writeRows(tx: Tx, tenantId: bigint, rows: readonly MonthRow[]): Promise<void> {
  await tx.query(
    `insert into month_end (tenant_id, borrower_id, account_id, month_on, portfolio_id, currency,
       bucket, outstanding_minor, before, before_minor)
     select $1, r.* from unnest($2::bigint[], $3::bigint[], $4::date[], $5::smallint[], $6::text[],
       $7::smallint[], $8::bigint[], $9::smallint[], $10::bigint[]) as r`,
    [
      tenantId,
      rows.map((row) => row.account.borrower_id),
      rows.map((row) => row.account.account_id),
      rows.map((row) => row.on),
      rows.map((row) => row.account.portfolio_id),
      rows.map((row) => row.account.currency),
      rows.map((row) => row.bucket),
      rows.map((row) => row.minor),
      rows.map((row) => row.before?.bucket ?? null),
      rows.map((row) => row.before?.minor ?? null),
    ],
  )
}
