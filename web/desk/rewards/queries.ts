import { infiniteQueryOptions } from '@tanstack/react-query'
import type { RewardSumWire, RewardWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const REWARD_STATES = [
  'awaiting_approval',
  'approved',
  'declined',
  'withdrawn',
] as const satisfies readonly RewardWire['state'][]

/** What is looked at is the URL's. */
export type RewardsSearch = { readonly state?: RewardWire['state'] | undefined }

export const rewardsSearchOf = (search: Record<string, unknown>): RewardsSearch => ({
  state: REWARD_STATES.find((state) => state === search['state']),
})

type Rewards = {
  readonly items: readonly RewardWire[]
  readonly sums: readonly RewardSumWire[]
  readonly next_cursor: string | null
}

/** More are fetched when they are asked for. */
const ROWS = 30

export const rewardsQuery = (state: RewardWire['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['rewards', state],
    queryFn: ({ pageParam }) =>
      ask<Rewards>({
        method: 'GET',
        path: '/v1/rewards',
        query: {
          state,
          cursor: pageParam,
          limit: ROWS,
          totals: pageParam === undefined ? 'true' : undefined,
        },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export type RewardAnswer = {
  readonly id: string
  readonly answer: 'agreed' | 'declined'
  readonly words?: string
}

export const answerReward = ({ id, ...body }: RewardAnswer) =>
  ask<RewardWire>({ method: 'POST', path: `/v1/rewards/${id}/answers`, body })

export type RewardResult = {
  readonly id: string
  readonly result: 'granted' | 'not_granted'
  readonly on: string
  readonly ref: string
}

export const keepResult = ({ id, ...body }: RewardResult) =>
  ask<{ recorded: boolean }>({ method: 'POST', path: `/v1/rewards/${id}/results`, body })
