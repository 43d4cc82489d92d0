import { randomBytes } from 'node:crypto'
import { addDays, type Day, type Instant } from '../core/calendar.ts'
import { addEvidence } from './care-evidence.ts'
import { placesOf } from './care-read.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { recordingOf, recordingRules } from './recording-rules.ts'

/** A borrower's own folder: what they noted and handed in, each with a receipt that proves its time. */
export type FolderItem = {
  readonly itemNo: bigint
  readonly kind: 'note' | 'file'
  readonly sha256: string
  readonly bytes: bigint
  readonly mediaType: string
  readonly receiptNo: string
  readonly house: string
  readonly publicKey: string
  readonly signature: string
  readonly receivedAt: Instant
  /** Its days are over, and the night took it away. */
  readonly isPurged: boolean
  /** null: gone, and the words with it. */
  readonly title: string | null
  readonly words: string | null
  /** Complaints that it was put to. */
  readonly careIds: readonly string[]
}

export const ITEMS_MAX = 60
export const FILE_BYTES_MAX = 10 * 1024 * 1024
const ALL_BYTES_MAX = 150n * 1024n * 1024n
const KEEP_DAYS = 1095

export type ItemGiven = {
  readonly accountId: bigint
  readonly kind: 'note' | 'file'
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
  readonly title: string
  readonly words: string | undefined
}

export type FolderTick = {
  readonly now: Instant
  readonly today: Day
  readonly house: string
  /** Vouches for what the receipt says. */
  readonly sealReceipt: (receipt: ReceiptFacts) => {
    readonly public_key: string
    readonly signature: string
  }
}

/** What a receipt says; its words are made where seals are. */
export type ReceiptFacts = {
  readonly house: string
  readonly number: string
  readonly kind: 'note' | 'file'
  readonly sha256: string
  readonly bytes: bigint
  readonly received: string
}

/** Under the borrower's lock, which the caller holds: the number of items is what it says. */
export async function keepItem(
  tx: Tx,
  ref: BorrowerRef,
  given: ItemGiven,
  tick: FolderTick,
): Promise<{ readonly itemNo: bigint } | { readonly declined: 'folder_full' }> {
  const items = await readFolder(tx, ref)
  const kept = items.filter(({ title }) => title !== null)
  const same = kept.find((one) => one.sha256 === given.sha256)
  // The same bytes again are the same evidence, and their first receipt is the better one.
  if (same !== undefined) return { itemNo: same.itemNo }
  const all = kept.reduce((sum, one) => sum + one.bytes, BigInt(given.bytes))
  if (kept.length >= ITEMS_MAX || all > ALL_BYTES_MAX) return { declined: 'folder_full' }
  const receipt = receiptOf(ref, given, tick)
  const seal = tick.sealReceipt(receipt)
  const places = (await placesOf(tx, ref.tenantId, { ...ref, accountId: given.accountId })) ?? []
  const keepDays = recordingOf(places, recordingRules())?.keepDays ?? KEEP_DAYS
  const made = await tx.query<{ item_no: bigint }>(
    `insert into folder_item (tenant_id, borrower_id, account_id, kind, sha256, bytes, media_type, receipt_no, house,
       public_key, signature, received_at, keep_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning item_no`,
    [
      ref.tenantId,
      ref.borrowerId,
      given.accountId,
      given.kind,
      given.sha256,
      given.bytes,
      given.mediaType,
      receipt.number,
      receipt.house,
      seal.public_key,
      seal.signature,
      instantText(tick.now),
      addDays(tick.today, Math.max(keepDays, KEEP_DAYS)),
    ],
  )
  const itemNo = made.rows[0]?.item_no ?? 0n
  await tx.query(
    `insert into folder_private (tenant_id, borrower_id, item_no, title, words) values ($1, $2, $3, $4, $5)`,
    [ref.tenantId, ref.borrowerId, itemNo, given.title, given.words ?? null],
  )
  return { itemNo }
}

const DIGITS = '0123456789abcdefghijklmnopqrstuv'

const receiptOf = (
  ref: BorrowerRef,
  given: ItemGiven,
  { now, house }: FolderTick,
): ReceiptFacts => {
  const random = Array.from(randomBytes(16), (byte) => DIGITS[byte & 31] ?? '0').join('')
  return {
    house: house.replaceAll(/\s+/g, ' ').trim().slice(0, 200),
    number: [ref.tenantId.toString(32), ...(random.match(/.{4}/g) ?? [])].join('-'),
    kind: given.kind,
    sha256: given.sha256,
    bytes: BigInt(given.bytes),
    received: instantText(now),
  }
}

const COLUMNS = `i.item_no as "itemNo", i.kind, i.sha256, i.bytes, i.media_type as "mediaType",
  i.receipt_no as "receiptNo", i.house, i.public_key as "publicKey", i.signature, i.received_at as "receivedAt",
  p.title, p.words, exists (select from folder_event e where e.tenant_id = i.tenant_id
    and e.borrower_id = i.borrower_id and e.item_no = i.item_no and e.kind = 'purged') as "isPurged", array(select e.care_id::text from folder_event e where e.tenant_id = i.tenant_id
    and e.borrower_id = i.borrower_id and e.item_no = i.item_no and e.kind = 'attached' order by e.event_no) as "careIds"`

const FROM = `from folder_item i left join folder_private p on p.tenant_id = i.tenant_id
  and p.borrower_id = i.borrower_id and p.item_no = i.item_no`

