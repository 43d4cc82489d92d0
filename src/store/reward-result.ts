import type { Day } from '../core/calendar.ts'
import type { Words } from '../core/words.ts'
import type { Reward } from '../strategy/document.ts'
import type { Tx } from './db.ts'

/** A reward as its borrower sees it: only what the lender agreed to, with what became of it. */
export type BorrowerReward = {
  readonly treatmentId: bigint
  readonly accountRef: string
  readonly reward: Reward
  readonly onTimeStreak: number
  readonly quickCures: number
  readonly agreedOn: Day
  readonly result: 'granted' | 'not_granted' | 'pending'
  readonly resultOn: Day | null
}

export async function readBorrowerRewards(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly BorrowerReward[]> {
  const found = await tx.query<BorrowerReward>(
    `select t.treatment_id as "treatmentId", a.ref as "accountRef", t.reward, t.chosen_on as "agreedOn",
            coalesce(p.on_time_streak, 0) as "onTimeStreak", coalesce(p.quick_cures, 0) as "quickCures",
            coalesce(r.result, 'pending') as result, r.effective_on as "resultOn"
       from treatment t
       join account a on a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = t.account_id
       left join position p on p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = t.account_id
       left join lateral (
         select result, effective_on from reward_result
          where tenant_id = $1 and borrower_id = $2 and treatment_id = t.treatment_id
          order by result_id desc limit 1) r on true
      where t.tenant_id = $1 and t.borrower_id = $2 and t.reward is not null and t.state = 'approved'
      order by t.treatment_id desc limit 100`,
    [tenantId, borrowerId],
  )
  return found.rows
}

export const REWARD_WORDS: Readonly<Record<Reward, Words>> = {
  rate_concession: { en: 'A lower rate', zh: '利率优惠' },
  limit_raise: { en: 'A higher limit', zh: '提高额度' },
  fee_waiver: { en: 'Fees given back', zh: '退还费用' },
}

/** By which rule it was earned, in words for whoever earned it. */
export function earnedWords({ onTimeStreak, quickCures }: BorrowerReward): Words {
  if (onTimeStreak > 0) {
    return {
      en: `For paying ${onTimeStreak} instalments in a row by their day.`,
      zh: `因连续 ${onTimeStreak} 期按时还款。`,
    }
  }
  if (quickCures > 0) {
    return {
      en: 'For bringing the account up to date within fifteen days.',
      zh: '因在十五天内补足逾期款项。',
    }
  }
  return { en: 'For keeping to what was agreed.', zh: '因遵守约定。' }
}

export const RESULT_WORDS: Readonly<Record<BorrowerReward['result'], Words>> = {
  granted: { en: 'granted', zh: '已生效' },
  not_granted: { en: 'not granted', zh: '未生效' },
  pending: { en: 'agreed, not yet in force', zh: '已同意，尚未生效' },
}

export type ResultGiven = {
  readonly treatmentId: bigint
  readonly result: 'granted' | 'not_granted'
  readonly on: Day
  /** The core's own number of it; the same twice is the same answer. */
  readonly ref: string
  readonly words?: string | undefined
}

export type ResultDeclined = {
  readonly declined: 'no_such_reward' | 'not_agreed' | 'day_in_future'
}

/** What the lender's core answered; only what was agreed to can be answered. */
export async function recordRewardResult(
  tx: Tx,
  tenantId: bigint,
  given: ResultGiven,
  today: Day,
): Promise<{ readonly recorded: boolean } | ResultDeclined> {
  if (given.on > today) return { declined: 'day_in_future' }
  const found = await tx.query<{ borrower_id: bigint; state: string }>(
    'select borrower_id, state from treatment where tenant_id = $1 and treatment_id = $2 and reward is not null',
    [tenantId, given.treatmentId],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_reward' }
  if (row.state !== 'approved') return { declined: 'not_agreed' }
  const made = await tx.query(
    `insert into reward_result (tenant_id, borrower_id, treatment_id, result, effective_on, ref, words)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, borrower_id, treatment_id, ref) do nothing`,
    [
      tenantId,
      row.borrower_id,
      given.treatmentId,
      given.result,
      given.on,
      given.ref,
      given.words ?? null,
    ],
  )
  return { recorded: made.rowCount === 1 }
}
