import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'

/** Which item: its movement and its place. */
export type MoneyKey = { readonly itemKey: bigint; readonly itemNo: bigint }

export type MoneyItem = MoneyKey & {
  readonly bankAccount: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly bookedOn: Day
  readonly valueOn: Day | undefined
  readonly bankRef: string | undefined
  readonly endToEnd: string | undefined
  readonly reference: string | undefined
  readonly payerName: string | undefined
  readonly payerAccount: string | undefined
  readonly virtualAccount: string | undefined
  readonly remittance: string | undefined
  readonly returned: boolean
  readonly returnCode: string | undefined
  readonly originalRef: string | undefined
  /** What nobody has decided yet; 0 where all of it is. */
  readonly leftMinor: bigint
  readonly tried: boolean
  readonly twin: boolean
  /** Waits for a second person. */
  readonly asked: boolean
}

export type MoneyRow = {
  readonly item_key: bigint
  readonly item_no: bigint
  readonly bank_account: string
  readonly amount_minor: bigint
  readonly currency: string
  readonly booked_on: Day
  readonly value_on: Day | null
  readonly bank_ref: string | null
  readonly end_to_end: string | null
  readonly reference: string | null
  readonly payer_name: string | null
  readonly payer_account: string | null
  readonly virtual_account: string | null
  readonly remittance: string | null
  readonly returned: boolean
  readonly return_code: string | null
  readonly original_ref: string | null
  readonly left_minor: bigint | null
  readonly tried: boolean | null
  readonly twin: boolean | null
  readonly asked: boolean
}

const ASKED = `exists (select from money_decision d
    where d.tenant_id = m.tenant_id and d.item_key = m.item_key and d.item_no = m.item_no and d.kind = 'asked'
      and exists (select from request r where r.tenant_id = d.tenant_id and r.borrower_id = d.matched_borrower
                     and r.request_id = d.request_id and r.expires_on >= current_date
                     and not exists (select from request_answer a where a.tenant_id = r.tenant_id
                       and a.borrower_id = r.borrower_id and a.request_id = r.request_id))) as asked`

const ITEM = `m.*, w.left_minor, w.tried, w.twin, ${ASKED}`

export const itemOf = (row: MoneyRow): MoneyItem => ({
  itemKey: row.item_key,
  itemNo: row.item_no,
  bankAccount: row.bank_account,
  amountMinor: row.amount_minor,
  currency: row.currency,
  bookedOn: row.booked_on,
  valueOn: row.value_on ?? undefined,
  bankRef: row.bank_ref ?? undefined,
  endToEnd: row.end_to_end ?? undefined,
  reference: row.reference ?? undefined,
  payerName: row.payer_name ?? undefined,
  payerAccount: row.payer_account ?? undefined,
  virtualAccount: row.virtual_account ?? undefined,
  remittance: row.remittance ?? undefined,
  returned: row.returned,
  returnCode: row.return_code ?? undefined,
  originalRef: row.original_ref ?? undefined,
  leftMinor: row.left_minor ?? 0n,
  tried: row.tried ?? true,
  twin: row.twin ?? false,
  asked: row.asked,
})

/** The day on which the money counts: that of its value, at the latest that of its booking. */
export const countsOn = ({ bookedOn, valueOn }: Pick<MoneyItem, 'bookedOn' | 'valueOn'>): Day =>
  valueOn !== undefined && valueOn < bookedOn ? valueOn : bookedOn