/** The newest first, those that were deleted among them. */
export async function readFolder(tx: Tx, ref: BorrowerRef): Promise<readonly FolderItem[]> {
  const found = await tx.query<FolderItem>(
    `select ${COLUMNS} ${FROM} where i.tenant_id = $1 and i.borrower_id = $2
      order by i.item_no desc limit 500`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows
}

export type ItemDeleted =
  | {
      readonly sha256: string
      /** No other item has these bytes: they may go. */
      readonly isLast: boolean
    }
  | { readonly declined: 'no_such_item' | 'used_in_complaint' }

/** The words go, and the bytes when this answers so; that there was something, and its receipt, stay. */
export async function deleteItem(
  tx: Tx,
  ref: BorrowerRef,
  itemNo: bigint,
  of: { readonly by: string; readonly now: Instant },
): Promise<ItemDeleted> {
  const items = await readFolder(tx, ref)
  const item = items.find((one) => one.itemNo === itemNo && one.title !== null)
  if (item === undefined) return { declined: 'no_such_item' }
  if (item.careIds.length > 0) return { declined: 'used_in_complaint' }
  await tx.query(
    'delete from folder_private where tenant_id = $1 and borrower_id = $2 and item_no = $3',
    [ref.tenantId, ref.borrowerId, itemNo],
  )
  await keepEvent(tx, ref, { itemNo, kind: 'deleted', ...of })
  return { sha256: item.sha256, isLast: !(await isKept(tx, ref.tenantId, item.sha256)) }
}

/** Who keeps bytes and who drops them wait for each other: else they are gone that somebody just handed in again. */
export const lockBytes = (tx: Tx, tenantId: bigint, sha256: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `folder ${tenantId} ${sha256}`,
  ])

/** Whether anybody of the tenant still keeps these bytes. */
export async function isKept(tx: Tx, tenantId: bigint, sha256: string): Promise<boolean> {
  const found = await tx.query<{ there: boolean }>(
    `select exists (select ${FROM} where i.tenant_id = $1 and i.sha256 = $2 and p.item_no is not null) as there`,
    [tenantId, sha256],
  )
  return found.rows[0]?.there === true
}

type EventGiven = {
  readonly itemNo: bigint
  readonly kind: 'attached' | 'seen' | 'deleted'
  readonly careId?: bigint
  readonly by: string
  readonly reason?: string
  readonly now: Instant
}

async function keepEvent(tx: Tx, ref: BorrowerRef, event: EventGiven): Promise<void> {
  await tx.query(
    `insert into folder_event (tenant_id, borrower_id, item_no, kind, care_id, by_whom, reason, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      ref.tenantId,
      ref.borrowerId,
      event.itemNo,
      event.kind,
      event.careId ?? null,
      event.by,
      event.reason ?? null,
      instantText(event.now),
    ],
  )
}

/** Puts items to a complaint: from here on staff may see them, and they are not deleted any more. */
export async function attachItems(
  tx: Tx,
  ref: BorrowerRef,
  of: { readonly careId: bigint; readonly itemNos: readonly bigint[] },
  tick: { readonly now: Instant; readonly today: Day },
): Promise<number> {
  const items = (await readFolder(tx, ref)).filter(
    ({ itemNo, title }) => title !== null && of.itemNos.includes(itemNo),
  )
  for (const item of items) {
    const { itemNo, sha256, receiptNo, title } = item
    await keepEvent(tx, ref, {
      itemNo,
      kind: 'attached',
      careId: of.careId,
      by: 'borrower',
      now: tick.now,
    })
    const evidence = { careId: of.careId, kind: 'borrower' as const, sha256, by: 'borrower' }
    const words = `${title ?? ''} (${receiptNo})`.slice(0, 200)
    const dated = { title: words, datedOn: tick.today, receivedOn: tick.today }
    await addEvidence(tx, ref.tenantId, { ...evidence, ...dated, ...ref }, tick.today)
  }
  return items.length
}

/** The instant and hash of a receipt's number, for anybody who has it; nothing of whose it is. */
export async function findReceipt(
  tx: Tx,
  tenantId: bigint,
  receiptNo: string,
): Promise<{ readonly receivedAt: Instant; readonly sha256: string } | undefined> {
  const found = await tx.query<{ receivedAt: Instant; sha256: string }>(
    `select received_at as "receivedAt", sha256 from folder_item where tenant_id = $1 and receipt_no = $2 limit 1`,
    [tenantId, receiptNo],
  )
  return found.rows[0]
}

/** What was put to a complaint, for whoever looks into it; that they looked, and why, is kept before they see it. */
export async function lookAtAttached(
  tx: Tx,
  ref: BorrowerRef,
  of: {
    readonly careId: bigint
    /** One of them alone, by its hash. */
    readonly sha256?: string
    readonly by: string
    readonly reason: string
    readonly now: Instant
  },
): Promise<readonly FolderItem[]> {
  const items = (await readFolder(tx, ref)).filter(
    ({ careIds, sha256 }) =>
      careIds.includes(String(of.careId)) && sha256 === (of.sha256 ?? sha256),
  )
  const { by, reason, now } = of
  for (const { itemNo } of items)
    await keepEvent(tx, ref, { itemNo, kind: 'seen', by, reason: reason.slice(0, 300), now })
  return items
}
