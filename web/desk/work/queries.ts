import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

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

export const loadQuery = queryOptions({
  queryKey: ['load'],
  queryFn: api.load,
  refetchInterval: MINUTE_MS,
})

export const approvalsQuery = queryOptions({ queryKey: ['approvals'], queryFn: api.approvals })
