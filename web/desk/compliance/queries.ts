import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  AccessReviewsWire,
  CaseId,
  ChangesWire,
  DecisionsPage,
  DecisionWire,
  ExplainWire,
  ExportWire,
  HoldsBoard,
  LooksPage,
  NearMissesWire,
  Page,
  Role,
  RoleSpanWire,
  RuleStopsWire,
  RulesWire,
  RuleWire,
} from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import type { DecisionsSearch } from './search.ts'

const get = <T>(path: string, query: Readonly<Record<string, string | undefined>> = {}) =>
  ask<T>({ method: 'GET', path, query })

export const rulesQuery = (on: string | undefined) =>
  queryOptions({
    queryKey: ['rules', on ?? 'today'],
    queryFn: () => get<RulesWire>('/v1/rules', { on }),
    staleTime: 300_000,
  })

export const ruleQuery = (rule: string, on: string | undefined) =>
  queryOptions({
    queryKey: ['rules', on ?? 'today', rule],
    queryFn: () => get<RuleWire>(`/v1/rules/${encodeURIComponent(rule)}`, { on }),
  })

export const stopsQuery = (rule: string, on: string | undefined) =>
  queryOptions({
    queryKey: ['rules', on ?? 'today', rule, 'stops'],
    queryFn: () => get<RuleStopsWire>(`/v1/rules/${encodeURIComponent(rule)}/stops`, { on }),
  })

export const decisionsQuery = (asked: DecisionsSearch, at: string | undefined) => {
  // Which one is open narrows nothing.
  const search = { ...asked, id: undefined }
  return infiniteQueryOptions({
    queryKey: ['decisions', search, at ?? 'today'],
    queryFn: ({ pageParam }) =>
      get<DecisionsPage>('/v1/decisions', {
        ...search,
        to: earlier(search.to, at),
        cursor: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
}

/** What was decided after the day that is looked at was not known then. */
const earlier = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['decisions', 'one', id],
    queryFn: () => get<DecisionWire>(`/v1/decisions/${encodeURIComponent(id)}`),
  })

export const explainQuery = (id: CaseId, at: string | undefined) =>
  queryOptions({
    queryKey: ['case', id, 'explain', at ?? 'today'],
    queryFn: () => get<ExplainWire>(`/v1/cases/${encodeURIComponent(id)}/explain`, { at }),
  })

export type HoldsSearch = {
  readonly reason?: string | undefined
  readonly lapse_by?: string | undefined
}

export const holdsQuery = (search: HoldsSearch, at: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['holds', search, at ?? 'today'],
    queryFn: ({ pageParam }) =>
      get<HoldsBoard>('/v1/holds', {
        ...search,
        at,
        cursor: pageParam,
        totals: pageParam === undefined ? 'true' : undefined,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export const nearQuery = (on: string | undefined, rule: string | undefined) =>
  queryOptions({
    queryKey: ['near-misses', on ?? 'today', rule ?? 'all'],
    queryFn: () => get<NearMissesWire>('/v1/near-misses', { on, rule }),
  })

export const looksQuery = infiniteQueryOptions({
  queryKey: ['looks'],
  queryFn: ({ pageParam }) => get<LooksPage>('/v1/looks', { cursor: pageParam }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

export const reviewsQuery = queryOptions({
  queryKey: ['access-reviews'],
  queryFn: () => get<AccessReviewsWire>('/v1/access-reviews'),
})

/** Under the key of staff: whoever changes a role reads both again. */
export const rolesQuery = (on: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['staff', 'roles', on ?? 'all'],
    queryFn: ({ pageParam }) =>
      get<Page<RoleSpanWire>>('/v1/staff/roles', { on, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export const changesQuery = (kind: string | undefined) =>
  queryOptions({
    queryKey: ['changes', kind ?? 'all'],
    queryFn: () => get<ChangesWire>('/v1/changes', { kind }),
  })

export const complianceApi = {
  takeOut: (id: CaseId, reason: string) =>
    ask<ExportWire>({
      method: 'POST',
      path: `/v1/cases/${encodeURIComponent(id)}/exports`,
      body: { reason },
    }),
  /** Without a role it is taken away. */
  giveRole: (of: {
    readonly userId: string
    readonly role: Role | undefined
    readonly reason: string
  }) =>
    ask<{ user_id: string }>({
      method: 'POST',
      path: `/v1/staff/${encodeURIComponent(of.userId)}/${of.role === undefined ? 'ends' : 'roles'}`,
      body: { reason: of.reason, ...(of.role !== undefined && { role: of.role }) },
    }),
  review: (month: string, words: string) =>
    ask<{ month: string }>({ method: 'POST', path: '/v1/access-reviews', body: { month, words } }),
  sign: (month: string) =>
    ask<{ month: string }>({ method: 'POST', path: '/v1/access-reviews/signs', body: { month } }),
}
