import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { endMandate } from './mandate.ts'
import { applyPayment } from './payment-event.ts'
import { applyReversal } from './payment-reversal.ts'

type Tick = { readonly now: Instant; readonly today: Day }

type Row = {
  readonly borrowerId: bigint
  readonly collectionNo: bigint
  readonly mandateNo: bigint
  readonly accountId: bigint
  readonly ref: string
  readonly amountMinor: bigint
  /** The day on which the bank credited it; null: it did not say so. */
  readonly settledOn: Day | null
  readonly isFailed: boolean
}

const SELECT = `select c.borrower_id as "borrowerId", c.collection_no as "collectionNo", c.mandate_no as "mandateNo",
    c.account_id as "accountId", c.end_to_end_ref as ref, c.amount_minor as "amountMinor",
    (select e.effective_on from collection_event e where e.tenant_id = c.tenant_id and e.borrower_id = c.borrower_id
      and e.collection_no = c.collection_no and e.kind = 'settled') as "settledOn",
    exists (select from collection_event e where e.tenant_id = c.tenant_id and e.borrower_id = c.borrower_id
      and e.collection_no = c.collection_no and e.kind <> 'settled') as "isFailed"
  from collection c where c.tenant_id = $1`

/** References of payments by direct debit are our own, so they have a source of their own. */
const SOURCE = 'direct-debit'

/**
 * The bank credited a file: every collection that did not fail is a payment of that day, once. What an account
 * does not take is named, for a person.
 */
export async function settleFile(
  tx: Tx,
  tenantId: bigint,
  of: { readonly fileRef: string; readonly on: Day; readonly source: string },
  tick: Tick,
): Promise<{
  readonly settled: number
  readonly totalMinor: bigint
  readonly untaken: readonly string[]
}> {
  const found = await tx.query<Row>(
    `${SELECT} and c.file_ref = $2 order by c.borrower_id, c.collection_no`,
    [tenantId, of.fileRef],
  )
  let settled = 0
  let totalMinor = 0n
  const untaken: string[] = []
  for (const row of found.rows.filter((one) => one.settledOn === null && !one.isFailed)) {
    const made = await applyPayment(
      tx,
      tenantId,
      { ...row, effectiveOn: of.on, source: SOURCE },
      tick,
    )
    if ('declined' in made) {
      untaken.push(row.ref)
      continue
    }
    await keepEvent(tx, tenantId, row, { kind: 'settled', reason: undefined, ...of })
    settled += 1
    totalMinor += row.amountMinor
  }
  return { settled, totalMinor, untaken }
}

/** With any of these the bank will never pay by this mandate (EPC173-14). */
const ENDS_MANDATE: ReadonlySet<string> = new Set(['AC01', 'AC04', 'AG01', 'MD01', 'MD07', 'SL01'])

/**
 * The bank refused a collection or gave it back: never paid is rejected, paid and gone is returned and
 * undoes its payment, not before its own day. Told twice it is told once. undefined: there is no such
 * collection; 'refused': its payment cannot be undone, and a person has to look.
 */
export async function failCollection(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly endToEndRef: string
    readonly reason: string | undefined
    readonly on: Day
    readonly source: string
  },
  tick: Tick,
): Promise<'rejected' | 'returned' | 'again' | 'refused' | undefined> {
  const by = [tenantId, of.endToEndRef]
  const [first] = (await tx.query<Row>(`${SELECT} and c.end_to_end_ref = $2`, by)).rows
  if (first === undefined) return undefined
  await lockBorrower(tx, { tenantId, borrowerId: first.borrowerId })
  const [row] = (await tx.query<Row>(`${SELECT} and c.end_to_end_ref = $2`, by)).rows
  if (row === undefined || row.isFailed) return 'again'
  const kind = row.settledOn === null ? 'rejected' : 'returned'
  const { reason } = of
  if (row.settledOn !== null && !(await undo(tx, tenantId, { row, of, tick }))) return 'refused'
  await keepEvent(tx, tenantId, row, { ...of, kind })
  if (reason !== undefined && ENDS_MANDATE.has(reason))
    await endMandate(tx, tenantId, { ...row, on: of.on, why: reason, by: of.source })
  return kind
}

/** Whether the payment of a collection is undone; one that a person undid before is. */
async function undo(
  tx: Tx,
  tenantId: bigint,
  at: {
    readonly row: Row
    readonly of: { readonly reason: string | undefined; readonly on: Day; readonly source: string }
    readonly tick: Tick
  },
): Promise<boolean> {
  const { row, of, tick } = at
  const payment = await tx.query<{ payment_id: bigint }>(
    `select payment_id from payment where tenant_id = $1 and borrower_id = $2 and ref = $3 and reverses_id is null
     union all select payment_id from entry where tenant_id = $1 and borrower_id = $2 and ref = $3
       and payment_id is not null and reverses_id is null`,
    [tenantId, row.borrowerId, row.ref],
  )
  const paymentId = payment.rows[0]?.payment_id
  if (paymentId === undefined) return false
  const effectiveOn = row.settledOn !== null && row.settledOn > of.on ? row.settledOn : of.on
  const undoing = { ...row, paymentId, effectiveOn, why: of.reason ?? of.source, by: of.source }
  const made = await applyReversal(tx, tenantId, { ...undoing, kind: 'reversal' }, tick)
  return !('declined' in made) || made.declined === 'already_reversed'
}

async function keepEvent(
  tx: Tx,
  tenantId: bigint,
  row: Row,
  of: {
    readonly kind: 'settled' | 'rejected' | 'returned'
    readonly reason: string | undefined
    readonly on: Day
    readonly source: string
  },
): Promise<void> {
  await tx.query(
    `insert into collection_event (tenant_id, borrower_id, collection_no, kind, reason, effective_on, source)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      tenantId,
      row.borrowerId,
      row.collectionNo,
      of.kind,
      /^[A-Z0-9]{4}$/.test(of.reason ?? '') ? of.reason : null,
      of.on,
      of.source,
    ],
  )
}
