import { queryOptions } from '@tanstack/react-query'
import type { MyDayWire } from '../../../src/api/wire.ts'
import { api, ask } from '../api.ts'

const MINUTE_MS = 60_000

export const workQuery = queryOptions({
  queryKey: ['work'],
  queryFn: api.work,
  refetchInterval: MINUTE_MS,
})

/** Mine, and those of nobody: somebody must make them. */
export const callbacksQuery = queryOptions({
  queryKey: ['callbacks'],
  queryFn: () => api.callbacks({ mine: 'true' }),
  refetchInterval: MINUTE_MS,
})

export const myDayQuery = queryOptions({
  queryKey: ['my day'],
  queryFn: () => ask<MyDayWire>({ method: 'GET', path: '/v1/my-day' }),
  refetchInterval: MINUTE_MS,
})

export const loadQuery = queryOptions({
  queryKey: ['load'],
  queryFn: api.load,
  refetchInterval: MINUTE_MS,
})

export const approvalsQuery = queryOptions({ queryKey: ['approvals'], queryFn: api.approvals })
