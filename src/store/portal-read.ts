import type { Day } from '../core/calendar.ts'
import { PARTS, type Part } from '../core/ledger.ts'
import type { Tx } from './db.ts'

export type HouseRow = {
  readonly tenantId: bigint
  readonly name: string
  readonly phone: string
  readonly url: string
}

/** What a page says of the sender. */
export async function readHouse(tx: Tx, tenantId: bigint): Promise<HouseRow | undefined> {
  const found = await tx.query<HouseRow>(
    `select tenant_id as "tenantId", trading_name as name, check_phone as phone, check_url as url from tenant where tenant_id = $1`,
    [tenantId],
  )
  return found.rows[0]
}

type OfAccount = { readonly borrowerId: bigint; readonly accountId: bigint }

/** Of a book that is kept here, what each part of the debt stands at as it is posted. */
export async function readParts(
  tx: Tx,
  tenantId: bigint,
  { borrowerId, accountId }: OfAccount,
): Promise<readonly { readonly part: Part; readonly minor: bigint }[]> {
  const found = await tx.query<{ ledger: number; minor: bigint }>(
    `select line.ledger, sum(line.minor)::bigint as minor
       from entry e, unnest(e.line_accounts, e.line_ledger, e.line_minors) as line(account_id, ledger, minor)
      where e.tenant_id = $1 and e.borrower_id = $2 and line.account_id = $3 and line.ledger < $4
      group by line.ledger order by line.ledger`,
    [tenantId, borrowerId, accountId, PARTS.length],
  )
  return found.rows.flatMap(({ ledger, minor }) => {
    const part = PARTS[ledger]
    return part === undefined || minor === 0n ? [] : [{ part, minor }]
  })
}

export type ReceiptRow = {
  readonly receiptNo: bigint
  readonly paymentId: bigint
  readonly amountMinor: bigint
  readonly currency: string
  readonly effectiveOn: Day
  readonly accountRef: string | null
  /** The day on which money of it went back, all or a part. */
  readonly wentBackOn: Day | null
}

/** The newest receipts of a borrower, or one of them. */
export async function readReceipts(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly borrowerId: bigint
    readonly accountId: bigint
    readonly receiptNo?: bigint
    readonly paymentId?: bigint
  },
): Promise<readonly ReceiptRow[]> {
  const found = await tx.query<ReceiptRow>(
    `select r.receipt_no as "receiptNo", r.payment_id as "paymentId", r.amount_minor as "amountMinor", r.currency,
       r.effective_on as "effectiveOn", a.ref as "accountRef",
       coalesce(
         (select min(b.effective_on) from payment b
           where b.tenant_id = $1 and b.borrower_id = $2 and b.reverses_id = r.payment_id),
         (select min(b.fact_on) from entry p
           join entry b on b.tenant_id = $1 and b.borrower_id = $2 and b.reverses_id = p.entry_id
          where p.tenant_id = $1 and p.borrower_id = $2 and p.payment_id = r.payment_id)) as "wentBackOn"
     from receipt r
     left join account a on a.tenant_id = r.tenant_id and a.borrower_id = r.borrower_id
       and a.account_id = coalesce(r.account_id, $3)
     where r.tenant_id = $1 and r.borrower_id = $2 and (r.account_id = $3 or r.account_id is null)
       and ($4::bigint is null or r.receipt_no = $4) and ($5::bigint is null or r.payment_id = $5)
     order by r.effective_on desc, r.receipt_no desc limit 20`,
    [tenantId, of.borrowerId, of.accountId, of.receiptNo ?? null, of.paymentId ?? null],
  )
  return found.rows
}

/** What a visit brought that stands, and the receipt for it. */
export async function readPaid(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly tryNo: bigint },
): Promise<{ readonly minor: bigint; readonly paymentId: bigint } | undefined> {
  const found = await tx.query<{ kind: string; minor: bigint; paymentId: bigint }>(
    `select kind, amount_minor as minor, payment_id as "paymentId" from payment_step
      where tenant_id = $1 and borrower_id = $2 and try_no = $3 order by step_no desc limit 1`,
    [tenantId, of.borrowerId, of.tryNo],
  )
  const [last] = found.rows
  return last?.kind === 'payment' ? last : undefined
}
