import { MONTH_BUCKETS, monthEnds } from '../core/portfolio.ts'
import type { FigureScope } from '../core/figure-key.ts'
import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'

/** Takes a value of a statement and says by which name it stands in it. */
export type Put = (value: unknown) => string

/**
 * What a figure counts, one row a thing: columns borrower_id, r and c (the cell that it belongs to) and
 * minor. The numbers of the page and the list behind each of them are read from this one statement.
 */
export interface Base {
  (put: Put): string
  /** The same rows by what stands in the table, where there are many: codes are made of sums alone. */
  readonly keyed?: (put: Put) => Keyed
}

/** Rows `e` with the keys that make a cell, before they are spelt out: other keys are another cell. */
export type Keyed = {
  /** What stands after `from`, with its conditions. */
  readonly from: string
  readonly keys: readonly string[]
  /** The codes of row and column, of the keys as they are named. */
  readonly row: (keys: readonly string[]) => string
  readonly column: (keys: readonly string[]) => string
  readonly minor: string
}

export function keyedBase(keyed: (put: Put) => Keyed): Base {
  const rows = (put: Put) => {
    const { from, keys, row, column, minor } = keyed(put)
    return `select e.borrower_id, ${row(keys)} as r, ${column(keys)} as c, ${minor} as minor from ${from}`
  }
  return Object.assign(rows, { keyed })
}

export type Cell = {
  readonly row: string
  readonly column: string
  /** Things: accounts, promises, attempts. */
  readonly count: bigint
  /** People of these who have a case: as many as the list behind the number shows. */
  readonly cases: bigint
  readonly minor: bigint
}

export async function countCells(tx: Tx, tenantId: bigint, base: Base): Promise<readonly Cell[]> {
  const values: unknown[] = [tenantId]
  const sql =
    base.keyed === undefined ? spelt(base(putInto(values))) : raw(base.keyed(putInto(values)))
  const found = await tx.query<{ r: string; c: string; n: bigint; cases: bigint; minor: bigint }>(
    sql,
    values,
  )
  return found.rows.map(({ r, c, n, cases, minor }) => ({
    row: r,
    column: c,
    count: n,
    cases,
    minor,
  }))
}

const SUMS = `sum(p.n)::bigint as n, count(k.borrower_id) as cases, coalesce(sum(p.minor), 0)::bigint as minor
  from person p left join borrower_case k on k.tenant_id = $1 and k.borrower_id = p.borrower_id`

/** A person counts once in a cell, however many things of theirs are in it. */
const spelt = (rows: string): string => `with person as (
    select r, c, borrower_id, count(*) as n, sum(minor) as minor from (${rows}) b group by r, c, borrower_id)
  select p.r, p.c, ${SUMS} group by p.r, p.c`

function raw({ from, keys, row, column, minor }: Keyed): string {
  const names = keys.map((_, n) => `k${n}`)
  const list = names.join(', ')
  return `with person as (
      select ${keys.map((key, n) => `${key} as k${n}`).join(', ')}, e.borrower_id, count(*) as n, sum(${minor}) as minor
        from ${from} group by ${list}, e.borrower_id),
    cell as (select ${list}, ${SUMS} group by ${list})
  select ${row(names)} as r, ${column(names)} as c, sum(n)::bigint as n, sum(cases)::bigint as cases,
         sum(minor)::bigint as minor from cell group by 1, 2`
}

export const putInto =
  (values: unknown[]): Put =>
  (value) =>
    `$${values.push(value)}`

/** The people of one cell, for a list of cases; $1 is the tenant. */
export const peopleOf =
  (base: Base, { row, column }: { readonly row: string; readonly column: string }): Base =>
  (put) =>
    `select b.borrower_id from (${base(put)}) b where b.r = ${put(row)} and b.c = ${put(column)}`

export type Scope = FigureScope & { readonly portfolioId: number | undefined; readonly today: Day }

/** Lines of `where` that keep a row within the figure's portfolio and currency. */
export const within = (put: Put, table: string, scope: Scope): string =>
  `${table}.currency = ${put(scope.currency)}${
    scope.portfolioId === undefined
      ? ''
      : ` and ${table}.portfolio_id = ${put(scope.portfolioId)}::smallint`
  }`

/** The codes of buckets in keys; '6m' stands for six months and more. */
export const BUCKET_CODES = [...MONTH_BUCKETS.map((name) => name.replace('+', '')), 'left'] as const

/** A bucket's number as its code, in SQL. */
export const bucketCode = (column: string): string =>
  `(array[${BUCKET_CODES.map((code) => `'${code}'`).join(',')}])[${column} + 1]`

/** The last days of a year up to the figure's month. */
export const yearOf = (scope: Pick<FigureScope, 'monthOn'>): readonly Day[] =>
  monthEnds(scope.monthOn, 12)
