import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  NotesWire,
  PrecisionWire,
  QualityDetail,
  QualityPage,
  ReviewBody,
  SampleAnswer,
  SampleBody,
  TranscriptAnswer,
  TranscriptBody,
} from '../../../src/api/wire-quality.ts'
import type { ContactId } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const QUALITY_VIEWS = ['open', 'mine', 'done', 'precision'] as const
export type QualityView = (typeof QUALITY_VIEWS)[number]

export const qualityQuery = (view: QualityView) =>
  infiniteQueryOptions({
    queryKey: ['quality', 'list', view],
    queryFn: ({ pageParam }) =>
      ask<QualityPage>({
        method: 'GET',
        path: '/v1/quality',
        query: { view: view === 'precision' ? 'open' : view, cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export const qualityCallQuery = (id: ContactId) =>
  queryOptions({
    queryKey: ['quality', 'call', id],
    queryFn: () => ask<QualityDetail>({ method: 'GET', path: `/v1/quality/${id}` }),
  })

export const precisionQuery = queryOptions({
  queryKey: ['quality', 'precision'],
  queryFn: () => ask<PrecisionWire>({ method: 'GET', path: '/v1/quality/precision' }),
})

export const notesQuery = queryOptions({
  queryKey: ['quality', 'notes'],
  queryFn: () => ask<NotesWire>({ method: 'GET', path: '/v1/quality/notes' }),
  staleTime: 60_000,
})

export const qualityApi = {
  review: (id: ContactId, body: ReviewBody, key: string) =>
    ask<{ points: number; most: number }>({
      method: 'POST',
      path: `/v1/quality/${id}/reviews`,
      body,
      key,
    }),
  sample: (body: SampleBody) =>
    ask<SampleAnswer>({ method: 'POST', path: '/v1/quality/samples', body }),
  attach: (id: ContactId, body: TranscriptBody) =>
    ask<TranscriptAnswer>({ method: 'POST', path: `/v1/contacts/${id}/transcripts`, body }),
}
