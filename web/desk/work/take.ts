import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { LeaseWire, NextBody, NextWire, NoneWire, WorkWire } from '../../../src/api/wire.ts'
import { api, ApiProblem } from '../api.ts'
import { caseQuery, permissionsQuery } from '../queries.ts'
import { callbacksQuery, workQuery } from './queries.ts'

/** One that was worked, or that is over, needs no reason; any other is given back with one. */
export const mustSayWhy = (lease: LeaseWire | null): boolean => lease !== null && !lease.worked

/** Ends what is done and takes the next; what it answers is the page at once, without asking again. */
export function useTakeNext() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NextBody) => api.nextCase(body),
    onSuccess: (next: NextWire) => {
      if (next.case !== null) queries.setQueryData(caseQuery(next.case.id).queryKey, next.case)
      if (next.case !== null && next.permissions !== null)
        queries.setQueryData(permissionsQuery(next.case.id).queryKey, next.permissions)
      queries.setQueryData<WorkWire>(workQuery.queryKey, (before) =>
        before === undefined ? before : { ...before, lease: next.lease, open_call: null },
      )
      void queries.invalidateQueries({ queryKey: callbacksQuery.queryKey })
    },
    // Whatever is so now: the page must show what the server knows.
    onError: () => queries.invalidateQueries({ queryKey: workQuery.queryKey }),
  })
}

export const noneOf = (next: NextWire | undefined): NoneWire | null => next?.none ?? null

export const isOver = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem?.code === 'lease_over'
