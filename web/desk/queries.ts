import {
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import type { CaseId } from '../../src/api/wire.ts'
import { api, ApiProblem } from './api.ts'
import type { CaseFilter } from './cases/filter.ts'
import { wasAnswered } from './shell/draft.ts'

const MINUTE_MS = 60_000

/** Asked again now and then: the business day moves while the desk stays open. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: api.me,
  staleTime: MINUTE_MS,
  refetchInterval: 5 * MINUTE_MS,
})

export const todayQuery = queryOptions({ queryKey: ['today'], queryFn: api.today })

export const facetsQuery = queryOptions({
  queryKey: ['facets'],
  queryFn: api.facets,
  staleTime: 5 * MINUTE_MS,
})

export const CASES_A_PAGE = 100

export const casesQuery = (filter: CaseFilter) =>
  infiniteQueryOptions({
    queryKey: ['cases', filter],
    queryFn: ({ pageParam }) => api.cases({ ...filter, cursor: pageParam, limit: CASES_A_PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: MINUTE_MS,
  })

export const firstInLineQuery = queryOptions({
  queryKey: ['cases', 'first in line'],
  queryFn: () => api.cases({ sort: 'priority', limit: 6 }),
})

/** `at`: as it stood on a day that is over; without it as it stands. */
export const caseQuery = (id: CaseId, at?: string) =>
  queryOptions({
    queryKey: at === undefined ? ['case', id] : ['case', id, 'as of', at],
    queryFn: () => api.case(id, { at }),
    staleTime: 10_000,
  })

export const timelineQuery = (id: CaseId, kind: string | undefined, at?: string) =>
  infiniteQueryOptions({
    queryKey: ['case', id, 'timeline', kind ?? 'all', at ?? 'today'],
    queryFn: ({ pageParam }) => api.timeline(id, { kind, at, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

/** Asked again every minute: the next lawful minute moves. */
export const permissionsQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'permissions'],
    queryFn: () => api.permissions(id),
    refetchInterval: MINUTE_MS,
  })

export const whyQuery = (id: CaseId, at?: string) =>
  queryOptions({
    queryKey: ['case', id, 'why', at ?? 'today'],
    queryFn: () => (at === undefined ? api.why(id) : api.explain(id, { at })),
  })

/** `at`: as they stood on a day that is over; without it as they stand. */
export const strategiesOnQuery = (at: string | undefined) =>
  queryOptions({
    queryKey: at === undefined ? ['strategies'] : ['strategies', 'as of', at],
    queryFn: () => api.strategies({ at }),
  })

export const strategiesQuery = strategiesOnQuery(undefined)

export const strategyQuery = (name: string, version: number | undefined) =>
  queryOptions({
    queryKey: ['strategies', name, version ?? 'in force'],
    queryFn: () => api.strategy(name, { version }),
  })

export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: api.staff,
  staleTime: 5 * MINUTE_MS,
})

export const trialsQuery = queryOptions({ queryKey: ['trials'], queryFn: api.trials })

export const proposalsQuery = queryOptions({ queryKey: ['proposals'], queryFn: api.proposals })

export const proposalQuery = (id: string) =>
  queryOptions({ queryKey: ['proposals', id], queryFn: () => api.proposal(id) })

/** The catalogue changes with a release, the words in it with the book. */
export const factsQuery = queryOptions({
  queryKey: ['facts'],
  queryFn: api.facts,
  staleTime: 10 * MINUTE_MS,
})

const RETRIES_MAX = 2

/** Asks again only where the server did not answer or was in trouble; a refusal stays a refusal. */
const isWorthAsking = (failures: number, error: Error) =>
  failures < RETRIES_MAX &&
  error instanceof ApiProblem &&
  (error.status === 0 || error.status >= 500)

/** `onSignedOut` is told when any answer says that there is no session (any more). */
export function newQueries(onSignedOut: () => void): QueryClient {
  const tell = (error: Error) => {
    if (error instanceof ApiProblem && error.status === 401) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: tell }),
    mutationCache: new MutationCache({
      onSuccess: (_, variables) => wasAnswered(variables, true),
      onError: (error, variables) => {
        wasAnswered(variables, false)
        tell(error)
      },
    }),
    defaultOptions: {
      queries: { retry: isWorthAsking, staleTime: 5_000 },
      // Tried also where the browser thinks that there is no line: what gets no answer is kept and offered again.
      mutations: { networkMode: 'always' },
    },
  })
}
