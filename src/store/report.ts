import type { Day, Instant } from '../core/calendar.ts'
import { delinquencyOn, type Delinquency } from '../core/delinquency.ts'
import { MONTH_BUCKETS } from '../core/portfolio.ts'
import { decimalText, money, type Currency } from '../core/money.ts'
import type { Tx } from './db.ts'
import { readFacts } from './facts.ts'
import { readTerms } from './product-terms.ts'

/** A sample by the account's own number: those whose reference leaves this remainder, or the others. */
export type Subset = {
  readonly modulo: number
  readonly remainder: number
  readonly others: boolean
}

export type RollRate = {
  /** 'pooled' or a pair of months such as '2005-04>2005-05'. */
  readonly transition: string
  readonly currency: Currency
  readonly from: string
  readonly to: string
  readonly count: bigint
  readonly countFrom: bigint
  /** Balances of the earlier month; a credit balance counts as nothing. */
  readonly balanceMinor: bigint
  readonly balanceFromMinor: bigint
}

type Cell = {
  month: string
  next: string
  currency: Currency
  from_bucket: number
  to_bucket: number
  n: bigint
  balance: bigint
}

/** How accounts moved between buckets from month-end to month-end: pooled first, then by pair. */
export async function rollRates(
  tx: Tx,
  tenantId: bigint,
  options: {
    readonly portfolio?: string | undefined
    readonly subset?: Subset | undefined
    readonly knownAt?: Instant | undefined
  } = {},
): Promise<RollRate[]> {
  const { portfolio, subset } = options
  const knownAt = options.knownAt === undefined ? null : new Date(options.knownAt).toISOString()
  const found = await tx.query<Cell>(ROLLS, [
    tenantId,
    portfolio ?? null,
    subset?.modulo ?? null,
    subset?.remainder ?? null,
    subset?.others ?? false,
    knownAt,
  ])
  const currencies = [...new Set(found.rows.map((cell) => cell.currency))]
  return currencies.flatMap((currency) => {
    const own = found.rows.filter((cell) => cell.currency === currency)
    const pairs = [...new Set(own.map((cell) => `${cell.month}>${cell.next}`))]
    const pair = (name: string) => own.filter((cell) => `${cell.month}>${cell.next}` === name)
    return [
      ...matrix('pooled', currency, own),
      ...pairs.flatMap((name) => matrix(name, currency, pair(name))),
    ]
  })
}

function matrix(transition: string, currency: Currency, cells: readonly Cell[]): RollRate[] {
  const sum = (some: readonly Cell[], pick: (cell: Cell) => bigint) =>
    some.reduce((total, cell) => total + pick(cell), 0n)
  return MONTH_BUCKETS.flatMap((from, a) => {
    const row = cells.filter((cell) => cell.from_bucket === a)
    const countFrom = sum(row, (cell) => cell.n)
    const balanceFromMinor = sum(row, (cell) => cell.balance)
    return MONTH_BUCKETS.flatMap((to, b): RollRate[] => {
      const at = row.filter((cell) => cell.to_bucket === b)
      const count = sum(at, (cell) => cell.n)
      const balanceMinor = sum(at, (cell) => cell.balance)
      return count === 0n
        ? []
        : [{ transition, currency, from, to, count, countFrom, balanceMinor, balanceFromMinor }]
    })
  })
}

// The newest word on the last day that a month has, per account; the bucket is the source's own
// month count, or one for every thirty days begun since the oldest unpaid due day.
const ROLLS = `
with month_end as (
  select distinct on (s.borrower_id, s.account_id, date_trunc('month', s.effective_on))
         s.borrower_id, s.account_id, date_trunc('month', s.effective_on)::date as month, a.currency,
         greatest(s.balance_minor, 0) as balance,
         least(6, greatest(0, coalesce(s.months_past_due, (s.effective_on - s.oldest_unpaid_due_on + 29) / 30, 0))) as bucket
    from snapshot s
    join account a on a.tenant_id = s.tenant_id and a.borrower_id = s.borrower_id and a.account_id = s.account_id
   where s.tenant_id = $1
     and ($2::text is null or a.portfolio_id = (select p.portfolio_id from portfolio p where p.tenant_id = $1 and p.code = $2))
     and ($3::bigint is null
          or (case when a.ref ~ '^[0-9]{1,18}$' then a.ref::bigint % $3 = $4::bigint else false end) <> $5::boolean)
     and ($6::timestamptz is null or s.recorded_at <= $6)
   order by s.borrower_id, s.account_id, date_trunc('month', s.effective_on), s.effective_on desc, s.recorded_at desc),
pair as (
  select month, currency, balance, bucket, lead(month) over account as next, lead(bucket) over account as next_bucket
    from month_end window account as (partition by borrower_id, account_id order by month))
select to_char(month, 'YYYY-MM') as month, to_char(next, 'YYYY-MM') as next, currency,
       bucket as from_bucket, next_bucket as to_bucket, count(*) as n, sum(balance)::bigint as balance
  from pair where next = (month + interval '1 month')::date
 group by month, next, currency, bucket, next_bucket
 order by currency, month, bucket, next_bucket`

