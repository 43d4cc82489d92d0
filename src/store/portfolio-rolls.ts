import { firstOf, LEFT } from '../core/portfolio.ts'
import type { Tx } from './db.ts'
import { bucketCode, keyedBase, within, yearOf, type Base, type Scope } from './portfolio-base.ts'

/** From where to where accounts moved between two month-ends; money is the balance of the earlier one. */
export const rollsBase = (scope: Scope): Base =>
  keyedBase((put) => ({
    from: `month_end e
      where e.tenant_id = $1 and e.month_on = ${put(scope.monthOn)}::date and e.before is not null
        and ${within(put, 'e', scope)}`,
    keys: ['e.before', 'e.bucket'],
    row: ([before = '']) => bucketCode(before),
    column: ([, bucket = '']) => bucketCode(bucket),
    minor: 'greatest(e.before_minor, 0)',
  }))

/** What a cure is held against in a column of its own: the other accounts that stood at both ends. */
export const NOT_CURED = '-not'

/** Accounts that were behind at a month-end, by whether they were up to date at the next one. */
export const curesBase = (scope: Scope): Base =>
  keyedBase((put) => ({
    from: `month_end e
      where e.tenant_id = $1 and e.month_on = any(${put(yearOf(scope))}::date[])
        and e.before between 1 and 6 and e.bucket < ${LEFT} and ${within(put, 'e', scope)}`,
    keys: ['e.before', 'e.month_on', '(e.bucket = 0)'],
    row: ([before = '']) => bucketCode(before),
    column: ([, monthOn = '', cured = '']) =>
      `to_char(${monthOn}, 'YYYY-MM') || case when ${cured} then '' else '${NOT_CURED}' end`,
    minor: 'greatest(e.before_minor, 0)',
  }))

/** From this bucket on an account counts as badly late in the vintages: more than thirty days. */
const DEEP = 2

/** Accounts by the month in which they were opened, and how many months later they were badly late. */
export const vintagesBase = (scope: Scope): Base =>
  keyedBase((put) => ({
    from: `month_end e
      join account a on a.tenant_id = e.tenant_id and a.borrower_id = e.borrower_id
       and a.account_id = e.account_id and a.opened_on >= ${put(firstOfYear(scope))}::date
      where e.tenant_id = $1 and e.month_on = any(${put(yearOf(scope))}::date[])
        and e.bucket between ${DEEP} and 6 and ${within(put, 'e', scope)}`,
    keys: ["date_trunc('month', a.opened_on)::date", 'e.month_on'],
    row: ([openedOn = '']) => `to_char(${openedOn}, 'YYYY-MM')`,
    column: ([openedOn = '', monthOn = '']) => `${monthsBetween(openedOn, monthOn)}::text`,
    minor: 'greatest(e.outstanding_minor, 0)',
  }))

const monthsBetween = (from: string, until: string): string =>
  `((extract(year from ${until}) - extract(year from ${from})) * 12
    + extract(month from ${until}) - extract(month from ${from}))::int`

const firstOfYear = (scope: Scope) => firstOf(yearOf(scope)[0] ?? scope.monthOn)

/** How many accounts were opened in each of the months. */
export async function openedByMonth(
  tx: Tx,
  tenantId: bigint,
  scope: Scope,
): Promise<ReadonlyMap<string, bigint>> {
  const values: unknown[] = [tenantId]
  const put = (value: unknown) => `$${values.push(value)}`
  const found = await tx.query<{ month: string; n: bigint }>(
    `select to_char(a.opened_on, 'YYYY-MM') as month, count(*) as n from account a
      where a.tenant_id = $1 and a.opened_on between ${put(firstOfYear(scope))}::date
        and ${put(scope.monthOn)}::date and ${within(put, 'a', scope)}
      group by 1`,
    values,
  )
  return new Map(found.rows.map((row) => [row.month, row.n]))
}
