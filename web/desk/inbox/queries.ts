import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  AnswerBody,
  AnswerId,
  AnswerWire,
  ArrivalId,
  InboxPage,
  MeaningBody,
  MeaningWire,
  MessageId,
  StepBody,
  ThreadPage,
  UnmatchedItem,
} from '../../../src/api/wire-inbox.ts'
import type { CaseId, CaseRow, Page } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const INBOX_VIEWS = ['waiting', 'mine', 'answered', 'unmatched'] as const
export type InboxView = (typeof INBOX_VIEWS)[number]

const QUERIES = {
  waiting: {},
  mine: { mine: 'true' },
  answered: { state: 'answered' },
  unmatched: {},
} as const

/** Asked again every half minute: a life may be at risk in what has just come in. */
export const inboxQuery = (view: InboxView) =>
  infiniteQueryOptions({
    queryKey: ['inbox', view],
    queryFn: ({ pageParam }) =>
      ask<InboxPage>({
        method: 'GET',
        path: '/v1/inbox',
        query: { ...QUERIES[view], cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: 30_000,
  })

export const unmatchedQuery = queryOptions({
  queryKey: ['inbox', 'nobody'],
  queryFn: () =>
    ask<Page<UnmatchedItem>>({ method: 'GET', path: '/v1/inbox/unmatched', query: { limit: 100 } }),
})

export const threadQuery = (id: CaseId) =>
  infiniteQueryOptions({
    queryKey: ['case', id, 'thread'],
    queryFn: ({ pageParam }) =>
      ask<ThreadPage>({
        method: 'GET',
        path: `/v1/cases/${id}/thread`,
        query: { cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

type Key = { readonly key: string }

export const inboxApi = {
  step: (id: CaseId, state: StepBody['state'], seen: MessageId | null) =>
    ask<{ state: string }>({
      method: 'POST',
      path: `/v1/cases/${id}/inbox/steps`,
      body: { state, ...(seen !== null && { seen }) },
    }),
  answer: (id: CaseId, body: AnswerBody, { key }: Key) =>
    ask<AnswerWire>({ method: 'POST', path: `/v1/cases/${id}/answers`, body, key }),
  undo: (id: CaseId, answer: AnswerId) =>
    ask<{ taken_back: boolean }>({
      method: 'POST',
      path: `/v1/cases/${id}/answers/${answer}/undo`,
    }),
  mend: (id: CaseId, message: MessageId, body: MeaningBody, { key }: Key) =>
    ask<MeaningWire>({
      method: 'POST',
      path: `/v1/cases/${id}/messages/${message}/meanings`,
      body,
      key,
    }),
  attach: (id: ArrivalId, of: CaseId) =>
    ask<object>({
      method: 'POST',
      path: `/v1/inbox/unmatched/${id}/attach`,
      body: { case_id: of },
    }),
  closeNobodys: (id: ArrivalId, why: string) =>
    ask<object>({ method: 'POST', path: `/v1/inbox/unmatched/${id}/close`, body: { why } }),
  find: (q: string) =>
    ask<Page<CaseRow>>({ method: 'GET', path: '/v1/cases', query: { q, limit: 5 } }),
}
