import type { Day, Instant } from '../core/calendar.ts'
import { failCollection } from './collected.ts'
import type { Tx } from './db.ts'
import { BY_RULE, keepDecision, setLeft } from './money-decide.ts'
import { setAside } from './money-undo.ts'
import {
  ITEM,
  lockItem,
  readDecisions,
  type Decision,
  type MoneyItem,
  type MoneyKey,
  type MoneyRow,
} from './money.ts'
import { present } from './present.ts'
import { applyReversal } from './payment-reversal.ts'

type Tick = { readonly now: Instant; readonly today: Day }

export type ReturnResult =
  | { readonly done: 'returned'; readonly payments: number }
  | { readonly done: 'set_aside' }
  | { readonly declined: ReturnDeclined }
export type ReturnDeclined =
  | 'no_such_item'
  | 'nothing_left'
  | 'no_original'
  | 'several_originals'
  | 'original_in_parts'
  | 'already_reversed'
  | 'day_in_future'

/**
 * Money that came back out finds what it was, and undoes every payment that was made of it, on the
 * bank's day of return. Only one original is certain; anything else waits for a person.
 */
export async function applyReturn(
  tx: Tx,
  tenantId: bigint,
  given: MoneyKey & {
    readonly original?: MoneyKey | undefined
    readonly by?: string
    readonly why?: string
  },
  tick: Tick,
): Promise<ReturnResult> {
  const item = await lockItem(tx, tenantId, given)
  if (item === undefined) return { declined: 'no_such_item' }
  if (item.leftMinor === 0n) return { declined: 'nothing_left' }
  if (item.bookedOn > tick.today) return { declined: 'day_in_future' }
  const originals =
    given.original === undefined ? await findOriginals(tx, tenantId, item) : [given.original]
  const [key] = originals
  if (key === undefined) return ofCollection(tx, tenantId, item, tick)
  if (originals.length > 1) return { declined: 'several_originals' }
  const original = await lockItem(tx, tenantId, key)
  if (original === undefined || !canReturn(original, item)) return { declined: 'no_original' }
  const by = given.by ?? BY_RULE
  const matches = (await readDecisions(tx, tenantId, original)).filter(
    ({ kind, undone }) => kind === 'match' && !undone,
  )
  if (matches.length === 0 && original.leftMinor === original.amountMinor)
    return cancelOut(tx, tenantId, { item, original, by })
  if (original.leftMinor !== 0n) return { declined: 'original_in_parts' }
  return reverseAll(tx, tenantId, { item, matches, by, why: given.why }, tick)
}

/** Of the same money, and not before it: also where a person says so. */
const canReturn = (original: MoneyItem, item: MoneyItem): boolean =>
  original.amountMinor === -item.amountMinor &&
  original.currency === item.currency &&
  original.bookedOn <= item.bookedOn

/** A direct debit of ours that the bank gave back: it carries the reference that we gave it. */
async function ofCollection(
  tx: Tx,
  tenantId: bigint,
  item: MoneyItem,
  tick: Tick,
): Promise<ReturnResult> {
  const { returnCode: reason, bookedOn: on } = item
  for (const endToEndRef of new Set([item.originalRef, item.endToEnd, item.reference])) {
    if (endToEndRef === undefined) continue
    const of = { endToEndRef, reason, on, source: 'bank' }
    const failed = await failCollection(tx, tenantId, of, tick)
    if (failed === undefined) continue
    if (failed === 'refused') return { declined: 'already_reversed' }
    const why = `${reason ?? 'returned'} ${endToEndRef}`
    await setAside(tx, tenantId, { ...item, by: BY_RULE, why })
    return { done: 'returned', payments: failed === 'returned' ? 1 : 0 }
  }
  return { declined: 'no_original' }
}

/** Neither was anybody's yet: both go, and say so. */
async function cancelOut(
  tx: Tx,
  tenantId: bigint,
  {
    item,
    original,
    by,
  }: { readonly item: MoneyItem; readonly original: MoneyItem; readonly by: string },
): Promise<ReturnResult> {
  for (const one of [item, original])
    await setAside(tx, tenantId, {
      ...one,
      by,
      rule: 'returned_unmatched',
      why: item.returnCode ?? 'returned',
    })
  return { done: 'set_aside' }
}

async function reverseAll(
  tx: Tx,
  tenantId: bigint,
  at: {
    readonly item: MoneyItem
    readonly matches: readonly Decision[]
    readonly by: string
    readonly why: string | undefined
  },
  tick: Tick,
): Promise<ReturnResult> {
  const { item, matches, by } = at
  await tx.query('savepoint before_return')
  // Borrowers are locked in the order of their ids, so that two returns cannot wait for each other.
  const ordered = matches.toSorted((a, b) => ((a.borrowerId ?? 0n) < (b.borrowerId ?? 0n) ? -1 : 1))
  for (const match of ordered) {
    if (match.borrowerId === undefined || match.paymentId === undefined) continue
    const why = at.why ?? [item.returnCode, item.remittance].filter(Boolean).join(' ')
    const reversed = await applyReversal(
      tx,
      tenantId,
      {
        borrowerId: match.borrowerId,
        accountId: match.accountId,
        paymentId: match.paymentId,
        effectiveOn: item.bookedOn,
        kind: 'chargeback',
        why: why === '' ? 'returned' : why.slice(0, 200),
        by: 'bank',
      },
      tick,
    )
    if ('declined' in reversed) {
      // All payments of the item or none: one that is undone already is for a person to see.
      await tx.query('rollback to savepoint before_return')
      return { declined: 'already_reversed' }
    }
    await keepDecision(tx, tenantId, item, {
      kind: 'return',
      partMinor: -match.partMinor,
      target: { borrowerId: match.borrowerId, accountId: match.accountId },
      paymentId: match.paymentId,
      rule: 'returned',
      score: 100,
      why: item.returnCode,
      by,
    })
  }
  await setLeft(tx, tenantId, item, 0n)
  return { done: 'returned', payments: ordered.length }
}

/**
 * Items of the same account and amount, not after the return, whose reference is the one that it names
 * (or that it carries itself); those that were returned before are not meant again.
 */
export async function findOriginals(
  tx: Tx,
  tenantId: bigint,
  item: MoneyItem,
): Promise<readonly MoneyItem[]> {
  const refs = [item.originalRef, item.endToEnd, item.reference].filter((ref) => ref !== undefined)
  if (refs.length === 0 && item.bankRef === undefined) return []
  const found = await tx.query<MoneyRow>(
    `select ${ITEM} from money_item m
       left join money_waiting w on w.tenant_id = m.tenant_id and w.item_key = m.item_key and w.item_no = m.item_no
      where m.tenant_id = $1 and m.bank_account = $2 and m.currency = $3 and m.amount_minor = $4
        and m.booked_on <= $5 and (m.end_to_end = any($6) or m.reference = any($6) or m.bank_ref = any($6))
        and not exists (select from money_decision d where d.tenant_id = m.tenant_id and d.item_key = m.item_key
              and d.item_no = m.item_no and d.rule in ('returned_unmatched', 'told_apart'))
        and not exists (select from money_decision d
              join money_decision r on r.tenant_id = d.tenant_id and r.kind = 'return' and r.payment_id = d.payment_id
             where d.tenant_id = m.tenant_id and d.item_key = m.item_key and d.item_no = m.item_no and d.kind = 'match')
      limit 3`,
    [tenantId, item.bankAccount, item.currency, -item.amountMinor, item.bookedOn, refs],
  )
  return found.rows.map((row) => present<MoneyItem>(row))
}
