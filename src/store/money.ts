import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { present, type Nullable } from './present.ts'

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
  /** A second person was asked and has not answered: the last day on which they may. */
  readonly askedUntil: Day | undefined
}

const ASKED = `(select max(r.expires_on) from money_decision d
    join request r on r.tenant_id = d.tenant_id and r.borrower_id = d.matched_borrower and r.request_id = d.request_id
   where d.tenant_id = m.tenant_id and d.item_key = m.item_key and d.item_no = m.item_no and d.kind = 'asked'
     and not exists (select from request_answer a where a.tenant_id = r.tenant_id
                        and a.borrower_id = r.borrower_id and a.request_id = r.request_id)) as "askedUntil"`

/** An item's columns by the names of its fields, of money_item m and, where it waits, money_waiting w. */
export const ITEM = `m.item_key as "itemKey", m.item_no as "itemNo", m.bank_account as "bankAccount",
  m.amount_minor as "amountMinor", m.currency, m.booked_on as "bookedOn", m.value_on as "valueOn",
  m.bank_ref as "bankRef", m.end_to_end as "endToEnd", m.reference, m.payer_name as "payerName",
  m.payer_account as "payerAccount", m.virtual_account as "virtualAccount", m.remittance, m.returned,
  m.return_code as "returnCode", m.original_ref as "originalRef", coalesce(w.left_minor, 0) as "leftMinor",
  coalesce(w.tried, true) as tried, coalesce(w.twin, false) as twin, ${ASKED}`

export type MoneyRow = Nullable<MoneyItem>

/** A second person was asked, and may still answer on that day. */
export const waitsForAnswer = (
  { askedUntil }: Pick<MoneyItem, 'askedUntil'>,
  today: Day,
): boolean => askedUntil !== undefined && askedUntil >= today

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
  return found.rows[0] && present<MoneyItem>(found.rows[0])
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
  return found.rows.map((row) => present<MoneyItem>(row))
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
  return found.rows.map((row) => present<MoneyItem>(row))
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
  const found = await tx.query<Nullable<Decision>>(
    `select d.decision_no as "decisionNo", d.kind, d.part_minor as "partMinor", d.matched_borrower as "borrowerId",
            d.matched_account as "accountId", a.ref as "accountRef", d.payment_id as "paymentId", d.rule, d.why,
            d.undoes_no as "undoesNo", d.decided_by as "by", s.name as "byName", d.recorded_at as "at",
            exists (select from money_decision u where u.tenant_id = d.tenant_id and u.item_key = d.item_key
                       and u.item_no = d.item_no and u.undoes_no = d.decision_no) as undone
       from money_decision d
       left join account a on a.tenant_id = d.tenant_id and a.borrower_id = d.matched_borrower
        and a.account_id = d.matched_account
       left join staff s on s.tenant_id = d.tenant_id and s.user_id = d.decided_by
      where d.tenant_id = $1 and d.item_key = $2 and d.item_no = $3 order by d.decision_no`,
    [tenantId, itemKey, itemNo],
  )
  return found.rows.map((row) => present<Decision>(row))
}
