import { addDays, type Day } from '../core/calendar.ts'
import { actOf, can } from '../core/care/care.ts'
import type { Need } from '../core/care/kind.ts'
import { clockOf, type CareBook } from '../engine/care-clock.ts'
import type { CareRow } from './care-read.ts'
import type { Tx } from './db.ts'

/** Why a care is not opened, or an act not done. */
export type CareFault = {
  readonly declined:
    | 'no_such_borrower'
    | 'no_such_account'
    | 'no_such_care'
    | 'day_in_future'
    | 'ends_before_it_begins'
    | 'care_of_one_account'
    | 'care_sort_unknown'
    | 'care_part_only_of_amount'
    | 'care_already_open'
    | 'care_too_soon'
    | 'care_out_of_order'
    | 'care_not_from_here'
    | 'care_too_early'
    | 'care_needs'
  readonly need?: Need
  /** The first day on which it may be done. */
  readonly from?: Day
  readonly rule?: string
}

type Act = {
  readonly action: string
  readonly on: Day
  readonly words?: string | undefined
  readonly redress?: string | undefined
  readonly untilOn?: Day | undefined
  readonly approved?: boolean | undefined
}

type Reading = { readonly today: Day; readonly book: CareBook }

/** What forbids an action from where the care stands, without looking at what it brings. */
export function whyNotNow(
  care: CareRow,
  { action, on }: Pick<Act, 'action' | 'on'>,
  { book }: Reading,
): CareFault | undefined {
  const act = actOf(care.kind, action)
  if (act === undefined || !can(care.kind, action, care.state))
    return { declined: 'care_not_from_here' }
  const clock = act.notBefore ?? act.after
  if (clock === undefined) return undefined
  const found = clockOf(book, { ...care, clock })
  if (found === undefined) return undefined
  const from = act.after === undefined ? found.dueOn : addDays(found.dueOn, 1)
  return on < from ? { declined: 'care_too_early', from, rule: found.rule } : undefined
}

/** What an action must bring and does not. */
export async function neededFault(
  tx: Tx,
  tenantId: bigint,
  { care, act }: { readonly care: CareRow; readonly act: Act },
): Promise<CareFault | undefined> {
  for (const need of actOf(care.kind, act.action)?.needs ?? []) {
    if (!(await isThere(tx, tenantId, { care, act, need }))) return { declined: 'care_needs', need }
  }
  return undefined
}

async function isThere(
  tx: Tx,
  tenantId: bigint,
  { care, act, need }: { readonly care: CareRow; readonly act: Act; readonly need: Need },
): Promise<boolean> {
  switch (need) {
    case 'words':
      return act.words !== undefined
    case 'redress':
      return act.redress !== undefined
    case 'until':
      return act.untilOn !== undefined
    case 'newer_document':
      return hasDocument(tx, tenantId, { care, kinds: ['verification'], after: care.openedOn })
    case 'proof':
      return hasDocument(tx, tenantId, { care, kinds: ['certificate', 'court'], after: undefined })
    case 'second_person':
      return act.approved === true || (await wasDeclined(tx, tenantId, care, act))
    case 'consent':
      return false
  }
}

/** A dispute is never closed by what was there before it: the document's own day is after it. */
async function hasDocument(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly care: CareRow
    readonly kinds: readonly string[]
    readonly after: Day | undefined
  },
): Promise<boolean> {
  const found = await tx.query<{ there: boolean }>(
    `select exists (select from care_evidence
       where tenant_id = $1 and borrower_id = $2 and care_id = $3 and kind = any($4)
         and ($5::date is null or dated_on > $5)) as there`,
    [tenantId, of.care.borrowerId, of.care.careId, of.kinds, of.after ?? null],
  )
  return found.rows[0]?.there === true
}

/**
 * The second person's no was given in its own place, or their time to answer has passed; here it only takes
 * effect.
 */
async function wasDeclined(tx: Tx, tenantId: bigint, care: CareRow, act: Act): Promise<boolean> {
  if (act.action !== 'refuse') return false
  const found = await tx.query<{ declined: boolean }>(
    `select exists (select from request r left join request_answer a using (tenant_id, borrower_id, request_id)
       where r.tenant_id = $1 and r.borrower_id = $2 and r.kind = 'restructure'
         and r.body ->> 'care_id' = $3::text and (not a.approve or a.approve is null and r.expires_on < $4)) as declined`,
    [tenantId, care.borrowerId, String(care.careId), act.on],
  )
  return found.rows[0]?.declined === true
}
