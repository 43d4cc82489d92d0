import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import {
  answerReward,
  readRewards,
  REWARD_STATES,
  sumRewards,
  type RewardAsked,
} from '../store/reward.ts'
import { ROLES } from '../store/staff.ts'
import { REWARDS } from '../strategy/document.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText, caseIdText, rewardIdText } from './ids.ts'
import { refused } from './change-parts.ts'
import { addRoute, type Api } from './route.ts'
import { DayOut, idIn, idOut, LANG, LimitIn, TOTALS, words } from './schemas.ts'
import type { RewardSumWire, RewardWire } from './wire.ts'

const Reward: z.ZodType<RewardWire> = z
  .object({
    id: idOut('rwd'),
    case_id: idOut('case'),
    account_id: idOut('acc'),
    account_ref: z.string(),
    borrower_name: z.string(),
    portfolio: z.string(),
    reward: z.enum(REWARDS),
    strategy: z.string(),
    version: z.int(),
    stage: z.string(),
    treatment: z.string(),
    proposed_on: DayOut,
    approval: z.enum(ROLES),
    state: z.enum(REWARD_STATES),
    answers: z.array(
      z.object({
        by: z.string(),
        role: z.enum(ROLES),
        answer: z.enum(['agreed', 'declined']),
        words: z.string().nullable(),
      }),
    ),
    result: z.enum(['granted', 'not_granted']).nullable(),
    result_on: DayOut.nullable(),
  })
  .openapi('Reward')

/** What was proposed in sum: how many stand where, and of how many people. */
const Sum: z.ZodType<RewardSumWire> = z
  .object({
    reward: z.enum(REWARDS),
    state: z.enum(REWARD_STATES),
    result: z.enum(['granted', 'not_granted']).nullable(),
    rewards: z.int(),
    people: z.int(),
  })
  .openapi('RewardSum')

const Answer = z
  .strictObject({ answer: z.enum(['agreed', 'declined']), words: words(2000).optional() })
  .openapi('RewardAnswerGiven')

const PAGE = 200

/** What strategies propose to the lender. Two people agree; the lender's own systems grant it. */
export function addRewards(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/rewards',
    summary: 'Rewards that strategies proposed, in their order, a page at a time',
    query: z.strictObject({
      ...LANG,
      ...TOTALS,
      state: z.enum(REWARD_STATES).optional(),
      cursor: idIn('rwd').optional(),
      limit: LimitIn.optional(),
    }),
    status: 200,
    answer: z
      .object({ items: z.array(Reward), sums: z.array(Sum), next_cursor: z.string().nullable() })
      .openapi('Rewards'),
    problems: [],
    handle: ({ actor, query }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const { state, cursor: after, limit = PAGE } = query
        const found = await readRewards(tx, actor.tenantId, { state, after, limit: limit + 1 })
        const items = found.slice(0, limit).map(rewardOut)
        const sums = query.totals === 'true' ? await sumRewards(tx, actor.tenantId) : []
        return {
          items,
          sums: [...sums],
          next_cursor: found.length > limit ? (items.at(-1)?.id ?? null) : null,
        }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/rewards/{id}/answers',
    summary: 'Agrees to a reward or declines it: two different people must agree',
    params: z.object({ id: idIn('rwd') }),
    query: z.strictObject(LANG),
    body: Answer,
    status: 200,
    answer: Reward,
    problems: ['not_found', 'change_refused'],
    dryRun: true,
    handle: ({ deps: own, actor, params, body, lang }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const answered = await answerReward(tx, actor.tenantId, {
          ...body,
          treatmentId: params.id,
          by: actor.userId,
        })
        if (!('declined' in answered)) return rewardOut(answered)
        if (answered.declined === 'no_such_reward') return { declined: 'not_found' as const }
        return refused(answered.declined, lang)
      }),
  })
}

const rewardOut = (reward: RewardAsked): RewardWire => ({
  id: rewardIdText(reward.treatmentId),
  case_id: caseIdText(reward.borrowerId),
  account_id: accountIdText(reward.accountId),
  account_ref: reward.accountRef,
  borrower_name: reward.borrowerName,
  portfolio: reward.portfolio,
  reward: reward.reward,
  strategy: reward.strategy,
  version: reward.version,
  stage: reward.stage,
  treatment: reward.treatment,
  proposed_on: reward.proposedOn,
  approval: reward.approval,
  state: reward.state,
  answers: reward.answers,
  result: reward.result,
  result_on: reward.resultOn,
})