/** A part of a whole to six decimals, halves away from zero; undefined where there is no whole. */
export function shareText(part: bigint, whole: bigint): string | undefined {
  if (whole === 0n) return undefined
  const millionths = (part * 2_000_000n + whole) / (whole * 2n)
  return `${millionths / 1_000_000n}.${String(millionths % 1_000_000n).padStart(6, '0')}`
}

const ROLL_HEAD = [
  'subset',
  'transition',
  'from_bucket',
  'to_bucket',
  'n',
  'from_n',
  'share_n',
  'balance_from_month',
  'share_balance',
]

/** The report as CSV, amounts in major units. */
export function rollRatesCsv(subset: string, rates: readonly RollRate[]): string {
  const lines = rates.map((rate) =>
    [
      subset,
      rate.transition,
      rate.from,
      rate.to,
      rate.count,
      rate.countFrom,
      shareText(rate.count, rate.countFrom),
      decimalText(money(rate.balanceMinor, rate.currency)),
      shareText(rate.balanceMinor, rate.balanceFromMinor) ?? '',
    ].join(','),
  )
  return `${[ROLL_HEAD.join(','), ...lines].join('\n')}\n`
}

export type AccountDelinquency = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly ref: string
  readonly currency: Currency
  readonly openedOn: Day | undefined
  readonly delinquency: Delinquency
}

const BATCH = 2_000

type AccountRow = {
  borrower_id: bigint
  account_id: bigint
  ref: string
  currency: Currency
  opened_on: Day | null
  product_id: number
}

/**
 * How late every account is on a day, from the facts alone, in batches of accounts. A tolerance in
 * minor units replaces the product's own: 0n counts every unit that is lacking.
 */
export async function* delinquencyReport(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly asOf: Day
    readonly knownAt?: Instant | undefined
    readonly toleranceMinor?: bigint | undefined
    readonly portfolio?: string | undefined
  },
): AsyncGenerator<AccountDelinquency> {
  const terms = await readTerms(tx, tenantId)
  let after: readonly [bigint, bigint] = [-1n, -1n]
  for (;;) {
    const found = await tx.query<AccountRow>(
      `select borrower_id, account_id, ref, currency, opened_on, product_id from account
        where tenant_id = $1 and (borrower_id, account_id) > ($2, $3) and (opened_on is null or opened_on <= $4)
          and ($5::text is null or portfolio_id = (select p.portfolio_id from portfolio p where p.tenant_id = $1 and p.code = $5))
        order by borrower_id, account_id limit ${BATCH}`,
      [tenantId, ...after, asked.asOf, asked.portfolio ?? null],
    )
    const last = found.rows.at(-1)
    if (last === undefined) return
    after = [last.borrower_id, last.account_id]
    const keys = {
      borrowerIds: found.rows.map((row) => row.borrower_id),
      accountIds: found.rows.map((row) => row.account_id),
    }
    const facts = await readFacts(tx, tenantId, keys)
    for (const row of found.rows) {
      const own = facts.get(row.account_id)
      if (own === undefined) continue
      const product = terms(row.product_id)
      const toleranceMinor = asked.toleranceMinor ?? product.materiality.toleranceMinor
      const delinquency = delinquencyOn(
        own,
        { ...product, materiality: { ...product.materiality, toleranceMinor } },
        asked,
      )
      yield {
        borrowerId: row.borrower_id,
        accountId: row.account_id,
        ref: row.ref,
        currency: row.currency,
        openedOn: row.opened_on ?? undefined,
        delinquency,
      }
    }
  }
}
