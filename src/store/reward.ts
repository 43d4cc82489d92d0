import type { Day } from '../core/calendar.ts'
import type { Reward } from '../strategy/document.ts'
import type { Tx } from './db.ts'
import { readPerson, type StaffRole } from './staff.ts'

/** A reward that a strategy proposed to the lender. Nothing of it is ever sent to the borrower by us. */
export type RewardAsked = {
  readonly treatmentId: bigint
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly accountRef: string
  readonly borrowerName: string
  readonly portfolio: string
  readonly reward: Reward
  readonly strategy: string
  readonly version: number
  readonly stage: string
  readonly treatment: string
  readonly proposedOn: Day
  /** Whose role one of the two who agree must have. */
  readonly approval: StaffRole
  readonly state: RewardState
  readonly answers: readonly RewardAnswer[]
  /** What the lender's own systems did with it, once they said so. */
  readonly result: 'granted' | 'not_granted' | null
  readonly resultOn: Day | null
}

export const REWARD_STATES = ['awaiting_approval', 'approved', 'declined', 'withdrawn'] as const
export type RewardState = (typeof REWARD_STATES)[number]

export type RewardAnswer = {
  readonly by: string
  readonly role: StaffRole
  readonly answer: 'agreed' | 'declined'
  readonly words: string | null
}

const REWARDS_MAX = 1000

type Asking = {
  readonly state?: RewardState | undefined
  readonly treatmentId?: bigint | undefined
  /** The last one of the page before. */
  readonly after?: bigint | undefined
  readonly limit?: number | undefined
}

/** Rewards in the order in which they were proposed. */
export async function readRewards(
  tx: Tx,
  tenantId: bigint,
  of: Asking,
): Promise<readonly RewardAsked[]> {
  const { rows } = await tx.query<RewardAsked>(
    `with page as materialized (
       select * from treatment
        where tenant_id = $1 and reward is not null and ($2::text is null or state = $2)
          and ($3::bigint is null or treatment_id = $3) and treatment_id > $4
        order by treatment_id limit $5)
     select t.treatment_id as "treatmentId", t.borrower_id as "borrowerId",
       t.account_id as "accountId", a.ref as "accountRef", b.name as "borrowerName",
       p.code as portfolio, t.reward, t.strategy, t.strategy_version as version, t.stage, t.treatment,
       t.chosen_on as "proposedOn", t.approval, t.state,
       coalesce((select jsonb_agg(jsonb_build_object('by', r.by_staff, 'role', r.role,
           'answer', r.answer, 'words', r.words) order by r.recorded_at)
         from reward_answer r where r.tenant_id = $1 and r.borrower_id = t.borrower_id
          and r.treatment_id = t.treatment_id), '[]') as answers,
       w.result, w.effective_on as "resultOn"
     from page t
       join account a on a.tenant_id = $1 and a.borrower_id = t.borrower_id and a.account_id = t.account_id
       join borrower b on b.tenant_id = $1 and b.borrower_id = t.borrower_id
       join portfolio p on p.tenant_id = $1 and p.portfolio_id = a.portfolio_id
       left join lateral (select result, effective_on from reward_result
         where tenant_id = $1 and borrower_id = t.borrower_id and treatment_id = t.treatment_id
         order by result_id desc limit 1) w on true
     order by t.treatment_id`,
    [
      tenantId,
      of.state ?? null,
      of.treatmentId ?? null,
      of.after ?? -1n,
      Math.min(of.limit ?? REWARDS_MAX, REWARDS_MAX),
    ],
  )
  return rows
}

export type RewardDeclined = {
  readonly declined: 'no_such_reward' | 'may_not' | 'already_answered' | 'closed'
}

export type RewardSum = {
  readonly reward: Reward
  readonly state: RewardState
  readonly result: 'granted' | 'not_granted' | null
  readonly rewards: number
  readonly people: number
}

/** How many of each kind stand where, and of how many people. */
export async function sumRewards(tx: Tx, tenantId: bigint): Promise<readonly RewardSum[]> {
  const { rows } = await tx.query<RewardSum>(
    `select t.reward, t.state, w.result, count(*)::int as rewards, count(distinct t.borrower_id)::int as people
       from treatment t
       left join lateral (select result from reward_result
         where tenant_id = $1 and borrower_id = t.borrower_id and treatment_id = t.treatment_id
         order by result_id desc limit 1) w on true
      where t.tenant_id = $1 and t.reward is not null
      group by t.reward, t.state, w.result order by t.reward, t.state, w.result`,
    [tenantId],
  )
  return rows
}

const MAY_ANSWER: readonly StaffRole[] = ['manager', 'compliance']

/**
 * One person's word. Two different people must agree, one of them in the role that the strategy
 * names; one word against it declines. What was answered stays answered.
 */
export async function answerReward(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly treatmentId: bigint
    readonly by: string
    readonly answer: RewardAnswer['answer']
    readonly words?: string | undefined
  },
): Promise<RewardAsked | RewardDeclined> {
  const staff = await readPerson(tx, tenantId, of.by)
  if (staff === undefined || !MAY_ANSWER.includes(staff.role)) return { declined: 'may_not' }
  // The row is the lock: of two last words at once the second sees the first.
  await tx.query(
    'select from treatment where tenant_id = $1 and treatment_id = $2 and reward is not null for update',
    [tenantId, of.treatmentId],
  )
  const [reward] = await readRewards(tx, tenantId, { treatmentId: of.treatmentId })
  if (reward === undefined) return { declined: 'no_such_reward' }
  if (reward.state !== 'awaiting_approval') return { declined: 'closed' }
  if (reward.answers.some(({ by }) => by === of.by)) return { declined: 'already_answered' }
  await tx.query(
    `insert into reward_answer (tenant_id, borrower_id, treatment_id, by_staff, role, answer, words)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tenantId,
      reward.borrowerId,
      reward.treatmentId,
      of.by,
      staff.role,
      of.answer,
      of.words ?? null,
    ],
  )
  const mine = { by: of.by, role: staff.role, answer: of.answer, words: of.words ?? null }
  const answers = [...reward.answers, mine]
  const state = stateAfter(answers, reward.approval)
  await tx.query(
    `update treatment set state = $4 where tenant_id = $1 and borrower_id = $2 and treatment_id = $3`,
    [tenantId, reward.borrowerId, reward.treatmentId, state],
  )
  return { ...reward, state, answers }
}

/** What so many words come to. */
export function stateAfter(
  answers: readonly Pick<RewardAnswer, 'role' | 'answer'>[],
  approval: StaffRole,
): RewardState {
  if (answers.some(({ answer }) => answer === 'declined')) return 'declined'
  const isByRole = answers.some(({ role }) => role === approval)
  return answers.length >= 2 && isByRole ? 'approved' : 'awaiting_approval'
}