/** Decisions about one item come one after the other, and so do two people's. */
export async function lockItem(
  tx: Tx,
  tenantId: bigint,
  { itemKey, itemNo }: MoneyKey,
): Promise<MoneyItem | undefined> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($2, $1))`, [
    tenantId,
    `money ${itemKey} ${itemNo}`,
  ])
  return readItem(tx, tenantId, { itemKey, itemNo })
}

export async function readItem(
  tx: Tx,
  tenantId: bigint,
  { itemKey, itemNo }: MoneyKey,
): Promise<MoneyItem | undefined> {
  const found = await tx.query<MoneyRow>(
    `select ${ITEM} from money_item m
       left join money_waiting w on w.tenant_id = m.tenant_id and w.item_key = m.item_key and w.item_no = m.item_no
      where m.tenant_id = $1 and m.item_key = $2 and m.item_no = $3`,
    [tenantId, itemKey, itemNo],
  )
  return found.rows[0] && itemOf(found.rows[0])
}

export type WaitingPage = {
  readonly after:
    | { readonly bookedOn: Day; readonly itemKey: bigint; readonly itemNo: bigint }
    | undefined
  readonly limit: number
}

/** What waits, the oldest first. */
export async function listWaiting(
  tx: Tx,
  tenantId: bigint,
  { after, limit }: WaitingPage,
): Promise<readonly MoneyItem[]> {
  const found = await tx.query<MoneyRow>(
    `select ${ITEM} from money_waiting w
       join money_item m on m.tenant_id = w.tenant_id and m.item_key = w.item_key and m.item_no = w.item_no
      where w.tenant_id = $1
        and ($2::date is null or (w.booked_on, w.item_key, w.item_no) > ($2::date, $3::bigint, $4::bigint))
      order by w.booked_on, w.item_key, w.item_no limit $5`,
    [tenantId, after?.bookedOn ?? null, after?.itemKey ?? 0n, after?.itemNo ?? 0n, limit],
  )
  return found.rows.map(itemOf)
}

/** What the certain rules have not been tried on, a page at a time. */
export async function listUntried(
  tx: Tx,
  tenantId: bigint,
  limit: number,
): Promise<readonly MoneyItem[]> {
  const found = await tx.query<MoneyRow>(
    `select ${ITEM} from money_waiting w
       join money_item m on m.tenant_id = w.tenant_id and m.item_key = w.item_key and m.item_no = w.item_no
      where w.tenant_id = $1 and not w.tried order by m.amount_minor < 0, w.booked_on, w.item_key, w.item_no limit $2`,
    [tenantId, limit],
  )
  return found.rows.map(itemOf)
}

export type WaitingSum = {
  readonly currency: string
  readonly items: number
  readonly minor: bigint
  readonly oldestOn: Day
}

/** How much waits, and since when: the age of what is not cleared. */
export async function sumWaiting(tx: Tx, tenantId: bigint): Promise<readonly WaitingSum[]> {
  const found = await tx.query<{ currency: string; items: bigint; minor: bigint; oldest_on: Day }>(
    `select m.currency, count(*) as items, sum(w.left_minor)::bigint as minor, min(w.booked_on) as oldest_on
       from money_waiting w
       join money_item m on m.tenant_id = w.tenant_id and m.item_key = w.item_key and m.item_no = w.item_no
      where w.tenant_id = $1 group by m.currency order by m.currency`,
    [tenantId],
  )
  return found.rows.map((row) => ({
    currency: row.currency,
    items: Number(row.items),
    minor: row.minor,
    oldestOn: row.oldest_on,
  }))
}

export type Decision = {
  readonly decisionNo: number
  readonly kind: 'match' | 'return' | 'set_aside' | 'undo' | 'asked'
  readonly partMinor: bigint
  readonly borrowerId: bigint | undefined
  readonly accountId: bigint | undefined
  readonly accountRef: string | undefined
  readonly paymentId: bigint | undefined
  readonly rule: string | undefined
  readonly why: string | undefined
  readonly undoesNo: number | undefined
  readonly undone: boolean
  readonly by: string
  readonly byName: string | undefined
  readonly at: Instant
}

/** All that was decided about an item, in its order. */
export async function readDecisions(
  tx: Tx,
  tenantId: bigint,
  { itemKey, itemNo }: MoneyKey,
): Promise<readonly Decision[]> {
  const found = await tx.query<DecisionRow>(
    `select d.*, a.ref as account_ref, s.name as by_name,
            exists (select from money_decision u where u.tenant_id = d.tenant_id and u.item_key = d.item_key
                       and u.item_no = d.item_no and u.undoes_no = d.decision_no) as undone
       from money_decision d
       left join account a on a.tenant_id = d.tenant_id and a.borrower_id = d.matched_borrower
        and a.account_id = d.matched_account
       left join staff s on s.tenant_id = d.tenant_id and s.user_id = d.decided_by
      where d.tenant_id = $1 and d.item_key = $2 and d.item_no = $3 order by d.decision_no`,
    [tenantId, itemKey, itemNo],
  )
  return found.rows.map((row) => ({
    decisionNo: row.decision_no,
    kind: row.kind,
    partMinor: row.part_minor,
    borrowerId: row.matched_borrower ?? undefined,
    accountId: row.matched_account ?? undefined,
    accountRef: row.account_ref ?? undefined,
    paymentId: row.payment_id ?? undefined,
    rule: row.rule ?? undefined,
    why: row.why ?? undefined,
    undoesNo: row.undoes_no ?? undefined,
    undone: row.undone,
    by: row.decided_by,
    byName: row.by_name ?? undefined,
    at: row.recorded_at,
  }))
}

type DecisionRow = {
  readonly decision_no: number
  readonly kind: Decision['kind']
  readonly part_minor: bigint
  readonly matched_borrower: bigint | null
  readonly matched_account: bigint | null
  readonly account_ref: string | null
  readonly payment_id: bigint | null
  readonly rule: string | null
  readonly why: string | null
  readonly undoes_no: number | null
  readonly undone: boolean
  readonly decided_by: string
  readonly by_name: string | null
  readonly recorded_at: Instant
}
