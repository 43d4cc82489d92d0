import type { Day } from '../core/calendar.ts'
import { historyOf } from '../core/delinquency.ts'
import { judgePlans, type JudgedPlan } from '../core/plan.ts'
import { planRecord, type PlanRecord } from '../core/plan-record.ts'
import { judgePromises, type JudgedPromise } from '../core/promise.ts'
import { readAgreed } from './agree.ts'
import { readAccountTerms, type AccountTerms } from './agreement-terms.ts'
import type { Tx } from './db.ts'

export type AccountAgreed = {
  readonly accountId: bigint
  readonly ref: string
  readonly terms: AccountTerms
  readonly promises: readonly JudgedPromise[]
  readonly plans: readonly JudgedPlan[]
  readonly record: PlanRecord
}

/** What every account of a borrower has agreed to, judged as of a day. */
export async function readAgreedOf(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<readonly AccountAgreed[]> {
  const accounts = await tx.query<{ account_id: bigint; ref: string }>(
    'select account_id, ref from account where tenant_id = $1 and borrower_id = $2 order by account_id',
    [tenantId, borrowerId],
  )
  const all: AccountAgreed[] = []
  for (const { account_id: accountId, ref } of accounts.rows) {
    const terms = await readAccountTerms(tx, tenantId, { borrowerId, accountId })
    if (terms === undefined) continue
    const { agreements, payments, facts } = await readAgreed(tx, tenantId, {
      borrowerId,
      accountId,
      today,
    })
    const plans = judgePlans(agreements.plans, payments, today)
    const lateSince =
      facts === undefined || plans.length === 0
        ? []
        : historyOf(facts, terms.product, { asOf: today }).map((one) => one.since)
    all.push({
      accountId,
      ref,
      terms,
      promises: judgePromises(agreements.promises, payments, today),
      plans,
      record: planRecord(plans, lateSince, today),
    })
  }
  return all
}
