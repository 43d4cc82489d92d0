import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import { isOneHand } from './four-eyes.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { isProgram } from './staff.ts'

export type AwaitingRecord = {
  readonly borrower_id: bigint
  readonly treatment_id: bigint
  readonly name: string
  readonly account_id: bigint
  readonly chosen_on: Day
  readonly strategy: string
  readonly strategy_version: number
  readonly row_no: number
  readonly treatment: string
  readonly channel: string | null
  readonly template: string | null
  readonly worklist: string | null
  readonly approval: 'manager' | 'compliance' | 'admin'
  readonly priority: number
  readonly arrears_minor: bigint
  readonly currency: string
  /** Who wrote the version of the strategy that asks for it. */
  readonly author: string | null
}

const WAITS = `t.tenant_id = $1 and t.state = 'awaiting_approval' and t.reward is null`

/** Of the treatments that `from` names as t. */
const awaiting = (from: string): string => `
  select t.borrower_id, t.treatment_id, b.name, t.account_id, t.chosen_on, t.strategy, t.strategy_version,
    t.row_no, t.treatment, t.channel, t.template, t.worklist, t.approval, t.priority,
    coalesce(p.arrears_minor, 0) as arrears_minor, a.currency, (
      select e.author from strategy_entry e
       where e.tenant_id = t.tenant_id and e.name = t.strategy and e.version = t.strategy_version
       order by e.entry_id desc limit 1) as author
  from ${from} t
  join borrower b on b.tenant_id = t.tenant_id and b.borrower_id = t.borrower_id
  join account a on a.tenant_id = t.tenant_id and a.borrower_id = t.borrower_id and a.account_id = t.account_id
  left join position p on p.tenant_id = t.tenant_id and p.borrower_id = t.borrower_id and p.account_id = t.account_id`

export type AwaitingKey = {
  readonly priority: number
  readonly borrowerId: bigint
  readonly treatmentId: bigint
}

/** Steps that wait for somebody's word, the most urgent first; rewards are agreed on by themselves. */
export async function awaitingApproval(
  tx: Tx,
  tenantId: bigint,
  { after, limit }: { readonly after?: AwaitingKey | undefined; readonly limit: number },
): Promise<readonly AwaitingRecord[]> {
  const found = await tx.query<AwaitingRecord>(
    `with page as materialized (
       select t.* from treatment t
        where ${WAITS} and ($2::int is null or (-t.priority, t.borrower_id, t.treatment_id) > (-$2::int, $3, $4))
        order by -t.priority, t.borrower_id, t.treatment_id limit $5)
     ${awaiting('page')} order by -t.priority, t.borrower_id, t.treatment_id`,
    [
      tenantId,
      after?.priority ?? null,
      after?.borrowerId ?? null,
      after?.treatmentId ?? null,
      limit,
    ],
  )
  return found.rows
}

export type ApprovalGiven = {
  readonly approved: boolean
  readonly by: string
  readonly role: string
  readonly reason: string | undefined
  readonly now: Instant
}

export type ApprovalDeclined = {
  readonly declined: 'no_such_approval' | 'wrong_role' | 'same_person' | 'reason_missing'
}

/**
 * One word, once, of another person than whoever wrote the strategy that asks for it. A yes lets the
 * step go on to the guard, which may still refuse it; a no ends it.
 */
export async function decideApproval(
  tx: Tx,
  ref: BorrowerRef & { readonly treatmentId: bigint },
  given: ApprovalGiven,
): Promise<{ readonly state: 'planned' | 'declined' } | ApprovalDeclined> {
  await lockBorrower(tx, ref)
  const found = await tx.query<AwaitingRecord>(
    `${awaiting('treatment')} where ${WAITS} and t.borrower_id = $2 and t.treatment_id = $3 for update of t`,
    [ref.tenantId, ref.borrowerId, ref.treatmentId],
  )
  const [waits] = found.rows
  if (waits === undefined) return { declined: 'no_such_approval' }
  if (waits.approval !== given.role || (await isProgram(tx, ref.tenantId, given.by)))
    return { declined: 'wrong_role' }
  const hands = { author: waits.author ?? '', other: given.by }
  if (await isOneHand(tx, ref.tenantId, hands)) return { declined: 'same_person' }
  if (!given.approved && given.reason === undefined) return { declined: 'reason_missing' }
  await tx.query(
    `insert into treatment_approval (tenant_id, borrower_id, treatment_id, approved, by_staff, role, reason, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.treatmentId,
      given.approved,
      given.by,
      given.role,
      given.reason ?? null,
      instantText(given.now),
    ],
  )
  const state = given.approved ? 'planned' : 'declined'
  await tx.query(
    `update treatment set state = $4, state_why = jsonb_build_object('why', $5::text, 'by', $6::text)
      where tenant_id = $1 and borrower_id = $2 and treatment_id = $3`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.treatmentId,
      state,
      given.approved ? 'approved' : 'not_approved',
      given.by,
    ],
  )
  return { state }
}
